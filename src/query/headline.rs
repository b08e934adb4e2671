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

/// How a word stands in a headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// 0 best. Of letters that stand apart it is as bad as this or worse: how far apart
    /// they are is weighed when that matters.
    pub(super) rank: u16,
    /// Where the leftmost of its letters that stand apart end, in bytes; 0 where the
    /// word stands whole, and where that is not known.
    pub(super) end: u32,
}

/// The rank of a word that stands inside another: of several such words, too, the ranks
/// together stay below [`APART`].
const WITHIN: u16 = 1;

/// The rank of a word whose letters stand apart, were nothing held against them.
pub(super) const APART: u16 = 16;

/// What a letter is worth to the full matcher: at the very start, at the start of a
/// word, next to the one before; and what a gap costs beside its letters.
const BEST: usize = 16;
const AT_WORD: usize = 8;
const IN_RUN: usize = 4;
const GAP: usize = 3;

/// So many places of the first letter are tried: a flood of it is not worth more.
const PLACES: usize = 8;

/// The worst rank there is: no word's rank reaches it.
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

    /// Whether it is one letter of a to z: then the masks of a headline say it all.
    pub(super) fn is_letter(&self) -> bool {
        self.folded.len() == 1 && self.folded.as_bytes()[0].is_ascii_lowercase()
    }

    /// Whether the letters of the word stand in the headline in this order. The
    /// headline's mask has been compared already.
    pub(super) fn is_in(&self, headline: &str) -> bool {
        self.is_letter() || leftmost(headline, 0, &self.folded).is_some()
    }

    /// How one letter stands in a headline that has it, by the letters that start a
    /// word there.
    pub(super) fn letter(&self, firsts: u32) -> Stand {
        Stand { rank: if firsts & self.mask == 0 { WITHIN } else { 0 }, end: 0 }
    }

    /// How well the word stands in a text, 0 best: at the start of a word, within one,
    /// or its letters apart. `None` when it does not.
    pub(super) fn rank_in(&self, text: &str) -> Option<u16> {
        let stand = self.stands_in(text)?;
        Some(if stand.end == 0 { stand.rank } else { self.apart(text, WORST) })
    }

    /// The rank of a word that stands in the text, exact up to `most`.
    pub(super) fn rank_up_to(&self, text: &str, most: u16) -> u16 {
        self.whole(text.as_bytes()).unwrap_or_else(|| self.apart(text, most))
    }

    /// How the word stands in a text. `None` when it does not.
    pub(super) fn stands_in(&self, text: &str) -> Option<Stand> {
        if let Some(rank) = self.whole(text.as_bytes()) {
            return Some(Stand { rank, end: 0 });
        }
        let end = leftmost(text, 0, &self.folded)?;
        Some(Stand { rank: self.least_apart(text), end: end as u32 })
    }

    /// The same, knowing how the word stood there when it ended after `known` bytes:
    /// with more letters it stands no better.
    pub(super) fn goes_on(&self, text: &str, known: usize, before: Stand) -> Option<Stand> {
        if before.end == 0 {
            return self.stands_in(text);
        }
        let end = leftmost(text, before.end as usize, &self.folded[known..])?;
        Some(Stand { rank: before.rank.max(self.least_apart(text)), end: end as u32 })
    }

    /// The least rank of letters that stand apart in a text but do not begin it.
    fn apart_within(&self) -> u16 {
        rank_apart(self.lost_within()).min(WORST - 1)
    }

    /// Each letter is worth no more than one that starts a word, and there is a gap.
    fn lost_within(&self) -> usize {
        self.folded.len() * (BEST - AT_WORD) + GAP + 1
    }

    /// The least rank of letters that stand apart in this text.
    fn least_apart(&self, text: &str) -> u16 {
        let alike = text.as_bytes().first() == self.folded.as_bytes().first();
        if alike { APART } else { self.apart_within() }
    }

    /// The rank of letters that stand apart: what the full matcher would hold against
    /// them, roughly, from that place of the first letter that suits them best. What
    /// is over `most` is not told apart.
    pub(super) fn apart(&self, text: &str, most: u16) -> u16 {
        let Some(most) = most.min(WORST - 2).checked_sub(APART) else { return APART };
        let [first, second, rest @ ..] = self.folded.as_bytes() else { return APART };
        let bytes = text.as_bytes();
        let (mut least, within) = ((usize::from(most) + 1) * 2, self.lost_within());
        // Of places with the same second letter behind them the best goes on for all.
        let (mut next, mut best) = (0, Lost::ALL);
        for start in memchr_iter(*first, bytes).take(PLACES) {
            if start > 0 && least <= within {
                break;
            }
            if next <= start {
                if !best.go_on(bytes, rest, &mut least) {
                    return rank_apart(least);
                }
                best = Lost::ALL;
                let Some(gap) = memchr(*second, &bytes[start + 1..]) else { break };
                next = start + 1 + gap;
            }
            let lost = Lost::first(bytes, start).then(bytes, next);
            if next == start + 1 {
                if !lost.go_on(bytes, rest, &mut least) {
                    return rank_apart(least);
                }
            } else if lost.sum < best.sum {
                best = lost;
            }
        }
        best.go_on(bytes, rest, &mut least);
        rank_apart(least)
    }

    /// The rank of a text that has the word whole.
    fn whole(&self, bytes: &[u8]) -> Option<u16> {
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
}

