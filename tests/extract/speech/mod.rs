//! Who said what: each rule with a sentence that shows it. All people are invented.

mod names;
mod reports;
mod voices;

use super::facts;
use dateline::model::Quote;

/// `speaker: words`, one line a quotation; direct ones in quotation marks.
fn told(body: &str) -> Vec<String> {
    let line = |quote: &Quote| {
        let speaker = quote.speaker.as_deref().unwrap_or("?");
        let words = quote.span.of(body);
        if quote.direct {
            format!("{speaker}: “{words}”")
        } else {
            format!("{speaker}: {words}")
        }
    };
    facts("", body).quotes.iter().map(line).collect()
}

/// `name | role`, one line a speaker.
fn speakers(headline: &str, body: &str) -> Vec<String> {
    let facts = facts(headline, body);
    let line = |speaker: &dateline::model::Speaker| match &speaker.role {
        Some(role) => format!("{} | {role}", speaker.name),
        None => speaker.name.to_string(),
    };
    facts.speakers.iter().map(line).collect()
}

#[test]
fn a_quotation_stands_before_or_after_its_clause() {
    assert_eq!(told("“We sail at noon,” Tove Lind said."), ["Tove Lind: “We sail at noon,”"]);
    assert_eq!(told("“We sail at noon,” said Tove Lind."), ["Tove Lind: “We sail at noon,”"]);
    assert_eq!(told("Tove Lind said: “We sail at noon.”"), ["Tove Lind: “We sail at noon.”"]);
    assert_eq!(told("Tove Lind added, \"We sail.\""), ["Tove Lind: “We sail.”"]);
}

#[test]
fn both_halves_of_a_split_quotation_have_one_speaker() {
    let body = "“We sail,” Tove Lind said. “The ferry is full.”";
    assert_eq!(told(body), ["Tove Lind: “We sail,”", "Tove Lind: “The ferry is full.”"]);
}

#[test]
fn what_runs_on_over_paragraphs_is_laid_to_its_speaker_behind_the_last() {
    let body = "“We sail,” Tove Lind said.\n\n“We are not there yet. There is much to do.\n\n“And there is no fuel,” Foreign Minister Ines Marlow said.";
    assert_eq!(
        told(body),
        [
            "Tove Lind: “We sail,”",
            "Ines Marlow: “We are not there yet. There is much to do.”",
            "Ines Marlow: “And there is no fuel,”",
        ]
    );
}

#[test]
fn a_bracket_behind_a_name_does_not_part_it_from_its_verb() {
    let body =
        "Olav Vik opened the meeting.\n\nThe harbour envoy, Ines Marlow (Labour), said: “We sail.”";
    assert_eq!(told(body), ["Ines Marlow: “We sail.”"]);
}

#[test]
fn an_agency_that_nobody_knows_is_no_speaker_once_it_is_credited() {
    let body = "The line opens in May, Quay Newsroom reported.\n\n“We sail,” Tove Lind said.";
    assert_eq!(speakers("", body), ["Tove Lind"]);
}

#[test]
fn all_marks_quote() {
    for words in [
        "“We sail at noon,”",
        "\"We sail at noon,\"",
        "''We sail at noon,''",
        "«We sail at noon,»",
        "‘We sail at noon,’",
    ] {
        let body = format!("{words} Tove Lind said.");
        assert_eq!(told(&body), ["Tove Lind: “We sail at noon,”"], "{words}");
    }
}

#[test]
fn a_quotation_runs_on_into_the_next_paragraph() {
    let body = "Tove Lind said: “We sail at noon.\n\n“And we come back at night.”";
    assert_eq!(
        told(body),
        ["Tove Lind: “We sail at noon.”", "Tove Lind: “And we come back at night.”"]
    );
}

#[test]
fn reported_speech_is_the_clause_after_or_before_the_cue() {
    assert_eq!(
        told("Tove Lind said on Monday that the ferry was late."),
        ["Tove Lind: the ferry was late"]
    );
    assert_eq!(told("The ferry was late, Tove Lind said."), ["Tove Lind: The ferry was late"]);
    assert_eq!(
        told("The ferry was late, according to Tove Lind."),
        ["Tove Lind: The ferry was late"]
    );
}

#[test]
fn titles_and_words_at_arms_length_are_no_quotations() {
    assert!(told("The novel “Harbour Lights” was read in “silence” by many.").is_empty());
}

#[test]
fn the_fullest_name_and_the_role_are_kept() {
    let body = "Transport Minister Ines Marlow opened the port. “It is done,” Marlow said.";
    assert_eq!(speakers("", body), ["Ines Marlow | Transport Minister"]);
    let body =
        "The ferry is late, Tove Lind, an analyst at the Harbour Institute, told Northern Wire.";
    assert_eq!(speakers("", body), ["Tove Lind | analyst at the Harbour Institute"]);
}

#[test]
fn a_long_role_before_the_name_is_read_whole() {
    let body = "The strait is calm, Norway’s Permanent Representative to the Harbour Council and other Oslo-based maritime organizations Ines Marlow said.";
    assert_eq!(
        speakers("", body),
        [
            "Ines Marlow | Norway’s Permanent Representative to the Harbour Council and other Oslo-based maritime organizations"
        ]
    );
}

#[test]
fn he_and_she_are_the_one_last_in_mind_of_that_gender() {
    let body = "Mr. Lind met Mrs. Marlow in the port. “It is late,” she said. “It is,” he said.";
    assert_eq!(told(body), ["Marlow: “It is late,”", "Lind: “It is,”"]);
}

#[test]
fn a_noun_is_the_person_whose_role_it_fits() {
    let body = "Norwegian President Ines Marlow met Tove Lind, a fisherman. “The quota stands,” the Norwegian leader said.";
    assert_eq!(told(body), ["Ines Marlow: “The quota stands,”"]);
}

#[test]
fn an_organisation_may_speak_but_is_no_speaker() {
    let body = "“The port is shut,” the Harbour Authority said.";
    assert_eq!(told(body), ["the Harbour Authority: “The port is shut,”"]);
    assert!(speakers("", body).is_empty());
}

#[test]
fn any_quotation_is_a_slice_of_the_body() {
    let body = "«Nous partons», a dit Élise Lind. “Ⅳ” '' “ ” said said according to to: “";
    for quote in facts("A: B", body).quotes {
        assert!(!quote.span.of(body).is_empty());
    }
}

/// How long each takes is for `benches/extract.rs`.
#[test]
fn floods_of_marks_and_capitals_are_read() {
    for piece in [
        "“",
        "\" ",
        "‘a ",
        "A",
        "Lind ",
        "Lind said ",
        "said, ",
        "“Lind,” he said. ",
        "a, ",
        "Lind and Vik said it sank. ",
    ] {
        let body = piece.repeat(1_000_000 / piece.len());
        let facts = facts("", &body);
        assert!(facts.quotes.iter().all(|quote| quote.span.end as usize <= body.len()));
    }
}
