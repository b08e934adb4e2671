//! One message: what its headers say, and which of its parts is its text.

use std::borrow::Cow;

use encoding_rs::Encoding as Charset;
use mail_parser::{Address, Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{attachments, stories};
use crate::load::input::Failure;
use crate::load::outlet::Outlet;
use crate::load::{body, date, html, link};
use crate::model::NewStory;
use crate::text::{clean_line, decode};

/// Messages inside messages are read so deep.
const DEEPEST: u32 = 5;

/// Text of this share of the letters of the same in HTML is no mere stand-in.
const STAND_IN: usize = 3;

/// Reads one message, which begins on a line, and the messages it carries.
pub(super) fn read(raw: &[u8], line: u32, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    read_within(raw, line, DEEPEST, outlet)
}

fn read_within(raw: &[u8], line: u32, depth: u32, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let raw = without_nesting(raw);
    let Some(message) = MessageParser::default().parse(&*raw) else {
        outlet.problem(Some(line), "is not a mail: it has no headers");
        return Ok(());
    };
    let mut story = head(&message);
    let is_carried = |part: &&MessagePart<'_>| depth > 0 && is_mail(part);
    let carried: Vec<&MessagePart<'_>> = message.parts.iter().filter(is_carried).collect();
    let text = Text::of(&message);
    story.body = text.best();
    let empty = story.headline.is_empty() && story.body.is_empty();
    let bears = attachments::any(&message);
    if empty && carried.is_empty() && !bears {
        outlet.problem(Some(line), "is a mail with neither subject nor text");
        return Ok(());
    }
    // A mail without a text of its own is but the cover of what it carries.
    if !story.body.is_empty() || (carried.is_empty() && !bears) {
        stories::hand_over(&mut story, &text.to_split(), outlet)?;
    }
    attachments::read(&message, outlet)?;
    for part in carried {
        if let PartType::Binary(inside) | PartType::InlineBinary(inside) = &part.body {
            read_within(inside, line, depth - 1, outlet)?;
        }
    }
    Ok(())
}

/// The message with the types of messages inside it spoilt, so that they are taken for
/// attachments: read and thrown away one in another they would need as much of the
/// stack as they are deep.
fn without_nesting(raw: &[u8]) -> Cow<'_, [u8]> {
    let is_nesting = |at: &usize| {
        let subtype = raw.get(at + 1..at + 7).unwrap_or_default();
        let before = |kind: &[u8]| {
            raw.get(at.saturating_sub(kind.len())..*at)
                .is_some_and(|found| found.eq_ignore_ascii_case(kind))
        };
        let is = |name: &[u8]| subtype.eq_ignore_ascii_case(name);
        (before(b"message") && (is(b"rfc822") || is(b"global")))
            || (before(b"multipart") && is(b"digest"))
    };
    let found: Vec<usize> = memchr::memchr_iter(b'/', raw).filter(is_nesting).collect();
    if found.is_empty() {
        return Cow::Borrowed(raw);
    }
    let mut spoilt = raw.to_vec();
    for at in found {
        spoilt[at + 1] = b'x';
    }
    Cow::Owned(spoilt)
}

/// Whether a part is a message of its own.
pub(super) fn is_mail(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default();
        kind.ctype().eq_ignore_ascii_case("message")
            && ["xfc822", "xlobal"].iter().any(|one| subtype.eq_ignore_ascii_case(one))
    })
}

/// A story without its text, from the headers.
fn head(message: &Message<'_>) -> NewStory {
    let line = |text: &str| Some(clean_line(text).into_owned()).filter(|line| !line.is_empty());
    let sender = message.from().and_then(Address::first).and_then(|sender| {
        let name = sender.name.as_deref().and_then(line);
        name.or_else(|| sender.address.as_deref().and_then(line))
    });
    let archived = message.header_raw("Archived-At").map(str::trim);
    let archived = archived.map(|link| link.trim_matches(['<', '>']));
    NewStory {
        id: message.message_id().and_then(line),
        headline: message.subject().and_then(line).unwrap_or_default(),
        source: sender,
        url: archived.and_then(link::safe).map(str::to_owned),
        published: message.header_raw("Date").and_then(when),
        ..NewStory::default()
    }
}

/// The date of a header, which may have a remark behind it: `… +0000 (UTC)`.
fn when(header: &str) -> Option<i64> {
    date(header.split('(').next().unwrap_or_default().trim())
}

/// The text of a message, as it was sent: plainly, as HTML, or both.
struct Text {
    plain: String,
    html: String,
}

impl Text {
    fn of(message: &Message<'_>) -> Text {
        let mut text = Text { plain: String::new(), html: String::new() };
        for part in message.text_bodies().filter(|part| matches!(part.body, PartType::Text(_))) {
            text.plain.push_str(&unflowed(part, text_of(message, part)));
            text.plain.push_str("\n\n");
        }
        for part in message.html_bodies().filter(|part| matches!(part.body, PartType::Html(_))) {
            text.html.push_str(&text_of(message, part));
            text.html.push('\n');
        }
        if let Some(signature) = text.plain.find("\n-- \n").or(text.plain.find("\n-- \r\n")) {
            text.plain.truncate(signature);
        }
        text
    }

    /// The text to read: plain text, unless it only stands in for HTML.
    fn best(&self) -> String {
        let mut plain = String::new();
        body::plain(&self.plain, &mut plain);
        if self.html.is_empty() {
            return plain;
        }
        let html = html::text(&self.html, None);
        if plain.len() * STAND_IN < html.len() { html } else { plain }
    }

    /// The text with its lines as they are, to be split into stories.
    fn to_split(&self) -> String {
        if self.html.is_empty() { self.plain.clone() } else { html::lines(&self.html) }
    }
}

/// Text sent as `format=flowed` (RFC 3676): a line that ends with a blank goes on below.
fn unflowed<'t>(part: &MessagePart<'_>, text: Cow<'t, str>) -> Cow<'t, str> {
    let format = part.content_type().and_then(|kind| kind.attribute("format"));
    if !format.is_some_and(|format| format.eq_ignore_ascii_case("flowed")) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        out.push_str(line);
        if !line.ends_with(' ') || line == "-- " {
            out.push('\n');
        }
    }
    Cow::Owned(out)
}

/// The text of a part. Where it names no encoding, or none there is, it is looked at.
pub(super) fn text_of<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, str> {
    let (PartType::Text(text) | PartType::Html(text)) = &part.body else { return "".into() };
    let named = part.content_type().and_then(|kind| kind.attribute("charset"));
    let charset = named.and_then(|name| Charset::for_label(name.trim().as_bytes()));
    if part.encoding != Encoding::None || (charset.is_some() && !text.contains('\u{fffd}')) {
        return Cow::Borrowed(text);
    }
    let (from, to) = (part.offset_body as usize, part.offset_end as usize);
    match message.raw_message.get(from..to) {
        Some(raw) if !raw.is_ascii() => decode::decode(raw, charset),
        _ => Cow::Borrowed(text),
    }
}
