//! The facts of many stories, packed for filtering and counting: field by field, so that
//! whoever asks one thing of a million stories reads nothing else.

use std::sync::Arc;

use compact_str::CompactString;

use super::country::Code;
use super::facts::{Span, StoryFacts};
use super::names::{Interner, NameId};

/// The facts of one chunk's stories. Roles and who said what are not kept: the story on
/// screen is read again, which takes microseconds.
#[derive(Debug, Default)]
pub struct Facts {
    countries: Runs<Code>,
    speakers: Runs<NameId>,
    organisations: Runs<NameId>,
    quotes: Runs<Span>,
    /// [`NOBODY`] where a story has none.
    sources: Vec<NameId>,
    places: Vec<NameId>,
}

/// A run of values for each story of a chunk, one behind the other.
#[derive(Debug)]
pub struct Runs<T> {
    all: Vec<T>,
    /// Where each story's run ends.
    ends: Vec<u32>,
}

const NOBODY: NameId = NameId(u32::MAX);

/// One story's packed facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FactsOf<'a> {
    pub countries: &'a [Code],
    pub speakers: &'a [NameId],
    pub organisations: &'a [NameId],
    /// In the body.
    pub quotes: &'a [Span],
    pub source: Option<NameId>,
    pub place: Option<NameId>,
}

impl Facts {
    /// Appends the facts of the chunk's next story.
    pub fn push(&mut self, story: &StoryFacts, interner: &mut Interner) {
        self.countries.push(story.countries.iter().map(|country| country.code));
        self.speakers.push(story.speakers.iter().map(|speaker| interner.id(&speaker.name)));
        self.organisations.push(story.organisations.iter().map(|body| interner.id(&body.name)));
        self.quotes.push(story.quotes.iter().map(|quote| quote.span));
        let mut id =
            |name: &Option<CompactString>| name.as_deref().map_or(NOBODY, |name| interner.id(name));
        self.sources.push(id(&story.source));
        self.places.push(id(&story.place));
    }

    /// Appends facts that are packed already, names by the same ids.
    pub fn push_packed(&mut self, story: FactsOf<'_>) {
        self.countries.push(story.countries.iter().copied());
        self.speakers.push(story.speakers.iter().copied());
        self.organisations.push(story.organisations.iter().copied());
        self.quotes.push(story.quotes.iter().copied());
        self.sources.push(story.source.unwrap_or(NOBODY));
        self.places.push(story.place.unwrap_or(NOBODY));
    }

    /// Gives back what the tables over-allocated while they grew.
    #[must_use]
    pub fn seal(mut self) -> Arc<Facts> {
        self.countries.shrink();
        self.speakers.shrink();
        self.organisations.shrink();
        self.quotes.shrink();
        self.sources.shrink_to_fit();
        self.places.shrink_to_fit();
        Arc::new(self)
    }

    pub fn len(&self) -> usize {
        self.sources.len()
    }

    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The facts of the story at `index` of the chunk.
    pub fn get(&self, index: usize) -> Option<FactsOf<'_>> {
        Some(FactsOf {
            countries: self.countries.get(index)?,
            speakers: self.speakers.get(index)?,
            organisations: self.organisations.get(index)?,
            quotes: self.quotes.get(index)?,
            source: known(*self.sources.get(index)?),
            place: known(*self.places.get(index)?),
        })
    }

    pub fn iter(&self) -> impl Iterator<Item = FactsOf<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    pub fn countries(&self) -> &Runs<Code> {
        &self.countries
    }

    pub fn speakers(&self) -> &Runs<NameId> {
        &self.speakers
    }

    pub fn organisations(&self) -> &Runs<NameId> {
        &self.organisations
    }

    /// The source of the story at `index` of the chunk.
    pub fn source(&self, index: usize) -> Option<NameId> {
        self.sources.get(index).copied().and_then(known)
    }

    /// The source of each story.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = Option<NameId>> {
        self.sources.iter().copied().map(known)
    }

    /// The place of each story.
    pub fn places(&self) -> impl ExactSizeIterator<Item = Option<NameId>> {
        self.places.iter().copied().map(known)
    }
}

fn known(id: NameId) -> Option<NameId> {
    (id != NOBODY).then_some(id)
}

