//! Tags and text, one after the other, of a text that need not be well-formed.
//!
//! quick-xml reads what is well-formed. What it would stop at, or take half the file
//! for, is taken by hand: a `<` that begins no tag, a tag that holds another `<`, a
//! comment or a quotation mark that is never closed. Each kind of damage costs one look
//! to the end of the text at most, so that reading stays linear.

use memchr::{memchr, memchr2};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::tag::Tag;

/// A piece of the text, as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Start(Tag<'a>),
    /// The name an end tag has.
    End(&'a str),
    /// Text whose references are not resolved.
    Text(&'a str),
    /// Text that means what it says.
    Cdata(&'a str),
}

const CDATA: &str = "<![CDATA[";

/// What is never closed in the rest of the text, so that nobody looks for it again.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each kind of damage is a fact of its own")]
struct Open {
    comment: bool,
    cdata: bool,
    instruction: bool,
    declaration: bool,
    /// A quotation mark: tags end at the first `>` then.
    tag: bool,
}

pub(super) struct Tokens<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where in the text the reader began.
    base: usize,
    open: Open,
    /// Where something was cut off, when it was.
    cut: Option<usize>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Tokens<'a> {
        let mut tokens =
            Tokens { text, reader: reader(""), base: 0, open: Open::default(), cut: None };
        tokens.restart(0);
        tokens
    }

    /// The byte the next token begins with.
    pub(super) fn at(&self) -> usize {
        self.base + self.reader.buffer_position() as usize
    }

    /// Where the text was cut off inside a tag or a section, as far as was seen.
    pub(super) fn cut(&self) -> Option<usize> {
        self.cut
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let at = self.at();
            let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
            if self.is_for_hand(rest) {
                match self.by_hand(at, rest) {
                    Some(token) => return Some(token),
                    None => continue,
                }
            }
            let event = self.reader.read_event();
            let raw = self.text.get(at..self.at()).unwrap_or(&rest[..0]);
            match event {
                Ok(Event::Start(_) | Event::Empty(_) | Event::End(_)) if !is_whole(raw) => {
                    self.open.tag = true;
                    self.restart(at);
                }
                Ok(Event::Start(_) | Event::Empty(_) | Event::End(_)) => return Some(tag(raw)),
                Ok(Event::Text(_) | Event::GeneralRef(_)) => return Some(Token::Text(raw)),
                Ok(Event::CData(_)) => {
                    return raw.get(CDATA.len()..raw.len() - "]]>".len()).map(Token::Cdata);
                }
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => (),
                Ok(Event::Eof) => return None,
                Err(_) => self.note_open(at, rest),
            }
        }
    }

    /// Reads on from a place of its own choice.
    fn restart(&mut self, at: usize) {
        let rest = &self.text[at..];
        // The reader takes a BOM off what it begins with, and does not count it.
        let begun = rest.trim_start_matches('\u{feff}');
        self.base = at + rest.len() - begun.len();
        self.reader = reader(begun);
    }

    /// What quick-xml could not find the end of is from now on taken by hand.
    fn note_open(&mut self, at: usize, rest: &str) {
        let open = &mut self.open;
        let kind = match rest {
            _ if rest.starts_with("<!--") => &mut open.comment,
            _ if rest.starts_with(CDATA) => &mut open.cdata,
            _ if rest.starts_with("<!") => &mut open.declaration,
            _ if rest.starts_with("<?") => &mut open.instruction,
            _ => &mut open.tag,
        };
        *kind = true;
        self.cut.get_or_insert(at);
        self.restart(at);
    }

    fn is_for_hand(&self, rest: &str) -> bool {
        match rest.as_bytes() {
            [b'<', b'!', ..] if rest.starts_with("<!--") => self.open.comment,
            [b'<', b'!', b'[', ..] if rest.starts_with(CDATA) => self.open.cdata,
            [b'<', b'!', b'D' | b'd', ..] => self.open.declaration,
            [b'<', b'!', ..] => true,
            [b'<', b'?', ..] => self.open.instruction,
            [b'<', b'/', ..] => self.open.tag,
            [b'<', first, ..] if begins_name(*first) => self.open.tag,
            [b'<', ..] => true,
            _ => false,
        }
    }

    fn by_hand(&mut self, at: usize, rest: &'a str) -> Option<Token<'a>> {
        if rest.starts_with(CDATA) {
            self.restart(at + CDATA.len());
            return None;
        }
        let is_tag =
            rest[1..].starts_with(|c: char| c == '/' || !c.is_ascii() || begins_name(c as u8));
        if !is_tag && !rest.starts_with("<!") && !rest.starts_with("<?") {
            self.restart(at + 1);
            return Some(Token::Text(&rest[..1]));
        }
        let bytes = &rest.as_bytes()[1..];
        let end = if is_tag { memchr2(b'>', b'<', bytes) } else { memchr(b'>', bytes) };
        let Some(end) = end.map(|end| end + 1) else {
            self.cut.get_or_insert(at);
            self.restart(self.text.len());
            return None;
        };
        let closed = rest.as_bytes()[end] == b'>';
        self.restart(at + end + usize::from(closed));
        is_tag.then(|| tag(&rest[..end + usize::from(closed)]))
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || !byte.is_ascii()
}

/// Whether a tag ends where it should: none holds another `<`.
fn is_whole(raw: &str) -> bool {
    raw.get(1..).is_some_and(|inside| memchr(b'<', inside.as_bytes()).is_none())
}

/// The tag from `<` to its end, with or without `>`.
fn tag(raw: &str) -> Token<'_> {
    let inside = raw.strip_prefix('<').unwrap_or(raw);
    let inside = inside.strip_suffix('>').unwrap_or(inside);
    match inside.strip_prefix('/') {
        Some(name) => Token::End(name.split_whitespace().next().unwrap_or_default()),
        None => Token::Start(Tag::new(inside)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut tokens = Tokens::new(text);
        let mut all: Vec<String> = Vec::new();
        while let Some(token) = tokens.next() {
            all.push(match token {
                Token::Start(tag) => format!("<{}>", tag.name),
                Token::End(name) => format!("</{name}>"),
                Token::Text(text) => text.to_owned(),
                Token::Cdata(text) => format!("[{text}]"),
            });
        }
        all
    }

    #[test]
    fn well_formed_text_is_taken_apart() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x \"y\">]><a b='1>2'>c<!-- d --><e/>\
                    <![CDATA[f <g> & h]]></a>";
        assert_eq!(tokens(text).concat(), "<a>c<e>[f <g> & h]</a>");
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(tokens("<a>1 < 2 & 3 <> 4</a>").concat(), "<a>1 < 2 & 3 <> 4</a>");
        assert_eq!(tokens("<a>x<![endif]>y<!foo>z</a>").concat(), "<a>xyz</a>");
    }

    #[test]
    fn what_is_never_closed_takes_nothing_with_it() {
        assert_eq!(tokens("<a><!-- b <c>d</c>").concat(), "<a>d</c>");
        assert_eq!(tokens("<a><![CDATA[b <c>d</c>").concat(), "<a>b <c>d</c>");
        assert_eq!(tokens("<a b=\"c>d</a><e>f</e>").concat(), "<a>d</a><e>f</e>");
        assert_eq!(tokens("<a <b>c</b").concat(), "<a><b>c");
        assert_eq!(tokens("<?php a> <b>c</b>").concat(), " <b>c</b>");
    }

    proptest! {
        #[test]
        fn any_text_ends(text in "(<|>|/|!|--|\\?|\\[CDATA\\[|\\]\\]>|DOCTYPE|&|;|\"|'|a|=|\u{feff}|\\PC){0,60}") {
            prop_assert!(tokens(&text).len() <= text.len());
        }
    }
}
