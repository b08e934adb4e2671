//! One condition of a query: what it asks for, how it is written, how it is called.

use std::fmt;

use super::date::When;
use super::field::Field;
use super::parse::{is_bare_value, is_bare_word};
use crate::model::Code;
use crate::text::fold;

/// One condition. Made by parsing or by the constructors the pickers use; its
/// `Display` is text that parses back to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    pub(super) negated: bool,
    pub(super) test: Test,
}

/// What a term asks for. Several values of one field are alternatives, and there is
/// always at least one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Test {
    /// Letters that stand in the headline in this order; ruled out, a part of it as it is.
    Word(String),
    /// A part of the headline as it is.
    Exact(String),
    /// Country, speaker, organisation, source or place.
    Named(Field, Vec<Name>),
    Quote(Vec<String>),
    Body(Vec<String>),
    Is(Vec<Mark>),
    After(Vec<When>),
    Before(Vec<When>),
}

/// A name to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Name {
    pub(super) text: String,
    /// Just this name, not one like it: written with `=`.
    pub(super) exact: bool,
}

/// What the reader has done with a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    Bookmarked,
    /// No key marks a story read yet, so that none is,
    Read,
    /// and all are unread.
    Unread,
}

impl Mark {
    pub(super) const ALL: [Mark; 3] = [Mark::Bookmarked, Mark::Read, Mark::Unread];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Mark::Bookmarked => "bookmarked",
            Mark::Read => "read",
            Mark::Unread => "unread",
        }
    }
}

impl Term {
    /// Stories concerned with a country.
    pub fn country(code: Code) -> Term {
        Term::new(Test::Named(
            Field::Country,
            vec![Name { text: code.as_str().into(), exact: false }],
        ))
    }

    /// Stories in which just this person speaks.
    pub fn speaker(name: &str) -> Term {
        Term::exactly(Field::Speaker, name)
    }

    /// Stories that name just this organisation.
    pub fn organisation(name: &str) -> Term {
        Term::exactly(Field::Organisation, name)
    }

    /// Stories from just this agency or outlet.
    pub fn source(name: &str) -> Term {
        Term::exactly(Field::Source, name)
    }

    /// Stories datelined in just this place.
    pub fn place(name: &str) -> Term {
        Term::exactly(Field::Place, name)
    }

    /// Stories that quote these words.
    pub fn quote(words: &str) -> Term {
        Term::new(Test::Quote(vec![words.into()]))
    }

    fn exactly(field: Field, name: &str) -> Term {
        Term::new(Test::Named(field, vec![Name { text: name.into(), exact: true }]))
    }

    pub(super) fn new(test: Test) -> Term {
        Term { negated: false, test }
    }

    /// The opposite term.
    #[must_use]
    pub fn negated(self) -> Term {
        Term { negated: !self.negated, ..self }
    }

    /// Whether it asks for stories that do not have what it names.
    pub fn is_negated(&self) -> bool {
        self.negated
    }

    /// One term for either, when both are about the same field and not negated:
    /// several names marked in a picker.
    pub fn or(&self, other: &Term) -> Option<Term> {
        if self.negated || other.negated {
            return None;
        }
        let test = match (&self.test, &other.test) {
            (Test::Named(field, ours), Test::Named(theirs, names)) if field == theirs => {
                Test::Named(*field, union(ours, names))
            }
            (Test::Quote(ours), Test::Quote(theirs)) => Test::Quote(union(ours, theirs)),
            (Test::Body(ours), Test::Body(theirs)) => Test::Body(union(ours, theirs)),
            (Test::Is(ours), Test::Is(theirs)) => Test::Is(union(ours, theirs)),
            _ => return None,
        };
        Some(Term::new(test))
    }

    /// The field it names, or `None` for a word of the headline.
    pub fn field(&self) -> Option<Field> {
        match &self.test {
            Test::Word(_) | Test::Exact(_) => None,
            Test::Named(field, _) => Some(*field),
            Test::Quote(_) => Some(Field::Quote),
            Test::Body(_) => Some(Field::Body),
            Test::Is(_) => Some(Field::Is),
            Test::After(_) => Some(Field::After),
            Test::Before(_) => Some(Field::Before),
        }
    }

    /// What a breadcrumb calls it: `Norway`, `Ines Marlow`, `“pack their”`.
    pub fn label(&self) -> String {
        let label = match &self.test {
            Test::Word(text) => text.clone(),
            Test::Exact(text) => format!("“{text}”"),
            Test::Named(Field::Country, names) => either(names, country_label),
            Test::Named(_, names) => either(names, |name| name.text.clone()),
            Test::Quote(texts) => either(texts, |text| format!("“{text}”")),
            Test::Body(texts) => format!("text “{}”", either(texts, Clone::clone)),
            Test::Is(marks) => either(marks, |mark| mark.as_str().into()),
            Test::After(dates) => format!("after {}", either(dates, |when| when.written.clone())),
            Test::Before(dates) => format!("before {}", either(dates, |when| when.written.clone())),
        };
        if self.negated { format!("not {label}") } else { label }
    }

