//! What an element says, by the dress it says to wear: plain, HTML, XHTML, Base64, or
//! none of it, when one has to look.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use crate::load::xml::{Element, Inside, unescape};
use crate::load::{body, html};
use crate::text::clean_line;

pub(super) struct Value<'a> {
    text: Cow<'a, str>,
    is_html: bool,
}

/// What an element is by itself, without a declaration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dress {
    Plain,
    Html,
    /// Plain, unless it has markup nobody writes by chance.
    Guess,
}

impl<'a> Value<'a> {
    /// The value of an element; `is_atom` says that what declares nothing is plain.
    pub(super) fn new(element: &Element<'a>, inside: &Inside<'a>, is_atom: bool) -> Value<'a> {
        let kind = element.tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        if inside.has_elements {
            // Markup escaped beside markup that is not is meant as such, but in XHTML.
            let is_html = dress(element, &kind, is_atom) == Dress::Html && !kind.contains("xhtml");
            return Value { text: Cow::Owned(inside.markup(is_html)), is_html: true };
        }
        let mut text = in_windows(inside.text());
        let mut dress = dress(element, &kind, is_atom);
        if is_base64(element, &kind)
            && let Some(packed) = from_base64(&text)
        {
            text = Cow::Owned(packed);
            // Nobody packs a plain body: where no type is told, its markup is meant as such.
            // A title is plain text then (Atom 0.3, 3.1.1) and may speak of a tag.
            if kind.is_empty() && dress == Dress::Plain && !element.is("title") {
                dress = Dress::Guess;
            }
        }
        let is_html = match dress {
            Dress::Plain => false,
            Dress::Html => true,
            Dress::Guess => looks_like_html(&text),
        };
        Value { text, is_html }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// How much of it is text and no markup, in bytes.
    pub(super) fn letters(&self) -> usize {
        if self.is_html { html::letters(&self.text) } else { self.text.trim().len() }
    }

    /// The text as it stands: of a link, a date.
    pub(super) fn raw(&self) -> &str {
        self.text.trim()
    }

    /// The text on one line, without markup.
    pub(super) fn line(&self) -> String {
        let mut line = if self.is_html {
            html::line(&self.text)
        } else {
            clean_line(&self.text).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
        };
        end_section(&mut line);
        line
    }

    /// The title of a text that is a whole page.
    pub(super) fn title(&self) -> Option<String> {
        if self.is_html { html::title(&self.text) } else { None }
    }

    pub(super) fn has_markup(&self) -> bool {
        self.is_html
    }

    /// The text as paragraphs, without markup; its links are relative to `base`.
    pub(super) fn paragraphs(&self, base: Option<&Url>, out: &mut String) {
        if self.is_html {
            *out = html::text(&self.text, base);
        } else {
            body::plain(&self.text, out);
        }
        end_section(out);
    }
}

/// Leaves out what is left at the end of a section whose beginning was lost.
fn end_section(text: &mut String) {
    if !text.ends_with("]]>") || text.contains("<![CDATA[") {
        return;
    }
    while let Some(rest) = text.strip_suffix("]]>") {
        text.truncate(rest.trim_end().len());
    }
}

/// Text with the controls 128 to 159, which nobody means, as windows-1252 has them.
fn in_windows(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_control = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    // In UTF-8 these, and a few that are fine, begin with one certain byte.
    if memchr::memchr(0xc2, text.as_bytes()).is_none() || !text.contains(is_control) {
        return text;
    }
    let meant = |c: char| match c {
        c if !is_control(c) => c,
        c => encoding_rs::WINDOWS_1252.decode(&[c as u32 as u8]).0.chars().next().unwrap_or(c),
    };
    Cow::Owned(text.chars().map(meant).collect())
}

fn dress(element: &Element<'_>, kind: &str, is_atom: bool) -> Dress {
    match kind {
        "" | "text" | "text/plain" | "plain" => (),
        _ if kind.contains("html") => return Dress::Html,
        _ if is_binary(kind) => return Dress::Guess,
        _ => return Dress::Plain,
    }
    let told = !kind.is_empty();
    match element.local.to_ascii_lowercase().as_str() {
        "encoded" | "fullitem" | "body" => Dress::Html,
        "description" if !told => Dress::Html,
        _ if is_atom => Dress::Plain,
        _ => Dress::Guess,
    }
}

fn is_base64(element: &Element<'_>, kind: &str) -> bool {
    let said = || element.tag.attribute("mode").is_some_and(|mode| mode == "base64");
    is_binary(kind) || (element.tag.attributes.contains("mode") && said())
}

/// Whether a type is one that Atom has packed in Base64.
fn is_binary(kind: &str) -> bool {
    kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml")
}

fn from_base64(text: &str) -> Option<String> {
    let bytes: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    String::from_utf8(STANDARD.decode(bytes).ok()?).ok()
}

/// Whether there is a closing tag or a reference, neither of which is written by chance.
fn looks_like_html(text: &str) -> bool {
    let closes = || {
        text.match_indices("</").any(|(at, _)| {
            let name = text[at + 2..].bytes().take_while(u8::is_ascii_alphanumeric).count();
            name > 0 && text[at + 2 + name..].starts_with('>')
        })
    };
    let refers = || text.contains('&') && matches!(unescape(text), Cow::Owned(out) if out != text);
    closes() || refers()
}
