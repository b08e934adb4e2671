//! Stories in, lines out, without a screen: `extract` and `list`. One thread reads and
//! parses, every core extracts, and the lines leave in the order of the input. Memory
//! does not grow with the input: every queue is bounded.

mod json;
mod record;

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::folders::Folders;
use super::inputs::{Input, Source, Sources};
use super::output::{Status, complain, status};
use super::store::{Disk, Store};
use super::stream::{Patient, Reading, Tray};
use super::work;
use crate::extract::Extractor;
use crate::load::{self, Format, Sink};
use crate::model::{NewStory, Problem, Story, StoryFacts, story_key};
use crate::query::{Field, Marks, Query, Sieve, Term};

/// What is written of each story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Everything known, as JSON.
    Records,
    Headlines,
}

/// What to read, which stories of it, and what to write.
#[derive(Debug)]
pub struct Task {
    pub inputs: Vec<Input>,
    pub format: Option<Format>,
    pub query: Query,
    pub marks: Marks,
    pub lines: Lines,
}

/// Stories that go through the queues together: few while the input is slow.
#[derive(Default)]
struct Batch {
    stories: Vec<NewStory>,
    bytes: usize,
}

/// A batch on its way to a worker, and where its lines go.
struct Work {
    batch: Batch,
    path: Option<Arc<str>>,
    done: Sender<Made>,
}

/// The lines of a batch.
#[derive(Default)]
struct Made {
    lines: Vec<u8>,
    /// Some story of it could not be read; it has been told.
    trouble: bool,
}

/// What the writer waits for, in order of the input.
enum Next {
    Lines(Receiver<Made>),
    /// Some input could not be read; it has been told.
    Trouble,
}

const BATCH_STORIES: usize = 64;
const BATCH_BYTES: usize = 128 << 10;

/// Carries a task out, to standard output.
pub fn run(task: Task) -> Status {
    let threads = work::threads();
    let (next, lines) = bounded::<Next>(threads * 4);
    let (queue, work) = bounded::<Work>(threads * 4);
    let maker = Arc::new(Maker::new(&task));
    for _ in 0..threads {
        let (work, maker) = (work.clone(), Arc::clone(&maker));
        // Not joined: a closed pipe ends the process while a read may still wait.
        std::thread::spawn(move || work.iter().for_each(|work| maker.make(&work)));
    }
    std::thread::spawn(move || read_all(&task.inputs, task.format, &queue, &next));
    drop(work);
    let (written, trouble) = write_all(&lines);
    status(written, trouble)
}

/// What a query about marks needs to know; nothing is read when it asks for none.
pub fn marks(query: &Query, folders: &Folders) -> Marks {
    if !query.terms().iter().any(|term| term.field() == Some(Field::Is)) {
        return Marks::default();
    }
    let mut store = Store::new(folders.data.as_deref(), Disk::new());
    if let Err(error) = store.read(now().saturating_mul(1_000)) {
        complain(&format!("bookmarks cannot be read: {error}"));
    }
    store.told().iter().for_each(|sentence| complain(sentence));
    Marks { kept: Arc::new(store.bookmarks().clone()), ..Marks::default() }
}

/// Seconds since the Unix epoch; a clock before it counts as at it.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn write_all(lines: &Receiver<Next>) -> (io::Result<()>, bool) {
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    let mut trouble = false;
    let mut write = |next: Next| match next {
        Next::Trouble => {
            trouble = true;
            Ok(())
        }
        Next::Lines(made) => {
            // A worker that died has told why; the rest is still written.
            let made = made.recv().unwrap_or_default();
            trouble |= made.trouble;
            out.write_all(&made.lines)?;
            if lines.is_empty() { out.flush() } else { Ok(()) }
        }
    };
    let written = lines.iter().try_for_each(&mut write);
    let written = written.and_then(|()| out.flush());
    // Not dropped: what is left in the buffer could not be written.
    let _ = out.into_parts();
    (written, trouble)
}

/// Turns stories into lines.
struct Maker {
    /// Only where facts are asked for: its tables take some milliseconds to build.
    extractor: Option<Extractor>,
    /// What the text alone can answer: it spares most stories the reading.
    by_text: Option<Sieve>,
    by_facts: Option<Sieve>,
    lines: Lines,
}

impl Maker {
    fn new(task: &Task) -> Maker {
        let (text, facts): (Vec<Term>, Vec<Term>) =
            task.query.terms().iter().cloned().partition(is_of_text);
        let sieve = |terms: &[Term]| {
            let query: Query = terms.iter().cloned().collect();
            (!query.is_empty()).then(|| Sieve::new(&query, task.marks.clone()))
        };
        let needs_facts = !facts.is_empty() || task.lines == Lines::Records;
        Maker {
            extractor: needs_facts.then(Extractor::new),
            by_text: sieve(&text),
            by_facts: sieve(&facts),
            lines: task.lines,
        }
    }

