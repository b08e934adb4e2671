//! A sieve over a whole chunk at once: one check after the other over the rows that
//! are left, so that each runs in a tight loop and the dear ones see few rows.

use super::field::Field;
use super::headline::{APART, Stand, Word};
use super::names::NameSet;
use super::needle::Buf;
use super::sieve::{Check, Known, Ready, Seen, Sieve};
use crate::model::{Facts, NameId, Shelf};

/// So many headlines are fetched from memory before they are looked at: they stay in the
/// processor's first cache until then.
pub(super) const TOGETHER: usize = 64;

/// One story of a chunk that may yet answer the query. There may be a million of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Its place in the chunk.
    pub(super) at: u32,
    /// The ranks of the words before the last one, together, as far as there is room;
    settled: u8,
    /// and of the last one.
    last: u8,
    /// Where that ends, as in [`Stand`]; 0 also where there is no room to say.
    end: u16,
}

/// What a wider query found in a chunk, and so all that need be looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wider<'a> {
    pub(super) rows: &'a [Row],
    /// How its words go on, when they do.
    pub(super) start: Option<Start>,
}

impl Wider<'_> {
    /// A row as far as the words have been looked for in it.
    fn row(self, row: Row) -> Row {
        if self.start.is_some() { row } else { Row::new(row.at) }
    }
}

/// The words of one query as the start of another's: `grain ex` starts `grain expo so`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// So many words are the same,
    words: usize,
    /// and the next one begins with the last, of so many bytes.
    bytes: usize,
}

impl Start {
    pub(super) fn of(wider: &Sieve, narrower: &Sieve) -> Option<Start> {
        let mut longer = narrower.words().map(Word::folded);
        let words: Vec<&str> = wider.words().map(Word::folded).collect();
        let (last, same) = words.split_last()?;
        let alike = same.iter().all(|word| longer.next() == Some(word));
        let start = Start { words: same.len(), bytes: last.len() };
        (alike && longer.next()?.starts_with(last)).then_some(start)
    }
}

impl Row {
    fn new(at: u32) -> Row {
        Row { at, settled: 0, last: 0, end: 0 }
    }

    /// How well its headline answers the words so far, 0 best. Until it is weighed the
    /// headline may answer them worse than this.
    pub(super) fn rank(self) -> u16 {
        u16::from(self.settled) + u16::from(self.last)
    }

    /// How its last word stands there.
    fn stand(self) -> Stand {
        Stand { rank: self.last.into(), end: self.end.into() }
    }

    /// Takes notice of how its last word stands there.
    fn stands(&mut self, stand: Stand) {
        self.last = to_byte(stand.rank);
        self.end = u16::try_from(stand.end).unwrap_or(0);
    }

    /// Makes the rank of a headline exact, as far as `most`.
    fn weigh(&mut self, words: &[&Word], headline: &str, most: u16) {
        let Some((last, before)) = words.split_last() else { return };
        let settled = before.iter().fold(0, |sum: u16, word| match most.checked_sub(sum) {
            Some(left) => sum.saturating_add(word.rank_up_to(headline, left)),
            None => sum,
        });
        self.settled = self.settled.max(to_byte(settled));
        if u16::from(self.last) >= APART {
            let rank = last.apart(headline, most.saturating_sub(settled));
            self.last = self.last.max(to_byte(rank));
        }
    }

    /// Makes room for one word more.
    fn settle(&mut self) {
        self.settled = to_byte(self.rank());
    }
}

impl Sieve {
    /// The rows of a chunk that pass; the ranks of those that have all words whole are
    /// exact. `wider` are the only rows to look at, when a wider query has been there.
    pub(super) fn sift(&self, shelf: &Shelf<'_>, wider: Option<Wider<'_>>) -> Vec<Row> {
        let mut checks = self.in_order().peekable();
        let mut rows = match wider {
            Some(wider) => self.possible(shelf, wider.rows.iter().map(|row| wider.row(*row))),
            None => match checks.next_if(|check| check.test.is_named()) {
                Some(check) => self.possible(shelf, named(check, shelf).into_iter().map(Row::new)),
                None => self.possible(shelf, (0..shelf.stories.len() as u32).map(Row::new)),
            },
        };
        let start = wider.and_then(|wider| wider.start);
        let mut words: Vec<&Word> = self.words().collect();
        for check in checks {
            if rows.is_empty() {
                break;
            }
            match &check.test {
                // All words at the place of the first one.
                Ready::Word(_) if !check.negated => {
                    sift_by_words(&std::mem::take(&mut words), shelf, start, &mut rows);
                }
                _ => self.sift_by(check, shelf, &mut rows),
            }
        }
        rows.shrink_to_fit();
        rows
    }

    /// Makes the ranks of rows exact that are over `exact`, as far as `most`.
    pub(super) fn weigh(&self, rows: &mut [Row], shelf: &Shelf<'_>, exact: u16, most: u16) {
        let words: Vec<&Word> = self.words().collect();
        let asked = |row: &Row| row.rank() > exact && row.rank() <= most;
        for rows in rows.chunks_mut(TOGETHER) {
            let some = rows.iter().filter(|row| asked(row));
            shelf.stories.fetch_folded(some.map(|row| row.at as usize));
            for row in rows.iter_mut().filter(|row| asked(row)) {
                row.weigh(&words, shelf.stories.folded(row.at as usize), most);
            }
        }
    }

