//! Which words a paragraph shares with the story so far: a new story brings new ones.

use std::ops::Range;

use super::scan::{BLOCK, bits, filled_up, places};

/// Words are told apart by so many bits of a hash; a rare mix-up does no harm.
const BUCKETS: usize = 1 << 15;

/// Bytes of a paragraph that are looked at.
pub(super) const LOOK: usize = 1_500;

/// The longer words of a paragraph, as buckets; each at most once.
pub(super) type Words = Vec<u16>;

/// Puts the words of four letters and more into `words`, by their first five; `letters`
/// are those of `text`. `met`, which is empty, is only for telling what stands there
/// already.
pub(super) fn words_of(text: &[u8], letters: &[u64], met: &mut Bits, words: &mut Words) {
    words.clear();
    // About one word in so many bytes is so long.
    words.reserve(text.len() / 8);
    let (mut before, mut count) = (0, 0);
    for (nth, block) in letters.iter().enumerate() {
        let next = letters.get(nth + 1).copied().unwrap_or(0);
        let letter = u128::from(next) << BLOCK | u128::from(*block);
        // Three more letters follow, and none stands before: half of all words go here.
        let long = (letter & letter >> 1 & letter >> 2 & letter >> 3) as u64;
        let begun = long & !(block << 1 | before);
        before = block >> (BLOCK - 1);
        words.resize(count + begun.count_ones() as usize, 0);
        for at in places(begun) {
            let len = (letter >> at).trailing_ones().min(8) as usize;
            let word = bucket(head(&text[nth * BLOCK + at..], len));
            count = met.note(word, words, count);
        }
    }
    words.truncate(count);
    met.empty(words);
}

/// The first five letters of a word of at least four, in lower case; where they are
/// not all ASCII the first eight bytes. The word is the first `len` bytes, at most eight.
fn head(text: &[u8], len: usize) -> u64 {
    const ASCII: u64 = 0x80_8080_8080;
    const SMALL: u64 = 0x20_2020_2020;
    if let Some(eight) = text.first_chunk() {
        // Five letters, or four: half of all words are as short, so nothing is decided.
        let short = 8 * u32::from(len == 4);
        let five = u64::from_be_bytes(*eight) >> (24 + short);
        if five & ASCII == 0 {
            return five | SMALL >> short;
        }
    }
    let word = &text[..len];
    let plain = word.iter().take(5).all(u8::is_ascii);
    let letters = word.iter().take(if plain { 5 } else { 8 });
    letters.fold(0, |head, letter| {
        head << 8 | u64::from(if plain { letter | 0x20 } else { letter.to_ascii_lowercase() })
    })
}

/// Where the words of a text stand as blanks part them; two blanks have an empty one between.
pub(super) fn spaced(text: &str) -> impl Iterator<Item = Range<usize>> {
    let (mut from, mut block, mut left) = (0, 0, blanks(text, 0));
    std::iter::from_fn(move || {
        while left == 0 && block + BLOCK < text.len() {
            block += BLOCK;
            left = blanks(text, block);
        }
        let start = from;
        if left == 0 {
            from = text.len() + 1;
            return (start <= text.len()).then_some(start..text.len());
        }
        let end = block + left.trailing_zeros() as usize;
        left &= left - 1;
        from = end + 1;
        Some(start..end)
    })
}

/// Where the blanks stand in the block of a text that begins at a place.
fn blanks(text: &str, at: usize) -> u64 {
    let bytes = text.as_bytes().get(at..).unwrap_or_default();
    let block = bytes.first_chunk().copied().unwrap_or_else(|| filled_up(bytes));
    bits(&block, |byte| byte == b' ')
}

/// A word without what stands round its letters and digits.
pub(super) fn bare(word: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    match word.as_bytes() {
        [first, .., last] if plain(*first) && plain(*last) => word,
        // Or but for the comma or full stop behind it.
        [first, .., last, mark] if plain(*first) && plain(*last) && mark.is_ascii() => {
            &word[..word.len() - 1]
        }
        _ => word.trim_matches(is_outside),
    }
}

/// Whether a character is no part of a word. Quotation marks and dashes are, and common,
/// and need no look into the tables of Unicode.
pub(super) fn is_outside(c: char) -> bool {
    ('\u{2000}'..='\u{206f}').contains(&c) || !c.is_alphanumeric()
}

fn bucket(hash: u64) -> u16 {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - 15)) as u16
}

/// How telling each word is in this file: one that stands in every other paragraph
/// tells nothing.
pub(super) struct Weights {
    paragraphs: u32,
    /// Paragraphs that have a word, by its bucket.
    with_word: Vec<u16>,
    /// Paragraphs that have the commonest word.
    most: u16,
    /// What a word weighs that stands in so many paragraphs: see [`Weights::settle`].
    by_count: Vec<f32>,
}

