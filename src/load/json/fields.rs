//! A record given field by field, as tables, header blocks and front matter have it.

use super::keys::{Field, Keys};
use super::record::Record;
use crate::model::NewStory;
use crate::text::clean_line;

/// Keys that name who wrote a story: its source where none is named.
const AUTHORS: [&str; 6] = ["author", "authors", "by", "byline", "creator", "from"];

/// What a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Named {
    Headline,
    Text,
    Other,
}

/// Fills stories one after the other from keys and values.
pub(in crate::load) struct Fields {
    record: Record,
    keys: Keys,
    author: Option<String>,
}

impl Fields {
    pub(in crate::load) fn new() -> Fields {
        Fields { record: Record::new(), keys: Keys::new(), author: None }
    }

    /// What a key names, if it is one of those that records have.
    pub(in crate::load) fn named(&mut self, key: &str) -> Option<Named> {
        if AUTHORS.iter().any(|author| author.eq_ignore_ascii_case(key.trim())) {
            return Some(Named::Other);
        }
        let (field, _) = self.keys.meaning(key.trim())?;
        Some(match field {
            Field::Headline => Named::Headline,
            Field::Body | Field::Summary => Named::Text,
            _ => Named::Other,
        })
    }

    /// Begins the next story.
    pub(in crate::load) fn start(&mut self) {
        self.record.clear();
        self.author = None;
    }

    /// Takes a value; a key that means nothing is passed over.
    pub(in crate::load) fn put(&mut self, key: &str, value: &str) {
        let key = key.trim();
        if AUTHORS.iter().any(|author| author.eq_ignore_ascii_case(key)) {
            self.author = Some(clean_line(value).into_owned()).filter(|author| !author.is_empty());
        } else if let Some((field, rank)) = self.keys.meaning(key) {
            self.record.put(field, rank, value);
        }
    }

    /// What is wrong with a story that is kept.
    pub(in crate::load) fn problem(&self) -> Option<String> {
        self.record.problem()
    }

    /// The story, if there is anything of one.
    pub(in crate::load) fn story(&mut self) -> Option<&mut NewStory> {
        self.record.finish();
        let story = &mut self.record.story;
        story.source = story.source.take().or_else(|| self.author.take());
        (!story.headline.is_empty() || !story.body.is_empty()).then_some(story)
    }
}
