//! How long a keystroke, a further one and a pick take over a million stories, on
//! one thread: what the reader waits for between a key and the list.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::model::{
    Chunk, Code, Country, CountryBy, Facts, Interner, Library, NewStory, Speaker, StoryFacts,
};
use dateline::query::{Facets, Field, Hits, Marks, Order, Query, Scan, Sort};

/// A smoke run in the dev profile needs no million to show that it runs.
const STORIES: u32 = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };
const SPEAKERS: u32 = 300_000;

/// What is typed, and what a reader would call it.
const TYPED: [(&str, &str); 4] = [
    ("first letter", "s"),
    ("a word", "tariff"),
    ("two words", "grain export"),
    ("nothing", "zzqxj"),
];

fn filter(criterion: &mut Criterion) {
    let library = library();
    let mut group = criterion.benchmark_group("filter a million headlines");
    group.throughput(Throughput::Elements(STORIES.into())).sample_size(10);
    for (name, text) in TYPED {
        group.bench_function(name, |bench| bench.iter(|| scan(black_box(text), &library).hits()));
    }
    group.finish();

    let mut group = criterion.benchmark_group("rank the best of a million");
    group.sample_size(10);
    for (name, text) in TYPED {
        let scan = scan(text, &library);
        group.bench_function(name, |bench| bench.iter(|| black_box(scan.clone()).ranked(&library)));
    }
    group.finish();

    let mut group = criterion.benchmark_group("narrow by one more letter");
    group.sample_size(10);
    for (wide, text) in [("s", "st"), ("tarif", "tariff"), ("grain e", "grain ex")] {
        let wide = scan(wide, &library);
        group.bench_function(text, |bench| {
            bench.iter(|| {
                let mut narrow = Scan::new(&parse(text), Marks::default()).narrowing(&wide);
                narrow.run(&library);
                narrow.hits()
            });
        });
    }
    group.finish();
    pick(criterion, &library);
    sort(criterion, &library);
    search(criterion);
}

fn sort(criterion: &mut Criterion, library: &Library) {
    let mut group = criterion.benchmark_group("sort a million stories");
    group.throughput(Throughput::Elements(STORIES.into())).sample_size(10);
    for (name, order) in [("by date", Order::Date), ("by source", Order::Source)] {
        let sort = Sort { order, reversed: false };
        group.bench_function(name, |bench| {
            bench.iter(|| sort.apply(Hits::All(black_box(library.len())), library));
        });
    }
    group.finish();
}

/// Twenty thousand bodies of two thousand bytes: two hundredths of a million.
fn search(criterion: &mut Criterion) {
    const BODIES: u32 = 20_000;
    let (mut library, mut dice, mut bytes) = (Library::default(), 7, 0);
    for _ in (0..BODIES).step_by(Chunk::FULL_STORIES) {
        let mut chunk = Chunk::default();
        for _ in 0..Chunk::FULL_STORIES {
            let body = (0..32).map(|_| headline(&mut dice)).collect::<Vec<_>>().join(". “So” — ");
            bytes += body.len() as u64;
            chunk.push(&NewStory { headline: "Harbour".into(), body, ..NewStory::default() });
        }
        library.append(chunk.seal());
    }
    let mut group = criterion.benchmark_group("search the text of all bodies");
    group.throughput(Throughput::Bytes(bytes)).sample_size(10);
    for text in ["body:zzqxj", "body:tariff", "body:\"grain export\""] {
        group.bench_function(text, |bench| bench.iter(|| scan(black_box(text), &library).hits()));
    }
    group.finish();
}

fn pick(criterion: &mut Criterion, library: &Library) {
    let mut group = criterion.benchmark_group("pick over a million stories");
    group.sample_size(10);
    for text in
        ["country:br", "speaker:=\"Speaker 77 Marlow\"", "speaker:marlw", "country:br tariff"]
    {
        group.bench_function(text, |bench| bench.iter(|| scan(black_box(text), library).hits()));
    }
    let hits = scan("country:br", library).hits();
    group.bench_function("count the hits", |bench| {
        bench.iter(|| Facets::of(library, hits.iter(), Field::Speaker));
    });
    let mut facets = Facets::default();
    facets.grow(library);
    for typed in ["", "m", "marlow 77", "quay"] {
        group.bench_function(format!("list speakers “{typed}”"), |bench| {
            bench.iter(|| facets.choices(library, Field::Speaker, black_box(typed), 1_000));
        });
    }
    group.finish();
}

