//! How many stories each country, speaker, organisation and source has: what the
//! pickers list.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::field::Field;
use super::headline::Word;
use super::term::Term;
use crate::model::{Code, Facts, FactsOf, Library, NameId, Shelf, StoryId, letters};
use crate::text::fold::fold_into;

/// Stories by entity, counted densely.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// By two letters: see [`slot`].
    countries: Vec<u32>,
    /// By name id.
    speakers: Vec<u32>,
    organisations: Vec<u32>,
    sources: Vec<u32>,
    /// The person each bare surname means.
    meant: HashMap<NameId, NameId>,
    /// Blocks of meanings taken in.
    related: usize,
    /// Chunks counted as wholes.
    counted: Vec<bool>,
    /// The names of the library as far as it was counted as a whole, folded, with
    /// nothing between; where each ends, and which letters it has: see [`letters`].
    folded: String,
    ends: Vec<u32>,
    masks: Vec<u32>,
}

/// One row of a picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    /// Stories that have it.
    pub count: u32,
    /// What choosing it asks for.
    pub term: Term,
}

const LETTERS: usize = 26;

/// Names folded in one go, which takes less than a millisecond.
const NAMES: usize = 4_096;

impl Facets {
    /// Counts the chunks whose facts have come since the last time.
    pub fn grow(&mut self, library: &Library) {
        while self.grow_a_little(library) {}
    }

    /// Counts one such chunk, and folds some names. `false` when nothing is left to do.
    pub fn grow_a_little(&mut self, library: &Library) -> bool {
        let known = self.ends.len();
        for (_, name) in library.names().iter_from(known as u32).take(NAMES) {
            let start = self.folded.len();
            fold_into(name, &mut self.folded);
            self.masks.push(letters(&self.folded[start..]));
            self.ends.push(self.folded.len() as u32);
        }
        self.make_room(library);
        self.counted.resize(library.chunk_count(), false);
        let facts = |index: usize| library.chunk(index)?.facts;
        let open = |index: &usize| !self.counted[*index] && facts(*index).is_some();
        let next = (0..library.chunk_count()).find(open);
        if let Some((index, facts)) = next.and_then(|index| Some((index, facts(index)?))) {
            for story in facts.iter() {
                self.count(&story);
            }
            self.counted[index] = true;
        }
        next.is_some() || self.ends.len() > known
    }

    /// Counts one field over some stories.
    pub fn of(library: &Library, ids: impl Iterator<Item = StoryId>, field: Field) -> Facets {
        let mut facets = Facets::default();
        facets.make_room(library);
        // Hits mostly come chunk by chunk: the last one is looked into first.
        let mut last: Option<Shelf<'_>> = None;
        for id in ids {
            let of_last = |shelf: &Shelf<'_>| place(shelf, id).is_some();
            if !last.as_ref().is_some_and(of_last) {
                last = library.locate(id).and_then(|(chunk, _)| library.chunk(chunk));
            }
            let found = last.as_ref().and_then(|shelf| Some((shelf.facts?, place(shelf, id)?)));
            if let Some((facts, at)) = found {
                facets.count_field(facts, at, field);
            }
        }
        facets
    }

    /// Adds what was counted of the same field over other stories of the same library.
    pub fn add(&mut self, others: &Facets) {
        let own = [&mut self.countries, &mut self.speakers, &mut self.organisations];
        let their = [&others.countries, &others.speakers, &others.organisations];
        let own = own.into_iter().chain([&mut self.sources]);
        for (own, their) in own.zip(their.into_iter().chain([&others.sources])) {
            own.iter_mut().zip(their).for_each(|(sum, count)| *sum += count);
        }
    }

    /// Room for every name, so that counting need not look.
    fn make_room(&mut self, library: &Library) {
        self.countries.resize(LETTERS * LETTERS, 0);
        for counts in [&mut self.speakers, &mut self.organisations, &mut self.sources] {
            counts.resize((library.names().len() as usize).max(counts.len()), 0);
        }
        let meanings = library.names().meanings();
        for meaning in meanings[self.related..].iter().flat_map(|block| block.iter()) {
            match meaning.person {
                Some(person) => self.meant.insert(meaning.surname, person),
                None => self.meant.remove(&meaning.surname),
            };
        }
        self.related = meanings.len();
    }

