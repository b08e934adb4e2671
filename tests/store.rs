//! What the reader keeps, against a plain map: through other stores on the same
//! folder, full disks, damaged files and files from tomorrow.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::model::{Bookmark, Bookmarks, Entry};
use dateline::shell::store::{Change, Disk, Store, StoreError};
use proptest::prelude::*;

fn bookmark(key: &str, body: &str) -> Bookmark {
    Bookmark {
        key: key.into(),
        headline: format!("Ferry {key} sails"),
        body: body.into(),
        source: Some("Northern Wire".into()),
        place: None,
        url: None,
        path: Some("wire.txt".into()),
        published: Some(1_513_300_000),
    }
}

fn keep(key: &str) -> Change {
    Change { key: key.into(), kept: Some(bookmark(key, "One.\n\nTwo.")) }
}

fn let_go(key: &str) -> Change {
    Change { key: key.into(), kept: None }
}

fn store(folder: &Path) -> Store {
    Store::new(Some(folder), Disk::new())
}

/// What a store opened afresh finds in the folder.
fn on_disk(folder: &Path) -> Vec<String> {
    let mut store = store(folder);
    store.read(0).unwrap();
    let mut keys: Vec<String> =
        store.bookmarks().kept().iter().map(|kept| kept.key.clone()).collect();
    keys.sort();
    keys
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn data_file(folder: &Path) -> PathBuf {
    folder.join("bookmarks.json")
}

#[test]
fn nothing_is_made_until_something_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("share/dateline");
    let mut store = store(&folder);
    assert_eq!(store.read(0).unwrap(), [] as [&str; 0]);
    assert!(names(home.path()).is_empty());
    store.apply(&[keep("a")], 1).unwrap();
    assert_eq!(names(&folder), ["bookmarks.json", "bookmarks.lock"]);
}

#[test]
fn without_a_home_nothing_is_kept_and_that_is_said() {
    let mut store = Store::new(None, Disk::new());
    assert!(store.read(0).unwrap().is_empty());
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
    let told = store.read(1_795_434_300_000).unwrap();
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
    let told = store(home.path()).read(0).unwrap();
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
    let told = store(home.path()).read(0).unwrap();
    assert_eq!(told, ["bookmarks of 1 other copies merged in"]);
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

/// Fails the step with this number, counted from the first, and none after it.
fn failing(at: usize) -> (Disk, Arc<AtomicUsize>) {
    let steps = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&steps);
    let fault = move |_| match counter.fetch_add(1, Ordering::Relaxed) {
        step if step == at => Err(io::Error::other("injected")),
        _ => Ok(()),
    };
    (Disk::with_fault(Box::new(fault)), steps)
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
            Ok(_) => assert!(faulty.bookmarks().contains("new"), "step {at}"),
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

/// One thing a reader does in one of several open Datelines.
#[derive(Clone, Debug)]
enum Deed {
    Keep(String),
    Drop(String),
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    let key = || prop::sample::select(vec!["a", "b", "c", "https://a.example/ü"]);
    prop_oneof![
        4 => key().prop_map(|key| Deed::Keep(key.into())),
        3 => key().prop_map(|key| Deed::Drop(key.into())),
        1 => Just(Deed::Reopen),
    ]
}

fn copy_of() -> impl Strategy<Value = Bookmarks> {
    let entry = (0_i64..4, prop::option::of("[xy]{0,2}"));
    prop::collection::vec(("[abc]", entry), 0..5).prop_map(|entries| {
        let mut bookmarks = Bookmarks::default();
        for (key, (changed, body)) in entries {
            let kept = body.map(|body| bookmark(&key, &body));
            bookmarks.merge_entry(key, Entry { changed, kept });
        }
        bookmarks
    })
}

fn merged(a: &Bookmarks, b: &Bookmarks) -> Bookmarks {
    let mut both = a.clone();
    both.merge(b.clone());
    both
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn several_stores_on_one_folder_are_one_map(
        deeds in prop::collection::vec((0_usize..3, deed(), -5_i64..50, 0_usize..40), 1..25),
    ) {
        let home = tempfile::tempdir().unwrap();
        let mut stores = [store(home.path()), store(home.path()), store(home.path())];
        let mut model: BTreeMap<String, bool> = BTreeMap::new();
        for (who, deed, now, fault) in deeds {
            let change = match deed {
                Deed::Keep(key) => keep(&key),
                Deed::Drop(key) => let_go(&key),
                Deed::Reopen => {
                    // The next change of this reader meets a fault, at some step.
                    stores[who] = Store::new(Some(home.path()), failing(fault).0);
                    continue;
                }
            };
            if stores[who].apply(std::slice::from_ref(&change), now).is_ok() {
                model.insert(change.key.clone(), change.kept.is_some());
                prop_assert_eq!(stores[who].bookmarks().contains(&change.key), change.kept.is_some());
            } else {
                // Not told as kept: either is right, so the model takes what is there.
                let there = on_disk(home.path()).contains(&change.key);
                model.insert(change.key.clone(), there);
            }
        }
        let expected: Vec<String> =
            model.into_iter().filter(|(_, kept)| *kept).map(|(key, _)| key).collect();
        prop_assert_eq!(on_disk(home.path()), expected);
    }

    #[test]
    fn copies_merge_in_any_order(a in copy_of(), b in copy_of(), c in copy_of()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a);
    }
}
