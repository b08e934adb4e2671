//! A query held against a whole library, chunk by chunk. What is found stays found:
//! a longer library, or one that has learnt more facts, is gone on with.

use std::sync::Arc;

use super::hits::Hits;
use super::rank::{Ranking, Scores, by_rank};
use super::sieve::{Marks, NoQuotes, Quoted, Sieve};
use super::{Query, Term};
use crate::model::{Library, StoryId};

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
    /// Stories of the library when it was last looked at.
    len: u32,
    scores: Scores,
}

/// What one chunk holds.
#[derive(Debug, Default)]
pub struct Found {
    ids: Vec<StoryId>,
    /// One an id, 0 best; empty when the query has no words to rank by.
    ranks: Vec<u16>,
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
            len: 0,
            scores: Scores::new(),
        }
    }

    /// Looks only at what `wider` has found, where it has looked, when this query
    /// asks for less of the same.
    #[must_use]
    pub fn narrowing(mut self, wider: &Scan) -> Scan {
        if !wider.query.is_empty()
            && self.sieve.sees_as(&wider.sieve)
            && self.query.is_within(&wider.query)
        {
            self.within.clone_from(&wider.found);
        }
        self
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
        }
        self.found.resize(library.chunk_count(), None);
    }

    /// The chunks that can be tested now and have not been, in order.
    pub fn waiting(&self, library: &Library) -> Vec<usize> {
        let open = |index: &usize| {
            let untested = self.found.get(*index).is_none_or(Option::is_none);
            untested
                && !self.query.is_empty()
                && library
                    .chunk(*index)
                    .is_some_and(|shelf| !self.needs_facts || shelf.facts.is_some())
        };
        (0..library.chunk_count()).filter(open).collect()
    }

    /// Tests one chunk. `None` when the library has no such chunk, or when its facts
    /// are needed and not there.
    pub fn test(&self, library: &Library, index: usize) -> Option<Found> {
        let shelf = library.chunk(index)?;
        if self.needs_facts && shelf.facts.is_none() {
            return None;
        }
        let first = shelf.first.0;
        let within = self.within.get(index).and_then(Option::as_ref);
        let within = within.map(|wider| wider.ids.iter().map(|id| id.0 - first).collect());
        let rows = self.sieve.sift(&shelf, within);
        let ranks =
            if self.ranked { rows.iter().map(|row| row.rank).collect() } else { Vec::new() };
        Some(Found { ids: rows.iter().map(|row| StoryId(first + row.at)).collect(), ranks })
    }

    /// Takes in what a chunk holds.
    pub fn take(&mut self, index: usize, found: Found) {
        if self.found.len() <= index {
            self.found.resize(index + 1, None);
        }
        self.found[index] = Some(Arc::new(found));
    }

    /// Tests everything that can be tested now, on this thread.
    pub fn run(&mut self, library: &Library) {
        self.learn(library);
        for index in self.waiting(library) {
            if let Some(found) = self.test(library, index) {
                self.take(index, found);
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

    /// Whether the hits have a best first.
    pub fn is_ranked(&self) -> bool {
        self.ranked
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
        let found = || self.found.iter().flatten();
        let mut ids = Vec::with_capacity(found().map(|found| found.ids.len()).sum());
        found().for_each(|found| ids.extend_from_slice(&found.ids));
        Hits::Some(ids.into())
    }

    /// What was found so far, best first; ties in the order of the library. Without
    /// words to rank by this is [`Scan::hits`].
    pub fn ranked(&mut self, library: &Library) -> Hits {
        let Some(mut ranking) = self.ranking() else { return self.hits() };
        for share in ranking.split(1) {
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
        let found = self.found.iter().flatten().map(|found| (&*found.ids, &*found.ranks));
        let order = by_rank(found, self.sieve.worst());
        Some(Ranking::new(order, self.sieve.folded_words().into(), &self.scores))
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
