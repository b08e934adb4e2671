//! What a reader asks of the filter thread, one thing after another, and the answers.

use crossbeam_channel::unbounded;

use super::*;
use crate::app::View;
use crate::model::{
    Chunk, Code, Country, CountryBy, Facts, Interner, NewStory, Speaker, StoryFacts,
};
use crate::query::{Choice, Field};

/// Stories by headline, country and speaker.
const STORIES: [(&str, &str, &str); 5] = [
    ("Ferry talks open", "NO", "Ines Marlow"),
    ("Port fees rise", "NO", "Tove Lind"),
    ("Ferry late again", "DK", "Ines Marlow"),
    ("Night train late", "NO", "Ines Marlow"),
    ("Storm at sea", "SE", "Karl Østby"),
];

fn facts(country: &str, speaker: &str) -> StoryFacts {
    let code = Code::new(country).unwrap();
    let mentions = Vec::new();
    let speaker = Speaker { name: speaker.into(), role: None, quotes: 1, mentions };
    let mentions = Vec::new();
    StoryFacts {
        countries: vec![Country { code, count: 1, by: CountryBy::Name, mentions }],
        speakers: vec![speaker],
        ..StoryFacts::default()
    }
}

/// A library of a chunk a story as its facts come: with none, with those of one, and on.
fn libraries() -> Vec<Library> {
    let (mut library, mut interner) = (Library::default(), Interner::default());
    for (headline, ..) in STORIES {
        let mut chunk = Chunk::default();
        chunk.push(&NewStory { headline: headline.into(), ..NewStory::default() });
        library.append(chunk.seal());
    }
    let mut libraries = vec![library.clone()];
    for (index, (_, country, speaker)) in STORIES.iter().enumerate() {
        let mut chunk = Facts::default();
        chunk.push(&facts(country, speaker), &mut interner);
        library.learn(index, chunk.seal(), interner.take_new());
        libraries.push(library.clone());
    }
    libraries
}

fn query(text: &str) -> Query {
    Query::parse(text, 0).unwrap()
}

fn scan(library: &Library, text: &str, generation: u32) -> Ask {
    let (library, query) = (library.clone(), query(text));
    Ask::Scan { generation, library, query, marks: Marks::default(), sort: Sort::default() }
}

fn list(library: &Library, text: &str, typed: &str) -> Ask {
    let of = Listing {
        view: View::Stories,
        shelf: 0,
        library: library.clone(),
        query: query(text),
        marks: Marks::default(),
        field: Field::Speaker,
        typed: typed.into(),
    };
    Ask::List { generation: 1, of }
}

/// A filter thread that does what it is asked before the next thing is.
fn with_filter(body: impl FnOnce(&mut dyn FnMut(Ask) -> Vec<Message>)) {
    let ((results, told), (_asks, mailbox)) = (unbounded(), unbounded());
    let mut filter = Filter::new(&results);
    body(&mut |ask| {
        filter.take(ask);
        while filter.work(&mailbox) {}
        told.try_iter().collect()
    });
}

fn hits(told: Vec<Message>) -> Vec<u32> {
    let last = told.into_iter().next_back();
    let Some(Message::Scanned { hits, .. }) = last else { panic!("no answer: {last:?}") };
    hits.iter().map(|id| id.0).collect()
}

fn names(told: Vec<Message>) -> Vec<(String, u32)> {
    let last = told.into_iter().next_back();
    let Some(Message::Listed { choices, .. }) = last else { panic!("no answer: {last:?}") };
    choices.into_iter().map(|Choice { label, count, .. }| (label, count)).collect()
}

fn named(all: &[(&str, u32)]) -> Vec<(String, u32)> {
    all.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[test]
fn every_choice_narrows_the_list_and_not_the_choice_before() {
    let library = &libraries()[5];
    with_filter(|ask| {
        let mut found = |text, generation| hits(ask(scan(library, text, generation)));
        assert_eq!(found("country:no", 1), [0, 1, 3]);
        assert_eq!(found("country:no speaker:marlow", 2), [0, 3]);
        assert_eq!(found("country:no speaker:lind", 3), [1]);
        assert!(found("country:no speaker:østby", 4).is_empty());
        assert_eq!(found("speaker:østby", 5), [4]);
        assert_eq!(found("country:no speaker:marlow", 6), [0, 3]);
    });
}

#[test]
fn what_has_come_since_is_looked_at_too() {
    let libraries = libraries();
    with_filter(|ask| {
        let mut found =
            |known: usize, text, generation| hits(ask(scan(&libraries[known], text, generation)));
        assert_eq!(found(1, "country:no", 1), [0]);
        assert_eq!(found(1, "country:no speaker:marlow", 2), [0]);
        assert_eq!(found(5, "country:no speaker:lind", 3), [1]);
        assert_eq!(found(5, "country:no speaker:marlow train", 4), [3]);
    });
}

#[test]
fn names_are_counted_ahead_and_not_twice() {
    let libraries = libraries();
    with_filter(|ask| {
        let all = named(&[("Ines Marlow", 3), ("Karl Østby", 1), ("Tove Lind", 1)]);
        for known in [1, 3, 5, 5] {
            assert!(ask(Ask::Count(libraries[known].clone())).is_empty(), "nobody has asked");
        }
        assert_eq!(names(ask(list(&libraries[5], "", ""))), all);
        let found = names(ask(list(&libraries[5], "", "ostb")));
        assert_eq!(found, named(&[("Karl Østby", 1)]));
    });
}

#[test]
fn a_narrowed_picker_counts_what_is_in_the_list() {
    let libraries = libraries();
    with_filter(|ask| {
        let norway = named(&[("Ines Marlow", 2), ("Tove Lind", 1)]);
        ask(scan(&libraries[5], "country:no", 1));
        assert_eq!(names(ask(list(&libraries[5], "country:no", ""))), norway);
        assert_eq!(hits(ask(scan(&libraries[5], "country:no speaker:marlow", 2))), [0, 3]);
        assert_eq!(names(ask(list(&libraries[5], "country:no", "lind"))), norway[1..]);
        let denmark = names(ask(list(&libraries[5], "country:dk", "")));
        assert_eq!(denmark, named(&[("Ines Marlow", 1)]));
    });
    with_filter(|ask| {
        let one = named(&[("Ines Marlow", 1)]);
        assert_eq!(names(ask(list(&libraries[1], "country:no", ""))), one);
        assert_eq!(names(ask(list(&libraries[2], "country:no", ""))).len(), 2, "more has come");
    });
}
