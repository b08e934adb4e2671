//! The loader thread: inputs to chunks, the first of them at once, the rest as they
//! fill or as a moment passes.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;

use super::blocks::{self, Passages, SHARED, Tally};
use super::bundle::Bundle;
use super::crew::{Crew, Pool};
use super::inputs::{Input, Source, Sources};
use super::stream::{Patient, Reading, Tray};
use super::work::{self, Haste};
use crate::app::{Message, Progress};
use crate::load::{self, Block, Blocks, Format, Parted, Passage, Shelf, Shelved, Sink};
use crate::model::{Chunk, NewStory, Problem};

/// A chunk is passed on after this long, full or not.
const MOMENT: Duration = Duration::from_millis(30);
/// The first chunk is a screenful or two: headlines first.
const FIRST: usize = 256;
/// Problems told of one input; beyond, only their number.
const MOST_PROBLEMS: usize = 1_000;

/// Reads everything, until it is done or nobody listens any more.
pub(super) fn run(inputs: &[Input], format: Option<Format>, chunks: &Sender<Message>) {
    let desk = Desk {
        chunks,
        tray: Tray::new(),
        bytes: AtomicU64::new(0),
        files: AtomicU32::new(0),
        of_bytes: Sources::known_bytes(inputs).unwrap_or(0),
    };
    let _ = desk.read_all(inputs, format);
}

/// A chunk being filled.
#[derive(Default)]
struct Filling {
    chunk: Chunk,
    /// The input its last story came from, counted from 1.
    file: usize,
    begun: Option<Instant>,
}

struct Desk<'a> {
    chunks: &'a Sender<Message>,
    tray: Tray<Filling>,
    bytes: AtomicU64,
    files: AtomicU32,
    of_bytes: u64,
}

impl Desk<'_> {
    fn read_all(&self, inputs: &[Input], format: Option<Format>) -> ControlFlow<()> {
        let mut bundles = Bundles { desk: self, format, bundle: Bundle::default(), pool: None };
        for (file, source) in (1..).zip(Sources::new(inputs)) {
            match source {
                // The first is to show at once.
                Ok(source) if file > 1 && Bundle::may_have(&source) => bundles.add(source)?,
                source => {
                    bundles.finish()?;
                    match source {
                        Ok(source) => self.read(file, source, format)?,
                        Err(problem) => self.send(Message::Problem(problem))?,
                    }
                }
            }
        }
        bundles.finish()?;
        self.pass_on(self.tray.take())?;
        self.send(Message::Progress(None))
    }

    fn read(&self, file: usize, source: Source, format: Option<Format>) -> ControlFlow<()> {
        let name = source.name.as_deref().unwrap_or("sample").to_owned();
        self.files.fetch_add(1, Ordering::Relaxed);
        if source.name.is_none() {
            // Stories of no file cannot follow those of one in the same chunk.
            self.pass_on(self.tray.take())?;
        }
        let watch = |reading| self.watch(reading);
        let path = source.name;
        let mut bytes = Patient { inner: source.bytes, pipe: source.pipe, watch };
        let large = source.len.is_some_and(|len| len >= SHARED);
        let blocks = large.then(|| Shelving {
            desk: self,
            path: path.clone(),
            pool: None,
            tally: Tally::default(),
            passages: Passages::to_keep(),
        });
        let mut taker = Taker { desk: self, file, path, blocks, problems: 0, gone: false };
        let read = || load::read(&name, &mut bytes, format, &mut taker);
        if let Err(problem) = blocks::half_way(&name, read) {
            taker.problem(problem);
        }
        if let Some(blocks) = taker.blocks.take() {
            blocks.finish(&name)?;
        }
        if let Some(more) = taker.problems.checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
            let reason = format!("and {more} more like these");
            self.send(Message::Problem(Problem { path: name, line: None, reason }))?;
        }
        if taker.gone { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn watch(&self, reading: Reading) {
        let filling = self.tray.take();
        let waited = filling.begun.is_some_and(|begun| begun.elapsed() >= MOMENT);
        if let Reading::Bytes(count) = reading {
            self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        }
        if waited || reading == Reading::WillWait {
            // A listener that is gone is noticed by the next story.
            let _ = self.pass_on(filling);
        } else {
            self.tray.put(filling);
        }
    }

    fn pass_on(&self, filling: Filling) -> ControlFlow<()> {
        if filling.chunk.is_empty() {
            return ControlFlow::Continue(());
        }
        self.load(filling.chunk.seal())
    }

    fn load(&self, chunk: Arc<Chunk>) -> ControlFlow<()> {
        self.send(Message::Loaded(chunk))?;
        let bytes = self.bytes.load(Ordering::Relaxed);
        let files = self.files.load(Ordering::Relaxed);
        self.send(Message::Progress(Some(Progress { bytes, of_bytes: self.of_bytes, files })))
    }

    /// Passes on what some files held.
    fn shelve(&self, files: Files) -> ControlFlow<()> {
        self.bytes.fetch_add(files.bytes, Ordering::Relaxed);
        self.files.fetch_add(files.count as u32, Ordering::Relaxed);
        files.shelved.chunks.into_iter().try_for_each(|chunk| self.load(chunk))?;
        let mut problems = files.shelved.problems.into_iter();
        problems.try_for_each(|problem| self.send(Message::Problem(problem)))
    }

    fn send(&self, message: Message) -> ControlFlow<()> {
        match self.chunks.send(message) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Takes the stories of one input.
struct Taker<'a> {
    desk: &'a Desk<'a>,
    file: usize,
    path: Option<String>,
    /// Present where blocks are read side by side.
    blocks: Option<Shelving<'a>>,
    problems: usize,
    gone: bool,
}

impl Sink for Taker<'_> {
    fn blocks(&mut self) -> Option<&mut dyn Blocks> {
        self.blocks.as_mut().map(|blocks| blocks as &mut dyn Blocks)
    }

    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        let mut filling = self.desk.tray.take();
        if filling.file != self.file {
            if let Some(path) = &self.path {
                filling.chunk.start_file(path);
            }
            filling.file = self.file;
        }
        filling.begun.get_or_insert_with(Instant::now);
        filling.chunk.push(story);
        let first = self.desk.bytes.load(Ordering::Relaxed) <= 1 << 19;
        if filling.chunk.is_full() || (first && filling.chunk.len() >= FIRST) {
            let passed = self.desk.pass_on(filling);
            self.gone = passed.is_break();
            return passed;
        }
        self.desk.tray.put(filling);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems += 1;
        if self.problems <= MOST_PROBLEMS {
            self.gone |= self.desk.send(Message::Problem(problem)).is_break();
        }
    }
}

