//! One entry per person: every mention of a name, short or full, goes to the person it
//! means, and the fullest form the story gives is that person's name.

use std::borrow::Cow;
use std::hash::BuildHasherDefault;

use super::lexicon::{self, Gender, class};
use super::names::{LONGEST, Segment, Trust};
use super::nicknames::Nicknames;
use super::page::Page;
use crate::extract::hash::QuickMap;
use crate::extract::tokens::Kind;

/// A person's place among the people of the story.
pub(super) type PersonId = usize;

/// The words of a name that tell persons apart: keys of the folded words and their
/// tokens, without particles and `Jr.`.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    held: [(u64, u32); LONGEST],
    len: usize,
}

impl Parts {
    fn new(page: &Page<'_>, segment: &Segment) -> Parts {
        let mut parts = Parts::default();
        for at in segment.first..segment.end.min(segment.first + LONGEST) {
            let particle = match page.kind(at) {
                Some(Kind::Lower) => !page.word(at).contains('-'),
                // The marks round a nickname.
                kind => matches!(kind, Some(Kind::Quote | Kind::Single | Kind::Possessive)),
            };
            if !particle && !page.is(at, class::SUFFIX) {
                parts.held[parts.len] = (page.key(at), at as u32);
                parts.len += 1;
            }
        }
        parts
    }

    fn as_slice(&self) -> &[(u64, u32)] {
        &self.held[..self.len]
    }

    fn key(&self, index: usize) -> Option<u64> {
        self.as_slice().get(index).map(|part| part.0)
    }

    fn last(&self) -> Option<u64> {
        self.as_slice().last().map(|part| part.0)
    }

    fn has(&self, key: u64) -> bool {
        self.as_slice().iter().any(|part| part.0 == key)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Person {
    /// First token and end of the fullest form.
    pub(super) name: (usize, usize),
    /// The token of a surname that the story gives only once for two: `Olav and Tove Lind`.
    family: Option<usize>,
    parts: Parts,
    /// By a title, a role or the given name.
    pub(super) gender: Gender,
    /// As pronouns were understood: a hint.
    pub(super) hint: Gender,
    /// Segments that mean this person, in order of finding.
    pub(super) segments: Vec<usize>,
}

/// How many people who share a part of a name are told apart; more is no story.
const NAMESAKES: usize = 12;

/// People who share a part of a name, in order of finding.
#[derive(Clone, Copy, Debug, Default)]
struct Namesakes {
    held: [u32; NAMESAKES],
    len: u32,
}

impl Namesakes {
    fn iter(&self) -> impl Iterator<Item = PersonId> {
        self.held[..self.len as usize].iter().map(|&person| person as PersonId)
    }

    /// Adds a person who is not among them, as long as there is room.
    fn add(&mut self, person: PersonId) {
        let here = self.len as usize;
        if here < NAMESAKES && self.iter().all(|held| held != person) {
            self.held[here] = person as u32;
            self.len += 1;
        }
    }
}

#[derive(Debug)]
pub(super) struct People<'l> {
    pub(super) persons: Vec<Person>,
    /// Who each segment means.
    pub(super) of: Vec<Option<PersonId>>,
    parts: Vec<Parts>,
    by_part: QuickMap<u64, Namesakes>,
    /// Segments that mean nobody yet, by their last word.
    open: QuickMap<u64, Vec<usize>>,
    nicknames: &'l Nicknames,
}

impl<'l> People<'l> {
    pub(super) fn new(
        page: &Page<'_>,
        segments: &[Segment],
        nicknames: &'l Nicknames,
    ) -> People<'l> {
        let mut people = People {
            persons: Vec::with_capacity(segments.len() / 2),
            of: vec![None; segments.len()],
            parts: segments.iter().map(|segment| Parts::new(page, segment)).collect(),
            by_part: QuickMap::with_capacity_and_hasher(
                segments.len() / 2,
                BuildHasherDefault::default(),
            ),
            open: QuickMap::default(),
            nicknames,
        };
        let full = |trust: Trust| move |s: &Segment, words: usize| words > 1 && s.trust == trust;
        people.pass(page, segments, full(Trust::Sure));
        people.pass(page, segments, full(Trust::Fair));
        people.couples(page, segments);
        people.pass(page, segments, |segment, words| words == 1 && segment.titled);
        people.pass(page, segments, |segment, words| words == 1 && segment.trust == Trust::Sure);
        people.settle(page, segments);
        people
    }

