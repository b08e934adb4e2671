//! What a reader may rely on when mail is opened.

use proptest::prelude::*;

use super::*;
use crate::load::tests::{Gathered, load, load_bytes};

const HEAD: &str = "From: Northern Wire <desk@example.org>\nSubject: =?utf-8?q?F=C3=A6rgen?= sails\n\
    Date: Fri, 15 Dec 2017 11:20:00 +0100 (CET)\nMessage-ID: <7@example.org>\nMIME-Version: 1.0\n";

fn stories(gathered: &Gathered) -> Vec<(&str, &str)> {
    assert!(gathered.problems.is_empty(), "{:?}", gathered.problems);
    gathered.stories.iter().map(|story| (&*story.headline, &*story.body)).collect()
}

#[test]
fn a_message_is_a_story() {
    let gathered = load("a.txt", &format!("{HEAD}\nThe ferry sails.\n\nAt noon.\n-- \nThe desk\n"));
    assert_eq!(stories(&gathered), [("Færgen sails", "The ferry sails.\n\nAt noon.")]);
    let story = &gathered.stories[0];
    assert_eq!(story.source.as_deref(), Some("Northern Wire"));
    assert_eq!(story.published, Some(1_513_333_200));
    assert_eq!(story.id.as_deref(), Some("7@example.org"));
}

#[test]
fn the_best_text_is_taken() {
    let both = |plain: &str, html: &str| {
        format!(
            "{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: \
             text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
        )
    };
    let html = "<style>x</style><p>The ferry sails at noon, from the old harbour.</p>";
    let plain = "The ferry sails at noon, from the old harbour.";
    for mail in [both(plain, html), both("See it in a browser", &html.repeat(3))] {
        assert!(load("a", &mail).stories[0].body.starts_with(plain));
    }
    let encoded = format!(
        "{HEAD}Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\
         PHA+VGhlIGZlcnJ5IHNhaWxzLjwvcD4=\n"
    );
    assert_eq!(load("a", &encoded).stories[0].body, "The ferry sails.");
}

#[test]
fn story_files_attached_are_read_and_others_named() {
    let part = |kind: &str, name: &str, body: &str| {
        format!(
            "--b\nContent-Type: {kind}\nContent-Disposition: attachment; filename={name}\n\n{body}\n"
        )
    };
    let feed = "<rss><channel><item><title>Ferry opens</title></item></channel></rss>";
    let page =
        "<html><meta charset=latin1><h1>Bømø sails</h1><p>The ferry sails at noon.</p></html>";
    let mail = |text: &str| {
        [
            format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{text}"),
            part("application/octet-stream", "wire.rss", feed),
            part("text/html; charset=utf-8", "page.html", page),
            part("application/pdf", "map.pdf", "%PDF"),
            part("image/png", "map.png", "x"),
            part("application/json", "bad.json", "{\"headline\": "),
            "--b--\n".to_owned(),
        ]
        .concat()
    };
    let gathered = load("a.eml", &mail("--b\n\nRead these.\n"));
    let headlines = |gathered: &Gathered| {
        gathered.stories.iter().map(|story| story.headline.clone()).collect::<Vec<_>>()
    };
    assert_eq!(headlines(&gathered), ["Færgen sails", "Ferry opens", "Bømø sails"]);
    assert_eq!(gathered.problems.len(), 2, "{:?}", gathered.problems);
    assert_eq!(gathered.problems[0], "a.eml: attachment `map.pdf` is not read");
    assert!(gathered.problems[1].starts_with("a.eml: attachment `bad.json`, line 1: cannot"));
    assert_eq!(headlines(&load("a.eml", &mail(""))), ["Ferry opens", "Bømø sails"]);
}

#[test]
fn mail_attached_as_a_file_does_not_go_on_for_ever() {
    let mut mail = format!("{HEAD}\nThe ferry sails.\n");
    for depth in 0..200 {
        mail = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\nContent-Type: \
             text/plain\nContent-Disposition: attachment; filename=a.txt\n\n{mail}\n--b{depth}--\n"
        );
    }
    assert!(
        load("a.eml", &mail).problems[0].ends_with("is mail, which is not read inside of mail")
    );
}

#[test]
fn text_without_an_encoding_is_looked_at() {
    let text = "Le départ a été retardé à l'aube, a déclaré le port. ".repeat(3);
    let (body, ..) = encoding_rs::WINDOWS_1252.encode(&text);
    for kind in ["", "Content-Type: text/plain; charset=x-unknown\n"] {
        let mail = [HEAD.as_bytes(), kind.as_bytes(), b"\n", &body].concat();
        assert_eq!(load_bytes("a", &mail).stories[0].body, text.trim());
    }
}