/// Where the leftmost match of these letters from a place on ends, in bytes. ASCII is
/// looked for by the byte, which no other letter has in it.
fn leftmost(text: &str, from: usize, letters: &str) -> Option<usize> {
    let mut at = from;
    if letters.is_ascii() {
        for letter in letters.bytes() {
            at += memchr(letter, &text.as_bytes()[at..])? + 1;
        }
    } else {
        for letter in letters.chars() {
            at += text[at..].find(letter)? + letter.len_utf8();
        }
    }
    Some(at)
}

/// What the first letter of a run is worth by its place.
fn worth(bytes: &[u8], at: usize) -> usize {
    match at {
        0 => BEST,
        at if starts_word(bytes, at) => AT_WORD,
        _ => 0,
    }
}

/// What is held against the letters of a word up to one of them.
#[derive(Clone, Copy)]
struct Lost {
    sum: usize,
    /// What the run is worth that the letter stands in.
    run: usize,
    /// Where the letter ends.
    at: usize,
}

impl Lost {
    /// So much that no word is looked for from there.
    const ALL: Lost = Lost { sum: usize::MAX / 2, run: 0, at: 0 };

    fn first(bytes: &[u8], at: usize) -> Lost {
        let run = worth(bytes, at);
        Lost { sum: BEST - run, run, at: at + 1 }
    }

    fn then(self, bytes: &[u8], at: usize) -> Lost {
        let gap = at - self.at;
        let run = if gap == 0 { self.run.max(IN_RUN) } else { worth(bytes, at) };
        let cost = BEST - run + if gap == 0 { 0 } else { GAP + gap };
        Lost { sum: self.sum + cost, run, at: at + 1 }
    }

    /// Goes on with the rest of the letters while that may lose less than the `least`
    /// so far. `false` when the text has not all of them from here on.
    fn go_on(mut self, bytes: &[u8], mut rest: &[u8], least: &mut usize) -> bool {
        while let [letter, others @ ..] = rest {
            if self.sum + self.to_come(rest.len()) >= *least {
                return true;
            }
            let Some(gap) = memchr(*letter, &bytes[self.at..]) else { return false };
            self = self.then(bytes, self.at + gap);
            rest = others;
        }
        *least = self.sum.min(*least);
        true
    }

    /// What so many letters still to come cost at least. There is a gap before one of
    /// them when the run began the text; a run within a word gains by a gap before the
    /// next word.
    fn to_come(self, letters: usize) -> usize {
        const NEXT_WORD: usize = BEST - AT_WORD + GAP + 1;
        match self.run {
            BEST => NEXT_WORD,
            AT_WORD => letters * (BEST - AT_WORD),
            _ => NEXT_WORD + (letters - 1) * (BEST - AT_WORD),
        }
    }
}

fn rank_apart(lost: usize) -> u16 {
    APART.saturating_add((lost / 2) as u16)
}

fn starts_word(bytes: &[u8], at: usize) -> bool {
    at == 0 || !bytes[at - 1].is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn a_longer_word_goes_on_where_the_shorter_one_stood(
            word in "[aé会-]{1,3}", more in "[aé会]{0,2}", text in "[aé会b -]{0,16}"
        ) {
            let (long, text) = (Word::new(&format!("{word}{more}")), fold(&text));
            let before = Word::new(&word).stands_in(&text);
            let on = before.and_then(|stand| long.goes_on(&text, fold(&word).len(), stand));
            prop_assert_eq!(on, long.stands_in(&text));
        }

        #[test]
        fn more_letters_never_stand_better(word in "[ab]{1,4}", text in "[abc ]{0,24}") {
            let (short, long) = (Word::new(&word), Word::new(&format!("{word}a")));
            if let Some(rank) = long.rank_in(&text) {
                prop_assert!(short.rank_in(&text).is_some_and(|short| short <= rank));
            }
        }

        #[test]
        fn no_rank_is_better_than_the_least_there_may_be(
            word in "[ab]{2,4}", text in "[abc ]{0,24}"
        ) {
            let word = Word::new(&word);
            if let (Some(stand), Some(rank)) = (word.stands_in(&text), word.rank_in(&text)) {
                prop_assert!(stand.rank <= rank && (stand.end > 0) == (rank >= APART));
            }
        }

        #[test]
        fn a_rank_is_exact_as_far_as_asked(word in "[ab]{2,4}", text in "[abc ]{0,24}", most: u8) {
            let (word, most) = (Word::new(&word), u16::from(most));
            let Some(rank) = word.rank_in(&text) else { return Ok(()) };
            let asked = word.rank_up_to(&text, most);
            prop_assert!(asked == rank || asked <= rank && asked > most);
        }
    }
}
