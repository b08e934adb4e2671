//! Stories loaded together: one text arena and one small fixed row a story.

use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;

use super::arena::Arena;
use super::story::{NewStory, Story, story_key};
use crate::text::fold::fold_into;

/// Stories loaded together. Immutable once shared by `Arc`.
#[derive(Debug, Default)]
pub struct Chunk {
    /// Per story: headline, body, key, url, source, place, with nothing between.
    text: Arena,
    rows: Vec<Row>,
    /// Folded headlines, with nothing between.
    folded: String,
    /// Where each folded headline ends in `folded`.
    folded_ends: Vec<u32>,
    /// Which letters each folded headline has: see [`letters`].
    masks: Vec<u32>,
    /// Which of them start a word there.
    firsts: Vec<u32>,
    paths: Vec<Arc<str>>,
}

/// `published` is `i64::MIN` for an undated story; lengths are bytes.
#[derive(Clone, Copy, Debug)]
struct Row {
    published: i64,
    start: u32,
    headline: u32,
    body: u32,
    key: u16,
    url: u16,
    source: u16,
    place: u16,
    path: u16,
}

const UNDATED: i64 = i64::MIN;

impl Chunk {
    /// The most text one chunk may hold before the loader seals it, in bytes. A chunk
    /// may run over by one story; offsets are 32 bits wide.
    pub const FULL_BYTES: usize = 64 << 20;
    /// The most stories one chunk may hold.
    pub const FULL_STORIES: usize = 4_096;

    /// A chunk with room for so many bytes of text, to save it from growing step by step.
    pub fn with_room(bytes: usize) -> Chunk {
        Chunk { text: Arena::to_pass(bytes), ..Chunk::default() }
    }

    /// The same for a chunk that is to stay, as those of a library do. To read in it before
    /// it is sealed takes time.
    pub fn to_keep(bytes: usize) -> Chunk {
        Chunk { text: Arena::to_keep(bytes), ..Chunk::default() }
    }

    /// Starts the stories of another file; those pushed from now on came from `path`.
    pub fn start_file(&mut self, path: &str) {
        self.paths.push(path.into());
    }

    /// Appends a story. Ids, links, sources and places over 65,535 bytes are cut.
    pub fn push(&mut self, story: &NewStory) {
        let key =
            story_key(story.id.as_deref(), story.url.as_deref(), &story.headline, &story.body);
        let start = self.text.len() as u32;
        self.text.push_str(&story.headline);
        self.text.push_str(&story.body);
        let mut short = |text: Option<&str>| -> u16 {
            let text = clip(text.unwrap_or_default());
            self.text.push_str(text);
            text.len() as u16
        };
        let row = Row {
            published: story.published.unwrap_or(UNDATED),
            start,
            headline: story.headline.len() as u32,
            body: story.body.len() as u32,
            key: short(Some(&key)),
            url: short(story.url.as_deref()),
            source: short(story.source.as_deref()),
            place: short(story.place.as_deref()),
            path: self.paths.len() as u16,
        };
        self.rows.push(row);
        let from = self.folded.len();
        fold_into(&story.headline, &mut self.folded);
        self.folded_ends.push(self.folded.len() as u32);
        let (letters, firsts) = letters_and_firsts(&self.folded[from..]);
        self.masks.push(letters);
        self.firsts.push(firsts);
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the loader should seal this chunk and start another.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= Self::FULL_STORIES
            || self.text.len() >= Self::FULL_BYTES
            || self.paths.len() >= usize::from(u16::MAX)
    }

    /// Bytes of story text held.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Gives back what the arenas over-allocated while they grew.
    pub fn seal(mut self) -> Arc<Chunk> {
        self.text.seal();
        self.rows.shrink_to_fit();
        self.folded.shrink_to_fit();
        self.folded_ends.shrink_to_fit();
        self.masks.shrink_to_fit();
        self.firsts.shrink_to_fit();
        Arc::new(self)
    }

