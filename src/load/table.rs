//! Tables with a header row: commas, semicolons, tabs or bars between the columns.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::input::{Failure, Input};
use super::json::{Fields, Named};
use super::outlet::Outlet;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 40;

/// So often a row that cannot be read is passed over and reading begins anew below it,
/// for each of which the rest may be gone through once.
const MOST_RESTARTS: u32 = 50;

/// Whether text begins with a header row that names a headline or a text, and has rows.
pub(super) fn begins(text: &str) -> bool {
    let Some((first, rest)) = text.trim_start().split_once('\n') else { return false };
    !rest.trim().is_empty() && header(first).is_some()
}

/// Reads every row as a story.
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    let body = text.trim_start();
    if body.is_empty() {
        return Ok(());
    }
    let above = text[..text.len() - body.len()].matches('\n').count();
    let (first, rows) = body.split_once('\n').unwrap_or((body, ""));
    let Some((delimiter, names)) = header(first) else {
        let reason = "has no header row that names a headline or a text";
        outlet.problem(Some(1), reason);
        return Ok(());
    };
    Table { names, delimiter, fields: Fields::new(), outlet }.read(rows, above as u32 + 2)
}

/// The delimiter and the names of the columns, if they are a story's.
fn header(line: &str) -> Option<(u8, Vec<String>)> {
    let mut fields = Fields::new();
    let delimiter = DELIMITERS.into_iter().max_by_key(|one| {
        // Of two equally frequent the first counts.
        (line.bytes().filter(|byte| byte == one).count(), one != &b'|')
    })?;
    let mut row = StringRecord::new();
    reader(line, delimiter).read_record(&mut row).ok()?;
    let names: Vec<String> = row.iter().map(|name| name.trim().to_owned()).collect();
    let known: Vec<Named> = names.iter().filter_map(|name| fields.named(name)).collect();
    let is_story = known.len() >= 2 && known.iter().any(|named| *named != Named::Other);
    let plain = names.iter().all(|name| name.len() <= LONGEST_NAME);
    (is_story && plain).then_some((delimiter, names))
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder.from_reader(text.as_bytes())
}

struct Table<'a, 'o> {
    names: Vec<String>,
    delimiter: u8,
    fields: Fields,
    outlet: &'a mut Outlet<'o>,
}

impl Table<'_, '_> {
    /// Reads rows, the first of which stands on a line.
    fn read(mut self, rows: &str, line: u32) -> Result<(), Failure> {
        let (mut rest, mut line) = (rows, line);
        let mut restarts = 0;
        loop {
            let Some(bad) = self.rows(rest, line)? else { return Ok(()) };
            restarts += 1;
            // Below the bad row's first line: a quote that is never closed ends there.
            let Some(end) = memchr::memchr(b'\n', &rest.as_bytes()[bad..]) else { return Ok(()) };
            line += rest[..=bad + end].matches('\n').count() as u32;
            rest = &rest[bad + end + 1..];
            if restarts > MOST_RESTARTS {
                self.outlet.problem(Some(line), "and everything below: too many rows are bad");
                return Ok(());
            }
        }
    }

    /// Reads rows up to a bad one that may have swallowed others: where that begins.
    fn rows(&mut self, text: &str, line: u32) -> Result<Option<usize>, Failure> {
        let mut reader = reader(text, self.delimiter);
        let mut row = StringRecord::new();
        let (mut line, mut counted) = (line, 0);
        loop {
            match reader.read_record(&mut row) {
                Ok(true) => (),
                // Text in memory cannot fail, and it is UTF-8.
                Ok(false) | Err(_) => return Ok(None),
            }
            let at = row.position().map_or(0, |at| at.byte() as usize);
            let from = text.len() - text[at..].trim_start_matches(['\n', '\r']).len();
            line += text[counted..from].matches('\n').count() as u32;
            counted = from;
            let end = reader.position().byte() as usize;
            let raw = &text[from..end];
            let open = end == text.len() && raw.matches('"').count() % 2 == 1;
            let wants = self.names.len();
            // Delimiters at the end of a row stand for nothing.
            let is_whole = row.len() >= wants && row.iter().skip(wants).all(str::is_empty);
            if is_whole && !open {
                self.row(&row, line)?;
                continue;
            }
            let has = row.len();
            let reason = if open {
                "has a quote that is never closed".to_owned()
            } else {
                format!("has {has} columns, where the header has {wants}")
            };
            self.outlet.problem(Some(line), &reason);
            if raw.trim_end().contains('\n') {
                return Ok(Some(from));
            }
        }
    }

    fn row(&mut self, row: &StringRecord, line: u32) -> Result<(), Failure> {
        self.fields.start();
        for (name, value) in self.names.iter().zip(row) {
            self.fields.put(name, value);
        }
        if let Some(problem) = self.fields.problem() {
            self.outlet.problem(Some(line), &problem);
        }
        if let Some(story) = self.fields.story() {
            return self.outlet.story(story);
        }
        self.outlet.problem(Some(line), "is not a story: it has neither headline nor text");
        Ok(())
    }
}
