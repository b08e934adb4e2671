//! A quick hash for short words. Story text cannot make it slow: the tables it fills
//! are fixed, and a story's own names go into maps no larger than the story.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::text::fold;

pub(super) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A hash of the word with ASCII capitals made small, never 0, and whether all of it is
/// ASCII. Setting the sixth bit of every byte makes letters small and leaves what else
/// stands in words as it is.
#[inline]
pub(super) fn of_word(word: &str) -> (u64, bool) {
    of_part(word.as_bytes(), 0, word.len())
}

/// [`of_word`] of the word folded, its full stops left out if `pointless`. Nearly always
/// there is nothing to fold but a typographic apostrophe, which takes no string.
pub(super) fn of_folded(word: &str, pointless: bool) -> u64 {
    let mut plain = [0; 32];
    if let Some(length) = straighten(word.as_bytes(), pointless, &mut plain) {
        return of_part(&plain, 0, length).0;
    }
    let folded = fold(word);
    of_word(&if pointless { folded.replace('.', "") } else { folded }).0
}

/// Writes a word of ASCII and typographic apostrophes into `plain`, its apostrophes
/// straight, and gives its length.
fn straighten(word: &[u8], pointless: bool, plain: &mut [u8; 32]) -> Option<usize> {
    let (mut at, mut length) = (0, 0);
    while let Some(&byte) = word.get(at) {
        let (byte, width) = match word[at..] {
            [0xE2, 0x80, 0x98 | 0x99, ..] => (b'\'', 3),
            _ if byte.is_ascii() => (byte, 1),
            _ => return None,
        };
        at += width;
        if byte != b'.' || !pointless {
            *plain.get_mut(length)? = byte;
            length += 1;
        }
    }
    Some(length)
}

/// [`of_word`] of `text[start..end]`, without a look at each byte: eight are read at
/// once and those behind the word are cut off.
#[inline]
pub(super) fn of_part(text: &[u8], start: usize, end: usize) -> (u64, bool) {
    let (mut state, mut at, mut all) = ((end - start) as u64, start, 0);
    while let Some(eight) = text[at..].first_chunk().filter(|_| at < end) {
        let eight = u64::from_le_bytes(*eight);
        let word = if end - at < 8 { eight & KEEP[end - at] } else { eight };
        all |= word;
        state = mixed(state, word);
        at += 8;
    }
    if at < end {
        let word = short(&text[at..end]);
        all |= word;
        state = mixed(state, word);
    }
    (finished(state), all & HIGH == 0)
}

/// [`of_word`] of one to eight bytes, the first the lowest, with nothing above them.
#[inline]
pub(super) const fn of_eight(eight: u64, length: usize) -> u64 {
    finished(mixed(length as u64, eight))
}

/// [`of_word`] of a word of up to fifteen small letters, known when this is compiled.
#[inline]
pub(super) const fn of_small(word: &'static str) -> u64 {
    let bytes = word.as_bytes();
    let (mut eights, mut at) = ([0; 2], 0);
    while at < bytes.len() {
        eights[at / 8] |= (bytes[at] as u64) << (8 * (at % 8));
        at += 1;
    }
    let state = mixed(bytes.len() as u64, eights[0]);
    finished(if at > 8 { mixed(state, eights[1]) } else { state })
}

#[inline]
const fn mixed(state: u64, eight: u64) -> u64 {
    let product = (state.rotate_left(5) ^ (eight | 0x2020_2020_2020_2020)).wrapping_mul(SPREAD);
    // Multiplication mixes upwards only: what the last letter tells comes down again.
    product ^ (product >> 32)
}

#[inline]
const fn finished(state: u64) -> u64 {
    state | 1
}

/// [`of_word`] of eight to fifteen bytes.
#[inline]
pub(super) fn of_two(eight: u64, more: u64, length: usize) -> u64 {
    let state = mixed(length as u64, eight);
    finished(if length == 8 { state } else { mixed(state, more) })
}

/// The highest bit of each of eight bytes: none of them is set in ASCII.
pub(super) const HIGH: u64 = 0x8080_8080_8080_8080;

/// Keeps the first bytes of eight, by their number.
pub(super) static KEEP: [u64; 9] = keep();

const fn keep() -> [u64; 9] {
    let mut keep = [u64::MAX; 9];
    let mut count = 0;
    while count < 8 {
        keep[count] = (1 << (8 * count)) - 1;
        count += 1;
    }
    keep
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
    fn a_word_of_the_program_is_hashed_as_one_of_a_story() {
        for word in ["to", "harbours", "underline", "harbourmasters"] {
            assert_eq!(of_small(word), of_word(word).0, "{word}");
        }
    }

    #[test]
    fn a_folded_word_is_hashed_as_its_folded_form() {
        for word in [
            "don’t",
            "O’Neil",
            "L‘Aquila",
            "U.S.",
            "Élise",
            "harbour’s-master-of-the-western-isles",
        ] {
            assert_eq!(of_folded(word, false), of_word(&fold(word)).0, "{word}");
            assert_eq!(of_folded(word, true), of_word(&fold(word).replace('.', "")).0, "{word}");
        }
    }

    #[test]
    fn case_is_laid_aside_and_letters_beyond_ascii_are_told() {
        assert_eq!(of_word("Harbour-Master"), of_word("HARBOUR-MASTER"));
        assert_ne!(of_word("harbour").0, of_word("harbours").0);
        assert!(of_word("ferry").1 && !of_word("fähre").1 && !of_word("harbourmasterø").1);
    }
}
