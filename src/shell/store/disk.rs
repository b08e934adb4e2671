//! The few things the store does to files, each in the order that survives a crash,
//! and each announced first, so that a test can make any of them fail.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::around::TEMPORARY;

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
    /// How long to wait for another Dateline that is saving.
    patience: Duration,
}

/// What was found where a lock was asked for.
#[derive(Debug)]
pub enum Lock {
    Held(File),
    /// The file system has no locks (some network folders), so a file that only one can
    /// make stands for one.
    Marked(Mark),
    /// Nor could that be made: better saved than not.
    Impossible,
    /// Somebody else holds it, and did so all the time.
    Busy,
}

/// A file that says somebody is saving; gone when this is dropped.
#[derive(Debug)]
pub struct Mark(PathBuf);

impl Drop for Mark {
    fn drop(&mut self) {
        // Left behind, it is taken for abandoned after a while.
        let _ = fs::remove_file(&self.0);
    }
}

const PATIENCE: Duration = Duration::from_secs(2);
/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(3);

impl Disk {
    pub fn new() -> Disk {
        Disk::with_fault(Box::new(|_| Ok(())))
    }

    /// A disk whose steps fail when `fault` says so.
    pub fn with_fault(fault: Fault) -> Disk {
        Disk { fault, patience: PATIENCE }
    }

    /// This disk, with so much patience for others that are saving.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Disk {
        Disk { patience, ..self }
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
        let held = path.with_extension("held");
        let opened = (self.fault)(Step::Lock).and_then(|()| private().open(path));
        let Ok(file) = opened else { return mark(&held, self.patience) };
        let until = Instant::now() + self.patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Lock::Held(file),
                Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Interrupted => {
                    return mark(&held, self.patience);
                }
                Err(_) if Instant::now() >= until => return Lock::Busy,
                Err(_) => std::thread::sleep(PAUSE),
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
        let mut prefix = std::ffi::OsString::from(".");
        prefix.push(path.file_stem().unwrap_or_default());
        prefix.push("-");
        let mut builder = tempfile::Builder::new();
        let mut temporary = builder.prefix(&prefix).suffix(TEMPORARY).tempfile_in(folder)?;
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
        // It is aside already, and whatever is written next syncs the folder too.
        let _ = self.sync_folder(folder_of(path));
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
///
/// # Errors
///
/// When it cannot be told whether there is a link: it would be overwritten.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_path_buf();
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(target) => at = folder_of(&at).join(target),
            // No link; or nothing there, which includes a folder that is a file.
            Err(error) if is_no_link(&error) => return Ok(at),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("too many links"))
}

fn is_no_link(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, NotADirectory, NotFound};
    matches!(error.kind(), InvalidInput | NotFound | NotADirectory)
}

/// Makes the file at `path` that says somebody is saving. One that stays the same all
/// the while was left by a process that was killed.
fn mark(path: &Path, patience: Duration) -> Lock {
    let until = Instant::now() + patience;
    let made_at = || fs::metadata(path).and_then(|found| found.modified()).ok();
    let first = made_at();
    loop {
        match private().create_new(true).open(path) {
            Ok(_) => return Lock::Marked(Mark(path.into())),
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Lock::Impossible,
            Err(_) if Instant::now() < until => std::thread::sleep(PAUSE),
            Err(_) if first.is_some() && first == made_at() => drop(fs::remove_file(path)),
            Err(_) => return Lock::Busy,
        }
    }
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

/// Opens for writing, making the file for this user only.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
