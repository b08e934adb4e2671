//! Towns of one name in several countries, settled together: a story is about few
//! countries, so a town lies where the others do, else where its largest namesake is.

use std::hash::BuildHasherDefault;

use crate::model::{Code, CountryBy, Mention};

use super::super::gazetteer::{Doubt, Gazetteer, Homes};
use super::super::hash::{QuickMap, QuickSet};
use super::Sighting;
use super::reading::Sure;
use super::votes::Votes;

/// A town or region whose country is not told beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Town<'a> {
    pub(super) name: &'a str,
    pub(super) homes: Option<Homes>,
    pub(super) region: Option<Homes>,
    /// Or a state, by its name or its seat.
    pub(super) or: Option<(Code, CountryBy)>,
    pub(super) sure: Sure,
    pub(super) doubt: Option<Doubt>,
    pub(super) mention: Mention,
    pub(super) inside: bool,
}

/// Everything found so far, with what is still to settle.
#[derive(Debug, Default)]
pub(super) struct Open<'a> {
    pub(super) settled: Vec<Sighting>,
    pub(super) towns: Vec<Town<'a>>,
    pub(super) tells: Vec<Code>,
    /// Names, in lower case, whose country is told beside them somewhere in the story.
    pub(super) fixed: QuickMap<String, Code>,
    /// Names that somewhere in the story are a person's.
    pub(super) persons: QuickSet<&'a str>,
}

/// A region weighs like a town of this size.
const REGION: u8 = 4;

/// What a town's size is worth in a story that names no country: less.
const LOCAL_WEIGHT: f32 = 0.7;

/// A seat of this size is thought of first even in a story from elsewhere.
const FAMOUS: u8 = 6;

/// A country a name may lie in, with the size of its largest town so called.
type Candidate = (Code, u8);

