//! Towns of one name in several countries, settled together: a story is about few
//! countries, so a town lies where the others do, else where its largest namesake is.

use std::ops::Range;

use crate::model::{Code, CountryBy, Mention};

use super::super::gazetteer::{Doubt, Gazetteer, Homes};
use super::super::hash::{QuickMap, of_word};
use super::reading::Sure;
use super::votes::Votes;
use super::{Lists, Sighting};

/// A town or region whose country is not told beside it.
#[derive(Clone, Debug)]
pub(super) struct Town<'a> {
    pub(super) name: &'a str,
    /// Where [`Open::candidates`] has the countries it may lie in.
    pub(super) candidates: Range<usize>,
    pub(super) is_region: bool,
    /// Or a state, by its name or its seat.
    pub(super) or: Option<(Code, CountryBy)>,
    pub(super) sure: Sure,
    pub(super) doubt: Option<Doubt>,
    pub(super) mention: Mention,
    pub(super) inside: bool,
    /// It is where the report was written.
    pub(super) heads: bool,
}

/// Everything found so far, with what is still to settle.
#[derive(Debug, Default)]
pub(super) struct Open<'a> {
    pub(super) settled: Vec<Sighting>,
    pub(super) tells: Vec<Code>,
    towns: Vec<Town<'a>>,
    /// The countries of all towns, read from the table once.
    candidates: Vec<Candidate>,
    /// The country told beside a name somewhere in the story, by the name's hash, which
    /// no case changes.
    fixed: QuickMap<u64, Code>,
    names: QuickMap<&'a str, Known>,
}

/// What the story as a whole says of a name.
#[derive(Debug, Default)]
struct Known {
    /// Somewhere it is a person's.
    person: bool,
    /// Its best standing as a town anywhere.
    surest: Sure,
}

/// A region weighs like a town of this size.
const REGION: u8 = 4;

/// What a town's size is worth in a story that names no country: less.
const LOCAL_WEIGHT: f32 = 0.7;

/// A seat of this size is thought of first even in a story from elsewhere.
const FAMOUS: u8 = 6;

/// A town of this size needs no country beside it in a dateline.
const LARGE: u8 = 3;

/// A country a name may lie in, with the size of its largest town so called.
pub(super) type Candidate = (Code, u8);

