//! The facts of one file as bytes: numbers in little-endian columns, names once, and a
//! checksum over all. Whatever the bytes are, reading them gives a book or nothing.

use std::hash::{DefaultHasher, Hasher as _};

use crate::model::{Code, Facts, FactsOf, Interner, NameId, Names, Span};

/// The first bytes; the digit is the layout's.
const MAGIC: &[u8; 8] = b"dateln\x002";
/// No name.
const NOBODY: u32 = u32::MAX;
/// Columns of a row.
const ROW: usize = 7;

/// What a book is of: it counts only where all of it is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    /// The rules by which the facts were found.
    pub(super) rules: String,
    /// Where the file lies.
    pub(super) path: Vec<u8>,
    /// Length, time of change, number on the disk, a check of its content.
    pub(super) marks: [u64; 5],
}

/// The facts of one file, story by story.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Book {
    /// Per story: its check, where its countries, speakers, organisations and quotations
    /// end, its source, its place.
    rows: Vec<[u32; ROW]>,
    countries: Vec<Code>,
    /// Names by their place in `names`.
    ids: Vec<u32>,
    quotes: Vec<Span>,
    names: Vec<Box<str>>,
}

impl Book {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the story at `index` is the one that has this check.
    pub(super) fn has(&self, index: usize, check: u32) -> bool {
        self.rows.get(index).is_some_and(|row| row[0] == check)
    }

    /// Every name, by the ids it is to have from now on.
    pub(super) fn intern(&self, names: &mut Interner) -> Vec<NameId> {
        self.names.iter().map(|name| names.id(name)).collect()
    }

    /// Appends the facts of the story at `index` to those of a chunk.
    pub(super) fn copy(&self, index: usize, ids: &[NameId], facts: &mut Facts) {
        let (from, row) = (self.ends(index), &self.rows[index]);
        let named = |range: std::ops::Range<u32>| -> Vec<NameId> {
            let range = range.start as usize..range.end as usize;
            self.ids[range].iter().map(|id| ids[*id as usize]).collect()
        };
        let one = |id: u32| (id != NOBODY).then(|| ids[id as usize]);
        facts.push_packed(FactsOf {
            countries: &self.countries[from.0 as usize..row[1] as usize],
            speakers: &named(from.1..row[2]),
            organisations: &named(row[2]..row[3]),
            quotes: &self.quotes[from.2 as usize..row[4] as usize],
            source: one(row[5]),
            place: one(row[6]),
        });
    }

    /// Where the runs of a story begin: in `countries`, in `ids`, in `quotes`.
    fn ends(&self, index: usize) -> (u32, u32, u32) {
        let before = index.checked_sub(1).map(|before| &self.rows[before]);
        before.map_or((0, 0, 0), |row| (row[1], row[3], row[4]))
    }

    /// The whole book, or nothing when a byte of it is not as it was written.
    pub(super) fn read(bytes: &[u8], title: &Title) -> Option<Book> {
        let (content, sum) = bytes.split_last_chunk::<8>()?;
        if checksum(content) != u64::from_le_bytes(*sum) {
            return None;
        }
        let rest = content.strip_prefix(&*title.bytes())?;
        let mut rest = Columns { rest };
        let counts = rest.numbers(5)?;
        let [rows, countries, ids, quotes, names] = <[u32; 5]>::try_from(counts).ok()?;
        let numbers = rest.numbers((rows as usize).checked_mul(ROW)?)?;
        let rows = numbers.chunks_exact(ROW).filter_map(|row| row.try_into().ok()).collect();
        let codes = rest.take((countries as usize).checked_mul(2)?)?;
        let code = |pair: &[u8]| Code::new(str::from_utf8(pair).ok()?);
        let countries = codes.chunks_exact(2).map(code).collect::<Option<_>>()?;
        let ids = rest.numbers(ids as usize)?;
        let ends = rest.numbers((quotes as usize).checked_mul(2)?)?;
        let quotes = ends.as_chunks().0.iter().map(|&[start, end]| Span { start, end }).collect();
        let names = rest.texts(names as usize)?;
        let book = Book { rows, countries, ids, quotes, names };
        (rest.rest.is_empty() && book.is_sound()).then_some(book)
    }

