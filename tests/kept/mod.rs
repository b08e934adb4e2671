//! What the tests of the store share: stories to keep, a folder to look into, disks
//! that fail.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::model::Bookmark;
use dateline::shell::store::{Change, Disk, Step, Store};

pub(crate) fn bookmark(key: &str, body: &str) -> Bookmark {
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

pub(crate) fn keep(key: &str) -> Change {
    Change { key: key.into(), kept: Some(bookmark(key, "One.\n\nTwo.")) }
}

pub(crate) fn let_go(key: &str) -> Change {
    Change { key: key.into(), kept: None }
}

pub(crate) fn store(folder: &Path) -> Store {
    Store::new(Some(folder), Disk::new())
}

/// What a store opened afresh finds in the folder.
pub(crate) fn on_disk(folder: &Path) -> Vec<String> {
    let mut store = store(folder);
    store.read(0).unwrap();
    let mut keys: Vec<String> =
        store.bookmarks().kept().iter().map(|kept| kept.key.clone()).collect();
    keys.sort();
    keys
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(crate) fn data_file(folder: &Path) -> PathBuf {
    folder.join("bookmarks.json")
}

/// Fails the step with this number, counted from the first, and none after it.
pub(crate) fn failing(at: usize) -> (Disk, Arc<AtomicUsize>) {
    let steps = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&steps);
    let fault = move |_| match counter.fetch_add(1, Ordering::Relaxed) {
        step if step == at => Err(io::Error::other("injected")),
        _ => Ok(()),
    };
    (Disk::with_fault(Box::new(fault)), steps)
}

/// A disk whose file system has no locks.
pub(crate) fn without_locks() -> Disk {
    let fault = |step| match step {
        Step::Lock => Err(io::Error::from(io::ErrorKind::Unsupported)),
        _ => Ok(()),
    };
    Disk::with_fault(Box::new(fault))
}
