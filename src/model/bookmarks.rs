//! What the reader keeps: each bookmark with its own copy of the story.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::story::{NewStory, Story};

/// One kept story. The copy outlives the file it came from. What orders two of them has
/// no meaning but that it is the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bookmark {
    pub key: String,
    pub headline: String,
    pub body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Seconds since the Unix epoch, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<i64>,
}

impl From<Story<'_>> for Bookmark {
    fn from(story: Story<'_>) -> Bookmark {
        Bookmark {
            key: story.key.into(),
            headline: story.headline.into(),
            body: story.body.into(),
            source: story.source.map(Into::into),
            place: story.place.map(Into::into),
            url: story.url.map(Into::into),
            path: story.path.map(Into::into),
            published: story.published,
        }
    }
}

impl From<&Bookmark> for NewStory {
    fn from(kept: &Bookmark) -> NewStory {
        NewStory {
            id: Some(kept.key.clone()),
            headline: kept.headline.clone(),
            body: kept.body.clone(),
            source: kept.source.clone(),
            place: kept.place.clone(),
            url: kept.url.clone(),
            published: kept.published,
        }
    }
}

/// Every bookmark, by story key. Entries carry the time of their last change and a
/// dropped one leaves a marker, so that two copies merge without loss in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookmarks {
    entries: BTreeMap<String, Entry>,
}

/// `changed` is milliseconds since the Unix epoch, and only ever grows for one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub changed: i64,
    /// `None` is the marker a dropped bookmark leaves.
    pub kept: Option<Bookmark>,
}

impl Bookmarks {
    pub fn contains(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|entry| entry.kept.is_some())
    }

    /// Kept stories, newest first.
    pub fn kept(&self) -> Vec<&Bookmark> {
        let mut kept: Vec<_> = self
            .entries
            .values()
            .filter_map(|entry| entry.kept.as_ref().map(|bookmark| (entry.changed, bookmark)))
            .collect();
        kept.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
        kept.into_iter().map(|(_, bookmark)| bookmark).collect()
    }

    /// Number of kept stories.
    pub fn len(&self) -> usize {
        self.entries.values().filter(|entry| entry.kept.is_some()).count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every entry, markers too, by key.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(key, entry)| (&**key, entry))
    }

    /// Keeps (`Some`) or drops (`None`) a story. The change wins over what is there,
    /// even when the clock went back: its time is at least one past the old one.
    pub fn set(&mut self, key: &str, kept: Option<Bookmark>, now: i64) {
        let old = self.entries.get(key).map(|entry| entry.changed);
        let changed = old.map_or(now, |old| now.max(old.saturating_add(1)));
        self.entries.insert(key.into(), Entry { changed, kept });
    }

    /// Lays an entry beside what is there; the later change wins, and of two at the
    /// same instant the one that keeps. Tells how the new one stands to the old.
    pub fn merge_entry(&mut self, key: String, entry: Entry) -> Ordering {
        let order = match self.entries.get(&key) {
            Some(ours) => rank(&entry).cmp(&rank(ours)),
            None => Ordering::Greater,
        };
        if order.is_gt() {
            self.entries.insert(key, entry);
        }
        order
    }

    /// Merges another copy into this one. Any order of merges gives the same result.
    pub fn merge(&mut self, other: Bookmarks) {
        for (key, entry) in other.entries {
            self.merge_entry(key, entry);
        }
    }

    pub fn into_entries(self) -> impl Iterator<Item = (String, Entry)> {
        self.entries.into_iter()
    }
}

/// Later beats earlier; at the same instant a kept story beats a marker, and of two
/// copies the greater one wins, so that merging does not depend on the order.
fn rank(entry: &Entry) -> (i64, Option<&Bookmark>) {
    (entry.changed, entry.kept.as_ref())
}
