//! The filter thread: which stories answer the query, and what a picker lists. The
//! newest request wins: a newer one in the mailbox is what cancels the one in hand.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use super::work;
use crate::app::{Message, View};
use crate::extract::Extractor;
use crate::model::{Library, Span, Story};
use crate::query::{Facets, Field, Found, Hits, Marks, NoQuotes, Query, Quoted, Scan, unmatched};
use crate::query::{Order, Sort};

/// What the filter thread is asked for. Libraries are snapshots.
pub(super) enum Ask {
    Scan {
        generation: u32,
        library: Library,
        query: Query,
        marks: Marks,
        sort: Sort,
    },
    /// The library has grown or learnt: go on with the scan of this generation.
    Resume {
        generation: u32,
        library: Library,
    },
    List {
        generation: u32,
        of: Listing,
    },
    /// From now on quotations can be found.
    Ready(Arc<Extractor>),
}

/// The entities of a field over the stories a query finds.
pub(super) struct Listing {
    pub(super) view: View,
    /// Which build of the bookmarks `library` is, when it is they.
    pub(super) shelf: u32,
    pub(super) library: Library,
    pub(super) query: Query,
    pub(super) marks: Marks,
    pub(super) field: Field,
    pub(super) typed: String,
}

/// What is found is shown within a frame, complete or not.
const FRAME: Duration = Duration::from_millis(16);
/// While facts stream in, the list is brought up to date this often.
const PATIENCE: Duration = Duration::from_millis(120);
/// Chunks tested on each thread between two looks into the mailbox: headlines,
const BATCH: usize = 16;
/// and bodies, which take as long as many headlines.
const BODIES: usize = 2;
/// Rows a picker may show.
const MOST_CHOICES: usize = 5_000;

/// Runs until nobody asks any more.
pub(super) fn run(mailbox: &Receiver<Ask>, results: &Sender<Message>) {
    let mut filter = Filter {
        results,
        threads: work::threads(),
        quoted: Arc::new(NoQuotes),
        scan: None,
        list: None,
        facets: None,
    };
    while let Ok(ask) = mailbox.recv() {
        filter.take(ask);
        loop {
            while let Ok(ask) = mailbox.try_recv() {
                filter.take(ask);
            }
            if !filter.work(mailbox) {
                break;
            }
        }
    }
}

struct Filter<'a> {
    results: &'a Sender<Message>,
    threads: usize,
    quoted: Arc<dyn Quoted>,
    scan: Option<Job>,
    /// The newest listing not yet answered.
    list: Option<(u32, Listing)>,
    /// All stories of one view counted, as far as they had facts.
    facets: Option<(View, u32, Facets)>,
}

/// A scan, kept after its answer: a narrower query or a longer library goes on from it.
struct Job {
    generation: u32,
    library: Library,
    scan: Scan,
    sort: Sort,
    begun: Instant,
    /// When something was last published.
    told: Option<Instant>,
    /// Something was found that has not been published, ranked.
    owing: bool,
    resumed: bool,
}

