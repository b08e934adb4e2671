//! Who a cue verb's words are laid to: the noun phrase before or after the verb, read as
//! a name, a pronoun or a noun. No grammar is parsed: the walk stops where a phrase ends.

use super::lexicon::{Form, class};
use super::names::{Names, Trust};
use super::page::{Page, words};
use crate::extract::tokens::Kind;

/// Whom a phrase means, before anything outside its sentence is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A segment of [`Names`] that names a person.
    Name(usize),
    /// The token of a pronoun.
    Pronoun(usize),
    /// A noun, or the name of a body: the token that heads it.
    Noun(usize),
}

/// A phrase that words are laid to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) source: Source,
}

/// How far a phrase may reach.
pub(super) const REACH: usize = 45;
/// Words that end a noun phrase, read backwards or forwards.
pub(super) const ENDS: u32 = class::SUBORDINATE
    | class::BUT
    | class::THAT
    | class::WHO
    | class::WHICH
    | class::PRONOUN
    | class::OBJECT
    | class::AUXILIARY;

/// What the rules about phrases look at.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) names: &'a Names,
}

impl Reader<'_> {
    /// The subject of the verb at `verb`, and whether the verb is passive.
    pub(super) fn subject_before(&self, verb: usize) -> Option<Phrase> {
        let floor = self.page.sentence(verb).0;
        self.subject_ending(floor, self.before_adjuncts(floor, verb))
    }

    /// The subject that ends before `end`, behind which its verb stands.
    pub(super) fn subject_ending(&self, floor: usize, end: usize) -> Option<Phrase> {
        let last = end.checked_sub(1).filter(|&last| last >= floor)?;
        if self.page.quoted(last) {
            return None;
        }
        if is_break(self.page, last) {
            return self.before_apposition(floor, last);
        }
        if self.page.mark(last, ")") {
            return self.phrase_ending(floor, self.before_bracket(floor, end));
        }
        if self.page.is(last, class::WHO | class::WHICH | class::THAT) {
            let comma = last > floor && self.page.mark(last - 1, ",");
            let end = last - usize::from(comma);
            // `Tove Lind, from Larvik, who said`: not the place.
            let governed = |&segment: &usize| self.is_governed(floor, segment);
            let named = self.names.ending(end).filter(|_| comma).filter(governed);
            let apposed = named.and_then(|_| self.before_apposition(floor, end));
            return apposed.or_else(|| self.phrase_ending(floor, end));
        }
        self.noun_ending(floor, end)
    }

    /// The noun phrase that ends before `end`, or the one that a relative clause which does
    /// belongs to.
    pub(super) fn noun_ending(&self, floor: usize, end: usize) -> Option<Phrase> {
        let start = self.phrase_start(floor, end);
        self.antecedent(floor, start, end).or_else(|| self.phrase_from(floor, start, end))
    }

    /// Steps back over what may stand between subject and verb: `has also`, `on Friday`.
    pub(super) fn before_adjuncts(&self, floor: usize, verb: usize) -> usize {
        let page = self.page;
        let mut end = verb;
        while end > floor {
            let last = end - 1;
            let own = page.bytes(last).ends_with(b"self");
            let name = self.names.at(last).is_some();
            let skip = page.is(last, class::AUXILIARY) && !name || page.is_adverb(last) || own;
            let time = page.is(last, class::TIME) && !name;
            let on = end < verb
                && page.is(end, class::TIME)
                && page.is(last, class::PREPOSITION | class::ADVERB | class::DETERMINER);
            // `Others, however, said`.
            let aside = page.mark(last, ",")
                && last > floor + 2
                && page.is_adverb(last - 1)
                && page.mark(last - 2, ",");
            if aside {
                end = last - 2;
                continue;
            }
            if page.quoted(last) || !(skip || time || on) {
                break;
            }
            end = last;
        }
        end
    }

    /// Whether a noun phrase is about people.
    pub(super) fn is_human(&self, phrase: &Phrase) -> bool {
        match phrase.source {
            Source::Noun(head) => {
                self.page.is(head, class::PERSON | class::PEOPLE)
                    || self.page.spells(head, words!["those"])
            }
            _ => true,
        }
    }

    /// Whether the name hangs on a preposition, as in `a spokesman for Tove Lind`.
    pub(super) fn is_governed(&self, floor: usize, segment: usize) -> bool {
        let page = self.page;
        let mut first = self.names.segments[segment].first;
        let role = class::TITLE | class::DEMONYM | class::PERSON | class::MODIFIER;
        while first > floor && page.is(first - 1, role) {
            first -= 1;
        }
        if first > floor && page.is(first - 1, class::DETERMINER | class::POSSESSIVE) {
            first -= 1;
        }
        first > floor && page.is(first - 1, class::PREPOSITION)
    }

    /// The noun phrase whose last token stands right before `end`.
    pub(super) fn phrase_ending(&self, floor: usize, end: usize) -> Option<Phrase> {
        self.phrase_from(floor, self.phrase_start(floor, end), end)
    }

    /// [`Reader::phrase_ending`], when it is known where the phrase begins.
    fn phrase_from(&self, floor: usize, start: usize, end: usize) -> Option<Phrase> {
        let page = self.page;
        let last = end.checked_sub(1).filter(|&last| last >= floor)?;
        if page.quoted(last) || page.is_mark(last) {
            return None;
        }
        if page.is(last, class::PRONOUN) && self.names.at(last).is_none() {
            return Some(Phrase { first: last, end, source: Source::Pronoun(last) });
        }
        if start >= end {
            return None;
        }
        if let Some(segment) = self.names.ending(end) {
            let first = self.names.segments[segment].first;
            // `Tove Lind of the youth movement Nordvik said`.
            let lone = first > start
                && page.kind(first - 1) == Some(Kind::Lower)
                && !page.is(first - 1, class::SMALL | class::PERSON | class::TITLE);
            let holder = if lone { self.name_of_place(start, end) } else { None };
            return Some(holder.unwrap_or_else(|| self.named(start, end, segment)));
        }
        let start = self.without_opening(start, end);
        if let Some(phrase) = self.name_of_place(start, end) {
            return Some(phrase);
        }
        let head = self.head(start, end)?;
        Some(Phrase { first: start, end, source: Source::Noun(head) })
    }

    /// `Governor Tove Lind of Norway`: the name stands before the preposition.
    fn name_of_place(&self, start: usize, end: usize) -> Option<Phrase> {
        let page = self.page;
        let cut = (start + 1..end).find(|&at| page.is(at, class::PREPOSITION))?;
        let segment = self.names.ending(cut)?;
        let held = self.names.segments[segment];
        let free = held.len() > 1 || held.trust > Trust::Weak;
        (free && held.first >= start && !self.is_governed(start, segment)).then_some(Phrase {
            first: start,
            end,
            source: Source::Name(segment),
        })
    }

    /// Where the phrase begins that ends before `end`.
    pub(super) fn phrase_start(&self, floor: usize, end: usize) -> usize {
        let page = self.page;
        let mut start = end;
        while start > floor && end - start < REACH {
            let at = start - 1;
            let apart = || match page.kind(at) {
                Some(Kind::Mark) => !page.mark(at, "&") && !page.mark(at, "/"),
                Some(Kind::Single) => !page.is_possessive(at),
                _ => page.is(at, ENDS) || start < end && opens_clause(page, at),
            };
            let stop = page.quoted(at)
                || self.names.at(at).is_none() && apart()
                || start < end && self.is_finite(floor, at)
                || page.is(at, class::AND) && self.joins_clauses(at);
            if stop {
                break;
            }
            start = at;
        }
        start
    }

    /// A cue verb right behind its subject: a phrase does not reach over it.
    fn is_finite(&self, floor: usize, at: usize) -> bool {
        let page = self.page;
        let verb = page.is(at, class::CUE)
            && matches!(page.words[at].form(), Form::Past | Form::Third)
            && self.names.at(at).is_none();
        verb && at > floor
            && (self.names.ending(at).is_some()
                || page.is(at - 1, class::PRONOUN | class::AUXILIARY | class::WHO))
    }

    /// Where the words before a name begin that belong to it: `Norway's envoy to the
    /// Harbour Council`.
    pub(super) fn role_start(&self, floor: usize, end: usize) -> usize {
        if end <= floor || self.page.is_mark(end - 1) || self.page.quoted(end - 1) {
            return end;
        }
        let start = self.phrase_start(floor, end);
        self.without_opening(start, end)
    }

    /// `left and the minister` against `ambassador and representative`: a conjunction
    /// before an article or a name begins something new.
    fn joins_clauses(&self, and: usize) -> bool {
        let new = class::DETERMINER | class::POSSESSIVE | class::PRONOUN | class::ADVERB;
        let named = self.names.beginning(and + 1).is_some() && self.names.ending(and).is_none();
        self.page.is(and + 1, new) || named
    }

    /// A phrase that ends in a name: the person, unless the name only belongs to the
    /// noun before it.
    fn named(&self, start: usize, end: usize, segment: usize) -> Phrase {
        let page = self.page;
        let name = self.names.segments[segment];
        let title = self.office_before(start, name.first);
        let before = title.checked_sub(1).filter(|&before| before >= start);
        let governed = before.is_some_and(|at| page.is(at, class::PREPOSITION));
        let opening = before == Some(start);
        if governed && !opening && !self.holds_office(start, title - 1, name.len()) {
            // `Tove Lind of Larvik said`
            if let Some(holder) = self.name_of_place(start, title).filter(|_| name.len() == 1) {
                return Phrase { end, ..holder };
            }
            let start = self.without_opening(start, end);
            if let Some(head) = self.head(start, end).filter(|&head| head < title) {
                return Phrase { first: start, end, source: Source::Noun(head) };
            }
        }
        let first = if governed { title } else { self.without_opening(start, title).min(title) };
        Phrase { first, end, source: Source::Name(segment) }
    }

    /// Where the office begins that stands right before a name: `former President`,
    /// `Finance Minister`, `activist`.
    fn office_before(&self, start: usize, name: usize) -> usize {
        let page = self.page;
        let back = |belongs: &dyn Fn(usize) -> bool| {
            (start..name).rev().take_while(|&at| belongs(at)).last().unwrap_or(name)
        };
        let office = class::TITLE | class::DEMONYM | class::PERSON | class::MODIFIER;
        let branch = |at| page.is_capital(at) && at + 1 < name && page.is(at + 1, class::TITLE);
        let whole = back(&|at| page.is(at, office) || branch(at));
        // `Bank of Norway Governor Tove Lind`, where the name of a body stands before; `a
        // row sparked by spokesman Olav Vik`.
        let others = whole > start + 1
            && (page.is_capital(whole - 2) && !page.is(whole - 2, class::PERSON | class::PEOPLE)
                || page.says(whole - 1, "by"));
        if !others {
            return whole;
        }
        back(&|at| page.is(at, class::TITLE | class::DEMONYM) && page.is_capital(at))
    }

    /// `Ambassador to the UN of Tove Lind`: the office already has its `to …`, so the
    /// name after a further `of` is the holder's.
    fn holds_office(&self, start: usize, of: usize, words: usize) -> bool {
        let page = self.page;
        let office = (start..of).find(|&at| page.is(at, class::PERSON | class::TITLE));
        let full = office.is_some_and(|at| (at + 1..of).any(|at| page.is(at, class::PREPOSITION)));
        full && words > 1 && page.says(of, "of")
    }

    /// Leaves out an opening like `On Monday` or `In Oslo` before the phrase proper.
    fn without_opening(&self, start: usize, end: usize) -> usize {
        let page = self.page;
        if page.is(start, class::AND | class::ADVERB | class::BUT) && end - start > 1 {
            return self.without_opening(start + 1, end);
        }
        if !page.is(start, class::PREPOSITION | class::TIME) {
            return start;
        }
        let begins = |at: &usize| {
            let fresh = page.is(*at, class::DETERMINER | class::POSSESSIVE)
                || page.is(*at, class::TITLE | class::PERSON | class::PEOPLE)
                    && page.is(*at - 1, class::TIME);
            fresh && !page.is(*at - 1, class::PREPOSITION)
        };
        let after_time = (start + 1..end).find(|&at| {
            page.is(at - 1, class::TIME)
                && !page.is(at, class::TIME | class::PREPOSITION)
                && page.kind(at) != Some(Kind::Number)
        });
        (start + 1..end).find(begins).or(after_time).unwrap_or(start)
    }

    /// The word that heads a noun phrase: a noun for people before the first
    /// preposition, else the last word before it.
    pub(super) fn head(&self, start: usize, end: usize) -> Option<usize> {
        let page = self.page;
        let cut = (start + 1..end).find(|&at| {
            page.is(at, class::PREPOSITION | class::WHO | class::WHICH)
                || page.is_mark(at) && !page.mark(at, "&")
        });
        let core = start..cut.unwrap_or(end);
        let people = core
            .clone()
            .rev()
            .find(|&at| page.is(at, class::PERSON | class::PEOPLE) && !page.is_possessive(at + 1));
        // `the official news agency`
        let body = core.clone().last().filter(|&last| {
            page.kind(last) == Some(Kind::Lower)
                && page.is(last, class::HEAD)
                && !page.is(last, class::PERSON | class::PEOPLE)
        });
        let people = body.or(people);
        let noun = |at: &usize| {
            matches!(
                page.kind(*at),
                Some(Kind::Lower | Kind::Capital | Kind::Caps | Kind::Initial | Kind::Number)
            ) && (!page.is(*at, class::PREPOSITION | class::AND | class::POSSESSIVE | class::TIME)
                || page.is(*at, class::PERSON))
        };
        people.or_else(|| core.rev().find(noun))
    }
}

/// `the day after the council said`: a new clause begins behind these.
fn opens_clause(page: &Page<'_>, at: usize) -> bool {
    page.is(at, class::PREPOSITION)
        && page.says_any(at, words!["after", "before", "since", "until"])
}

/// A comma or a dash, which part an apposition from its noun.
pub(super) fn is_break(page: &Page<'_>, at: usize) -> bool {
    page.is_mark(at) && matches!(page.bytes(at), b"," | b"-" | [0xe2, 0x80, 0x93 | 0x94])
}
