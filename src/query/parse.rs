//! Query text to terms: the grammar of the prompt, the pickers and `--filter`.
//!
//! ```text
//! query  = term *( SPACE term )
//! term   = [ "!" / "-" ] ( field ":" value *( "," value ) / "'" text / QUOTED / WORD )
//! value  = [ "=" ] ( QUOTED / TEXT )          "=" before a name: just this one
//! QUOTED = '"' any text, \" and \\ for the mark and the backslash itself '"'
//! ```

use std::ops::Range;

use super::date::When;
use super::error::{QueryError, Reason};
use super::field::Field;
use super::term::{Mark, Name, Term, Test};
use crate::text::fold;

/// Every term of the text, in order.
pub(super) fn terms(text: &str, now: i64) -> Result<Vec<Term>, QueryError> {
    let mut reader = Reader { text, at: 0, now };
    let mut terms = Vec::new();
    loop {
        reader.skip(char::is_whitespace);
        if reader.rest().is_empty() {
            return Ok(terms);
        }
        terms.push(reader.term()?);
    }
}

/// Whether a text after `'` needs no quotation marks to be read back.
pub(super) fn is_bare_word(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(['"', '“']) && !text.contains(char::is_whitespace)
}

/// Whether a value needs no quotation marks to be read back.
pub(super) fn is_bare_value(text: &str) -> bool {
    is_bare_word(text) && !text.starts_with('=') && !text.contains([',', '"', '“', '”'])
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    now: i64,
}

/// A value as read, with where it stands.
struct Value {
    text: String,
    span: Range<usize>,
    exact: bool,
    quoted: bool,
}

impl<'a> Reader<'a> {
    fn term(&mut self) -> Result<Term, QueryError> {
        let start = self.at;
        self.skip(|c| c == '!' || c == '-');
        let negated = self.at > start;
        let test = if self.eat("'") || self.rest().starts_with(['"', '“']) {
            Test::Exact(self.some_text(start, char::is_whitespace)?)
        } else if let Some(name) = field_name(self.rest()) {
            self.field(name)?
        } else {
            Test::Word(self.some_text(start, char::is_whitespace)?)
        };
        Ok(Term { negated, test })
    }

    fn field(&mut self, name: &str) -> Result<Test, QueryError> {
        let start = self.at;
        self.at += name.len() + 1;
        let Some(field) = Field::read(name) else {
            return Err(self.error(start, Reason::UnknownField(name.into())));
        };
        let values = self.values()?;
        let missing = || self.error(start, Reason::NoValue(field));
        let values: Vec<_> = values.into_iter().filter(|value| value.says(field)).collect();
        if values.is_empty() {
            return Err(missing());
        }
        match field {
            Field::Quote => Ok(Test::Quote(texts(values))),
            Field::Body => Ok(Test::Body(texts(values))),
            Field::Is => each(&values, Self::mark).map(Test::Is),
            Field::After => each(&values, |value| self.when(value)).map(Test::After),
            Field::Before => each(&values, |value| self.when(value)).map(Test::Before),
            Field::Country
            | Field::Speaker
            | Field::Organisation
            | Field::Source
            | Field::Place => {
                let name = |Value { text, exact, .. }| Name { text, exact };
                Ok(Test::Named(field, values.into_iter().map(name).collect()))
            }
        }
    }

    /// Values parted by commas, up to a space.
    fn values(&mut self) -> Result<Vec<Value>, QueryError> {
        let mut values = Vec::new();
        loop {
            let start = self.at;
            let exact = self.eat("=");
            let quoted = self.rest().starts_with(['"', '“']);
            let text = self.text_until(|c| c == ',' || c.is_whitespace())?;
            values.push(Value { text, span: start..self.at, exact, quoted });
            if !self.eat(",") {
                return Ok(values);
            }
        }
    }

    fn mark(value: &Value) -> Result<Mark, QueryError> {
        let known =
            Mark::ALL.into_iter().find(|mark| value.text.eq_ignore_ascii_case(mark.as_str()));
        known.ok_or_else(|| value.error(Reason::BadMark(value.text.clone())))
    }

    fn when(&self, value: &Value) -> Result<When, QueryError> {
        let when = When::read(&value.text, self.now);
        when.ok_or_else(|| value.error(Reason::BadDate(value.text.clone())))
    }

    /// Text of which something is left when case and accents are laid aside.
    fn some_text(&mut self, start: usize, ends: fn(char) -> bool) -> Result<String, QueryError> {
        let text = self.text_until(ends)?;
        if fold(&text).is_empty() {
            Err(self.error(start, Reason::NothingToFind))
        } else {
            Ok(text)
        }
    }

    /// Text in quotation marks, or up to the character that ends it.
    fn text_until(&mut self, ends: fn(char) -> bool) -> Result<String, QueryError> {
        let start = self.at;
        let closing = match self.rest().chars().next() {
            Some('"') => '"',
            Some('“') => '”',
            _ => return Ok(self.skip(|c| !ends(c)).into()),
        };
        let text = self
            .quoted(closing)
            .ok_or(QueryError { span: start..self.text.len(), reason: Reason::UnclosedQuote })?;
        match self.rest().chars().next() {
            Some(next) if !ends(next) => Err(self.error(start, Reason::AfterQuote)),
            _ => Ok(text),
        }
    }

    /// What stands between the mark here and the closing one, or `None` when there is
    /// no closing one.
    fn quoted(&mut self, closing: char) -> Option<String> {
        let mut text = String::new();
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => text.push(letters.next()?.1),
                letter if letter == closing => {
                    self.at += at + letter.len_utf8();
                    return Some(text);
                }
                letter => text.push(letter),
            }
        }
        None
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let skipped = &rest[..rest.find(|c| !wanted(c)).unwrap_or(rest.len())];
        self.at += skipped.len();
        skipped
    }

    fn eat(&mut self, token: &str) -> bool {
        let here = self.rest().starts_with(token);
        self.at += if here { token.len() } else { 0 };
        here
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// An error over what has been read since `start`.
    fn error(&self, start: usize, reason: Reason) -> QueryError {
        QueryError { span: start..self.at, reason }
    }
}

impl Value {
    /// Whether there is something to look for. A name is told by its letters and
    /// digits; only one picked exactly may be anything.
    fn says(&self, field: Field) -> bool {
        match field {
            Field::Quote | Field::Body => !fold(&self.text).is_empty(),
            Field::Is | Field::After | Field::Before => !self.text.is_empty(),
            _ if self.exact => self.quoted || !self.text.is_empty(),
            _ => fold(&self.text).contains(char::is_alphanumeric),
        }
    }

    fn error(&self, reason: Reason) -> QueryError {
        QueryError { span: self.span.clone(), reason }
    }
}

fn each<T>(
    values: &[Value],
    read: impl Fn(&Value) -> Result<T, QueryError>,
) -> Result<Vec<T>, QueryError> {
    values.iter().map(read).collect()
}

fn texts(values: Vec<Value>) -> Vec<String> {
    values.into_iter().map(|value| value.text).collect()
}

/// The letters before a colon, when the text begins so.
fn field_name(text: &str) -> Option<&str> {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    (letters > 0 && text[letters..].starts_with(':')).then(|| &text[..letters])
}