impl<'a> Open<'a> {
    /// In the room of these lists.
    pub(super) fn new(Lists { settled, candidates }: Lists) -> Open<'a> {
        Open { settled, candidates, ..Open::default() }
    }

    /// Notes that a name is a person's.
    pub(super) fn person(&mut self, name: &'a str) {
        self.names.entry(name).or_default().person = true;
    }

    /// Notes the country told beside a name.
    pub(super) fn fix(&mut self, name: &str, code: Code) {
        self.fixed.insert(of_word(name).0, code);
    }

    /// Takes in the countries a town or a region may lie in, and gives where they stand;
    /// one may come twice, as a town's and as a region's.
    pub(super) fn candidates(
        &mut self,
        gazetteer: &Gazetteer,
        town: Option<Homes>,
        region: Option<Homes>,
    ) -> Range<usize> {
        let first = self.candidates.len();
        let towns = town.into_iter().flat_map(|homes| gazetteer.homes(homes));
        self.candidates.extend(towns);
        let regions = region.into_iter().flat_map(|homes| gazetteer.homes(homes));
        self.candidates.extend(regions.map(|(code, _)| (code, REGION)));
        first..self.candidates.len()
    }

    /// Takes in a town to settle.
    pub(super) fn town(&mut self, town: Town<'a>) {
        // What may be a state is never asked how surely it is a town.
        if town.or.is_none() {
            let known = self.names.entry(town.name).or_default();
            known.surest = known.surest.max(town.sure);
        }
        self.towns.push(town);
    }

    /// Settles the towns, as far as they can be, and gives every sighting.
    pub(super) fn settle(mut self, home: Option<Code>) -> Lists {
        if !self.towns.is_empty() {
            let mut votes = self.votes(home);
            self.settle_head(&mut votes);
            for town in std::mem::take(&mut self.towns) {
                if let Some((code, by)) = self.settle_one(&town, &votes) {
                    let Town { mention, inside, .. } = town;
                    self.settled.push(Sighting { code, by, mention, inside });
                }
            }
        }
        Lists { settled: self.settled, candidates: self.candidates }
    }

    /// Settles where the report was written. Who writes from a small namesake of a large
    /// town says of which; a town that stands in a dateline alone is the largest.
    fn settle_head(&mut self, votes: &mut Votes) {
        let head = self.towns.iter().find(|town| town.heads && town.or.is_none());
        let Some(Town { name, candidates, .. }) = head else { return };
        if self.fixed.contains_key(&of_word(name).0) {
            return;
        }
        let worth = |&(code, size): &Candidate| f32::from(size) + votes.own_support(code);
        let likely = |&(code, _): &Candidate| votes.support(code);
        let candidates = &self.candidates[candidates.clone()];
        let best = candidates
            .iter()
            .max_by(|a, b| worth(a).total_cmp(&worth(b)).then(likely(a).total_cmp(&likely(b))));
        if let Some(&(code, _)) = best.filter(|(_, size)| *size >= LARGE) {
            self.fix(name, code);
            votes.named(code, CountryBy::Place);
        }
    }

    fn settle_one(&self, town: &Town<'_>, votes: &Votes) -> Option<(Code, CountryBy)> {
        let fixed = || self.fixed.get(&of_word(town.name).0);
        if let Some(code) = (!self.fixed.is_empty()).then(fixed).flatten() {
            let state = town.or.filter(|(state, _)| state == code);
            return Some(state.unwrap_or((*code, CountryBy::Place)));
        }
        let candidates = &self.candidates[town.candidates.clone()];
        match town.or {
            Some((_, CountryBy::Name))
                if town.doubt == Some(Doubt::Person)
                    && town.sure != Sure::At
                    && self.is_person(town.name) =>
            {
                None
            }
            Some(state) => Some(either(state, town, candidates, votes)),
            None => accepted(town, &self.names[town.name], candidates, votes),
        }
    }

    fn is_person(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|known| known.person)
    }

    fn votes(&self, home: Option<Code>) -> Votes {
        let mut votes = Votes::new(home);
        for sighting in &self.settled {
            votes.named(sighting.code, sighting.by);
        }
        self.tells.iter().for_each(|code| votes.told(*code));
        for town in &self.towns {
            let candidates = &self.candidates[town.candidates.clone()];
            // A seat with no namesake elsewhere speaks for its state, one with for none;
            // a state's name that is a person's, too, speaks unless it is one here.
            if let Some((state, by)) = town.or {
                let named =
                    by == CountryBy::Name && town.doubt == Some(Doubt::Person) && !town.is_region;
                if named && !self.is_person(town.name) {
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

/// The best candidate, with what speaks for it.
fn best(candidates: &[Candidate], votes: &Votes) -> Option<(Candidate, f32)> {
    let weight = if votes.is_local() { LOCAL_WEIGHT } else { 1.0 };
    let ranked = candidates.iter().map(|&(code, size)| {
        let backed = votes.support(code);
        (weight * f32::from(size) + backed, (code, size), backed)
    });
    let best = ranked.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.0.cmp(&a.1.0)));
    best.map(|(_, candidate, backed)| (candidate, backed))
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
    let elsewhere = if by == CountryBy::Name && town.is_region {
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
    known: &Known,
    candidates: &[Candidate],
    votes: &Votes,
) -> Option<(Code, CountryBy)> {
    let ((code, size), backed) = best(candidates, votes)?;
    let doubt = town.doubt.is_some();
    let sure = known.surest;
    let enough = match sure {
        Sure::Region => true,
        _ if known.person => false,
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
