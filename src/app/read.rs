//! The body: the open story wrapped once per width, its scroll, its search, and the
//! words that are marked in it.

use std::ops::Range;
use std::sync::Arc;

use super::layout::Layout;
use super::{Effect, State, View, arrivals, sidebar};
use crate::model::{Mention, Part, Span, StoryFacts, StoryId};
use crate::text::{fold, wrap};

/// The open story as lines.
#[derive(Debug, Default)]
pub struct Reader {
    /// Which story is open: a new story, shelf or view opens it anew.
    pub open: Option<Open>,
    /// Columns the lines were wrapped to.
    pub width: u16,
    /// Ranges of the headline, a line each.
    pub headline: Vec<Range<usize>>,
    /// Ranges of the body, a line each, as far as it is wrapped; an empty one is a blank
    /// line.
    pub body: Vec<Range<usize>>,
    /// Byte of the body with which the next line begins; `None` when all of it is wrapped.
    rest: Option<usize>,
    /// First line on screen.
    pub top: usize,
    pub facts: Option<Arc<StoryFacts>>,
    /// What is coloured, in order of the text: part, span, role.
    pub painted: Vec<Painted>,
    /// The words the sidebar's cursor points at.
    pub evidence: Vec<Mention>,
    /// Which of `evidence` was moved to last.
    pub shown: Option<usize>,
    pub search: Search,
    /// Paragraphs the story's other version does not have.
    pub changed: Vec<Range<usize>>,
}

/// Which story is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    pub view: View,
    /// The shelf it stands on, when it is a kept one.
    pub shelf: u32,
    pub story: StoryId,
}

/// A coloured run of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Painted {
    pub part: Part,
    pub span: Span,
    pub role: Role,
}

/// Why a run of text is coloured. The later one lies over the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Quote,
    Organisation,
    Country,
    Speaker,
}

/// A search in the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    pub text: String,
    /// Where it is found, in order.
    pub found: Vec<Span>,
    /// Which one was moved to last.
    pub at: usize,
}

/// Bodies up to this many bytes are read for facts between two frames; longer ones
/// are given to a thread.
const STUDY_AT_ONCE: usize = 128 << 10;

/// A body is wrapped as far as it has been looked at, in pieces of so many bytes: opening
/// the longest story takes no longer than opening any.
const PIECE: usize = 32 << 10;

/// Lines between the headline and the body: the facts line and a blank one.
const BETWEEN: usize = 2;

impl Reader {
    /// Lines so far: headline, facts line, blank line, body.
    pub fn lines(&self) -> usize {
        if self.open.is_none() {
            return 0;
        }
        self.headline.len() + BETWEEN + self.body.len()
    }

    /// Whether lines are still to come.
    pub fn goes_on(&self) -> bool {
        self.rest.is_some()
    }

    /// The line on which byte `at` of a part stands, which is wrapped.
    fn line_of(&self, part: Part, at: usize) -> usize {
        match part {
            Part::Headline => holding(&self.headline, at),
            Part::Body => self.headline.len() + BETWEEN + holding(&self.body, at),
        }
    }

    /// Byte of the body with which the first line on screen begins; `None` while the
    /// headline is on the screen.
    pub fn first_byte(&self) -> Option<usize> {
        let line = self.top.checked_sub(self.headline.len() + BETWEEN)?;
        self.body.get(line).map(|line| line.start)
    }
}

/// The last line that does not begin after `at`.
fn holding(lines: &[Range<usize>], at: usize) -> usize {
    lines.partition_point(|line| line.start <= at).saturating_sub(1)
}

/// Makes the reader show the story under the cursor, at the present width.
pub(super) fn sync(state: &mut State) -> Vec<Effect> {
    let (view, shelf) = (state.view, state.marks.shelf);
    let shelf = if view == View::Bookmarks { shelf } else { 0 };
    let open = state.selected().map(|story| Open { view, shelf, story });
    let width = Layout::of(state).measure(state.settings.measure);
    let another = state.reader.open != open;
    if !another && (state.reader.width == width || Layout::of(state).body.is_empty()) {
        return Vec::new();
    }
    if another {
        let text = std::mem::take(&mut state.reader.search.text);
        state.reader = Reader { open, ..Reader::default() };
        state.reader.search.text = text;
    }
    rewrap(state, width);
    if !another {
        return Vec::new();
    }
    search(state);
    compare(state);
    study(state)
}

/// Finds what the open story has and its other version has not.
pub(super) fn compare(state: &mut State) {
    let open = state.reader.open.map(|open| open.story);
    let changed = open.map(|story| arrivals::differing(state, story));
    state.reader.changed = changed.unwrap_or_default();
}

/// Wraps anew, keeping the first word on screen where it is.
fn rewrap(state: &mut State, width: u16) {
    let Some(story) = state.story() else { return };
    let headline = wrap::wrap_body(story.headline, width.into());
    let reader = &mut state.reader;
    let first = reader.first_byte();
    (reader.headline, reader.width, reader.top) = (headline, width, 0);
    reader.body.clear();
    reader.rest = Some(0);
    match first {
        Some(at) => go_to_byte(state, at),
        None => clamp(state),
    }
}

/// Wraps on while there are lines to come and `wanted` says that they are.
fn wrap_on(state: &mut State, wanted: impl Fn(&Reader) -> bool) {
    while let Some(at) = state.reader.rest.filter(|_| wanted(&state.reader)) {
        let mut lines = std::mem::take(&mut state.reader.body);
        let body = state.story().map_or("", |story| story.body);
        let next = wrap::wrap_from(body, at, PIECE, state.reader.width.into(), &mut lines);
        let rest = (next <= body.len()).then_some(next);
        (state.reader.body, state.reader.rest) = (lines, rest);
    }
}

