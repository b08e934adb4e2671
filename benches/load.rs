//! What a reader waits for when opening a file.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::fmt::Write;
use std::hint::black_box;
use std::ops::ControlFlow;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::load::{self, Sink};
use dateline::model::{NewStory, Problem};

const STORIES: usize = 1_000;

#[derive(Default)]
struct Count(usize);

impl Sink for Count {
    fn story(&mut self, _: &NewStory) -> ControlFlow<()> {
        self.0 += 1;
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        unreachable!("the text is our own: {problem}");
    }
}

fn open(criterion: &mut Criterion) {
    let body = "OSLO- The harbour board said on Friday that the ferry would sail at noon, \
                whatever the weather did to the pier, and that nobody need hurry for it. ";
    let (mut digest, mut ndjson) = (String::new(), String::new());
    for at in 0..STORIES {
        let body = body.repeat(3 + at % 4);
        let headline = format!("Ferry Number {at} Sails from Oslo in Spite of the Storm");
        write!(digest, "{headline}\n\n{body}\n\n{body}\n\n").expect("writing into memory");
        let body = body.trim_end();
        writeln!(ndjson, "{{\"title\":\"{headline}\",\"body\":\"{body}\\n\\n{body}\"}}")
            .expect("writing into memory");
    }
    for (name, file, text) in
        [("open a digest", "a.txt", digest), ("open an NDJSON archive", "a.ndjson", ndjson)]
    {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
        group.bench_function("1,000 stories", |bench| {
            bench.iter(|| {
                let mut count = Count::default();
                load::read(file, &mut black_box(text.as_bytes()), None, &mut count);
                count.0
            });
        });
    }
}

criterion_group!(benches, open);
criterion_main!(benches);
