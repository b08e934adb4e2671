//! A quick hash for short words. Story text cannot make it slow: the tables it fills
//! are fixed, and a story's own names go into maps no larger than the story.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

pub(super) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;
pub(super) type QuickSet<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// A hash of the word with ASCII capitals made small, never 0, and whether all of it is
/// ASCII. Setting the sixth bit of every byte makes letters small and leaves what else
/// stands in words as it is.
#[inline]
pub(super) fn of_word(word: &str) -> (u64, bool) {
    let mut state = word.len() as u64;
    let mut all = 0;
    let mut mix = |eight: u64| {
        all |= eight;
        state = (state.rotate_left(5) ^ (eight | 0x2020_2020_2020_2020)).wrapping_mul(SPREAD);
    };
    let mut rest = word.as_bytes();
    while let Some((eight, more)) = rest.split_first_chunk() {
        mix(u64::from_le_bytes(*eight));
        rest = more;
    }
    if !rest.is_empty() {
        mix(short(rest));
    }
    ((state ^ (state >> 29)) | 1, all & 0x8080_8080_8080_8080 == 0)
}

const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// One to seven bytes as a number, the first the lowest, without a loop: what is read
/// twice falls on itself.
fn short(bytes: &[u8]) -> u64 {
    let last = bytes.len() - 1;
    if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (head, tail) = (u32::from_le_bytes(*head), u32::from_le_bytes(*tail));
        return u64::from(head) | u64::from(tail) << (8 * (last - 3));
    }
    let middle = bytes.len() / 2;
    let byte = |at: usize| u64::from(bytes[at]) << (8 * at);
    byte(0) | byte(middle) | byte(last)
}

/// Eight bytes a step: rotate, mix, multiply.
#[derive(Clone, Debug, Default)]
pub(super) struct Quick(u64);

const ODD: u64 = 0x517c_c1b7_2722_0a95;

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut eight = [0; 8];
            eight.copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(eight));
        }
        let rest = chunks.remainder().iter().fold(0, |rest, byte| rest << 8 | u64::from(*byte));
        self.write_u64(rest);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(ODD);
    }

    fn finish(&self) -> u64 {
        // The table takes the low bits, multiplication mixes upwards.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_word_is_the_number_of_its_bytes() {
        let word = b"ferries";
        for end in 1..=word.len() {
            let mut bytes = [0; 8];
            bytes[..end].copy_from_slice(&word[..end]);
            assert_eq!(short(&word[..end]), u64::from_le_bytes(bytes));
        }
    }

    #[test]
    fn case_is_laid_aside_and_letters_beyond_ascii_are_told() {
        assert_eq!(of_word("Harbour-Master"), of_word("HARBOUR-MASTER"));
        assert_ne!(of_word("harbour").0, of_word("harbours").0);
        assert!(of_word("ferry").1 && !of_word("fähre").1 && !of_word("harbourmasterø").1);
    }
}
