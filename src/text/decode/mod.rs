//! Bytes to text: which encoding a file is in, and whether it is text at all.

mod binary;
mod declared;
mod guess;
#[cfg(test)]
mod tests;
mod utf32;
mod utf8;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

pub use self::binary::is_binary;
pub use self::declared::declared;
use self::guess::charset_of;
use self::utf8::Utf8;
use self::utf32::Utf32;

/// How much of a file is looked at to find its encoding, in bytes.
const LOOK: usize = 64 << 10;

/// A way of writing letters as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Charset {
    Utf32 { big: bool },
    Other(&'static Encoding),
}

/// Decodes a whole file held in memory. A BOM goes; what does not decode becomes
/// U+FFFD. `declared` is what the file says of itself, and believed if it reads.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Cow<'a, str> {
    match charset_of(bytes, declared) {
        Charset::Other(encoding) => encoding.decode_with_bom_removal(bytes).0,
        Charset::Utf32 { big } => {
            let mut out = String::new();
            Utf32::new(big).feed(bytes, true, &mut out);
            Cow::Owned(out)
        }
    }
}

/// Decodes a file block by block. As long as only ASCII has come nothing is decided,
/// so that an accent a megabyte in is still read right.
#[derive(Default)]
pub struct Decoder {
    declared: Option<&'static Encoding>,
    stage: Option<Stage>,
}

enum Stage {
    Utf8(Utf8),
    Utf32(Utf32),
    Other(Box<encoding_rs::Decoder>),
}

impl Decoder {
    /// A decoder of a file that says what it is in.
    pub fn declared(declared: Option<&'static Encoding>) -> Decoder {
        Decoder { declared, stage: None }
    }

    /// Appends the text of the next block to `out`. `last` says that no more follows.
    pub fn feed(&mut self, block: &[u8], last: bool, out: &mut String) {
        if self.stage.is_none() {
            if is_plain_ascii(block) {
                out.extend(std::str::from_utf8(block));
                return;
            }
            self.stage = Some(Stage::of(charset_of(block, self.declared)));
        }
        match &mut self.stage {
            Some(Stage::Utf8(decoder)) => decoder.feed(block, last, out),
            Some(Stage::Utf32(decoder)) => decoder.feed(block, last, out),
            Some(Stage::Other(decoder)) => feed_other(decoder, block, last, out),
            None => (),
        }
    }
}

impl Stage {
    fn of(charset: Charset) -> Stage {
        match charset {
            Charset::Utf32 { big } => Stage::Utf32(Utf32::new(big)),
            Charset::Other(encoding) if encoding == UTF_8 => Stage::Utf8(Utf8::default()),
            Charset::Other(encoding) => {
                Stage::Other(Box::new(encoding.new_decoder_with_bom_removal()))
            }
        }
    }
}

fn feed_other(decoder: &mut encoding_rs::Decoder, block: &[u8], last: bool, out: &mut String) {
    let room = decoder.max_utf8_buffer_length(block.len()).unwrap_or(block.len() * 3);
    out.reserve(room);
    let mut read = 0;
    loop {
        let (result, taken, _) = decoder.decode_to_string(&block[read..], out, last);
        read += taken;
        match result {
            encoding_rs::CoderResult::InputEmpty => return,
            encoding_rs::CoderResult::OutputFull => out.reserve(room),
        }
    }
}

fn is_plain_ascii(block: &[u8]) -> bool {
    // NULs may be UTF-16 and ESC may be ISO-2022-JP, both of which are ASCII by bytes.
    block.is_ascii() && memchr::memchr2(0, 0x1b, block).is_none()
}
