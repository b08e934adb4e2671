//! One small file of each format that papers, mailboxes and scrapers leave behind, read
//! back exactly; what comes out is input again.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod gathered;

use std::path::Path;

use dateline::model::NewStory;

use gathered::{Gathered, read};

/// The problems as a reader is told them.
fn told(gathered: &Gathered) -> Vec<String> {
    gathered.problems.iter().map(ToString::to_string).collect()
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new("tests/data").join(name)).unwrap()
}

fn stories(name: &str) -> Vec<NewStory> {
    let gathered = read(name, &bytes(name), None);
    assert!(gathered.problems.is_empty(), "{:?}", gathered.problems);
    gathered.stories
}

const NOON: i64 = 1_513_333_200;
const NEXT_DAY: i64 = 1_513_382_400;

fn ferry(body: &str) -> NewStory {
    NewStory {
        headline: "Ferry Talks Open in Bergen".into(),
        body: body.into(),
        source: Some("Northern Wire".into()),
        url: Some("https://example.org/2017/ferry".into()),
        published: Some(NOON),
        ..NewStory::default()
    }
}

fn crew(body: &str) -> NewStory {
    NewStory {
        headline: "Crew Stays".into(),
        body: body.into(),
        source: Some("Ola Brandt".into()),
        published: Some(NEXT_DAY),
        ..NewStory::default()
    }
}

#[test]
fn a_page_gives_its_article() {
    let body = "BERGEN – Talks about the ferry line [1] between the two harbours opened on \
                Friday, four years after the last boat sailed.\n\n“We sail with a full crew,” \
                said Transport Minister Ines Marlow.\n\n[1] https://example.org/line";
    assert_eq!(stories("page.html"), [ferry(body)]);
}

#[test]
fn a_message_gives_its_text() {
    let expected = NewStory {
        id: Some("7@example.org".into()),
        headline: "Færgen sails again".into(),
        body: "The ferry between the two harbours sails again, the harbour board said on \
               Friday. It left Bømø at noon.\n\nNobody else spoke."
            .into(),
        source: Some("Northern Wire – desk".into()),
        published: Some(NOON),
        ..NewStory::default()
    };
    assert_eq!(stories("mail.eml"), [expected]);
}

#[test]
fn a_mailbox_gives_its_messages() {
    let one = |id: &str, headline: &str, source: &str, published, body: &str| NewStory {
        id: Some(id.into()),
        headline: headline.into(),
        body: body.into(),
        source: Some(source.into()),
        published: Some(published),
        ..NewStory::default()
    };
    let first = "From noon on the ferry sails again, the harbour board said.\n\nFrom here it goes \
                 to Bergen.";
    let second = "The crew stays, the harbour board said.";
    let expected = [
        one("7@example.org", "Ferry sails again", "Northern Wire", NOON, first),
        one("8@example.org", "Crew stays", "desk@example.org", NOON + 86_400, second),
    ];
    assert_eq!(stories("letters.mbox"), expected);
}

#[test]
fn markdown_gives_an_article_or_one_story_a_heading() {
    let body = "Talks about the ferry line opened on Friday.\n\n> We sail with a full \
                crew.\n\n• Bergen\n\n• Oslo\n\nPort | Boats\n\nBergen | 12\n\nSee the timetable \
                [1].\n\n[1] https://example.org/times";
    assert_eq!(stories("article.md"), [ferry(body)]);
    assert_eq!(stories("article.md.gz"), [ferry(body)], "packed");
    assert_eq!(stories("toml.md"), [crew("The crew stays.")]);
    let several = stories("digest.md");
    let told: Vec<_> = several.iter().map(|story| (&*story.headline, &*story.body)).collect();
    assert_eq!(
        told,
        [
            ("Ferry Talks Open in Bergen", "Talks about the ferry line opened on Friday."),
            ("Crew Stays", "The crew stays, said the board.")
        ]
    );
}

#[test]
fn header_blocks_begin_stories() {
    let first = ferry("Talks about the ferry line opened on Friday.\n\nNote: nobody else spoke.");
    assert_eq!(stories("headers.txt"), [first, crew("The crew stays.")]);
}

#[test]
fn rows_are_stories_and_a_bad_one_is_named() {
    let gathered = read("table.csv", &bytes("table.csv"), None);
    let first = NewStory {
        headline: "Ferry Talks Open; in Bergen".into(),
        ..ferry("Talks opened on Friday.\n\nNobody else \"spoke\".")
    };
    let second = NewStory { source: None, ..crew("The crew stays.") };
    assert_eq!(gathered.stories, [first, second]);
    assert_eq!(told(&gathered), ["table.csv:5: has 2 columns, where the header has 5"]);
    let tabs = stories("table.tsv");
    assert_eq!(tabs[0].published, Some(NOON - NOON % 86_400));
    assert_eq!(tabs[0].body, "Talks opened on Friday.");
}

#[test]
fn a_quote_never_closed_costs_one_row() {
    let text = "title,text\nOne,\"never closed\nTwo,2\nThree,3\n";
    let gathered = read("a.csv", text.as_bytes(), None);
    let headlines: Vec<_> = gathered.stories.iter().map(|story| &*story.headline).collect();
    assert!(headlines.contains(&"Two") && headlines.contains(&"Three"), "{headlines:?}");
    assert_eq!(gathered.problems.len(), 1);
}

#[test]
fn a_table_without_names_is_said_to_have_none() {
    let gathered = read("a.csv", b"1,2,3\n4,5,6\n", None);
    assert_eq!(told(&gathered), ["a.csv:1: has no header row that names a headline or a text"]);
}

#[test]
fn front_matter_that_cannot_be_read_is_named() {
    let gathered = read("a.md", b"+++\ntitle = \"x\"\ndate = = 2\n+++\n# Crew\n\nStays.\n", None);
    assert_eq!((gathered.stories[0].headline.as_str(), gathered.problems.len()), ("Crew", 1));
    assert!(told(&gathered)[0].starts_with("a.md:3: cannot be read as TOML: "));
}

const FILES: [&str; 9] = [
    "page.html",
    "mail.eml",
    "letters.mbox",
    "article.md",
    "digest.md",
    "toml.md",
    "headers.txt",
    "table.csv",
    "article.md.gz",
];

#[test]
fn what_is_written_is_read_back() {
    let extract = |inputs: &[std::path::PathBuf]| {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("dateline");
        let output = command.arg("extract").args(inputs).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let tagged = folder.path().join("tagged.html");
    let page = "<title>Tags</title><p>It says &lt;b&gt;bold&lt;/b&gt; and &lt;p&gt;.</p>";
    std::fs::write(&tagged, page).unwrap();
    let files = FILES.iter().map(|name| Path::new("tests/data").join(name)).chain([tagged]);
    let first = extract(&files.collect::<Vec<_>>());
    assert!(first.contains("It says <b>bold</b> and <p>."), "{first}");
    let written = folder.path().join("written.ndjson");
    std::fs::write(&written, &first).unwrap();
    let again = extract(&[written]);
    let plain = |line: &str| {
        let mut story: serde_json::Value = serde_json::from_str(line).unwrap();
        story["path"].take();
        story
    };
    assert_eq!(first.lines().count(), again.lines().count());
    for (one, other) in first.lines().zip(again.lines()) {
        assert_eq!(plain(one), plain(other));
    }
}