impl Open<'_> {
    /// Every sighting, with those of towns that could be settled.
    pub(super) fn settle(mut self, gazetteer: &Gazetteer, home: Option<Code>) -> Vec<Sighting> {
        if self.towns.is_empty() {
            return self.settled;
        }
        let candidates = Candidates::of(&self.towns, gazetteer);
        let votes = self.votes(&candidates, home);
        let surest = surest(&self.towns);
        for (index, town) in self.towns.iter().enumerate() {
            let candidates = candidates.at(index);
            if let Some((code, by)) = self.settle_one(town, candidates, &votes, &surest) {
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

    fn settle_one(
        &self,
        town: &Town<'_>,
        candidates: &[Candidate],
        votes: &Votes,
        surest: &QuickMap<&str, Sure>,
    ) -> Option<(Code, CountryBy)> {
        let fixed = || self.fixed.get(&town.name.to_ascii_lowercase());
        if let Some(code) = (!self.fixed.is_empty()).then(fixed).flatten() {
            let state = town.or.filter(|(state, _)| state == code);
            return Some(state.unwrap_or((*code, CountryBy::Place)));
        }
        let person = self.persons.contains(town.name);
        match town.or {
            Some((_, CountryBy::Name))
                if person && town.doubt == Some(Doubt::Person) && town.sure != Sure::At =>
            {
                None
            }
            Some(state) => Some(either(state, town, candidates, votes)),
            None => accepted(town, surest[town.name], person, candidates, votes),
        }
    }

    fn votes(&self, candidates: &Candidates, home: Option<Code>) -> Votes {
        let mut votes = Votes::new(home);
        for sighting in &self.settled {
            votes.named(sighting.code, sighting.by);
        }
        self.tells.iter().for_each(|code| votes.told(*code));
        for (index, town) in self.towns.iter().enumerate() {
            let candidates = candidates.at(index);
            // A seat with no namesake elsewhere speaks for its state, one with for none;
            // a state's name that is a person's, too, speaks unless it is one here.
            if let Some((state, by)) = town.or {
                let person = self.persons.contains(town.name);
                let named = by == CountryBy::Name
                    && town.doubt == Some(Doubt::Person)
                    && town.region.is_none();
                if named && !person {
                    votes.named(state, by);
                } else if !named && candidates.iter().all(|&(code, _)| code == state) {
                    votes.local(state, 1.0);
                }
                continue;
            }
            let all = f32::from(candidates.len() as u16);
            for &(code, size) in candidates {
                votes.local(
                    code,
                    if all < 1.5 { 1.0 } else { (0.2 + f32::from(size) / 10.0) / all },
                );
            }
        }
        votes
    }
}

/// The countries every town may lie in, read from the table once.
struct Candidates {
    all: Vec<Candidate>,
    /// Where those of each town end.
    ends: Vec<u32>,
}

impl Candidates {
    fn of(towns: &[Town<'_>], gazetteer: &Gazetteer) -> Candidates {
        let mut all = Vec::with_capacity(towns.len() * 4);
        let mut ends = Vec::with_capacity(towns.len());
        for town in towns {
            all.extend(town.candidates(gazetteer));
            ends.push(all.len() as u32);
        }
        Candidates { all, ends }
    }

    /// Those of the town at `index`.
    fn at(&self, index: usize) -> &[Candidate] {
        let first = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[first as usize..self.ends[index] as usize]
    }
}

impl Town<'_> {
    /// The countries it may lie in; one may come twice, as a town and as a region.
    fn candidates(&self, gazetteer: &Gazetteer) -> impl Iterator<Item = Candidate> {
        let towns = self.homes.into_iter().flat_map(|homes| gazetteer.homes(homes));
        let regions = self.region.into_iter().flat_map(|homes| gazetteer.homes(homes));
        towns.chain(regions.map(|(code, _)| (code, REGION)))
    }
}

/// The best candidate with its score and size.
fn best(candidates: &[Candidate], votes: &Votes) -> Option<(u8, Code)> {
    let weight = if votes.is_local() { LOCAL_WEIGHT } else { 1.0 };
    let ranked = candidates.iter().map(|&(code, size)| {
        let score = weight * f32::from(size) + votes.support(code);
        (score, size, code)
    });
    let best = ranked.max_by(|a, b| a.0.total_cmp(&b.0).then(b.2.cmp(&a.2)));
    best.map(|(_, size, code)| (size, code))
}

/// A state, or a namesake in another country: when nothing else in the story speaks of
/// the state, and the words are those of another's local life.
fn either(
    (state, by): (Code, CountryBy),
    town: &Town<'_>,
    candidates: &[Candidate],
    votes: &Votes,
) -> (Code, CountryBy) {
    let others = candidates.iter().map(|(code, _)| *code).filter(|code| *code != state);
    let other = others.max_by(|a, b| votes.of_local(*a).total_cmp(&votes.of_local(*b)));
    let Some(other) = other else { return (state, by) };
    let elsewhere = if by == CountryBy::Name && town.region.is_some() {
        votes.said(other) > votes.said(state)
    } else {
        let local = votes.of_local(other);
        let famous = candidates.iter().any(|(code, size)| *code == state && *size >= FAMOUS);
        let least = match () {
            () if !votes.is_local() => 2.5,
            () if famous => 2.0,
            () => 0.9,
        };
        let silent = votes.of_named(state) < 1.0 && votes.of_local(state) < local;
        silent && local >= least && votes.of_named(other) < local.min(2.0)
    };
    if elsewhere { (other, CountryBy::Place) } else { (state, by) }
}

/// How much must speak for a town, the less the words beside it do.
fn accepted(
    town: &Town<'_>,
    sure: Sure,
    person: bool,
    candidates: &[Candidate],
    votes: &Votes,
) -> Option<(Code, CountryBy)> {
    let (size, code) = best(candidates, votes)?;
    let backed = votes.support(code);
    let doubt = town.doubt.is_some();
    let enough = match sure {
        Sure::Region => true,
        _ if person => false,
        Sure::At if doubt => size >= 3 || backed >= 1.5,
        Sure::At => size >= 2 || backed >= 0.8,
        Sure::To if doubt => size >= 3 && backed >= 1.5,
        Sure::To => size >= 3 || backed >= 1.5,
        Sure::Alone if doubt => size >= 5 && backed >= 2.5,
        Sure::Alone => size >= 4 || backed >= 2.5,
        Sure::Hardly => size >= 5 && !doubt,
    };
    let enough = enough && (sure == Sure::Region || size >= 6 || !votes.is_elsewhere(code));
    enough.then_some((code, CountryBy::Place))
}

/// The best standing each name has anywhere in the story.
fn surest<'a>(towns: &[Town<'a>]) -> QuickMap<&'a str, Sure> {
    let mut surest = QuickMap::with_capacity_and_hasher(towns.len(), BuildHasherDefault::default());
    for town in towns {
        let best = surest.entry(town.name).or_insert(town.sure);
        *best = town.sure.max(*best);
    }
    surest
}
