//! Words that may name a person: runs of capitalised words without the titles, places
//! and bodies round them, and what their surroundings say for or against a person.

use super::lexicon::{Gender, class};
use super::page::{NONE, Page};
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
}

impl Segment {
    pub(super) fn len(&self) -> usize {
        self.end - self.first
    }
}

/// Names longer than this are lists, headlines or noise.
pub(super) const LONGEST: usize = 7;

/// Every segment of the page, in order, and the segment each token is in.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) segments: Vec<Segment>,
    of_token: Vec<u32>,
}

impl Names {
    pub(super) fn new(page: &Page<'_>) -> Names {
        let segments = find(page);
        let mut of_token = vec![NONE; page.len()];
        for (index, segment) in segments.iter().enumerate() {
            of_token[segment.first..segment.end].fill(index as u32);
        }
        Names { segments, of_token }
    }

    /// The segment the token is in.
    pub(super) fn at(&self, token: usize) -> Option<usize> {
        let segment = *self.of_token.get(token)?;
        (segment != NONE).then_some(segment as usize)
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

fn find(page: &Page<'_>) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.len() {
        if !starts(page, at) {
            at += 1;
            continue;
        }
        let end = run_end(page, at);
        split(page, at, end, &mut found);
        at = end;
    }
    found
}

/// Whether a run of capitalised words begins here.
fn starts(page: &Page<'_>, at: usize) -> bool {
    page.is_capital(at) || is_arabic_article(page, at)
}

/// `al-Sadr`, `el-Masri`.
fn is_arabic_article(page: &Page<'_>, at: usize) -> bool {
    page.kind(at) == Some(Kind::Lower)
        && page.word(at).split_once('-').is_some_and(|(article, name)| {
            article.len() <= 4 && name.starts_with(|c: char| c.is_uppercase())
        })
}

/// One past the last token of the run: capitalised words, with particles between them.
fn run_end(page: &Page<'_>, first: usize) -> usize {
    let sentence = page.sentence(first).1;
    let mut at = first + 1;
    while at < sentence {
        if starts(page, at) {
            at += 1;
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

/// Whether the word is of no kind that keeps it out of names.
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
    let word = page.words[at];
    word.class & class::GIVEN != 0 || word.class & not_names & !class::PARTICLE == 0
}

/// Whether the word can stand in a name after what stands before it.
fn goes_on(page: &Page<'_>, first: usize, at: usize) -> bool {
    if page.is(at, class::SUFFIX) {
        return at > first;
    }
    if is_plain(page, at) {
        return true;
    }
    // `Stephen King`, `Kanye West`, `Theresa May`: after a given name nearly any word
    // may be a surname, unless more of a longer title follows.
    let given =
        at > first && (page.is(at - 1, class::GIVEN) || page.kind(at - 1) == Some(Kind::Initial));
    let last = !page.is_capital(at + 1) || page.is(at + 1, class::SUFFIX);
    given
        && at - first <= 2
        && last
        && page.kind(at) == Some(Kind::Capital)
        && !page.is(at, class::DEMONYM | class::PEOPLE)
        && !is_small(page, at)
}

fn is_small(page: &Page<'_>, at: usize) -> bool {
    page.is(at, class::SMALL & !class::PARTICLE) && !page.is(at, class::GIVEN)
}

/// Cuts the run at words that are no names and keeps what may name a person.
fn split(page: &Page<'_>, first: usize, end: usize, found: &mut Vec<Segment>) {
    let mut at = first;
    while at < end {
        if !is_plain(page, at) || is_small_at_start(page, at) || page.is(at, class::SUFFIX) {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < end && goes_on(page, start, at) {
            at += 1;
        }
        let cut = (start..at).rev().find(|&index| !is_particle(page, index));
        let stop = cut.map_or(start, |last| last + 1);
        if stop > start && stop - start <= LONGEST {
            push(page, first, start, stop, end, found);
        }
    }
}

/// A given name that is also a small word (`Will`) at the head of a sentence.
fn is_small_at_start(page: &Page<'_>, at: usize) -> bool {
    page.is(at, class::SMALL | class::TIME)
        && !page.is(at, class::PARTICLE)
        && (!page.is_capital(at + 1) || !is_plain(page, at + 1))
}

fn is_particle(page: &Page<'_>, at: usize) -> bool {
    page.kind(at) == Some(Kind::Lower) && page.is(at, class::PARTICLE)
}

fn push(
    page: &Page<'_>,
    run: usize,
    first: usize,
    end: usize,
    run_end: usize,
    found: &mut Vec<Segment>,
) {
    // `Marlow Foundation`, `Ines Marlow Street`: the name of a thing.
    if end < run_end
        && page.is(end, class::HEAD | class::BODY)
        && !page.is(end, class::TITLE | class::PERSON)
    {
        return;
    }
    let title = title_before(page, first);
    let names = (first..end).filter(|&at| !is_particle(page, at) && !page.is(at, class::SUFFIX));
    let count = names.clone().count();
    let caps = names.clone().filter(|&at| page.kind(at) == Some(Kind::Caps)).count();
    let given = page.is(first, class::GIVEN) && page.kind(first) != Some(Kind::Caps);
    let initial =
        (first..end).any(|at| is_initial(page, at)) && page.kind(end - 1) != Some(Kind::Initial);
    let headed = run < first && page.is(first - 1, class::HEAD | class::BODY);
    if caps == count && count > 0 && !(title.is_some() && count == 1) && !(given && count > 1) {
        return;
    }
    let trust = if title.is_some() && count <= 4 || count >= 2 && (given || initial) {
        Trust::Sure
    } else if count >= 2 && (follows_person(page, end) || !headed && role_before(page, first)) {
        Trust::Fair
    } else {
        Trust::Weak
    };
    let own = if page.is(first, class::GIVEN) && count >= 2 {
        page.words[first].gender
    } else {
        Gender::Unknown
    };
    let titled = title.filter(|gender| *gender != Gender::Unknown);
    let gender = titled.unwrap_or(Gender::Unknown).or(own);
    found.push(Segment { first, end, trust, gender, titled: titled.is_some() });
}

/// `W.`, `J.P.`
fn is_initial(page: &Page<'_>, at: usize) -> bool {
    page.kind(at) == Some(Kind::Initial)
        || page.kind(at) == Some(Kind::Caps)
            && page.word(at).contains('.')
            && page.word(at).len() <= 4
}

/// The title right before the name and the gender it tells.
fn title_before(page: &Page<'_>, first: usize) -> Option<Gender> {
    let before = first.checked_sub(1)?;
    let title = page.is(before, class::TITLE) && page.is_capital(before);
    let given = page.is(before, class::GIVEN);
    title.then(|| if given { Gender::Unknown } else { page.words[before].gender })
}

/// A noun for a person stands right before the name: `spokeswoman Tove Lind`.
fn role_before(page: &Page<'_>, first: usize) -> bool {
    first > 0 && page.is(first - 1, class::PERSON | class::TITLE)
}

/// What stands after a person's name: an age, a role in commas, a party in brackets.
fn follows_person(page: &Page<'_>, end: usize) -> bool {
    if page.mark(end, "(") {
        // A party and a state: `(R-Wis.)`.
        let word = page.word(end + 1).as_bytes();
        return word.len() > 2 && word[0].is_ascii_uppercase() && word[1] == b'-';
    }
    if page.is(end, class::WHO) {
        return true;
    }
    if !page.mark(end, ",") {
        return false;
    }
    let number = page.kind(end + 1) == Some(Kind::Number) && page.mark(end + 2, ",");
    let who = page.is(end + 1, class::WHO);
    number
        || who
        || (end + 1..end + 7)
            .take_while(|&at| !page.is_mark(at))
            .any(|at| page.is(at, class::PERSON))
}
