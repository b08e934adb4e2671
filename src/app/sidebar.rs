//! The entities of the story under the cursor, and what can be done with them.

use compact_str::CompactString;

use super::layout::Layout;
use super::{Cursor, Effect, Pane, State, browse, read};
use crate::model::{Mention, Part, Quote, Speaker, StoryFacts};
use crate::query::Term;

/// The rows of the entity pane.
#[derive(Debug, Default)]
pub struct Sidebar {
    pub rows: Vec<Row>,
    /// For each speaker of the story what other stories tell of them.
    pub known: Vec<Option<Known>>,
    pub cursor: Cursor,
}

/// A person of whom the story gives only the surname, as another story calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub name: String,
    pub role: Option<CompactString>,
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
    let facts = state.reader.facts.clone();
    let known = facts.as_deref().map(|facts| known(state, facts)).unwrap_or_default();
    let rows = facts.as_deref().map(|facts| rows(facts, &known)).unwrap_or_default();
    let first = rows.iter().position(|row| row.is_entity()).unwrap_or(0);
    state.sidebar = Sidebar { rows, known, cursor: Cursor { row: first, top: 0 } };
    point(state);
}

/// Surnames have come to mean other people: the rows say so, the cursor stays.
pub(super) fn recall(state: &mut State) {
    let Some(facts) = state.reader.facts.clone() else { return };
    let known = known(state, &facts);
    if known == state.sidebar.known {
        return;
    }
    let here = state.sidebar.rows.get(state.sidebar.cursor.row).copied();
    state.sidebar.rows = rows(&facts, &known);
    state.sidebar.known = known;
    if let Some(row) = state.sidebar.rows.iter().position(|row| Some(*row) == here) {
        state.sidebar.cursor.row = row;
    }
    clamp(state);
}

/// Stories longer than this are not read again only to know a role.
const GLANCE: usize = 32 << 10;

/// What other stories tell of each speaker: the name in full, and the role where this
/// story gives none. Nothing of people this story itself tells apart.
fn known(state: &State, facts: &StoryFacts) -> Vec<Option<Known>> {
    let of = |speaker: &Speaker| {
        let person = state.people.bearer(&speaker.name)?;
        let name = state.stories.names().get(person.name)?;
        if facts.speakers.iter().any(|other| other.name == name) {
            return None;
        }
        let story = state.stories.get(person.story)?;
        let read = speaker.role.is_none() && story.body.len() <= GLANCE;
        let told = state.extractor.as_ref().filter(|_| read).map(|reader| reader.story(&story));
        let told = told.and_then(|told| told.speakers.into_iter().find(|told| told.name == name));
        Some(Known { name: name.to_owned(), role: told.and_then(|told| told.role) })
    };
    facts.speakers.iter().map(of).collect()
}

fn rows(facts: &StoryFacts, known: &[Option<Known>]) -> Vec<Row> {
    let mut rows = Vec::new();
    section(&mut rows, Section::Countries, facts.countries.len(), |at| vec![Row::Country(at)]);
    section(&mut rows, Section::Speakers, facts.speakers.len(), |at| {
        let told = known[at].as_ref().and_then(|known| known.role.as_ref());
        match facts.speakers[at].role.as_ref().or(told) {
            Some(_) => vec![Row::Speaker(at), Row::Role(at)],
            None => vec![Row::Speaker(at)],
        }
    });
    section(&mut rows, Section::Organisations, facts.organisations.len(), |at| {
        vec![Row::Organisation(at)]
    });
    let whole = whole_quotes(&facts.quotes);
    section(&mut rows, Section::Quotes, whole.len(), |at| {
        vec![Row::Quote(whole[at]), Row::QuoteBy(whole[at])]
    });
    rows
}

/// The quotations without the quoted words of a clause that is listed as a whole:
/// `said the port was “ready” and would open` is one row, not two.
fn whole_quotes(quotes: &[Quote]) -> Vec<usize> {
    let mut clause: Option<&Quote> = None;
    let mut whole = Vec::with_capacity(quotes.len());
    for (at, quote) in quotes.iter().enumerate() {
        let within =
            |clause: &Quote| quote.span.end <= clause.span.end && quote.speaker == clause.speaker;
        if quote.direct && clause.is_some_and(within) {
            continue;
        }
        if !quote.direct {
            // Quoted words that open the clause come before it.
            let opens = |&before: &usize| {
                let before: &Quote = &quotes[before];
                before.direct
                    && before.span.start >= quote.span.start
                    && before.span.end <= quote.span.end
                    && before.speaker == quote.speaker
            };
            while whole.last().is_some_and(opens) {
                whole.pop();
            }
            clause = Some(quote);
        }
        whole.push(at);
    }
    whole
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
    let Sidebar { rows: all, cursor, .. } = &mut state.sidebar;
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
    state.focus = Pane::Headlines;
    browse::push_filter(state, term)
}

fn term(state: &State) -> Option<Term> {
    let facts = state.reader.facts.as_deref()?;
    match *state.sidebar.rows.get(state.sidebar.cursor.row)? {
        Row::Country(at) => Some(Term::country(facts.countries[at].code)),
        Row::Speaker(at) => {
            let known = state.sidebar.known[at].as_ref().map(|known| known.name.as_str());
            Some(Term::speaker(known.unwrap_or(&facts.speakers[at].name)))
        }
        Row::Organisation(at) => Some(Term::organisation(&facts.organisations[at].name)),
        Row::Quote(at) => {
            let words = facts.quotes[at].span.of(state.story()?.body);
            let first: Vec<&str> = words.split_whitespace().take(8).collect();
            Some(Term::quote(&first.join(" ")))
        }
        _ => None,
    }
}

/// Shows the words that gave what the cursor is on; where one pane fills the screen,
/// the body takes its place.
pub(super) fn evidence(state: &mut State) -> Vec<Effect> {
    if Layout::of(state).body.is_empty() {
        state.focus = Pane::Body;
    }
    let effects = read::sync(state);
    read::show_evidence(state);
    effects
}
