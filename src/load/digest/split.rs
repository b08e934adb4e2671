//! Paragraphs dealt out to stories, one after the other.

use std::collections::VecDeque;
use std::sync::Arc;

use super::judge::{Judge, Verdict};
use super::layout::Layout;
use super::line::Mark;
use super::shape::{is_slug, words};
use super::unit::{Assembler, Unit};
use crate::load::NewStory;
use crate::load::input::Failure;
use crate::load::notices;
use crate::load::outlet::Outlet;

/// Paragraphs that must be known behind one before it is judged.
const AHEAD: usize = 3;

/// The name of who sends a digest has no more words, where it heads a notice.
const SENDER: usize = 3;

/// Deals paragraphs out to stories.
pub(super) struct Splitter {
    pub(super) layout: Arc<Layout>,
    judge: Judge,
    story: NewStory,
    /// The story at hand has something to be read: what has not stands round stories.
    has_prose: bool,
    /// Its headline is marked as one.
    marked: bool,
    /// Where the last paragraph of the story at hand begins, if it may name the next.
    slug: Option<usize>,
    /// No story has gone out yet.
    pub(super) first: bool,
}

impl Splitter {
    pub(super) fn new(layout: Arc<Layout>) -> Splitter {
        let (judge, story) = (Judge::default(), NewStory::default());
        Splitter { layout, judge, story, has_prose: false, marked: false, slug: None, first: true }
    }

    /// Deals out the units that can be judged: all of them when `last`.
    pub(super) fn deal(
        &mut self,
        units: &mut VecDeque<Box<Unit>>,
        last: bool,
        assembler: &mut Assembler,
        outlet: &mut Outlet<'_>,
    ) -> Result<(), Failure> {
        while let Some((mut unit, verdict)) = self.judge_next(units, last) {
            self.place(&mut unit, verdict, outlet)?;
            assembler.reuse(unit);
        }
        if last { self.finish(true, outlet) } else { Ok(()) }
    }

    /// Takes the next unit, if it can be judged; when `last` nothing comes behind.
    pub(super) fn judge_next(
        &mut self,
        units: &mut VecDeque<Box<Unit>>,
        last: bool,
    ) -> Option<(Box<Unit>, Verdict)> {
        if units.len() <= if last { 0 } else { AHEAD } {
            return None;
        }
        let ahead = [0, 1, 2, 3].map(|at| units.get(at).map(Box::as_ref));
        let verdict = self.judge.judge(&self.layout, ahead);
        units.pop_front().map(|unit| (unit, verdict))
    }

    /// Puts a unit, which is judged so, where it belongs.
    pub(super) fn place(
        &mut self,
        unit: &mut Unit,
        verdict: Verdict,
        outlet: &mut Outlet<'_>,
    ) -> Result<(), Failure> {
        match verdict {
            Verdict::Headline => {
                self.finish(false, outlet)?;
                self.story.headline.push_str(unit.bare());
                self.marked = unit.mark != Mark::None;
            }
            Verdict::Section => self.finish(false, outlet)?,
            Verdict::Brief => {
                self.finish(false, outlet)?;
                self.append(unit);
            }
            Verdict::Body => self.append(unit),
        }
        Ok(())
    }

    fn append(&mut self, unit: &mut Unit) {
        self.has_prose = self.has_prose || unit.is_prose();
        self.slug = is_slug(unit.bare()).then_some(self.story.body.len());
        if self.story.body.is_empty() {
            // A paragraph may be as large as the file: it is moved, not copied.
            return std::mem::swap(&mut self.story.body, &mut unit.text);
        }
        self.story.body.push_str("\n\n");
        self.story.body.push_str(&unit.text);
    }

    /// Hands over the story at hand. What stands before the first story without being
    /// one is the head of the digest, and goes.
    pub(super) fn finish(&mut self, last: bool, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        if let Some(end) = self.slug.take().filter(|_| !last) {
            self.story.body.truncate(end);
        }
        let notice = notices::below(&self.story.body, last);
        // A file may be nothing else.
        let only_notice = notice == Some(0) && !(self.first && last);
        if let Some(end) = notice.filter(|end| *end > 0 || only_notice) {
            notices::cut(&mut self.story.body, end);
        }
        let empty = self.story.headline.is_empty() && self.story.body.is_empty();
        let head = self.first && !last && (!self.has_prose || only_notice);
        let sender = only_notice && !self.marked && words(&self.story.headline) <= SENDER;
        if !empty && !head && !sender {
            self.first = false;
            outlet.story(&mut self.story)?;
        }
        self.has_prose = false;
        self.story.headline.clear();
        self.story.body.clear();
        Ok(())
    }
}
