//! Files and folders watched: what comes or changes in them is told once it has been
//! left alone for a moment, so that no file is read half-written.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use crossbeam_channel::{Receiver, Sender, never, unbounded};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::inputs::Input;
use crate::app::{Message, Notice};
use crate::text::clean_line;

/// A file nobody has written to for so long is whole.
const QUIET: Duration = Duration::from_millis(400);
/// How long before the watch stood the loader may have begun.
const STARTING: Duration = Duration::from_secs(10);

/// Watches what `inputs` name, for as long as somebody listens.
pub(super) fn run(inputs: &[Input], results: &Sender<Message>) {
    let (tell, events) = unbounded();
    let tell = move |event| drop(tell.send(event));
    let mut watcher = match notify::recommended_watcher(tell) {
        Ok(watcher) => watcher,
        Err(error) => return refuse("files", &error, results),
    };
    let roots: Vec<Root> = inputs.iter().filter_map(Root::of).collect();
    for root in &roots {
        if let Err(error) = root.watch(&mut watcher) {
            refuse(&root.path.to_string_lossy(), &error, results);
        }
    }
    let before = SystemTime::now() - STARTING;
    let written = roots.iter().flat_map(|root| root.written_since(before));
    let now = Instant::now();
    settle(&events, &roots, written.map(|path| (path, now)).collect(), results);
}

fn refuse(what: &str, error: &notify::Error, results: &Sender<Message>) {
    let text = format!("cannot watch {what}: {error}");
    let _ = results.send(Message::Told(Notice::grave(clean_line(&text).into_owned())));
}

/// Something the reader opened.
struct Root {
    /// As the reader named it,
    path: PathBuf,
    /// and as events name it.
    absolute: PathBuf,
    folder: bool,
}

impl Root {
    fn of(input: &Input) -> Option<Root> {
        let Input::Path(path) = input else { return None };
        let folder = path.is_dir();
        let absolute = std::path::absolute(path).ok()?;
        (folder || path.is_file()).then(|| Root { path: path.clone(), absolute, folder })
    }

    /// A file is watched by its folder: many programs write a new one and rename it.
    fn watch(&self, watcher: &mut RecommendedWatcher) -> notify::Result<()> {
        if self.folder {
            return watcher.watch(&self.absolute, RecursiveMode::Recursive);
        }
        watcher.watch(folder_of(&self.absolute), RecursiveMode::NonRecursive)
    }

    /// What an event names, as the reader would, if a walk of what was opened comes by
    /// it: hidden entries and links inside folders are left out there too.
    fn named(&self, path: &Path) -> Option<PathBuf> {
        if !self.folder {
            return (path == self.absolute).then(|| self.path.clone());
        }
        let inside = path.strip_prefix(&self.absolute).ok()?;
        let hidden = inside.iter().any(|name| name.as_encoded_bytes().starts_with(b"."));
        let real = fs::symlink_metadata(path).is_ok_and(|found| !found.is_symlink());
        let root = inside.as_os_str().is_empty();
        (root || (real && !hidden)).then(|| self.path.join(inside))
    }

    /// What was written since `then`: before the watch stood nobody told.
    fn written_since(&self, then: SystemTime) -> Vec<PathBuf> {
        let mut folders = vec![self.absolute.clone()];
        let mut written = Vec::new();
        while let Some(at) = folders.pop() {
            let Some(named) = self.named(&at) else { continue };
            match fs::metadata(&at) {
                Ok(found) if found.is_dir() => {
                    let entries = fs::read_dir(&at).into_iter().flatten().flatten();
                    folders.extend(entries.map(|entry| entry.path()));
                }
                Ok(found) if found.modified().is_ok_and(|at| at >= then) => written.push(named),
                _ => (),
            }
        }
        written
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// Waits for events, and for files to come to rest after them. With nothing to wait for
/// it sleeps.
fn settle(
    events: &Receiver<notify::Result<Event>>,
    roots: &[Root],
    mut moving: HashMap<PathBuf, Instant>,
    results: &Sender<Message>,
) {
    loop {
        let rest = moving.values().min().map(|last| *last + QUIET);
        let rest = rest.map_or_else(never, crossbeam_channel::at);
        crossbeam_channel::select! {
            recv(events) -> event => match event {
                Ok(event) => note(event, roots, &mut moving),
                Err(_) => return,
            },
            recv(rest) -> now => {
                let now = now.unwrap_or_else(|_| Instant::now());
                let still: Vec<PathBuf> =
                    moving.extract_if(|_, last| *last + QUIET <= now).map(|(path, _)| path).collect();
                if results.send(Message::Touched(still)).is_err() {
                    return;
                }
            }
        }
    }
}

/// Reading a file is an event too, and no reason to read it again.
fn note(event: notify::Result<Event>, roots: &[Root], moving: &mut HashMap<PathBuf, Instant>) {
    let Ok(event) = event else { return };
    if !matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_)) {
        return;
    }
    for path in event.paths {
        let named = roots.iter().find_map(|root| root.named(&path));
        moving.extend(named.map(|named| (named, Instant::now())));
    }
}