criterion_group!(benches, filter);
criterion_main!(benches);

fn parse(text: &str) -> Query {
    Query::parse(text, 0).expect("the benches' own queries can be read")
}

fn scan(text: &str, library: &Library) -> Scan {
    let mut scan = Scan::new(&parse(text), Marks::default());
    scan.run(library);
    scan
}

fn library() -> Library {
    let (mut library, mut interner, mut dice) = (Library::default(), Interner::default(), 7);
    let codes: Vec<Code> = Code::all().map(|(code, _)| code).collect();
    for (index, first) in (0..STORIES).step_by(Chunk::FULL_STORIES).enumerate() {
        let (mut chunk, mut facts) = (Chunk::default(), Facts::default());
        for _ in first..(first + Chunk::FULL_STORIES as u32).min(STORIES) {
            chunk.push(&NewStory {
                headline: headline(&mut dice),
                body: "They met at noon. Nobody would say for how long.".into(),
                published: Some(roll(&mut dice, 1 << 30).cast_signed()),
                source: Some(format!("Wire {}", roll(&mut dice, 300))),
                ..NewStory::default()
            });
            facts.push(&story_facts(&codes, &mut dice), &mut interner);
        }
        library.append(chunk.seal());
        library.learn(index, facts.into(), interner.take_new());
    }
    library
}

/// Seven words or so, common ones more often, about sixty letters as on the wire.
fn headline(dice: &mut u64) -> String {
    const WORDS: [&str; 40] = [
        "Talks",
        "to",
        "in",
        "of",
        "on",
        "Minister",
        "after",
        "Over",
        "says",
        "for",
        "Grain",
        "Export",
        "Tariff",
        "Ferry",
        "Oil",
        "Rates",
        "Bank",
        "Wheat",
        "Harbour",
        "Strike",
        "Parliament",
        "Envoy",
        "Border",
        "Election",
        "Court",
        "Warns",
        "Rejects",
        "Opens",
        "Northern",
        "Council",
        "Fisheries",
        "Agreement",
        "Storm",
        "Railway",
        "Budget",
        "Island",
        "Quota",
        "Treaty",
        "Shipyard",
        "Vote",
    ];
    const SYLLABLES: [&str; 16] = [
        "ba", "len", "kor", "mi", "sta", "vel", "do", "ran", "tu", "gri", "pol", "ne", "sha",
        "lim", "ost", "he",
    ];
    let mut words = Vec::new();
    for _ in 0..6 + roll(dice, 4) {
        let common = roll(dice, 40).min(roll(dice, 60));
        words.push(match roll(dice, 4) {
            0 => (0..=1 + roll(dice, 2)).map(|_| SYLLABLES[roll(dice, 16) as usize]).collect(),
            _ => WORDS[common as usize].to_owned(),
        });
    }
    words.join(" ")
}

fn story_facts(codes: &[Code], dice: &mut u64) -> StoryFacts {
    let country = |dice: &mut u64| Country {
        code: codes[roll(dice, codes.len() as u64).min(roll(dice, 60)) as usize],
        count: 1,
        by: CountryBy::Name,
        mentions: Vec::new(),
    };
    let speaker = |dice: &mut u64| Speaker {
        name: format!("Speaker {} Marlow", roll(dice, SPEAKERS.into())).into(),
        role: None,
        quotes: 1,
        mentions: Vec::new(),
    };
    StoryFacts {
        countries: (0..=roll(dice, 3)).map(|_| country(dice)).collect(),
        speakers: (0..roll(dice, 3)).map(|_| speaker(dice)).collect(),
        source: Some(format!("Wire {}", roll(dice, 40)).into()),
        ..StoryFacts::default()
    }
}

/// A number below `sides`, the same ones in every run.
fn roll(dice: &mut u64, sides: u64) -> u64 {
    *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*dice >> 33) % sides
}
