//! Fetching while the reader goes on: orders in, progress and touched files out.

use crossbeam_channel::{Receiver, Sender, never};

use super::fetch::{self, Kept, Limits, News, Outcome, Stop, Wanted};
use super::folders::Folders;
use super::settings;
use crate::app::{Fetching, Message, Notice};
use crate::config::shown;
use crate::model::Problem;

/// What the reader asks for.
pub(super) enum Order {
    /// All feeds of the configuration.
    Feeds,
    /// The links of the command line.
    Links(Vec<Wanted>),
    Stop,
}

/// A fetch under way, and what has come of it.
struct Running {
    outcomes: Receiver<Outcome>,
    stop: Stop,
    of: usize,
    done: usize,
    new: usize,
    changed: usize,
    failed: usize,
}

/// Carries orders out until there are none any more. While one fetch is under way no
/// other is begun.
pub(super) fn run(orders: &Receiver<Order>, folders: &Folders, results: &Sender<Message>) {
    let tell = |message: Message| drop(results.send(message));
    let mut running: Option<Running> = None;
    loop {
        let outcomes = running.as_ref().map_or_else(never, |running| running.outcomes.clone());
        crossbeam_channel::select! {
            recv(orders) -> order => match order {
                Ok(Order::Stop) => {
                    if let Some(running) = running.take() {
                        running.stop.stop();
                        tell(Message::Fetching(None));
                        tell(Message::Told(Notice::quiet("stopped fetching")));
                    }
                }
                Ok(_) if running.is_some() => (),
                Ok(Order::Links(wanted)) => running = begin(wanted, folders, results),
                Ok(Order::Feeds) => running = begin(settings::feeds(folders), folders, results),
                Err(_) => return,
            },
            recv(outcomes) -> outcome => match (outcome, &mut running) {
                (Ok(outcome), Some(running)) => running.take(outcome, results),
                (_, running) => {
                    tell(Message::Fetching(None));
                    if let Some(running) = running.take() {
                        tell(Message::Told(running.told()));
                    }
                }
            },
        }
    }
}

fn begin(wanted: Vec<Wanted>, folders: &Folders, results: &Sender<Message>) -> Option<Running> {
    if wanted.is_empty() {
        let none = "no feeds to fetch: [[feeds]] in config.toml names them";
        let _ = results.send(Message::Fetching(None));
        let _ = results.send(Message::Told(Notice::quiet(none)));
        return None;
    }
    let (of, stop) = (wanted.len(), Stop::default());
    let outcomes = fetch::start(wanted, folders, Limits::default(), &stop);
    let _ = results.send(Message::Fetching(Some(Fetching { done: 0, of })));
    Some(Running { outcomes, stop, of, done: 0, new: 0, changed: 0, failed: 0 })
}

impl Running {
    fn take(&mut self, outcome: Outcome, results: &Sender<Message>) {
        let tell = |message: Message| drop(results.send(message));
        self.done += 1;
        match outcome.news {
            Ok(News::Kept(Kept { new, changed, files })) => {
                self.new += new;
                self.changed += changed;
                tell(Message::Touched(files));
            }
            Ok(News::Unchanged | News::Later(_)) => (),
            Err(failure) => {
                self.failed += 1;
                let path = shown(&outcome.feed.url);
                tell(Message::Problem(Problem { path, line: None, reason: failure.to_string() }));
            }
        }
        outcome.problems.into_iter().for_each(|problem| tell(Message::Problem(problem)));
        tell(Message::Fetching(Some(Fetching { done: self.done, of: self.of })));
    }

    fn told(&self) -> Notice {
        let text = match (self.new, self.changed) {
            (0, 0) => "nothing new".to_owned(),
            (new, 0) => fetch::stories(new),
            (new, changed) => format!("{}, {changed} changed", fetch::stories(new)),
        };
        let feeds = match self.failed {
            0 => return Notice::quiet(text),
            1 => "1 feed".to_owned(),
            many => format!("{many} feeds"),
        };
        Notice::grave(format!("{text}; {feeds} failed, ! says why"))
    }
}
