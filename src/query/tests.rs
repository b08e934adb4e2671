//! A small library, and what queries find in it.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::{
    Attribution, Bookmarks, Chunk, Code, Country, CountryBy, Facts, Interner, Library, NewStory,
    Organisation, Quote, Span, Speaker, StoryFacts, StoryId,
};

/// What is quoted in every story: its second sentence.
const SAID: Span = Span { start: 10, end: 22 };

struct Second;

impl Quoted for Second {
    fn quoted(&self, _: &Story<'_>) -> Vec<Span> {
        vec![SAID]
    }
}

fn scan(query: &Query) -> Scan {
    Scan::with_quotes(query, Marks::default(), Arc::new(Second))
}

fn facts(country: &str, speaker: &str, body: &str) -> StoryFacts {
    let mentions = Vec::new;
    StoryFacts {
        source: Some("Northern Wire".into()),
        countries: Code::new(country)
            .map(|code| Country { code, count: 1, by: CountryBy::Name, mentions: mentions() })
            .into_iter()
            .collect(),
        speakers: vec![Speaker {
            name: speaker.into(),
            role: None,
            quotes: 1,
            mentions: mentions(),
        }],
        organisations: vec![Organisation { name: body.into(), count: 1, mentions: mentions() }],
        quotes: vec![Quote {
            speaker: Some(speaker.into()),
            span: SAID,
            direct: true,
            verb: None,
            by: Attribution::Clause,
        }],
        ..StoryFacts::default()
    }
}

fn story(headline: &str) -> NewStory {
    NewStory {
        headline: headline.into(),
        body: "They met. Nobody left.".into(),
        ..NewStory::default()
    }
}

/// A library of three chunks, its stories with their own facts.
fn library() -> (Library, Vec<(NewStory, StoryFacts)>) {
    let stories = vec![
        (story("Ferry talks open in Oslo"), facts("NO", "Ines Marlow", "Storting")),
        (story("Port fees rise"), facts("DK", "Karl Østby", "Harbour Board")),
        (story("Oslo ferry late"), facts("NO", "Tove Lind", "Storting")),
        (story("東京で会談"), facts("JP", "Aiko Tanabe", "Coast Guard")),
        (story("Ferries of Norway"), facts("SE", "Ines Marlow", "Rail Board")),
    ];
    let (mut library, mut interner) = (Library::default(), Interner::default());
    for (index, part) in stories.chunks(2).enumerate() {
        let (mut chunk, mut packed) = (Chunk::default(), Facts::default());
        for (story, facts) in part {
            chunk.push(story);
            packed.push(facts, &mut interner);
        }
        library.append(chunk.seal());
        library.learn(index, packed.into(), interner.take_new());
    }
    (library, stories)
}

fn found(query: &str) -> Vec<u32> {
    let query = Query::parse(query, 0).unwrap();
    let (library, _) = library();
    let mut scan = scan(&query);
    scan.run(&library);
    assert!(scan.is_done(&library));
    scan.ranked(&library).iter().map(|id| id.0).collect()
}

#[test]
fn terms_narrow_and_words_rank() {
    assert_eq!(found("country:norway"), [0, 2]);
    assert_eq!(found("country:no,dk speaker:marlw"), [0]);
    assert_eq!(found("speaker:=\"Ines Marlow\" !country:se"), [0]);
    assert_eq!(found("org:storting ferry"), [0, 2]);
    assert_eq!(found("nrwy"), [4], "letters in order");
    assert_eq!(found("oslo"), [2, 0], "the start of the headline is best");
    assert_eq!(found("'ferry"), [0, 2]);
    assert_eq!(found("東談"), [3]);
    assert_eq!(found("speaker:nobody"), [] as [u32; 0]);
}

#[test]
fn words_are_found_in_quotations_only_where_somebody_says_them() {
    assert_eq!(found("quote:\"nobody LEFT\""), [0, 1, 2, 3, 4]);
    assert_eq!(found("quote:met"), [] as [u32; 0]);
    assert_eq!(found("body:met country:dk"), [1]);
}

#[test]
fn a_scan_goes_on_when_the_library_grows_or_learns() {
    let (full, stories) = library();
    let query = Query::parse("country:no", 0).unwrap();
    let mut scan = Scan::new(&query, Marks::default());
    let mut growing = Library::default();
    for (index, part) in stories.chunks(2).enumerate() {
        let mut chunk = Chunk::default();
        for (story, _) in part {
            chunk.push(story);
        }
        growing.append(chunk.seal());
        scan.run(&growing);
        assert!(!scan.is_done(&growing), "chunk {index} has no facts yet");
    }
    scan.run(&full);
    assert!(scan.is_done(&full));
    assert_eq!(scan.hits().len(), 2);
}

