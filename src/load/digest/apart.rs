//! A digest read on every core. What stands behind the end of a paragraph becomes the same
//! paragraphs whatever the lines before it are, and a judge who knows nothing of what was
//! before soon says what one says who knows all of it: so a passage is split anywhere,
//! and its first stories are judged once more where the digest is read, in its order.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::Reading;
use super::judge::Verdict;
use super::layout::Layout;
use super::line::rule;
use super::split::Splitter;
use super::unit::{Assembler, Unit};
use crate::load::input::{Failure, Input};
use crate::load::lines::{Page, lines_of};
use crate::load::outlet::Outlet;
use crate::load::{Blocks, Shelf};
use crate::model::Chunk;
use crate::text::clean::clean;

/// A text that cannot be parted within so many bytes is read in turn.
pub(super) const LONGEST: usize = 8 << 20;

/// So many stories of a passage begin before its own are believed: where they do is
/// judged once more, until the two judges agree. Tests doubt less, so that they seldom do.
const DOUBTED: usize = if cfg!(test) { 2 } else { 4 };

/// More paragraphs are not held to be judged once more: they are read in turn.
const MOST_DOUBTED: usize = if cfg!(test) { 40 } else { 1_000 };

/// Lines of a digest that begin and end with whole paragraphs.
pub struct Passage {
    text: String,
    page: Page,
    layout: Arc<Layout>,
}

/// A passage split by itself.
pub struct Parted {
    passage: Passage,
    /// The first paragraphs, and what those are that could be judged.
    head: VecDeque<Box<Unit>>,
    verdicts: Vec<Verdict>,
    /// Whether nothing stands behind them.
    whole: bool,
    /// What does, if that may be believed.
    rest: Option<Rest>,
}

/// The part of a passage that may be believed.
struct Rest {
    stories: Vec<Arc<Chunk>>,
    /// The last story and the last paragraphs, which go on in the next passage.
    splitter: Splitter,
    units: VecDeque<Box<Unit>>,
}

impl Passage {
    /// Bytes of text.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Splits it by itself, on any thread; the stories go to `shelf`.
    pub fn read(self, mut shelf: Shelf<'_>) -> Parted {
        let mut outlet = Outlet::new("", &mut shelf);
        let mut splitter = Splitter::new(Arc::clone(&self.layout));
        // Whether it is so is seen to where the passage is joined.
        splitter.first = false;
        let (mut head, mut verdicts, mut begun) = (VecDeque::new(), Vec::new(), 0);
        let units = self.units(|units, assembler| {
            while let Some((mut unit, verdict)) = splitter.judge_next(units, false) {
                begun += usize::from(verdict != Verdict::Body);
                if begun < DOUBTED {
                    head.push_back(unit);
                    verdicts.push(verdict);
                } else {
                    // A shelf never has enough.
                    let _ = splitter.place(&mut unit, verdict, &mut outlet);
                    assembler.reuse(unit);
                }
            }
            stop_if(head.len() > MOST_DOUBTED)
        });
        if head.len() > MOST_DOUBTED {
            let (head, verdicts) = (VecDeque::new(), Vec::new());
            return Parted { passage: self, head, verdicts, whole: false, rest: None };
        }
        if begun < DOUBTED {
            head.extend(units);
            return Parted { passage: self, head, verdicts, whole: true, rest: None };
        }
        let rest = Rest { stories: shelf.done().chunks, splitter, units };
        Parted { passage: self, head, verdicts, whole: false, rest: Some(rest) }
    }

    /// Makes paragraphs of its lines, until `each`, which is called behind each line and
    /// may take some, has enough. Gives those that were not taken.
    fn units(
        &self,
        mut each: impl FnMut(&mut VecDeque<Box<Unit>>, &mut Assembler) -> ControlFlow<()>,
    ) -> VecDeque<Box<Unit>> {
        let mut assembler = Assembler::new(self.page);
        let mut units = VecDeque::new();
        for line in lines_of(&clean(&self.text)) {
            assembler.line(line, &mut units);
            if each(&mut units, &mut assembler).is_break() {
                return units;
            }
        }
        assembler.close(&mut units);
        let _ = each(&mut units, &mut assembler);
        units
    }
}

impl Reading {
    /// Joins what was split apart, the next passages in their order.
    fn join(&mut self, parted: Vec<Parted>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        parted.into_iter().try_for_each(|parted| self.join_one(parted, outlet))
    }

    /// Judges the first paragraphs once more. A story begun wipes out what a judge knows:
    /// as soon as both say that one begins in the same place, all that follows holds.
    fn join_one(&mut self, parted: Parted, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        let Parted { passage, head, verdicts, whole, rest } = parted;
        let known = head.len();
        // Of the passage before some paragraphs are waiting still.
        let before = self.units.len();
        self.units.extend(head);
        let mut nth: usize = 0;
        while let Some((mut unit, verdict)) = self.splitter.judge_next(&mut self.units, false) {
            self.splitter.place(&mut unit, verdict, outlet)?;
            let other = nth.checked_sub(before).and_then(|at| verdicts.get(at));
            nth += 1;
            let agreed = verdict != Verdict::Body && other == Some(&verdict);
            if agreed && rest.is_some() && !self.splitter.first {
                let verdicts = &verdicts[nth - before..];
                return self.believe(verdicts, rest, outlet);
            }
        }
        if whole { Ok(()) } else { self.read_behind(known, &passage, outlet) }
    }

