//! The entities of the story under the cursor, and what can be done with them.

use super::layout::Layout;
use super::{Cursor, Effect, State, browse, read};
use crate::model::{Mention, Part, StoryFacts};
use crate::query::Term;

/// The rows of the entity pane.
#[derive(Debug, Default)]
pub struct Sidebar {
    pub rows: Vec<Row>,
    pub cursor: Cursor,
}

/// One row; numbers are places in the lists of the story's facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Title(Section),
    Country(usize),
    Speaker(usize),
    /// The role of the speaker above.
    Role(usize),
    Organisation(usize),
    Quote(usize),
    /// Who said the quotation above.
    QuoteBy(usize),
    Blank,
}

/// A group of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Countries,
    Speakers,
    Organisations,
    Quotes,
}

impl Section {
    pub fn title(self) -> &'static str {
        match self {
            Section::Countries => "Countries",
            Section::Speakers => "Speakers",
            Section::Organisations => "Organisations",
            Section::Quotes => "Quotes",
        }
    }
}

impl Row {
    /// Whether the cursor can stand on it.
    pub fn is_entity(self) -> bool {
        matches!(self, Row::Country(_) | Row::Speaker(_) | Row::Organisation(_) | Row::Quote(_))
    }
}

/// Makes the rows anew for the facts of the open story.
pub(super) fn rebuild(state: &mut State) {
    let rows = state.reader.facts.as_deref().map(rows).unwrap_or_default();
    let first = rows.iter().position(|row| row.is_entity()).unwrap_or(0);
    state.sidebar = Sidebar { rows, cursor: Cursor { row: first, top: 0 } };
    point(state);
}

fn rows(facts: &StoryFacts) -> Vec<Row> {
    let mut rows = Vec::new();
    section(&mut rows, Section::Countries, facts.countries.len(), |at| vec![Row::Country(at)]);
    section(&mut rows, Section::Speakers, facts.speakers.len(), |at| {
        match facts.speakers[at].role {
            Some(_) => vec![Row::Speaker(at), Row::Role(at)],
            None => vec![Row::Speaker(at)],
        }
    });
    section(&mut rows, Section::Organisations, facts.organisations.len(), |at| {
        vec![Row::Organisation(at)]
    });
    section(&mut rows, Section::Quotes, facts.quotes.len(), |at| {
        vec![Row::Quote(at), Row::QuoteBy(at)]
    });
    rows
}

fn section(rows: &mut Vec<Row>, title: Section, len: usize, row: impl Fn(usize) -> Vec<Row>) {
    if len == 0 {
        return;
    }
    if !rows.is_empty() {
        rows.push(Row::Blank);
    }
    rows.push(Row::Title(title));
    rows.extend((0..len).flat_map(row));
}

/// Moves the cursor by so many entities.
pub(super) fn step(state: &mut State, by: isize) {
    let entities: Vec<usize> = entity_rows(&state.sidebar);
    let here = entities.partition_point(|&row| row < state.sidebar.cursor.row);
    let there = here.saturating_add_signed(by).min(entities.len().saturating_sub(1));
    if let Some(&row) = entities.get(there) {
        go(state, row);
    }
}

/// Moves the cursor to the first entity at or after `row`, else to the last.
pub(super) fn go_near(state: &mut State, row: usize) {
    let entities = entity_rows(&state.sidebar);
    let near = entities.iter().find(|&&entity| entity >= row).or(entities.last());
    if let Some(&row) = near {
        go(state, row);
    }
}

fn entity_rows(sidebar: &Sidebar) -> Vec<usize> {
    let rows = sidebar.rows.iter().enumerate();
    rows.filter(|(_, row)| row.is_entity()).map(|(at, _)| at).collect()
}

fn go(state: &mut State, row: usize) {
    let rows = Layout::of(state).entity_rows();
    let Sidebar { rows: all, cursor } = &mut state.sidebar;
    cursor.move_to(row, all.len(), rows);
    // What belongs to the entity (its role, its heading) comes into view with it.
    let tail =
        all[row + 1..].iter().take_while(|row| matches!(row, Row::Role(_) | Row::QuoteBy(_)));
    let last = row + tail.count();
    cursor.top = cursor.top.max((last + 1).saturating_sub(rows)).min(row);
    let heading = row.checked_sub(1).filter(|&above| matches!(all[above], Row::Title(_)));
    cursor.top = cursor.top.min(heading.unwrap_or(row));
    point(state);
}

/// Scrolls as the screen changes size.
pub(super) fn clamp(state: &mut State) {
    let row = state.sidebar.cursor.row;
    if row < state.sidebar.rows.len() {
        go(state, row);
    }
}

/// Marks in the body what the cursor is on.
fn point(state: &mut State) {
    let row = state.sidebar.rows.get(state.sidebar.cursor.row).copied();
    let facts = state.reader.facts.as_deref();
    state.reader.evidence =
        row.zip(facts).map(|(row, facts)| mentions(row, facts)).unwrap_or_default();
    state.reader.shown = None;
}

fn mentions(row: Row, facts: &StoryFacts) -> Vec<Mention> {
    let mut mentions = match row {
        Row::Country(at) => facts.countries[at].mentions.clone(),
        Row::Speaker(at) => facts.speakers[at].mentions.clone(),
        Row::Organisation(at) => facts.organisations[at].mentions.clone(),
        Row::Quote(at) => vec![Mention { part: Part::Body, span: facts.quotes[at].span }],
        _ => Vec::new(),
    };
    mentions.sort_unstable();
    mentions
}

/// The quotation under the cursor, as its place in the facts.
pub(super) fn quote(state: &State) -> Option<usize> {
    match state.sidebar.rows.get(state.sidebar.cursor.row)? {
        Row::Quote(at) => Some(*at),
        _ => None,
    }
}

/// Narrows the headlines to what the cursor is on.
pub(super) fn narrow(state: &mut State) -> Vec<Effect> {
    let Some(term) = term(state) else { return Vec::new() };
    state.focus = super::Pane::Headlines;
    browse::push_filter(state, term)
}

fn term(state: &State) -> Option<Term> {
    let facts = state.reader.facts.as_deref()?;
    match *state.sidebar.rows.get(state.sidebar.cursor.row)? {
        Row::Country(at) => Some(Term::country(facts.countries[at].code)),
        Row::Speaker(at) => Some(Term::speaker(&facts.speakers[at].name)),
        Row::Organisation(at) => Some(Term::organisation(&facts.organisations[at].name)),
        Row::Quote(at) => {
            let words = facts.quotes[at].span.of(state.story()?.body);
            let first: Vec<&str> = words.split_whitespace().take(8).collect();
            Some(Term::quote(&first.join(" ")))
        }
        _ => None,
    }
}

/// Shows the words that gave what the cursor is on.
pub(super) fn evidence(state: &mut State) {
    read::show_evidence(state);
}
