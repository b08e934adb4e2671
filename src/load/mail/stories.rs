//! The stories of a newsletter: one, or as many as its text is clearly made of.

use std::ops::ControlFlow;

use crate::load::input::{Failure, Input};
use crate::load::outlet::Outlet;
use crate::load::{Sink, digest, notices};
use crate::model::{NewStory, Problem};
use crate::text::credit::ends_sentence;

/// A story of a newsletter has so many letters; what has fewer is a greeting, a heading
/// or a row of links.
const SHORTEST: usize = 80;

/// No headline of a newsletter is longer, in bytes.
const LONGEST_HEADLINE: usize = 300;

/// Hands a message over as one story, or as several when `text`, split as a digest is,
/// is mostly stories.
pub(super) fn hand_over(
    story: &mut NewStory,
    text: &str,
    outlet: &mut Outlet<'_>,
) -> Result<(), Failure> {
    if !has_headlines(text) {
        return hand_over_one(story, outlet);
    }
    let parts = split(text);
    let full = parts.iter().filter(|part| part.body.len() >= SHORTEST).count();
    if full < 2 || full * 3 < parts.len() * 2 {
        return hand_over_one(story, outlet);
    }
    for (number, mut part) in (1..).zip(parts) {
        part.id = story.id.as_ref().map(|id| format!("{id}#{number}"));
        part.source = part.source.or_else(|| story.source.clone());
        part.published = part.published.or(story.published);
        part.url = part.url.or_else(|| story.url.clone().filter(|_| number == 1));
        outlet.story(&mut part)?;
    }
    Ok(())
}

fn hand_over_one(story: &mut NewStory, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    // A mail that is nothing else is about that.
    if let Some(end) = notices::below(&story.body, true).filter(|end| *end > 0) {
        notices::cut(&mut story.body, end);
    }
    outlet.story(story)
}

/// Whether two paragraphs or more begin as headlines do: most mail has none, and to
/// split it costs more than to read it.
fn has_headlines(text: &str) -> bool {
    let mut is_behind_blank = true;
    let begins = |line: &&str| {
        let line = line.trim();
        let may_be = is_behind_blank && !line.is_empty() && line.len() <= LONGEST_HEADLINE;
        is_behind_blank = line.is_empty();
        may_be && !line.ends_with(ends_sentence)
    };
    text.lines().filter(begins).nth(1).is_some()
}

fn split(text: &str) -> Vec<NewStory> {
    let mut gathered = Gathered::default();
    let mut nothing = std::io::empty();
    let mut input = Input::text(text.to_owned(), &mut nothing);
    // Nobody stops the reading, and text in memory is read to its end.
    let _ = digest::read(&mut input, &mut Outlet::new("", &mut gathered));
    gathered.stories
}

#[derive(Default)]
struct Gathered {
    stories: Vec<NewStory>,
}

impl Sink for Gathered {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.stories.push(story.clone());
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}
