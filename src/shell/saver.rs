//! The saver thread: changes to what is kept go to the disk, several at a time when
//! they come fast, and only then are they told as kept.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, Sender};

use super::store::{Change, Store, StoreError};
use super::work;
use crate::app::{Message, Notice};
use crate::model::Problem;

/// How often a change is tried when another Dateline holds the lock.
const TRIES: usize = 3;

/// Reads what is kept, then saves until nobody changes anything any more.
pub(super) fn run(mut store: Store, changes: &Receiver<Change>, results: &Sender<Message>) {
    let read = store.read(now_ms());
    let mut told = store.told();
    told.extend(read.err().map(|error| format!("bookmarks cannot be read: {error}")));
    tell(results, &told);
    let kept = |store: &Store, changes| {
        // Nobody listens any more once the reader quits.
        let kept = Arc::new(store.bookmarks().clone());
        let _ = results.send(Message::Kept { kept, changes });
    };
    kept(&store, 0);
    while let Ok(first) = changes.recv() {
        let batch: Vec<Change> = std::iter::once(first).chain(changes.try_iter()).collect();
        let saved = save(&mut store, &batch);
        let mut told = store.told();
        match saved {
            Ok(()) => {
                tell(results, &told);
                kept(&store, batch.len());
            }
            Err(reason) => {
                // One message at a time stands on the screen.
                told.insert(0, reason);
                let (reason, changes) = (told.join("; "), batch.len());
                let _ = results.send(Message::NotKept { reason, changes });
            }
        }
    }
}

/// Tells at once, and lists it as a problem too: a sentence is gone with the next key.
fn tell(results: &Sender<Message>, told: &[String]) {
    for reason in told.iter().cloned() {
        let problem = Problem { path: "bookmarks".into(), line: None, reason };
        let _ = results.send(Message::Problem(problem));
    }
    if !told.is_empty() {
        let _ = results.send(Message::Told(Notice::grave(told.join("; "))));
    }
}

/// Saves, or gives the reason why not. Even a panic is only a reason: the store takes
/// nothing for kept before it is.
fn save(store: &mut Store, batch: &[Change]) -> Result<(), String> {
    for _ in 1..TRIES {
        match attempt(store, batch) {
            Ok(Err(StoreError::Busy)) => (),
            Ok(done) => return done.map_err(|error| error.to_string()),
            Err(reason) => return Err(reason),
        }
    }
    attempt(store, batch)?.map_err(|error| error.to_string())
}

fn attempt(store: &mut Store, batch: &[Change]) -> Result<Result<(), StoreError>, String> {
    let apply = AssertUnwindSafe(|| store.apply(batch, now_ms()));
    catch_unwind(apply).map_err(|panic| format!("the saver failed: {}", work::message(&*panic)))
}

/// Milliseconds since the Unix epoch; a clock before it counts as at it.
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
