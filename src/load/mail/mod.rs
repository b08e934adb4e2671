//! Mail: single messages, mailboxes, newsletters that hold several stories.

mod attachments;
mod boxes;
mod head;
mod message;
mod stories;
#[cfg(test)]
mod tests;
mod text;

use memchr::memmem;

use self::boxes::{is_separator, unquoted};
use super::Format;
use super::input::{Failure, Input, MOST_DOCUMENT};
use super::outlet::Outlet;

/// Headers that hardly a message is without, and no other text begins with two of.
const HEADERS: [&str; 12] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "delivered-to",
    "content-type",
    "dkim-signature",
    "list-id",
];

/// Whether text is mail, by the lines it begins with.
pub(super) fn format(text: &str) -> Option<Format> {
    let text = text.trim_start_matches(['\n', '\r']);
    let first = text.lines().next().unwrap_or_default();
    let boxed = is_separator(first.as_bytes());
    let head = if boxed { text.get(first.len()..).unwrap_or_default().trim_start() } else { text };
    let mut found = Vec::new();
    for line in head.lines().take(100).take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        found.extend(HEADERS.iter().position(|header| header.eq_ignore_ascii_case(name)));
    }
    // Header blocks of other files have a subject and a date too, but no sender.
    let mail_alone = found.iter().any(|header| [0, 4, 5, 6, 7, 8].contains(header));
    let is_mail = found.len() >= 2 && mail_alone;
    match (boxed, is_mail) {
        (true, _) if !found.is_empty() => Some(Format::Mbox),
        (false, true) => Some(Format::Mail),
        _ => None,
    }
}

/// Reads an input that is one message.
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    while input.more_bytes(&mut bytes) {
        if bytes.len() > MOST_DOCUMENT {
            return Err(Failure::TooLarge);
        }
    }
    if bytes.trim_ascii().is_empty() {
        return Ok(());
    }
    message::read(&bytes, 1, outlet)
}

/// Reads a mailbox, message by message: no more than one is held.
pub(super) fn read_box(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let mut line = 1;
    let mut searched = 0;
    loop {
        let more = input.more_bytes(&mut bytes);
        let mut start = 0;
        while let Some(end) = next_message(&bytes, searched.max(start + 1), more) {
            line += one(&bytes[start..end], line, outlet)?;
            start = end;
            searched = end;
        }
        if !more {
            one(&bytes[start..], line, outlet)?;
            return Ok(());
        }
        bytes.drain(..start);
        // A separator may be cut by the end of what has come.
        searched = bytes.len().saturating_sub(LONGEST_SEPARATOR);
        if bytes.len() > MOST_DOCUMENT {
            return Err(Failure::TooLarge);
        }
    }
}

/// A line that parts messages is no longer, in bytes.
const LONGEST_SEPARATOR: usize = 1 << 10;

/// Where the next message begins, behind `from`.
fn next_message(bytes: &[u8], from: usize, more: bool) -> Option<usize> {
    let start = from.saturating_sub(1).min(bytes.len());
    memmem::find_iter(&bytes[start..], b"\nFrom ").map(|at| start + at + 1).find(|at| {
        let line = &bytes[*at..bytes.len().min(at + LONGEST_SEPARATOR)];
        let end = memchr::memchr(b'\n', line);
        let whole = end.is_some() || !more;
        let (line, below) = line.split_at(end.unwrap_or(line.len()));
        // Some writers leave no blank line before it.
        let parts = || ends_blank(&bytes[..*at]) || begins_header(below.trim_ascii_start());
        whole && is_separator(line) && parts()
    })
}

/// Whether text begins with a header as mail has them.
fn begins_header(text: &[u8]) -> bool {
    let name = &text[..memchr::memchr(b':', text).unwrap_or(0)];
    let known = HEADERS.iter().any(|header| header.as_bytes().eq_ignore_ascii_case(name));
    known || (name.starts_with(b"X-") && !name.contains(&b' '))
}

/// Whether what stands above a line ends with a blank one.
fn ends_blank(above: &[u8]) -> bool {
    above.ends_with(b"\n\n") || above.ends_with(b"\n\r\n")
}

/// Reads one message of a mailbox, and gives its number of lines.
fn one(bytes: &[u8], line: u32, outlet: &mut Outlet<'_>) -> Result<u32, Failure> {
    let lines = memchr::memchr_iter(b'\n', bytes).count() as u32;
    let mut message = bytes;
    if message.starts_with(b"From ") {
        let end = memchr::memchr(b'\n', message).map_or(message.len(), |end| end + 1);
        message = &message[end..];
    }
    if !message.trim_ascii().is_empty() {
        message::read(&unquoted(message), line, outlet)?;
    }
    Ok(lines)
}
