//! What single characters and short abbreviations mean to the word scanner, apart from
//! it so that the scanner reads as one story.

use super::hash::{HIGH, KEEP};
use super::tokens::Kind;

/// What one character is to the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A letter that is no capital.
    Letter,
    Capital,
    Digit,
    Space,
    Line,
    /// A double quotation mark.
    Double,
    /// A single quotation mark or an apostrophe.
    Single,
    Other,
}

/// Abbreviations whose point belongs to the word. See the file's header.
static TABLE: &str = include_str!("../../assets/speech/abbreviations.tsv");

/// The character at `at` and its length in bytes. `at` is a character boundary inside
/// `text`.
#[inline]
pub(super) fn at(text: &str, at: usize) -> (Mark, usize) {
    let byte = text.as_bytes()[at];
    if byte.is_ascii() { (MARKS[usize::from(byte)], 1) } else { beyond_ascii(text, at) }
}

/// What each byte is, those beyond ASCII left out.
pub(super) static MARKS: [Mark; 256] = marks();

const fn marks() -> [Mark; 256] {
    let mut marks = [Mark::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        marks[byte] = match byte as u8 {
            b'\n' => Mark::Line,
            b'a'..=b'z' => Mark::Letter,
            b'A'..=b'Z' => Mark::Capital,
            b'0'..=b'9' => Mark::Digit,
            b'"' => Mark::Double,
            b'\'' | b'`' => Mark::Single,
            0..=b' ' | 0x7f => Mark::Space,
            _ => Mark::Other,
        };
        byte += 1;
    }
    marks
}

fn beyond_ascii(text: &str, at: usize) -> (Mark, usize) {
    let Some(c) = text[at..].chars().next() else { return (Mark::Other, 1) };
    let mark = match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => Mark::Double,
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' => Mark::Single,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{85}' => Mark::Space,
        // Dashes, dots and the like: most of what is beyond ASCII in English, told without
        // the tables of letters.
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' => Mark::Other,
        c if c.is_uppercase() => Mark::Capital,
        c if c.is_numeric() => Mark::Digit,
        c if c.is_alphabetic() => Mark::Letter,
        c if c.is_whitespace() => Mark::Space,
        c if unicode_normalization::char::is_combining_mark(c) => Mark::Letter,
        _ => Mark::Other,
    };
    (mark, c.len_utf8())
}

/// No abbreviation in small letters is longer, in letters.
pub(super) const SHORT: usize = 3;

/// Whether a point after `word` belongs to the word: `Mr`, `Gen`, `Inc`.
pub(super) fn is_abbreviation(word: &str) -> bool {
    let likely = word.len() <= SHORT || word.starts_with(|c: char| c.is_uppercase());
    likely && use_of(word).is_some()
}

/// Whether an abbreviation with its point may also end a sentence: `Inc.`, `U.S.`, but
/// not `Mr.`, which always has a name after it, nor an initial.
pub(super) fn may_end(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    bare.len() > 1 && use_of(bare) != Some(Use::Name)
}

/// What follows an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// `Mr.`: a name.
    Name,
    /// `Inc.`: it may close a sentence.
    End,
}

/// The use of an abbreviation. Asked at the end of every sentence.
fn use_of(word: &str) -> Option<Use> {
    let number = number(word.as_bytes())?;
    let known = ABBREVIATIONS.binary_search_by_key(&number, |(number, _)| *number);
    known.ok().map(|at| ABBREVIATIONS[at].1)
}

/// The table with its words as numbers, in order.
static ABBREVIATIONS: [(u64, Use); count(TABLE.as_bytes(), b'\t')] = abbreviations();

const fn abbreviations<const COUNT: usize>() -> [(u64, Use); COUNT] {
    let table = TABLE.as_bytes();
    let mut rows = [(0, Use::End); COUNT];
    let (mut at, mut start, mut row) = (0, 0, 0);
    while at < table.len() {
        if table[at] == b'\n' {
            start = at + 1;
        } else if table[at] == b'\t' {
            let use_ = if table[at + 1] == b'n' { Use::Name } else { Use::End };
            let word = table.split_at(at).0.split_at(start).1;
            rows[row] = (number(word).expect("the table's words are short"), use_);
            row += 1;
        }
        at += 1;
    }
    rows
}

const fn count(bytes: &[u8], wanted: u8) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        count += (bytes[at] == wanted) as usize;
        at += 1;
    }
    count
}

/// A short word as a number, in the order of the words; the table has none longer.
const fn number(word: &[u8]) -> Option<u64> {
    const LONGEST: usize = 6;
    if word.len() > LONGEST {
        return None;
    }
    let (mut at, mut number) = (0, 0);
    while at < LONGEST {
        number = number << 8 | if at < word.len() { word[at] as u64 } else { 0 };
        at += 1;
    }
    Some(number)
}

/// Whether letters end before this byte. Commas and colons are part of numbers only.
#[inline]
pub(super) fn ends_word(next: u8) -> bool {
    ENDS[usize::from(next)]
}

/// The bytes that always end letters.
static ENDS: [bool; 256] = ends();

const fn ends() -> [bool; 256] {
    let mut ends = [false; 256];
    let marks = marks();
    let mut byte = 0;
    while byte < 128 {
        ends[byte] = match marks[byte] {
            Mark::Space | Mark::Line | Mark::Double => true,
            // What `Scan::inner_mark` looks at.
            Mark::Other => !matches!(byte as u8, b'-' | b'&' | b'_' | b'@' | b'.'),
            _ => false,
        };
        byte += 1;
    }
    ends
}

