//! The case of a line's letters: headlines are set in capitals, or each of their words
//! begins with one.

use super::scan::{BLOCK, bits, filled_up, places};
use super::shape::LONGEST_HEADLINE;

/// Letters and words of a line by case.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Case {
    upper: usize,
    letters: usize,
    /// Words of four letters and more, the first word left out.
    long_words: u16,
    long_capitalised: u16,
}

impl Case {
    /// Counts in a line, as far as a headline is long.
    pub(super) fn of(line: &str) -> Case {
        let line = &line[..line.floor_char_boundary(LONGEST_HEADLINE)];
        let mut counting = Counting::default();
        if line.is_ascii() {
            counting.all_ascii(line.as_bytes());
        } else {
            line.chars().for_each(|c| counting.any(c));
        }
        counting.part();
        counting.case
    }

    /// Whether nearly all letters are capitals.
    pub(super) fn is_capitals(self) -> bool {
        self.upper >= 4 && self.upper >= 5 * (self.letters - self.upper)
    }

    /// Whether at least this share of the longer words, the first left out, begins with
    /// a capital.
    pub(super) fn is_titled(self, share: f32) -> bool {
        self.long_words > 0
            && f32::from(self.long_capitalised) / f32::from(self.long_words) >= share
    }
}

/// A line being counted.
#[derive(Default)]
struct Counting {
    case: Case,
    /// Letters of the word at hand,
    letters: u32,
    /// whether the first of them is a capital,
    capital: bool,
    /// and whether another word stands before it.
    behind: bool,
}

impl Counting {
    /// Counts many letters at once: each block of the line, the last one filled up.
    fn all_ascii(&mut self, line: &[u8]) {
        let (whole, rest) = line.as_chunks::<BLOCK>();
        for block in whole {
            self.block(block);
        }
        if !rest.is_empty() {
            self.block(&filled_up(rest));
        }
    }

    fn block(&mut self, block: &[u8; BLOCK]) {
        let letter = bits(block, |byte| byte.is_ascii_alphabetic());
        let upper = bits(block, |byte| byte.is_ascii_uppercase());
        self.case.letters += letter.count_ones() as usize;
        self.case.upper += upper.count_ones() as usize;
        let mut left = letter;
        for at in places(bits(block, |byte| matches!(byte, b' ' | b'-' | b'/'))) {
            let earlier = (1 << at) - 1;
            self.letters_of(left & earlier, upper);
            left &= !earlier;
            self.part();
        }
        self.letters_of(left, upper);
    }

    /// Letters of the word at hand: `upper` says which are capitals.
    fn letters_of(&mut self, letters: u64, upper: u64) {
        if self.letters == 0 {
            self.capital = letters & letters.wrapping_neg() & upper != 0;
        }
        self.letters += letters.count_ones();
    }

    fn ascii(&mut self, byte: u8) {
        if byte.is_ascii_alphabetic() {
            self.letter(byte.is_ascii_uppercase());
        } else if matches!(byte, b' ' | b'-' | b'/') {
            self.part();
        }
    }

    fn any(&mut self, c: char) {
        match c {
            '—' | '–' => self.part(),
            ..='\x7f' => self.ascii(c as u8),
            _ if c.is_alphabetic() => self.letter(c.is_uppercase()),
            _ => (),
        }
    }

    fn letter(&mut self, upper: bool) {
        if self.letters == 0 {
            self.capital = upper;
        }
        self.letters += 1;
        self.case.letters += 1;
        self.case.upper += usize::from(upper);
    }

    /// What parts words: a blank, a hyphen, a dash.
    fn part(&mut self) {
        let long = self.behind && self.letters >= 4;
        self.case.long_words += u16::from(long);
        self.case.long_capitalised += u16::from(long && self.capital);
        (self.letters, self.behind) = (0, true);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn letters_are_counted_one_by_one_or_many_at_once(line in "[a-zA-Z0-9 '/-]{0,200}") {
            let (mut many, mut single) = (Counting::default(), Counting::default());
            many.all_ascii(line.as_bytes());
            line.bytes().for_each(|byte| single.ascii(byte));
            many.part();
            single.part();
            prop_assert_eq!(format!("{:?}", many.case), format!("{:?}", single.case));
        }
    }

    #[test]
    fn capitals_and_titles_are_seen() {
        assert!(Case::of("FERRY TALKS <FT> OPEN IN MAY").is_capitals());
        assert!(!Case::of("A. B.").is_capitals(), "too few letters to tell");
        for line in ["Marlow: Ferry Talks Open in Bergen", "Lage: Östliche Fähre Öffnet"] {
            let case = Case::of(line);
            assert!(case.is_titled(0.8) && !case.is_capitals(), "{line}");
        }
        assert!(!Case::of("The board said that talks had opened").is_titled(0.1));
        assert!(!Case::of("Ferry").is_titled(0.0));
    }
}
