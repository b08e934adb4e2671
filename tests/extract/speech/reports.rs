//! Where reported words begin and end, and who the clause before, behind or around them
//! names.

use super::told;

#[test]
fn words_may_begin_with_a_circumstance_of_their_own() {
    assert_eq!(
        told("Tove Lind said in most ports, the ferries are late."),
        ["Tove Lind: in most ports, the ferries are late"]
    );
    assert_eq!(
        told("Tove Lind said although the move was hard, she likes it."),
        ["Tove Lind: although the move was hard, she likes it"]
    );
    assert_eq!(
        told("Tove Lind said in a statement, the ferries are late."),
        ["Tove Lind: the ferries are late"]
    );
}

#[test]
fn the_time_of_saying_is_no_part_of_the_words() {
    assert_eq!(
        told("Tove Lind told a hearing two weeks ago that the port was shut."),
        ["Tove Lind: the port was shut"]
    );
}

#[test]
fn words_stand_on_both_sides_of_a_short_opening() {
    assert_eq!(
        told("Overall, Tove Lind said, a number of ports are shut."),
        ["Tove Lind: Overall, Tove Lind said, a number of ports are shut"]
    );
    assert_eq!(
        told("The ferries, according to Tove Lind, were late."),
        ["Tove Lind: The ferries, according to Tove Lind, were late"]
    );
}

#[test]
fn an_abbreviation_before_a_quoted_word_ends_no_sentence() {
    assert_eq!(
        told("Tove Lind said the U.S. “clearly” needed more ferries."),
        ["Tove Lind: the U.S. “clearly” needed more ferries"]
    );
}

#[test]
fn a_title_behind_the_cue_is_no_quotation() {
    assert_eq!(
        told("“It sails,” Tove Lind said on Radio Oslo’s “Harbour Talk” on Sunday."),
        ["Tove Lind: “It sails,”"]
    );
}

#[test]
fn a_quotation_may_follow_a_full_stop_without_a_space() {
    let body = "'It sails,' says Tove Lind.'But we wait for it.'";
    assert_eq!(told(body), ["Tove Lind: “It sails,”", "Tove Lind: “But we wait for it.”"]);
}

#[test]
fn dashes_part_an_aside_with_names_of_its_own() {
    assert_eq!(
        told("Tove Lind — who runs the shop with her husband, Chris — said trade was good."),
        ["Tove Lind: trade was good"]
    );
}

#[test]
fn an_apposition_may_stand_behind_the_name_without_a_comma() {
    assert_eq!(
        told("The changes are good, said Tove Lind a spokeswoman for the port."),
        ["Tove Lind: The changes are good"]
    );
}

#[test]
fn a_relative_clause_does_not_hide_the_subject() {
    assert_eq!(
        told("The officials who wrote the report say that ferries are late."),
        ["The officials: ferries are late"]
    );
    assert_eq!(
        told("Those who spoke in opposition, many from Oslo, said they were worried."),
        ["Those: they were worried"]
    );
    assert_eq!(
        told("Tove Lind of the youth movement Nordvik, who came late, said that it was over."),
        ["Tove Lind: it was over"]
    );
}

#[test]
fn a_verb_with_a_plain_object_reports_nothing() {
    assert!(told("Ports reported heavy losses, which hurt.").is_empty());
    assert_eq!(
        told("Lind Ports reported that losses were heavy."),
        ["Lind Ports: losses were heavy"]
    );
    assert!(told("They spoke of adding ten sheds at the port.").is_empty());
}

#[test]
fn what_was_agreed_somewhere_says_nothing() {
    let body = "Ines Marlow said that two of the four bridges agreed at the last Harbour Meeting \
                had not been begun.";
    let words = "two of the four bridges agreed at the last Harbour Meeting had not been begun";
    assert_eq!(told(body), [format!("Ines Marlow: {words}")]);
}

#[test]
fn pointing_out_says_something() {
    assert_eq!(
        told("Tove Lind pointed out that the port was shut."),
        ["Tove Lind: the port was shut"]
    );
}

#[test]
fn bodies_and_numbers_may_be_subjects_with_an_aside() {
    assert_eq!(
        told("The company, based in Oslo, said it would close."),
        ["The company: it would close"]
    );
    assert_eq!(
        told("Police, who were called at noon, said the man was dead."),
        ["Police: the man was dead"]
    );
    assert_eq!(told("The family said they were sad."), ["The family: they were sad"]);
    assert_eq!(told("Several said they were late."), ["Several: they were late"]);
}

#[test]
fn an_opening_without_a_verb_says_nothing() {
    assert!(told("In Oslo, Tove Lind added ten sheds.").is_empty());
    assert_eq!(
        told("The years that followed, Tove Lind said, brought peace."),
        ["Tove Lind: The years that followed, Tove Lind said, brought peace"]
    );
}

#[test]
fn a_verb_that_seldom_says_needs_a_quotation_right_beside_it() {
    assert!(told("Tove Lind finished last of all in the race for “the cup.”").is_empty());
    assert_eq!(told("“No,” railed Tove Lind."), ["Tove Lind: “No,”"]);
    assert_eq!(told("Tove Lind continued: “We sail.”"), ["Tove Lind: “We sail.”"]);
}

#[test]
fn a_thought_inside_a_report_is_one_report() {
    assert_eq!(
        told("Tove Lind said she hoped that it was over."),
        ["Tove Lind: she hoped that it was over"]
    );
}

