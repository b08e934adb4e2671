//! Attribution without a verb the tables know: `Lind: “…”`, `“…” — Lind`,
//! `Lind issued a statement: “…”`, `“…,” Lind fumes`, and quoted words whose sentence
//! has a person for its subject.

use super::cues::{Clause, Finder};
use super::lexicon::{class, frame};
use super::phrases::{Phrase, Source};
use super::tails::Content;
use crate::extract::tokens::Kind;

/// What somebody has, when the words behind a colon are theirs.
const WORDS: [&str; 9] =
    ["advice", "answer", "plea", "question", "reaction", "reply", "response", "verdict", "words"];
/// How many words may stand between a quotation and the name of an unknown verb.
const NEAR: usize = 30;

impl Finder<'_> {
    fn bare(cue: usize, phrase: Phrase, end: usize, content: Content) -> Clause {
        let first = phrase.first.min(cue);
        let frames = frame::QUOTE | frame::CLAUSE;
        Clause {
            cue,
            cue_end: cue,
            phrase: Some(phrase),
            first,
            end,
            content,
            hangs: false,
            frames,
        }
    }

    /// `Lind: “…”`, or a sentence that ends with a colon before a quotation.
    pub(super) fn colon(&self, at: usize, found: &[Clause]) -> Option<Clause> {
        let page = self.page;
        let (first, end) = page.sentence(at);
        let quote = page.quoted(at + 1);
        let opens = first == 0 || page.paragraph(first) != page.paragraph(first - 1);
        let phrase = self.name_before_colon(first, at, quote);
        // A heading (`Lind: A Late Ferry`) has no full stop.
        let stop = page.mark(end - 1, ".") || page.mark(end - 1, "?") || page.mark(end - 1, "!");
        if let Some(phrase) = phrase.filter(|_| quote || opens && stop && at + 4 < end) {
            return Some(Self::bare(at, phrase, at + 1, Content::After(at + 1)));
        }
        let claimed = found.last().is_some_and(|last| last.content == Content::After(at + 1));
        let owner = self.owner_of_words(first, at).filter(|_| quote && !claimed);
        if let Some(phrase) = owner {
            return Some(Self::bare(at, phrase, at + 1, Content::After(at + 1)));
        }
        let phrase = self.reader.sentence_subject(at).filter(|_| quote && !claimed)?;
        Some(Clause {
            first: at,
            hangs: true,
            ..Self::bare(at, phrase, at + 1, Content::After(at + 1))
        })
    }

    /// `Lind's message to them: “…”`: whose words stand behind the colon at `colon`.
    fn owner_of_words(&self, floor: usize, colon: usize) -> Option<Phrase> {
        let page = self.page;
        let said = (floor..colon)
            .rev()
            .take(5)
            .find(|&at| page.is(at, class::MEDIUM) || WORDS.contains(&page.word(at)))?;
        let owned = (floor + 1..said).rev().take(3).find(|&at| page.is_possessive(at))?;
        let segment = self.names.ending(owned)?;
        let first = self.names.segments[segment].first;
        Some(Phrase { first, end: owned, source: Source::Name(segment) })
    }

    fn name_before_colon(&self, first: usize, at: usize, quote: bool) -> Option<Phrase> {
        let page = self.page;
        let segment = self.names.ending(at)?;
        let start = self.names.segments[segment].first;
        let role = class::TITLE | class::PERSON | class::DEMONYM;
        let bare = at - first <= 6
            && (first..start).all(|before| page.is(before, role) || page.is_capital(before));
        let dashed = quote && start > first && page.is_mark(start - 1);
        (bare || dashed).then_some(Phrase { first: start, end: at, source: Source::Name(segment) })
    }

    /// `“…” — Tove Lind`, at the end of a line.
    pub(super) fn dash(&self, at: usize) -> Option<Clause> {
        let page = self.page;
        if at == 0 || !page.quoted(at - 1) || !matches!(page.word(at), "―" | "—" | "–" | "-")
        {
            return None;
        }
        let phrase = self
            .reader
            .phrase_after(at + 1)
            .filter(|phrase| matches!(phrase.source, Source::Name(_)))?;
        let (_, end) = page.sentence(at);
        let closes = phrase.end >= end || page.is_mark(phrase.end);
        closes.then(|| Self::bare(at, phrase, phrase.end, Content::Before))
    }

    /// A clause for quoted words that none of `found` may claim: laid by an unknown verb
    /// behind them, or by the subject of their sentence.
    pub(super) fn unclaimed(&self, region: usize, found: &[Clause]) -> Option<Clause> {
        let page = self.page;
        let held = page.regions[region];
        if let Some(clause) = self.unknown_verb(held.end) {
            return Some(clause);
        }
        let floor = page.sentence(held.open).0;
        if held.open == floor {
            return self.sentence_before(floor, found);
        }
        if held.open <= floor + 1 || page.quoted(floor) {
            return None;
        }
        let phrase = self.reader.sentence_subject(held.open)?;
        let clause = Self::bare(held.open, phrase, held.open, Content::After(held.open));
        Some(Clause { first: held.open, hangs: true, ..clause })
    }

    /// `Lind shook her head. “…”`: a paragraph that lays no words to anybody before the
    /// quotation that begins at `open`, and tells of a person.
    fn sentence_before(&self, open: usize, found: &[Clause]) -> Option<Clause> {
        let page = self.page;
        let before = open.checked_sub(1)?;
        let (floor, end) = page.sentence(before);
        let first = page.paragraph_start(before);
        let same = page.paragraph(before) == page.paragraph(open);
        let told = found[..found.partition_point(|clause| clause.cue < open)]
            .last()
            .is_some_and(|last| last.cue >= first);
        if !same || told || (first..end).any(|at| page.quoted(at)) {
            return None;
        }
        let person = |phrase: &Phrase| match phrase.source {
            Source::Name(_) => true,
            Source::Pronoun(at) => page.is(at, class::HE | class::SHE),
            Source::Noun(_) => false,
        };
        let subject = self.reader.sentence_subject(before).filter(person);
        let phrase = subject.or_else(|| self.concerned(floor))?;
        let clause = Self::bare(open, phrase, open, Content::After(open));
        (phrase.first >= floor).then_some(Clause { first: open, hangs: true, ..clause })
    }

    /// `For Tove Lind, it is a matter of respect.`
    fn concerned(&self, floor: usize) -> Option<Phrase> {
        let page = self.page;
        let first = self.reader.behind_titles(floor + 1);
        let segment = self.names.beginning(first).filter(|_| page.word(floor) == "For")?;
        let end = self.names.segments[segment].end;
        page.mark(end, ",").then_some(Phrase { first, end, source: Source::Name(segment) })
    }

    /// `“…!” beamed Tove Lind`: a verb in the past and a name with a boundary behind it.
    fn unknown_verb_before(&self, end: usize) -> Option<Clause> {
        let page = self.page;
        let verb = end + usize::from(page.mark(end, ","));
        let known = class::SMALL | class::PERSON | class::PEOPLE | class::MODIFIER | class::CUE;
        let past = page.kind(verb) == Some(Kind::Lower)
            && page.bytes(verb).ends_with(b"ed")
            && !page.is(verb, known);
        let stopped = matches!(page.word(end - 2), "," | "!" | "?") || page.mark(end, ",");
        let phrase = self.reader.phrase_after(verb + 1).filter(|_| past && stopped)?;
        let Source::Name(segment) = phrase.source else { return None };
        let name = self.names.segments[segment];
        let role = class::TITLE | class::PERSON | class::DEMONYM | class::MODIFIER;
        let beside = (verb + 1..name.first).all(|at| page.is(at, role));
        let after = name.end;
        let ends = page.is_mark(after)
            || page.quoted(after)
            || after >= page.sentence(verb).1
            || page.is(after, class::WHO | class::PREPOSITION | class::TIME | class::AND);
        let clause = || Clause {
            cue_end: verb + 1,
            ..Self::bare(verb, phrase, phrase.end, Content::Before)
        };
        (beside && ends).then(clause)
    }

    /// `“…,” Lind retorts.`: a comma closes the words, so what follows lays them.
    fn unknown_verb(&self, end: usize) -> Option<Clause> {
        let page = self.page;
        if end < 2 {
            return None;
        }
        if let Some(clause) = self.unknown_verb_before(end) {
            return Some(clause);
        }
        let comma = page.mark(end - 2, ",") || page.mark(end, ",");
        if !comma {
            return None;
        }
        let first = end + usize::from(page.mark(end, ","));
        let ceiling = page.sentence(end - 1).1.min(first + NEAR);
        if page.quoted(first) || page.is(first, class::AND | class::BUT | class::PREPOSITION) {
            return None;
        }
        // `“…,” Tove Lind, the owner of the ferry who …`: whatever the verb is.
        let named = self.reader.phrase_after(first).filter(|phrase| {
            matches!(phrase.source, Source::Name(_)) && phrase.end + 1 < page.sentence(end - 1).1
        });
        if let Some(phrase) = named {
            return Some(Self::bare(first, phrase, phrase.end, Content::Before));
        }
        let verb = (first + 1..ceiling).find(|&at| {
            let free = self.names.at(at).is_none() && !page.quoted(at);
            let known = class::SMALL | class::PERSON | class::PEOPLE | class::TITLE | class::TIME;
            let lower = page.kind(at) == Some(Kind::Lower) && !page.is(at, known);
            free && lower && matches!(page.bytes(at), [.., b'd' | b's'])
        })?;
        let phrase = self.reader.subject_before(verb)?;
        let near = phrase.first <= first + 2 && phrase.first >= first;
        let human = match phrase.source {
            Source::Noun(head) => page.is(head, class::PERSON | class::PEOPLE),
            _ => true,
        };
        let clause =
            || Clause { cue_end: verb + 1, ..Self::bare(verb, phrase, verb + 1, Content::Before) };
        (near && human).then(clause)
    }
}