    /// Whether no number points past its table.
    fn is_sound(&self) -> bool {
        let known = |id: u32| (id as usize) < self.names.len();
        let mut from = (0, 0, 0);
        let in_order = self.rows.iter().all(|row| {
            let named = from.1 <= row[2] && row[2] <= row[3];
            let rising = from.0 <= row[1] && named && from.2 <= row[4];
            from = (row[1], row[3], row[4]);
            rising && [row[5], row[6]].into_iter().all(|id| id == NOBODY || known(id))
        });
        in_order
            && from.0 as usize == self.countries.len()
            && from.1 as usize == self.ids.len()
            && from.2 as usize == self.quotes.len()
            && self.ids.iter().all(|id| known(*id))
    }
}

/// A book being written.
#[derive(Debug, Default)]
pub(super) struct Pen {
    book: Book,
    /// The place in the book of each name met; `NOBODY` of the others.
    places: Vec<u32>,
}

impl Pen {
    /// Appends one story.
    pub(super) fn story(&mut self, check: u32, facts: FactsOf<'_>, names: &Names) {
        self.book.countries.extend_from_slice(facts.countries);
        for id in facts.speakers {
            let place = self.place(Some(*id), names);
            self.book.ids.push(place);
        }
        let speakers = self.book.ids.len() as u32;
        for id in facts.organisations {
            let place = self.place(Some(*id), names);
            self.book.ids.push(place);
        }
        self.book.quotes.extend_from_slice(facts.quotes);
        let (countries, ids) = (self.book.countries.len() as u32, self.book.ids.len() as u32);
        let quotes = self.book.quotes.len() as u32;
        let (source, place) = (self.place(facts.source, names), self.place(facts.place, names));
        self.book.rows.push([check, countries, speakers, ids, quotes, source, place]);
    }

    fn place(&mut self, id: Option<NameId>, names: &Names) -> u32 {
        let Some((id, name)) = id.and_then(|id| Some((id.0 as usize, names.get(id)?))) else {
            return NOBODY;
        };
        if self.places.len() <= id {
            self.places.resize(id + 1, NOBODY);
        }
        if self.places[id] == NOBODY {
            self.places[id] = self.book.names.len() as u32;
            self.book.names.push(name.into());
        }
        self.places[id]
    }

    pub(super) fn bytes(self, title: &Title) -> Vec<u8> {
        let Book { rows, countries, ids, quotes, names } = self.book;
        let mut bytes = title.bytes();
        let counts = [rows.len(), countries.len(), ids.len(), quotes.len(), names.len()];
        for number in counts.map(|count| count as u32).into_iter().chain(rows.into_iter().flatten())
        {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        for code in &countries {
            bytes.extend_from_slice(code.as_str().as_bytes());
        }
        let ends = quotes.into_iter().flat_map(|quote| [quote.start, quote.end]);
        for id in ids.into_iter().chain(ends) {
            bytes.extend_from_slice(&id.to_le_bytes());
        }
        for name in &names {
            bytes.extend_from_slice(&(name.len() as u32).to_le_bytes());
        }
        for name in &names {
            bytes.extend_from_slice(name.as_bytes());
        }
        let sum = checksum(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }
}

impl Title {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for text in [self.rules.as_bytes(), &self.path] {
            bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
            bytes.extend_from_slice(text);
        }
        for mark in self.marks {
            bytes.extend_from_slice(&mark.to_le_bytes());
        }
        bytes
    }
}

/// Bytes not yet read.
struct Columns<'a> {
    rest: &'a [u8],
}

