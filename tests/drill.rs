//! The reader under fire: killed, signalled, ten at once, on a disk that will not, in a
//! terminal that goes away. What it has shown as kept is kept, and the terminal is given
//! back.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]
#![cfg(unix)]

mod terminal;

use std::fs;
use std::time::Duration;

use rustix::process::Signal;
use terminal::{Desk, Unread, bookmarks_file, ends, kept_in};

#[test]
fn what_is_shown_as_kept_survives_a_kill_at_any_instant() {
    let home = tempfile::tempdir().unwrap();
    for round in 0..14_u64 {
        let before = kept_in(home.path());
        let mut desk = Desk::open_ferries(home.path(), 60);
        desk.wait_for("60 of 60 stories");
        // Three stories nobody has kept yet.
        desk.press(&"j".repeat(usize::try_from(round).unwrap() * 3));
        desk.press("bjbjb");
        desk.look_on(Duration::from_micros(round * round * 150));
        let shown = desk.killed();
        let kept = kept_in(home.path());
        assert!(shown.is_subset(&kept), "round {round}: {shown:?} shown, {kept:?} kept");
        assert!(before.is_subset(&kept), "round {round}: {before:?} before, {kept:?} kept");
    }
}

#[test]
fn a_bookmark_let_go_is_shown_so_before_the_disk_forgets_it() {
    let home = tempfile::tempdir().unwrap();
    for round in 0..12_u64 {
        let mut desk = Desk::open_ferries(home.path(), 12);
        desk.wait_for("12 of 12 stories");
        desk.press("bjbjbkb");
        desk.look_on(Duration::from_micros(round * round * 200));
        let shown = desk.killed();
        let kept = kept_in(home.path());
        assert!(shown.is_subset(&kept), "round {round}: {shown:?} shown, {kept:?} kept");
    }
}

#[test]
fn ten_at_once_lose_nothing_of_each_other() {
    let home = tempfile::tempdir().unwrap();
    let mut desks: Vec<Desk> = (0..10).map(|_| Desk::open_ferries(home.path(), 12)).collect();
    for (number, desk) in desks.iter_mut().enumerate() {
        desk.wait_for("12 of 12 stories");
        desk.press(&"j".repeat(number));
    }
    for desk in &mut desks {
        desk.press("b");
    }
    for (number, desk) in desks.iter_mut().enumerate() {
        desk.wait_kept(number);
    }
    assert_eq!(kept_in(home.path()).len(), 10);
    for mut desk in desks {
        desk.press("q");
        assert_eq!(desk.ended(), 0);
    }
    let file = bookmarks_file(home.path());
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 2, "the file and its lock");
}

#[test]
fn a_signal_ends_it_with_the_terminal_restored_and_the_save_finished() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = Desk::open_ferries(home.path(), 12);
        desk.wait_for("12 of 12 stories");
        desk.press("b");
        desk.wait("mark", |screen| screen.contains('★') || screen.contains('☆'));
        desk.signal(signal);
        assert_ne!(desk.ended(), 0, "{signal:?}");
        assert_eq!(kept_in(home.path()).len(), 1, "{signal:?}");
    }
}

#[test]
fn what_cannot_be_saved_is_told_and_can_be_saved_later() {
    let home = tempfile::tempdir().unwrap();
    let file = bookmarks_file(home.path());
    let folder = file.parent().unwrap();
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    fs::write(folder, "in the way").unwrap();
    let mut desk = Desk::open_ferries(home.path(), 12);
    desk.wait_for("12 of 12 stories");
    desk.press("b");
    desk.wait_for("not saved: ");
    assert!(!desk.text().contains('★'));
    fs::remove_file(folder).unwrap();
    desk.press("b");
    desk.wait_kept(0);
    assert_eq!(kept_in(home.path()).len(), 1);
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn damage_and_a_newer_version_are_told_on_the_screen() {
    for (text, told) in [("garbage", "set aside as"), ("{\"schema\": 2}", "newer Dateline")] {
        let home = tempfile::tempdir().unwrap();
        let file = bookmarks_file(home.path());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        let mut desk = Desk::open_ferries(home.path(), 12);
        desk.wait_for(told);
        desk.press("q");
        assert_eq!(desk.ended(), 0);
        let entries = fs::read_dir(file.parent().unwrap()).unwrap();
        let still = entries.filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok());
        assert_eq!(still.filter(|found| found == text).count(), 1, "byte for byte");
    }
}

#[test]
fn a_terminal_that_goes_away_or_takes_nothing_ends_it() {
    let home = tempfile::tempdir().unwrap();
    let mut gone = Unread::open(home.path());
    gone.fill();
    assert!(ends(&mut *gone.hang_up()), "hung up");
    let mut stuck = Unread::open(home.path());
    stuck.fill();
    stuck.signal(Signal::TERM);
    assert!(ends(stuck.child()), "stuck");
}

#[test]
fn a_storm_of_sizes_leaves_it_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open_ferries(home.path(), 12);
    desk.wait_for("12 of 12 stories");
    for step in 0..300_u16 {
        desk.resize(step * 37 % 251, step * 53 % 101);
    }
    desk.resize(80, 24);
    desk.press("j");
    desk.wait_for("12 of 12 stories");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn any_bytes_typed_leave_it_standing() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open_ferries(home.path(), 12);
    desk.wait_for("12 of 12 stories");
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let bytes = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    });
    // Not q, Ctrl-C and Ctrl-Z, which do what they do.
    let harmless = |byte: &u8| !matches!(byte, b'q' | b'Q' | 0x03 | 0x1a);
    let bytes: Vec<u8> = bytes.filter(harmless).take(4_000).collect();
    desk.send(&bytes);
    // Closes a paste that may be open, then whatever prompt there is.
    desk.send(b"\x1b[201~");
    desk.look_on(Duration::from_millis(1_200));
    desk.press("\u{3}");
    assert_eq!(desk.ended(), 0);
}
