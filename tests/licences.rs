//! Holds everything that is built in, or builds and tests it, to `.deny.toml`: licences
//! that may be, crates that may not. cargo-deny says the same where it is installed.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

use std::process::Command;

use serde_json::Value;

/// The packages of this platform's tree: name, licence, origin.
fn packages() -> Vec<(String, String, String)> {
    let run = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let rustc = run("rustc", &["-vV"]);
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let args = ["metadata", "--format-version=1", "--locked", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&run(env!("CARGO"), &args)).unwrap();
    let text = |package: &Value, field: &str| package[field].as_str().unwrap_or("").to_owned();
    let package =
        |found: &Value| (text(found, "name"), text(found, "license"), text(found, "source"));
    metadata["packages"].as_array().unwrap().iter().map(package).collect()
}

fn rules() -> toml::Table {
    toml::from_str(include_str!("../.deny.toml")).unwrap()
}

/// Whether an SPDX expression can be met with these licences alone. `AND` binds
/// tighter than `OR`; before there was SPDX, `/` stood for it.
fn is_met(expression: &str, allowed: &[&str]) -> bool {
    let expression = expression.replace('/', " OR ");
    let any = apart(&expression, " OR ");
    if any.len() > 1 {
        return any.iter().any(|part| is_met(part, allowed));
    }
    let all = apart(&expression, " AND ");
    if all.len() > 1 {
        return all.iter().all(|part| is_met(part, allowed));
    }
    let one = expression.trim();
    match one.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => is_met(inner, allowed),
        None => allowed.contains(&one),
    }
}

/// The parts between an operator that stands in no parentheses.
fn apart<'a>(expression: &'a str, operator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0);
    for (at, c) in expression.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= start && expression[at..].starts_with(operator) => {
                parts.push(&expression[start..at]);
                start = at + operator.len();
            }
            _ => (),
        }
    }
    parts.push(&expression[start..]);
    parts
}

#[test]
fn every_licence_in_the_tree_is_allowed() {
    let rules = rules();
    let allowed = rules["licenses"]["allow"].as_array().unwrap();
    let allowed: Vec<&str> = allowed.iter().map(|licence| licence.as_str().unwrap()).collect();
    for (name, licence, _) in packages() {
        assert!(is_met(&licence, &allowed), "{name} has the licence {licence:?}");
    }
}

#[test]
fn no_banned_crate_is_in_the_tree_and_all_come_from_the_registry() {
    let rules = rules();
    let banned = rules["bans"]["deny"].as_array().unwrap();
    let banned: Vec<&str> = banned.iter().map(|ban| ban["crate"].as_str().unwrap()).collect();
    for (name, _, source) in packages() {
        assert!(!banned.contains(&&*name), "{name} is banned");
        assert!(name == "dateline" || source.starts_with("registry+"), "{name} is from {source:?}");
    }
}

#[test]
fn licences_are_read_as_spdx_means_them() {
    let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"];
    for met in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/Apache-2.0",
        "(GPL-3.0 OR MIT) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR GPL-3.0) AND GPL-3.0", "Apache-2.0"] {
        assert!(!is_met(not, &allowed), "{not}");
    }
}
