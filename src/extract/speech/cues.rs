//! Clauses that lay words to somebody: the cue verb, whom it names, and on which side of
//! it the words stand. `Lind said …`, `…, said Lind`, `according to Lind`, `Lind: “…”`.

use super::lexicon::{ACCORDING, Form, class, frame};
use super::names::Names;
use super::owners::{self, Owner};
use super::page::{Page, words};
use super::phrases::{Phrase, Reader, Source};
use super::tails::{self, Content};
use super::verbs;
use crate::extract::tokens::Kind;

/// One clause of attribution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    /// The cue: a verb, `according to`, or the colon after a speaker's name.
    pub(super) cue: usize,
    /// One past the words of the cue.
    pub(super) cue_end: usize,
    pub(super) phrase: Option<Phrase>,
    /// The clause itself, from the phrase or the cue, whichever is first, to what
    /// belongs to neither.
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) content: Content,
    /// The subject stands earlier in the sentence: `…, adding that`.
    pub(super) hangs: bool,
    /// Bits of [`frame`].
    pub(super) frames: u16,
}

impl Clause {
    pub(super) fn is(&self, frames: u16) -> bool {
        self.frames & frames != 0
    }

    /// Whether there is no verb: `Lind: …`.
    pub(super) fn is_bare(&self) -> bool {
        self.cue_end == self.cue
    }
}

/// Every clause of attribution on the page, in order of cues, and whose each quotation is,
/// in these lists, which are empty.
pub(super) fn find(
    page: &Page<'_>,
    names: &Names,
    mut found: Vec<Clause>,
    mut owners: Vec<Owner>,
) -> (Vec<Clause>, Vec<Owner>) {
    let finder = Finder { page, reader: Reader { page, names }, names };
    for at in merged(&page.cues, page.marks) {
        if page.quoted(at) {
            continue;
        }
        let clause = if page.is(at, class::CUE) && names.at(at).is_none() {
            finder.verb(at, &found)
        } else if page.is_mark(at) {
            if page.mark(at, ":") { finder.colon(at, &found) } else { finder.dash(at) }
        } else if page.says(at + 1, "to") && page.spells(at, [ACCORDING]) {
            finder.according(at)
        } else {
            None
        };
        found.extend(clause);
    }
    owners::find(page, &found, &mut owners);
    let free = owners
        .iter()
        .enumerate()
        .filter(|(_, owner)| **owner != Owner::Name && !matches!(owner, Owner::Clause(_)));
    let more: Vec<Clause> =
        free.filter_map(|(region, _)| finder.unclaimed(region, &found)).collect();
    if more.is_empty() && found.is_sorted_by_key(|clause| clause.cue) {
        return (found, owners);
    }
    found.extend(more);
    found.sort_by_key(|clause| clause.cue);
    owners.clear();
    owners::find(page, &found, &mut owners);
    (found, owners)
}

/// The tokens of two lists, each in the order of the text, in that order.
fn merged(words: &[u32], marks: &[u32]) -> impl Iterator<Item = usize> {
    let (mut words, mut marks) = (words.iter().peekable(), marks.iter().peekable());
    std::iter::from_fn(move || {
        let word = words.next_if(|word| marks.peek().is_none_or(|mark| word < mark));
        word.or_else(|| marks.next()).map(|&at| at as usize)
    })
}

pub(super) struct Finder<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) reader: Reader<'a>,
    pub(super) names: &'a Names,
}

