//! What a reader feels while moving about: a frame, a step, a story opened.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::app::layout::Size;
use dateline::app::{Message, State, update};
use dateline::config::Key;
use dateline::extract::Extractor;
use dateline::model::{Chunk, NewStory};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SIZE: Size = Size { width: 120, height: 40 };

fn move_about(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("move about");
    for stories in [1_000, 1_000_000] {
        let mut state = state(stories, 2_000);
        let mut terminal =
            Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a screen in memory");
        let (down, up) = (key("j"), key("k"));
        group.bench_function(format!("a step and its frame, {stories} stories"), |bench| {
            bench.iter(|| {
                for key in [down, up] {
                    update(&mut state, Message::Key(key));
                    terminal
                        .draw(|frame| dateline::ui::draw(frame, &state))
                        .expect("a screen in memory");
                }
            });
        });
    }
}

fn open_a_story(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("open a story");
    for (name, bytes) in [("5 KB", 5_000), ("1 MB", 1_000_000)] {
        let mut state = state(4, bytes);
        let (down, up) = (key("j"), key("k"));
        group.bench_function(name, |bench| {
            bench.iter(|| {
                update(&mut state, Message::Key(down));
                black_box(update(&mut state, Message::Key(up)));
            });
        });
    }
}

/// A reader on so many stories with bodies of about so many bytes.
fn state(stories: u32, bytes: usize) -> State {
    let sentence = "The harbour board of Oslo said on Friday that the ferry would sail at noon. ";
    // A million bodies would not fit; the list is as long all the same.
    let bytes = if stories > 10_000 { 100 } else { bytes };
    let body = sentence.repeat(bytes / sentence.len() + 1);
    let mut state = State::default();
    update(&mut state, Message::Resized(SIZE));
    update(&mut state, Message::Ready(Arc::new(Extractor::new())));
    for first in (0..stories).step_by(Chunk::FULL_STORIES) {
        let mut chunk = Chunk::default();
        for at in first..(first + Chunk::FULL_STORIES as u32).min(stories) {
            let headline = format!("Ferry talks open in Oslo, part {at}");
            chunk.push(&NewStory { headline, body: body.clone(), ..NewStory::default() });
        }
        update(&mut state, Message::Loaded(chunk.seal()));
    }
    state
}

fn key(name: &str) -> Key {
    name.parse().expect("a key's name")
}

criterion_group!(benches, move_about, open_a_story);
criterion_main!(benches);
