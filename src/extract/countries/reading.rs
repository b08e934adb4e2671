//! What one name means where it stands: a state, a place, or neither, judged by the
//! words beside it.

use crate::model::{Code, Mention};

use super::super::cues::{Cue, Cues};
use super::super::gazetteer::{Doubt, Gazetteer, Homes, State, StateWord};
use super::super::page::{Name, Page};
use super::super::words::{self, Word};
use super::covers;

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reading {
    State(Code, StateWord),
    /// A town or region. The more it must be a place, the surer. Or else a state, by its
    /// name or seat: `Georgia`, `London`.
    Place(Sure, Option<(Code, StateWord)>),
    /// A place whose state the text tells beside it.
    Settled(Code),
    /// A word that tells where the story is set.
    Tell(Code),
}

/// How much the words beside a town say that it is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// At the head of a sentence, or in a line of capitals.
    #[default]
    Hardly,
    /// Alone.
    Alone,
    /// `to`, `of`, `from` stand before it, which persons may follow, too.
    To,
    /// `in`, `near` stand before it.
    At,
    /// A region: there are few of them.
    Region,
}

/// What the subject of a clause stands before.
const AUXILIARIES: [&str; 17] = [
    "are", "can", "could", "did", "does", "had", "has", "have", "is", "may", "might", "must",
    "should", "was", "were", "will", "would",
];

/// Reads names one by one.
pub(super) struct Reader<'a> {
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) cues: &'a Cues,
    pub(super) page: &'a Page<'a>,
    /// Where the body's dateline stands.
    pub(super) dateline: Option<Mention>,
}

/// A name as it stands: the reading, whether it is part of a longer name, and whether
/// it is a person's name here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) reading: Option<Reading>,
    pub(super) inside: bool,
    pub(super) person: bool,
}

/// What stands beside a name.
#[derive(Clone, Copy, Debug)]
struct Beside {
    /// A capitalised word that is no known name, title or sentence opener.
    stranger_before: bool,
    stranger_after: bool,
    /// What the word before says, whatever its case.
    before: Cue,
}

