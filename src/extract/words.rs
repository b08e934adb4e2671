//! Capitalised words, found in one pass: names begin at them, so the look-ups and
//! rules for places and bodies look nowhere else.

use std::ops::Range;

use super::marks::is_abbreviation;

/// A word that begins with a capital (or a digit-free acronym), as bytes of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) start: u32,
    /// Without a possessive `'s`.
    pub(super) end: u32,
    /// With it.
    pub(super) full_end: u32,
    /// All letters are capitals, and there are at least two.
    pub(super) caps: bool,
    /// The first word of a sentence, a paragraph or a quotation.
    pub(super) opens: bool,
}

impl Word {
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Every capitalised word of `text`, in order. Linear.
pub(super) fn capitalised(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(bytes.len() / 24);
    let (mut at, mut opens) = (0, true);
    while at < bytes.len() {
        match CLASSES[usize::from(bytes[at])] {
            Class::Gap => at += 1,
            Class::Stop => {
                opens = true;
                at += 1;
            }
            Class::Line => {
                opens |= bytes.get(at + 1) == Some(&b'\n');
                at += 1;
            }
            Class::Small => {
                at = small_end(bytes, at + 1);
                at += usize::from(bytes.get(at) == Some(&b' '));
                opens = false;
            }
            Class::Capital => at = push(&mut words, text, at, &mut opens),
            Class::High if !is_letter(text, at) => at += char_len(bytes[at]),
            Class::High if upper_at(text, at) => at = push(&mut words, text, at, &mut opens),
            Class::High => {
                at = small_end(bytes, at + char_len(bytes[at]));
                opens = false;
            }
        }
    }
    words
}

/// What a byte is to the scan.
#[derive(Clone, Copy)]
enum Class {
    Gap,
    /// A sentence may end.
    Stop,
    Line,
    /// A small letter or a digit.
    Small,
    Capital,
    /// Part of a character beyond ASCII.
    High,
}

static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Gap; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => Class::Small,
            b'A'..=b'Z' => Class::Capital,
            b'.' | b'!' | b'?' => Class::Stop,
            b'\n' => Class::Line,
            0x80.. => Class::High,
            _ => Class::Gap,
        };
        byte += 1;
    }
    classes
}

/// Past the letters and digits of a word whose first letter is small. Punctuation beyond
/// ASCII ends it.
fn small_end(bytes: &[u8], at: usize) -> usize {
    run(bytes, at, INSIDE)
}

/// Past the bytes from `at` on that have one of these bits.
#[inline]
fn run(bytes: &[u8], at: usize, bits: u8) -> usize {
    at + bytes[at..].iter().take_while(|byte| BITS[usize::from(**byte)] & bits != 0).count()
}

/// Letters and digits of ASCII.
const PLAIN: u8 = 1;
/// What goes on a word that begins small: these, and letters beyond ASCII.
const INSIDE: u8 = 2;

static BITS: [u8; 256] = bits();

const fn bits() -> [u8; 256] {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bits[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => PLAIN | INSIDE,
            0xC2 | 0xE2 | 0xE3 => 0,
            0x80.. => INSIDE,
            _ => 0,
        };
        byte += 1;
    }
    bits
}

/// Notes the capitalised word at `at` and gives its end.
fn push(words: &mut Vec<Word>, text: &str, at: usize, opens: &mut bool) -> usize {
    let range = word_at(text, at);
    words.push(shape(text, &range, *opens));
    *opens = false;
    let stop = text.as_bytes().get(range.end) == Some(&b'.') && is_short(&text[range.clone()]);
    range.end + usize::from(stop)
}

/// The word that begins at `at`: letters and digits, inner apostrophes, and the full
/// stops of initials (`U.S.`, `D.C.`).
pub(super) fn word_at(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let (mut end, mut initials) = (at, true);
    while end < bytes.len() {
        let byte = bytes[end];
        if byte == b' ' {
            break;
        }
        if BITS[usize::from(byte)] & PLAIN != 0 {
            let letters = run(bytes, end, PLAIN) - end;
            initials &= letters == 1 && (end - at).is_multiple_of(2);
            end += letters;
        } else if byte >= 0x80 && is_letter(text, end) {
            initials = false;
            end += char_len(byte);
        } else if let Some(len) = apostrophe(bytes, end).filter(|len| is_letter(text, end + len)) {
            initials = false;
            end += len;
        } else if byte == b'.'
            && initials
            && (end - at) % 2 == 1
            && continues_initials(bytes, at, end)
        {
            end += 1;
        } else {
            break;
        }
    }
    at..end
}

