//! Names in dates: months in many languages, time zones.

use crate::text::fold;
use crate::text::month::month as english;

const MONTHS: &str = include_str!("../../../assets/dates/months.tsv");
const ZONES: &str = include_str!("../../../assets/dates/zones.tsv");

/// The month, 1 to 12, that a word names, in any of the languages known.
pub(super) fn month(word: &str) -> Option<i8> {
    if let Some(month) = english(word) {
        return Some(month as i8);
    }
    // Most words that are no month are a weekday in English: no table is asked for those.
    if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) || is_weekday(word) {
        return None;
    }
    let word = fold(word);
    rows(MONTHS).find_map(|(number, names)| {
        let mut names = names.split('\t');
        names.any(|name| is_named(name, &word)).then(|| number.parse().ok())?
    })
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    word.len() == 3 && DAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

fn is_named(name: &str, word: &str) -> bool {
    name.strip_suffix('*').map_or(name == word, |stem| word.starts_with(stem))
}

/// Seconds east of UTC of a zone, by its name in any case.
pub(super) fn zone(name: &str) -> Option<i64> {
    // Nearly all dates have one of these, or a number: no table is asked for them.
    match name {
        "GMT" | "UTC" | "Z" => return Some(0),
        _ if name.starts_with(['+', '-']) => return None,
        _ => (),
    }
    let found = rows(ZONES).find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.and_then(|(_, minutes)| minutes.parse::<i64>().ok()).map(|minutes| minutes * 60)
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_of_two_months() {
        for (number, names) in rows(MONTHS) {
            assert_eq!(fold(names), names, "the table is folded");
            for name in names.split('\t').map(|name| name.trim_end_matches('*')) {
                assert_eq!(
                    month(name).map(|month| month.to_string()).as_deref(),
                    Some(number),
                    "{name}"
                );
            }
        }
        assert_eq!(rows(MONTHS).count(), 12);
    }

    #[test]
    fn zones_are_read_and_named_once() {
        let mut names: Vec<&str> = rows(ZONES).map(|(name, _)| name).collect();
        assert!(names.iter().all(|name| zone(name).is_some_and(|seconds| seconds.abs() < 50_400)));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
