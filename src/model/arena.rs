//! Text that grows at its end until it is sealed.

use bytes::Bytes;
use bytestring::ByteString;
use memmap2::{MmapMut, MmapOptions};

/// The text of many stories.
#[derive(Debug)]
pub(super) enum Arena {
    /// In the heap, which hands out again what it gets back.
    Heap(String),
    /// In a mapping of its own, being filled,
    Mapped(Mapping),
    /// and filled.
    Sealed(ByteString),
}

impl Default for Arena {
    fn default() -> Arena {
        Arena::Heap(String::new())
    }
}

impl Arena {
    /// Room for so many bytes of text that will soon go again.
    pub(super) fn to_pass(bytes: usize) -> Arena {
        Arena::Heap(String::with_capacity(bytes))
    }

    /// Room for so many bytes of text that is to stay. Most of it lies in large pages,
    /// if it is large and the system has them: a small page costs a microsecond when it
    /// is first written and a third of one when the process ends, and a library of a
    /// million stories has half a million of them.
    pub(super) fn to_keep(bytes: usize) -> Arena {
        Mapping::new(bytes).map_or_else(|| Arena::to_pass(bytes), Arena::Mapped)
    }

    pub(super) fn push_str(&mut self, text: &str) {
        match self {
            Arena::Heap(arena) => arena.push_str(text),
            Arena::Mapped(mapping) => {
                if !mapping.push_str(text) {
                    *self = Arena::Heap([mapping.as_str(), text].concat());
                }
            }
            Arena::Sealed(_) => unreachable!("what is sealed grows no more"),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Arena::Heap(arena) => arena.len(),
            Arena::Mapped(mapping) => mapping.len,
            Arena::Sealed(arena) => arena.len(),
        }
    }

    /// The text so far. Until it is sealed this may take a look at all of it.
    pub(super) fn as_str(&self) -> &str {
        match self {
            Arena::Heap(arena) => arena,
            Arena::Mapped(mapping) => mapping.as_str(),
            Arena::Sealed(arena) => arena,
        }
    }

    /// Gives back what was over-allocated while it grew.
    pub(super) fn seal(&mut self) {
        *self = match std::mem::take(self) {
            Arena::Heap(mut arena) => {
                arena.shrink_to_fit();
                Arena::Heap(arena)
            }
            Arena::Mapped(mapping) if mapping.wastes() => Arena::Heap(mapping.as_str().to_owned()),
            Arena::Mapped(mapping) => Arena::Sealed(mapping.seal()),
            Arena::Sealed(arena) => Arena::Sealed(arena),
        }
    }
}

/// Bytes of a large page, on most machines. Where they are others' the advice is
/// taken for what it is worth.
const LARGE_PAGE: usize = 2 << 20;

/// Anonymous memory that fills up with text.
#[derive(Debug)]
pub(super) struct Mapping {
    map: MmapMut,
    /// Bytes from its start that may lie in large pages.
    large: usize,
    len: usize,
}

impl Mapping {
    /// Room for so many bytes, if they are worth a mapping.
    fn new(bytes: usize) -> Option<Mapping> {
        // All of a large page is taken at once: the last one is left out if it would
        // hardly be filled.
        let large = bytes / 16 * 15 / LARGE_PAGE * LARGE_PAGE;
        if large == 0 {
            return None;
        }
        // Newer systems put what is a multiple of them long where large pages fit.
        let map = MmapOptions::new().len(bytes.next_multiple_of(LARGE_PAGE)).map_anon().ok()?;
        // It is a wish: without, all is as good but slower.
        #[cfg(target_os = "linux")]
        let _ = map.advise_range(memmap2::Advice::HugePage, 0, large);
        Some(Mapping { map, large, len: 0 })
    }

    /// Whether it fits.
    fn push_str(&mut self, text: &str) -> bool {
        let end = self.len + text.len();
        let room = self.map.get_mut(self.len..end);
        let fits = room.map(|room| room.copy_from_slice(text.as_bytes())).is_some();
        if fits {
            self.len = end;
        }
        fits
    }

    /// Whether much more memory is taken than there is text: of a block of records that
    /// are tiny, or have little text among much else.
    fn wastes(&self) -> bool {
        let taken = self.len.next_multiple_of(LARGE_PAGE).min(self.large);
        taken.saturating_sub(self.len) > self.len / 8
    }

    fn as_str(&self) -> &str {
        str::from_utf8(&self.map[..self.len]).expect("whole strings were put there")
    }

    fn seal(self) -> ByteString {
        let text = Bytes::from_owner(self.map).slice(..self.len);
        text.try_into().expect("whole strings were put there")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of an arena for so many bytes, into which `text` was put so many times.
    fn filled(bytes: usize, text: &str, times: usize) -> Arena {
        let mut arena = Arena::to_keep(bytes);
        (0..times).for_each(|_| arena.push_str(text));
        assert_eq!(arena.as_str(), text.repeat(times));
        arena.seal();
        arena
    }

    #[test]
    fn text_that_stays_comes_back_as_it_went_in() {
        for (bytes, times) in
            [(0, 0), (10, 3), (5 << 20, 0), (5 << 20, 100_000), (3 << 20, 600_000)]
        {
            let text = "Zürich – a ferry";
            let arena = filled(bytes, text, times);
            assert_eq!(arena.len(), times * text.len());
            assert!(arena.as_str() == text.repeat(times), "{times} times");
        }
    }

    #[test]
    fn much_text_lies_in_a_mapping_and_more_than_fits_in_the_heap() {
        let mapped = |arena| matches!(arena, Arena::Sealed(_));
        assert!(mapped(filled(5 << 20, "ferry", 1_000_000)));
        assert!(!mapped(filled(5 << 20, "ferry", 2_000_000)));
        assert!(!mapped(filled(1 << 20, "ferry", 100)));
        assert!(!mapped(filled(5 << 20, "ferry", 100)), "a large page for 500 bytes");
    }
}
