//! What may stand between a subject and its verb: an apposition (`Lind, a minister in
//! Oslo, said`), a bracket, a relative clause.

use super::lexicon::class;
use super::page::words;
use super::phrases::{Phrase, REACH, Reader, Source, is_break};
use crate::extract::tokens::Kind;

impl Reader<'_> {
    /// `Lind, a minister in Oslo, said`: the phrase before the comma that opens the
    /// apposition; `the minister, Tove Lind, said`: the name in it.
    pub(super) fn before_apposition(&self, floor: usize, close: usize) -> Option<Phrase> {
        let page = self.page;
        let (mut nouns, mut thing) = (None, None);
        let mut reach = floor.max(close.saturating_sub(REACH))..close;
        let mut dashed = !page.mark(close, ",") && reach.any(|at| page.mark(at, page.word(close)));
        for at in (floor.max(close.saturating_sub(REACH))..close).rev() {
            if page.mark(at, ";") {
                break;
            }
            if page.quoted(at) {
                continue;
            }
            // What a dash closes a dash has opened: commas inside part something else.
            let opens = if dashed { page.mark(at, page.word(close)) } else { is_break(page, at) };
            if !opens {
                continue;
            }
            dashed = false;
            let before = self.before_bracket(floor, at);
            // `the minister, Tove Lind (Labour), said`.
            let named = self.before_bracket(at + 1, close);
            if let Some(phrase) = self.name_only(at + 1, named) {
                // `Tove Lind, who met his aunt, Ines Marlow, said`.
                if let Some(subject) = self.before_who(floor, at) {
                    return Some(subject);
                }
                let noun = self.phrase_ending(floor, at);
                // `Olav Vik, editor of the town's paper, Il Porto, said`.
                let comma = noun.and_then(|noun| noun.first.checked_sub(1));
                let comma = comma.filter(|&comma| comma > floor && page.mark(comma, ","));
                if comma.is_some_and(|comma| self.names.ending(comma).is_some()) {
                    return comma.and_then(|comma| self.phrase_ending(floor, comma));
                }
                return Some(Phrase {
                    first: noun.map_or(phrase.first, |noun| noun.first),
                    ..phrase
                });
            }
            if self.names.ending(before).is_some_and(|segment| !self.is_governed(floor, segment)) {
                return self.phrase_ending(floor, before);
            }
            if nouns.is_none() {
                let phrase = self.noun_ending(floor, before);
                thing = phrase.filter(|phrase| self.opens_sentence(floor, phrase)).or(thing);
                nouns = phrase.filter(|phrase| self.is_human(phrase));
            }
        }
        nouns.or(thing)
    }

    /// The named subject of the sentence whose clause with `who` reaches up to `end`.
    fn before_who(&self, floor: usize, end: usize) -> Option<Phrase> {
        let page = self.page;
        let who = (floor + 2..end)
            .rev()
            .take(REACH)
            .find(|&who| page.is(who, class::WHO) && page.mark(who - 1, ","))?;
        let segment = self.names.ending(who - 1)?;
        (!self.is_governed(floor, segment)).then(|| self.phrase_ending(floor, who - 1)).flatten()
    }

    /// `The company, based in Oslo, said`: a noun that opens the sentence.
    fn opens_sentence(&self, floor: usize, phrase: &Phrase) -> bool {
        let page = self.page;
        let Source::Noun(head) = phrase.source else { return false };
        let opens = (floor..phrase.first).all(|at| {
            page.is_mark(at) || page.is(at, class::AND | class::BUT) || page.is_adverb(at)
        });
        let body = class::HEAD | class::BODY | class::MEDIUM | class::PEOPLE | class::PLACE;
        let named = page.is(phrase.first, class::DETERMINER | class::POSSESSIVE)
            || page.is(head, body)
            || page.spells(head, words!["police"]);
        let aside = class::PREPOSITION | class::SUBORDINATE | class::TIME;
        opens && named && !page.is(phrase.first, aside) && !page.is(head, class::TIME)
    }

    /// `the officials who wrote the report say`: what stands before a relative clause that
    /// ends where the verb begins, its last phrase reaching from `start` to `end`.
    pub(super) fn antecedent(&self, floor: usize, start: usize, end: usize) -> Option<Phrase> {
        let page = self.page;
        let mut who = start.checked_sub(1).filter(|&who| who > floor)?;
        let cue = page.is(who, class::CUE | class::AUXILIARY);
        if cue {
            who -= 1;
        }
        // In `whom police say` the subject of the verb stands right behind the pronoun.
        let noun = class::SMALL | class::PERSON | class::PEOPLE | class::BODY | class::CUE;
        let verb = page.kind(start) == Some(Kind::Lower)
            && (cue || page.is(start, class::CUE) || !page.is(start, noun))
            && (cue || end - start > 1);
        let thing = page.says(who, "which");
        if !verb || who <= floor || !thing && !page.says(who, "who") || page.is_mark(who - 1) {
            return None;
        }
        if page.spells(who - 1, words!["those"]) {
            return Some(Phrase { first: who - 1, end: who, source: Source::Noun(who - 1) });
        }
        self.phrase_ending(floor, who).filter(|phrase| thing || self.is_human(phrase))
    }

    /// The end of what stands before a bracket that closes at `end`: `Lind (Labour)`.
    pub(super) fn before_bracket(&self, floor: usize, end: usize) -> usize {
        let page = self.page;
        if end <= floor || !page.mark(end - 1, ")") {
            return end;
        }
        (floor..end).rev().take(REACH).find(|&at| page.mark(at, "(")).unwrap_or(end)
    }

    /// A name with nothing but a role before it fills `first..end`.
    pub(super) fn name_only(&self, first: usize, end: usize) -> Option<Phrase> {
        let segment = self.names.ending(end)?;
        let start = self.names.segments[segment].first;
        let bare = (first..start).all(|at| {
            (self.page.is(at, class::TITLE | class::PERSON | class::DEMONYM)
                || self.page.is_capital(at))
                && !self.page.is(at, class::PREPOSITION)
        });
        (start >= first && bare).then_some(Phrase { first, end, source: Source::Name(segment) })
    }
}