/// The last word that ends at or before `at` with nothing but one space between,
/// else nothing. Looks back at most 40 bytes.
pub(super) fn word_before(text: &str, at: usize) -> Option<&str> {
    let head = text[..at].strip_suffix([' ', '\n'])?;
    let from = head.floor_char_boundary(head.len().saturating_sub(40));
    let start = head[from..]
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(from, |i| from + i + head[from + i..].chars().next().map_or(1, char::len_utf8));
    Some(&head[start..]).filter(|word| !word.is_empty())
}

/// The next word after `at` when only a space or hyphen lies between.
pub(super) fn word_after(text: &str, at: usize) -> Option<Range<usize>> {
    let next = match text.as_bytes().get(at)? {
        b' ' | b'-' | b'\n' => at + 1,
        _ => return None,
    };
    (next < text.len() && is_letter(text, next)).then(|| word_at(text, next))
}

fn shape(text: &str, range: &Range<usize>, opens: bool) -> Word {
    let bytes = &text.as_bytes()[range.clone()];
    let core = bytes.len() - possessive(bytes);
    // Nearly always the second letter is small, which ends the question.
    let caps = if bytes[..core].iter().any(u8::is_ascii_lowercase) {
        false
    } else if bytes[..core].is_ascii() {
        bytes[..core].iter().filter(|byte| byte.is_ascii_alphabetic()).count() > 1
    } else {
        let word = &text[range.start..range.start + core];
        word.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2
            && !word.contains(char::is_lowercase)
    };
    let start = range.start as u32;
    Word { start, end: start + core as u32, full_end: range.end as u32, caps, opens }
}

/// The length of `'s` or `’s` at the end of a word, 0 without.
pub(super) fn possessive(word: &[u8]) -> usize {
    match word {
        [_, .., b'\'', b's' | b'S'] => 2,
        [_, .., 0xE2, 0x80, 0x99, b's' | b'S'] => 4,
        _ => 0,
    }
}

/// `U.S` goes on with a full stop; `A. Smith` and a sentence ending in `I.` do not.
fn continues_initials(bytes: &[u8], start: usize, dot: usize) -> bool {
    let inner = bytes.get(dot + 1).is_some_and(u8::is_ascii_alphabetic)
        && !bytes.get(dot + 2).is_some_and(u8::is_ascii_alphanumeric);
    bytes[start].is_ascii_alphabetic() && (dot - start > 1 || inner)
}

fn is_short(word: &str) -> bool {
    word.len() == 1 || is_abbreviation(word)
}

fn apostrophe(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at..] {
        [b'\'', ..] => Some(1),
        [0xE2, 0x80, 0x99, ..] => Some(3),
        _ => None,
    }
}

/// Whether a letter or digit begins at `at`. Beyond ASCII everything is a letter but
/// the punctuation of U+2000–206F and U+3000–3002, no-break spaces and guillemets.
pub(super) fn is_letter(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes.get(at..).unwrap_or_default() {
        [] | [0xC2, ..] | [0xE2, 0x80 | 0x81, ..] | [0xE3, 0x80, 0x80..=0x82, ..] => false,
        [byte, ..] if *byte >= 0x80 => text.is_char_boundary(at),
        [byte, ..] => byte.is_ascii_alphanumeric(),
    }
}

fn upper_at(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(char::is_uppercase)
}

fn char_len(byte: u8) -> usize {
    match byte {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        capitalised(text).iter().map(|word| word.of(text)).collect()
    }

    #[test]
    fn initials_possessives_and_accents_are_one_word() {
        assert_eq!(
            words("The U.S. and Norway’s D.C. envoy met Élise O'Hara. I. Berg left."),
            ["The", "U.S.", "Norway", "D.C.", "Élise", "O'Hara", "I", "Berg"]
        );
        assert_eq!(words("US-led, UK–Norway"), ["US", "UK", "Norway"]);
    }

    #[test]
    fn a_title_does_not_open_a_sentence() {
        let text = "So said Mr. Berg. Later Dr. Lind agreed.\n\nOslo slept.";
        let opening: Vec<_> =
            capitalised(text).iter().filter(|word| word.opens).map(|word| word.of(text)).collect();
        assert_eq!(opening, ["So", "Later", "Oslo"]);
    }

    #[test]
    fn the_word_before_needs_a_single_space() {
        let text = "near Oslo, Bergen";
        assert_eq!(word_before(text, 5), Some("near"));
        assert_eq!(word_before(text, 11), None);
        assert_eq!(word_before(text, 0), None);
    }
}
