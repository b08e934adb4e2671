//! Large files are read in parts on every core: what comes out is what one core gives,
//! in the order of the input.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;

/// What a command that reads this file writes to standard output and to standard error,
/// and its exit status.
fn told(command: &str, file: &Path) -> (String, String, i32) {
    let mut dateline = cargo_bin_cmd!("dateline");
    dateline.env_clear().env("HOME", "/nonexistent/reader").args([command, "--"]).arg(file);
    ended(&dateline.output().unwrap())
}

/// The same of a pipe that brings these bytes, as fast or as slowly as it may.
fn told_of_pipe(command: &str, text: &str) -> (String, String, i32) {
    let mut dateline = cargo_bin_cmd!("dateline");
    dateline.env_clear().env("HOME", "/nonexistent/reader").args([command, "-"]);
    ended(&dateline.write_stdin(text).output().unwrap())
}

fn ended(output: &std::process::Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

/// Stories of a digest: a headline, a lead, and a text that is longer for some.
fn digest(stories: usize) -> String {
    let lead = "OSLO- Transport Minister Ines Marlow said on Friday that the ferry would sail.";
    let next = "Marlow told the harbour board that tickets would cost no more than before. ";
    let story = |nth: usize| {
        let (gap, rest) = ("\n".repeat(1 + nth % 3), next.repeat(nth % 40));
        format!("Ferry Number {nth} Sails from Oslo in Storm\n{gap}{lead}\n\n{rest}\n{gap}")
    };
    (0..stories).map(story).collect()
}

#[test]
fn a_large_digest_is_listed_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ferries.txt");
    let text = digest(3_000);
    assert!(text.len() > 4 << 20, "several parts");
    std::fs::write(&file, &text).unwrap();
    let headline = |nth| format!("Ferry Number {nth} Sails from Oslo in Storm\n");
    let headlines: String = (0..3_000).map(headline).collect();
    assert_eq!(told("list", &file), (headlines, String::new(), 0));
}

#[test]
fn a_large_digest_is_extracted_alike_from_a_file_and_from_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ferries.txt");
    let text = digest(2_000);
    std::fs::write(&file, &text).unwrap();
    let (lines, complaints, code) = told("extract", &file);
    let piped = told_of_pipe("extract", &text);
    let path = format!("\"path\":\"{}\"", file.display());
    assert_eq!((lines.replace(&path, "\"path\":\"-\""), complaints, code), piped);
    assert_eq!(lines.lines().count(), 2_000);
}

#[test]
fn bad_lines_of_a_large_file_are_named_in_order_and_lose_no_good_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wire.ndjson");
    let line = |nth: usize| match nth % 1_000 {
        500 => "no story\n".to_owned(),
        _ => format!("{{\"headline\":\"Ferry {nth}\",\"body\":\"{}\"}}\n", "Å word. ".repeat(9)),
    };
    let text: String = (1..=70_000).map(line).collect();
    assert!(text.len() > 4 << 20, "several parts");
    std::fs::write(&file, &text).unwrap();
    let (headlines, complaints, code) = told("list", &file);
    let good = (1..=70_000).filter(|nth| nth % 1_000 != 500).map(|nth| format!("Ferry {nth}"));
    assert!(headlines.lines().eq(good));
    let complaints: Vec<&str> = complaints.lines().collect();
    let named = |nth: usize| format!("dateline: {}:{}: ", file.display(), nth * 1_000 + 500);
    assert!((0..50).all(|nth| complaints[nth].starts_with(&named(nth))), "{complaints:?}");
    let more = format!("dateline: {}: 20 more records that could not be read", file.display());
    assert_eq!((complaints.len(), complaints[50], code), (51, &*more, 1));
}
