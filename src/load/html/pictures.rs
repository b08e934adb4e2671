//! What stands for a picture, where a text is nothing but pictures: the words its author
//! gave an image, the title and the description of a drawing.
//!
//! Beside other text they are mostly names of signs (`Share`, `Logo`), and left out.

use super::element::Element;
use super::entity::unescape;
use super::tokens::{Token, Tokens};

/// Appends the words of all pictures in markup to `out`, a paragraph each.
pub(super) fn words(html: &str, out: &mut String) {
    let mut is_description = false;
    for token in Tokens::new(html) {
        match token {
            Token::Open(tag) if tag.name.eq_ignore_ascii_case("img") => {
                paragraph(tag.attribute("alt").unwrap_or_default(), out);
            }
            Token::Open(tag) if tag.name.eq_ignore_ascii_case("desc") => {
                is_description = true;
                paragraph("", out);
            }
            Token::Close(_, name) if name.eq_ignore_ascii_case("desc") => is_description = false,
            Token::Inside(Element::Title, text) => paragraph(text, out),
            Token::Text(text) if is_description => unescape(text, out),
            _ => (),
        }
    }
}

fn paragraph(text: &str, out: &mut String) {
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    unescape(text, out);
}
