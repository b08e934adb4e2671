//! A query held against a whole library, chunk by chunk. What is found stays found:
//! a longer library, or one that has learnt more facts, is gone on with.

use std::sync::Arc;

use super::headline::APART;
use super::hits::Hits;
use super::rank::{Ranking, Ranks, Scores, filled};
use super::sieve::{Marks, NoQuotes, Quoted, Sieve};
use super::sift::{Row, Start, Wider};
use super::{Query, Term};
use crate::model::{Library, StoryId};

/// So many chunks are weighed before any other.
const FIRST_WEIGHED: usize = 16;

/// A scan in progress. Testing chunks changes nothing ([`Scan::test`]), so threads can
/// share it; taking in what they found does.
#[derive(Clone, Debug)]
pub struct Scan {
    query: Query,
    sieve: Sieve,
    needs_facts: bool,
    ranked: bool,
    /// By chunk; `None` where it has not been tested yet.
    found: Vec<Option<Arc<Found>>>,
    /// What a wider query found: all that this one need look at.
    within: Vec<Option<Arc<Found>>>,
    /// How that query's words go on in this one's.
    start: Option<Start>,
    /// How many were found,
    total: usize,
    /// and of each rank.
    ranks: Ranks,
    /// Stories of the library when it was last looked at.
    len: u32,
    scores: Scores,
}

/// What one chunk holds.
#[derive(Clone, Debug)]
pub struct Found {
    /// The id of the chunk's first story.
    first: u32,
    rows: Vec<Row>,
    /// Their ranks are exact up to this.
    exact: u16,
    /// How many have each of those.
    ranks: Ranks,
}

impl Found {
    fn ids(&self) -> impl Iterator<Item = StoryId> {
        self.rows.iter().map(|row| StoryId(self.first + row.at))
    }

    /// Each with its rank, as far as that is exact.
    pub(super) fn ranked(&self) -> impl Iterator<Item = (Option<u16>, StoryId)> {
        let rank = |row: &Row| Some(row.rank()).filter(|rank| *rank <= self.exact);
        self.rows.iter().map(rank).zip(self.ids())
    }

    fn count(self) -> Found {
        let mut ranks = Ranks::default();
        ranks.count(self.ranked().filter_map(|(rank, _)| rank));
        Found { ranks, ..self }
    }
}

impl Scan {
    pub fn new(query: &Query, marks: Marks) -> Scan {
        Scan::with_quotes(query, marks, Arc::new(NoQuotes))
    }

    /// A scan that can answer `quote:` too.
    pub fn with_quotes(query: &Query, marks: Marks, quoted: Arc<dyn Quoted>) -> Scan {
        let sieve = Sieve::with_quotes(query, marks, quoted);
        Scan {
            query: query.clone(),
            needs_facts: query.needs_facts(),
            ranked: query.is_ranked(),
            sieve,
            found: Vec::new(),
            within: Vec::new(),
            start: None,
            total: 0,
            ranks: Ranks::default(),
            len: 0,
            scores: Scores::new(),
        }
    }

    /// Looks only at what `wider` has found, where it has looked, when this query
    /// asks for less of the same.
    #[must_use]
    pub fn narrowing(mut self, wider: &Scan) -> Scan {
        if self.is_within(wider) {
            self.within.clone_from(&wider.found);
            self.start = Start::of(&wider.sieve, &self.sieve);
        }
        self
    }

    /// Whether this query asks for less of the same, or for no more.
    pub fn is_within(&self, wider: &Scan) -> bool {
        !wider.query.is_empty()
            && self.sieve.sees_as(&wider.sieve)
            && self.query.is_within(&wider.query)
    }

    /// Takes notice of what the library has learnt: names, and chunks.
    pub fn learn(&mut self, library: &Library) {
        self.len = library.len();
        if self.query.is_empty() {
            return;
        }
        if self.sieve.learn(library.names()) {
            // Whom a surname means has changed: every story is asked again.
            self.found.clear();
            self.within.clear();
            self.total = 0;
            self.ranks.clear();
        }
        self.found.resize(library.chunk_count(), None);
    }

    /// The chunks that can be tested now and have not been, in order; after them those
    /// whose rows are to be weighed, since whole words alone do not tell the best.
    pub fn waiting(&self, library: &Library) -> Vec<usize> {
        if self.query.is_empty() {
            return Vec::new();
        }
        let open = |index: &usize| {
            self.found.get(*index).is_none_or(Option::is_none)
                && library
                    .chunk(*index)
                    .is_some_and(|shelf| !self.needs_facts || shelf.facts.is_some())
        };
        let untested: Vec<usize> = (0..library.chunk_count()).filter(open).collect();
        if !untested.is_empty() || !self.ranked || self.ranks.best_of(self.total) == self.total {
            return untested;
        }
        let best = self.ranks.worst_of_the_best();
        let is_rough = |found: &Option<Arc<Found>>| found.as_ref().is_some_and(|f| f.exact < best);
        let (rough, weighed): (Vec<usize>, Vec<usize>) =
            (0..self.found.len()).partition(|index| is_rough(&self.found[*index]));
        // Those weighed so far tell how far the next ones need be.
        rough.into_iter().take(weighed.len().max(FIRST_WEIGHED)).collect()
    }