#[test]
fn packed_text_without_an_encoding_is_looked_at() {
    let head = format!("{HEAD}Content-Transfer-Encoding: ");
    let base64 =
        "base64\n\nTGUgZOlwYXJ0IGEg6XTpIHJldGFyZOkg4CBs\nJ2F1YmUuIExlIHBvcnQgbCdhIGTpY2xhcuku\n";
    let quoted = "quoted-printable\n\nLe d=E9part a =E9t=E9 retard=E9 =E0 l'aube. Le port l'a d=E9=\nclar=E9.\n";
    for packed in [base64, quoted] {
        let body = &load("a", &format!("{head}{packed}")).stories[0].body;
        assert_eq!(body, "Le départ a été retardé à l'aube. Le port l'a déclaré.");
    }
}

#[test]
fn damaged_base64_is_read_as_far_as_it_goes() {
    let head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n";
    let text = "VGhlIGZlcnJ5IHNhaWxz\nLiBBdCBub29uLg";
    let alone = format!("{HEAD}{head}{text}!!\n");
    assert_eq!(stories(&load("a.eml", &alone)), [("Færgen sails", "The ferry sails. At noon")]);
    let cut = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n{head}{text}");
    assert_eq!(load("a.eml", &cut).stories[0].body, "The ferry sails. At noon");
}

#[test]
fn headers_are_read_whatever_their_letters() {
    let cut = "Subject: =?utf-8?q?F=C3?=\n =?utf-8?q?=A4hre?=\nFrom: a@b.example\n\nx\n";
    assert_eq!(stories(&load("a.eml", cut)), [("Fähre", "x")]);
    let raw = b"From: Ren\xe9 <a@b.example>\nSubject: Le d\xe9part a \xe9t\xe9 retard\xe9\n\nx\n";
    let gathered = load_bytes("a.eml", raw);
    assert_eq!(stories(&gathered), [("Le départ a été retardé", "x")]);
    assert_eq!(gathered.stories[0].source.as_deref(), Some("René"));
}

#[test]
fn text_and_html_that_follow_each_other_are_both_read() {
    let part = |kind: &str, text: &str| format!("--b\nContent-Type: text/{kind}\n\n{text}\n");
    let mixed = [
        format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n"),
        part("plain", "Before <noon> & after.\n-- \nThe desk"),
        part("html", "<p>The ferry sails.</p>"),
        part("plain", "Behind."),
    ]
    .concat();
    let expected = "Before <noon> & after.\n\nThe ferry sails.\n\nBehind.";
    assert_eq!(stories(&load("a.eml", &(mixed + "--b--\n"))), [("Færgen sails", expected)]);
}

#[test]
fn lines_that_flow_are_one() {
    let flowed = |more: &str, text: &str| {
        let kind = format!("Content-Type: text/plain; format=flowed{more}");
        load("a.eml", &format!("{HEAD}{kind}\n\n{text}")).stories.remove(0).body
    };
    let text = "The ferry \nsails.\n\n> At \n> noon.\n From there.\n-- \nThe desk\n";
    assert_eq!(flowed("", text), "The ferry sails.\n\n> At noon.\n\nFrom there.");
    assert_eq!(flowed("; delsp=yes", "The fer \nry sails.\n"), "The ferry sails.");
}

#[test]
fn a_mailbox_is_parted_and_unquoted() {
    let one = |n: u32, text: &str| {
        format!(
            "From a@b.example Fri Dec 15 11:20:00 2017\nFrom: a@b.example\nSubject: No {n}\n\n{text}\n\n"
        )
    };
    let mailbox = one(1, ">From noon on it sails.\nFrom here to there.") + &one(2, "Two.");
    let expected = [("No 1", "From noon on it sails.\n\nFrom here to there."), ("No 2", "Two.")];
    for text in [mailbox.clone(), mailbox.replace('\n', "\r\n")] {
        let gathered = load("a.txt", &text);
        assert_eq!(stories(&gathered), expected);
        assert_eq!(gathered.stories[0].source.as_deref(), Some("a@b.example"));
    }
}

#[test]
fn messages_without_a_blank_line_between_are_parted_by_the_header_that_follows() {
    let one =
        "From a@b.example Fri Dec 15 11:20:00 2017\nFrom: a@b.example\nSubject: One\n\nText.\n";
    assert_eq!(stories(&load("a.mbox", &one.repeat(2))), [("One", "Text."); 2]);
    let told = format!("{one}From here on Fri Dec 15 11:20:00 2017\nit: was told.\n");
    assert_eq!(load("a.mbox", &told).stories.len(), 1);
}

