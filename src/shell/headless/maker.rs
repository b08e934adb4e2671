//! Stories turned into lines, on whichever thread.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use super::{Lines, Task, record};
use crate::extract::{Extractor, Room};
use crate::load::{Block, Format, Sink};
use crate::model::{Chunk, NewStory, Problem, Story, StoryFacts, story_key};
use crate::query::{Field, Query, Sieve, Term};
use crate::shell::blocks;
use crate::shell::bundle::Bundle;

/// What is written of a part of an input.
#[derive(Default)]
pub(super) struct Made {
    pub(super) lines: Vec<u8>,
    /// The first problems of the part,
    pub(super) problems: Vec<Problem>,
    /// and how many there are.
    pub(super) found: u32,
}

/// Knows what is to be written of a story.
pub(super) struct Maker {
    /// Only where facts are asked for. Its tables take some milliseconds to build, by whoever
    /// needs them first, while the input is read.
    extractor: Option<OnceLock<Extractor>>,
    /// What the text alone can answer: it spares most stories the reading.
    by_text: Option<Sieve>,
    by_facts: Option<Sieve>,
    lines: Lines,
}

impl Maker {
    pub(super) fn new(task: &Task) -> Maker {
        let (text, facts): (Vec<Term>, Vec<Term>) =
            task.query.terms().iter().cloned().partition(is_of_text);
        let sieve = |terms: &[Term]| {
            let query: Query = terms.iter().cloned().collect();
            (!query.is_empty()).then(|| Sieve::new(&query, task.marks.clone()))
        };
        let needs_facts = !facts.is_empty() || task.lines == Lines::Records;
        Maker {
            extractor: needs_facts.then(OnceLock::new),
            by_text: sieve(&text),
            by_facts: sieve(&facts),
            lines: task.lines,
        }
    }

    /// What finds facts, if they are asked for.
    pub(super) fn extractor(&self) -> Option<&Extractor> {
        self.extractor.as_ref().map(|extractor| extractor.get_or_init(Extractor::new))
    }

    /// The lines of stories of the file `path`.
    pub(super) fn stories(&self, stories: &[NewStory], path: Option<&str>) -> Made {
        let mut scribe = self.scribe(path);
        for story in stories {
            scribe.new_story(story);
        }
        scribe.made
    }

    /// The lines of stories that are shelved already.
    pub(super) fn shelved(&self, chunks: &[Arc<Chunk>]) -> Made {
        let mut scribe = self.scribe(None);
        for story in chunks.iter().flat_map(|chunk| chunk.stories()) {
            scribe.write(&story);
        }
        scribe.made
    }

    /// The lines of a block of the file `path`, which is read on the way.
    pub(super) fn block(&self, block: &Block, path: Option<&str>) -> Made {
        let mut scribe = self.scribe(path);
        match blocks::half_way(block.name(), || block.read(&mut scribe)) {
            Ok(found) => scribe.made.found += found,
            Err(problem) => scribe.fails(problem),
        }
        scribe.made
    }

    /// The lines of whole files, which are read on the way.
    pub(super) fn files(&self, bundle: Bundle, format: Option<Format>) -> Made {
        let begin = |scribe: &mut Scribe<'_>, path: &str| {
            scribe.path = Some(Cow::Owned(path.to_owned()));
        };
        bundle.read(format, self.scribe(None), begin).made
    }

    fn scribe<'a>(&'a self, path: Option<&'a str>) -> Scribe<'a> {
        let (path, made) = (path.map(Cow::Borrowed), Made::default());
        Scribe { maker: self, path, made, room: Room::default() }
    }

    fn line(&self, story: &Story<'_>, room: &mut Room, out: &mut Vec<u8>) {
        let nothing = StoryFacts::default();
        if self.by_text.as_ref().is_some_and(|sieve| !sieve.matches(story, &nothing)) {
            return;
        }
        let facts = self.extractor().map_or(nothing, |extractor| extractor.story_in(room, story));
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

/// Writes one story after the other.
struct Scribe<'a> {
    maker: &'a Maker,
    path: Option<Cow<'a, str>>,
    made: Made,
    room: Room,
}

impl Scribe<'_> {
    fn new_story(&mut self, story: &NewStory) {
        let (id, url) = (story.id.as_deref(), story.url.as_deref());
        let key = story_key(id, url, &story.headline, &story.body);
        let path = self.path.take();
        self.write(&Story {
            key: &key,
            headline: &story.headline,
            body: &story.body,
            source: story.source.as_deref(),
            place: story.place.as_deref(),
            url: story.url.as_deref(),
            path: path.as_deref(),
            published: story.published,
        });
        self.path = path;
    }

    /// A story that cannot be read loses no other.
    fn write(&mut self, story: &Story<'_>) {
        let (lines, room) = (&mut self.made.lines, &mut self.room);
        let length = lines.len();
        if catch_unwind(AssertUnwindSafe(|| self.maker.line(story, room, lines))).is_err() {
            lines.truncate(length);
            let path = story.path.unwrap_or("sample").to_owned();
            let reason = format!("“{}” could not be read", story.headline);
            self.fails(Problem { path, line: None, reason });
        }
    }

    fn fails(&mut self, problem: Problem) {
        self.made.found += 1;
        self.made.problems.push(problem);
    }
}

impl Sink for Scribe<'_> {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.new_story(story);
        ControlFlow::Continue(())
    }

    /// Whoever has a block read counts its problems.
    fn problem(&mut self, problem: Problem) {
        self.made.problems.push(problem);
    }
}

/// Whether a story's own text and marks answer a term, without its facts.
fn is_of_text(term: &Term) -> bool {
    matches!(term.field(), None | Some(Field::Body | Field::Is | Field::After | Field::Before))
}
