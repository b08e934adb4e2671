//! The extractor threads: facts for every story loaded, chunk by chunk, on every core
//! that the keys leave free.

use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use super::cache::Cache;
use super::work::{self, Haste};
use crate::app::{Message, View};
use crate::extract::{Extractor, Room};
use crate::model::{Chunk, Facts, Interner, Library, Problem, Story, StoryFacts, StoryId};

/// Stories to be read.
pub(super) enum Job {
    /// A chunk just loaded, by its number.
    Chunk(usize, Arc<Chunk>),
    /// No more will be loaded.
    All,
    /// All stories kept, as one build of the shelf has them.
    Shelf(u32, Library),
}

/// Stories handed to one thread at a time.
const PIECE: usize = 64;

/// Part of a chunk, and where its facts go.
struct Piece {
    chunk: Arc<Chunk>,
    stories: Range<usize>,
    done: Sender<Vec<StoryFacts>>,
}

/// Builds the tables, hands them to whoever needs them, and reads until nothing more
/// is loaded.
pub(super) fn run(
    jobs: &Receiver<Job>,
    cache: Cache,
    results: &Sender<Message>,
    ready: impl FnOnce(&Arc<Extractor>),
) {
    let extractor = Arc::new(Extractor::new());
    ready(&extractor);
    let _ = results.send(Message::Ready(Arc::clone(&extractor)));
    work::stand_back(Haste::None);
    std::thread::scope(|scope| {
        let (pieces, waiting) = unbounded::<Piece>();
        for _ in 1..work::threads() {
            let (waiting, extractor) = (waiting.clone(), &*extractor);
            let reader = std::thread::Builder::new().name("extractor".into());
            let started = reader.spawn_scoped(scope, move || {
                work::stand_back(Haste::None);
                waiting.iter().for_each(|piece| read(extractor, piece, results));
            });
            if started.is_err() {
                break;
            }
        }
        let pool = Pool { extractor: &extractor, results, pieces, waiting };
        let mut desk = Desk { pool, cache, names: Interner::default(), piled: VecDeque::new() };
        desk.run(jobs);
    });
}

/// Chunks that follow one another so closely come from files that are being loaded, and
/// that goes first: what is read meanwhile would take half of the time from it.
const CLOSELY: Duration = Duration::from_millis(20);

/// Where jobs come in, and what of them has to wait.
struct Desk<'a> {
    pool: Pool<'a>,
    cache: Cache,
    names: Interner,
    /// Chunks to be read once nothing more is loaded.
    piled: VecDeque<(usize, Arc<Chunk>)>,
}

impl Desk<'_> {
    /// Until nobody has jobs any more.
    fn run(&mut self, jobs: &Receiver<Job>) {
        let (mut pouring, mut unkept) = (true, false);
        loop {
            let wait = if pouring { CLOSELY } else { Duration::ZERO };
            let job = if self.piled.is_empty() {
                jobs.recv().map_err(RecvTimeoutError::from)
            } else {
                jobs.recv_timeout(wait)
            };
            match job {
                Ok(Job::Chunk(index, chunk)) => {
                    pouring = true;
                    self.take(index, chunk);
                }
                Ok(Job::All) => (pouring, unkept) = (false, true),
                Ok(Job::Shelf(shelf, library)) => self.pool.learn_shelf(shelf, &library),
                Err(RecvTimeoutError::Timeout) => {
                    pouring = false;
                    self.read_next();
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if unkept && self.piled.is_empty() {
                self.cache.keep();
                unkept = false;
            }
        }
    }

    /// Tells the facts of a chunk that are known; the others are found later, but for
    /// those of the first screenfuls.
    fn take(&mut self, index: usize, chunk: Arc<Chunk>) {
        match self.cache.recall(&chunk, &mut self.names).map(Facts::seal) {
            Some(facts) => self.tell(index, &chunk, facts),
            None => self.piled.push_back((index, chunk)),
        }
        if index == 0 {
            self.read_next();
        }
    }

    fn read_next(&mut self) {
        let Some((index, chunk)) = self.piled.pop_front() else { return };
        let facts = self.pool.facts(&chunk, &mut self.names);
        self.tell(index, &chunk, facts);
    }

    fn tell(&mut self, index: usize, chunk: &Arc<Chunk>, facts: Arc<Facts>) {
        let names = self.names.take_new();
        self.cache.learnt(index, chunk, &facts, &names);
        let view = View::Stories;
        tell(self.pool.results, Message::Learned { view, shelf: 0, chunk: index, facts, names });
    }
}

/// The threads that read, of which the one that asks is one.
struct Pool<'a> {
    extractor: &'a Extractor,
    results: &'a Sender<Message>,
    pieces: Sender<Piece>,
    waiting: Receiver<Piece>,
}

