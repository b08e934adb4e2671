//! Keeps the module layers apart: each folder may use only those before it, siblings
//! never one another, and the world stays in the shell.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// Layers from the ground up; those in one row are siblings.
const LAYERS: [&[&str]; 7] = [
    &["text"],
    &["model"],
    &["config", "extract", "query", "load"],
    &["app"],
    &["ui"],
    &["shell"],
    &["cli"],
];

#[test]
fn no_layer_uses_a_later_one_or_a_sibling() {
    for (rank, row) in LAYERS.iter().enumerate() {
        for layer in *row {
            let siblings = row.iter().filter(|sibling| *sibling != layer);
            let later = LAYERS[rank + 1..].iter().flat_map(|row| row.iter());
            let forbidden: Vec<String> =
                siblings.chain(later).map(|name| format!("crate::{name}")).collect();
            reject(&folder(layer), &forbidden);
        }
    }
}

#[test]
fn the_terminal_stays_above_the_state() {
    for layer in ["text", "model", "config", "extract", "query", "load", "app"] {
        reject(&folder(layer), &["ratatui", "crossterm"].map(String::from));
    }
}

#[test]
fn the_world_stays_in_the_shell() {
    let world = ["std::fs", "std::env", "std::thread", "std::net", "std::process", "SystemTime"];
    let clocks = ["Instant::now", "Timestamp::now", "Zoned::now"];
    for layer in ["text", "model", "config", "extract", "query", "load", "app", "ui"] {
        reject(&folder(layer), &world.map(String::from));
        reject(&folder(layer), &clocks.map(String::from));
    }
}

#[test]
fn nothing_is_locked_or_shared_for_writing() {
    let forbidden = ["Mutex", "RwLock", "RefCell", "static mut", "unsafe {"];
    reject(Path::new("src"), &forbidden.map(String::from));
}

#[test]
fn only_one_file_names_the_matcher() {
    for file in rust_files(Path::new("src")) {
        let named = code(&file).contains("fuzzy_matcher");
        assert!(!named || file.ends_with("query/fuzzy.rs"), "{}", file.display());
    }
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let folders = ["src", "tests", "benches"];
    for file in folders.iter().flat_map(|folder| rust_files(Path::new(folder))) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines", file.display());
    }
}

fn folder(layer: &str) -> PathBuf {
    Path::new("src").join(layer)
}

fn reject(folder: &Path, forbidden: &[String]) {
    for file in rust_files(folder) {
        let code = code(&file);
        for name in forbidden {
            let used = code.match_indices(name.as_str()).any(|(at, _)| {
                let after = code[at + name.len()..].chars().next();
                !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            assert!(!used, "{} may not use `{name}`", file.display());
        }
    }
}

/// The file without its comments and without its tests.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.with_extension("rs").is_file() {
        return vec![path.with_extension("rs")];
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(rust_files(&path)),
            false if path.extension().is_some_and(|ext| ext == "rs") => files.push(path),
            false => (),
        }
    }
    files
}
