//! Which words a paragraph shares with the story so far: a new story brings new ones.

/// Words are told apart by so many bits of a hash; a rare mix-up does no harm.
const BUCKETS: usize = 1 << 15;

/// Bytes of a paragraph that are looked at.
const LOOK: usize = 1_500;

/// The longer words of a paragraph, as buckets; each at most once.
pub(super) type Words = Vec<u16>;

/// Puts the words of four letters and more into `words`, by their first five.
pub(super) fn words_of(text: &str, words: &mut Words) {
    words.clear();
    let bytes = &text.as_bytes()[..text.floor_char_boundary(LOOK)];
    let mut hash = 0_u64;
    let mut letters = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // Letters beyond ASCII have two bytes or more; E2 begins dashes and quotation marks.
        let letter = byte.is_ascii_alphanumeric() || byte >= 0x80 && byte != 0xe2;
        if letter {
            letters += 1;
            let most = if byte < 0x80 { 5 } else { 8 };
            if letters <= most {
                hash = hash << 8 | u64::from(byte.to_ascii_lowercase());
            }
        } else {
            if letters >= 4 {
                words.push(bucket(hash));
            }
            (hash, letters) = (0, 0);
        }
        at += if byte == 0xe2 { 3 } else { 1 };
    }
    if letters >= 4 {
        words.push(bucket(hash));
    }
    words.sort_unstable();
    words.dedup();
}

fn bucket(hash: u64) -> u16 {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - 15)) as u16
}

/// How telling each word is in this file: one that stands in every other paragraph
/// tells nothing.
pub(super) struct Weights {
    paragraphs: u32,
    with_word: Vec<u16>,
}

impl Weights {
    pub(super) fn new() -> Weights {
        Weights { paragraphs: 0, with_word: vec![0; BUCKETS] }
    }

    pub(super) fn note(&mut self, words: &[u16]) {
        self.paragraphs += 1;
        for word in words {
            let count = &mut self.with_word[usize::from(*word)];
            *count = count.saturating_add(1);
        }
    }

    fn of(&self, word: u16) -> f32 {
        let with = f32::from(self.with_word[usize::from(word)]) + 1.0;
        #[expect(clippy::cast_precision_loss, reason = "a sample has few paragraphs")]
        let all = self.paragraphs as f32 + 20.0;
        (all / with).ln().max(0.1)
    }

    /// The share of `words`, by weight, that `is_known`; 0 for none.
    pub(super) fn share(
        &self,
        words: &mut dyn Iterator<Item = u16>,
        is_known: impl Fn(u16) -> bool,
    ) -> f32 {
        let (mut known, mut all) = (0.0, 0.0);
        for word in words {
            let weight = self.of(word);
            all += weight;
            if is_known(word) {
                known += weight;
            }
        }
        if all > 0.0 { known / all } else { 0.0 }
    }
}

/// The words of the story so far.
pub(super) struct Seen {
    story: u16,
    last: Vec<u16>,
    count: usize,
}

impl Seen {
    pub(super) fn new() -> Seen {
        Seen { story: 1, last: vec![0; BUCKETS], count: 0 }
    }

    pub(super) fn start_story(&mut self) {
        self.count = 0;
        self.story = self.story.wrapping_add(1);
        if self.story == 0 {
            self.last.fill(0);
            self.story = 1;
        }
    }

    pub(super) fn add(&mut self, words: &[u16]) {
        for word in words {
            let last = &mut self.last[usize::from(*word)];
            self.count += usize::from(*last != self.story);
            *last = self.story;
        }
    }

    /// How many words the story has so far.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn has(&self, word: u16) -> bool {
        self.last[usize::from(word)] == self.story
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        let mut words = Vec::new();
        words_of(text, &mut words);
        words
    }

    #[test]
    fn words_are_the_same_in_any_case_and_ending() {
        assert_eq!(words("Harbours, HARBOUR’s harbour"), words("harbour"));
        assert!(words("the of at").is_empty());
        assert_eq!(words("гавань").len(), 1);
    }

    #[test]
    fn a_new_story_knows_nothing() {
        let mut seen = Seen::new();
        let ferry = words("ferry");
        seen.add(&ferry);
        assert!(seen.has(ferry[0]));
        seen.start_story();
        assert!(!seen.has(ferry[0]));
        for _ in 0..70_000 {
            seen.start_story();
        }
        assert!(!seen.has(ferry[0]));
    }
}
