//! Judges paragraphs one after the other: does a story begin here?

use super::evidence::{Before, Context, CueSet};
use super::layout::Layout;
use super::shape::words;
use super::told::Told;
use super::unit::Unit;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Headline,
    /// It stands over several stories: the name of the digest, of a section.
    Section,
    /// The beginning of a story without a headline.
    Brief,
    Body,
}

/// A paragraph and the ones behind it, as far as the file goes.
pub(super) type Ahead<'a> = [Option<&'a Unit>; 4];

/// What a judge remembers of the paragraphs before.
#[derive(Default)]
pub(super) struct Judge {
    told: Told,
    before: Option<Before>,
    under_headline: bool,
    /// The story at hand has a headline, and no report yet.
    headed: bool,
}

impl Judge {
    /// Begins at the first paragraph again.
    pub(super) fn forget(&mut self) {
        self.told.start_story();
        (self.before, self.under_headline, self.headed) = (None, false, false);
    }

    /// Judges the first of `ahead`. The next call must be for the one behind it.
    pub(super) fn judge(&mut self, layout: &Layout, ahead: Ahead<'_>) -> Verdict {
        let context = context(self.before.as_ref(), self.under_headline, ahead);
        let found = context.and_then(|context| layout.headline(context, &mut self.told));
        self.settle(layout, found, ahead)
    }

    /// Judges the first of `ahead` to learn from it: if it is short, its cues and the odds
    /// that it is a headline are given too, hopeless as they may be.
    pub(super) fn weigh(
        &mut self,
        layout: &Layout,
        ahead: Ahead<'_>,
    ) -> (Verdict, Option<(CueSet, f32)>) {
        let context = context(self.before.as_ref(), self.under_headline, ahead);
        let weighed = context.map(|context| layout.odds(context, &mut self.told));
        let found = weighed.filter(|(_, odds)| *odds > 0.0).map(|(found, _)| found);
        (self.settle(layout, found, ahead), weighed)
    }

    /// The verdict on the first of `ahead`, of which the cues are given if it seems to be
    /// a headline; and goes on behind it.
    fn settle(&mut self, layout: &Layout, found: Option<CueSet>, ahead: Ahead<'_>) -> Verdict {
        let verdict = match found {
            _ if layout.briefs && is_title(found, ahead) => Verdict::Section,
            Some(found) if self.stands_over(layout, found, ahead) => Verdict::Section,
            Some(_) => Verdict::Headline,
            None if self.begins_brief(layout, ahead) => Verdict::Brief,
            None => Verdict::Body,
        };
        if let Some(unit) = ahead[0] {
            if verdict != Verdict::Body {
                self.told.start_story();
            }
            if layout.briefs {
                let goes_on = verdict == Verdict::Body && self.headed && !unit.begins_report();
                self.headed = verdict == Verdict::Headline || goes_on;
            }
            self.told.add(unit, &layout.lexicon);
            self.under_headline = verdict == Verdict::Headline;
            self.before.get_or_insert_with(|| Before::of(unit)).becomes(unit);
        }
        verdict
    }

    /// Whether a report begins that has no headline, in a digest of such.
    fn begins_brief(&self, layout: &Layout, ahead: Ahead<'_>) -> bool {
        layout.briefs && !self.headed && ahead[0].is_some_and(Unit::begins_report)
    }

    /// Whether what seems a headline, with the cues `found`, has another of another kind
    /// right below it.
    fn stands_over(&mut self, layout: &Layout, found: CueSet, ahead: Ahead<'_>) -> bool {
        let [Some(over), Some(unit), next, after_next] = ahead else { return false };
        let before = Before::of(over);
        let context = context(Some(&before), true, [Some(unit), next, after_next, None]);
        let below = context.and_then(|context| layout.headline(context, &mut self.told));
        below.is_some_and(|below| below.explicit() != found.explicit())
    }
}

/// Whether what seems a headline, or stands over a report, has so few words that among
/// stories without headlines it is the name of the digest, or of a part of the world.
fn is_title(found: Option<CueSet>, ahead: Ahead<'_>) -> bool {
    let [Some(unit), next, ..] = ahead else { return false };
    let stands_over = found.is_some() || next.is_some_and(Unit::begins_report);
    stands_over && !unit.is_prose() && !unit.is_furniture() && words(unit.bare()) <= 3
}

/// The first of `ahead` among its neighbours, if it is short enough for a headline.
fn context<'a>(
    before: Option<&'a Before>,
    under_headline: bool,
    ahead: Ahead<'a>,
) -> Option<Context<'a>> {
    let [unit, below @ ..] = ahead;
    let unit = unit.filter(|unit| unit.is_short())?;
    Some(Context { before, under_headline, unit, below })
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::super::unit::Assembler;
    use super::*;
    use crate::load::lines::Page;

    #[test]
    fn who_looks_only_while_the_matter_is_open_judges_like_who_looks_at_everything() {
        let sample = include_str!("../../../assets/sample/stories.txt");
        for text in [sample.to_owned(), sample.to_uppercase(), sample.replace("\n\n", "\n\n\n")] {
            let (mut assembler, mut units) = (Assembler::new(Page::default()), VecDeque::new());
            text.lines().for_each(|line| assembler.line(line, &mut units));
            assembler.close(&mut units);
            let layout = Layout::of(units.make_contiguous());
            let (mut quick, mut thorough) = (Judge::default(), Judge::default());
            let mut headlines = 0;
            for at in 0..units.len() {
                let ahead = [0, 1, 2, 3].map(|n| units.get(at + n).map(Box::as_ref));
                let verdict = quick.judge(&layout, ahead);
                assert_eq!(verdict, thorough.weigh(&layout, ahead).0, "{}", units[at].bare());
                headlines += usize::from(verdict == Verdict::Headline);
            }
            assert!(headlines > 1);
        }
    }
}
