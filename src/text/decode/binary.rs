//! Files that are no text at all.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::guess::charset_of;
use super::utf8::reads_as_utf8;
use super::{Charset, LOOK};

/// Whether the first bytes of a file are no text in any encoding: a known kind of
/// binary file, or NULs and control bytes where letters should be.
pub fn is_binary(head: &[u8]) -> bool {
    const MAGIC: [&[u8]; 12] = [
        b"\x89PNG",
        b"\x7fELF",
        b"\x1f\x8b",
        b"PK\x03\x04",
        b"%PDF-",
        b"SQLite format 3\0",
        b"\xff\xd8\xff",
        b"\xca\xfe\xba\xbe",
        b"\0asm",
        b"GIF8",
        b"BZh",
        b"\xfd7zXZ",
    ];
    let head = &head[..head.len().min(LOOK)];
    if MAGIC.iter().any(|magic| head.starts_with(magic)) {
        return true;
    }
    let count = |what: fn(&u8) -> bool| head.iter().filter(|byte| what(byte)).count();
    let nuls = count(|byte| *byte == 0);
    let controls = count(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31));
    let filler = || head.windows(16).any(|run| run.iter().all(|byte| *byte == 0xff));
    let has_filler = memchr::memchr(0xff, head).is_some() && filler();
    let (many_nuls, many_controls) = (nuls * 20 > head.len(), controls * 20 > head.len());
    // The encoding takes longer to find than all this, and most files need no doubt.
    if !many_nuls && !many_controls && !has_filler || is_wide(head) {
        return false;
    }
    many_nuls || has_filler || !reads_as_utf8(head)
}

/// Whether letters are of two bytes or four, half of which are NULs.
fn is_wide(head: &[u8]) -> bool {
    match charset_of(head, None) {
        Charset::Utf32 { .. } => true,
        Charset::Other(encoding) => encoding == UTF_16LE || encoding == UTF_16BE,
    }
}
