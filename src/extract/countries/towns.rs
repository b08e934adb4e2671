//! Towns of one name in several countries, settled together: a story is about few
//! countries, so a town lies where the others do, else where its largest namesake is.

use std::collections::{HashMap, HashSet};

use crate::model::{Code, CountryBy, Mention};

use super::super::gazetteer::{Doubt, Gazetteer, Homes};
use super::Sighting;
use super::reading::Sure;

/// A town or region whose country is not told beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Town<'a> {
    pub(super) name: &'a str,
    pub(super) homes: Homes,
    /// Or a state, by its name or its seat.
    pub(super) or: Option<(Code, CountryBy)>,
    pub(super) sure: Sure,
    pub(super) mention: Mention,
    pub(super) inside: bool,
}

/// Everything found so far, with what is still to settle.
#[derive(Debug, Default)]
pub(super) struct Open<'a> {
    pub(super) settled: Vec<Sighting>,
    pub(super) towns: Vec<Town<'a>>,
    pub(super) tells: Vec<Code>,
    /// Names that somewhere in the story are a person's.
    pub(super) persons: HashSet<&'a str>,
}

/// What being named in the story is worth, at most, beside the size of a town (0–7).
const NAMED: f32 = 3.5;
/// What lying in the country of the story's own link is worth.
const AT_HOME: f32 = 3.0;
/// What one word of a country's life is worth.
const TOLD: f32 = 0.7;

/// How much the story speaks for each country.
#[derive(Debug, Default)]
struct Votes(Vec<(Code, f32)>);

impl Open<'_> {
    /// Every sighting, with those of towns that could be settled.
    pub(super) fn settle(mut self, gazetteer: &Gazetteer, home: Option<Code>) -> Vec<Sighting> {
        if self.towns.is_empty() {
            return self.settled;
        }
        let votes = self.votes(gazetteer, home);
        let surest = surest(&self.towns);
        for town in &self.towns {
            let sure = if town.or.is_some() { town.sure } else { surest[town.name] };
            let person = self.persons.contains(town.name);
            if let Some((code, by)) = settled(gazetteer, town, sure, person, &votes) {
                self.settled.push(Sighting {
                    code,
                    by,
                    mention: town.mention,
                    inside: town.inside,
                });
            }
        }
        self.settled
    }

    fn votes(&self, gazetteer: &Gazetteer, home: Option<Code>) -> Votes {
        let mut votes = Votes::default();
        self.settled.iter().for_each(|sighting| votes.add(sighting.code, 1.0));
        self.tells.iter().for_each(|code| votes.add(*code, TOLD));
        if let Some(home) = home {
            votes.add(home, AT_HOME);
        }
        for town in &self.towns {
            let all = f32::from(gazetteer.homes(town.homes).count() as u16);
            for (code, size) in gazetteer.homes(town.homes) {
                votes.add(code, (0.2 + f32::from(size) / 10.0) / all);
            }
        }
        votes
    }
}

/// The country of a town, if enough speaks for one.
fn settled(
    gazetteer: &Gazetteer,
    town: &Town<'_>,
    sure: Sure,
    person: bool,
    votes: &Votes,
) -> Option<(Code, CountryBy)> {
    let ranked = gazetteer
        .homes(town.homes)
        .map(|(code, size)| (f32::from(size) + votes.of(code).min(NAMED), size, code));
    let (score, size, code) = ranked.max_by(|a, b| a.0.total_cmp(&b.0).then(b.2.cmp(&a.2)))?;
    match town.or {
        Some((state, by)) if by == CountryBy::Seat => {
            (state == code).then_some((state, by)).or(Some((code, CountryBy::Place)))
        }
        Some((state, by)) => {
            let other =
                gazetteer.homes(town.homes).map(|(code, _)| votes.of(code)).fold(0.0, f32::max);
            let state_wins = votes.of(state) >= 1.0 || other < 1.5;
            Some(if state_wins { (state, by) } else { (code, CountryBy::Place) })
        }
        None if accepted(sure, size, score, person, town.homes.doubt()) => {
            Some((code, CountryBy::Place))
        }
        None => None,
    }
}

/// How much must speak for a town, the less the words beside it do.
fn accepted(sure: Sure, size: u8, score: f32, person: bool, doubt: Option<Doubt>) -> bool {
    let backed = score - f32::from(size);
    match sure {
        Sure::Region => true,
        _ if person => false,
        Sure::At if doubt.is_some() => size >= 3 || backed >= 1.5,
        Sure::At => size >= 2 || backed >= 0.8,
        Sure::To => size >= 3 || backed >= 1.5,
        _ if doubt.is_some() => false,
        Sure::Alone => size >= 4 || backed >= 2.5,
        Sure::Hardly => size >= 5,
    }
}

/// The best standing each name has anywhere in the story.
fn surest<'a>(towns: &[Town<'a>]) -> HashMap<&'a str, Sure> {
    let mut surest = HashMap::with_capacity(towns.len());
    for town in towns {
        let best = surest.entry(town.name).or_insert(town.sure);
        *best = town.sure.max(*best);
    }
    surest
}

impl Votes {
    fn add(&mut self, code: Code, weight: f32) {
        match self.0.iter_mut().find(|(known, _)| *known == code) {
            Some((_, votes)) => *votes += weight,
            None => self.0.push((code, weight)),
        }
    }

    fn of(&self, code: Code) -> f32 {
        self.0.iter().find(|(known, _)| *known == code).map_or(0.0, |(_, votes)| *votes)
    }
}
