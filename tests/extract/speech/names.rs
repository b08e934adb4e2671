//! Whom a story names, in full: rules about names and roles.

use super::{speakers, told};

#[test]
fn a_nickname_in_marks_belongs_to_the_name() {
    let body = "Fire Chief L. \"Buzz\" Lind ran. Lind said he was late.";
    assert_eq!(speakers("", body), ["L. \"Buzz\" Lind | Fire Chief"]);
}

#[test]
fn a_trait_before_a_name_is_no_part_of_it() {
    let body = "Nine-year-old Tove Lind lives in Oslo. “I skate,” said Lind.";
    assert_eq!(speakers("", body), ["Tove Lind"]);
}

#[test]
fn an_office_ends_where_the_given_name_begins() {
    let body = "Director of Engineering Paul Lind said the street was shut.";
    assert_eq!(speakers("", body), ["Paul Lind | Director of Engineering"]);
}

#[test]
fn a_month_or_a_people_may_be_part_of_a_name() {
    let body = "They drill on Martha Rose May Lind’s farm. Lind told the council that it was hers.";
    assert_eq!(speakers("", body), ["Martha Rose May Lind"]);
    assert_eq!(speakers("", "Mark English said the port was shut."), ["Mark English"]);
    assert_eq!(speakers("", "“No,” said Jim Childs, who left."), ["Jim Childs"]);
}

#[test]
fn an_unknown_name_of_somewhere_is_a_person() {
    assert_eq!(speakers("", "“No,” said Zwat Vukal of Oslo."), ["Zwat Vukal"]);
}

#[test]
fn a_brand_or_a_paper_is_no_person() {
    let body = "The tabloid Alva reported that the port was shut. “No,” AutoLind said.";
    assert!(speakers("", body).is_empty());
}

#[test]
fn of_two_people_of_one_surname_it_is_the_one_named_already() {
    let body = "“It sails,” said owner Glenn Lind. “It does,” Lind added. His son, Trent Lind, left. Trent Lind swam. Trent Lind ate.";
    assert_eq!(told(body), ["Glenn Lind: “It sails,”", "Glenn Lind: “It does,”"]);
}

#[test]
fn a_role_does_not_reach_over_a_verb() {
    let body = "A judge in Oslo declared Tove Lind unfit. “No,” Lind said.";
    assert_eq!(speakers("", body), ["Tove Lind"]);
}

#[test]
fn words_that_only_stand_near_a_person_make_no_speaker() {
    let body = "Tove Lind liked to row with the women who were “always out on the water.”";
    assert!(speakers("", body).is_empty());
}

#[test]
fn a_heading_with_a_colon_says_nothing() {
    assert!(speakers("", "Lind: A Late Ferry\n\nTove Lind came home.").is_empty());
    let body = "Tove Lind: The ferry is late again today.";
    assert_eq!(told(body), ["Tove Lind: The ferry is late again today"]);
}

#[test]
fn a_given_name_told_apart_by_a_role_is_a_person() {
    let body = "His widow, Denise, a nurse, came. “We row,” she said.";
    assert_eq!(told(body), ["Denise: “We row,”"]);
}

#[test]
fn a_slip_in_a_given_name_makes_no_second_person() {
    let body = "“It burned,” said Valerie Lind. Valarie Lind ran. “I ran,” Lind added.";
    assert_eq!(speakers("", body).len(), 1);
}

#[test]
fn an_address_is_no_person() {
    assert!(speakers("", "“It sails,” Lindvik.com said.").is_empty());
}

#[test]
fn a_month_that_says_something_is_a_surname() {
    let body = "“It sails,” said Jason January. The port is shut, January said.";
    assert_eq!(told(body)[1], "Jason January: The port is shut");
}

#[test]
fn a_thought_or_an_intent_makes_no_speaker() {
    assert!(speakers("", "Tove Lind hoped that it was over.").is_empty());
    assert!(speakers("", "Tove Lind refused to row.").is_empty());
}

#[test]
fn the_role_after_an_inverted_clause_is_kept() {
    let body = "“We sail,” said the mayor, Tove Lind. The mayor said the port was shut.";
    assert_eq!(told(body)[1], "Tove Lind: the port was shut");
}

#[test]
fn an_office_in_capitals_ends_where_the_given_name_begins() {
    let body = "Denmark's Special Envoy for Northern Shipping Henrik Lind said it was late.";
    assert_eq!(told(body), ["Henrik Lind: it was late"]);
}

#[test]
fn a_couple_share_one_surname() {
    let body = "Harbour workers Peter and Anna Lind took the cat in. “We know it,” Peter said.";
    assert_eq!(told(body), ["Peter Lind: “We know it,”"]);
    // A surname is nobody's given name.
    let body =
        "Ines Vik and Olav Carson met. Carson and Anna Lind spoke. “It is late,” Carson said.";
    assert_eq!(told(body), ["Olav Carson: “It is late,”"]);
}

#[test]
fn a_place_or_a_month_is_a_given_name_beside_what_only_a_person_has() {
    let body = "“We wait,” said Jordan Lindqvist. Lindqvist left.";
    assert_eq!(told(body), ["Jordan Lindqvist: “We wait,”"]);
    let body = "The driver, April Lindqvist, said it was late.";
    assert_eq!(told(body), ["April Lindqvist: it was late"]);
    let body = "In April Lindqvist said it was late. Tove Lindqvist was there.";
    assert_eq!(told(body), ["Tove Lindqvist: it was late"]);
}

#[test]
fn where_somebody_is_from_is_no_part_of_who() {
    let body = "Tove Lindqvist of Halifax said it was late.";
    assert_eq!(told(body), ["Tove Lindqvist: it was late"]);
}

#[test]
fn a_surname_may_be_a_verb_or_end_like_an_adverb() {
    let body = "“We wait,” said Anna May. May said it will take time.";
    assert_eq!(told(body), ["Anna May: “We wait,”", "Anna May: it will take time"]);
    let body = "“We wait,” said Anna Soly. Soly said it will take time.";
    assert_eq!(told(body), ["Anna Soly: “We wait,”", "Anna Soly: it will take time"]);
}

#[test]
fn a_given_name_behind_what_somebody_is_to_another_is_a_person() {
    let body = "“I am glad,” said Marek Vik, who came with his wife, Anna. “I miss it,” she said.";
    assert_eq!(told(body), ["Marek Vik: “I am glad,”", "Anna: “I miss it,”"]);
}
