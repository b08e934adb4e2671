//! Whom a noun means: `the diplomat`, `the Norwegian leader`, by the roles the story has
//! given the people it names.

use crate::model::Attribution;

use super::cues::Clause;
use super::lexicon::{Gender, class};
use super::page::words;
use super::people::PersonId;
use super::phrases::{Phrase, Source};
use super::roles::Role;
use super::voices::{Stage, Voice, Who};
use crate::extract::tokens::Kind;

/// How many mentions back a noun may find its person, and among how many people.
const RECENT: usize = 200;
const COMPANY: usize = 16;
/// How well a role fits that is the very noun.
const SAME: u8 = 3;
/// What a step of fitting counts for, and what each further word that is in the role
/// does (`the harbour minister`), against being in mind.
const FIT: f32 = 3.0;
const TOLD: f32 = 2.0;
/// Who is told by a child.
const PARENTS: [&str; 7] = ["mother", "father", "mom", "mum", "dad", "grandmother", "grandfather"];
const AGED: &str = "-year-old";
/// How many children a story counts in letters.
const COUNTS: [&str; 8] = ["two", "three", "four", "five", "six", "seven", "eight", "nine"];

impl Stage<'_, '_> {
    pub(super) fn by_noun(&mut self, phrase: &Phrase, head: usize) -> Voice {
        let page = self.page;
        let words = Voice { who: Who::Words(phrase.first, phrase.end), by: Attribution::Clause };
        let definite = (phrase.first..head).any(|at| {
            page.spells(at, words!["the"])
                || page.is(at, class::DETERMINER) && page.spells(at, words!["this"])
        });
        let open = (phrase.first..head).any(|at| page.is_possessive(at));
        // `his mother`: of whom the story has said that she is one.
        let kin = page.words[head].gender() != Gender::Unknown;
        if page.is(phrase.first, class::POSSESSIVE) && page.is(head, class::PERSON) && kin {
            let same = self.holder(phrase, head).filter(|found| found.1 == SAME);
            return same.map_or(words, |(person, _)| Voice {
                who: Who::Person(person),
                by: Attribution::Noun,
            });
        }
        // `farmers and the minister`: more than one person.
        let joined = phrase.first > 1
            && page.is(phrase.first - 1, class::AND)
            && (page.is(phrase.first - 2, class::PERSON | class::PEOPLE)
                || self.names.ending(phrase.first - 1).is_some());
        let old = page.word(head).ends_with(AGED);
        if !definite || open || joined || !page.is(head, class::PERSON) && !old {
            return words;
        }
        let held = || self.holder(phrase, head).map(|(person, _)| person);
        let found = self.aged(phrase).or_else(held).map(Who::Person);
        let found = found
            .or_else(|| self.parent(phrase, head))
            .or_else(|| self.epithet(phrase, head))
            .or_else(|| self.kin(phrase, head))
            .or_else(|| self.last_voice().filter(|_| old && head + 1 == phrase.end));
        found.map_or(words, |who| Voice { who, by: Attribution::Noun })
    }

    fn gender(&self, person: PersonId) -> Gender {
        let held = &self.people.persons[person];
        held.gender.or(held.hint)
    }

