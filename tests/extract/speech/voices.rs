//! Whom a pronoun, a noun or a quotation without a cue means.

use super::{speakers, told};

/// The last quotation of `body`.
fn last(body: &str) -> String {
    told(body).pop().unwrap_or_default()
}

#[test]
fn who_has_just_spoken_is_meant_before_one_of_known_gender() {
    let body = "Henrik Lind said it was late. “It is,” he said. But Kim Vikstad said he hoped not. “It sails,” he said.";
    assert_eq!(last(body), "Kim Vikstad: “It sails,”");
}

#[test]
fn whom_the_paragraph_is_about_is_meant_before_who_spoke_above_it() {
    for new in ["Opposition lawmaker Bolat Vik", "Bolat Vik, an activist,", "Activist Bolat Vik"] {
        let body = format!(
            "“It sails,” Minister Henrik Lind said.\n\n“It does,” he said.\n\n{new} doubted that. “It never has,” he said."
        );
        assert_eq!(last(&body), "Bolat Vik: “It never has,”");
    }
}

#[test]
fn he_may_be_one_without_a_name() {
    let body = "Minister Henrik Lind came. A resident said the port was shut. “We wait,” he said.";
    assert_eq!(last(body), "A resident: “We wait,”");
}

#[test]
fn who_is_spoken_to_does_not_speak() {
    let body = "Tove Lind saw Henrik Vik, a doctor. Vik met a man. The doctor told Vik he was ill.";
    assert_eq!(told(body), ["The doctor: he was ill"]);
    let body = "Henrik Lind met Olav Vik. He told Vik that it was late.";
    assert_eq!(told(body), ["Henrik Lind: it was late"]);
}

#[test]
fn a_noun_tells_the_gender_of_the_name_beside_it() {
    let body = "Mr. Vik met Aske Vik, his daughter. “It sails,” Ms. Vik said.";
    assert_eq!(told(body), ["Aske Vik: “It sails,”"]);
}

#[test]
fn the_president_is_not_the_vice_president() {
    let body = "President Ines Marlow met Vice President Tove Lind. “No,” the president said.";
    assert_eq!(told(body), ["Ines Marlow: “No,”"]);
}

#[test]
fn who_holds_another_office_is_not_meant() {
    for (named, other) in [
        ("President", "the defence minister"),
        ("Foreign Minister", "the interior minister"),
        ("Foreign Minister", "the prime minister"),
        ("Peruvian President", "the Chilean president"),
        ("Union leader", "the opposition leader"),
        ("Army spokesman", "the rebel spokesman"),
    ] {
        let body = format!("{named} Henrik Lind said it was late. “We wait,” {other} said.");
        assert_eq!(last(&body), format!("{other}: “We wait,”"));
    }
    for (named, same) in [
        ("Peruvian Foreign Minister", "the minister"),
        ("Prime Minister", "the Peruvian leader"),
        ("Peruvian President", "the president"),
        ("Transport Minister", "the transport minister"),
    ] {
        let body = format!("{named} Henrik Lind said it was late. “We wait,” {same} said.");
        assert_eq!(last(&body), "Henrik Lind: “We wait,”", "{same}");
    }
    let body = "Chile's prime minister said it was late. President Henrik Lind said it was not.";
    assert_eq!(told(body)[0], "Chile's prime minister: it was late");
}

#[test]
fn who_speaks_for_somebody_is_not_that_one() {
    for (speaker, whose) in [
        ("A spokeswoman for", "Prime Minister Tove Lind"),
        ("An aide to", "Finance Minister Tove Lind"),
        ("Lawyers for", "former President Tove Lind"),
        ("The brother of", "journalist Tove Lind"),
    ] {
        let body = format!("{speaker} {whose} said the port was shut.");
        assert_eq!(told(&body), [format!("{speaker} {whose}: the port was shut")]);
    }
    let body = "Bank of Norway Governor Tove Lind said the port was shut.";
    assert_eq!(told(body), ["Tove Lind: the port was shut"]);
}

