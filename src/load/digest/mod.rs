//! Plain text that holds one story or many, told apart by evidence.
//!
//! Lines become paragraphs ([`mod@unit`]), the first part of the file teaches what its
//! headlines look like ([`layout`]), and then every short paragraph is weighed
//! ([`evidence`]) and begins a story or belongs to one ([`split`]). Only a window of a
//! few paragraphs and the story at hand are held. Large files are split on every core
//! ([`apart`]), into the same stories.

mod apart;
mod case;
mod evidence;
mod judge;
mod layout;
mod lead;
mod lexicon;
mod line;
mod names;
mod scale;
mod scan;
mod shape;
mod split;
#[cfg(test)]
mod tests;
mod ties;
mod told;
mod unit;
mod words;

use std::collections::VecDeque;
use std::sync::Arc;

pub use self::apart::{Parted, Passage};

use self::layout::Layout;
use self::split::Splitter;
use self::unit::{Assembler, Unit};
use super::input::{Failure, Input};
use super::lines::{Breaks, Page, lines_of};
use super::outlet::Outlet;
use crate::text::clean::clean;

/// Bytes of the first part that are studied: a line may have any length.
const STUDIED: usize = 512 << 10;

/// Bytes of a buffer that are kept once what it held is dealt out.
const KEPT: usize = 1 << 20;

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let mut text = String::new();
    let (mut more, mut whole) = (true, 0);
    while more && whole == 0 {
        (more, whole) = further(input, &mut text);
    }
    let sample = clean(&text[..whole]);
    let (mut reading, units) = Reading::study(&sample);
    if !more && sample.len() <= STUDIED {
        // All there is was studied: its paragraphs are made.
        reading.units = units;
        return reading.finish(outlet);
    }
    drop((sample, units));
    loop {
        if more && text.len() <= apart::LONGEST && outlet.blocks().is_some() {
            more = apart::read(input, &mut text, &mut reading, outlet)?;
            whole = if more { whole_lines(&text, 0) } else { text.len() };
        }
        reading.lines(&text[..whole], outlet)?;
        text.drain(..whole);
        text.shrink_to(KEPT);
        if !more {
            return reading.finish(outlet);
        }
        (more, whole) = further(input, &mut text);
    }
}

/// Appends what comes next, and says whether more may come and how many bytes of `text`
/// are whole lines.
fn further(input: &mut Input<'_>, text: &mut String) -> (bool, usize) {
    let searched = text.len();
    let more = input.more(text) && !input.is_at_end();
    (more, if more { whole_lines(text, searched) } else { text.len() })
}

/// Bytes of `text` up to its last line end, which is looked for behind `searched`. A CR
/// at the very end may be half of a line end.
fn whole_lines(text: &str, searched: usize) -> usize {
    let tail = &text.as_bytes()[searched..text.len().saturating_sub(1).max(searched)];
    memchr::memrchr2(b'\n', b'\r', tail).map_or(0, |at| searched + at + 1)
}

/// A digest being read, its first part studied.
struct Reading {
    page: Page,
    assembler: Assembler,
    units: VecDeque<Box<Unit>>,
    splitter: Splitter,
}

impl Reading {
    /// Learns how the lines of the first part are broken and what its headlines look
    /// like; the paragraphs it learnt that from are given too.
    fn study(text: &str) -> (Reading, VecDeque<Box<Unit>>) {
        let text = &text[..text.floor_char_boundary(STUDIED)];
        let page = page_of(text);
        let mut assembler = Assembler::new(page);
        let mut units = VecDeque::new();
        for line in text.lines() {
            assembler.line(line, &mut units);
        }
        assembler.close(&mut units);
        let splitter = Splitter::new(Arc::new(Layout::of(units.make_contiguous())));
        let (assembler, none) = (Assembler::new(page), VecDeque::new());
        (Reading { page, assembler, units: none, splitter }, units)
    }

    /// Takes whole lines.
    fn lines(&mut self, text: &str, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        for line in lines_of(&clean(text)) {
            self.assembler.line(line, &mut self.units);
            self.splitter.deal(&mut self.units, false, &mut self.assembler, outlet)?;
        }
        Ok(())
    }

    /// The paragraph at hand goes on no further.
    fn end_paragraph(&mut self) {
        self.assembler.close(&mut self.units);
    }

    fn finish(mut self, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        self.end_paragraph();
        self.splitter.deal(&mut self.units, true, &mut self.assembler, outlet)
    }
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
