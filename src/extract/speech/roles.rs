//! The role a story gives a person, before the name (`Transport Minister Ines Marlow`)
//! or after it (`Tove Lind, an analyst at the Harbour Institute,`), as it is written.

use std::ops::Range;

use super::lexicon::{self, class};
use super::names::Trust;
use super::page::{Page, words};
use super::phrases::Reader;
use crate::extract::tokens::Kind;

/// A role: tokens `first..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) first: usize,
    pub(super) end: usize,
    /// The noun that heads it.
    head: usize,
}

/// Roles longer than this are sentences.
const LONGEST: usize = 32;

/// How many roles of one person are kept.
const OFFICES: usize = 6;

/// The roles of one person, in order of finding.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Offices {
    held: [Role; OFFICES],
    len: usize,
}

impl Offices {
    pub(super) fn as_slice(&self) -> &[Role] {
        &self.held[..self.len]
    }

    /// Adds a role as long as there is room.
    pub(super) fn keep(&mut self, role: Role) {
        if let Some(place) = self.held.get_mut(self.len) {
            *place = role;
            self.len += 1;
        }
    }
}

impl Role {
    /// The role that stands at the segment, if any.
    pub(super) fn of(reader: Reader<'_>, segment: usize) -> Option<Role> {
        before(reader, segment).or_else(|| after(reader, segment))
    }

    pub(super) fn len(&self) -> usize {
        self.end - self.first
    }

    /// How well a noun such as `diplomat` or `leader` fits the role: the same noun, then
    /// one of the same kind, then of the same family of kinds. `None` when it says something else.
    pub(super) fn fit(&self, page: &Page<'_>, noun: usize) -> Option<u8> {
        let key = page.key(noun);
        let (kind, family) = (page.words[noun].kind, page.words[noun].family());
        // `the president` is not the vice president.
        let lower = |at: usize| at.checked_sub(1).is_some_and(|before| is_lower(page, before));
        (self.first..self.end)
            .filter(|&at| page.is(at, class::PERSON | class::TITLE) && !page.is_possessive(at + 1))
            .filter(|&at| lower(at) == lower(noun))
            .filter_map(|at| {
                let word = page.words[at];
                if page.key(at) == key {
                    Some(3)
                } else if kind != 0 && word.kind == kind {
                    Some(2)
                } else {
                    (family != 0 && word.family() == family).then_some(1)
                }
            })
            .max()
    }

    /// Whether the word at `at` is one of the role's: `harbour` in `harbour minister`.
    pub(super) fn has(&self, page: &Page<'_>, at: usize) -> bool {
        let key = page.key(at);
        (self.first..self.end).any(|own| page.key(own) == key)
    }

    /// Whether the noun `head`, with the words from `first` on before it, names an office
    /// that this role is not: `the defence minister` is no foreign minister, and `the
    /// president` no minister.
    pub(super) fn contradicts(&self, page: &Page<'_>, first: usize, head: usize) -> bool {
        let own = self.first..self.end;
        let differ = |mut asked: Range<usize>, names: &dyn Fn(usize) -> bool| {
            let told = asked.clone().any(names) && own.clone().any(names);
            told && !asked.any(|at| names(at) && self.has(page, at))
        };
        differ(first..head, &|at| page.spells(at, BRANCHES))
            || differ(head..head + 1, &|at| page.spells(at, RANKS))
    }

    /// Whether the role is of the nation that `word` names: `Norwegian` fits `Norway`.
    pub(super) fn is_of(&self, page: &Page<'_>, word: usize) -> bool {
        let nation = stem(page.word(word));
        let mut nations = (self.first..self.end)
            .filter(|&at| page.is(at, class::DEMONYM | class::PLACE))
            .peekable();
        nations.peek().is_none() || nations.any(|at| stem(page.word(at)) == nation)
    }
}

