//! What stands between quotation marks, of every style, paragraph by paragraph. A
//! paragraph that opens a quotation and does not close it runs on into the next one
//! when that opens again.

use crate::model::Span;

use crate::extract::tokens::{Kind, Sentence, Token, Tokens};

/// A passage between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// The token that opens it.
    pub(super) open: usize,
    /// One past the token that closes it, or past its paragraph when nothing does.
    pub(super) end: usize,
    /// The words between the marks, without outer spaces.
    pub(super) span: Span,
    pub(super) closed: bool,
    /// Its paragraph goes on with the quotation of the one before.
    pub(super) runs_on: bool,
}

impl Region {
    /// First token between the marks.
    pub(super) fn first(&self) -> usize {
        self.open + 1
    }

    /// One past the last token between the marks.
    pub(super) fn last(&self) -> usize {
        self.end - usize::from(self.closed)
    }
}

/// Puts what stands between quotation marks into the empty list.
pub(super) fn find(text: &str, parts: &Tokens, found: &mut Vec<Region>) {
    let mut finder = Finder { text, tokens: &parts.tokens, found };
    let mut marks: &[u32] = &parts.quotes;
    // The paragraph before, and whether its last quotation is left open.
    let mut before = (u32::MAX, false);
    while let Some(&mark) = marks.first() {
        let at = parts.sentence_of(mark as usize);
        let paragraph = parts.sentences[at].paragraph;
        let same = |sentence: &&Sentence| sentence.paragraph == paragraph;
        let back = parts.sentences[..at].iter().rev().take_while(same).count();
        let more = parts.sentences[at..].iter().take_while(same).count();
        let first = parts.sentences[at - back].first as usize;
        let end = parts.sentences[at + more - 1].end as usize;
        let here = marks.partition_point(|&mark| (mark as usize) < end);
        let above = (at - back).checked_sub(1).map(|above| parts.sentences[above].paragraph);
        let goes_on = before.1 && above == Some(before.0);
        before = (paragraph, finder.paragraph(first, end, &marks[..here], goes_on));
        marks = &marks[here..];
    }
}

struct Finder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    found: &'a mut Vec<Region>,
}

impl Finder<'_> {
    /// Finds the regions of one paragraph, whose quotation marks are `marks`. True when
    /// its last one is left open.
    fn paragraph(&mut self, first: usize, end: usize, marks: &[u32], open_before: bool) -> bool {
        let closes = self.single_closes(marks, end);
        let mut open: Option<usize> = None;
        let mut past = 0;
        for at in marks.iter().map(|&mark| mark as usize) {
            if at < past {
                continue;
            }
            match (self.tokens[at].kind, open) {
                (Kind::Quote, None) if self.opens(at, end) => open = Some(at),
                (Kind::Quote, Some(start)) if self.closes(at, end) => {
                    self.push(start, at + 1, true, open_before && start == first);
                    open = None;
                }
                (Kind::Single, None) if self.opens_single(at, end) => {
                    let known = closes.binary_search_by_key(&at, |close| close.0);
                    if let Some(close) = known.ok().and_then(|index| closes[index].1) {
                        self.push(at, close + 1, true, false);
                        past = close + 1;
                    }
                }
                _ => {}
            }
        }
        if let Some(start) = open {
            self.push(start, end, false, open_before && start == first);
        }
        open.is_some()
    }

    fn push(&mut self, open: usize, end: usize, closed: bool, runs_on: bool) {
        let (first, last) = (open + 1, end - usize::from(closed));
        if last <= first {
            return;
        }
        let span = Span { start: self.tokens[first].start, end: self.tokens[last - 1].end };
        self.found.push(Region { open, end, span, closed, runs_on });
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..self.tokens[at].start as usize].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[self.tokens[at].end as usize..].chars().next()
    }

    /// Whether a double mark may open: there is room for words after it, and it does not
    /// stand glued to the end of a word, as a stray closing mark or an inch sign does.
    fn opens(&self, at: usize, end: usize) -> bool {
        if at + 1 >= end {
            return false;
        }
        let mark = self.tokens[at].of(self.text);
        let glued = self.before(at).is_some_and(|c| c.is_alphanumeric() || ".,!?".contains(c));
        let loose = self.after(at).is_none_or(char::is_whitespace);
        match mark {
            "“" | "„" | "«" | "``" => true,
            "”" | "»" => !glued && !loose,
            _ => !(glued && loose),
        }
    }

    /// Whether a double mark closes what is open. Marks of the other direction inside a
    /// quotation are taken at their shape.
    fn closes(&self, at: usize, end: usize) -> bool {
        let mark = self.tokens[at].of(self.text);
        let loose = self.after(at).is_none_or(|c| !c.is_alphanumeric()) || at + 1 >= end;
        let glued = self.before(at).is_some_and(|c| !c.is_whitespace());
        match mark {
            "”" | "»" => true,
            "“" | "„" | "«" | "``" => glued && loose,
            _ => loose || glued,
        }
    }

    /// A single mark opens before a word, after a space, a dash or a bracket.
    fn opens_single(&self, at: usize, end: usize) -> bool {
        let mark = self.tokens[at].of(self.text);
        let fits = !matches!(mark, "’" | "›" | "′" | "ʼ") || mark == "‘";
        // `he says.'But …`: the space after the stop is missing.
        let glued = self.before(at).is_some_and(|c| ".,!?".contains(c))
            && self.after(at).is_some_and(char::is_uppercase);
        let room = self.before(at).is_none_or(|c| c.is_whitespace() || "([—–-".contains(c));
        let room = room || glued;
        let word = self.after(at).is_some_and(|c| c.is_alphanumeric() || "[$…".contains(c));
        fits && room && word && at + 1 < end
    }

    /// For every single mark that opens, the single mark that closes it: the next one at
    /// the end of a word, rather not one that may be a plural's possessive.
    fn single_closes(&self, marks: &[u32], end: usize) -> Vec<(usize, Option<usize>)> {
        let (mut sure, mut doubtful) = (None, None);
        let mut found = Vec::new();
        let marks = marks.iter().rev().map(|&mark| mark as usize);
        for at in marks.filter(|&at| self.tokens[at].kind == Kind::Single) {
            if self.opens_single(at, end) {
                found.push((at, sure.or(doubtful)));
                (sure, doubtful) = (None, None);
                continue;
            }
            let before = self.before(at);
            let loose = self.after(at).is_none_or(|c| !c.is_alphanumeric());
            if !loose || before.is_none_or(char::is_whitespace) {
                continue;
            }
            let plural = before == Some('s') && self.after(at) == Some(' ');
            if plural {
                doubtful = Some(at);
            } else {
                sure = Some(at);
            }
        }
        found.reverse();
        found
    }
}
