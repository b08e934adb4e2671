//! Stories put into chunks, wherever a part of an input is read.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::{MOST_PROBLEMS, Sink};
use crate::model::{Chunk, NewStory, Problem};

/// Fills chunks with the stories of a part of an input.
#[derive(Default)]
pub struct Shelf<'a> {
    path: Option<&'a str>,
    /// Bytes the stories to come may take.
    room: usize,
    chunk: Chunk,
    done: Shelved,
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
        let mut shelf = Shelf { path, room, ..Shelf::default() };
        shelf.start();
        shelf
    }

    /// What was put there.
    pub fn done(mut self) -> Shelved {
        self.seal();
        self.done
    }

    fn start(&mut self) {
        self.chunk = Chunk::with_room(self.room);
        if let Some(path) = self.path {
            self.chunk.start_file(path);
        }
    }

    fn seal(&mut self) {
        let chunk = std::mem::take(&mut self.chunk);
        self.room = self.room.saturating_sub(chunk.bytes());
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
        if self.done.problems.len() < MOST_PROBLEMS as usize {
            self.done.problems.push(problem);
        }
    }
}
