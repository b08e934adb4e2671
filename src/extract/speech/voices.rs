//! Whom each clause of attribution means, once pronouns and nouns are resolved: `he` by
//! who was last in the reader's mind, `the diplomat` by the roles the story has given.

use crate::model::Attribution;

use super::cues::Clause;
use super::lexicon::{Gender, class, frame};
use super::mind::Heard;
use super::names::{self, Names, Trust};
use super::page::{Page, words};
use super::people::{self, People, PersonId};
use super::phrases::{Phrase, Reader, Source};
use super::roles::{Offices, Role};
use super::tails::Content;
use super::together;
use super::verbs::FirstVerb;
use crate::extract::room::{emptied, filled};

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

/// How many mentions of an unknown word are looked at to tell what it is.
const NAMESAKES: usize = 30;

pub(super) struct Stage<'a, 'l> {
    pub(super) page: &'a Page<'a>,
    pub(super) names: &'a Names,
    pub(super) people: People<'l>,
    /// The role that stands at each segment.
    pub(super) roles: Vec<Option<Role>>,
    /// The roles of each person.
    pub(super) offices: Vec<Offices>,
    /// Whom the clause at hand speaks to: `told Lind`.
    pub(super) hearer: Option<PersonId>,
    /// Who speaks in a clause beside its voice, by the clause's place.
    pub(super) beside: Vec<(usize, PersonId)>,
    pub(super) heard: Vec<Heard>,
    /// Next segment to be heard.
    pub(super) next: usize,
    /// Next pronoun of the page to be heard.
    pub(super) pronoun: usize,
    /// Up to which token all has been heard.
    pub(super) token: usize,
    pub(super) verb: FirstVerb,
    last: Option<Voice>,
}

/// The lists, empty, for the next to fill.
#[derive(Debug, Default)]
pub(super) struct Lists {
    roles: Vec<Option<Role>>,
    offices: Vec<Offices>,
    beside: Vec<(usize, PersonId)>,
    heard: Vec<Heard>,
}

impl<'a, 'l> Stage<'a, 'l> {
    pub(super) fn new(
        page: &'a Page<'a>,
        names: &'a Names,
        people: People<'l>,
        lists: Lists,
    ) -> Stage<'a, 'l> {
        let Lists { mut roles, offices, beside, heard } = lists;
        let reader = Reader { page, names };
        let role = |index: usize| people.of[index].and_then(|_| Role::of(reader, index));
        roles.extend((0..names.segments.len()).map(role));
        let mut offices = filled(offices, people.persons.len(), Offices::default());
        for (role, person) in roles.iter().zip(&people.of) {
            if let (Some(role), Some(person)) = (role, person) {
                offices[*person].keep(*role);
            }
        }
        Stage {
            page,
            names,
            people,
            roles,
            offices,
            hearer: None,
            beside,
            heard,
            next: 0,
            pronoun: 0,
            token: 0,
            verb: FirstVerb::default(),
            last: None,
        }
    }

    /// Its lists and the people's, for others.
    pub(super) fn lists(self) -> (people::Lists, Lists) {
        let lists = Lists {
            roles: emptied(self.roles),
            offices: emptied(self.offices),
            beside: emptied(self.beside),
            heard: emptied(self.heard),
        };
        (self.people.lists(), lists)
    }

    /// Who speaks in each clause, in that list, which is empty. Clauses must come in the order
    /// of the text.
    pub(super) fn voices(&mut self, clauses: &[Clause], mut voices: Vec<Voice>) -> Vec<Voice> {
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
            self.offices.resize(self.people.persons.len(), Offices::default());
            if let (Some(role), Some(person)) = (self.roles[segment], person) {
                self.offices[person].keep(role);
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
        let segments = same.iter().take(NAMESAKES).map(|same| self.names.segments[same.segment]);
        if name.len() > 1 {
            let alone = segments.clone().any(|other| other.len() == 1);
            let particle = (name.first..name.end).any(|at| names::is_particle(page, at));
            let reader = Reader { page, names: self.names };
            // `Aatu Vik of Oslo`
            let from = page.says_any(name.end, words!["of", "from"])
                && page.is_capital(name.end + 1)
                && name.len() == 2
                && !matches!(page.bytes(name.end - 1), [.., b's' | b'g']);
            return !article && (alone || particle || from || Role::of(reader, index).is_some());
        }
        // A capital at the head of a sentence says nothing, unless the word comes again.
        let opens = page.sentence(name.first).0 == name.first;
        let plural = page.bytes(name.first).ends_with(b"ans");
        let placed = segments.filter(|other| self.is_place(other.first)).count();
        !article && !plural && (!opens || same.len() > 1) && placed * 3 <= same.len().min(NAMESAKES)
    }

    /// `in Lindville`: what stands in, at or near is a place.
    fn is_place(&self, first: usize) -> bool {
        first > 0 && self.page.says_any(first - 1, words!["in", "at", "near", "across", "outside"])
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
}

pub(super) const NOBODY: Voice = Voice { who: Who::Nobody, by: Attribution::Nobody };