impl Pool<'_> {
    /// The facts of one chunk: read by all threads, packed in order.
    fn facts(&self, chunk: &Arc<Chunk>, names: &mut Interner) -> Arc<Facts> {
        let starts = (0..chunk.len()).step_by(PIECE);
        let answers: Vec<Receiver<Vec<StoryFacts>>> = starts
            .map(|start| {
                let (done, answer) = bounded(1);
                let stories = start..(start + PIECE).min(chunk.len());
                let piece = Piece { chunk: Arc::clone(chunk), stories, done };
                self.pieces.send(piece).expect("the pool holds the other end itself");
                answer
            })
            .collect();
        let mut packed = Facts::default();
        for answer in answers {
            self.help_until_ready(&answer);
            let facts = answer.recv().expect("a thread of the pool has panicked");
            for story in &facts {
                packed.push(story, names);
            }
        }
        packed.seal()
    }

    fn help_until_ready(&self, answer: &Receiver<Vec<StoryFacts>>) {
        while answer.is_empty() {
            match self.waiting.try_recv() {
                Ok(piece) => read(self.extractor, piece, self.results),
                Err(_) => return,
            }
        }
    }

    fn learn_shelf(&self, shelf: u32, library: &Library) {
        let mut names = Interner::default();
        for index in 0..library.chunk_count() {
            let Some(kept) = library.chunk(index) else { return };
            let facts = self.facts(kept.stories, &mut names);
            let (view, names) = (View::Bookmarks, names.take_new());
            tell(self.results, Message::Learned { view, shelf, chunk: index, facts, names });
        }
    }
}

fn read(extractor: &Extractor, piece: Piece, results: &Sender<Message>) {
    let stories = piece.stories.filter_map(|index| piece.chunk.get(index));
    let mut room = Room::default();
    let facts = stories.map(|story| facts_of(extractor, &mut room, &story, results)).collect();
    // Nobody waits any more once the reader quits.
    let _ = piece.done.send(facts);
}

/// A story that makes the extractor panic is a problem of its own: it has no facts,
/// and the others do.
fn facts_of(
    extractor: &Extractor,
    room: &mut Room,
    story: &Story<'_>,
    results: &Sender<Message>,
) -> StoryFacts {
    let read = catch_unwind(AssertUnwindSafe(|| extractor.story_in(room, story)));
    read.unwrap_or_else(|_| {
        let path = story.path.unwrap_or_default().to_owned();
        let reason = format!("who speaks could not be found out in “{}”", story.headline);
        tell(results, Message::Problem(Problem { path, line: None, reason }));
        StoryFacts::default()
    })
}

fn tell(results: &Sender<Message>, message: Message) {
    let _ = results.send(message);
}

/// Reads long stories the reader has opened, apart from the queue of all others.
pub(super) fn study(
    wanted: &Receiver<(Library, StoryId)>,
    ready: &Receiver<Arc<Extractor>>,
    results: &Sender<Message>,
) {
    let Ok(extractor) = ready.recv() else { return };
    // Held until there are others: to let go of so many takes time, which the screen that
    // shows another story has not.
    let mut held = None;
    while let Ok(first) = wanted.recv() {
        // Only the story opened last is still on the screen.
        let (library, id) = wanted.try_iter().last().unwrap_or(first);
        let Some(story) = library.get(id) else { continue };
        let facts = Arc::new(facts_of(&extractor, &mut Room::default(), &story, results));
        drop(held.replace(Arc::clone(&facts)));
        tell(results, Message::Studied { key: story.key.into(), facts });
    }
}
