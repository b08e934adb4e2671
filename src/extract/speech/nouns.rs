//! Whom a noun means: `the diplomat`, `the Norwegian leader`, by the roles the story has
//! given the people it names.

use crate::model::Attribution;

use super::lexicon::{Gender, class};
use super::people::PersonId;
use super::phrases::Phrase;
use super::voices::{Stage, Voice, Who};
use crate::extract::tokens::Kind;

/// How many mentions back a noun may find its person, and among how many people.
const RECENT: usize = 200;
const COMPANY: usize = 16;
const AGED: &str = "-year-old";
/// How many children a story counts in letters.
const COUNTS: [&str; 8] = ["two", "three", "four", "five", "six", "seven", "eight", "nine"];

impl Stage<'_, '_> {
    pub(super) fn by_noun(&mut self, phrase: &Phrase, head: usize) -> Voice {
        let page = self.page;
        let words = Voice { who: Who::Words(phrase.first, phrase.end), by: Attribution::Clause };
        let definite = (phrase.first..head).any(|at| {
            page.word(at).eq_ignore_ascii_case("the")
                || page.is(at, class::DETERMINER) && page.word(at).eq_ignore_ascii_case("this")
        });
        let open = (phrase.first..head).any(|at| page.is_possessive(at));
        // `farmers and the minister`: more than one person.
        let joined = phrase.first > 1
            && page.is(phrase.first - 1, class::AND)
            && (page.is(phrase.first - 2, class::PERSON | class::PEOPLE)
                || self.names.ending(phrase.first - 1).is_some());
        let old = page.word(head).ends_with(AGED);
        if !definite || open || joined || !page.is(head, class::PERSON) && !old {
            return words;
        }
        let found = self.aged(phrase).or_else(|| self.holder(phrase, head)).map(Who::Person);
        let found = found.or_else(|| self.parent(phrase, head));
        found.map_or(words, |who| Voice { who, by: Attribution::Noun })
    }

    /// `the mother of two`: says of the one who is in mind what was not said before.
    fn parent(&mut self, phrase: &Phrase, head: usize) -> Option<Who> {
        let page = self.page;
        let counted =
            COUNTS.contains(&page.word(head + 2)) || page.kind(head + 2) == Some(Kind::Number);
        let of = page.word(head + 1) == "of" && counted && head + 3 == phrase.end;
        let gender = page.words[head].gender;
        let known = of && gender != Gender::Unknown;
        let who = if known { self.meant(head, gender) } else { None };
        who.filter(|who| matches!(who, Who::Person(_)))
    }

    /// `the 45-year-old`: the person of that age, `Tove Lind, 45,`.
    fn aged(&self, phrase: &Phrase) -> Option<PersonId> {
        let page = self.page;
        let mut words = (phrase.first..phrase.end).map(|at| page.word(at));
        let age = words.find_map(|word| word.strip_suffix(AGED))?;
        let before = self.names.segments.partition_point(|segment| segment.first < phrase.first);
        let is = |index: &usize| {
            let end = self.names.segments[*index].end;
            page.mark(end, ",") && page.word(end + 1) == age
        };
        let index = (before.saturating_sub(RECENT)..before).rev().find(is)?;
        self.people.of[index]
    }

    /// The person with the role that fits the noun best, among equals the newest.
    pub(super) fn holder(&self, phrase: &Phrase, head: usize) -> Option<PersonId> {
        let page = self.page;
        let gender = page.words[head].gender;
        let nation = (phrase.first..phrase.end).find(|&at| page.is(at, class::DEMONYM));
        let before = self.names.segments.partition_point(|segment| segment.first < phrase.first);
        let mut seen = Vec::with_capacity(COMPANY);
        let mut best: Option<(u8, PersonId)> = None;
        for index in (before.saturating_sub(RECENT)..before).rev() {
            let Some(person) = self.people.of[index].filter(|person| !seen.contains(person)) else {
                continue;
            };
            if seen.len() == COMPANY {
                break;
            }
            seen.push(person);
            if Some(person) == self.hearer || !gender.agrees(self.people.persons[person].gender) {
                continue;
            }
            let fit = self.offices[person]
                .iter()
                .filter(|role| nation.is_none_or(|nation| role.is_of(page, nation)))
                .filter_map(|role| role.fit(page, head))
                .max()
                // One of the same family only (`the official` for a mayor) is a guess: the
                // person last named.
                .filter(|&fit| fit > 1 || seen.len() == 1);
            if fit > best.map(|best| best.0) {
                best = fit.map(|fit| (fit, person));
            }
        }
        best.map(|(_, person)| person)
    }
}