#[test]
fn a_ranking_goes_on_when_the_library_grows() {
    let (full, stories) = library();
    let mut scan = Scan::new(&Query::parse("oslo", 0).unwrap(), Marks::default());
    let mut growing = Library::default();
    for part in stories.chunks(2) {
        let mut chunk = Chunk::default();
        for (story, _) in part {
            chunk.push(story);
        }
        growing.append(chunk.seal());
        scan.run(&growing);
        scan.ranked(&growing);
    }
    let ids: Vec<u32> = scan.ranked(&full).iter().map(|id| id.0).collect();
    assert_eq!(ids, [2, 0]);
    let mut ranking = scan.ranking().unwrap();
    assert!(ranking.split(2).is_empty(), "all scores are known");
}

#[test]
fn threads_may_share_the_ranking() {
    let (library, _) = library();
    let mut scan = Scan::new(&Query::parse("e", 0).unwrap(), Marks::default());
    scan.run(&library);
    let alone = scan.clone().ranked(&library);
    let mut ranking = scan.ranking().unwrap();
    let shares = ranking.split(2);
    assert_eq!(shares.len(), 2);
    for share in shares.iter().rev() {
        ranking.take(share.run(&library));
    }
    assert_eq!(scan.finish(ranking), alone);
}

#[test]
fn the_best_are_found_among_more_than_are_scored() {
    let mut library = Library::default();
    for part in 0..8 {
        let mut chunk = Chunk::default();
        for at in 0..2_000 {
            let gap = "-".repeat(if (part, at) == (6, 77) { 1 } else { 9 + at % 40 });
            chunk.push(&story(&format!("so f{gap}oy")));
        }
        library.append(chunk.seal());
    }
    let mut wide = Scan::new(&Query::parse("fo", 0).unwrap(), Marks::default());
    wide.run(&library);
    let mut scan = Scan::new(&Query::parse("foy", 0).unwrap(), Marks::default());
    scan.run(&library);
    let best: Vec<u32> = scan.ranked(&library).iter().take(3).map(|id| id.0).collect();
    assert_eq!(best, [6 * 2_000 + 77, 0, 40]);
    let mut narrowed = Scan::new(scan.query(), Marks::default()).narrowing(&wide);
    narrowed.run(&library);
    assert_eq!(narrowed.ranked(&library), scan.ranked(&library));
}

#[test]
fn of_many_whole_words_the_one_that_begins_the_headline_is_best() {
    let (mut library, mut chunk) = (Library::default(), Chunk::default());
    for at in 0..3_000 {
        chunk.push(&story(match at {
            2_000 => "Foy so",
            2_001 => "Fo y",
            _ => "So foy",
        }));
    }
    library.append(chunk.seal());
    let mut scan = Scan::new(&Query::parse("foy", 0).unwrap(), Marks::default());
    scan.run(&library);
    let ids: Vec<u32> = scan.ranked(&library).iter().map(|id| id.0).collect();
    assert_eq!((ids.len(), &ids[..3]), (3_000, &[2_000, 0, 1][..]));
    assert_eq!(ids.last(), Some(&2_001));
}

#[test]
fn no_query_finds_everything_at_no_cost() {
    let (library, _) = library();
    let mut scan = Scan::new(&Query::default(), Marks::default());
    assert!(!scan.is_done(&library));
    scan.run(&library);
    assert!(scan.is_done(&library) && scan.waiting(&library).is_empty());
    assert_eq!(scan.ranked(&library), Hits::All(5));
}

#[test]
fn while_nothing_is_marked_read_every_story_is_unread() {
    let (library, _) = library();
    for (query, found) in [("is:unread", library.len() as usize), ("is:read", 0)] {
        let mut scan = Scan::new(&Query::parse(query, 0).unwrap(), Marks::default());
        scan.run(&library);
        assert_eq!(scan.hits().len(), found, "{query}");
    }
}

#[test]
fn a_narrower_query_looks_again_when_the_marks_have_changed() {
    let (library, _) = library();
    let keep = |stories: &[u32]| {
        let mut kept = Bookmarks::default();
        for at in stories {
            let story = library.get(StoryId(*at)).unwrap();
            kept.set(story.key, Some(story.into()), 0);
        }
        Marks { kept: Arc::new(kept) }
    };
    let mut wide = Scan::new(&Query::parse("is:bookmarked", 0).unwrap(), keep(&[0]));
    wide.run(&library);
    let narrow = Query::parse("is:bookmarked oslo", 0).unwrap();
    let mut narrow = Scan::new(&narrow, keep(&[0, 1, 2, 3, 4])).narrowing(&wide);
    narrow.run(&library);
    assert_eq!(narrow.hits().len(), 2);
}

