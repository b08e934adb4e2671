//! What a reader does: keys typed, state and screen seen.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod desk;

use dateline::app::layout::Size;
use dateline::app::{Effect, Message, Overlay, Pane, View};
use dateline::model::NewStory;
use desk::Desk;
use proptest::prelude::*;

fn desk() -> Desk {
    Desk::new(120, 16)
}

fn shows(desk: &Desk, text: &str) -> bool {
    desk.screen().contains(text)
}

#[test]
fn the_first_story_is_selected_and_keys_move() {
    let mut desk = desk();
    assert_eq!(desk.headline(), "Marlow: Ferry Talks Open in Oslo");
    assert_eq!(desk.keys("j j").headline(), "東京で海上安全会議");
    assert_eq!(desk.keys("G").headline(), "Storm Closes Three Ports");
    assert_eq!(desk.keys("k").headline(), "東京で海上安全会議");
    assert_eq!(desk.keys("g g").headline(), "Marlow: Ferry Talks Open in Oslo");
    assert_eq!(desk.keys("g j").headline(), "Danish Envoy Warns of Port Fees", "a broken sequence");
    assert_eq!(desk.keys("ctrl-d").headline(), "Storm Closes Three Ports");
}

#[test]
fn the_theme_follows_the_terminal_until_somebody_chooses_one() {
    let mut desk = desk();
    desk.send(Message::Background { light: true });
    assert_eq!(desk.state.theme.name, "light");
    desk.send(Message::Background { light: false });
    assert_eq!(desk.state.theme.name, "dark");
    desk.keys("T");
    assert_eq!(desk.state.theme.name, "light");
    desk.send(Message::Background { light: false });
    assert_eq!(desk.state.theme.name, "light", "chosen by key");
}

#[test]
fn the_filter_narrows_as_it_is_typed_and_esc_restores() {
    let mut desk = desk();
    desk.keys("j /").text("port");
    assert_eq!(desk.headlines(), ["Danish Envoy Warns of Port Fees", "Storm Closes Three Ports"]);
    assert!(shows(&desk, "2 of 4 stories"));
    desk.keys("esc");
    assert_eq!(desk.headlines().len(), 4);
    assert_eq!(desk.headline(), "Danish Envoy Warns of Port Fees", "the story is held");
}

#[test]
fn enter_keeps_the_filter_as_a_breadcrumb_and_backspace_drops_it() {
    let mut desk = desk();
    desk.keys("/").text("port storm").keys("enter");
    assert_eq!(desk.headline(), "Storm Closes Three Ports");
    assert!(shows(&desk, "port › storm"));
    desk.keys("backspace");
    assert_eq!(desk.headlines().len(), 2);
    assert_eq!(desk.headline(), "Storm Closes Three Ports");
    desk.keys("esc esc esc");
    assert_eq!(desk.headlines().len(), 4);
    assert!(!desk.state.done, "esc never quits");
}

#[test]
fn what_cannot_be_read_or_matches_nothing_is_said_under_the_prompt() {
    let mut desk = desk();
    desk.keys("/").send(Message::Paste("colour:red".into()));
    assert!(shows(&desk, "there is no field"));
    assert_eq!(desk.headlines().len(), 4, "the list stays");
    desk.keys("enter");
    assert!(matches!(desk.state.overlay, Overlay::Filter(_)), "the line stays open");
    desk.keys("ctrl-u").text("country:narnia");
    assert!(shows(&desk, "nothing matches country:narnia"));
}

#[test]
fn undo_and_redo_go_through_the_filters() {
    let mut desk = desk();
    desk.keys("/").text("port").keys("enter /").text("storm").keys("enter x");
    assert_eq!(desk.headlines().len(), 4);
    assert_eq!(desk.keys("u").headlines().len(), 1);
    assert_eq!(desk.keys("u").headlines().len(), 2);
    assert_eq!(desk.keys("ctrl-r").headlines().len(), 1);
    assert_eq!(desk.keys("u u u u").headlines().len(), 4);
}

#[test]
fn a_source_is_picked_and_the_list_behind_follows() {
    let mut desk = desk();
    desk.keys("S");
    assert!(shows(&desk, "Sources 2"));
    assert_eq!(desk.headlines().len(), 2, "the first choice is shown behind");
    desk.text("harb");
    assert_eq!(desk.headlines(), ["Danish Envoy Warns of Port Fees"]);
    desk.keys("enter");
    assert!(shows(&desk, "Harbour Press"));
    assert_eq!((desk.state.focus, desk.headlines().len()), (Pane::Headlines, 1));
    desk.keys("x S esc");
    assert_eq!(desk.headlines().len(), 4);
}

