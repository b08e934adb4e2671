//! The order of aboutness: a headline and a lead weigh more than the tail, a name inside
//! a longer name weighs little.

use crate::model::{Code, Country, CountryBy, Part};

use super::super::page::Page;
use super::{Sighting, position};

/// Bytes after which a mention belongs to the tail.
const LEAD: usize = 400;

/// Gathers sightings by country, the weightiest first.
pub(super) fn order(sightings: &mut [Sighting], pages: &[Page<'_>; 2]) -> Vec<Country> {
    sightings.sort_by_key(|sighting| sighting.mention);
    let mut gathered: Vec<Gathered> = Vec::with_capacity(sightings.len().min(FEW));
    let mut whose = Vec::with_capacity(sightings.len());
    for sighting in &*sightings {
        let at = position(pages, sighting.mention);
        let known = gathered.iter().position(|known| known.country.code == sighting.code);
        let known = known.unwrap_or_else(|| {
            gathered.push(Gathered::new(sighting.code, at));
            gathered.len() - 1
        });
        gathered[known].add(sighting, at);
        whose.push(known);
    }
    // Each list is asked for once, as long as it gets.
    for Gathered { country, sightings: count, .. } in &mut gathered {
        country.mentions.reserve_exact(*count);
    }
    for (sighting, known) in sightings.iter().zip(whose) {
        gathered[known].country.mentions.push(sighting.mention);
    }
    gathered.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.first.cmp(&b.first)));
    gathered.into_iter().map(|gathered| gathered.country).collect()
}

/// No more countries than this are in nearly any story.
const FEW: usize = 8;

/// One country's sightings; there are few countries in a story.
struct Gathered {
    weight: f32,
    /// Where the story first speaks of it.
    first: usize,
    sightings: usize,
    country: Country,
}

impl Gathered {
    fn new(code: Code, first: usize) -> Gathered {
        let country = Country { code, count: 0, by: CountryBy::Place, mentions: Vec::new() };
        Gathered { weight: 0.0, first, sightings: 0, country }
    }

    fn add(&mut self, sighting: &Sighting, at: usize) {
        self.weight += weigh(sighting, at);
        self.country.by = self.country.by.min(sighting.by);
        self.country.count += u32::from(sighting.by != CountryBy::Place);
        self.sightings += 1;
    }
}

fn weigh(sighting: &Sighting, at: usize) -> f32 {
    let place = match sighting.mention.part {
        Part::Headline => 3.0,
        Part::Body if at < LEAD => 1.5,
        Part::Body => 1.0,
    };
    let kind = if sighting.by == CountryBy::Place { 0.6 } else { 1.0 };
    let inside = if sighting.inside { 0.3 } else { 1.0 };
    place * kind * inside
}
