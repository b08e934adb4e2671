//! Plain text that holds one story or many, told apart by evidence.
//!
//! Lines become paragraphs ([`mod@unit`]), the first part of the file teaches what its
//! headlines look like ([`layout`]), and then every short paragraph is weighed
//! ([`evidence`]) and begins a story or belongs to one ([`split`]). Only a window of a
//! few paragraphs and the story at hand are held.

mod case;
mod evidence;
mod judge;
mod layout;
mod lead;
mod lexicon;
mod line;
mod names;
mod scan;
mod shape;
mod split;
#[cfg(test)]
mod tests;
mod unit;
mod words;

use std::collections::VecDeque;

use self::layout::Layout;
use self::split::Splitter;
use self::unit::{Assembler, Unit};
use super::input::{Failure, Input};
use super::lines::{Breaks, Page};
use super::outlet::Outlet;
use crate::text::clean::clean;

/// Bytes of the first part that are studied: a line may have any length.
const STUDIED: usize = 512 << 10;

/// Bytes of a buffer that are kept once what it held is dealt out.
const KEPT: usize = 1 << 20;

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let mut text = String::new();
    let mut started: Option<(Assembler, Splitter)> = None;
    let mut units = VecDeque::new();
    loop {
        let searched = text.len();
        let more = input.more(&mut text);
        let whole = if more { whole_lines(&text, searched) } else { text.len() };
        if more && whole == 0 {
            continue;
        }
        let lines = clean(&text[..whole]);
        let (assembler, splitter) = started.get_or_insert_with(|| study(&lines));
        for line in lines.lines() {
            assembler.line(line, &mut units);
            splitter.deal(&mut units, false, assembler, outlet)?;
        }
        drop(lines);
        text.drain(..whole);
        text.shrink_to(KEPT);
        if !more {
            assembler.close(&mut units);
            return splitter.deal(&mut units, true, assembler, outlet);
        }
    }
}

/// Bytes of `text` up to its last line end, which is looked for behind `searched`. A CR
/// at the very end may be half of a line end.
fn whole_lines(text: &str, searched: usize) -> usize {
    let tail = &text.as_bytes()[searched..text.len().saturating_sub(1).max(searched)];
    memchr::memrchr2(b'\n', b'\r', tail).map_or(0, |at| searched + at + 1)
}

/// Learns how the lines of the first part are broken and what its headlines look like.
fn study(text: &str) -> (Assembler, Splitter) {
    let text = &text[..text.floor_char_boundary(STUDIED)];
    let page = page_of(text);
    let mut assembler = Assembler::new(page);
    let mut units = VecDeque::new();
    for line in text.lines() {
        assembler.line(line, &mut units);
    }
    assembler.close(&mut units);
    let units: Vec<Unit> = units.into();
    (Assembler::new(page), Splitter::new(Layout::of(&units)))
}

fn page_of(text: &str) -> Page {
    let mut breaks = Breaks::default();
    let (mut before, mut first) = ("", true);
    for line in text.lines().map(str::trim_end) {
        let apart = line.is_empty() || line::rule(line.trim_start()).is_some();
        if !apart && !before.is_empty() {
            breaks.note(before, line, first);
            first = false;
        }
        first |= apart;
        before = if apart { "" } else { line };
    }
    breaks.page()
}
