//! The command as a shell script sees it.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use predicates::str::contains;

/// The command in an empty home.
fn dateline(args: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("dateline");
    command.env_clear().env("HOME", "/nonexistent/reader").args(args);
    command
}

#[test]
fn help_and_version_are_answers() {
    dateline(&["--help"]).assert().code(0).stdout(contains("extract")).stderr("");
    let version = concat!("dateline ", env!("CARGO_PKG_VERSION"), "\n");
    dateline(&["--version"]).assert().code(0).stdout(version);
}

#[test]
fn bad_usage_is_2_and_writes_nothing_to_stdout() {
    for args in [&["--no-such"][..], &["extract", ""], &["--color", "red"]] {
        dateline(args).assert().code(2).stdout("");
    }
    let refused = dateline(&["--\u{1b}[2Jx"]).assert().code(2);
    assert!(!refused.get_output().stderr.contains(&0x1b));
}

#[test]
fn dirs_prints_the_xdg_folders() {
    let mut command = dateline(&["dirs"]);
    command.env("XDG_DATA_HOME", "/elsewhere").assert().code(0).stdout(
        "config  /nonexistent/reader/.config/dateline\n\
         data    /elsewhere/dateline\n\
         state   /nonexistent/reader/.local/state/dateline\n\
         cache   /nonexistent/reader/.cache/dateline\n",
    );
}

#[test]
fn the_cache_can_be_cleared_whether_there_is_one_or_not() {
    let home = tempfile::tempdir().unwrap();
    let clear = || {
        let mut command = dateline(&["cache", "clear"]);
        command.env("XDG_CACHE_HOME", home.path()).assert().code(0).stdout("").stderr("");
    };
    clear();
    let facts = home.path().join("dateline/facts");
    std::fs::create_dir_all(&facts).unwrap();
    std::fs::write(facts.join("1.facts"), "old").unwrap();
    clear();
    assert!(!facts.exists());
}

#[test]
fn without_a_home_dirs_still_answers() {
    cargo_bin_cmd!("dateline").env_clear().arg("dirs").assert().code(0);
}

#[test]
fn without_a_terminal_the_sample_is_listed() {
    let listed = dateline(&[]).assert().code(0).stderr("");
    let lines = String::from_utf8(listed.get_output().stdout.clone()).unwrap();
    assert!(lines.lines().count() > 0);
    dateline(&["list"]).assert().code(0).stdout(lines);
}

#[test]
fn without_a_terminal_a_pipe_is_read_only_when_it_is_named() {
    for args in [&[][..], &["list"]] {
        let lines = contains("\n").count(12);
        dateline(args).write_stdin(WIRE).assert().code(0).stdout(lines);
    }
    let listed = "Ferry talks open\nPort fees rise\n";
    dateline(&["list", "-"]).write_stdin(WIRE).assert().code(1).stdout(listed);
}

/// Two stories a line each, with a line between them that is none.
const WIRE: &str = concat!(
    r#"{"id":"7","headline":"Ferry talks open","body":"Ines Marlow met “the pilots”."}"#,
    "\noops\n",
    r#"{"headline":"Port fees rise","body":"Nobody was glad."}"#,
    "\n"
);

#[test]
fn extract_writes_the_good_stories_and_names_the_bad_line() {
    let read = dateline(&["extract", "-"]).write_stdin(WIRE).assert().code(1);
    let told = String::from_utf8(read.get_output().stderr.clone()).unwrap();
    assert!(told.starts_with("dateline: -:2: ") && told.lines().count() == 1, "{told}");
    let lines = String::from_utf8(read.get_output().stdout.clone()).unwrap();
    let records: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["id"], "7");
    assert_eq!(records[0]["path"], "-");
    assert_eq!(records[1]["headline"], "Port fees rise");
    for field in ["source", "place", "published", "url"] {
        assert!(records[1][field].is_null(), "{field}");
    }
}

#[test]
fn what_extract_writes_it_reads_again() {
    let first = dateline(&["extract"]).output().unwrap().stdout;
    let mut command = dateline(&["extract", "--from", "ndjson", "-"]);
    let again = command.write_stdin(first.clone()).output().unwrap().stdout;
    let ids = |bytes: &[u8]| -> Vec<serde_json::Value> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let record = |line| serde_json::from_str::<serde_json::Value>(line).unwrap();
        text.lines()
            .map(|line| [&record(line)["id"], &record(line)["body"]].map(Clone::clone).into())
            .collect()
    };
    assert_eq!(ids(&again), ids(&first));
}

