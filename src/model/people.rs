//! Whom a bare surname means: learnt from the speakers of a whole library. A story that
//! says only `Lind` means Tove Lind while she is the only person so called that any
//! story gives in full; a second one, and it means nobody again.

use std::collections::HashMap;

use super::names::{NameId, Names};
use super::packed::Facts;
use super::story::StoryId;
use crate::text::fold;

/// The speakers of a library by surname. Grows with every chunk's facts, by what is new
/// in them alone.
#[derive(Debug, Default)]
pub struct People {
    surnames: HashMap<Box<str>, Bearers>,
    /// By name id: it has been taken in.
    seen: Vec<bool>,
}

/// Those who bear one surname.
#[derive(Debug, Default)]
struct Bearers {
    /// The surname alone, in each of its spellings.
    bare: Vec<NameId>,
    full: Full,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Full {
    #[default]
    Nobody,
    One(Person),
    Several,
}

/// A person known in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// The fullest form so far.
    pub name: NameId,
    /// A story that gives it.
    pub story: StoryId,
}

/// Whom a bare surname means from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub surname: NameId,
    /// `None` when it may mean several people.
    pub person: Option<NameId>,
}

impl People {
    /// Takes in the speakers of a chunk whose first story is `first`; gives what
    /// surnames mean otherwise than before.
    pub fn learn(&mut self, facts: &Facts, names: &Names, first: StoryId) -> Vec<Meaning> {
        self.seen.resize(names.len() as usize, false);
        let mut changes = Vec::new();
        for (story, speakers) in (first.0..).map(StoryId).zip(facts.speakers().iter()) {
            for &id in speakers {
                let new = self.seen.get_mut(id.0 as usize).filter(|seen| !**seen);
                let (Some(seen), Some(name)) = (new, names.get(id)) else { continue };
                *seen = true;
                self.meet(Person { name: id, story }, name, names, &mut changes);
            }
        }
        changes
    }

    /// The only person the library knows in full whom this bare surname can mean.
    pub fn bearer(&self, surname: &str) -> Option<Person> {
        let (given, surname) = parts(surname)?;
        match self.surnames.get(surname.as_str())?.full {
            Full::One(person) if given.is_empty() => Some(person),
            _ => None,
        }
    }

    fn meet(&mut self, met: Person, name: &str, names: &Names, changes: &mut Vec<Meaning>) {
        let Some((given, surname)) = parts(name) else { return };
        let bearers = self.surnames.entry(surname.into()).or_default();
        if given.is_empty() {
            bearers.bare.push(met.name);
            if let Full::One(person) = bearers.full {
                changes.push(Meaning { surname: met.name, person: Some(person.name) });
            }
            return;
        }
        let full = match bearers.full {
            Full::Nobody => Full::One(met),
            Full::One(known) => {
                let held = names.get(known.name).unwrap_or_default();
                let same = parts(held).is_some_and(|(theirs, _)| agree(&given, &theirs));
                match (same, name.len() > held.len()) {
                    (false, _) => Full::Several,
                    (true, true) => Full::One(met),
                    (true, false) => Full::One(known),
                }
            }
            Full::Several => Full::Several,
        };
        if full != bearers.full {
            let person = if let Full::One(person) = full { Some(person.name) } else { None };
            changes.extend(bearers.bare.iter().map(|&surname| Meaning { surname, person }));
        }
        bearers.full = full;
    }
}

/// The given names and the surname, folded; `Jr.` and its like left out.
fn parts(name: &str) -> Option<(Vec<String>, String)> {
    let mut words: Vec<String> = name.split_whitespace().map(fold).collect();
    while words.len() > 1
        && words.last().is_some_and(|last| {
            matches!(last.trim_end_matches('.'), "jr" | "sr" | "ii" | "iii" | "iv")
        })
    {
        words.pop();
    }
    let surname = words.pop()?;
    Some((words, surname))
}

/// Whether the given names may be one person's: the same first one, or its initial.
fn agree(one: &[String], other: &[String]) -> bool {
    let first = |names: &[String]| names.first().map(|name| name.trim_end_matches('.').to_owned());
    let (Some(one), Some(other)) = (first(one), first(other)) else { return false };
    let initial = one.chars().count() == 1 || other.chars().count() == 1;
    one == other || initial && (one.starts_with(&other) || other.starts_with(&one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Interner, Speaker, StoryFacts};

    /// Learns one chunk of stories with one speaker each; gives each surname's meaning
    /// at the end.
    fn meanings(speakers: &[&str]) -> Vec<(String, Option<String>)> {
        let (mut people, mut interner) = (People::default(), Interner::default());
        let (mut names, mut told) = (Names::default(), Vec::new());
        for (story, name) in (0..).zip(speakers) {
            let mut facts = Facts::default();
            let speaker =
                Speaker { name: (*name).into(), role: None, quotes: 1, mentions: Vec::new() };
            let story_facts = StoryFacts { speakers: vec![speaker], ..StoryFacts::default() };
            facts.push(&story_facts, &mut interner);
            names.append(interner.take_new());
            told.extend(people.learn(&facts, &names, StoryId(story)));
        }
        let name = |id: NameId| names.get(id).unwrap().to_owned();
        told.into_iter().map(|m| (name(m.surname), m.person.map(name))).collect()
    }

    fn means(surname: &str, person: Option<&str>) -> (String, Option<String>) {
        (surname.into(), person.map(Into::into))
    }

    #[test]
    fn a_surname_means_the_only_person_known_in_full() {
        for speakers in [&["Tove Lind", "Lind"][..], &["Lind", "Tove Lind", "Ines Marlow"]] {
            assert_eq!(meanings(speakers), [means("Lind", Some("Tove Lind"))]);
        }
        assert_eq!(meanings(&["Østby", "Karl Østby"]), [means("Østby", Some("Karl Østby"))]);
    }

    #[test]
    fn of_two_people_it_means_neither() {
        assert_eq!(meanings(&["Tove Lind", "Karl Lind", "Lind"]), []);
        assert_eq!(
            meanings(&["Lind", "Tove Lind", "Karl Lind", "Tove M. Lind"]),
            [means("Lind", Some("Tove Lind")), means("Lind", None)]
        );
    }

    #[test]
    fn a_fuller_form_is_the_same_person() {
        assert_eq!(
            meanings(&["Lind", "T. Lind", "Tove Lind", "Tove M. Lind Jr."]),
            [
                means("Lind", Some("T. Lind")),
                means("Lind", Some("Tove Lind")),
                means("Lind", Some("Tove M. Lind Jr."))
            ]
        );
    }
}