    pub fn get(&self, index: usize) -> Option<Story<'_>> {
        self.rows.get(index).map(|row| self.story(row))
    }

    pub fn stories(&self) -> impl ExactSizeIterator<Item = Story<'_>> {
        self.rows.iter().map(|row| self.story(row))
    }

    /// The folded headline of the story at `index`.
    pub fn folded(&self, index: usize) -> &str {
        &self.folded[self.folded_range(index)]
    }

    /// Has the folded headlines of some stories come from memory together, before each is
    /// looked at: one by one, each would be waited for.
    pub fn fetch_folded(&self, indices: impl Iterator<Item = usize>) {
        let text = self.folded.as_bytes();
        let ends = |index| {
            let Range { start, end } = self.folded_range(index);
            [start, end.saturating_sub(1)].map(|at| text.get(at).copied().unwrap_or_default())
        };
        black_box(indices.flat_map(ends).fold(0, u8::wrapping_add));
    }

    fn folded_range(&self, index: usize) -> Range<usize> {
        let start = index.checked_sub(1).map_or(0, |before| self.folded_ends[before]);
        start as usize..self.folded_ends[index] as usize
    }

    /// One [`letters`] mask a story, in order.
    pub fn masks(&self) -> &[u32] {
        &self.masks
    }

    /// One mask a story of the [`letters`] that start a word: what no letter or digit of
    /// ASCII stands before.
    pub fn firsts(&self) -> &[u32] {
        &self.firsts
    }

    fn story(&self, row: &Row) -> Story<'_> {
        let (text, mut at) = (self.text.as_str(), row.start as usize);
        let mut take = |len: usize| {
            at += len;
            &text[at - len..at]
        };
        let headline = take(row.headline as usize);
        let body = take(row.body as usize);
        let key = take(row.key.into());
        let mut optional = |len: u16| Some(take(len.into())).filter(|text| !text.is_empty());
        let (url, source, place) = (optional(row.url), optional(row.source), optional(row.place));
        let path = usize::from(row.path).checked_sub(1).map(|file| &*self.paths[file]);
        let path = path.filter(|path| !path.is_empty());
        let published = (row.published != UNDATED).then_some(row.published);
        Story { key, headline, body, source, place, url, path, published }
    }
}

/// One bit a letter a–z, one for any digit, one for anything beyond ASCII: a headline
/// whose mask lacks a bit of the query's cannot match it.
pub fn letters(folded: &str) -> u32 {
    letters_and_firsts(folded).0
}

fn letters_and_firsts(folded: &str) -> (u32, u32) {
    let (mut letters, mut firsts, mut starts) = (0, 0, u32::MAX);
    for byte in folded.bytes() {
        let bit = LETTERS[usize::from(byte)];
        letters |= bit;
        firsts |= bit & starts;
        starts = if bit & WITHIN_WORDS == 0 { u32::MAX } else { 0 };
    }
    (letters, firsts)
}

/// The bits of letters and digits of ASCII.
const WITHIN_WORDS: u32 = (1 << 27) - 1;

/// The bit of each byte.
static LETTERS: [u32; 256] = letter_bits();

const fn letter_bits() -> [u32; 256] {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bits[byte] = match byte as u8 {
            letter @ b'a'..=b'z' => 1 << (letter - b'a'),
            b'0'..=b'9' => 1 << 26,
            0x80.. => 1 << 27,
            _ => 0,
        };
        byte += 1;
    }
    bits
}

fn clip(text: &str) -> &str {
    &text[..text.floor_char_boundary(usize::from(u16::MAX))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_comes_back_as_it_went_in() {
        let mut chunk = Chunk::default();
        chunk.start_file("wire.txt");
        let story = NewStory {
            headline: "Envoy’s visit".into(),
            body: "One.\n\nTwo.".into(),
            source: Some("Northern Wire".into()),
            published: Some(-1),
            ..NewStory::default()
        };
        chunk.push(&NewStory::default());
        chunk.push(&story);
        let back = chunk.get(1).unwrap();
        assert_eq!((back.headline, back.body), ("Envoy’s visit", "One.\n\nTwo."));
        assert_eq!((back.source, back.place, back.url), (Some("Northern Wire"), None, None));
        assert_eq!((back.path, back.published), (Some("wire.txt"), Some(-1)));
        assert_eq!((chunk.folded(0), chunk.folded(1)), ("", "envoy's visit"));
        assert_eq!(chunk.masks()[1], letters("envoy'sit"));
        assert_eq!(chunk.firsts(), [0, letters("esv")]);
    }

    #[test]
    fn stories_that_stay_come_back_however_large_they_are() {
        for letters in [0, 20, 2_000] {
            let mut chunk = Chunk::to_keep(5 << 20);
            let body = |nth: usize| format!("{nth} {}", "é".repeat(letters));
            for nth in 0..1_200 {
                let headline = format!("Ferry {nth}");
                chunk.push(&NewStory { headline, body: body(nth), ..NewStory::default() });
            }
            let chunk = chunk.seal();
            assert!(chunk.stories().enumerate().all(|(nth, story)| story.body == body(nth)));
            assert_eq!(chunk.folded(1_199), "ferry 1199");
        }
    }

    #[test]
    fn a_row_takes_32_bytes() {
        assert_eq!(size_of::<Row>(), 32);
    }
}
