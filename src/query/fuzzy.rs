//! Scoring by skim's matcher: the only file that names fuzzy-matcher.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem;

/// Scores folded headlines by the words of a query. One for each thread: its buffers
/// are kept per thread, and looking them up from two at once is slower than one alone.
pub(super) struct Scorer {
    matcher: SkimMatcherV2,
    words: Vec<Word>,
}

/// A word with the scores most headlines get, so that the matcher is asked only about
/// the others.
struct Word {
    text: String,
    after_space: memmem::Finder<'static>,
    /// Of a headline that begins with the word: nothing scores higher.
    first: i64,
    /// Of one that has it after a space, and does not begin with its first letter.
    later: i64,
}

/// The matcher's table grows with both: what is longer is cut, in bytes.
const LONGEST_TEXT: usize = 512;
const LONGEST_WORD: usize = 64;

/// Less than any score: the word does not stand in the part of the text looked at.
const NOWHERE: i64 = -1_000_000;

impl Scorer {
    pub(super) fn new(words: &[String]) -> Scorer {
        let matcher = SkimMatcherV2::default().respect_case();
        let words = words.iter().map(|word| Word::new(head(word, LONGEST_WORD), &matcher));
        Scorer { words: words.collect(), matcher }
    }

    /// How well all the words stand in the text, more is better. A space would count
    /// as a letter there, so each word is scored alone.
    pub(super) fn score(&self, folded: &str) -> i64 {
        let text = head(folded, LONGEST_TEXT);
        self.words.iter().map(|word| word.score(text, &self.matcher)).sum()
    }
}

impl Word {
    fn new(text: &str, matcher: &SkimMatcherV2) -> Word {
        let after_space = format!(" {text}");
        let score = |choice: &str| matcher.fuzzy_match(choice, text).unwrap_or(NOWHERE);
        Word {
            first: score(text),
            later: score(&after_space),
            after_space: memmem::Finder::new(after_space.as_bytes()).into_owned(),
            text: text.into(),
        }
    }

    fn score(&self, text: &str, matcher: &SkimMatcherV2) -> i64 {
        if text.starts_with(&self.text) {
            return self.first;
        }
        let begins_alike = text.chars().next() == self.text.chars().next();
        if !begins_alike && self.after_space.find(text.as_bytes()).is_some() {
            return self.later;
        }
        matcher.fuzzy_match(self.part_of(text), &self.text).unwrap_or(NOWHERE)
    }

    /// The part of a text in which the word can stand, and the letter before it, which
    /// says whether a word begins there. The matcher's time grows with the text.
    fn part_of<'t>(&self, text: &'t str) -> &'t str {
        let mut letters = self.text.chars();
        let Some(first) = letters.next() else { return text };
        let last = letters.next_back().unwrap_or(first);
        let from = text.find(first).unwrap_or(0);
        let from = text[..from].char_indices().next_back().map_or(0, |(at, _)| at);
        let end = text.rfind(last).map_or(text.len(), |at| at + last.len_utf8());
        text.get(from..end).unwrap_or(text)
    }
}

fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_matcher_would_say_the_same(word in "[abé]{1,4}", text in "[abcé /.1]{0,14}") {
            let matcher = SkimMatcherV2::default().respect_case();
            let asked = matcher.fuzzy_match(&text, &word).unwrap_or(NOWHERE);
            prop_assert_eq!(Scorer::new(&[word]).score(&text), asked);
        }
    }

    #[test]
    fn a_flood_is_cut_short() {
        let scorer = Scorer::new(&["a".repeat(10_000)]);
        assert!(scorer.score(&"a".repeat(10_000_000)) > 0);
        assert!(scorer.score("b") < 0);
    }
}
