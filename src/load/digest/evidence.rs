//! What speaks for a paragraph being a headline, and how strongly.
//!
//! Evidence is added up as logarithms of odds. Signs that any headline has or lacks
//! (its length, how it ends, what follows) weigh the same in every file; signs that are
//! a matter of layout (rules, capitals, numbers, …) are [`Cue`]s, and what they weigh
//! is learnt from the file: see [`mod@super::layout`].

use super::lexicon::Lexicon;
use super::line::Mark;
use super::shape::{End, has_inner_end, words};
use super::ties::{SHORT_LEAD, Ties};
use super::unit::Unit;

use crate::text::credit::{self, credit};
use crate::text::dateline::Strength;

/// A sign that is a matter of layout: a file that has it on its headlines has it on
/// most of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// Markdown headings, by level.
    Heading1,
    Heading2,
    Heading3,
    Underlined,
    Numbered,
    Dressed,
    Bullet,
    /// A rule stands above.
    Ruled,
    /// More blank lines stand above than between paragraphs.
    WideGap,
    Capitals,
    /// Most words begin with capitals.
    Titled,
    /// It stands further left than paragraphs do.
    Outdented,
    /// The next paragraph stands closer than paragraphs do.
    Above,
    DatelineBelow,
    BylineBelow,
    /// The paragraph before credits an agency.
    CreditBefore,
    /// It ends with a full stop,
    Stopped,
    /// or with one inside quotation marks or brackets.
    StoppedInside,
    /// What follows speaks of the same things.
    SpokenOf,
    /// What follows has little in common with the story so far.
    Fresh,
}

/// How common a cue is before a file is looked at: on headlines, and on other short
/// paragraphs.
pub(super) const CUES: [(Cue, f32, f32); 20] = [
    (Cue::Heading1, 0.06, 0.001),
    (Cue::Heading2, 0.10, 0.001),
    (Cue::Heading3, 0.05, 0.002),
    (Cue::Underlined, 0.10, 0.001),
    (Cue::Numbered, 0.10, 0.010),
    (Cue::Dressed, 0.05, 0.004),
    (Cue::Bullet, 0.02, 0.040),
    (Cue::Ruled, 0.20, 0.004),
    (Cue::WideGap, 0.20, 0.010),
    (Cue::Capitals, 0.25, 0.010),
    (Cue::Titled, 0.45, 0.060),
    (Cue::Outdented, 0.10, 0.020),
    (Cue::Above, 0.10, 0.030),
    (Cue::DatelineBelow, 0.35, 0.010),
    (Cue::BylineBelow, 0.10, 0.003),
    (Cue::CreditBefore, 0.25, 0.050),
    (Cue::Stopped, 0.03, 0.500),
    (Cue::StoppedInside, 0.02, 0.100),
    (Cue::SpokenOf, 0.80, 0.400),
    (Cue::Fresh, 0.80, 0.400),
];

impl Cue {
    /// Whether the cue is put there to mark headlines: then what lacks it is none.
    pub(super) const fn is_explicit(self) -> bool {
        matches!(
            self,
            Cue::Heading1
                | Cue::Heading2
                | Cue::Heading3
                | Cue::Underlined
                | Cue::Numbered
                | Cue::Dressed
                | Cue::Ruled
                | Cue::WideGap
        )
    }
}

/// The cues that mark headlines on purpose, one bit each.
const EXPLICIT: u32 = {
    let (mut set, mut at) = (0, 0);
    while at < CUES.len() {
        let (cue, ..) = CUES[at];
        set |= (cue.is_explicit() as u32) << cue as u32;
        at += 1;
    }
    set
};

/// A set of cues, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CueSet(pub(super) u32);

impl CueSet {
    pub(super) fn has(self, cue: Cue) -> bool {
        self.0 & 1 << cue as u32 != 0
    }

    /// Those that mark headlines on purpose.
    pub(super) fn explicit(self) -> CueSet {
        CueSet(self.0 & EXPLICIT)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn with(self, cue: Cue, present: bool) -> CueSet {
        CueSet(self.0 | u32::from(present) << cue as u32)
    }
}

/// How paragraphs stand in a file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting {
    /// Blank lines between paragraphs, mostly.
    pub(super) gap: u8,
    /// Blanks before them, mostly.
    pub(super) indent: u8,
}

