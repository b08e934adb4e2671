//! Where the facts of the sidebar come from: `e` leads to the words, and every
//! attribution says how it was found.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod desk;

use dateline::app::Pane;
use dateline::app::sidebar::Row;
use dateline::extract::Extractor;
use dateline::model::{Chunk, NewStory, StoryFacts};
use desk::Desk;
use ratatui::style::Color;

fn story(headline: &str, body: &str) -> NewStory {
    NewStory { headline: headline.into(), body: body.into(), ..NewStory::default() }
}

fn facts(headline: &str, body: &str) -> StoryFacts {
    let mut chunk = Chunk::default();
    chunk.start_file("wire.txt");
    chunk.push(&story(headline, body));
    Extractor::new().story(&chunk.seal().get(0).unwrap())
}

/// A story longer than the screen: what the sidebar names stands at its end.
fn long_story() -> NewStory {
    let filler = "The ships were painted and the quays were swept before anybody came aboard.";
    let body = [
        "BERGEN, Dec 15 (Northern Wire) — The ferry line opens in spring.",
        &[filler; 12].join("\n\n"),
        "Harbour Minister Tove Lind said the crews were ready.",
        "“Nobody will sail alone this year,” she said.",
        "The Harbour Safety Board had asked for it, and so had Danish pilots.",
    ];
    story("Ferry Line Opens", &body.join("\n\n"))
}