    /// Speakers with the stories that give only their surname.
    fn speakers(&self) -> Vec<u32> {
        let mut counts = self.speakers.clone();
        for (NameId(surname), NameId(person)) in &self.meant {
            let stories = counts.get_mut(*surname as usize).map(std::mem::take);
            if let (Some(stories), Some(count)) = (stories, counts.get_mut(*person as usize)) {
                *count += stories;
            }
        }
        counts
    }

    fn count(&mut self, story: &FactsOf<'_>) {
        self.count_countries(story.countries);
        add(&mut self.speakers, story.speakers);
        add(&mut self.organisations, story.organisations);
        add(&mut self.sources, story.source.as_slice());
    }

    fn count_field(&mut self, facts: &Facts, at: usize, field: Field) {
        match field {
            Field::Country => self.count_countries(facts.countries().get(at).unwrap_or_default()),
            Field::Speaker => add(&mut self.speakers, facts.speakers().get(at).unwrap_or_default()),
            Field::Organisation => {
                add(&mut self.organisations, facts.organisations().get(at).unwrap_or_default());
            }
            Field::Source => add(&mut self.sources, facts.source(at).as_slice()),
            _ => (),
        }
    }

    fn count_countries(&mut self, countries: &[Code]) {
        for slot in countries.iter().filter_map(|code| slot(*code)) {
            self.countries[slot] += 1;
        }
    }

    /// The entities of a field that match what is typed (every word, its letters in
    /// order), best first: the words' own rank, then how many stories have it, then
    /// the alphabet. At most `most` of them, and how many there are in all.
    pub fn choices(
        &self,
        library: &Library,
        field: Field,
        typed: &str,
        most: usize,
    ) -> (Vec<Choice>, usize) {
        let words: Vec<Word> = typed.split_whitespace().map(Word::new).collect();
        match field {
            Field::Country => self.countries(&words, most),
            Field::Speaker => self.names(library, &self.speakers(), &words, most, Term::speaker),
            Field::Organisation => {
                self.names(library, &self.organisations, &words, most, Term::organisation)
            }
            Field::Source => self.names(library, &self.sources, &words, most, Term::source),
            _ => (Vec::new(), 0),
        }
    }

    fn countries(&self, words: &[Word], most: usize) -> (Vec<Choice>, usize) {
        let mut buf = String::new();
        let all: Vec<(Code, &str)> = Code::all().collect();
        let people: HashMap<Code, _> =
            Code::all_words().map(|(code, _, people)| (code, people)).collect();
        let rows = (0..).zip(&all).filter_map(|(id, (code, name))| {
            let count = slot(*code).and_then(|slot| self.countries.get(slot)).copied()?;
            let names = std::iter::once(*name).chain(code.other_names());
            let names = names.chain(people.get(code).cloned().into_iter().flatten());
            let rank = names.filter_map(|name| rank(words, name, &mut buf)).min()?;
            Some(Row { rank, count: Reverse(count), id })
        });
        best(rows, most, |id| all[id as usize].1, |id| Term::country(all[id as usize].0))
    }

    /// The names counted that match the words.
    fn names(
        &self,
        library: &Library,
        counts: &[u32],
        words: &[Word],
        most: usize,
        term: fn(&str) -> Term,
    ) -> (Vec<Choice>, usize) {
        let label = |id| library.names().get(NameId(id)).unwrap_or_default();
        let mut buf = String::new();
        let mask = words.iter().fold(0, |mask, word| mask | word.mask());
        let may_match = |id: u32| self.masks.get(id as usize).is_none_or(|own| own & mask == mask);
        let counted = (0..).zip(counts).filter(|(id, count)| **count > 0 && may_match(*id));
        let rows = counted.filter_map(|(id, count)| {
            let rank = match self.folded(id) {
                _ if words.is_empty() => Some(0),
                Some(name) => rank_folded(words, name),
                None => rank(words, label(id), &mut buf),
            };
            Some(Row { rank: rank?, count: Reverse(*count), id })
        });
        best(rows, most, label, |id| term(label(id)))
    }

    fn folded(&self, id: u32) -> Option<&str> {
        let end = *self.ends.get(id as usize)?;
        let start = id.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        self.folded.get(start as usize..end as usize)
    }
}

/// What matches, in the order it is chosen: by rank, then by count, then as first met.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    rank: u16,
    count: Reverse<u32>,
    id: u32,
}

