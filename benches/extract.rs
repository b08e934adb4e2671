//! What a reader waits for before the sidebar fills: reading stories for their
//! entities, in bytes of story text a second, on one core.
//!
//! `STORIES=a.ndjson:b.txt cargo bench --bench extract given` reads files of your own.

use std::env;
use std::ops::ControlFlow;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::extract::{Extractor, Room};
use dateline::load::{self, Sink};
use dateline::model::{Chunk, NewStory, Problem, Story};

/// Paragraphs in the manner of wire copy; persons, agencies and bodies are invented.
const PARAGRAPHS: [&str; 8] = [
    "OSLO, Dec 15 (Northern Wire) - Transport Minister Ines Marlow said on Friday that the ferry line \
     between Norway and Denmark would open in May, two years later than planned.",
    "“We believe that after the trials there is no need to wait any longer,” the minister said. “The \
     ships are ready, the harbours are ready, and the crews have been waiting since the spring.”",
    "The Harbour Safety Board (HSB) told Harbour Press that it had not yet seen the report, which was \
     sent to the Institute of Marine Research in Bergen and to the European Commission last week.",
    "Danish officials, who had asked for more tests after a fire on a ship near Aarhus, were quoted as \
     saying that the matter was closed, though a spokesman for the line would not say when.",
    "Tove Lind, a researcher at the University of Oslo, said the cost had risen to 2.4 billion crowns \
     from 1.9 billion, and that most of it would be paid by the towns along the coast.",
    "\"Nobody asked the people who live here,\" she added. \"They were told about it when it was done, \
     and now they are told to be glad of it.\"",
    "In Hamburg, where the ships were built, the yard's union said that 300 of its members had been \
     sent home in November; in Gdansk, Poland, another yard is to finish the work by June.",
    "The United States and the United Kingdom, which lease two of the harbours, said they would not \
     take part in the talks, according to Northern Wire.",
];

fn extract(criterion: &mut Criterion) {
    let bodies: Vec<String> = (0..64)
        .map(|first| {
            let paragraphs = (0..10).map(|at| PARAGRAPHS[(first + at * 3) % PARAGRAPHS.len()]);
            paragraphs.collect::<Vec<_>>().join("\n\n")
        })
        .collect();
    let stories: Vec<Story<'_>> = bodies.iter().map(|body| story(body)).collect();
    let bytes = stories.iter().map(|story| story.headline.len() + story.body.len()).sum::<usize>();
    let extractor = Extractor::new();
    let mut group = criterion.benchmark_group("read a story for its entities");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("places, source and bodies", |bencher| {
        bencher.iter(|| stories.iter().map(|s| extractor.places(s).countries.len()).sum::<usize>());
    });
    group.bench_function("everything", |bencher| {
        bencher.iter(|| stories.iter().map(|s| extractor.story(s).countries.len()).sum::<usize>());
    });
    group.finish();
    criterion.bench_function("build the tables", |bencher| bencher.iter(Extractor::new));
}

/// Stories as a loader keeps them, whatever else is in the file.
#[derive(Default)]
struct Kept(Chunk);

impl Sink for Kept {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.0.push(story);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}

/// The stories of the files that `STORIES` names, parted like a search path.
fn given(criterion: &mut Criterion) {
    let Some(paths) = env::var_os("STORIES") else { return };
    let (extractor, mut room) = (Extractor::new(), Room::default());
    let mut group = criterion.benchmark_group("read given stories for their entities");
    group.sample_size(10);
    for path in env::split_paths(&paths) {
        let mut file = std::fs::File::open(&path).expect("STORIES names files");
        let mut kept = Kept::default();
        load::read(&path.to_string_lossy(), &mut file, None, &mut kept);
        let chunk = kept.0.seal();
        let bytes = chunk.stories().map(|story| story.headline.len() + story.body.len());
        group.throughput(Throughput::Bytes(bytes.sum::<usize>() as u64));
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        group.bench_function(name, |bencher| {
            let mut quotes = |story: Story<'_>| extractor.story_in(&mut room, &story).quotes.len();
            bencher.iter(|| chunk.stories().map(&mut quotes).sum::<usize>());
        });
    }
    group.finish();
}

/// What floods are made of.
const FLOODS: [&str; 18] = [
    "“",
    "\" ",
    "‘a ",
    "A",
    "A ",
    "É",
    "Oslo ",
    "OSLO ",
    "Lind ",
    "Lind said ",
    "said, ",
    "“Lind,” he said. ",
    "a, ",
    "HSB (HSB) ",
    "The Board of ",
    "U.S.",
    "St. ",
    "Ines Lind and Tove Vik said it sank. ",
];

/// Text that nobody writes: as fast at four times the length, or something is quadratic.
fn floods(criterion: &mut Criterion) {
    let extractor = Extractor::new();
    let mut group = criterion.benchmark_group("read a flood for its entities");
    group.sample_size(10);
    for flood in FLOODS {
        for size in [1 << 18, 1 << 20] {
            let body = flood.repeat(size / flood.len());
            group.throughput(Throughput::Bytes(body.len() as u64));
            group.bench_function(format!("{flood:?} for {} KB", size >> 10), |bencher| {
                bencher.iter(|| extractor.story(&story(&body)).quotes.len());
            });
        }
    }
    group.finish();
}

fn story(body: &str) -> Story<'_> {
    let headline = "Marlow: Ferry Line between Norway and Denmark to Open in May";
    let (source, place, url, path, published) = (None, None, None, None, None);
    Story { key: "k", headline, body, source, place, url, path, published }
}

criterion_group!(benches, extract, given, floods);
criterion_main!(benches);
