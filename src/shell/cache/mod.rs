//! Facts found before, kept so that files that have not changed need not be read for
//! them again. All of it can be made anew at any time: whatever is in doubt is.

mod book;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use book::{Book, Pen, Title};

use crate::model::{Chunk, Facts, Interner, NameBlock, NameId, Names, Story};

/// What the facts of this binary depend on: see `src/build.rs`.
const RULES: &str = env!("DATELINE_RULES");
/// Facts of smaller files are found as fast as they are read.
const SMALLEST_FILE: u64 = 256 << 10;
/// The most all books may take, in bytes; those not used for longest go first.
const MOST_BYTES: u64 = 1 << 30;
const FOLDER: &str = "facts";
const ENDING: &str = "facts";

/// The facts of earlier runs, and those of this one to be kept.
pub(super) struct Cache {
    /// `None` when nothing is to be kept.
    folder: Option<PathBuf>,
    /// By the name the loader gave the file.
    files: HashMap<String, Entry>,
    names: Names,
}

/// One file that stories come from.
struct Entry {
    /// `None` where it cannot be told for sure, or is not worth it.
    title: Option<Title>,
    book: Option<(Book, Vec<NameId>)>,
    /// Stories that have come so far.
    stories: usize,
    /// Where the facts found in this run are.
    pages: Vec<Page>,
}

/// The stories of one file in one chunk.
struct Page {
    /// Which of all chunks it is.
    index: usize,
    chunk: Arc<Chunk>,
    facts: Arc<Facts>,
    first: usize,
    len: usize,
}

impl Cache {
    /// A cache in this folder, if there is to be one.
    pub(super) fn new(folder: Option<&Path>) -> Cache {
        let folder = folder.map(|folder| folder.join(FOLDER));
        Cache { folder, files: HashMap::new(), names: Names::default() }
    }

    /// The facts of a chunk's stories as they were found before. `None` when a single
    /// one of them is not known for sure. Chunks must come in the order of the input.
    pub(super) fn recall(&mut self, chunk: &Chunk, names: &mut Interner) -> Option<Facts> {
        let folder = self.folder.clone()?;
        let mut facts = Facts::default();
        let mut known = true;
        for (path, stories) in runs(chunk) {
            let entry = self.files.entry(path.to_owned());
            let entry = entry.or_insert_with(|| Entry::open(&folder, path, names));
            for story in stories.clone().filter_map(|index| chunk.get(index)) {
                let index = entry.stories;
                entry.stories += 1;
                let book =
                    entry.book.as_ref().filter(|(book, _)| known && book.has(index, check(&story)));
                match book {
                    Some((book, ids)) => book.copy(index, ids, &mut facts),
                    None => known = false,
                }
            }
        }
        known.then_some(facts)
    }

    /// Takes note of the facts of the chunk at `index`, to be kept once they are complete.
    /// Chunks may come in any order.
    pub(super) fn learnt(
        &mut self,
        index: usize,
        chunk: &Arc<Chunk>,
        facts: &Arc<Facts>,
        new: &NameBlock,
    ) {
        if self.folder.is_none() {
            return;
        }
        self.names.append(Arc::clone(new));
        for (path, stories) in runs(chunk) {
            let Some(entry) = self.files.get_mut(path).filter(|entry| entry.title.is_some()) else {
                continue;
            };
            let (chunk, facts) = (Arc::clone(chunk), Arc::clone(facts));
            let (first, len) = (stories.start, stories.len());
            entry.pages.push(Page { index, chunk, facts, first, len });
        }
    }

    /// Everything is loaded and its facts are found: keeps what was not kept before.
    /// What cannot be written is found anew next time.
    pub(super) fn keep(&mut self) {
        let Some(folder) = self.folder.take() else { return };
        let names = std::mem::take(&mut self.names);
        for (path, mut entry) in self.files.drain() {
            entry.pages.sort_by_key(|page| page.index);
            let Some(title) = entry.title else { continue };
            if entry.book.is_some_and(|(book, _)| book.len() == entry.stories) {
                // Used just now: the last to go.
                let used = File::options().append(true).open(file_of(&folder, &title));
                let _ = used.and_then(|file| file.set_modified(SystemTime::now()));
                continue;
            }
            // A file that was written to meanwhile is another one next time.
            if Title::of(Path::new(&path)).as_ref() == Some(&title) {
                let _ = write(&folder, &title, &entry.pages, &names);
            }
        }
        let _ = make_room(&folder, MOST_BYTES);
    }
}

