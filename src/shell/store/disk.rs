//! The few things the store does to files, each in the order that survives a crash,
//! and each announced first, so that a test can make any of them fail.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Something about to be done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    MakeFolder,
    Lock,
    Read,
    CreateTemporary,
    Write,
    SyncFile,
    Rename,
    SyncFolder,
    SetAside,
}

/// Asked before every step; an error it gives is what the step gives.
pub type Fault = Box<dyn FnMut(Step) -> io::Result<()> + Send>;

/// The file system, as the store uses it.
pub struct Disk {
    fault: Fault,
}

/// What was found where a lock was asked for.
#[derive(Debug)]
pub enum Lock {
    Held(File),
    /// The file system has no locks (some network folders): better saved than not.
    Impossible,
    /// Somebody else holds it, and did so all the time.
    Busy,
}

/// How long to wait for another Dateline that is saving.
const PATIENCE: Duration = Duration::from_secs(2);
const TEMPORARY: (&str, &str) = (".bookmarks-", ".tmp");
/// Without a lock, a temporary file younger than this may be somebody's.
const STALE: Duration = Duration::from_hours(1);

impl Disk {
    pub fn new() -> Disk {
        Disk { fault: Box::new(|_| Ok(())) }
    }

    /// A disk whose steps fail when `fault` says so.
    pub fn with_fault(fault: Fault) -> Disk {
        Disk { fault }
    }

    /// Makes `folder` and what is missing above it, for this user only.
    pub fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        (self.fault)(Step::MakeFolder)?;
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)
    }

    /// Takes the lock file at `path`. The lock dies with the process that holds it.
    pub fn lock(&mut self, path: &Path) -> Lock {
        let opened = (self.fault)(Step::Lock).and_then(|()| private().open(path));
        let Ok(file) = opened else { return Lock::Impossible };
        let until = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Lock::Held(file),
                Err(TryLockError::Error(_)) => return Lock::Impossible,
                Err(TryLockError::WouldBlock) if Instant::now() >= until => return Lock::Busy,
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(3)),
            }
        }
    }

    /// The whole file, or `None` when there is none.
    pub fn read(&mut self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        (self.fault)(Step::Read)?;
        let mut file = match fs::metadata(path) {
            Ok(found) if !found.is_file() => return Err(io::Error::other("not a plain file")),
            Ok(_) => File::open(path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Puts `bytes` where `path` is, whole or not at all: whoever reads sees the old
    /// file or the new one, and once this returns the new one survives a power cut.
    pub fn replace(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = folder_of(path);
        (self.fault)(Step::CreateTemporary)?;
        let (prefix, suffix) = TEMPORARY;
        let mut builder = tempfile::Builder::new();
        let mut temporary = builder.prefix(prefix).suffix(suffix).tempfile_in(folder)?;
        (self.fault)(Step::Write)?;
        temporary.write_all(bytes)?;
        (self.fault)(Step::SyncFile)?;
        temporary.as_file().sync_all()?;
        (self.fault)(Step::Rename)?;
        temporary.persist(path).map_err(|refused| refused.error)?;
        self.sync_folder(folder)
    }

    /// Renames the file at `path` to a name no other file has, made from `name`.
    pub fn set_aside(&mut self, path: &Path, name: &str) -> io::Result<PathBuf> {
        (self.fault)(Step::SetAside)?;
        let aside = free_name(path, name)?;
        fs::rename(path, &aside)?;
        self.sync_folder(folder_of(path))?;
        Ok(aside)
    }

    /// Puts a copy of `bytes` beside `path`, under a name no other file has, made from
    /// `name`.
    pub fn copy_aside(&mut self, path: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        (self.fault)(Step::SetAside)?;
        let aside = free_name(path, name)?;
        self.replace(&aside, bytes)?;
        Ok(aside)
    }

    /// Removes what a killed process left. With the lock held nobody else is writing.
    pub fn sweep(&mut self, folder: &Path, locked: bool) {
        for left in leftovers(folder).filter(|left| locked || is_stale(left)) {
            // It is in nobody's way: the next sweep tries again.
            let _ = fs::remove_file(left.path());
        }
    }

    fn sync_folder(&mut self, folder: &Path) -> io::Result<()> {
        (self.fault)(Step::SyncFolder)?;
        match File::open(folder)?.sync_all() {
            // Some file systems cannot sync a folder, and need not.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
            done => done,
        }
    }
}

impl Default for Disk {
    fn default() -> Disk {
        Disk::new()
    }
}

/// Where writing to `path` ends up: symbolic links are followed, a dangling one too,
/// so that a linked file stays a link.
pub fn resolve(path: &Path) -> PathBuf {
    let mut at = path.to_path_buf();
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(target) => at = folder_of(&at).join(target),
            Err(_) => break,
        }
    }
    at
}

/// A name beside `path` that no file has yet: `name.json`, else `name-2.json` and on.
fn free_name(path: &Path, name: &str) -> io::Result<PathBuf> {
    let numbered = |number: u32| match number {
        1 => path.with_file_name(format!("{name}.json")),
        _ => path.with_file_name(format!("{name}-{number}.json")),
    };
    let is_free = |aside: &PathBuf| fs::symlink_metadata(aside).is_err();
    let free = (1..10_000).map(numbered).find(is_free);
    free.ok_or_else(|| io::Error::other("too many are set aside already"))
}

/// The folder a file is in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Whether a killed process has left something to sweep up.
pub fn has_leftovers(folder: &Path) -> bool {
    leftovers(folder).next().is_some()
}

fn leftovers(folder: &Path) -> impl Iterator<Item = fs::DirEntry> {
    let (prefix, suffix) = TEMPORARY;
    let entries = fs::read_dir(folder).ok().into_iter().flatten().flatten();
    entries.filter(move |entry| {
        let name = entry.file_name();
        name.to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(suffix))
    })
}

fn is_stale(entry: &fs::DirEntry) -> bool {
    let changed = entry.metadata().and_then(|found| found.modified());
    changed.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > STALE))
}

/// Opens for writing, making the file for this user only.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
