//! The lines that part the messages of a mailbox: `From ada@example.org Fri Dec 15 …`.

use std::borrow::Cow;

use memchr::memmem;

/// Whether a line parts messages: it begins with `From `, and a time and a year follow,
/// which no sentence has there.
pub(in crate::load) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words = || rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let digits = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let year = words().any(|word| word.len() == 4 && digits(word));
    let time = words().any(|word| {
        let mut parts = word.split(|byte| *byte == b':');
        parts.clone().count() >= 2 && parts.all(|part| part.len() <= 2 && digits(part))
    });
    year && time
}

/// A message as it was before it was put into a mailbox: one `>` less before `From `
/// (mboxrd; mboxo differs only where a writer quoted such a line himself).
pub(super) fn unquoted(message: &[u8]) -> Cow<'_, [u8]> {
    if memmem::find(message, b"\n>").is_none() {
        return Cow::Borrowed(message);
    }
    let mut out = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        let quotes = line.iter().take_while(|byte| **byte == b'>').count();
        let is_quoted = quotes > 0 && line[quotes..].starts_with(b"From ");
        out.extend_from_slice(if is_quoted { &line[1..] } else { line });
    }
    Cow::Owned(out)
}
