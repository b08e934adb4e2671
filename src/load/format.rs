//! The kinds of file that are read, and their names for `--from`.

use std::fmt;
use std::str::FromStr;

/// A kind of story file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text: one story or many.
    Digest,
    /// RSS of any version, RDF or Atom.
    Feed,
    /// NewsML-G2: items, packages, messages.
    NewsMl,
    /// The News Industry Text Format.
    Nitf,
    /// One JSON document: a story, an array of stories, or an object holding one.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// A page of a site, with one article.
    Html,
    /// One message.
    Mail,
    /// Messages in one file, parted by lines that begin with `From `.
    Mbox,
    /// Markdown, with front matter or without.
    Markdown,
    /// Plain text whose stories begin with a block of `Key: value` lines.
    Headers,
    /// Rows under a header row, with commas, semicolons, tabs or bars between.
    Table,
}

/// A format, by what it is known.
struct Kind {
    format: Format,
    /// For `--from`; what follows the first are other names for the same.
    names: &'static [&'static str],
    /// Of its files' names.
    endings: &'static [&'static str],
}

/// Every format, in the order help shows them.
const KINDS: &[Kind] = &[
    Kind { format: Format::Digest, names: &["digest", "text"], endings: &["txt", "text"] },
    Kind {
        format: Format::Feed,
        names: &["feed", "rss", "atom", "rdf", "cdf"],
        endings: &["rss", "atom", "rdf", "cdf", "xml"],
    },
    Kind { format: Format::NewsMl, names: &["newsml", "newsml-g2"], endings: &["newsml"] },
    Kind { format: Format::Nitf, names: &["nitf"], endings: &["nitf"] },
    Kind { format: Format::Json, names: &["json", "jsonfeed", "ninjs"], endings: &["json"] },
    Kind { format: Format::Ndjson, names: &["ndjson", "jsonl"], endings: &["ndjson", "jsonl"] },
    Kind { format: Format::Html, names: &["html"], endings: &["html", "htm", "xhtml"] },
    Kind { format: Format::Mail, names: &["eml", "mail"], endings: &["eml"] },
    Kind { format: Format::Mbox, names: &["mbox"], endings: &["mbox", "mbx"] },
    Kind {
        format: Format::Markdown,
        names: &["markdown", "md"],
        endings: &["md", "markdown", "mdown", "mkd"],
    },
    Kind { format: Format::Headers, names: &["headers"], endings: &[] },
    Kind {
        format: Format::Table,
        names: &["table", "csv", "tsv"],
        endings: &["csv", "tsv", "tab"],
    },
];

/// Someone asked for a format there is not.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format; there are {list}", list = Format::names())]
pub struct UnknownFormat(String);

impl Format {
    /// Every format, in the order help shows them.
    pub fn all() -> impl Iterator<Item = Format> {
        KINDS.iter().map(|kind| kind.format)
    }

    /// The name `--from` takes.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|kind| kind.format == self).map_or("", |kind| kind.names[0])
    }

    /// The names of all formats, for a sentence.
    pub fn names() -> String {
        Format::all().map(Format::name).collect::<Vec<_>>().join(", ")
    }

    /// Whether a file's name says that it is plain text, and not packed.
    pub(super) fn is_plain_text(name: &str) -> bool {
        Format::by_ending(name) == Some(Format::Digest)
    }

    /// The format a file's name speaks of, by its ending.
    pub(super) fn by_name(name: &str) -> Option<Format> {
        Format::by_ending(name.strip_suffix(".gz").unwrap_or(name))
    }

    fn by_ending(name: &str) -> Option<Format> {
        let (_, ending) = name.rsplit_once('.')?;
        let has = |kind: &&Kind| kind.endings.iter().any(|one| one.eq_ignore_ascii_case(ending));
        KINDS.iter().find(has).map(|kind| kind.format)
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Format, UnknownFormat> {
        let has = |kind: &&Kind| kind.names.iter().any(|one| one.eq_ignore_ascii_case(text));
        let found = KINDS.iter().find(has);
        found.map(|kind| kind.format).ok_or_else(|| UnknownFormat(text.to_owned()))
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
        let unknown = "xls".parse::<Format>().unwrap_err().to_string();
        assert_eq!(unknown, format!("`xls` is no format; there are {}", Format::names()));
        assert!(unknown.contains("json, ndjson"));
    }

    #[test]
    fn every_ending_and_every_name_is_of_one_format() {
        for list in [|kind: &Kind| kind.names, |kind: &Kind| kind.endings] {
            let mut all: Vec<&str> = KINDS.iter().flat_map(list).copied().collect();
            let many = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), many);
        }
        assert_eq!(Format::by_name("wire.ndjson.gz"), Some(Format::Ndjson));
    }
}
