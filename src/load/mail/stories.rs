//! The stories of a newsletter: one, or as many as its text is clearly made of.

use std::ops::ControlFlow;

use crate::load::input::{Failure, Input};
use crate::load::outlet::Outlet;
use crate::load::{Sink, digest};
use crate::model::{NewStory, Problem};

/// A story of a newsletter has so many letters; what has fewer is a greeting, a heading
/// or a row of links.
const SHORTEST: usize = 80;

/// Hands a message over as one story, or as several when `text`, split as a digest is,
/// is mostly stories.
pub(super) fn hand_over(
    story: &mut NewStory,
    text: &str,
    outlet: &mut Outlet<'_>,
) -> Result<(), Failure> {
    let parts = split(text);
    let full = parts.iter().filter(|part| part.body.len() >= SHORTEST).count();
    if full < 2 || full * 3 < parts.len() * 2 {
        return outlet.story(story);
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
