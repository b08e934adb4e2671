//! What was fetched, as story files: a folder a feed, a file of NDJSON a month. The
//! loader reads them like any other; nothing here is ever lost: a story changes its line
//! when the feed changes the story, and lines that are not ours stay as they are.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use quick_xml::escape::escape;
use serde::{Deserialize, Serialize};

use super::memory::digest;
use crate::config::Feed;
use crate::load::{self, Format, Sink};
use crate::model::{NewStory, Problem, story_key};
use crate::shell::store::Around;
use crate::shell::store::disk::Lock;
use crate::shell::store::{Disk, disk};
use crate::text::date::rfc3339;

/// The folder of all that was fetched, in the data folder.
pub(super) fn library(data: &Path) -> PathBuf {
    data.join("feeds")
}

/// What a feed's files go by: its host, for people, and a number of its link.
pub(super) fn slug(feed: &Feed) -> String {
    const LONGEST: usize = 40;
    let host = feed.url.host_str().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let host: String = host.trim_start_matches("www.").chars().map(plain).take(LONGEST).collect();
    format!("{}-{:016x}", host.trim_matches('-'), digest(feed.key().as_bytes()))
        .trim_start_matches('-')
        .to_owned()
}

/// What came of keeping an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub new: usize,
    pub changed: usize,
    /// The files they stand in.
    pub files: Vec<PathBuf>,
}

/// A story as its line has it; the output of `extract` has these and more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    id: String,
    headline: String,
    source: Option<String>,
    place: Option<String>,
    published: Option<String>,
    url: Option<String>,
    body: String,
}

/// Keeps the stories of one feed in its folder. `now` is in seconds since the Unix
/// epoch; undated stories stand under its month.
///
/// # Errors
///
/// When something cannot be read or written: files are replaced whole or not at all.
pub(super) fn keep(folder: &Path, lock: &Path, stories: &[NewStory], now: i64) -> io::Result<Kept> {
    if stories.is_empty() {
        return Ok(Kept::default());
    }
    let mut disk = Disk::new();
    disk.make_folder(folder)?;
    disk.make_folder(disk::folder_of(lock))?;
    let lock = match disk.lock(lock) {
        Lock::Busy => return Err(io::Error::other("another Dateline is keeping this feed")),
        lock => lock,
    };
    Around::within(folder, "").sweep(matches!(lock, Lock::Held(_)));
    let mut months = Months::read(folder)?;
    let mut kept = Kept::default();
    for story in stories {
        let month = story.published.map(rfc3339).filter(|at| !at.is_empty());
        let month = month.unwrap_or_else(|| rfc3339(now)).chars().take(7).collect();
        months.take(line(story), month, &mut kept);
    }
    for month in months.files.iter().filter(|month| month.touched) {
        let text = month.lines.join("\n") + "\n";
        disk.replace(&month.path, text.as_bytes())?;
        kept.files.push(month.path.clone());
    }
    Ok(kept)
}

fn line(story: &NewStory) -> Line {
    let id = story_key(story.id.as_deref(), story.url.as_deref(), &story.headline, &story.body);
    Line {
        id,
        headline: story.headline.clone(),
        source: story.source.clone(),
        place: story.place.clone(),
        published: story.published.map(rfc3339).filter(|at| !at.is_empty()),
        url: story.url.clone(),
        body: story.body.clone(),
    }
}

/// The files of one feed, and where each story stands.
#[derive(Default)]
struct Months {
    folder: PathBuf,
    files: Vec<Month>,
    /// Story key to file and line.
    places: HashMap<String, (usize, usize)>,
}

struct Month {
    path: PathBuf,
    lines: Vec<String>,
    touched: bool,
}

impl Months {
    /// Reads them all: a story may have come in any month, and feeds hold few.
    fn read(folder: &Path) -> io::Result<Months> {
        let mut months = Months { folder: folder.into(), ..Months::default() };
        let mut names: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        names.retain(|name| name.extension().is_some_and(|ending| ending == "ndjson"));
        names.sort();
        for path in names {
            // What is not text is not ours to write over.
            let text = fs::read_to_string(&path)?;
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let file = months.files.len();
            for (at, line) in lines.iter().enumerate() {
                if let Ok(Id { id }) = serde_json::from_str(line) {
                    months.places.insert(id, (file, at));
                }
            }
            months.files.push(Month { path, lines, touched: false });
        }
        Ok(months)
    }

