//! Lines put together into paragraphs, with what stands round each.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::ops::Range;

use super::case::Case;
use super::lead::Lead;
use super::lexicon::Lexicon;
use super::line::{Mark, Rule, mark, rule};
use super::names::Capital;
use super::shape::{End, LONGEST_HEADLINE, Shape, end_of, is_furniture};
use super::told::Scanner;
use super::words::Words;
use crate::load::lines::{Page, join};
use crate::text::dateline::{Strength, dateline};

/// A paragraph, a headline, a byline: what stands by itself in a digest. It is handed on
/// several times until it is placed, and boxed so that a pointer is all that moves.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) text: String,
    /// Blank lines before it.
    pub(super) gap: u8,
    /// A rule stands between it and what was before.
    pub(super) ruled: bool,
    pub(super) underlined: bool,
    pub(super) mark: Mark,
    /// The text without its mark.
    pub(super) bare: Range<usize>,
    /// Blanks before the first line.
    pub(super) indent: u8,
    pub(super) lines: u32,
    pub(super) shape: Shape,
    asked: Asked,
    last_line: usize,
    /// Blanks before the last line.
    last_indent: u8,
}

/// What only candidates and their neighbours are asked for, once it is known.
#[derive(Debug, Default)]
struct Asked {
    case: OnceCell<Case>,
    lead: OnceCell<Lead>,
    furniture: OnceCell<bool>,
    dateline: OnceCell<Option<Strength>>,
    words: OnceCell<Words>,
    capitals: OnceCell<Vec<Capital>>,
}

impl Unit {
    /// The text without its mark.
    pub(super) fn bare(&self) -> &str {
        &self.text[self.bare.clone()]
    }

    pub(super) fn case(&self) -> Case {
        *self.asked.case.get_or_init(|| Case::of(self.bare()))
    }

    /// How it introduces what it speaks of.
    pub(super) fn lead(&self, lexicon: &Lexicon) -> Lead {
        *self.asked.lead.get_or_init(|| Lead::of(&self.text, lexicon))
    }

    /// Whether it stands round a story and is no headline.
    pub(super) fn is_furniture(&self) -> bool {
        let short = self.bare().len() <= LONGEST_HEADLINE;
        *self.asked.furniture.get_or_init(|| short && is_furniture(self.bare()))
    }

    /// How sure the dateline is that it begins with.
    pub(super) fn dateline(&self) -> Option<Strength> {
        *self.asked.dateline.get_or_init(|| dateline(self.bare()).map(|dateline| dateline.strength))
    }

    /// The words by which it is compared with others.
    pub(super) fn words(&self, scanner: &mut Scanner) -> &Words {
        self.asked.words.get_or_init(|| {
            let mut words = Words::new();
            scanner.words(&self.text, &mut words);
            words
        })
    }

    /// The names in it.
    pub(super) fn capitals(&self, scanner: &mut Scanner) -> &[Capital] {
        self.asked.capitals.get_or_init(|| {
            let mut capitals = Vec::new();
            scanner.capitals(&self.text, &mut capitals);
            capitals
        })
    }

    /// Its words and the names in it, if both were looked for already.
    pub(super) fn known(&self) -> Option<(&[u16], &[Capital])> {
        Some((self.asked.words.get()?, self.asked.capitals.get()?))
    }

    /// Whether it is more than a line that stands round stories.
    pub(super) fn is_prose(&self) -> bool {
        !self.is_short() || (self.shape.end != End::Open && !self.is_furniture())
    }

    /// Whether it is prose that begins as reports do.
    pub(super) fn begins_report(&self) -> bool {
        self.is_prose() && self.dateline().is_some_and(|found| found >= Strength::Fair)
    }

    /// Whether it is short enough for a headline.
    pub(super) fn is_short(&self) -> bool {
        self.text.len() <= LONGEST_HEADLINE && self.lines <= 3
    }
}

/// Puts lines together into units.
pub(super) struct Assembler {
    page: Page,
    open: Option<Box<Unit>>,
    blanks: u32,
    ruled: bool,
    /// Units that were used before, for their buffers.
    spare: VecDeque<Box<Unit>>,
}

impl Assembler {
    pub(super) fn new(page: Page) -> Assembler {
        Assembler { page, open: None, blanks: 0, ruled: false, spare: VecDeque::new() }
    }

