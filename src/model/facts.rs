//! What a story says of the world, as found in it: see [`Facts`](super::Facts) for many
//! stories' together.

use compact_str::CompactString;

use super::country::Code;

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
