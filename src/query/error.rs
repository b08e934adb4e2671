//! Why a query could not be read, and where.

use std::fmt;
use std::ops::Range;

use super::field::Field;

/// The first term that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct QueryError {
    /// Bytes of the query text, on character boundaries.
    pub span: Range<usize>,
    pub reason: Reason,
}

/// What is wrong, in words for the reader. What is quoted of the text is escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// `colour:red`
    UnknownField(String),
    /// `country:`
    NoValue(Field),
    /// `!`, or an accent without its letter.
    NothingToFind,
    /// `after:yesteryear`
    BadDate(String),
    /// `is:blue`
    BadMark(String),
    /// `quote:"pack their`
    UnclosedQuote,
    /// `quote:"pack"their`
    AfterQuote,
}

impl QueryError {
    /// Whether the term says nothing yet, so that it asks for nothing.
    fn is_empty(&self) -> bool {
        matches!(self.reason, Reason::NoValue(_) | Reason::NothingToFind)
    }

    /// The text without the term, when that says nothing yet.
    pub(super) fn rest(&self, text: &str) -> Option<String> {
        let (before, after) = (text.get(..self.span.start)?, text.get(self.span.end..)?);
        self.is_empty().then(|| [before, after].concat())
    }

    /// Whether more typing may yet make sense of it, so that a prompt need not scold.
    pub fn is_unfinished(&self) -> bool {
        match self.reason {
            Reason::NoValue(_)
            | Reason::NothingToFind
            | Reason::UnclosedQuote
            | Reason::BadDate(_)
            | Reason::BadMark(_) => true,
            Reason::UnknownField(_) | Reason::AfterQuote => false,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::UnknownField(name) => {
                write!(f, "there is no field “{}:”; the fields are", short(name))?;
                Field::ALL.iter().try_for_each(|field| write!(f, " {field}:"))
            }
            Reason::NoValue(field) => {
                write!(f, "“{field}:” needs a value, such as {field}:{}", field.example())
            }
            Reason::NothingToFind => f.write_str("nothing to look for"),
            Reason::BadDate(text) => write!(
                f,
                "“{}” is not a date; write 2017-12-01, 2017-12, 2017, 12h, 7d, 2w, 3m, 1y, \
                 today or yesterday",
                short(text)
            ),
            Reason::BadMark(text) => {
                write!(
                    f,
                    "“is:{}” is not known; write is:bookmarked, is:read or is:unread",
                    short(text)
                )
            }
            Reason::UnclosedQuote => f.write_str("the quotation mark is never closed"),
            Reason::AfterQuote => {
                f.write_str("a space or a comma must follow the closing quotation mark")
            }
        }
    }
}

/// The head of a text, fit to be shown.
fn short(text: &str) -> String {
    const MOST: usize = 40;
    let head = text.chars().take(MOST).flat_map(char::escape_debug);
    head.chain(text.chars().nth(MOST).map(|_| '…')).collect()
}
