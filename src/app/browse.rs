//! The list: moving in it, narrowing it, and what stays under the cursor meanwhile.

use super::history::Place;
use super::layout::Layout;
use super::{Effect, Pane, State, View, marks};
use crate::model::StoryId;
use crate::query::{Hits, Order, Query, Sort, Term};

/// Where the cursor goes when hits arrive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// To the first hit: the reader has just asked for something else.
    #[default]
    First,
    /// Where this story is now.
    Story(StoryId),
}

/// Moves the cursor to a row, as the reader asked.
pub(super) fn move_to(state: &mut State, row: usize) {
    place(state, row);
    state.anchor = held(state);
}

/// Moves the cursor by so many rows.
pub(super) fn step(state: &mut State, by: isize) {
    move_to(state, state.list.row.saturating_add_signed(by));
}

/// Puts the cursor on a row of the present hits and scrolls to it.
pub(super) fn place(state: &mut State, row: usize) {
    let rows = Layout::of(state).headline_rows();
    state.list.move_to(row, state.hits.len(), rows.max(1));
}

/// Asks for other hits. An empty query in no order of its own is answered at once.
pub(super) fn ask(state: &mut State, query: Query, anchor: Anchor) -> Vec<Effect> {
    state.generation += 1;
    state.asked = query;
    state.anchor = anchor;
    state.unmatched.clear();
    let sort = state.sort.unwrap_or_default();
    if state.asked.is_empty() && sort.is_default() {
        state.settled = true;
        take(state, Hits::All(state.library().len()));
        return Vec::new();
    }
    state.settled = false;
    vec![Effect::Scan {
        generation: state.generation,
        view: state.view,
        query: state.asked.clone(),
        sort,
    }]
}

/// An answer, or a part of one, has come. While it is empty and not complete the old
/// hits stay on the screen.
pub(super) fn scanned(state: &mut State, hits: Hits, done: bool, unmatched: Vec<String>) {
    state.settled = done;
    state.unmatched = unmatched;
    if done || !hits.is_empty() {
        take(state, hits);
    }
}

/// The library has grown or learnt something.
pub(super) fn grown(state: &mut State) -> Vec<Effect> {
    if state.asked.is_empty() && state.sort.is_none_or(Sort::is_default) {
        state.hits = Hits::All(state.library().len());
        return Vec::new();
    }
    vec![Effect::Resume { generation: state.generation }]
}

fn take(state: &mut State, hits: Hits) {
    state.hits = hits;
    let row = match state.anchor {
        Anchor::First => 0,
        Anchor::Story(story) => state.hits.position(story).unwrap_or(0),
    };
    place(state, row);
}

/// Sorts the list; by what it is sorted by already, the other way round. The cursor
/// stays on its story.
pub(super) fn sort(state: &mut State, order: Order) -> Vec<Effect> {
    let before = state.sort.filter(|sort| sort.order == order);
    state.sort = Some(Sort { order, reversed: before.is_some_and(|sort| !sort.reversed) });
    let anchor = held(state);
    ask(state, state.asked.clone(), anchor)
}

fn here(state: &State) -> Place {
    Place { view: state.view, filters: state.filters.clone() }
}

/// Takes other filters for good: undo brings these back.
pub(super) fn refilter(state: &mut State, filters: Query, anchor: Anchor) -> Vec<Effect> {
    if filters == state.filters && filters == state.asked {
        return Vec::new();
    }
    let place = here(state);
    state.history.leave(place);
    state.filters = filters.clone();
    if filters == state.asked {
        // The prompt or picker has shown these hits already.
        state.anchor = anchor;
        return Vec::new();
    }
    ask(state, filters, anchor)
}

/// Narrows the list by one more filter.
pub(super) fn push_filter(state: &mut State, term: Term) -> Vec<Effect> {
    let mut filters = state.filters.clone();
    filters.push(term);
    refilter(state, filters, Anchor::First)
}

/// Drops the last filter; with none left, leaves the bookmarks.
pub(super) fn pop_filter(state: &mut State) -> Vec<Effect> {
    if state.filters.is_empty() {
        return if state.view == View::Bookmarks { switch_view(state) } else { Vec::new() };
    }
    let mut filters = state.filters.clone();
    filters.pop();
    let anchor = held(state);
    refilter(state, filters, anchor)
}

pub(super) fn clear_filters(state: &mut State) -> Vec<Effect> {
    let anchor = held(state);
    refilter(state, Query::default(), anchor)
}

/// From all stories to those kept, or back to where the reader was among all.
pub(super) fn switch_view(state: &mut State) -> Vec<Effect> {
    let place = here(state);
    state.history.leave(place.clone());
    if state.view == View::Stories {
        state.left = (place.filters, held(state));
        return go(
            state,
            Place { view: View::Bookmarks, filters: Query::default() },
            Anchor::First,
        );
    }
    let (filters, anchor) = std::mem::take(&mut state.left);
    go(state, Place { view: View::Stories, filters }, anchor)
}

pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    let place = here(state);
    state.history.undo(place).map(|place| go_back(state, place)).unwrap_or_default()
}

pub(super) fn redo(state: &mut State) -> Vec<Effect> {
    let place = here(state);
    state.history.redo(place).map(|place| go_back(state, place)).unwrap_or_default()
}

/// The cursor stays on its story, where that is there too.
fn go_back(state: &mut State, place: Place) -> Vec<Effect> {
    let anchor = if state.view == place.view { held(state) } else { Anchor::First };
    go(state, place, anchor)
}

fn held(state: &State) -> Anchor {
    state.selected().map_or(Anchor::First, Anchor::Story)
}

fn go(state: &mut State, place: Place, anchor: Anchor) -> Vec<Effect> {
    let mut effects = Vec::new();
    if state.view != place.view {
        state.view = place.view;
        state.focus = Pane::Headlines;
        if place.view == View::Bookmarks {
            effects.push(marks::shelve(state));
        }
        // The rows of the other view mean nothing here.
        state.hits = Hits::All(if place.filters.is_empty() { state.library().len() } else { 0 });
    }
    state.filters = place.filters.clone();
    effects.extend(ask(state, place.filters, anchor));
    effects
}
