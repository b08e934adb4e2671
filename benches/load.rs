//! What a reader waits for when opening a file: the first screen of headlines, and then
//! all of them, at two sizes, so that growth shows.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::fmt::Write;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::load::{self, Sink};
use dateline::model::{Chunk, NewStory, Problem};

const SIZES: [usize; 2] = [1_000, 10_000];

/// A screenful or two.
const FIRST: usize = 256;

/// Keeps stories as the loader does: in chunks that are sealed when full.
#[derive(Default)]
struct Shelf {
    chunk: Chunk,
    full: Vec<Arc<Chunk>>,
    /// Stories after which nothing more is wanted.
    enough: Option<usize>,
}

impl Sink for Shelf {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.chunk.push(story);
        if self.enough.is_some_and(|enough| self.chunk.len() >= enough) {
            return ControlFlow::Break(());
        }
        if self.chunk.is_full() {
            self.full.push(std::mem::take(&mut self.chunk).seal());
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        unreachable!("the text is our own: {problem}");
    }
}

/// A file to open: the kind a reader would call it, its name, its text.
struct File {
    kind: &'static str,
    name: &'static str,
    text: String,
}

/// The same stories as a digest and as NDJSON.
fn files(stories: usize) -> [File; 2] {
    let lead = "OSLO- Transport Minister Ines Marlow said on Friday that the ferry would sail at \
                noon, whatever the weather did to the pier, and that nobody need hurry for it. ";
    let next = "Marlow told the harbour board that tickets would cost no more than before. ";
    let (mut digest, mut ndjson) = (String::new(), String::new());
    for at in 0..stories {
        let (lead, next) = (lead.repeat(2 + at % 3), next.repeat(3 + at % 4));
        let headline = format!("Ferry Number {at} Sails from Oslo in Spite of the Storm");
        write!(digest, "{headline}\n\n{lead}\n\n{next}\n\n").expect("writing into memory");
        let (lead, next) = (lead.trim_end(), next.trim_end());
        writeln!(ndjson, "{{\"title\":\"{headline}\",\"body\":\"{lead}\\n\\n{next}\"}}")
            .expect("writing into memory");
    }
    [
        File { kind: "a digest", name: "a.txt", text: digest },
        File { kind: "an NDJSON archive", name: "a.ndjson", text: ndjson },
    ]
}

fn open(criterion: &mut Criterion) {
    for stories in SIZES {
        for file in files(stories) {
            let read = |enough: Option<usize>| {
                let mut shelf = Shelf { enough, ..Shelf::default() };
                load::read(file.name, &mut black_box(file.text.as_bytes()), None, &mut shelf);
                shelf.full.len() + shelf.chunk.len()
            };
            let of = format!("of {stories}");
            let mut group = criterion.benchmark_group(format!("first screen of {}", file.kind));
            group.sample_size(10);
            group.bench_function(&of, |bench| bench.iter(|| read(Some(FIRST))));
            group.finish();
            let mut group = criterion.benchmark_group(format!("all headlines of {}", file.kind));
            group.throughput(Throughput::Bytes(file.text.len() as u64)).sample_size(10);
            group.bench_function(&of, |bench| bench.iter(|| read(None)));
            group.finish();
        }
    }
}

criterion_group!(benches, open);
criterion_main!(benches);
