//! What the command line names, opened one after another in a fixed order: files,
//! folders walked, standard input, the sample.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
#[cfg(unix)]
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use crate::model::Problem;
use crate::shell::output::reason;
use crate::shell::stream::Pipe;
use crate::text::clean_line;

/// Stories to read, as named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The stories compiled in.
    Sample,
    Stdin,
    Path(PathBuf),
}

impl From<OsString> for Input {
    fn from(name: OsString) -> Input {
        match name.to_str() {
            Some("-") => Input::Stdin,
            _ => Input::Path(name.into()),
        }
    }
}

/// As a log or a message names it.
impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::Sample => f.write_str("the sample stories"),
            Input::Stdin => f.write_str("standard input"),
            Input::Path(path) => path.display().fmt(f),
        }
    }
}

/// One opened input.
pub struct Source {
    /// As the reader named it, cleaned for display; `None` for the sample, which is in
    /// no file.
    pub name: Option<String>,
    pub bytes: Box<dyn Read + Send>,
    /// In bytes, where that is known.
    pub len: Option<u64>,
    /// Present where bytes come as they please, and a read may wait for ever.
    pub pipe: Option<Pipe>,
}

/// Opens inputs one at a time, in the order given; a folder's files come in the order
/// of their names, each folder where its name stands.
pub struct Sources {
    /// What is still to be opened, the next one last.
    waiting: Vec<Waiting>,
}

enum Waiting {
    Given(Input),
    /// Met in a folder: links and hidden entries are not followed there.
    Found(PathBuf),
}

/// Whether standard input hands something over: a pipe somebody may still write to, or a
/// file behind `<`.
#[cfg(unix)]
pub fn is_handed_over() -> bool {
    use std::os::unix::fs::FileTypeExt;
    let stdin = io::stdin();
    let own = stdin.as_fd().try_clone_to_owned().map(File::from);
    match own.and_then(|file| file.metadata()) {
        Ok(found) if found.file_type().is_fifo() => {
            Pipe::beside(&stdin).is_ok_and(|pipe| pipe.is_written_to())
        }
        Ok(found) => found.is_file() && found.len() > 0,
        Err(_) => false,
    }
}

#[cfg(not(unix))]
pub fn is_handed_over() -> bool {
    false
}

const SAMPLE: &str = include_str!("../../assets/sample/stories.txt");

impl Sources {
    pub fn new(inputs: &[Input]) -> Sources {
        Sources { waiting: inputs.iter().rev().cloned().map(Waiting::Given).collect() }
    }

    /// Bytes of the files named, as far as that is known without opening folders.
    pub fn known_bytes(inputs: &[Input]) -> Option<u64> {
        let size = |input: &Input| match input {
            Input::Sample => Some(SAMPLE.len() as u64),
            Input::Stdin => None,
            Input::Path(path) => {
                fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|found| found.len())
            }
        };
        inputs.iter().map(size).sum()
    }

    fn open(&mut self, input: Input) -> Option<Result<Source, Problem>> {
        match input {
            Input::Sample => Some(Ok(Source {
                name: None,
                bytes: Box::new(SAMPLE.as_bytes()),
                len: Some(SAMPLE.len() as u64),
                pipe: None,
            })),
            Input::Stdin => Some(Ok(stdin())),
            Input::Path(path) => match fs::metadata(&path) {
                Ok(found) if found.is_dir() => self.walk(&path),
                Ok(found) => Some(open_file(&path, &found)),
                Err(error) => Some(Err(problem_of(&path, &reason(&error)))),
            },
        }
    }

    fn meet(&mut self, path: &Path) -> Option<Result<Source, Problem>> {
        match fs::symlink_metadata(path) {
            Ok(found) if found.is_symlink() => None,
            Ok(found) if found.is_dir() => self.walk(path),
            Ok(found) => Some(open_file(path, &found)),
            Err(error) => Some(Err(problem_of(path, &reason(&error)))),
        }
    }

    /// Puts a folder's entries in line.
    fn walk(&mut self, folder: &Path) -> Option<Result<Source, Problem>> {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => return Some(Err(problem_of(folder, &reason(&error)))),
        };
        let mut names: Vec<OsString> = entries.into_iter().map(|entry| entry.file_name()).collect();
        names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
        // Mail still being delivered to a Maildir is no mail yet.
        if ["cur", "new"].iter().all(|part| names.iter().any(|name| name == part)) {
            names.retain(|name| name != "tmp");
        }
        names.sort_unstable_by(|a, b| b.cmp(a));
        self.waiting.extend(names.into_iter().map(|name| Waiting::Found(folder.join(name))));
        None
    }
}

impl Iterator for Sources {
    type Item = Result<Source, Problem>;

    fn next(&mut self) -> Option<Result<Source, Problem>> {
        loop {
            let opened = match self.waiting.pop()? {
                Waiting::Given(input) => self.open(input),
                Waiting::Found(path) => self.meet(&path),
            };
            if opened.is_some() {
                return opened;
            }
        }
    }
}

