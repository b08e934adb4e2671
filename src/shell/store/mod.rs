//! Bookmarks on the disk. What is told as kept is kept: through a crash, a full disk,
//! another Dateline and a damaged file.
//!
//! Every change is one walk: lock, read again, merge, write a temporary file beside
//! the old one, sync it, rename it over, sync the folder. Nothing is overwritten that
//! could not be read first.

mod around;
pub mod disk;
mod document;
pub(super) mod shape;

use std::io;
use std::path::{Path, PathBuf};

pub(super) use around::Around;
pub use disk::{Disk, Fault, Step};
pub use document::Document;
pub use shape::Unreadable;

use crate::model::{Bookmark, Bookmarks};
use crate::shell::output::reason;
use crate::text::clean_line;
use disk::Lock;

/// A story to keep, or to keep no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub key: String,
    pub kept: Option<Bookmark>,
}

/// Why a change is not on the disk. What was there before still is. Files are named
/// without their folder: in 80 columns a reader must see the reason too.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no home folder to keep them in")]
    NoFolder,
    #[error("{0} is from a newer Dateline (schema {1}) and was not touched")]
    Newer(String, String),
    #[error("{name} is damaged, and could not be set aside: {}", reason(source))]
    Stuck { name: String, source: io::Error },
    #[error("another Dateline is saving and does not end")]
    Busy,
    #[error("{name}: {}", reason(source))]
    Io { name: String, source: io::Error },
}

/// The bookmarks of one data folder. Several stores may share a folder, in one process
/// or in many.
pub struct Store {
    /// `None` when there is no folder to keep anything in.
    path: Option<PathBuf>,
    disk: Disk,
    /// Everything ever read or written here: laid over what is on the disk at each
    /// change, so that even a file system without locks loses nothing for long.
    known: Document,
    /// The file's bytes `known` holds already.
    seen: Option<Vec<u8>>,
    /// What was done besides, a sentence each, until somebody asks.
    told: Vec<String>,
}

const FILE: &str = "bookmarks.json";
const LOCK: &str = "bookmarks.lock";

impl Store {
    /// The store in `folder`, which need not be there. Nothing is made or read yet.
    pub fn new(folder: Option<&Path>, disk: Disk) -> Store {
        let path = folder.map(|folder| folder.join(FILE));
        Store { path, disk, known: Document::default(), seen: None, told: Vec::new() }
    }

    pub fn bookmarks(&self) -> &Bookmarks {
        &self.known.bookmarks
    }

    /// What was done since the last time, besides what was asked: damage set aside,
    /// copies merged in. A sentence each, whether or not the rest succeeded.
    pub fn told(&mut self) -> Vec<String> {
        std::mem::take(&mut self.told)
    }

    /// Reads what is there. Nothing is written unless something has to be set aside.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not for this version. It is not touched.
    pub fn read(&mut self, now: i64) -> Result<(), StoreError> {
        let Some(path) = self.resolved()? else { return Ok(()) };
        if self.take_in(&path)?.is_none() && Around::look(&path).is_empty() {
            return Ok(());
        }
        self.walk(&path, &[], now)
    }

    /// Makes the changes, in order, and puts them on the disk.
    ///
    /// # Errors
    ///
    /// When they are not on the disk; then they are not in [`Store::bookmarks`] either.
    pub fn apply(&mut self, changes: &[Change], now: i64) -> Result<(), StoreError> {
        let path = self.resolved()?.ok_or(StoreError::NoFolder)?;
        let folder = disk::folder_of(&path);
        self.disk.make_folder(folder).map_err(|source| io_error(folder, source))?;
        self.walk(&path, changes, now)
    }

    fn resolved(&self) -> Result<Option<PathBuf>, StoreError> {
        let Some(path) = &self.path else { return Ok(None) };
        disk::resolve(path).map(Some).map_err(|source| io_error(path, source))
    }

