//! A sieve over a whole chunk at once: one check after the other over the rows that
//! are left, so that each runs in a tight loop and the dear ones see few rows.

use super::needle::Buf;
use super::sieve::{Check, Known, Ready, Seen, Sieve};
use crate::model::Shelf;

/// One story of a chunk that may yet answer the query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Its place in the chunk.
    pub(super) at: u32,
    /// How well its headline answers the words so far, 0 best.
    pub(super) rank: u16,
}

impl Sieve {
    /// The rows of a chunk that pass, with their ranks. `within` are the only rows to
    /// look at, when a wider query has been there before.
    pub(super) fn sift(&self, shelf: &Shelf<'_>, within: Option<Vec<u32>>) -> Vec<Row> {
        let mut rows = match within {
            Some(wider) => self.possible(shelf, wider.into_iter()),
            None => self.possible(shelf, 0..shelf.stories.len() as u32),
        };
        for check in self.in_order() {
            if rows.is_empty() {
                break;
            }
            self.sift_by(check, shelf, &mut rows);
        }
        rows
    }

    /// The rows whose headlines have every letter of the words.
    fn possible(&self, shelf: &Shelf<'_>, rows: impl Iterator<Item = u32>) -> Vec<Row> {
        let (masks, mask) = (shelf.stories.masks(), self.mask());
        let mut possible = Vec::with_capacity(rows.size_hint().0);
        let has_letters = |at: &u32| masks[*at as usize] & mask == mask;
        possible.extend(rows.filter(has_letters).map(|at| Row { at, rank: 0 }));
        possible
    }

    fn sift_by(&self, check: &Check, shelf: &Shelf<'_>, rows: &mut Vec<Row>) {
        let stories = shelf.stories;
        match &check.test {
            Ready::Word(word) if !check.negated => rows.retain_mut(|row| {
                let rank = word.rank_in(stories.folded(row.at as usize));
                row.rank = row.rank.saturating_add(rank.unwrap_or(0));
                rank.is_some()
            }),
            Ready::Exact(needle) => rows.retain(|row| {
                needle.is_in_folded(stories.folded(row.at as usize)) != check.negated
            }),
            Ready::Countries(codes) => rows.retain(|row| {
                let own = shelf.facts.map_or(&[][..], |facts| facts.countries(row.at as usize));
                own.iter().any(|code| codes.contains(code)) != check.negated
            }),
            test => self.sift_one_by_one(test, check.negated, shelf, rows),
        }
    }

    /// For the checks that cost so much themselves that no loop need be tight.
    fn sift_one_by_one(&self, test: &Ready, negated: bool, shelf: &Shelf<'_>, rows: &mut Vec<Row>) {
        let mut buf = Buf::default();
        rows.retain(|row| {
            let at = row.at as usize;
            let Some(story) = shelf.stories.get(at) else { return false };
            let (folded, mask) = (shelf.stories.folded(at), shelf.stories.masks()[at]);
            let facts = shelf.facts.and_then(|facts| facts.get(at));
            let facts = facts.map_or(Known::Nothing, Known::Packed);
            self.holds(test, &Seen { story, folded, mask, facts }, &mut buf) != negated
        });
    }
}
