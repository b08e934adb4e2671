//! Files of every feed and newsroom format, read back exactly.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

use assert_cmd::Command;
use serde_json::Value;

const HEADLINE: &str = "Ferry talks open in Oslo";
const BODY: &str = "The line opens in May, the harbour board said.\n\nNobody else spoke.";
const SHORT: &str = "The line opens in May, the harbour board said.";
const URL: &str = "https://example.org/ferry";
const WIRE: &str = "Northern Wire";
const TIME: &str = "2017-12-15T10:20:00Z";

/// What a story says, in the order the tests give it in: headline, body, source, time,
/// address, id. Nothing is "".
type Story<'a> = [&'a str; 6];

fn extract(arguments: &[&str]) -> (Vec<Value>, String) {
    let mut dateline = Command::cargo_bin("dateline").unwrap();
    let output = dateline.arg("extract").args(arguments).current_dir("tests/data/feeds").output();
    let output = output.unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let stories = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (stories, String::from_utf8(output.stderr).unwrap())
}

fn check(file: &str, expected: &[Story<'_>]) {
    let (stories, problems) = extract(&[file]);
    let keys = ["headline", "body", "source", "published", "url", "id"];
    let field = |story: &Value, key: &str| story[key].as_str().unwrap_or_default().to_owned();
    let found: Vec<[String; 6]> =
        stories.iter().map(|story| keys.map(|key| field(story, key))).collect();
    let expected: Vec<[String; 6]> =
        expected.iter().map(|story| story.map(str::to_owned)).collect();
    let found = found.iter().zip(&expected).map(|(found, expected)| {
        // What has no id of its own is given one; which, is nobody's business here.
        let mut found = found.clone();
        if expected[5].is_empty() {
            found[5].clear();
        }
        found
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{file}");
    assert_eq!((stories.len(), &*problems), (expected.len(), ""), "{file}");
}

#[test]
fn rss_of_every_version_is_read() {
    let wheat = ["Wheat & rye up", "", WIRE, "", "https://example.org/wheat?a=1&b=2", ""];
    check("rss-0.90.rdf", &[[HEADLINE, "", WIRE, "", URL, ""], wheat]);
    check("rss-0.91.xml", &[[HEADLINE, SHORT, WIRE, "", URL, ""]]);
    check("rss-0.92.xml", &[[SHORT, SHORT, WIRE, "", "", ""]]);
    check("rss-1.0.rdf", &[[HEADLINE, BODY, WIRE, TIME, URL, URL]]);
    let wheat =
        ["Wheat & rye up", "", WIRE, "", "https://example.org/wheat", "https://example.org/wheat"];
    check("rss-2.0.xml", &[[HEADLINE, BODY, WIRE, TIME, URL, "n-1"], wheat]);
}

#[test]
fn atom_of_both_versions_is_read() {
    let id = "tag:example.org,2017:1";
    let wheat = "https://example.org/wheat";
    let wheat = ["Wheat & rye up", "Prices rose.", WIRE, "2017-12-15T00:00:00Z", wheat, wheat];
    check("atom-0.3.xml", &[[HEADLINE, BODY, WIRE, TIME, URL, id], wheat]);
    let bold = [
        "Use <b> for bold",
        "5 < 6 &amp; so on",
        "Southern Post",
        "2017-12-17T00:00:00Z",
        "https://example.com/bold",
        "tag:example.org,2017:2",
    ];
    check("atom-1.0.xml", &[[HEADLINE, BODY, WIRE, TIME, URL, id], bold]);
}

#[test]
fn a_channel_of_old_is_read() {
    check("channel.cdf", &[[HEADLINE, SHORT, WIRE, TIME, URL, ""]]);
}

#[test]
fn json_feeds_are_read() {
    let wheat = ["Prices rose.", "Prices rose.", WIRE, "", "", "n-2"];
    check("jsonfeed-1.json", &[[HEADLINE, BODY, WIRE, TIME, URL, "n-1"], wheat]);
    check("jsonfeed-1.1.json", &[[HEADLINE, BODY, WIRE, TIME, URL, "n-1"]]);
}

#[test]
fn ninjs_of_every_version_is_read() {
    check("ninjs-1.json", &[[HEADLINE, BODY, WIRE, TIME, "", ""]]);
    check("ninjs-2.json", &[[HEADLINE, BODY, WIRE, TIME, URL, ""]]);
    check("ninjs-3.json", &[[HEADLINE, BODY, WIRE, TIME, URL, ""]]);
}

#[test]
fn newsroom_documents_are_read() {
    check("nitf.xml", &[[HEADLINE, BODY, WIRE, TIME, URL, "n-1"]]);
    check(
        "newsml-item.xml",
        &[[HEADLINE, BODY, WIRE, TIME, "", "urn:newsml:example.org:20171215:n-1"]],
    );
    check(
        "newsml-message.xml",
        &[
            [HEADLINE, BODY, "Northern Wire/Harbour Press", TIME, "", "n-1"],
            ["Wheat & rye up", "Prices rose.", WIRE, "", "", "n-2"],
            [
                "Top stories",
                "• Ferry talks open in Oslo\n\n• Wheat and rye up",
                WIRE,
                "",
                "",
                "p-1",
            ],
        ],
    );
    assert_eq!(extract(&["nitf.xml"]).0[0]["place"], "OSLO");
    assert_eq!(extract(&["newsml-item.xml"]).0[0]["place"], "Oslo");
}

#[test]
fn a_damaged_feed_loses_what_is_damaged_and_says_where() {
    let (stories, problems) = extract(&["cut.xml"]);
    let headlines: Vec<&str> =
        stories.iter().map(|story| story["headline"].as_str().unwrap()).collect();
    assert_eq!(headlines, ["Ferry & talks", "Wheat up", "Oats down"]);
    assert_eq!(stories[0]["url"], "https://example.org/ferry?a=1&copy=2");
    assert_eq!(stories[1]["body"], "Prices rose.");
    assert_eq!(stories[2]["body"], "Prices fe");
    let told: Vec<&str> = problems.lines().collect();
    assert_eq!(told.len(), 3, "{problems}");
    assert_eq!(told[0], "dateline: cut.xml:7: has a date that cannot be read: `some day`");
    assert!(
        told[1].starts_with("dateline: cut.xml:8: is an item with nothing in it"),
        "{problems}"
    );
    assert!(told[2].starts_with("dateline: cut.xml:10: is cut off"), "{problems}");
}

#[test]
fn a_format_can_be_said() {
    let (stories, _) = extract(&["--from", "atom", "rss-2.0.xml"]);
    assert_eq!(stories.len(), 2);
    let (stories, problems) = extract(&["--from", "rss", "nitf.xml"]);
    assert!(stories.is_empty() && problems.contains("is not a feed"), "{problems}");
}