/// How many letters of ASCII eight bytes begin with, the first the lowest.
#[inline]
pub(super) fn letters_at(eight: u64) -> usize {
    // Made small and without what all letters have in common they are 1 to 26. Sums reach
    // into the next byte only from one that is no letter, and what is behind it does not count.
    let places = (eight | SMALL) ^ (0x60 * ONES);
    let beyond = places.wrapping_sub(ONES) | places.wrapping_add((0x7f - 26) * ONES);
    (beyond & HIGH).trailing_zeros() as usize / 8
}

/// What a word of so many letters is: its first eight letters and those behind them, with
/// nothing above them.
#[inline]
pub(super) fn kind(first: u64, more: u64, length: usize) -> Kind {
    if first & 0x20 != 0 {
        Kind::Lower
    } else if (first | more) & SMALL != 0 {
        Kind::Capital
    } else if length == 1 {
        Kind::Initial
    } else {
        Kind::Caps
    }
}

/// The bit of each of eight bytes that makes letters small.
const SMALL: u64 = 0x20 * ONES;
const ONES: u64 = HIGH >> 7;

/// The letters and digits of ASCII that eight bytes begin with, the first the lowest.
#[derive(Clone, Copy, Debug)]
struct Run {
    length: usize,
    /// The highest bit of each byte among them that is a small letter.
    lower: u64,
    /// Of each that is a capital.
    upper: u64,
}

impl Run {
    #[inline]
    fn of(eight: u64) -> Run {
        let letters = letters(eight);
        let inside = letters | between(eight, b'0', b'9');
        let length = (inside ^ HIGH).trailing_zeros() as usize / 8;
        let letters = letters & KEEP[length];
        let lower = letters & eight << 2;
        Run { length, lower, upper: letters ^ lower }
    }
}

/// How many letters and digits of ASCII stand at the end of eight bytes.
#[inline]
pub(super) fn run_before(eight: [u8; 8]) -> usize {
    let eight = u64::from_le_bytes(eight);
    let inside = letters(eight) | between(eight, b'0', b'9');
    (inside ^ HIGH).leading_zeros() as usize / 8
}

/// How many letters and digits of ASCII eight bytes begin with.
#[inline]
pub(super) fn run_of(eight: [u8; 8]) -> usize {
    Run::of(u64::from_le_bytes(eight)).length
}

/// The highest bit of each of eight bytes that is a letter; the sixth bit makes it small.
#[inline]
fn letters(eight: u64) -> u64 {
    between(eight | SMALL, b'a', b'z')
}

/// The highest bit of each of eight bytes that is at least `first` and at most `last`,
/// both ASCII. No sum reaches into the next byte, since each is of seven bits.
#[inline]
fn between(eight: u64, first: u8, last: u8) -> u64 {
    let low = eight & !HIGH;
    let reaches = low + ONES * u64::from(0x80 - first);
    let beyond = low + ONES * u64::from(0x7f - last);
    reaches & !beyond & !eight & HIGH
}

/// What a word's letters have been so far: capitals are counted as long as there are no
/// small letters.
pub(super) struct Shape {
    /// What the word begins with.
    head: Mark,
    upper: u32,
    lower: u32,
}

impl Shape {
    /// The shape of a word that begins with `head`, before any letter is counted.
    pub(super) fn of(head: Mark) -> Shape {
        Shape { head, upper: 0, lower: 0 }
    }

    /// Counts a letter or digit.
    #[inline]
    pub(super) fn see(&mut self, mark: Mark) {
        self.upper += u32::from(mark == Mark::Capital);
        self.lower += u32::from(mark == Mark::Letter);
    }

    /// Counts the letters and digits that `bytes` begin with, as far as they are ASCII;
    /// gives their number. Eight bytes a step, so that most words are one.
    #[inline]
    pub(super) fn see_run(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some(eight) = bytes[at..].first_chunk() {
            let run = Run::of(u64::from_le_bytes(*eight));
            self.lower |= u32::from(run.lower != 0);
            // One or more is all that is asked.
            let more = run.upper & run.upper.wrapping_sub(1) != 0;
            self.upper += u32::from(run.upper != 0) + u32::from(more);
            at += run.length;
            if run.length < 8 {
                return at;
            }
        }
        for &byte in &bytes[at..] {
            match MARKS[usize::from(byte)] {
                mark @ (Mark::Letter | Mark::Capital | Mark::Digit) => self.see(mark),
                _ => break,
            }
            at += 1;
        }
        at
    }

    /// Whether it is at most one capital so far.
    pub(super) fn is_short(&self) -> bool {
        self.upper <= 1 && self.lower == 0
    }

    pub(super) fn kind(&self) -> Kind {
        match (self.head, self.upper, self.lower) {
            (Mark::Digit, ..) => Kind::Number,
            (Mark::Capital, 1, 0) => Kind::Initial,
            (Mark::Capital, _, 0) => Kind::Caps,
            (Mark::Capital, ..) => Kind::Capital,
            _ => Kind::Lower,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_abbreviation_of_the_table_is_found() {
        let rows: Vec<(&str, &str)> =
            TABLE.lines().skip(1).map(|line| line.split_once('\t').unwrap()).collect();
        assert!(rows.is_sorted_by(|a, b| a.0 < b.0), "sorted, none twice");
        for (word, use_) in rows {
            let told = if use_ == "name" { Use::Name } else { Use::End };
            assert!(use_of(word) == Some(told) && matches!(use_, "name" | "end"), "{word}");
        }
        assert_eq!((use_of("Zzz"), use_of(""), use_of("Lindvik")), (None, None, None));
    }
}
