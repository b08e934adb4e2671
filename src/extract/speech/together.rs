//! Who speaks beside the one a clause is laid to: `Lind and Marlow said`, `Lind, Vik and
//! Marlow said`, `Lind and other ministers said`.

use super::lexicon::class;
use super::page::words;
use super::phrases::{Phrase, Reader, Source};

/// No more people say one thing together.
const MOST: usize = 6;

/// The segments of those who are the subject together with the phrase.
pub(super) fn with(reader: Reader<'_>, phrase: &Phrase) -> Vec<usize> {
    let apposed = apposed(reader, phrase);
    if apposed.is_empty() { before(reader, phrase) } else { apposed }
}

/// Those who stand before the phrase, the nearest first.
fn before(reader: Reader<'_>, phrase: &Phrase) -> Vec<usize> {
    let mut found = Vec::new();
    let Some(and) = conjunction(reader, phrase) else { return found };
    let mut end = and;
    while found.len() < MOST {
        let Some(segment) = reader.names.ending(without_bracket(reader, end)) else { break };
        let first = with_titles(reader, reader.names.segments[segment].first);
        found.push(segment);
        match first.checked_sub(1) {
            Some(comma) if reader.page.mark(comma, ",") => end = comma,
            _ => break,
        }
    }
    // `met Lind and Marlow said`: those before are no subject.
    let farthest = found.last().map(|&segment| reader.names.segments[segment].first);
    if farthest.is_some_and(|first| !begins_clause(reader, with_titles(reader, first))) {
        found.clear();
    }
    found
}

/// `Two ministers, Lind and Marlow, said`; `other ministers, including Lind, said`.
fn apposed(reader: Reader<'_>, phrase: &Phrase) -> Vec<usize> {
    let page = reader.page;
    let mut found = Vec::new();
    let Source::Noun(head) = phrase.source else { return found };
    if !page.is(head, class::PEOPLE) || !page.mark(phrase.end, ",") {
        return found;
    }
    let including = page.says_any(phrase.end + 1, words!["including", "among"]);
    let mut at = phrase.end + 1 + usize::from(including);
    while found.len() < MOST {
        let name = (at..at + 4).find(|&at| reader.names.beginning(at).is_some());
        let Some(segment) = name
            .filter(|&name| with_titles(reader, name) <= at)
            .and_then(|name| reader.names.beginning(name))
        else {
            break;
        };
        found.push(segment);
        let end = reader.names.segments[segment].end;
        let comma = usize::from(page.mark(end, ","));
        let and = usize::from(is_and(page.word(end + comma)));
        if comma + and == 0 {
            break;
        }
        at = end + comma + and;
    }
    if found.len() < 2 && !including {
        found.clear();
    }
    found
}

/// The `and` before the phrase's last name with its titles, or before `other ministers`
/// and `her aides`.
fn conjunction(reader: Reader<'_>, phrase: &Phrase) -> Option<usize> {
    let page = reader.page;
    let floor = phrase.first.saturating_sub(1);
    let and = |at: &usize| page.is(*at, class::AND) && is_and(page.word(*at));
    match phrase.source {
        Source::Name(segment) => (floor..reader.names.segments[segment].first).rev().find(and),
        Source::Noun(head) => (floor..head).rev().find(and).filter(|and| {
            page.is(and + 1, class::POSSESSIVE)
                || page.says_any(and + 1, words!["other", "others", "several", "many", "some"])
        }),
        Source::Pronoun(_) => None,
    }
}

fn is_and(word: &str) -> bool {
    matches!(word, "and" | "&")
}

/// Before the bracket that ends before `end`, if one does: `Lind (R-Ohio)`.
fn without_bracket(reader: Reader<'_>, end: usize) -> usize {
    let page = reader.page;
    let closes = end.checked_sub(1).is_some_and(|last| page.mark(last, ")"));
    let open = (end.saturating_sub(6)..end).rev().find(|&at| page.mark(at, "("));
    open.filter(|_| closes).unwrap_or(end)
}

/// Where the titles and roles right before a name begin.
fn with_titles(reader: Reader<'_>, name: usize) -> usize {
    let page = reader.page;
    let role = class::TITLE
        | class::PERSON
        | class::DEMONYM
        | class::MODIFIER
        | class::PLACE
        | class::HEAD;
    let mut first = name;
    while first > 0
        && page.is(first - 1, role)
        && !page.is(first - 1, class::CUE | class::PREPOSITION)
    {
        first -= 1;
    }
    first
}

/// Whether what begins at `first` may be a subject: nothing that could govern it stands
/// before it.
fn begins_clause(reader: Reader<'_>, first: usize) -> bool {
    let page = reader.page;
    if first == page.sentence(first).0 {
        return true;
    }
    let before = first - 1;
    let opens = class::THAT
        | class::SUBORDINATE
        | class::BUT
        | class::AND
        | class::TIME
        | class::DETERMINER;
    page.is_mark(before) || page.quoted(before) || page.is(before, opens)
}
