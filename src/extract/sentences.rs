//! Where sentences end: a full stop counts only when what follows can begin one, so
//! that `Gov. Marlow` and `U.S. ferries` stay whole.

use super::marks;
use super::scan::Scan;
use super::tokens::{Kind, Sentence};

/// No sentence has more tokens, so that what looks at a whole sentence stays cheap.
const LONGEST: usize = 300;

/// Parts the tokens into sentences as they come.
#[derive(Default)]
pub(super) struct Sentences {
    pub(super) done: Vec<Sentence>,
    first: usize,
    paragraph: u32,
    /// The last word ended a sentence, if what follows agrees.
    stop: Option<Stop>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// `.`, `!`, `?`.
    Full,
    /// An abbreviation that also may end a sentence: `U.S.`, `Inc.`.
    Abbreviation,
}

impl Sentences {
    /// They go into this empty list.
    pub(super) fn into(done: Vec<Sentence>) -> Sentences {
        Sentences { done, ..Sentences::default() }
    }

    /// Takes in the tokens from `from` on, words of letters without a point and commas:
    /// none of them ends a sentence.
    #[inline]
    pub(super) fn plain_words(&mut self, scan: &Scan<'_>, from: usize) {
        if self.stop.is_some() && scan.tokens().len() > from {
            self.see(scan, from);
        }
    }

    /// Takes in a full stop behind a word that is no abbreviation.
    #[inline]
    pub(super) fn full_stop(&mut self) {
        self.stop = Some(Stop::Full);
    }

    /// Takes in the end of a paragraph.
    pub(super) fn paragraph(&mut self, end: usize) {
        self.close(end);
        self.paragraph += 1;
    }

    /// Takes in the token at `from`.
    pub(super) fn see(&mut self, scan: &Scan<'_>, from: usize) {
        let token = scan.tokens()[from];
        let word = &scan.bytes[token.start as usize..token.end as usize];
        if self.stop.is_some_and(|stop| begins(scan, from, stop)) {
            self.close(from);
        }
        let pointed = word.last() == Some(&b'.');
        self.stop = match token.kind {
            Kind::Lower => pointed.then_some(Stop::Full),
            Kind::Quote | Kind::Single | Kind::Possessive => self.stop,
            Kind::Mark if matches!(word, b")" | b"]") => self.stop,
            Kind::Mark if pointed || matches!(word, b"!" | b"?") || word == "…".as_bytes() => {
                Some(Stop::Full)
            }
            Kind::Caps | Kind::Capital if pointed && marks::may_end(token.of(scan.text)) => {
                Some(Stop::Abbreviation)
            }
            _ => None,
        };
    }

    /// Ends the sentence before the token at `end`.
    pub(super) fn close(&mut self, end: usize) {
        self.stop = None;
        while end > self.first {
            let until = end.min(self.first + LONGEST);
            let (first, end) = (self.first as u32, until as u32);
            self.done.push(Sentence { first, end, paragraph: self.paragraph });
            self.first = until;
        }
    }
}

/// Whether the token at `index` may begin a sentence after `stop`.
fn begins(scan: &Scan<'_>, index: usize, stop: Stop) -> bool {
    let token = scan.tokens()[index];
    let before = scan.tokens()[index - 1];
    let gap = token.start > before.end;
    let word = token.of(scan.text);
    match (token.kind, stop) {
        (Kind::Capital | Kind::Caps | Kind::Initial | Kind::Number, Stop::Full) => {
            gap || before.kind == Kind::Quote
        }
        (Kind::Capital, Stop::Abbreviation) => gap && opens_sentence(word),
        // `the U.S. “clearly” needs it`.
        (Kind::Quote | Kind::Single, Stop::Abbreviation) => {
            gap && !scan.text[token.end as usize..].starts_with(char::is_lowercase)
        }
        (Kind::Quote | Kind::Single, Stop::Full) => gap,
        (Kind::Mark, Stop::Full) => {
            gap && matches!(word, "[" | "(" | "•" | "*" | "―" | "—" | "–" | "-" | "…")
        }
        (Kind::Lower, Stop::Full) => {
            gap && !matches!(before.kind, Kind::Quote | Kind::Single) && before.of(scan.text) == "."
        }
        _ => false,
    }
}

/// Whether a capitalised word after `U.S.` or `Inc.` begins a new sentence: short words
/// that are no part of names.
fn opens_sentence(word: &str) -> bool {
    word.len() <= 3 || matches!(word, "They" | "This" | "That" | "When" | "After" | "While")
}