impl Entry {
    fn open(folder: &Path, path: &str, names: &mut Interner) -> Entry {
        let title = Title::of(Path::new(path));
        let book = title.as_ref().and_then(|title| {
            let book = Book::read(&fs::read(file_of(folder, title)).ok()?, title)?;
            let ids = book.intern(names);
            Some((book, ids))
        });
        Entry { title, book, stories: 0, pages: Vec::new() }
    }
}

impl Title {
    /// What tells this file from every other and from what it was before. `None` for
    /// what is no file of some size.
    fn of(path: &Path) -> Option<Title> {
        let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        if found.len() < SMALLEST_FILE {
            return None;
        }
        let changed = found.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let content = content_check(path, found.len()).ok()?;
        let (device, inode) = place_on_disk(&found);
        let nanoseconds = u64::try_from(changed.as_nanos()).ok()?;
        let path = fs::canonicalize(path).ok()?.into_os_string().into_encoded_bytes();
        let marks = [found.len(), nanoseconds, device, inode, content];
        Some(Title { rules: RULES.into(), path, marks })
    }
}

/// A hash of a few pages of the file: at both ends, and between.
fn content_check(path: &Path, len: u64) -> io::Result<u64> {
    const PAGE: usize = 4096;
    let (mut file, mut hash) = (File::open(path)?, DefaultHasher::new());
    for part in 0..=4 {
        file.seek(SeekFrom::Start((len - PAGE as u64) / 4 * part))?;
        let mut page = [0; PAGE];
        file.read_exact(&mut page)?;
        hash.write(&page);
    }
    Ok(hash.finish())
}