/// What is remembered of the paragraph before.
#[derive(Clone, Debug)]
pub(super) struct Before {
    end: End,
    /// It is a line that ends openly without being one of those that stand round stories.
    broken_off: bool,
    /// As much of its text as a credit may take.
    tail: String,
}

impl Before {
    pub(super) fn of(unit: &Unit) -> Before {
        let mut before = Before { end: End::Open, broken_off: false, tail: String::new() };
        before.becomes(unit);
        before
    }

    /// Another paragraph is the one before.
    pub(super) fn becomes(&mut self, unit: &Unit) {
        self.end = unit.shape.end;
        self.broken_off = self.end == End::Open && !unit.is_furniture();
        let text = unit.bare();
        self.tail.clear();
        self.tail
            .push_str(&text[text.ceil_char_boundary(text.len().saturating_sub(credit::REACH))..]);
    }
}

/// A paragraph among its neighbours; `None` at the ends of the file.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) before: Option<&'a Before>,
    /// The paragraph before was taken for a headline.
    pub(super) under_headline: bool,
    pub(super) unit: &'a Unit,
    /// The paragraphs that follow.
    pub(super) below: [Option<&'a Unit>; 3],
}

/// Cues by what a paragraph has in common with its neighbours, and those that are known.
pub(super) fn tied_cues(ties: Ties, known: CueSet) -> CueSet {
    known.with(Cue::SpokenOf, ties.spoken_of >= 0.2).with(Cue::Fresh, ties.goes_on < 0.12)
}

/// Cues by the case of the letters, which take a look at each, and those that are known.
pub(super) fn cased_cues(unit: &Unit, known: CueSet) -> CueSet {
    let case = unit.case();
    known.with(Cue::Capitals, case.is_capitals()).with(Cue::Titled, case.is_titled(0.75))
}

/// Cues by what the next paragraph begins with or is and the one before ends with, and
/// those that are known.
pub(super) fn cues_round(context: Context<'_>, known: CueSet) -> CueSet {
    let next = context.below[0];
    known
        .with(Cue::DatelineBelow, next.is_some_and(has_dateline))
        .with(Cue::BylineBelow, next.is_some_and(Unit::is_furniture))
        .with(
            Cue::CreditBefore,
            context.before.is_some_and(|before| credit(&before.tail).is_some()),
        )
}

fn has_dateline(unit: &Unit) -> bool {
    unit.dateline().is_some_and(|found| found >= Strength::Fair)
}

/// The cues that take no look at the words.
pub(super) fn plain_cues(context: Context<'_>, setting: Setting) -> CueSet {
    let Context { before, unit, below: [next, ..], .. } = context;
    let level = match unit.mark {
        Mark::Heading(level) => level,
        _ => 0,
    };
    let first = before.is_none();
    CueSet::default()
        .with(Cue::Heading1, level == 1)
        .with(Cue::Heading2, level == 2)
        .with(Cue::Heading3, level >= 3)
        .with(Cue::Underlined, unit.underlined)
        .with(Cue::Numbered, matches!(unit.mark, Mark::Number(_)))
        .with(Cue::Dressed, unit.mark == Mark::Dressed)
        .with(Cue::Bullet, unit.mark == Mark::Bullet)
        .with(Cue::Ruled, unit.ruled)
        .with(Cue::WideGap, !first && unit.gap > setting.gap)
        .with(Cue::Outdented, unit.indent + 1 < setting.indent)
        .with(Cue::Above, next.is_some_and(|next| next.gap < setting.gap))
        .with(Cue::Stopped, unit.shape.end == End::Sentence)
        .with(Cue::StoppedInside, unit.shape.end == End::Stopped)
}

