//! One story: its fields, and the key by which it is known again.

use crate::text::fold::{beyond_ascii, fold, fold_into};

/// Position of a story in arrival order; stable for the life of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub u32);

/// One story's fields, borrowed from the chunk that holds its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story<'a> {
    /// What the story is known by: see [`story_key`].
    pub key: &'a str,
    pub headline: &'a str,
    /// Plain text; paragraphs are parted by one blank line.
    pub body: &'a str,
    /// The agency or outlet the file itself names, not one found in the text.
    pub source: Option<&'a str>,
    /// The place the file itself names, not one found in the text.
    pub place: Option<&'a str>,
    pub url: Option<&'a str>,
    /// The file it came from, as it was named to the loader.
    pub path: Option<&'a str>,
    /// Seconds since the Unix epoch, UTC.
    pub published: Option<i64>,
}

/// One story as a loader hands it over; all text already cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewStory {
    /// The file's own id, if it has one.
    pub id: Option<String>,
    pub headline: String,
    pub body: String,
    pub source: Option<String>,
    pub place: Option<String>,
    pub url: Option<String>,
    pub published: Option<i64>,
}

/// What a story is known by, so that a bookmark finds it again: the file's own id,
/// else its link, else a hash of the folded headline and the first 200 letters of
/// the body. Nothing extracted and nothing of the path goes in, so moving a file,
/// splitting it anew or a better rule does not orphan a bookmark.
pub fn story_key(id: Option<&str>, url: Option<&str>, headline: &str, body: &str) -> String {
    let own = id.or(url).map(str::trim).filter(|own| !own.is_empty());
    own.map_or_else(|| format!("s-{:016x}", text_hash(headline, body)), str::to_owned)
}

/// The hash is written into bookmark files, so it may never change.
fn text_hash(headline: &str, body: &str) -> u64 {
    let mut hash = Fnv::default();
    if headline.is_ascii() {
        hash.plain(headline.as_bytes());
    } else {
        fold(headline).chars().filter(|c| c.is_alphanumeric()).for_each(|c| hash.feed(c));
    }
    hash.feed('\n');
    let (mut folded, mut at, mut letters) = (String::new(), 0, 0);
    while letters < LETTERS && at < body.len() {
        // No more bytes than letters are wanted: of them none is one too many.
        let ahead = &body.as_bytes()[at..body.len().min(at + LETTERS - letters)];
        let plain = beyond_ascii(ahead).unwrap_or(ahead.len());
        letters += hash.plain(&ahead[..plain]);
        at += plain;
        let c = body[at..].chars().next().filter(|_| plain < ahead.len());
        at += c.map_or(0, char::len_utf8);
        if let Some(c) = c.filter(|c| c.is_alphanumeric()) {
            letters += 1;
            folded.clear();
            fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
            folded.chars().for_each(|c| hash.feed(c));
        }
    }
    hash.0
}

/// Letters of the body that count for a story's key.
const LETTERS: usize = 200;

/// FNV-1a, 64 bits, over characters as four bytes each, the lowest first.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    const PRIME: u64 = 0x0100_0000_01b3;
    /// What a byte and three that are 0 multiply by.
    const FOUR: u64 =
        Fnv::PRIME.wrapping_mul(Fnv::PRIME).wrapping_mul(Fnv::PRIME).wrapping_mul(Fnv::PRIME);

    fn feed(&mut self, c: char) {
        for byte in u32::from(c).to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(Fnv::PRIME);
        }
    }

    /// Feeds the letters and digits of ASCII text, folded, and gives how many there are.
    /// They are put together first: where a word ends nobody can guess.
    fn plain(&mut self, text: &[u8]) -> usize {
        const PART: usize = 64;
        let mut count = 0;
        for part in text.chunks(PART) {
            let (mut letters, mut len) = ([0; PART], 0);
            for byte in part {
                let letter = FOLDED[usize::from(*byte)];
                letters[len % PART] = letter;
                len += usize::from(letter != 0);
            }
            for letter in &letters[..len] {
                self.0 = (self.0 ^ u64::from(*letter)).wrapping_mul(Fnv::FOUR);
            }
            count += len;
        }
        count
    }
}

/// Letters and digits of ASCII, the letters small; 0 for whatever else.
static FOLDED: [u8; 256] = folded();

const fn folded() -> [u8; 256] {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        if byte.is_ascii_alphanumeric() {
            folded[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_key_is_the_id_then_the_link_then_the_text() {
        assert_eq!(story_key(Some("7"), Some("https://a.example/1"), "H", "B"), "7");
        assert_eq!(story_key(Some(" "), None, "H", "B"), story_key(None, None, "H", "B"));
        assert_eq!(story_key(None, Some("https://a.example/1"), "H", "B"), "https://a.example/1");
    }

    #[test]
    fn spacing_and_case_do_not_change_a_text_key() {
        let plain = story_key(None, None, "Ferry talks open", "The minister\n\nsaid so.");
        assert_eq!(plain, story_key(None, None, "FERRY TALKS OPEN", "The  minister said so."));
        assert_ne!(plain, story_key(None, None, "Ferry talks close", "The minister said so."));
        assert_eq!(plain, "s-cf4f1eb209162739", "written into bookmark files");
    }

    proptest! {
        #[test]
        fn a_body_is_hashed_letter_by_letter_as_its_head_would_be(body in "([a-zA-Z0-9 “É\u{301}ßı한]|\\PC){0,260}") {
            let mut whole = Fnv::default();
            whole.feed('\n');
            let letters: String = body.chars().filter(|c| c.is_alphanumeric()).take(LETTERS).collect();
            fold(&letters).chars().for_each(|c| whole.feed(c));
            prop_assert_eq!(text_hash("", &body), whole.0);
        }

        #[test]
        fn plain_text_is_hashed_as_any_other(text in "[A-Za-z0-9 .,\n-]{0,400}") {
            let (mut plain, mut any) = (Fnv::default(), Fnv::default());
            plain.plain(text.as_bytes());
            let letters = fold(&text);
            letters.chars().filter(|c| c.is_alphanumeric()).for_each(|c| any.feed(c));
            prop_assert_eq!(plain.0, any.0);
        }
    }
}
