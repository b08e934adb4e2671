//! The pickers: names with counts, found fuzzily, the list behind narrowing as the
//! choice moves.

use tui_input::Input;

use super::browse::{self, Anchor};
use super::layout::Layout;
use super::prompt::{self, Before};
use super::{Cursor, Effect, Overlay, Pane, State};
use crate::query::{Choice, Field, Query, Term};

/// An open picker.
#[derive(Debug)]
pub struct Picker {
    pub field: Field,
    pub input: Input,
    /// The best of what matches, most frequent first.
    pub choices: Vec<Choice>,
    /// How many match in all.
    pub total: usize,
    pub cursor: Cursor,
    /// Marked with Tab: any of them.
    pub marked: Vec<Term>,
    /// The generation of the listing asked for; older answers are dropped.
    pub generation: u32,
    /// Whether `choices` answers what is typed.
    pub settled: bool,
    before: Before,
}

impl Picker {
    /// What is picked, as a heading.
    pub fn title(&self) -> &'static str {
        match self.field {
            Field::Country => "Countries",
            Field::Speaker => "Speakers",
            Field::Organisation => "Organisations",
            Field::Source => "Sources",
            _ => "Names",
        }
    }
}

pub(super) fn open(state: &mut State, field: Field) -> Vec<Effect> {
    let before = Before::of(state);
    state.overlay = Overlay::Picker(Picker {
        field,
        input: Input::default(),
        choices: Vec::new(),
        total: 0,
        cursor: Cursor::default(),
        marked: Vec::new(),
        generation: 0,
        settled: false,
        before,
    });
    list(state)
}

/// Asks for the names that match what is typed.
pub(super) fn list(state: &mut State) -> Vec<Effect> {
    let (view, query) = (state.view, state.filters.clone());
    let Overlay::Picker(picker) = &mut state.overlay else { return Vec::new() };
    picker.generation += 1;
    picker.settled = false;
    vec![Effect::List {
        generation: picker.generation,
        view,
        query,
        field: picker.field,
        typed: picker.input.value().to_owned(),
    }]
}

/// The names have come.
pub(super) fn listed(
    state: &mut State,
    generation: u32,
    choices: Vec<Choice>,
    total: usize,
) -> Vec<Effect> {
    let Overlay::Picker(picker) = &mut state.overlay else { return Vec::new() };
    if picker.generation != generation {
        return Vec::new();
    }
    // An answer to something newly typed begins at the best; one that only counts
    // more stories leaves the choice where it is.
    let row = if picker.settled { picker.cursor.row } else { 0 };
    (picker.choices, picker.total, picker.settled) = (choices, total, true);
    move_to(state, row)
}

/// Moves the choice to a row, or to the last.
pub(super) fn move_to(state: &mut State, row: usize) -> Vec<Effect> {
    let rows = Layout::of(state).picker_rows();
    let Overlay::Picker(picker) = &mut state.overlay else { return Vec::new() };
    picker.cursor.move_to(row, picker.choices.len(), rows);
    preview(state)
}

pub(super) fn step(state: &mut State, by: isize) -> Vec<Effect> {
    let Overlay::Picker(picker) = &state.overlay else { return Vec::new() };
    let row = picker.cursor.row.saturating_add_signed(by);
    move_to(state, row.min(picker.choices.len().saturating_sub(1)))
}

/// Marks or unmarks the choice, and moves to the next.
pub(super) fn mark(state: &mut State) -> Vec<Effect> {
    let Overlay::Picker(picker) = &mut state.overlay else { return Vec::new() };
    let Some(choice) = picker.choices.get(picker.cursor.row) else { return Vec::new() };
    match picker.marked.iter().position(|term| *term == choice.term) {
        Some(at) => drop(picker.marked.remove(at)),
        None => picker.marked.push(choice.term.clone()),
    }
    step(state, 1)
}

/// The list behind shows what Enter would give.
fn preview(state: &mut State) -> Vec<Effect> {
    let query = wanted(state).unwrap_or_else(|| state.filters.clone());
    if query == state.asked {
        return Vec::new();
    }
    browse::ask(state, query, Anchor::First)
}

/// The filters with the choice, or with everything marked.
fn wanted(state: &State) -> Option<Query> {
    let Overlay::Picker(picker) = &state.overlay else { return None };
    let term = match &picker.marked[..] {
        [] => picker.choices.get(picker.cursor.row)?.term.clone(),
        [first, rest @ ..] => rest.iter().try_fold(first.clone(), |any, term| any.or(term))?,
    };
    let mut filters = state.filters.clone();
    filters.push(term);
    Some(filters)
}

/// Enter: narrows to the choice, or to any of those marked.
pub(super) fn apply(state: &mut State) -> Vec<Effect> {
    let wanted = wanted(state);
    let effects = match wanted {
        Some(filters) => {
            state.overlay = Overlay::Nothing;
            browse::place(state, 0);
            browse::refilter(state, filters, Anchor::First)
        }
        None => close(state),
    };
    state.focus = Pane::Headlines;
    effects
}

/// Esc: everything is as it was before the picker.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    match std::mem::take(&mut state.overlay) {
        Overlay::Picker(picker) => prompt::restore(state, picker.before.anchor),
        _ => Vec::new(),
    }
}
