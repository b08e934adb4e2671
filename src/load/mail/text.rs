//! The text of a message: plainly, as HTML, or both, in whatever letters it was sent.

use std::borrow::Cow;

use encoding_rs::Encoding as Charset;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

use crate::load::{body, html};
use crate::text::decode;

/// Text of this share of the letters of the same in HTML is no mere stand-in.
const STAND_IN: usize = 3;

/// The text of a message, as it was sent.
#[derive(Default)]
pub(super) struct Text {
    /// Empty where some of the text is there in HTML alone.
    plain: String,
    /// Empty where none of it is HTML; else all of it is.
    html: String,
}

impl Text {
    pub(super) fn of(message: &Message<'_>) -> Text {
        let mut text = Text::default();
        let is_html = |part: &MessagePart<'_>| matches!(part.body, PartType::Html(_));
        if !message.text_bodies().any(is_html) {
            for part in message.text_bodies() {
                text.plain.push_str(&plain(message, part));
                text.plain.push_str("\n\n");
            }
        }
        if message.html_bodies().any(is_html) {
            for part in message.html_bodies() {
                if is_html(part) {
                    text.html.push_str(&text_of(message, part));
                } else {
                    as_html(&plain(message, part), &mut text.html);
                }
                text.html.push('\n');
            }
        }
        text
    }

    /// The text to read: plain text, unless it only stands in for HTML.
    pub(super) fn best(&self) -> String {
        let mut plain = String::new();
        body::plain(&self.plain, &mut plain);
        if self.html.is_empty() {
            return plain;
        }
        let html = html::text(&self.html, None);
        if plain.len() * STAND_IN < html.len() { html } else { plain }
    }

    /// The text with its lines as they are, to be split into stories.
    pub(super) fn to_split(&self) -> String {
        if self.html.is_empty() { self.plain.clone() } else { html::lines(&self.html) }
    }
}

/// A part of plain text without its signature.
fn plain<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, str> {
    let text = unflowed(part, text_of(message, part));
    match text.find("\n-- \n").or(text.find("\n-- \r\n")) {
        Some(signature) => Cow::Owned(text[..signature].to_owned()),
        None => text,
    }
}

/// Plain text beside HTML, as such.
fn as_html(text: &str, out: &mut String) {
    let mut tidy = String::new();
    body::plain(text, &mut tidy);
    for paragraph in tidy.split("\n\n") {
        out.push_str("<p>");
        out.push_str(&paragraph.replace('&', "&amp;").replace('<', "&lt;"));
        out.push_str("</p>");
    }
}

/// Text sent as `format=flowed` (RFC 3676): a line that ends with a blank goes on below,
/// where as many `>` stand before it; one that begins with a blank has one too many.
fn unflowed<'t>(part: &MessagePart<'_>, text: Cow<'t, str>) -> Cow<'t, str> {
    let says = |name: &str, value: &str| {
        let found = part.content_type().and_then(|kind| kind.attribute(name));
        found.is_some_and(|found| found.eq_ignore_ascii_case(value))
    };
    if !says("format", "flowed") {
        return text;
    }
    let loses_blank = says("delsp", "yes");
    let mut out = String::with_capacity(text.len());
    let mut open = None;
    for line in text.lines() {
        let words = line.trim_start_matches('>');
        let quotes = line.len() - words.len();
        let words = words.strip_prefix(' ').unwrap_or(words);
        if open != Some(quotes) || words == "-- " {
            if !out.is_empty() {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', quotes));
            out.push_str(if quotes > 0 { " " } else { "" });
        }
        let goes_on = words.ends_with(' ') && words != "-- ";
        let cut = usize::from(goes_on && loses_blank);
        out.push_str(&words[..words.len() - cut]);
        open = goes_on.then_some(quotes);
    }
    out.push('\n');
    Cow::Owned(out)
}

/// The text of a part. Where it names no encoding, or a wrong one, or none there is, it
/// is looked at.
pub(super) fn text_of<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, str> {
    let (PartType::Text(text) | PartType::Html(text)) = &part.body else { return "".into() };
    let named = part.content_type().and_then(|kind| kind.attribute("charset"));
    let charset = named.and_then(|name| Charset::for_label(name.trim().as_bytes()));
    let packed = part.encoding != Encoding::None;
    let is_base64 = |way: &str| way.trim().eq_ignore_ascii_case("base64");
    let is_damaged =
        part.is_encoding_problem && part.content_transfer_encoding().is_some_and(is_base64);
    if !is_damaged && (packed || charset.is_some()) && !text.contains('\u{fffd}') {
        return Cow::Borrowed(text);
    }
    let (from, to) = (part.offset_body as usize, part.offset_end as usize);
    let raw = message.raw_message.get(from..to).unwrap_or_default();
    let unpacked = match part.encoding {
        Encoding::None if is_damaged => from_damaged(raw),
        Encoding::None if raw.is_ascii() => None,
        Encoding::None => return decode::decode(raw, charset),
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    };
    match unpacked {
        Some(bytes) => Cow::Owned(decode::decode(&bytes, charset).into_owned()),
        None => Cow::Borrowed(text),
    }
}

/// What is left of text in Base64 that was cut off or has other letters in it.
fn from_damaged(raw: &[u8]) -> Option<Vec<u8>> {
    let is_packed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut packed: Vec<u8> = raw.iter().copied().filter(is_packed).collect();
    packed.truncate(packed.len() / 4 * 4);
    base64_decode(&packed).filter(|bytes| !decode::is_binary(bytes))
}
