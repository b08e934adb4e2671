//! Words that may name a person: runs of capitalised words without the titles, places
//! and bodies round them, and what their surroundings say for or against a person.

use super::evidence;
use super::lexicon::{Gender, class};
use super::page::words;
use super::page::{NONE, Page};
use crate::extract::room::{emptied, filled};
use crate::extract::tokens::Kind;

/// How sure it is that a segment names a person, from its own words and neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Capitalised words of no known kind.
    Weak,
    /// Speaks, or is named in a role.
    Fair,
    /// A given name and a surname, or a title before the name.
    Sure,
}

/// Words that may name one person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// First token of the name; titles are before it.
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) trust: Trust,
    /// From a title or the given name.
    pub(super) gender: Gender,
    /// `Mr. Lind`: the gender was said by a courtesy title.
    pub(super) titled: bool,
    /// A word that mostly means something else (`Hall`, `London`): a name only if
    /// somebody of that surname is in the story.
    pub(super) doubtful: bool,
}

impl Segment {
    pub(super) fn len(&self) -> usize {
        self.end - self.first
    }
}

/// Names longer than this are lists, headlines or noise.
pub(super) const LONGEST: usize = 7;

/// The lists, empty, for the next to fill.
#[derive(Debug, Default)]
pub(super) struct Lists {
    segments: Vec<Segment>,
    of_token: Vec<u32>,
}

/// Every segment of the page, in order, and the segment each token is in.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) segments: Vec<Segment>,
    of_token: Vec<u32>,
}

impl Names {
    pub(super) fn new(page: &Page<'_>, lists: Lists) -> Names {
        let Lists { mut segments, of_token } = lists;
        find(page, &mut segments);
        let mut of_token = filled(of_token, page.len(), NONE);
        for (index, segment) in segments.iter().enumerate() {
            of_token[segment.first..segment.end].fill(index as u32);
        }
        Names { segments, of_token }
    }

    /// Its lists, for another page.
    pub(super) fn lists(self) -> Lists {
        Lists { segments: emptied(self.segments), of_token: emptied(self.of_token) }
    }

    /// The segment the token is in.
    pub(super) fn at(&self, token: usize) -> Option<usize> {
        let segment = *self.of_token.get(token)?;
        (segment != NONE).then_some(segment as usize)
    }

    /// Lets go of the segments that `unwanted` picks: their tokens are in none.
    pub(super) fn forget(&mut self, unwanted: impl Fn(usize, &Segment) -> bool) {
        for (index, segment) in self.segments.iter().enumerate() {
            if unwanted(index, segment) {
                self.of_token[segment.first..segment.end].fill(NONE);
            }
        }
    }

    /// The segment whose last token stands right before `end`.
    pub(super) fn ending(&self, end: usize) -> Option<usize> {
        self.at(end.checked_sub(1)?).filter(|&index| self.segments[index].end == end)
    }

    /// The segment that begins at the token.
    pub(super) fn beginning(&self, token: usize) -> Option<usize> {
        self.at(token).filter(|&index| self.segments[index].first == token)
    }
}

fn find(page: &Page<'_>, found: &mut Vec<Segment>) {
    let mut past = 0;
    for at in page.heads.iter().map(|&head| head as usize) {
        if at >= past && starts(page, at) {
            past = run_end(page, at);
            split(page, at, past, found);
        }
    }
}

/// Whether a run of capitalised words begins here.
#[inline]
fn starts(page: &Page<'_>, at: usize) -> bool {
    page.tokens.get(at).is_some_and(|token| {
        token.is_capital()
            || token.joined && token.kind == Kind::Lower && is_arabic_article(page, at)
    })
}

/// `al-Sadr`, `el-Masri`: few words are asked.
#[inline(never)]
fn is_arabic_article(page: &Page<'_>, at: usize) -> bool {
    let start = page.tokens[at].start as usize;
    matches!(page.text.as_bytes()[start..], [_, _, b'-', ..] | [_, _, _, b'-', ..])
        && page.word(at).split_once('-').is_some_and(|(article, name)| {
            matches!(article, "al" | "el" | "ul" | "ash" | "ad")
                && name.starts_with(|c: char| c.is_uppercase())
        })
}

/// One past the last token of the run: capitalised words, with particles between them.
#[inline]
fn run_end(page: &Page<'_>, first: usize) -> usize {
    let sentence = page.sentence(first).1;
    let mut at = first + 1;
    while at < sentence {
        if starts(page, at) {
            at += 1;
            continue;
        }
        // Nearly every run ends before a plain word or a mark.
        let goes_on = match page.tokens[at].kind {
            Kind::Lower => page.is(at, class::PARTICLE),
            kind => matches!(kind, Kind::Quote | Kind::Single),
        };
        if !goes_on {
            return at;
        }
        if let Some(after) = nickname_end(page, at).filter(|&after| after < sentence) {
            at = after;
            continue;
        }
        let particles = (at..sentence.min(at + 3)).take_while(|&index| {
            page.kind(index) == Some(Kind::Lower) && page.is(index, class::PARTICLE)
        });
        let after = at + particles.count();
        let joined = after > at && after < sentence && page.kind(after) == Some(Kind::Capital);
        if !joined || !is_plain(page, at - 1) || !is_plain(page, after) {
            return at;
        }
        at = after + 1;
    }
    at
}

/// One past the surname behind a nickname in marks that begins at `at`. Marks that the
/// page holds for a quotation are none.
fn nickname_end(page: &Page<'_>, at: usize) -> Option<usize> {
    let mark = |at: usize| matches!(page.kind(at), Some(Kind::Quote | Kind::Single));
    if !mark(at) || page.quoted(at) {
        return None;
    }
    let close = (at + 1..at + 4).find(|&close| mark(close))?;
    let inside = (at + 1..close).all(|word| page.is_capital(word));
    (close > at + 1 && inside && !page.quoted(close) && page.is_capital(close + 1))
        .then_some(close + 2)
}

