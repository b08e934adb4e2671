//! Whom each clause of attribution means, once pronouns and nouns are resolved: `he` by
//! who was last in the reader's mind, `the diplomat` by the roles the story has given.

use crate::model::Attribution;

use super::cues::Clause;
use super::lexicon::{Gender, class, frame};
use super::names::{self, Names, Trust};
use super::page::Page;
use super::people::{People, PersonId};
use super::phrases::{Phrase, Reader, Source};
use super::roles::Role;
use super::tails::Content;
use super::together;
use super::verbs::FirstVerb;

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
    /// A person, or the words for somebody without a name.
    who: Who,
    /// What those words tell; a person's may be learnt later.
    gender: Gender,
    at: usize,
    weight: f32,
}

/// How many of the last mentions are in the reader's mind.
const MEMORY: usize = 24;
/// What a known gender counts for against one that is not known, in mentions.
const AGREES: f32 = 1.2;
/// What an earlier pronoun of the other gender counts for.
const DOUBT: f32 = 3.0;
/// What it counts for to stand in the sentence of the pronoun: `Lind said he`.
const SAME: f32 = 1.0;
/// How much it counts to be the subject of a sentence.
const SUBJECT: f32 = 2.5;
/// How much it counts to have spoken.
const SPOKE: f32 = 3.0;
/// How much being in mind may count for whom a noun means.
const CLOSE: f32 = 5.0;
/// How many roles of one person are kept.
const OFFICES: usize = 6;
/// How many mentions of an unknown word are looked at to tell what it is.
const NAMESAKES: usize = 30;

pub(super) struct Stage<'a, 'l> {
    pub(super) page: &'a Page<'a>,
    pub(super) names: &'a Names,
    pub(super) people: People<'l>,
    /// The role that stands at each segment.
    pub(super) roles: Vec<Option<Role>>,
    /// The roles of each person.
    pub(super) offices: Vec<Vec<Role>>,
    /// Whom the clause at hand speaks to: `told Lind`.
    pub(super) hearer: Option<PersonId>,
    /// Who speaks in a clause beside its voice, by the clause's place.
    pub(super) beside: Vec<(usize, PersonId)>,
    heard: Vec<Heard>,
    /// Next segment to be heard.
    next: usize,
    /// Next pronoun of the page to be heard.
    pronoun: usize,
    /// Up to which token all has been heard.
    token: usize,
    verb: FirstVerb,
    last: Option<Voice>,
}

impl<'a, 'l> Stage<'a, 'l> {
    pub(super) fn new(page: &'a Page<'a>, names: &'a Names, people: People<'l>) -> Stage<'a, 'l> {
        let reader = Reader { page, names };
        let role = |index: usize| people.of[index].and_then(|_| Role::of(reader, index));
        let roles: Vec<Option<Role>> = (0..names.segments.len()).map(role).collect();
        let mut offices = vec![Vec::new(); people.persons.len()];
        for (role, person) in roles.iter().zip(&people.of) {
            if let (Some(role), Some(person)) = (role, person) {
                keep(&mut offices[*person], *role);
            }
        }
        Stage {
            page,
            names,
            people,
            roles,
            offices,
            hearer: None,
            beside: Vec::new(),
            heard: Vec::with_capacity(2 * MEMORY),
            next: 0,
            pronoun: 0,
            token: 0,
            verb: FirstVerb::default(),
            last: None,
        }
    }