impl<'a> Columns<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    fn numbers(&mut self, count: usize) -> Option<Vec<u32>> {
        let bytes = self.take(count.checked_mul(4)?)?;
        Some(bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four)).collect())
    }

    fn texts(&mut self, count: usize) -> Option<Vec<Box<str>>> {
        let lens = self.numbers(count)?;
        lens.into_iter()
            .map(|len| Some(str::from_utf8(self.take(len as usize)?).ok()?.into()))
            .collect()
    }
}

/// Tells a damaged book from a whole one. The standard hash may change with the
/// compiler: then books are written anew.
fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = DefaultHasher::new();
    hash.write(bytes);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn title() -> Title {
        Title { rules: "1".into(), path: b"/wire.txt".to_vec(), marks: [9, 8, 7, 6, 5] }
    }

    /// A book of two stories, one of them empty.
    fn written() -> (Vec<u8>, Interner, Names) {
        let (mut interner, mut names) = (Interner::default(), Names::default());
        let ids = ["Ines Marlow", "Port Board", "Northern Wire"].map(|name| interner.id(name));
        names.append(interner.take_new());
        let mut pen = Pen::default();
        let facts = FactsOf {
            countries: &[Code::new("NO").unwrap(), Code::new("DK").unwrap()],
            speakers: &ids[..1],
            organisations: &[ids[1], ids[0]],
            quotes: &[Span::new(3, 9)],
            source: Some(ids[2]),
            place: None,
        };
        pen.story(1, facts, &names);
        pen.story(2, FactsOf::default(), &names);
        (pen.bytes(&title()), interner, names)
    }

    #[test]
    fn facts_come_back_as_they_went_in() {
        let (bytes, mut interner, _) = written();
        let book = Book::read(&bytes, &title()).unwrap();
        assert!(book.len() == 2 && book.has(0, 1) && book.has(1, 2) && !book.has(1, 1));
        let (ids, mut facts) = (book.intern(&mut interner), Facts::default());
        book.copy(0, &ids, &mut facts);
        book.copy(1, &ids, &mut facts);
        let first = facts.get(0).unwrap();
        assert_eq!(first.countries.iter().map(Code::as_str).collect::<Vec<_>>(), ["NO", "DK"]);
        assert_eq!(first.speakers, [interner.id("Ines Marlow")]);
        assert_eq!(first.organisations, [interner.id("Port Board"), interner.id("Ines Marlow")]);
        assert_eq!((first.source, first.place), (Some(interner.id("Northern Wire")), None));
        assert_eq!(first.quotes, [Span::new(3, 9)]);
        assert_eq!(facts.get(1).unwrap(), FactsOf::default());
    }

    #[test]
    fn a_book_of_another_file_or_of_other_rules_is_none() {
        let (bytes, ..) = written();
        let other = |change: fn(&mut Title)| {
            let mut title = title();
            change(&mut title);
            Book::read(&bytes, &title)
        };
        assert_eq!(other(|title| title.rules = "2".into()), None);
        assert_eq!(other(|title| title.path.push(b'x')), None);
        assert_eq!(other(|title| title.marks[3] += 1), None);
    }

    proptest! {
        #[test]
        fn a_book_with_any_byte_changed_is_none(at in any::<prop::sample::Index>(), by in 1..=255_u8) {
            let (mut bytes, ..) = written();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            prop_assert_eq!(Book::read(&bytes, &title()), None);
        }

        /// Even a checksum that is right proves nothing.
        #[test]
        fn any_bytes_are_a_sound_book_or_none(
            junk in prop::collection::vec(0..4_u8, 0..160),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut bytes = title().bytes();
            bytes.extend(junk);
            bytes.truncate(cut.index(bytes.len() + 1).max(1));
            let sum = checksum(&bytes);
            bytes.extend_from_slice(&sum.to_le_bytes());
            if let Some(book) = Book::read(&bytes, &title()) {
                let (mut interner, mut facts) = (Interner::default(), Facts::default());
                let ids = book.intern(&mut interner);
                for index in 0..book.len() {
                    book.copy(index, &ids, &mut facts);
                }
                prop_assert_eq!(facts.len(), book.len());
            }
        }
    }
}
