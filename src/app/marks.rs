//! What is kept: shown as kept only once it is on the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Effect, Notice, State};
use crate::model::{Bookmark, Bookmarks, Chunk, Library, NewStory};

/// What is on the disk, and what is on its way there.
#[derive(Debug, Default)]
pub struct Marks {
    pub kept: Arc<Bookmarks>,
    /// Story keys asked to be kept (`true`) or dropped, and not yet answered.
    pub pending: BTreeMap<String, bool>,
    /// How many changes were asked for and are not answered.
    pub asked: usize,
    /// Bumped whenever the shelf is built anew.
    pub shelf: u32,
}

/// How a story's bookmark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    None,
    /// Asked for, not yet on the disk.
    Pending,
    Kept,
}

impl Marks {
    pub fn of(&self, key: &str) -> Mark {
        match (self.pending.get(key), self.kept.contains(key)) {
            (Some(_), _) => Mark::Pending,
            (None, true) => Mark::Kept,
            (None, false) => Mark::None,
        }
    }
}

/// Keeps the story under the cursor, or drops it.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    let Some(story) = state.story() else { return Vec::new() };
    let key = story.key.to_owned();
    let wanted = state.marks.pending.get(&key).copied();
    let keep = !wanted.unwrap_or_else(|| state.marks.kept.contains(&key));
    let bookmark = Bookmark::from(story);
    state.marks.pending.insert(key.clone(), keep);
    state.marks.asked += 1;
    vec![if keep { Effect::Keep(Box::new(bookmark)) } else { Effect::Drop { key } }]
}

/// The disk holds `kept`. While more is on its way a mark cannot be told from that: a
/// story kept and let go at once is not on the disk yet, and will be before it is not.
pub(super) fn kept(state: &mut State, kept: Arc<Bookmarks>, changes: usize) {
    state.marks.kept = kept;
    answered(state, changes);
}

fn answered(state: &mut State, changes: usize) {
    state.marks.asked = state.marks.asked.saturating_sub(changes);
    if state.marks.asked == 0 {
        state.marks.pending.clear();
    }
}

/// Nothing was written: marks go back to what is on the disk.
pub(super) fn not_kept(state: &mut State, reason: &str, changes: usize) {
    answered(state, changes);
    state.notice = Some(Notice::grave(format!("not saved: {reason}")));
}

/// Builds the shelf anew from what is kept. Done on the way into the bookmarks view
/// and not while in it, so that a story dropped there can be kept again.
pub(super) fn shelve(state: &mut State) -> Effect {
    let mut library = Library::default();
    let mut chunk = Chunk::default();
    for bookmark in state.marks.kept.kept() {
        chunk.start_file(bookmark.path.as_deref().unwrap_or_default());
        chunk.push(&NewStory::from(bookmark));
        if chunk.is_full() {
            library.append(std::mem::take(&mut chunk).seal());
        }
    }
    library.append(chunk.seal());
    state.shelf = library;
    state.marks.shelf += 1;
    Effect::Learn { shelf: state.marks.shelf }
}