#[test]
fn several_are_marked_with_tab() {
    let mut desk = desk();
    desk.keys("S tab tab enter");
    assert_eq!(desk.headlines().len(), 3);
}

#[test]
fn a_bookmark_is_pending_until_the_disk_has_it() {
    let mut desk = desk();
    desk.keys("b");
    assert!(shows(&desk, "★ Marlow"));
    assert!(shows(&desk, "1 bookmark"));
    desk.disk_is_full = true;
    desk.keys("j b");
    assert!(!shows(&desk, "★ Danish") && shows(&desk, "not saved: no space left on the disk"));
    desk.keys("k");
    assert!(!shows(&desk, "not saved"), "a message stands until the next key");
    desk.disk_is_full = false;
    desk.keys("b");
    assert!(!shows(&desk, "★"));
}

#[test]
fn the_bookmarks_view_shows_what_was_kept_and_filters_it() {
    let mut desk = desk();
    desk.keys("b j b B");
    assert_eq!(desk.state.view, View::Bookmarks);
    assert_eq!(
        desk.headlines(),
        ["Danish Envoy Warns of Port Fees", "Marlow: Ferry Talks Open in Oslo"]
    );
    desk.keys("/").text("ferry").keys("enter");
    assert_eq!(desk.headlines(), ["Marlow: Ferry Talks Open in Oslo"]);
    desk.keys("b");
    assert_eq!(desk.headlines().len(), 1, "a story dropped can be kept again");
    desk.keys("B B");
    assert_eq!(desk.headlines(), ["Danish Envoy Warns of Port Fees"]);
    desk.keys("q");
    assert_eq!((desk.state.view, desk.state.done), (View::Stories, false));
}

#[test]
fn the_body_scrolls_and_is_searched() {
    let mut desk = Desk::new(60, 8);
    desk.keys("enter");
    assert_eq!(desk.state.focus, Pane::Body);
    desk.keys("G");
    assert!(shows(&desk, "lose a week"));
    desk.keys("g g /").text("CREW").keys("enter");
    assert!(shows(&desk, "full crew"));
    desk.keys("esc");
    assert_eq!(desk.state.focus, Pane::Headlines);
}

#[test]
fn a_story_of_many_pages_is_read_to_its_end() {
    let lines = (1..=9_000).map(|pier| format!("Pier {pier} opened again — “at last”.\n"));
    let long =
        NewStory { headline: "Piers Open".into(), body: lines.collect(), ..NewStory::default() };
    let mut desk = Desk::with(120, 16, &[long]);
    assert!(shows(&desk, "Pier 1 opened") && shows(&desk, " 0 % "));
    desk.keys("enter G");
    assert!(shows(&desk, "Pier 9000 opened") && shows(&desk, " 100 % "));
    desk.keys("g g /").text("pier 4500 ").keys("enter");
    assert!(shows(&desk, "Pier 4500 opened") && !shows(&desk, " 0 % "));
    desk.send(Message::Resized(Size { width: 90, height: 20 }));
    assert!(shows(&desk, "Pier 4500 opened"), "the words on screen stay");
}

#[test]
fn the_next_story_opens_at_its_top_from_the_body() {
    let mut desk = Desk::new(60, 8);
    desk.keys("enter G J");
    assert_eq!((desk.headline(), desk.state.reader.top), ("Danish Envoy Warns of Port Fees", 0));
}

#[test]
fn links_are_opened_and_copied() {
    let mut desk = desk();
    desk.keys("o");
    assert!(desk.effects.is_empty() && shows(&desk, "no link"));
    desk.keys("j o y y");
    assert_eq!(
        desk.effects,
        [
            Effect::Open("https://harbour.example/fees".into()),
            Effect::Copy("Danish Envoy Warns of Port Fees\nhttps://harbour.example/fees".into()),
        ]
    );
}

#[test]
fn who_looks_at_the_bookmarks_comes_back_to_the_list_as_it_was() {
    let mut desk = desk();
    desk.keys("b /").text("port").keys("enter j B");
    assert_eq!(desk.headlines(), ["Marlow: Ferry Talks Open in Oslo"]);
    desk.keys("/").text("talks").keys("enter B");
    assert_eq!(desk.headlines(), ["Danish Envoy Warns of Port Fees", "Storm Closes Three Ports"]);
    assert_eq!(desk.headline(), "Storm Closes Three Ports", "the story is held");
    desk.keys("x B q");
    assert_eq!((desk.headlines().len(), desk.state.done), (4, false));
}