/// The line on which byte `at` of a part stands, however far down.
fn line_at(state: &mut State, part: Part, at: usize) -> usize {
    if part == Part::Body {
        wrap_on(state, |reader| reader.rest.is_some_and(|rest| rest <= at));
    }
    state.reader.line_of(part, at)
}

/// Scrolls to the line that holds a byte of the body.
pub(super) fn go_to_byte(state: &mut State, at: usize) {
    state.reader.top = line_at(state, Part::Body, at);
    clamp(state);
}

/// Finds the facts of the open story, or asks for them.
pub(super) fn study(state: &mut State) -> Vec<Effect> {
    let (Some(extractor), Some(open)) = (state.extractor.clone(), state.reader.open) else {
        return Vec::new();
    };
    let Some(story) = state.story() else { return Vec::new() };
    if story.body.len() > STUDY_AT_ONCE {
        return vec![Effect::Study { view: open.view, story: open.story }];
    }
    let facts = Arc::new(extractor.story(&story));
    studied(state, facts);
    Vec::new()
}

/// The facts of the open story are known.
pub(super) fn studied(state: &mut State, facts: Arc<StoryFacts>) {
    state.reader.painted = paint(&facts);
    state.reader.facts = Some(facts);
    sidebar::rebuild(state);
}

fn paint(facts: &StoryFacts) -> Vec<Painted> {
    let mut painted = Vec::new();
    let mut add = |mentions: &[Mention], role: Role| {
        painted.extend(mentions.iter().map(|m| Painted { part: m.part, span: m.span, role }));
    };
    facts.countries.iter().for_each(|country| add(&country.mentions, Role::Country));
    facts.speakers.iter().for_each(|speaker| add(&speaker.mentions, Role::Speaker));
    facts.organisations.iter().for_each(|body| add(&body.mentions, Role::Organisation));
    let direct = facts.quotes.iter().filter(|quote| quote.direct);
    painted.extend(direct.map(|q| Painted { part: Part::Body, span: q.span, role: Role::Quote }));
    painted.sort_unstable();
    painted
}

/// Scrolls by so many lines.
pub(super) fn scroll(state: &mut State, by: isize) {
    state.reader.top = state.reader.top.saturating_add_signed(by);
    clamp(state);
}

/// Keeps the last line at the foot of the pane.
pub(super) fn clamp(state: &mut State) {
    let rows = Layout::of(state).body_rows();
    wrap_on(state, |reader| reader.lines() < reader.top.saturating_add(rows));
    let last = state.reader.lines().saturating_sub(rows);
    state.reader.top = state.reader.top.min(last);
}

/// Brings a line into view, a third from the top when it has to move.
fn reveal(state: &mut State, line: usize) {
    let rows = Layout::of(state).body_rows();
    let top = state.reader.top;
    if !(top..top + rows).contains(&line) {
        state.reader.top = line.saturating_sub(rows / 3);
        clamp(state);
    }
}

/// Moves the body to the next word that is evidence for what the sidebar points at.
pub(super) fn show_evidence(state: &mut State) {
    let next = state.reader.shown.map_or(0, |shown| shown + 1);
    let next = if next < state.reader.evidence.len() { next } else { 0 };
    let Some(mention) = state.reader.evidence.get(next) else { return };
    let (part, at) = (mention.part, mention.span.start as usize);
    let line = line_at(state, part, at);
    state.reader.shown = Some(next);
    reveal(state, line);
}

/// Finds the searched text in the open body, without case or accents.
pub(super) fn search(state: &mut State) {
    let needle = fold(&state.reader.search.text);
    let found = state.story().map(|story| find_folded(story.body, &needle)).unwrap_or_default();
    let first = state.reader.first_byte().unwrap_or(0);
    let at = found.iter().position(|span| span.start as usize >= first).unwrap_or(0);
    state.reader.search.found = found;
    state.reader.search.at = at;
}

/// Brings the match at hand into view.
pub(super) fn show_match(state: &mut State) {
    let Some(span) = state.reader.search.found.get(state.reader.search.at) else { return };
    let at = span.start as usize;
    let line = line_at(state, Part::Body, at);
    reveal(state, line);
}

/// To the next match (1) or the previous one (-1), round the end.
pub(super) fn step_match(state: &mut State, by: isize) {
    let count = state.reader.search.found.len();
    if count == 0 {
        return;
    }
    let at = state.reader.search.at.saturating_add(count).saturating_add_signed(by);
    state.reader.search.at = at % count;
    show_match(state);
}

/// Every place where `text` folds to `needle`. Linear in the text.
fn find_folded(text: &str, needle: &str) -> Vec<Span> {
    if needle.is_empty() {
        return Vec::new();
    }
    let mut folded = String::with_capacity(text.len());
    // `origins[i]` is the byte of `text` that byte `i` of `folded` came from.
    let mut origins = Vec::with_capacity(text.len());
    let mut buf = [0; 4];
    for (at, c) in text.char_indices() {
        fold::fold_into(c.encode_utf8(&mut buf), &mut folded);
        origins.resize(folded.len(), at);
    }
    let found = folded.match_indices(needle);
    let ends = |end: usize| origins.get(end).copied().unwrap_or(text.len());
    found.map(|(at, _)| Span::new(origins[at], ends(at + needle.len()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_lays_case_and_accents_aside() {
        let text = "Łódź, lodz and LODZ";
        let found = find_folded(text, "lodz");
        assert_eq!(
            found.iter().map(|span| span.of(text)).collect::<Vec<_>>(),
            ["Łódź", "lodz", "LODZ"]
        );
    }
}
