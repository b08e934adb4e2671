//! Packed inputs, unpacked on the way in and no further than is believable.

use std::io::{self, Chain, Cursor, Read};

use flate2::read::MultiGzDecoder;

/// What a gzip file begins with.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// A file packed more often than this is not meant to be read.
const MOST_LAYERS: u32 = 3;

/// So much comes of the smallest file, in bytes; beyond, ...
const FREE: u64 = 4 << 20;

/// ... only so many times the size of the file: text packs 3 to 30 times, a file made
/// to fill a machine up to 1,032 times, the most the method can do.
const MOST_RATIO: u64 = 100;

/// Bytes, packed or not.
pub(super) enum Source<'a> {
    Plain { from: &'a mut dyn Read, read: u64 },
    Packed(Box<Packed<'a>>),
}

/// A packed file being unpacked.
pub(super) struct Packed<'a> {
    decoder: MultiGzDecoder<Chain<Cursor<Vec<u8>>, Source<'a>>>,
    layers: u32,
    unpacked: u64,
}

impl<'a> Source<'a> {
    pub(super) fn new(from: &'a mut dyn Read) -> Source<'a> {
        Source::Plain { from, read: 0 }
    }

    /// Whether an input that begins so is packed.
    pub(super) fn is_packed(head: &[u8]) -> bool {
        head.starts_with(&MAGIC)
    }

    /// What is packed in an input, the first bytes of which are already read.
    ///
    /// # Errors
    ///
    /// When it is packed more often than anyone does it.
    pub(super) fn unpack(self, head: Vec<u8>) -> io::Result<Source<'a>> {
        let layers = 1 + self.layers();
        if layers > MOST_LAYERS {
            return Err(io::Error::other("is packed too many times over"));
        }
        let decoder = MultiGzDecoder::new(Cursor::new(head).chain(self));
        Ok(Source::Packed(Box::new(Packed { decoder, layers, unpacked: 0 })))
    }

    fn layers(&self) -> u32 {
        match self {
            Source::Plain { .. } => 0,
            Source::Packed(packed) => packed.layers,
        }
    }

    /// Bytes read of the file itself.
    fn bytes(&self) -> u64 {
        match self {
            Source::Plain { read, .. } => *read,
            Source::Packed(packed) => packed.decoder.get_ref().get_ref().1.bytes(),
        }
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Source::Plain { from, read } => {
                let count = from.read(buf)?;
                *read += count as u64;
                Ok(count)
            }
            Source::Packed(packed) => {
                let count = packed.decoder.read(buf)?;
                packed.unpacked += count as u64;
                let bytes = packed.decoder.get_ref().get_ref().1.bytes();
                if packed.unpacked > FREE && packed.unpacked / MOST_RATIO > bytes {
                    let text = format!("unpacks to more than {MOST_RATIO} times its size");
                    return Err(io::Error::other(text));
                }
                Ok(count)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use crate::load::tests::load_bytes;

    const STORIES: &str =
        "{\"title\":\"One\",\"body\":\"a\"}\n{\"title\":\"Two\",\"body\":\"b\"}\n";

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_read_whatever_it_is_called() {
        let once = packed(STORIES.as_bytes());
        for bytes in [&once, &packed(&once), &[once.as_slice(), &once].concat()] {
            let gathered = load_bytes("a.txt.gz", bytes);
            assert!(gathered.stories.len() >= 2 && gathered.problems.is_empty());
        }
        assert_eq!(load_bytes("feed", &once).stories.len(), 2);
        assert!(load_bytes("a.txt", &once).problems[0].contains("packed with gzip"));
    }

    #[test]
    fn a_file_cut_off_gives_what_was_whole() {
        let line = |n: usize| format!("{{\"title\":\"Story {n}\"}}\n");
        let lines = (0..20_000).map(line).collect::<Vec<_>>().concat();
        let bytes = packed(lines.as_bytes());
        let gathered = load_bytes("a.ndjson.gz", &bytes[..bytes.len() / 2]);
        assert!(gathered.stories.len() > 5_000, "{}", gathered.stories.len());
        assert!(gathered.problems.last().unwrap().contains("cannot be read: "));
    }

    #[test]
    fn a_file_packed_over_and_over_is_refused() {
        let mut bytes = STORIES.as_bytes().to_vec();
        for _ in 0..4 {
            bytes = packed(&bytes);
        }
        let problems = load_bytes("a.gz", &bytes).problems;
        assert_eq!(problems, ["a.gz: cannot be read: is packed too many times over"]);
    }

    #[test]
    fn a_file_made_to_fill_the_machine_is_not_unpacked() {
        let bytes = packed(&"{\"title\":\"a\"}\n".repeat(4 << 20).into_bytes());
        let problems = load_bytes("a.ndjson.gz", &bytes).problems;
        let expected = "a.ndjson.gz: cannot be read: unpacks to more than 100 times its size";
        assert_eq!(problems.last().unwrap(), expected);
    }

    proptest! {
        #[test]
        fn a_file_with_a_slip_is_harmless(at: usize, byte: u8) {
            let mut bytes = packed(STORIES.repeat(9).as_bytes());
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = load_bytes("a", &bytes);
        }
    }
}
