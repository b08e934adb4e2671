//! Named bodies that are neither country nor source: those the table knows, those
//! called by a head noun, and the initials a story binds to them.

mod gather;
mod initials;
mod shape;

use crate::model::{Mention, Organisation, Span};

use self::gather::Gathered;
use super::cues::Cues;
use super::gazetteer::Body;
use super::page::Page;

/// One mention of a body.
#[derive(Clone, Copy, Debug)]
struct Naming<'a> {
    name: &'a str,
    mention: Mention,
    body: Option<Body>,
}

/// Whose report the story is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Source<'a> {
    /// As its text credits it, else as its file names it.
    pub(super) name: Option<&'a str>,
    /// As its text credits it.
    pub(super) credited: Option<&'a str>,
}

/// The organisations of a story, the most frequent first; the source is none.
pub(super) fn organisations<'a>(
    cues: &Cues,
    pages: &[Page<'a>; 2],
    source: Source<'a>,
) -> Vec<Organisation> {
    let mut gathered = Gathered::new(source);
    let [headline, body] = pages;
    let namings = in_page(cues, body);
    for naming in &namings {
        gathered.add(naming);
    }
    let bound = initials::bind(body, &namings);
    for initials in &bound {
        gathered.bind(initials);
    }
    for page in pages {
        initials::mentions(page, &bound, &mut gathered);
    }
    for naming in in_page(cues, headline) {
        gathered.add_headline(&naming, headline.titled);
    }
    gathered.finish()
}

/// Every body named in a page: known ones, and those with the shape of one.
fn in_page<'a>(cues: &Cues, page: &Page<'a>) -> Vec<Naming<'a>> {
    let mut namings: Vec<_> = page
        .bodies
        .iter()
        .filter(|known| !page.shouts || known.span.of(page.text).contains(' '))
        .map(|known| naming(page, known.span, Some(known.body)))
        .collect();
    shape::shaped(cues, page, |span| namings.push(naming(page, span, None)));
    namings.sort_by_key(|naming| {
        (naming.mention.span.start, std::cmp::Reverse(naming.mention.span.end))
    });
    let mut end = 0;
    namings.retain(|naming| {
        let free = naming.mention.span.start >= end;
        end = end.max(naming.mention.span.end);
        free
    });
    namings
}

fn naming<'a>(page: &Page<'a>, span: Span, body: Option<Body>) -> Naming<'a> {
    Naming {
        name: &page.text[span.start as usize..span.end as usize],
        mention: Mention { part: page.part, span },
        body,
    }
}
