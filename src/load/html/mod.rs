//! Markup: its text for every format that carries some, and pages of sites as stories.

mod element;
mod entity;
mod page;
mod pictures;
mod render;
#[cfg(test)]
mod tests;
mod tokens;

use url::Url;

use self::element::Element;
pub(super) use self::entity::unescape;
pub(super) use self::page::read;
use self::render::Links;
use self::tokens::{Token, Tokens};
use super::body;
use crate::text::clean_line;

/// The text of markup: plain paragraphs parted by one blank line. Items of lists begin
/// with their mark or number, quotations with `> `, cells of a row are parted by ` | `.
/// Links have numbers, their targets stand below. What is not to be seen is left out:
/// scripts, styles, comments, hidden elements. Links are relative to `base`; without
/// one those that are not whole are left out. Of a text that is but pictures there is
/// what their author says of them.
pub(super) fn text(html: &str, base: Option<&Url>) -> String {
    let (mut rendered, mut text) = (String::new(), String::new());
    render::render(html, Links::Below(base), &|_| false, &mut rendered);
    if rendered.is_empty() {
        pictures::words(html, &mut rendered);
    }
    body::plain(&rendered, &mut text);
    text
}

/// The text of markup without numbers for its links, to be split into stories.
pub(super) fn lines(html: &str) -> String {
    let (mut rendered, mut text) = (String::new(), String::new());
    render::render(html, Links::None, &|_| false, &mut rendered);
    body::plain(&rendered, &mut text);
    text
}

/// The text of markup on one line, its links without numbers: of a headline.
pub(super) fn line(html: &str) -> String {
    let mut rendered = String::new();
    render::render(html, Links::None, &|_| false, &mut rendered);
    if rendered.is_empty() {
        pictures::words(html, &mut rendered);
    }
    clean_line(&rendered).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title of markup that is a whole page, from before the first of its text.
pub(super) fn title(html: &str) -> Option<String> {
    let is_head = |token: &Token<'_>| match token {
        Token::Text(text) => text.trim().is_empty(),
        Token::Open(tag) => tag.element != Element::Silent,
        Token::Close(..) | Token::Inside(..) => true,
    };
    let title = |token| match token {
        Token::Inside(Element::Title, title) => Some(line(title)),
        _ => None,
    };
    Tokens::new(html).take_while(is_head).find_map(title).filter(|title| !title.is_empty())
}

/// How much of markup is text, in bytes.
pub(super) fn letters(html: &str) -> usize {
    let len = |token: Token<'_>| match token {
        Token::Text(text) => text.trim().len(),
        _ => 0,
    };
    Tokens::new(html).map(len).sum()
}

/// Whether what follows a tag's name can be the rest of a tag: nothing, or attributes
/// with values. Wires write `<Center Capital Corp>` for a firm.
fn ends_as_tags_do(after: &str) -> bool {
    const LONGEST: usize = 1 << 10;
    if !after.starts_with(['>', ' ', '/', '\n', '\t', '\r']) {
        return false;
    }
    let bytes = &after.as_bytes()[..after.len().min(LONGEST)];
    let rest = &bytes[..memchr::memchr(b'>', bytes).unwrap_or(bytes.len())];
    matches!(rest.trim_ascii(), b"" | b"/") || memchr::memchr(b'=', rest).is_some()
}

/// Whether text is markup: it has a tag that nobody writes by chance.
pub(super) fn is_html(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let inside = &text[at + 1..];
        let (inside, closes) = inside.strip_prefix('/').map_or((inside, false), |n| (n, true));
        let len = inside.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = inside.split_at(len);
        if len == 0 || !ends_as_tags_do(after) {
            return false;
        }
        match Element::of(name) {
            Element::Inline | Element::Anchor => {
                closes && ["a", "b", "i", "u", "em", "strong", "span", "font"].contains(&name)
            }
            // Words that also stand in angle brackets for their own sake.
            Element::Title | Element::Meta | Element::Void => !after.starts_with('>') || closes,
            _ => true,
        }
    })
}
