//! The tables under `assets`: each says where it is from and on what terms, has nothing
//! twice, and stands in order, so that a new line has one place to go.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// Every table under `folder`, with its text.
fn tables(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(tables(&path));
        } else if path.extension().is_some_and(|ending| ending == "tsv") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

fn all() -> Vec<(PathBuf, String)> {
    let found = tables(Path::new("assets"));
    assert!(found.len() > 20, "the tables are where this test looks");
    found
}

/// What a row is looked up by: its first column.
fn keys(text: &str) -> Vec<&str> {
    text.lines().skip(1).map(|line| line.split('\t').next().unwrap()).collect()
}

#[test]
fn every_table_says_where_it_is_from_and_on_what_terms() {
    let terms = ["MIT", "CC BY 4.0", "Unicode-3.0", "public domain", "no licence needed"];
    for (path, text) in all() {
        let header = text.lines().next().unwrap();
        assert!(header.starts_with("# "), "{}: no header", path.display());
        assert!(terms.iter().any(|term| header.contains(term)), "{}: {header}", path.display());
    }
}

#[test]
fn a_table_of_one_line_of_header_has_no_empty_row_and_ends_with_a_line() {
    for (path, text) in all() {
        let row = |line: &str| {
            !line.is_empty() && !line.starts_with('#') && line.trim_matches(' ') == line
        };
        let bad: Vec<&str> = text.lines().skip(1).filter(|line| !row(line)).collect();
        assert!(bad.is_empty() && text.ends_with('\n'), "{}: {bad:?}", path.display());
    }
}

#[test]
fn nothing_stands_twice() {
    for (path, text) in all() {
        let mut keys = keys(&text);
        keys.sort_unstable();
        let twice: Vec<_> = keys.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{}: {twice:?}", path.display());
    }
}

#[test]
fn rows_are_in_order() {
    // Fields as a record has them, networks by their numbers, months by the year's.
    let own = ["json-keys.tsv", "special-addresses.tsv", "zones.tsv", "months.tsv"];
    for (path, text) in all() {
        if own.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let keys = keys(&text);
        let wrong = keys.windows(2).find(|pair| pair[0] > pair[1]);
        assert!(wrong.is_none(), "{}: {wrong:?}", path.display());
    }
}
