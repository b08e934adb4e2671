//! Text to facts, pure: who spoke, about which countries, in whose report.

mod marks;
mod sentences;
pub mod tokens;

use crate::model::{Story, StoryFacts};

/// The tables and automata extraction needs. Built once (some milliseconds), then
/// shared by `Arc`: it never changes.
#[derive(Debug, Default)]
pub struct Extractor {}

impl Extractor {
    pub fn new() -> Extractor {
        Extractor::default()
    }

    /// Reads one story. Pure: the same story gives the same facts. Linear in the
    /// length of the text.
    pub fn story(&self, story: &Story<'_>) -> StoryFacts {
        StoryFacts { source: story.source.map(Into::into), ..StoryFacts::default() }
    }
}
