//! A sieve over a whole chunk at once: one check after the other over the rows that
//! are left, so that each runs in a tight loop and the dear ones see few rows.

use super::field::Field;
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
        let mut checks = self.in_order().peekable();
        let mut rows = match within {
            Some(wider) => self.possible(shelf, wider.into_iter()),
            None => match checks.next_if(|check| check.test.is_named()) {
                Some(check) => self.possible(shelf, named(check, shelf).into_iter()),
                None => self.possible(shelf, 0..shelf.stories.len() as u32),
            },
        };
        for check in checks {
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
            Ready::Countries(_) | Ready::Named(..) => {
                let Some(facts) = shelf.facts else { return rows.clear() };
                let names = |at: u32| facts.get(at as usize).is_some_and(|f| check.test.names(&f));
                rows.retain(|row| names(row.at) != check.negated);
            }
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

/// The rows a first check on facts lets pass, without looking each one up.
fn named(check: &Check, shelf: &Shelf<'_>) -> Vec<u32> {
    let Some(facts) = shelf.facts else { return Vec::new() };
    let mut rows = Vec::new();
    let mut sift = |at: u32, named: bool| {
        if named != check.negated {
            rows.push(at);
        }
    };
    match &check.test {
        Ready::Countries(codes) => (0..).zip(facts.countries()).for_each(|(at, own)| {
            sift(at, own.iter().any(|code| codes.contains(code)));
        }),
        Ready::Named(Field::Speaker, _, set) => {
            (0..).zip(facts.speakers()).for_each(|(at, own)| {
                sift(at, own.iter().any(|id| set.contains(*id)));
            });
        }
        test => (0..).zip(facts.iter()).for_each(|(at, own)| sift(at, test.names(&own))),
    }
    rows
}
