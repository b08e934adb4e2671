//! The words a dateline is made of, told by their letters: places, days, agencies.

/// The length of a capitalised word, or of a small one that may stand in a name.
pub(super) fn place_word(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let plain = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    // Most words are of plain letters, and a blank or a comma stands behind them.
    let ends = matches!(text.as_bytes().get(plain), None | Some(b' ' | b','));
    let word_end = if ends { plain } else { word_end(text) };
    if first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()) {
        return Some(word_end);
    }
    let follows = || {
        let behind = text[word_end..].strip_prefix(' ');
        behind.is_some_and(|behind| behind.starts_with(char::is_uppercase))
    };
    (is_inside(&text[..word_end]) && follows()).then_some(word_end)
}

/// A small word that may stand in a place's name.
pub(super) fn is_inside(word: &str) -> bool {
    matches!(word, "de" | "la" | "del" | "of" | "the" | "upon" | "sur" | "el" | "and")
}

fn word_end(text: &str) -> usize {
    let inside = |at: usize, c: char| c.is_alphanumeric() || is_inner(text, at, c);
    text.char_indices().find(|(at, c)| !inside(*at, *c)).map_or(text.len(), |(at, _)| at)
}

/// A full stop, an apostrophe or a hyphen that belongs to the word it stands in. The
/// hyphen of `GENEVA-The` does not.
fn is_inner(text: &str, at: usize, c: char) -> bool {
    match c {
        '.' | '\'' | '’' => true,
        '-' => {
            let before = &text[..at];
            let mut after = text[at + 1..].chars();
            let next = after.next().is_some_and(char::is_alphabetic);
            let sentence = in_capitals(before) && after.next().is_some_and(char::is_lowercase);
            next && !sentence
        }
        _ => false,
    }
}

/// Whether it is a day of a month: `4`, `21st`.
pub(super) fn is_day(text: &str) -> bool {
    let digits = text.trim_end_matches(char::is_alphabetic);
    digits.len() <= 2 && digits.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
}

/// Letters, and none of them small.
pub(super) fn in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Whether it is of capitals alone, as agencies sign: `NW`.
pub(super) fn is_initials(text: &str) -> bool {
    (2..=8).contains(&text.len()) && text.chars().all(char::is_uppercase)
}

/// Whether an agency signs in small letters, as `dpa` does; so may any other word.
pub(super) fn is_small_agency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// What may stand in the brackets: capitalised words, no party letters, no numbers.
pub(super) fn is_agency(text: &str) -> bool {
    is_small_agency(text)
        || (2..=40).contains(&text.len())
            && text.starts_with(char::is_uppercase)
            && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '&' | '-' | '/'))
            && text.chars().nth(1).is_some_and(char::is_alphabetic)
}
