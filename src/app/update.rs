//! [`update`]: one message in, the state changed, effects out.

use std::sync::Arc;

use super::act::{act, focus};
use super::arrivals;
use super::browse;
use super::layout::Layout;
use super::{Effect, Message, Overlay, Pane, State, ThemeBy, View};
use super::{command, marks, picker, prompt, read, session, sidebar};
use crate::config::{Code, Key, Resolved, Theme};
use crate::model::{Facts, Library, StoryId};

/// Applies one message. Pure: same state and message, same outcome.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = take(state, message);
    effects.extend(settle(state));
    effects
}

/// What follows from whatever happened: the body shows the story under the cursor,
/// and every cursor is on the screen.
fn settle(state: &mut State) -> Vec<Effect> {
    browse::place(state, state.list.row);
    let effects = read::sync(state);
    read::clamp(state);
    session::settle(state);
    effects
}

fn take(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Key(key) => return key_pressed(state, key),
        Message::Paste(text) => return pasted(state, &text),
        Message::Wheel { column, row, down } => {
            session::give_way(state);
            wheel(state, column, row, down);
        }
        Message::Click { column, row } => {
            session::give_way(state);
            click(state, column, row);
        }
        Message::Resume(session) => return session::resume(state, session),
        Message::Resized(size) => {
            state.size = size;
            read::sync(state);
            sidebar::clamp(state);
        }
        Message::Background { light } if state.settings.theme_by == ThemeBy::Terminal => {
            state.theme = Theme::named(if light { "light" } else { "dark" }).unwrap_or_default();
        }
        // A chosen theme stays, whatever a terminal answers.
        Message::Background { .. } => (),
        Message::Sort(order) => return browse::sort(state, order),
        Message::Clock(now) => state.now = now,
        Message::Loaded(chunk) => {
            let first = StoryId(state.stories.len());
            state.stories.append(Arc::clone(&chunk));
            let effects = grown(state, View::Stories);
            session::arrived(state, View::Stories, first, &chunk);
            return effects;
        }
        Message::Progress(progress) => {
            state.progress = progress;
            if progress.is_none() {
                return arrivals::loaded(state);
            }
        }
        Message::Fetching(fetching) => state.fetching = fetching,
        Message::Touched(files) => return arrivals::touched(state, files),
        Message::Arrived { chunk, renewed } => {
            arrivals::arrived(state, chunk, renewed);
            return grown(state, View::Stories);
        }
        Message::Taken => return arrivals::taken(state),
        Message::Problem(problem) => state.problems.push(problem),
        Message::Ready(extractor) => {
            state.extractor = Some(extractor);
            return read::study(state);
        }
        Message::Learned { view, shelf, chunk, facts, names } => {
            let library: &mut Library = match view {
                View::Stories => &mut state.stories,
                View::Bookmarks if shelf == state.marks.shelf => &mut state.shelf,
                View::Bookmarks => return Vec::new(),
            };
            library.learn(chunk, Arc::clone(&facts), names);
            if view == View::Stories {
                remember(state, chunk, &facts);
            }
            return grown(state, view);
        }
        Message::Studied { key, facts } => {
            if state.story().is_some_and(|story| story.key == key) {
                read::studied(state, facts);
            }
        }
        Message::Scanned { generation, hits, done, unmatched } => {
            if generation == state.generation {
                browse::scanned(state, hits, done, unmatched);
            }
        }
        Message::Listed { generation, choices, total } => {
            return picker::listed(state, generation, choices, total);
        }
        Message::Kept { kept, changes } => {
            marks::kept(state, kept, changes);
            return session::shelved(state);
        }
        Message::NotKept { reason, changes } => marks::not_kept(state, &reason, changes),
        Message::Told(notice) => state.notice = Some(notice),
    }
    Vec::new()
}

/// What a chunk's facts tell of people whom other stories call by surname alone.
fn remember(state: &mut State, chunk: usize, facts: &Facts) {
    let Some(first) = state.stories.chunk(chunk).map(|shelf| shelf.first) else { return };
    let meanings = state.people.learn(facts, state.stories.names(), first);
    if !meanings.is_empty() {
        state.stories.relate(meanings);
        sidebar::recall(state);
    }
}

