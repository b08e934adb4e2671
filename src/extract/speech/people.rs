//! One entry per person: every mention of a name, short or full, goes to the person it
//! means, and the fullest form the story gives is that person's name.

use std::borrow::Cow;
use std::ops::Range;

use super::lexicon::{Gender, class};
use super::names::{Segment, Trust};
use super::nicknames::Nicknames;
use super::page::{NONE, Page};
use super::parts::{NAMESAKES, Namesakes, Part, Parts, last};
use crate::extract::hash::QuickMap;
use crate::extract::room::{emptied, filled};

/// A person's place among the people of the story.
pub(super) type PersonId = usize;

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
    /// The segments that mean this person: the first in the text, the first and the last
    /// found, and how many there are.
    pub(super) earliest: usize,
    first: usize,
    last: usize,
    pub(super) mentions: usize,
}

/// Parts of names for which room is kept from one story to the next.
const MOST_PARTS: usize = 1 << 12;

/// A segment that means nobody yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unmeant {
    /// The key of its last word.
    last: u64,
    pub(super) segment: usize,
    /// It has been given to whom that word turned out to mean.
    settled: bool,
}

/// In which order segments are placed: the plainer it is whom one means, the sooner.
#[derive(Clone, Copy, Debug)]
enum Turn {
    /// A name of more than one word, surely a person's.
    Sure,
    /// One that is a person's as far as its neighbours tell.
    Fair,
    /// `Mr. Lind`
    Titled,
    /// One word that is surely a person's.
    Single,
    /// Only when it is known who else is in the story.
    Last,
}

fn turn(segment: &Segment, parts: Parts) -> Turn {
    match (parts.len, segment.trust) {
        (2.., Trust::Sure) => Turn::Sure,
        (2.., Trust::Fair) => Turn::Fair,
        (1, _) if segment.titled => Turn::Titled,
        (1, Trust::Sure) => Turn::Single,
        _ => Turn::Last,
    }
}

/// The lists, empty, for the next to fill.
#[derive(Debug, Default)]
pub(super) struct Lists {
    persons: Vec<Person>,
    of: Vec<Option<PersonId>>,
    before: Vec<u32>,
    words: Vec<Part>,
    parts: Vec<Parts>,
    turns: Vec<u8>,
    by_part: QuickMap<u64, Namesakes>,
    unmeant: Vec<Unmeant>,
}

#[derive(Debug)]
pub(super) struct People<'l> {
    pub(super) persons: Vec<Person>,
    /// Who each segment means.
    pub(super) of: Vec<Option<PersonId>>,
    /// For each segment the one found before it that means the same person, if any.
    before: Vec<u32>,
    /// The words of all names, one name behind the other.
    words: Vec<Part>,
    /// Those of each segment.
    parts: Vec<Parts>,
    /// In which [`Turn`] each segment comes.
    turns: Vec<u8>,
    by_part: QuickMap<u64, Namesakes>,
    /// By the last word, then in order.
    unmeant: Vec<Unmeant>,
    nicknames: &'l Nicknames,
}