impl Reader<'_> {
    /// What the name at `index` means.
    pub(super) fn read(&self, index: usize) -> Standing {
        let name = &self.page.names[index];
        let senses = &name.found.senses;
        if let Some(code) = senses.tell {
            return Standing { reading: Some(Reading::Tell(code)), inside: true, person: false };
        }
        if self.page.after(name).starts_with('$') {
            return Standing { reading: None, inside: false, person: false };
        }
        let beside = self.beside(name);
        let inside = beside.stranger_before || beside.stranger_after || self.of_a_body(name);
        let reading = self.reading(index, beside, inside);
        let first = beside.stranger_after && senses.doubt == Some(Doubt::Person);
        let said = beside.before.is(Cue::SAYS) && !self.begins_clause(name);
        let last = beside.stranger_before || beside.before.is(Cue::TITLE) || said;
        let person = (first || last) && !self.page.titled;
        Standing { reading, inside, person }
    }

    /// `said Jordan would wait`: what is said begins with the name.
    fn begins_clause(&self, name: &Name) -> bool {
        let next = self.page.after(name).strip_prefix(' ').map(words::letters);
        next.is_some_and(|next| AUXILIARIES.contains(&next))
    }

    fn reading(&self, index: usize, beside: Beside, inside: bool) -> Option<Reading> {
        let name = &self.page.names[index];
        let senses = &name.found.senses;
        if let Some(code) = self.settled(index) {
            return Some(Reading::Settled(code));
        }
        let caps = || name.found.is_caps(self.page.text);
        if let Some(state) = senses.state.filter(|state| !state.caps || caps()) {
            return self.state(name, state, beside);
        }
        let homes = senses.town.or(senses.region)?;
        if beside.stranger_after || beside.stranger_before && !self.page.titled || inside {
            return None;
        }
        if self.is_church(name) {
            return None;
        }
        // `NICE` and `ALBA` are initials, unless all else is in capitals, too.
        let short = name.found.end - name.found.start <= 5;
        let initials = short && !self.page.shouts && caps();
        if initials && !self.dated(name) {
            return None;
        }
        Some(Reading::Place(self.sure(name, homes, beside), None))
    }

    /// The name stands in the dateline.
    pub(super) fn dated(&self, name: &Name) -> bool {
        self.dateline.is_some_and(|dateline| covers(dateline, self.page.mention(&name.found)))
    }

    fn state(&self, name: &Name, state: State, beside: Beside) -> Option<Reading> {
        let senses = &name.found.senses;
        let stranger = beside.stranger_before || beside.stranger_after;
        match senses.doubt {
            Some(Doubt::Person) if stranger && !self.page.titled => return None,
            Some(Doubt::Word) if self.page.shouts && !self.written_with_points(name) => {
                return None;
            }
            _ => (),
        }
        let or = Some((state.code, state.word));
        let at = beside.before.is(Cue::AT) || self.dated(name);
        let sure = if at { Sure::At } else { Sure::Region };
        match state.word {
            StateWord::Name if senses.region.is_some() || senses.doubt.is_some() => {
                Some(Reading::Place(sure, or))
            }
            StateWord::Seat if stranger && senses.town.is_some() => None,
            StateWord::Seat if self.is_town_of(name, state.code) => {
                let place = at || beside.before.is(Cue::TO);
                let word = if place { StateWord::Place } else { StateWord::Seat };
                Some(Reading::Place(Sure::Region, Some((state.code, word))))
            }
            StateWord::Demonym if self.is_language(name) => None,
            word => Some(Reading::State(state.code, word)),
        }
    }

    /// A seat of government that is a town, too: `Moscow`, but not the `Kremlin`.
    fn is_town_of(&self, name: &Name, code: Code) -> bool {
        let homes = name.found.senses.town.or(name.found.senses.region);
        homes.is_some_and(|homes| self.gazetteer.homes(homes).any(|(home, _)| home == code))
    }

    fn beside(&self, name: &Name) -> Beside {
        let page = self.page;
        let stranger_before = page.neighbour_before(name).is_some_and(|word| {
            let said = word.said;
            let plain = said.is(Cue::PLAIN) || said.is(Cue::TITLE) || said.is(Cue::COMPASS);
            !plain && !self.is_land(word)
        });
        let after = page.neighbour_after(name);
        let stranger_after =
            after.is_some_and(|word| !word.said.is(Cue::TITLE) && !self.is_land(word));
        Beside {
            stranger_before,
            stranger_after,
            before: page.cue_before(self.cues, &page.words[name.first]),
        }
    }

    /// The word belongs to the name of a state, a region or what a state is known by;
    /// towns are too often persons to tell.
    fn is_land(&self, word: &Word) -> bool {
        self.page.name_at(word.start).is_some_and(|name| {
            let senses = name.found.senses;
            senses.state.is_some() || senses.region.is_some() || senses.other
        })
    }

    /// `Bank of Norway`, `University of Oslo`: a capitalised word and `of` before it.
    fn of_a_body(&self, name: &Name) -> bool {
        let Some(before) = name.first.checked_sub(1).map(|at| &self.page.words[at]) else {
            return false;
        };
        let gap = &self.page.text[before.full_end as usize..name.found.start as usize];
        gap == " of " && !before.opens && !before.said.is(Cue::TITLE)
    }

    /// `Lebanon, Ohio`; `Paris, Ont.`; `Oslo, Norway`; `Texas and Georgia`.
    fn settled(&self, index: usize) -> Option<Code> {
        let name = &self.page.names[index];
        if let Some(homes) = name.found.senses.postal.filter(|_| self.follows_comma(name)) {
            return self.gazetteer.homes(homes).next().map(|(code, _)| code);
        }
        self.by_what_follows(index).or_else(|| self.by_company(index))
    }

    /// A region or a state after the town and a comma. A small town may be missing in
    /// the table, a region's abbreviation speaks for any.
    fn by_what_follows(&self, index: usize) -> Option<Code> {
        let name = &self.page.names[index];
        let next = self.page.names.get(index + 1)?;
        if self.between(name, next) != ", " {
            return None;
        }
        let own = &name.found.senses;
        let towns = own.town.or(own.region)?;
        let outer = &next.found.senses;
        let region = outer.region.or(outer.postal);
        let regions = region.into_iter().flat_map(|homes| self.gazetteer.homes(homes));
        let named = outer.state.filter(|state| {
            state.word == StateWord::Name && own.state.is_none_or(|own| own.word == StateWord::Seat)
        });
        let mut outers = regions.map(|(code, _)| code).chain(named.map(|state| state.code));
        let at_home =
            outers.find(|code| self.gazetteer.homes(towns).any(|(home, _)| home == *code));
        at_home.or_else(|| {
            let told = outer.postal.is_some() || own.state.is_none() && outer.state.is_none();
            let mut codes = self.gazetteer.homes(region.filter(|_| told)?);
            codes.next().map(|(code, _)| code).filter(|_| codes.next().is_none())
        })
    }

    /// A state that is a region elsewhere, in the company of a town or region there:
    /// `Atlanta, Georgia`, `Texas and Georgia`.
    fn by_company(&self, index: usize) -> Option<Code> {
        let name = &self.page.names[index];
        let own = &name.found.senses;
        let (state, region) = (own.state?, own.region?);
        let (elsewhere, _) = self.gazetteer.homes(region).next()?;
        let joined = |gap: &str| matches!(gap, ", " | " and " | ", and " | " or ");
        let lies = |other: &Name| {
            let senses = &other.found.senses;
            let mut homes =
                senses.region.or(senses.town).into_iter().flat_map(|h| self.gazetteer.homes(h));
            senses
                .state
                .is_none_or(|other| other.word == StateWord::Seat && other.code == elsewhere)
                && homes.next().is_some_and(|(code, _)| code == elsewhere && code != state.code)
        };
        let before = index.checked_sub(1).map(|at| &self.page.names[at]);
        let before = before.filter(|before| joined(self.between(before, name)));
        let after =
            self.page.names.get(index + 1).filter(|after| joined(self.between(name, after)));
        before.into_iter().chain(after).any(lies).then_some(elsewhere)
    }

    fn between(&self, name: &Name, next: &Name) -> &str {
        &self.page.text[name.found.end as usize..next.found.start as usize]
    }

    /// An abbreviated region stands after a capitalised word and a comma.
    fn follows_comma(&self, name: &Name) -> bool {
        let before = name.first.checked_sub(1).map(|at| &self.page.words[at]);
        let end = before.map(|word| word.full_end as usize..name.found.start as usize);
        end.is_some_and(|gap| &self.page.text[gap] == ", ")
    }

    fn sure(&self, name: &Name, homes: Homes, beside: Beside) -> Sure {
        let opens = self.page.words[name.first].opens;
        let after = self.page.after(name);
        let next = after.strip_prefix(' ').unwrap_or_default();
        let next = words::letters(next);
        match () {
            () if self.dated(name) => Sure::Region,
            () if self.cues.of(next).is(Cue::SAYS) => Sure::Hardly,
            () if self.is_region_only(name) => Sure::Region,
            () if self.cues.of(next).is(Cue::FOLK) && next.starts_with(char::is_lowercase) => {
                Sure::At
            }
            () if beside.before.is(Cue::AT) => Sure::At,
            () if beside.before.is(Cue::TO) && homes.doubt().is_none() => Sure::To,
            () if opens || self.page.shouts || self.page.titled => Sure::Hardly,
            () => Sure::Alone,
        }
    }

    /// A region whose name no town elsewhere has, nor a person.
    fn is_region_only(&self, name: &Name) -> bool {
        let senses = &name.found.senses;
        let Some(region) = senses.region.filter(|_| senses.doubt.is_none()) else { return false };
        let own = |code| self.gazetteer.homes(region).any(|(home, _)| home == code);
        senses
            .town
            .is_none_or(|town| self.gazetteer.homes(town).next().is_some_and(|(code, _)| own(code)))
    }

    /// `St. Olaf's School`, `St. Olaf's Day`.
    fn is_church(&self, name: &Name) -> bool {
        let after = self.page.after(name);
        let whose = after.strip_prefix("'s ").or_else(|| after.strip_prefix("’s "));
        let first = self.page.words[name.first].of(self.page.text);
        matches!(first, "St" | "ST" | "Saint")
            && whose.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    }

    /// `spoke French`, `in English`, `Italian lessons`.
    fn is_language(&self, name: &Name) -> bool {
        let after = self.page.after(name);
        let next = after.trim_start_matches([' ', '-']);
        let next = words::letters(next);
        if self.cues.of(next).is(Cue::SPEECH) {
            return true;
        }
        let before = self.page.word_before(name);
        let bare = next.is_empty() || !after.starts_with(' ') || matches!(next, "and" | "or");
        let only = before == "only"
            && self.page.text[..name.found.start as usize].ends_with("spoke only ");
        only || self.cues.of(before).is(Cue::TONGUE) && (bare || before != "into")
    }

    fn written_with_points(&self, name: &Name) -> bool {
        self.page.text[name.found.start as usize..name.found.end as usize].contains('.')
    }
}
