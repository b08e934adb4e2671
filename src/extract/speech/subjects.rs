//! The subject of a sentence's main clause, for cues that have none of their own.

use super::lexicon::class;
use super::page::words;
use super::phrases::{Phrase, Reader, Source};
use crate::extract::tokens::Kind;

impl Reader<'_> {
    /// The first name, pronoun or noun for a person before `at` that hangs on no
    /// preposition, past an opening such as `In Oslo, …`.
    pub(super) fn sentence_subject(&self, at: usize) -> Option<Phrase> {
        let page = self.page;
        let floor = page.sentence(at).0;
        // `As Tove Lind, a lawyer, put it,`: the subject is in the opening.
        let as_named = page.spells(floor, words!["as"])
            && self.names.beginning(self.behind_titles(floor + 1)).is_some_and(|segment| {
                let end = self.names.segments[segment].end;
                page.mark(end, ",") || page.says(end, "put")
            });
        let opens = !as_named && page.is(floor, class::PREPOSITION | class::SUBORDINATE);
        let comma = (floor..at).find(|&comma| page.mark(comma, ",") && !page.quoted(comma));
        let first = comma.filter(|_| opens).map_or(floor, |comma| comma + 1);
        (first..at)
            .filter(|&start| !page.quoted(start))
            .find_map(|start| self.subject_at(floor, first, start))
    }

    fn subject_at(&self, floor: usize, first: usize, start: usize) -> Option<Phrase> {
        let page = self.page;
        if page.is(start, class::HE | class::SHE | class::THEY) {
            return Some(Phrase { first: start, end: start + 1, source: Source::Pronoun(start) });
        }
        if let Some(segment) = self.names.beginning(start) {
            let end = self.names.segments[segment].end;
            let free = !self.is_governed(floor, segment) && !page.is_possessive(end);
            let named = free && self.is_subject(segment);
            return named.then_some(Phrase { first: start, end, source: Source::Name(segment) });
        }
        if page.is(start, class::PERSON) {
            // `Lind's chairman, Tove Marlow,` and `chairman Tove Marlow`.
            let next = self.behind_titles(start + 1 + usize::from(page.mark(start + 1, ",")));
            let named = self
                .names
                .beginning(next)
                .filter(|_| start == first || !page.is(start - 1, class::PREPOSITION));
            if let Some(segment) = named.filter(|&segment| {
                !page.mark(start + 1, ",") || page.mark(self.names.segments[segment].end, ",")
            }) {
                let end = self.names.segments[segment].end;
                return Some(Phrase { first: next, end, source: Source::Name(segment) });
            }
        }
        let person = page.is(start, class::PERSON | class::PEOPLE)
            && (start == first || !page.is(start - 1, class::PREPOSITION))
            && !page.is_capital(start + 1)
            && !page.is_possessive(start + 1)
            && !page.is(start + 1, class::PERSON);
        person.then(|| {
            let phrase = self.phrase_ending(floor, start + 1);
            phrase.unwrap_or(Phrase { first: start, end: start + 1, source: Source::Noun(start) })
        })
    }

    /// Past the titles that begin at the token.
    pub(super) fn behind_titles(&self, at: usize) -> usize {
        let title = |at: &usize| self.page.is(*at, class::TITLE) && self.page.is_capital(*at);
        at + (at..at + 3).take_while(title).count()
    }

    /// Whether a single capitalised word is followed as a subject is: by a verb, a comma
    /// or `who`, not by the rest of a longer name.
    fn is_subject(&self, segment: usize) -> bool {
        let page = self.page;
        let name = self.names.segments[segment];
        let next = name.end;
        // `Marlow press secretary Tove Lind`
        let office = (next..next + 4)
            .take_while(|&at| {
                page.kind(at) == Some(Kind::Lower)
                    && !page.is(at, class::SMALL)
                    && !page.bytes(at).ends_with(b"ed")
            })
            .find(|&at| page.is(at, class::PERSON) && self.names.beginning(at + 1).is_some());
        if office.is_some() {
            return false;
        }
        let verb = page.is(next, class::AUXILIARY | class::CUE | class::WHO | class::AND)
            || page.is_adverb(next)
            || page.is_mark(next)
            || page.kind(next) == Some(Kind::Lower)
                && matches!(page.bytes(next), [.., b'd' | b's']);
        name.len() > 1 || name.titled || verb
    }
}
