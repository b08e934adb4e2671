//! What comes while the reader is open: feeds being fetched, files that came or changed,
//! and newer versions of stories that are there. All of it joins the library behind what
//! is there, so nothing moves under the cursor.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::browse::Anchor;
use super::{Effect, Notice, Overlay, State, View, read};
use crate::model::{Chunk, StoryId};

/// How far fetching is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fetching {
    /// Feeds that have answered, or will not.
    pub done: usize,
    /// 0 until that is known.
    pub of: usize,
}

/// Files waiting to be read, and what came of those that were.
#[derive(Debug, Default)]
pub struct Arrivals {
    waiting: BTreeSet<PathBuf>,
    /// Files are being read; until they are, what is new cannot be told.
    busy: bool,
    /// What was opened is loaded.
    loaded: bool,
    /// Each story with a newer version, and that one; and the other way round.
    newer: BTreeMap<StoryId, StoryId>,
    older: BTreeMap<StoryId, StoryId>,
    /// Came since it was last told.
    new: usize,
    changed: usize,
}

/// What a story is among its versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// It changed while the reader was open, and this is how it is now.
    Changed,
    /// It was so; there is a newer one.
    Older,
}

impl State {
    /// Whether more may yet come into the list.
    pub fn is_looking(&self) -> bool {
        let here = self.view == View::Bookmarks || !self.library().is_empty();
        let loaded = self.arrivals.loaded || here;
        !self.is_found() || !loaded || self.progress.is_some()
    }

    /// Whether all that was asked of the list and of an open picker is answered.
    pub fn is_answered(&self) -> bool {
        let listed = match &self.overlay {
            Overlay::Picker(picker) => picker.settled,
            _ => true,
        };
        self.is_found() && listed
    }

    fn is_found(&self) -> bool {
        self.settled || self.asked.is_empty()
    }

    /// Which version of a story this is, when there are several.
    pub fn version(&self, story: StoryId) -> Option<Version> {
        match self.view {
            View::Bookmarks => None,
            View::Stories if self.arrivals.newer.contains_key(&story) => Some(Version::Older),
            View::Stories => self.arrivals.older.contains_key(&story).then_some(Version::Changed),
        }
    }
}

/// Starts fetching, or stops it.
pub(super) fn fetch(state: &mut State) -> Vec<Effect> {
    if state.fetching.is_some() {
        return vec![Effect::StopFetching];
    }
    state.fetching = Some(Fetching::default());
    vec![Effect::Fetch]
}

/// Files came or changed.
pub(super) fn touched(state: &mut State, files: Vec<PathBuf>) -> Vec<Effect> {
    state.arrivals.waiting.extend(files);
    take_in(state)
}

/// Everything that was opened is loaded.
pub(super) fn loaded(state: &mut State) -> Vec<Effect> {
    state.arrivals.loaded = true;
    take_in(state)
}

fn take_in(state: &mut State) -> Vec<Effect> {
    let arrivals = &mut state.arrivals;
    if arrivals.busy || !arrivals.loaded || arrivals.waiting.is_empty() {
        return Vec::new();
    }
    arrivals.busy = true;
    let files = std::mem::take(&mut arrivals.waiting).into_iter().collect();
    vec![Effect::TakeIn { files }]
}

/// Takes stories in; `renewed` are places in the chunk of newer versions, each with the
/// version that was the newest before.
pub(super) fn arrived(state: &mut State, chunk: Arc<Chunk>, renewed: Vec<(u32, StoryId)>) {
    // Whoever has not moved yet reads something too.
    if let Some(story) = state.selected().filter(|_| state.view == View::Stories) {
        state.anchor = Anchor::Story(story);
    }
    let first = state.stories.len();
    state.arrivals.changed += renewed.len();
    state.arrivals.new += chunk.len() - renewed.len();
    for (at, old) in renewed {
        let new = StoryId(first + at);
        state.arrivals.newer.insert(old, new);
        state.arrivals.older.insert(new, old);
    }
    state.stories.append(chunk);
    read::compare(state);
}

/// The files asked for are read.
pub(super) fn taken(state: &mut State) -> Vec<Effect> {
    state.arrivals.busy = false;
    let new = std::mem::take(&mut state.arrivals.new);
    let changed = std::mem::take(&mut state.arrivals.changed);
    let stories = if new == 1 { "1 new story".to_owned() } else { format!("{new} new stories") };
    let told = match (new, changed) {
        (0, 0) => None,
        (_, 0) => Some(stories),
        (0, _) => Some(format!("{changed} changed")),
        _ => Some(format!("{stories}, {changed} changed")),
    };
    // What went wrong is not pushed out by what came.
    if let Some(told) = told
        && state.notice.as_ref().is_none_or(|notice| !notice.grave)
    {
        state.notice = Some(Notice::quiet(told));
    }
    take_in(state)
}

/// The paragraphs of the open story that its other version does not have: bytes of the
/// body. Empty when there is no other.
pub(super) fn differing(state: &State, story: StoryId) -> Vec<Range<usize>> {
    if state.view == View::Bookmarks {
        return Vec::new();
    }
    let arrivals = &state.arrivals;
    let other = arrivals.newer.get(&story).or_else(|| arrivals.older.get(&story));
    let other = other.and_then(|other| state.stories.get(*other));
    let (Some(own), Some(other)) = (state.stories.get(story), other) else { return Vec::new() };
    let there: BTreeSet<&str> = other.body.split("\n\n").collect();
    let mut at = 0;
    let mut ranges = Vec::new();
    for paragraph in own.body.split("\n\n") {
        if !there.contains(paragraph) {
            ranges.push(at..at + paragraph.len());
        }
        at += paragraph.len() + 2;
    }
    ranges
}
