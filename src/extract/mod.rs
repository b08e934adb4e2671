//! Text to facts, pure: who spoke, about which countries, in whose report.

mod countries;
mod cuckoo;
mod cues;
mod dateline;
mod gazetteer;
mod hash;
mod marks;
mod organisations;
mod page;
mod passed_on;
mod room;
mod scan;
mod sentences;
mod source;
mod speech;
pub mod tokens;
mod words;

use memchr::memmem;

use crate::model::{Code, Mention, Part, Span, Story, StoryFacts};
use crate::text;

use self::countries::Setting;
use self::cues::Cues;
use self::gazetteer::Gazetteer;
use self::organisations::Source;
use self::page::Page;
pub use self::room::Room;
use self::source::Credits;
use self::tokens::Tokens;

/// The tables and automata extraction needs. Built once (some milliseconds), then
/// shared by `Arc`: it never changes.
#[derive(Debug)]
pub struct Extractor {
    gazetteer: Gazetteer,
    cues: Cues,
    credits: Credits,
    lexicon: speech::Lexicon,
}

/// Bytes of a body that are read for facts, more than the longest novel has. Of a body
/// beyond that the rest is shown and searched, but nothing is found in it.
pub const MOST_READ: usize = 4 << 20;

impl Default for Extractor {
    fn default() -> Extractor {
        Extractor::new()
    }
}

impl Extractor {
    pub fn new() -> Extractor {
        Extractor {
            gazetteer: Gazetteer::new(),
            cues: Cues::new(),
            credits: Credits::new(),
            lexicon: speech::Lexicon::new(),
        }
    }

    /// Reads one story. Pure: the same story gives the same facts. Linear in the
    /// length of the text, of which [`MOST_READ`] bytes are read.
    pub fn story(&self, story: &Story<'_>) -> StoryFacts {
        self.story_in(&mut Room::default(), story)
    }

    /// [`Extractor::story`] in the room that another left.
    pub fn story_in(&self, room: &mut Room, story: &Story<'_>) -> StoryFacts {
        let story = &head(story);
        let Room { headline, body, pages, places, speech } = std::mem::take(room);
        let tokens = [headline.read(story.headline), body.read(story.body)];
        let pages = self.pages(story, &tokens, pages);
        let bodies: Vec<Span> = pages[1].bodies.iter().map(|body| body.span).collect();
        let head = dateline::shape(story.body);
        let (found, speech) =
            speech::find(&self.lexicon, story, &tokens, &bodies, opening(head.as_ref()), speech);
        let speech::Speech { mut quotes, mut speakers } = found;
        let (facts, places) = self.places_on(story, &pages, head, places);
        if let Some(agency) = &facts.source {
            passed_on::settle(&mut quotes, &mut speakers, agency);
            // A name that nobody knows looks like a person's until it is credited.
            let own = story.source == Some(agency);
            speakers.retain(|speaker| own || speaker.name != *agency);
        }
        let pages = pages.map(Page::lists);
        let [headline, body] = tokens.map(Tokens::emptied);
        *room = Room { headline, body, pages, places, speech };
        StoryFacts { speakers, quotes, ..facts }
    }

    /// Reads one story for its place, source, countries and organisations only.
    pub fn places(&self, story: &Story<'_>) -> StoryFacts {
        let story = &head(story);
        let tokens = [story.headline, story.body].map(Tokens::new);
        let pages = self.pages(story, &tokens, <[page::Lists; 2]>::default());
        self.places_on(story, &pages, dateline::shape(story.body), countries::Lists::default()).0
    }

    /// Reads one story for its quotations and speakers only; organisations of the
    /// gazetteer are then not known.
    pub fn speech(&self, story: &Story<'_>) -> StoryFacts {
        let story = &head(story);
        let tokens = [story.headline, story.body].map(Tokens::new);
        let opening = opening(dateline::shape(story.body).as_ref());
        let lists = speech::Lists::default();
        let (found, _) = speech::find(&self.lexicon, story, &tokens, &[], opening, lists);
        let speech::Speech { quotes, speakers } = found;
        StoryFacts { speakers, quotes, ..StoryFacts::default() }
    }

    /// The headline and the body, read for names; `tokens` are theirs.
    fn pages<'a>(
        &self,
        story: &Story<'a>,
        tokens: &'a [Tokens; 2],
        lists: [page::Lists; 2],
    ) -> [Page<'a>; 2] {
        let [above, below] = lists;
        let Extractor { gazetteer, cues, .. } = self;
        [
            Page::read(gazetteer, cues, Part::Headline, story.headline, &tokens[0], above),
            Page::read(gazetteer, cues, Part::Body, story.body, &tokens[1], below),
        ]
    }

    /// `head` is the shape of the body's dateline. Gives the lists back.
    fn places_on(
        &self,
        story: &Story<'_>,
        pages: &[Page<'_>; 2],
        head: Option<text::Dateline>,
        lists: countries::Lists,
    ) -> (StoryFacts, countries::Lists) {
        let dateline = dateline::dateline(&self.gazetteer, story.body, head);
        let place = dateline.map(|dateline| dateline.place);
        let setting = Setting {
            dateline: place.map(|span| Mention { part: Part::Body, span }),
            home: story.url.and_then(home_of),
            soviet: story.published.is_some_and(|published| published < SOVIET_END),
        };
        let credited = source::source(&self.credits, &self.cues, &pages[1], dateline);
        let credited = credited.map(|span| span.of(story.body));
        let source = Source { name: credited.or(story.source), credited };
        let (countries, lists) =
            countries::countries(&self.gazetteer, &self.cues, pages, &setting, lists);
        let facts = StoryFacts {
            place: place.map(|place| place.of(story.body)).or(story.place).map(Into::into),
            source: source.name.map(Into::into),
            countries,
            organisations: organisations::organisations(&self.cues, pages, source),
            ..StoryFacts::default()
        };
        (facts, lists)
    }
}

/// The story as far as it is read for facts.
fn head<'a>(story: &Story<'a>) -> Story<'a> {
    let body = &story.body[..story.body.floor_char_boundary(MOST_READ)];
    Story { body, ..*story }
}

/// Where the text begins behind a dateline of this shape, in bytes of the body.
fn opening(head: Option<&text::Dateline>) -> u32 {
    head.map_or(0, |dateline| dateline.text as u32)
}

/// 26 December 1991, in seconds since the Unix epoch.
const SOVIET_END: i64 = 693_705_600;

/// The country of a link's host by its last label: `.no`, `.co.uk`.
fn home_of(url: &str) -> Option<Code> {
    let host = &url[memmem::find(url.as_bytes(), b"://")? + 3..];
    let host = host.split(['/', ':']).next()?;
    match host.rsplit('.').next()? {
        "uk" => Code::new("GB"),
        "tv" | "io" | "co" | "me" | "ai" | "fm" | "cc" | "ws" | "to" | "ly" => None,
        label => Code::new(label),
    }
}
