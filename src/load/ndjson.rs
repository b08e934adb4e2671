//! NDJSON: one object a line, read block by block.

use std::fmt::Write;

use super::input::{Failure, Input};
use super::json::{Record, object};
use super::outlet::Outlet;
use super::{Blocks, Sink};

/// Whole lines of an input. They can be read apart from all others: on another thread,
/// before those that stand above them.
#[derive(Debug)]
pub struct Block {
    name: String,
    text: String,
    first_line: u32,
}

impl Block {
    /// Bytes of text.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// What its problems call the input.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads every story, and gives the number of problems: the sink is told of no more
    /// than the first of them.
    pub fn read(&self, sink: &mut dyn Sink) -> u32 {
        let mut outlet = Outlet::new(&self.name, sink);
        // A block ends early only when the sink has had enough.
        let _ = block(&self.text, self.first_line, &mut Record::new(), &mut outlet);
        outlet.problems()
    }
}

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let mut record = Record::new();
    let mut text = String::new();
    let mut searched = 0;
    let mut line = 1;
    loop {
        let more = input.more(&mut text);
        let wanted = outlet.blocks().and_then(Blocks::size);
        if more && text.len() < wanted.unwrap_or(0) {
            continue;
        }
        let whole = match memchr::memrchr(b'\n', &text.as_bytes()[searched..]) {
            _ if !more => text.len(),
            Some(at) => searched + at + 1,
            None => {
                searched = text.len();
                continue;
            }
        };
        line += match wanted {
            None => {
                let lines = block(&text[..whole], line, &mut record, outlet)?;
                text.drain(..whole);
                lines
            }
            Some(size) => {
                let mut rest = String::with_capacity(size + size / 8);
                rest.push_str(&text[whole..]);
                text.truncate(whole);
                pass_on(std::mem::replace(&mut text, rest), line, outlet)?
            }
        };
        if !more {
            return Ok(());
        }
        searched = 0;
    }
}

/// Hands a block over to be read elsewhere, and gives the number of its lines.
fn pass_on(text: String, first_line: u32, outlet: &mut Outlet<'_>) -> Result<u32, Failure> {
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u32;
    let block = Block { name: outlet.name().to_owned(), text, first_line };
    let taken = outlet.blocks().map(|blocks| blocks.take(block));
    if taken.is_some_and(|taken| taken.is_break()) { Err(Failure::Stopped) } else { Ok(lines) }
}

/// Reads a block of whole lines, the first of which has the number `first_line`, and
/// gives the number of lines. Blocks do not depend on one another. Lines end at `\n`
/// alone: other line ends may stand inside a string.
fn block(
    text: &str,
    first_line: u32,
    record: &mut Record,
    outlet: &mut Outlet<'_>,
) -> Result<u32, Failure> {
    let mut lines = 0;
    let mut start = 0;
    while start < text.len() {
        let end =
            memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |n| start + n);
        let line = text[start..end].trim_ascii();
        if !line.is_empty() {
            one_line(line, first_line + lines, record, outlet)?;
        }
        start = end + 1;
        lines += 1;
    }
    Ok(lines)
}

fn one_line(
    line: &str,
    number: u32,
    record: &mut Record,
    outlet: &mut Outlet<'_>,
) -> Result<(), Failure> {
    // A raw control character is a slip of whoever wrote the file, and easily mended.
    if has_controls(line) {
        return object(&escape_controls(line), number, record, outlet);
    }
    object(line, number, record, outlet)
}

/// Looks at many bytes between two decisions, so that the compiler can take them at once.
fn has_controls(line: &str) -> bool {
    let control = |byte: &u8| *byte < b' ' && *byte != b'\t';
    let mut blocks = line.as_bytes().chunks(64);
    blocks.any(|block| block.iter().fold(false, |found, byte| found | control(byte)))
}

fn escape_controls(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 64);
    for c in line.chars() {
        match c {
            '\0'..='\x1f' => drop(write!(out, "\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out
}
