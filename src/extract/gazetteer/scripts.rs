//! Names of countries in scripts without capitals or spaces, or whose words change
//! their endings: found by one automaton over the whole text, built when the first such
//! text comes.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{Code, Span};

use super::{Codes, StateWord};

static TABLE: &str = include_str!("../../../assets/gazetteer/scripts.tsv");

/// The automaton, and what each of its patterns means.
#[derive(Debug)]
pub(super) struct Scripts {
    automaton: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

#[derive(Clone, Copy, Debug)]
struct Pattern {
    code: Code,
    /// The table gives a stem: an ending may follow.
    stem: bool,
    rule: Rule,
}

/// How a script sets off its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Spaces on both sides.
    Spaced,
    /// Arabic and Hebrew: up to three letters of article and preposition before it.
    Prefixed,
    /// Katakana: more of it would make another word.
    Kana,
    /// Nothing sets words off, or endings follow as they like.
    Free,
}

/// The most letters an ending has.
const ENDING: usize = 3;
/// The most letters of an adjective's ending.
const LONG_ENDING: usize = 7;

/// Whether a text has letters beyond the Latin script.
pub(super) fn has_other_scripts(text: &str) -> bool {
    // Lead bytes from Greek on, but those of dashes and quotation marks; many bytes at a
    // time, since most texts have none.
    let other = |byte: &u8| *byte >= 0xCE && *byte != 0xE2;
    let mut blocks = text.as_bytes().chunks(64);
    !text.is_ascii()
        && blocks.any(|bytes| bytes.iter().fold(false, |found, byte| found | other(byte)))
}

impl Scripts {
    pub(super) fn new(codes: &Codes) -> Scripts {
        let (mut names, mut patterns) = (Vec::new(), Vec::new());
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, code)) = line.split_once('\t') else { continue };
            let Some(code) = code.as_bytes().try_into().ok().and_then(|code| codes.get(code))
            else {
                continue;
            };
            let bare = name.strip_suffix('*').unwrap_or(name);
            let pattern = Pattern { code, stem: bare.len() < name.len(), rule: rule(bare) };
            names.push(bare.to_owned());
            patterns.push(pattern);
            if let Some(small) = uncapitalised(bare).filter(|_| pattern.stem) {
                names.push(small);
                patterns.push(pattern);
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names);
        // The table is small and its names are not empty, so that building cannot fail.
        Scripts { automaton: automaton.ok(), patterns }
    }

    /// Every country named in `text` in another script.
    pub(super) fn find(&self, text: &str) -> Vec<(Code, StateWord, Span)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let found = automaton.find_iter(text).filter_map(|found| {
            let pattern = self.patterns[found.pattern().as_usize()];
            let word = pattern.read(text, found.start(), found.end())?;
            Some((pattern.code, word.0, Span::new(found.start(), word.1)))
        });
        found.collect()
    }
}

impl Pattern {
    /// What the name at `start..end` is, with its ending, and where that ends.
    fn read(self, text: &str, start: usize, end: usize) -> Option<(StateWord, usize)> {
        if !self.begins(&text[..start]) {
            return None;
        }
        let small = text[start..].starts_with(char::is_lowercase);
        let rest = &text[end..];
        let ending: usize = rest
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .take(LONG_ENDING + 1)
            .map(char::len_utf8)
            .sum();
        let letters = rest[..ending].chars().count();
        let adjective = self.stem
            && letters <= LONG_ENDING
            && (rest[..ending].contains("ск") || rest[..ending].contains("ськ"));
        match self.rule {
            Rule::Free => Some((StateWord::Name, end)),
            Rule::Kana => (!rest.starts_with(is_kana)).then_some((StateWord::Name, end)),
            _ if adjective => Some((StateWord::Demonym, end + ending)),
            _ if small => None,
            _ if letters == 0 || self.stem && letters <= ENDING => {
                Some((StateWord::Name, end + ending))
            }
            _ => None,
        }
    }

    /// Whether a name may begin after `before`.
    fn begins(self, before: &str) -> bool {
        let mut letters = before.chars().rev().take_while(|c| c.is_alphabetic());
        match self.rule {
            Rule::Free => true,
            Rule::Kana => !before.ends_with(is_kana),
            Rule::Spaced => letters.next().is_none(),
            Rule::Prefixed => {
                let prefix = |c: char| "والبلكفהבלמוש".contains(c);
                let before: Vec<char> = letters.by_ref().take(4).collect();
                before.len() < 4 && before.into_iter().all(prefix)
            }
        }
    }
}

fn rule(name: &str) -> Rule {
    match name.chars().next().map_or(0, u32::from) {
        0x0590..=0x06FF => Rule::Prefixed,
        0x30A0..=0x30FF => Rule::Kana,
        0..=0x058F | 0x10A0..=0x10FF => Rule::Spaced,
        _ => Rule::Free,
    }
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{30A0}'..='\u{30FF}')
}

/// `росси` of `Росси`: adjectives are written small.
fn uncapitalised(name: &str) -> Option<String> {
    let first = name.chars().next().filter(|c| c.is_uppercase())?;
    Some(first.to_lowercase().chain(name.chars().skip(1)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let found = Scripts::new(&Codes::new()).find(text);
        found.iter().map(|(code, ..)| code.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_are_found_in_their_cases_and_as_adjectives() {
        assert_eq!(read("Паром вышел из Норвегии в Данию."), "NO DK");
        assert_eq!(read("Норвежский паром и российский порт"), "RU");
        assert_eq!(read("وصلت العبارة إلى النرويج والسويد"), "NO SE");
        assert_eq!(read("渡轮从挪威开往丹麦"), "NO DK");
        assert_eq!(read("フェリーはノルウェーから"), "NO");
        assert_eq!(read("המעבורת הגיעה לנורווגיה"), "NO");
        assert_eq!(read("Το πλοίο από τη Νορβηγία"), "NO");
    }

    #[test]
    fn a_longer_word_is_another() {
        assert_eq!(read("マリアさん"), "");
        assert_eq!(read("Ирансоветский"), "");
    }

    #[test]
    fn the_table_is_sorted_and_every_code_is_known() {
        let codes = Codes::new();
        let rows: Vec<_> = TABLE.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
        assert!(TABLE.starts_with("# ") && rows.is_sorted_by(|a, b| a.0 < b.0));
        assert!(
            rows.iter().all(|(_, code)| codes.get(code.as_bytes().try_into().unwrap()).is_some())
        );
    }

    #[test]
    fn marks_of_latin_text_are_no_other_script() {
        assert!(!has_other_scripts("“Élysée” — l’été"));
        assert!(has_other_scripts("Осло"));
    }
}
