//! Who is in the reader's mind: the people and the nameless who have come up, and whom `he`
//! or `she` means by that.

use super::lexicon::{Gender, class};
use super::page::words;
use super::people::PersonId;
use super::phrases::{Phrase, Reader, Source};
use super::voices::{Stage, Voice, Who};

/// A person come up in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard {
    /// A person, or the words for somebody without a name.
    who: Who,
    /// What those words tell; a person's may be learnt later.
    gender: Gender,
    sentence: u32,
    paragraph: u32,
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
/// What it counts for beside that to be so in the paragraph of the pronoun.
const HERE: f32 = 1.0;
/// How much it counts to have spoken.
const SPOKE: f32 = 3.0;
/// How much being in mind may count for whom a noun means.
const CLOSE: f32 = 5.0;

impl Stage<'_, '_> {
    /// Keeps in mind who has spoken, somebody without a name included: `one resident`.
    pub(super) fn remember(&mut self, voice: Voice, phrase: &Phrase) {
        let at = phrase.end - 1;
        match (voice.who, phrase.source) {
            (Who::Person(_), _) => self.hear(voice.who, Gender::Unknown, at, SPOKE),
            (Who::Words(..), Source::Noun(head)) if self.page.is(head, class::PERSON) => {
                // What is definite may be a person named elsewhere.
                let the = self.page.spells(phrase.first, words!["the"]);
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
        let (sentence, paragraph) = (self.page.sentence_of[at], self.page.paragraph(at));
        self.heard.push(Heard { who, gender, sentence, paragraph, weight });
    }

    /// Takes in the names and pronouns before `until`.
    pub(super) fn listen(&mut self, until: usize) {
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

    /// How much a person is in the reader's mind at this token.
    pub(super) fn presence(&self, person: PersonId, at: usize) -> f32 {
        let sentence = self.page.sentence_of[at];
        let recent = self.heard.iter().rev().take(MEMORY);
        let of = recent.filter(|heard| heard.who == Who::Person(person)).map(|heard| {
            let back = sentence.saturating_sub(heard.sentence).min(1000);
            heard.weight - 0.9 * f32::from(back as u16)
        });
        of.fold(-CLOSE, f32::max).min(CLOSE)
    }

    /// Whom `he` or `she` at this token means: the person most in mind whose gender
    /// agrees.
    pub(super) fn meant(&mut self, at: usize, gender: Gender) -> Option<Who> {
        let sentence = self.page.sentence_of[at];
        let paragraph = self.page.paragraph(at);
        // Every mention is weighed in full: which ones count is as good as random.
        let score = |heard: &Heard| {
            let (known, hint) = match heard.who {
                Who::Person(person) => {
                    let held = &self.people.persons[person];
                    (held.gender, held.hint)
                }
                _ => (heard.gender, Gender::Unknown),
            };
            let distance = f32::from(sentence.saturating_sub(heard.sentence).min(1000) as u16);
            let agrees = match known.or(hint) {
                Gender::Unknown => 0.0,
                other if other == gender => AGREES,
                _ => -DOUBT,
            };
            let told = self.hearer.is_some_and(|hearer| heard.who == Who::Person(hearer));
            let subject = distance == 0.0 && heard.weight >= SUBJECT;
            let near = if subject { -SAME } else { 0.9 * distance };
            let here = heard.paragraph == paragraph && heard.weight >= SUBJECT;
            let here = if here { HERE } else { 0.0 };
            let score = heard.weight + agrees + here - near;
            if known.agrees(gender) & !told { score } else { f32::NEG_INFINITY }
        };
        let (mut most, mut best) = (f32::NEG_INFINITY, None);
        for heard in self.heard.iter().rev().take(MEMORY) {
            let score = score(heard);
            if score > most {
                (most, best) = (score, Some(heard.who));
            }
        }
        if let Some(Who::Person(person)) = best {
            let held = &mut self.people.persons[person];
            held.hint = gender.or(held.hint);
        }
        best
    }
}
