//! How many stories each country, speaker, organisation and source has: what the
//! pickers list.

use super::field::Field;
use super::headline::Word;
use super::hits::Hits;
use super::term::Term;
use crate::model::{Code, FactsOf, Library, NameId};
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
    /// Chunks counted as wholes.
    counted: Vec<bool>,
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

impl Facets {
    /// Counts the chunks whose facts have come since the last time.
    pub fn grow(&mut self, library: &Library) {
        self.counted.resize(library.chunk_count(), false);
        for index in 0..library.chunk_count() {
            let facts = library.chunk(index).and_then(|shelf| shelf.facts);
            let Some(facts) = facts.filter(|_| !self.counted[index]) else { continue };
            for story in facts.iter() {
                self.count(&story);
            }
            self.counted[index] = true;
        }
    }

    /// Counts the stories of some hits only.
    pub fn of(library: &Library, hits: &Hits) -> Facets {
        let mut facets = Facets::default();
        for id in hits.iter() {
            let facts = library
                .locate(id)
                .and_then(|(chunk, index)| library.chunk(chunk)?.facts?.get(index));
            if let Some(story) = facts {
                facets.count(&story);
            }
        }
        facets
    }

    fn count(&mut self, story: &FactsOf<'_>) {
        if self.countries.is_empty() {
            self.countries.resize(LETTERS * LETTERS, 0);
        }
        for slot in story.countries.iter().filter_map(|code| slot(*code)) {
            self.countries[slot] += 1;
        }
        story.speakers.iter().for_each(|id| add(&mut self.speakers, *id));
        story.organisations.iter().for_each(|id| add(&mut self.organisations, *id));
        story.source.iter().for_each(|id| add(&mut self.sources, *id));
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
        let mut buf = String::new();
        let words: Vec<Word> = typed.split_whitespace().map(Word::new).collect();
        match field {
            Field::Country => {
                let rows = Code::all().filter_map(|(code, name)| {
                    let count = slot(code).and_then(|slot| self.countries.get(slot)).copied()?;
                    let rank = std::iter::once(name)
                        .chain(code.other_names())
                        .filter_map(|name| rank(&words, name, &mut buf))
                        .min()?;
                    Some(Row { rank, count, label: name, of: code })
                });
                best(rows, most, |row| Term::country(row.of))
            }
            Field::Speaker => self.names(library, &self.speakers, &words, most, Term::speaker),
            Field::Organisation => {
                self.names(library, &self.organisations, &words, most, Term::organisation)
            }
            Field::Source => self.names(library, &self.sources, &words, most, Term::source),
            _ => (Vec::new(), 0),
        }
    }

    #[allow(clippy::unused_self, reason = "reads as the countries' arm does")]
    fn names(
        &self,
        library: &Library,
        counts: &[u32],
        words: &[Word],
        most: usize,
        term: fn(&str) -> Term,
    ) -> (Vec<Choice>, usize) {
        let mut buf = String::new();
        let names = library.names().iter().zip(counts);
        let rows = names.filter_map(|((_, name), count)| {
            let rank = if *count == 0 { None } else { rank(words, name, &mut buf) };
            Some(Row { rank: rank?, count: *count, label: name, of: () })
        });
        best(rows, most, |row| term(row.label))
    }
}

struct Row<'a, T> {
    rank: u16,
    count: u32,
    label: &'a str,
    of: T,
}

/// Sorts no more than it must: a library has hundreds of thousands of names.
fn best<'a, T>(
    rows: impl Iterator<Item = Row<'a, T>>,
    most: usize,
    term: impl Fn(&Row<'a, T>) -> Term,
) -> (Vec<Choice>, usize) {
    let mut rows: Vec<Row<'a, T>> = rows.filter(|row| row.count > 0).collect();
    let total = rows.len();
    let order = |a: &Row<'a, T>, b: &Row<'a, T>| {
        a.rank.cmp(&b.rank).then(b.count.cmp(&a.count)).then_with(|| a.label.cmp(b.label))
    };
    if total > most && most > 0 {
        rows.select_nth_unstable_by(most - 1, order);
        rows.truncate(most);
    }
    rows.sort_unstable_by(order);
    let choices = rows.iter().map(|row| Choice {
        label: row.label.into(),
        count: row.count,
        term: term(row),
    });
    (choices.collect(), total)
}

/// How well a name meets every word, 0 best. Whether the letters stand together or
/// apart matters; at which word does not, so that counts decide among equals.
/// `folded` is a buffer that may be used again.
fn rank(words: &[Word], name: &str, folded: &mut String) -> Option<u16> {
    if words.is_empty() {
        return Some(0);
    }
    folded.clear();
    fold_into(name, folded);
    words.iter().try_fold(0_u16, |sum, word| Some(sum.saturating_add(word.rank_in(folded)?)))
}

/// Two letters as one number.
fn slot(code: Code) -> Option<usize> {
    let &[first, second] = code.as_str().as_bytes() else { return None };
    let place = |letter: u8| usize::from(letter.wrapping_sub(b'A'));
    Some(place(first) * LETTERS + place(second)).filter(|slot| *slot < LETTERS * LETTERS)
}

fn add(counts: &mut Vec<u32>, NameId(id): NameId) {
    let at = id as usize;
    if counts.len() <= at {
        counts.resize(at + 1, 0);
    }
    counts[at] += 1;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Chunk, Facts, Interner, NewStory, Speaker, StoryFacts, StoryId};

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
        let facets = Facets::of(&library(), &Hits::Some([StoryId(1), StoryId(2)].into()));
        assert_eq!(listed(&facets, ""), [("Ines Marlow".into(), 1), ("Karl Østby".into(), 1)]);
    }
}