#[test]
fn the_newest_person_of_that_role_is_meant() {
    let body = "Councilman Olav Vik spoke, then Councilman Henrik Lind. Vik said it was late. “We go,” the councilman said.";
    assert_eq!(last(body), "Olav Vik: “We go,”");
}

#[test]
fn two_speakers_together_are_no_one_of_them() {
    let body = "Judge Tove Lind sat. Lawyers and the judge said the port was shut.";
    assert_eq!(told(body), ["the judge: the port was shut"]);
}

#[test]
fn a_person_quoted_by_others_speaks() {
    let body = "Tove Lind was ill. “I am fine,” they quoted her as saying.";
    assert_eq!(told(body), ["Tove Lind: “I am fine,”"]);
    let body = "Tove Lind was late. The ferry was, too, according to her.";
    assert_eq!(told(body), ["Tove Lind: The ferry was, too"]);
}

#[test]
fn a_quotation_without_a_cue_is_of_who_was_heard_last() {
    let body = "“It sails,” said Tove Lind.\n\nInes Marlow said the port was shut.\n\n“We wait for the ferry to come.”";
    assert_eq!(last(body), "Ines Marlow: “We wait for the ferry to come.”");
}

#[test]
fn after_words_of_nobody_a_quotation_is_nobodys() {
    let body = "Minister Tove Lind said it was late.\n\n“We wait,” he said.\n\n“We have waited for a year.”";
    assert_eq!(told(body)[1..], ["?: “We wait,”", "?: “We have waited for a year.”"]);
}

#[test]
fn an_age_tells_who_is_meant() {
    let body = "Tove Lind, 45, came. Ines Marlow, 40, left. The 45-year-old said she was late.";
    assert_eq!(told(body), ["Tove Lind: she was late"]);
}

#[test]
fn a_title_in_short_is_the_office() {
    let body = "Rep. Olav Vik met Sen. Tove Lind, then Vik left. “No,” the senator said.";
    assert_eq!(told(body), ["Tove Lind: “No,”"]);
}

#[test]
fn who_stands_behind_a_verb_is_meant_less() {
    let body = "Ellen Lind raised it. Lind hounded the council and Minister Ines Marlow. “I went on,” she said.";
    assert_eq!(last(body), "Ellen Lind: “I went on,”");
}

#[test]
fn a_name_inside_a_clause_with_who_is_not_the_subject() {
    let body = "Olav Vik, who spoke for the boys and their aunt, Tove Lind, said he was sad.";
    assert_eq!(told(body), ["Olav Vik: he was sad"]);
}

#[test]
fn what_belongs_to_a_person_is_not_the_person() {
    let body = "President Ines Marlow came. The president’s office said it was late.";
    assert_eq!(told(body), ["The president’s office: it was late"]);
    let body = "Minister Tove Lind is an official. The official news agency said it was late.";
    assert_eq!(told(body), ["The official news agency: it was late"]);
}

#[test]
fn a_distant_office_means_the_person_last_named_or_nobody() {
    let body = "Senator Tove Lind came, and then Henrik Vik. The governor said it was late.";
    assert_eq!(told(body), ["The governor: it was late"]);
}

#[test]
fn all_who_speak_together_are_speakers() {
    let two = ["Tove Lind", "Ines Marlow"];
    assert_eq!(speakers("", "Tove Lind and Ines Marlow said the port was shut."), two);
    assert_eq!(
        speakers("", "Two analysts, Tove Lind and Ines Marlow, said the port was shut."),
        two
    );
    let three = ["Henrik Vik", "Tove Lind", "Ines Marlow"];
    assert_eq!(speakers("", "Henrik Vik, Tove Lind and Ines Marlow said it was shut."), three);
    assert_eq!(speakers("", "On Monday, Mr. Lind and other leaders said it was shut."), ["Lind"]);
}

