//! The store against the simplest picture of it: readers on one folder against a map,
//! two machines on synced folders against what each could have known. Disks fail,
//! clocks jump, files are damaged and sync programs come in between.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod kept;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dateline::model::{Bookmarks, Entry};
use dateline::shell::store::{Disk, Step, Store};
use kept::{bookmark, data_file, failing, keep, let_go, on_disk, store};
use proptest::prelude::*;

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

/// What may happen on two machines whose folders a sync program keeps alike.
#[derive(Clone, Debug)]
enum Happening {
    /// A reader keeps (`true`) or drops a story, by the machine's own clock.
    Change { machine: usize, key: String, keep: bool, clock: i64 },
    /// Dateline starts anew there, on a disk that fails once, at some step.
    Reopen { machine: usize, fault: usize },
    /// The sync program carries the file from this machine to the other.
    Sync { from: usize },
}

fn happening() -> impl Strategy<Value = Happening> {
    let key = prop::sample::select(vec!["a", "b", "c"]).prop_map(String::from);
    let change = (0_usize..2, key, any::<bool>(), -50_i64..50);
    prop_oneof![
        6 => change.prop_map(|(machine, key, keep, clock)| {
            Happening::Change { machine, key, keep, clock }
        }),
        1 => (0_usize..2, 0_usize..40).prop_map(|(machine, fault)| {
            Happening::Reopen { machine, fault }
        }),
        3 => (0_usize..2).prop_map(|from| Happening::Sync { from }),
    ]
}

/// A change, by its place in the order of all.
type Event = usize;

/// Two machines, and who knows of which change: whatever the clocks say, a change may
/// only be undone by one made in knowledge of it.
struct Machines {
    _home: tempfile::TempDir,
    folders: [PathBuf; 2],
    stores: [Store; 2],
    /// The file as the sync program last saw it on both.
    base: Option<Vec<u8>>,
    /// The key, and whether it was kept.
    events: Vec<(String, bool)>,
    superseded: BTreeSet<Event>,
    /// Changes that were refused, which may be on the disk all the same.
    unsure: BTreeSet<usize>,
    /// What the running Dateline knows, what it will know after its next look at the
    /// file and at the copies beside it, and what the file holds.
    known: [BTreeSet<Event>; 2],
    coming: [BTreeSet<Event>; 2],
    in_copies: [BTreeSet<Event>; 2],
    in_file: [BTreeSet<Event>; 2],
    /// Whether a disk failed to read something since this was last asked.
    unread: [Arc<AtomicBool>; 2],
}

impl Machines {
    fn new() -> Machines {
        let home = tempfile::tempdir().unwrap();
        let folders = [home.path().join("one"), home.path().join("two")];
        for folder in &folders {
            fs::create_dir(folder).unwrap();
        }
        let stores = [store(&folders[0]), store(&folders[1])];
        Machines {
            _home: home,
            folders,
            stores,
            base: None,
            events: Vec::new(),
            superseded: BTreeSet::new(),
            unsure: BTreeSet::new(),
            known: Default::default(),
            coming: Default::default(),
            in_copies: Default::default(),
            in_file: Default::default(),
            unread: Default::default(),
        }
    }

    fn happen(&mut self, what: Happening) {
        match what {
            Happening::Change { machine, key, keep, clock } => {
                self.change(machine, &key, keep, clock);
            }
            Happening::Reopen { machine, fault } => {
                let folder = Some(&*self.folders[machine]);
                let disk = failing_to_read(fault, &self.unread[machine]);
                self.stores[machine] = Store::new(folder, disk);
                self.known[machine].clear();
                self.coming[machine].extend(&self.in_file[machine]);
            }
            Happening::Sync { from } => self.sync(from, 1 - from),
        }
    }