    /// Who speaks in each clause. Clauses must come in the order of the text.
    pub(super) fn voices(&mut self, clauses: &[Clause]) -> Vec<Voice> {
        let mut voices = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let until = clause.phrase.map_or(clause.cue, |phrase| phrase.first.max(self.token));
            self.listen(until);
            self.hearer = self.hearer_of(clause);
            let voice = clause.phrase.map_or(NOBODY, |phrase| self.voice(&phrase, clause.hangs));
            let voice =
                if voice.who == Who::Nobody { self.outer(clause, clauses, &voices) } else { voice };
            let voice = self.with_others(voice, clause, voices.len());
            self.last = Some(voice).filter(|voice| voice.who != Who::Nobody).or(self.last);
            if let Some(phrase) = clause.phrase {
                self.remember(voice, &phrase);
            }
            voices.push(voice);
        }
        self.look_ahead(clauses, &mut voices);
        voices
    }

    /// Notes who speaks beside the voice: `Lind and Marlow said`. Of `Lind and other
    /// ministers` Lind is the voice.
    fn with_others(&mut self, voice: Voice, clause: &Clause, index: usize) -> Voice {
        let Some(phrase) = clause.phrase.filter(|_| !clause.hangs) else { return voice };
        let reader = Reader { page: self.page, names: self.names };
        let mut first = None;
        for segment in together::with(reader, &phrase) {
            let named = Phrase { source: Source::Name(segment), ..phrase };
            let beside = self.voice(&named, false);
            if let (Who::Person(person), true) = (beside.who, beside.who != voice.who) {
                first = Some(beside);
                self.beside.push((index, person));
            }
        }
        match (voice.who, first) {
            (Who::Words(..) | Who::Nobody, Some(first)) => first,
            _ => voice,
        }
    }

    /// Whom a clause speaks to, if by name: `he told Lind`, `asked Minister Marlow`.
    fn hearer_of(&self, clause: &Clause) -> Option<PersonId> {
        let mut at = clause.cue_end;
        if !clause.is(frame::HEARER) || clause.is_bare() || clause.first == clause.cue {
            return None;
        }
        while self.page.is(at, class::TITLE | class::DETERMINER) && at < clause.cue_end + 3 {
            at += 1;
        }
        self.people.of[self.names.beginning(at)?]
    }

    /// `Lind said they were saying`: where nobody is told, whose words it stands among.
    fn outer(&self, clause: &Clause, clauses: &[Clause], voices: &[Voice]) -> Voice {
        let floor = self.page.sentence(clause.cue).0;
        let before = voices.len().checked_sub(1).filter(|&before| clauses[before].cue >= floor);
        let among = |before: &usize| matches!(clauses[*before].content, Content::After(start) if start <= clause.cue);
        before.filter(among).map_or(NOBODY, |before| voices[before])
    }

    /// Keeps in mind who has spoken, somebody without a name included: `one resident`.
    fn remember(&mut self, voice: Voice, phrase: &Phrase) {
        let at = phrase.end - 1;
        match (voice.who, phrase.source) {
            (Who::Person(_), _) => self.hear(voice.who, Gender::Unknown, at, SPOKE),
            (Who::Words(..), Source::Noun(head)) if self.page.is(head, class::PERSON) => {
                // What is definite may be a person named elsewhere.
                let the = self.page.word(phrase.first).eq_ignore_ascii_case("the");
                let weight = if the { SPOKE / 2.0 } else { SPOKE };
                self.hear(voice.who, self.page.words[head].gender(), at, weight);
            }
            _ => {}
        }
    }

    fn hear(&mut self, who: Who, gender: Gender, at: usize, weight: f32) {
        if self.heard.len() >= 2 * MEMORY {
            self.heard.drain(..MEMORY);
        }
        self.heard.push(Heard { who, gender, at, weight });
    }

    /// Takes in the names and pronouns before `until`.
    fn listen(&mut self, until: usize) {
        let page = self.page;
        self.token = self.token.max(until);
        loop {
            let pronoun = page.pronouns.get(self.pronoun).map_or(usize::MAX, |&at| at as usize);
            let name = self.names.segments.get(self.next).map_or(usize::MAX, |name| name.first);
            if pronoun.min(name) >= until {
                return;
            }
            if name <= pronoun {
                // A pronoun that begins a name is none.
                self.pronoun += usize::from(name == pronoun);
                self.next += 1;
                if let Some(person) = self.people.of[self.next - 1] {
                    let weight = self.weight(self.next - 1);
                    self.hear(Who::Person(person), Gender::Unknown, name, weight);
                }
                continue;
            }
            self.pronoun += 1;
            let gender = page.pronoun_gender(pronoun);
            let free = !page.quoted(pronoun) && self.names.at(pronoun).is_none();
            if let Some(who) = if free { self.meant(pronoun, gender) } else { None } {
                self.hear(who, gender, pronoun, 2.0);
            }
        }
    }

    /// How much a mention says that the story is about this person just now.
    fn weight(&mut self, index: usize) -> f32 {
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
        } else if self.verb.is_behind(page, floor, segment.first) {
            SUBJECT
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
            self.offices.resize(self.people.persons.len(), Vec::new());
            if let (Some(role), Some(person)) = (self.roles[segment], person) {
                keep(&mut self.offices[person], role);
            }
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
            // `Aatu Vik of Oslo`
            let from = matches!(page.word(name.end), "of" | "from")
                && page.is_capital(name.end + 1)
                && name.len() == 2
                && !page.word(name.end - 1).ends_with(['s', 'g']);
            return !article && (alone || particle || from || Role::of(reader, index).is_some());
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
        let who = if self.page.pronoun_gender(at) != Gender::Unknown {
            self.meant(at, self.page.pronoun_gender(at)).unwrap_or(Who::Nobody)
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

    /// Whose the last words were, if a person's.
    pub(super) fn last_voice(&self) -> Option<Who> {
        self.last.map(|last| last.who).filter(|who| matches!(who, Who::Person(_)))
    }

    /// How much a person is in the reader's mind at this token.
    pub(super) fn presence(&self, person: PersonId, at: usize) -> f32 {
        let sentence = self.page.sentence_of[at];
        let recent = self.heard.iter().rev().take(MEMORY);
        let of = recent.filter(|heard| heard.who == Who::Person(person)).map(|heard| {
            let back = sentence.saturating_sub(self.page.sentence_of[heard.at]).min(1000);
            heard.weight - 0.9 * f32::from(back as u16)
        });
        of.fold(-CLOSE, f32::max).min(CLOSE)
    }

    /// Whom `he` or `she` at this token means: the person most in mind whose gender
    /// agrees.
    pub(super) fn meant(&mut self, at: usize, gender: Gender) -> Option<Who> {
        let sentence = self.page.sentence_of[at];
        let score = |heard: &Heard| {
            let (known, hint) = match heard.who {
                Who::Person(person) => {
                    let held = &self.people.persons[person];
                    (held.gender, held.hint)
                }
                _ => (heard.gender, Gender::Unknown),
            };
            let distance = f32::from(
                sentence.saturating_sub(self.page.sentence_of[heard.at]).min(1000) as u16,
            );
            let agrees = match known.or(hint) {
                Gender::Unknown => 0.0,
                other if other == gender => AGREES,
                _ => -DOUBT,
            };
            let told = self.hearer.is_some_and(|hearer| heard.who == Who::Person(hearer));
            let subject = distance == 0.0 && heard.weight >= SUBJECT;
            let near = if subject { -SAME } else { 0.9 * distance };
            (known.agrees(gender) && !told).then_some(heard.weight + agrees - near)
        };
        let recent = self.heard.iter().rev().take(MEMORY);
        let best = recent
            .filter_map(|heard| Some((score(heard)?, heard.who)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        if let Who::Person(person) = best.1 {
            let held = &mut self.people.persons[person];
            held.hint = gender.or(held.hint);
        }
        Some(best.1)
    }
}

fn keep(offices: &mut Vec<Role>, role: Role) {
    if offices.len() < OFFICES {
        offices.push(role);
    }
}

pub(super) const NOBODY: Voice = Voice { who: Who::Nobody, by: Attribution::Nobody };