/// What the form of the paragraph and its neighbours say at a glance, in any layout. For
/// the rest see [`length`] and [`flaws`].
pub(super) fn glance(context: Context<'_>) -> f32 {
    let Context { before, unit, .. } = context;
    let shape = &unit.shape;
    let end = match shape.end {
        End::Sentence => -2.5,
        End::Stopped => -1.8,
        End::More => -4.5,
        End::Question => -2.0,
        End::Quote => -1.3,
        End::Open => 1.6,
    };
    let len = match shape.len {
        ..20 if words(unit.bare()) > 1 && stands_signed(context) => 0.4,
        20..40 => 0.4,
        40..=120 => 0.7,
        121..=160 => -0.6,
        ..20 | 161..=220 => -2.0,
        _ => -4.0,
    };
    let above = match before {
        None => 1.0,
        Some(before) if context.under_headline => -3.0 + closing(before),
        Some(before) => closing(before),
    };
    -1.0 + end + len + above + flag(shape.starts_small, -3.0) + flag(shape.starts_quoted, -1.5)
}

/// The most that [`length`] says for a headline.
pub(super) const BEST_LENGTH: f32 = 1.3;

/// What the number of its words says. Above a report that a wire has signed few are enough.
pub(super) fn length(context: Context<'_>) -> f32 {
    match words(context.unit.bare()) {
        2 | 3 if stands_signed(context) => BEST_LENGTH,
        0 | 1 => -3.0,
        2 => -2.5,
        3 => -0.8,
        4 | 5 => 0.0,
        6..=18 => BEST_LENGTH,
        19..=24 => -2.2,
        _ => -2.4,
    }
}

/// Whether what follows begins with a dateline that names a day or an agency.
fn stands_signed(context: Context<'_>) -> bool {
    context.below[0].is_some_and(|below| below.dateline() == Some(Strength::Strong))
}

/// What speaks against a headline in the form of the paragraph, and takes a closer look: a
/// dateline, as stories begin, an end of a sentence inside.
pub(super) fn flaws(unit: &Unit) -> f32 {
    flag(has_dateline(unit), -5.0)
        + flag(has_inner_end(unit.bare()), -1.2)
        + flag(unit.is_furniture(), -8.0)
}

/// The most that [`wording`] and [`opening`] say for a headline.
pub(super) const MOST_WORDING: f32 = 2.5;

/// The least that [`opening`] says, and the most.
pub(super) const OPENING: (f32, f32) = (-0.9, 2.4);

/// What the words of the paragraph and the form of what follows say, in any layout.
pub(super) fn wording(context: Context<'_>, lexicon: &Lexicon) -> f32 {
    let Context { unit, below, .. } = context;
    flag(lexicon.is_subhead(unit.bare()), -5.5)
        + flag(turns_to(unit.bare()), -2.5)
        + below[0].map_or(-3.5, stands_below)
}

/// `On Uganda: …`: a story turns to another of its matters.
fn turns_to(text: &str) -> bool {
    let on = text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("on "));
    on && text.split_once(": ").is_some_and(|(matter, _)| matter.split(' ').count() <= 5)
}

pub(super) fn flag(is: bool, weight: f32) -> f32 {
    if is { weight } else { 0.0 }
}

/// How much the paragraph before looks like the last of a story.
fn closing(before: &Before) -> f32 {
    match before.end {
        End::Sentence | End::Stopped => 0.7,
        _ => flag(before.broken_off, -1.9),
    }
}

/// How much the form of what follows is that of the beginning of a story.
fn stands_below(next: &Unit) -> f32 {
    if next.is_furniture() {
        return MOST_WORDING;
    }
    let prose = !matches!(next.shape.end, End::Open | End::More) || next.shape.len > 200;
    flag(!prose, -1.6) + flag(next.shape.starts_quoted, -2.2)
}

/// How much the words of what follows are those of the beginning of a story. A line or two
/// may stand between the headline and the lead.
pub(super) fn opening(context: Context<'_>, lexicon: &Lexicon) -> f32 {
    let [Some(next), after, ..] = context.below else { return 0.0 };
    if next.is_furniture() {
        return 0.0;
    }
    let mut lead = next.lead(lexicon);
    if next.shape.len < SHORT_LEAD
        && let Some(after) = after
    {
        let below = after.lead(lexicon);
        lead.names_a_day |= below.names_a_day;
        lead.names_somebody |= below.names_somebody;
    }
    flag(lead.names_a_day, 1.2) + flag(lead.names_somebody, 1.2) + flag(lead.goes_on, -0.9)
}