    /// `Olav and Tove Lind`: a man and a woman by their given names, with one surname.
    fn couples(&mut self, page: &Page<'_>, segments: &[Segment]) {
        for (index, pair) in segments.windows(2).enumerate() {
            let [one, other] = [&pair[0], &pair[1]];
            let beside = one.end + 1 == other.first && page.is(one.end, class::AND);
            let given = page.is(one.first, class::GIVEN) && page.is(other.first, class::GIVEN);
            if !beside || !given || self.parts[index].len != 1 || self.parts[index + 1].len < 2 {
                continue;
            }
            let genders = [page.words[one.first].gender(), page.words[other.first].gender()];
            let name = self.parts[index].held[0];
            let surname = self.by_part.get(&name.0).is_some_and(|held| {
                held.iter().any(|id| self.persons[id].parts.last() == Some(name.0))
            });
            let family = self.parts[index + 1].as_slice().last().copied();
            let (Some(family), false) = (family, surname || genders[0].agrees(genders[1])) else {
                continue;
            };
            self.parts[index] = Parts { len: 2, ..Parts::default() };
            self.parts[index].held[..2].copy_from_slice(&[name, family]);
            self.place(page, index, one, true);
            let held = self.of[index].map(|person| &mut self.persons[person]);
            if let Some(held) = held.filter(|held| held.name == (one.first, one.end)) {
                held.family = Some(family.1 as usize);
            }
        }
    }

    /// Places the segments that `want` picks, making persons of those nobody is.
    fn pass(
        &mut self,
        page: &Page<'_>,
        segments: &[Segment],
        want: impl Fn(&Segment, usize) -> bool,
    ) {
        for (index, segment) in segments.iter().enumerate() {
            if self.of[index].is_none() && want(segment, self.parts[index].len) {
                self.place(page, index, segment, true);
            }
        }
    }

    /// The segments that mean nobody yet and end in the same word, `index` among them.
    pub(super) fn namesakes(&self, index: usize) -> &[usize] {
        let last = self.parts[index].last();
        last.and_then(|last| self.open.get(&last)).map_or(&[], Vec::as_slice)
    }

    /// Makes the segment a person now that it is known to speak.
    pub(super) fn promote(
        &mut self,
        page: &Page<'_>,
        segments: &[Segment],
        index: usize,
    ) -> Option<PersonId> {
        if self.of[index].is_none() {
            self.place(page, index, &segments[index], true);
        }
        self.of[index]
    }

    /// Gives segments that mean nobody yet to the people there are by now.
    fn settle(&mut self, page: &Page<'_>, segments: &[Segment]) {
        for (index, segment) in segments.iter().enumerate() {
            if self.of[index].is_none() {
                self.place(page, index, segment, false);
            }
            if let (None, Some(last)) = (self.of[index], self.parts[index].last()) {
                self.open.entry(last).or_default().push(index);
            }
        }
    }

    /// Gives segments of the same single name to whom this one means.
    pub(super) fn settle_key(&mut self, page: &Page<'_>, segments: &[Segment], known: usize) {
        let Some(last) = self.parts[known].last() else { return };
        for index in self.open.remove(&last).unwrap_or_default() {
            if self.of[index].is_none() {
                self.place(page, index, &segments[index], false);
            }
        }
    }

    fn place(&mut self, page: &Page<'_>, index: usize, segment: &Segment, create: bool) {
        let parts = self.parts[index];
        if parts.len == 0 {
            return;
        }
        let person = match self.find(page, segment, &parts, index) {
            Some(person) => person,
            None if create => self.create(segment, &parts),
            None => return,
        };
        self.of[index] = Some(person);
        let held = &mut self.persons[person];
        held.segments.push(index);
        if segment.titled || held.gender == Gender::Unknown {
            held.gender = segment.gender.or(held.gender);
        }
        if parts.len > held.parts.len {
            held.parts = parts;
            held.name = (segment.first, segment.end);
            held.family = None;
            self.index(person, &parts);
        }
    }

