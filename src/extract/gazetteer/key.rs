//! How names are keyed: by a hash of their folded words, fed word by word, so that the
//! longest name at a word is found without building a string.

use crate::text::fold;

/// A folded name, or the beginning of one, as 64 bits, of which 50 are compared. Two
/// names of one key would be read as one; in the tables that does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(u64);

const EMPTY: Key = Key(0xcbf2_9ce4_8422_2325);

impl Key {
    /// The key of a whole name as a table writes it.
    pub(super) fn of(name: &str) -> Key {
        words(name).fold(None, |key, word| Some(Key::next(key, word))).unwrap_or(EMPTY)
    }

    /// The key of a name that goes on with `word`. `Saint` is `St` here, wherever it
    /// stands, and full stops are left out: `U.S.` is `US`.
    pub(super) fn next(before: Option<Key>, word: &str) -> Key {
        let start = before.map_or(EMPTY, |key| key.byte(b' '));
        match word {
            "Saint" | "SAINT" => start.bytes(b"st"),
            word if word.is_ascii() => start.bytes(word.as_bytes()),
            word => start.bytes(fold(word).as_bytes()),
        }
    }

    pub(super) fn tag(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The bits the position in a table comes from.
    pub(super) fn low(self) -> u32 {
        (self.0 ^ (self.0 >> 20)) as u32
    }

    /// FNV-1a over lower case letters.
    fn bytes(self, bytes: &[u8]) -> Key {
        bytes.iter().filter(|byte| **byte != b'.').fold(self, |key, byte| key.byte(*byte))
    }

    fn byte(self, byte: u8) -> Key {
        Key((self.0 ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3))
    }
}

/// The words of a name: parted by spaces and hyphens.
pub(super) fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-', ',']).filter(|word| !word.is_empty())
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