    /// `the mother of two`: says of the one who is in mind what was not said before.
    fn parent(&mut self, phrase: &Phrase, head: usize) -> Option<Who> {
        let page = self.page;
        let counted =
            COUNTS.contains(&page.word(head + 2)) || page.kind(head + 2) == Some(Kind::Number);
        let of = page.says(head + 1, "of") && counted && head + 3 == phrase.end;
        let gender = page.words[head].gender();
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

    /// `the father` alone: the one who spoke last, if it may be.
    fn kin(&mut self, phrase: &Phrase, head: usize) -> Option<Who> {
        let bare = head + 1 == phrase.end && phrase.first + 1 == head;
        let kin = bare && PARENTS.contains(&self.page.word(head));
        let who = if kin { self.meant(head, self.page.words[head].gender()) } else { None };
        who.filter(|&who| self.last_voice() == Some(who))
    }

    /// `the Larvik councillor`, `the Oslo-based mother`: another name for the one in mind.
    fn epithet(&mut self, phrase: &Phrase, head: usize) -> Option<Who> {
        let page = self.page;
        let told = head + 1 == phrase.end
            && (phrase.first + 1..head).any(|at| {
                page.kind(at) == Some(Kind::Capital) && !page.is(at, class::TITLE | class::BODY)
                    || page.is(at, class::PLACE | class::DEMONYM)
                    || page.bytes(at).ends_with(b"-based")
                    || page.bytes(at).ends_with(b"-born")
            });
        let who = if told { self.meant(head, page.words[head].gender()) } else { None };
        who.filter(|who| matches!(who, Who::Person(person) if self.may_be(*person, phrase, head)))
    }

    /// Whether no role of a person speaks against an office: of another branch, or of
    /// another nation.
    fn may_be(&self, person: PersonId, phrase: &Phrase, head: usize) -> bool {
        let roles = self.offices[person].as_slice();
        roles.is_empty() || roles.iter().any(|role| self.suits(role, phrase, head))
    }

    /// Whether a role does not speak against the office that a phrase names.
    fn suits(&self, role: &Role, phrase: &Phrase, head: usize) -> bool {
        let page = self.page;
        let nation = (phrase.first..phrase.end).find(|&at| page.is(at, class::DEMONYM));
        nation.is_none_or(|nation| role.is_of(page, nation))
            && !role.contradicts(page, phrase.first, head)
    }

    /// The person whose role fits the noun best and who is most in mind, and how well it
    /// fits.
    pub(super) fn holder(&self, phrase: &Phrase, head: usize) -> Option<(PersonId, u8)> {
        let page = self.page;
        let gender = page.words[head].gender();
        let before = self.names.segments.partition_point(|segment| segment.first < phrase.first);
        let mut seen = Vec::with_capacity(COMPANY);
        let mut best: Option<(f32, PersonId, u8)> = None;
        for index in (before.saturating_sub(RECENT)..before).rev() {
            let Some(person) = self.people.of[index].filter(|person| !seen.contains(person)) else {
                continue;
            };
            if seen.len() == COMPANY {
                break;
            }
            seen.push(person);
            if Some(person) == self.hearer || !gender.agrees(self.gender(person)) {
                continue;
            }
            let fit = self.offices[person]
                .as_slice()
                .iter()
                .filter(|role| self.suits(role, phrase, head))
                .filter_map(|role| role.fit(page, head))
                .max()
                // One of the same family only (`the official` for a mayor) is a guess: the
                // person last named.
                .filter(|&fit| fit > 1 || seen.len() == 1);
            let Some(fit) = fit else { continue };
            let told =
                (phrase.first + 1..head).filter(|&at| !page.is(at, class::SMALL)).filter(|&at| {
                    self.offices[person].as_slice().iter().any(|role| role.has(page, at))
                });
            let score = FIT * f32::from(fit)
                + TOLD * f32::from(told.count().min(4) as u8)
                + self.presence(person, head);
            if best.is_none_or(|best| score > best.0) {
                best = Some((score, person, fit));
            }
        }
        best.map(|(_, person, fit)| (person, fit))
    }

    /// `A Larvik mother says … . Tove Lind woke …`: whom the first noun of a story means,
    /// when the sentence behind it begins with a name that goes on to speak.
    pub(super) fn look_ahead(&self, clauses: &[Clause], voices: &mut [Voice]) {
        let first = clauses.iter().zip(voices.iter()).position(|(clause, voice)| {
            matches!(clause.phrase, Some(Phrase { source: Source::Noun(_), .. }))
                && matches!(voice.who, Who::Words(..))
        });
        let Some(index) = first else { return };
        let next = voices.get(index + 1).filter(|next| next.by == Attribution::Clause);
        let next = next.map(|next| next.who);
        let Some(phrase) = clauses[index].phrase else { return };
        let Some(who) = self.introduced(&phrase, next).map(Who::Person) else { return };
        if voices[index + 1..].iter().all(|voice| voice.who != who) {
            return;
        }
        let words = voices[index].who;
        for (clause, voice) in clauses.iter().zip(voices) {
            let same = clause.phrase.is_some_and(|other| self.repeats(&phrase, &other));
            if voice.who == words || same && matches!(voice.who, Who::Words(..)) {
                *voice = Voice { who, by: Attribution::Noun };
            }
        }
    }

    /// Whether a phrase has the head of an earlier one, or names it again: `the lawyer`.
    fn repeats(&self, phrase: &Phrase, other: &Phrase) -> bool {
        let (Source::Noun(head), Source::Noun(again)) = (phrase.source, other.source) else {
            return false;
        };
        let page = self.page;
        let the = page.spells(other.first, words!["the"]);
        head == again || the && other.end == again + 1 && page.key(head) == page.key(again)
    }

    /// The person named at the head of the next sentence but one at the latest, nobody
    /// having been named before.
    fn introduced(&self, phrase: &Phrase, next: Option<Who>) -> Option<PersonId> {
        let page = self.page;
        let Source::Noun(head) = phrase.source else { return None };
        let sentence = page.sentence_of[head];
        if sentence > 1 || !page.is(head, class::PERSON) {
            return None;
        }
        let mut known = (0..self.names.segments.len()).filter(|&at| self.people.of[at].is_some());
        let segment = known.next()?;
        let name = self.names.segments[segment];
        let person = self.people.of[segment]?;
        let behind = page.sentence_of[name.first].checked_sub(sentence)?;
        let floor = page.sentence(name.first).0;
        let opens = (floor..name.first).all(|at| {
            page.is(at, class::TITLE | class::PERSON | class::DEMONYM | class::DETERMINER)
        });
        let roles = self.offices[person].as_slice();
        let fits = |role: &Role| {
            role.fit(page, head).is_some() && !role.contradicts(page, phrase.first, head)
        };
        let fits = roles.is_empty() || roles.iter().any(fits);
        let gender = page.words[head].gender().agrees(self.gender(person));
        let opens = opens || next == Some(Who::Person(person));
        (opens && fits && gender && (1..=2).contains(&behind)).then_some(person)
    }
}
