//! Whether a name is the one asked for. The rule looks at one pattern and one name
//! and at nothing else, so a story gets the same answer alone as among a million.

use super::term::Name;
use crate::model::{NameId, Names};
use crate::text::fold::fold_into;

/// A name to look for, made ready.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// The whole name, folded.
    Exact(String),
    Like(Vec<Word>),
}

/// One word of a pattern. Every word must be met by a word of the name: by prefix,
/// or with a typo or two when it is long enough to tell.
#[derive(Clone, Debug)]
pub(super) struct Word {
    folded: String,
    letters: Vec<char>,
    typos: usize,
}

/// Longer words are met by prefix only: typing them took no chances.
const LONGEST: usize = 32;

impl Pattern {
    pub(super) fn new(name: &Name) -> Pattern {
        let mut folded = String::new();
        fold_into(&name.text, &mut folded);
        if name.exact {
            return Pattern::Exact(folded);
        }
        Pattern::Like(joined_words(&folded).iter().map(|word| Word::new(word)).collect())
    }

    /// Whether a name is meant; `folded` is a buffer that may be used again.
    pub(super) fn matches(&self, name: &str, folded: &mut String) -> bool {
        if let Pattern::Exact(text) = self
            && name.is_ascii()
        {
            return name.eq_ignore_ascii_case(text);
        }
        folded.clear();
        fold_into(name, folded);
        self.matches_folded(folded)
    }

    pub(super) fn matches_folded(&self, name: &str) -> bool {
        match self {
            Pattern::Exact(text) => text == name,
            Pattern::Like(words) => words.iter().all(|word| word.meets_any(name)),
        }
    }

    /// How well a name is met: every word whole, by prefix, or only with typos.
    pub(super) fn fit(&self, name: &str) -> Option<Fit> {
        match self {
            Pattern::Exact(_) => self.matches_folded(name).then_some(Fit::Whole),
            Pattern::Like(words) => {
                let own = joined_words(name);
                let whole = own.len() == words.len()
                    && own.iter().zip(words).all(|(own, word)| *own == word.folded);
                if whole {
                    return Some(Fit::Whole);
                }
                let by_prefix = words.iter().all(|word| word.begins_any(name));
                let as_long = own.len() == words.len();
                let fit = match (by_prefix, as_long) {
                    (true, _) => Fit::Prefix,
                    (false, true) => Fit::NearlyWhole,
                    (false, false) => Fit::Typo,
                };
                self.matches_folded(name).then_some(fit)
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Whole,
    Prefix,
    /// With a typo, and no word of the name left over.
    NearlyWhole,
    Typo,
}

impl Word {
    fn new(folded: &str) -> Word {
        let letters: Vec<char> = folded.chars().collect();
        // A digit is never a slip of another: 2017 is not 2018.
        let typos = match letters.len() {
            _ if letters.iter().any(|c| c.is_numeric()) => 0,
            0..4 => 0,
            4..8 => 1,
            8..=LONGEST => 2,
            _ => 0,
        };
        Word { folded: folded.into(), letters, typos }
    }

    fn meets_any(&self, name: &str) -> bool {
        any_word(name, |word| self.begins(word) || self.nearly_begins(word))
    }

    fn begins_any(&self, name: &str) -> bool {
        any_word(name, |word| self.begins(word))
    }

    fn begins(&self, word: &str) -> bool {
        word.starts_with(&self.folded)
    }

    /// Whether the pattern is some prefix of `word` but for a typo: a letter wrong,
    /// missing, too much, or two neighbours swapped. Nobody mistypes the first
    /// letter, and if it were free Kerry would find every Terry.
    fn nearly_begins(&self, word: &str) -> bool {
        if self.typos == 0 || !word.starts_with(self.letters[0]) {
            return false;
        }
        let width = self.letters.len();
        // Three rows of the usual table: distance of each prefix of the pattern from
        // the prefix of the word read so far.
        let mut before = [0_usize; LONGEST + 1];
        let mut last: [usize; LONGEST + 1] = std::array::from_fn(|at| at);
        let mut previous = '\0';
        for (row, letter) in word.chars().take(width + self.typos).enumerate() {
            let mut this = [row + 1; LONGEST + 1];
            for at in 1..=width {
                let own = self.letters[at - 1];
                let changed = last[at - 1] + usize::from(own != letter);
                this[at] = changed.min(last[at] + 1).min(this[at - 1] + 1);
                if at > 1 && row > 0 && own == previous && self.letters[at - 2] == letter {
                    this[at] = this[at].min(before[at - 2] + 1);
                }
            }
            if this[width] <= self.typos {
                return true;
            }
            if this[..=width].iter().all(|distance| *distance > self.typos) {
                return false;
            }
            (before, last, previous) = (last, this, letter);
        }
        false
    }
}

/// Whether some word of a folded name is wanted. `o'neil` has the words `o`, `neil`
/// and `oneil`, `u.n.` has `u`, `n` and `un`.
fn any_word(name: &str, wanted: impl Fn(&str) -> bool) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| !word.is_empty() && wanted(word))
        || name.contains(['\'', '.']) && joined_words(name).iter().any(|word| wanted(word))
}

/// The words of a folded text; apostrophes and full stops do not part them.
fn joined_words(text: &str) -> Vec<String> {
    let parts = |c: char| !c.is_alphanumeric() && c != '\'' && c != '.';
    let words = text.split(parts).map(|word| word.replace(['\'', '.'], ""));
    words.filter(|word| !word.is_empty()).collect()
}

/// The names that meet a pattern, resolved once per distinct name.
#[derive(Clone, Debug, Default)]
pub(super) struct NameSet {
    bits: Vec<u64>,
    seen: u32,
    /// Blocks of meanings taken in.
    related: usize,
}

impl NameSet {
    /// Looks at the names met since the last time.
    pub(super) fn learn(&mut self, names: &Names, patterns: &[Pattern]) {
        self.bits.resize((names.len() as usize).div_ceil(64), 0);
        let mut folded = String::new();
        for (NameId(id), name) in names.iter().skip(self.seen as usize) {
            if patterns.iter().any(|pattern| pattern.matches(name, &mut folded)) {
                self.bits[id as usize / 64] |= 1 << (id % 64);
            }
        }
        self.seen = self.seen.max(names.len());
    }

