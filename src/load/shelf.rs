//! Stories put into chunks, wherever a part of an input is read.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::{MOST_PROBLEMS, Sink};
use crate::model::{Chunk, NewStory, Problem};

/// Fills chunks with the stories of a part of an input.
#[derive(Default)]
pub struct Shelf<'a> {
    path: Option<Cow<'a, str>>,
    /// Bytes the stories to come may take.
    room: usize,
    /// Whether they are to stay.
    kept: bool,
    chunk: Chunk,
    done: Shelved,
    /// Problems of earlier files of the part.
    before: usize,
}

/// What a part of an input held.
#[derive(Default)]
pub struct Shelved {
    pub chunks: Vec<Arc<Chunk>>,
    /// The first of its problems,
    pub problems: Vec<Problem>,
    /// and how many there are.
    pub found: u32,
}

impl<'a> Shelf<'a> {
    /// An empty shelf for stories of the file `path`, of about so many bytes.
    pub fn new(path: Option<&'a str>, room: usize) -> Shelf<'a> {
        Shelf::begun(path, room, false)
    }

    /// The same for stories that are to stay, as those of a library do.
    pub fn to_keep(path: Option<&'a str>, room: usize) -> Shelf<'a> {
        Shelf::begun(path, room, true)
    }

    fn begun(path: Option<&'a str>, room: usize, kept: bool) -> Shelf<'a> {
        let mut shelf = Shelf { path: path.map(Cow::Borrowed), room, kept, ..Shelf::default() };
        shelf.start();
        shelf
    }

    /// Starts the stories of another file.
    pub fn start_file(&mut self, path: &str) {
        self.path = Some(Cow::Owned(path.to_owned()));
        self.chunk.start_file(path);
        self.before = self.done.problems.len();
    }

    /// What was put there.
    pub fn done(mut self) -> Shelved {
        self.seal();
        self.done
    }

    fn start(&mut self) {
        let chunk = if self.kept { Chunk::to_keep } else { Chunk::with_room };
        self.chunk = chunk(self.room);
        if let Some(path) = &self.path {
            self.chunk.start_file(path);
        }
    }

    fn seal(&mut self) {
        let chunk = std::mem::take(&mut self.chunk);
        // A chunk that is full of stories has little text in each: so will the next one.
        let alike = chunk.bytes() / 8 * 9;
        self.room = self.room.saturating_sub(chunk.bytes()).min(alike);
        if !chunk.is_empty() {
            self.done.chunks.push(chunk.seal());
        }
    }
}

impl Sink for Shelf<'_> {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.chunk.push(story);
        if self.chunk.is_full() {
            self.seal();
            self.start();
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        // The last of a file may be how many more there are.
        if self.done.problems.len() - self.before <= MOST_PROBLEMS as usize {
            self.done.problems.push(problem);
        }
    }
}
