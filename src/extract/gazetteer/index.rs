//! A hash table of names that is filled in a few milliseconds and looked up at every
//! capitalised word: eight bytes a name, nothing on the heap but the table itself.

use super::key::Key;

/// Names and the beginnings of longer names, by key.
#[derive(Debug)]
pub(super) struct Index {
    slots: Vec<Slot>,
    /// One bit for each key's upper half, small enough to stay near the processor: most
    /// capitalised words are in no table, and here most of them end.
    known: Vec<u64>,
}

/// `tag` is the half of the key that the position does not come from.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    tag: u32,
    value: u32,
}

/// What a key leads to. Stored as 1 for a mere beginning, else twice the position plus
/// two, odd for towns; with [`GOES_ON`] where a longer name begins so, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Entry {
    /// A longer name begins so.
    Beginning,
    /// A position in the list of senses.
    Senses(u32),
    /// A name that only towns have: its homes.
    Town(u32),
}

/// What the first place of a key tells: 0 nothing, the most that one has to look further,
/// else the value of a slot.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Hint(u32);

impl Hint {
    /// One has to look.
    pub(super) const LOOK: Hint = Hint(u32::MAX);

    pub(in crate::extract) fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

/// 2^18 slots: at most two in three are taken (a test looks).
const BITS: u32 = 18;
/// 2^20 bits, 128 KB.
const KNOWN_BITS: u32 = 20;

impl Index {
    pub(super) fn new() -> Index {
        Index { slots: vec![Slot::default(); 1 << BITS], known: vec![0; 1 << (KNOWN_BITS - 6)] }
    }

    /// What stands at the first place of the key, without a decision: whoever looks up
    /// many waits for the memory once. The table is too large to be near the processor.
    #[inline]
    pub(super) fn hint(&self, key: Key) -> Hint {
        let (word, bit) = known_bit(key);
        // All bits or none: half the words are known, and no processor guesses which.
        let known = u32::from(self.known[word] & bit != 0).wrapping_neg();
        // What is in no table takes the first slot, which is near.
        let slot = self.slots[(key.low() & known) as usize & (self.slots.len() - 1)];
        let other = slot.tag != key.tag() && slot.value != 0;
        Hint((slot.value | u32::from(other).wrapping_neg()) & known)
    }

    /// What the key leads to; `hint` is of the same key.
    #[inline]
    pub(super) fn hinted(&self, key: Key, hint: Hint) -> Option<(Entry, bool)> {
        if hint.0 == u32::MAX { self.get(key) } else { entry(hint.0) }
    }

    /// What the key leads to, and whether a longer name begins so.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Option<(Entry, bool)> {
        let (word, bit) = known_bit(key);
        if self.known[word] & bit == 0 {
            return None;
        }
        entry(self.slots[self.position(key)].value)
    }

    /// Enters a town, unless the key is a town's already: gives the senses, if the key
    /// leads to some.
    pub(super) fn town(&mut self, key: Key, at: u32) -> Option<u32> {
        self.know(key);
        let position = self.position(key);
        let slot = &mut self.slots[position];
        match entry(slot.value) {
            None | Some((Entry::Beginning, _)) => {
                *slot = Slot { tag: key.tag(), value: slot.value & GOES_ON | (2 * at + 3) };
                None
            }
            Some((Entry::Senses(senses), _)) => Some(senses),
            Some((Entry::Town(_), _)) => None,
        }
    }

    pub(super) fn set(&mut self, key: Key, entry: Entry) {
        let position = self.position(key);
        self.know(key);
        let value = match entry {
            Entry::Beginning => GOES_ON | 1,
            Entry::Senses(at) => 2 * at + 2,
            Entry::Town(at) => 2 * at + 3,
        };
        let value = value | self.slots[position].value & GOES_ON;
        self.slots[position] = Slot { tag: key.tag(), value };
    }

    /// Notes that a longer name begins so.
    pub(super) fn begin(&mut self, key: Key) {
        let position = self.position(key);
        let value = self.slots[position].value;
        if value & GOES_ON == 0 {
            self.know(key);
            self.slots[position] = Slot { tag: key.tag(), value: value.max(1) | GOES_ON };
        }
    }

    fn know(&mut self, key: Key) {
        let (word, bit) = known_bit(key);
        self.known[word] |= bit;
    }

    /// How much of the table is taken, in hundredths.
    #[cfg(test)]
    pub(super) fn load(&self) -> usize {
        100 * self.slots.iter().filter(|slot| slot.value != 0).count() / self.slots.len()
    }

    /// The slot of `key`, or the free one where it would go.
    fn position(&self, key: Key) -> usize {
        let mask = self.slots.len() - 1;
        let mut position = key.low() as usize & mask;
        loop {
            let slot = self.slots[position];
            if slot.value == 0 || slot.tag == key.tag() {
                return position;
            }
            position = (position + 1) & mask;
        }
    }
}

/// In the value of a slot: a longer name begins so.
const GOES_ON: u32 = 1 << 31;

/// What the value of a slot stands for, and whether a longer name begins so.
#[inline]
fn entry(value: u32) -> Option<(Entry, bool)> {
    let entry = match value & !GOES_ON {
        0 => return None,
        1 => Entry::Beginning,
        even if even % 2 == 0 => Entry::Senses(even / 2 - 1),
        odd => Entry::Town(odd / 2 - 1),
    };
    Some((entry, value & GOES_ON != 0))
}

/// Where the bit of a key stands.
fn known_bit(key: Key) -> (usize, u64) {
    let bit = key.tag() >> (32 - KNOWN_BITS);
    ((bit >> 6) as usize, 1 << (bit & 63))
}
