//! What the reader keeps: through other stores on the same folder, full disks, damaged
//! files and files from tomorrow.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod kept;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

use dateline::shell::store::{Disk, Step, Store, StoreError};
use kept::{data_file, failing, keep, let_go, names, on_disk, store, without_locks};

#[test]
fn nothing_is_made_until_something_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("share/dateline");
    let mut store = store(&folder);
    store.read(0).unwrap();
    assert!(store.told().is_empty() && names(home.path()).is_empty());
    store.apply(&[keep("a")], 1).unwrap();
    assert_eq!(names(&folder), ["bookmarks.json", "bookmarks.lock"]);
}

#[test]
fn without_a_home_nothing_is_kept_and_that_is_said() {
    let mut store = Store::new(None, Disk::new());
    store.read(0).unwrap();
    let refused = store.apply(&[keep("a")], 1).unwrap_err();
    assert_eq!(refused.to_string(), "no home folder to keep them in");
    assert!(store.bookmarks().is_empty());
}

#[cfg(unix)]
#[test]
fn files_are_for_the_reader_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("share/dateline");
    store(&folder).apply(&[keep("a")], 1).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&data_file(&folder)), 0o600);
    assert_eq!(mode(&folder.join("bookmarks.lock")), 0o600);
}

#[cfg(unix)]
#[test]
fn a_linked_file_stays_a_link() {
    let home = tempfile::tempdir().unwrap();
    let (folder, synced) = (home.path().join("dateline"), home.path().join("synced"));
    fs::create_dir_all(&folder).unwrap();
    fs::create_dir_all(&synced).unwrap();
    std::os::unix::fs::symlink("../synced/kept.json", data_file(&folder)).unwrap();
    store(&folder).apply(&[keep("a")], 1).unwrap();
    store(&folder).apply(&[keep("b")], 2).unwrap();
    assert!(fs::symlink_metadata(data_file(&folder)).unwrap().is_symlink());
    assert!(fs::metadata(synced.join("kept.json")).unwrap().is_file());
    assert_eq!(on_disk(&folder), ["a", "b"]);
}

#[test]
fn a_damaged_file_is_set_aside_byte_for_byte() {
    let home = tempfile::tempdir().unwrap();
    let garbage = b"\x00\xff{\"schema\": 1, \"book";
    fs::write(data_file(home.path()), garbage).unwrap();
    let mut store = store(home.path());
    store.read(1_795_434_300_000).unwrap();
    let told = store.told();
    let aside = "bookmarks.damaged-20261123T114500Z.json";
    assert_eq!(told, [format!("bookmarks.json was damaged, set aside as {aside}")]);
    assert_eq!(fs::read(home.path().join(aside)).unwrap(), garbage);
    store.apply(&[keep("a")], 1).unwrap();
    assert_eq!(on_disk(home.path()), ["a"]);
}

#[test]
fn two_damages_in_a_second_are_both_set_aside() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store(home.path());
    for garbage in ["", "one", "two"] {
        fs::write(data_file(home.path()), garbage).unwrap();
        store.apply(&[keep("a")], 0).unwrap();
    }
    let aside = names(home.path()).iter().filter(|name| name.contains("damaged")).count();
    assert_eq!(aside, 3);
    assert_eq!(on_disk(home.path()), ["a"]);
}

#[test]
fn a_cut_file_gives_back_its_whole_lines() {
    let home = tempfile::tempdir().unwrap();
    store(home.path()).apply(&[keep("a"), keep("b"), keep("c")], 1).unwrap();
    let bytes = fs::read(data_file(home.path())).unwrap();
    fs::write(data_file(home.path()), &bytes[..bytes.len() - 30]).unwrap();
    let mut store = store(home.path());
    store.read(0).unwrap();
    let told = store.told();
    assert!(told[0].ends_with("; 2 bookmarks saved from it"), "{told:?}");
    assert_eq!(on_disk(home.path()), ["a", "b"]);
}

#[test]
fn a_file_from_a_newer_version_is_not_touched() {
    let home = tempfile::tempdir().unwrap();
    let newer = r#"{"schema": 2, "bookmarks": {"a": {}}}"#;
    fs::write(data_file(home.path()), newer).unwrap();
    let mut store = store(home.path());
    assert!(matches!(store.read(0), Err(StoreError::Newer(..))));
    let refused = store.apply(&[keep("a")], 1).unwrap_err();
    assert!(
        refused.to_string().ends_with("is from a newer Dateline (schema 2) and was not touched")
    );
    assert_eq!(fs::read_to_string(data_file(home.path())).unwrap(), newer);
}

#[test]
fn copies_left_by_a_sync_program_are_merged_in_and_moved_aside() {
    let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    store(home.path()).apply(&[keep("a")], 1).unwrap();
    store(other.path()).apply(&[keep("b")], 1).unwrap();
    let copy = home.path().join("bookmarks.sync-conflict-20261123-101010-ABCDEFG.json");
    fs::copy(data_file(other.path()), &copy).unwrap();
    let mut store = store(home.path());
    store.read(0).unwrap();
    assert_eq!(store.told(), ["bookmarks of another copy merged in"]);
    assert!(!copy.exists());
    assert_eq!(on_disk(home.path()), ["a", "b"]);
}

#[test]
fn what_a_killed_process_left_is_swept_up() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(".bookmarks-x1y2z3.tmp"), "half").unwrap();
    store(home.path()).apply(&[keep("a")], 1).unwrap();
    assert_eq!(names(home.path()), ["bookmarks.json", "bookmarks.lock"]);
    fs::write(home.path().join(".bookmarks-a4b5c6.tmp"), "half").unwrap();
    assert_eq!(on_disk(home.path()), ["a"]);
    assert_eq!(names(home.path()), ["bookmarks.json", "bookmarks.lock"], "a start sweeps too");
}

