//! Objects that hold stories instead of being one: `{"articles": [ … ]}`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::record::Record;
use super::{Document, Lines, number, reason};
use crate::load::input::Failure;
use crate::load::outlet::Outlet;

/// How many objects deep stories are looked for.
pub(super) const DEEPEST: u32 = 4;

/// Keys that hold stories even when those are mere headlines.
const LISTS: [&str; 10] = [
    "stories",
    "articles",
    "items",
    "entries",
    "results",
    "docs",
    "documents",
    "news",
    "hits",
    "data",
];

/// What the version of a JSON Feed has in it.
const JSON_FEED: &[u8] = b"//jsonfeed.org/version/";

/// Reads one JSON value that should be a story or hold some. `line` is where it stands.
pub(in crate::load) fn object(
    text: &str,
    line: u32,
    record: &mut Record,
    outlet: &mut Outlet<'_>,
) -> Result<(), Failure> {
    object_within(text, line, DEEPEST, record, outlet)
}

/// [`object`], with so many levels left to look into.
pub(super) fn object_within(
    text: &str,
    line: u32,
    depth: u32,
    record: &mut Record,
    outlet: &mut Outlet<'_>,
) -> Result<(), Failure> {
    if !text.starts_with('{') {
        outlet.problem(Some(line), "is not a story: a JSON object is expected");
        return Ok(());
    }
    let mended;
    let mut text = text;
    if let Err(error) = record.read(text) {
        // A number that no machine holds costs its value, not the story.
        mended = number::without_huge(text).unwrap_or_default();
        if record.read(&mended).is_err() {
            outlet.problem(Some(line), &reason(&error));
            return Ok(());
        }
        text = &mended;
    }
    if !record.has_body
        && let Some(depth) = depth.checked_sub(1)
    {
        let is_feed = memchr::memmem::find(text.as_bytes(), JSON_FEED).is_some();
        let titled = record.is_story() && !is_feed;
        let story = record.story.clone();
        let name = is_feed.then(|| story.headline.clone()).filter(|name| !name.is_empty());
        if let Some(inner) = stories_inside(text, titled, depth, record) {
            let before = memchr::memchr_iter(b'\n', &text.as_bytes()[..inner.at]).count() as u32;
            let lines = Lines::from(line + before);
            let around = record.around.clone();
            if titled && inner.text.starts_with('{') {
                // A story whose text is kept in an object apart.
                record.around = story;
            } else if name.is_some() {
                record.around.source = name;
            }
            let read = Document { text: inner.text, at: 0, lines, depth, outlet }.read(record);
            record.around = around;
            return read;
        }
        if is_feed {
            return Ok(());
        }
        // Looking inside has used the buffers.
        drop(record.read(text));
    }
    if record.is_story() {
        if let Some(problem) = record.problem() {
            outlet.problem(Some(line), &problem);
        }
        return outlet.story(&mut record.story);
    }
    outlet.problem(Some(line), "is not a story: it has neither headline nor text");
    Ok(())
}

/// A list or an object inside an object.
struct Inner<'a> {
    text: &'a str,
    /// Where it begins in the outer one.
    at: usize,
}

/// The first value inside an object that holds stories.
fn stories_inside<'a>(
    text: &'a str,
    titled: bool,
    depth: u32,
    record: &mut Record,
) -> Option<Inner<'a>> {
    let values = serde_json::Deserializer::from_str(text).deserialize_map(Nested).ok()?;
    let found = values.into_iter().find(|(key, value)| {
        let named = LISTS.iter().any(|list| key.eq_ignore_ascii_case(list));
        holds_stories(value, named || !titled, depth, record)
    });
    let value = found?.1;
    let at = value.as_ptr() as usize - text.as_ptr() as usize;
    Some(Inner { text: value, at })
}

/// Whether a list or an object is a story or holds some; `headlines` says that a
/// headline is enough.
fn holds_stories(value: &str, headlines: bool, depth: u32, record: &mut Record) -> bool {
    let first = value.trim_start_matches(['[', ' ', '\n', '\r', '\t']);
    let Some(Ok(first)) = serde_json::Deserializer::from_str(first).into_iter::<&RawValue>().next()
    else {
        return false;
    };
    if !first.get().starts_with('{') || record.read(first.get()).is_err() {
        return false;
    }
    let is_story = record.has_body && !record.story.body.is_empty();
    let titled = !record.story.headline.is_empty() && headlines && value.starts_with('[');
    let inside = |depth| stories_inside(first.get(), titled, depth, record).is_some();
    is_story || titled || depth.checked_sub(1).is_some_and(inside)
}

/// The lists and objects of an object, with their keys.
struct Nested;

impl<'de> Visitor<'de> for Nested {
    type Value = Vec<(Cow<'de, str>, &'de str)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some((key, value)) = map.next_entry::<CowKey<'de>, &RawValue>()? {
            if value.get().starts_with(['[', '{']) {
                found.push((key.0, value.get()));
            }
        }
        Ok(found)
    }
}

/// A key borrowed where it holds no escape.
#[derive(serde::Deserialize)]
struct CowKey<'a>(#[serde(borrow)] Cow<'a, str>);