    fn create(&mut self, segment: &Segment, parts: &Parts) -> PersonId {
        let person = self.persons.len();
        let name = (segment.first, segment.end);
        let segments = Vec::new();
        let (parts, gender) = (*parts, segment.gender);
        self.persons.push(Person {
            name,
            family: None,
            parts,
            gender,
            hint: Gender::Unknown,
            segments,
        });
        self.index(person, &parts);
        person
    }

    fn index(&mut self, person: PersonId, parts: &Parts) {
        for (key, _) in parts.as_slice() {
            self.by_part.entry(*key).or_default().add(person);
        }
    }

    /// The person meant by these words, if the story has named one who can be.
    fn find(
        &self,
        page: &Page<'_>,
        segment: &Segment,
        parts: &Parts,
        index: usize,
    ) -> Option<PersonId> {
        let named = |key: Option<u64>| self.by_part.get(&key?);
        // Surname first, as in East Asia, or a compound surname cut short.
        let first = named(parts.key(0)).filter(|_| parts.len > 1);
        let candidates = named(parts.last()).into_iter().chain(first).flat_map(Namesakes::iter);
        let fits = candidates.filter_map(|id| {
            let rank = self.fit(page, id, segment, parts)?;
            Some((rank, self.nearness(id, index), id))
        });
        fits.max().map(|(_, _, id)| id)
    }

    /// How well the words fit the person; `None` when they cannot mean that person.
    fn fit(&self, page: &Page<'_>, id: PersonId, segment: &Segment, parts: &Parts) -> Option<u8> {
        let person = &self.persons[id];
        let clash = !segment.gender.agrees(person.gender);
        if clash && (segment.titled || parts.len > 1) {
            return None;
        }
        let gender = u8::from(segment.titled && segment.gender == person.gender);
        let (last, theirs) = (parts.last()?, person.parts.last()?);
        let full = person.parts.len > 1;
        if parts.len == 1 {
            if segment.doubtful {
                return (last == theirs && full).then_some(1);
            }
            return match (last == theirs, full) {
                (true, false) => Some(8 + gender),
                (true, true) => Some(6 + gender),
                // `Xi` for Xi Jinping, a first name alone, half of a compound surname.
                (false, true) => Some(2 + gender),
                (false, false) => None,
            };
        }
        if !full {
            return (last == theirs).then_some(5 + gender);
        }
        let given = |parts: &Parts| page.word(parts.held[0].1 as usize);
        let surname = last == theirs
            || person.parts.as_slice()[1..].iter().any(|part| part.0 == last)
            || parts.has(theirs) && parts.key(0) != Some(theirs);
        (surname && self.nicknames.agree(given(parts), given(&person.parts))).then_some(7 + gender)
    }

    /// Among equals one who has been named already, the one with more mentions, then the
    /// one named last.
    fn nearness(&self, id: PersonId, index: usize) -> (bool, usize, usize) {
        let held = &self.persons[id].segments;
        let before = held.iter().rev().take(NAMESAKES).find(|&&at| at < index).copied();
        let known = held.first().is_some_and(|&first| first < index) || before.is_some();
        (known, held.len(), before.unwrap_or(0))
    }

    /// The name as the story writes it.
    pub(super) fn name<'a>(&self, page: &Page<'a>, person: PersonId) -> Cow<'a, str> {
        let held = &self.persons[person];
        let own = page.slice(held.name.0, held.name.1);
        match held.family {
            Some(family) => Cow::Owned(format!("{own} {}", page.word(family))),
            None => Cow::Borrowed(own),
        }
    }

    /// Who bears this word as a surname, the most mentioned first.
    pub(super) fn surnamed(&self, word: &str) -> Option<PersonId> {
        let key = lexicon::key(word);
        let bears = |id: &PersonId| self.persons[*id].parts.last() == Some(key);
        let held = self.by_part.get(&key)?.iter().filter(bears);
        held.max_by_key(|id| self.persons[*id].segments.len())
    }
}
