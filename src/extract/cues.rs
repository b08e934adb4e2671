//! Words that say what the name beside them is, by [`Cue`].

use super::cuckoo::{Cuckoo, NUMBERS};
use super::hash::of_word;

static TABLE: &str = include_str!("../../assets/gazetteer/cues.tsv");

/// What a word says of its neighbour: a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cue(u16);

impl Cue {
    /// A place follows: `in`, `near`.
    pub(super) const AT: Cue = Cue(1);
    /// A place or a person follows: `to`, `of`.
    pub(super) const TO: Cue = Cue(64);
    /// A person or a body stands before: `said`.
    pub(super) const SAYS: Cue = Cue(128);
    /// Capitalised only because a sentence begins: `The`, `When`.
    pub(super) const PLAIN: Cue = Cue(2);
    /// A person's or an office's: `President`, `Minister`.
    pub(super) const TITLE: Cue = Cue(4);
    /// A language follows: `spoke`.
    pub(super) const TONGUE: Cue = Cue(8);
    /// The word before is a language, a kitchen, a descent: `lessons`, `fries`.
    pub(super) const SPEECH: Cue = Cue(16);
    /// Part of a land follows: `southern`.
    pub(super) const COMPASS: Cue = Cue(32);

    /// The noun a body is called by: `Ministry`.
    pub(super) const HEAD: Cue = Cue(256);
    /// A head to which a demonym alone adds nothing: `Forces`.
    pub(super) const WEAK: Cue = Cue(512);
    /// The ending of a company: `Inc`.
    pub(super) const FIRM: Cue = Cue(1024);
    /// In the name of an agency or a paper: `Press`.
    pub(super) const NEWS: Cue = Cue(2048);
    /// A town stands before: `residents`.
    pub(super) const FOLK: Cue = Cue(4096);

    /// What a body is, said before its name: `company`, `retailer`.
    pub(super) const TRADE: Cue = Cue(8192);

    #[inline]
    pub(super) fn is(self, other: Cue) -> bool {
        self.0 & other.0 != 0
    }

    fn named(name: &str) -> Option<Cue> {
        match name {
            "at" => Some(Cue::AT),
            "to" => Some(Cue::TO),
            "says" => Some(Cue::SAYS),
            "head" => Some(Cue::HEAD),
            "weak" => Some(Cue::WEAK),
            "firm" => Some(Cue::FIRM),
            "news" => Some(Cue::NEWS),
            "folk" => Some(Cue::FOLK),
            "trade" => Some(Cue::TRADE),
            "plain" => Some(Cue::PLAIN),
            "title" => Some(Cue::TITLE),
            "tongue" => Some(Cue::TONGUE),
            "speech" => Some(Cue::SPEECH),
            "compass" => Some(Cue::COMPASS),
            _ => None,
        }
    }
}

/// No cue is longer, in bytes: a run of letters without end costs no more.
const LONGEST: usize = 16;

/// The cues by the hash of the word, in lower case: 8 KB that stay near the processor.
#[derive(Debug)]
pub(super) struct Cues(Cuckoo<2048>);

impl Cues {
    pub(super) fn new() -> Cues {
        let rows = TABLE.lines().skip(1).filter_map(|line| line.split_once('\t'));
        let rows: Vec<(u64, u16)> =
            rows.map(|(word, names)| (of_word(word).0, bits(names).0)).collect();
        Cues(Cuckoo::of(&rows))
    }

    /// What `word` says, whatever its case.
    #[inline]
    pub(super) fn of(&self, word: &str) -> Cue {
        if word.len() > LONGEST { Cue::default() } else { self.by_hash(of_word(word).0) }
    }

    /// What a word of this hash says.
    #[inline]
    pub(super) fn by_hash(&self, hash: u64) -> Cue {
        Cue((self.0.get(hash) % NUMBERS) as u16)
    }
}

fn bits(names: &str) -> Cue {
    Cue(names.split('|').filter_map(Cue::named).fold(0, |bits, cue| bits | cue.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_cue_is_known() {
        let words: Vec<_> = TABLE.lines().skip(1).map(|line| line.split('\t').next()).collect();
        assert!(words.is_sorted_by(|a, b| a < b));
        let kinds = TABLE.lines().skip(1).filter_map(|line| line.split_once('\t'));
        assert!(
            kinds.flat_map(|(_, kinds)| kinds.split('|')).all(|kind| Cue::named(kind).is_some())
        );
        assert!(TABLE.starts_with('#'));
    }

    #[test]
    fn every_word_says_what_its_line_does() {
        let cues = Cues::new();
        for (word, names) in TABLE.lines().skip(1).filter_map(|line| line.split_once('\t')) {
            assert!(bits(names) != Cue::default() && word.len() <= LONGEST, "{word}");
            assert_eq!(cues.of(&word.to_uppercase()), bits(names), "{word}");
        }
    }

    #[test]
    fn a_word_may_be_several_cues() {
        let cues = Cues::new();
        assert!(cues.of("Northern").is(Cue::AT) && cues.of("Northern").is(Cue::COMPASS));
        assert!(!cues.of("ferry").is(Cue::AT));
    }
}
