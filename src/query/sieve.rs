//! A query made ready: it says yes or no to one story, from its own facts when they
//! are at hand, or from the packed facts of a library.

use std::fmt;
use std::sync::Arc;

use super::Query;
use super::country;
use super::field::Field;
use super::headline::Word;
use super::names::{NameSet, Pattern};
use super::needle::{Buf, Needle};
use super::term::{Mark, Term, Test};
use crate::model::{Bookmarks, Code, FactsOf, Library, NameId, Names, Span, Story, StoryFacts};
use crate::text::fold::fold_into;

/// What the reader has done with stories, by story key.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub kept: Arc<Bookmarks>,
}

/// Finds the quotations of a story, for `quote:` where no facts are kept yet.
pub trait Quoted: Send + Sync {
    /// Spans in the body.
    fn quoted(&self, story: &Story<'_>) -> Vec<Span>;
}

/// A stand-in where `quote:` cannot be asked: nobody is quoted.
#[derive(Clone, Copy, Debug)]
pub struct NoQuotes;

impl Quoted for NoQuotes {
    fn quoted(&self, _: &Story<'_>) -> Vec<Span> {
        Vec::new()
    }
}

/// A query made ready for many stories.
#[derive(Clone)]
pub struct Sieve {
    /// In the order of the query.
    checks: Vec<Check>,
    marks: Marks,
    quoted: Arc<dyn Quoted>,
}

impl fmt::Debug for Sieve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sieve").field("checks", &self.checks).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug)]
pub(super) struct Check {
    pub(super) negated: bool,
    pub(super) test: Ready,
}

/// A term's test made ready.
#[derive(Clone, Debug)]
pub(super) enum Ready {
    Word(Word),
    Exact(Needle),
    Countries(Vec<Code>),
    Named(Field, Vec<Pattern>, NameSet),
    Quote(Vec<Needle>),
    Body(Vec<Needle>),
    Is(Vec<Mark>),
    After(i64),
    Before(i64),
}

/// One story as a sieve sees it.
pub(super) struct Seen<'a> {
    pub(super) story: Story<'a>,
    pub(super) folded: &'a str,
    pub(super) mask: u32,
    pub(super) facts: Known<'a>,
}

/// What is known of a story.
#[derive(Clone, Copy)]
pub(super) enum Known<'a> {
    /// No facts are needed, or none are there yet.
    Nothing,
    Packed(FactsOf<'a>),
    Own(&'a StoryFacts),
}

impl Sieve {
    pub fn new(query: &Query, marks: Marks) -> Sieve {
        Sieve::with_quotes(query, marks, Arc::new(NoQuotes))
    }

    /// A sieve that can answer `quote:` without facts too.
    pub fn with_quotes(query: &Query, marks: Marks, quoted: Arc<dyn Quoted>) -> Sieve {
        let checks = query.terms().iter().map(Check::new).collect();
        Sieve { checks, marks, quoted }
    }

    /// Whether a story answers the query, by its own facts.
    pub fn matches(&self, story: &Story<'_>, facts: &StoryFacts) -> bool {
        let mut folded = String::new();
        fold_into(story.headline, &mut folded);
        let mask = crate::model::letters(&folded);
        let seen = Seen { story: *story, folded: &folded, mask, facts: Known::Own(facts) };
        self.passes(&seen, &mut Buf::default())
    }

    pub(super) fn passes(&self, seen: &Seen<'_>, buf: &mut Buf) -> bool {
        self.in_order().all(|check| self.holds(&check.test, seen, buf) != check.negated)
    }

    /// The letters every headline that passes must have.
    pub(super) fn mask(&self) -> u32 {
        self.words().fold(0, |mask, word| mask | word.mask())
    }

    /// The checks, cheapest first.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Check> {
        let of_cost = |cost| self.checks.iter().filter(move |check| check.test.cost() == cost);
        (0..=Ready::DEAREST).flat_map(of_cost)
    }

    /// The words looked for, in the order of the query.
    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.checks.iter().filter_map(|check| match &check.test {
            Ready::Word(word) if !check.negated => Some(word),
            _ => None,
        })
    }

    /// Whether what `other` let pass can be relied on: the marks and quotations it
    /// asked about are the same ones.
    pub(super) fn sees_as(&self, other: &Sieve) -> bool {
        let (ours, theirs) = (&self.marks, &other.marks);
        other.checks.iter().all(|check| match check.test {
            Ready::Is(_) => Arc::ptr_eq(&ours.kept, &theirs.kept),
            Ready::Quote(_) => Arc::ptr_eq(&self.quoted, &other.quoted),
            _ => true,
        })
    }

    /// Resolves names met since the last time. True when that changes the answer for
    /// stories already asked about.
    pub(super) fn learn(&mut self, names: &Names) -> bool {
        let mut changed = false;
        for check in &mut self.checks {
            if let Ready::Named(field, patterns, set) = &mut check.test {
                set.learn(names, patterns);
                changed |= *field == Field::Speaker && set.relate(names, patterns);
            }
        }
        changed
    }

    /// Whether what the query's term at `index` names, wanted or not, is in some story
    /// of the library; so too when it names nothing.
    pub(super) fn names_something(&self, index: usize, library: &Library) -> bool {
        let Some(check) = self.checks.get(index).filter(|check| check.test.is_named()) else {
            return true;
        };
        let mut shelves = (0..library.chunk_count()).filter_map(|index| library.chunk(index));
        shelves.any(|shelf| {
            let names = |facts| check.test.names(&facts);
            shelf.facts.is_some_and(|facts| facts.iter().any(names))
        })
    }

    pub(super) fn holds(&self, test: &Ready, seen: &Seen<'_>, buf: &mut Buf) -> bool {
        match test {
            Ready::Word(word) => seen.mask & word.mask() == word.mask() && word.is_in(seen.folded),
            Ready::Exact(needle) => needle.is_in_folded(seen.folded),
            Ready::Countries(_) | Ready::Named(..) => match seen.facts {
                Known::Nothing => false,
                Known::Packed(facts) => test.names(&facts),
                Known::Own(facts) => test.names_in(facts),
            },
            Ready::Body(needles) => needles.iter().any(|needle| needle.is_in(seen.story.body, buf)),
            Ready::Quote(needles) => self.says(needles, seen, buf),
            Ready::Is(marks) => marks.iter().any(|mark| self.is(*mark, seen.story.key)),
            Ready::After(at) => seen.story.published.is_some_and(|published| published >= *at),
            Ready::Before(at) => seen.story.published.is_some_and(|published| published < *at),
        }
    }

    fn is(&self, mark: Mark, key: &str) -> bool {
        match mark {
            Mark::Bookmarked => self.marks.kept.contains(key),
            Mark::Read => false,
            Mark::Unread => true,
        }
    }

    /// Whether somebody is quoted with these words. A body without them is not read for
    /// quotations at all.
    fn says(&self, needles: &[Needle], seen: &Seen<'_>, buf: &mut Buf) -> bool {
        let body = seen.story.body;
        let mut has = |text: &str| needles.iter().any(|needle| needle.is_in(text, buf));
        match seen.facts {
            Known::Own(facts) => facts.quotes.iter().any(|quote| has(quote.span.of(body))),
            Known::Packed(facts) => facts.quotes.iter().any(|quote| has(quote.of(body))),
            Known::Nothing => {
                has(body) && self.quoted.quoted(&seen.story).iter().any(|span| has(span.of(body)))
            }
        }
    }
}

