//! The order of aboutness: a headline and a lead weigh more than the tail, a name inside
//! a longer name weighs little.

use std::collections::BTreeMap;

use crate::model::{Code, Country, CountryBy, Part};

use super::super::page::Page;
use super::{Sighting, position};

/// Bytes after which a mention belongs to the tail.
const LEAD: usize = 400;

/// Gathers sightings by country, the weightiest first.
pub(super) fn order(mut sightings: Vec<Sighting>, pages: &[Page<'_>; 2]) -> Vec<Country> {
    sightings.sort_by_key(|sighting| sighting.mention);
    let mut gathered: BTreeMap<Code, (f32, usize, Country)> = BTreeMap::new();
    for sighting in &sightings {
        let at = position(pages, sighting.mention);
        let (weight, _, country) = gathered.entry(sighting.code).or_insert_with(|| {
            let country = Country {
                code: sighting.code,
                count: 0,
                by: CountryBy::Place,
                mentions: Vec::new(),
            };
            (0.0, at, country)
        });
        *weight += weigh(sighting, at);
        country.by = country.by.min(sighting.by);
        country.count += u32::from(sighting.by != CountryBy::Place);
        country.mentions.push(sighting.mention);
    }
    let mut ranked: Vec<_> = gathered.into_values().collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, _, country)| country).collect()
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
