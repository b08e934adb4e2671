//! One word against one headline: whether its letters stand there in order, and how
//! well, told cheaply enough to ask it of a million.

use memchr::{memchr, memchr_iter, memmem};

use crate::model::letters;
use crate::text::fold;

/// A word looked for in folded headlines.
#[derive(Clone, Debug)]
pub(super) struct Word {
    folded: String,
    finder: memmem::Finder<'static>,
    /// A headline that lacks one of these letters cannot match.
    mask: u32,
}

/// The rank of a word that stands inside another.
const WITHIN: u16 = 8;

/// The rank of a word whose letters stand apart, were nothing held against them.
const APART: u16 = 16;

/// What a letter is worth to the full matcher: at the very start, at the start of a
/// word, next to the one before; and what a gap costs beside its letters.
const BEST: usize = 16;
const AT_WORD: usize = 8;
const IN_RUN: usize = 4;
const GAP: usize = 3;

/// So many places of the first letter are tried: a flood of it is not worth more.
const PLACES: usize = 8;

/// The worst rank there is: [`Word::rank_in`] stays below it.
pub(super) const WORST: u16 = 256;

impl Word {
    pub(super) fn new(text: &str) -> Word {
        let folded = fold(text);
        let finder = memmem::Finder::new(folded.as_bytes()).into_owned();
        Word { mask: letters(&folded), finder, folded }
    }

    pub(super) fn mask(&self) -> u32 {
        self.mask
    }

    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether the letters of the word stand in the headline in this order. The
    /// headline's mask has been compared already.
    pub(super) fn is_in(&self, headline: &str) -> bool {
        // One letter of a to z: the mask has said it all.
        self.folded.len() == 1 && self.folded.as_bytes()[0].is_ascii_lowercase()
            || self.span(headline).is_some()
    }

    /// How well the word stands in a text, 0 best: at the start of a word, within one,
    /// or its letters apart. `None` when it does not.
    pub(super) fn rank_in(&self, text: &str) -> Option<u16> {
        let bytes = text.as_bytes();
        // Two or three letters mostly stand whole in a text that has them all; a longer
        // word mostly does not stand in it in any way, which the span tells sooner.
        let short = self.folded.len() <= 3;
        if short && let Some(rank) = self.whole(bytes) {
            return Some(rank);
        }
        let start = self.span(text)?;
        if !short && let Some(rank) = self.whole(bytes) {
            return Some(rank);
        }
        Some(self.apart(bytes, start))
    }

    /// The rank of letters that stand apart: what the full matcher would hold against
    /// them, roughly, from that place of the first letter that suits them best.
    fn apart(&self, bytes: &[u8], from: usize) -> u16 {
        let mut least = usize::from(WORST - 1 - APART) * 2;
        let Some((first, rest)) = self.folded.as_bytes().split_first() else { return APART };
        for start in memchr_iter(*first, &bytes[from..]).map(|at| from + at).take(PLACES) {
            let (mut at, mut run) = (start + 1, worth(bytes, start));
            let mut lost = BEST - run;
            for letter in rest {
                let Some(gap) = memchr(*letter, &bytes[at..]) else { return rank_apart(least) };
                at += gap + 1;
                run = if gap == 0 { run.max(IN_RUN) } else { worth(bytes, at - 1) };
                lost += BEST - run + if gap == 0 { 0 } else { GAP + gap };
                if lost >= least {
                    break;
                }
            }
            least = least.min(lost);
        }
        rank_apart(least)
    }

    /// The rank of a text that has the word whole.
    fn whole(&self, bytes: &[u8]) -> Option<u16> {
        if bytes.starts_with(self.folded.as_bytes()) {
            return Some(0);
        }
        let (mut at, mut rank) = (0, None);
        while let Some(step) = self.finder.find(&bytes[at..]) {
            at += step;
            if starts_word(bytes, at) {
                return Some(0);
            }
            rank = Some(WITHIN);
            at += self.folded.len();
        }
        rank
    }

    /// Where the leftmost match begins, in bytes.
    fn span(&self, headline: &str) -> Option<usize> {
        if !self.folded.is_ascii() {
            return self.span_by_char(headline);
        }
        let (bytes, mut at, mut start) = (headline.as_bytes(), 0, None);
        for letter in self.folded.bytes() {
            at += memchr(letter, &bytes[at..])?;
            start = start.or(Some(at));
            at += 1;
        }
        start.or(Some(0))
    }

    fn span_by_char(&self, headline: &str) -> Option<usize> {
        let (mut at, mut start) = (0, None);
        for letter in self.folded.chars() {
            at += headline[at..].find(letter)?;
            start = start.or(Some(at));
            at += letter.len_utf8();
        }
        start.or(Some(0))
    }
}

/// What the first letter of a run is worth by its place.
fn worth(bytes: &[u8], at: usize) -> usize {
    match at {
        0 => BEST,
        at if starts_word(bytes, at) => AT_WORD,
        _ => 0,
    }
}

fn rank_apart(lost: usize) -> u16 {
    APART + (lost / 2) as u16
}

fn starts_word(bytes: &[u8], at: usize) -> bool {
    at == 0 || !bytes[at - 1].is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(word: &str, headline: &str) -> Option<u16> {
        let (word, headline) = (Word::new(word), fold(headline));
        let possible = letters(&headline) & word.mask() == word.mask();
        possible.then(|| word.rank_in(&headline))?
    }

    #[test]
    fn letters_in_order_are_enough() {
        assert!(rank("frytlk", "Ferry Talks Open").is_some());
        assert!(rank("talksferry", "Ferry Talks Open").is_none());
        assert!(rank("東談", "東京で会談").is_some());
        assert!(rank("談東", "東京で会談").is_none());
        assert!(rank("Łodz", "Talks in łódź").is_some());
    }

    #[test]
    fn the_start_of_a_word_is_best_then_its_inside_then_the_least_spread() {
        let at_start = rank("tal", "New talks").unwrap();
        let inside = rank("tal", "Installed").unwrap();
        let near = rank("tlk", "New talks").unwrap();
        let far = rank("tlk", "At the long walk").unwrap();
        assert!(at_start < inside && inside < near && near < far && far < WORST);
    }
}
