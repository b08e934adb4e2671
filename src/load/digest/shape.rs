//! How a paragraph looks, apart from what surrounds it: its length, its case, how it
//! begins and ends.

use crate::text::month::month;

/// Longer than any headline, in bytes: of such a paragraph only the ends matter.
pub(super) const LONGEST_HEADLINE: usize = 300;

/// The last of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A full stop.
    Sentence,
    /// A full stop inside quotation marks or brackets, or an exclamation mark.
    Stopped,
    Question,
    /// A quotation mark with no stop before it.
    Quote,
    /// A colon, a comma, a semicolon, a dash: more is to come.
    More,
    /// Anything else, a letter mostly.
    Open,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Letters, counted no further than matters.
    pub(super) len: usize,
    pub(super) end: End,
    pub(super) starts_small: bool,
    pub(super) starts_quoted: bool,
}

impl Shape {
    pub(super) fn of(text: &str) -> Shape {
        Shape {
            len: crate::load::lines::letters(text),
            end: end_of(text),
            starts_small: text.starts_with(char::is_lowercase),
            starts_quoted: text.starts_with(['"', '“', '\'', '‘', '«', '„']),
        }
    }
}

/// Words of a short text, as blanks part them. Written so that many bytes are compared at
/// once.
pub(super) fn words(text: &str) -> usize {
    let Some((first, behind)) = text.as_bytes().split_first() else { return 0 };
    let pairs = text.bytes().zip(behind);
    let begun: u16 = pairs.map(|(a, b)| u16::from(a == b' ' && *b != b' ')).sum();
    usize::from(begun) + usize::from(*first != b' ')
}

/// How a text ends.
pub(super) fn end_of(text: &str) -> End {
    let closing = ['"', '”', '\'', '’', ')', ']', '»', ' '];
    let bare = text.trim_end_matches(closing);
    match bare.chars().next_back() {
        Some('.') if ends_short_form(bare) => End::Open,
        Some('.' | '。' | '۔' | '।') if bare.len() == text.len() => End::Sentence,
        Some('.' | '!' | '。' | '！' | '۔' | '।') => End::Stopped,
        Some('?' | '？' | '؟') => End::Question,
        Some(',' | ':' | '-' | '—' | '–' | '、' | '：') => End::More,
        _ if text.ends_with(['"', '”', '\'', '’', '»']) => End::Quote,
        _ => End::Open,
    }
}

/// `N.H.`, `U.S.`: the full stop is part of the word, in a text of a few words.
fn ends_short_form(text: &str) -> bool {
    if !matches!(text.as_bytes(), [.., letter, b'.'] if letter.is_ascii_uppercase()) {
        return false;
    }
    let word = text.rsplit(' ').next().unwrap_or_default();
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    let short_form = letters >= 2
        && word.len() == 2 * letters
        && word.bytes().skip(1).step_by(2).all(|b| b == b'.');
    short_form && text.len() <= 160
}

/// A full stop inside, behind a word of some length and before a capital.
pub(super) fn has_inner_end(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'.', bytes).filter(|at| bytes.get(at + 1) == Some(&b' ')).any(|at| {
        let before = text[..at].rsplit([' ', '.']).next().unwrap_or_default();
        let after = text[at + 2..].trim_start();
        let word = before.len() >= 4 && !before.starts_with(char::is_uppercase);
        let year = before.len() == 4 && before.bytes().all(|byte| byte.is_ascii_digit());
        (word || year) && after.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“'))
    })
}

/// Whether a line goes with a story but is neither headline nor prose: `By Ines Marlow`, a
/// date, a link.
pub(super) fn is_furniture(text: &str) -> bool {
    is_byline(text)
        || is_date(text)
        || is_mail_header(text)
        || text.starts_with("http://")
        || text.starts_with("https://")
        || text.starts_with("www.")
        || is_signature(text)
        || is_slug(text)
}

/// `BC-NORWAY-FERRY`, `AM-Norway-Ferry,0412`: a wire names a story so, for morning papers,
/// for evening papers or for both, above its headline.
pub(super) fn is_slug(text: &str) -> bool {
    // Cheap for nearly all others.
    if text.as_bytes().get(2) != Some(&b'-') {
        return false;
    }
    let slug = ["BC-", "AM-", "PM-"].iter().find_map(|cycle| text.strip_prefix(cycle));
    slug.is_some_and(|slug| {
        let named = slug.trim_start_matches('-').starts_with(|c: char| c.is_ascii_uppercase());
        named && text.len() <= 80 && words(text) <= 4 && end_of(text) == End::Open
    })
}

