//! ISO 3166-1 alpha-2 codes and their names.

use std::fmt;

/// Codes, short names and other names, sorted by code: see the file's header for
/// their source.
static TABLE: &str = include_str!("../../assets/countries.tsv");

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

    /// Every country of the table with its name, by code.
    pub fn all() -> impl Iterator<Item = (Code, &'static str)> {
        rows().map(|row| (row.code, row.name))
    }

    fn row(self) -> Option<Row> {
        rows().find(|row| row.code == self)
    }
}

struct Row {
    code: Code,
    name: &'static str,
    others: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().filter_map(|line| {
        let (code, names) = line.split_once('\t')?;
        let &[first, second] = code.as_bytes() else { return None };
        let (name, others) = names.split_once('\t').unwrap_or((names, ""));
        Some(Row { code: Code([first, second]), name, others })
    })
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
    }

    #[test]
    fn a_country_has_its_other_common_names() {
        let britain = Code::new("gb").unwrap();
        assert_eq!(britain.name(), "United Kingdom");
        assert_eq!(britain.other_names().collect::<Vec<_>>(), ["UK", "Britain", "Great Britain"]);
        assert_eq!(Code::new("NO").unwrap().other_names().count(), 0);
    }
}