impl Weights {
    pub(super) fn new() -> Weights {
        Weights { paragraphs: 0, with_word: vec![0; BUCKETS], most: 0, by_count: vec![0.1] }
    }

    pub(super) fn note(&mut self, words: &[u16]) {
        self.paragraphs += 1;
        for word in words {
            let count = &mut self.with_word[usize::from(*word)];
            *count = count.saturating_add(1);
            self.most = self.most.max(*count);
        }
    }

    /// Weighs the words by all that was noted so far.
    pub(super) fn settle(&mut self) {
        #[expect(clippy::cast_precision_loss, reason = "a sample has few paragraphs")]
        let all = self.paragraphs as f32 + 20.0;
        let weight = |with: u16| (all / (f32::from(with) + 1.0)).ln().max(0.1);
        self.by_count = (0..=self.most).map(weight).collect();
    }

    fn of(&self, word: u16) -> f32 {
        self.by_count[usize::from(self.with_word[usize::from(word)])]
    }

    /// The share of `words`, by weight, that `is_known`; 0 for none.
    pub(super) fn share(
        &self,
        words: impl Iterator<Item = u16>,
        is_known: impl Fn(u16) -> bool,
    ) -> f32 {
        let (mut known, mut all) = (0.0, 0.0);
        for word in words {
            let weight = self.of(word);
            all += weight;
            // Nobody can guess whether it is: all bits of the weight are taken, or none.
            let mask = u32::from(is_known(word)).wrapping_neg();
            known += f32::from_bits(weight.to_bits() & mask);
        }
        if all > 0.0 { known / all } else { 0.0 }
    }
}

/// Which words there are. One bit a bucket stays in the processor's first cache, and a
/// small file need not lay out more than it holds.
pub(super) struct Bits(Vec<u64>);

impl Default for Bits {
    fn default() -> Bits {
        Bits(vec![0; BUCKETS / 64])
    }
}

impl Bits {
    /// Adds a word, and puts it at `count` of a list that has room; gives how many are
    /// listed now: no more than before, if it was there already. Whether it was cannot be
    /// guessed, so nothing is decided by it.
    #[inline]
    fn note(&mut self, word: u16, words: &mut [u16], count: usize) -> usize {
        let bits = &mut self.0[usize::from(word) / 64];
        let before = std::mem::replace(bits, *bits | 1 << (word % 64));
        words[count] = word;
        count + usize::from(before != *bits)
    }

    fn has(&self, word: u16) -> bool {
        self.0[usize::from(word) / 64] & 1 << (word % 64) != 0
    }

    /// Takes all words out, which are these.
    fn empty(&mut self, words: &[u16]) {
        for word in words {
            self.0[usize::from(*word) / 64] = 0;
        }
    }
}

/// The words of a story, or of a part of it.
#[derive(Default)]
pub(super) struct Seen {
    bits: Bits,
    words: Words,
}

impl Seen {
    pub(super) fn start_story(&mut self) {
        self.bits.empty(&self.words);
        self.words.clear();
    }

    pub(super) fn add(&mut self, words: &[u16]) {
        let mut count = self.words.len();
        self.words.resize(count + words.len(), 0);
        for word in words {
            count = self.bits.note(*word, &mut self.words, count);
        }
        self.words.truncate(count);
    }

    /// How many words the story has so far.
    pub(super) fn count(&self) -> usize {
        self.words.len()
    }

    pub(super) fn has(&self, word: u16) -> bool {
        self.bits.has(word)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::scan::letters;
    use super::*;

    fn words(text: &str) -> Words {
        let (mut masks, mut words) = (Vec::new(), Vec::new());
        letters(text.as_bytes(), &mut masks);
        words_of(text.as_bytes(), &masks, &mut Bits::default(), &mut words);
        words
    }

    #[test]
    fn words_are_the_same_in_any_case_and_ending() {
        assert_eq!(words("Harbours, HARBOUR’s harbour"), words("harbour"));
        assert!(words("the of at").is_empty());
        assert_eq!(words("гавань").len(), 1);
    }

    proptest! {
        #[test]
        fn words_are_parted_as_the_standard_library_would(text in "([a-e]{0,70} |[é ]){0,9}[a-c]{0,3}") {
            prop_assert!(spaced(&text).map(|word| &text[word]).eq(text.split(' ')), "{text:?}");
        }
    }

    #[test]
    fn a_new_story_knows_nothing() {
        let mut seen = Seen::default();
        let ferry = words("ferry");
        seen.add(&ferry);
        assert!(seen.has(ferry[0]));
        seen.start_story();
        assert!(!seen.has(ferry[0]) && seen.count() == 0);
    }
}
