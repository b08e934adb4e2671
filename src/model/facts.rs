//! What a story says of the world: as found in one story, and packed for many.

use std::sync::Arc;

use compact_str::CompactString;

use super::country::Code;
use super::names::{Interner, NameId};

/// A range of bytes in a headline or a body, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The words themselves. Empty when `text` is not the text the span was made for.
    #[inline]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// Which part of the story a span lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Headline,
    Body,
}

/// One place where an entity is named: the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    pub part: Part,
    pub span: Span,
}

/// What is known of one story. All names are owned, so that facts outlive the text; those of
/// up to 24 bytes, which most are, need no memory of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryFacts {
    /// The dateline at the head of the body, as written.
    pub place: Option<CompactString>,
    /// The agency or outlet the story credits, else the one its file names.
    pub source: Option<CompactString>,
    /// What the story is most about comes first.
    pub countries: Vec<Country>,
    /// Most quoted first, then in order of appearance.
    pub speakers: Vec<Speaker>,
    /// Most frequent first, then in order of appearance.
    pub organisations: Vec<Organisation>,
    /// In order of the text; spans are in the body.
    pub quotes: Vec<Quote>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    pub code: Code,
    /// How often it is named; 0 when only a place in it is.
    pub count: u32,
    pub by: CountryBy,
    pub mentions: Vec<Mention>,
}

/// How a country was found, the strongest evidence of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountryBy {
    /// By name, common abbreviation, or a name in another language.
    Name,
    /// By demonym or adjective.
    Demonym,
    /// By capital or seat of government standing for the state.
    Seat,
    /// Only implied: a town or region in it is named.
    Place,
}

/// A person to whom the story attributes words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The fullest form the story gives.
    pub name: CompactString,
    /// The role the story gives, as written.
    pub role: Option<CompactString>,
    /// Number of quotations, direct and indirect.
    pub quotes: u32,
    pub mentions: Vec<Mention>,
}

/// A named body that is neither country nor source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub name: CompactString,
    pub count: u32,
    pub mentions: Vec<Mention>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The speaker's full name, an organisation's or state's own words for a source
    /// that is no person, or `None` when nobody can be told.
    pub speaker: Option<CompactString>,
    /// In the body. Of a direct quotation: the words between the quotation marks.
    pub span: Span,
    /// In quotation marks, or reported.
    pub direct: bool,
    /// The cue verb, in the body: `said`, `according to`.
    pub verb: Option<Span>,
    pub by: Attribution,
}

/// How the speaker of a quotation was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribution {
    /// Named in the quotation's own clause.
    Clause,
    /// Nobody named: the previous quotation's speaker goes on.
    Carried,
    /// "he said", "she added".
    Pronoun,
    /// "the diplomat said".
    Noun,
    /// "Lavrov: …" in the headline.
    Headline,
    /// Nobody could be told.
    Nobody,
}

impl CountryBy {
    /// The word `extract` writes.
    pub fn as_str(self) -> &'static str {
        match self {
            CountryBy::Name => "name",
            CountryBy::Demonym => "demonym",
            CountryBy::Seat => "seat",
            CountryBy::Place => "place",
        }
    }
}

impl Attribution {
    /// The word `extract` writes.
    pub fn as_str(self) -> Option<&'static str> {
        match self {
            Attribution::Clause => Some("clause"),
            Attribution::Carried => Some("carried"),
            Attribution::Pronoun => Some("pronoun"),
            Attribution::Noun => Some("noun"),
            Attribution::Headline => Some("headline"),
            Attribution::Nobody => None,
        }
    }

    /// Whether the reader should see that this is an inference.
    pub fn is_uncertain(self) -> bool {
        !matches!(self, Attribution::Clause | Attribution::Nobody)
    }
}

/// The facts of one chunk's stories, packed for filtering and counting. Roles and who
/// said what are not kept: the story on screen is read again, which takes microseconds.
#[derive(Debug, Default)]
pub struct Facts {
    rows: Vec<Row>,
    countries: Vec<Code>,
    names: Vec<NameId>,
    quotes: Vec<Span>,
}

