//! Given names that are no other word of the tables: five in six of all words extraction
//! knows and about one in forty of a story's, so they stand apart and leave the
//! processor's nearest memory to the others.

use super::lexicon::{Gender, Word};

/// Given names by the hash of the word, open-addressed, with the gender they tell.
#[derive(Debug)]
pub(super) struct GivenNames {
    /// Above the gender a part of the hash; 0 is a free slot.
    slots: Box<[u32]>,
    /// A bit for each name, by other bits of its hash: what is no given name mostly ends
    /// here.
    known: Box<[u64]>,
}

const SLOTS: usize = 1 << 16;

/// 16 KB.
const KNOWN_BITS: usize = 1 << 17;

/// In the order of what a slot holds, behind 0, which is free.
const GENDERS: [Gender; 3] = [Gender::Unknown, Gender::Male, Gender::Female];

impl GivenNames {
    /// The names of `rows`, words of the class of given names and no other.
    pub(super) fn new(rows: &[(u64, Word)]) -> GivenNames {
        let mut names =
            GivenNames { slots: vec![0; SLOTS].into(), known: vec![0; KNOWN_BITS / 64].into() };
        for (hash, word) in rows {
            let slot = names.slot(*hash);
            names.slots[slot] = tag(*hash) | (word.gender() as u32 + 1);
            let (place, bit) = known_bit(*hash);
            names.known[place] |= bit;
        }
        names
    }

    /// Whether the hash may be a given name's; when not, it is not.
    #[inline]
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let (place, bit) = known_bit(hash);
        self.known[place] & bit != 0
    }

    /// What is known of a word by its hash.
    pub(super) fn get(&self, hash: u64) -> Word {
        let gender = (self.slots[self.slot(hash)] & GENDER) as usize;
        gender.checked_sub(1).map_or(Word::default(), |gender| Word::given(GENDERS[gender]))
    }

    /// The slot of a hash, or the free one where it would go.
    fn slot(&self, hash: u64) -> usize {
        let mut at = (hash >> 1) as usize % SLOTS;
        while self.slots[at] & !GENDER != tag(hash) && self.slots[at] != 0 {
            at = (at + 1) % SLOTS;
        }
        at
    }
}

/// The bits of a slot that hold the gender.
const GENDER: u32 = 3;

fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32 & !GENDER
}

/// Where the bit of a hash stands in [`GivenNames::known`].
fn known_bit(hash: u64) -> (usize, u64) {
    let bit = (hash >> 40) as usize % KNOWN_BITS;
    (bit / 64, 1 << (bit % 64))
}
