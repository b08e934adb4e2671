//! Which stories the reader wants to see: one grammar, everywhere. The prompt, the
//! pickers, saved views and `--filter` all come down to a [`Query`].
//!
//! A [`Query`] is text made sense of; a [`Sieve`] is a query made ready, and says yes
//! or no to one story; a [`Scan`] holds a sieve against a whole library, chunk by
//! chunk, and goes on where it stopped when the library grows. Sieve and scan give
//! the same answers on the same facts: a property test holds them to it.
//!
//! Nothing here reads a clock, starts a thread or extracts: `now`, the reader's
//! [`Marks`] and the quotations of a story ([`Quoted`]) are given by the caller.

mod country;
mod date;
mod error;
mod facets;
mod field;
mod fuzzy;
mod headline;
mod highlight;
mod hits;
mod names;
mod needle;
mod order;
mod parse;
mod rank;
mod scan;
mod sieve;
mod sift;
mod term;
#[cfg(test)]
mod tests;

use std::fmt;

pub use error::{QueryError, Reason};
pub use facets::{Choice, Facets};
pub use field::Field;
pub use highlight::highlights;
pub use hits::Hits;
pub use order::{Order, Sort};
pub use rank::{Ranking, Scored, Share};
pub use scan::{Found, Scan, unmatched};
pub use sieve::{Marks, NoQuotes, Quoted, Sieve};
pub use term::Term;

use crate::model::{Story, StoryFacts};

/// Terms that must all hold. The empty query holds for every story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    terms: Vec<Term>,
}

impl Query {
    /// Reads a query as the reader typed it. `now` is Unix seconds: what `7d` and
    /// `today` are counted from, in UTC. Linear in the length of `text`.
    ///
    /// # Errors
    ///
    /// At the first term that cannot be read, with its place in `text`.
    pub fn parse(text: &str, now: i64) -> Result<Query, QueryError> {
        parse::terms(text, now).map(|terms| Query { terms })
    }

    /// Reads a query still being typed: as [`Query::parse`] does, but a term that says
    /// nothing yet, such as `country:`, asks for nothing.
    ///
    /// # Errors
    ///
    /// At the first other term that cannot be read, with its place among the rest.
    pub fn parse_begun(text: &str, now: i64) -> Result<Query, QueryError> {
        match Query::parse(text, now) {
            Err(error) => match error.rest(text) {
                Some(rest) if rest.len() < text.len() => Query::parse_begun(&rest, now),
                _ => Err(error),
            },
            read => read,
        }
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Adds a term, unless it is there already.
    pub fn push(&mut self, term: Term) {
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
    }

    /// Drops the last term.
    pub fn pop(&mut self) -> Option<Term> {
        self.terms.pop()
    }

    /// Puts a term in the last one's place, or first into an empty query: what a
    /// picker does while its choice moves.
    pub fn replace_last(&mut self, term: Term) {
        self.terms.pop();
        self.push(term);
    }

    /// This query and another: what both ask for.
    #[must_use]
    pub fn and(&self, other: &Query) -> Query {
        let mut both = self.clone();
        other.terms.iter().cloned().for_each(|term| both.push(term));
        both
    }

    /// Whether some term can only be answered from facts, not from the text alone.
    pub fn needs_facts(&self) -> bool {
        self.terms.iter().any(Term::needs_facts)
    }

    /// Whether bodies have to be read to answer it.
    pub fn reads_bodies(&self) -> bool {
        self.terms.iter().any(Term::reads_bodies)
    }

    /// Whether the hits have a best first: the query has words to look for.
    pub fn is_ranked(&self) -> bool {
        self.terms.iter().any(|term| term.word().is_some())
    }

    /// Whether a story answers the query. For many stories make a [`Sieve`] once.
    pub fn matches(&self, story: &Story<'_>, facts: &StoryFacts, marks: &Marks) -> bool {
        Sieve::new(self, marks.clone()).matches(story, facts)
    }

    /// Whether every story this query finds is found by `wider` too, as far as the
    /// text of both can tell: `ferry oslo` is within `fer`.
    fn is_within(&self, wider: &Query) -> bool {
        wider.terms.iter().all(|old| self.terms.iter().any(|new| new.implies(old)))
    }
}

/// Text that parses back to the same query.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.terms.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{term}")?;
        }
        Ok(())
    }
}

impl FromIterator<Term> for Query {
    fn from_iter<I: IntoIterator<Item = Term>>(terms: I) -> Query {
        Query { terms: terms.into_iter().collect() }
    }
}