    fn make(&self, work: &Work) {
        let mut out = Vec::with_capacity(work.batch.bytes * 2);
        let mut trouble = false;
        for story in &work.batch.stories {
            let (id, url) = (story.id.as_deref(), story.url.as_deref());
            let key = story_key(id, url, &story.headline, &story.body);
            let story = borrow(story, &key, work.path.as_deref());
            let length = out.len();
            let made = catch_unwind(AssertUnwindSafe(|| self.line(&story, &mut out)));
            if made.is_err() {
                out.truncate(length);
                let path = work.path.as_deref().unwrap_or("sample");
                complain(&format!("{path}: “{}” could not be read", story.headline));
                trouble = true;
            }
        }
        // The writer is gone when the other side of the pipe is.
        let _ = work.done.send(Made { lines: out, trouble });
    }

    fn line(&self, story: &Story<'_>, out: &mut Vec<u8>) {
        let nothing = StoryFacts::default();
        if self.by_text.as_ref().is_some_and(|sieve| !sieve.matches(story, &nothing)) {
            return;
        }
        let facts = self.extractor.as_ref().map_or(nothing, |extractor| extractor.story(story));
        if self.by_facts.as_ref().is_some_and(|sieve| !sieve.matches(story, &facts)) {
            return;
        }
        match self.lines {
            Lines::Records => record::write(out, story, &facts),
            Lines::Headlines => {
                out.extend_from_slice(story.headline.as_bytes());
                out.push(b'\n');
            }
        }
    }
}

/// Whether a story's own text and marks answer a term, without its facts.
fn is_of_text(term: &Term) -> bool {
    matches!(term.field(), None | Some(Field::Body | Field::Is | Field::After | Field::Before))
}

fn borrow<'a>(story: &'a NewStory, key: &'a str, path: Option<&'a str>) -> Story<'a> {
    Story {
        key,
        headline: &story.headline,
        body: &story.body,
        source: story.source.as_deref(),
        place: story.place.as_deref(),
        url: story.url.as_deref(),
        path,
        published: story.published,
    }
}

fn read_all(inputs: &[Input], format: Option<Format>, queue: &Sender<Work>, next: &Sender<Next>) {
    for source in Sources::new(inputs) {
        let ended = match source {
            Ok(source) => {
                let path = source.name.as_deref().map(Into::into);
                let tray = Tray::new();
                let stacker = Stacker { path, tray, queue, next };
                stacker.read(source, format)
            }
            Err(problem) => tell(&problem, next),
        };
        if ended.is_break() {
            return;
        }
    }
}

fn tell(problem: &Problem, next: &Sender<Next>) -> ControlFlow<()> {
    complain(&problem.to_string());
    match next.send(Next::Trouble) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}

/// Gathers the stories of one input into batches.
#[derive(Clone)]
struct Stacker<'a> {
    path: Option<Arc<str>>,
    tray: Tray<Batch>,
    queue: &'a Sender<Work>,
    next: &'a Sender<Next>,
}

impl Stacker<'_> {
    fn read(mut self, source: Source, format: Option<Format>) -> ControlFlow<()> {
        let watcher = self.clone();
        let watch = |reading| {
            if reading == Reading::WillWait {
                let _ = watcher.pass_on(watcher.tray.take());
            }
        };
        let mut bytes = Patient { inner: source.bytes, pipe: source.pipe, watch };
        let name = source.name.as_deref().unwrap_or("sample").to_owned();
        let read = AssertUnwindSafe(|| load::read(&name, &mut bytes, format, &mut self));
        if catch_unwind(read).is_err() {
            let reason = "reading it failed half-way".to_owned();
            tell(&Problem { path: name, line: None, reason }, watcher.next)?;
        }
        watcher.pass_on(watcher.tray.take())
    }

    fn pass_on(&self, batch: Batch) -> ControlFlow<()> {
        if batch.stories.is_empty() {
            return ControlFlow::Continue(());
        }
        let (done, made) = bounded(1);
        let sent = self.next.send(Next::Lines(made)).is_ok()
            && self.queue.send(Work { batch, path: self.path.clone(), done }).is_ok();
        if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

impl Sink for Stacker<'_> {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        let mut batch = self.tray.take();
        batch.bytes += story.headline.len() + story.body.len();
        batch.stories.push(story.clone());
        if batch.stories.len() >= BATCH_STORIES || batch.bytes >= BATCH_BYTES {
            return self.pass_on(batch);
        }
        self.tray.put(batch);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        // A writer that is gone is noticed by the next story.
        let _ = tell(&problem, self.next);
    }
}
