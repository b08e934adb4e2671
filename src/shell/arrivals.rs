//! Files that came or changed while the reader is open. What is new in them joins the
//! library behind all else, so that nothing moves under the reader's eyes; what was
//! there already is passed over, and a story that changed comes as a newer version of
//! the one that is there.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use crossbeam_channel::{Receiver, Sender};

use super::inputs::{Input, Source, Sources};
use super::work::{self, Haste};
use crate::app::Message;
use crate::load::{self, Format, Sink};
use crate::model::{Chunk, Library, NewStory, Problem, StoryId, story_key};

/// Files to be read, and everything loaded so far.
pub(super) struct Ask {
    pub(super) files: Vec<PathBuf>,
    pub(super) library: Library,
}

/// Reads what is asked for, one after another, and tells when each is done.
pub(super) fn run(mailbox: &Receiver<Ask>, format: Option<Format>, results: &Sender<Message>) {
    work::stand_back(Haste::Little);
    let mut known = Known::default();
    for Ask { files, library } in mailbox {
        known.catch_up(&library);
        let inputs: Vec<Input> = files.into_iter().map(Input::Path).collect();
        for source in Sources::new(&inputs) {
            match source {
                Ok(source) => read(source, format, &mut known, results),
                // It has gone again; its stories stay where they are.
                Err(problem) if problem.reason.starts_with("No such file") => (),
                Err(problem) => drop(results.send(Message::Problem(problem))),
            }
        }
        let _ = results.send(Message::Taken);
    }
}

/// Every story there is, by what it says.
#[derive(Default)]
struct Known {
    /// Hashes of key and text together: a story once seen is not new.
    seen: HashSet<u64>,
    /// Its newest version, by a hash of its key.
    newest: HashMap<u64, StoryId>,
    /// Chunks of the library gone through.
    chunks: usize,
}

impl Known {
    fn catch_up(&mut self, library: &Library) {
        while let Some(shelf) = library.chunk(self.chunks) {
            for (story, id) in shelf.stories.stories().zip(shelf.first.0..) {
                self.seen.insert(hash((story.key, story.headline, story.body)));
                self.newest.insert(hash(story.key), StoryId(id));
            }
            self.chunks += 1;
        }
    }
}

fn hash(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

fn read(source: Source, format: Option<Format>, known: &mut Known, results: &Sender<Message>) {
    let name = source.name.unwrap_or_default();
    let mut bytes = source.bytes;
    let mut taker = Taker { name: &name, known, results, chunk: Chunk::default(), renewed: vec![] };
    taker.start();
    let read = AssertUnwindSafe(|| load::read(&name, &mut bytes, format, &mut taker));
    if catch_unwind(read).is_err() {
        let reason = "reading it failed half-way".to_owned();
        taker.problem(Problem { path: name.clone(), line: None, reason });
    }
    taker.pass_on();
}

/// Takes what is new of one file.
struct Taker<'a> {
    name: &'a str,
    known: &'a mut Known,
    results: &'a Sender<Message>,
    chunk: Chunk,
    /// Places in the chunk of stories that are there in an older version.
    renewed: Vec<(u32, StoryId)>,
}

impl Taker<'_> {
    fn start(&mut self) {
        self.chunk.start_file(self.name);
    }

    fn pass_on(&mut self) {
        let chunk = std::mem::take(&mut self.chunk);
        let renewed = std::mem::take(&mut self.renewed);
        if !chunk.is_empty() {
            // Nobody listens any more when the reader quits.
            let _ = self.results.send(Message::Arrived { chunk: chunk.seal(), renewed });
        }
    }
}

impl Sink for Taker<'_> {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        let (id, url) = (story.id.as_deref(), story.url.as_deref());
        let key = story_key(id, url, &story.headline, &story.body);
        if self.known.seen.insert(hash((&*key, &*story.headline, &*story.body))) {
            let older = self.known.newest.get(&hash(&*key));
            self.renewed.extend(older.map(|older| (self.chunk.len() as u32, *older)));
            self.chunk.push(story);
        }
        if self.chunk.is_full() {
            self.pass_on();
            self.start();
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        let _ = self.results.send(Message::Problem(problem));
    }
}