/// Opens what is a file; what might never end or never answer is refused, but for the
/// pipes a shell hands over by name (`<(…)`).
fn open_file(path: &Path, found: &fs::Metadata) -> Result<Source, Problem> {
    let handed = ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder));
    let empty = path == Path::new("/dev/null");
    if !found.is_file() && !handed && !empty {
        return Err(problem_of(path, kind_of(found)));
    }
    match File::open(path) {
        Ok(file) => Ok(source(shown(path), file, found)),
        Err(error) => Err(problem_of(path, &reason(&error))),
    }
}

#[cfg(unix)]
fn kind_of(found: &fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = found.file_type();
    match (kind.is_fifo(), kind.is_socket()) {
        (true, _) => "a named pipe, not a file",
        (_, true) => "a socket, not a file",
        _ => "a device, not a file",
    }
}

#[cfg(not(unix))]
fn kind_of(_: &fs::Metadata) -> &'static str {
    "not a plain file"
}

fn source(name: String, file: File, found: &fs::Metadata) -> Source {
    let len = found.is_file().then_some(found.len());
    #[cfg(unix)]
    let pipe = if len.is_none() { Pipe::beside(&file).ok() } else { None };
    #[cfg(not(unix))]
    let pipe = None;
    Source { name: Some(name), bytes: Box::new(file), len, pipe }
}

/// Standard input without the standard library's small buffer and lock.
#[cfg(unix)]
fn stdin() -> Source {
    let own = io::stdin().as_fd().try_clone_to_owned().map(File::from);
    match own.and_then(|file| Ok((file.metadata()?, file))) {
        Ok((found, file)) => source("-".into(), file, &found),
        Err(error) => Source {
            name: Some("-".into()),
            bytes: Box::new(Unreadable(Some(error))),
            len: None,
            pipe: None,
        },
    }
}

#[cfg(not(unix))]
fn stdin() -> Source {
    Source { name: Some("-".into()), bytes: Box::new(io::stdin()), len: None, pipe: None }
}

/// Says once why nothing can be read.
#[cfg(unix)]
struct Unreadable(Option<io::Error>);

#[cfg(unix)]
impl Read for Unreadable {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A path as it may be shown: names need not be UTF-8, nor harmless.
fn shown(path: &Path) -> String {
    clean_line(&path.to_string_lossy()).into_owned()
}

fn problem_of(path: &Path, reason: &str) -> Problem {
    problem(&shown(path), reason)
}

fn problem(name: &str, reason: &str) -> Problem {
    Problem { path: clean_line(name).into_owned(), line: None, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names opened and refused, without the folder they are in.
    fn names(folder: &Path, inputs: &[Input]) -> Vec<String> {
        let prefix = format!("{}/", folder.display());
        let name = |source: Result<Source, Problem>| match source {
            Ok(source) => source.name.unwrap_or_default().replace(&prefix, ""),
            Err(problem) => format!("! {}", problem.to_string().replace(&prefix, "")),
        };
        Sources::new(inputs).map(name).collect()
    }

    #[test]
    fn a_folder_is_walked_in_order_without_hidden_entries() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/z.txt", "a/.hidden/x.txt", ".git/x.txt", "c/deep/y.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = names(folder.path(), &[Input::Path(folder.path().into())]);
        assert_eq!(found, ["a/z.txt", "b.txt", "c/deep/y.txt"]);
    }

    #[test]
    fn mail_being_delivered_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["cur/1", "new/2", "tmp/3", "new/tmp/4"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = names(folder.path(), &[Input::Path(folder.path().into())]);
        assert_eq!(found, ["cur/1", "new/2", "new/tmp/4"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_when_named_and_not_when_met() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("real.txt"), "").unwrap();
        std::os::unix::fs::symlink("real.txt", folder.path().join("link.txt")).unwrap();
        std::os::unix::fs::symlink("..", folder.path().join("up")).unwrap();
        assert_eq!(names(folder.path(), &[Input::Path(folder.path().into())]), ["real.txt"]);
        let link = Input::Path(folder.path().join("link.txt"));
        assert_eq!(names(folder.path(), &[link]), ["link.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_could_block_for_ever_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let _socket =
            std::os::unix::net::UnixListener::bind(folder.path().join("wire.txt")).unwrap();
        let inputs = [folder.path().into(), "/dev/zero".into(), "/dev/null".into()];
        assert_eq!(
            names(folder.path(), &inputs.map(Input::Path)),
            ["! wire.txt: a socket, not a file", "! /dev/zero: a device, not a file", "/dev/null"]
        );
    }

    #[test]
    fn a_missing_file_is_a_problem_with_its_name() {
        let problem = Sources::new(&[Input::Path("no/such.txt".into())]).next().unwrap();
        assert!(problem.is_err_and(|problem| problem.path == "no/such.txt"));
    }
}
