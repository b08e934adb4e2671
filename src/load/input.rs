//! An input as blocks of text, whatever it is packed in and whatever its encoding; as
//! bytes for those formats that name an encoding for each part.

use std::io::{self, Read};

use super::gzip::Source;
use crate::text::decode::{Decoder, declared, is_binary};

/// The most a format that is one document may hold, in bytes. Line formats and digests
/// are read at any size.
pub const MOST_DOCUMENT: usize = 1 << 30;

/// Bytes read at once: they fit the processor's second cache.
const BLOCK: usize = 256 << 10;

/// Bytes of the first read. Most files are small, and to lay out a whole block for one
/// takes longer than to read it.
const FIRST: usize = 16 << 10;

/// Why an input was given up.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("is not text")]
    Binary,
    /// A name that says plain text is believed in so far.
    #[error("is not text, but packed with gzip: a name that ends in .gz would say so")]
    Packed,
    #[error("is larger than 1 GB, the most that is read of a file that is one document")]
    TooLarge,
    /// Nothing is wrong: the sink wants no more.
    #[error("stopped")]
    Stopped,
}

/// An input being read.
pub(super) struct Input<'a> {
    source: Source<'a>,
    decoder: Decoder,
    block: Vec<u8>,
    /// Bytes of the first block, until they are taken in one way or the other.
    head: usize,
    /// Text decoded and not yet taken.
    pending: String,
    /// Lines end in CR alone, as they once did on one kind of machine.
    ends_in_cr: bool,
    ended: bool,
    /// Why it ended, when that was not its end.
    failure: Option<io::Error>,
}

impl<'a> Input<'a> {
    /// Reads the first block, and refuses what is no text. Of an input known to be read
    /// line by line nothing is waited for.
    pub(super) fn open(
        source: &'a mut dyn Read,
        line_by_line: bool,
        may_be_packed: bool,
    ) -> Result<Input<'a>, Failure> {
        let mut input = Input {
            source: Source::new(source),
            decoder: Decoder::default(),
            block: vec![0; FIRST],
            head: 0,
            pending: String::new(),
            ends_in_cr: false,
            ended: false,
            failure: None,
        };
        input.first_block(line_by_line);
        while Source::is_packed(&input.block[..input.head]) {
            if !may_be_packed {
                return Err(Failure::Packed);
            }
            let head = input.block[..input.head].to_vec();
            input.source = input.source.unpack(head)?;
            input.ended = false;
            input.first_block(line_by_line);
        }
        let head = &input.block[..input.head];
        if is_binary(head) {
            return Err(Failure::Binary);
        }
        input.decoder = Decoder::declared(declared(head));
        input.decoder.feed(head, input.ended, &mut input.pending);
        if !input.ended {
            input.block.resize(BLOCK, 0);
        }
        // A BOM is no part of the text.
        if input.pending.starts_with('\u{feff}') {
            input.pending.drain(..'\u{feff}'.len_utf8());
        }
        input.ends_in_cr = has_cr_alone(&input.pending);
        if input.ends_in_cr {
            input.pending = input.pending.replace('\r', "\n");
        }
        Ok(input)
    }

    /// Text that is already at hand.
    pub(super) fn text(text: String, nothing: &'a mut io::Empty) -> Input<'a> {
        Input {
            source: Source::new(nothing),
            decoder: Decoder::default(),
            block: Vec::new(),
            head: 0,
            pending: text,
            ends_in_cr: false,
            ended: true,
            failure: None,
        }
    }

    /// The text of the first block.
    pub(super) fn head(&self) -> &str {
        &self.pending
    }

    /// Appends the next block of text to `out`; `false` when there was none.
    pub(super) fn more(&mut self, out: &mut String) -> bool {
        self.head = 0;
        if !self.pending.is_empty() {
            out.push_str(&self.pending);
            self.pending = String::new();
            return true;
        }
        if self.ended {
            return false;
        }
        let len = self.read_on(0);
        let from = out.len();
        self.decoder.feed(&self.block[..len], self.ended, out);
        if self.ends_in_cr {
            let more = out[from..].replace('\r', "\n");
            out.truncate(from);
            out.push_str(&more);
        }
        true
    }

    /// Whether all text was taken and no more will come.
    pub(super) fn is_at_end(&self) -> bool {
        self.ended && self.pending.is_empty()
    }

    /// Appends the next block of bytes to `out`, undecoded; `false` when there was none.
    /// Whoever takes bytes takes no text.
    pub(super) fn more_bytes(&mut self, out: &mut Vec<u8>) -> bool {
        self.pending.clear();
        let len = match std::mem::take(&mut self.head) {
            0 if self.ended => return false,
            0 => self.read_on(0),
            head => head,
        };
        let from = out.len();
        out.extend_from_slice(&self.block[..len]);
        if self.ends_in_cr {
            out[from..].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        true
    }

    /// The text that is left, as one.
    pub(super) fn whole(&mut self) -> Result<String, Failure> {
        let mut text = String::new();
        while self.more(&mut text) {
            if text.len() > MOST_DOCUMENT {
                return Err(Failure::TooLarge);
            }
        }
        Ok(text)
    }

    /// Whether the input was read to its end.
    pub(super) fn end(self) -> Result<(), Failure> {
        self.failure.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Fills the first block as far as the input goes: the more of it is seen, the
    /// better its format and layout can be told. A stream of one object a line is told
    /// by two of them, and may be a slow one.
    fn first_block(&mut self, line_by_line: bool) {
        self.head = 0;
        while self.head < BLOCK && !self.ended {
            if self.head == self.block.len() {
                self.block.resize((self.head * 4).min(BLOCK), 0);
            }
            self.head += self.read_on(self.head);
            if line_by_line || is_two_objects(&self.block[..self.head]) {
                break;
            }
        }
    }

    /// Reads once into the block from `len` on, and notes the input's end. What has
    /// come is not kept waiting for what has not, and is read even when the rest fails.
    fn read_on(&mut self, len: usize) -> usize {
        loop {
            match self.source.read(&mut self.block[len..]) {
                Ok(read) => {
                    self.ended = read == 0;
                    return read;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => {
                    self.ended = true;
                    self.failure = Some(error);
                    return 0;
                }
            }
        }
    }
}

/// Whether lines end in CR without LF. One that ends the text may be half of a line end.
fn has_cr_alone(text: &str) -> bool {
    let bytes = text.as_bytes();
    let cr = memchr::memchr(b'\r', bytes);
    cr.is_some_and(|cr| cr + 1 < bytes.len()) && memchr::memchr(b'\n', bytes).is_none()
}

/// Whether a line that begins an object is followed by another such.
fn is_two_objects(block: &[u8]) -> bool {
    if !block.trim_ascii_start().starts_with(b"{\"") {
        return false;
    }
    let mut lines = block.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let whole = block.iter().filter(|byte| **byte == b'\n').take(2).count() == 2;
    whole && lines.by_ref().take(2).all(|line| line.starts_with(b"{\""))
}
