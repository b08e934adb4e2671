//! Best hits first, without scoring a million of them: every hit has a cheap rank
//! from the scan, and only the best of these are scored by the matcher.

use std::cmp::Reverse;
use std::iter::repeat_n;
use std::sync::Arc;

use super::fuzzy::Scorer;
use super::headline::APART;
use super::hits::Hits;
use super::scan::Found;
use super::sift::TOGETHER;
use crate::model::{Library, StoryId};

/// This many of the best are scored by the full matcher; those beyond keep the cheap
/// rank. At twenty thousand the first screens are the same as with all scored.
const SCORED: usize = 20_000;

/// Of those whose letters stand apart so many are enough: in a million headlines the
/// first forty are the same as with more.
const SCORED_APART: usize = 8_000;

/// Scores known from an earlier ranking of the same query.
pub(super) type Scores = Vec<(StoryId, i64)>;

/// Where so many have their words whole, nobody comes to those behind them whose letters
/// stand apart: these are not weighed.
const ENOUGH: usize = 1_000;

/// How many of the hits have each rank.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks {
    counts: Vec<u32>,
}

impl Ranks {
    pub(super) fn count(&mut self, ranks: impl Iterator<Item = u16>) {
        for rank in ranks.map(usize::from) {
            if rank >= self.counts.len() {
                self.counts.resize(rank + 1, 0);
            }
            self.counts[rank] += 1;
        }
    }

    pub(super) fn add(&mut self, other: &Ranks) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        self.counts.iter_mut().zip(&other.counts).for_each(|(sum, count)| *sum += count);
    }

    /// Takes back what was added.
    pub(super) fn subtract(&mut self, other: &Ranks) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(sum, count)| *sum -= count);
    }

    pub(super) fn clear(&mut self) {
        self.counts.fill(0);
    }

    /// The worst rank that those have which are to be scored. Finding more hits only
    /// makes it better.
    pub(super) fn worst_of_the_best(&self) -> u16 {
        let (most, mut better) = (self.most(), 0);
        let enough = |count: &u32| {
            better += *count as usize;
            better >= most
        };
        let worst = self.counts.iter().position(enough).map_or(u16::MAX, |rank| rank as u16);
        if self.better_than(APART) < ENOUGH { worst } else { worst.min(APART - 1) }
    }

    /// How many of so many are to be scored.
    pub(super) fn best_of(&self, total: usize) -> usize {
        let best = match self.worst_of_the_best() {
            u16::MAX => total,
            worst => self.counts.iter().take(usize::from(worst) + 1).sum::<u32>() as usize,
        };
        best.min(self.most())
    }

    fn most(&self) -> usize {
        SCORED.min(self.better_than(APART) + SCORED_APART)
    }

    /// How many have all words at the start of words, and how many have them whole.
    pub(super) fn whole(&self) -> [usize; 2] {
        [self.better_than(1), self.better_than(APART)]
    }

    fn better_than(&self, rank: u16) -> usize {
        self.counts.iter().take(usize::from(rank)).sum::<u32>() as usize
    }

    /// All that was found by rank, ties as they come: one pass to place each. What is
    /// not among the best and has not its words whole comes last.
    pub(super) fn in_order<'a>(
        &self,
        total: usize,
        found: impl Iterator<Item = &'a Found>,
    ) -> Arc<[StoryId]> {
        let last = usize::from(self.worst_of_the_best().saturating_add(1).max(APART));
        let last = last.min(self.counts.len());
        let place = |rank: u16| usize::from(rank).min(last);
        let mut starts = vec![0; last + 1];
        let mut sum = 0;
        for (start, count) in starts.iter_mut().zip(self.counts.iter().chain(&[0])) {
            *start = sum;
            sum += *count as usize;
        }
        let placed = found.flat_map(Found::ranked).map(|(rank, id)| {
            let start = &mut starts[rank.map_or(last, place)];
            *start += 1;
            (*start - 1, id)
        });
        filled(total, placed)
    }
}

