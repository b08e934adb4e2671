//! Whether a word of the cue table is the verb of its clause where it stands: not the noun
//! or adjective it may be as well, and of its subject's number.

use super::cues::{Clause, Finder};
use super::lexicon::{Form, class, frame};
use super::page::{Page, words};
use super::phrases::{Phrase, Source};
use super::tails::{self, Content};
use crate::extract::tokens::Kind;

/// Words that count or point and may be a subject by themselves: `several said`.
const STANDS_ALONE: [u64; 23] = words![
    "some", "many", "few", "both", "all", "several", "others", "another", "most", "one", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "everyone", "nobody",
    "someone", "none",
];

/// The first verb of the sentence at hand, as far as it has been looked for: asked for
/// every name in turn, each word is looked at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FirstVerb {
    /// Where the sentence begins.
    floor: usize,
    /// The verb, or the token up to which there is none.
    at: usize,
}

impl FirstVerb {
    /// Whether no verb stands between `floor`, the head of the sentence, and `first`: what
    /// stands behind one is no subject.
    pub(super) fn is_behind(&mut self, page: &Page<'_>, floor: usize, first: usize) -> bool {
        if self.floor != floor || self.at < floor {
            *self = FirstVerb { floor, at: floor };
        }
        while self.at < first && !looks_verbal(page, self.at) {
            self.at += 1;
        }
        self.at >= first
    }
}

/// As far as its class and ending tell.
fn looks_verbal(page: &Page<'_>, at: usize) -> bool {
    page.is(at, class::AUXILIARY | class::CUE)
        || page.kind(at) == Some(Kind::Lower)
            && page.bytes(at).ends_with(b"ed")
            && !page.is(at, class::PERSON | class::MODIFIER)
}