/// Whether the word is of no kind that keeps it out of names.
#[inline]
fn is_plain(page: &Page<'_>, at: usize) -> bool {
    let not_names = class::SMALL
        | class::TITLE
        | class::PERSON
        | class::PEOPLE
        | class::DEMONYM
        | class::PLACE
        | class::BODY
        | class::HEAD
        | class::TIME
        | class::CUE
        | class::MODIFIER;
    if page.tokens[at].joined && is_trait(page.bytes(at)) {
        return false;
    }
    let word = page.words[at];
    word.class & class::GIVEN != 0 || word.class & not_names & !class::PARTICLE == 0
}

/// `Oslo-based`, `Nine-year-old`: says something of the person behind it. Other parts in
/// small letters may be names: `Jong-un`.
fn is_trait(word: &[u8]) -> bool {
    let last = memchr::memrchr(b'-', word).map_or(&[][..], |at| &word[at + 1..]);
    matches!(
        last,
        b"old"
            | b"based"
            | b"born"
            | b"area"
            | b"raised"
            | b"led"
            | b"style"
            | b"elect"
            | b"winning"
            | b"turned"
    )
}

/// Whether the word can stand in a name after what stands before it.
fn goes_on(page: &Page<'_>, first: usize, at: usize) -> bool {
    if page.is(at, class::SUFFIX) {
        // `Tove Lind MP`, but neither `Labour MP Tove Lind` nor `the Larvik MP`.
        let the = first > 0 && page.spells(first - 1, words!["the"]);
        return at > first && !(page.is(at, class::PERSON) && (page.is_capital(at + 1) || the));
    }
    if is_plain(page, at) {
        return true;
    }
    // `Stephen King`, `Kanye West`, `Theresa May`: after a given name nearly any word
    // may be a surname, unless more of a longer title follows.
    let given =
        at > first && (page.is(at - 1, class::GIVEN) || page.kind(at - 1) == Some(Kind::Initial));
    let last = !page.is_capital(at + 1) || page.is(at + 1, class::SUFFIX);
    // `Tove May Lind`
    let month = given && page.is(at, class::TIME | class::AUXILIARY) && page.is_capital(at);
    if month && page.kind(at + 1) == Some(Kind::Capital) && is_plain(page, at + 1) {
        return true;
    }
    // `Theresa May`, but not `met Theresa May 12`.
    if given
        && last
        && page.is(at, class::AUXILIARY)
        && page.kind(at) == Some(Kind::Capital)
        && page.kind(at + 1) != Some(Kind::Number)
    {
        return true;
    }
    let thing = page.is(at, class::HEAD | class::BODY);
    let article = first > 0 && page.is(first - 1, class::DETERMINER);
    given
        && at - first <= 2
        && !(thing && (at - first > 1 && page.kind(at - 1) != Some(Kind::Initial) || article))
        && last
        && page.kind(at) == Some(Kind::Capital)
        // `Tove English said`, but not `Will English voters`.
        && (!page.is(at, class::DEMONYM | class::PEOPLE)
            || page.is_mark(at + 1)
            || page.is(at + 1, class::CUE | class::AUXILIARY | class::WHO))
        && !is_small(page, at)
}

fn is_small(page: &Page<'_>, at: usize) -> bool {
    page.is(at, class::SMALL & !class::PARTICLE) && !page.is(at, class::GIVEN)
}

/// Cuts the run at words that are no names and keeps what may name a person.
fn split(page: &Page<'_>, first: usize, end: usize, found: &mut Vec<Segment>) {
    let mut at = first;
    while at < end {
        let plain = is_plain(page, at) && !is_small_at_start(page, at);
        if !(plain || evidence::is_seldom_given(page, at, end)) || page.is(at, class::SUFFIX) {
            found.extend(evidence::surname(page, first, at, end));
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < end && goes_on(page, start, at) {
            at += 1;
        }
        let start = behind_office(page, start, at);
        let cut = (start..at).rev().find(|&index| !is_particle(page, index));
        let stop = cut.map_or(start, |last| last + 1);
        if stop > start && stop - start <= LONGEST {
            found.extend(evidence::weigh(page, first..end, start, stop));
        }
    }
}

/// `Director of Engineering Tove Lind`: where the given name begins behind the last words
/// of an office.
fn behind_office(page: &Page<'_>, start: usize, end: usize) -> usize {
    let office = class::PREPOSITION | class::HEAD | class::TITLE | class::PERSON | class::MODIFIER;
    // `Envoy for Northern Shipping Tove Lind`: an adjective, not the place itself.
    let compass = start > 1
        && page.is(start - 2, class::PREPOSITION)
        && page.bytes(start - 1).ends_with(b"ern");
    let follows = compass || start > 0 && (page.is(start - 1, office) || page.mark(start - 1, "&"));
    if !follows || page.is(start, class::GIVEN) || page.kind(start) == Some(Kind::Initial) {
        return start;
    }
    let given = (start + 1..end.saturating_sub(1)).find(|&at| page.is(at, class::GIVEN));
    given.unwrap_or(start)
}

/// A given name that is also a small word (`Will`) at the head of a sentence.
fn is_small_at_start(page: &Page<'_>, at: usize) -> bool {
    page.is(at, class::SMALL | class::TIME)
        && !page.is(at, class::PARTICLE)
        && (!page.is_capital(at + 1) || !is_plain(page, at + 1))
}

pub(super) fn is_particle(page: &Page<'_>, at: usize) -> bool {
    page.kind(at) == Some(Kind::Lower) && page.is(at, class::PARTICLE)
}
