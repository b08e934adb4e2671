//! How names are keyed: by a hash of their folded words, fed word by word, so that the
//! longest name at a word is found without building a string.

use crate::extract::hash::{of_eight, of_folded, of_word};
use crate::model::Span;

/// A folded name, or the beginning of one, as 64 bits, of which 47 are compared. Two
/// names of one key would be read as one; in the tables that does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(u64);

const EMPTY: Key = Key(0);

/// The hash of `saint`, in whatever letters.
pub(super) const SAINT: u64 = of_eight(u64::from_le_bytes(*b"saint\0\0\0"), 5);

impl Key {
    /// The key of a whole name as a table writes it.
    pub(super) fn of(name: &str) -> Key {
        words(name).fold(None, |key, word| Some(Key::next(key, word))).unwrap_or(EMPTY)
    }

    /// The key of a name that goes on with `word`. `Saint` is `St` here, wherever it
    /// stands, and full stops are left out: `U.S.` is `US`.
    pub(super) fn next(before: Option<Key>, word: &str) -> Key {
        Key::with(before, hash(word))
    }

    /// [`Key::next`] by the [`hash`] of the word.
    #[inline]
    pub(super) fn with(before: Option<Key>, hash: u64) -> Key {
        before.unwrap_or(EMPTY).and(hash)
    }

    /// The key of a name that goes on with the word at `span` of a text, when its hash is
    /// known: it is of ASCII letters and digits.
    #[inline]
    pub(super) fn plain(before: Option<Key>, text: &str, span: Span, hash: u64) -> Key {
        if hash == SAINT { Key::saint(before, span.of(text)) } else { Key::with(before, hash) }
    }

    /// [`Key::next`], apart from what is asked of every word.
    #[cold]
    fn saint(before: Option<Key>, word: &str) -> Key {
        Key::next(before, word)
    }

    #[inline]
    fn and(self, hash: u64) -> Key {
        Key((self.0.rotate_left(7) ^ hash).wrapping_mul(0x517c_c1b7_2722_0a95))
    }

    pub(super) fn tag(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The bits the position in a table comes from.
    pub(super) fn low(self) -> u32 {
        (self.0 ^ (self.0 >> 20)) as u32
    }
}

/// What a word of a name is keyed by.
pub(super) fn hash(word: &str) -> u64 {
    let (hash, plain) = of_word(word);
    // Only initials have points, and the second letter has the first.
    let pointed = matches!(word.as_bytes(), [_, b'.', ..] | [.., b'.']);
    match word {
        "Saint" | "SAINT" => of_word("st").0,
        _ if plain && !pointed => hash,
        _ => of_folded(word, true),
    }
}

/// The words of a name: parted by spaces, hyphens and commas.
pub(super) fn words(name: &str) -> impl Iterator<Item = &str> {
    let parts = |byte: &u8| matches!(byte, b' ' | b'-' | b',');
    let mut at = 0;
    std::iter::from_fn(move || {
        // Words are too short for a search that looks at many bytes at once.
        let bytes = name.as_bytes();
        let start = at + bytes[at..].iter().position(|byte| !parts(byte))?;
        at = bytes[start..].iter().position(parts).map_or(name.len(), |len| start + len);
        Some(&name[start..at])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_hyphens_accents_and_points_do_not_matter() {
        assert_eq!(Key::of("Côte d’Ivoire"), Key::of("COTE D'IVOIRE"));
        assert_eq!(Key::of("Guinea-Bissau"), Key::of("guinea bissau"));
        assert_eq!(Key::of("U.S."), Key::of("US"));
        assert_eq!(Key::of("Saint Lucia"), Key::of("St. Lucia"));
        assert_ne!(Key::of("New York"), Key::of("NewYork"));
    }
}