/// So many story ids, each put in its place: as they are shared, so that a million need
/// not be copied there.
pub(super) fn filled(len: usize, ids: impl Iterator<Item = (usize, StoryId)>) -> Arc<[StoryId]> {
    let mut places: Arc<[StoryId]> = repeat_n(StoryId(0), len).collect();
    let own = Arc::get_mut(&mut places).expect("it was made just now");
    ids.for_each(|(place, id)| own[place] = id);
    places
}

/// A ranking under way. Threads may share the scoring: [`Ranking::split`] it, run the
/// shares side by side, and [`Ranking::take`] them back in any order.
pub struct Ranking {
    /// By cheap rank, ties in the order of the library.
    order: Arc<[StoryId]>,
    /// How many of the first have the words at the start of words, and whole: no score
    /// brings letters that stand apart before those.
    whole: [usize; 2],
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
    /// `order` is by cheap rank, and the first so many are to be scored; `known` are
    /// scores that need not be made again.
    pub(super) fn new(
        order: Arc<[StoryId]>,
        wanted: usize,
        whole: [usize; 2],
        words: Arc<[String]>,
        known: &Scores,
    ) -> Ranking {
        let best = &order[..order.len().min(wanted)];
        let (mut known, mut scores) = (known.clone(), Scores::with_capacity(best.len()));
        known.sort_unstable();
        let mut unscored = Vec::with_capacity(best.len());
        for id in best {
            match known.binary_search_by_key(id, |(id, _)| *id) {
                Ok(at) => scores.push(known[at]),
                Err(_) => unscored.push(*id),
            }
        }
        Ranking { order, whole, words, scores, unscored }
    }

    /// Parts the scoring into shares of at most so many headlines.
    pub fn split(&mut self, each: usize) -> Vec<Share> {
        let ids = std::mem::take(&mut self.unscored);
        let share = |ids: &[StoryId]| Share { words: self.words.clone(), ids: ids.into() };
        ids.chunks(each.max(1)).map(share).collect()
    }

    /// Takes a share back.
    pub fn take(&mut self, scored: Scored) {
        self.scores.extend(scored.0);
    }

    /// The hits, best first, ties in the order of the library; and the scores.
    pub(super) fn finish(mut self) -> (Hits, Scores) {
        self.scores.sort_unstable();
        let (scores, all) = (&self.scores, self.scores.len());
        let score = |id: &StoryId| {
            scores.binary_search_by_key(id, |(id, _)| *id).map_or(i64::MIN, |at| scores[at].1)
        };
        let order = Arc::get_mut(&mut self.order).expect("a ranking has its order alone");
        let mut from = 0;
        for end in [self.whole[0].min(all), self.whole[1].min(all), all] {
            let mut part: Vec<(Reverse<i64>, StoryId)> =
                order[from..end].iter().map(|id| (Reverse(score(id)), *id)).collect();
            part.sort_unstable();
            order[from..end].iter_mut().zip(part).for_each(|(place, (_, id))| *place = id);
            from = end;
        }
        (Hits::Some(self.order), self.scores)
    }
}

impl Share {
    /// Scores the share's headlines.
    pub fn run(&self, library: &Library) -> Scored {
        let scorer = Scorer::new(&self.words);
        let folded = |id: &StoryId| {
            let (chunk, at) = library.locate(*id)?;
            Some((*id, library.chunk(chunk)?.stories.folded(at)))
        };
        let mut scored = Vec::with_capacity(self.ids.len());
        for ids in self.ids.chunks(TOGETHER) {
            // To cut them out looks at both ends of each: all come from memory together.
            let some: Vec<(StoryId, &str)> = ids.iter().filter_map(folded).collect();
            scored.extend(some.into_iter().map(|(id, text)| (id, scorer.score(text))));
        }
        Scored(scored)
    }
}
