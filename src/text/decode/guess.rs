//! Which encoding bytes are in, from what stands in them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::utf8::{ends_cut, reads_as_utf8};
use super::{Charset, LOOK, utf32};

/// So many letters that read as UTF-8, and none that do not, are no accident.
const NO_ACCIDENT: usize = 3;

/// The encoding of a file, from its first bytes: the BOM, then where the NULs stand,
/// then what it says of itself, if that reads, then UTF-8 when that mostly reads, then
/// what the letters are likeliest to be.
pub(super) fn charset_of(bytes: &[u8], declared: Option<&'static Encoding>) -> Charset {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => return Charset::Utf32 { big: false },
        [0, 0, 0xfe, 0xff, ..] => return Charset::Utf32 { big: true },
        _ => (),
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Charset::Other(encoding);
    }
    let head = &bytes[..bytes.len().min(LOOK)];
    let has_nuls = memchr::memchr(0, head).is_some();
    if has_nuls && let Some(big) = utf32::order(head) {
        return Charset::Utf32 { big };
    }
    let by_nuls = if has_nuls { utf16_by_nuls(head) } else { None };
    let believed = || declared.filter(|declared| is_believed(declared, bytes));
    Charset::Other(by_nuls.or_else(believed).unwrap_or_else(|| guess(bytes)))
}

/// A declaration is no slip's fault: of so many letters one may not read.
const LETTERS_A_SLIP: usize = 50;

/// Whether a file may be in what it says it is in: not when other letters than ASCII
/// read as UTF-8 throughout, nor when UTF-8 would read more of them, nor when much
/// does not read at all.
fn is_believed(declared: &'static Encoding, bytes: &[u8]) -> bool {
    let late = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let look = &bytes[late..bytes.len().min(late + LOOK)];
    let look = &look[..look.len() - ends_cut(look)];
    let is_letter = |byte: &u8| *byte >= 0xc0;
    let slips = match std::str::from_utf8(look) {
        Ok(_) if look.iter().copied().filter(is_letter).nth(NO_ACCIDENT - 1).is_some() => {
            return false;
        }
        Ok(_) => 0,
        Err(_) => look.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count(),
    };
    let (text, _) = declared.decode_without_bom_handling(look);
    let (mut others, mut lost) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        others += 1;
        lost += usize::from(c == '\u{fffd}');
    }
    lost <= slips && lost * LETTERS_A_SLIP <= others
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(LOOK)];
    let escapes = memchr::memchr(0x1b, head).is_some();
    if reads_as_utf8(head) && !escapes {
        // The head says nothing of an accent further on, in a file held whole.
        let rest = &bytes[head.len() - ends_cut(head)..];
        let late = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let look = &rest[late..rest.len().min(late + LOOK)];
        if !head.is_ascii() || reads_as_utf8(look) {
            return UTF_8;
        }
        return by_letters(look);
    }
    by_letters(head)
}

fn by_letters(head: &[u8]) -> &'static Encoding {
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
        (0, 0, _) => None,
        _ if reads_as_utf8(head) => None,
        _ => utf16_by_scripts(head),
    }
}

/// UTF-16 whose letters are of scripts that fill both halves: read in the right order
/// nearly all of them are letters that stand in news, in the wrong one few.
fn utf16_by_scripts(head: &[u8]) -> Option<&'static Encoding> {
    let usual = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{6ff}' | '\u{900}'..='\u{e7f}')
            || matches!(c, '\u{2010}'..='\u{203a}' | '\u{3000}'..='\u{30ff}')
            || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ffef}')
    };
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(head);
        let odd = text.chars().filter(|c| !usual(*c)).count();
        odd * 20 < text.chars().count()
    })
}

fn is_text_byte(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0xa0..)
}