#[test]
fn a_clock_set_back_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store(home.path());
    store.apply(&[keep("a")], 9_000).unwrap();
    store.apply(&[let_go("a")], 10).unwrap();
    assert_eq!(on_disk(home.path()), [] as [&str; 0]);
    store.apply(&[keep("a")], 5).unwrap();
    assert_eq!(on_disk(home.path()), ["a"]);
}

#[test]
fn ten_stores_at_once_lose_nothing_of_each_other() {
    let home = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..10 {
            let folder = home.path();
            scope.spawn(move || {
                let mut store = store(folder);
                for number in 0..5 {
                    store.apply(&[keep(&format!("{writer}-{number}"))], 1).unwrap();
                }
            });
        }
    });
    assert_eq!(on_disk(home.path()).len(), 50);
}

#[test]
fn whichever_step_fails_nothing_old_is_lost_and_the_next_change_works() {
    for (at, damaged) in (0..24).flat_map(|at| [(at, false), (at, true)]) {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("dateline");
        store(&folder).apply(&[keep("old")], 1).unwrap();
        if damaged {
            let whole = fs::read_to_string(data_file(&folder)).unwrap();
            fs::write(data_file(&folder), whole.trim_end().trim_end_matches('}')).unwrap();
        }
        let (disk, steps) = failing(at);
        let mut faulty = Store::new(Some(&folder), disk);
        let told = faulty.apply(&[keep("new")], 2);
        if steps.load(Ordering::Relaxed) <= at {
            // There are not so many steps: nothing failed.
            continue;
        }
        match told {
            Ok(()) => assert!(faulty.bookmarks().contains("new"), "step {at}"),
            Err(_) => assert!(!faulty.bookmarks().contains("new"), "step {at}"),
        }
        faulty.apply(&[keep("later")], 3).unwrap();
        let kept = on_disk(&folder);
        assert!(
            kept.contains(&"old".into()) && kept.contains(&"later".into()),
            "step {at}: {kept:?}"
        );
        assert!(told.is_err() || kept.contains(&"new".into()), "step {at}: {kept:?}");
        assert!(!names(&folder).iter().any(|name| name.contains(".tmp")), "step {at}");
    }
}

#[test]
fn without_locks_ten_stores_at_once_lose_nothing_of_each_other() {
    let home = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..10 {
            let folder = home.path();
            scope.spawn(move || {
                let mut store = Store::new(Some(folder), without_locks());
                for number in 0..5 {
                    store.apply(&[keep(&format!("{writer}-{number}"))], 1).unwrap();
                }
            });
        }
    });
    assert_eq!(on_disk(home.path()).len(), 50);
    assert_eq!(names(home.path()), ["bookmarks.json"]);
}

#[test]
fn a_mark_left_by_a_killed_process_does_not_stop_saving() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("bookmarks.held"), "").unwrap();
    Store::new(Some(home.path()), without_locks()).apply(&[keep("a")], 1).unwrap();
    assert_eq!(names(home.path()), ["bookmarks.json"]);
}

#[cfg(unix)]
#[test]
fn copies_of_a_linked_file_are_found_where_it_is() {
    let home = tempfile::tempdir().unwrap();
    let (folder, synced) = (home.path().join("dateline"), home.path().join("synced"));
    fs::create_dir_all(&folder).unwrap();
    store(&synced).apply(&[keep("a")], 1).unwrap();
    fs::rename(data_file(&synced), synced.join("kept (conflicted copy).json")).unwrap();
    std::os::unix::fs::symlink("../synced/kept.json", data_file(&folder)).unwrap();
    store(&folder).apply(&[keep("b")], 2).unwrap();
    assert_eq!(on_disk(&folder), ["a", "b"]);
    assert!(!synced.join("kept (conflicted copy).json").exists());
}

#[test]
fn a_copy_that_cannot_be_read_stays_where_it_is() {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in [("bookmarks 2.json", "{"), ("bookmarks 3.json", "{\"schema\": 2}")] {
        fs::write(home.path().join(name), text).unwrap();
    }
    let mut store = store(home.path());
    store.apply(&[keep("a")], 1).unwrap();
    assert!(store.told().is_empty());
    let expected = ["bookmarks 2.json", "bookmarks 3.json", "bookmarks.json", "bookmarks.lock"];
    assert_eq!(names(home.path()), expected);
}

#[test]
fn a_folder_removed_while_running_is_made_again_with_everything_in_it() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("dateline");
    let mut store = store(&folder);
    store.apply(&[keep("a")], 1).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    store.apply(&[keep("b")], 2).unwrap();
    assert_eq!(on_disk(&folder), ["a", "b"]);
}

#[test]
fn damage_is_told_even_when_the_rest_fails() {
    let home = tempfile::tempdir().unwrap();
    fs::write(data_file(home.path()), "garbage").unwrap();
    let fault = |step| match step {
        Step::Rename => Err(io::Error::from(io::ErrorKind::StorageFull)),
        _ => Ok(()),
    };
    let mut store = Store::new(Some(home.path()), Disk::with_fault(Box::new(fault)));
    store.apply(&[keep("a")], 0).unwrap_err();
    let aside = "bookmarks.damaged-19700101T000000Z.json";
    assert_eq!(store.told(), [format!("bookmarks.json was damaged, set aside as {aside}")]);
    assert_eq!(fs::read_to_string(home.path().join(aside)).unwrap(), "garbage");
}
