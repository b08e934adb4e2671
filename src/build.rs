//! Names the rules this binary finds facts by: a hash over everything that decides what
//! is found in a story. Facts kept by other rules are found anew.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// How a file is split into stories, what their text comes to, and what is found in it.
const RULES: [&str; 5] = ["assets", "src/text", "src/model", "src/extract", "src/load"];

fn main() -> io::Result<()> {
    let mut hash = DefaultHasher::new();
    env::var("CARGO_PKG_VERSION").unwrap_or_default().hash(&mut hash);
    for folder in RULES {
        println!("cargo::rerun-if-changed={folder}");
        for path in files(Path::new(folder))? {
            path.hash(&mut hash);
            fs::read(&path)?.hash(&mut hash);
        }
    }
    println!("cargo::rustc-env=DATELINE_RULES={:016x}", hash.finish());
    Ok(())
}

/// Every file of a folder, in one order on every machine.
fn files(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else {
            files.insert(path);
        }
    }
    Ok(files)
}