impl Ready {
    const DEAREST: u8 = 4;

    /// What asking it of one story costs, roughly.
    fn cost(&self) -> u8 {
        match self {
            Ready::Countries(_) | Ready::Named(..) => 0,
            Ready::After(_) | Ready::Before(_) => 1,
            Ready::Word(_) | Ready::Exact(_) | Ready::Is(_) => 2,
            Ready::Body(_) => 3,
            Ready::Quote(_) => Ready::DEAREST,
        }
    }

    /// Whether it asks for facts: all such checks are the cheapest.
    pub(super) fn is_named(&self) -> bool {
        matches!(self, Ready::Countries(_) | Ready::Named(..))
    }

    /// Whether packed facts have what is named.
    pub(super) fn names(&self, facts: &FactsOf<'_>) -> bool {
        let any = |ids: &[NameId], set: &NameSet| ids.iter().any(|id| set.contains(*id));
        match self {
            Ready::Countries(codes) => facts.countries.iter().any(|code| codes.contains(code)),
            Ready::Named(Field::Speaker, _, set) => any(facts.speakers, set),
            Ready::Named(Field::Organisation, _, set) => any(facts.organisations, set),
            Ready::Named(Field::Source, _, set) => facts.source.is_some_and(|id| set.contains(id)),
            Ready::Named(Field::Place, _, set) => facts.place.is_some_and(|id| set.contains(id)),
            _ => false,
        }
    }

    /// Whether a story's own facts have what is named.
    fn names_in(&self, facts: &StoryFacts) -> bool {
        let (field, patterns) = match self {
            Ready::Countries(codes) => {
                return facts.countries.iter().any(|country| codes.contains(&country.code));
            }
            Ready::Named(field, patterns, _) => (field, patterns),
            _ => return false,
        };
        let mut folded = String::new();
        let mut meant =
            |name: &str| patterns.iter().any(|pattern| pattern.matches(name, &mut folded));
        match field {
            Field::Speaker => facts.speakers.iter().any(|speaker| meant(&speaker.name)),
            Field::Organisation => facts.organisations.iter().any(|body| meant(&body.name)),
            Field::Source => facts.source.as_deref().is_some_and(meant),
            Field::Place => facts.place.as_deref().is_some_and(meant),
            _ => false,
        }
    }
}

impl Check {
    fn new(term: &Term) -> Check {
        let needles = |texts: &[String]| texts.iter().map(|text| Needle::new(text)).collect();
        let test = match &term.test {
            // Nearly every headline has the letters of a short word somewhere.
            Test::Word(text) if term.negated => Ready::Exact(Needle::new(text)),
            Test::Word(text) => Ready::Word(Word::new(text)),
            Test::Exact(text) => Ready::Exact(Needle::new(text)),
            Test::Named(Field::Country, names) => {
                Ready::Countries(names.iter().flat_map(country::codes).collect())
            }
            Test::Named(field, names) => {
                let patterns = names.iter().map(Pattern::new).collect();
                Ready::Named(*field, patterns, NameSet::default())
            }
            Test::Quote(texts) => Ready::Quote(needles(texts)),
            Test::Body(texts) => Ready::Body(needles(texts)),
            Test::Is(marks) => Ready::Is(marks.clone()),
            // Of alternatives the widest says it all.
            Test::After(dates) => Ready::After(dates.iter().map(|at| at.at).min().unwrap_or(0)),
            Test::Before(dates) => Ready::Before(dates.iter().map(|at| at.at).max().unwrap_or(0)),
        };
        Check { negated: term.negated, test }
    }
}