    /// Tests one chunk, or weighs what was found in it. `None` when the library has no
    /// such chunk, or when its facts are needed and not there.
    pub fn test(&self, library: &Library, index: usize) -> Option<Found> {
        let shelf = library.chunk(index)?;
        if self.needs_facts && shelf.facts.is_none() {
            return None;
        }
        if let Some(Some(found)) = self.found.get(index) {
            let mut found = Found::clone(found);
            let most = self.ranks.worst_of_the_best();
            self.sieve.weigh(&mut found.rows, &shelf, found.exact, most);
            return Some(Found { exact: most, ..found }.count());
        }
        let wider = self.within.get(index).and_then(Option::as_ref);
        let wider = wider.map(|found| Wider { rows: &found.rows, start: self.start });
        let rows = self.sieve.sift(&shelf, wider);
        let found = Found { first: shelf.first.0, rows, exact: APART - 1, ranks: Ranks::default() };
        Some(if self.ranked { found.count() } else { found })
    }

    /// Takes in what a chunk holds.
    pub fn take(&mut self, index: usize, found: Found) {
        if self.found.len() <= index {
            self.found.resize(index + 1, None);
        }
        self.total += found.rows.len();
        self.ranks.add(&found.ranks);
        if let Some(rough) = self.found[index].replace(Arc::new(found)) {
            self.total -= rough.rows.len();
            self.ranks.subtract(&rough.ranks);
        }
    }

    /// Tests everything that can be tested now, on this thread.
    pub fn run(&mut self, library: &Library) {
        self.learn(library);
        loop {
            let waiting = self.waiting(library);
            if waiting.is_empty() {
                break;
            }
            for index in waiting {
                if let Some(found) = self.test(library, index) {
                    self.take(index, found);
                }
            }
        }
    }

    /// Whether every chunk has been tested.
    pub fn is_done(&self, library: &Library) -> bool {
        self.query.is_empty() && self.len == library.len()
            || !self.query.is_empty()
                && self.found.len() >= library.chunk_count()
                && self.found.iter().all(Option::is_some)
    }

    /// The query's terms that name nothing in the library: see [`unmatched`]. The
    /// library must be the one last learnt from.
    pub fn unmatched(&self, library: &Library) -> Vec<&Term> {
        idle(&self.query, &self.sieve, library)
    }

    pub fn query(&self) -> &Query {
        &self.query
    }

    /// What was found so far, in the order of the library.
    pub fn hits(&self) -> Hits {
        if self.query.is_empty() {
            return Hits::All(self.len);
        }
        Hits::Some(filled(self.total, self.found().flat_map(Found::ids).enumerate()))
    }

    fn found(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().flatten().map(|found| &**found)
    }

    /// What was found so far, best first; ties in the order of the library. Without
    /// words to rank by this is [`Scan::hits`].
    pub fn ranked(&mut self, library: &Library) -> Hits {
        let Some(mut ranking) = self.ranking() else { return self.hits() };
        for share in ranking.split(usize::MAX) {
            ranking.take(share.run(library));
        }
        self.finish(ranking)
    }

    /// The ranking to be done, for threads to share; [`Scan::finish`] ends it. `None`
    /// when the query has no words to rank by.
    pub fn ranking(&self) -> Option<Ranking> {
        if !self.ranked {
            return None;
        }
        let order = self.ranks.in_order(self.total, self.found());
        let words = self.sieve.words().map(|word| word.folded().to_owned()).collect();
        let (best, whole) = (self.ranks.best_of(self.total), self.ranks.whole());
        Some(Ranking::new(order, best, whole, words, &self.scores))
    }

    /// The hits of a ranking whose shares were all taken back. Their scores are kept:
    /// when the library grows, only what is new is scored.
    pub fn finish(&mut self, ranking: Ranking) -> Hits {
        let (hits, scores) = ranking.finish();
        self.scores = scores;
        hits
    }
}

/// The terms of a query that name nothing in the library: no such country, or nobody
/// of that name in that part. While facts are still being read only a country that
/// does not exist is named; the others may yet turn up. Where there is a [`Scan`] of
/// the query, [`Scan::unmatched`] is quicker: it has looked at the names already.
pub fn unmatched<'a>(query: &'a Query, library: &Library) -> Vec<&'a Term> {
    if !query.needs_facts() {
        return Vec::new();
    }
    let mut sieve = Sieve::new(query, Marks::default());
    sieve.learn(library.names());
    idle(query, &sieve, library)
}

fn idle<'a>(query: &'a Query, sieve: &Sieve, library: &Library) -> Vec<&'a Term> {
    let all_read = library.with_facts() == library.len();
    let is_idle = |(index, term): &(usize, &Term)| {
        if all_read { !sieve.names_something(*index, library) } else { term.is_no_country() }
    };
    query.terms().iter().enumerate().filter(is_idle).map(|(_, term)| term).collect()
}