/// More stories or more facts: the list and an open picker take them in.
fn grown(state: &mut State, view: View) -> Vec<Effect> {
    if view != state.view {
        return Vec::new();
    }
    let mut effects = browse::grown(state);
    if let Overlay::Picker(picker) = &state.overlay
        && picker.settled
    {
        let (generation, field) = (picker.generation, picker.field);
        let typed = picker.input.value().to_owned();
        let query = state.filters.clone();
        effects.push(Effect::List { generation, view, query, field, typed });
    }
    effects
}

fn key_pressed(state: &mut State, key: Key) -> Vec<Effect> {
    state.notice = None;
    let searching = matches!(&state.overlay, Overlay::Help(help) if help.is_searching());
    if searching && key.typed().is_some() {
        return typed(state, key);
    }
    let context = state.context();
    state.pending.push(key);
    match state.keymap.resolve(context, &state.pending) {
        Resolved::Run(action) => {
            state.pending.clear();
            act(state, action)
        }
        Resolved::Pending => Vec::new(),
        Resolved::Nothing if state.pending.len() > 1 => {
            // The sequence led nowhere: the last key speaks for itself.
            state.pending.clear();
            key_pressed(state, key)
        }
        Resolved::Nothing => {
            state.pending.clear();
            typed(state, key)
        }
    }
}

/// A key no table binds: it edits the line that is open.
fn typed(state: &mut State, key: Key) -> Vec<Effect> {
    match &mut state.overlay {
        Overlay::Filter(prompt) | Overlay::Search(prompt) => {
            if prompt::edit(&mut prompt.input, key) { prompt::follow(state) } else { Vec::new() }
        }
        Overlay::Command(line) => {
            command::typed(line, key);
            Vec::new()
        }
        Overlay::Picker(picker) => {
            if prompt::edit(&mut picker.input, key) {
                picker::list(state)
            } else {
                Vec::new()
            }
        }
        Overlay::Help(help) => {
            match (key.code, key.typed()) {
                (Code::Backspace, _) => help.pop(),
                (_, Some(c)) => help.push(c),
                _ => (),
            }
            help.top = 0;
            Vec::new()
        }
        Overlay::Nothing | Overlay::Problems(_) => Vec::new(),
    }
}

fn pasted(state: &mut State, text: &str) -> Vec<Effect> {
    match &mut state.overlay {
        Overlay::Filter(prompt) | Overlay::Search(prompt) => {
            prompt::paste(&mut prompt.input, text);
            prompt::follow(state)
        }
        Overlay::Command(line) => {
            command::pasted(line, text);
            Vec::new()
        }
        Overlay::Picker(picker) => {
            prompt::paste(&mut picker.input, text);
            picker::list(state)
        }
        _ => Vec::new(),
    }
}

fn wheel(state: &mut State, column: u16, row: u16, down: bool) {
    const LINES: isize = 3;
    let by = if down { LINES } else { -LINES };
    let layout = Layout::of(state);
    if !matches!(state.overlay, Overlay::Nothing) {
        return;
    }
    if layout.entities.contains(column, row) {
        sidebar::step(state, by.signum());
    } else if layout.body.contains(column, row) {
        read::scroll(state, by);
    } else if layout.headlines.contains(column, row) {
        browse::step(state, by);
    }
}

fn click(state: &mut State, column: u16, row: u16) {
    let layout = Layout::of(state);
    if !matches!(state.overlay, Overlay::Nothing) {
        return;
    }
    if layout.entities.contains(column, row) {
        let line = usize::from(row.saturating_sub(layout.entities.inner().y));
        focus(state, Pane::Entities);
        sidebar::go_near(state, state.sidebar.cursor.top + line);
    } else if layout.body.contains(column, row) {
        focus(state, Pane::Body);
    } else if layout.headlines.contains(column, row) {
        let line = usize::from(row.saturating_sub(layout.headlines.inner().y));
        focus(state, Pane::Headlines);
        browse::move_to(state, state.list.top + line);
    }
}
