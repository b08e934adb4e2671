//! A start tag, and the attributes it may have.

use std::borrow::Cow;

use quick_xml::events::attributes::Attributes;

use super::entity::unescape;

/// The most attributes of one tag that are looked at.
const MOST_ATTRIBUTES: usize = 1_000;

/// A start tag, as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) struct Tag<'a> {
    /// With its prefix.
    pub(in crate::load) name: &'a str,
    /// Everything behind the name.
    pub(in crate::load) attributes: &'a str,
    /// Whether it is its own end tag: `<br/>`.
    pub(in crate::load) empty: bool,
}

impl<'a> Tag<'a> {
    /// The tag whose inside, between `<` and `>`, this is.
    pub(super) fn new(inside: &'a str) -> Tag<'a> {
        let closed = inside.strip_suffix('/').filter(|tag| !ends_in_bare_value(tag));
        let (inside, empty) = closed.map_or((inside, false), |tag| (tag, true));
        let end =
            inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(end);
        Tag { name, attributes, empty }
    }

    /// The prefix, which may be empty, and the name without it.
    pub(super) fn parts(&self) -> (&'a str, &'a str) {
        self.name.split_once(':').unwrap_or(("", self.name))
    }

    /// Name and value, references resolved, of every attribute.
    pub(in crate::load) fn each(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        let text = if self.attributes.contains('=') { self.attributes } else { "" };
        let mut all = Attributes::html(text, 0);
        all.with_checks(false);
        all.take(MOST_ATTRIBUTES).filter_map(Result::ok).map(|attribute| {
            let value = match attribute.value {
                Cow::Borrowed(value) => unescape(value),
                Cow::Owned(value) => Cow::Owned(unescape(&value).into_owned()),
            };
            (attribute.key.0, value)
        })
    }

    /// The value of an attribute, whatever the case of its name.
    pub(in crate::load) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.each().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Whether a tag ends in a value without quotation marks, to which a `/` behind it
/// belongs: `<a href=http://example.org/>` (HTML Standard, "unquoted attribute value").
fn ends_in_bare_value(tag: &str) -> bool {
    let last = tag.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    last.contains('=') && !last.ends_with(['"', '\'', '='])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_as_people_write_them() {
        let tag = Tag::new("link REL=alternate href='/1?a=1&amp;b=2' title=\"x>y\" checked /");
        assert_eq!((tag.name, tag.empty), ("link", true));
        assert_eq!(tag.attribute("rel").as_deref(), Some("alternate"));
        assert_eq!(tag.attribute("href").as_deref(), Some("/1?a=1&b=2"));
        assert_eq!(tag.attribute("title").as_deref(), Some("x>y"));
        assert_eq!(tag.attribute("nothing"), None);
        let tag = Tag::new("a href=https://example.org/");
        assert_eq!(
            (tag.attribute("href").as_deref(), tag.empty),
            (Some("https://example.org/"), false)
        );
        assert!(Tag::new("a b='c'/").empty && Tag::new("br/").empty && Tag::new("a b=c /").empty);
    }

    #[test]
    fn a_flood_of_attributes_is_bounded() {
        let many = "a=1 ".repeat(100_000);
        assert_eq!(Tag::new(&format!("x {many}")).each().count(), MOST_ATTRIBUTES);
    }
}
