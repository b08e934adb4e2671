//! What one name means where it stands: a state, a place, or neither, judged by the
//! words beside it.

use crate::model::Code;

use super::super::cues::{Cue, Cues};
use super::super::gazetteer::{Doubt, Gazetteer, Homes, State, StateWord};
use super::super::page::{Name, Page};

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reading {
    State(Code, StateWord),
    /// A town or region. The more it must be a place, the surer. Or else a state, by its
    /// name or seat: `Georgia`, `London`.
    Place(Homes, Sure, Option<(Code, StateWord)>),
    /// A place whose state the text tells beside it.
    Settled(Code),
    /// A word that tells where the story is set.
    Tell(Code),
}

/// How much the words beside a town say that it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// At the head of a sentence, or in a line of capitals.
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

/// Reads names one by one.
pub(super) struct Reader<'a> {
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) cues: &'a Cues,
    pub(super) page: &'a Page<'a>,
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
        let beside = self.beside(name);
        let inside = beside.stranger_before || beside.stranger_after || self.of_a_body(name);
        let reading = self.reading(index, beside, inside);
        let person = (beside.stranger_before || beside.before.is(Cue::TITLE)) && !self.page.titled;
        Standing { reading, inside, person }
    }

    fn reading(&self, index: usize, beside: Beside, inside: bool) -> Option<Reading> {
        let name = &self.page.names[index];
        let senses = &name.found.senses;
        if let Some(code) = self.settled(index) {
            return Some(Reading::Settled(code));
        }
        if let Some(state) = senses.state.filter(|state| !state.caps || name.found.caps) {
            return self.state(name, state, beside);
        }
        if let Some(homes) = senses.region.filter(|_| !inside) {
            return Some(Reading::Place(homes, Sure::Region, None));
        }
        let homes = senses.town.or(senses.region)?;
        if beside.stranger_after || beside.stranger_before && !self.page.titled || inside {
            return None;
        }
        Some(Reading::Place(homes, self.sure(name, homes, beside), None))
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
        match (state.word, senses.region, senses.town) {
            (StateWord::Name, Some(homes), _) => {
                Some(Reading::Place(homes, Sure::Region, Some((state.code, state.word))))
            }
            (StateWord::Seat, _, Some(_)) if stranger => None,
            (StateWord::Seat, _, Some(homes))
                if beside.before.is(Cue::AT) || beside.before.is(Cue::TO) =>
            {
                Some(Reading::Place(homes, Sure::At, None))
            }
            (StateWord::Seat, _, Some(homes)) => {
                Some(Reading::Place(homes, Sure::At, Some((state.code, state.word))))
            }
            (StateWord::Demonym, ..) if self.is_language(name) => None,
            (word, ..) => Some(Reading::State(state.code, word)),
        }
    }

    fn beside(&self, name: &Name) -> Beside {
        let page = self.page;
        let stranger_before = page.neighbour_before(name).is_some_and(|word| {
            let cue = self.cues.of(word.of(page.text));
            let plain = cue.is(Cue::PLAIN) || cue.is(Cue::TITLE) || cue.is(Cue::COMPASS);
            !plain && page.name_at(word.start).is_none()
        });
        let stranger_after = page.neighbour_after(name).is_some_and(|word| {
            !self.cues.of(word.of(page.text)).is(Cue::TITLE) && page.name_at(word.start).is_none()
        });
        Beside { stranger_before, stranger_after, before: self.cues.of(page.word_before(name)) }
    }

    /// `Bank of Norway`, `University of Oslo`: a capitalised word and `of` before it.
    fn of_a_body(&self, name: &Name) -> bool {
        let Some(before) = name.first.checked_sub(1).map(|at| &self.page.words[at]) else {
            return false;
        };
        let gap = &self.page.text[before.full_end as usize..name.found.start as usize];
        gap == " of " && !before.opens && !self.cues.of(before.of(self.page.text)).is(Cue::TITLE)
    }

    /// `Lebanon, Ohio`; `Paris, Ont.`; `Oslo, Norway`.
    fn settled(&self, index: usize) -> Option<Code> {
        let name = &self.page.names[index];
        if let Some(homes) = name.found.senses.postal.filter(|_| self.follows_comma(name)) {
            return self.gazetteer.homes(homes).next().map(|(code, _)| code);
        }
        let next = self.page.names.get(index + 1)?;
        if &self.page.text[name.found.end as usize..next.found.start as usize] != ", " {
            return None;
        }
        let towns = name.found.senses.town.or(name.found.senses.region)?;
        let outer = next.found.senses;
        let regions =
            outer.region.or(outer.postal).into_iter().flat_map(|homes| self.gazetteer.homes(homes));
        let named = outer.state.filter(|state| {
            state.word == StateWord::Name
                && name.found.senses.state.is_none_or(|own| own.word == StateWord::Seat)
        });
        let mut outer = regions.map(|(code, _)| code).chain(named.map(|state| state.code));
        outer.find(|code| self.gazetteer.homes(towns).any(|(home, _)| home == *code))
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
        let next = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        match () {
            () if self.cues.of(next).is(Cue::SAYS) => Sure::Hardly,
            () if beside.before.is(Cue::AT) => Sure::At,
            () if beside.before.is(Cue::TO) && homes.doubt().is_none() => Sure::To,
            () if opens || self.page.shouts || self.page.titled => Sure::Hardly,
            () => Sure::Alone,
        }
    }

    /// `spoke French`, `in English`, `Italian lessons`.
    fn is_language(&self, name: &Name) -> bool {
        let after = self.page.after(name);
        let next = after.trim_start_matches([' ', '-']);
        let next = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if self.cues.of(next).is(Cue::SPEECH) {
            return true;
        }
        let bare = next.is_empty()
            || !after.starts_with(' ')
            || matches!(next, "and" | "or" | "with" | "as");
        let before = self.page.word_before(name);
        let tongue = self.cues.of(before).is(Cue::TONGUE)
            || before == "only"
                && self.page.text[..name.found.start as usize].ends_with("spoke only ");
        bare && tongue
    }

    fn written_with_points(&self, name: &Name) -> bool {
        self.page.text[name.found.start as usize..name.found.end as usize].contains('.')
    }
}
