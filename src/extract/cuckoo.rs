//! A table for look-ups that cost the same whether or not they find anything: every key
//! stands in one of two places (cuckoo hashing), both are read, and nothing is decided.
//! Whether the next word of a story is in a table is as good as random, and a processor
//! that guesses wrong waits longer than both reads take.

/// Numbers below [`NUMBERS`] by the hash of a word, in so many slots of four bytes, a power
/// of two: more than twice as many as there are numbers, so far two places do.
#[derive(Debug)]
pub(super) struct Cuckoo<const SLOTS: usize> {
    /// Above the number a part of the hash, its tag; 0 where nothing stands.
    slots: Box<[u32; SLOTS]>,
}

/// All numbers of a table are below this.
pub(super) const NUMBERS: usize = 1 << 14;

/// How many hashes may be pushed out one by another before the table counts as full.
const MOST_PUSHED: usize = 500;

impl<const SLOTS: usize> Cuckoo<SLOTS> {
    /// The table of these hashes, each with a number that is not 0. Panics when they do
    /// not fit: they come from tables that do not change, and a test looks.
    pub(super) fn of(rows: &[(u64, u16)]) -> Cuckoo<SLOTS> {
        let mut nests: Vec<Option<(u64, u16)>> = vec![None; SLOTS];
        for &row in rows {
            let (mut row, mut place) = (row, Self::places(row.0)[0]);
            let mut pushed = 0;
            while let Some(out) = nests[place].replace(row) {
                let [first, second] = Self::places(out.0);
                (row, place) = (out, if place == first { second } else { first });
                pushed += 1;
                assert!(pushed < MOST_PUSHED, "the words of the tables fit");
            }
        }
        let slot = |nest: &Option<(u64, u16)>| {
            nest.map_or(0, |(hash, number)| tag(hash) | u32::from(number))
        };
        let slots: Box<[u32]> = nests.iter().map(slot).collect();
        Cuckoo { slots: slots.try_into().expect("as many slots as nests") }
    }

    /// The number of a hash, 0 or [`NUMBERS`] if it has none. One hash in some 2^18 that has
    /// none is taken for one that has.
    #[inline]
    pub(super) fn get(&self, hash: u64) -> usize {
        // Where the tags are the same, the number is left, which is less than any tag.
        let left = |place: usize| self.slots[place] ^ tag(hash);
        let [first, second] = Self::places(hash);
        left(first).min(left(second)).min(NUMBERS as u32) as usize
    }

    /// The two places of a hash, whose lowest bit is always set.
    #[inline]
    fn places(hash: u64) -> [usize; 2] {
        let place = |bits: u64| bits as usize % SLOTS;
        [place(hash >> 1), place(hash >> 22)]
    }
}

#[inline]
fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32 & !(NUMBERS as u32 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::hash::of_word;

    #[test]
    fn every_number_is_found_and_no_other() {
        let hash = |row: u16| of_word(&format!("harbour{row}")).0;
        let rows: Vec<(u64, u16)> = (1..6_000).map(|row| (hash(row), row)).collect();
        let table = Cuckoo::<16384>::of(&rows);
        assert!(rows.iter().all(|&(hash, number)| table.get(hash) == usize::from(number)));
        let others = (6_000..60_000).filter(|&row| table.get(hash(row)) != NUMBERS).count();
        assert!(others <= 3, "{others}");
    }
}
