//! What the headers of a message say, also where they are not as they should be: letters
//! in no declared encoding, or cut in two by the words they are packed in.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::Encoding as Charset;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Address, Message, MessageParser, MimeHeaders};

use crate::load::{date, link};
use crate::model::NewStory;
use crate::text::{clean_line, decode};

/// Bytes of a head that are mended; no message has so many.
const LONGEST: usize = 64 << 10;

/// The longest packed word, in bytes; RFC 2047 allows 75.
const LONGEST_WORD: usize = 1 << 10;

/// A story without its text, from the headers.
pub(super) fn story(message: &Message<'_>) -> NewStory {
    let found = told(message);
    let is_lost = |text: &str| text.contains('\u{fffd}');
    if !is_lost(&found.headline) && !found.source.as_deref().is_some_and(is_lost) {
        return found;
    }
    let head = mended(message);
    MessageParser::default().parse_headers(&head).map_or(found, |message| told(&message))
}

fn told(message: &Message<'_>) -> NewStory {
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

/// The headers of a message with letters as UTF-8 and packed words made whole.
fn mended(message: &Message<'_>) -> String {
    let end = message.root_part().offset_body as usize;
    let head = message.raw_message.get(..end.min(LONGEST)).unwrap_or_default();
    let named = message.content_type().and_then(|kind| kind.attribute("charset"));
    let charset = named.and_then(|name| Charset::for_label(name.trim().as_bytes()));
    whole_words(&decode::decode(head, charset))
}

/// Text whose packed words (RFC 2047) that follow each other in the same encoding are
/// one: some writers cut them anywhere, also in the middle of a letter.
fn whole_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("=?") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((charset, mut bytes, mut behind)) = word(rest) else {
            out.push_str("=?");
            rest = &rest[2..];
            continue;
        };
        while let Some((next, more, end)) = word(behind.trim_start())
            && next.eq_ignore_ascii_case(charset)
        {
            bytes.extend(more);
            behind = end;
        }
        let _ = write!(out, "=?{charset}?B?{}?=", STANDARD.encode(bytes));
        rest = behind;
    }
    out + rest
}

/// The packed word that text begins with: its encoding, its bytes, what comes behind.
fn word(text: &str) -> Option<(&str, Vec<u8>, &str)> {
    let head = &text[..text.floor_char_boundary(LONGEST_WORD)];
    let (charset, inside) = head.strip_prefix("=?")?.split_once('?')?;
    let (way, inside) = inside.split_once('?')?;
    let (packed, _) = inside.split_once("?=")?;
    let bytes = match way {
        "b" | "B" => base64_decode(packed.as_bytes())?,
        "q" | "Q" => quoted_printable_decode(packed.replace('_', " ").as_bytes())?,
        _ => return None,
    };
    let len = "=????=".len() + charset.len() + way.len() + packed.len();
    Some((charset, bytes, &text[len..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_whole_wherever_they_are_cut() {
        let whole = "=?utf-8?B?RsOkaHJl?= sails";
        assert_eq!(whole_words("=?utf-8?q?F=C3?=\n =?UTF-8?Q?=A4hre?= sails"), whole);
        assert_eq!(whole_words("=?utf-8?B?RsM=?= =?utf-8?B?pGhyZQ==?= sails"), whole);
        assert_eq!(whole_words("a =? b =?x?y?z?= c"), "a =? b =?x?y?z?= c");
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "(=\\?|\\?=|\\?|utf-8|[bqBQ]|=C3|=|_| |\\PC){0,40}") {
            let once = whole_words(&text);
            prop_assert_eq!(whole_words(&once), once);
        }
    }
}