impl Finder<'_> {
    fn verb(&self, at: usize, found: &[Clause]) -> Option<Clause> {
        let page = self.page;
        let mut word = page.words[at];
        word.frames = tails::frames(page, at);
        if word.frames == frame::WORDED
            && verbs::worded(page, at + 1, page.sentence(at).1).is_none()
        {
            return None;
        }
        if !self.may_be_verb(at) || word.frames & frame::WEAK != 0 && !self.beside_region(at) {
            return None;
        }
        if let Some(clause) = self.inverted(at) {
            return Some(clause);
        }
        if word.form() == Form::Gerund {
            return self.gerund(at, found);
        }
        let (phrase, hangs) = self.subject(at, found)?;
        // `the only state holding …`: no subject stands before a verb.
        if page.is(phrase.end - 1, class::DETERMINER)
            && phrase.end - phrase.first == 1
            && page.spells(phrase.first, words!["the", "a", "an"])
        {
            return None;
        }
        let that = word.frames & frame::THAT == 0 || page.is(at + 1, class::THAT);
        if !that || !self.is_infinitive(at) && !self.agrees(at, &phrase, hangs) {
            return None;
        }
        let (content, end) = tails::read(page, self.names, at, word.frames);
        // `those who wrote the report`: tells who they are, not what they said.
        let restrictive = page.says(at - 1, "who") && at > 1 && !page.is_mark(at - 2);
        let plain = matches!(content, Content::Object(_)) || word.frames & frame::PLAIN != 0;
        if restrictive && plain && !tails::is_clear(page, at) {
            return None;
        }
        let first = if hangs { at } else { phrase.first };
        let content = if hangs { content } else { self.complete(first, end, content, word.frames) };
        let content = match content {
            Content::None if !hangs => self.fronted(first, at, end, word.frames),
            _ => content,
        };
        let clause = Clause {
            cue: at,
            cue_end: tails::particle_end(page, at),
            phrase: Some(phrase),
            first,
            end,
            content,
            hangs,
            frames: word.frames,
        };
        if word.frames & frame::WEAK != 0 && !self.is_beside(&clause) {
            return None;
        }
        self.is_speech(&clause).then_some(clause)
    }

    /// The subject of the verb, and whether it stands before another verb.
    fn subject(&self, at: usize, found: &[Clause]) -> Option<(Phrase, bool)> {
        let page = self.page;
        if self.is_infinitive(at) {
            let phrase = self.reader.sentence_subject(at).filter(|_| tails::is_clear(page, at))?;
            let person = match phrase.source {
                Source::Name(_) => true,
                Source::Pronoun(pronoun) => page.is(pronoun, class::HE | class::SHE),
                Source::Noun(_) => false,
            };
            return person.then_some((phrase, true));
        }
        let floor = page.sentence(at).0;
        let end = self.reader.before_adjuncts(floor, at);
        if let Some(phrase) = self.shared_subject(at, end, found) {
            return Some((phrase, true));
        }
        let phrase = self.reader.subject_ending(floor, end)?;
        // `Allies say`: the capital is the sentence's, the word a plural noun.
        let plural = match phrase.source {
            Source::Name(segment) if page.words[at].form() == Form::Base => {
                let name = self.names.segments[segment];
                let opens = name.first == page.sentence(at).0 && name.len() == 1;
                (opens && page.bytes(name.first).ends_with(b"s")).then_some(name.first)
            }
            _ => None,
        };
        let source = plural.map_or(phrase.source, Source::Noun);
        Some((Phrase { source, ..phrase }, false))
    }

    /// `Lind opened the port and said`: the subject stands before the first verb. `end` is
    /// where what stands before the second one does.
    fn shared_subject(&self, at: usize, end: usize, found: &[Clause]) -> Option<Phrase> {
        let page = self.page;
        let floor = page.sentence(at).0;
        let last = end.checked_sub(1).filter(|&last| last > floor);
        // `Lind, in a coat that read “Port,” said`.
        let joined =
            last.is_some_and(|last| page.quoted(last) || page.is(last, class::AND | class::BUT));
        if !joined {
            return None;
        }
        let same = found
            .iter()
            .rev()
            .take_while(|other| other.cue >= floor)
            .find(|other| !other.hangs && !other.is_bare());
        same.and_then(|other| other.phrase).or_else(|| self.reader.sentence_subject(at))
    }

    /// `…,” said Lind`, `…, said the minister`.
    fn inverted(&self, at: usize) -> Option<Clause> {
        let page = self.page;
        let word = page.words[at];
        let before = at.checked_sub(1)?;
        let beside = word.frames & frame::WEAK != 0 && page.quoted(before);
        let speech = beside || word.frames & frame::QUOTE != 0;
        if !matches!(word.form(), Form::Past | Form::Third) || !speech {
            return None;
        }
        let quote = page.quoted(before)
            || before > 0
                && page.quoted(before - 1)
                && matches!(page.kind(before), Some(Kind::Mark | Kind::Single));
        let told = word.frames & frame::HEARER != 0;
        if !quote && (told || !page.mark(before, ",")) {
            return None;
        }
        let next = at + 1;
        let begins = page.is_capital(next)
            || quote && page.kind(next) == Some(Kind::Lower) && !page.is(next, class::SMALL)
            // `said 34-year-old Tove Lind`
            || quote && page.kind(next) == Some(Kind::Number)
            || page.is(
                next,
                class::DETERMINER
                    | class::POSSESSIVE
                    | class::HE
                    | class::SHE
                    | class::PERSON
                    | class::TITLE
                    | class::PEOPLE,
            );
        if !begins || page.is(next, class::THAT) {
            return None;
        }
        let phrase = self.reader.phrase_after(next)?;
        let after = phrase.end;
        // `Lind, citing “…,” said the port could close`
        if quote && page.is(after, class::AUXILIARY) {
            return None;
        }
        let ends = page.is_mark(after)
            || page.quoted(after)
            || after >= page.sentence(at).1
            || page.is(
                after,
                class::WHO
                    | class::TIME
                    | class::PREPOSITION
                    | class::AND
                    | class::SUBORDINATE
                    | class::DETERMINER
                    | class::POSSESSIVE,
            )
            || page.is_adverb(after)
            || page.is(after, class::CUE) && page.words[after].form() == Form::Gerund;
        let named = matches!(phrase.source, Source::Name(_))
            || matches!(phrase.source, Source::Noun(head) if page.is(head, class::PERSON | class::PEOPLE | class::BODY | class::HEAD));
        if !(quote || ends && named) || (told || !quote) && self.comma_subject(at) {
            return None;
        }
        Some(Clause {
            cue: at,
            cue_end: next,
            phrase: Some(phrase),
            first: at,
            end: after,
            content: if quote || at > page.sentence(at).0 + 1 {
                Content::Before
            } else {
                Content::None
            },
            hangs: false,
            frames: word.frames,
        })
    }

    /// A named subject with an apposition stands before the comma: not an inversion.
    fn comma_subject(&self, at: usize) -> bool {
        self.reader.subject_before(at).is_some_and(|phrase| {
            let apart = self.page.is_mark(phrase.end) && phrase.end < at;
            matches!(phrase.source, Source::Name(_)) && apart
        })
    }

    /// `according to X`.
    fn according(&self, at: usize) -> Option<Clause> {
        let page = self.page;
        // `she said according to the rules it was late`: among what she said.
        if at > 0 && page.is(at - 1, class::CUE) {
            return None;
        }
        let phrase = self.reader.phrase_after(at + 2)?;
        let (first, end) = page.sentence(at);
        let opens = (first..at)
            .all(|before| page.is_mark(before) || page.is(before, class::BUT | class::AND));
        let content = if opens {
            let mut commas = (phrase.end..end)
                .filter(|&after| page.mark(after, ",") && !page.quoted(after))
                .peekable();
            let first = commas.next();
            // `According to Tove Lind, an analyst at the port, it was late.`
            let role = first.filter(|&comma| {
                let close = commas.peek().copied().unwrap_or(comma);
                page.is(comma + 1, class::DETERMINER | class::POSSESSIVE)
                    && (comma + 1..close).any(|at| page.is(at, class::PERSON))
            });
            let comma = role.and_then(|_| commas.next()).or(first);
            comma.map_or(Content::None, |comma| Content::After(comma + 1))
        } else if page.mark(phrase.end, ",") && page.is(phrase.end + 1, class::AUXILIARY) {
            // `The ferries, according to Lind, were late.`
            Content::Around(phrase.end + 1)
        } else if page.mark(phrase.end, ",")
            && phrase.end + 2 < end
            && page.is(first, class::PREPOSITION)
            && !(first..at).any(|before| page.quoted(before))
            && !verbs::holds_verb(page, first, at)
        {
            // `In May, according to Lind, it was late.`
            Content::After(phrase.end + 1)
        } else {
            Content::Before
        };
        Some(Clause {
            cue: at,
            cue_end: at + 2,
            phrase: Some(phrase),
            first: at,
            end: phrase.end,
            content,
            hangs: false,
            frames: frame::QUOTE | frame::CLAUSE,
        })
    }
}
