//! Names that a story has given in full: what comes back to one of them by the surname
//! alone goes on with the story.

use super::lexicon::Lexicon;

/// Bytes of a paragraph that are looked at.
const LOOK: usize = 800;

/// Names one story is remembered by.
const MOST: usize = 48;

/// The names a story has given in full so far, as hashes of first name and surname.
#[derive(Default)]
pub(super) struct Names {
    full: Vec<(u32, u32)>,
}

/// A capitalised word among its neighbours.
struct Capital {
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
    pub(super) fn add(&mut self, paragraph: &str, lexicon: &Lexicon) {
        capitals(paragraph, |capital| {
            let Some(first) = capital.before.filter(|first| !lexicon.is_title(*first)) else {
                return;
            };
            let name = (first, capital.word);
            if !capital.goes_on && self.full.len() < MOST && !self.full.contains(&name) {
                self.full.push(name);
            }
        });
    }

    /// Whether a paragraph comes back to one of the names by the surname alone.
    pub(super) fn resumed_in(&self, paragraph: &str, lexicon: &Lexicon) -> bool {
        if self.full.is_empty() {
            return false;
        }
        let (mut alone, mut in_full) = (Vec::new(), Vec::new());
        capitals(paragraph, |capital| {
            let known = self.full.iter().any(|(_, last)| *last == capital.word);
            if known && !capital.goes_on {
                let title = capital.before.is_none_or(|before| lexicon.is_title(before));
                if title { alone.push(capital.word) } else { in_full.push(capital.word) }
            }
        });
        alone.iter().any(|word| !in_full.contains(word))
    }
}

/// Calls `see` with each capitalised word of the head of a paragraph.
fn capitals(paragraph: &str, mut see: impl FnMut(Capital)) {
    let text = &paragraph[..paragraph.floor_char_boundary(LOOK)];
    let (mut before, mut open): (Option<u32>, Option<Capital>) = (None, None);
    for word in text.split([' ', '\n']) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("'s").or(bare.strip_suffix("’s")).unwrap_or(bare);
        let capital = bare.starts_with(char::is_uppercase);
        // `J.` in `Ines J. Marlow` stands between the two.
        if capital && bare.len() == 1 {
            continue;
        }
        if let Some(last) = open.take() {
            see(Capital { goes_on: capital, ..last });
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
        if ends && let Some(last) = open.take() {
            see(last);
        }
    }
    if let Some(last) = open {
        see(last);
    }
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
        names.add(
            "Transport Minister Ines J. Marlow met Tove Lind, who leads the harbour board.",
            &lexicon,
        );
        assert!(names.resumed_in("President Marlow said so.", &lexicon));
        assert!(names.resumed_in("The line opens in May, said Lind.", &lexicon));
        assert!(!names.resumed_in("Ines Marlow said so.", &lexicon));
        assert!(!names.resumed_in("Per Haugen said so.", &lexicon));
        names.clear();
        assert!(!names.resumed_in("President Marlow said so.", &lexicon));
    }
}
