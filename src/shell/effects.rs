//! What the state machine asks for, carried out: by a worker where it may take longer
//! than a frame, else on the spot.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use super::arrivals;
use super::cache::Cache;
use super::extractor::{self, Job};
use super::fetcher::{self, Order};
use super::filter::{self, Ask, Listing};
use super::output::reason;
use super::reader::Opening;
use super::store::{Change, Disk, Store};
use super::terminal::Screen;
use super::{loader, saver, signals, watch, work};
use crate::app::{Effect, Message, Notice, State, View};
use crate::model::{Chunk, Library, StoryId};
use crate::query::Marks;

/// The threads that work for the screen, each at the other end of a channel.
pub(super) struct Workers {
    filter: Sender<Ask>,
    extractor: Sender<Job>,
    study: Sender<(Library, StoryId)>,
    arrivals: Sender<arrivals::Ask>,
    fetcher: Sender<Order>,
    saver: Option<Sender<Change>>,
    /// Ends when the saver has nothing more to save.
    saved: Receiver<()>,
}

/// Chunks that may wait for the screen to take them.
const CHUNKS: usize = 4;
/// How long quitting may wait for the disk.
const PATIENCE: Duration = Duration::from_secs(5);

impl Workers {
    /// Starts the one that loads. What is loaded comes by the channel.
    pub(super) fn load(
        opening: &Opening,
        results: &Sender<Message>,
    ) -> std::io::Result<Receiver<Message>> {
        let (chunks, loaded) = bounded(CHUNKS);
        let (inputs, format) = (opening.inputs.clone(), opening.format);
        work::spawn("loader", results, move || loader::run(&inputs, format, &chunks))?;
        Ok(loaded)
    }

    /// Starts all others; they answer to `results`. `cache`: facts found are kept for
    /// the next start.
    pub(super) fn start(
        opening: &Opening,
        cache: bool,
        results: &Sender<Message>,
    ) -> std::io::Result<Workers> {
        let (changes, to_save) = unbounded();
        let (saving, saved) = bounded::<()>(0);
        let store = Store::new(opening.folders.data.as_deref(), Disk::new());
        let told = results.clone();
        work::spawn("saver", results, move || {
            saver::run(store, &to_save, &told);
            drop(saving);
        })?;

        let (filter, mailbox) = unbounded();
        let told = results.clone();
        work::spawn("filter", results, move || filter::run(&mailbox, &told))?;

        let cache = Cache::new(opening.folders.cache.as_deref().filter(|_| cache));
        let (jobs, to_read) = unbounded();
        let (ready_to_study, ready) = bounded(1);
        let (told, to_filter) = (results.clone(), filter.clone());
        work::spawn("extractor", results, move || {
            extractor::run(&to_read, cache, &told, |extractor| {
                let _ = to_filter.send(Ask::Ready(Arc::clone(extractor)));
                let _ = ready_to_study.send(Arc::clone(extractor));
            });
        })?;

        let (study, wanted) = unbounded();
        let told = results.clone();
        work::spawn("study", results, move || extractor::study(&wanted, &ready, &told))?;
        let (arrivals, to_take_in) = unbounded();
        let (told, format) = (results.clone(), opening.format);
        work::spawn("arrivals", results, move || arrivals::run(&to_take_in, format, &told))?;

        let (fetcher, orders) = unbounded();
        let (told, folders) = (results.clone(), opening.folders.clone());
        work::spawn("fetcher", results, move || fetcher::run(&orders, &folders, &told))?;
        if !opening.links.is_empty() {
            let _ = fetcher.send(Order::Links(opening.links.clone()));
        }
        if opening.watch {
            let (told, inputs) = (results.clone(), opening.inputs.clone());
            work::spawn("watch", results, move || watch::run(&inputs, &told))?;
        }
        Ok(Workers {
            filter,
            extractor: jobs,
            study,
            arrivals,
            fetcher,
            saver: Some(changes),
            saved,
        })
    }

    /// Has the facts of a chunk found that is about to join the library at `index`.
    pub(super) fn extract(&self, index: usize, chunk: &Arc<Chunk>) {
        if !chunk.is_empty() {
            let _ = self.extractor.send(Job::Chunk(index, Arc::clone(chunk)));
        }
    }

    /// Has counted what is new in the facts of all stories: see [`Ask::Count`].
    pub(super) fn count(&self, stories: &Library) {
        let _ = self.filter.send(Ask::Count(stories.clone()));
    }

    /// Everything is loaded.
    pub(super) fn all_loaded(&self) {
        let _ = self.extractor.send(Job::All);
    }

