//! Whom each clause of attribution means, once pronouns and nouns are resolved: `he` by
//! who was last in the reader's mind, `the diplomat` by the roles the story has given.

use crate::model::Attribution;

use super::cues::Clause;
use super::lexicon::{Gender, class};
use super::names::{self, Names, Trust};
use super::page::Page;
use super::people::{People, PersonId};
use super::phrases::{Phrase, Reader, Source};
use super::roles::Role;
use super::tails::Content;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Person(PersonId),
    /// Nobody with a name: the story's own words, tokens `first..end`.
    Words(usize, usize),
    Nobody,
}

/// Who speaks, and how that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Voice {
    pub(super) who: Who,
    pub(super) by: Attribution,
}

/// A person come up in the text.
#[derive(Clone, Copy, Debug)]
struct Heard {
    person: PersonId,
    at: usize,
    weight: f32,
}

/// How many of the last mentions are in the reader's mind.
const MEMORY: usize = 24;
/// How many mentions of an unknown word are looked at to tell what it is.
const NAMESAKES: usize = 30;

pub(super) struct Stage<'a, 'l> {
    pub(super) page: &'a Page<'a>,
    pub(super) names: &'a Names,
    pub(super) people: People<'l>,
    /// The role that stands at each segment.
    pub(super) roles: Vec<Option<Role>>,
    heard: Vec<Heard>,
    /// Next segment to be heard.
    next: usize,
    /// Next token to be looked at for a pronoun.
    token: usize,
    last: Option<Voice>,
}

impl<'a, 'l> Stage<'a, 'l> {
    pub(super) fn new(page: &'a Page<'a>, names: &'a Names, people: People<'l>) -> Stage<'a, 'l> {
        let reader = Reader { page, names };
        let role = |index: usize| people.of[index].and_then(|_| Role::of(reader, index));
        let roles = (0..names.segments.len()).map(role).collect();
        Stage { page, names, people, roles, heard: Vec::new(), next: 0, token: 0, last: None }
    }

