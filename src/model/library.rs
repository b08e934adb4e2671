//! Every story loaded so far, and the facts found in them so far.

use std::sync::Arc;

use super::chunk::Chunk;
use super::names::{NameBlock, Names};
use super::packed::Facts;
use super::people::Meaning;
use super::story::{Story, StoryId};

/// Every story loaded so far. Cloning it copies pointers only, which is how a
/// thread gets its snapshot. Nothing is ever removed.
#[derive(Clone, Debug, Default)]
pub struct Library {
    chunks: Vec<Arc<Chunk>>,
    /// `facts[i]` belongs to `chunks[i]`, once it is there.
    facts: Vec<Option<Arc<Facts>>>,
    /// `starts[i]` is the id of the first story in `chunks[i]`.
    starts: Vec<u32>,
    len: u32,
    names: Names,
    with_facts: u32,
}

/// One chunk in its place in the library.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// The id of its first story.
    pub first: StoryId,
    pub stories: &'a Arc<Chunk>,
    /// `None` while its stories are still being read.
    pub facts: Option<&'a Arc<Facts>>,
}

impl Library {
    pub fn append(&mut self, chunk: Arc<Chunk>) {
        if chunk.is_empty() {
            return;
        }
        self.starts.push(self.len);
        self.len += chunk.len() as u32;
        self.chunks.push(chunk);
        self.facts.push(None);
    }

    /// Lays the facts of the chunk at `index` beside it, with the names met in them
    /// for the first time. Blocks of names must come in the order they were taken.
    pub fn learn(&mut self, index: usize, facts: Arc<Facts>, names: NameBlock) {
        self.names.append(names);
        if let Some(slot) = self.facts.get_mut(index) {
            self.with_facts += facts.len() as u32;
            *slot = Some(facts);
        }
    }

    /// Notes whom bare surnames mean from now on: see [`People`](super::People).
    pub fn relate(&mut self, meanings: Vec<Meaning>) {
        self.names.relate(meanings);
    }

    /// Stories loaded.
    pub fn len(&self) -> u32 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many stories have their facts: the rest are still being read.
    pub fn with_facts(&self) -> u32 {
        self.with_facts
    }

    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The story with this id, or `None` when it was never loaded.
    pub fn get(&self, id: StoryId) -> Option<Story<'_>> {
        let (chunk, index) = self.locate(id)?;
        self.chunks[chunk].get(index)
    }

    /// Where a story is: the number of its chunk and its place in it.
    pub fn locate(&self, id: StoryId) -> Option<(usize, usize)> {
        if id.0 >= self.len {
            return None;
        }
        let chunk = self.starts.partition_point(|&start| start <= id.0).checked_sub(1)?;
        Some((chunk, (id.0 - self.starts[chunk]) as usize))
    }

    /// Number of chunks.
    pub fn chunk_count(&self) -> usize {
        self.chunks.len()
    }

    /// The chunk at `index`.
    pub fn chunk(&self, index: usize) -> Option<Shelf<'_>> {
        let stories = self.chunks.get(index)?;
        let first = StoryId(self.starts[index]);
        Some(Shelf { first, stories, facts: self.facts[index].as_ref() })
    }
}
