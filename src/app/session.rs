//! A session: where the reader was, so that it can be taken up again. What to remember
//! is read off the state at the end; taking it up waits for the story to arrive, and
//! gives way to the first key.

use serde::{Deserialize, Serialize};

use super::layout::Layout;
use super::{Effect, Pane, State, ThemeBy, View, browse, read};
use crate::config::Theme;
use crate::model::{Chunk, StoryId};
use crate::query::Query;

/// Where the reader was on one set of inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    pub view: View,
    /// As the reader would type them.
    pub filters: String,
    /// The key of the story under the cursor.
    pub story: Option<String>,
    /// Byte of the body with which the first line on screen began; `None` at the top.
    pub at: Option<usize>,
    pub pane: Pane,
    pub list_width: i16,
    /// The theme chosen by key, by its name.
    pub theme: Option<String>,
}

/// Whose the start is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Visit {
    /// The reader has done nothing yet but perhaps leave.
    #[default]
    New,
    /// A session is being taken up, until its story is there.
    Resuming(Resuming),
    /// The reader has done something.
    Own,
}

/// A session being taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resuming {
    /// Until the view is the right one.
    view: View,
    filters: Query,
    story: String,
    at: Option<usize>,
}

impl Session {
    /// What to remember; `None` when the reader has done nothing: then whatever was
    /// remembered before still holds, taken up or not.
    pub fn of(state: &State) -> Option<Session> {
        if !matches!(state.visit, Visit::Own) {
            return None;
        }
        let story = state.story().map(|story| story.key.to_owned());
        let settings = &state.settings;
        Some(Session {
            view: state.view,
            filters: state.filters.to_string(),
            at: story.as_ref().and_then(|_| state.reader.first_byte()),
            story,
            pane: state.focus,
            list_width: settings.list_width,
            theme: (settings.theme_by == ThemeBy::Key).then(|| state.theme.name.clone()),
        })
    }

    /// Sets up what needs no story: done before the first frame, so that nothing jumps.
    pub fn dress(&self, state: &mut State) {
        state.settings.list_width = self.list_width;
        if let Some(theme) = self.theme.as_deref().and_then(Theme::named) {
            state.theme = theme;
            state.settings.theme_by = ThemeBy::Key;
        }
    }
}

/// Takes a session up as far as it can be now, and remembers the rest.
pub(super) fn resume(state: &mut State, session: Session) -> Vec<Effect> {
    // What cannot be read any more, after a change of the grammar, is let go.
    let filters = Query::parse(&session.filters, state.now).unwrap_or_default();
    state.focus = session.pane;
    let story = session.story.unwrap_or_default();
    let at = session.at;
    let resuming = Resuming { view: session.view, filters: filters.clone(), story, at };
    state.visit = Visit::Resuming(resuming);
    let mut effects = Vec::new();
    if session.view == state.view {
        effects.extend(browse::refilter(state, filters, browse::Anchor::First));
    }
    look_through(state);
    effects
}

/// The reader has done something: from now on nothing moves by itself.
pub(super) fn give_way(state: &mut State) {
    state.visit = Visit::Own;
}

/// The bookmarks are known: the way into their view is open.
pub(super) fn shelved(state: &mut State) -> Vec<Effect> {
    let Visit::Resuming(resuming) = &state.visit else { return Vec::new() };
    if resuming.view != View::Bookmarks || state.view == View::Bookmarks {
        return Vec::new();
    }
    let (filters, focus) = (resuming.filters.clone(), state.focus);
    let mut effects = browse::switch_view(state);
    effects.extend(browse::refilter(state, filters, browse::Anchor::First));
    state.focus = focus;
    look_through(state);
    effects
}

/// Looks for the story among those that are there already: few, or those kept.
fn look_through(state: &mut State) {
    let library = state.library().clone();
    for shelf in (0..library.chunk_count()).map_while(|index| library.chunk(index)) {
        arrived(state, state.view, shelf.first, shelf.stories);
    }
}

/// More stories are there, the first of them `first`: if the one looked for is among
/// them, the cursor goes to it, at once or as soon as the filters let it through.
pub(super) fn arrived(state: &mut State, view: View, first: StoryId, stories: &Chunk) {
    let Visit::Resuming(resuming) = &state.visit else { return };
    if resuming.view != view || state.view != view {
        return;
    }
    let mut keys = (0..stories.len()).map_while(|at| stories.get(at)).map(|story| story.key);
    let Some(index) = keys.position(|key| key == resuming.story) else { return };
    let story = StoryId(first.0 + index as u32);
    state.anchor = browse::Anchor::Story(story);
    if let Some(row) = state.hits.position(story) {
        browse::place(state, row);
    }
}

/// Once the story is open the body goes to where it was, and the session is taken up.
pub(super) fn settle(state: &mut State) {
    let Visit::Resuming(resuming) = &state.visit else { return };
    if resuming.view != state.view || state.story().is_none_or(|s| s.key != resuming.story) {
        return;
    }
    if Layout::of(state).body.is_empty() && resuming.at.is_some() {
        // One pane at a time: the body has no lines before it is shown.
        return;
    }
    let at = resuming.at;
    state.visit = Visit::New;
    if let Some(at) = at {
        read::go_to_byte(state, at);
    }
}