#[test]
fn the_manual_says_how_to_ask_what_the_keys_do_and_how_it_ends() {
    let page = dateline(&["man"]).output().unwrap().stdout;
    let page = String::from_utf8(page).unwrap();
    for part in ["dateline extract", "\\-\\-filter", "country:no,dk", "Keep or drop", "EXIT STATUS"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn a_filter_narrows_and_one_that_cannot_be_read_is_bad_usage() {
    let narrowed = |query| dateline(&["list", "--filter", query, "-"]).write_stdin(WIRE).assert();
    narrowed("ferry").code(1).stdout("Ferry talks open\n");
    narrowed("!ferry").code(1).stdout("Port fees rise\n");
    narrowed("'nothing such").code(1).stdout("");
    narrowed("country:").code(2).stdout("");
    narrowed("colour:red").code(2).stdout("");
}

#[test]
fn a_missing_file_is_named_and_the_rest_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.ndjson");
    std::fs::write(&good, r#"{"headline":"Ferry talks open","body":"They met."}"#).unwrap();
    dateline(&["list", "no/such.txt", good.to_str().unwrap()])
        .assert()
        .code(1)
        .stdout("Ferry talks open\n")
        .stderr("dateline: no/such.txt: No such file or directory\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_read_and_told_harmlessly() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9 \x1b[2J.ndjson");
    let path = folder.path().join(name);
    std::fs::write(&path, "{\"headline\":\"Ferry talks open\",\"body\":\"\"}\noops\n").unwrap();
    let read = dateline(&["list"]).arg(&path).assert().code(1).stdout("Ferry talks open\n");
    assert!(!read.get_output().stderr.contains(&0x1b));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_1_and_a_closed_pipe_is_quiet() {
    use std::process::Stdio;
    for args in [&["extract"][..], &["list"], &["dirs"], &["--help"]] {
        let full = std::fs::File::create("/dev/full").unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"));
        let ended = command.args(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(ended.status.code(), Some(1), "{args:?}");
        let told = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(told, "dateline: cannot write: No space left on device\n");
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"));
    let ended = command.arg("extract").stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((ended.status.code(), &*ended.stderr), (Some(0), &b""[..]));
}

#[cfg(unix)]
#[test]
fn a_slow_pipe_gives_each_story_as_it_comes() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["list", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for number in 0..3 {
        // Two at once, and then nothing: both have to come out.
        for part in ["a", "b"] {
            writeln!(input, "{{\"headline\":\"Ferry {number}{part}\",\"body\":\"\"}}").unwrap();
        }
        input.flush().unwrap();
        for part in ["a", "b"] {
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            assert_eq!(line, format!("Ferry {number}{part}\n"));
        }
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_configuration_is_checked_line_by_line() {
    let home = tempfile::tempdir().unwrap();
    let check = || {
        let mut command = cargo_bin_cmd!("dateline");
        command.env("XDG_CONFIG_HOME", home.path()).args(["config", "check"]).assert()
    };
    check().success().stdout("").stderr("");
    std::fs::create_dir(home.path().join("dateline")).unwrap();
    std::fs::write(home.path().join("dateline/config.toml"), "theme = 'light'\ncolour = 1\n")
        .unwrap();
    check().code(1).stderr(contains("config.toml:2: there is no setting `colour`"));
}

#[test]
fn the_manual_and_the_completions_are_made_from_the_command_line() {
    let made = |args: &[&str]| cargo_bin_cmd!("dateline").args(args).assert().success();
    made(&["man"]).stdout(contains(".TH dateline 1")).stdout(contains("extract"));
    made(&["completions", "bash"]).stdout(contains("_dateline"));
    made(&["completions", "fish"]).stdout(contains("extract"));
}

#[test]
fn many_small_files_are_written_in_their_order_whatever_is_wrong_with_some() {
    let folder = tempfile::tempdir().unwrap();
    let (mut headlines, mut told) = (String::new(), String::new());
    for nth in 0..100 {
        let path = folder.path().join(format!("{nth:03}.json"));
        if nth % 10 != 3 {
            let story = format!("{{\"title\": \"{nth} one\"}}\n{{\"title\": \"{nth} two\"}}\n");
            std::fs::write(&path, story).unwrap();
            headlines.extend([format!("{nth} one\n{nth} two\n")]);
            continue;
        }
        std::fs::write(&path, "no story\n".repeat(52)).unwrap();
        let path = path.display();
        let problem =
            |line| format!("dateline: {path}:{line}: is not a story: a JSON object is expected\n");
        told.extend((1..=50).map(problem));
        told.extend([format!("dateline: {path}: 2 more records that could not be read\n")]);
    }
    let folder = folder.path().to_str().unwrap();
    dateline(&["list", "--from", "ndjson", folder]).assert().code(1).stdout(headlines).stderr(told);
}