/// The best rows, equals among them by the alphabet, and how many rows there are.
/// Only the best are sorted and named: a library has hundreds of thousands of names.
fn best<'a>(
    rows: impl Iterator<Item = Row>,
    most: usize,
    label: impl Fn(u32) -> &'a str,
    term: impl Fn(u32) -> Term,
) -> (Vec<Choice>, usize) {
    let mut rows: Vec<Row> = rows.filter(|row| row.count.0 > 0).collect();
    let total = rows.len();
    if total > most && most > 0 {
        rows.select_nth_unstable(most - 1);
    }
    rows.truncate(most);
    rows.sort_by_cached_key(|row| (row.rank, row.count, label(row.id)));
    let choice =
        |row: &Row| Choice { label: label(row.id).into(), count: row.count.0, term: term(row.id) };
    (rows.iter().map(choice).collect(), total)
}

/// How well a name meets every word, 0 best. Whether the letters stand together or
/// apart matters; at which word does not, so that counts decide among equals.
/// `folded` is a buffer that may be used again.
fn rank(words: &[Word], name: &str, folded: &mut String) -> Option<u16> {
    folded.clear();
    fold_into(name, folded);
    rank_folded(words, folded)
}

fn rank_folded(words: &[Word], folded: &str) -> Option<u16> {
    words.iter().try_fold(0_u16, |sum, word| Some(sum.saturating_add(word.rank_in(folded)?)))
}

/// Two letters as one number.
fn slot(code: Code) -> Option<usize> {
    let &[first, second] = code.as_str().as_bytes() else { return None };
    let place = |letter: u8| usize::from(letter.wrapping_sub(b'A'));
    Some(place(first) * LETTERS + place(second)).filter(|slot| *slot < LETTERS * LETTERS)
}

/// Where a story stands on a shelf, if it does.
fn place(shelf: &Shelf<'_>, id: StoryId) -> Option<usize> {
    let at = id.0.checked_sub(shelf.first.0)? as usize;
    (at < shelf.stories.len()).then_some(at)
}

/// A name that came after room was made is not counted: it is not in the library yet.
fn add(counts: &mut [u32], names: &[NameId]) {
    for NameId(id) in names {
        if let Some(count) = counts.get_mut(*id as usize) {
            *count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Chunk, Interner, NewStory, Speaker, StoryFacts};

    fn library() -> Library {
        let (mut chunk, mut facts, mut interner) =
            (Chunk::default(), Facts::default(), Interner::default());
        for name in ["Ines Marlow", "Karl Østby", "Ines Marlow", "Tomás Maro"] {
            chunk.push(&NewStory { headline: name.into(), ..NewStory::default() });
            let speaker =
                Speaker { name: name.into(), role: None, quotes: 1, mentions: Vec::new() };
            facts.push(
                &StoryFacts { speakers: vec![speaker], ..StoryFacts::default() },
                &mut interner,
            );
        }
        let mut library = Library::default();
        library.append(chunk.seal());
        library.learn(0, facts.into(), interner.take_new());
        library
    }

    fn listed(facets: &Facets, typed: &str) -> Vec<(String, u32)> {
        let (choices, _) = facets.choices(&library(), Field::Speaker, typed, 10);
        choices.into_iter().map(|choice| (choice.label, choice.count)).collect()
    }

    #[test]
    fn names_are_counted_and_found_fuzzily() {
        let mut facets = Facets::default();
        facets.grow(&library());
        facets.grow(&library());
        assert_eq!(listed(&facets, "")[0], ("Ines Marlow".into(), 2));
        assert_eq!(listed(&facets, "mar").len(), 2);
        assert_eq!(listed(&facets, "ostb"), [("Karl Østby".into(), 1)]);
        assert!(listed(&facets, "xyz").is_empty());
    }

    #[test]
    fn only_the_hits_are_counted_when_there_are_some() {
        let facets = Facets::of(&library(), [1, 2].map(StoryId).into_iter(), Field::Speaker);
        assert_eq!(listed(&facets, ""), [("Ines Marlow".into(), 1), ("Karl Østby".into(), 1)]);
        let mut more = Facets::of(&library(), [0].map(StoryId).into_iter(), Field::Speaker);
        more.add(&facets);
        assert_eq!(listed(&more, ""), [("Ines Marlow".into(), 2), ("Karl Østby".into(), 1)]);
    }
}
