//! What comes while the reader is open: it stands behind what is there, and nothing
//! moves.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod desk;

use std::path::PathBuf;
use std::sync::Arc;

use dateline::app::{Effect, Fetching, Message, Version};
use dateline::model::{Chunk, NewStory, StoryId};
use desk::Desk;

fn chunk(stories: &[(&str, &str)]) -> Arc<Chunk> {
    let mut chunk = Chunk::default();
    for (headline, body) in stories {
        let (headline, body) = ((*headline).to_owned(), (*body).to_owned());
        chunk.push(&NewStory { headline, body, ..NewStory::default() });
    }
    chunk.seal()
}

#[test]
fn what_comes_stands_behind_and_the_cursor_stays() {
    let mut desk = Desk::new(100, 20);
    desk.keys("j j");
    let before = desk.headline().to_owned();
    let night = chunk(&[("Night Train Late", "Nobody was hurt.")]);
    desk.send(Message::Arrived { chunk: night, renewed: vec![] });
    desk.send(Message::Taken);
    assert_eq!(desk.headline(), before);
    assert_eq!(desk.headlines().last(), Some(&"Night Train Late"));
    assert!(desk.screen().contains("1 new story"));
}

#[test]
fn a_date_to_come_is_marked_where_no_width_cuts_it_off() {
    for width in [120, 60, 40] {
        let story = NewStory {
            headline: "Ferry Opens".into(),
            body: "It sails.".into(),
            source: Some("The Northern Wire and Harbour Gazette".into()),
            published: Some(1_550_000_000),
            ..NewStory::default()
        };
        let mut desk = Desk::with(width, 20, &[story]);
        desk.state.now = 1_513_300_000;
        desk.keys("enter");
        assert!(desk.screen().contains("in the future: 12 Feb 2019"), "{}", desk.screen());
        desk.state.now = 1_560_000_000;
        assert!(!desk.screen().contains("in the future"));
    }
}

#[test]
fn both_versions_of_a_changed_story_show_what_the_other_has_not() {
    let mut desk = Desk::new(100, 20);
    let storm = desk.headlines().len() as u32 - 1;
    let body = "Three ports were closed by a storm.\n\nTwo opened again.";
    let new = chunk(&[("Storm Closes Three Ports", body)]);
    desk.send(Message::Arrived { chunk: new, renewed: vec![(0, StoryId(storm))] });
    desk.send(Message::Taken);
    assert_eq!(desk.state.version(StoryId(storm)), Some(Version::Older));
    assert_eq!(desk.state.version(StoryId(storm + 1)), Some(Version::Changed));
    assert!(desk.screen().contains("1 changed"));
    desk.keys("G");
    let screen = desk.screen();
    assert!(screen.contains("-Storm Closes") && screen.contains("~Storm Closes"), "{screen}");
    assert!(screen.contains("+Two opened again.") && !screen.contains("+Three"), "{screen}");
    assert!(screen.contains("changed (+ what is new)"), "{screen}");
    desk.keys("k");
    assert!(!desk.screen().contains("-Three ports"), "what both have is not marked");
    assert!(desk.screen().contains("older version"));
}

#[test]
fn files_wait_for_what_is_being_read() {
    let mut desk = Desk::new(80, 24);
    let files = |desk: &Desk| -> Vec<Vec<PathBuf>> {
        let taken = desk.effects.iter().filter_map(|effect| match effect {
            Effect::TakeIn { files } => Some(files.clone()),
            _ => None,
        });
        taken.collect()
    };
    desk.send(Message::Touched(vec!["a".into()]));
    assert!(files(&desk).is_empty(), "what was opened is not loaded yet");
    desk.send(Message::Progress(None));
    desk.send(Message::Touched(vec!["b".into(), "c".into()]));
    desk.send(Message::Touched(vec!["b".into()]));
    assert_eq!(files(&desk), [["a"].map(PathBuf::from).to_vec()]);
    desk.send(Message::Taken);
    assert_eq!(files(&desk).last().unwrap(), &["b", "c"].map(PathBuf::from));
}

#[test]
fn one_key_fetches_and_stops_and_the_top_line_says_how_far_it_is() {
    let mut desk = Desk::new(80, 24);
    desk.keys("R");
    assert_eq!(desk.effects.last(), Some(&Effect::Fetch));
    desk.send(Message::Fetching(Some(Fetching { done: 3, of: 12 })));
    assert!(desk.screen().contains("fetching 3 of 12"));
    desk.keys("R");
    assert_eq!(desk.effects.last(), Some(&Effect::StopFetching));
    desk.send(Message::Fetching(None));
    assert!(!desk.screen().contains("fetching"));
}

#[test]
fn a_narrow_screen_says_in_short_how_far_fetching_is() {
    let mut desk = Desk::new(40, 12);
    desk.send(Message::Fetching(Some(Fetching { done: 3, of: 12 })));
    let screen = desk.screen();
    assert!(screen.lines().next().unwrap().trim_end().ends_with("stories · 3/12"), "{screen}");
}