    /// Who speaks in each clause. Clauses must come in the order of the text.
    pub(super) fn voices(&mut self, clauses: &[Clause]) -> Vec<Voice> {
        let mut voices = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let until = clause.phrase.map_or(clause.cue, |phrase| phrase.first.max(self.token));
            self.listen(until);
            let voice = clause.phrase.map_or(NOBODY, |phrase| self.voice(&phrase, clause.hangs));
            let voice =
                if voice.who == Who::Nobody { self.outer(clause, clauses, &voices) } else { voice };
            self.last = Some(voice).filter(|voice| voice.who != Who::Nobody).or(self.last);
            if let Who::Person(person) = voice.who {
                self.hear(person, clause.phrase.map_or(clause.cue, |phrase| phrase.end - 1), 3.0);
            }
            voices.push(voice);
        }
        voices
    }

    /// `Lind said they were saying`: where nobody is told, whose words it stands among.
    fn outer(&self, clause: &Clause, clauses: &[Clause], voices: &[Voice]) -> Voice {
        let floor = self.page.sentence(clause.cue).0;
        let before = voices.len().checked_sub(1).filter(|&before| clauses[before].cue >= floor);
        let among = |before: &usize| matches!(clauses[*before].content, Content::After(start) if start <= clause.cue);
        before.filter(among).map_or(NOBODY, |before| voices[before])
    }

    fn hear(&mut self, person: PersonId, at: usize, weight: f32) {
        if self.heard.len() >= 2 * MEMORY {
            self.heard.drain(..MEMORY);
        }
        self.heard.push(Heard { person, at, weight });
    }

    /// Takes in the names and pronouns before `until`.
    fn listen(&mut self, until: usize) {
        while self.token < until {
            let at = self.token;
            self.token += 1;
            while self.next < self.names.segments.len() && self.names.segments[self.next].first < at
            {
                self.next += 1;
            }
            let starts =
                self.names.segments.get(self.next).is_some_and(|segment| segment.first == at);
            if starts {
                if let Some(person) = self.people.of[self.next] {
                    self.hear(person, at, self.weight(self.next));
                }
                self.next += 1;
                continue;
            }
            let pronoun = self.page.is(at, class::HE | class::SHE) && !self.page.quoted(at);
            let person =
                if pronoun && self.names.at(at).is_none() { self.pronoun(at) } else { None };
            if let Some(person) = person {
                self.hear(person, at, 2.0);
            }
        }
    }

    /// How much a mention says that the story is about this person just now.
    fn weight(&self, index: usize) -> f32 {
        let page = self.page;
        let segment = self.names.segments[index];
        let reader = Reader { page, names: self.names };
        let floor = page.sentence(segment.first).0;
        if page.quoted(segment.first) {
            0.2
        } else if page.is_possessive(segment.end) {
            1.0
        } else if reader.is_governed(floor, index) {
            0.8
        } else if (floor..segment.first).all(|at| !page.is(at, class::AUXILIARY | class::CUE)) {
            2.5
        } else {
            1.2
        }
    }

    fn voice(&mut self, phrase: &Phrase, hangs: bool) -> Voice {
        match phrase.source {
            Source::Name(segment) => self.named(segment, phrase),
            Source::Pronoun(at) if hangs && self.token > at => {
                let who = self.last.map_or(Who::Nobody, |voice| voice.who);
                let person =
                    matches!(who, Who::Person(_)) && self.page.is(at, class::HE | class::SHE);
                if person { Voice { who, by: Attribution::Pronoun } } else { self.by_pronoun(at) }
            }
            Source::Pronoun(at) => self.by_pronoun(at),
            Source::Noun(head) => self.by_noun(phrase, head),
        }
    }

    fn named(&mut self, segment: usize, phrase: &Phrase) -> Voice {
        let known = self.people.of[segment];
        let may = known.is_some() || self.may_speak(segment);
        let person =
            if may { self.people.promote(self.page, &self.names.segments, segment) } else { None };
        if known.is_none() && person.is_some() {
            let reader = Reader { page: self.page, names: self.names };
            self.roles[segment] = Role::of(reader, segment);
            self.people.settle_key(self.page, &self.names.segments, segment);
        }
        let words = Who::Words(phrase.first, self.names.segments[segment].end);
        Voice { who: person.map_or(words, Who::Person), by: Attribution::Clause }
    }

    /// Whether capitalised words of no known kind may be a person because they speak:
    /// a surname that comes again, or more words whose last stands alone elsewhere.
    fn may_speak(&self, index: usize) -> bool {
        let page = self.page;
        let name = self.names.segments[index];
        if name.doubtful || name.trust > Trust::Weak {
            return !name.doubtful;
        }
        let article = name.first > 0 && page.is(name.first - 1, class::DETERMINER);
        let same = self.people.namesakes(index);
        let segments = same.iter().take(NAMESAKES).map(|&at| self.names.segments[at]);
        if name.len() > 1 {
            let alone = segments.clone().any(|other| other.len() == 1);
            let particle = (name.first..name.end).any(|at| names::is_particle(page, at));
            let reader = Reader { page, names: self.names };
            return !article && (alone || particle || Role::of(reader, index).is_some());
        }
        // A capital at the head of a sentence says nothing, unless the word comes again.
        let opens = page.sentence(name.first).0 == name.first;
        let plural = page.word(name.first).ends_with("ans");
        let placed = segments.filter(|other| self.is_place(other.first)).count();
        !article && !plural && (!opens || same.len() > 1) && placed * 3 <= same.len().min(NAMESAKES)
    }

    /// `in Lindville`: what stands in, at or near is a place.
    fn is_place(&self, first: usize) -> bool {
        first > 0
            && matches!(self.page.word(first - 1), "in" | "at" | "near" | "across" | "outside")
    }

    fn by_pronoun(&mut self, at: usize) -> Voice {
        let who = if self.page.is(at, class::HE | class::SHE) {
            self.pronoun(at).map_or(Who::Nobody, Who::Person)
        } else if self.page.is(at, class::THEY | class::IT) {
            self.last
                .map(|voice| voice.who)
                .filter(|who| matches!(who, Who::Words(..)))
                .unwrap_or(Who::Nobody)
        } else {
            Who::Nobody
        };
        let by = if who == Who::Nobody { Attribution::Nobody } else { Attribution::Pronoun };
        Voice { who, by }
    }

    /// Whom `he` or `she` means: the person most in mind whose gender agrees.
    fn pronoun(&mut self, at: usize) -> Option<PersonId> {
        let gender = if self.page.is(at, class::HE) { Gender::Male } else { Gender::Female };
        let sentence = self.page.sentence_of[at];
        let score = |heard: &Heard| {
            let known = self.people.persons[heard.person].gender;
            let distance = f32::from(
                sentence.saturating_sub(self.page.sentence_of[heard.at]).min(1000) as u16,
            );
            let agrees = if known == gender { 2.0 } else { 0.0 };
            known.agrees(gender).then_some(heard.weight + agrees - 0.9 * distance)
        };
        let recent = self.heard.iter().rev().take(MEMORY);
        let best = recent
            .filter_map(|heard| Some((score(heard)?, heard.person)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let person = best.1;
        let held = &mut self.people.persons[person];
        held.gender = held.gender.or(gender);
        Some(person)
    }

    fn by_noun(&self, phrase: &Phrase, head: usize) -> Voice {
        let page = self.page;
        let words = Voice { who: Who::Words(phrase.first, phrase.end), by: Attribution::Clause };
        let definite = (phrase.first..head).any(|at| {
            page.word(at).eq_ignore_ascii_case("the")
                || page.is(at, class::DETERMINER) && page.word(at).eq_ignore_ascii_case("this")
        });
        let open = (phrase.first..head).any(|at| page.is_possessive(at));
        if !definite || open || !page.is(head, class::PERSON) {
            return words;
        }
        let found = self.holder(phrase, head);
        found.map_or(words, |person| Voice { who: Who::Person(person), by: Attribution::Noun })
    }

    /// The newest person whose role the noun fits.
    fn holder(&self, phrase: &Phrase, head: usize) -> Option<PersonId> {
        let page = self.page;
        let gender = page.words[head].gender;
        let nation = (phrase.first..phrase.end).find(|&at| page.is(at, class::DEMONYM));
        let fits = |index: usize| {
            let person = self.people.of[index]?;
            let role = self.roles[index]?;
            let fit = role.fit(page, head)?;
            let own = nation.is_none_or(|nation| role.is_of(page, nation));
            (own && gender.agrees(self.people.persons[person].gender)).then_some((fit, person))
        };
        let before = self.names.segments.partition_point(|segment| segment.first < phrase.first);
        let recent = (before.saturating_sub(200)..before).rev().filter_map(fits);
        let best = recent.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, person)| person)
    }
}

pub(super) const NOBODY: Voice = Voice { who: Who::Nobody, by: Attribution::Nobody };