    fn take(&mut self, line: Line, month: String, kept: &mut Kept) {
        if let Some(&(file, at)) = self.places.get(&line.id) {
            let old = &mut self.files[file].lines[at];
            if let Some(new) = changed(old, line) {
                *old = new;
                self.files[file].touched = true;
                kept.changed += 1;
            }
            return;
        }
        let path = self.folder.join(month + ".ndjson");
        let file = self.files.iter().position(|file| file.path == path).unwrap_or_else(|| {
            self.files.push(Month { path: path.clone(), lines: Vec::new(), touched: false });
            self.files.len() - 1
        });
        let text = to_json(&line);
        kept.new += 1;
        self.places.insert(line.id, (file, self.files[file].lines.len()));
        self.files[file].lines.push(text);
        self.files[file].touched = true;
    }
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

/// The line to stand instead of `text`, if the feed changed the story. A new date alone
/// is no change: many feeds date everything anew each time.
fn changed(text: &str, mut new: Line) -> Option<String> {
    let old: Line = serde_json::from_str(text).unwrap_or_default();
    if old.published.is_some() {
        new.published = old.published;
    }
    let new = to_json(&new);
    (text != new).then_some(new)
}

/// The line, so that reading it gives the very body: a text that speaks of markup, which
/// the loader would take for some, is written as markup itself.
fn to_json(line: &Line) -> String {
    let json = |line: &Line| serde_json::to_string(line).expect("text is always JSON");
    let plain = json(line);
    let mut read = Body::default();
    load::read("", &mut plain.as_bytes(), Some(Format::Ndjson), &mut read);
    if read.0 == line.body {
        return plain;
    }
    let paragraphs = line.body.split("\n\n").map(|text| format!("<p>{}</p>", escape(text)));
    json(&Line { body: paragraphs.collect(), ..line.clone() })
}

/// The body of a story read.
#[derive(Default)]
struct Body(String);

impl Sink for Body {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.0.clone_from(&story.body);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}

/// The folder one feed's stories are in.
pub(super) fn folder(data: &Path, feed: &Feed) -> PathBuf {
    library(data).join(slug(feed))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    fn story(id: &str, body: &str, published: Option<i64>) -> NewStory {
        let (id, body) = (Some(id.to_owned()), body.to_owned());
        NewStory { id, headline: "Ferry talks open".into(), body, published, ..NewStory::default() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    const NOW: i64 = 1_796_000_000;

    #[test]
    fn stories_go_by_month_once_and_a_changed_one_in_its_place() {
        let home = tempfile::tempdir().unwrap();
        let (folder, lock) = (home.path().join("feeds/a"), home.path().join("state/a.lock"));
        let keep = |stories: &[NewStory]| keep(&folder, &lock, stories, NOW).unwrap();
        let kept = keep(&[story("1", "One.", Some(1_513_296_000)), story("2", "Two.", None)]);
        assert_eq!((kept.new, kept.changed), (2, 0));
        assert_eq!(names(&folder), ["2017-12.ndjson", "2026-11.ndjson"]);
        let first = fs::read_to_string(folder.join("2017-12.ndjson")).unwrap();
        fs::write(folder.join("2017-12.ndjson"), format!("my own note\n{first}")).unwrap();
        let kept = keep(&[story("1", "One.", Some(1_600_000_000)), story("2", "Two.", None)]);
        assert_eq!(kept, Kept::default(), "a new date alone is no change");
        let kept = keep(&[story("1", "One, mended.", None), story("3", "Three.", None)]);
        assert_eq!((kept.new, kept.changed), (1, 1));
        let text = fs::read_to_string(folder.join("2017-12.ndjson")).unwrap();
        assert_eq!(text, format!("my own note\n{}", first.replace("One.", "One, mended.")));
    }

    proptest! {
        #[test]
        fn a_story_kept_is_the_story_read(
            headline in "[^\\p{C}]{0,30}",
            body in "(<p>|</b>|&amp;|<br>|a < b|[A-Z]|[a-zé .,“”]|\n\n|-|•|  ){0,60}",
            published in proptest::option::of(-60_000_000_000_i64..250_000_000_000),
        ) {
            // As a loader gives it: tidy.
            let json = serde_json::json!({ "id": "7", "content_text": body, "headline": headline });
            let mut tidy = Stories::default();
            load::read("", &mut json.to_string().as_bytes(), Some(Format::Ndjson), &mut tidy);
            let Some(mut story) = tidy.0.pop() else { return Ok(()) };
            story.published = published;
            let text = to_json(&line(&story));
            let mut back = Stories::default();
            load::read("", &mut text.as_bytes(), Some(Format::Ndjson), &mut back);
            prop_assert_eq!(back.0, vec![story]);
        }
    }

    #[derive(Default)]
    struct Stories(Vec<NewStory>);

    impl Sink for Stories {
        fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
            self.0.push(story.clone());
            ControlFlow::Continue(())
        }

        fn problem(&mut self, _: Problem) {}
    }

    #[test]
    fn a_text_that_speaks_of_markup_stays_as_it_is() {
        let body =
            "Write <p> & </p> round it, said Ines Marlow: &amp; is a sign.\n\nSo it <br> is.";
        let mut read = Body::default();
        let text = to_json(&line(&story("1", body, None)));
        load::read("", &mut text.as_bytes(), Some(Format::Ndjson), &mut read);
        assert_eq!(read.0, body);
    }

    #[test]
    fn nothing_new_rewrites_nothing() {
        let home = tempfile::tempdir().unwrap();
        let (folder, lock) = (home.path().join("feeds/a"), home.path().join("state/a.lock"));
        keep(&folder, &lock, &[story("1", "One.", None)], NOW).unwrap();
        let file = fs::File::open(folder.join("2026-11.ndjson")).unwrap();
        keep(&folder, &lock, &[story("1", "One.", None)], NOW).unwrap();
        let again = fs::metadata(folder.join("2026-11.ndjson")).unwrap();
        assert_eq!(
            std::os::unix::fs::MetadataExt::ino(&file.metadata().unwrap()),
            std::os::unix::fs::MetadataExt::ino(&again)
        );
    }

    #[test]
    fn a_link_makes_a_name_that_is_safe_and_its_own() {
        let name = |link: &str| slug(&Feed::new(Url::parse(link).unwrap()));
        let plain = name("https://www.wire.example/feed");
        assert!(plain.starts_with("wire-example-"), "{plain}");
        assert_eq!(plain, name("https://tove:secret@www.wire.example/feed#top"));
        assert_ne!(plain, name("https://www.wire.example/feed?x=1"));
        for odd in ["http://[::1]:80/../../x", "http://xn--mnchen-3ya.example/%2e%2e"] {
            let safe = |c: char| c.is_ascii_alphanumeric() || c == '-';
            assert!(name(odd).chars().all(safe) && !name(odd).starts_with('-'), "{}", name(odd));
        }
    }
}