impl<'l> People<'l> {
    pub(super) fn new(
        page: &Page<'_>,
        segments: &[Segment],
        nicknames: &'l Nicknames,
        lists: Lists,
    ) -> People<'l> {
        let Lists { persons, of, before, mut words, mut parts, mut turns, mut by_part, unmeant } =
            lists;
        parts.extend(segments.iter().map(|segment| Parts::new(page, segment, &mut words)));
        turns.extend(
            segments.iter().zip(&parts).map(|(segment, parts)| turn(segment, *parts) as u8),
        );
        by_part.reserve(segments.len() / 2);
        let of = filled(of, segments.len(), None);
        let before = filled(before, segments.len(), NONE);
        let mut people =
            People { persons, of, before, words, parts, turns, by_part, unmeant, nicknames };
        people.pass(page, segments, Turn::Sure);
        people.pass(page, segments, Turn::Fair);
        people.couples(page, segments);
        people.pass(page, segments, Turn::Titled);
        people.pass(page, segments, Turn::Single);
        people.settle(page, segments);
        people
    }

    /// Their lists, for others.
    pub(super) fn lists(mut self) -> Lists {
        self.by_part.clear();
        Lists {
            persons: emptied(self.persons),
            of: emptied(self.of),
            before: emptied(self.before),
            words: emptied(self.words),
            parts: emptied(self.parts),
            turns: emptied(self.turns),
            by_part: if self.by_part.capacity() > MOST_PARTS {
                QuickMap::default()
            } else {
                self.by_part
            },
            unmeant: emptied(self.unmeant),
        }
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
            let name = self.part(index)[0];
            let surname = self.by_part.get(&name.key).is_some_and(|held| {
                held.iter().any(|id| last(self.words_of(id)) == Some(name.key))
            });
            let family = self.part(index + 1).last().copied();
            let (Some(family), false) = (family, surname || genders[0].agrees(genders[1])) else {
                continue;
            };
            self.parts[index] = Parts { first: self.words.len() as u32, len: 2 };
            self.words.extend([name, family]);
            self.place(page, index, one, true);
            let held = self.of[index].map(|person| &mut self.persons[person]);
            if let Some(held) = held.filter(|held| held.name == (one.first, one.end)) {
                held.family = Some(family.token as usize);
            }
        }
    }

    /// Places the segments whose turn it is, making persons of those nobody is.
    fn pass(&mut self, page: &Page<'_>, segments: &[Segment], turn: Turn) {
        let mut from = 0;
        while let Some(next) = memchr::memchr(turn as u8, &self.turns[from..]) {
            let index = from + next;
            if self.of[index].is_none() {
                self.place(page, index, &segments[index], true);
            }
            from = index + 1;
        }
    }

    /// The words of the name at a segment.
    fn part(&self, index: usize) -> &[Part] {
        self.parts[index].of(&self.words)
    }

    /// The words of a person's fullest name.
    fn words_of(&self, person: PersonId) -> &[Part] {
        self.persons[person].parts.of(&self.words)
    }

    /// The segments that mean a person, the last found first.
    pub(super) fn mentions(&self, person: PersonId) -> impl Iterator<Item = usize> {
        let last = Some(self.persons[person].last);
        let before =
            |&at: &usize| Some(self.before[at] as usize).filter(|_| self.before[at] != NONE);
        std::iter::successors(last, before)
    }

    /// The segments that mean nobody yet and end in the same word, `index` among them.
    pub(super) fn namesakes(&self, index: usize) -> &[Unmeant] {
        let same = &self.unmeant[self.unmeant_by(last(self.part(index)))];
        if same.first().is_some_and(|first| first.settled) { &[] } else { same }
    }

    /// Where those stand among the unmeant whose last word this is.
    fn unmeant_by(&self, last: Option<u64>) -> Range<usize> {
        let Some(last) = last else { return 0..0 };
        let first = self.unmeant.partition_point(|other| other.last < last);
        let same = self.unmeant[first..].iter().take_while(|other| other.last == last);
        first..first + same.count()
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
            if let (None, Some(last)) = (self.of[index], last(self.part(index))) {
                self.unmeant.push(Unmeant { last, segment: index, settled: false });
            }
        }
        self.unmeant.sort_unstable_by_key(|unmeant| (unmeant.last, unmeant.segment));
    }

    /// Gives segments of the same single name to whom this one means.
    pub(super) fn settle_key(&mut self, page: &Page<'_>, segments: &[Segment], known: usize) {
        for at in self.unmeant_by(last(self.part(known))) {
            let Unmeant { segment, settled, .. } = self.unmeant[at];
            if !settled && self.of[segment].is_none() {
                self.place(page, segment, &segments[segment], false);
            }
            self.unmeant[at].settled = true;
        }
    }

    fn place(&mut self, page: &Page<'_>, index: usize, segment: &Segment, create: bool) {
        let parts = self.parts[index];
        if parts.len == 0 {
            return;
        }
        let person = match self.find(page, segment, index) {
            Some(person) => person,
            None if create => self.create(segment, parts, index),
            None => return,
        };
        self.of[index] = Some(person);
        let held = &mut self.persons[person];
        if held.mentions > 0 {
            self.before[index] = held.last as u32;
        }
        held.earliest = held.earliest.min(index);
        held.last = index;
        held.mentions += 1;
        if segment.titled || held.gender == Gender::Unknown {
            held.gender = segment.gender.or(held.gender);
        }
        if parts.len > held.parts.len {
            held.parts = parts;
            held.name = (segment.first, segment.end);
            held.family = None;
            self.index(person, parts);
        }
    }

    fn create(&mut self, segment: &Segment, parts: Parts, index: usize) -> PersonId {
        let person = self.persons.len();
        self.persons.push(Person {
            name: (segment.first, segment.end),
            family: None,
            parts,
            gender: segment.gender,
            hint: Gender::Unknown,
            earliest: index,
            first: index,
            last: index,
            mentions: 0,
        });
        self.index(person, parts);
        person
    }

    fn index(&mut self, person: PersonId, parts: Parts) {
        for part in parts.of(&self.words) {
            self.by_part.entry(part.key).or_default().add(person);
        }
    }

    /// The person meant by these words, if the story has named one who can be.
    fn find(&self, page: &Page<'_>, segment: &Segment, index: usize) -> Option<PersonId> {
        let parts = self.part(index);
        let named = |part: Option<&Part>| self.by_part.get(&part?.key);
        // Surname first, as in East Asia, or a compound surname cut short.
        let first = parts.first().filter(|_| parts.len() > 1);
        let candidates =
            named(parts.last()).into_iter().chain(named(first)).flat_map(Namesakes::iter);
        let fits = candidates.filter_map(|id| {
            let rank = self.fit(page, id, segment, parts)?;
            Some((rank, self.nearness(id, index), id))
        });
        fits.max().map(|(_, _, id)| id)
    }

    /// How well the words fit the person; `None` when they cannot mean that person.
    fn fit(&self, page: &Page<'_>, id: PersonId, segment: &Segment, parts: &[Part]) -> Option<u8> {
        let (person, held) = (&self.persons[id], self.words_of(id));
        let clash = !segment.gender.agrees(person.gender);
        if clash && (segment.titled || parts.len() > 1) {
            return None;
        }
        let gender = u8::from(segment.titled && segment.gender == person.gender);
        let (last, theirs) = (last(parts)?, last(held)?);
        let full = held.len() > 1;
        if parts.len() == 1 {
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
        let given = |parts: &[Part]| page.word(parts[0].token as usize);
        let surname = last == theirs
            || held[1..].iter().any(|part| part.key == last)
            || parts[0].key != theirs && parts[1..].iter().any(|part| part.key == theirs);
        (surname && self.nicknames.agree(given(parts), given(held))).then_some(7 + gender)
    }

    /// Among equals one who has been named already, the one with more mentions, then the
    /// one named last.
    fn nearness(&self, id: PersonId, index: usize) -> (bool, usize, usize) {
        let held = &self.persons[id];
        let before = self.mentions(id).take(NAMESAKES).find(|&at| at < index);
        let known = held.first < index || before.is_some();
        (known, held.mentions, before.unwrap_or(0))
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

    /// Who bears the word of this key as a surname, the most mentioned first.
    pub(super) fn surnamed(&self, key: u64) -> Option<PersonId> {
        let bears = |id: &PersonId| last(self.words_of(*id)) == Some(key);
        let held = self.by_part.get(&key)?.iter().filter(bears);
        held.max_by_key(|id| self.persons[*id].mentions)
    }
}