impl Finder<'_> {
    /// `went out of his way to say that`.
    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        self.page.words[at].form() == Form::Base && at > 0 && self.page.says(at - 1, "to")
    }

    /// Whether the word can be a verb in this place: after an article, a preposition or a
    /// possessive it is a noun or an adjective.
    pub(super) fn may_be_verb(&self, at: usize) -> bool {
        let page = self.page;
        let Some(before) = at.checked_sub(1).filter(|&before| before >= page.sentence(at).0) else {
            return page.words[at].form() == Form::Past || page.words[at].form() == Form::Gerund;
        };
        let form = page.words[at].form();
        if page.kind(at) != Some(Kind::Lower)
            || page.is_possessive(before) && !self.is_contracted(before)
        {
            return false;
        }
        let noun = class::DETERMINER | class::POSSESSIVE;
        if page.is(before, noun) && !page.spells(before, STANDS_ALONE) {
            return false;
        }
        match form {
            // `sold without warning at …`: a noun, unless words follow it.
            Form::Gerund => {
                !page.says(before, "without")
                    || page.is(at + 1, class::THAT | class::DETERMINER | class::OBJECT)
            }
            Form::Past => !page.is(before, class::PREPOSITION) && !self.is_passive(at),
            Form::Base => {
                self.is_infinitive(at) || !page.is(before, class::PREPOSITION | class::AND)
            }
            Form::Third => !page.is(before, class::PREPOSITION),
        }
    }

    /// `was told`, `were asked`.
    pub(super) fn is_passive(&self, at: usize) -> bool {
        let page = self.page;
        let floor = page.sentence(at).0;
        let before = (floor..at).rev().find(|&before| !page.is_adverb(before));
        before.is_some_and(|before| page.is(before, class::BE))
    }

    /// Whether a quotation stands right beside the clause, or behind it and a mark: `he
    /// continued, “…”`, but not `finished near the bottom for “…”`.
    pub(super) fn is_beside(&self, clause: &Clause) -> bool {
        let page = self.page;
        match clause.content {
            Content::After(start) => {
                page.quoted(start)
                    && ((clause.cue_end..start).all(|at| page.is_adverb(at))
                        || page.is_mark(start - 1))
            }
            Content::Before => (1..3).any(|back| {
                clause.first.checked_sub(back).is_some_and(|before| page.quoted(before))
            }),
            Content::None => true,
            Content::Around(_) | Content::Object(_) => false,
        }
    }

    /// Whether a quotation stands next to the cue or its clause.
    pub(super) fn beside_region(&self, at: usize) -> bool {
        let (first, end) = self.page.sentence(at);
        let around = at.saturating_sub(12).max(first)..(at + 14).min(end + 1);
        around.into_iter().any(|near| self.page.quoted(near))
            || first > 0 && self.page.quoted(first - 1)
    }

    /// The present tense needs a subject of its number; a verb in the base form a plural
    /// one or an auxiliary.
    pub(super) fn agrees(&self, at: usize, phrase: &Phrase, hangs: bool) -> bool {
        let page = self.page;
        let (form, frames) = (page.words[at].form(), page.words[at].frames);
        let helped = (phrase.end..at).any(|between| page.is(between, class::AUXILIARY));
        let human = match phrase.source {
            Source::Name(_) | Source::Pronoun(_) => true,
            Source::Noun(head) => {
                page.is(
                    head,
                    class::PERSON
                        | class::PEOPLE
                        | class::BODY
                        | class::HEAD
                        | class::PLACE
                        | class::MEDIUM,
                ) || page.is_capital(head)
            }
        };
        // `…, the lawsuit says.`
        let trails = phrase.first > page.sentence(at).0 + 2
            && page.mark(phrase.first - 1, ",")
            && at - phrase.first <= 5
            && !(phrase.first..at).any(|word| page.is(word, class::PREPOSITION))
            && page.is_mark(at + 1);
        let clear = tails::is_clear(page, at) || trails;
        match form {
            Form::Base => {
                let last = at - 1;
                let plural = match phrase.source {
                    Source::Pronoun(pronoun) => page.is(pronoun, class::THEY | class::I),
                    Source::Noun(_) => {
                        page.is(last, class::PEOPLE)
                            || page.bytes(last).ends_with(b"s")
                            || page.says(at, "say")
                            || page.is(last, class::WHO | class::DETERMINER)
                            || page.is_adverb(last)
                    }
                    Source::Name(_) => false,
                };
                !hangs && (helped || plural && (human || clear))
            }
            Form::Third => match phrase.source {
                Source::Pronoun(pronoun) => !page.is(pronoun, class::THEY | class::I),
                Source::Noun(head) => human && !page.is(head, class::PEOPLE) || clear,
                Source::Name(_) => true,
            },
            Form::Past => human || frames & (frame::CLAUSE | frame::QUOTE) != 0,
            Form::Gerund => true,
        }
    }
}

/// `said talks broke down`: so many words behind `said` that no object is meant, though no
/// ending tells which is the verb.
pub(super) fn runs_on(page: &Page<'_>, first: usize, end: usize, frames: u16) -> bool {
    let plain = frame::PLAIN | frame::OBJECT | frame::THOUGHT | frame::THAT;
    let words =
        (first..end).take_while(|&at| !page.is_mark(at) && !page.quoted(at)).take(4).count();
    // `said goodbye on Monday`
    let object = page.says_any(first, words!["a", "no", "nothing", "little", "so", "much"])
        || page.is(first + 1, class::PREPOSITION | class::TIME);
    frames & frame::QUOTE != 0 && frames & plain == 0 && !object && words > 2
}

/// Whether a verb stands in what follows, as far as small words and endings tell.
pub(super) fn has_verb(page: &Page<'_>, at: usize, end: usize) -> bool {
    (at + 1..end.min(at + 30)).any(|next| {
        page.quoted(next)
            || page.is(next, class::AUXILIARY | class::CUE)
            || page.is_possessive(next) && page.says(next - 1, "there")
            || page.kind(next) == Some(Kind::Lower)
                && !page.is(next, class::SMALL | class::PEOPLE)
                && {
                    let word = page.bytes(next);
                    word.ends_with(b"ed")
                        || word.ends_with(b"s")
                        || page.is(next - 1, class::PRONOUN)
                }
    }) || page.is(at, class::PRONOUN)
}

