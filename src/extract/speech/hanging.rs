//! Cue verbs without a subject of their own: `…, adding that`, `was quoted as saying`.
//! The subject is that of the clause they hang on.

use super::cues::{Clause, Finder};
use super::lexicon::{class, frame};
use super::page::words;
use super::phrases::{Phrase, Source};
use super::tails::{self, Content};
use crate::extract::tokens::Kind;

impl Finder<'_> {
    /// `…, adding that`: the subject is that of the clause it hangs on.
    pub(super) fn gerund(&self, at: usize, found: &[Clause]) -> Option<Clause> {
        let page = self.page;
        let before = at.saturating_sub(1);
        let mut word = page.words[at];
        word.frames = tails::frames(page, at);
        let (content, end) = tails::read(page, self.names, at, word.frames);
        if page.says(before, "of") && !page.says(at, "saying")
            || word.frames & frame::THAT != 0 && !page.is(at + 1, class::THAT)
        {
            return None;
        }
        let near = matches!(content, Content::After(start) if page.quoted(start) || word.frames & frame::QUOTE != 0)
            || matches!(content, Content::Object(_));
        let (first, _) = page.sentence(at);
        let clause = |phrase: Option<Phrase>, hangs: bool| Clause {
            cue: at,
            cue_end: tails::particle_end(page, at),
            phrase,
            first: at,
            end,
            content,
            hangs,
            frames: word.frames,
        };
        if at <= first + 1
            && (at == first || page.is(first, class::SUBORDINATE | class::PREPOSITION))
        {
            let phrase = self.subject_behind(content)?;
            return Some(clause(Some(phrase), true));
        }
        // `quoted her as saying`, `cited Lind as saying`.
        if page.says(before, "as")
            && let Some(phrase) = self.quoted_person(before)
        {
            let outside = (first..before).rev().find(|&at| page.quoted(at) || page.mark(at, ","));
            let first = outside.map_or(first, |at| at + 1);
            let content = self.complete(first, end, content, word.frames);
            return Some(Clause { first, content, ..clause(Some(phrase), false) });
        }
        // `he's predicting`
        if self.is_contracted(before) {
            let first = before - 1;
            let phrase = Phrase { first, end: before, source: Source::Pronoun(first) };
            return Some(Clause { first, ..clause(Some(phrase), false) });
        }
        if page.is(before, class::BE) || page.says(before, "as") {
            let phrase = self.reader.subject_before(self.be_before(at)?)?;
            return Some(Clause { first: phrase.first, ..clause(Some(phrase), false) });
        }
        // `with Tove Lind saying that`
        let floor = page.sentence(at).0;
        let own = |segment: &usize| {
            let before = self.names.segments[*segment].first.checked_sub(1);
            !self.reader.is_governed(floor, *segment)
                || before.is_some_and(|before| page.says(before, "with"))
        };
        if let Some(segment) = self.names.ending(at).filter(|_| near).filter(own) {
            let first = self.names.segments[segment].first;
            let phrase = Phrase { first, end: at, source: Source::Name(segment) };
            return Some(Clause { first, ..clause(Some(phrase), false) });
        }
        // `a hat reading “…”`
        if page.says(at, "reading") {
            return None;
        }
        let hangs = page.mark(before, ",")
            || page.quoted(before)
            || page
                .is(before, class::AND | class::ADVERB | class::SUBORDINATE | class::PREPOSITION)
            || page.mark(before, "—");
        if !near
            || !hangs && word.frames & frame::OBJECT == 0 && !matches!(content, Content::After(_))
        {
            return None;
        }
        // `22 percent saying`, `with farmers calling for`: the noun right before it.
        let given = before > 0 && !page.says_any(before - 1, words!["to", "from", "by"]);
        let people =
            given && page.is(before, class::PERSON | class::PEOPLE) || page.says(before, "percent");
        if !hangs && people && page.kind(before) == Some(Kind::Lower) {
            let phrase = Phrase { first: before, end: at, source: Source::Noun(before) };
            return Some(Clause { first: before, ..clause(Some(phrase), false) });
        }
        let same = found
            .iter()
            .rev()
            .take_while(|other| other.cue >= first)
            .find(|other| other.phrase.is_some());
        let phrase =
            same.and_then(|other| other.phrase).or_else(|| self.reader.sentence_subject(at));
        phrase.map(|phrase| clause(Some(phrase), true))
    }

    /// The `'s` of `he's`.
    pub(super) fn is_contracted(&self, at: usize) -> bool {
        let pronoun = at.checked_sub(1).is_some_and(|at| self.page.is(at, class::PRONOUN));
        pronoun && self.page.is_possessive(at)
    }

    /// `Saying it was late, Tove Lind left`: the subject behind the words that a gerund at
    /// the head of its sentence takes.
    fn subject_behind(&self, content: Content) -> Option<Phrase> {
        let page = self.page;
        let Content::After(start) = content else { return None };
        let mut commas = (start..page.sentence(start).1)
            .filter(|&comma| page.mark(comma, ",") && !page.quoted(comma));
        commas.find_map(|comma| {
            let first = comma + 1;
            if page.is(first, class::HE | class::SHE) {
                return Some(Phrase { first, end: first + 1, source: Source::Pronoun(first) });
            }
            let segment = self.names.beginning(self.reader.behind_titles(first))?;
            let end = self.names.segments[segment].end;
            (!page.is_mark(end)).then_some(Phrase { first, end, source: Source::Name(segment) })
        })
    }

    /// Whom somebody quotes: the pronoun or the name that ends before `end`.
    fn quoted_person(&self, end: usize) -> Option<Phrase> {
        let page = self.page;
        let last = end.checked_sub(1)?;
        if page.says_any(last, words!["him", "her"]) {
            return Some(Phrase { first: last, end, source: Source::Pronoun(last) });
        }
        let segment = self.names.ending(end)?;
        let first = self.names.segments[segment].first;
        Some(Phrase { first, end, source: Source::Name(segment) })
    }

    /// The auxiliary before a gerund: `was saying`, `was quoted as saying`.
    fn be_before(&self, at: usize) -> Option<usize> {
        let floor = self.page.sentence(at).0.max(at.saturating_sub(4));
        (floor..at).rev().find(|&before| self.page.is(before, class::BE))
    }
}