/// `By Ines Marlow`, `By INES MARLOW and Tove Lind, Northern Wire`.
fn is_byline(text: &str) -> bool {
    // Cheap for the many lines that begin otherwise.
    if !text.starts_with(['B', 'b', 'A', 'F', 'W', 'R', 'S', 'P', 'C', '—', '–']) {
        return false;
    }
    let Some((by, names)) = text.split_once([' ', ':']) else { return false };
    let by = matches!(by, "By" | "BY" | "by" | "—By" | "–By" | "Byline" | "Author" | "From")
        || ["Written by ", "Reported by ", "Story by ", "Posted by ", "Compiled by "]
            .iter()
            .any(|words| text.starts_with(words));
    if !by {
        return false;
    }
    let names = names.trim_start_matches("by ");
    let capitals = names.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
    let words = names.split(' ').count();
    let small = |word: &str| {
        matches!(
            word,
            "and" | "of" | "for" | "in" | "the" | "de" | "van" | "von" | "al" | "bin" | "|" | "&"
        ) || word.contains('@')
    };
    let others =
        names.split(' ').filter(|word| word.starts_with(char::is_lowercase) && !small(word));
    words <= 14 && capitals > 0 && others.count() <= 1 && !names.ends_with(['.', '?', '!'])
}

/// `December 15, 2017`, `Fri 15 Dec 2017 10:20 GMT`, `Published: 15 December 2017`.
fn is_date(text: &str) -> bool {
    if text.len() > 60 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let text =
        text.rsplit_once(": ").filter(|(_, rest)| rest.len() > 5).map_or(text, |(_, date)| date);
    let (mut named, mut numbers, mut others) = (0, 0, 0);
    for word in text.split([' ', ',', '/', '-', '|', '·']).filter(|word| !word.is_empty()) {
        let bare = word.trim_matches(['.', '(', ')', ':']);
        if month(bare).is_some() {
            named += 1;
        } else if bare.starts_with(|c: char| c.is_ascii_digit()) {
            numbers += 1;
        } else if bare.len() > 4 && !bare.ends_with("day") || bare.len() == 4 && bare != "from" {
            others += 1;
        }
    }
    numbers > 0 && numbers + named >= 2 && others == 0 && named <= 1
}

/// `Subject: …`, as a mailed digest begins.
fn is_mail_header(text: &str) -> bool {
    const KEYS: [&str; 14] = [
        "From",
        "To",
        "Cc",
        "Subject",
        "Date",
        "Sent",
        "Reply-To",
        "Sender",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "List-Id",
        "Return-Path",
    ];
    let key = memchr::memchr(b':', text.as_bytes()).map(|at| text.split_at(at));
    key.is_some_and(|(key, rest)| {
        rest.starts_with(": ") && KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
    })
}

/// `(Northern Wire)`, `— Northern Wire`, `Source: Northern Wire`.
fn is_signature(text: &str) -> bool {
    let bracketed = text.starts_with('(') && text.ends_with(')');
    let dashed = text.starts_with(['—', '–']) || text.starts_with("-- ");
    let keyed = ["Source:", "Sources:", "SOURCE:", "Photo:", "Image:", "Read more", "Agency:"];
    text.len() <= 80 && (bracketed || dashed || keyed.iter().any(|key| text.starts_with(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_and_dates_are_furniture() {
        for text in [
            "By Ines Marlow",
            "By INES MARLOW and TOVE LIND, Northern Wire",
            "Written by Ines Marlow",
            "December 15, 2017",
            "Friday, 15 Dec 2017 10:20 GMT",
            "2017-12-15",
            "(Northern Wire)",
            "https://example.org/1",
            "BC-NORWAY-FERRY",
            "AM-Norway--Ferry Talks,1st Ld-Writethru,0412",
        ] {
            assert!(is_furniture(text), "{text}");
        }
        for text in [
            "By the numbers: ferries in May",
            "Ferry talks open in Bergen",
            "PM-elect opens ferry line",
            "December talks on ferry line open",
            "By May the line will be open, the board said.",
        ] {
            assert!(!is_furniture(text), "{text}");
        }
    }

    #[test]
    fn ends_are_seen() {
        let headline = "Marlow: Ferry Talks Open in Bergen after Four Years";
        assert_eq!((words(headline), Shape::of(headline).end), (9, End::Open));
        assert_eq!(Shape::of("“It opens,” she said.").end, End::Sentence);
        assert_eq!(Shape::of("She said: “It opens.”").end, End::Stopped);
        assert_eq!(Shape::of("Ferry talks open in N.H.").end, End::Open);
        assert_eq!(Shape::of("Board calls line 'groundless'").end, End::Quote);
        assert!(has_inner_end("The line opens. The board said so."));
        assert!(!has_inner_end("U.S. Gov. Lind opens line"));
    }
}
