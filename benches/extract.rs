//! What a reader waits for before the sidebar fills: reading stories for their
//! entities, in bytes of story text a second, on one core.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::extract::Extractor;
use dateline::model::Story;

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

fn story(body: &str) -> Story<'_> {
    let headline = "Marlow: Ferry Line between Norway and Denmark to Open in May";
    let (source, place, url, path, published) = (None, None, None, None, None);
    Story { key: "k", headline, body, source, place, url, path, published }
}

criterion_group!(benches, extract);
criterion_main!(benches);
