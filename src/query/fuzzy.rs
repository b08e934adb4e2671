//! Scoring by skim's matcher: the only file that names fuzzy-matcher.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Scores folded text by the words of a query. One for each thread: its buffers are
/// kept per thread, and looking them up from two at once is slower than one alone.
pub(super) struct Scorer {
    matcher: SkimMatcherV2,
    words: Vec<String>,
}

impl Scorer {
    pub(super) fn new(words: Vec<String>) -> Scorer {
        Scorer { matcher: SkimMatcherV2::default().respect_case(), words }
    }

    /// How well all the words stand in the text, more is better. A space would count
    /// as a letter there, so each word is scored alone.
    pub(super) fn score(&self, folded: &str) -> i64 {
        let score =
            |word: &String| self.matcher.fuzzy_match(folded, word).unwrap_or(i64::MIN >> 16);
        self.words.iter().map(score).sum()
    }
}
