//! The day in a date, whatever its order and marks.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::names::month;
use super::time::{digits, number};

/// Words that stand between the parts of a date and say nothing.
const BETWEEN: [&str; 9] = ["of", "the", "de", "del", "le", "den", "di", "do", "г"];

/// The day a date names, and what follows it: a time, a zone, or nothing.
pub(super) fn day(text: &str) -> Option<(Date, &str)> {
    let text = text.trim_start_matches(['(', '[', ' ']);
    let any = |text| iso_day(text).or_else(|| day_with_words(text)).or_else(|| slashed(text));
    any(text).or_else(|| any(behind_weekday(text)?))
}

/// Behind a word that stands before the first number: a weekday, in any language.
fn behind_weekday(text: &str) -> Option<&str> {
    let at = text.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0)?;
    let word = text[..at].trim_end_matches([' ', ',', '.', ':']);
    let is_word = !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit() || c == '-');
    (is_word && word.chars().count() <= 20).then(|| &text[at..])
}

/// `2017-12-15`, `2017/12/15`, `20171215`, `2017-W50-5`, `2017W505`, `2017-349`,
/// `2017-12`, `2017-december-15`, and what follows.
fn iso_day(text: &str) -> Option<(Date, &str)> {
    let year = digits(text, 4)? as i16;
    let rest = &text[4..];
    if let Some(week) = rest.strip_prefix("-W").or_else(|| rest.strip_prefix('W')) {
        return week_day(year, week);
    }
    let Some(rest) = rest.strip_prefix(['-', '/', '.']) else { return compact_day(text) };
    let in_year = digits(rest, 3).filter(|_| !rest[3..].starts_with(|c: char| c.is_ascii_digit()));
    if let Some(nth) = in_year.filter(|_| !rest[3..].starts_with('-')) {
        return Some((nth_day(year, nth)?, &rest[3..]));
    }
    let (month, rest) = if let Some((month, rest)) = number(rest) {
        (month.try_into().ok()?, rest)
    } else {
        let len = rest.find(|c: char| !c.is_alphabetic())?;
        (month(&rest[..len])?, &rest[len..])
    };
    let Some((day, rest)) = rest.strip_prefix(['-', '/', '.']).and_then(number) else {
        // A month by itself begins with its first day.
        return Some((Date::new(year, month, 1).ok()?, rest)).filter(|_| rest.is_empty());
    };
    // `2017-12-15-01` is no date.
    let over = rest.strip_prefix('-').is_some_and(|rest| rest.len() < 4);
    Some((Date::new(year, month, day.try_into().ok()?).ok()?, rest)).filter(|_| !over)
}

/// `50-5`, `505`; the week alone begins on its Monday.
fn week_day(year: i16, text: &str) -> Option<(Date, &str)> {
    let nth = digits(text, 2)?;
    let rest = &text[2..];
    let behind = rest.strip_prefix('-').unwrap_or(rest);
    let (weekday, rest) = match digits(behind, 1) {
        Some(weekday) => (weekday, &behind[1..]),
        None => (1, rest),
    };
    let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
    Some((ISOWeekDate::new(year, nth as i8, weekday).ok()?.date(), rest))
}

fn nth_day(year: i16, nth: u32) -> Option<Date> {
    Date::new(year, 1, 1).ok()?.with().day_of_year(nth.try_into().ok()?).build().ok()
}

/// `20171215`, `2017349`, and what follows.
fn compact_day(text: &str) -> Option<(Date, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let year = digits(text, 4)? as i16;
    match len {
        7 => Some((nth_day(year, digits(&text[4..], 3)?)?, &text[7..])),
        8.. => {
            let (month, day) = (digits(&text[4..], 2)?, digits(&text[6..], 2)?);
            let day = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
            Some((day, &text[8..]))
        }
        _ => None,
    }
}

/// `Fri, 15 Dec 2017`, `December 15th, 2017`, `26-FEB-1987`, `Fri Dec 15 10:20 2017`,
/// `15 de diciembre de 2017`: a month by name, with the day before or behind it.
fn day_with_words(text: &str) -> Option<(Date, &str)> {
    const MARKS: [char; 6] = [' ', ',', '-', '.', '/', '\u{a0}'];
    let (mut named, mut day, mut rest) = (None, None, text);
    while named.is_none() || day.is_none() {
        rest = rest.trim_start_matches(MARKS);
        let len = rest.find(|c: char| !is_of_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(len);
        if word.is_empty() {
            return None;
        }
        let begins = rest.len() == text.len();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let number = word.trim_end_matches(|c: char| !c.is_ascii_digit());
            day = Some(number.parse::<i8>().ok().filter(|_| day.is_none())?);
        } else if let Some(found) = month(word).filter(|_| named.is_none()) {
            named = Some(found);
        } else if !begins && !BETWEEN.iter().any(|one| one.eq_ignore_ascii_case(word)) {
            return None;
        }
        rest = after;
    }
    let (month, day) = (named?, day?);
    let mut behind = rest.trim_start_matches(MARKS).trim_start_matches(['\'', '’']);
    for word in BETWEEN {
        behind =
            behind.strip_prefix(word).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(behind);
    }
    if let Some((year, after)) = year(behind) {
        return Some((Date::new(year, month, day).ok()?, after));
    }
    // `Fri Dec 15 10:20:00 2017` has its year at the end.
    let (before, last) = text.rsplit_once(' ')?;
    let (year, _) = year(last).filter(|(_, after)| after.is_empty())?;
    let time = &before[before.len().min(text.len() - rest.len())..];
    Some((Date::new(year, month, day).ok()?, time))
}

/// Marks on letters belong to words: Hindi and Thai write vowels so.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// A year of four digits, or of two as RFC 5322 reads them.
fn year(text: &str) -> Option<(i16, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(len);
    let year: i16 = digits.parse().ok()?;
    let short = !rest.starts_with(':');
    match len {
        4 => Some((year, rest)),
        2 if short && year < 50 => Some((2000 + year, rest)),
        2 if short => Some((1900 + year, rest)),
        _ => None,
    }
}

/// `15/12/2017` and `12/15/2017`, `15.12.2017`, where one number cannot be a month.
fn slashed(text: &str) -> Option<(Date, &str)> {
    let (one, rest) = number(text)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (two, rest) = number(rest[1..].trim_start())?;
    let (year, rest) = year(rest.strip_prefix(mark)?.trim_start())?;
    let (month, day) = match (one, two) {
        (one, two) if one == two => (one, two),
        (13.., 1..=12) => (two, one),
        (1..=12, 13..) => (one, two),
        // With full stops the day stands first.
        (day, month) if mark == '.' => (month, day),
        _ => return None,
    };
    Some((Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?, rest))
}
