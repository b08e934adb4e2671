//! Best hits first, without scoring a million of them: every hit has a cheap rank
//! from the scan, and only the best of these are scored by the matcher.

use std::collections::HashMap;
use std::sync::Arc;

use super::fuzzy::Scorer;
use super::hits::Hits;
use crate::model::{Library, StoryId};

/// This many of the best are scored by the full matcher; those beyond keep the cheap
/// rank. At twenty thousand the first screens are the same as with all scored.
const SCORED: usize = 20_000;

/// Scores known from an earlier ranking of the same query.
pub(super) type Scores = HashMap<StoryId, i64>;

/// A ranking under way. Threads may share the scoring: [`Ranking::split`] it, run the
/// shares side by side, and [`Ranking::take`] them back in any order.
pub struct Ranking {
    /// By cheap rank, ties in the order of the library.
    order: Vec<StoryId>,
    words: Arc<[String]>,
    scores: Scores,
    unscored: Vec<StoryId>,
}

/// A share of the scoring, for one thread.
pub struct Share {
    words: Arc<[String]>,
    ids: Vec<StoryId>,
}

/// A share that is done.
pub struct Scored(Vec<(StoryId, i64)>);

impl Ranking {
    /// `order` is by cheap rank; `known` are scores that need not be made again.
    pub(super) fn new(order: Vec<StoryId>, words: Arc<[String]>, known: &Scores) -> Ranking {
        let best = &order[..order.len().min(SCORED)];
        let (mut scores, mut unscored) = (Scores::with_capacity(best.len()), Vec::new());
        for id in best {
            match known.get(id) {
                Some(score) => drop(scores.insert(*id, *score)),
                None => unscored.push(*id),
            }
        }
        Ranking { order, words, scores, unscored }
    }

    /// Parts the scoring into at most so many shares.
    pub fn split(&mut self, shares: usize) -> Vec<Share> {
        let ids = std::mem::take(&mut self.unscored);
        let each = ids.len().div_ceil(shares.max(1)).max(1);
        ids.chunks(each).map(|ids| Share { words: self.words.clone(), ids: ids.into() }).collect()
    }

    /// Takes a share back.
    pub fn take(&mut self, scored: Scored) {
        self.scores.extend(scored.0);
    }

    /// The hits, best first, ties in the order of the library; and the scores.
    pub(super) fn finish(mut self) -> (Hits, Scores) {
        let best = &mut self.order[..self.scores.len()];
        let mut scored: Vec<(i64, StoryId)> = best
            .iter()
            .map(|id| (self.scores.get(id).map_or(i64::MAX, |score| -score), *id))
            .collect();
        scored.sort_unstable();
        best.iter_mut().zip(scored).for_each(|(place, (_, id))| *place = id);
        (Hits::Some(self.order.into()), self.scores)
    }
}

impl Share {
    /// Scores the share's headlines.
    pub fn run(&self, library: &Library) -> Scored {
        let scorer = Scorer::new(&self.words);
        let score = |id: &StoryId| {
            let (chunk, at) = library.locate(*id)?;
            Some((*id, scorer.score(library.chunk(chunk)?.stories.folded(at))))
        };
        Scored(self.ids.iter().filter_map(score).collect())
    }
}

/// Story ids by rank, ties as they come: one pass to count, one to place, which sorts
/// a million in some milliseconds. No rank reaches `worst`.
pub(super) fn by_rank<'a>(
    found: impl Iterator<Item = (&'a [StoryId], &'a [u16])> + Clone,
    worst: usize,
) -> Vec<StoryId> {
    let mut starts = vec![0_usize; worst + 1];
    for (_, ranks) in found.clone() {
        for rank in ranks {
            starts[usize::from(*rank) + 1] += 1;
        }
    }
    for rank in 1..starts.len() {
        starts[rank] += starts[rank - 1];
    }
    let mut order = vec![StoryId(0); starts.last().copied().unwrap_or(0)];
    for (ids, ranks) in found {
        for (id, rank) in ids.iter().zip(ranks) {
            let at = &mut starts[usize::from(*rank)];
            order[*at] = *id;
            *at += 1;
        }
    }
    order
}
