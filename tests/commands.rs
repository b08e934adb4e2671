//! What a reader asks for by name, and looks up in help, and the order of the list: keys
//! typed, screen seen.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod desk;

use dateline::app::{Effect, Message, Overlay, Progress};
use dateline::model::NewStory;
use desk::Desk;

fn shows(desk: &Desk, text: &str) -> bool {
    desk.screen().contains(text)
}

/// Four stories of three days and two sources; one has neither.
fn desk() -> Desk {
    let story = |headline: &str, published: Option<i64>, source: Option<&str>| NewStory {
        headline: headline.into(),
        body: "The pilots went home.".into(),
        published,
        source: source.map(Into::into),
        ..NewStory::default()
    };
    let (monday, tuesday) = (Some(1_513_000_000), Some(1_513_090_000));
    Desk::with(
        100,
        16,
        &[
            story("Ferry talks", monday, Some("North Coast Press")),
            story("Port fees", None, None),
            story("Storm warning", tuesday, Some("Harbour Wire")),
            story("Night train", monday, Some("Harbour Wire")),
        ],
    )
}

#[test]
fn the_list_is_sorted_by_date_source_and_relevance_and_again_turns_it_round() {
    let mut desk = desk();
    desk.keys(", d");
    assert_eq!(desk.headlines(), ["Storm warning", "Ferry talks", "Night train", "Port fees"]);
    assert!(shows(&desk, "4 of 4 stories · newest first"));
    desk.keys(", d");
    assert_eq!(desk.headlines(), ["Ferry talks", "Night train", "Storm warning", "Port fees"]);
    assert!(shows(&desk, "oldest first"));
    desk.keys(", s");
    assert_eq!(desk.headlines(), ["Storm warning", "Night train", "Ferry talks", "Port fees"]);
    assert!(shows(&desk, "by source"));
    desk.keys(", r");
    assert_eq!(desk.headlines(), ["Ferry talks", "Port fees", "Storm warning", "Night train"]);
    desk.keys(", r");
    assert_eq!(desk.headlines(), ["Night train", "Storm warning", "Port fees", "Ferry talks"]);
}

#[test]
fn sorting_holds_the_story_and_outlives_a_filter() {
    let mut desk = desk();
    desk.keys("j j").keys(", d");
    assert_eq!(desk.headline(), "Storm warning");
    assert_eq!(desk.state.list.row, 0, "where the story is now");
    desk.keys("/").text("a").keys("enter");
    assert_eq!(desk.headlines(), ["Storm warning", "Ferry talks", "Night train"]);
    desk.keys("x");
    assert_eq!(desk.headlines()[0], "Storm warning");
}

#[test]
fn stories_that_come_later_take_their_place_in_the_order() {
    let mut desk = desk();
    desk.keys(", d");
    let late = NewStory {
        headline: "Late edition".into(),
        published: Some(1_513_050_000),
        ..NewStory::default()
    };
    desk.load(&[late]);
    assert_eq!(desk.headlines()[..3], ["Storm warning", "Late edition", "Ferry talks"]);
    assert_eq!(desk.headline(), "Ferry talks", "the story is held");
}

#[test]
fn everything_a_key_does_can_be_asked_for_by_name() {
    let mut desk = desk();
    desk.keys(":").text("sort date");
    assert!(shows(&desk, "Newest first"), "its help stands under it");
    desk.keys("enter");
    assert_eq!(desk.headline(), "Ferry talks");
    assert_eq!(desk.headlines()[0], "Storm warning");
    desk.keys(":").text("sort-so").keys("enter");
    assert!(shows(&desk, "by source"), "its beginning is enough");
    desk.keys(":").text("problems").keys("enter");
    assert!(shows(&desk, "Everything was read."));
    desk.keys("esc :").text("quit").keys("enter");
    assert!(desk.state.done);
}

#[test]
fn tab_completes_and_goes_round() {
    let mut desk = desk();
    desk.keys(":").text("sort").keys("tab");
    assert!(shows(&desk, ":sort date"));
    assert!(shows(&desk, "sort date  sort source  sort relevance"), "what else it may be");
    desk.keys("tab tab");
    assert!(shows(&desk, ":sort relevance"));
    desk.keys("tab");
    assert!(shows(&desk, ":sort date"), "round the end");
    desk.keys("up");
    assert!(shows(&desk, ":sort relevance"));
    desk.keys("enter");
    assert!(shows(&desk, "by relevance"));
}

#[test]
fn a_name_nobody_knows_is_said_and_the_line_stays() {
    let mut desk = desk();
    desk.keys(":").text("fly").keys("enter");
    assert!(shows(&desk, "there is no command “fly”"));
    assert!(matches!(desk.state.overlay, Overlay::Command(_)));
    desk.keys("ctrl-u").text("sort").keys("enter");
    assert!(shows(&desk, "“sort” is the beginning of several"));
    desk.keys("esc");
    assert!(matches!(desk.state.overlay, Overlay::Nothing));
    assert!(!desk.state.done);
}

#[test]
fn loading_is_shown_and_can_be_stopped() {
    let mut desk = desk();
    desk.keys(":").text("cancel").keys("enter");
    assert!(shows(&desk, "nothing is being loaded"));
    let progress = Progress { bytes: 500_000_000, of_bytes: 2_000_000_000, files: 1 };
    desk.send(Message::Progress(Some(progress)));
    assert!(shows(&desk, "4 of 4 stories · loading 25 % of 2.0 GB"));
    desk.keys(":").text("cancel").keys("enter");
    assert_eq!(desk.effects, [Effect::Cancel]);
    assert!(shows(&desk, "4 of 4 stories · loading stopped"));
    assert_eq!(desk.keys("j").headline(), "Port fees", "reading goes on");
}

#[test]
fn help_is_made_from_the_key_map_and_is_searched() {
    let mut desk = Desk::new(100, 24);
    desk.keys("?");
    assert!(shows(&desk, "Filter the headlines as you type"));
    desk.text("theme");
    assert!(shows(&desk, "Next theme") && !shows(&desk, "Filter the headlines"));
    desk.keys("esc");
    assert!(matches!(desk.state.overlay, Overlay::Nothing) && !desk.state.done);
    desk.keys("? q");
    assert!(matches!(desk.state.overlay, Overlay::Nothing) && !desk.state.done);
}

#[test]
fn letters_that_are_keys_are_searched_for_once_a_search_is_open() {
    let mut desk = Desk::new(100, 24);
    desk.keys("?").text("/quotation");
    assert!(shows(&desk, "Copy the quotation") && !shows(&desk, "Copy headline"));
    desk.keys("ctrl-u").text("back, or q");
    assert!(shows(&desk, "Back, or quit") && !shows(&desk, "Copy the quotation"));
    desk.keys("ctrl-u").text("/").keys("backspace q");
    assert!(matches!(desk.state.overlay, Overlay::Nothing) && !desk.state.done);
}

#[test]
fn help_knows_what_the_footer_calls_a_key() {
    let mut desk = Desk::new(100, 24);
    desk.keys("?").text("bookmark");
    assert!(shows(&desk, "Keep or drop"), "{}", desk.screen());
}
