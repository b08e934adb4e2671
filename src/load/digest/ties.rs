//! What a paragraph has in common with those round it: a headline speaks of what follows,
//! and what follows does not go on about what was before.

use super::evidence::{Context, flag};
use super::layout::Layout;
use super::told::Told;
use super::unit::Unit;

/// A lead of fewer letters is rather a line below the headline.
pub(super) const SHORT_LEAD: usize = 100;

/// What a paragraph has in common, as shares of its words by weight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ties {
    /// Its words that come again in what follows.
    pub(super) spoken_of: f32,
    /// Its words that the story so far has.
    pub(super) known: f32,
    /// Words of what follows that the story so far has.
    pub(super) goes_on: f32,
    /// What follows comes back to somebody by the surname alone.
    pub(super) resumes: bool,
    /// The story so far is a few words.
    pub(super) hardly_begun: bool,
}

impl Ties {
    /// What they say for a headline all of whose words come again.
    const ALL: f32 = 4.0;

    /// The most they say for one that its form speaks against. All of its words could come
    /// again, but of the headlines of real stories none lacked more than 2.
    pub(super) const MOST: f32 = 3.0;

    /// The worst they say of a headline that its form makes one. They could say worse, but
    /// in digests of real stories they never did: 5.3 less where the form was so good.
    pub(super) const LEAST: f32 = -6.0;

    /// What a paragraph has in common with those behind it.
    pub(super) fn ahead(context: Context<'_>, told: &mut Told, layout: &Layout) -> Ties {
        if context.below[0].is_none() {
            return Ties::default();
        }
        let Told { near, scanner, .. } = told;
        near.start_story();
        for unit in behind(context.below) {
            near.add(unit.words(scanner));
        }
        let words = context.unit.words(scanner).iter().copied();
        Ties { spoken_of: layout.words.share(words, |word| near.has(word)), ..Ties::default() }
    }

    /// These, and which words it and those behind it have in common with the story so far.
    pub(super) fn behind(self, context: Context<'_>, told: &mut Told, layout: &Layout) -> Ties {
        let Context { before, unit, below, .. } = context;
        if below[0].is_none() {
            return self;
        }
        told.read_words();
        let Told { seen, scanner, .. } = told;
        let words = unit.words(scanner).iter().copied();
        let known = layout.words.share(words, |word| seen.has(word));
        let words = behind(below).flat_map(|unit| unit.words(scanner).iter().copied());
        let goes_on = layout.words.share(words, |word| seen.has(word));
        Ties { known, goes_on, hardly_begun: before.is_some() && seen.count() < 15, ..self }
    }

    /// These, and whether what follows comes back to somebody the story so far has named.
    pub(super) fn resuming(self, context: Context<'_>, told: &mut Told, layout: &Layout) -> Ties {
        let Some(next) = context.below[0] else { return self };
        told.read_names(&layout.lexicon);
        let Told { names, scanner, .. } = told;
        let resumes = names.resumed_in(next.capitals(scanner), &layout.lexicon);
        Ties { resumes, ..self }
    }

    /// A headline speaks of what follows, and what follows does not go on about what was
    /// before.
    pub(super) fn weigh(self) -> f32 {
        Ties::ALL * self.spoken_of - 2.5 * self.known - 5.0 * self.goes_on
            + flag(self.spoken_of < 0.05, -0.9)
            + flag(self.hardly_begun, -3.5)
            + flag(self.resumes, -2.0)
    }
}

/// The paragraphs that a headline is to speak of: two, or three where one is a line only.
fn behind(below: [Option<&Unit>; 3]) -> impl Iterator<Item = &Unit> {
    below.into_iter().flatten().take(if is_brief(below) { 3 } else { 2 })
}

/// Whether one of the next two paragraphs is a line only.
fn is_brief(below: [Option<&Unit>; 3]) -> bool {
    below.iter().take(2).flatten().any(|unit| unit.shape.len < SHORT_LEAD)
}
