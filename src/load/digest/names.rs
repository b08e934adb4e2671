//! Names that a story has given in full: what comes back to one of them by the surname
//! alone goes on with the story.

use super::lexicon::Lexicon;
use super::scan::{BLOCK, Block, places};
use super::words::{bare, is_outside};

/// Bytes of a paragraph that are looked at.
const LOOK: usize = 800;

/// Names one story is remembered by.
const MOST: usize = 48;

/// The names a story has given in full so far, as hashes of first name and surname.
#[derive(Default)]
pub(super) struct Names {
    full: Vec<(u32, u32)>,
}

/// A capitalised word among its neighbours. Words are hashes of their letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capital {
    word: u32,
    /// The capitalised word right before it.
    before: Option<u32>,
    /// A capitalised word follows right behind it.
    goes_on: bool,
}

impl Names {
    pub(super) fn clear(&mut self) {
        self.full.clear();
    }

    /// Remembers the names that a paragraph gives in full.
    pub(super) fn add(&mut self, paragraph: &[Capital], lexicon: &Lexicon) {
        for capital in paragraph.iter().filter(|capital| !capital.goes_on) {
            let Some(first) = capital.before.filter(|_| self.full.len() < MOST) else { continue };
            let name = (first, capital.word);
            if !self.full.contains(&name) && !lexicon.is_title(first) {
                self.full.push(name);
            }
        }
    }

    /// Whether a paragraph comes back to one of the names by the surname alone.
    pub(super) fn resumed_in(&self, paragraph: &[Capital], lexicon: &Lexicon) -> bool {
        let alone =
            |capital: &Capital| capital.before.is_none_or(|before| lexicon.is_title(before));
        let known = |capital: &&Capital| {
            !capital.goes_on && self.full.iter().any(|(_, last)| *last == capital.word)
        };
        let in_full = |word: u32| {
            let other = |other: &Capital| other.word == word && !other.goes_on && !alone(other);
            paragraph.iter().any(other)
        };
        let mut known = paragraph.iter().filter(known);
        known.any(|capital| alone(capital) && !in_full(capital.word))
    }
}

/// Puts the capitalised words of the head of a paragraph into `found`; `blocks` are those
/// of the paragraph, as far as it is looked at.
pub(super) fn capitals(paragraph: &str, blocks: &[Block], found: &mut Vec<Capital>) {
    found.clear();
    let text = &paragraph[..paragraph.floor_char_boundary(LOOK)];
    let mut gathering = Gathering { found, before: None, open: None };
    // The byte behind a blank begins a word, as the first one of all does.
    let (mut begins, mut passed) = (1, false);
    for (nth, block) in blocks.iter().take(text.len().div_ceil(BLOCK)).enumerate() {
        let next = blocks.get(nth + 1).map_or(0, |next| next.blank);
        let ends = u128::from(next) << BLOCK | u128::from(block.blank);
        let within = u64::MAX >> (BLOCK - (text.len() - nth * BLOCK).min(BLOCK));
        let blank = block.blank & within;
        let starts = blank << 1 | begins;
        begins = blank >> (BLOCK - 1);
        // Most words begin with a small letter, and part the others.
        let mut small = starts & block.small & within;
        for at in places(starts & !small) {
            let earlier = (1 << at) - 1;
            if passed || small & earlier != 0 {
                gathering.part();
            }
            (passed, small) = (false, small & !earlier);
            let start = nth * BLOCK + at;
            // A word with no end in this block and the next is no name.
            let end = (start + (ends >> at).trailing_zeros() as usize).min(text.len());
            match text.get(start..end) {
                Some(word) => gathering.word(word),
                None => gathering.part(),
            }
        }
        passed |= small != 0;
    }
    gathering.part();
}

/// Capitalised words being gathered.
struct Gathering<'f> {
    found: &'f mut Vec<Capital>,
    /// The capitalised word right before, where the next may go on with it.
    before: Option<u32>,
    /// The last one, of which is not known yet whether another follows.
    open: Option<Capital>,
}

impl Gathering<'_> {
    /// A word that is not capitalised follows.
    fn part(&mut self) {
        self.found.extend(self.open.take());
        self.before = None;
    }

    /// A word follows that does not begin with a small letter.
    fn word(&mut self, word: &str) {
        let bare = bare(word);
        let bare = bare.strip_suffix("'s").or(bare.strip_suffix("’s")).unwrap_or(bare);
        if !bare.starts_with(char::is_uppercase) {
            return self.part();
        }
        // `J.` in `Ines J. Marlow` stands between the two.
        if bare.len() == 1 {
            return;
        }
        self.found.extend(self.open.take().map(|last| Capital { goes_on: true, ..last }));
        let opens = word.starts_with(is_outside);
        let word_hash = hash(bare);
        let before = self.before.filter(|_| !opens);
        self.open = Some(Capital { word: word_hash, before, goes_on: false });
        let last = word.bytes().next_back();
        let closed = matches!(last, Some(b',' | b';' | b':' | b'.' | b')' | b'"' | b'!' | b'?'));
        let ends = (closed || word.ends_with('”')) && bare.len() > 4;
        if ends {
            return self.part();
        }
        self.before = Some(word_hash);
    }
}

/// A hash of a word in lower case, by its first and last eight bytes and its length: no
/// loop, whose end nobody could guess.
pub(super) fn hash(word: &str) -> u32 {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let bytes = word.as_bytes();
    let eight = bytes.first_chunk().zip(bytes.last_chunk());
    let four = bytes.first_chunk().zip(bytes.last_chunk());
    let (head, tail) = if let Some((head, tail)) = eight {
        (u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
    } else if let Some((head, tail)) = four {
        (u32::from_le_bytes(*head).into(), u32::from_le_bytes(*tail).into())
    } else {
        (
            bytes.first().copied().unwrap_or(0).into(),
            bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)),
        )
    };
    let mixed = (head | SMALL).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        ^ (tail | SMALL)
        ^ bytes.len() as u64;
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    #[test]
    fn a_surname_alone_goes_on_with_the_story() {
        let (mut names, lexicon) = (Names::default(), Lexicon::new());
        let capitals = |text: &str| {
            let (mut blocks, mut found) = (Vec::new(), Vec::new());
            scan(text.as_bytes(), &mut blocks);
            capitals(text, &blocks, &mut found);
            found
        };
        let full = "Transport Minister Ines J. Marlow met Tove Lind, who leads the harbour board.";
        names.add(&capitals(full), &lexicon);
        for (text, resumed) in [
            ("President Marlow said so.", true),
            ("The line opens in May, said Lind.", true),
            ("Ines Marlow said so.", false),
            ("Per Haugen said so.", false),
            ("Ines Marlow said so. The board backs Marlow.", false),
        ] {
            assert_eq!(names.resumed_in(&capitals(text), &lexicon), resumed, "{text}");
        }
        names.clear();
        assert!(!names.resumed_in(&capitals("President Marlow said so."), &lexicon));
    }
}
