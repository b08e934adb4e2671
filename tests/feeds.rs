//! The list of feeds, as a shell script sees it.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;

/// The command in a home of its own.
fn dateline(home: &Path, args: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("dateline");
    command.env_clear().env("HOME", home).args(args);
    command
}

fn written(home: &Path) -> String {
    fs::read_to_string(home.join(".config/dateline/config.toml")).unwrap()
}

const OPML: &str = r#"<opml version="2.0"><body>
  <outline text="Ports"><outline text="Port News" xmlUrl="https://port.example/rss"/></outline>
  <outline text="Wire" xmlUrl="https://wire.example/feed"/>
  <outline text="Odd" xmlUrl="file:///etc/passwd"/>
</body></opml>"#;

#[test]
fn lists_of_other_readers_are_taken_in_once_and_given_out_again() {
    let home = tempfile::tempdir().unwrap();
    let urls = home.path().join("urls");
    fs::write(&urls, "https://wire.example/feed desk \"~Northern Wire\"\nexec:/bin/false\n")
        .unwrap();
    let told =
        format!("dateline: {}:2: exec: lines are not supported, and never run\n", urls.display());
    let import = dateline(home.path(), &["feeds", "import", urls.to_str().unwrap()]).assert();
    import.code(1).stdout("1 feed added, 0 known already\n").stderr(told);
    let mut opml = dateline(home.path(), &["feeds", "import", "-"]);
    let told = "dateline: -:4: Odd: only http and https links can be fetched\n";
    opml.write_stdin(OPML).assert().code(1).stdout("1 feed added, 1 known already\n").stderr(told);
    dateline(home.path(), &["feeds", "list"]).assert().code(0).stderr("").stdout(
        "https://wire.example/feed\tNorthern Wire\tdesk\nhttps://port.example/rss\tPort News\tPorts\n",
    );
    let given = dateline(home.path(), &["feeds", "export"]).assert().code(0);
    let given = String::from_utf8(given.get_output().stdout.clone()).unwrap();
    let other = tempfile::tempdir().unwrap();
    let mut back = dateline(other.path(), &["feeds", "import", "-"]);
    back.write_stdin(given).assert().code(0).stdout("2 feeds added, 0 known already\n");
    dateline(other.path(), &["config", "check"]).assert().code(0).stderr("");
}

#[test]
fn the_readers_own_configuration_stays_byte_for_byte() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/dateline");
    fs::create_dir_all(&folder).unwrap();
    let own = "# at day\ntheme   = 'light'\n[keys] # none yet";
    fs::write(folder.join("config.toml"), own).unwrap();
    dateline(home.path(), &["feeds", "import", "-"]).write_stdin(OPML).assert().code(1);
    assert!(written(home.path()).starts_with(own));
    fs::write(folder.join("config.toml"), "theme = ").unwrap();
    let refused =
        dateline(home.path(), &["feeds", "import", "-"]).write_stdin(OPML).assert().code(1);
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("mend it first"));
    assert_eq!(written(home.path()), "theme = ");
}

#[test]
fn no_feeds_is_an_empty_list_and_makes_nothing() {
    let home = tempfile::tempdir().unwrap();
    dateline(home.path(), &["feeds", "list"]).assert().code(0).stdout("").stderr("");
    dateline(home.path(), &["feeds", "import", "no/such"]).assert().code(1).stdout("");
    assert!(fs::read_dir(home.path()).unwrap().next().is_none());
}
