//! Which vocabulary an element belongs to: by the namespace its prefix is declared for,
//! or, since many are not, by the prefix that is usual for one.

use super::tag::Tag;

/// A vocabulary of which some elements mean something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Space {
    /// A format's own elements: RSS, Atom, NITF, NewsML-G2 never share a document.
    Own,
    Content,
    Dublin,
    Itunes,
    Media,
    Prism,
    Rdf,
    Xhtml,
    Other,
}

/// Ends of namespace names, lower case, and what they name. Old feeds write many
/// variants, of which the end is the telling part.
const NAMES: [(&str, Space); 22] = [
    ("purl.org/rss/1.0/modules/content/", Space::Content),
    ("purl.org/dc/elements/1.0/", Space::Dublin),
    ("purl.org/dc/elements/1.1/", Space::Dublin),
    ("purl.org/dc/terms/", Space::Dublin),
    ("dtds/podcast-1.0.dtd", Space::Itunes),
    ("search.yahoo.com/mrss/", Space::Media),
    ("search.yahoo.com/mrss", Space::Media),
    ("namespaces/1.2/basic/", Space::Prism),
    ("namespaces/basic/2.0/", Space::Prism),
    ("namespaces/basic/2.1/", Space::Prism),
    ("namespaces/basic/3.0/", Space::Prism),
    ("1999/02/22-rdf-syntax-ns#", Space::Rdf),
    ("www.w3.org/1999/xhtml", Space::Xhtml),
    ("www.w3.org/2005/atom", Space::Own),
    ("purl.org/atom/ns#", Space::Own),
    ("purl.org/rss/1.0/", Space::Own),
    ("rdf/simple/0.9/", Space::Own),
    ("rss/1.0/modules/rss091#", Space::Own),
    ("harvard.edu/tech/rss", Space::Own),
    ("iptc.org/std/nar/2006-10-01/", Space::Own),
    ("iptc.org/std/nitf/2006-10-18/", Space::Own),
    ("purl.org/pie/", Space::Own),
];

/// What a prefix stands for when nobody says.
const PREFIXES: [(&str, Space); 12] = [
    ("", Space::Own),
    ("atom", Space::Own),
    ("rss", Space::Own),
    ("content", Space::Content),
    ("dc", Space::Dublin),
    ("dcterms", Space::Dublin),
    ("itunes", Space::Itunes),
    ("media", Space::Media),
    ("prism", Space::Prism),
    ("rdf", Space::Rdf),
    ("xhtml", Space::Xhtml),
    ("nitf", Space::Own),
];

/// The most declarations that hold at one place.
const MOST: usize = 256;

/// The declarations that hold where the walk is.
#[derive(Default)]
pub(super) struct Spaces<'a> {
    declared: Vec<(usize, &'a str, Space)>,
}

impl<'a> Spaces<'a> {
    /// Takes the declarations of a tag that opens an element `depth` deep.
    pub(super) fn enter(&mut self, depth: usize, tag: &Tag<'a>) {
        if !tag.attributes.contains("xmlns") {
            return;
        }
        for (name, value) in tag.each() {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(prefix) if prefix.starts_with(':') => &prefix[1..],
                _ => continue,
            };
            if self.declared.len() < MOST {
                self.declared.push((depth, prefix, named(&value, prefix)));
            }
        }
    }

    /// Forgets what an element deeper than `depth` declared.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(at, ..)| *at > depth) {
            self.declared.pop();
        }
    }

    pub(super) fn of(&self, prefix: &str) -> Space {
        let declared = self.declared.iter().rev().find(|(_, known, _)| *known == prefix);
        match declared {
            Some((.., space)) => *space,
            None => usual(prefix),
        }
    }
}

fn named(name: &str, prefix: &str) -> Space {
    let name = name.trim().to_ascii_lowercase();
    let known = NAMES.iter().find(|(end, _)| name.ends_with(end));
    match known {
        Some((_, space)) => *space,
        // A format's own elements mostly have no prefix, whatever the name.
        None if prefix.is_empty() || name.contains("userland.com/rss") => Space::Own,
        None => Space::Other,
    }
}

fn usual(prefix: &str) -> Space {
    let known = PREFIXES.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix));
    known.map_or(Space::Other, |(_, space)| *space)
}