    /// Takes one line; units that are complete go to `out`.
    pub(super) fn line(&mut self, line: &str, out: &mut VecDeque<Box<Unit>>) {
        let words = line.trim();
        if words.is_empty() {
            self.close(out);
            self.blanks += 1;
            return;
        }
        if let Some(rule) = rule(words) {
            return self.rule(rule, out);
        }
        let indent = (line.len() - line.trim_start().len()).min(255) as u8;
        if let Some(open) = &mut self.open
            && goes_on(self.page, open, words, indent)
        {
            join(&mut open.text, words);
            open.last_line = open.text.len() - words.len();
            open.lines += 1;
            open.last_indent = indent;
            return;
        }
        self.close(out);
        self.begin(words, indent);
    }

    /// Completes the last unit.
    pub(super) fn close(&mut self, out: &mut VecDeque<Box<Unit>>) {
        let Some(mut unit) = self.open.take() else { return };
        let (mark, bare) = mark(&unit.text);
        (unit.mark, unit.bare) = (mark, bare);
        unit.shape = Shape::of(unit.bare());
        out.push_back(unit);
    }

    /// Takes a unit back, to use its buffers again.
    pub(super) fn reuse(&mut self, unit: Box<Unit>) {
        if self.spare.len() < 16 && unit.text.capacity() < 1 << 20 {
            self.spare.push_back(unit);
        }
    }

    fn rule(&mut self, rule: Rule, out: &mut VecDeque<Box<Unit>>) {
        match &mut self.open {
            Some(open) if rule.underlines(&open.text[open.last_line..]) => {
                // What stands above the underlined line is another paragraph.
                if open.lines > 1 && open.last_line > 0 {
                    let line = open.text.split_off(open.last_line);
                    open.text.truncate(open.text.trim_end().len());
                    let indent = open.indent;
                    self.close(out);
                    self.begin(&line, indent);
                }
                if let Some(open) = &mut self.open {
                    open.underlined = true;
                }
                self.close(out);
            }
            _ => {
                self.close(out);
                self.ruled = true;
            }
        }
        self.blanks = 0;
    }

    fn begin(&mut self, words: &str, indent: u8) {
        let mut unit = self.spare.pop_back().unwrap_or_else(|| Box::new(Unit::blank()));
        unit.text.clear();
        unit.text.push_str(words);
        unit.gap = self.blanks.min(255) as u8;
        unit.ruled = std::mem::take(&mut self.ruled);
        unit.underlined = false;
        unit.indent = indent;
        unit.lines = 1;
        unit.asked = Asked::default();
        unit.last_line = 0;
        unit.last_indent = indent;
        self.blanks = 0;
        self.open = Some(unit);
    }
}

impl Unit {
    fn blank() -> Unit {
        Unit {
            text: String::new(),
            gap: 0,
            ruled: false,
            underlined: false,
            mark: Mark::None,
            bare: 0..0,
            indent: 0,
            lines: 0,
            shape: Shape::of(""),
            asked: Asked::default(),
            last_line: 0,
            last_indent: 0,
        }
    }
}

/// Whether a line goes on with the paragraph that is open.
fn goes_on(page: Page, open: &Unit, line: &str, indent: u8) -> bool {
    let before = &open.text[open.last_line..];
    if !page.joins(open.last_indent.into(), before, line) {
        return false;
    }
    let headline = page.headed && open.lines == 1 && looks_like_headline(before, line);
    let marked = match mark(line).0 {
        Mark::None => false,
        Mark::Heading(_) => true,
        // A number or a dash in the middle of a sentence may begin a line by chance.
        _ => matches!(end_of(before), End::Sentence | End::Stopped),
    };
    let heading = open.lines == 1 && matches!(mark(before).0, Mark::Heading(_));
    !headline && !marked && !heading && indent < open.indent.saturating_add(2)
}

/// Whether the first line of a paragraph is rather a headline right above the next.
fn looks_like_headline(line: &str, next: &str) -> bool {
    if matches!(end_of(line), End::Sentence | End::Stopped | End::More)
        || next.starts_with(char::is_lowercase)
        || dateline(line).is_some()
    {
        return false;
    }
    let wired = dateline(next).is_some_and(|found| found.strength >= Strength::Fair);
    let case = Case::of(line);
    wired
        || line.split(' ').filter(|word| !word.is_empty()).count() >= 4 && case.is_titled(0.8)
        || case.is_capitals() && !Case::of(next).is_capitals()
}
