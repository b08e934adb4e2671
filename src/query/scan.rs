//! A query held against a whole library, chunk by chunk. What is found stays found:
//! a longer library, or one that has learnt more facts, is gone on with.

use std::sync::Arc;

use super::fuzzy::Scorer;
use super::hits::Hits;
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
}

/// What one chunk holds.
#[derive(Debug, Default)]
pub struct Found {
    ids: Vec<StoryId>,
    /// One an id, 0 best; empty when the query has no words to rank by.
    ranks: Vec<u16>,
}

/// This many of the best are scored by the full matcher; those beyond keep the cheap
/// rank. At twenty thousand the first screens are the same as with all scored.
const SCORED: usize = 20_000;

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
        }
    }

    /// Looks only at what `wider` has found, where it has looked, when this query
    /// asks for less of the same.
    #[must_use]
    pub fn narrowing(mut self, wider: &Scan) -> Scan {
        if self.query.is_within(&wider.query) {
            self.within.clone_from(&wider.found);
        }
        self
    }

    /// Takes notice of what the library has learnt: names, and chunks.
    pub fn learn(&mut self, library: &Library) {
        self.sieve.learn(library.names());
        self.found.resize(library.chunk_count(), None);
    }

    /// The chunks that can be tested now and have not been, in order.
    pub fn waiting(&self, library: &Library) -> Vec<usize> {
        let open = |index: &usize| {
            let untested = self.found.get(*index).is_none_or(Option::is_none);
            untested
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
        self.found.len() >= library.chunk_count() && self.found.iter().all(Option::is_some)
    }

    /// Whether the hits have a best first.
    pub fn is_ranked(&self) -> bool {
        self.ranked
    }

    pub fn query(&self) -> &Query {
        &self.query
    }

    /// What was found so far, in the order of the library.
    pub fn hits(&self) -> Hits {
        let found = || self.found.iter().flatten();
        let mut ids = Vec::with_capacity(found().map(|found| found.ids.len()).sum());
        found().for_each(|found| ids.extend_from_slice(&found.ids));
        Hits::Some(ids.into())
    }

    /// What was found so far, best first; ties in the order of the library. Without
    /// words to rank by this is [`Scan::hits`].
    pub fn ranked(&self, library: &Library) -> Hits {
        if !self.ranked {
            return self.hits();
        }
        let ids = self.by_rank();
        let (best, rest) = ids.split_at(ids.len().min(SCORED));
        let scorer = Scorer::new(self.sieve.folded_words());
        let mut scored: Vec<(i64, StoryId)> = best
            .iter()
            .map(|id| {
                let place = library.locate(*id);
                let folded =
                    place.and_then(|(chunk, at)| Some(library.chunk(chunk)?.stories.folded(at)));
                (-scorer.score(folded.unwrap_or_default()), *id)
            })
            .collect();
        scored.sort_unstable();
        scored
            .into_iter()
            .map(|(_, id)| id)
            .chain(rest.iter().copied())
            .collect::<Arc<[_]>>()
            .into()
    }

    /// By the cheap rank: one pass to count, one to place.
    fn by_rank(&self) -> Vec<StoryId> {
        let pairs = || {
            let found = self.found.iter().flatten();
            found.flat_map(|found| found.ids.iter().copied().zip(found.ranks.iter().copied()))
        };
        let mut starts = vec![0_usize; self.sieve.worst() + 1];
        pairs().for_each(|(_, rank)| starts[usize::from(rank) + 1] += 1);
        for rank in 1..starts.len() {
            starts[rank] += starts[rank - 1];
        }
        let mut ids = vec![StoryId(0); starts.last().copied().unwrap_or(0)];
        for (id, rank) in pairs() {
            let at = &mut starts[usize::from(rank)];
            ids[*at] = id;
            *at += 1;
        }
        ids
    }
}

