//! What is copied: a story as headline and link, a quotation with its citation.

use super::{State, sidebar};
use crate::text::date;

/// Headline and link, a line each.
pub(super) fn story(state: &State) -> Option<String> {
    let story = state.story()?;
    let mut text = story.headline.to_owned();
    if let Some(url) = story.url {
        text.push('\n');
        text.push_str(url);
    }
    Some(text)
}

/// The quotation under the sidebar's cursor, else the story's first direct one, with
/// speaker, role, source and date.
pub(super) fn quote(state: &State) -> Option<String> {
    let (story, facts) = (state.story()?, state.reader.facts.as_deref()?);
    let first = || facts.quotes.iter().position(|quote| quote.direct);
    let quote = facts.quotes.get(sidebar::quote(state).or_else(first)?)?;
    let words = quote.span.of(story.body).trim();
    let mut text = if quote.direct { format!("“{words}”") } else { words.to_owned() };
    let speaker = quote.speaker.as_deref().unwrap_or("unattributed");
    text.push_str("\n— ");
    text.push_str(speaker);
    let known = facts.speakers.iter().find(|known| Some(&known.name) == quote.speaker.as_ref());
    let mut cite = |part: Option<&str>| {
        if let Some(part) = part {
            text.push_str(", ");
            text.push_str(part);
        }
    };
    cite(known.and_then(|speaker| speaker.role.as_deref()));
    cite(facts.source.as_deref());
    cite(story.published.map(date::day).as_deref());
    cite(story.url);
    Some(text)
}
