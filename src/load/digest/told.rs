//! What a story has told so far: its words and its names. They are looked for when a
//! paragraph is to be compared with it, which few stories come to, and not before.

use super::lexicon::Lexicon;
use super::names::{self, Capital, Names};
use super::scan::{Block, letters, scan};
use super::unit::Unit;
use super::words::{Bits, LOOK, Seen, Words, words_of};

/// Bytes of text that are kept before they are read, whoever asks for them.
const MOST: usize = 64 << 10;

/// What a story has told so far.
#[derive(Default)]
pub(super) struct Told {
    /// The words of what was read.
    pub(super) seen: Seen,
    /// The names in what was read.
    pub(super) names: Names,
    /// The words of some paragraphs that are not yet told.
    pub(super) near: Seen,
    pub(super) scanner: Scanner,
    /// The heads of paragraphs that are not read yet, one after the other,
    unread: String,
    /// and where each of them ends.
    ends: Vec<usize>,
    /// Of how many of these the words are known,
    worded: usize,
    /// and of how many the names.
    named: usize,
    /// What the one that is read has, for the buffers.
    words: Words,
    capitals: Vec<Capital>,
}

impl Told {
    pub(super) fn start_story(&mut self) {
        self.seen.start_story();
        self.names.clear();
        self.forget_unread();
    }

    /// A paragraph is told.
    pub(super) fn add(&mut self, unit: &Unit, lexicon: &Lexicon) {
        if let Some((words, capitals)) = unit.known().filter(|_| self.ends.is_empty()) {
            self.seen.add(words);
            return self.names.add(capitals, lexicon);
        }
        self.unread.push_str(head(&unit.text));
        self.ends.push(self.unread.len());
        if self.unread.len() > MOST {
            self.read_words();
            self.read_names(lexicon);
            self.forget_unread();
        }
    }

    /// Takes in the words of all that was told.
    pub(super) fn read_words(&mut self) {
        for paragraph in parts(&self.unread, &self.ends, &mut self.worded) {
            self.scanner.words(paragraph, &mut self.words);
            self.seen.add(&self.words);
        }
    }

    /// Takes in the names of all that was told.
    pub(super) fn read_names(&mut self, lexicon: &Lexicon) {
        for paragraph in parts(&self.unread, &self.ends, &mut self.named) {
            self.scanner.capitals(paragraph, &mut self.capitals);
            self.names.add(&self.capitals, lexicon);
        }
    }

    fn forget_unread(&mut self) {
        self.unread.clear();
        self.ends.clear();
        (self.worded, self.named) = (0, 0);
    }
}

/// The parts of a text, which end at `ends`, behind the first `passed` of them; which now
/// are passed, too.
fn parts<'a>(
    text: &'a str,
    ends: &'a [usize],
    passed: &mut usize,
) -> impl Iterator<Item = &'a str> {
    let mut from = passed.checked_sub(1).map_or(0, |last| ends[last]);
    let ends = &ends[std::mem::replace(passed, ends.len())..];
    ends.iter().map(move |end| &text[std::mem::replace(&mut from, *end)..*end])
}

/// Looks for words, with what it takes to do so.
#[derive(Default)]
pub(super) struct Scanner {
    /// Tells words met before in the same paragraph.
    met: Bits,
    /// Where there are letters in the paragraph,
    letters: Vec<u64>,
    /// and where capitalised words may begin.
    blocks: Vec<Block>,
}

impl Scanner {
    /// Puts the words of the head of a paragraph into `words`.
    pub(super) fn words(&mut self, paragraph: &str, words: &mut Words) {
        let head = head(paragraph).as_bytes();
        letters(head, &mut self.letters);
        words_of(head, &self.letters, &mut self.met, words);
    }

    /// Puts its capitalised words into `capitals`.
    pub(super) fn capitals(&mut self, paragraph: &str, capitals: &mut Vec<Capital>) {
        let head = head(paragraph);
        scan(head.as_bytes(), &mut self.blocks);
        names::capitals(head, &self.blocks, capitals);
    }
}

fn head(paragraph: &str) -> &str {
    &paragraph[..paragraph.floor_char_boundary(LOOK)]
}