/// The terms of a query that name nothing in the library. While facts are still being
/// read only what can never match is named.
pub fn unmatched<'a>(query: &'a Query, library: &Library) -> Vec<&'a Term> {
    let mut sieve = Sieve::new(query, Marks::default());
    sieve.learn(library.names());
    let all_read = library.with_facts() == library.len();
    let named = |at: usize| query.terms().get(at);
    let idle = sieve.idle_terms().filter_map(named).filter(|term| !term.is_negated());
    idle.filter(|term| all_read || term.field() == Some(super::Field::Country)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{
        Chunk, Code, Country, CountryBy, Facts, Interner, NewStory, Organisation, Speaker,
        StoryFacts,
    };

    fn facts(country: &str, speaker: &str, body: &str) -> StoryFacts {
        let mentions = Vec::new;
        StoryFacts {
            source: Some("Northern Wire".into()),
            countries: Code::new(country)
                .map(|code| Country { code, count: 1, by: CountryBy::Name, mentions: mentions() })
                .into_iter()
                .collect(),
            speakers: vec![Speaker {
                name: speaker.into(),
                role: None,
                quotes: 1,
                mentions: mentions(),
            }],
            organisations: vec![Organisation { name: body.into(), count: 1, mentions: mentions() }],
            ..StoryFacts::default()
        }
    }

    fn story(headline: &str) -> NewStory {
        NewStory {
            headline: headline.into(),
            body: "They met. Nobody left.".into(),
            ..NewStory::default()
        }
    }

    /// A library of three chunks, its stories with their own facts.
    fn library() -> (Library, Vec<(NewStory, StoryFacts)>) {
        let stories = vec![
            (story("Ferry talks open in Oslo"), facts("NO", "Ines Marlow", "Storting")),
            (story("Port fees rise"), facts("DK", "Karl Østby", "Harbour Board")),
            (story("Oslo ferry late"), facts("NO", "Tove Lind", "Storting")),
            (story("東京で会談"), facts("JP", "Aiko Tanabe", "Coast Guard")),
            (story("Ferries of Norway"), facts("SE", "Ines Marlow", "Rail Board")),
        ];
        let (mut library, mut interner) = (Library::default(), Interner::default());
        for (index, part) in stories.chunks(2).enumerate() {
            let (mut chunk, mut packed) = (Chunk::default(), Facts::default());
            for (story, facts) in part {
                chunk.push(story);
                packed.push(facts, &mut interner);
            }
            library.append(chunk.seal());
            library.learn(index, packed.into(), interner.take_new());
        }
        (library, stories)
    }

    fn found(query: &str) -> Vec<u32> {
        let query = Query::parse(query, 0).unwrap();
        let (library, _) = library();
        let mut scan = Scan::new(&query, Marks::default());
        scan.run(&library);
        assert!(scan.is_done(&library));
        scan.ranked(&library).iter().map(|id| id.0).collect()
    }

    #[test]
    fn terms_narrow_and_words_rank() {
        assert_eq!(found("country:norway"), [0, 2]);
        assert_eq!(found("country:no,dk speaker:marlw"), [0]);
        assert_eq!(found("speaker:=\"Ines Marlow\" !country:se"), [0]);
        assert_eq!(found("org:storting ferry"), [0, 2]);
        assert_eq!(found("nrwy"), [4], "letters in order");
        assert_eq!(found("oslo"), [2, 0], "the start of the headline is best");
        assert_eq!(found("'ferry"), [0, 2]);
        assert_eq!(found("東談"), [3]);
        assert_eq!(found("speaker:nobody"), [] as [u32; 0]);
    }

    #[test]
    fn a_scan_goes_on_when_the_library_grows_or_learns() {
        let (full, stories) = library();
        let query = Query::parse("country:no", 0).unwrap();
        let mut scan = Scan::new(&query, Marks::default());
        let mut growing = Library::default();
        for (index, part) in stories.chunks(2).enumerate() {
            let mut chunk = Chunk::default();
            for (story, _) in part {
                chunk.push(story);
            }
            growing.append(chunk.seal());
            scan.run(&growing);
            assert!(!scan.is_done(&growing), "chunk {index} has no facts yet");
        }
        scan.run(&full);
        assert!(scan.is_done(&full));
        assert_eq!(scan.hits().len(), 2);
    }

    #[test]
    fn what_names_nothing_is_said() {
        let (library, _) = library();
        let query = Query::parse("speaker:zebra country:narnia speaker:lind ferry", 0).unwrap();
        let idle: Vec<String> =
            unmatched(&query, &library).iter().map(ToString::to_string).collect();
        assert_eq!(idle, ["speaker:zebra", "country:narnia"]);
    }

    fn term() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "f",
            "fe",
            "ferry",
            "oslo",
            "'port",
            "!ferry",
            "country:no",
            "country:se,dk",
            "-country:no",
            "speaker:marlow",
            "speaker:lind,østby",
            "org:board",
            "source:wire",
            "body:nobody",
            "!body:met",
            "is:bookmarked",
            "is:unread",
            "before:2017",
        ])
    }

    proptest! {
        #[test]
        fn the_scan_and_the_sieve_say_the_same(terms in prop::collection::vec(term(), 1..4)) {
            let query = Query::parse(&terms.join(" "), 0).unwrap();
            let (library, stories) = library();
            let mut scan = Scan::new(&query, Marks::default());
            scan.run(&library);
            let hits: Vec<u32> = scan.hits().iter().map(|id| id.0).collect();
            let sieve = Sieve::new(&query, Marks::default());
            let own: Vec<u32> = (0..stories.len() as u32)
                .filter(|at| {
                    let story = library.get(StoryId(*at)).unwrap();
                    sieve.matches(&story, &stories[*at as usize].1)
                })
                .collect();
            prop_assert_eq!(hits, own);
        }

        #[test]
        fn narrowing_finds_what_a_fresh_scan_finds(word in "[feryos]{1,4}", more in "[a-z]{1,2}") {
            let (library, _) = library();
            let wide = Query::parse(&word, 0).unwrap();
            let narrow = Query::parse(&format!("{word}{more}"), 0).unwrap();
            let mut wider = Scan::new(&wide, Marks::default());
            wider.run(&library);
            let mut narrowed = Scan::new(&narrow, Marks::default()).narrowing(&wider);
            narrowed.run(&library);
            let mut fresh = Scan::new(&narrow, Marks::default());
            fresh.run(&library);
            prop_assert_eq!(narrowed.ranked(&library), fresh.ranked(&library));
        }
    }
}