#[test]
fn one_whom_the_subject_met_is_no_speaker() {
    assert_eq!(
        speakers("", "Vik met Tove Lind and Ines Marlow said it was shut."),
        ["Ines Marlow"]
    );
}

#[test]
fn who_means_a_person_before_the_place_or_the_paper() {
    let body = "“We wait,” said Tove Lind, 24, from Larvik, who said the port was shut.";
    assert_eq!(last(body), "Tove Lind: the port was shut");
    let body = "It was Olav Vik, the director of the Partnership for Dredging Principles, who said it was shut.";
    assert_eq!(last(body), "Olav Vik: it was shut");
    let body =
        "Olav Vik, the editor of the town's paper, Il Porto Nuovo, said every ferry was late.";
    assert_eq!(last(body), "Olav Vik: every ferry was late");
}

#[test]
fn an_office_is_told_by_the_words_beside_the_name() {
    let body = "NDP MP Tove Lind said it was late. “It is,” the MP said.";
    assert_eq!(told(body), ["Tove Lind: it was late", "Tove Lind: “It is,”"]);
    let body = "Ines Marlow met lawyer Tove Lind. “She is innocent,” the lawyer said.";
    assert_eq!(told(body), ["Tove Lind: “She is innocent,”"]);
    let body = "“We win,” said Tove Lind. Lind is the town's mayor. “It is good,” the mayor said.";
    assert_eq!(last(body), "Tove Lind: “It is good,”");
}

#[test]
fn a_mother_of_two_is_the_one_in_mind() {
    let body = "Tove Lind, 34, was ill. “I had no choice,” said the mother of two.";
    assert_eq!(told(body), ["Tove Lind: “I had no choice,”"]);
}

#[test]
fn a_short_sentence_goes_on_with_the_speaker() {
    let body = "“We love it here,” said Tove Lind. “It's quiet.”";
    assert_eq!(told(body), ["Tove Lind: “We love it here,”", "Tove Lind: “It's quiet.”"]);
    let body = "“We love it here,” said Tove Lind. It is called “Quiet.”";
    assert_eq!(told(body), ["Tove Lind: “We love it here,”"]);
}

#[test]
fn a_role_behind_according_to_is_no_report() {
    let body = "According to Tove Lind, an analyst at the port, the price will fall.";
    assert_eq!(told(body), ["Tove Lind: the price will fall"]);
}

#[test]
fn a_number_may_stand_before_the_name() {
    let body = "“We wait,” said 34-year-old Tove Lind.";
    assert_eq!(told(body), ["Tove Lind: “We wait,”"]);
    let body = "“We wait,” said 9/11 widow Tove Lind.";
    assert_eq!(told(body), ["Tove Lind: “We wait,”"]);
}

#[test]
fn a_verb_no_table_knows_stands_between_the_words_and_a_name() {
    let body = "“This is it!” beamed Tove Lind of Larvik, who came by boat.";
    assert_eq!(told(body), ["Tove Lind: “This is it!”"]);
}

#[test]
fn a_name_beside_a_noun_is_whom_it_means() {
    let body = "“We wait,” said another ferry user, Tove Lind.";
    assert_eq!(told(body), ["Tove Lind: “We wait,”"]);
    let body = "One early supporter, Councillor Tove Lind, gave it a try: “You can say that.”";
    assert_eq!(told(body), ["Tove Lind: “You can say that.”"]);
    let body = "As Tove Lind, a lawyer at the port, put it, “Did he pay less?”";
    assert_eq!(told(body), ["Tove Lind: “Did he pay less?”"]);
}

#[test]
fn a_quotation_without_a_cue_is_of_whom_its_paragraph_tells() {
    let body = "“We wait,” Olav Vik said.\n\nTove Lind shook her head. “I don't know what to say.”";
    assert_eq!(told(body), ["Olav Vik: “We wait,”", "Tove Lind: “I don't know what to say.”"]);
    let body = "“We win,” Tove Lind said, after papers declared it was over. “You will see.”";
    assert_eq!(last(body), "Tove Lind: “You will see.”");
}

