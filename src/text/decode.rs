//! Bytes to text: which encoding a file is in, and whether it is text at all.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file is looked at to find its encoding, in bytes.
const LOOK: usize = 64 << 10;

/// Decodes a whole file held in memory. A BOM goes; what does not decode becomes
/// U+FFFD.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    encoding_of(bytes).decode_with_bom_removal(bytes).0
}

/// Decodes a file block by block. As long as only ASCII has come nothing is decided,
/// so that an accent a megabyte in is still read right.
#[derive(Default)]
pub struct Decoder {
    stage: Option<Stage>,
}

enum Stage {
    /// With the bytes of a letter cut by the end of the last block.
    Utf8(Vec<u8>),
    Other(Box<encoding_rs::Decoder>),
}

impl Decoder {
    /// Appends the text of the next block to `out`. `last` says that no more follows.
    pub fn feed(&mut self, block: &[u8], last: bool, out: &mut String) {
        if self.stage.is_none() {
            if is_plain_ascii(block) {
                out.extend(std::str::from_utf8(block));
                return;
            }
            self.stage = Some(Stage::of(encoding_of(block)));
        }
        match &mut self.stage {
            Some(Stage::Utf8(cut)) => feed_utf8(cut, block, last, out),
            Some(Stage::Other(decoder)) => feed_other(decoder, block, last, out),
            None => (),
        }
    }
}

impl Stage {
    fn of(encoding: &'static Encoding) -> Stage {
        if encoding == UTF_8 {
            return Stage::Utf8(Vec::new());
        }
        Stage::Other(Box::new(encoding.new_decoder_with_bom_removal()))
    }
}

fn feed_utf8(cut: &mut Vec<u8>, block: &[u8], last: bool, out: &mut String) {
    let mut block = block;
    // Finish the letter the last block broke off, byte by byte: it needs three at most.
    while !cut.is_empty()
        && let Some((&byte, rest)) = block.split_first()
    {
        let continues = byte & 0xc0 == 0x80;
        if continues {
            cut.push(byte);
            block = rest;
        }
        if !continues || ends_cut(cut) == 0 {
            out.push_str(&String::from_utf8_lossy(cut));
            cut.clear();
        }
    }
    let whole = if last { block.len() } else { block.len() - ends_cut(block) };
    if last && !cut.is_empty() {
        out.push_str(&String::from_utf8_lossy(cut));
        cut.clear();
    }
    match std::str::from_utf8(&block[..whole]) {
        Ok(text) => out.push_str(text),
        Err(_) => out.push_str(&String::from_utf8_lossy(&block[..whole])),
    }
    cut.extend_from_slice(&block[whole..]);
}

/// Bytes at the end of a block that begin a letter and do not finish it: 0 to 3.
fn ends_cut(block: &[u8]) -> usize {
    let tail = &block[block.len().saturating_sub(3)..];
    match tail.utf8_chunks().last() {
        Some(chunk) if !chunk.invalid().is_empty() => {
            let invalid = chunk.invalid();
            let ends_here = tail.ends_with(invalid);
            if ends_here && needs(invalid[0]) > invalid.len() { invalid.len() } else { 0 }
        }
        _ => 0,
    }
}

/// Bytes a letter has, by its first one.
fn needs(lead: u8) -> usize {
    match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
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

/// The encoding of a file, from its first bytes: the BOM, then where the NULs stand,
/// then UTF-8 when that mostly reads, then what the letters are likeliest to be.
pub fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let head = &bytes[..bytes.len().min(LOOK)];
    if let Some(encoding) = utf16_by_nuls(head) {
        return encoding;
    }
    let escapes = memchr::memchr(0x1b, head).is_some();
    if reads_as_utf8(head) && !escapes {
        // The head says nothing of an accent further on, in a file held whole.
        let rest = &bytes[head.len() - ends_cut(head)..];
        let late = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let look = &rest[late..rest.len().min(late + LOOK)];
        if !head.is_ascii() || reads_as_utf8(look) {
            return UTF_8;
        }
        return guess(look);
    }
    guess(head)
}

fn guess(head: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(head, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    let japanese = guessed == ISO_2022_JP && !guessed.decode_without_bom_handling(head).1;
    if japanese || (guessed != ISO_2022_JP && !reads_as_utf8(head)) { guessed } else { UTF_8 }
}

/// UTF-16 without a BOM: most letters of western text, and every line end of any, have
/// a NUL for one half, always the same half.
fn utf16_by_nuls(head: &[u8]) -> Option<&'static Encoding> {
    let [mut low, mut high, mut odd] = [0_usize; 3];
    for pair in head.as_chunks::<2>().0 {
        match pair {
            [0, 0] => odd += 1,
            [byte, 0] if is_text_byte(*byte) => low += 1,
            [0, byte] if is_text_byte(*byte) => high += 1,
            [0, _] | [_, 0] => odd += 1,
            _ => (),
        }
    }
    let pairs = head.len() / 2;
    let enough = |nuls: usize| nuls * 4 > pairs || (nuls > 0 && !reads_as_utf8(head));
    match (low, high, odd) {
        (low, 0, 0) if enough(low) => Some(UTF_16LE),
        (0, high, 0) if enough(high) => Some(UTF_16BE),
        (low, high, odd) if low * 4 > pairs && low > 16 * (high + odd) => Some(UTF_16LE),
        (low, high, odd) if high * 4 > pairs && high > 16 * (low + odd) => Some(UTF_16BE),
        _ => None,
    }
}

