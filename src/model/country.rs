//! ISO 3166-1 alpha-2 codes and their names.

use std::fmt;

/// Codes and short names, sorted by code: see the file's header for its source.
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
        self.row().unwrap_or("?")
    }

    /// Every country of the table with its name, by code.
    pub fn all() -> impl Iterator<Item = (Code, &'static str)> {
        TABLE.lines().filter_map(|line| {
            let (code, name) = line.split_once('\t')?;
            let &[first, second] = code.as_bytes() else { return None };
            Some((Code([first, second]), name))
        })
    }

    fn row(self) -> Option<&'static str> {
        Code::all().find(|(code, _)| *code == self).map(|(_, name)| name)
    }
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