#[test]
fn the_first_noun_of_a_story_may_be_named_behind_it() {
    let body = "A Larvik mother says the town has failed her. Tove Lind went to court in May.\n\n\
                “I was surprised,” said Lind.";
    assert_eq!(told(body), ["Tove Lind: the town has failed her", "Tove Lind: “I was surprised,”"]);
    // Nobody who does not speak.
    let body = "A Larvik judge says the town has failed. Tove Lind went to court in May.";
    assert_eq!(told(body), ["A Larvik judge: the town has failed"]);
}

#[test]
fn a_noun_means_the_one_in_mind_whose_role_it_fits() {
    let body = "Senator Olav Vik and Senator Ines Marlow were there. Vik spoke first. “It is \
                late,” the senator said.";
    assert_eq!(last(body), "Olav Vik: “It is late,”");
    let body = "Tove Lind lost her baby daughter. “I did have one,” said the Larvik-based mother.";
    assert_eq!(last(body), "Tove Lind: “I did have one,”");
    let body = "Mother Rita Vik said her son loved it. “He was the life of it,” his mother said.";
    assert_eq!(told(body), ["Rita Vik: her son loved it", "Rita Vik: “He was the life of it,”"]);
}

#[test]
fn what_is_cried_is_no_title() {
    let body = "Tove Lind declared “What a Day!” and said her party would win.";
    assert_eq!(told(body), ["Tove Lind: “What a Day!”", "Tove Lind: her party would win"]);
}

#[test]
fn a_noun_with_a_place_is_another_name_for_the_one_in_mind() {
    let body = "But Tove Lind says otherwise. “It's not true,” said the Larvik native.";
    assert_eq!(last(body), "Tove Lind: “It's not true,”");
    let body = "“He's a good kid,” Olav Vik said of his son. “He is,” the father said.";
    assert_eq!(last(body), "Olav Vik: “He is,”");
}

#[test]
fn a_noun_may_be_named_by_the_words_behind_it() {
    let body = "The victim's father says he forgives him. “I can't hate,” Olav Vik said in court.";
    assert_eq!(told(body), ["Olav Vik: he forgives him", "Olav Vik: “I can't hate,”"]);
}

#[test]
fn what_a_sentence_is_about_has_the_words_behind_it() {
    let body =
        "“We wait,” Olav Vik said.\n\nFor Tove Lind, it's about respect. “I want to be safe.”";
    assert_eq!(last(body), "Tove Lind: “I want to be safe.”");
    let body = "Lind's message to them: “Stay home if you can.” Tove Lind is the mayor.";
    assert_eq!(told(body), ["Tove Lind: “Stay home if you can.”"]);
}

#[test]
fn a_pronoun_among_what_is_said_does_not_tell_who_says_it() {
    let body = "Tove Lind declined to comment. Her lawyer, Marek Vik, said she would appeal. \
                “She is innocent,” he said.";
    assert_eq!(last(body), "Marek Vik: “She is innocent,”");
}

#[test]
fn a_name_in_capitals_opens_its_words() {
    let body = "Tove Lind met Olav Vik.\n\nLIND: We will win this.\n\nNOTE: This was on the radio.";
    assert_eq!(told(body), ["Tove Lind: We will win this"]);
}

#[test]
fn a_member_of_a_place_is_no_name() {
    let body = "Liberal MP Tove Lind said it was late. “It is,” the Larvik MP wrote.";
    assert_eq!(last(body), "Tove Lind: “It is,”");
}

#[test]
fn the_first_noun_of_a_story_comes_again() {
    let body = "The lawyer for a man accused of theft says he is innocent. Olav Vik told a jury \
                he was away. The lawyer said it was dark.";
    assert_eq!(last(body), "Olav Vik: it was dark");
}

#[test]
fn a_study_behind_a_comma_says_it() {
    let body = "The study, published Monday in Oslo, says the frog lives in trees.";
    assert_eq!(told(body), ["The study: the frog lives in trees"]);
}
