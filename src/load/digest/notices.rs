//! What a mailing list says below the last story it sends: how to leave it, who sent it.

use memchr::memmem::Finder;

use super::shape::{End, LONGEST_HEADLINE, end_of};

const NOTICES: &str = include_str!("../../../assets/mail-notices.tsv");

/// Bytes of a notice, at most.
const LONGEST: usize = 600;

/// Paragraphs that are looked at from the end of a digest, at most.
const MOST: usize = 12;

/// Lines of a signature without a notice, at most.
const SIGNATURE: usize = 4;

/// The notices of lists, ready to be told from prose.
pub(super) struct Notices {
    anywhere: Vec<&'static str>,
    /// Those that begin a paragraph.
    starts: Vec<&'static str>,
    /// One of these stands in each of them: most prose ends here.
    stems: [Finder<'static>; 2],
}

impl Notices {
    pub(super) fn new() -> Notices {
        let rows = NOTICES.lines().filter(|row| !row.starts_with('#'));
        let (starts, anywhere): (Vec<&str>, Vec<&str>) = rows.partition(|row| row.ends_with('…'));
        let starts = starts.into_iter().map(|row| row.trim_end_matches('…')).collect();
        let stems = ["ubscri", "mail"].map(Finder::new);
        Notices { anywhere, starts, stems }
    }

    /// Where in the body of a story begins what a list says below it, if it does. At the
    /// very end of a digest, `last`, lines may stand below that.
    pub(super) fn below(&self, body: &str, last: bool) -> Option<usize> {
        let (mut found, mut passed) = (None, 0);
        for (start, paragraph) in from_the_end(body).take(MOST) {
            if self.is_notice(paragraph) {
                found = Some(start);
            } else if is_delimiter(paragraph) {
                let signed = found.is_some() || passed == 0 || last && passed <= SIGNATURE;
                return if signed { Some(start) } else { found };
            } else if (last || found.is_some()) && is_line(paragraph) {
                passed += 1;
            } else {
                break;
            }
        }
        found
    }

    fn is_notice(&self, paragraph: &str) -> bool {
        let stem = || self.stems.iter().any(|stem| stem.find(paragraph.as_bytes()).is_some());
        if paragraph.len() > LONGEST || !stem() {
            return false;
        }
        let folded = paragraph.to_ascii_lowercase().replace('’', "'");
        self.starts.iter().any(|start| folded.starts_with(start))
            || self.anywhere.iter().any(|notice| folded.contains(notice))
    }
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

/// What stands between a mail and its signature.
fn is_delimiter(paragraph: &str) -> bool {
    paragraph == "--"
}

/// Whether a paragraph is a name, an address, a claim of rights: no prose.
fn is_line(paragraph: &str) -> bool {
    let rights = || {
        let folded = paragraph.to_ascii_lowercase();
        folded.starts_with(['©']) || folded.contains("copyright") || folded.contains("all rights")
    };
    paragraph.len() <= LONGEST_HEADLINE && (end_of(paragraph) == End::Open || rights())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::tests::load;

    const DIGEST: &str = "Ferry Talks Open in Bergen after Four Years\n\n\
        BERGEN — The ferry line opens in May, the harbour board said on Friday.\n\n\
        Port Fees Rise in Callao despite a Strike\n\n\
        CALLAO — Port fees rise in June, the union said on Monday, and some ships will leave.\n\n";

    /// The headline and the end of the body of each story that a digest has with `below`
    /// at its end.
    fn stories(below: &str) -> Vec<(String, String)> {
        let gathered = load("digest.txt", &format!("{DIGEST}{below}"));
        let end = |body: &str| body.rsplit(' ').next().unwrap_or_default().to_owned();
        gathered.stories.into_iter().map(|story| (story.headline, end(&story.body))).collect()
    }

    #[test]
    fn what_a_list_says_below_its_digest_is_no_story_and_no_part_of_one() {
        let bare = stories("");
        assert_eq!(bare.len(), 2);
        let leave = "To unsubscribe from this list, reply with LEAVE in the subject line.\n";
        let sent = "You are receiving this email because you subscribed to Northern Digest.\n";
        let rights =
            "Copyright 2017 Northern Digest, 4 Quay Street, Bergen. All rights reserved.\n";
        for below in [
            leave.to_owned(),
            format!("{sent}\n{rights}"),
            format!("--\nNorthern Digest\n{leave}{rights}"),
            format!("_______________\n{leave}"),
            format!("{sent}\nNorthern Digest\n\n{leave}\n{rights}"),
            "-- \nInes Marlow\nForeign desk\n".to_owned(),
        ] {
            assert_eq!(stories(&below), bare, "{below}");
        }
    }

    #[test]
    fn digests_may_follow_one_another() {
        let leave = "--\nUnsubscribe: reply with LEAVE in the subject line.\n\n";
        let twice = stories(&format!("{leave}{DIGEST}{leave}"));
        assert_eq!(twice, [stories(""), stories("")].concat());
    }

    #[test]
    fn a_text_that_is_nothing_else_stays() {
        let text = "To unsubscribe, reply with LEAVE in the subject line.";
        let gathered = load("mail.txt", text);
        assert_eq!(gathered.stories.len(), 1);
        assert_eq!(gathered.stories[0].body, text);
    }

    #[test]
    fn every_row_stands_once_in_order_and_has_a_stem() {
        let rows: Vec<&str> = NOTICES.lines().skip(1).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
        let notices = Notices::new();
        assert!(rows.iter().all(|row| notices.is_notice(row.trim_end_matches('…'))));
    }

    #[test]
    fn who_leaves_a_list_in_the_news_is_no_notice() {
        let body = "The board wrote to all members.\n\nHalf of them chose to unsubscribe, it said.";
        assert_eq!(Notices::new().below(body, true), None);
    }
}
