//! One story as `extract` writes it: a JSON object on a line, in the shape the manual
//! gives. The output is itself valid input.

use super::json::{Key, Object};
use crate::model::{Country, Organisation, Quote, Speaker, Story, StoryFacts};
use crate::text::date::rfc3339;

// The fields, of a story and of what is found in it.
const ID: Key = Key::new("id");
const HEADLINE: Key = Key::new("headline");
const SOURCE: Key = Key::new("source");
const PLACE: Key = Key::new("place");
const PUBLISHED: Key = Key::new("published");
const URL: Key = Key::new("url");
const PATH: Key = Key::new("path");
const BODY: Key = Key::new("body");
const COUNTRIES: Key = Key::new("countries");
const SPEAKERS: Key = Key::new("speakers");
const ORGANISATIONS: Key = Key::new("organisations");
const QUOTES: Key = Key::new("quotes");
const CODE: Key = Key::new("code");
const NAME: Key = Key::new("name");
const COUNT: Key = Key::new("count");
const BY: Key = Key::new("by");
const ROLE: Key = Key::new("role");
const SPEAKER: Key = Key::new("speaker");
const TEXT: Key = Key::new("text");
const DIRECT: Key = Key::new("direct");
const VERB: Key = Key::new("verb");
const START: Key = Key::new("start");
const END: Key = Key::new("end");

/// Appends the story's line to `out`.
pub(super) fn write(out: &mut Vec<u8>, story: &Story<'_>, facts: &StoryFacts) {
    // Reports may lie one in another, so that what is quoted is far longer than the story:
    // a line that grew by doubling would for a while be held three times.
    let quoted = facts.quotes.iter().map(|quote| quote.span.of(story.body).len() + FIELDS);
    out.reserve(story.body.len() + quoted.sum::<usize>());
    let mut line = Object::open(out);
    line.text(ID, story.key);
    line.text(HEADLINE, story.headline);
    line.maybe(SOURCE, facts.source.as_deref().or(story.source));
    line.maybe(PLACE, facts.place.as_deref().or(story.place));
    line.maybe(PUBLISHED, story.published.and_then(instant).as_deref());
    line.maybe(URL, story.url);
    line.maybe(PATH, story.path);
    line.text(BODY, story.body);
    line.list(COUNTRIES, &facts.countries, country);
    line.list(SPEAKERS, &facts.speakers, speaker);
    line.list(ORGANISATIONS, &facts.organisations, organisation);
    let plain = story.body.is_ascii();
    let mut points = Points { body: story.body, plain, byte: 0, point: 0 };
    line.list(QUOTES, &facts.quotes, |object, quote| self::quote(object, quote, &mut points));
    line.close();
    out.push(b'\n');
}

/// About how many bytes a quotation takes beside its text.
const FIELDS: usize = 160;

/// Null beyond the years 1 to 9999: readers of the format disagree there.
fn instant(seconds: i64) -> Option<String> {
    Some(rfc3339(seconds)).filter(|text| !text.is_empty())
}

fn country(object: &mut Object<'_>, country: &Country) {
    object.word(CODE, country.code.as_str());
    object.word(NAME, country.code.name());
    object.number(COUNT, country.count as usize);
    object.word(BY, country.by.as_str());
}

fn speaker(object: &mut Object<'_>, speaker: &Speaker) {
    object.text(NAME, &speaker.name);
    object.maybe(ROLE, speaker.role.as_deref());
    object.number(QUOTES, speaker.quotes as usize);
}

fn organisation(object: &mut Object<'_>, body: &Organisation) {
    object.text(NAME, &body.name);
    object.number(COUNT, body.count as usize);
}

/// `start` and `end` are code points of the body; `text` is what stands between.
fn quote(object: &mut Object<'_>, quote: &Quote, points: &mut Points<'_>) {
    let text = quote.span.of(points.body);
    let start = points.at(quote.span.start as usize);
    object.maybe(SPEAKER, quote.speaker.as_deref());
    object.text(TEXT, text);
    object.flag(DIRECT, quote.direct);
    object.maybe(VERB, quote.verb.map(|verb| verb.of(points.body)));
    match quote.by.as_str() {
        Some(by) => object.word(BY, by),
        None => object.maybe(BY, None),
    }
    object.number(START, start);
    object.number(END, start + points.of(text));
}

/// Bytes to code points, walking on from the last place asked for.
struct Points<'a> {
    body: &'a str,
    /// Every code point of the body is one byte.
    plain: bool,
    byte: usize,
    point: usize,
}

impl Points<'_> {
    fn at(&mut self, byte: usize) -> usize {
        if self.plain {
            return byte;
        }
        if byte < self.byte {
            (self.byte, self.point) = (0, 0);
        }
        self.point += self.body.get(self.byte..byte).unwrap_or_default().chars().count();
        self.byte = byte;
        self.point
    }

    /// How many there are in a part of the body.
    fn of(&self, part: &str) -> usize {
        if self.plain { part.len() } else { part.chars().count() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attribution, Span};

    #[test]
    fn a_line_has_every_field_and_offsets_in_code_points() {
        let body = "🛳 “Später,” sagte Østby. “Nie.”";
        let quote = |text: &str, by| {
            let span = |text: &str| {
                let start = body.find(text).unwrap();
                Span::new(start, start + text.len())
            };
            let (speaker, verb) = (Some("Karl Østby".into()), Some(span("sagte")));
            Quote { speaker, span: span(text), direct: true, verb, by }
        };
        let facts = StoryFacts {
            quotes: vec![
                quote("Später,", Attribution::Clause),
                quote("Nie.", Attribution::Carried),
            ],
            ..StoryFacts::default()
        };
        let story = Story {
            key: "7",
            headline: "Fähre",
            body,
            source: None,
            place: Some("OSLO"),
            url: None,
            path: None,
            published: Some(1_513_296_000),
        };
        let mut out = Vec::new();
        write(&mut out, &story, &facts);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"id\":\"7\",\"headline\":\"Fähre\",\"source\":null,\"place\":\"OSLO\",\
             \"published\":\"2017-12-15T00:00:00Z\",\"url\":null,\"path\":null,\
             \"body\":\"🛳 “Später,” sagte Østby. “Nie.”\",\"countries\":[],\"speakers\":[],\
             \"organisations\":[],\"quotes\":[{\"speaker\":\"Karl Østby\",\"text\":\"Später,\",\
             \"direct\":true,\"verb\":\"sagte\",\"by\":\"clause\",\"start\":3,\"end\":10},\
             {\"speaker\":\"Karl Østby\",\"text\":\"Nie.\",\"direct\":true,\"verb\":\"sagte\",\
             \"by\":\"carried\",\"start\":26,\"end\":30}]}\n"
        );
    }

    #[test]
    fn an_instant_beyond_the_calendar_is_not_written() {
        assert_eq!(instant(-62_135_596_800), Some("0001-01-01T00:00:00Z".into()));
        assert_eq!(instant(-62_135_596_801), None);
        assert_eq!(instant(i64::MAX), None);
    }
}
