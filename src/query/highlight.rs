//! The letters of a headline that a query matched, for the rows on screen.

use std::ops::Range;

use super::Query;
use super::term::Test;
use crate::text::fold;
use crate::text::fold::fold_into;

/// The bytes of `headline` that the query's words and exact parts matched, in order,
/// joined where they touch. A word that stands there whole is marked whole; one whose
/// letters are spread is marked letter by letter.
pub fn highlights(query: &Query, headline: &str) -> Vec<Range<usize>> {
    let wanted: Vec<String> = query
        .terms()
        .iter()
        .filter(|term| !term.is_negated())
        .filter_map(|term| match &term.test {
            Test::Word(text) | Test::Exact(text) => Some(fold(text)),
            _ => None,
        })
        .collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let folded = Folded::new(headline);
    let mut found: Vec<Range<usize>> = wanted.iter().flat_map(|word| folded.find(word)).collect();
    found.sort_unstable_by_key(|range| (range.start, range.end));
    joined(found)
}

/// A folded text that knows where its bytes came from.
struct Folded {
    text: String,
    /// For each byte of `text`, the range of the character it came from.
    origins: Vec<Range<usize>>,
}

impl Folded {
    fn new(headline: &str) -> Folded {
        let (mut text, mut origins): (String, Vec<Range<usize>>) = Default::default();
        for (at, c) in headline.char_indices() {
            let end = at + c.len_utf8();
            fold_into(&headline[at..end], &mut text);
            // An accent that stands alone belongs to its letter: both are marked or none.
            if text.len() == origins.len() {
                let letter = origins.iter_mut().rev().take_while(|origin| origin.end == at);
                letter.for_each(|origin| origin.end = end);
            }
            origins.resize(text.len(), at..end);
        }
        Folded { text, origins }
    }

    /// Where a word stands, best place first: at the start of a word, anywhere, else
    /// its letters one by one.
    fn find(&self, word: &str) -> Vec<Range<usize>> {
        let starts_word = |at: &usize| {
            self.text[..*at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
        };
        let places = || self.text.match_indices(word).map(|(at, _)| at);
        if let Some(at) = places().find(starts_word).or_else(|| places().next()) {
            return (at..at + word.len()).map(|byte| self.origins[byte].clone()).collect();
        }
        let mut at = 0;
        let mut letters = Vec::new();
        for letter in word.chars() {
            let Some(step) = self.text[at..].find(letter) else { return Vec::new() };
            letters.push(self.origins[at + step].clone());
            at += step + letter.len_utf8();
        }
        letters
    }
}

fn joined(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(query: &str, headline: &str) -> String {
        let ranges = highlights(&Query::parse(query, 0).unwrap(), headline);
        ranges.into_iter().map(|range| &headline[range]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn whole_words_are_marked_whole_and_spread_ones_by_letter() {
        assert_eq!(marked("tal", "Metal talks"), "tal");
        assert_eq!(marked("ftk", "Ferry Talks"), "F|T|k");
        assert_eq!(marked("lodz ferry", "Łódź ferry"), "Łódź|ferry");
        assert_eq!(marked("country:no !ferry", "Ferry"), "");
        assert_eq!(marked("会", "東京で会談"), "会");
        assert_eq!(marked("cafe", "The Cafe\u{301}s"), "Cafe\u{301}");
        assert_eq!(marked("f", "cafe"), "f");
        assert_eq!(marked("'\"late ferry\"", "A “Late  Ferry”, late ferry"), "late ferry");
        assert_eq!(marked("한국", "한국 뉴스"), "한국");
    }

    proptest! {
        #[test]
        fn ranges_are_ordered_and_on_letters(word in "\\w{1,4}", headline in ".{0,30}") {
            let Ok(query) = Query::parse(&word, 0) else { return Ok(()) };
            let ranges = highlights(&query, &headline);
            prop_assert!(ranges.iter().all(|range| headline.get(range.clone()).is_some()));
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }
}