    /// The whole of it, under the lock.
    fn walk(&mut self, path: &Path, changes: &[Change], now: i64) -> Result<(), StoreError> {
        let lock = self.lock(path)?;
        let around = Around::look(path);
        around.sweep(matches!(lock, Lock::Held(_)));
        if let Some(bytes) = self.take_in(path)? {
            self.put_aside(path, &bytes, now)?;
        }
        let mut next = self.known.clone();
        let copies = self.merge_copies(&mut next, around.copies);
        for change in changes {
            next.bookmarks.set(&change.key, change.kept.clone(), now);
        }
        if !changes.is_empty() || !copies.is_empty() {
            self.write(path, next)?;
        }
        self.move_away(path, &copies, now);
        Ok(())
    }

    fn lock(&mut self, path: &Path) -> Result<Lock, StoreError> {
        match self.disk.lock(&path.with_file_name(LOCK)) {
            Lock::Busy => Err(StoreError::Busy),
            lock => Ok(lock),
        }
    }

    /// Lays what is on the disk beside what is known. Gives the bytes of a file that is
    /// damaged.
    fn take_in(&mut self, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        let read = self.disk.read(path).map_err(|source| io_error(path, source))?;
        let Some(bytes) = read else { return Ok(None) };
        if self.seen.as_ref() == Some(&bytes) {
            return Ok(None);
        }
        match Document::parse(&bytes) {
            Ok(document) => {
                self.known.merge(document);
                self.seen = Some(bytes);
                Ok(None)
            }
            Err(Unreadable::Damaged) => Ok(Some(bytes)),
            Err(Unreadable::Newer(schema)) => Err(StoreError::Newer(file_name(path), schema)),
        }
    }

    /// Sets a damaged file aside, byte for byte, and saves from it what whole lines it
    /// has.
    fn put_aside(&mut self, path: &Path, bytes: &[u8], now: i64) -> Result<(), StoreError> {
        let name = format!("{}.damaged-{}", stem(path), stamp(now));
        let stuck = |source| StoreError::Stuck { name: file_name(path), source };
        let saved = Document::salvage(bytes);
        let count = saved.bookmarks.len();
        let aside = if count == 0 {
            self.disk.set_aside(path, &name).map_err(stuck)?
        } else {
            // Copied, not moved: killed at any point, the next start finds either the
            // damaged file or what was saved from it.
            self.disk.copy_aside(path, &name, bytes).map_err(stuck)?
        };
        let tail = match count {
            0 => String::new(),
            1 => "; 1 bookmark saved from it".into(),
            _ => format!("; {count} bookmarks saved from it"),
        };
        let (damaged, aside) = (file_name(path), file_name(&aside));
        self.told.push(format!("{damaged} was damaged, set aside as {aside}{tail}"));
        if count == 0 {
            return Ok(());
        }
        let mut next = self.known.clone();
        next.merge(saved);
        self.write(path, next)
    }

    /// Merges in the copies a sync program left. One that is damaged or newer stays
    /// where it is.
    fn merge_copies(&mut self, next: &mut Document, copies: Vec<PathBuf>) -> Vec<PathBuf> {
        let mut merge = |copy: &PathBuf| {
            let bytes = self.disk.read(copy).ok().flatten().unwrap_or_default();
            Document::parse(&bytes).map(|document| next.merge(document)).is_ok()
        };
        copies.into_iter().filter(|copy| merge(copy)).collect()
    }

    /// Moves copies out of the way that are merged in. One that cannot be moved is
    /// merged in again next time, which changes nothing.
    fn move_away(&mut self, path: &Path, copies: &[PathBuf], now: i64) {
        let name = format!("{}.merged-{}", stem(path), stamp(now));
        let moved = copies.iter().filter(|copy| self.disk.set_aside(copy, &name).is_ok()).count();
        match moved {
            0 => (),
            1 => self.told.push("bookmarks of another copy merged in".into()),
            _ => self.told.push(format!("bookmarks of {moved} other copies merged in")),
        }
    }

    fn write(&mut self, path: &Path, next: Document) -> Result<(), StoreError> {
        let bytes = next.to_bytes();
        self.disk.replace(path, &bytes).map_err(|source| io_error(path, source))?;
        self.known = next;
        self.seen = Some(bytes);
        Ok(())
    }
}

/// The instant as file names have it, to the second: `20261123T114500Z`.
pub(super) fn stamp(now: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    clean_line(&name.to_string_lossy()).into_owned()
}

fn io_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Io { name: file_name(path), source }
}
