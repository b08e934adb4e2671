//! Names of months and weekdays, as datelines and dates write them.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month, 1 to 12, that a word names in full or by its first three letters or more
/// (`Dec`, `Sept.`, `DECEMBER`), in any case.
pub fn month(word: &str) -> Option<u8> {
    let word = word.strip_suffix('.').unwrap_or(word);
    if word.len() < 3 {
        return None;
    }
    let starts = |name: &str| is_prefix(name, word);
    MONTHS.iter().position(|name| starts(name)).map(|at| at as u8 + 1)
}

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a word is a weekday in full, in any case.
pub fn is_weekday(word: &str) -> bool {
    let day = word.len() >= 6 && matches!(word.bytes().next_back(), Some(b'y' | b'Y'));
    day && WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

fn is_prefix(name: &str, word: &str) -> bool {
    let (name, word) = (name.as_bytes(), word.as_bytes());
    // Twelve names are tried: most differ in their first letter.
    name[0] == word[0].to_ascii_lowercase()
        && name.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_three_letters_or_more() {
        assert_eq!(
            ["Dec", "Sept.", "MAY", "june", "de", "Marlow"].map(month),
            [Some(12), Some(9), Some(5), Some(6), None, None]
        );
    }
}
