//! Feeds fetched: several at once, one question at a time to each host, each within its
//! limits, and what came is kept as story files. Nothing is fetched unless the reader
//! asks for it.
//!
//! `client` asks one server, `address` says where it may connect, `turns` when,
//! `charset` what an answer is written in, `discover` reads a page for its feeds,
//! [`shelf`] keeps stories, `memory` what to tell a server next time. `failure` has all
//! that can go wrong, in words.

mod address;
mod charset;
mod client;
mod discover;
mod failure;
mod headless;
mod memory;
mod one;
pub mod shelf;
mod turns;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use crossbeam_channel::{Receiver, unbounded};

pub use client::Limits;
pub use failure::Failure;
pub use headless::{quietly, run};
pub use shelf::Kept;

use self::client::Client;
use super::folders::Folders;
use super::headless::now;
use super::inputs::Input;
use super::settings;
use crate::config::Feed;
use crate::model::Problem;

/// What came of one feed.
#[derive(Debug)]
pub struct Outcome {
    pub feed: Feed,
    pub news: Result<News, Failure>,
    /// Items that could not be read.
    pub problems: Vec<Problem>,
}

/// How a feed that answered, or was not asked, is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Kept(Kept),
    Unchanged,
    /// Not asked: the server wished to be left alone until then, in seconds since the
    /// Unix epoch.
    Later(i64),
}

/// A feed to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub feed: Feed,
    /// Typed just now, not in the configuration: an article is then a story itself, and
    /// a feed that was gone is asked once more.
    pub typed: bool,
}

/// The reader wants no more of it.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The reader's own library, when there is one: all that was ever fetched. Empty while
/// feeds are configured and nothing is fetched yet.
pub fn library(folders: &Folders) -> Option<Vec<Input>> {
    let folder = folders.data.as_deref().map(shelf::library).filter(|folder| folder.is_dir());
    let any = folder.is_some() || !settings::feeds(folders).is_empty();
    any.then(|| folder.into_iter().map(Input::Path).collect())
}

/// What was ever fetched of these.
pub fn kept(links: &[Wanted], folders: &Folders) -> Vec<Input> {
    let Some(data) = &folders.data else { return Vec::new() };
    let folders = links.iter().map(|link| shelf::folder(data, &link.feed));
    folders.filter(|folder| folder.is_dir()).map(Input::Path).collect()
}

/// Feeds asked at the same time.
const AT_ONCE: usize = 8;

/// Fetches feeds; each comes out as it is done. Returns at once.
pub fn start(
    wanted: Vec<Wanted>,
    folders: &Folders,
    limits: Limits,
    stop: &Stop,
) -> Receiver<Outcome> {
    let (done, outcomes) = unbounded();
    let (hosts, queue) = unbounded::<VecDeque<Wanted>>();
    let hosts_wanted = by_host(wanted);
    let threads = hosts_wanted.len().min(AT_ONCE);
    for host in hosts_wanted {
        hosts.send(host).expect("the queue is held here");
    }
    // The system's certificates take longer to read than most folders: whoever asks first
    // reads them, and nobody does where there is nothing to ask.
    let client = Arc::new(LazyLock::new(move || Client::new(limits)));
    for _ in 0..threads {
        let (queue, done, stop) = (queue.clone(), done.clone(), stop.clone());
        let (client, folders) = (Arc::clone(&client), folders.clone());
        let ask = move || {
            for wanted in queue.try_iter().flatten() {
                let outcome = one::fetch(&client, wanted, &folders, now(), &stop);
                if done.send(outcome).is_err() {
                    return;
                }
            }
        };
        if std::thread::Builder::new().name("fetch".into()).spawn(ask).is_err() {
            break;
        }
    }
    outcomes
}

/// Feeds of one host together, hosts in the order of their first feed.
fn by_host(wanted: Vec<Wanted>) -> Vec<VecDeque<Wanted>> {
    let mut hosts: Vec<VecDeque<Wanted>> = Vec::new();
    for one in wanted {
        let same = |host: &&mut VecDeque<Wanted>| {
            host.front().is_some_and(|first| first.feed.url.host() == one.feed.url.host())
        };
        match hosts.iter_mut().find(same) {
            Some(host) => host.push_back(one),
            None => hosts.push(VecDeque::from([one])),
        }
    }
    hosts
}

impl Outcome {
    /// What came, in words, when something did.
    pub fn news(&self) -> Result<String, &Failure> {
        let news = self.news.as_ref()?;
        Ok(match news {
            News::Kept(Kept { new, changed: 0, .. }) => stories(*new),
            News::Kept(Kept { new, changed, .. }) => {
                format!("{}, {changed} changed", stories(*new))
            }
            News::Unchanged => "nothing new".into(),
            News::Later(until) => {
                format!("not asked before {}, as it wishes", failure::instant(*until))
            }
        })
    }
}

/// `1 new story`, `12 new stories`.
pub fn stories(count: usize) -> String {
    format!("{count} new {}", if count == 1 { "story" } else { "stories" })
}
