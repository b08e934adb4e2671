//! What a story has told so far: its words and its names. They are looked for when a
//! paragraph is to be compared with it, which few stories come to, and not before.

use super::lexicon::Lexicon;
use super::names::{Capital, Names, capitals};
use super::scan::{Block, scan};
use super::unit::Unit;
use super::words::{Bits, LOOK, Seen, Words, words_of};

/// Bytes of text that are kept before they are read, whoever asks for them.
const MOST: usize = 64 << 10;

/// The words by which paragraphs are compared.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) words: Words,
    pub(super) capitals: Vec<Capital>,
}

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
}

impl Told {
    pub(super) fn start_story(&mut self) {
        self.seen.start_story();
        self.names.clear();
        self.forget_unread();
    }

    /// A paragraph is told.
    pub(super) fn add(&mut self, unit: &Unit, lexicon: &Lexicon) {
        match unit.known_vocabulary() {
            Some(known) if self.ends.is_empty() => self.learn(known, lexicon),
            _ => {
                self.unread.push_str(head(&unit.text));
                self.ends.push(self.unread.len());
                if self.unread.len() > MOST {
                    self.read(lexicon);
                }
            }
        }
    }

    /// Takes in all that was told.
    pub(super) fn read(&mut self, lexicon: &Lexicon) {
        let mut from = 0;
        for nth in 0..self.ends.len() {
            let vocabulary = self.scanner.vocabulary(&self.unread[from..self.ends[nth]]);
            self.learn(&vocabulary, lexicon);
            from = self.ends[nth];
        }
        self.forget_unread();
    }

    fn learn(&mut self, vocabulary: &Vocabulary, lexicon: &Lexicon) {
        self.seen.add(&vocabulary.words);
        self.names.add(&vocabulary.capitals, lexicon);
    }

    fn forget_unread(&mut self) {
        self.unread.clear();
        self.ends.clear();
    }
}

/// Looks for words, with what it takes to do so.
#[derive(Default)]
pub(super) struct Scanner {
    /// Tells words met before in the same paragraph.
    met: Bits,
    /// Where words begin and end in the paragraph.
    blocks: Vec<Block>,
}

impl Scanner {
    /// The words of the head of a paragraph.
    pub(super) fn vocabulary(&mut self, paragraph: &str) -> Vocabulary {
        let mut found = Vocabulary::default();
        let head = head(paragraph);
        scan(head.as_bytes(), &mut self.blocks);
        words_of(head.as_bytes(), &self.blocks, &mut self.met, &mut found.words);
        capitals(head, &self.blocks, &mut found.capitals);
        found
    }
}

fn head(paragraph: &str) -> &str {
    &paragraph[..paragraph.floor_char_boundary(LOOK)]
}
