//! What a mailing list says below what it sends: how to leave it, who sent it.

use crate::text::credit::ends_sentence;

const NOTICES: &str = include_str!("../../assets/mail-notices.tsv");

/// Bytes of a notice, at most.
const LONGEST: usize = 600;

/// How the rows of the table begin, and few of all other paragraphs.
const OPENINGS: [[u8; 3]; 10] =
    [*b"cli", *b"if ", *b"man", *b"our", *b"thi", *b"to ", *b"uns", *b"upd", *b"vie", *b"you"];

/// Bytes of a line that goes with one, at most: a name, an address.
const LONGEST_LINE: usize = 160;

/// Lines that go with a notice, at most.
const LINES: usize = 4;

/// Where in the body of a story begins what a list says below it, if it says anything.
/// Whose body is the `last` of a mail may have lines below that.
pub(super) fn below(body: &str, last: bool) -> Option<usize> {
    let (mut found, mut passed) = (None, 0);
    for (start, paragraph) in from_the_end(body) {
        if is_notice(paragraph) {
            (found, passed) = (Some(start), 0);
        } else if paragraph == "--" {
            // It stands above a signature, and lines without a notice may be anything.
            return if found.is_some() || passed == 0 { Some(start) } else { None };
        } else if passed < LINES
            && (claims_rights(paragraph) || (last || found.is_some()) && is_line(paragraph))
        {
            passed += 1;
        } else {
            break;
        }
    }
    found
}

/// Cuts off what begins there.
pub(super) fn cut(body: &mut String, at: usize) {
    body.truncate(body[..at].trim_end().len());
}

/// The paragraphs of a body with where they begin, the last one first.
fn from_the_end(body: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = body.len();
    std::iter::from_fn(move || {
        let paragraph = body[..end].trim_end_matches('\n');
        let start = memchr::memrchr(b'\n', paragraph.as_bytes()).map_or(0, |at| at + 1);
        end = start;
        (!paragraph.is_empty()).then(|| (start, &paragraph[start..]))
    })
}

fn is_notice(paragraph: &str) -> bool {
    let opens = |with: &[u8; 3]| {
        paragraph.as_bytes().get(..3).is_some_and(|head| with.eq_ignore_ascii_case(head))
    };
    let begins = |row: &str| {
        paragraph.split_at_checked(row.len()).is_some_and(|(head, rest)| {
            head.eq_ignore_ascii_case(row) && !rest.starts_with(char::is_alphanumeric)
        })
    };
    paragraph.len() <= LONGEST
        && OPENINGS.iter().any(opens)
        && NOTICES.lines().skip(1).any(begins)
        && !is_told(paragraph)
}

/// Who speaks of a notice is no list.
fn is_told(paragraph: &str) -> bool {
    paragraph.contains(['"', '“', '”', '«'])
        || [" said", " says"].iter().any(|verb| paragraph.contains(verb))
}

/// Whether a paragraph is a name or an address and no prose.
fn is_line(paragraph: &str) -> bool {
    paragraph.len() <= LONGEST_LINE && !paragraph.ends_with(ends_sentence)
}