    /// Takes in whom bare surnames mean since the last time: one is met when the person
    /// it means is. True when a name that was taken in before is met otherwise now.
    pub(super) fn relate(&mut self, names: &Names, patterns: &[Pattern]) -> bool {
        let mut folded = String::new();
        let mut met = |id: NameId| {
            let name = names.get(id).unwrap_or_default();
            patterns.iter().any(|pattern| pattern.matches(name, &mut folded))
        };
        let fresh = self.related == 0;
        let mut changed = false;
        for meaning in names.meanings()[self.related..].iter().flat_map(|block| block.iter()) {
            let wanted = met(meaning.surname) || meaning.person.is_some_and(&mut met);
            let NameId(id) = meaning.surname;
            let Some(bits) = self.bits.get_mut(id as usize / 64) else { continue };
            changed |= wanted != (*bits >> (id % 64) & 1 == 1);
            *bits = *bits & !(1 << (id % 64)) | u64::from(wanted) << (id % 64);
        }
        self.related = names.meanings().len();
        changed && !fresh
    }

    pub(super) fn contains(&self, NameId(id): NameId) -> bool {
        self.bits.get(id as usize / 64).is_some_and(|bits| bits >> (id % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(pattern: &str, name: &str) -> bool {
        let pattern = Pattern::new(&Name { text: pattern.into(), exact: false });
        pattern.matches(name, &mut String::new())
    }

    #[test]
    fn a_part_of_a_name_finds_it() {
        for pattern in ["marlow", "ines", "Ines Marlow", "marlow ines", "mar", "m"] {
            assert!(like(pattern, "Ines Marlow"), "{pattern}");
        }
        assert!(!like("arlow", "Ines Marlow"));
        assert!(!like("ines lind", "Ines Marlow"));
    }

    #[test]
    fn a_slip_of_the_finger_still_finds_it() {
        for pattern in ["marlw", "marlo", "mralow", "marloww", "marlou", "mxrlow", "lundquits"] {
            assert!(like(pattern, "Ines Marlow-Lundquist"), "{pattern}");
        }
        for pattern in ["mrw", "harlow", "mralwo", "lnudquits"] {
            assert!(!like(pattern, "Ines Marlow"), "{pattern}");
        }
    }

    #[test]
    fn two_slips_need_a_long_word() {
        assert!(like("lunqdist", "Tove Lundquist"));
        assert!(!like("marwlwo", "Ines Marlow"));
        assert!(!like("2018", "Team 2017"));
    }

    #[test]
    fn accents_apostrophes_and_initials_do_not_matter() {
        assert!(like("oneil", "Pádraig O’Neil"));
        assert!(like("neil", "Pádraig O’Neil"));
        assert!(like("o'neil", "Padraig O'Neil"));
        assert!(like("jakobsen", "Søren Jakobsén"));
        assert!(like("U.N.", "UN") && like("un", "U.N."));
    }

    #[test]
    fn an_exact_name_is_that_name_only() {
        let exact = Pattern::new(&Name { text: "Ines Marlow".into(), exact: true });
        let matches = |name| exact.matches(name, &mut String::new());
        assert!(matches("INES MARLÓW"));
        assert!(!matches("Ines Marlowe") && !matches("Marlow"));
    }
}
