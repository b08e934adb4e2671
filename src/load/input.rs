//! An input as blocks of text, whatever its encoding.

use std::io::{self, Read};

use crate::text::decode::{Decoder, is_binary};

/// The most a format that is one document may hold, in bytes. Line formats and digests
/// are read at any size.
pub const MOST_DOCUMENT: usize = 1 << 30;

/// Bytes read at once: they fit the processor's second cache.
const BLOCK: usize = 256 << 10;

/// Why an input was given up.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("is not text")]
    Binary,
    #[error("is larger than 1 GB, the most that is read of a file that is one document")]
    TooLarge,
    /// Nothing is wrong: the sink wants no more.
    #[error("stopped")]
    Stopped,
}

/// An input being read.
pub(super) struct Input<'a> {
    source: &'a mut dyn Read,
    decoder: Decoder,
    block: Vec<u8>,
    /// Text decoded and not yet taken.
    pending: String,
    ended: bool,
}

impl<'a> Input<'a> {
    /// Reads the first block, and refuses what is no text.
    pub(super) fn open(source: &'a mut dyn Read) -> Result<Input<'a>, Failure> {
        let mut input = Input {
            source,
            decoder: Decoder::default(),
            block: vec![0; BLOCK],
            pending: String::new(),
            ended: false,
        };
        let len = input.fill_block()?;
        if is_binary(&input.block[..len]) {
            return Err(Failure::Binary);
        }
        input.decoder.feed(&input.block[..len], input.ended, &mut input.pending);
        // A BOM is no part of the text.
        if input.pending.starts_with('\u{feff}') {
            input.pending.drain(..'\u{feff}'.len_utf8());
        }
        Ok(input)
    }

    /// The text of the first block.
    pub(super) fn head(&self) -> &str {
        &self.pending
    }

    /// Appends the next block of text to `out`; `false` when there was none.
    pub(super) fn more(&mut self, out: &mut String) -> Result<bool, Failure> {
        if !self.pending.is_empty() {
            out.push_str(&self.pending);
            self.pending = String::new();
            return Ok(true);
        }
        if self.ended {
            return Ok(false);
        }
        let len = self.fill_block()?;
        self.decoder.feed(&self.block[..len], self.ended, out);
        Ok(true)
    }

    /// The text that is left, as one.
    pub(super) fn whole(&mut self) -> Result<String, Failure> {
        let mut text = String::new();
        while self.more(&mut text)? {
            if text.len() > MOST_DOCUMENT {
                return Err(Failure::TooLarge);
            }
        }
        Ok(text)
    }

    /// Fills the block as far as the input goes, and notes its end.
    fn fill_block(&mut self) -> Result<usize, Failure> {
        let mut len = 0;
        while len < BLOCK {
            match self.source.read(&mut self.block[len..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => len += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(len)
    }
}
