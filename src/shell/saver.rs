//! The saver thread: changes to what is kept go to the disk, several at a time when
//! they come fast, and only then are they told as kept.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, Sender};

use super::store::{Change, Store, StoreError};
use crate::app::{Message, Notice};

/// How often a change is tried when another Dateline holds the lock.
const TRIES: usize = 3;

/// Reads what is kept, then saves until nobody changes anything any more.
pub(super) fn run(mut store: Store, changes: &Receiver<Change>, results: &Sender<Message>) {
    let tell = |told: Vec<String>| {
        for sentence in told {
            let _ = results.send(Message::Told(Notice::grave(sentence)));
        }
    };
    match store.read(now_ms()) {
        Ok(told) => tell(told),
        Err(error) => tell(vec![format!("bookmarks cannot be read: {error}")]),
    }
    let _ = results.send(Message::Kept(Arc::new(store.bookmarks().clone())));
    while let Ok(first) = changes.recv() {
        let batch: Vec<Change> = std::iter::once(first).chain(changes.try_iter()).collect();
        match save(&mut store, &batch) {
            Ok(told) => {
                tell(told);
                let _ = results.send(Message::Kept(Arc::new(store.bookmarks().clone())));
            }
            Err(error) => {
                let _ = results.send(Message::NotKept { reason: error.to_string() });
            }
        }
    }
}

fn save(store: &mut Store, batch: &[Change]) -> Result<Vec<String>, StoreError> {
    let mut tries = 1;
    loop {
        match store.apply(batch, now_ms()) {
            Err(StoreError::Busy) if tries < TRIES => tries += 1,
            done => return done,
        }
    }
}

/// Milliseconds since the Unix epoch; a clock before it counts as at it.
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
