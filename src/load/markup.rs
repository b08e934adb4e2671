//! Tags taken off a text that is clearly HTML, for records that carry markup in a field.

use std::borrow::Cow;

/// Elements whose inside is never text.
const SILENT: [&str; 7] = ["script", "style", "template", "iframe", "noscript", "svg", "head"];

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "figure",
    "figcaption",
    "pre",
    "hr",
];

/// Plain text of a text that holds HTML tags; other text as it is.
pub(super) fn strip(text: &str) -> Cow<'_, str> {
    if is_html(text) { Cow::Owned(text_of(text)) } else { Cow::Borrowed(text) }
}

/// Whether there is a tag that nobody writes by chance.
fn is_html(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let tag = Tag::at(&text[at..]);
        tag.is_some_and(|tag| {
            let known = tag.is_in(&BLOCKS) || tag.is_in(&SILENT) || tag.is_in(&["br"]);
            known || (tag.closes && tag.is_in(&["a", "b", "i", "em", "strong", "span"]))
        })
    })
}

fn text_of(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        push_words(&rest[..at], &mut out);
        rest = &rest[at..];
        rest = if rest.starts_with('&') { entity(rest, &mut out) } else { tag(rest, &mut out) };
    }
    push_words(rest, &mut out);
    out
}

/// Text between tags: a line end there is a blank.
fn push_words(text: &str, out: &mut String) {
    out.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
}

/// A tag's name, and whether it closes an element.
struct Tag<'a> {
    name: &'a str,
    closes: bool,
}

impl<'a> Tag<'a> {
    fn at(text: &'a str) -> Option<Tag<'a>> {
        let inside = text.strip_prefix('<')?;
        let (inside, closes) =
            inside.strip_prefix('/').map_or((inside, false), |name| (name, true));
        let end = inside.bytes().take(12).position(|byte| !byte.is_ascii_alphanumeric())?;
        let follows = matches!(inside.as_bytes()[end], b'>' | b' ' | b'/' | b'\n' | b'\t' | b'\r');
        (end > 0 && follows && inside.starts_with(|c: char| c.is_ascii_alphabetic()))
            .then(|| Tag { name: &inside[..end], closes })
    }

    fn is_in(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// Passes the tag at the start of `text`, and the inside of silent elements.
fn tag<'a>(text: &'a str, out: &mut String) -> &'a str {
    if let Some(comment) = text.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let declaration = text.starts_with("<!") || text.starts_with("<?");
    let found = Tag::at(text);
    if found.is_none() && !declaration {
        out.push('<');
        return &text[1..];
    }
    // An open tag takes the rest with it: it was cut off there.
    let after = memchr::memchr(b'>', text.as_bytes()).map_or("", |end| &text[end + 1..]);
    let Some(tag) = found else { return after };
    if tag.is_in(&["br"]) {
        out.push('\n');
    } else if tag.is_in(&BLOCKS) {
        out.push_str("\n\n");
    } else if tag.is_in(&SILENT) && !tag.closes {
        return behind_close(after, tag.name);
    }
    after
}

/// Behind the closing tag of a silent element, or at the end when it is never closed.
fn behind_close<'a>(text: &'a str, name: &str) -> &'a str {
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let tag = Tag::at(&text[at..]);
        if tag.is_some_and(|tag| tag.closes && tag.is_in(&[name])) {
            return text[at..].split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

/// Passes the character reference at the start of `text`; what is none stays as it is.
fn entity<'a>(text: &'a str, out: &mut String) -> &'a str {
    let end = text.bytes().take(12).position(|byte| byte == b';');
    let found = end.and_then(|end| Some((character(&text[1..end])?, end)));
    let Some((c, end)) = found else {
        out.push('&');
        return &text[1..];
    };
    out.push(c);
    &text[end + 1..]
}

/// The references that stand in ordinary prose.
const NAMED: [(&str, char); 14] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("rsquo", '’'),
    ("lsquo", '‘'),
    ("rdquo", '”'),
    ("ldquo", '“'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("eacute", 'é'),
];

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
        let code = hex.unwrap_or_else(|| number.parse()).ok()?;
        return char::from_u32(code);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_html_is_touched() {
        assert!(matches!(strip("a < b & c > d"), Cow::Borrowed(_)));
        assert!(matches!(strip("Shares of <NWA> rose"), Cow::Borrowed(_)));
        assert_eq!(strip("<p>a < b &amp; c</p>").trim(), "a < b & c");
    }

    #[test]
    fn scripts_styles_and_comments_are_never_text() {
        let page =
            "<style>x</style><p>One</p><!-- two --><SCRIPT >three</SCRIPT ><p>Four</p><script>five";
        assert_eq!(strip(page).split_whitespace().collect::<Vec<_>>(), ["One", "Four"]);
    }

    proptest! {
        #[test]
        fn any_text_is_stripped(text in "(<|>|&|;|/|p|!--|--|script|\\PC){0,60}") {
            let _ = strip(&format!("<p>{text}"));
        }
    }
}
