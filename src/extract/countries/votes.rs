//! How much a story speaks for each country: by naming it, and by the words of its
//! local life. A story from abroad names a country; one from home seldom does.

use crate::model::{Code, CountryBy};

/// What one country has.
#[derive(Clone, Copy, Debug)]
struct Voice {
    code: Code,
    named: f32,
    local: f32,
}

/// The countries a story speaks for, few of them.
#[derive(Debug, Default)]
pub(super) struct Votes {
    voices: Vec<Voice>,
    /// How often any is named.
    named: f32,
}

/// More countries than this are spoken for in few stories.
const FEW: usize = 16;

/// The most that naming, and that local words, are worth beside a town's size (0–7).
const MOST_NAMED: f32 = 3.0;
const MOST_LOCAL: f32 = 4.0;
/// What lying in the country of the story's own link is worth.
const AT_HOME: f32 = 3.0;

/// Local words that make sure where a story is at home.
const ELSEWHERE: f32 = 2.0;

/// How likely a local story in a language of its own is from there, beside a town's size.
fn prior(code: Code) -> f32 {
    match code.as_str() {
        "US" => 3.0,
        "GB" | "CA" | "AU" | "NZ" | "IE" => 0.7,
        _ => 0.0,
    }
}

impl Votes {
    pub(super) fn new(home: Option<Code>) -> Votes {
        let mut votes = Votes { voices: Vec::with_capacity(FEW), named: 0.0 };
        if let Some(home) = home {
            votes.local(home, AT_HOME);
        }
        votes
    }

    /// A sighting that needs no settling.
    pub(super) fn named(&mut self, code: Code, by: CountryBy) {
        let place = by == CountryBy::Place;
        let voice = self.voice(code);
        let counted = if place { &mut voice.local } else { &mut voice.named };
        *counted += 1.0;
        self.named += f32::from(u8::from(!place));
    }

    /// A word of a country's life.
    pub(super) fn told(&mut self, code: Code) {
        self.voice(code).local += 1.0;
    }

    /// A town that may lie there.
    pub(super) fn local(&mut self, code: Code, weight: f32) {
        self.voice(code).local += weight;
    }

    /// All that speaks for a country.
    pub(super) fn support(&self, code: Code) -> f32 {
        self.beside(code, if self.is_local() { prior(code) } else { 0.0 })
    }

    /// What the story itself says for a country, as much as it is worth beside a town's
    /// size.
    pub(super) fn own_support(&self, code: Code) -> f32 {
        self.beside(code, 0.0)
    }

    fn beside(&self, code: Code, likely: f32) -> f32 {
        let (named, local) = self.of(code).map_or((0.0, 0.0), |voice| (voice.named, voice.local));
        named.min(MOST_NAMED) + (local + likely).min(MOST_LOCAL)
    }

    /// What the story itself says for a country, whatever is likely.
    pub(super) fn said(&self, code: Code) -> f32 {
        self.of_named(code) + self.of_local(code)
    }

    /// The story names no country, so it is likely at home in one.
    pub(super) fn is_local(&self) -> bool {
        self.named < 1.0
    }

    /// Whether the story is at home in another country than `code`, of which it says
    /// nothing else.
    pub(super) fn is_elsewhere(&self, code: Code) -> bool {
        let home = self.voices.iter().filter(|voice| voice.code != code);
        let local = home.map(|voice| voice.local).fold(0.0, f32::max);
        self.is_local() && local >= ELSEWHERE && self.of_local(code) < ELSEWHERE / 3.0
    }

    pub(super) fn of_named(&self, code: Code) -> f32 {
        self.of(code).map_or(0.0, |voice| voice.named)
    }

    pub(super) fn of_local(&self, code: Code) -> f32 {
        self.of(code).map_or(0.0, |voice| voice.local)
    }

    fn of(&self, code: Code) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.code == code)
    }

    fn voice(&mut self, code: Code) -> &mut Voice {
        let at = self.voices.iter().position(|voice| voice.code == code).unwrap_or_else(|| {
            self.voices.push(Voice { code, named: 0.0, local: 0.0 });
            self.voices.len() - 1
        });
        &mut self.voices[at]
    }
}
