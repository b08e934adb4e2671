//! The words of names that tell persons apart, and who shares them.

use super::lexicon::class;
use super::names::{LONGEST, Segment};
use super::page::Page;
use super::people::PersonId;
use crate::extract::tokens::Kind;

/// A word of a name that tells persons apart: neither a particle nor `Jr.`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Of the folded word.
    pub(super) key: u64,
    pub(super) token: u32,
}

/// Where the parts of one name stand among those of all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    pub(super) first: u32,
    pub(super) len: u32,
}

impl Parts {
    /// Puts the parts of the segment's name behind all others.
    pub(super) fn new(page: &Page<'_>, segment: &Segment, all: &mut Vec<Part>) -> Parts {
        let first = all.len();
        for at in segment.first..segment.end.min(segment.first + LONGEST) {
            let particle = match page.kind(at) {
                Some(Kind::Lower) => !page.word(at).contains('-'),
                // The marks round a nickname.
                kind => matches!(kind, Some(Kind::Quote | Kind::Single | Kind::Possessive)),
            };
            if !particle && !page.is(at, class::SUFFIX) {
                all.push(Part { key: page.key(at), token: at as u32 });
            }
        }
        Parts { first: first as u32, len: (all.len() - first) as u32 }
    }

    pub(super) fn of(self, all: &[Part]) -> &[Part] {
        &all[self.first as usize..(self.first + self.len) as usize]
    }
}

/// How many people who share a part of a name are told apart; more is no story.
pub(super) const NAMESAKES: usize = 12;

/// People who share a part of a name, in order of finding.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Namesakes {
    held: [u32; NAMESAKES],
    len: u32,
}

impl Namesakes {
    pub(super) fn iter(&self) -> impl Iterator<Item = PersonId> {
        self.held[..self.len as usize].iter().map(|&person| person as PersonId)
    }

    /// Adds a person who is not among them, as long as there is room.
    pub(super) fn add(&mut self, person: PersonId) {
        let here = self.len as usize;
        if here < NAMESAKES && self.iter().all(|held| held != person) {
            self.held[here] = person as u32;
            self.len += 1;
        }
    }
}

/// The key of the last word, which is the surname in most names.
pub(super) fn last(parts: &[Part]) -> Option<u64> {
    parts.last().map(|part| part.key)
}