/// Pasts that no ending tells.
const PASTS: [u64; 65] = words![
    "became",
    "began",
    "bit",
    "blew",
    "bore",
    "bought",
    "broke",
    "brought",
    "built",
    "burst",
    "came",
    "caught",
    "chose",
    "cost",
    "cut",
    "dealt",
    "drew",
    "drove",
    "fell",
    "felt",
    "flew",
    "fought",
    "froze",
    "gave",
    "grew",
    "hit",
    "hung",
    "kept",
    "knew",
    "left",
    "lost",
    "met",
    "overtook",
    "put",
    "quit",
    "ran",
    "rang",
    "rose",
    "sank",
    "saw",
    "sent",
    "set",
    "shook",
    "shot",
    "shrank",
    "shut",
    "split",
    "spent",
    "spoke",
    "sprang",
    "spread",
    "struck",
    "stuck",
    "swam",
    "swept",
    "swung",
    "threw",
    "took",
    "tore",
    "undertook",
    "went",
    "withdrew",
    "won",
    "woke",
    "wrote"
];

/// Whether a verb stands between the two, more surely than by a plural's ending.
pub(super) fn holds_verb(page: &Page<'_>, first: usize, end: usize) -> bool {
    (first..end).any(|at| {
        let lower = page.kind(at) == Some(Kind::Lower)
            && !page.is(at, class::SMALL | class::PEOPLE | class::PERSON | class::TIME);
        // `In May`: a capital makes a month of the verb.
        page.is(at, class::AUXILIARY | class::CUE) && !page.is_capital(at)
            || page.quoted(at)
            || page.kind(at) == Some(Kind::Possessive)
            || lower && matches!(page.bytes(at), [.., b'd' | b's'])
            || lower && at > first && page.is(at - 1, class::PRONOUN)
    }) || (first..end).any(|at| page.says_any(at, PASTS))
}

/// The same, where a plain object may follow as well: a plural noun is no verb, nor is
/// what stands behind the next mark.
pub(super) fn has_sure_verb(page: &Page<'_>, at: usize, end: usize) -> bool {
    let object = class::PREPOSITION | class::TIME | class::ADVERB;
    if page.is(at, class::PRONOUN) && !(page.is(at, class::IT) && page.is(at + 1, object)) {
        return true;
    }
    let adjective = class::DETERMINER | class::POSSESSIVE | class::PREPOSITION | class::AND;
    let behind =
        class::DETERMINER | class::POSSESSIVE | class::OBJECT | class::THAT | class::ADVERB;
    (at + 1..end.min(at + 30)).take_while(|&next| page.quoted(next) || !page.is_mark(next)).any(
        |next| {
            let word = page.bytes(next);
            let lower = page.kind(next) == Some(Kind::Lower)
                && !page.is(next, class::SMALL | class::PEOPLE | class::PERSON);
            page.quoted(next)
                || page.is(next, class::AUXILIARY)
                || page.is_possessive(next) && page.says(next - 1, "there")
                || lower && word.ends_with(b"ed") && !page.is(next - 1, adjective)
                || lower
                    && word.ends_with(b"s")
                    && (page.is(next + 1, behind) || page.says(next + 1, "to"))
                || lower && page.is(next - 1, class::PRONOUN)
                || page.is(next, class::CUE) && page.words[next].form() == Form::Past
        },
    )
}

/// What is made, given or voiced when something is said.
const SAYINGS: [&str; 26] = [
    "alarm",
    "argument",
    "assurance",
    "assurances",
    "belief",
    "case",
    "claim",
    "clear",
    "concern",
    "concerns",
    "confidence",
    "doubt",
    "doubts",
    "fear",
    "fears",
    "frustration",
    "hope",
    "hopes",
    "notice",
    "optimism",
    "plain",
    "point",
    "regret",
    "surprise",
    "warning",
    "worry",
];

/// `made it clear that`, `voiced concern that`: where the `that` stands.
pub(super) fn worded(page: &Page<'_>, first: usize, end: usize) -> Option<usize> {
    let that = (first + 1..end.min(first + 5)).find(|&at| page.is(at, class::THAT))?;
    let said = SAYINGS.contains(&page.word(that - 1));
    (said && page.says(that, "that") && !page.quoted(that)).then_some(that)
}
