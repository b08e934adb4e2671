//! Story files attached to a message: read as files are. What is attached and is none
//! is named, but for pictures, sounds, keys and the like, which nobody takes for one.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::message::is_mail;
use super::text::text_of;
use crate::load::format::Format;
use crate::load::input::{Failure, Input};
use crate::load::outlet::Outlet;
use crate::load::{sniff, stories};

/// Types of what is no story and is not missed: pictures, sounds, business cards,
/// signatures.
const BESIDE: [&str; 11] = [
    "image",
    "audio",
    "video",
    "font",
    "model",
    "calendar",
    "vcard",
    "x-vcard",
    "pgp-signature",
    "pkcs7-signature",
    "x-pkcs7-signature",
];

/// Types that may hold stories: plain text, markup, data, packed or not.
const STORIES: [&str; 17] = [
    "plain",
    "html",
    "markdown",
    "csv",
    "tab-separated-values",
    "xml",
    "json",
    "rss+xml",
    "atom+xml",
    "rdf+xml",
    "xhtml+xml",
    "feed+json",
    "ld+json",
    "x-ndjson",
    "ndjson",
    "gzip",
    "x-gzip",
];

/// Reads what is attached to a message.
pub(super) fn read(message: &Message<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    for part in message.attachments().filter(|part| !is_mail(part)) {
        let name = part.attachment_name().unwrap_or_default();
        match Kind::of(part, name) {
            Kind::Beside => (),
            Kind::Unknown => outlet.problem(None, &format!("attachment `{name}` is not read")),
            Kind::Stories => {
                let read = |outlet: &mut Outlet<'_>| match one(name, message, part, outlet) {
                    Err(failure) if !matches!(failure, Failure::Stopped) => {
                        outlet.problem(None, &failure.to_string());
                        Ok(())
                    }
                    read => read,
                };
                outlet.within(&format!("attachment `{name}`"), read)?;
            }
        }
    }
    Ok(())
}

enum Kind {
    Stories,
    /// Attached on purpose, and nothing that can be read.
    Unknown,
    Beside,
}

impl Kind {
    fn of(part: &MessagePart<'_>, name: &str) -> Kind {
        let kind = part.content_type();
        let main = kind.map_or("text", |kind| kind.ctype());
        let sub = kind.and_then(|kind| kind.subtype()).unwrap_or("plain");
        let is = |known: &&str| known.eq_ignore_ascii_case(main) || known.eq_ignore_ascii_case(sub);
        match part.content_disposition() {
            _ if BESIDE.iter().any(is) => Kind::Beside,
            _ if STORIES.iter().any(is) || Format::by_name(name).is_some() => Kind::Stories,
            Some(disposition) if disposition.is_attachment() && !name.is_empty() => Kind::Unknown,
            _ => Kind::Beside,
        }
    }
}

/// Whether a message has story files attached.
pub(super) fn any(message: &Message<'_>) -> bool {
    let is_file = |part: &MessagePart<'_>| {
        let name = part.attachment_name().unwrap_or_default();
        !is_mail(part) && matches!(Kind::of(part, name), Kind::Stories)
    };
    message.attachments().any(is_file)
}

/// Reads one attachment, unless it is mail again: that could go on without end.
fn one(
    name: &str,
    message: &Message<'_>,
    part: &MessagePart<'_>,
    outlet: &mut Outlet<'_>,
) -> Result<(), Failure> {
    let (mut bytes, mut nothing) = (part.contents(), std::io::empty());
    if bytes.trim_ascii().is_empty() {
        return Ok(());
    }
    // What the message has as text is decoded already, whatever it says inside.
    let mut input = match part.body {
        PartType::Text(_) | PartType::Html(_) => {
            Input::text(text_of(message, part).into_owned(), &mut nothing)
        }
        _ => Input::open(&mut bytes, false, true)?,
    };
    match sniff::sniff(name, input.head()) {
        Format::Mail | Format::Mbox => {
            outlet.problem(None, "is mail, which is not read inside of mail");
            Ok(())
        }
        format => stories(format, &mut input, outlet),
    }
}