#[test]
fn a_large_mailbox_is_read_in_blocks() {
    let mail = "From a@b.example Fri Dec 15 11:20:00 2017\nFrom: a@b.example\nSubject: x\n\n";
    let mailbox = format!("{mail}{}\n\n", "The ferry sails. ".repeat(40)).repeat(2_000);
    assert_eq!(load("a.mbox", &mailbox).stories.len(), 2_000);
}

#[test]
fn messages_that_a_message_carries_are_stories_too() {
    let inner = "Subject: Inner\nFrom: c@d.example\n\nThe inner text.\n";
    let mail = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe outer text.\n--b\n\
         Content-Type: message/rfc822\n\n{inner}\n--b--\n"
    );
    let expected = [("Færgen sails", "The outer text."), ("Inner", "The inner text.")];
    assert_eq!(stories(&load("a.eml", &mail)), expected);
}

#[test]
fn the_parts_of_a_digest_are_messages() {
    let part = |n: u32, kind: &str| {
        format!("--b\n{kind}\nFrom: c@d.example\nSubject: No {n}\n\nText {n}.\n")
    };
    let mail = [
        format!("{HEAD}Content-Type: multipart/mixed; boundary=a\n\n--a\n\nTwo today.\n"),
        "--a\nContent-Type: multipart/digest; boundary=b\n\n".to_owned(),
        part(1, ""),
        part(2, "Content-Type: message/rfc822\n"),
        "--b--\n--a--\n".to_owned(),
    ]
    .concat();
    let expected = [("Færgen sails", "Two today."), ("No 1", "Text 1."), ("No 2", "Text 2.")];
    assert_eq!(stories(&load("a.eml", &mail)), expected);
}

#[test]
fn a_newsletter_of_several_stories_is_split() {
    let digest = include_str!("../../../assets/sample/stories.txt");
    let alone = load("a.txt", digest);
    let mailed =
        load("a.eml", &format!("{HEAD}Content-Type: text/plain; charset=utf-8\n\n{digest}"));
    assert!(alone.stories.len() > 2);
    assert_eq!(stories(&mailed), stories(&alone));
    assert_eq!(mailed.stories[1].id.as_deref(), Some("7@example.org#2"));
}

#[test]
fn what_is_no_mail_is_said_to_be_none() {
    let problems = load("a.eml", "MIME-Version: 1.0\n\n\n").problems;
    assert_eq!(problems, ["a.eml:1: is a mail with neither subject nor text"]);
    assert!(load("a.eml", "").problems.is_empty());
    for text in ["From here to there\n\nThe ferry", "Subject: x\nDate: y\n\nz", "Date: x\nTo: y"] {
        assert_eq!(format(text), None, "{text}");
    }
}

#[test]
fn depth_is_harmless() {
    let parts =
        |n: usize| format!("--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n", n + 1);
    let nested: String = (0..20_000).map(parts).collect::<Vec<_>>().concat();
    let mails = "Content-Type: message/rfc822\n\nSubject: x\n".repeat(20_000);
    let mixed = format!("{HEAD}Content-Type: multipart/mixed; boundary=b0\n\n{nested}");
    for mail in [mixed, format!("{HEAD}{mails}")] {
        assert!(!load("a.eml", &mail).stories.is_empty());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(
        pieces in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..8),
            prop::sample::select(vec![
                "\n", "\n\n", "\r\n", "From a Fri Dec 15 11:20:00 2017\n", ">From ", "Subject: x\n",
                "From: a@b\n", "Content-Type: multipart/mixed; boundary=b\n", "--b", "--b--",
                "Content-Type: message/rfc822\n", "Content-Transfer-Encoding: base64\n", "PHA+",
                "Content-Type: text/html; charset=big5\n", "=?utf-8?q?=41?= ", "Date: x\n",
                "Content-Transfer-Encoding: quoted-printable\n", "=41=\n", "\"", "(", "<p>",
                "Content-Type: multipart/digest; boundary=\"b\n", "Content-Disposition: attachment\n",
            ]).prop_map(|text| text.as_bytes().to_vec()),
        ], 0..30),
        name in prop::sample::select(vec!["a.eml", "a.mbox"]),
    ) {
        let _ = load_bytes(name, &pieces.concat());
    }
}
