//! What a story is, what is known of it, and how a million of them are kept.

mod arena;
mod bookmarks;
mod chunk;
mod country;
mod facts;
mod library;
mod names;
mod packed;
mod people;
mod problem;
mod story;

pub use bookmarks::{Bookmark, Bookmarks, Entry};
pub use chunk::{Chunk, letters};
pub use country::Code;
pub use facts::{
    Attribution, Country, CountryBy, Mention, Organisation, Part, Quote, Span, Speaker, StoryFacts,
};
pub use library::{Library, Shelf};
pub use names::{Interner, NameBlock, NameId, Names};
pub use packed::{Facts, FactsOf, Runs};
pub use people::{Meaning, People, Person};
pub use problem::Problem;
pub use story::{NewStory, Story, StoryId, story_key};