    /// The rows whose headlines have every letter of the words.
    fn possible(&self, shelf: &Shelf<'_>, rows: impl ExactSizeIterator<Item = Row>) -> Vec<Row> {
        let (masks, mask) = (shelf.stories.masks(), self.mask());
        if mask == 0 {
            return rows.collect();
        }
        let (mut possible, mut len) = (vec![Row::new(0); rows.len()], 0);
        // Every other row has them: to write each and move on or not costs less than
        // to guess.
        for row in rows {
            possible[len] = row;
            len += usize::from(masks[row.at as usize] & mask == mask);
        }
        possible.truncate(len);
        possible
    }

    fn sift_by(&self, check: &Check, shelf: &Shelf<'_>, rows: &mut Vec<Row>) {
        let stories = shelf.stories;
        match &check.test {
            Ready::Exact(needle) => rows.retain(|row| {
                needle.is_in_folded(stories.folded(row.at as usize)) != check.negated
            }),
            Ready::Countries(_) | Ready::Named(..) => {
                let Some(facts) = shelf.facts else { return rows.clear() };
                rows.retain(|row| names(&check.test, facts, row.at as usize) != check.negated);
            }
            test => self.sift_one_by_one(test, check.negated, shelf, rows),
        }
    }

    /// For the checks that cost so much themselves that no loop need be tight.
    fn sift_one_by_one(&self, test: &Ready, negated: bool, shelf: &Shelf<'_>, rows: &mut Vec<Row>) {
        let mut buf = Buf::default();
        rows.retain(|row| {
            let at = row.at as usize;
            let Some(story) = shelf.stories.get(at) else { return false };
            let (folded, mask) = (shelf.stories.folded(at), shelf.stories.masks()[at]);
            let facts = shelf.facts.and_then(|facts| facts.get(at));
            let facts = facts.map_or(Known::Nothing, Known::Packed);
            self.holds(test, &Seen { story, folded, mask, facts }, &mut buf) != negated
        });
    }
}

fn to_byte(rank: u16) -> u8 {
    u8::try_from(rank).unwrap_or(u8::MAX)
}

/// Leaves the rows whose headlines have all the words, of which there are none when
/// they have been asked for already.
fn sift_by_words(words: &[&Word], shelf: &Shelf<'_>, start: Option<Start>, rows: &mut Vec<Row>) {
    let (stories, firsts) = (shelf.stories, shelf.stories.firsts());
    let stands = |row: &mut Row| -> Option<()> {
        let at = row.at as usize;
        let mut rest = words;
        if let Some(start) = start {
            let word = words[start.words];
            row.stands(word.goes_on(stories.folded(at), start.bytes, row.stand())?);
            rest = &words[start.words + 1..];
        }
        for word in rest {
            row.settle();
            row.stands(if word.is_letter() {
                word.letter(firsts[at])
            } else {
                word.stands_in(stories.folded(at))?
            });
        }
        Some(())
    };
    if words.is_empty() {
        return;
    }
    let reads = start.is_some() || words.iter().any(|word| !word.is_letter());
    // Those that stand close together come by themselves.
    let fetch = reads && rows.len() * 4 <= stories.len();
    let mut len = 0;
    for from in (0..rows.len()).step_by(TOGETHER) {
        let to = rows.len().min(from + TOGETHER);
        if fetch {
            stories.fetch_folded(rows[from..to].iter().map(|row| row.at as usize));
        }
        for at in from..to {
            let mut row = rows[at];
            if stands(&mut row).is_some() {
                rows[len] = row;
                len += 1;
            }
        }
    }
    rows.truncate(len);
}

/// Whether the facts of a story have what a check names: those of its field alone are
/// looked at.
fn names(test: &Ready, facts: &Facts, at: usize) -> bool {
    let any = |ids: Option<&[NameId]>, set: &NameSet| {
        ids.unwrap_or_default().iter().any(|id| set.contains(*id))
    };
    match test {
        Ready::Countries(codes) => {
            let own = facts.countries().get(at).unwrap_or_default();
            own.iter().any(|code| codes.contains(code))
        }
        Ready::Named(Field::Speaker, _, set) => any(facts.speakers().get(at), set),
        Ready::Named(Field::Organisation, _, set) => any(facts.organisations().get(at), set),
        _ => facts.get(at).is_some_and(|own| test.names(&own)),
    }
}

/// The rows a first check on facts lets pass, without looking each one up.
fn named(check: &Check, shelf: &Shelf<'_>) -> Vec<u32> {
    let Some(facts) = shelf.facts else { return Vec::new() };
    let rows = match &check.test {
        Ready::Countries(codes) => match &codes[..] {
            [code] => facts.countries().with(|own| own == code),
            codes => facts.countries().with(|own| codes.contains(own)),
        },
        Ready::Named(Field::Speaker, _, set) => facts.speakers().with(|id| set.contains(*id)),
        Ready::Named(Field::Organisation, _, set) => {
            facts.organisations().with(|id| set.contains(*id))
        }
        Ready::Named(Field::Source, _, set) => one_by_one(facts.sources(), set),
        Ready::Named(Field::Place, _, set) => one_by_one(facts.places(), set),
        _ => Vec::new(),
    };
    if check.negated { others(&rows, facts.len() as u32) } else { rows }
}

fn one_by_one(names: impl Iterator<Item = Option<NameId>>, set: &NameSet) -> Vec<u32> {
    let named = (0..).zip(names).filter(|(_, id)| id.is_some_and(|id| set.contains(id)));
    named.map(|(at, _)| at).collect()
}

/// The rows of so many that are not among these, which are in order.
fn others(rows: &[u32], len: u32) -> Vec<u32> {
    let mut named = rows.iter().peekable();
    (0..len).filter(|row| named.next_if_eq(&row).is_none()).collect()
}
