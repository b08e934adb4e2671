//! Text that grows at its end, and is only read once it is sealed.

use bytes::Bytes;
use bytestring::ByteString;
use memmap2::{MmapMut, MmapOptions};

/// The text of many stories.
#[derive(Debug)]
pub(super) enum Arena {
    /// In the heap, which hands out again what it gets back.
    Heap(String),
    /// In a mapping of its own, being filled,
    Mapped(Filling),
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
        Filling::new(bytes).map_or_else(|| Arena::to_pass(bytes), Arena::Mapped)
    }

    pub(super) fn push_str(&mut self, text: &str) {
        match self {
            Arena::Heap(arena) => arena.push_str(text),
            Arena::Mapped(filling) => {
                if !filling.push_str(text) {
                    *self = Arena::Heap([filling.as_str(), text].concat());
                }
            }
            Arena::Sealed(_) => unreachable!("what is sealed grows no more"),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Arena::Heap(arena) => arena.len(),
            Arena::Mapped(filling) => filling.len(),
            Arena::Sealed(arena) => arena.len(),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Arena::Heap(arena) => arena,
            Arena::Mapped(filling) => filling.as_str(),
            Arena::Sealed(arena) => arena,
        }
    }

    /// Gives back what was over-allocated while it grew.
    pub(super) fn seal(&mut self) {
        match self {
            Arena::Heap(arena) => arena.shrink_to_fit(),
            Arena::Mapped(_) => {
                if let Arena::Mapped(filling) = std::mem::take(self) {
                    *self = Arena::Sealed(filling.seal());
                }
            }
            Arena::Sealed(_) => (),
        }
    }
}

/// Bytes of a large page, on most machines. Where they are others' the advice is
/// taken for what it is worth.
const LARGE_PAGE: usize = 2 << 20;

/// A mapping that fills up with text.
#[derive(Debug)]
pub(super) struct Filling {
    map: MmapMut,
    len: usize,
}

impl Filling {
    /// Room for so many bytes, if they are worth a mapping.
    fn new(bytes: usize) -> Option<Filling> {
        // Large pages only where the text will surely be: all of one is taken at once.
        let large = bytes / 16 * 15 / LARGE_PAGE * LARGE_PAGE;
        if large == 0 {
            return None;
        }
        // Where its length is a multiple of theirs the system puts it where they fit.
        let map = MmapOptions::new().len(bytes.next_multiple_of(LARGE_PAGE)).map_anon().ok()?;
        // It is a wish: without, all is as good but slower.
        #[cfg(target_os = "linux")]
        let _ = map.advise_range(memmap2::Advice::HugePage, 0, large);
        Some(Filling { map, len: 0 })
    }

    fn len(&self) -> usize {
        self.len
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

    fn as_str(&self) -> &str {
        str::from_utf8(&self.map[..self.len]).expect("whole strings were put there")
    }

    fn seal(self) -> ByteString {
        let len = self.len;
        let text = Bytes::from_owner(self.map).slice(..len);
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
    }
}
