//! ISO 3166-1 alpha-2 codes and their names.

use std::fmt;
use std::str::Split;

/// Codes, short names and other names, sorted by code: see the file's header for
/// their source.
static TABLE: &str = include_str!("../../assets/countries.tsv");

/// What else stands for a country, and for its people: see the file's header.
static WORDS: &str = include_str!("../../assets/gazetteer/countries.tsv");

/// A country by its ISO 3166-1 alpha-2 code, in capitals. Codes of states that are no
/// more (`SU`, `YU`, `CS`, `DD`) are in the table too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code([u8; 2]);

impl Code {
    /// `None` when the table has no such country. Case does not matter.
    pub fn new(text: &str) -> Option<Code> {
        let &[first, second] = text.as_bytes() else { return None };
        let code = Code([first.to_ascii_uppercase(), second.to_ascii_uppercase()]);
        code.row().map(|_| code)
    }

    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The short name in English.
    pub fn name(self) -> &'static str {
        self.row().map_or("?", |row| row.name)
    }

    /// What else it is commonly called: `UK`, `Britain`, `Burma`.
    pub fn other_names(self) -> impl Iterator<Item = &'static str> {
        self.row().map_or("", |row| row.others).split("; ").filter(|name| !name.is_empty())
    }

    /// Of each country further names of it and of its parts, such as `England`, and words
    /// for its people, such as `British`. Some stand for more than one country.
    pub fn all_words() -> impl Iterator<Item = (Code, Split<'static, char>, Split<'static, char>)> {
        WORDS.lines().filter_map(|line| {
            let mut columns = line.split('\t');
            let code = Code::new(columns.next()?)?;
            let mut words = || columns.next().unwrap_or_default().split('|');
            Some((code, words(), words()))
        })
    }

    /// Every country of the table with its name, by code.
    pub fn all() -> impl Iterator<Item = (Code, &'static str)> {
        TABLE.lines().filter_map(row).map(|row| (row.code, row.name))
    }

    /// The country's line, found by its letters: a list of stories asks for many names.
    fn row(self) -> Option<Row> {
        let Line { name, others, end } = *LINES.get(slot(self.0)?)?;
        let part = |from: u16, to: u16| TABLE.get(usize::from(from)..usize::from(to));
        let name = part(name, others.checked_sub(1)?)?;
        Some(Row { code: self, name, others: part(others.min(end), end)? })
    }
}

struct Row {
    code: Code,
    name: &'static str,
    others: &'static str,
}

fn row(line: &'static str) -> Option<Row> {
    let (code, names) = line.split_once('\t')?;
    let &[first, second] = code.as_bytes() else { return None };
    let (name, others) = names.split_once('\t').unwrap_or((names, ""));
    Some(Row { code: Code([first, second]), name, others })
}

/// Where in the table the parts of a line begin, and where it ends. The other names, which
/// not every line has, begin behind the name and a tab or the end of the line; all 0 is no
/// line.
#[derive(Clone, Copy)]
struct Line {
    name: u16,
    others: u16,
    end: u16,
}

/// The line of each code, by [`slot`].
static LINES: [Line; 26 * 26] = lines(TABLE.as_bytes());

const fn lines(table: &[u8]) -> [Line; 26 * 26] {
    let mut lines = [Line { name: 0, others: 0, end: 0 }; 26 * 26];
    let mut at = 0;
    while at + 2 < table.len() {
        let begins = at > 0 && table[at - 1] == b'\n' && table[at + 2] == b'\t';
        if begins && let Some(slot) = slot([table[at], table[at + 1]]) {
            let others = past(table, at + 3, true);
            let end = past(table, at + 3, false) - 1;
            lines[slot] = Line { name: at as u16 + 3, others: others as u16, end: end as u16 };
        }
        at += 1;
    }
    lines
}

/// Past the next end of a line, or past a tab before it.
const fn past(table: &[u8], mut at: usize, tab: bool) -> usize {
    while at < table.len() && table[at] != b'\n' && !(tab && table[at] == b'\t') {
        at += 1;
    }
    at + 1
}

/// The place of two capitals among all pairs of them.
const fn slot([first, second]: [u8; 2]) -> Option<usize> {
    if !first.is_ascii_uppercase() || !second.is_ascii_uppercase() {
        return None;
    }
    Some((first - b'A') as usize * 26 + (second - b'A') as usize)
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_code_and_no_name_stands_twice() {
        let mut seen = HashSet::new();
        for (code, name) in Code::all() {
            assert!(seen.insert(format!("code {code}")), "{code} twice");
            for name in std::iter::once(name).chain(code.other_names()) {
                assert!(seen.insert(name.to_owned()), "{name} twice");
                assert!(!name.contains('\t') && name.trim() == name, "{name:?}");
            }
        }
        assert!(seen.len() > 250);
        assert!(Code::all().all(|(code, _)| Code::new(code.as_str()) == Some(code)));
        assert_eq!((Code::new("ZZ"), Code::new("Å")), (None, None));
    }

    #[test]
    fn a_country_has_its_other_common_names() {
        let britain = Code::new("gb").unwrap();
        assert_eq!(britain.name(), "United Kingdom");
        assert_eq!(britain.other_names().collect::<Vec<_>>(), ["UK", "Britain", "Great Britain"]);
        assert_eq!(Code::new("NO").unwrap().other_names().count(), 0);
    }
}
