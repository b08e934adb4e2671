//! One JSON object read as a story, without a tree of values in between.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::keys::{Field, Keys, Meaning};
use super::text::AnyText;
use crate::load::date::{date, unix};
use crate::load::draft::unread;
use crate::load::{body, html, link};
use crate::model::NewStory;
use crate::text::clean_line;

/// Reads records one after the other into the same buffers.
pub(in crate::load) struct Record {
    keys: Keys,
    pub(super) story: NewStory,
    summary: String,
    /// How telling the key was that each field was taken from.
    ranks: [u8; Field::COUNT],
    /// Whether the record has a body, be it an empty one.
    pub(super) has_body: bool,
    /// Whether `dateline extract` wrote the record: its text is plain, whatever it holds.
    own: bool,
    /// A date that could not be read.
    unread: Option<String>,
    scratch: String,
    /// What is said around a record, for want of what it says itself: what a list is
    /// called is the source of its stories.
    pub(super) around: NewStory,
}

const UNSET: u8 = u8::MAX;

impl Record {
    pub(in crate::load) fn new() -> Record {
        Record {
            keys: Keys::new(),
            story: NewStory::default(),
            summary: String::new(),
            ranks: [UNSET; Field::COUNT],
            has_body: false,
            own: false,
            unread: None,
            scratch: String::new(),
            around: NewStory::default(),
        }
    }

    /// Reads the object that `text` is. What it holds of a story is in `story` then;
    /// the summary stands in for a missing body.
    pub(super) fn read(&mut self, text: &str) -> Result<(), serde_json::Error> {
        self.clear();
        self.own = is_own(text);
        let mut json = serde_json::Deserializer::from_str(text);
        json.deserialize_map(Object(self))?;
        json.end()?;
        self.finish();
        Ok(())
    }

    /// Lets the summary stand in for a missing body, what is around for what is missing.
    pub(super) fn finish(&mut self) {
        if self.story.body.is_empty() {
            std::mem::swap(&mut self.story.body, &mut self.summary);
        }
        let (story, around) = (&mut self.story, &self.around);
        if story.headline.is_empty() {
            story.headline.clone_from(&around.headline);
        }
        for (own, around) in [
            (&mut story.id, &around.id),
            (&mut story.source, &around.source),
            (&mut story.place, &around.place),
            (&mut story.url, &around.url),
        ] {
            if own.is_none() {
                own.clone_from(around);
            }
        }
        story.published = story.published.or(around.published);
    }

    /// Whether anything of a story was found.
    pub(super) fn is_story(&self) -> bool {
        !(self.story.headline.is_empty() && self.story.body.is_empty())
    }

    pub(super) fn clear(&mut self) {
        let NewStory { id, headline, body, source, place, url, published } = &mut self.story;
        headline.clear();
        body.clear();
        (*id, *source, *place, *url) = (None, None, None, None);
        *published = None;
        self.summary.clear();
        self.ranks = [UNSET; Field::COUNT];
        self.has_body = false;
        self.unread = None;
        self.keys.start_record();
    }

    /// What is wrong with a story that is kept: its date cannot be read.
    pub(super) fn problem(&self) -> Option<String> {
        let date = self.unread.as_ref().filter(|_| self.story.published.is_none())?;
        Some(unread(date))
    }

    pub(super) fn put(&mut self, field: Field, rank: u8, text: &str) {
        if self.ranks[field as usize] < rank || text.trim().is_empty() {
            return;
        }
        let line = || Some(clean_line(text).into_owned()).filter(|line| !line.is_empty());
        match field {
            Field::Headline => clean_line(text).as_ref().clone_into(&mut self.story.headline),
            Field::Body if self.own => body::plain(text, &mut self.story.body),
            Field::Body => body::tidy(text, &mut self.story.body),
            Field::Summary => body::tidy(text, &mut self.summary),
            Field::Published => {
                let Some(seconds) = date(text) else {
                    self.unread = line();
                    return;
                };
                self.story.published = Some(seconds);
            }
            Field::Source => self.story.source = line(),
            Field::Url => match link::safe(text) {
                Some(link) => self.story.url = Some(link.to_owned()),
                None => return,
            },
            Field::Id => self.story.id = line(),
            Field::Place => self.story.place = line().filter(|place| !place.contains("://")),
        }
        self.ranks[field as usize] = rank;
    }

    fn put_number(&mut self, field: Field, rank: u8, number: f64) {
        if field == Field::Published {
            if self.ranks[field as usize] >= rank
                && let Some(seconds) = unix(number)
            {
                self.story.published = Some(seconds);
                self.ranks[field as usize] = rank;
            }
            return;
        }
        if matches!(field, Field::Id | Field::Headline) {
            self.put(field, rank, &number.to_string());
        }
    }
}

/// Whether a record looks as only `dateline extract` writes it. Whatever looks so is
/// merely taken at its word: tags in its text stay.
fn is_own(text: &str) -> bool {
    let text = text.trim_end();
    text.starts_with("{\"id\":\"")
        && text.ends_with("]}")
        && memchr::memmem::find(text.as_bytes(), b",\"countries\":[").is_some()
}

struct Object<'r>(&'r mut Record);

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(meaning) = map.next_key_seed(Key(&mut self.0.keys))? {
            match meaning {
                Some((field, rank)) => {
                    self.0.has_body |= field == Field::Body;
                    map.next_value_seed(Value { record: self.0, field, rank })?;
                }
                // Skipping needs no stack, however deep the value is.
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct Key<'r>(&'r mut Keys);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Meaning;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Meaning, D::Error> {
        key.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Meaning;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Meaning, E> {
        Ok(self.0.meaning(key))
    }
}

struct Value<'r> {
    record: &'r mut Record,
    field: Field,
    rank: u8,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.record.put(self.field, self.rank, text);
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.whole_number(number.into());
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.whole_number(number.into());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.record.put_number(self.field, self.rank, number);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.gather(|text| AnyText(text).visit_seq(seq))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let is_headline = self.field == Field::Headline;
        self.gather(|text| {
            AnyText(text).visit_map(map)?;
            // An object around a headline says how it is to be shown: as markup.
            if is_headline && text.contains(['&', '<']) {
                *text = html::line(text);
            }
            Ok(())
        })
    }
}

impl Value<'_> {
    /// A whole number keeps all its digits as an id.
    fn whole_number(self, number: i128) {
        if self.field == Field::Id {
            return self.record.put(self.field, self.rank, &number.to_string());
        }
        #[expect(clippy::cast_precision_loss, reason = "no date is so far off that it matters")]
        self.record.put_number(self.field, self.rank, number as f64);
    }

    /// Takes the text inside a list or an object.
    fn gather<E>(self, fill: impl FnOnce(&mut String) -> Result<(), E>) -> Result<(), E> {
        let mut text = std::mem::take(&mut self.record.scratch);
        text.clear();
        let filled = fill(&mut text);
        self.record.put(self.field, self.rank, &text);
        self.record.scratch = text;
        filled
    }
}
