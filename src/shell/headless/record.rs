//! One story as `extract` writes it: a JSON object on a line, in the shape the manual
//! gives. The output is itself valid input.

use serde::Serialize;

use crate::model::{Country, Quote, Speaker, Story, StoryFacts};
use crate::text::date::rfc3339;

/// A whole line.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    headline: &'a str,
    source: Option<&'a str>,
    place: Option<&'a str>,
    published: Option<String>,
    url: Option<&'a str>,
    path: Option<&'a str>,
    body: &'a str,
    countries: Vec<CountryRecord<'a>>,
    speakers: Vec<SpeakerRecord<'a>>,
    organisations: Vec<Organisation<'a>>,
    quotes: Vec<QuoteRecord<'a>>,
}

#[derive(Serialize)]
struct CountryRecord<'a> {
    code: &'a str,
    name: &'static str,
    count: u32,
    by: &'static str,
}

#[derive(Serialize)]
struct SpeakerRecord<'a> {
    name: &'a str,
    role: Option<&'a str>,
    quotes: u32,
}

#[derive(Serialize)]
struct Organisation<'a> {
    name: &'a str,
    count: u32,
}

/// `start` and `end` are code points of the body; `text` is what stands between.
#[derive(Serialize)]
struct QuoteRecord<'a> {
    speaker: Option<&'a str>,
    text: &'a str,
    direct: bool,
    verb: Option<&'a str>,
    by: Option<&'static str>,
    start: usize,
    end: usize,
}

/// Appends the story's line to `out`.
pub(super) fn write(out: &mut Vec<u8>, story: &Story<'_>, facts: &StoryFacts) {
    let record = Record {
        id: story.key,
        headline: story.headline,
        source: facts.source.as_deref().or(story.source),
        place: facts.place.as_deref().or(story.place),
        published: story.published.and_then(instant),
        url: story.url,
        path: story.path,
        body: story.body,
        countries: facts.countries.iter().map(country).collect(),
        speakers: facts.speakers.iter().map(speaker).collect(),
        organisations: facts
            .organisations
            .iter()
            .map(|body| Organisation { name: &body.name, count: body.count })
            .collect(),
        quotes: quotes(story.body, &facts.quotes),
    };
    serde_json::to_writer(&mut *out, &record).expect("text and numbers are always JSON");
    out.push(b'\n');
}

/// Null beyond the years 1 to 9999: readers of the format disagree there.
fn instant(seconds: i64) -> Option<String> {
    Some(rfc3339(seconds)).filter(|text| !text.is_empty())
}

fn country(country: &Country) -> CountryRecord<'_> {
    CountryRecord {
        code: country.code.as_str(),
        name: country.code.name(),
        count: country.count,
        by: country.by.as_str(),
    }
}

fn speaker(speaker: &Speaker) -> SpeakerRecord<'_> {
    SpeakerRecord { name: &speaker.name, role: speaker.role.as_deref(), quotes: speaker.quotes }
}

fn quotes<'a>(body: &'a str, quotes: &'a [Quote]) -> Vec<QuoteRecord<'a>> {
    let mut points = Points { body, byte: 0, point: 0 };
    let record = |quote: &'a Quote| {
        let text = quote.span.of(body);
        let start = points.at(quote.span.start as usize);
        QuoteRecord {
            speaker: quote.speaker.as_deref(),
            text,
            direct: quote.direct,
            verb: quote.verb.as_deref(),
            by: quote.by.as_str(),
            start,
            end: start + text.chars().count(),
        }
    };
    quotes.iter().map(record).collect()
}

/// Bytes to code points, walking on from the last place asked for.
struct Points<'a> {
    body: &'a str,
    byte: usize,
    point: usize,
}

impl Points<'_> {
    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.point) = (0, 0);
        }
        self.point += self.body.get(self.byte..byte).unwrap_or_default().chars().count();
        self.byte = byte;
        self.point
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
            let start = body.find(text).unwrap();
            let (speaker, verb) = (Some("Karl Østby".into()), Some("sagte".into()));
            Quote { speaker, span: Span::new(start, start + text.len()), direct: true, verb, by }
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