#[test]
fn a_rule_that_is_said_to_hold_is_not_a_source() {
    assert_eq!(
        told("Tove Lind said according to the rules it was late."),
        ["Tove Lind: according to the rules it was late"]
    );
}

#[test]
fn words_an_agency_passes_on_are_those_of_the_one_who_said_them() {
    let body = "OSLO- Transport Minister Ines Marlow said on Friday that the talks had \"opened \
                the way for a year-round link,\" according to Northern Wire.";
    assert_eq!(
        told(body),
        [
            "Ines Marlow: the talks had \"opened the way for a year-round link,\"",
            "Ines Marlow: “opened the way for a year-round link,”"
        ]
    );
}

#[test]
fn how_many_is_part_of_what_is_said() {
    let body = "Tove Lind said about 30 homes near the river will be flooded.";
    assert_eq!(told(body), ["Tove Lind: about 30 homes near the river will be flooded"]);
    let body = "Tove Lind said about 3 p.m. that it was late.";
    assert_eq!(told(body), ["Tove Lind: it was late"]);
}

#[test]
fn a_report_ends_where_the_next_one_begins() {
    let body = "Tove Lind admits it is late, but says he will wait.";
    assert_eq!(told(body), ["Tove Lind: it is late", "Tove Lind: he will wait"]);
    let body = "Tove Lind has maintained that it is late and has argued that it will rain.";
    assert_eq!(told(body), ["Tove Lind: it is late", "Tove Lind: it will rain"]);
    let body = "Ines Marlow said she should go but she insisted: “I have nothing to hide.”";
    assert_eq!(
        told(body),
        ["Ines Marlow: she should go", "Ines Marlow: “I have nothing to hide.”"]
    );
}

#[test]
fn an_opening_says_nothing_of_what_is_laid_to_somebody() {
    let body = "In May, according to Tove Lind, he had the boats painted over.";
    assert_eq!(told(body), ["Tove Lind: he had the boats painted over"]);
    let body = "They were painted over without warning at a wharf that for years had been famous.";
    assert_eq!(told(body), [""; 0]);
}

#[test]
fn a_verb_without_an_ending_is_one_all_the_same() {
    assert_eq!(told("Tove Lind said talks broke down."), ["Tove Lind: talks broke down"]);
    assert_eq!(told("Tove Lind said goodbye on Monday."), [""; 0]);
}

#[test]
fn a_word_for_what_is_said_stands_for_the_verb() {
    let body = "Tove Lind made it clear that the port would close.";
    assert_eq!(told(body), ["Tove Lind: the port would close"]);
    let body = "Tove Lind expressed concern that the port would close.";
    assert_eq!(told(body), ["Tove Lind: the port would close"]);
    assert_eq!(told("Tove Lind made sure that the port would close."), [""; 0]);
}

#[test]
fn a_report_may_open_the_sentence_of_its_speaker() {
    let body = "Saying she had no choice, Judge Tove Lind sent him to prison.";
    assert_eq!(told(body), ["Tove Lind: she had no choice"]);
    let body = "Noting that it was late, Mayor Olav Vik said he would wait.";
    assert_eq!(told(body), ["Olav Vik: it was late", "Olav Vik: he would wait"]);
}

#[test]
fn a_hearer_may_be_the_host_of_a_show() {
    let body = "Tove Lind told Harbour News host Olav Vik that it was late.";
    assert_eq!(told(body), ["Tove Lind: it was late"]);
}

#[test]
fn what_says_may_be_a_paper() {
    let body = "The report concludes the port must close.";
    assert_eq!(told(body), ["The report: the port must close"]);
}

#[test]
fn a_pronoun_may_be_joined_with_its_auxiliary() {
    let body = "Tove Lind is late. She's saying that it will rain.";
    assert_eq!(told(body), ["Tove Lind: it will rain"]);
}

#[test]
fn words_may_go_on_between_marks() {
    let body = "Picking men on the basis of polls, Tove Lind said, “is like looking at a bowl.”";
    assert_eq!(
        told(body),
        [
            "Tove Lind: Picking men on the basis of polls, Tove Lind said, “is like looking at a bowl.”",
            "Tove Lind: “is like looking at a bowl.”"
        ]
    );
    let body = "On the far side of the port, Tove Lind said, “It is late.”";
    assert_eq!(told(body), ["Tove Lind: “It is late.”"]);
}

#[test]
fn quoted_words_before_a_verb_do_not_turn_it_round() {
    let body = "Olav Vik, citing “the magic of it all,” said the port could close.";
    assert_eq!(told(body), ["Olav Vik: “the magic of it all,”", "Olav Vik: the port could close"]);
}

#[test]
fn what_trails_behind_a_comma_says_it() {
    let body = "Many did not like the port, the lawsuit says.";
    assert_eq!(told(body), ["the lawsuit: Many did not like the port"]);
    assert_eq!(told("He met the butt of it, all of which foundered for good reasons."), [""; 0]);
}

#[test]
fn what_is_told_may_have_a_past_that_no_ending_tells() {
    for told_of in ["Rebels took the port", "A storm struck the coast", "The boat sank"] {
        let body = format!("{told_of} on Monday, army spokesman Olav Vik said.");
        assert_eq!(told(&body), [format!("Olav Vik: {told_of} on Monday")]);
    }
}

#[test]
fn a_quotation_behind_a_dateline_is_one() {
    let body = "BERGEN (NW) — “We sail,” said Tove Lind, who leads the union.";
    assert_eq!(told(body), ["Tove Lind: “We sail,”"]);
}