/// Words that tell offices of one noun apart: `foreign minister`, `rebel spokesman`.
const BRANCHES: [u64; 55] = words![
    "administration",
    "agriculture",
    "air",
    "army",
    "aviation",
    "bank",
    "business",
    "church",
    "culture",
    "defence",
    "defense",
    "development",
    "economic",
    "economy",
    "education",
    "energy",
    "environment",
    "finance",
    "fire",
    "fisheries",
    "foreign",
    "government",
    "health",
    "home",
    "housing",
    "industry",
    "information",
    "intelligence",
    "interior",
    "justice",
    "labor",
    "labour",
    "military",
    "navy",
    "oil",
    "opposition",
    "party",
    "planning",
    "police",
    "prime",
    "rebel",
    "science",
    "security",
    "social",
    "sports",
    "tourism",
    "trade",
    "transport",
    "transportation",
    "treasury",
    "union",
    "water",
    "welfare",
    "works",
    "youth"
];

/// Offices of which nobody holds two, mostly.
const RANKS: [u64; 7] =
    words!["ambassador", "governor", "king", "mayor", "minister", "president", "queen"];

/// Whether the word makes an office a lower one.
fn is_lower(page: &Page<'_>, at: usize) -> bool {
    page.spells(at, words!["vice", "deputy", "assistant"])
}

/// The first letters of a country's name and of its demonym are the same, mostly.
fn stem(word: &str) -> String {
    word.chars().take(4).flat_map(char::to_lowercase).collect()
}

fn is_office(page: &Page<'_>, at: usize) -> bool {
    page.is(at, class::PERSON) || page.is(at, class::TITLE) && !page.words[at].is_courtesy()
}

fn before(reader: Reader<'_>, segment: usize) -> Option<Role> {
    let Reader { page, names } = reader;
    let name = names.segments[segment];
    let floor = page.sentence(name.first).0.max(name.first.saturating_sub(LONGEST));
    let mut end = name.first;
    // `the minister, Tove Lind,`: the name stands between commas.
    if end > floor && page.mark(end - 1, ",") && (page.is_mark(name.end) || page.quoted(name.end)) {
        end -= 1;
    }
    while end > floor && page.words[end - 1].is_courtesy() {
        end -= 1;
    }
    // `the judge sentenced Tove Lind`: a verb stands before the name, not her role.
    if end > floor && is_verb(page, end - 1) {
        return None;
    }
    // `… to the UN of Tove Lind`.
    let phrase = if end > floor && page.is(end - 1, class::PREPOSITION) {
        let phrase = reader.phrase_ending(floor, name.end)?;
        end -= 1;
        Some(phrase.first)
    } else if end > floor && (is_office(page, end - 1) || page.is_capital(end - 1)) {
        Some(direct_start(reader, floor, end))
    } else {
        None
    };
    let phrase = phrase.filter(|&phrase| head(reader, phrase, end).is_some());
    let phrase = phrase.unwrap_or_else(|| reader.role_start(floor, end));
    let first = clean_start(page, phrase, end);
    let apposed = end < name.first && page.mark(end, ",");
    let head = head(reader, first, end)?;
    let other = (first..end).any(|at| {
        reader.names.beginning(at).is_some_and(|index| {
            let other = reader.names.segments[index];
            other.trust > Trust::Weak && !page.is_possessive(other.end)
        })
    });
    let formal = page.is_capital(head) || page.is(first.saturating_sub(1), class::DETERMINER);
    // `the woman who opened the door saw Tove Lind` is no role.
    let sentence = (head + 1..end).any(|at| is_verb(page, at) || page.is(at, class::WHO));
    let near = !other && !sentence && (!apposed || formal);
    (first < end && near).then_some(Role { first, end, head })
}

fn is_verb(page: &Page<'_>, at: usize) -> bool {
    let verb = page.is(at, class::CUE | class::AUXILIARY) || page.bytes(at).ends_with(b"ed");
    verb && page.kind(at) == Some(Kind::Lower) && !page.is(at, class::PERSON | class::MODIFIER)
}

