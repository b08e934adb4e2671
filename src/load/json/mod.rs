//! JSON documents: a story, a list of stories, or an object that holds a list.
//!
//! The document is taken as a row of values with brackets and commas between, so that
//! one bad record, a cut end or a missing bracket costs no more than itself.

mod fields;
mod keys;
mod nest;
mod number;
mod record;
mod text;

use serde_json::value::RawValue;

pub(super) use self::fields::{Fields, Named};
pub(super) use self::nest::object;
pub(super) use self::record::Record;
use super::input::{Failure, Input};
use super::outlet::Outlet;

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    let depth = nest::DEEPEST;
    Document { text: &text, at: 0, lines: Lines::from(1), depth, outlet }.read(&mut Record::new())
}

/// A document being read from `at` on.
struct Document<'a, 'o> {
    text: &'a str,
    at: usize,
    lines: Lines,
    /// How many levels of objects are still looked into.
    depth: u32,
    outlet: &'a mut Outlet<'o>,
}

impl Document<'_, '_> {
    fn read(mut self, record: &mut Record) -> Result<(), Failure> {
        let mut salvaged = false;
        loop {
            let between = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | ',');
            self.at = self.text.len() - self.text[self.at..].trim_start_matches(between).len();
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return Ok(());
            }
            let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
            let line = self.lines.at(self.text, self.at);
            match values.next() {
                Some(Ok(value)) => {
                    nest::object_within(value.get(), line, self.depth, record, self.outlet)?;
                    self.at += values.byte_offset();
                }
                Some(Err(error)) => {
                    let broken_at = self.at + offset(rest, &error);
                    let broken_line = self.lines.at(self.text, broken_at);
                    self.outlet.problem(Some(broken_line), &reason(&error));
                    // An object cut off may yet hold a list whose records are whole.
                    let inside = (!salvaged).then(|| list_inside(rest)).flatten();
                    salvaged = true;
                    match inside.map(|inside| self.at + inside).or_else(|| self.resume(broken_at)) {
                        Some(at) => self.at = at,
                        None => return Ok(()),
                    }
                }
                None => return Ok(()),
            }
        }
    }

    /// Where a line begins with another object, behind the place that cannot be read.
    fn resume(&self, broken_at: usize) -> Option<usize> {
        let mut at = broken_at.max(self.at + 1);
        loop {
            at += self.text.get(at..)?.find('\n')? + 1;
            if self.text[at..].trim_start_matches([' ', '\t', ',', '[']).starts_with('{') {
                return Some(at);
            }
        }
    }
}

/// Behind the first `[` that a `{` follows.
fn list_inside(text: &str) -> Option<usize> {
    let starts = |at: &usize| text[at + 1..].trim_start().starts_with('{');
    text.starts_with('{').then(|| memchr::memchr_iter(b'[', text.as_bytes()).find(starts)).flatten()
}

/// Byte offset of the place an error names.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let line_start = match error.line().checked_sub(2) {
        None => 0,
        Some(nth) => memchr::memchr_iter(b'\n', text.as_bytes()).nth(nth).map_or(0, |at| at + 1),
    };
    text.floor_char_boundary((line_start + error.column().saturating_sub(1)).min(text.len()))
}

/// What is wrong, without the place: a problem says that itself.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(&*text, |(what, _)| what);
    format!("cannot be read as JSON: {what}")
}

/// Counts lines on the way through a document.
pub(super) struct Lines {
    at: usize,
    line: u32,
}

impl From<u32> for Lines {
    /// Begins on a line counted from 1.
    fn from(line: u32) -> Lines {
        Lines { at: 0, line }
    }
}

impl Lines {
    /// The line, from 1, that a byte stands on. Never goes back.
    pub(super) fn at(&mut self, text: &str, at: usize) -> u32 {
        if let Some(passed) = text.as_bytes().get(self.at..at) {
            self.line += memchr::memchr_iter(b'\n', passed).count() as u32;
            self.at = at;
        }
        self.line
    }
}
