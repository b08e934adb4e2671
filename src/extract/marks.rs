//! What single characters and short abbreviations mean to the word scanner, apart from
//! it so that the scanner reads as one story.

use std::cmp::Ordering;

use super::tokens::Kind;

/// What one character is to the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Space,
    Line,
    Letter,
    Digit,
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
pub(super) fn at(text: &str, at: usize) -> (Mark, usize) {
    let byte = text.as_bytes()[at];
    match byte {
        b'\n' => (Mark::Line, 1),
        b'a'..=b'z' | b'A'..=b'Z' => (Mark::Letter, 1),
        b'0'..=b'9' => (Mark::Digit, 1),
        b'"' => (Mark::Double, 1),
        b'\'' | b'`' => (Mark::Single, 1),
        0..=b' ' | 0x7f => (Mark::Space, 1),
        0..0x80 => (Mark::Other, 1),
        _ => beyond_ascii(text, at),
    }
}

fn beyond_ascii(text: &str, at: usize) -> (Mark, usize) {
    let Some(c) = text[at..].chars().next() else { return (Mark::Other, 1) };
    let mark = match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => Mark::Double,
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' => Mark::Single,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{85}' => Mark::Space,
        c if c.is_alphabetic() => Mark::Letter,
        c if c.is_whitespace() => Mark::Space,
        c if c.is_numeric() => Mark::Digit,
        c if unicode_normalization::char::is_combining_mark(c) => Mark::Letter,
        _ => Mark::Other,
    };
    (mark, c.len_utf8())
}

/// Whether a point after `word` belongs to the word: `Mr`, `Gen`, `Inc`.
pub(super) fn is_abbreviation(word: &str) -> bool {
    let likely = word.len() <= 3 || word.starts_with(|c: char| c.is_uppercase());
    likely && word.len() <= 6 && use_of(word).is_some()
}

/// Whether an abbreviation with its point may also end a sentence: `Inc.`, `U.S.`, but
/// not `Mr.`, which always has a name after it, nor an initial.
pub(super) fn may_end(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    bare.len() > 1 && use_of(bare) != Some("name")
}

/// The use of an abbreviation: `name` when a name follows it, `end` when it may close a
/// sentence. A binary search over the lines of the table, which is sorted.
fn use_of(word: &str) -> Option<&'static str> {
    let (mut low, mut high) = (TABLE.find('\n')? + 1, TABLE.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = TABLE[low..middle].rfind('\n').map_or(low, |at| low + at + 1);
        let end = TABLE[start..].find('\n').map_or(TABLE.len(), |at| start + at);
        let (key, use_) = TABLE.get(start..end)?.split_once('\t')?;
        match key.cmp(word) {
            Ordering::Equal => return Some(use_),
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

/// What a word's letters have been so far.
#[derive(Default)]
pub(super) struct Shape {
    /// What the word begins with.
    head: Option<Head>,
    upper: u32,
    lower: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Upper,
    Digit,
    Other,
}

impl Shape {
    /// Takes in the letter or digit that `text` begins with.
    pub(super) fn see(&mut self, text: &str) {
        let Some(c) = text.chars().next() else { return };
        self.count(c.is_uppercase(), c.is_numeric());
    }

    /// [`Shape::see`] for an ASCII letter or digit.
    pub(super) fn see_byte(&mut self, byte: u8) {
        self.count(byte.is_ascii_uppercase(), byte.is_ascii_digit());
    }

    fn count(&mut self, upper: bool, digit: bool) {
        let head = if upper {
            Head::Upper
        } else if digit {
            Head::Digit
        } else {
            Head::Other
        };
        self.head.get_or_insert(head);
        self.upper += u32::from(upper);
        self.lower += u32::from(!upper && !digit);
    }

    /// Whether it is at most one capital so far.
    pub(super) fn is_short(&self) -> bool {
        self.upper <= 1 && self.lower == 0
    }

    pub(super) fn kind(&self) -> Kind {
        match (self.head, self.upper, self.lower) {
            (Some(Head::Digit), ..) => Kind::Number,
            (Some(Head::Upper), 1, 0) => Kind::Initial,
            (Some(Head::Upper), _, 0) => Kind::Caps,
            (Some(Head::Upper), ..) => Kind::Capital,
            _ => Kind::Lower,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_abbreviation_of_the_table_is_found() {
        let keys: Vec<&str> =
            TABLE.lines().skip(1).map(|line| line.split('\t').next().unwrap()).collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "sorted, none twice");
        assert!(keys.iter().all(|key| use_of(key).is_some()));
        assert_eq!((use_of("Mr"), use_of("Inc"), use_of("Zzz")), (Some("name"), Some("end"), None));
    }
}