/// `Copyright 2017 Northern Digest`, `© Northern Digest. All rights reserved.`
fn claims_rights(paragraph: &str) -> bool {
    if paragraph.len() > LONGEST_LINE {
        return false;
    }
    let folded = paragraph.to_lowercase();
    let reserved = folded.trim_end_matches('.').ends_with("all rights reserved");
    reserved || ["copyright ", "©", "(c) "].iter().any(|claim| folded.starts_with(claim))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::tests::load;

    const DIGEST: &str = "Ferry Talks Open in Bergen after Four Years\n\n\
        BERGEN — The ferry line opens in May, the harbour board said on Friday.\n\n\
        Port Fees Rise in Callao despite a Strike\n\n\
        CALLAO — Port fees rise in June, the union said on Monday, and some ships will leave.\n\n";

    const LEAVE: &str = "To unsubscribe from this list, reply with LEAVE in the subject line.\n";
    const SENT: &str = "YOU ARE RECEIVING THIS EMAIL because you subscribed to Northern Digest.\n";
    const RIGHTS: &str =
        "Copyright 2017 Northern Digest, 4 Quay Street, Bergen. All rights reserved.\n";

    /// The headlines and bodies of a digest with something above it and below.
    fn stories(above: &str, below: &str) -> Vec<(String, String)> {
        let gathered = load("digest.txt", &format!("{above}{DIGEST}{below}"));
        gathered.stories.into_iter().map(|story| (story.headline, story.body)).collect()
    }

    #[test]
    fn what_a_list_says_below_its_digest_is_no_story_and_no_part_of_one() {
        let bare = stories("", "");
        assert_eq!(bare.len(), 2);
        for below in [
            LEAVE.to_owned(),
            format!("{SENT}\n{RIGHTS}"),
            format!("--\nNorthern Digest\n{LEAVE}{RIGHTS}"),
            format!("_______________\n{LEAVE}"),
            format!("{SENT}\nNorthern Digest\n\n{LEAVE}\n{RIGHTS}"),
            "Unsubscribe | Forward\n".to_owned(),
            "--\n".to_owned(),
        ] {
            assert_eq!(stories("", &below), bare, "{below}");
        }
    }

    #[test]
    fn digests_may_follow_one_another() {
        let below = format!("--\nNorthern Digest\n{LEAVE}{RIGHTS}\n");
        let twice = stories("", &format!("{below}{DIGEST}{below}"));
        assert_eq!(twice, [stories("", ""), stories("", "")].concat());
    }

    #[test]
    fn a_notice_may_head_a_digest() {
        assert_eq!(stories(&format!("Northern Digest\n\n{SENT}\n"), ""), stories("", ""));
    }

    #[test]
    fn a_mail_of_one_story_has_none_either() {
        let mail = format!(
            "From: desk@example.org\nSubject: Ferry talks open\n\n\
             The ferry line opens in May, the board said.\n\n{LEAVE}"
        );
        let gathered = load("one.eml", &mail);
        assert_eq!(gathered.stories.len(), 1);
        assert_eq!(gathered.stories[0].body, "The ferry line opens in May, the board said.");
    }

    #[test]
    fn what_stands_above_a_notice_is_not_lost() {
        for head in ["Minister Calls Early Election in Norway", "## Election Called Early"] {
            let all = stories("", &format!("{head}\n\n{LEAVE}"));
            let text: String = all.iter().map(|(headline, body)| headline.clone() + body).collect();
            assert!(text.contains(head.trim_start_matches("## ")), "{all:?}");
        }
    }

    #[test]
    fn a_text_that_is_nothing_else_stays() {
        let gathered = load("mail.txt", LEAVE);
        assert_eq!(gathered.stories.len(), 1);
        assert_eq!(gathered.stories[0].body, LEAVE.trim_end());
    }

    #[test]
    fn what_a_story_says_of_lists_and_shares_stays() {
        for end in [
            "Unsubscribed stock was placed with institutions.",
            "To subscribe to the issue, holders need 10 rights a share.",
            "This email was sent to Jon Berg two days before the sale.",
            "“This email was sent to you by mistake,” a spokesman told him.",
            "If you would like to unsubscribe, the law says, one click must do.",
            "“Update your subscription” buttons will have to go.",
            "Since July every app must show where you can manage your subscription.",
            "The court held that all rights of the players were restored.",
            "Nasdaq 6,936.58, up 80.06",
        ] {
            let body = format!("The board wrote to all members on Friday.\n\n{end}");
            assert_eq!(below(&body, true), None, "{end}");
        }
        let listed = "The dead are:\n\n--\n\nInes Marlow, 34\n\nTove Lind, 41";
        assert_eq!(below(listed, true), None);
    }

    #[test]
    fn every_row_stands_once_in_order_and_is_a_notice() {
        let rows: Vec<&str> = NOTICES.lines().skip(1).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
        assert!(rows.iter().all(|row| is_notice(&row.to_uppercase())));
    }
}