    /// Reads a passage in turn, of which so many paragraphs are known.
    fn read_behind(
        &mut self,
        mut known: usize,
        passage: &Passage,
        outlet: &mut Outlet<'_>,
    ) -> Result<(), Failure> {
        let mut read = Ok(());
        passage.units(|units, assembler| {
            let passed = known.min(units.len());
            known -= passed;
            self.units.extend(units.drain(..).skip(passed));
            read = self.splitter.deal(&mut self.units, false, assembler, outlet);
            stop_if(read.is_err())
        });
        read
    }

    /// Takes the rest of a passage as it was split: the units at hand with these
    /// verdicts, and all stories behind them.
    fn believe(
        &mut self,
        verdicts: &[Verdict],
        rest: Option<Rest>,
        outlet: &mut Outlet<'_>,
    ) -> Result<(), Failure> {
        for (unit, verdict) in self.units.iter_mut().zip(verdicts) {
            self.splitter.place(unit, *verdict, outlet)?;
        }
        self.splitter.finish(false, outlet)?;
        if let Some(Rest { stories, splitter, units }) = rest {
            (self.splitter, self.units) = (splitter, units);
            let taken = outlet.blocks().map(|blocks| blocks.stories(stories));
            if taken.is_some_and(|taken| taken.is_break()) {
                return Err(Failure::Stopped);
            }
        }
        Ok(())
    }
}

fn stop_if(enough: bool) -> ControlFlow<()> {
    if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Reads on, starting with `text`, while passages are read elsewhere. Leaves in `text`
/// what is to be read in turn; `false` when no more comes behind it.
pub(super) fn read(
    input: &mut Input<'_>,
    text: &mut String,
    reading: &mut Reading,
    outlet: &mut Outlet<'_>,
) -> Result<bool, Failure> {
    let (mut searched, mut first, mut more) = (0, true, true);
    while more
        && text.len() <= LONGEST
        && let Some(size) = outlet.blocks().and_then(Blocks::size)
    {
        if first || text.len() >= size {
            match seam(text, searched, reading.page) {
                Ok(end) => {
                    pass_on(text, end, first, reading, outlet)?;
                    (searched, first) = (0, false);
                }
                Err(place) => searched = place,
            }
        }
        more = input.more(text);
    }
    let parted = outlet.blocks().map(Blocks::last_passages);
    reading.join(parted.unwrap_or_default(), outlet)?;
    Ok(more)
}

/// Hands over the passage that ends at `end`, and leaves what stands behind it. The first
/// one is read on the spot, since the first screenfuls are not to be kept waiting.
fn pass_on(
    text: &mut String,
    end: usize,
    first: bool,
    reading: &mut Reading,
    outlet: &mut Outlet<'_>,
) -> Result<(), Failure> {
    // What comes is about as long: to grow step by step would copy all of it twice.
    let mut rest = String::with_capacity(text.len() / 4 * 5);
    rest.push_str(&text[end..]);
    text.truncate(end);
    let text = std::mem::replace(text, rest);
    if first {
        reading.lines(&text, outlet)?;
        reading.end_paragraph();
        return Ok(());
    }
    let layout = Arc::clone(&reading.splitter.layout);
    let passage = Passage { text, page: reading.page, layout };
    let parted = outlet.blocks().map(|blocks| blocks.passage(passage));
    reading.join(parted.unwrap_or_default(), outlet)
}

/// The last place behind `searched` where a paragraph ends for sure, or else the place
/// from which to search on once there is more of the text.
fn seam(text: &str, searched: usize, page: Page) -> Result<usize, usize> {
    let mut ends = memchr::memrchr_iter(b'\n', &text.as_bytes()[searched..]);
    // Of the line behind the last one the end is not known.
    let Some(last) = ends.next() else { return Err(text.len()) };
    let mut next_end = searched + last;
    for end in ends.map(|at| searched + at) {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..end]).map_or(0, |at| at + 1);
        if parts(&text[start..end], &text[end + 1..next_end], page) {
            return Ok(end + 1);
        }
        next_end = end;
    }
    Err(searched + last)
}

/// Whether a paragraph ends with `line` whatever stands above it: the next line is blank,
/// or does not go on with it. What a rule does depends on more than one line.
fn parts(line: &str, next: &str, page: Page) -> bool {
    let (line, next) = (clean(line), clean(next));
    let line = line.strip_suffix('\n').unwrap_or(&line);
    let (words, next) = (line.trim(), next.lines().next().unwrap_or_default().trim());
    let indent = (line.len() - line.trim_start().len()).min(255);
    let one_line = !line.contains('\n') && !words.is_empty() && rule(words).is_none();
    let goes_on = || rule(next).is_some() || page.joins(indent, words, next);
    one_line && (next.is_empty() || !goes_on())
}
