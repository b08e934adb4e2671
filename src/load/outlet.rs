//! The way out of every loader: the last touch to a story, and problems counted.

use super::input::Failure;
use super::{NewStory, Problem, Sink};
use crate::text::clean_line;

/// Problems of one input that are told one by one; the rest are counted.
const MOST_PROBLEMS: u32 = 50;

/// An untitled story takes about so many letters of its text for a headline.
const HEADLINE: usize = 80;

pub(super) struct Outlet<'a> {
    name: String,
    sink: &'a mut dyn Sink,
    problems: u32,
}

impl<'a> Outlet<'a> {
    pub(super) fn new(name: &str, sink: &'a mut dyn Sink) -> Outlet<'a> {
        Outlet { name: clean_line(name).into_owned(), sink, problems: 0 }
    }

    /// Hands over a story; one without a headline takes its first words.
    pub(super) fn story(&mut self, story: &mut NewStory) -> Result<(), Failure> {
        if story.headline.is_empty() {
            first_words(&story.body, &mut story.headline);
        }
        match self.sink.story(story) {
            std::ops::ControlFlow::Continue(()) => Ok(()),
            std::ops::ControlFlow::Break(()) => Err(Failure::Stopped),
        }
    }

    pub(super) fn problem(&mut self, line: Option<u32>, reason: &str) {
        self.problems += 1;
        if self.problems <= MOST_PROBLEMS {
            let reason = clean_line(reason).into_owned();
            self.sink.problem(Problem { path: self.name.clone(), line, reason });
        }
    }

    /// Says how many problems were not told one by one.
    pub(super) fn finish(&mut self) {
        let Some(untold @ 1..) = self.problems.checked_sub(MOST_PROBLEMS) else { return };
        let reason = format!("{untold} more records that could not be read");
        self.sink.problem(Problem { path: self.name.clone(), line: None, reason });
    }
}

/// The first words of a text, as a headline for a story that has none.
fn first_words(body: &str, headline: &mut String) {
    let line = body.lines().next().unwrap_or_default();
    if line.len() <= HEADLINE {
        headline.push_str(line);
        return;
    }
    let cut = &line[..line.floor_char_boundary(HEADLINE)];
    let words = cut.rfind(' ').map_or(cut, |at| &cut[..at]);
    headline.push_str(words.trim_end_matches(|c: char| !c.is_alphanumeric()));
    headline.push('…');
}
