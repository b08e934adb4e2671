//! A line being typed: the filter, which narrows as it grows, and the search of the
//! body.

use tui_input::{Input, InputRequest};

use super::browse::{self, Anchor};
use super::{Effect, Overlay, Pane, State, read};
use crate::config::{Code, Key};
use crate::query::{Query, QueryError};

/// A line being typed, and what Esc gives back.
#[derive(Debug, Default)]
pub struct Prompt {
    pub input: Input,
    /// What cannot be read in the line.
    pub error: Option<QueryError>,
    before: Before,
}

/// Where the reader was when the prompt opened.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    pub anchor: Anchor,
    pub search: String,
    pub top: usize,
}

impl Before {
    pub(super) fn of(state: &State) -> Before {
        Before {
            anchor: state.selected().map_or(Anchor::First, Anchor::Story),
            search: state.reader.search.text.clone(),
            top: state.reader.top,
        }
    }
}

impl Prompt {
    pub fn text(&self) -> &str {
        self.input.value()
    }
}

/// Changes the line as the key says. `false` when the key edits nothing.
pub(super) fn edit(input: &mut Input, key: Key) -> bool {
    let request = match (key.code, key.ctrl) {
        (Code::Backspace | Code::Char('w'), true) => InputRequest::DeletePrevWord,
        (Code::Char('a'), true) | (Code::Home, _) => InputRequest::GoToStart,
        (Code::Char('e'), true) | (Code::End, _) => InputRequest::GoToEnd,
        (Code::Char('k'), true) => InputRequest::DeleteTillEnd,
        (Code::Backspace, false) | (Code::Char('h'), true) => InputRequest::DeletePrevChar,
        (Code::Delete, _) => InputRequest::DeleteNextChar,
        (Code::Left, true) => InputRequest::GoToPrevWord,
        (Code::Right, true) => InputRequest::GoToNextWord,
        (Code::Left, _) => InputRequest::GoToPrevChar,
        (Code::Right, _) => InputRequest::GoToNextChar,
        _ => match key.typed() {
            Some(c) => InputRequest::InsertChar(c),
            None => return false,
        },
    };
    input.handle(request);
    true
}

/// Puts pasted text into the line: one line, nothing that could not be typed.
pub(super) fn paste(input: &mut Input, text: &str) {
    /// More than anybody means to paste into a line.
    const MOST: usize = 1_000;
    let typed: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
    for c in typed.trim().chars() {
        input.handle(InputRequest::InsertChar(c));
    }
}

pub(super) fn open_filter(state: &mut State) {
    let before = Before::of(state);
    state.overlay = Overlay::Filter(Prompt { before, ..Prompt::default() });
}

pub(super) fn open_search(state: &mut State) {
    let before = Before::of(state);
    state.overlay = Overlay::Search(Prompt { before, ..Prompt::default() });
}

/// The line has changed: the list or the body follows.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    match &mut state.overlay {
        Overlay::Filter(prompt) => {
            let (text, now) = (prompt.input.value(), state.now);
            prompt.error = Query::parse(text, now).err();
            let Ok(typed) = Query::parse_begun(text, now) else { return Vec::new() };
            // Who asks for nothing is back where the prompt was opened.
            let anchor = if typed.is_empty() { prompt.before.anchor } else { Anchor::First };
            let query = state.filters.and(&typed);
            if query == state.asked {
                return Vec::new();
            }
            browse::ask(state, query, anchor)
        }
        Overlay::Search(prompt) => {
            state.reader.search.text = prompt.input.value().to_owned();
            read::search(state);
            read::show_match(state);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Enter: keeps what was typed. A line that cannot be read stays open.
pub(super) fn apply(state: &mut State) -> Vec<Effect> {
    let typed = match &state.overlay {
        Overlay::Filter(prompt) if prompt.error.is_some() => return Vec::new(),
        Overlay::Filter(prompt) => Query::parse(prompt.input.value(), state.now).ok(),
        _ => None,
    };
    state.overlay = Overlay::Nothing;
    let Some(typed) = typed.filter(|typed| !typed.is_empty()) else { return Vec::new() };
    state.focus = Pane::Headlines;
    let filters = state.filters.and(&typed);
    browse::place(state, 0);
    browse::refilter(state, filters, Anchor::First)
}

/// Esc: everything is as it was before the prompt.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    match std::mem::take(&mut state.overlay) {
        Overlay::Filter(prompt) => restore(state, prompt.before.anchor),
        Overlay::Search(prompt) => {
            state.reader.search.text = prompt.before.search;
            read::search(state);
            state.reader.top = prompt.before.top;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Brings back the hits of the filters applied, and the story that was under the
/// cursor.
pub(super) fn restore(state: &mut State, anchor: Anchor) -> Vec<Effect> {
    if state.asked == state.filters {
        return Vec::new();
    }
    browse::ask(state, state.filters.clone(), anchor)
}