/// Ends of this story's runs in the tables. In `names` a story has its speakers, then
/// its organisations.
#[derive(Clone, Copy, Debug)]
struct Row {
    countries: u32,
    speakers: u32,
    organisations: u32,
    quotes: u32,
    source: NameId,
    place: NameId,
}

/// Where a story's runs begin: in `countries`, in `names`, in `quotes`.
type Ends = (u32, u32, u32);

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
        self.countries.extend(story.countries.iter().map(|country| country.code));
        self.names.extend(story.speakers.iter().map(|speaker| interner.id(&speaker.name)));
        let speakers = self.names.len() as u32;
        self.names.extend(story.organisations.iter().map(|body| interner.id(&body.name)));
        self.quotes.extend(story.quotes.iter().map(|quote| quote.span));
        let mut id =
            |name: &Option<CompactString>| name.as_deref().map_or(NOBODY, |name| interner.id(name));
        self.rows.push(Row {
            countries: self.countries.len() as u32,
            speakers,
            organisations: self.names.len() as u32,
            quotes: self.quotes.len() as u32,
            source: id(&story.source),
            place: id(&story.place),
        });
    }

    /// Appends facts that are packed already, names by the same ids.
    pub fn push_packed(&mut self, story: FactsOf<'_>) {
        self.countries.extend_from_slice(story.countries);
        self.names.extend_from_slice(story.speakers);
        let speakers = self.names.len() as u32;
        self.names.extend_from_slice(story.organisations);
        self.quotes.extend_from_slice(story.quotes);
        self.rows.push(Row {
            countries: self.countries.len() as u32,
            speakers,
            organisations: self.names.len() as u32,
            quotes: self.quotes.len() as u32,
            source: story.source.unwrap_or(NOBODY),
            place: story.place.unwrap_or(NOBODY),
        });
    }

    /// Gives back what the tables over-allocated while they grew.
    #[must_use]
    pub fn seal(mut self) -> Arc<Facts> {
        self.rows.shrink_to_fit();
        self.countries.shrink_to_fit();
        self.names.shrink_to_fit();
        self.quotes.shrink_to_fit();
        Arc::new(self)
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The facts of the story at `index` of the chunk.
    pub fn get(&self, index: usize) -> Option<FactsOf<'_>> {
        let row = self.rows.get(index)?;
        let before = index.checked_sub(1).map(|before| self.rows[before]);
        Some(self.of(row, before.map_or((0, 0, 0), Row::ends)))
    }

    pub fn iter(&self) -> impl Iterator<Item = FactsOf<'_>> {
        self.rows
            .iter()
            .scan((0, 0, 0), |from, row| Some(self.of(row, std::mem::replace(from, row.ends()))))
    }

    /// The countries alone, story by story: for those who look at a million.
    pub fn countries(&self) -> impl Iterator<Item = &[Code]> {
        let mut from = 0;
        self.rows.iter().map(move |row| {
            let start = std::mem::replace(&mut from, row.countries);
            &self.countries[start as usize..row.countries as usize]
        })
    }

    /// The speakers alone, story by story.
    pub fn speakers(&self) -> impl Iterator<Item = &[NameId]> {
        let mut from = 0;
        self.rows.iter().map(move |row| {
            let start = std::mem::replace(&mut from, row.organisations);
            &self.names[start as usize..row.speakers as usize]
        })
    }

    /// The facts of a row whose runs begin there.
    fn of(&self, row: &Row, (countries, names, quotes): Ends) -> FactsOf<'_> {
        let known = |id: NameId| (id != NOBODY).then_some(id);
        FactsOf {
            countries: &self.countries[countries as usize..row.countries as usize],
            speakers: &self.names[names as usize..row.speakers as usize],
            organisations: &self.names[row.speakers as usize..row.organisations as usize],
            quotes: &self.quotes[quotes as usize..row.quotes as usize],
            source: known(row.source),
            place: known(row.place),
        }
    }
}

impl Row {
    /// Where the next story's runs begin.
    fn ends(self) -> Ends {
        (self.countries, self.organisations, self.quotes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_24_bytes() {
        assert_eq!(size_of::<Row>(), 24);
    }

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
        assert_eq!(facts.speakers().collect::<Vec<_>>(), [&[], second.speakers]);
        assert_eq!(facts.countries().collect::<Vec<_>>(), [&[] as &[Code], &[]]);
    }
}