/// Where the words begin that stand right before a name and make one role with it:
/// offices, nations, capitalised words, and plain nouns before an office.
fn direct_start(reader: Reader<'_>, floor: usize, end: usize) -> usize {
    let Reader { page, names } = reader;
    let mut first = end;
    while first > floor {
        let at = first - 1;
        let known = page.is(at, class::TITLE | class::PERSON | class::DEMONYM | class::MODIFIER);
        let owner = page.is_possessive(at) && at > floor;
        let capital = page.is_capital(at) && !page.is(at, class::SMALL | class::TIME);
        // `port lawyer`, but in `Marlow met lawyer Tove Lind` a verb stands before it.
        let compound = page.kind(at) == Some(Kind::Lower)
            && names.ending(at).is_none()
            && !page.is(at, class::SMALL | class::CUE | class::TIME)
            && first < end
            && page.kind(first) == Some(Kind::Lower)
            && page.is(first, class::PERSON | class::HEAD);
        let joined = (page.mark(at, "&") || page.is(at, class::AND))
            && at > floor
            && is_office(page, at - 1)
            && first < end
            && is_office(page, first);
        if page.quoted(at) || !(known || owner || capital || compound || joined) {
            break;
        }
        first = at;
        if owner {
            first -= 1;
        }
    }
    first
}

/// The noun for a person in the phrase, before any preposition.
fn head(reader: Reader<'_>, first: usize, end: usize) -> Option<usize> {
    let page = reader.page;
    let core =
        (first..end).take_while(|&at| at == first || !page.is(at, class::PREPOSITION | class::WHO));
    core.filter(|&at| is_office(page, at) && !page.is_possessive(at + 1)).last()
}

/// Articles do not belong to a role.
fn clean_start(page: &Page<'_>, first: usize, end: usize) -> usize {
    let mut first = first;
    while first < end
        && (page.is(first, class::DETERMINER | class::AND | class::ADVERB | class::BUT)
            || page.words[first].is_courtesy())
        && !page.is(first, class::PERSON)
    {
        first += 1;
    }
    first
}

fn after(reader: Reader<'_>, segment: usize) -> Option<Role> {
    let Reader { page, names } = reader;
    let mut at = names.segments[segment].end;
    let ceiling = page.sentence(at - 1).1;
    if page.mark(at, "(") {
        let close = (at..ceiling.min(at + 8)).find(|&close| page.mark(close, ")"))?;
        at = close + 1;
    }
    // `Tove Lind is the town's mayor`.
    let is = page.is(at, class::BE)
        && page.says_any(at, words!["is", "was"])
        && page.is(at + 1, class::DETERMINER | class::POSSESSIVE);
    if !(is || page.mark(at, ",")) || page.quoted(at) {
        return None;
    }
    at += 1;
    // `Tove Lind, 42, a farmer`.
    if page.kind(at) == Some(Kind::Number) && page.mark(at + 1, ",") {
        at += 2;
    }
    let first = clean_start(page, at, ceiling);
    let mut end = first;
    while end < ceiling.min(first + LONGEST) {
        let verb = page.is(end, class::CUE)
            && page.words[end].form() != lexicon::Form::Gerund
            && end > first
            && !page.is(end, class::PERSON);
        let stop = page.is(
            end,
            class::WHO
                | class::WHICH
                | class::THAT
                | class::AUXILIARY
                | class::PRONOUN
                | class::SUBORDINATE
                | class::BUT,
        ) || page.says(end, "whose");
        if page.quoted(end) || page.is_mark(end) && !page.mark(end, "&") || verb || stop {
            break;
        }
        end += 1;
    }
    while end > first && page.is(end - 1, class::PREPOSITION | class::DETERMINER | class::AND) {
        end -= 1;
    }
    let head = head(reader, first, end)?;
    // Another name before the noun: a list of people, not a role.
    let named = (first..head).any(|at| {
        names.beginning(at).is_some_and(|index| !page.is_possessive(names.segments[index].end))
    });
    (!named && first < end).then_some(Role { first, end, head })
}
