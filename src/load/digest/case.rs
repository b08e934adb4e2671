//! The case of a line's letters: headlines are set in capitals, or each of their words
//! begins with one.

use super::scan::{BLOCK, bits, filled_up};
use super::shape::LONGEST_HEADLINE;
use crate::text::fold::beyond_ascii;

/// Letters and words of a line by case. A word is a run of letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Case {
    upper: u32,
    letters: u32,
    /// Words of four letters and more, the first word left out.
    long_words: u32,
    long_capitalised: u32,
}

/// Blocks of the longest line.
const BLOCKS: usize = LONGEST_HEADLINE.div_ceil(BLOCK);

impl Case {
    /// Counts in a line, as far as a headline is long.
    pub(super) fn of(line: &str) -> Case {
        let line = &line[..line.floor_char_boundary(LONGEST_HEADLINE)];
        if is_plain(line.as_bytes()) { Case::of_plain(line.as_bytes()) } else { Case::of_any(line) }
    }

    /// Whether nearly all letters are capitals.
    pub(super) fn is_capitals(self) -> bool {
        self.upper >= 4 && self.upper >= 5 * (self.letters - self.upper)
    }

    /// Whether at least this share of the longer words, the first left out, begins with
    /// a capital.
    pub(super) fn is_titled(self, share: f32) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "a line has few words")]
        let (all, capitalised) = (self.long_words as f32, self.long_capitalised as f32);
        self.long_words > 0 && capitalised / all >= share
    }

    /// Counts many letters at once; all of them are of ASCII.
    fn of_plain(line: &[u8]) -> Case {
        // The letters of each block, and those of the one behind the last.
        let mut letters = [0; BLOCKS + 1];
        let mut upper = [0; BLOCKS];
        for (nth, part) in line.chunks(BLOCK).take(BLOCKS).enumerate() {
            let block = part.first_chunk().copied().unwrap_or_else(|| filled_up(part));
            letters[nth] = bits(&block, |byte| byte.is_ascii_alphabetic());
            upper[nth] = bits(&block, |byte| byte.is_ascii_uppercase());
        }
        let (mut case, mut before, mut behind_first) = (Case::default(), 0, false);
        for (pair, upper) in letters.windows(2).zip(upper) {
            let all = u128::from(pair[1]) << BLOCK | u128::from(pair[0]);
            let begun = pair[0] & !(pair[0] << 1 | before);
            before = pair[0] >> (BLOCK - 1);
            let mut long = begun & (all >> 1 & all >> 2 & all >> 3) as u64;
            if !behind_first {
                long &= !(begun & begun.wrapping_neg());
                behind_first = begun != 0;
            }
            case.letters += pair[0].count_ones();
            case.upper += upper.count_ones();
            case.long_words += long.count_ones();
            case.long_capitalised += (long & upper).count_ones();
        }
        case
    }

    /// Counts one letter after the other.
    fn of_any(line: &str) -> Case {
        let mut case = Case::default();
        let words = line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        for (nth, word) in words.enumerate() {
            let letters = word.chars().count() as u32;
            let long = nth > 0 && letters >= 4;
            case.letters += letters;
            case.upper += word.chars().filter(|c| c.is_uppercase()).count() as u32;
            case.long_words += u32::from(long);
            case.long_capitalised += u32::from(long && word.starts_with(char::is_uppercase));
        }
        case
    }
}

/// Whether all letters are of ASCII: what else there is are typography's quotation marks
/// and dashes.
fn is_plain(line: &[u8]) -> bool {
    let mut rest = line;
    while let Some(at) = beyond_ascii(rest) {
        let Some(behind) = rest[at..].strip_prefix(&[0xe2, 0x80]) else { return false };
        rest = &behind[1..];
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn letters_are_counted_one_by_one_or_many_at_once(line in "([a-zA-Z0-9 '/-]|[“—]){0,100}") {
            prop_assert!(is_plain(line.as_bytes()));
            prop_assert_eq!(Case::of_plain(line.as_bytes()), Case::of_any(&line));
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