#[cfg(unix)]
fn place_on_disk(found: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn place_on_disk(_: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

/// The runs of a chunk's stories that come from one file, those of none left out.
fn runs(chunk: &Chunk) -> Vec<(&str, std::ops::Range<usize>)> {
    let mut runs: Vec<(&str, std::ops::Range<usize>)> = Vec::new();
    for (index, story) in chunk.stories().enumerate() {
        let path = story.path.unwrap_or_default();
        match runs.last_mut() {
            Some((last, stories)) if *last == path => stories.end = index + 1,
            _ => runs.push((path, index..index + 1)),
        }
    }
    runs
}

/// Tells a story from the one that stood in its place before: its headline, the length
/// of its body and how that begins.
fn check(story: &Story<'_>) -> u32 {
    const HEAD: usize = 64;
    let mut hash = DefaultHasher::new();
    let head = &story.body.as_bytes()[..story.body.len().min(HEAD)];
    (story.headline, story.body.len(), head, story.source, story.place).hash(&mut hash);
    hash.finish() as u32
}

fn file_of(folder: &Path, title: &Title) -> PathBuf {
    let mut hash = DefaultHasher::new();
    hash.write(&title.path);
    folder.join(format!("{:016x}.{ENDING}", hash.finish()))
}

fn write(folder: &Path, title: &Title, pages: &[Page], names: &Names) -> io::Result<()> {
    let mut pen = Pen::default();
    for Page { chunk, facts, first, len, .. } in pages {
        for index in *first..first + len {
            let (Some(story), Some(facts)) = (chunk.get(index), facts.get(index)) else {
                return Ok(());
            };
            pen.story(check(&story), facts, names);
        }
    }
    make_folder(folder)?;
    let mut file = tempfile::Builder::new().prefix(".facts").tempfile_in(folder)?;
    file.write_all(&pen.bytes(title))?;
    file.persist(file_of(folder, title))?;
    Ok(())
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Removes the books not used for longest until the rest take no more than `most`, and
/// what a run that was killed has left half written.
fn make_room(folder: &Path, most: u64) -> io::Result<()> {
    let mut books: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let found = entry.metadata()?;
        let used = found.modified()?;
        let is_book = Path::new(&entry.file_name()).extension() == Some(OsStr::new(ENDING));
        if is_book {
            books.push((used, found.len(), entry.path()));
        } else if used.elapsed().is_ok_and(|age| age.as_secs() > 3_600) {
            fs::remove_file(entry.path())?;
        }
    }
    books.sort_unstable();
    let mut all: u64 = books.iter().map(|(_, len, _)| len).sum();
    for (_, len, path) in books {
        if all <= most {
            break;
        }
        fs::remove_file(path)?;
        all -= len;
    }
    Ok(())
}

/// Forgets everything. A folder that is not there is as good as an empty one.
///
/// # Errors
///
/// When a book cannot be removed.
pub fn clear(folder: &Path) -> io::Result<()> {
    let folder = folder.join(FOLDER);
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        fs::remove_file(entry?.path())?;
    }
    fs::remove_dir(folder)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::model::NewStory;

    /// A chunk of a file's stories, and the facts found in it by hand.
    fn chunk(path: &Path, headlines: &[&str]) -> Arc<Chunk> {
        let mut chunk = Chunk::default();
        chunk.start_file(path.to_str().unwrap());
        for headline in headlines {
            chunk.push(&NewStory { headline: (*headline).into(), ..NewStory::default() });
        }
        chunk.seal()
    }

    fn facts(chunk: &Chunk, names: &mut Interner) -> Arc<Facts> {
        let mut facts = Facts::default();
        for story in chunk.stories() {
            let source = Some(names.id(story.headline));
            facts.push_packed(crate::model::FactsOf { source, ..crate::model::FactsOf::default() });
        }
        Arc::new(facts)
    }

    fn wire(folder: &Path, word: &str) -> PathBuf {
        let path = folder.join("wire.txt");
        let mut text = String::new();
        for line in 0..40_000 {
            writeln!(text, "{word} {line}").unwrap();
        }
        fs::write(&path, text).unwrap();
        path
    }

    /// A run over the chunks of a file. What is not known is found later, the last first.
    fn run(cache: &mut Cache, chunks: &[Arc<Chunk>]) -> Vec<bool> {
        let mut names = Interner::default();
        let known: Vec<_> = chunks.iter().map(|chunk| cache.recall(chunk, &mut names)).collect();
        let recalled = known.iter().map(Option::is_some).collect();
        for (index, (chunk, known)) in chunks.iter().zip(known).enumerate().rev() {
            let facts = known.map_or_else(|| facts(chunk, &mut names), Arc::new);
            cache.learnt(index, chunk, &facts, &names.take_new());
        }
        cache.keep();
        recalled
    }

    #[test]
    fn a_second_run_knows_the_facts_of_a_file_that_has_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = wire(folder.path(), "wheat");
        let chunks = [chunk(&path, &["Ferry talks", "Port fees"]), chunk(&path, &["Storm"])];
        let run = |chunks: &[Arc<Chunk>]| run(&mut Cache::new(Some(folder.path())), chunks);
        assert_eq!(run(&chunks), [false, false]);
        assert_eq!(run(&chunks), [true, true]);
        let other = [chunk(&path, &["Ferry talks"]), chunk(&path, &["Port fees", "Storm"])];
        assert_eq!(run(&other), [true, true], "however the stories fall into chunks");
        let changed = [chunk(&path, &["Ferry talks", "Port dues"]), chunk(&path, &["Storm"])];
        assert_eq!(run(&changed), [false, true], "a story that is not the same is not known");
        wire(folder.path(), "maize");
        assert_eq!(run(&chunks), [false, false], "nor a file that is not");
    }

    #[test]
    fn what_cannot_be_read_is_found_anew_and_can_be_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let path = wire(folder.path(), "wheat");
        let chunks = [chunk(&path, &["Ferry talks"])];
        let run = |chunks: &[Arc<Chunk>]| run(&mut Cache::new(Some(folder.path())), chunks);
        run(&chunks);
        let books = || fs::read_dir(folder.path().join(FOLDER)).unwrap().map(|book| book.unwrap());
        for book in books() {
            fs::write(book.path(), b"junk").unwrap();
        }
        assert_eq!(run(&chunks), [false]);
        assert_eq!(run(&chunks), [true], "written anew");
        clear(folder.path()).unwrap();
        clear(folder.path()).unwrap();
        assert_eq!(run(&chunks), [false]);
        assert_eq!(books().count(), 1);
        make_room(&folder.path().join(FOLDER), 10).unwrap();
        assert_eq!(books().count(), 0, "bounded");
    }

    #[test]
    fn without_a_folder_nothing_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let chunks = [chunk(&wire(folder.path(), "wheat"), &["Ferry talks"])];
        assert_eq!(run(&mut Cache::new(None), &chunks), [false]);
        assert_eq!(run(&mut Cache::new(Some(folder.path())), &chunks), [false]);
    }
}
