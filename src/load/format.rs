//! The kinds of file that are read, and their names for `--from`.

use std::fmt;
use std::str::FromStr;

/// A kind of story file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text: one story or many.
    Digest,
    /// One JSON document: a story, an array of stories, or an object holding one.
    Json,
    /// One JSON object a line.
    Ndjson,
}

/// Every format, with its name for `--from` and the endings its files go by.
const FORMATS: [(Format, &str, &[&str]); 3] = [
    (Format::Digest, "digest", &["txt", "text"]),
    (Format::Json, "json", &["json"]),
    (Format::Ndjson, "ndjson", &["ndjson", "jsonl"]),
];

/// Someone asked for a format there is not.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format; there are {list}", list = names().join(", "))]
pub struct UnknownFormat(String);

impl Format {
    /// Every format, in the order help shows them.
    pub fn all() -> impl Iterator<Item = Format> {
        FORMATS.iter().map(|(format, ..)| *format)
    }

    /// The name `--from` takes.
    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|(format, ..)| *format == self).map_or("", |(_, name, _)| name)
    }

    /// The format a file's name speaks of, by its ending.
    pub(super) fn by_name(name: &str) -> Option<Format> {
        let (_, ending) = name.rsplit_once('.')?;
        let is_of = |endings: &&[&str]| endings.iter().any(|one| one.eq_ignore_ascii_case(ending));
        FORMATS.iter().find(|(.., endings)| is_of(endings)).map(|(format, ..)| *format)
    }
}

fn names() -> Vec<&'static str> {
    Format::all().map(Format::name).collect()
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Format, UnknownFormat> {
        let wanted = |format: &Format| format.name().eq_ignore_ascii_case(text);
        Format::all().find(wanted).ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_known_by_its_name() {
        assert!(Format::all().all(|format| format.name().parse() == Ok(format)));
        assert_eq!(
            "xls".parse::<Format>().unwrap_err().to_string(),
            "`xls` is no format; there are digest, json, ndjson"
        );
    }
}
