//! The words that a headline or what follows it is told by, from their tables.

use super::names;

const OPENERS: &str = include_str!("../../../assets/openers.tsv");
const SUBHEADS: &str = include_str!("../../../assets/subheads.tsv");
const TITLES: &str = include_str!("../../../assets/speech/titles.tsv");

/// No subhead of the table is longer, in bytes.
const LONGEST: usize = 64;

/// Every table, ready to be searched.
pub(super) struct Lexicon {
    openers: WordSet,
    subheads: Vec<&'static str>,
    /// Subheads that stand for all that begin so.
    subhead_starts: Vec<&'static str>,
    /// Those that stand before names.
    titles: WordSet,
}

impl Lexicon {
    pub(super) fn new() -> Lexicon {
        let (mut subheads, mut subhead_starts) = (Vec::new(), Vec::new());
        for row in rows(SUBHEADS) {
            match row.strip_suffix('…') {
                Some(start) => subhead_starts.push(start),
                None => subheads.push(row),
            }
        }
        let title = |row: &'static str| row.split('\t').next().unwrap_or_default();
        let titles = WordSet::of(rows(TITLES).map(title));
        Lexicon { openers: WordSet::of(rows(OPENERS)), subheads, subhead_starts, titles }
    }

    /// Whether a paragraph that opens with this word goes on with a story.
    pub(super) fn points_back(&self, word: &str) -> bool {
        self.openers.has(names::hash(word))
    }

    /// Whether a word stands before names without being one, by its hash.
    pub(super) fn is_title(&self, word: u32) -> bool {
        self.titles.has(word)
    }

    /// Whether a line is one of the subheads that any story may have inside, or names a
    /// topic as subheads do.
    pub(super) fn is_subhead(&self, line: &str) -> bool {
        let line = line.trim_end_matches([':', '.', '?']);
        if line.len() > LONGEST {
            return false;
        }
        let line = line.to_ascii_lowercase().replace('’', "'");
        let begins = |start: &&str| {
            let rest = line.strip_prefix(*start);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        is_topic(&line)
            || self.subheads.binary_search(&&*line).is_ok()
            || self.subhead_starts.iter().any(begins)
    }
}

/// Words by their hashes.
struct WordSet {
    hashes: Vec<u32>,
    /// A bit for each: most words end here.
    may_have: [u64; 64],
}

impl WordSet {
    fn of(words: impl Iterator<Item = &'static str>) -> WordSet {
        let mut hashes: Vec<u32> = words.map(names::hash).collect();
        hashes.sort_unstable();
        let mut may_have = [0; 64];
        for (place, bit) in hashes.iter().map(|hash| WordSet::bit(*hash)) {
            may_have[place] |= bit;
        }
        WordSet { hashes, may_have }
    }

    fn has(&self, hash: u32) -> bool {
        let (place, bit) = WordSet::bit(hash);
        self.may_have[place] & bit != 0 && self.hashes.binary_search(&hash).is_ok()
    }

    /// Where the bit of a word stands.
    fn bit(hash: u32) -> (usize, u64) {
        ((hash >> 6) as usize % 64, 1 << (hash % 64))
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|row| !row.starts_with('#'))
}

/// `on norway: …`: a topic of up to three words behind "on", then a colon.
fn is_topic(line: &str) -> bool {
    let Some((topic, rest)) = line.split_once(':') else { return false };
    let words = topic.strip_prefix("on ").map_or(0, |topic| topic.split(' ').count());
    (1..=3).contains(&words) && (rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_subheads_are_known() {
        let lexicon = Lexicon::new();
        for line in [
            "Summary",
            "BACKGROUND:",
            "What happens next?",
            "On Norway: Much Done",
            "Reaction in Oslo",
        ] {
            assert!(lexicon.is_subhead(line), "{line}");
        }
        for line in
            ["Ferry Talks Open", "Marlow: On the way", "On the Road to Bergen Again", "Backgrounds"]
        {
            assert!(!lexicon.is_subhead(line), "{line}");
        }
    }

    #[test]
    fn every_row_stands_once_and_in_order() {
        for table in [OPENERS, SUBHEADS] {
            let listed: Vec<&str> = rows(table).collect();
            assert!(listed.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
        }
    }
}
