//! What stands inside one element, kept as pieces of the text until somebody asks for
//! it as text or as markup.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use super::entity::unescape;
use super::walk::Event;

/// The most text of one element that is kept, in bytes.
const MOST: usize = 16 << 20;

/// What a tag counts for besides its letters: that many bytes it takes to be kept.
const TAG: usize = size_of::<Piece<'static>>();

enum Piece<'a> {
    /// Text whose references are not resolved.
    Text(Range<usize>),
    Cdata(&'a str),
    Open(&'a str, &'a str),
    Close(&'a str),
}

pub(in crate::load) struct Inside<'a> {
    text: &'a str,
    pieces: Vec<Piece<'a>>,
    len: usize,
    /// Whether there are elements inside.
    pub(in crate::load) has_elements: bool,
}

impl<'a> Inside<'a> {
    /// Nothing yet, of an element of this text.
    pub(in crate::load) fn of(text: &'a str) -> Inside<'a> {
        Inside { text, pieces: Vec::new(), len: 0, has_elements: false }
    }

    /// Whether some was too much to be kept.
    pub(in crate::load) fn is_over(&self) -> bool {
        self.len > MOST
    }

    pub(in crate::load) fn push(&mut self, event: Event<'a>) {
        self.len += match event {
            Event::Text(text) | Event::Cdata(text) => text.len(),
            Event::Enter(element) => TAG + element.tag.name.len() + element.tag.attributes.len(),
            Event::Leave(element) => TAG + element.local.len(),
        };
        if self.is_over() {
            return;
        }
        match event {
            Event::Text(text) => self.push_text(text),
            Event::Cdata(text) => self.pieces.push(Piece::Cdata(text)),
            Event::Enter(element) => {
                self.has_elements = true;
                self.pieces.push(Piece::Open(element.local, element.tag.attributes));
            }
            Event::Leave(element) => self.pieces.push(Piece::Close(element.local)),
        }
    }

    /// Text comes in pieces, one a reference: those that follow one another are one.
    fn push_text(&mut self, text: &'a str) {
        let from = text.as_ptr() as usize - self.text.as_ptr() as usize;
        let to = from + text.len();
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) if last.end == from => last.end = to,
            _ => self.pieces.push(Piece::Text(from..to)),
        }
    }

    /// The text, references resolved once, without elements.
    pub(in crate::load) fn text(&self) -> Cow<'a, str> {
        let mut words = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(range) => Some(unescape(&self.text[range.clone()])),
            Piece::Cdata(text) => Some(Cow::Borrowed(*text)),
            Piece::Open(..) | Piece::Close(_) => None,
        });
        let first = words.find(|text| !text.trim().is_empty()).unwrap_or_default();
        words.filter(|text| !text.is_empty()).fold(first, |all, more| {
            let mut all = all.into_owned();
            all.push_str(&more);
            Cow::Owned(all)
        })
    }

    /// The markup inside as HTML, names without their prefixes. `is_html` says that text
    /// is HTML once more: what is escaped in it, or in a CDATA section, is markup.
    pub(in crate::load) fn markup(&self, is_html: bool) -> String {
        let mut html = String::with_capacity(self.len);
        for piece in &self.pieces {
            match piece {
                Piece::Text(range) if is_html => {
                    html.push_str(&unescape(&self.text[range.clone()]));
                }
                Piece::Text(range) => html.push_str(&self.text[range.clone()]),
                Piece::Cdata(text) if is_html => html.push_str(text),
                Piece::Cdata(text) => push_escaped(text, &mut html),
                Piece::Open(name, attributes) => drop(write!(html, "<{name}{attributes}>")),
                Piece::Close(name) => drop(write!(html, "</{name}>")),
            }
        }
        html
    }
}

fn push_escaped(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            c => html.push(c),
        }
    }
}
