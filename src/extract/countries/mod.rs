//! Which countries a story concerns: named, spoken of by demonym or seat, or implied by
//! a place; in order of how much the story is about them.

mod order;
mod reading;
mod towns;
mod votes;

use crate::model::{Code, Country, CountryBy, Mention, Part};

use self::reading::{Reader, Reading};
use self::towns::{Candidate, Open, Town};
use super::cues::Cues;
use super::gazetteer::{Doubt, Gazetteer, Homes, StateWord};
use super::page::Page;
use super::room::emptied;

/// One place of the text that speaks of a country, once settled.
#[derive(Clone, Copy, Debug)]
struct Sighting {
    code: Code,
    by: CountryBy,
    mention: Mention,
    /// Part of a longer name, such as an organisation's.
    inside: bool,
}

/// The lists of a story's countries, empty, for the next to fill.
#[derive(Debug, Default)]
pub(super) struct Lists {
    settled: Vec<Sighting>,
    candidates: Vec<Candidate>,
}

/// What else is known of a story than its words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting {
    /// Where in the body its dateline stands.
    pub(super) dateline: Option<Mention>,
    /// The country of its link.
    pub(super) home: Option<Code>,
    /// It was published while the Soviet Union stood.
    pub(super) soviet: bool,
}

/// The countries of a story, what it is most about first. Gives the lists back.
pub(super) fn countries(
    gazetteer: &Gazetteer,
    cues: &Cues,
    pages: &[Page<'_>; 2],
    setting: &Setting,
    lists: Lists,
) -> (Vec<Country>, Lists) {
    let mut open = Open::new(lists);
    for page in pages {
        let reader = Reader { gazetteer, cues, page, dateline: setting.dateline };
        for index in 0..page.names.len() {
            sort(&reader, index, &mut open);
        }
        for (code, word, span) in gazetteer.in_other_scripts(page.text) {
            let mention = Mention { part: page.part, span };
            open.settled.push(Sighting { code, by: by(word), mention, inside: false });
        }
    }
    let Lists { mut settled, candidates } = open.settle(setting.home);
    if !setting.soviet {
        for sighting in &mut settled {
            sighting.code = today(sighting.code);
        }
    }
    let countries = order::order(&mut settled, pages);
    (countries, Lists { settled: emptied(settled), candidates: emptied(candidates) })
}

/// Puts the name at `index` where it belongs.
fn sort<'a>(reader: &Reader<'a>, index: usize, open: &mut Open<'a>) {
    let found = &reader.page.names[index].found;
    let mention = reader.page.mention(found);
    let name = &reader.page.text[found.start as usize..found.end as usize];
    let standing = reader.read(index);
    if standing.person {
        open.person(name);
    }
    let inside = standing.inside;
    match standing.reading {
        None => (),
        Some(Reading::Tell(code)) => open.tells.push(code),
        Some(Reading::State(code, word)) => {
            open.settled.push(Sighting { code, by: by(word), mention, inside });
        }
        Some(Reading::Settled(code)) => {
            open.fix(name, code);
            open.settled.push(Sighting { code, by: CountryBy::Place, mention, inside });
        }
        Some(Reading::Place(sure, or)) => {
            let senses = &found.senses;
            let doubt = senses.doubt.or_else(|| senses.town.and_then(Homes::doubt));
            let or = or.map(|(code, word)| (code, by(word)));
            let named = or.is_some_and(|(_, by)| by == CountryBy::Name);
            let town = senses.town.filter(|_| !named || doubt == Some(Doubt::Town));
            let candidates = open.candidates(reader.gazetteer, town, senses.region);
            let is_region = senses.region.is_some();
            let heads = reader.dated(&reader.page.names[index]);
            open.town(Town {
                name,
                candidates,
                is_region,
                or,
                sure,
                doubt,
                mention,
                inside,
                heads,
            });
        }
    }
}

/// States that are no more, as they are called now.
fn today(code: Code) -> Code {
    if code.as_str() == "SU" { Code::new("RU").unwrap_or(code) } else { code }
}

fn covers(outer: Mention, inner: Mention) -> bool {
    outer.part == inner.part
        && outer.span.start <= inner.span.start
        && inner.span.end <= outer.span.end
}

fn by(word: StateWord) -> CountryBy {
    match word {
        StateWord::Name => CountryBy::Name,
        StateWord::Demonym => CountryBy::Demonym,
        StateWord::Seat => CountryBy::Seat,
        StateWord::Place => CountryBy::Place,
    }
}

/// Where in the story a mention stands, in bytes from the head of the headline.
fn position(pages: &[Page<'_>; 2], mention: Mention) -> usize {
    let before = if mention.part == Part::Body { pages[0].text.len() } else { 0 };
    before + mention.span.start as usize
}
