//! Judges paragraphs one after the other: does a story begin here?

use super::evidence::{Context, CueSet};
use super::layout::Layout;
use super::lexicon::Lexicon;
use super::names::Names;
use super::shape::Shape;
use super::unit::Unit;
use super::words::Seen;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Headline,
    /// It stands over several stories: the name of the digest, of a section.
    Section,
    Body,
}

/// A paragraph and the ones behind it, as far as the file goes.
pub(super) type Ahead<'a> = [Option<&'a Unit>; 4];

/// A paragraph judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    /// The cues and the odds of one that may be a headline.
    pub(super) weighed: Option<(CueSet, f32)>,
}

/// What the story so far has spoken of.
pub(super) struct StoryWords {
    pub(super) seen: Seen,
    /// Words of the paragraphs right behind the one that is judged.
    pub(super) near: Seen,
    pub(super) names: Names,
}

/// What a judge remembers of the paragraphs before.
pub(super) struct Judge {
    story: StoryWords,
    before: Option<Shape>,
    under_headline: bool,
    /// Hopeless paragraphs are weighed as well.
    weighs_all: bool,
}

impl Judge {
    /// Also weighs paragraphs that no words could make headlines: to learn from them.
    pub(super) fn weighing_all() -> Judge {
        Judge { weighs_all: true, ..Judge::new() }
    }

    pub(super) fn new() -> Judge {
        let (seen, near) = (Seen::new(), Seen::new());
        let story = StoryWords { seen, near, names: Names::default() };
        Judge { story, before: None, under_headline: false, weighs_all: false }
    }

    /// Begins at the first paragraph again.
    pub(super) fn forget(&mut self) {
        let StoryWords { seen, near, names } = &mut self.story;
        seen.start_story();
        near.start_story();
        names.clear();
        (self.before, self.under_headline) = (None, false);
    }

    /// Judges the first of `ahead`. The next call must be for the one behind it.
    pub(super) fn judge(&mut self, layout: &Layout, ahead: Ahead<'_>) -> Judged {
        let [Some(unit), below @ ..] = ahead else {
            return Judged { verdict: Verdict::Body, weighed: None };
        };
        let (before, under_headline) = (self.before.as_ref(), self.under_headline);
        let context = Context { before, under_headline, unit, below };
        let weigh = unit.is_short() && (self.weighs_all || layout.may_be_headline(context));
        let weighed = weigh.then(|| layout.odds(context, &mut self.story));
        let verdict = match weighed {
            Some((found, odds)) if odds > 0.0 => {
                let section = self.stands_over(layout, found, ahead);
                if section { Verdict::Section } else { Verdict::Headline }
            }
            _ => Verdict::Body,
        };
        self.pass(unit, verdict, &layout.lexicon);
        Judged { verdict, weighed }
    }

    /// Whether what seems a headline, with the cues `found`, has another of another kind
    /// right below it.
    fn stands_over(&mut self, layout: &Layout, found: CueSet, ahead: Ahead<'_>) -> bool {
        let [Some(over), Some(unit), next, after_next] = ahead else { return false };
        let before = Some(&over.shape);
        let context =
            Context { before, under_headline: true, unit, below: [next, after_next, None] };
        if !unit.is_short() || !layout.may_be_headline(context) {
            return false;
        }
        let (below, odds) = layout.odds(context, &mut self.story);
        odds > 0.0 && below.explicit() != found.explicit()
    }

    fn pass(&mut self, unit: &Unit, verdict: Verdict, lexicon: &Lexicon) {
        let StoryWords { seen, names, .. } = &mut self.story;
        if verdict != Verdict::Body {
            seen.start_story();
            names.clear();
        }
        seen.add(&unit.words);
        names.add(&unit.capitals, lexicon);
        self.under_headline = verdict == Verdict::Headline;
        self.before = Some(unit.shape);
    }
}
