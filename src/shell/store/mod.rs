//! Bookmarks on the disk. What is told as kept is kept: through a crash, a full disk,
//! another Dateline and a damaged file.
//!
//! Every change is one walk: lock, read again, merge, write a temporary file beside
//! the old one, sync it, rename it over, sync the folder. Nothing is overwritten that
//! could not be read first.

pub mod disk;
mod document;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use disk::{Disk, Fault, Step};
pub use document::{Document, Unreadable};

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

/// Why a change is not on the disk. What was there before still is.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no home folder to keep them in")]
    NoFolder,
    #[error("{0} is from a newer Dateline (schema {1}) and was not touched")]
    Newer(String, String),
    #[error("{path} is damaged, and could not be set aside: {}", reason(source))]
    Stuck { path: String, source: io::Error },
    #[error("another Dateline is saving and does not end")]
    Busy,
    #[error("{path}: {}", reason(source))]
    Io { path: String, source: io::Error },
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
}

const FILE: &str = "bookmarks.json";
const LOCK: &str = "bookmarks.lock";

impl Store {
    /// The store in `folder`, which need not be there. Nothing is made or read yet.
    pub fn new(folder: Option<&Path>, disk: Disk) -> Store {
        let path = folder.map(|folder| folder.join(FILE));
        Store { path, disk, known: Document::default(), seen: None }
    }

    pub fn bookmarks(&self) -> &Bookmarks {
        &self.known.bookmarks
    }

    /// Reads what is there. Nothing is written unless something has to be set aside;
    /// what was done about it is told, a sentence each.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not for this version. It is not touched.
    pub fn read(&mut self, now: i64) -> Result<Vec<String>, StoreError> {
        let Some(path) = self.path.clone() else { return Ok(Vec::new()) };
        let path = disk::resolve(&path);
        let mut told = Vec::new();
        if let Some(bytes) = self.take_in(&path)? {
            let _lock = self.lock(&path)?;
            told.extend(self.put_aside(&path, &bytes, now)?);
        }
        told.extend(self.merge_conflicts(&path, now)?);
        let folder = disk::folder_of(&path);
        if disk::has_leftovers(folder) {
            let lock = self.lock(&path)?;
            self.disk.sweep(folder, matches!(lock, Lock::Held(_)));
        }
        Ok(told)
    }

    /// Makes the changes, in order, and puts them on the disk. Tells what else was
    /// done, a sentence each.
    ///
    /// # Errors
    ///
    /// When they are not on the disk; then they are not in [`Store::bookmarks`] either.
    pub fn apply(&mut self, changes: &[Change], now: i64) -> Result<Vec<String>, StoreError> {
        let path = self.path.clone().ok_or(StoreError::NoFolder)?;
        let path = disk::resolve(&path);
        let folder = disk::folder_of(&path);
        self.disk.make_folder(folder).map_err(|source| io_error(folder, source))?;
        let lock = self.lock(&path)?;
        self.disk.sweep(folder, matches!(lock, Lock::Held(_)));
        let told = match self.take_in(&path)? {
            Some(bytes) => self.put_aside(&path, &bytes, now)?,
            None => None,
        };
        let mut next = self.known.clone();
        for change in changes {
            next.bookmarks.set(&change.key, change.kept.clone(), now);
        }
        self.write(&path, next)?;
        Ok(told.into_iter().collect())
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
            Err(Unreadable::Newer(schema)) => Err(StoreError::Newer(shown(path), schema)),
        }
    }

    /// Sets a damaged file aside, byte for byte, and saves from it what whole lines it
    /// has. `bytes` is what was read: another Dateline may have been here since.
    fn put_aside(
        &mut self,
        path: &Path,
        bytes: &[u8],
        now: i64,
    ) -> Result<Option<String>, StoreError> {
        let current = self.disk.read(path).map_err(|source| io_error(path, source))?;
        if current.as_deref() != Some(bytes) {
            return self.take_in(path).map(|_| None);
        }
        let name = format!("bookmarks.damaged-{}", stamp(now));
        let stuck = |source| StoreError::Stuck { path: shown(path), source };
        let saved = Document::salvage(bytes);
        let count = saved.bookmarks.len();
        let aside = if count == 0 {
            self.disk.set_aside(path, &name).map_err(stuck)?
        } else {
            // Copied, not moved: killed at any point, the next start finds either the
            // damaged file or what was saved from it.
            let aside = self.disk.copy_aside(path, &name, bytes).map_err(stuck)?;
            let mut next = self.known.clone();
            next.merge(saved);
            self.write(path, next)?;
            aside
        };
        let tail = match count {
            0 => String::new(),
            1 => "; 1 bookmark saved from it".into(),
            _ => format!("; {count} bookmarks saved from it"),
        };
        Ok(Some(format!("{FILE} was damaged, set aside as {}{tail}", file_name(&aside))))
    }

    /// Merges in the copies a sync program leaves when two machines wrote at once, and
    /// moves them out of the way.
    fn merge_conflicts(&mut self, path: &Path, now: i64) -> Result<Option<String>, StoreError> {
        let copies = conflict_copies(disk::folder_of(path));
        if copies.is_empty() {
            return Ok(None);
        }
        let _lock = self.lock(path)?;
        let mut next = self.known.clone();
        let mut merged = Vec::new();
        for copy in copies {
            let bytes = self.disk.read(&copy).ok().flatten().unwrap_or_default();
            if let Ok(document) = Document::parse(&bytes) {
                next.merge(document);
                merged.push(copy);
            }
        }
        if merged.is_empty() {
            return Ok(None);
        }
        self.write(path, next)?;
        let name = format!("bookmarks.merged-{}", stamp(now));
        for copy in &merged {
            self.disk.set_aside(copy, &name).map_err(|source| io_error(copy, source))?;
        }
        Ok(Some(format!("bookmarks of {} other copies merged in", merged.len())))
    }

    fn write(&mut self, path: &Path, next: Document) -> Result<(), StoreError> {
        let bytes = next.to_bytes();
        self.disk.replace(path, &bytes).map_err(|source| io_error(path, source))?;
        self.known = next;
        self.seen = Some(bytes);
        Ok(())
    }
}

/// `bookmarks.sync-conflict-….json`, `bookmarks (Tove's conflicted copy ….).json`: the
/// names sync programs give have this in common.
fn conflict_copies(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_copy = |name: &str| {
        let json = Path::new(name).extension().is_some_and(|kind| kind == "json");
        json && name.starts_with("bookmarks") && name.contains("conflict")
    };
    let names = entries.flatten().map(|entry| entry.file_name());
    let mut copies: Vec<PathBuf> = names
        .filter(|name| name.to_str().is_some_and(is_copy))
        .map(|name| folder.join(name))
        .collect();
    copies.sort();
    copies
}

/// The instant as file names have it, to the second: `20261123T114500Z`.
fn stamp(now: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    clean_line(&name.to_string_lossy()).into_owned()
}

fn shown(path: &Path) -> String {
    clean_line(&path.to_string_lossy()).into_owned()
}

fn io_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Io { path: shown(path), source }
}