/// The words of the body that are marked as the evidence led to.
fn marked(desk: &Desk) -> String {
    let buffer = desk.draw();
    let theme = dateline::config::Theme::default();
    let mark = theme.evidence.bg.map(|colour| Color::Indexed(colour.0));
    let row = |y: u16| {
        let cells = (0..buffer.area.width).map(|x| &buffer[(x, y)]);
        cells
            .filter(|cell| Some(cell.bg) == mark)
            .map(ratatui::buffer::Cell::symbol)
            .collect::<String>()
    };
    let rows: Vec<String> = (0..buffer.area.height).map(row).collect();
    rows.iter().map(|row| row.trim()).filter(|row| !row.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What the sidebar calls the row under its cursor.
fn label(desk: &Desk) -> String {
    let facts = desk.state.reader.facts.as_deref().unwrap();
    match desk.state.sidebar.rows[desk.state.sidebar.cursor.row] {
        Row::Country(at) => facts.countries[at].code.name().into(),
        Row::Speaker(at) => facts.speakers[at].name.to_string(),
        Row::Organisation(at) => facts.organisations[at].name.to_string(),
        Row::Quote(_) => "quote".into(),
        _ => String::new(),
    }
}

#[test]
fn e_leads_from_every_kind_of_entity_to_its_words() {
    let mut desk = Desk::with(120, 14, &[long_story()]);
    desk.keys("3");
    let entities = desk.state.sidebar.rows.iter().filter(|row| row.is_entity()).count();
    let mut led = Vec::new();
    for _ in 0..entities {
        desk.keys("e");
        led.push((label(&desk), marked(&desk)));
        desk.keys("j");
    }
    let expected = [
        ("Denmark", "Danish"),
        ("Norway", "BERGEN"),
        ("Tove Lind", "Tove Lind"),
        ("Harbour Safety Board", "Harbour Safety Board"),
        ("quote", "the crews were ready"),
        ("quote", "Nobody will sail alone this year,"),
    ];
    assert_eq!(led, expected.map(|(name, words)| (name.to_owned(), words.to_owned())));
}

#[test]
fn where_one_pane_fills_the_screen_the_body_takes_its_place() {
    let mut desk = Desk::with(60, 14, &[long_story()]);
    desk.keys("3 e");
    assert_eq!((desk.state.focus, marked(&desk)), (Pane::Body, "Danish".into()));
    desk.keys("3 j e");
    assert_eq!(marked(&desk), "BERGEN");
}

#[test]
fn e_goes_on_to_the_next_place_and_round() {
    let body = "Norway sails.\n\nThe quay is long.\n\nNorway waits.";
    let mut desk = Desk::with(120, 14, &[story("Ferries Wait", body)]);
    let line = |desk: &Desk| {
        let screen = desk.styles();
        screen.lines().position(|line| line.contains('E')).unwrap()
    };
    desk.keys("3 e");
    let first = line(&desk);
    desk.keys("e");
    assert!(line(&desk) > first);
    desk.keys("e");
    assert_eq!(line(&desk), first);
}

#[test]
fn every_attribution_says_how_it_was_found() {
    let body = "“We sail whatever the weather says.”\n\nHarbour Minister Tove Lind came to Oslo \
                on Friday.\n\n“The crew is ready,” she said.\n\n“The ship is ready as well.”\n\n\
                “The harbour is ready,” the minister said.\n\n“So is the pilot,” Tove Lind said.";
    let facts = facts("Lind: Ferry Sails On", body);
    let told = facts.quotes.iter().map(|quote| (quote.speaker.as_deref(), quote.by.as_str()));
    let found = ["headline", "pronoun", "carried", "noun", "clause"];
    assert_eq!(
        told.collect::<Vec<_>>(),
        found.map(|by| (Some("Tove Lind"), Some(by))),
        "each by its own way"
    );
}

#[test]
fn the_sidebar_marks_what_is_inferred_and_says_from_what() {
    let body = "“The crew is ready,” Tove Lind said.\n\n“The ship is ready as well,” she said.";
    let desk = Desk::with(120, 20, &[story("Ferry Sails", body)]);
    let screen = desk.screen();
    assert!(screen.contains("Tove Lind ~pronoun"), "{screen}");
}

#[test]
fn a_name_too_long_for_the_sidebar_leaves_its_mark_whole() {
    let body = "“The crew is ready,” Alexandra Østby-Marlow said.\n\n“The ship is, too,” she said.";
    let desk = Desk::with(120, 20, &[story("Ferry Sails", body)]);
    let screen = desk.screen();
    assert!(screen.contains("Alexandra Ø… ~pronoun"), "{screen}");
}

#[test]
fn a_clause_with_quoted_words_in_it_is_one_row() {
    let body = "Tove Lind said the port was “ready by May” and would open.";
    let desk = Desk::with(120, 20, &[story("Port Opens", body)]);
    assert!(desk.state.reader.facts.as_deref().unwrap().quotes.len() > 1);
    let rows = &desk.state.sidebar.rows;
    assert_eq!(rows.iter().filter(|row| matches!(row, Row::Quote(_))).count(), 1);
    assert!(desk.screen().contains("the port was “ready"), "{}", desk.screen());
}

#[test]
fn an_agency_credited_with_the_story_is_no_organisation_of_it() {
    let facts = facts("Port Opens", "The port opens in May, Savanna Press Agency reported.");
    assert_eq!(facts.source.as_deref(), Some("Savanna Press Agency"));
    assert!(facts.organisations.is_empty(), "{:?}", facts.organisations);
}

fn wire(speaker: &str) -> NewStory {
    story(&format!("Port Opens for {speaker}"), &format!("“The port is open,” said {speaker}."))
}

/// Three stories, two of which give only a surname.
fn library() -> Vec<NewStory> {
    let full = story("Quay Rebuilt", "Harbour Minister Tove Lind said the quay was rebuilt.");
    vec![wire("Mr. Lind"), full, wire("Ines Marlow")]
}

#[test]
fn a_surname_is_filled_in_from_the_only_story_that_gives_the_name() {
    let desk = Desk::with(120, 20, &library());
    let screen = desk.screen();
    assert!(screen.contains("Tove Lind ~") && screen.contains("Harbour Minister ~"), "{screen}");
}

#[test]
fn a_second_person_so_called_and_it_means_nobody() {
    let mut desk = Desk::with(120, 20, &library());
    desk.load(&[wire("Karl Lind")]);
    let screen = desk.screen();
    assert!(!screen.contains("Tove Lind ~"), "{screen}");
}

#[test]
fn picking_a_person_finds_the_stories_that_give_only_the_surname() {
    let mut desk = Desk::with(120, 20, &library());
    desk.keys("s").text("tove");
    assert!(desk.screen().contains("2 of 3 stories"), "{}", desk.screen());
    desk.keys("enter");
    assert_eq!(desk.headlines(), ["Port Opens for Mr. Lind", "Quay Rebuilt"]);
    desk.load(&[wire("Karl Lind")]);
    assert_eq!(desk.headlines(), ["Quay Rebuilt"], "it may mean either now");
}
