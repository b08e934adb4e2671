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
use crate::model::{Chunk, Library, NewStory, Problem, Story, StoryId, story_key};

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
    /// The newest with a headline in a file, by a hash of both; `None` where several
    /// stories of the file have it.
    headed: HashMap<u64, Option<StoryId>>,
    /// Chunks of the library gone through.
    chunks: usize,
}

impl Known {
    fn catch_up(&mut self, library: &Library) {
        while let Some(shelf) = library.chunk(self.chunks) {
            for (story, id) in shelf.stories.stories().zip(shelf.first.0..) {
                self.seen.insert(hash((story.key, story.headline, story.body)));
                self.note_headline(&story, StoryId(id));
                self.newest.insert(hash(story.key), StoryId(id));
            }
            self.chunks += 1;
        }
    }

    fn note_headline(&mut self, story: &Story<'_>, id: StoryId) {
        let Some(path) = story.path else { return };
        let is_version = self.newest.contains_key(&hash(story.key));
        let headed = self.headed.entry(hash((path, story.headline)));
        headed.and_modify(|one| *one = Some(id).filter(|_| is_version)).or_insert(Some(id));
    }

    /// The story of which this one of a file is a newer version. One that says no name
    /// of its own is known by its text, and where that has changed by its headline.
    fn older(&self, path: &str, story: &NewStory, key: &str) -> Option<StoryId> {
        let by_key = self.newest.get(&hash(key)).copied();
        let is_nameless = story.id.is_none() && story.url.is_none();
        let headed = || self.headed.get(&hash((path, &*story.headline))).copied().flatten();
        by_key.or_else(|| if is_nameless { headed() } else { None })
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
            let older = self.known.older(self.name, story, &key);
            if let Some(older) = older {
                self.known.newest.entry(hash(&*key)).or_insert(older);
                self.renewed.push((self.chunk.len() as u32, older));
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn story(headline: &str, body: &str) -> NewStory {
        NewStory { headline: headline.into(), body: body.into(), ..NewStory::default() }
    }

    fn known(stories: &[NewStory]) -> Known {
        let mut chunk = Chunk::default();
        chunk.start_file("wire.txt");
        for story in stories {
            chunk.push(story);
        }
        let mut library = Library::default();
        library.append(chunk.seal());
        let mut known = Known::default();
        known.catch_up(&library);
        known
    }

    #[test]
    fn a_story_without_a_name_is_known_by_its_headline_when_its_text_changes() {
        let known =
            known(&[story("Ferry", "One."), story("Port", "Two."), story("Port", "Three.")]);
        let older = |path: &str, story: &NewStory| known.older(path, story, "another");
        assert_eq!(older("wire.txt", &story("Ferry", "Four.")), Some(StoryId(0)));
        assert_eq!(older("wire.txt", &story("Port", "Four.")), None, "which of the two?");
        assert_eq!(older("other.txt", &story("Ferry", "Four.")), None);
        let named = NewStory { id: Some("7".into()), ..story("Ferry", "Four.") };
        assert_eq!(older("wire.txt", &named), None, "it has a name, and nobody had it");
    }
}
