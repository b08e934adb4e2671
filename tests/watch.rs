//! What comes while the reader is open: files written into a watched folder, feeds
//! fetched by a key or from the command line.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]
#![cfg(unix)]

mod server;
mod terminal;

use std::fs;
use std::io::Write;
use std::time::Duration;

use server::{Server, configure, json, send};
use terminal::Desk;

fn line(id: u32, headline: &str, body: &str) -> String {
    format!("{{\"id\": \"{id}\", \"headline\": \"{headline}\", \"body\": \"{body}\"}}\n")
}

#[test]
fn a_file_written_into_a_watched_folder_appears_and_the_cursor_stays() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("wire");
    fs::create_dir(&folder).unwrap();
    let old = line(1, "Ferry talks open", "It began well.")
        + &line(2, "Port fees rise", "Nobody was glad.");
    fs::write(folder.join("a.ndjson"), old).unwrap();
    let mut desk = Desk::open_with(home.path(), &["--watch", "wire"], &[]);
    desk.wait_for("2 of 2 stories");
    desk.press("j");
    desk.wait_for("Nobody was glad.");
    // In two halves, as a slow program writes: a half is not read.
    let mut file = fs::File::create(folder.join("b.ndjson")).unwrap();
    let new = line(3, "Night train late", "Nobody was hurt.");
    let (half, rest) = new.split_at(20);
    file.write_all(half.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    file.write_all(rest.as_bytes()).unwrap();
    drop(file);
    desk.wait_for("3 of 3 stories");
    desk.wait_for("1 new story");
    desk.wait_for("Night train late");
    let screen = desk.text();
    assert!(screen.contains("Nobody was glad.") && !screen.contains("problem"), "{screen}");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn a_changed_story_shows_what_changed() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("wire.ndjson");
    fs::write(&file, line(1, "Ferry talks open", "It began well.\\n\\nIt will end soon.")).unwrap();
    configure(home.path(), &[]);
    fs::write(home.path().join(".config/dateline/config.toml"), "watch = true\n").unwrap();
    let mut desk = Desk::open_with(home.path(), &["wire.ndjson"], &[]);
    desk.wait_for("It will end soon.");
    // As editors save: a new file over the old one.
    let other = home.path().join(".wire.tmp");
    fs::write(&other, line(1, "Ferry talks open", "It began well.\\n\\nIt ended badly.")).unwrap();
    fs::rename(&other, &file).unwrap();
    desk.wait_for("1 changed");
    desk.wait_for("older version");
    desk.wait_for("-It will end soon.");
    desk.press("j");
    desk.wait_for("+It ended badly.");
    desk.wait_for(" It began well.");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn a_key_fetches_the_feeds_and_the_same_key_stops() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request, out| match request.path.as_str() {
        "/slow" => std::thread::sleep(Duration::from_secs(10)),
        "/bad" => send(out, "404 Not Found", &[], b""),
        _ => json(out, &["Ferry talks open", "Port fees rise"]),
    });
    configure(home.path(), &[server.url("/bad"), server.url("/feed")]);
    let mut desk = Desk::open_with(home.path(), &[], &[]);
    desk.wait_for("nothing fetched yet");
    assert!(server.asked().is_empty(), "opening the reader fetches nothing");
    desk.press("R");
    desk.wait_for("2 of 2 stories");
    desk.wait_for("1 feed failed");
    desk.wait_for("1 problem");
    configure(home.path(), &[server.url("/slow")]);
    desk.press("R");
    desk.wait_for("fetching 0 of 1");
    desk.press("R");
    desk.wait_for("stopped fetching");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    let mut again = Desk::open_with(home.path(), &[], &[]);
    again.wait_for("2 of 2 stories");
    again.press("q");
    assert_eq!(again.ended(), 0);
}

#[test]
fn a_link_on_the_command_line_is_fetched_while_the_files_are_read() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("wire.ndjson"), line(1, "Night train late", "It was.")).unwrap();
    let server = Server::start(|_, out| json(out, &["Ferry talks open"]));
    let link = server.url("/feed");
    let mut desk = Desk::open_with(home.path(), &["wire.ndjson", &link], &[]);
    desk.wait_for("2 of 2 stories");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    drop(server);
    let mut again = Desk::open_with(home.path(), &[&link], &[]);
    again.wait_for("Ferry talks open");
    again.wait_for("1 of 1 stories");
    again.press("q");
    assert_eq!(again.ended(), 0);
}
