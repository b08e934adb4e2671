//! Which words names go on with. A story's common words are in few names, and here they
//! are told apart in memory that stays near the processor: whether a name goes on with one
//! of them would else be asked of the whole index, each time at another place.

use super::key::SAINT;

/// A bit for each word that stands in a name behind the first, and for each possessive, by
/// its hash: what has none is no such word.
#[derive(Debug)]
pub(super) struct Later(Box<[u64]>);

/// 32 KB, of which a story's words need little.
const BITS: usize = 1 << 18;

impl Later {
    pub(super) fn new() -> Later {
        let mut later = Later(vec![0; BITS / 64].into());
        // Text may write out what names have as `St`.
        later.note(SAINT);
        later
    }

    pub(super) fn note(&mut self, hash: u64) {
        let (place, bit) = bit_of(hash);
        self.0[place] |= bit;
    }

    /// Whether a word of this hash may be one of them.
    #[inline]
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let (place, bit) = bit_of(hash);
        self.0[place] & bit != 0
    }
}

#[inline]
fn bit_of(hash: u64) -> (usize, u64) {
    let bit = (hash >> 24) as usize % BITS;
    (bit / 64, 1 << (bit % 64))
}