#[test]
fn a_field_without_a_value_leaves_the_list_where_it_is() {
    let mut desk = desk();
    desk.keys("j");
    let (all, story) = (desk.headlines().len(), desk.state.selected());
    assert!(story.is_some());
    desk.keys("/").text("country:");
    assert_eq!((desk.headlines().len(), desk.state.selected()), (all, story));
    desk.text("denmark");
    assert_eq!(desk.headlines().len(), 2);
    desk.keys("ctrl-u").text("ferry !speaker:");
    assert_eq!(desk.headlines(), ["Marlow: Ferry Talks Open in Oslo"]);
}

#[test]
fn who_opens_nothing_is_told_so_and_why() {
    let mut desk = Desk::with(100, 24, &[]);
    assert!(shows(&desk, "Looking…"));
    desk.send(Message::Problem(dateline::model::Problem {
        path: "wier.txt".into(),
        line: None,
        reason: "no such file".into(),
    }));
    desk.send(Message::Progress(None));
    assert!(shows(&desk, "No stories here."), "{}", desk.screen());
    assert!(shows(&desk, "wier.txt: no such file") && !shows(&desk, "Looking…"));
}

#[test]
fn problems_are_counted_and_listed() {
    let mut desk = desk();
    desk.send(Message::Problem(dateline::model::Problem {
        path: "wire.ndjson".into(),
        line: Some(7),
        reason: "not JSON".into(),
    }));
    assert!(shows(&desk, "1 problem (!)"));
    desk.keys("!");
    assert!(shows(&desk, "wire.ndjson:7: not JSON"));
}

#[test]
fn stories_that_arrive_do_not_move_the_reader() {
    let mut desk = desk();
    desk.keys("j");
    desk.load(&[NewStory { headline: "Late news".into(), ..Default::default() }]);
    assert_eq!(desk.headline(), "Danish Envoy Warns of Port Fees");
    desk.keys("/").text("late");
    assert_eq!(desk.headlines(), ["Late news"]);
}

#[test]
fn q_backs_out_and_quits_only_from_the_headlines() {
    let mut desk = desk();
    desk.keys("enter q");
    assert_eq!((desk.state.focus, desk.state.done), (Pane::Headlines, false));
    desk.keys("q");
    assert!(desk.state.done);
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "j",
        "k",
        "g",
        "G",
        "h",
        "l",
        "enter",
        "esc",
        "tab",
        "shift-tab",
        "1",
        "2",
        "3",
        "J",
        "K",
        "n",
        "N",
        "/",
        "c",
        "s",
        "O",
        "S",
        "backspace",
        "x",
        "u",
        "ctrl-r",
        "b",
        "B",
        "o",
        "y",
        "e",
        "z",
        "<",
        ">",
        "T",
        "!",
        "?",
        "f12",
        "ctrl-d",
        "ctrl-u",
        "pagedown",
        "pageup",
        "home",
        "end",
        "space",
        "p",
        "é",
        "東",
        ":",
        "down",
        "up",
        "ctrl-n",
        "ctrl-p",
        "left",
        "right",
        "delete",
        "ctrl-w",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_keys_and_no_size_break_the_state(
        keys in prop::collection::vec(key(), 0..60),
        sizes in prop::collection::vec((0_u16..130, 0_u16..40), 1..4),
    ) {
        let mut desk = Desk::new(sizes[0].0, sizes[0].1);
        for (at, key) in keys.iter().enumerate() {
            if at % 8 == 7 {
                let (width, height) = sizes[at % sizes.len()];
                desk.send(Message::Resized(Size { width, height }));
            }
            desk.keys(key);
            let state = &desk.state;
            prop_assert!(state.hits.is_empty() || state.list.row < state.hits.len());
            prop_assert!(state.list.top <= state.list.row);
            prop_assert!(state.selected().is_none_or(|id| state.library().get(id).is_some()));
            desk.draw();
        }
    }
}

#[test]
fn a_story_kept_and_let_go_at_once_stays_pending_until_both_are_done() {
    let mut desk = desk();
    let press = |desk: &mut Desk| {
        dateline::app::update(&mut desk.state, Message::Key("b".parse().unwrap()))
    };
    press(&mut desk);
    press(&mut desk);
    let key = desk.state.story().unwrap().key.to_owned();
    let bookmark = dateline::model::Bookmark::from(desk.state.story().unwrap());
    let mark = |desk: &Desk| desk.state.marks.of(&key);
    // The answer to something older, then the answer to each press.
    for (kept, changes, mark_then) in [
        (None, 0, dateline::app::marks::Mark::Pending),
        (Some(bookmark), 1, dateline::app::marks::Mark::Pending),
        (None, 1, dateline::app::marks::Mark::None),
    ] {
        let mut disk = dateline::model::Bookmarks::default();
        disk.set(&key, kept, 1);
        desk.send(Message::Kept { kept: disk.into(), changes });
        assert_eq!(mark(&desk), mark_then);
    }
}