    /// Carries one effect out. What is known at once is answered at once. A worker
    /// that has died was told of; what it would have done is left undone.
    pub(super) fn carry_out(
        &self,
        effect: Effect,
        state: &State,
        screen: &mut Screen,
    ) -> Option<Message> {
        match effect {
            Effect::Scan { generation, view, query, sort } => {
                let (library, marks) = (library(state, view), marks(state));
                let _ = self.filter.send(Ask::Scan { generation, library, query, marks, sort });
            }
            Effect::Resume { generation } => {
                let library = state.library().clone();
                let _ = self.filter.send(Ask::Resume { generation, library });
            }
            Effect::List { generation, view, query, field, typed } => {
                let (library, marks) = (library(state, view), marks(state));
                let shelf = state.marks.shelf;
                let of = Listing { view, shelf, library, query, marks, field, typed };
                let _ = self.filter.send(Ask::List { generation, of });
            }
            Effect::Learn { shelf } => {
                let _ = self.extractor.send(Job::Shelf(shelf, state.shelf.clone()));
            }
            Effect::Study { view, story } => {
                let _ = self.study.send((library(state, view), story));
            }
            Effect::Keep(bookmark) => {
                return self.save(Change { key: bookmark.key.clone(), kept: Some(*bookmark) });
            }
            Effect::Drop { key } => return self.save(Change { key, kept: None }),
            Effect::Fetch => drop(self.fetcher.send(Order::Feeds)),
            Effect::StopFetching => drop(self.fetcher.send(Order::Stop)),
            Effect::TakeIn { files } => {
                let library = state.stories.clone();
                let _ = self.arrivals.send(arrivals::Ask { files, library });
            }
            Effect::Open(link) => return Some(Message::Told(open(&link))),
            Effect::Copy(text) => return failed(Screen::copy(&text), "cannot copy"),
            Effect::Mouse(on) => return failed(screen.mouse(on), "cannot set the mouse"),
            Effect::Suspend => return suspend(screen),
            // The loop itself holds the loader's channel.
            Effect::Cancel => (),
        }
        None
    }

    fn save(&self, change: Change) -> Option<Message> {
        let sent = self.saver.as_ref().is_some_and(|saver| saver.send(change).is_ok());
        let reason = "the part that saves has failed".to_owned();
        (!sent).then_some(Message::NotKept { reason, changes: 1 })
    }

    /// Waits until everything asked for is on the disk. Gives the reason when it is not.
    pub(super) fn finish_saving(&mut self, results: &Receiver<Message>) -> Option<String> {
        self.saver = None;
        let ended = self.saved.recv_timeout(PATIENCE);
        let refused = results.try_iter().filter_map(|message| match message {
            Message::NotKept { reason, .. } => Some(reason),
            _ => None,
        });
        let slow = "the disk does not answer".to_owned();
        refused.last().or_else(|| (ended == Err(RecvTimeoutError::Timeout)).then_some(slow))
    }
}

fn library(state: &State, view: View) -> Library {
    match view {
        View::Stories => state.stories.clone(),
        View::Bookmarks => state.shelf.clone(),
    }
}

fn marks(state: &State) -> Marks {
    Marks { kept: Arc::clone(&state.marks.kept) }
}

fn failed(done: std::io::Result<()>, what: &str) -> Option<Message> {
    let error = done.err()?;
    Some(Message::Told(Notice::grave(format!("{what}: {}", reason(&error)))))
}

fn suspend(screen: &mut Screen) -> Option<Message> {
    Screen::leave();
    if signals::stop_group() {
        // The signal that lets us go on takes the screen back.
        return None;
    }
    let _ = screen.take_over();
    Some(Message::Told(Notice::quiet("there is no shell to go back to")))
}

/// Hands a link to the desktop's opener, as one argument and without a shell. Tells
/// whether that could be.
fn open(link: &str) -> Notice {
    if !is_openable(link) {
        return Notice::grave("only http and https links can be opened");
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(opener);
    command.arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(mut child) => {
            // Somebody has to take note of its end.
            std::thread::spawn(move || child.wait());
            Notice::quiet(format!("opening {link}"))
        }
        Err(error) => Notice::grave(format!("cannot run {opener}: {}", reason(&error))),
    }
}

/// http or https, a host, and nothing that could be read as anything but a link.
fn is_openable(link: &str) -> bool {
    let scheme = link.find("://").map(|at| link[..at].to_ascii_lowercase());
    let host = link.find("://").map_or("", |at| &link[at + 3..]);
    matches!(scheme.as_deref(), Some("http" | "https"))
        && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && !link.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'<>`\\".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_of_the_web_are_opened() {
        for link in ["https://a.example/x?y=1#z", "HTTP://a.example", "http://[::1]:80/"] {
            assert!(is_openable(link), "{link}");
        }
        for link in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "--version",
            "https://",
            "https://-x",
            "https://a.example/ --version",
            "https://a.example/\u{1b}[2J",
            "ftp://a.example/",
        ] {
            assert!(!is_openable(link), "{link}");
        }
    }
}
