//! What follows a cue verb: its hearer, its when and where, and then the words that are
//! laid to the speaker, if they stand there.

use super::lexicon::{class, frame};
use super::names::Names;
use super::page::{Page, words};
use super::verbs;
use crate::extract::tokens::Kind;

/// On which side of a clause of attribution the words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// `Lind said that …`: they begin at this token.
    After(usize),
    /// `…, Lind said`.
    Before,
    /// `The ferry, Lind said, …`: before it, and again from this token.
    Around(usize),
    /// `Lind rejected …`: the object of the verb, from this token, is what was said.
    Object(usize),
    None,
}

/// One past the cue and the particle that belongs to it: `pointed out`.
pub(super) fn particle_end(page: &Page<'_>, cue: usize) -> usize {
    let out = page.says_any(cue + 1, words!["out", "back"]);
    cue + 1 + usize::from(out && !page.quoted(cue + 1))
}

/// What may follow the cue: `pointed out` says more than `pointed`.
pub(super) fn frames(page: &Page<'_>, cue: usize) -> u16 {
    let out = page.says(cue + 1, "out") && page.bytes(cue).starts_with(b"point");
    if out { frame::QUOTE | frame::CLAUSE } else { page.words[cue].frames }
}

/// Whether what follows can only be what somebody says: `that`, a quotation, a pronoun.
pub(super) fn is_clear(page: &Page<'_>, cue: usize) -> bool {
    let next = particle_end(page, cue);
    page.is(next, class::THAT | class::PRONOUN) || page.quoted(next)
}

/// Reads on from the cue: where the words begin, and where the clause of attribution
/// ends.
pub(super) fn read(page: &Page<'_>, names: &Names, cue: usize, frames: u16) -> (Content, usize) {
    let end = sentence_end(page, cue);
    let mut tail = Tail { page, names, end, at: particle_end(page, cue), frames };
    if frames & frame::HEARER != 0 {
        tail.skip_hearer();
    }
    let content = tail.content();
    (content, tail.at.min(end))
}

/// The end of the sentence; when that lies inside a quotation, the quotation's end.
pub(super) fn sentence_end(page: &Page<'_>, at: usize) -> usize {
    let end = page.sentence(at).1;
    match page.region(end - 1) {
        Some(region) => page.regions[region].end.max(end),
        None => end,
    }
}

struct Tail<'a> {
    page: &'a Page<'a>,
    names: &'a Names,
    end: usize,
    at: usize,
    frames: u16,
}

/// How many words of circumstance are passed over.
const CIRCUMSTANCE: usize = 30;

