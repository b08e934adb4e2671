//! Going on where one left off: the story, its line, the filters, the view, and nothing
//! that jumps once the reader has done something.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod desk;

use dateline::app::session::Session;
use dateline::app::{Message, Pane, View};
use dateline::model::NewStory;
use desk::{Desk, stories};

const STORM: &str = "Storm Closes Three Ports";
const FIRST: &str = "Marlow: Ferry Talks Open in Oslo";

fn long_story() -> NewStory {
    let body: Vec<String> = (0..60).map(|line| format!("Paragraph {line} of it.")).collect();
    NewStory { headline: "A Long Way".into(), body: body.join("\n\n"), ..NewStory::default() }
}

/// What is remembered after these keys on these stories.
fn after(keys: &str, stories: &[NewStory]) -> Session {
    let mut desk = Desk::with(120, 16, stories);
    desk.keys(keys);
    Session::of(&desk.state).unwrap()
}

/// A desk that goes on with a session, its stories not there yet.
fn resumed(session: Session) -> Desk {
    let mut desk = Desk::with(120, 16, &[]);
    session.dress(&mut desk.state);
    desk.send(Message::Resume(session));
    desk
}

#[test]
fn the_story_left_is_under_the_cursor_as_soon_as_it_is_there() {
    let session = after("G", &stories());
    let mut desk = resumed(session);
    desk.load(&stories()[..2]);
    assert_eq!(desk.headline(), FIRST);
    desk.load(&stories()[2..]);
    assert_eq!(desk.headline(), STORM);
}

#[test]
fn a_start_without_a_session_selects_the_first_story() {
    assert_eq!(Desk::new(120, 16).headline(), FIRST);
}

#[test]
fn the_body_goes_on_at_the_line_last_read_whatever_the_width() {
    let session = after("enter ctrl-f ctrl-f", &[long_story()]);
    assert_eq!(session.pane, Pane::Body);
    let mut desk = Desk::with(90, 12, &[]);
    desk.send(Message::Resume(session.clone()));
    desk.load(&[long_story()]);
    desk.keys("?");
    assert_eq!(Session::of(&desk.state).unwrap().at, session.at);
    desk.keys("esc");
    let at = session.at.unwrap();
    let line = long_story().body[at..].lines().next().unwrap().to_owned();
    assert!(desk.screen().contains(&line), "{line}:\n{}", desk.screen());
}

#[test]
fn filters_are_taken_up_and_can_be_undone() {
    let session = after("/ p o r t enter j", &stories());
    assert_eq!(session.filters, "port");
    let mut desk = resumed(session);
    desk.load(&stories());
    assert_eq!(desk.headlines().len(), 2);
    assert_eq!(desk.headline(), STORM);
    desk.keys("u");
    assert_eq!(desk.headlines().len(), 4);
}

#[test]
fn the_bookmarks_are_shown_again_once_they_are_known() {
    let mut left = Desk::new(120, 16);
    left.keys("b G b B j");
    let session = Session::of(&left.state).unwrap();
    let mut desk = resumed(session);
    desk.load(&stories());
    assert_eq!(desk.state.view, View::Stories);
    desk.send(Message::Kept { kept: left.disk.clone().into(), changes: 0 });
    assert_eq!((desk.state.view, desk.headline()), (View::Bookmarks, left.headline()));
}

#[test]
fn nothing_jumps_after_the_reader_has_done_something() {
    for keys in ["j", "/", "enter"] {
        let mut desk = resumed(after("G", &stories()));
        desk.load(&stories()[..2]);
        desk.keys(keys);
        let here = desk.headline().to_owned();
        desk.load(&stories()[2..]);
        assert_eq!(desk.headline(), here, "{keys}");
    }
}

#[test]
fn who_only_looks_in_overwrites_nothing() {
    let mut desk = Desk::new(120, 16);
    desk.keys("q");
    assert_eq!(Session::of(&desk.state), None);
}

#[test]
fn who_leaves_before_the_story_has_come_finds_the_session_as_it_was() {
    let mut desk = resumed(after("G", &stories()));
    desk.load(&stories()[..2]);
    desk.keys("q");
    assert!(desk.state.done);
    assert_eq!(Session::of(&desk.state), None);
}

#[test]
fn the_pane_width_and_a_theme_chosen_by_key_come_back() {
    let session = after("> > T", &stories());
    assert_eq!((session.list_width, session.theme.as_deref()), (4, Some("light")));
    let desk = resumed(session);
    assert_eq!((desk.state.settings.list_width, &*desk.state.theme.name), (4, "light"));
    assert_eq!(after("j", &stories()).theme, None, "nobody has chosen one");
}