impl<T> Default for Runs<T> {
    fn default() -> Runs<T> {
        Runs { all: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Runs<T> {
    fn push(&mut self, run: impl Iterator<Item = T>) {
        self.all.extend(run);
        self.ends.push(self.all.len() as u32);
    }

    fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The values of the story at `index` of the chunk.
    pub fn get(&self, index: usize) -> Option<&[T]> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start as usize..end as usize)
    }

    /// The values of every story, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let start = std::mem::replace(&mut from, *end);
            &self.all[start as usize..*end as usize]
        })
    }

    /// The values of all stories together.
    pub fn all(&self) -> &[T] {
        &self.all
    }

    /// The places in the chunk of the stories with a wanted value, in order. Most values
    /// are not wanted, and whose they are is not looked at.
    pub fn with(&self, wanted: impl Fn(&T) -> bool) -> Vec<u32> {
        let mut stories = Stories { ends: &self.ends, found: Vec::new(), next: 0, from: 0 };
        let (blocks, rest) = self.all.as_chunks::<BLOCK>();
        for (from, block) in (0..).step_by(BLOCK).zip(blocks) {
            // Looked at together, so that there is one guess to make and not one a value.
            if block.iter().fold(false, |any, value| any | wanted(value)) {
                stories.take(from, bits(block, &wanted));
            }
        }
        stories.take(blocks.len() * BLOCK, bits(rest, &wanted));
        stories.found
    }
}

/// So many values are looked at together.
const BLOCK: usize = 16;

#[inline]
fn bits<T>(block: &[T], wanted: &impl Fn(&T) -> bool) -> u32 {
    block.iter().rev().fold(0, |bits, value| bits << 1 | u32::from(wanted(value)))
}

/// The stories of wanted values.
struct Stories<'a> {
    ends: &'a [u32],
    found: Vec<u32>,
    /// The first story not yet looked at, and where its values begin.
    next: usize,
    from: usize,
}

impl Stories<'_> {
    #[inline]
    /// Takes in which values are wanted from one on, in the order of the bits.
    fn take(&mut self, first: usize, mut bits: u32) {
        while bits != 0 {
            let at = first + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            // Of a story already found nothing more need be known.
            if at < self.from {
                continue;
            }
            while self.ends[self.next] as usize <= at {
                self.next += 1;
            }
            self.found.push(self.next as u32);
            self.from = self.ends[self.next] as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Attribution, Quote, Speaker};

    #[test]
    fn packed_facts_come_back_story_by_story() {
        let (mut facts, mut interner) = (Facts::default(), Interner::default());
        let speaker =
            |name: &str| Speaker { name: name.into(), role: None, quotes: 1, mentions: Vec::new() };
        let quote = |start, end| Quote {
            speaker: None,
            span: Span::new(start, end),
            direct: true,
            verb: None,
            by: Attribution::Nobody,
        };
        let story = StoryFacts {
            source: Some("Northern Wire".into()),
            speakers: vec![speaker("Ines Marlow"), speaker("Tove Lind")],
            quotes: vec![quote(3, 9), quote(12, 20)],
            ..StoryFacts::default()
        };
        facts.push(&StoryFacts::default(), &mut interner);
        facts.push(&story, &mut interner);
        let second = facts.get(1).unwrap();
        assert_eq!(second.speakers, [interner.id("Ines Marlow"), interner.id("Tove Lind")]);
        assert_eq!((second.source, second.place), (Some(interner.id("Northern Wire")), None));
        assert_eq!(second.quotes, [Span::new(3, 9), Span::new(12, 20)]);
        let first = facts.get(0).unwrap();
        assert!(first.speakers.is_empty() && first.quotes.is_empty());
        assert_eq!(facts.iter().collect::<Vec<_>>(), [facts.get(0).unwrap(), second]);
        assert_eq!(facts.speakers().iter().collect::<Vec<_>>(), [&[], second.speakers]);
        assert_eq!(facts.sources().collect::<Vec<_>>(), [None, second.source]);
    }

    proptest! {
        #[test]
        fn the_stories_with_a_value_are_those_whose_run_has_it(
            stories in proptest::collection::vec(proptest::collection::vec(0_u8..6, 0..4), 0..40)
        ) {
            let mut runs = Runs::default();
            for run in &stories {
                runs.push(run.iter().copied());
            }
            let has = |run: &Vec<u8>| run.iter().any(|value| *value > 3);
            let expected = (0..).zip(&stories).filter(|(_, run)| has(run)).map(|(at, _)| at);
            prop_assert_eq!(runs.with(|value| *value > 3), expected.collect::<Vec<u32>>());
        }
    }
}