    /// Whether only facts can answer it, not the text alone.
    pub(super) fn needs_facts(&self) -> bool {
        matches!(self.test, Test::Named(..))
    }

    /// Whether only the body can answer it.
    pub(super) fn reads_bodies(&self) -> bool {
        matches!(self.test, Test::Body(_) | Test::Quote(_))
    }

    /// Whether it asks for a country there is not.
    pub(super) fn is_no_country(&self) -> bool {
        match &self.test {
            Test::Named(Field::Country, names) => {
                names.iter().all(|name| super::country::codes(name).is_empty())
            }
            _ => false,
        }
    }

    /// The word by which hits are ranked: one that is looked for, not ruled out.
    pub(super) fn word(&self) -> Option<&str> {
        match &self.test {
            Test::Word(text) if !self.negated => Some(text),
            _ => None,
        }
    }

    /// Whether every story that answers this term answers `other`. May say no when
    /// it is so, never yes when it is not.
    pub(super) fn implies(&self, other: &Term) -> bool {
        match (self.negated, other.negated) {
            (false, false) => self.test.implies(&other.test),
            (true, true) => match (&self.test, &other.test) {
                // What is ruled out is a part of the headline as it is.
                (Test::Word(new) | Test::Exact(new), Test::Word(old) | Test::Exact(old)) => {
                    fold(old).contains(&fold(new))
                }
                (new, old) => old.implies(new),
            },
            _ => false,
        }
    }
}

impl Test {
    fn implies(&self, other: &Test) -> bool {
        match (self, other) {
            (Test::Word(new) | Test::Exact(new), Test::Word(old)) => subsequence(new, old),
            (Test::Exact(new), Test::Exact(old)) => fold(new).contains(&fold(old)),
            (Test::Quote(new), Test::Quote(old)) | (Test::Body(new), Test::Body(old)) => {
                let old: Vec<_> = old.iter().map(|text| fold(text)).collect();
                new.iter().all(|new| old.iter().any(|old| fold(new).contains(old)))
            }
            _ => self == other,
        }
    }
}

/// Whether the letters of `old` stand in `new` in this order.
fn subsequence(new: &str, old: &str) -> bool {
    let new = fold(new);
    let mut letters = new.chars();
    fold(old).chars().all(|letter| letters.any(|other| other == letter))
}

fn union<T: Clone + PartialEq>(ours: &[T], theirs: &[T]) -> Vec<T> {
    let mut both = ours.to_vec();
    both.extend(theirs.iter().filter(|value| !ours.contains(value)).cloned());
    both
}

fn either<T>(values: &[T], label: impl Fn(&T) -> String) -> String {
    values.iter().map(label).collect::<Vec<_>>().join(" or ")
}

fn country_label(name: &Name) -> String {
    match super::country::codes(name)[..] {
        [code] => code.name().into(),
        _ => name.text.clone(),
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("!")?;
        }
        match &self.test {
            Test::Word(text) => f.write_str(text),
            Test::Exact(text) if is_bare_word(text) => write!(f, "'{text}"),
            Test::Exact(text) => write!(f, "'{}", Quoted(text)),
            Test::Named(field, names) => values(f, *field, names, |f, name| {
                f.write_str(if name.exact { "=" } else { "" })?;
                value(f, &name.text)
            }),
            Test::Quote(texts) => values(f, Field::Quote, texts, |f, text| value(f, text)),
            Test::Body(texts) => values(f, Field::Body, texts, |f, text| value(f, text)),
            Test::Is(marks) => values(f, Field::Is, marks, |f, mark| f.write_str(mark.as_str())),
            Test::After(dates) => values(f, Field::After, dates, |f, at| f.write_str(&at.written)),
            Test::Before(dates) => {
                values(f, Field::Before, dates, |f, at| f.write_str(&at.written))
            }
        }
    }
}

type Written<'a, T> = fn(&mut fmt::Formatter<'a>, &T) -> fmt::Result;

fn values<'a, T>(
    f: &mut fmt::Formatter<'a>,
    field: Field,
    values: &[T],
    write: Written<'a, T>,
) -> fmt::Result {
    write!(f, "{field}:")?;
    for (at, value) in values.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { "," })?;
        write(f, value)?;
    }
    Ok(())
}

fn value(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if is_bare_value(text) { f.write_str(text) } else { write!(f, "{}", Quoted(text)) }
}

/// Text in quotation marks, with what would end them escaped.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escaped = self.0.replace('\\', "\\\\").replace('"', "\\\"");
        write!(f, "\"{escaped}\"")
    }
}
