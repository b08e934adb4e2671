//! A hash table of names that is filled in a few milliseconds and looked up at every
//! capitalised word: eight bytes a name, nothing on the heap but the table itself.

use std::hint::black_box;

use super::key::Key;

/// Names and the beginnings of longer names, by key.
#[derive(Debug)]
pub(super) struct Index {
    buckets: Vec<Bucket>,
    /// One bit for each key's upper half, small enough to stay near the processor: most
    /// capitalised words are in no table, and here most of them end.
    known: Vec<u64>,
}

/// Keys that fall together, with what they lead to: as many as memory gives at once, so
/// that to look at all costs no more than to look at one, and nothing is decided. Taken from
/// the front; the keys for which there is no room are in the next.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Bucket {
    /// The half of each key that the position does not come from.
    tags: [u32; ROOM],
    values: [u32; ROOM],
}

const ROOM: usize = 8;

impl Bucket {
    /// The value of a tag, 0 if it is not here.
    #[inline]
    fn value(&self, tag: u32) -> u32 {
        let values = self.tags.iter().zip(&self.values);
        values.fold(0, |found, (other, value)| {
            found | value & u32::from(*other == tag).wrapping_neg()
        })
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.values[ROOM - 1] != 0
    }
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

/// What the first bucket of a key tells: 0 nothing, the most that one has to look further,
/// else the value.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Hint(u32);

impl Hint {
    /// One has to look.
    pub(super) const LOOK: Hint = Hint(u32::MAX);

    pub(in crate::extract) fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

/// 2^15 buckets, 2 MB: at most two places in three are taken (a test looks).
const BITS: u32 = 15;
/// 2^20 bits, 128 KB.
const KNOWN_BITS: u32 = 20;

impl Index {
    pub(super) fn new() -> Index {
        Index { buckets: vec![Bucket::default(); 1 << BITS], known: vec![0; 1 << (KNOWN_BITS - 6)] }
    }

    /// What the first bucket of the key tells, without a decision: whoever looks up many
    /// waits for the memory once. The table is too large to be near the processor.
    #[inline]
    pub(super) fn hint(&self, key: Key) -> Hint {
        let (word, bit) = known_bit(key);
        // All bits or none: half the words are known, and no processor guesses which.
        let known = u32::from(self.known[word] & bit != 0).wrapping_neg();
        // What is in no table takes the first bucket, which is near.
        let bucket = &self.buckets[self.first(key) & known as usize];
        let value = bucket.value(key.tag());
        let further = (value == 0) & bucket.is_full();
        Hint((value | u32::from(further).wrapping_neg()) & known)
    }

    /// What the key leads to; `hint` is of the same key.
    #[inline]
    pub(super) fn hinted(&self, key: Key, hint: Hint) -> Option<(Entry, bool)> {
        if hint.0 == Hint::LOOK.0 { self.get(key) } else { entry(hint.0) }
    }

    /// What the key leads to, and whether a longer name begins so.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Option<(Entry, bool)> {
        let (word, bit) = known_bit(key);
        if self.known[word] & bit == 0 {
            return None;
        }
        let mut at = self.first(key);
        loop {
            let bucket = &self.buckets[at];
            let value = bucket.value(key.tag());
            if value != 0 || !bucket.is_full() {
                return entry(value);
            }
            at = self.next(at);
        }
    }

    /// Enters a town, unless the key is a town's already: gives the senses, if the key
    /// leads to some.
    pub(super) fn town(&mut self, key: Key, at: u32) -> Option<u32> {
        self.know(key);
        let value = self.value(key);
        match entry(*value) {
            None | Some((Entry::Beginning, _)) => {
                *value = *value & GOES_ON | (2 * at + 3);
                None
            }
            Some((Entry::Senses(senses), _)) => Some(senses),
            Some((Entry::Town(_), _)) => None,
        }
    }

    pub(super) fn set(&mut self, key: Key, entry: Entry) {
        self.know(key);
        let value = match entry {
            Entry::Beginning => GOES_ON | 1,
            Entry::Senses(at) => 2 * at + 2,
            Entry::Town(at) => 2 * at + 3,
        };
        let held = self.value(key);
        *held = value | *held & GOES_ON;
    }

    /// Notes that a longer name begins so.
    pub(super) fn begin(&mut self, key: Key) {
        self.know(key);
        let value = self.value(key);
        *value = (*value).max(1) | GOES_ON;
    }

    /// Asks for the buckets of all these keys at once, so that whoever enters them one by one
    /// waits for the memory only once.
    pub(super) fn bring_near(&self, keys: impl Iterator<Item = Key>) {
        black_box(keys.fold(0, |all, key| all | self.buckets[self.first(key)].tags[0]));
    }

    fn know(&mut self, key: Key) {
        let (word, bit) = known_bit(key);
        self.known[word] |= bit;
    }

    /// How much of the table is taken, in hundredths.
    #[cfg(test)]
    pub(super) fn load(&self) -> usize {
        let values = self.buckets.iter().flat_map(|bucket| bucket.values);
        100 * values.filter(|value| *value != 0).count() / (ROOM * self.buckets.len())
    }

    /// The value of `key`, 0 if it is new. Its place is then taken as soon as another value
    /// is put there.
    fn value(&mut self, key: Key) -> &mut u32 {
        let mut at = self.first(key);
        loop {
            let Bucket { tags, values } = &self.buckets[at];
            let mut places = tags.iter().zip(values);
            let here = places.position(|(tag, value)| *tag == key.tag() || *value == 0);
            if let Some(place) = here {
                let bucket = &mut self.buckets[at];
                bucket.tags[place] = key.tag();
                return &mut bucket.values[place];
            }
            at = self.next(at);
        }
    }

    #[inline]
    fn first(&self, key: Key) -> usize {
        key.low() as usize & (self.buckets.len() - 1)
    }

    fn next(&self, bucket: usize) -> usize {
        (bucket + 1) & (self.buckets.len() - 1)
    }
}

/// In a value: a longer name begins so.
const GOES_ON: u32 = 1 << 31;

/// What a value stands for, and whether a longer name begins so.
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
