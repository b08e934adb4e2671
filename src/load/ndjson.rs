//! NDJSON: one object a line, read block by block.

use std::fmt::Write;

use super::input::{Failure, Input};
use super::json::{Record, object};
use super::outlet::Outlet;

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let mut record = Record::new();
    let mut text = String::new();
    let mut line = 1;
    loop {
        let searched = text.len();
        let more = input.more(&mut text)?;
        let whole = match memchr::memrchr(b'\n', &text.as_bytes()[searched..]) {
            _ if !more => text.len(),
            Some(at) => searched + at + 1,
            None => continue,
        };
        line += block(&text[..whole], line, &mut record, outlet)?;
        if !more {
            return Ok(());
        }
        text.drain(..whole);
    }
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
    if line.bytes().any(|byte| byte < b' ' && byte != b'\t') {
        return object(&escape_controls(line), number, record, outlet);
    }
    object(line, number, record, outlet)
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
