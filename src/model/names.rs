//! Names met in a library, each kept once.

use std::collections::HashMap;
use std::sync::Arc;

use super::people::Meaning;

/// A name's place in the order of first meeting; the same text has the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// Names first met together, in order of id: what an [`Interner`] passes on.
pub type NameBlock = Arc<[Box<str>]>;

/// Every name met so far. Cloning copies pointers, which is how a thread gets its
/// snapshot; a later snapshot only ever has more.
#[derive(Clone, Debug, Default)]
pub struct Names {
    blocks: Vec<NameBlock>,
    /// `starts[i]` is the id of the first name in `blocks[i]`.
    starts: Vec<u32>,
    len: u32,
    /// What bare surnames mean, in the order it was found out.
    meanings: Vec<Arc<[Meaning]>>,
}

impl Names {
    /// Adds the names an [`Interner`] met since the last block.
    pub fn append(&mut self, block: NameBlock) {
        if block.is_empty() {
            return;
        }
        self.starts.push(self.len);
        self.len += block.len() as u32;
        self.blocks.push(block);
    }

    /// Notes whom surnames mean from now on.
    pub fn relate(&mut self, meanings: Vec<Meaning>) {
        if !meanings.is_empty() {
            self.meanings.push(meanings.into());
        }
    }

    /// What surnames have come to mean, block by block; a later one overrules.
    pub fn meanings(&self) -> &[Arc<[Meaning]>] {
        &self.meanings
    }

    pub fn get(&self, id: NameId) -> Option<&str> {
        let block = self.starts.partition_point(|&start| start <= id.0).checked_sub(1)?;
        self.blocks[block].get((id.0 - self.starts[block]) as usize).map(|name| &**name)
    }

    pub fn len(&self) -> u32 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn iter(&self) -> impl Iterator<Item = (NameId, &str)> {
        self.iter_from(0)
    }

    /// The names from the one with this id on.
    pub fn iter_from(&self, id: u32) -> impl Iterator<Item = (NameId, &str)> {
        let block = self.starts.partition_point(|&start| start <= id).saturating_sub(1);
        let first = self.starts.get(block).copied().unwrap_or(0);
        let blocks = &self.blocks[block.min(self.blocks.len())..];
        let names = blocks.iter().flat_map(|block| block.iter().map(|name| &**name));
        (first..).map(NameId).zip(names).skip(id.saturating_sub(first) as usize)
    }
}

/// Gives each distinct name an id. Lives on one thread; [`Interner::take_new`] is
/// what the others learn from.
#[derive(Debug, Default)]
pub struct Interner {
    ids: HashMap<Box<str>, NameId>,
    new: Vec<Box<str>>,
}

impl Interner {
    pub fn id(&mut self, name: &str) -> NameId {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = NameId(self.ids.len() as u32);
        self.ids.insert(name.into(), id);
        self.new.push(name.into());
        id
    }

    /// The names first met since the last call, in order of id.
    pub fn take_new(&mut self) -> NameBlock {
        std::mem::take(&mut self.new).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_id_over_blocks() {
        let (mut interner, mut names) = (Interner::default(), Names::default());
        let ines = interner.id("Ines Marlow");
        names.append(interner.take_new());
        let tove = interner.id("Tove Lind");
        assert_eq!(interner.id("Ines Marlow"), ines);
        names.append(interner.take_new());
        assert_eq!((names.get(ines), names.get(tove)), (Some("Ines Marlow"), Some("Tove Lind")));
        assert_eq!(names.get(NameId(2)), None);
        assert_eq!(names.iter().count(), 2);
        for from in 0..3 {
            assert!(names.iter_from(from).eq(names.iter().skip(from as usize)), "from {from}");
        }
    }
}
