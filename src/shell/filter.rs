//! The filter thread: which stories answer the query, and what a picker lists. The
//! newest request wins: a newer one in the mailbox is what cancels the one in hand.

mod lister;
#[cfg(test)]
mod tests;

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use self::lister::Lister;
pub(super) use self::lister::Listing;
use super::work;
use crate::app::Message;
use crate::extract::Extractor;
use crate::model::{Library, Span, Story};
use crate::query::{Found, Hits, Marks, NoQuotes, Order, Query, Quoted, Scan, Sort};

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
    /// All stories have come to this; what is new in their facts is counted when there
    /// is nothing else to do.
    Count(Library),
    /// From now on quotations can be found.
    Ready(Arc<Extractor>),
}

/// What is found is shown within a frame, complete or not.
const FRAME: Duration = Duration::from_millis(16);
/// While facts stream in, the list is brought up to date this often.
const PATIENCE: Duration = Duration::from_millis(120);
/// Headlines scored in one go.
const SHARE: usize = 500;
/// Runs until nobody asks any more.
pub(super) fn run(mailbox: &Receiver<Ask>, results: &Sender<Message>) {
    let mut filter = Filter::new(results);
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
    /// What that one is narrower than.
    wider: Option<Wider>,
    /// The newest listing not yet answered.
    list: Option<(u32, Listing)>,
    lister: Lister,
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

impl Job {
    /// When something is to be published at the latest, ranked or not. What comes in
    /// another order than it is found in comes once, in order.
    fn due(&self) -> Option<Instant> {
        let early = !self.resumed && self.sort.is_default();
        early.then(|| self.told.map_or(self.begun + FRAME, |told| told + PATIENCE))
    }

    /// The stories a listing is of, when it is they that were asked for.
    fn hits(&self, listing: &Listing) -> Option<Hits> {
        let asked = *self.scan.query() == listing.query && same(&self.library, &listing.library);
        (asked && self.scan.is_done(&listing.library)).then(|| self.scan.hits())
    }
}

/// A scan that others narrowed, and what it has looked at.
struct Wider {
    scan: Scan,
    library: Library,
}

impl Wider {
    /// Whether there is more now: another answer, perhaps, since nobody has gone on
    /// with the scan.
    fn has_grown(&self, library: &Library) -> bool {
        let size = |library: &Library| (library.len(), library.with_facts());
        size(&self.library) != size(library)
    }
}

/// What came of ranking.
enum Ranked {
    Best(Hits),
    /// The query has no words, or another order is wanted.
    NoBest,
    /// Something newer is asked for.
    NotNow,
}

impl<'a> Filter<'a> {
    fn new(results: &'a Sender<Message>) -> Filter<'a> {
        Filter {
            results,
            threads: work::threads(),
            quoted: Arc::new(NoQuotes),
            scan: None,
            wider: None,
            list: None,
            lister: Lister::default(),
        }
    }

    fn take(&mut self, ask: Ask) {
        match ask {
            Ask::Ready(extractor) => self.quoted = Arc::new(Quotations(extractor)),
            Ask::List { generation, of } => self.list = Some((generation, of)),
            Ask::Count(library) => self.lister.ahead(library),
            Ask::Scan { generation, library, query, marks, sort } => {
                let scan = Scan::with_quotes(&query, marks, Arc::clone(&self.quoted));
                let mut scan = self.narrow(scan, &library);
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
                let Some(job) = self.scan.as_mut().filter(|job| job.generation == generation)
                else {
                    return;
                };
                job.scan.learn(&library);
                // Facts alone change nothing where nobody asks for them.
                let asks = job.scan.query().needs_facts() || job.sort.order == Order::Source;
                if asks || library.len() > job.library.len() {
                    (job.owing, job.resumed) = (true, true);
                }
                job.library = library;
            }
        }
    }

    /// Has a scan look only at what a wider one has found: the last one, or the one that
    /// was narrower than. A picker's choices narrow the same list one after another.
    fn narrow(&mut self, scan: Scan, library: &Library) -> Scan {
        let last = self.scan.take().filter(|job| same(&job.library, library));
        let before = self.wider.take().filter(|wider| last.is_some() && !wider.has_grown(library));
        let wider = last.map(|Job { scan, library, .. }| Wider { scan, library });
        let mut wider = wider.into_iter().chain(before);
        self.wider = wider.find(|wider| scan.is_within(&wider.scan));
        match &self.wider {
            Some(wider) => scan.narrowing(&wider.scan),
            None => scan,
        }
    }

    /// Does a little. `false` when there is nothing left to do.
    fn work(&mut self, mailbox: &Receiver<Ask>) -> bool {
        if let Some((generation, listing)) = self.list.take() {
            self.answer(generation, &listing);
            return true;
        }
        let Some(job) = self.scan.as_mut().filter(|job| job.owing) else {
            return self.lister.count_ahead();
        };
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
        let due = job.due();
        let go_on = || mailbox.is_empty() && due.is_none_or(|due| Instant::now() < due);
        for (index, found) in test(&job.scan, &job.library, &waiting, self.threads, go_on) {
            job.scan.take(index, found);
        }
        self.publish_early();
        true
    }

    /// Publishes what was found so far as it is, when it is time for that.
    fn publish_early(&mut self) {
        let Some(job) = &mut self.scan else { return };
        if job.due().is_none_or(|due| Instant::now() < due) {
            return;
        }
        job.told = Some(Instant::now());
        let (generation, hits) = (job.generation, job.scan.hits());
        let told = Message::Scanned { generation, hits, done: false, unmatched: Vec::new() };
        let _ = self.results.send(told);
    }

    /// Publishes all that was found, in order; unless something newer is asked for
    /// before the best are known.
    fn publish_ranked(&mut self, mailbox: &Receiver<Ask>) {
        let ranked = match self.rank(mailbox) {
            Ranked::NotNow => return,
            Ranked::Best(hits) => Some(hits),
            Ranked::NoBest => None,
        };
        let Some(job) = &mut self.scan else { return };
        let hits = ranked.unwrap_or_else(|| job.scan.hits());
        let names = job.scan.unmatched(&job.library);
        let unmatched = names.iter().map(|term| term.label()).collect();
        (job.owing, job.told) = (false, Some(Instant::now()));
        let (generation, done) = (job.generation, job.scan.is_done(&job.library));
        let hits = job.sort.apply(hits, &job.library);
        let _ = self.results.send(Message::Scanned { generation, hits, done, unmatched });
    }

    /// What was found, best first, scored on all threads.
    fn rank(&mut self, mailbox: &Receiver<Ask>) -> Ranked {
        let Some(job) = &self.scan else { return Ranked::NotNow };
        let ranking = job.scan.ranking().filter(|_| job.sort.order == Order::Relevance);
        let Some(mut ranking) = ranking else { return Ranked::NoBest };
        // While the library grows there is always something newer, and little to score.
        let (library, threads, resumed) = (job.library.clone(), self.threads, job.resumed);
        let wanted = || resumed || mailbox.is_empty();
        let shares = ranking.split(SHARE);
        let mut rest = &shares[..];
        while !rest.is_empty() {
            self.publish_early();
            if !wanted() {
                return Ranked::NotNow;
            }
            let due = self.scan.as_ref().and_then(Job::due);
            let go_on = || wanted() && due.is_none_or(|due| Instant::now() < due);
            let scored = side_by_side(rest, threads, go_on, |share| share.run(&library));
            rest = &rest[scored.len()..];
            for scored in scored {
                ranking.take(scored);
            }
        }
        match &mut self.scan {
            Some(job) => Ranked::Best(job.scan.finish(ranking)),
            None => Ranked::NotNow,
        }
    }

    fn answer(&mut self, generation: u32, listing: &Listing) {
        let (shown, quoted, threads) = (self.scan.as_ref(), &self.quoted, self.threads);
        let hits = || {
            let known = shown.and_then(|job| job.hits(listing));
            known.unwrap_or_else(|| found(listing, Arc::clone(quoted), threads))
        };
        let (choices, total) = self.lister.choices(listing, hits);
        let _ = self.results.send(Message::Listed { generation, choices, total });
    }
}

/// The stories a listing is of.
fn found(listing: &Listing, quoted: Arc<dyn Quoted>, threads: usize) -> Hits {
    let Listing { library, query, marks, .. } = listing;
    let mut scan = Scan::with_quotes(query, marks.clone(), quoted);
    scan.learn(library);
    let waiting = scan.waiting(library);
    for (index, found) in test(&scan, library, &waiting, threads, || true) {
        scan.take(index, found);
    }
    scan.hits()
}

/// Whether a scan of one library holds for the other: the same, or grown from it.
fn same(older: &Library, newer: &Library) -> bool {
    let first = |library: &Library| library.chunk(0).map(|shelf| Arc::as_ptr(shelf.stories));
    older.chunk_count() <= newer.chunk_count() && first(older) == first(newer)
}

/// Tests some chunks, on as many threads as pay for their start.
fn test(
    scan: &Scan,
    library: &Library,
    chunks: &[usize],
    threads: usize,
    go_on: impl Fn() -> bool + Sync,
) -> Vec<(usize, Found)> {
    const ENOUGH: usize = 8;
    let alone = chunks.len() < ENOUGH && !scan.query().reads_bodies();
    let some = |index: &usize| Some((*index, scan.test(library, *index)?));
    let tested = side_by_side(chunks, if alone { 1 } else { threads }, go_on, some);
    tested.into_iter().flatten().collect()
}

/// Does some pieces of work on so many threads, this one among them, the first pieces
/// first, until it is not to `go_on`; each thread does one at least. Each takes the next
/// piece that nobody has, so that one which is held up holds up nobody.
fn side_by_side<P: Sync, R: Send>(
    pieces: &[P],
    threads: usize,
    go_on: impl Fn() -> bool + Sync,
    work: impl Fn(&P) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(work(piece));
            if !go_on() {
                break;
            }
        }
        done
    };
    std::thread::scope(|scope| {
        let others = 1..threads.min(pieces.len());
        let running: Vec<_> = others.map(|_| scope.spawn(some)).collect();
        let mut done = some();
        for other in running {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
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
