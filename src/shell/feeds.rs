//! The list of feeds: shown, taken in from other readers' lists, given out as OPML.
//!
//! It is kept in the reader's own `config.toml`. New feeds are written behind what is
//! there; not a byte the reader wrote is changed.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::folders::Folders;
use super::output::{Status, complain, reason, status};
use super::settings;
use super::store::{Disk, disk};
use crate::config::{Config, Feed, listed, shown, to_opml};
use crate::text::{clean_line, decode::decode};

/// A list of feeds longer than this is something else, in bytes.
const LONGEST: u64 = 16 << 20;

/// Why no feed was taken in. The configuration is as it was.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("{}: {}", clean_line(&path.to_string_lossy()), reason(source))]
    Io { path: PathBuf, source: io::Error },
    #[error("no home folder to keep a configuration in")]
    NoFolder,
    #[error(
        "{0}: new [[feeds]] cannot follow what is there; mend it first (dateline config check)"
    )]
    Refused(String),
}

/// Prints the feeds followed, one a line: link, name, tags, parted by tabs.
pub fn list(folders: &Folders) -> Status {
    let feeds = settings::read(folders).0.feeds;
    let line = |feed: &Feed| {
        let off = if feed.enabled { "" } else { "\toff" };
        let name = feed.name.as_deref().unwrap_or_default();
        format!("{}\t{name}\t{}{off}\n", shown(&feed.url), feed.tags.join(", "))
    };
    print(&feeds.iter().map(line).collect::<String>())
}

/// Prints the feeds followed as OPML.
pub fn export(folders: &Folders) -> Status {
    let feeds = settings::read(folders).0.feeds;
    let secret = feeds.iter().filter(|feed| feed.url.password().is_some()).count();
    if secret > 0 {
        complain(&format!("passwords left out of {secret} links"));
    }
    print(&to_opml(&feeds))
}

fn print(text: &str) -> Status {
    let mut out = io::stdout().lock();
    status(out.write_all(text.as_bytes()).and_then(|()| out.flush()), false)
}

/// Takes in the feeds of another reader's list: OPML, or newsboat's `urls`. What of it
/// cannot be followed is told, and the rest is taken.
pub fn import(list: &OsStr, folders: &Folders) -> Status {
    match take_in(list, folders) {
        Ok(told) => told,
        Err(error) => {
            complain(&error.to_string());
            Status::Trouble
        }
    }
}

fn take_in(list: &OsStr, folders: &Folders) -> Result<Status, ImportError> {
    let name = clean_line(&list.to_string_lossy()).into_owned();
    let path = PathBuf::from(list);
    let bytes = read(list).map_err(|source| ImportError::Io { path, source })?;
    let found = listed(&decode(&bytes, None));
    for problem in &found.problems {
        complain(&format!("{name}:{problem}"));
    }
    let config = folders.config.as_ref().ok_or(ImportError::NoFolder)?.join("config.toml");
    let unresolved = |source| ImportError::Io { path: config.clone(), source };
    let config = disk::resolve(&config).map_err(unresolved)?;
    let io_error = |source| ImportError::Io { path: config.clone(), source };
    let old = match fs::read_to_string(&config) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        read => read.map_err(io_error)?,
    };
    let count = found.feeds.len();
    let (new, added) = with_feeds(&old, found.feeds)
        .ok_or_else(|| ImportError::Refused(clean_line(&config.to_string_lossy()).into_owned()))?;
    if added > 0 {
        write(&config, &new).map_err(io_error)?;
    }
    let noun = if added == 1 { "feed" } else { "feeds" };
    let told = format!("{added} {noun} added, {} known already\n", count - added);
    Ok(match print(&told) {
        Status::Fine if !found.problems.is_empty() => Status::Trouble,
        printed => printed,
    })
}

fn read(list: &OsStr) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let source: Box<dyn Read> =
        if list == "-" { Box::new(io::stdin()) } else { Box::new(File::open(Path::new(list))?) };
    source.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(io::Error::other("too large for a list of feeds"));
    }
    Ok(bytes)
}

/// The configuration with the feeds it does not have yet behind all else, and how many
/// those are. `None` when it would not be read back as that.
fn with_feeds(old: &str, feeds: Vec<Feed>) -> Option<(String, usize)> {
    let (before, problems) = Config::parse(old);
    let mut all = before.feeds.clone();
    let mut new = old.to_owned();
    if !new.is_empty() && !new.ends_with('\n') {
        new.push('\n');
    }
    for feed in feeds {
        if all.iter().all(|known| known.key() != feed.key()) {
            new += if new.is_empty() { "" } else { "\n" };
            new += &feed.to_toml();
            all.push(feed);
        }
    }
    let added = all.len() - before.feeds.len();
    let (after, still) = Config::parse(&new);
    let as_meant = after == Config { feeds: all, ..before } && still == problems;
    (added == 0 || as_meant).then_some((new, added))
}

/// Puts the configuration in its place whole, as readable as it was.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut disk = Disk::new();
    disk.make_folder(disk::folder_of(path))?;
    let rights = fs::metadata(path).ok().map(|found| found.permissions());
    disk.replace(path, text.as_bytes())?;
    rights.map_or(Ok(()), |rights| fs::set_permissions(path, rights))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::web_link;

    fn feed(link: &str) -> Feed {
        Feed::new(web_link(link).unwrap())
    }

    #[test]
    fn new_feeds_stand_behind_what_the_reader_wrote() {
        let old =
            "# mine\ntheme = 'light' # at day\ncolour = 1\n\n[[feeds]]\nurl = 'https://a.example'";
        let (new, added) =
            with_feeds(old, vec![feed("https://a.example/"), feed("https://b.example/x")]).unwrap();
        assert_eq!(added, 1);
        assert_eq!(new, format!("{old}\n\n[[feeds]]\nurl = \"https://b.example/x\"\n"));
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        for old in ["theme = ", "feeds = []\n", "[[feeds]\n", "x = '''\n"] {
            assert_eq!(with_feeds(old, vec![feed("https://a.example/")]), None, "{old}");
        }
    }

    proptest! {
        #[test]
        fn no_byte_of_the_reader_is_changed(
            old in "(\\[keys\\]\n|\\[\\[feeds\\]\\]\n|url='http://a\\.b'\n|feeds=|#|\"\"\"|[a-z=' \n]){0,12}",
            name in ".{0,20}",
        ) {
            let feed = Feed { name: Some(name), ..feed("https://c.example/") };
            if let Some((new, _)) = with_feeds(&old, vec![feed]) {
                prop_assert!(new.starts_with(&old));
            }
        }
    }
}
