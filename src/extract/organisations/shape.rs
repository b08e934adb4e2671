//! Bodies told by the shape of their names: capitalised words that end in a head noun
//! (`Harbour Safety Board`), or a head noun with `of` or `for` and more behind it
//! (`Institute of Marine Research`), or the ending of a company (`Lindvik Shipping Inc`).

use crate::model::Span;

use super::super::cues::{Cue, Cues};
use super::super::gazetteer::StateWord;
use super::super::page::Page;
use super::super::words::{self, Word};

/// No name is longer, in capitalised words.
const LONGEST: usize = 9;

/// Tells the bodies whose names have the shape of one.
pub(super) fn shaped(cues: &Cues, page: &Page<'_>, mut found: impl FnMut(Span)) {
    if page.shouts {
        return;
    }
    let reader = Reader { cues, page };
    let mut first = 0;
    while first < page.words.len() {
        let end = reader.run_end(first);
        let (span, next) = reader.read(first, end);
        if let Some(span) = span {
            found(span);
        }
        first = next;
    }
}

struct Reader<'a> {
    cues: &'a Cues,
    page: &'a Page<'a>,
}

impl Reader<'_> {
    fn word(&self, index: usize) -> &str {
        self.page.words[index].of(self.page.text)
    }

    fn cue(&self, index: usize) -> Cue {
        self.page.words[index].said
    }

    /// The text between two neighbouring capitalised words.
    fn gap(&self, index: usize) -> &[u8] {
        let words = &self.page.words;
        let Some(next) = words.get(index + 1) else { return b"." };
        &self.page.text.as_bytes()[words[index].end as usize..next.start as usize]
    }

    /// Past the last word of the run of capitalised words that begins at `first`.
    fn run_end(&self, first: usize) -> usize {
        let mut end = first + 1;
        while end - first < LONGEST && matches!(self.gap(end - 1), b" " | b"-" | b"\n" | b" & ") {
            end += 1;
        }
        end.min(self.page.words.len())
    }

    /// The body in the run `first..end`, if any, and the word to go on at.
    fn read(&self, first: usize, end: usize) -> (Option<Span>, usize) {
        let Some(head) = (first..end).rev().find(|&at| self.is_head(at)) else {
            return self.called(first, end);
        };
        let start = (first..end).find(|&at| !self.is_opener(at)).unwrap_or(end);
        if head < start {
            return self.called(first, end);
        }
        // `the Coalition`: a head alone that the story writes as a name.
        if head == start && head + 1 == end && self.is_lone(head) {
            return (self.span(head, head, true), end);
        }
        if self.cue(head).is(Cue::FIRM) {
            return (self.span(start, head, head > start), head + 1);
        }
        if head + 1 == end
            && let Some(last) = self.behind(head)
        {
            return (self.span(start, last, true), last + 1);
        }
        let named = head > start && !self.is_thin(start, head);
        let start = self.before_and(start).unwrap_or(start);
        (self.span(start, head, named), head + 1)
    }

    /// `the company Lindvik`, `the firm Lind and Vik`: named for what it is before it.
    fn called(&self, first: usize, end: usize) -> (Option<Span>, usize) {
        let word = &self.page.words[first];
        if self.is_opener(first) || !self.page.cue_before(self.cues, word).is(Cue::TRADE) {
            return (None, end);
        }
        let before = words::word_before(self.page.text, word.start as usize).unwrap_or_default();
        if !before.starts_with(char::is_lowercase) {
            return (None, end);
        }
        let last = end - 1;
        let and = matches!(self.gap(last), b" and " | b" & ") && end < self.page.words.len();
        let joined = and && self.run_end(end) == end + 1 && !self.says(end);
        let last = last + usize::from(joined);
        (self.span(first, last, true), last + 1)
    }

    /// A head by itself behind `the` inside a sentence, of a kind there is one of.
    fn is_lone(&self, head: usize) -> bool {
        let word = &self.page.words[head];
        let lone =
            matches!(self.word(head), "Coalition" | "Department" | "Commission" | "Alliance");
        let the = words::word_before(self.page.text, word.start as usize);
        lone && !word.opens && the.is_some_and(|the| the.eq_ignore_ascii_case("the"))
    }

    /// `The`, `In` at the head of a sentence, and offices: no part of a body's name.
    fn is_opener(&self, at: usize) -> bool {
        let cue = self.cue(at);
        let title = cue.is(Cue::TITLE) && !cue.is(Cue::HEAD) && !self.heads_name(at);
        cue.is(Cue::PLAIN) || title && at + 1 < self.page.words.len()
    }

    /// `Foreign Ministry`, `Defence Department`: a title's word that names a body, too.
    fn heads_name(&self, at: usize) -> bool {
        self.gap(at) == b" " && at + 1 < self.page.words.len() && self.cue(at + 1).is(Cue::HEAD)
    }

    fn is_head(&self, at: usize) -> bool {
        let cue = self.cue(at);
        cue.is(Cue::HEAD) || cue.is(Cue::FIRM) && self.word(at).len() > 1
    }

    /// A demonym alone before a weak head: `Norwegian Forces`.
    fn is_thin(&self, start: usize, head: usize) -> bool {
        if !self.cue(head).is(Cue::WEAK) || head != start + 1 {
            return false;
        }
        let word = &self.page.words[start];
        let state = self.page.name_at(word.start).and_then(|name| name.found.senses.state);
        state.is_some_and(|state| matches!(state.word, StateWord::Demonym | StateWord::Name))
    }

    /// The last word of what stands behind a head: `of Marine Research`, `for the Sea`.
    fn behind(&self, head: usize) -> Option<usize> {
        if self.page.words[head].full_end != self.page.words[head].end {
            return None;
        }
        let of = match self.gap(head) {
            b" of " | b" of the " | b" for " | b" for the " | b" of\n" => true,
            // `Council on Maritime Safety`, but not `the Harbour Centre on Friday`.
            b" on " => matches!(self.word(head), "Council" | "Commission" | "Committee"),
            _ => false,
        };
        let first = of.then_some(head + 1).filter(|&at| at < self.page.words.len())?;
        let end = self.run_end(first).min(first + 4);
        let last = (first..end).find(|&at| self.is_head(at)).unwrap_or(end - 1);
        let last = self.without_person(first, last);
        let and = matches!(self.gap(last), b" and " | b" & ") && last + 1 < self.page.words.len();
        let place = self.page.name_at(self.page.words[last].start).is_some();
        if and && !place && self.run_end(last + 1) == last + 2 && !self.says(last + 1) {
            return Some(last + 1);
        }
        Some(last)
    }

    /// A verb behind the word: it is a subject of its own.
    fn says(&self, at: usize) -> bool {
        let rest = self.page.text[self.page.words[at].end as usize..].trim_start();
        self.cues.of(words::letters(rest)).is(Cue::SAYS)
    }

    /// `Ministry of Health Minister Tove Lind`: stop before an office.
    fn without_person(&self, first: usize, last: usize) -> usize {
        (first + 1..=last)
            .find(|&at| self.cue(at).is(Cue::TITLE) && !self.cue(at).is(Cue::HEAD))
            .map_or(last, |at| at - 1)
    }

    /// `Food and Drug Administration`: one word and `and` before the run.
    fn before_and(&self, start: usize) -> Option<usize> {
        let before = start.checked_sub(1).filter(|&at| self.gap(at) == b" and ")?;
        let alone = before == 0 || !matches!(self.gap(before - 1), b" " | b"-");
        let word = &self.page.words[before];
        let known = self.page.name_at(word.start).is_some() || word.opens || self.is_head(before);
        (alone && !known && self.word(before).len() > 3 && self.is_thing(before)).then_some(before)
    }

    /// A word that ends like a noun of a field: `Culture`, `Defense`, `Food`, rather
    /// than a name. Possessives and initials are not.
    fn is_thing(&self, at: usize) -> bool {
        let word: &Word = &self.page.words[at];
        let text = self.page.text;
        let after_the = text[..word.start as usize].ends_with("the ");
        after_the && word.end == word.full_end && !word.caps
    }

    fn span(&self, start: usize, last: usize, named: bool) -> Option<Span> {
        let words = &self.page.words;
        named.then(|| Span { start: words[start].start, end: words[last].end })
    }
}
