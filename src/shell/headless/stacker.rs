//! Inputs read one after the other: their stories in batches, parts of them whole, or
//! small files some at a time, for the makers to go on with.

use std::ops::ControlFlow;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::Next;
use super::maker::{Made, Maker};
use crate::load::{self, Block, Blocks, Format, Parted, Passage, Sink};
use crate::model::{Chunk, NewStory, Problem};
use crate::shell::blocks::{self, Passages};
use crate::shell::bundle::{Bundle, Bundled};
use crate::shell::crew::Crew;
use crate::shell::inputs::{Input, Source, Sources};
use crate::shell::stream::{Gathering, Patient, Reading, Tray};

const BATCH_STORIES: usize = 64;
const BATCH_BYTES: usize = 128 << 10;

/// Who makes lines, and where they go.
pub(super) struct Desk {
    pub(super) maker: Arc<Maker>,
    pub(super) crew: Crew,
    pub(super) next: Sender<Next>,
}

impl Desk {
    /// Has lines made; they are written behind all that were asked for before. Making
    /// them must not panic.
    fn make(
        &self,
        next: fn(Receiver<Made>) -> Next,
        lines: impl FnOnce(&Maker) -> Made + Send + 'static,
    ) -> ControlFlow<()> {
        let (done, made) = bounded(1);
        self.send(next(made))?;
        let maker = Arc::clone(&self.maker);
        // The writer is gone when the other side of the pipe is.
        self.crew.hand_out(move || drop(done.send(lines(&maker))));
        ControlFlow::Continue(())
    }

    fn send(&self, next: Next) -> ControlFlow<()> {
        match self.next.send(next) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Reads everything, until it is done or nobody writes any more.
pub(super) fn read_all(inputs: &[Input], format: Option<Format>, desk: &Desk) {
    let _ = read_each(inputs, format, desk);
}

fn read_each(inputs: &[Input], format: Option<Format>, desk: &Desk) -> ControlFlow<()> {
    let mut bundle = Bundle::default();
    for source in Sources::new(inputs) {
        match source {
            Ok(source) if Bundle::may_have(&source) => {
                bundle.add(source);
                if bundle.is_full() {
                    read_bundle(&mut bundle, format, desk)?;
                }
            }
            source => {
                read_bundle(&mut bundle, format, desk)?;
                match source {
                    Ok(source) => read(source, format, desk)?,
                    Err(problem) => desk.send(Next::Problem(problem))?,
                }
            }
        }
    }
    read_bundle(&mut bundle, format, desk)
}

/// Has the files of a bundle read, which is then empty. The stories of one by itself go
/// on side by side.
fn read_bundle(bundle: &mut Bundle, format: Option<Format>, desk: &Desk) -> ControlFlow<()> {
    match bundle.take() {
        Bundled::None => ControlFlow::Continue(()),
        Bundled::One(source) => read(source, format, desk),
        Bundled::Many(bundle) => desk.make(Next::Files, move |maker| maker.files(bundle, format)),
    }
}

fn read(source: Source, format: Option<Format>, desk: &Desk) -> ControlFlow<()> {
    let name = source.name.as_deref().unwrap_or("sample").to_owned();
    let path = source.name.map(Into::into);
    let large = source.len.is_some_and(|len| len >= blocks::SHARED);
    let parts = (large || source.pipe.is_some()).then(|| Gathering::from(source.pipe.clone()));
    let (tray, passages) = (Tray::new(), Passages::default());
    let mut stacker = Stacker { path, tray, desk, parts, passages };
    let (tray, path) = (stacker.tray.clone(), stacker.path.clone());
    let watch = |reading| {
        if reading == Reading::WillWait {
            // A writer that is gone is noticed by the next story.
            let _ = pass_on(tray.take(), path.clone(), desk);
        }
    };
    let mut bytes = Patient { inner: source.bytes, pipe: source.pipe, watch };
    let read = || load::read(&name, &mut bytes, format, &mut stacker);
    if let Err(problem) = blocks::half_way(&name, read) {
        desk.send(Next::Problem(problem))?;
    }
    stacker.pass_on()?;
    desk.send(Next::End(name))
}

/// Stories that go on together: few while the input is slow.
#[derive(Default)]
struct Batch {
    stories: Vec<NewStory>,
    bytes: usize,
}

fn pass_on(batch: Batch, path: Option<Arc<str>>, desk: &Desk) -> ControlFlow<()> {
    if batch.stories.is_empty() {
        return ControlFlow::Continue(());
    }
    desk.make(Next::Lines, move |maker| maker.stories(&batch.stories, path.as_deref()))
}

/// Gathers the stories of one input into batches.
struct Stacker<'a> {
    path: Option<Arc<str>>,
    tray: Tray<Batch>,
    desk: &'a Desk,
    /// Present where parts of the input are read side by side.
    parts: Option<Gathering>,
    passages: Passages,
}

impl Stacker<'_> {
    fn pass_on(&self) -> ControlFlow<()> {
        pass_on(self.tray.take(), self.path.clone(), self.desk)
    }

    fn begin_anew(&mut self) {
        self.parts.iter_mut().for_each(Gathering::begin_anew);
    }
}

impl Sink for Stacker<'_> {
    fn blocks(&mut self) -> Option<&mut dyn Blocks> {
        if self.parts.is_some() { Some(self) } else { None }
    }

    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        let mut batch = self.tray.take();
        batch.bytes += story.headline.len() + story.body.len();
        batch.stories.push(story.clone());
        let full = batch.stories.len() >= BATCH_STORIES || batch.bytes >= BATCH_BYTES;
        self.tray.put(batch);
        if full { self.pass_on() } else { ControlFlow::Continue(()) }
    }

    fn problem(&mut self, problem: Problem) {
        // A writer that is gone is noticed by the next story.
        let _ = self.desk.send(Next::Problem(problem));
    }
}

impl Blocks for Stacker<'_> {
    fn size(&mut self) -> Option<usize> {
        self.parts.as_mut()?.goes_on().then_some(blocks::PASSAGE)
    }

    fn take(&mut self, block: Block) -> ControlFlow<()> {
        self.pass_on()?;
        self.begin_anew();
        let path = self.path.clone();
        self.desk.make(Next::Lines, move |maker| maker.block(&block, path.as_deref()))
    }

    fn passage(&mut self, passage: Passage) -> Vec<Parted> {
        let path = self.path.as_deref().map(Into::into);
        let parted = self.passages.take(passage, path, || self.desk.crew.clone());
        self.begin_anew();
        parted
    }

    fn last_passages(&mut self) -> Vec<Parted> {
        self.passages.finish()
    }

    fn stories(&mut self, stories: Vec<Arc<Chunk>>) -> ControlFlow<()> {
        self.pass_on()?;
        self.desk.make(Next::Lines, move |maker| maker.shelved(&stories))
    }
}
