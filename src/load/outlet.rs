//! The way out of every loader: the last touch to a story, and problems counted.

use std::ops::ControlFlow;

use super::input::Failure;
use super::{Blocks, NewStory, Problem, Sink};
use crate::text::clean_line;

/// Problems of one input that are told one by one; the rest are counted.
pub const MOST_PROBLEMS: u32 = 50;

/// An untitled story takes about so many letters of its text for a headline.
const HEADLINE: usize = 80;

pub(super) struct Outlet<'a> {
    name: String,
    sink: &'a mut dyn Sink,
    problems: u32,
    /// What part of the input is being read, where its problems are to say so.
    part: String,
}

impl<'a> Outlet<'a> {
    pub(super) fn new(name: &str, sink: &'a mut dyn Sink) -> Outlet<'a> {
        Outlet { name: clean_line(name).into_owned(), sink, problems: 0, part: String::new() }
    }

    /// Reads a part of the input that is a file of its own, of which no blocks are read
    /// elsewhere.
    pub(super) fn within<T>(&mut self, part: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        part.clone_into(&mut self.part);
        let done = read(self);
        self.part.clear();
        done
    }

    /// Who reads blocks elsewhere, if the sink has them read so.
    pub(super) fn blocks(&mut self) -> Option<&mut dyn Blocks> {
        if self.part.is_empty() { self.sink.blocks() } else { None }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How many there were so far, told or not.
    pub(super) fn problems(&self) -> u32 {
        self.problems
    }

    /// Hands over a story; one without a headline takes its first words.
    pub(super) fn story(&mut self, story: &mut NewStory) -> Result<(), Failure> {
        let bare = story.headline.trim();
        if bare.len() < story.headline.len() {
            story.headline = bare.to_owned();
        }
        if story.headline.is_empty() {
            first_words(&story.body, &mut story.headline);
        }
        match self.sink.story(story) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Failure::Stopped),
        }
    }

    pub(super) fn problem(&mut self, line: Option<u32>, reason: &str) {
        self.problems += 1;
        if self.problems <= MOST_PROBLEMS {
            let (line, reason) = match (&*self.part, line) {
                ("", line) => (line, reason.to_owned()),
                (part, None) => (None, format!("{part} {reason}")),
                (part, Some(line)) => (None, format!("{part}, line {line}: {reason}")),
            };
            let reason = clean_line(&reason).into_owned();
            self.sink.problem(Problem { path: self.name.clone(), line, reason });
        }
    }

    /// Says how many problems were not told one by one.
    pub(super) fn finish(&mut self) {
        if let Some(problem) = untold(&self.name, self.problems) {
            self.sink.problem(problem);
        }
    }
}

/// Of so many problems of one input some are not told one by one: how many that are.
pub fn untold(name: &str, problems: u32) -> Option<Problem> {
    let untold = problems.checked_sub(MOST_PROBLEMS).filter(|untold| *untold > 0)?;
    let reason = format!("{untold} more records that could not be read");
    Some(Problem { path: name.to_owned(), line: None, reason })
}

/// The first words of a text, as a headline for a story that has none.
fn first_words(body: &str, headline: &mut String) {
    // A blank of another kind may still stand at a line's end.
    let line = body.lines().next().unwrap_or_default().trim();
    if line.len() <= HEADLINE {
        headline.push_str(line);
        return;
    }
    let cut = &line[..line.floor_char_boundary(HEADLINE)];
    let words = cut.rfind(' ').map_or(cut, |at| &cut[..at]);
    headline.push_str(words.trim_end_matches(|c: char| !c.is_alphanumeric()));
    headline.push('…');
}