/// Has small files read on all cores, and passes their stories on in the order of the
/// inputs.
struct Bundles<'a> {
    desk: &'a Desk<'a>,
    format: Option<Format>,
    bundle: Bundle,
    pool: Option<Pool<Files>>,
}

/// What some files held, how many they are, and of how many bytes.
struct Files {
    shelved: Shelved,
    count: usize,
    bytes: u64,
}

impl Bundles<'_> {
    fn add(&mut self, source: Source) -> ControlFlow<()> {
        self.bundle.add(source);
        if self.bundle.is_full() { self.hand_out() } else { ControlFlow::Continue(()) }
    }

    fn hand_out(&mut self) -> ControlFlow<()> {
        let bundle = std::mem::take(&mut self.bundle);
        if bundle.files() == 0 {
            return ControlFlow::Continue(());
        }
        // Stories of an earlier input may still lie there.
        self.desk.pass_on(self.desk.tray.take())?;
        let (desk, format) = (self.desk, self.format);
        let pool = self.pool.get_or_insert_with(|| Pool::of(crew()));
        pool.take(move || Files::read(bundle, format), |files| desk.shelve(files))
    }

    /// Waits until all is passed on.
    fn finish(&mut self) -> ControlFlow<()> {
        self.hand_out()?;
        let desk = self.desk;
        let shelve = |files| desk.shelve(files);
        self.pool.as_mut().map_or(ControlFlow::Continue(()), |pool| pool.finish(shelve))
    }
}

impl Files {
    fn read(bundle: Bundle, format: Option<Format>) -> Files {
        let (bytes, count) = (bundle.bytes(), bundle.files());
        let shelf = bundle.read(format, Shelf::new(None, bytes as usize), Shelf::start_file);
        Files { shelved: shelf.done(), count, bytes }
    }
}

/// Takes one input's blocks, has them read on all cores, and passes their stories on in
/// the order of the input.
struct Shelving<'a> {
    desk: &'a Desk<'a>,
    path: Option<String>,
    /// Not needed for the first screenfuls.
    pool: Option<Pool<Shelved>>,
    tally: Tally,
    /// Of a digest: its stories are told where it is read.
    passages: Passages,
}

impl Shelving<'_> {
    fn finish(mut self, name: &str) -> ControlFlow<()> {
        if let Some(mut pool) = self.pool.take() {
            pool.finish(|shelved| self.shelve(shelved))?;
        }
        self.tally
            .untold(name)
            .map_or(ControlFlow::Continue(()), |untold| self.desk.send(Message::Problem(untold)))
    }

    fn shelve(&mut self, shelved: Shelved) -> ControlFlow<()> {
        for chunk in shelved.chunks {
            self.desk.load(chunk)?;
        }
        let mut told = self.tally.told(shelved.problems, shelved.found);
        told.try_for_each(|problem| self.desk.send(Message::Problem(problem)))
    }
}

impl Blocks for Shelving<'_> {
    fn size(&mut self) -> Option<usize> {
        Some(match &self.pool {
            Some(_) => blocks::BLOCK,
            _ if self.passages.begun() => blocks::PASSAGE,
            _ => 1,
        })
    }

    fn take(&mut self, block: Block) -> ControlFlow<()> {
        if let Some(mut pool) = self.pool.take() {
            let path = self.path.clone();
            let work = move || blocks::read(&block, path.as_deref());
            let taken = pool.take(work, |shelved| self.shelve(shelved));
            self.pool = Some(pool);
            return taken;
        }
        // Stories of an earlier input may still lie there.
        self.desk.pass_on(self.desk.tray.take())?;
        self.shelve(blocks::read(&block, self.path.as_deref()))?;
        self.pool = Some(Pool::of(crew()));
        ControlFlow::Continue(())
    }

    fn passage(&mut self, passage: Passage) -> Vec<Parted> {
        self.passages.take(passage, self.path.clone(), crew)
    }

    fn last_passages(&mut self) -> Vec<Parted> {
        self.passages.finish()
    }

    fn stories(&mut self, stories: Vec<Arc<Chunk>>) -> ControlFlow<()> {
        self.desk.pass_on(self.desk.tray.take())?;
        stories.into_iter().try_for_each(|chunk| self.desk.load(chunk))
    }
}

/// Those who read with this thread, standing back for the keys as it does.
fn crew() -> Crew {
    work::stand_back(Haste::Little);
    Crew::start("loader", work::threads() - 1)
}

#[cfg(test)]
mod tests;