fn is_text_byte(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0xa0..)
}

/// Whether bytes are UTF-8 but for a slip here and there.
fn reads_as_utf8(bytes: &[u8]) -> bool {
    let [mut letters, mut slips] = [0_usize; 2];
    for chunk in bytes[..bytes.len() - ends_cut(bytes)].utf8_chunks() {
        letters += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        slips += usize::from(!chunk.invalid().is_empty());
    }
    slips == 0 || letters >= 2 * slips
}

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
    if matches!(encoding_of(head), e if e == UTF_16LE || e == UTF_16BE) {
        return false;
    }
    let count = |what: fn(&u8) -> bool| head.iter().filter(|byte| what(byte)).count();
    let nuls = count(|byte| *byte == 0);
    let controls = count(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31));
    let filler = head.windows(16).any(|run| run.iter().all(|byte| *byte == 0xff));
    nuls * 20 > head.len() || filler || (controls * 20 > head.len() && !reads_as_utf8(head))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RUSSIAN: &str = "Переговоры о пароме начались\n\nОСЛО. Министр сказала, что всё готово. ";

    fn stream(bytes: &[u8], block: usize) -> String {
        let (mut decoder, mut out) = (Decoder::default(), String::new());
        for block in bytes.chunks(block) {
            decoder.feed(block, false, &mut out);
        }
        decoder.feed(&[], true, &mut out);
        out
    }

    #[test]
    fn eight_bit_letters_are_guessed() {
        for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R] {
            let (bytes, ..) = encoding.encode(RUSSIAN);
            assert_eq!(decode(&bytes.repeat(5)), RUSSIAN.repeat(5), "{}", encoding.name());
        }
    }

    #[test]
    fn utf_16_needs_no_bom() {
        let text = "Ferry talks open\r\n\r\nThe minister said so.\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little), text);
        assert_eq!(decode(&big), text);
        assert_eq!(decode(&[b"\xff\xfe".as_slice(), &little].concat()), text);
        let wide: Vec<u8> =
            "東京で会談\n\n大臣は\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide), "東京で会談\n\n大臣は\n");
        assert_eq!(stream(&little, 64), text);
    }

    #[test]
    fn a_bom_goes_and_a_slip_costs_one_letter() {
        assert_eq!(decode(b"\xef\xbb\xbfFerry"), "Ferry");
        assert_eq!(
            decode(
                "Café, crème, b"
                    .as_bytes()
                    .iter()
                    .chain(b"\x92s")
                    .copied()
                    .collect::<Vec<_>>()
                    .as_slice()
            ),
            "Café, crème, b\u{fffd}s"
        );
    }

    #[test]
    fn an_accent_late_in_an_ascii_file_is_read_right() {
        let mut bytes = "The ferry left at noon. ".repeat(20_000).into_bytes();
        bytes.extend_from_slice(b"Le d\xe9part a \xe9t\xe9 retard\xe9 \xe0 l'aube.\n");
        assert!(stream(&bytes, 4096).ends_with("Le départ a été retardé à l'aube.\n"));
        assert!(decode(&bytes).ends_with("Le départ a été retardé à l'aube.\n"));
    }

    #[test]
    fn binary_files_are_told_from_text() {
        assert!(is_binary(b"\x89PNG\r\n\x1a\n...."));
        assert!(is_binary(&[0; 4096]));
        assert!(is_binary(&[0xff; 4096]));
        assert!(!is_binary(b""));
        assert!(!is_binary(RUSSIAN.as_bytes()));
        assert!(!is_binary(&encoding_rs::KOI8_R.encode(RUSSIAN).0));
        assert!(!is_binary(
            b"Headline with \0 a NUL\n\nAnd a body that is long enough to be text.\n"
        ));
    }

    proptest! {
        #[test]
        fn utf_8_in_blocks_is_utf_8(text: String, block in 1..9_usize) {
            let text = format!("é{text}");
            prop_assume!(is_utf8_by_look(text.as_bytes(), block));
            prop_assert_eq!(stream(text.as_bytes(), block), text);
        }

        #[test]
        fn any_bytes_decode(bytes: Vec<u8>, block in 1..9_usize) {
            let _ = (decode(&bytes), stream(&bytes, block), is_binary(&bytes));
        }
    }

    /// The tiny blocks of these tests may look like something else.
    fn is_utf8_by_look(bytes: &[u8], block: usize) -> bool {
        encoding_of(&bytes[..bytes.len().min(block)]) == UTF_8
    }
}
