//! One message: the story it is, and the messages and files it carries.

use std::borrow::Cow;

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::text::Text;
use super::{attachments, head, stories};
use crate::load::input::Failure;
use crate::load::outlet::Outlet;

/// Messages inside messages are read so deep.
const DEEPEST: u32 = 5;

/// Reads one message, which begins on a line, and the messages it carries.
pub(super) fn read(raw: &[u8], line: u32, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    read_within(raw, line, DEEPEST, outlet)
}

fn read_within(raw: &[u8], line: u32, depth: u32, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let raw = without_nesting(raw);
    let Some(mut message) = MessageParser::default().parse(&*raw) else {
        outlet.problem(Some(line), "is not a mail: it has no headers");
        return Ok(());
    };
    let mut story = head::story(&message);
    let carried = if depth > 0 { carried(&message) } else { Vec::new() };
    message.text_body.retain(|id| carried.binary_search(id).is_err());
    message.html_body.retain(|id| carried.binary_search(id).is_err());
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
    for part in carried.into_iter().filter_map(|id| message.part(id)) {
        match &part.body {
            PartType::Binary(inside) | PartType::InlineBinary(inside) => {
                read_within(inside, line, depth - 1, outlet)?;
            }
            PartType::Text(_) => {
                let (from, to) = (part.offset_body as usize, part.offset_end as usize);
                let inside = message.raw_message.get(from..to).unwrap_or_default();
                read_within(inside, line, depth - 1, outlet)?;
            }
            _ => (),
        }
    }
    Ok(())
}

/// The parts that are messages: those that say so, and those of a digest that name no
/// type (RFC 2046, 5.1.5).
fn carried(message: &Message<'_>) -> Vec<u32> {
    let is_digest = |part: &&MessagePart<'_>| {
        part.content_type().is_some_and(|kind| kind.subtype() == Some("xigest"))
    };
    let of_digest = |part: &MessagePart<'_>| match &part.body {
        PartType::Multipart(inside) => inside.clone(),
        _ => Vec::new(),
    };
    let inside = message.parts.iter().filter(is_digest).flat_map(of_digest);
    let untyped = |id: &u32| message.part(*id).is_some_and(|part| part.content_type().is_none());
    let mut carried: Vec<u32> = inside.filter(untyped).collect();
    let said = (0..).zip(&message.parts).filter(|(_, part)| is_mail(part)).map(|(id, _)| id);
    carried.extend(said);
    carried.sort_unstable();
    carried
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
