//! Names that a story has given in full: what comes back to one of them by the surname
//! alone goes on with the story.

use super::lexicon::Lexicon;
use super::words::bare;

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

/// Puts the capitalised words of the head of a paragraph into `found`.
pub(super) fn capitals(paragraph: &str, found: &mut Vec<Capital>) {
    found.clear();
    let text = &paragraph[..paragraph.floor_char_boundary(LOOK)];
    let (mut before, mut open): (Option<u32>, Option<Capital>) = (None, None);
    let mut rest = Some(text);
    while let Some(text) = rest {
        // Most words begin with a small letter, and need no closer look.
        if text.starts_with(is_small) {
            found.extend(open.take());
            before = None;
            rest = behind_small(text);
            continue;
        }
        let end = text.bytes().position(|byte| byte == b' ');
        let word = &text[..end.unwrap_or(text.len())];
        rest = end.map(|end| &text[end + 1..]);
        let bare = bare(word);
        let bare = bare.strip_suffix("'s").or(bare.strip_suffix("’s")).unwrap_or(bare);
        let capital = bare.starts_with(char::is_uppercase);
        // `J.` in `Ines J. Marlow` stands between the two.
        if capital && bare.len() == 1 {
            continue;
        }
        if let Some(last) = open.take() {
            found.push(Capital { goes_on: capital, ..last });
        }
        if !capital {
            before = None;
            continue;
        }
        let opens = word.starts_with(|c: char| !c.is_alphanumeric());
        let word_hash = hash(bare);
        open = Some(Capital { word: word_hash, before: before.filter(|_| !opens), goes_on: false });
        let ends = word.ends_with([',', ';', ':', '.', ')', '"', '”', '!', '?']) && bare.len() > 4;
        before = Some(word_hash).filter(|_| !ends);
        if ends {
            found.extend(open.take());
        }
    }
    found.extend(open);
}

fn is_small(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9')
}

/// The rest of a text behind the words at its start that begin small.
fn behind_small(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let begins = |pair: &[u8]| pair[0] == b' ' && !is_small(pair[1].into());
    let blank = bytes.windows(2).position(begins);
    // A blank at the very end has an empty word behind it.
    let blank = blank.or_else(|| text.ends_with(' ').then_some(text.len() - 1));
    blank.map(|blank| &text[blank + 1..])
}

/// FNV-1a over the letters in lower case.
pub(super) fn hash(word: &str) -> u32 {
    let letters = word.bytes().filter(|byte| *byte != b'.');
    letters.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_alone_goes_on_with_the_story() {
        let (mut names, lexicon) = (Names::default(), Lexicon::new());
        let capitals = |text: &str| {
            let mut found = Vec::new();
            capitals(text, &mut found);
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