impl Tail<'_> {
    /// `told [reporters]`, `asked [her]`, `told [the Harbour Press]`.
    fn skip_hearer(&mut self) {
        let page = self.page;
        let at = self.at;
        if page.quoted(at)
            || page.is_mark(at)
            || page.is(at, class::THAT | class::PREPOSITION | class::SUBORDINATE)
        {
            return;
        }
        if page.is(at, class::OBJECT) || page.says(at, "you") {
            self.at += 1;
            return;
        }
        if page.says(at, "her")
            && (page.is(at + 1, class::SMALL) || page.quoted(at + 1) || page.is_capital(at + 1))
        {
            self.at += 1;
            return;
        }
        let mut next = at;
        if page.is(next, class::DETERMINER | class::POSSESSIVE) {
            next += 1;
        }
        let capital = page.is_capital(next);
        while next < self.end.min(at + 14) {
            let fits = page.is_capital(next)
                || page.is_possessive(next)
                || self.names.at(next).is_some()
                || page.mark(next, "&")
                || page.kind(next) == Some(Kind::Lower)
                    && !page.is(next, class::SMALL)
                    && !(capital
                        && next > at
                        && page.is_capital(next - 1)
                        && !page.is(next, class::MEDIUM | class::PEOPLE | class::PERSON))
                || page.is(next, class::PREPOSITION) && page.says(next, "of");
            let plural = next > at && page.is(next - 1, class::PEOPLE);
            if !fits
                || page.quoted(next)
                || plural && page.is_capital(next)
                || page.is(next, class::TIME)
            {
                break;
            }
            next += 1;
        }
        self.at = next;
    }

    fn content(&mut self) -> Content {
        let page = self.page;
        let start = self.at;
        if self.frames & frame::WORDED != 0
            && let Some(that) = verbs::worded(page, start, self.end)
        {
            return self.clause(that + 1);
        }
        if self.frames == frame::WORDED {
            return Content::None;
        }
        while self.at < self.end && self.at < start + CIRCUMSTANCE {
            let at = self.at;
            if let Some(end) = self.title_end(at, start) {
                self.at = end;
                continue;
            }
            if page.quoted(at) {
                return Content::After(at);
            }
            if let Some(that) = self.that_after_time(at) {
                return self.clause(that + 1);
            }
            if page.mark(at, ":") {
                self.at += 1;
                return if at + 1 < self.end || page.quoted(at + 1) {
                    Content::After(at + 1)
                } else {
                    Content::None
                };
            }
            if page.mark(at, ",") {
                return self.after_comma();
            }
            if page.is_mark(at)
                && !page.mark(at, "$")
                && !page.mark(at, "[")
                && !page.mark(at, "…")
                && !page.mark(at, "#")
                && !page.mark(at, "@")
            {
                return Content::None;
            }
            if page.is(at, class::THAT) {
                return self.clause(at + 1);
            }
            if let Some(content) = self.word(at, start) {
                return content;
            }
        }
        Content::None
    }

    /// `said on Radio Oslo's “Harbour Talk” that`: past a title, which is no quotation.
    fn title_end(&self, at: usize, start: usize) -> Option<usize> {
        let page = self.page;
        let region = page.regions[page.region(at).filter(|_| at > start)?];
        let named = page.is(at - 1, class::PREPOSITION) || page.is_possessive(at - 1);
        let inside = region.first()..region.last();
        let title = inside.len() <= 6
            && inside.clone().all(|word| {
                page.is_capital(word) || page.is(word, class::SMALL) && !page.is_mark(word)
            })
            && page.is_capital(inside.start);
        (named && title && region.open == at).then_some(region.end)
    }

    /// `said two weeks ago that`, `said earlier this month that`: the `that` behind a
    /// time.
    fn that_after_time(&self, at: usize) -> Option<usize> {
        let page = self.page;
        let told = self.frames & (frame::CLAUSE | frame::HEARER) != 0;
        let stop = class::THAT | class::PRONOUN | class::AUXILIARY | class::WHO | class::CUE;
        let that = (at..self.end.min(at + 8))
            .find(|&next| page.is_mark(next) || page.quoted(next) || page.is(next, stop))
            .filter(|&next| told && next > at && page.is(next, class::THAT))?;
        let timed = page.is(that - 1, class::TIME) || page.says(that - 1, "ago");
        timed.then_some(that)
    }

    /// One word of circumstance or the first of the content.
    fn word(&mut self, at: usize, start: usize) -> Option<Content> {
        let page = self.page;
        let verbal = self.frames & (frame::CLAUSE | frame::QUOTE) != 0;
        if page.says(at, "to")
            && page.kind(at + 1) == Some(Kind::Lower)
            && !page
                .is(at + 1, class::DETERMINER | class::POSSESSIVE | class::PEOPLE | class::OBJECT)
        {
            // `said about the effort to …` is not `said to …`.
            let behind = at > start && self.frames & frame::QUOTE != 0;
            let wants = !behind && self.frames & (frame::INFINITIVE | frame::THOUGHT) != 0;
            return Some(if wants { Content::After(at) } else { Content::None });
        }
        if page.says_any(at, words!["if", "whether", "how", "why", "what", "who", "where"])
            && verbal
        {
            return Some(Content::After(at));
        }
        if page.is(at, class::SUBORDINATE | class::AND | class::BUT | class::WHICH)
            && self.names.at(at).is_none()
        {
            return Some(Content::None);
        }
        let name = self.names.at(at).is_some();
        let time = page.is(at, class::TIME) && !(page.is(at + 1, class::AUXILIARY))
            || page.kind(at) == Some(Kind::Number) && at > start && page.is(at - 1, class::TIME);
        if !name && (page.is_adverb(at) && !page.is(at + 1, class::AUXILIARY) || time) {
            self.at += 1;
            return None;
        }
        if page.is(at, class::PREPOSITION) && !name && verbal && self.is_amount(at) {
            return Some(self.begins(at));
        }
        if page.is(at, class::PREPOSITION) && !name {
            if self.frames & frame::OBJECT != 0 && !verbal {
                return Some(Content::Object(at));
            }
            self.skip_preposition();
            return None;
        }
        // `the projects agreed at the meeting had not begun`: a sentence's own verb.
        if at > start && page.is(at, class::AUXILIARY) && !name {
            return Some(Content::None);
        }
        if page.is(at, class::OBJECT)
            && page.says(at + 1, "to")
            && self.frames & frame::INFINITIVE != 0
        {
            self.at += 1;
            return None;
        }
        Some(self.begins(at))
    }

    /// `about 30 homes`, `over 300 people`: how many, not about what; a time is neither.
    fn is_amount(&self, at: usize) -> bool {
        let page = self.page;
        let near = page.says_any(at, words!["about", "around", "over", "under", "nearly"]);
        let number = page.kind(at + 1) == Some(Kind::Number)
            || page.says_any(at + 1, words!["one", "two", "three", "half", "a"]);
        let time = page.is(at + 2, class::TIME) || matches!(page.word(at + 2), "p.m." | "a.m.");
        let counted =
            !page.says(at + 1, "a") || page.says_any(at + 2, words!["third", "quarter", "dozen"]);
        near && number && counted && !time && !page.is_mark(at + 2)
    }

    /// The words begin here, if the verb takes them.
    fn begins(&mut self, at: usize) -> Content {
        let page = self.page;
        let verb =
            if self.frames & frame::PLAIN != 0 { verbs::has_sure_verb } else { verbs::has_verb };
        let takes = verb(page, at, self.end) || verbs::runs_on(page, at, self.end, self.frames);
        if self.frames & frame::CLAUSE != 0 && takes {
            return self.clause(at);
        }
        if self.frames & frame::INFINITIVE != 0 {
            let to = (at..self.end.min(at + 12))
                .take_while(|&next| !page.is_mark(next) && !page.quoted(next))
                .find(|&next| page.says(next, "to"));
            if let Some(to) = to {
                return Content::After(to);
            }
        }
        if self.frames & frame::OBJECT != 0 {
            return Content::Object(at);
        }
        Content::None
    }

    fn clause(&mut self, at: usize) -> Content {
        self.at = at;
        if at < self.end || self.page.quoted(at) { Content::After(at) } else { Content::None }
    }

    /// `said on Monday, Dec. 4, that`; otherwise a comma ends the clause.
    fn after_comma(&self) -> Content {
        let page = self.page;
        let near = self.at + 1..self.end.min(self.at + 14);
        if page.quoted(self.at + 1) {
            return Content::After(self.at + 1);
        }
        let that = near
            .into_iter()
            .take_while(|&at| !page.quoted(at))
            .find(|&at| page.is(at, class::THAT) && (at == self.at + 1 || page.mark(at - 1, ",")));
        that.filter(|_| self.frames & frame::CLAUSE != 0)
            .map_or(Content::None, |that| Content::After(that + 1))
    }

    /// `in a statement`, `on Friday`, `during a visit to Oslo`.
    fn skip_preposition(&mut self) {
        let page = self.page;
        let mut at = self.at + 1;
        let first = at;
        while at < self.end {
            let there = page.says(at, "there") && page.is(at + 1, class::AUXILIARY);
            let article = there || page.is(at, class::DETERMINER | class::POSSESSIVE) && at > first;
            let stop = class::THAT
                | class::HE
                | class::SHE
                | class::THEY
                | class::I
                | class::IT
                | class::SUBORDINATE
                | class::PREPOSITION
                | class::AUXILIARY
                | class::WHO;
            let name = self.names.at(at).is_some();
            if page.quoted(at)
                || page.is_mark(at) && !page.mark(at, "&")
                || article
                || !name && page.is(at, stop)
            {
                break;
            }
            let told = at > first
                && (page.is(at - 1, class::MEDIUM | class::TIME | class::PEOPLE)
                    && page.kind(at - 1) == Some(Kind::Lower)
                    || page.is(at - 1, class::TIME));
            if told
                && !page.is(at, class::TIME | class::MEDIUM)
                && page.kind(at) != Some(Kind::Number)
            {
                break;
            }
            at += 1;
        }
        self.at = at;
    }
}