    fn change(&mut self, at: usize, key: &str, wanted: bool, clock: i64) {
        let change = if wanted { keep(key) } else { let_go(key) };
        let event = self.events.len();
        self.events.push((key.into(), wanted));
        self.unread[at].store(false, Ordering::Relaxed);
        if self.stores[at].apply(&[change], clock).is_err() {
            // It may have come to the disk or not, and supersedes nothing for sure.
            self.unsure.insert(event);
            return;
        }
        self.known[at].append(&mut self.coming[at]);
        // A change is not refused for a copy that cannot be read, but made without it.
        if !self.unread[at].load(Ordering::Relaxed) {
            self.known[at].append(&mut self.in_copies[at]);
        }
        let older = self.known[at].iter().filter(|&&old| self.events[old].0 == key);
        self.superseded.extend(older);
        self.known[at].insert(event);
        self.in_file[at].clone_from(&self.known[at]);
    }

    /// What a sync program does: a file that changed on one machine only is carried
    /// over, of one that changed on both a copy is left beside.
    fn sync(&mut self, from: usize, to: usize) {
        let read = |machine: usize| fs::read(data_file(&self.folders[machine])).ok();
        let (Some(theirs), ours) = (read(from), read(to)) else { return };
        if Some(&theirs) == ours.as_ref() || (Some(&theirs) == self.base.as_ref() && ours.is_some())
        {
            return;
        }
        if ours == self.base {
            self.coming[to].extend(&self.in_file[from]);
            fs::write(data_file(&self.folders[to]), &theirs).unwrap();
            let carried = self.in_file[from].clone();
            self.in_file[to] = carried;
            self.base = Some(theirs);
            return;
        }
        self.in_copies[to].extend(&self.in_file[from]);
        let count = self.events.len();
        let copy = format!("bookmarks.sync-conflict-20261123-101010-{count:07}.json");
        fs::write(self.folders[to].join(copy), theirs).unwrap();
    }

    /// Everything comes everywhere, on disks that work again.
    fn settle(&mut self) -> [Vec<String>; 2] {
        for from in [0, 1] {
            let Ok(bytes) = fs::read(data_file(&self.folders[from])) else { continue };
            fs::write(self.folders[1 - from].join("bookmarks 2.json"), bytes).unwrap();
            on_disk(&self.folders[1 - from]);
        }
        [on_disk(&self.folders[0]), on_disk(&self.folders[1])]
    }

    /// How a key may have ended: as the changes say that nobody knew of who changed it
    /// later. Empty when it never was changed.
    fn endings(&self, key: &str) -> BTreeSet<bool> {
        let events = self.events.iter().enumerate().filter(|(_, (of, _))| of == key);
        let last: Vec<_> = events.filter(|(event, _)| !self.superseded.contains(event)).collect();
        let mut endings: BTreeSet<bool> = last.iter().map(|(_, (_, kept))| *kept).collect();
        if !last.is_empty() && last.iter().all(|(event, _)| self.unsure.contains(event)) {
            // None of them may have come to the disk.
            endings.insert(false);
        }
        endings
    }
}

/// [`failing`], which tells when the step that failed was to read.
fn failing_to_read(at: usize, unread: &Arc<AtomicBool>) -> Disk {
    let (mut step, unread) = (0, Arc::clone(unread));
    Disk::with_fault(Box::new(move |what| {
        step += 1;
        if step != at + 1 {
            return Ok(());
        }
        unread.fetch_or(what == Step::Read, Ordering::Relaxed);
        Err(io::Error::other("injected"))
    }))
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
    fn two_machines_lose_nothing_whatever_their_clocks_say(
        happenings in prop::collection::vec(happening(), 1..30),
    ) {
        let mut machines = Machines::new();
        for what in happenings {
            machines.happen(what);
        }
        let [one, two] = machines.settle();
        prop_assert_eq!(&one, &two);
        for key in ["a", "b", "c"] {
            let (kept, endings) = (one.iter().any(|kept| kept == key), machines.endings(key));
            prop_assert!(endings.contains(&kept) || endings.is_empty() && !kept, "{key}: {kept}");
        }
    }

    #[test]
    fn copies_merge_in_any_order(a in copy_of(), b in copy_of(), c in copy_of()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a);
    }
}
