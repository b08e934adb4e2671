//! Markup: its text for every format that carries some, and pages of sites as stories.

mod element;
mod entity;
mod render;
#[cfg(test)]
mod tests;
mod tokens;

use self::element::Element;
pub(super) use self::entity::unescape;
use self::tokens::{Token, Tokens};
use super::body;
use super::input::{Failure, Input};
use super::outlet::Outlet;
use crate::model::NewStory;
use crate::text::clean_line;

/// The text of markup: plain paragraphs parted by one blank line. Items of lists begin
/// with their mark or number, quotations with `> `, cells of a row are parted by ` | `.
/// Links have numbers, their targets stand below. What is not to be seen is left out:
/// scripts, styles, comments, hidden elements.
pub(super) fn text(html: &str) -> String {
    let (mut rendered, mut text) = (String::new(), String::new());
    render::render(html, render::MOST_LINKS, &mut rendered);
    body::plain(&rendered, &mut text);
    text
}

/// The text of markup on one line, its links without numbers: of a headline.
pub(super) fn line(html: &str) -> String {
    let mut rendered = String::new();
    render::render(html, 0, &mut rendered);
    clean_line(&rendered).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether text is markup: it has a tag that nobody writes by chance.
pub(super) fn is_html(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let inside = &text[at + 1..];
        let (inside, closes) = inside.strip_prefix('/').map_or((inside, false), |n| (n, true));
        let len = inside.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = inside.split_at(len);
        if len == 0 || !after.starts_with(['>', ' ', '/', '\n', '\t', '\r']) {
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

/// Reads a page as one story; a page without text gives none.
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let page = input.whole()?;
    let mut story = NewStory::default();
    if let Some(title) = title(&page) {
        let mut plain = String::new();
        unescape(title, &mut plain);
        clean_line(&plain).as_ref().clone_into(&mut story.headline);
    }
    story.body = text(&page);
    if story.body.is_empty() {
        return Ok(());
    }
    outlet.story(&mut story)
}

fn title(page: &str) -> Option<&str> {
    Tokens::new(page).find_map(|token| match token {
        Token::Inside(Element::Title, title) => Some(title),
        _ => None,
    })
}
