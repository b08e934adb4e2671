//! Which element of a feed stands for which field of a story.

use crate::load::xml::{Element, Space};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Link,
    Body,
    Published,
    Source,
    /// An id that is a link too, if it looks like one.
    Permalink,
    Id,
}

/// The longest name that means anything, in bytes.
const LONGEST: usize = 16;

/// The field an element stands for, and how telling it is: 0 is the most.
pub(super) fn field(element: &Element<'_>) -> Option<(Field, u8)> {
    let mut lower = [0; LONGEST];
    let name = lower.get_mut(..element.local.len())?;
    name.copy_from_slice(element.local.as_bytes());
    name.make_ascii_lowercase();
    let found = match (element.space, &*name) {
        (Space::Own, b"title") => (Field::Title, 0),
        (Space::Dublin, b"title") => (Field::Title, 1),
        (Space::Media, b"title") => (Field::Title, 2),
        (Space::Itunes, b"title") => (Field::Title, 3),
        (Space::Own, b"link") => (Field::Link, 0),
        (Space::Own, b"guid" | b"id") => match element.tag.attribute("isPermaLink") {
            Some(is) if is.eq_ignore_ascii_case("false") => (Field::Id, 0),
            _ => (Field::Permalink, 0),
        },
        (Space::Dublin, b"identifier") => (Field::Id, 2),
        (Space::Own, b"content" | b"body" | b"fullitem")
        | (Space::Content, b"encoded")
        | (Space::Xhtml, b"body") => (Field::Body, 0),
        (Space::Own, b"description" | b"summary" | b"abstract")
        | (Space::Dublin, b"description" | b"abstract")
        | (Space::Itunes, b"summary") => (Field::Body, 1),
        (Space::Media, b"description" | b"text") | (Space::Itunes, b"subtitle") => (Field::Body, 2),
        (Space::Own, b"pubdate" | b"published" | b"issued") => (Field::Published, 0),
        (Space::Dublin, b"issued" | b"available") | (Space::Prism, b"publicationdate") => {
            (Field::Published, 1)
        }
        (Space::Own | Space::Dublin, b"date") => (Field::Published, 2),
        (Space::Own | Space::Dublin, b"updated" | b"modified" | b"lastbuilddate") => {
            (Field::Published, 3)
        }
        (Space::Own | Space::Dublin, b"created") => (Field::Published, 4),
        (Space::Own, b"source") => (Field::Source, 1),
        (Space::Prism, b"publicationname") => (Field::Source, 2),
        (Space::Dublin, b"publisher") => (Field::Source, 3),
        _ => return None,
    };
    Some(found)
}

/// Whether HTML has an element of this name too, so that it may stand in a body.
pub(super) fn is_html(element: &Element<'_>) -> bool {
    const NAMES: [&str; 6] = ["title", "link", "summary", "source", "body", "content"];
    NAMES.iter().any(|name| element.local.eq_ignore_ascii_case(name))
}

/// Whether what stands inside an element is not said of the item: a person's name, the
/// title of a picture.
pub(super) fn is_apart(element: &Element<'_>) -> bool {
    const NAMES: [&str; 6] = ["author", "contributor", "image", "textinput", "source", "publisher"];
    NAMES.iter().any(|name| element.is(name))
}
