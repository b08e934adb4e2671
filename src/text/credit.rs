//! The agency a story credits, told by the shape of the words that close a paragraph;
//! whether the name is a known agency's is for the reader of the shape to say.

use std::ops::Range;

/// The close of a paragraph such as `…, Northern Wire reported.`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The name, in bytes of the paragraph.
    pub agency: Range<usize>,
    pub shape: CreditShape,
}

/// How a credit is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditShape {
    /// `according to X.`
    According,
    /// `X reported.`
    Reported,
    /// `told X.`
    Told,
    /// `(X)`, or `— X` behind the last sentence.
    Sign,
    /// `(Reporting by …)`: names people, not an agency.
    Desk,
}

/// A credit stands within this many bytes of its paragraph's end.
pub const REACH: usize = 120;

/// The credit that closes a paragraph, if one does.
pub fn credit(paragraph: &str) -> Option<Credit> {
    let text = paragraph.trim_end();
    let from = text.ceil_char_boundary(text.len().saturating_sub(REACH));
    let tail = &text[from..];
    let found = sign(tail).or_else(|| clause(tail))?;
    let agency = found.agency.start + from..found.agency.end + from;
    Some(Credit { agency, ..found })
}

/// `(Northern Wire)`, `(Reporting by …)` or `— Northern Wire` at the very end.
fn sign(tail: &str) -> Option<Credit> {
    if let Some(inside) = tail.trim_end_matches('.').strip_suffix(')') {
        let agency = inside.rfind('(')? + 1..inside.len();
        let words = &inside[agency.clone()];
        let desk =
            ["Reporting by", "Writing by", "Editing by", "Additional reporting", "With input"];
        if desk.iter().any(|desk| words.starts_with(desk)) {
            return Some(Credit { agency, shape: CreditShape::Desk });
        }
        let behind_a_sentence = inside[..agency.start - 1].trim_end().ends_with(ends_sentence);
        return (behind_a_sentence && is_name(words))
            .then_some(Credit { agency, shape: CreditShape::Sign });
    }
    let (at, dash) = last_dash(tail)?;
    let name = tail[at + dash..].trim_start();
    let behind_a_sentence = tail[..at].trim_end_matches([' ', '-']).ends_with(ends_sentence);
    (behind_a_sentence && is_name(name))
        .then_some(Credit { agency: tail.len() - name.len()..tail.len(), shape: CreditShape::Sign })
}

/// Where the last hyphen or dash of a text stands, and its length.
fn last_dash(text: &str) -> Option<(usize, usize)> {
    memchr::memrchr2_iter(b'-', 0xe2, text.as_bytes()).find_map(|at| match &text.as_bytes()[at..] {
        [b'-', ..] => Some((at, 1)),
        [0xe2, 0x80, 0x93 | 0x94, ..] => Some((at, 3)),
        _ => None,
    })
}

/// `according to X.`, `told X.` or `X reported.`
fn clause(tail: &str) -> Option<Credit> {
    let tail = tail.strip_suffix('.')?;
    // Most paragraphs end with a word that no credit ends with.
    let last = &tail[memchr::memrchr(b' ', tail.as_bytes()).map_or(0, |at| at + 1)..];
    if !last.starts_with(char::is_uppercase) && !matches!(last, "agency" | "reported" | "reports") {
        return None;
    }
    if let Some(credit) = named_last(tail) {
        return Some(credit);
    }
    let before = tail.strip_suffix(" reported").or_else(|| tail.strip_suffix(" reports"))?;
    let start = name_start(before)?;
    Some(Credit { agency: start..before.len(), shape: CreditShape::Reported })
}

/// `according to X` or `told X`: a name ends the text, and those words stand before it.
fn named_last(tail: &str) -> Option<Credit> {
    const WORDS: usize = 9;
    let mut start = tail.len();
    for _ in 0..WORDS {
        let blank = memchr::memrchr(b' ', &tail.as_bytes()[..start])?;
        let word = &tail[blank + 1..start];
        if word.starts_with(char::is_uppercase) || matches!(word, "the" | "news" | "agency") {
            start = blank;
            continue;
        }
        let (words, shape) = match word {
            "to" => (" according to", CreditShape::According),
            "told" => (" told", CreditShape::Told),
            _ => return None,
        };
        let name = tail.get(start + 1..)?.trim_start_matches("the ");
        return (tail[..start].ends_with(words) && is_name(name))
            .then(|| Credit { agency: tail.len() - name.len()..tail.len(), shape });
    }
    None
}

/// Where the capitalised words that end `text` begin, no more than five of them.
fn name_start(text: &str) -> Option<usize> {
    let mut start = text.len();
    for _ in 0..5 {
        let word = text[..start].trim_end_matches(' ').rfind(' ').map_or(0, |at| at + 1);
        if !text[word..].starts_with(char::is_uppercase)
            || text[word..start].contains([',', '"', '”'])
        {
            break;
        }
        start = word;
        if start == 0 {
            break;
        }
    }
    (start < text.len()).then_some(start)
}

/// One to four capitalised words, `news agency` behind them allowed.
fn is_name(text: &str) -> bool {
    let name = text.strip_suffix(" news agency").or(text.strip_suffix(" agency")).unwrap_or(text);
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '&' | '\'' | '’'))
    };
    (2..=60).contains(&name.len()) && name.split(' ').count() <= 4 && name.split(' ').all(capital)
}

/// What a sentence may end with.
pub(crate) fn ends_sentence(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '"'
            | '”'
            | '’'
            | '\''
            | '»'
            | '…'
            | '。'
            | '！'
            | '？'
            | '」'
            | '۔'
            | '।'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::CreditShape::{According, Desk, Reported, Sign, Told};
    use super::*;

    fn read(paragraph: &str) -> Option<(&str, CreditShape)> {
        credit(paragraph).map(|credit| (&paragraph[credit.agency], credit.shape))
    }

    #[test]
    fn credits_in_every_dress() {
        for (paragraph, agency, shape) in [
            ("The line opens in May, according to Northern Wire.", "Northern Wire", According),
            (
                "The line opens in May, including Bergen, Northern Wire reported.",
                "Northern Wire",
                Reported,
            ),
            ("“It opens,” the pilot told Harbour Press.", "Harbour Press", Told),
            ("The line opens in May. (NW)", "NW", Sign),
            ("The line opens in May. — Northern Wire", "Northern Wire", Sign),
            (
                "It opens. (Reporting by Tove Lind; Editing by Ines Marlow)",
                "Reporting by Tove Lind; Editing by Ines Marlow",
                Desk,
            ),
            (
                "It opens, according to the Harbour Press news agency.",
                "Harbour Press news agency",
                According,
            ),
        ] {
            assert_eq!(read(paragraph), Some((agency, shape)), "{paragraph}");
        }
    }

    #[test]
    fn other_endings_credit_nobody() {
        for paragraph in [
            "The line opens in May.",
            "The line opens, according to officials.",
            "No damage was reported.",
            "She told him.",
            "The board (HB)",
            "",
        ] {
            assert_eq!(read(paragraph), None, "{paragraph}");
        }
    }

    proptest! {
        #[test]
        fn any_paragraph_is_read(paragraph in "\\PC*( according to | told |\\()[A-Z]\\PC{0,9}[.)]|\\PC*") {
            if let Some(found) = credit(&paragraph) {
                prop_assert!(paragraph.get(found.agency).is_some());
            }
        }
    }
}