impl Filter<'_> {
    fn take(&mut self, ask: Ask) {
        match ask {
            Ask::Ready(extractor) => self.quoted = Arc::new(Quotations(extractor)),
            Ask::List { generation, of } => self.list = Some((generation, of)),
            Ask::Scan { generation, library, query, marks, sort } => {
                let mut scan = Scan::with_quotes(&query, marks, Arc::clone(&self.quoted));
                if let Some(before) = self.scan.take().filter(|job| same(&job.library, &library)) {
                    scan = scan.narrowing(&before.scan);
                }
                scan.learn(&library);
                let begun = Instant::now();
                let job = Job {
                    generation,
                    library,
                    scan,
                    sort,
                    begun,
                    told: None,
                    owing: true,
                    resumed: false,
                };
                self.scan = Some(job);
            }
            Ask::Resume { generation, library } => {
                let Some(job) = &mut self.scan else { return };
                if job.generation == generation {
                    job.scan.learn(&library);
                    (job.library, job.owing, job.resumed) = (library, true, true);
                }
            }
        }
    }

    /// Does a little. `false` when there is nothing left to do.
    fn work(&mut self, mailbox: &Receiver<Ask>) -> bool {
        if let Some((generation, listing)) = self.list.take() {
            self.answer(generation, &listing);
            return true;
        }
        let Some(job) = self.scan.as_mut().filter(|job| job.owing) else { return false };
        let waiting = job.scan.waiting(&job.library);
        if waiting.is_empty() {
            let more = !job.scan.is_done(&job.library) || !job.sort.is_default();
            let due = job.told.filter(|_| job.resumed && more);
            if let Some(wait) = due.and_then(|told| PATIENCE.checked_sub(told.elapsed())) {
                // More facts are likely on their way: one answer for many of them.
                if let Ok(ask) = mailbox.recv_timeout(wait) {
                    self.take(ask);
                    return true;
                }
            }
            self.publish_ranked(mailbox);
            return true;
        }
        let share = if job.scan.query().reads_bodies() { BODIES } else { BATCH };
        let batch = &waiting[..waiting.len().min(share * self.threads)];
        for (index, found) in test(&job.scan, &job.library, batch, self.threads) {
            job.scan.take(index, found);
        }
        let last = job.told.unwrap_or(job.begun);
        let pace = if job.told.is_some() { PATIENCE } else { FRAME };
        // What comes in another order than it is found in comes once, in order.
        let early = !job.resumed && job.sort.is_default();
        if waiting.len() > batch.len() && last.elapsed() >= pace && early {
            job.told = Some(Instant::now());
            let hits = job.scan.hits();
            let generation = job.generation;
            let told = Message::Scanned { generation, hits, done: false, unmatched: Vec::new() };
            let _ = self.results.send(told);
        }
        true
    }

    /// Publishes all that was found: at once as it is when ranking would take longer
    /// than a frame, and then in order.
    fn publish_ranked(&mut self, mailbox: &Receiver<Ask>) {
        /// Ranking more than this takes longer than is left of a frame.
        const AT_ONCE: usize = 4_000;
        let Some(job) = &mut self.scan else { return };
        let (generation, done) = (job.generation, job.scan.is_done(&job.library));
        let hits = job.scan.hits();
        let names = unmatched(job.scan.query(), &job.library);
        let unmatched: Vec<String> = names.iter().map(|term| term.label()).collect();
        job.owing = false;
        job.told = Some(Instant::now());
        let by_words = job.scan.is_ranked() && job.sort.order == Order::Relevance;
        let slow = by_words && hits.len() > AT_ONCE;
        if slow && !job.resumed && job.sort.is_default() {
            let (hits, unmatched) = (hits.clone(), unmatched.clone());
            let _ =
                self.results.send(Message::Scanned { generation, hits, done: false, unmatched });
        }
        if slow && !mailbox.is_empty() {
            job.owing = true;
            return;
        }
        let ranked = if by_words { rank(&mut job.scan, &job.library, self.threads) } else { None };
        let hits = job.sort.apply(ranked.unwrap_or(hits), &job.library);
        let _ = self.results.send(Message::Scanned { generation, hits, done, unmatched });
    }

    fn answer(&mut self, generation: u32, listing: &Listing) {
        let Listing { library, field, typed, .. } = listing;
        let (choices, total) = if listing.query.is_empty() {
            let facets = match self.facets.take() {
                Some((view, shelf, facets)) if (view, shelf) == (listing.view, listing.shelf) => {
                    facets
                }
                _ => Facets::default(),
            };
            let (.., facets) = self.facets.insert((listing.view, listing.shelf, facets));
            facets.grow(library);
            facets.choices(library, *field, typed, MOST_CHOICES)
        } else {
            let marks = listing.marks.clone();
            let mut scan = Scan::with_quotes(&listing.query, marks, Arc::clone(&self.quoted));
            scan.learn(library);
            let waiting = scan.waiting(library);
            for (index, found) in test(&scan, library, &waiting, self.threads) {
                scan.take(index, found);
            }
            Facets::of(library, &scan.hits()).choices(library, *field, typed, MOST_CHOICES)
        };
        let _ = self.results.send(Message::Listed { generation, choices, total });
    }
}

/// Whether a scan of one library holds for the other: the same, or grown from it.
fn same(older: &Library, newer: &Library) -> bool {
    let first = |library: &Library| library.chunk(0).map(|shelf| Arc::as_ptr(shelf.stories));
    older.chunk_count() <= newer.chunk_count() && first(older) == first(newer)
}

/// Tests some chunks, on as many threads as pay for their start.
fn test(scan: &Scan, library: &Library, chunks: &[usize], threads: usize) -> Vec<(usize, Found)> {
    let some = |chunks: &[usize]| -> Vec<(usize, Found)> {
        let found = chunks.iter().map(|index| Some((*index, scan.test(library, *index)?)));
        found.flatten().collect()
    };
    let enough = if scan.query().reads_bodies() { BODIES } else { BATCH };
    if threads < 2 || chunks.len() < enough {
        return some(chunks);
    }
    let parts = chunks.chunks(chunks.len().div_ceil(threads));
    side_by_side(parts, some).into_iter().flatten().collect()
}

/// What was found, best first, scored on all threads; `None` when there is no best.
fn rank(scan: &mut Scan, library: &Library, threads: usize) -> Option<Hits> {
    let mut ranking = scan.ranking()?;
    let shares = ranking.split(threads).into_iter();
    for scored in side_by_side(shares, |share| share.run(library)) {
        ranking.take(scored);
    }
    Some(scan.finish(ranking))
}

/// Does each part of some work on a thread of its own, the first part on this one.
fn side_by_side<P: Send, R: Send>(
    mut parts: impl Iterator<Item = P>,
    work: impl Fn(P) -> R + Sync,
) -> Vec<R> {
    let Some(own) = parts.next() else { return Vec::new() };
    let work = &work;
    std::thread::scope(|scope| {
        let running: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        let mut done = vec![work(own)];
        let others = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        done.extend(others.map(|other| other.unwrap_or_else(|panic| resume_unwind(panic))));
        done
    })
}

/// Quotations found by reading a story again.
struct Quotations(Arc<Extractor>);

impl Quoted for Quotations {
    fn quoted(&self, story: &Story<'_>) -> Vec<Span> {
        self.0.story(story).quotes.iter().map(|quote| quote.span).collect()
    }
}
