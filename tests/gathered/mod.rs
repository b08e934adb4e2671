//! Everything a loader finds in a file, for the tests that look at files.

use std::ops::ControlFlow;

use dateline::load::{self, Format, Sink};
use dateline::model::{NewStory, Problem};

#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) stories: Vec<NewStory>,
    pub(crate) problems: Vec<Problem>,
}

impl Sink for Gathered {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.stories.push(story.clone());
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

/// Reads a file called `name`; `format` overrides what its content and name say.
pub(crate) fn read(name: &str, mut bytes: &[u8], format: Option<Format>) -> Gathered {
    let mut gathered = Gathered::default();
    load::read(name, &mut bytes, format, &mut gathered);
    gathered
}
