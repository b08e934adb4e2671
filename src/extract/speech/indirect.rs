//! Which words a clause of attribution reports: from the cue to the end of what is said,
//! without marks and without another attribution behind it.

use super::cues::Clause;
use super::lexicon::{class, frame};
use super::page::Page;
use super::tails::{Content, sentence_end};
use crate::extract::tokens::Kind;

/// The words reported by the clause at `index`: tokens `first..end`.
pub(super) fn reported(
    page: &Page<'_>,
    clauses: &[Clause],
    index: usize,
) -> Option<(usize, usize)> {
    let clause = &clauses[index];
    let floor = page.sentence(clause.cue).0;
    let (first, end) = match clause.content {
        Content::After(start) => (start, until(page, clauses, index, start)),
        Content::Object(start) => {
            (start, object_end(page, until(page, clauses, index, start), start))
        }
        Content::Around(_) => (floor, until(page, clauses, index, clause.end)),
        Content::Before => (opening(page, clauses, index, floor), clause.first),
        Content::None => return None,
    };
    let about = clause.is(frame::ABOUT) && matches!(clause.content, Content::Object(_));
    if about && !(first..end).any(|at| page.quoted(at)) {
        return None;
    }
    trim(page, first, end)
}

/// Where the words after a cue end.
fn until(page: &Page<'_>, clauses: &[Clause], index: usize, start: usize) -> usize {
    let end = sentence_end(page, start.saturating_sub(1).max(clauses[index].cue))
        .max(sentence_end(page, start.min(page.len() - 1)));
    // `Saying it was late, Lind left.`
    let subject = clauses[index].phrase.filter(|phrase| phrase.first > start);
    let end = subject.map_or(end, |phrase| phrase.first.min(end));
    let later = clauses[index + 1..].iter().take_while(|later| later.cue < end);
    let mut cuts = later.filter_map(|later| {
        let (first, behind) = (later.first, later.first > start);
        let trails = matches!(later.content, Content::Before) || later.hangs;
        if behind && trails && comma_before(page, first) {
            return Some(first);
        }
        next_report(page, &clauses[index], later).filter(|&cut| cut > start)
    });
    cuts.next().unwrap_or(end)
}

/// `said it was late but says he waits`, `said it was late but she insisted: “…”`: where
/// another report of the same sentence begins, with its conjunction.
fn next_report(page: &Page<'_>, clause: &Clause, later: &Clause) -> Option<usize> {
    let mut and = later.first.checked_sub(1)?;
    if later.hangs {
        // `and has argued`
        let skip = |at: usize| page.is(at, class::AUXILIARY) || page.is_adverb(at);
        while and > clause.cue && skip(and) {
            and -= 1;
        }
    }
    let joins = page.is(and, class::AND | class::BUT) && !page.quoted(and);
    let (form, next) = (page.words[clause.cue].form(), page.words[later.cue].form());
    let content = match later.content {
        Content::After(begin) if later.hangs => form == next && tells(page, later, begin),
        Content::After(begin) => page.quoted(begin),
        _ => false,
    };
    (joins && content && !later.is_bare()).then_some(and)
}

/// Whether it is plain from its first word that what a verb takes is said.
fn tells(page: &Page<'_>, clause: &Clause, begin: usize) -> bool {
    page.is(begin - 1, class::THAT)
        || page.quoted(begin)
        || clause.is(frame::CLAUSE) && !clause.is(frame::HEARER) && !page.says(begin, "to")
}

fn comma_before(page: &Page<'_>, at: usize) -> bool {
    at > 0 && (page.mark(at - 1, ",") || page.quoted(at - 1))
}

/// An object ends with its clause.
fn object_end(page: &Page<'_>, end: usize, start: usize) -> usize {
    let stop = |at: &usize| !page.quoted(*at) && (page.mark(*at, ",") || page.mark(*at, ";"));
    (start..end).find(stop).unwrap_or(end)
}

/// Where the words before a clause begin: at the sentence's start, or behind an earlier
/// attribution in it.
fn opening(page: &Page<'_>, clauses: &[Clause], index: usize, floor: usize) -> usize {
    // A quotation of several sentences is one piece with the sentence that ends it.
    let first = page.region(floor).map_or(floor, |region| page.regions[region].open);
    let earlier = clauses[..index].iter().rev().take_while(|earlier| earlier.cue >= floor);
    let behind = earlier
        .filter(|earlier| matches!(earlier.content, Content::Before))
        .map(|earlier| earlier.end)
        .max();
    behind.unwrap_or(first).max(first)
}

/// Leaves out marks and conjunctions at both ends.
fn trim(page: &Page<'_>, mut first: usize, mut end: usize) -> Option<(usize, usize)> {
    while first < end
        && !page.quoted(first)
        && (page.is_mark(first) && !page.mark(first, "[") && !page.mark(first, "$")
            || page.is(first, class::BUT)
            || page.is(first, class::AND))
    {
        first += 1;
    }
    while end > first
        && !page.quoted(end - 1)
        && page.is_mark(end - 1)
        && !page.mark(end - 1, "]")
        && !page.mark(end - 1, "%")
    {
        end -= 1;
    }
    (first < end && words(page, first, end) > 1).then_some((first, end))
}

fn words(page: &Page<'_>, first: usize, end: usize) -> usize {
    let word = |at: &usize| {
        matches!(
            page.kind(*at),
            Some(Kind::Lower | Kind::Capital | Kind::Caps | Kind::Initial | Kind::Number)
        )
    };
    (first..end).filter(word).take(3).count()
}

/// Whether the words are nothing but one quotation, so that there is nothing to add.
pub(super) fn is_bare_quotation(page: &Page<'_>, first: usize, end: usize) -> bool {
    let outside = (first..end).filter(|&at| !page.quoted(at) && !page.is_mark(at));
    outside.take(1).count() == 0
}
