//! The reader in a real pseudo-terminal: it opens, answers keys, keeps what it is told
//! to keep, and leaves the terminal as it found it.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]
#![cfg(unix)]

mod terminal;

use terminal::Desk;

#[test]
fn stories_open_narrow_and_quit_with_the_terminal_restored() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("3 of 3 stories");
    desk.press("/port");
    desk.wait_for("1 of 3 stories");
    desk.press("\r");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    assert!(!home.path().join(".local/share").exists(), "nothing was kept, nothing is written");
}

#[test]
fn without_a_file_the_sample_opens_and_says_what_it_is() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open_with(home.path(), &[], &[]);
    desk.wait_for("invented");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn what_a_pipe_hands_over_opens_without_being_named() {
    let home = tempfile::tempdir().unwrap();
    let wire = r#"{"headline": "Ferry", "body": "A."}
{"headline": "Port", "body": "B."}
"#;
    std::fs::write(home.path().join("two.ndjson"), wire).unwrap();
    let mut desk = Desk::open_piped(home.path(), "cat two.ndjson");
    desk.wait_for("2 of 2 stories");
    desk.press("/port");
    desk.wait_for("1 of 2 stories");
    desk.press("\x1b");
    desk.wait_for("2 of 2 stories");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn damaged_bookmarks_are_told_of_as_long_as_somebody_asks() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join(".local/share/dateline");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("bookmarks.json"), "{broken").unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("was damaged");
    desk.press("j");
    desk.wait_for("1 problem (!)");
    desk.press("!");
    desk.wait_for("bookmarks: bookmarks.json was damaged, set aside as");
    desk.press("qq");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn a_bookmark_survives_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("3 of 3 stories");
    desk.press("jb");
    desk.wait_for("★");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    let mut again = Desk::open(home.path());
    again.wait_for("★");
    again.press("q");
    assert_eq!(again.ended(), 0);
}

#[test]
fn a_session_is_gone_on_with_when_asked_and_only_then() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("3 of 3 stories");
    desk.press("/port\r");
    desk.wait_for("1 of 3 stories");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    let mut fresh = Desk::open_with(home.path(), &["--no-session", "wire.ndjson"], &[]);
    fresh.wait_for("3 of 3 stories");
    fresh.press("q");
    assert_eq!(fresh.ended(), 0);
    let mut again = Desk::open_with(home.path(), &["--resume", "wire.ndjson"], &[]);
    again.wait_for("1 of 3 stories");
    again.press("q");
    assert_eq!(again.ended(), 0);
}

#[test]
fn a_damaged_session_is_set_aside_and_the_log_says_so() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".local/state/dateline");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("session.json"), "garbage").unwrap();
    let mut desk = Desk::open_with(home.path(), &["--resume"], &[]);
    desk.wait_for("stories");
    desk.press("jq");
    assert_eq!(desk.ended(), 0);
    let log = std::fs::read_to_string(folder.join("dateline.log")).unwrap();
    for said in ["start: dateline", "session.json was damaged, set aside as", "end: quit"] {
        assert!(log.contains(said), "{log}");
    }
    let session = std::fs::read_to_string(folder.join("session.json")).unwrap();
    assert!(session.starts_with("{\"schema\": 1, \"sessions\": ["), "{session}");
}

#[cfg(feature = "faults")]
#[test]
fn a_panic_gives_the_terminal_back_and_can_be_read() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open_with(home.path(), &[], &[("DATELINE_PANIC", "ui")]);
    desk.wait_for("asked to panic in the event loop");
    assert_eq!(desk.ended(), 101);
}

#[cfg(feature = "faults")]
#[test]
fn a_worker_that_panics_is_told_and_the_rest_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open_with(home.path(), &[], &[("DATELINE_PANIC", "worker")]);
    desk.wait_for("the extractor failed");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}