#[test]
fn a_narrower_query_looks_again_when_quotations_can_be_read_at_last() {
    let (mut library, mut chunk) = (Library::default(), Chunk::default());
    for headline in ["Ferry talks open in Oslo", "Port fees rise", "Oslo ferry late"] {
        chunk.push(&story(headline));
    }
    library.append(chunk.seal());
    let mut early = Scan::new(&Query::parse("quote:left", 0).unwrap(), Marks::default());
    early.run(&library);
    assert!(early.hits().is_empty());
    let mut late = scan(&Query::parse("quote:left oslo", 0).unwrap()).narrowing(&early);
    late.run(&library);
    assert_eq!(late.hits().len(), 2);
}

#[test]
fn quotations_are_known_from_the_facts_alone() {
    let (library, _) = library();
    let mut scan = Scan::new(&Query::parse("quote:left", 0).unwrap(), Marks::default());
    scan.run(&library);
    assert_eq!(scan.hits().len(), 5);
}

#[test]
fn a_word_is_ruled_out_as_it_stands() {
    let has = |query: &str, headline: &str| {
        let mut chunk = Chunk::default();
        chunk.push(&story(headline));
        let query = Query::parse(query, 0).unwrap();
        query.matches(&chunk.get(0).unwrap(), &StoryFacts::default(), &Marks::default())
    };
    assert!(has("tin", "Talks in Oslo") && !has("tin", "Ferry fees"));
    assert!(has("!tin", "Talks in Oslo") && !has("!tin", "Tin prices rise"));
    let query = |text: &str| Query::parse(text, 0).unwrap();
    assert!(query("!tin").is_within(&query("!tinned")), "what has no tin has nothing tinned");
    assert!(!query("!tn").is_within(&query("!tin")), "Tin has no tn");
}

#[test]
fn a_whole_word_comes_before_letters_that_stand_apart() {
    let headlines =
        ["Thai International Buys Jets", "Exporting Is Slow", "Major Tin Centres Close"];
    let mut chunk = Chunk::default();
    for headline in headlines {
        chunk.push(&story(headline));
    }
    let mut library = Library::default();
    library.append(chunk.seal());
    let mut scan = scan(&Query::parse("tin", 0).unwrap());
    scan.run(&library);
    let ids: Vec<u32> = scan.ranked(&library).iter().map(|id| id.0).collect();
    assert_eq!(ids, [2, 1, 0]);
}

#[test]
fn what_names_nothing_is_said() {
    let (library, _) = library();
    let query = Query::parse("speaker:zebra country:narnia speaker:lind source:lind country:fr,se org:storting !place:oslo ferry", 0).unwrap();
    let idle: Vec<String> = unmatched(&query, &library).iter().map(ToString::to_string).collect();
    assert_eq!(idle, ["speaker:zebra", "country:narnia", "source:lind", "!place:oslo"]);
    let mut scan = scan(&query);
    scan.run(&library);
    assert_eq!(scan.unmatched(&library), unmatched(&query, &library));
}

fn term() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "f",
        "fe",
        "ferry",
        "oslo",
        "'port",
        "!ferry",
        "country:no",
        "country:se,dk",
        "-country:no",
        "speaker:marlow",
        "speaker:lind,østby",
        "org:board",
        "source:wire",
        "body:nobody",
        "!body:met",
        "quote:\"NOBODY left\"",
        "!quote:met,went",
        "is:bookmarked",
        "!is:bookmarked",
        "is:unread",
        "before:2017",
    ])
}

proptest! {
    #[test]
    fn the_scan_and_the_sieve_say_the_same(terms in prop::collection::vec(term(), 1..4)) {
        let query = Query::parse(&terms.join(" "), 0).unwrap();
        let (library, stories) = library();
        let mut scan = scan(&query);
        scan.run(&library);
        let hits: Vec<u32> = scan.hits().iter().map(|id| id.0).collect();
        let sieve = Sieve::new(&query, Marks::default());
        let own: Vec<u32> = (0..stories.len() as u32)
            .filter(|at| {
                let story = library.get(StoryId(*at)).unwrap();
                sieve.matches(&story, &stories[*at as usize].1)
            })
            .collect();
        prop_assert_eq!(hits, own);
    }

    #[test]
    fn narrowing_finds_what_a_fresh_scan_finds(word in "[feryos]{1,4}", more in "[a-z]{1,2}") {
        let (library, _) = library();
        let wide = Query::parse(&word, 0).unwrap();
        let narrow = Query::parse(&format!("{word}{more}"), 0).unwrap();
        let mut wider = Scan::new(&wide, Marks::default());
        wider.run(&library);
        let mut narrowed = Scan::new(&narrow, Marks::default()).narrowing(&wider);
        narrowed.run(&library);
        let mut fresh = Scan::new(&narrow, Marks::default());
        fresh.run(&library);
        prop_assert_eq!(narrowed.ranked(&library), fresh.ranked(&library));
    }
}
