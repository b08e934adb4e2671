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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Query, Term};
    use crate::model::Code;

    /// Friday, 15 December 2017, 10:20:30 UTC.
    const NOW: i64 = 1_513_333_230;

    fn written(text: &str) -> String {
        Query::parse(text, NOW).unwrap().to_string()
    }

    /// The part of the text that could not be read, and why.
    fn refused(text: &str) -> (&str, String) {
        let error = Query::parse(text, NOW).unwrap_err();
        (&text[error.span.clone()], error.to_string())
    }

    #[test]
    fn a_query_is_written_as_it_is_read() {
        for text in [
            "syr deal",
            "'exact !not",
            "country:sy speaker:lavrv,lind !source:wire",
            "org:council place:oslo",
            "quote:\"pack their\",home body:ferry",
            "is:bookmarked,unread after:2017-12-01 before:7d",
            "speaker:=\"Ines Marlow\",=Lind",
            "12:30 u.s. a,b c\\d",
        ] {
            assert_eq!(written(text), text);
        }
    }

    #[test]
    fn there_are_other_ways_to_write_the_same() {
        assert_eq!(written("  -oslo\t!'port --x "), "!oslo !'port !x");
        assert_eq!(written("\"ferry talks\" “two words”"), "'\"ferry talks\" '\"two words\"");
        assert_eq!(written("ORG:a organisation:b Organization:c"), "org:a org:b org:c");
        assert_eq!(written("quote:“pack their” country:no,"), "quote:\"pack their\" country:no");
        assert_eq!(written("is:BOOKMARKED after:Yesterday"), "is:bookmarked after:yesterday");
    }

    #[test]
    fn what_cannot_be_read_is_pointed_at() {
        assert_eq!(refused("oslo country: no").0, "country:");
        assert_eq!(refused("country:,").0, "country:,");
        assert_eq!(refused("speaker:... oslo").0, "speaker:...");
        assert_eq!(refused("oslo colour:red").0, "colour:");
        assert_eq!(refused("quote:\"pack their").0, "\"pack their");
        assert_eq!(refused("quote:\"pack\"their x").0, "\"pack\"");
        assert_eq!(refused("after:2017,soon oslo").0, "soon");
        assert_eq!(refused("is:bookmarked,blüe").0, "blüe");
        assert_eq!(refused("oslo ! port").0, "!");
        assert_eq!(refused("'").0, "'");
    }

    #[test]
    fn a_reason_is_plain_and_harmless() {
        assert_eq!(refused("country:").1, "“country:” needs a value, such as country:norway");
        assert!(refused("colour:red").1.starts_with("there is no field “colour:”"));
        assert!(!refused("after:\"\u{1b}[2J\u{202e}\"").1.contains(char::is_control));
        assert!(refused(&format!("is:{}", "x".repeat(100_000))).1.len() < 200);
    }

    #[test]
    fn a_picked_name_is_quoted_when_it_must_be() {
        assert_eq!(Term::country(Code::new("no").unwrap()).to_string(), "country:NO");
        assert_eq!(Term::speaker("Lind").to_string(), "speaker:=Lind");
        assert_eq!(Term::speaker("Ines Marlow").to_string(), "speaker:=\"Ines Marlow\"");
        assert_eq!(Term::source("A \"B\", C").to_string(), "source:=\"A \\\"B\\\", C\"");
    }

    #[test]
    fn a_breadcrumb_is_short() {
        let labels = |text: &str| -> Vec<String> {
            Query::parse(text, NOW).unwrap().terms().iter().map(Term::label).collect()
        };
        assert_eq!(labels("country:norway speaker:=\"Ines Marlow\""), ["Norway", "Ines Marlow"]);
        assert_eq!(labels("quote:\"pack their\" !oslo"), ["“pack their”", "not oslo"]);
        assert_eq!(labels("country:no,dk before:7d"), ["Norway or Denmark", "before 7d"]);
    }

    fn constructed() -> impl Strategy<Value = Term> {
        let make = prop::sample::select(vec![
            Term::speaker as fn(&str) -> Term,
            Term::organisation,
            Term::source,
            Term::place,
        ]);
        let name = prop_oneof![any::<String>(), "[a=\"'“”,\\\\!: -]{0,6}"];
        (make, name, any::<bool>()).prop_map(|(make, name, negated)| {
            let term = make(&name);
            if negated { term.negated() } else { term }
        })
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in prop_oneof![
            any::<String>(),
            "([!'-]?(country:|speaker:=?|quote:|is:|after:|[a-z])([\"“”,a7d\\\\' é]){0,6} ?){0,4}",
        ]) {
            match Query::parse(&text, NOW) {
                Ok(query) => {
                    let again = Query::parse(&query.to_string(), NOW);
                    prop_assert_eq!(again.as_ref(), Ok(&query), "{}", query);
                }
                Err(error) => prop_assert!(text.get(error.span).is_some()),
            }
        }

        #[test]
        fn a_picked_term_is_read_back(terms in prop::collection::vec(constructed(), 1..4)) {
            let query: Query = terms.into_iter().collect();
            prop_assert_eq!(Query::parse(&query.to_string(), NOW), Ok(query));
        }
    }
}
