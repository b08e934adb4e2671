//! Dates in every dress, as instants.
//!
//! A date is taken apart into numbers and words first and understood afterwards, so
//! that order and punctuation matter only where they must. What could be two different
//! days (`3/4/2017`) is none.

use jiff::civil::{Date, DateTime, ISOWeekDate, Time, Weekday};
use jiff::tz::TimeZone;

use crate::text::month::month;

/// No date is longer, in bytes.
const LONGEST: usize = 128;

/// Seconds since the Unix epoch, UTC, of a date as people and programs write it: RFC
/// 3339 and 2822, `2017-12-15 10:20`, `Dec 15, 2017`, `26-FEB-1987 15:01:01.79`, Unix
/// seconds. A time without a zone is UTC. `None` when it cannot be read without doubt
/// or lies beyond the years 1 to 9999.
pub fn date(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if let Ok(number) = text.parse::<i64>() {
        return number_of_digits(text, number);
    }
    let (day, rest) = iso_day(text).or_else(|| day_with_words(text)).or_else(|| slashed(text))?;
    let (time, zone) = time_and_zone(rest)?;
    instant(day, time, zone)
}

/// A date that is a bare number: Unix time, in seconds or finer, by its size.
pub(super) fn unix(number: f64) -> Option<i64> {
    if !number.is_finite() || number < 1e8 {
        return None;
    }
    let finer = [1e11, 1e14, 1e17, 1e20].iter().position(|most| number < *most)?;
    let seconds = number / 1000_f64.powi(finer as i32);
    in_range(seconds as i64)
}

fn number_of_digits(text: &str, number: i64) -> Option<i64> {
    if text.len() == 8 {
        let (day, _) = compact_day(text)?;
        return instant(day, Time::midnight(), 0);
    }
    #[expect(clippy::cast_precision_loss, reason = "nanoseconds are dropped anyway")]
    unix(number as f64)
}

fn instant(day: Date, time: Time, zone: i64) -> Option<i64> {
    let utc = DateTime::from_parts(day, time).to_zoned(TimeZone::UTC).ok()?;
    in_range(utc.timestamp().as_second() - zone)
}

/// Years 1 to 9999.
fn in_range(seconds: i64) -> Option<i64> {
    (-62_135_596_800..=253_402_300_799).contains(&seconds).then_some(seconds)
}

/// `2017-12-15`, `2017/12/15`, `20171215`, `2017-W50-5`, `2017-349`, and what follows.
fn iso_day(text: &str) -> Option<(Date, &str)> {
    let year = digits(text, 4)?;
    let rest = &text[4..];
    if let Some(week) = rest.strip_prefix("-W") {
        let (nth, weekday) = (digits(week, 2)?, digits(week.get(3..)?, 1)?);
        let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
        let date = ISOWeekDate::new(year as i16, nth as i8, weekday).ok()?.date();
        return Some((date, &week[4..]));
    }
    let Some(rest) = rest.strip_prefix(['-', '/']) else { return compact_day(text) };
    if let Some(nth) =
        digits(rest, 3).filter(|_| !rest[3..].starts_with(|c: char| c.is_ascii_digit()))
    {
        let date =
            Date::new(year as i16, 1, 1).ok()?.with().day_of_year(nth as i16).build().ok()?;
        return Some((date, &rest[3..]));
    }
    let (month, rest) = number(rest)?;
    let (day, rest) = number(rest.strip_prefix(['-', '/'])?)?;
    Some((Date::new(year as i16, month.try_into().ok()?, day.try_into().ok()?).ok()?, rest))
}

fn compact_day(text: &str) -> Option<(Date, &str)> {
    let (year, month, day) =
        (digits(text, 4)?, digits(text.get(4..)?, 2)?, digits(text.get(6..)?, 2)?);
    Some((Date::new(year as i16, month.try_into().ok()?, day.try_into().ok()?).ok()?, &text[8..]))
}

/// `Fri, 15 Dec 2017`, `December 15th, 2017`, `26-FEB-1987`, `Fri Dec 15 10:20 2017`:
/// a month by name, with the day before or behind it.
fn day_with_words(text: &str) -> Option<(Date, &str)> {
    let text = text.strip_prefix(['(', '[']).unwrap_or(text);
    let (mut named, mut day, mut rest) = (None, None, text);
    while named.is_none() || day.is_none() {
        rest = rest.trim_start_matches([' ', ',', '-', '.', '/']);
        let len = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(len);
        if let Some(found) = month(word).filter(|_| named.is_none()) {
            named = Some(found);
        } else if word.starts_with(|c: char| c.is_ascii_digit()) && day.is_none() {
            day = Some(word.trim_end_matches(char::is_alphabetic).parse::<i8>().ok()?);
        } else if !is_weekday(word) {
            return None;
        }
        rest = after;
    }
    let (month, day) = (named? as i8, day?);
    let behind = rest.trim_start_matches([' ', ',', '-', '.', '/', '\'', '’']);
    if let Some((year, after)) = year(behind) {
        return Some((Date::new(year, month, day).ok()?, after));
    }
    // `Fri Dec 15 10:20:00 2017` has its year at the end.
    let (before, last) = text.rsplit_once(' ')?;
    let (year, _) = year(last).filter(|(_, after)| after.is_empty())?;
    let time = &before[before.len().min(text.len() - rest.len())..];
    Some((Date::new(year, month, day).ok()?, time))
}

/// A year of four digits, or of two as RFC 2822 reads them.
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

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |day: &&str| word.get(..3).is_some_and(|head| head.eq_ignore_ascii_case(day));
    DAYS.iter().any(day) && word.chars().all(char::is_alphabetic)
}

/// `15/12/2017` and `12/15/2017`, `15.12.2017`, where one number cannot be a month.
fn slashed(text: &str) -> Option<(Date, &str)> {
    let (one, rest) = number(text)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (two, rest) = number(&rest[1..])?;
    let (year, rest) = year(rest.strip_prefix(mark)?)?;
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

/// The time of day, and seconds east of UTC.
fn time_and_zone(text: &str) -> Option<(Time, i64)> {
    let text = text.trim_start_matches([' ', 'T', 't', ',', '-', 'a']);
    let text = text.strip_prefix("t ").unwrap_or(text).trim();
    if text.is_empty() {
        return Some((Time::midnight(), 0));
    }
    let Some((time, rest)) = time(text) else {
        // `2017-12-15Z`, `15 Dec 2017 GMT`.
        return Some((Time::midnight(), zone(text)?));
    };
    Some((time, zone(rest.trim())?))
}

/// `10:20`, `10:20:30.5`, `3:04 pm`, `102030`.
fn time(text: &str) -> Option<(Time, &str)> {
    let (hour, minute, second, rest) = match number(text)? {
        (compact, rest) if text.len() - rest.len() == 6 => {
            (compact / 10_000, compact / 100 % 100, compact % 100, rest)
        }
        (hour, rest) => {
            let (minute, rest) = number(rest.strip_prefix([':', '.', 'h'])?)?;
            let (second, rest) = rest.strip_prefix(':').and_then(number).unwrap_or((0, rest));
            (hour, minute, second, rest)
        }
    };
    let fraction = |rest: &str| rest[1..].bytes().take_while(u8::is_ascii_digit).count() + 1;
    let rest = if rest.starts_with(['.', ',']) { &rest[fraction(rest)..] } else { rest };
    let (half, behind) = half_of_day(rest.trim_start());
    let (hour, rest) = match (hour, half) {
        (12, Some(Half::Morning)) => (0, behind),
        (1..=11, Some(Half::Evening)) => (hour + 12, behind),
        (1..=12, Some(_)) => (hour, behind),
        _ => (hour, rest),
    };
    // A leap second is taken for the one before it.
    let second = if second == 60 { 59 } else { second };
    let time =
        Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, 0);
    Some((time.ok()?, rest))
}

enum Half {
    Morning,
    Evening,
}

/// `am`, `p.m.` and their like, and what follows.
fn half_of_day(text: &str) -> (Option<Half>, &str) {
    for (name, half) in [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)] {
        let Some((head, rest)) = text.split_at_checked(name.len()) else { continue };
        if head.eq_ignore_ascii_case(name) && !rest.starts_with(char::is_alphabetic) {
            return (Some(if half == 0 { Half::Morning } else { Half::Evening }), rest);
        }
    }
    (None, text)
}

/// Seconds east of UTC: `Z`, `+0100`, `-05:00`, `EST`. Nothing is UTC; a name that is
/// not known could be anything.
fn zone(text: &str) -> Option<i64> {
    const NAMES: [(&str, i64); 17] = [
        ("", 0),
        ("Z", 0),
        ("UT", 0),
        ("UTC", 0),
        ("GMT", 0),
        ("WET", 0),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
        ("CET", 1),
        ("CEST", 2),
        ("MSK", 3),
    ];
    let text = text.trim_matches(['(', ')', ' ', '.']);
    let named = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    if let Some((_, hours)) = named {
        return Some(hours * 3600);
    }
    let offset = ["UTC", "GMT"].iter().find_map(|name| text.strip_prefix(name)).unwrap_or(text);
    // `+0100 (CET)`: the remark goes.
    let offset = offset.split(' ').next()?;
    let (sign, digits) = match offset.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let plain: String = digits.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match plain.len() {
        1 | 2 => (plain.parse::<i64>().ok()?, 0),
        4 => (plain[..2].parse().ok()?, plain[2..].parse::<i64>().ok()?),
        _ => return None,
    };
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Exactly so many digits at the start.
fn digits(text: &str, len: usize) -> Option<u32> {
    let digits = text.get(..len)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The number at the start, of up to six digits, and what follows.
fn number(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=6).contains(&len).then(|| Some((text[..len].parse().ok()?, &text[len..])))?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 1_513_296_000;

    #[test]
    fn dates_are_read_in_every_dress() {
        for (text, seconds) in [
            ("2017-12-15", DAY),
            ("2017-12-15 10:20", DAY + 37_200),
            ("2017-12-15T10:20:00Z", DAY + 37_200),
            ("2017-12-15T11:20:00.123+01:00", DAY + 37_200),
            ("2017/12/15", DAY),
            ("20171215", DAY),
            ("20171215T102000Z", DAY + 37_200),
            ("2017-W50-5", DAY),
            ("2017-349", DAY),
            ("Fri, 15 Dec 2017 10:20:00 +0000", DAY + 37_200),
            ("Fri, 15 Dec 2017 05:20:00 EST", DAY + 37_200),
            ("Mon, 15 Dec 2017 00:00:00 GMT", DAY),
            ("15 Dec 17 10:20 UT", DAY + 37_200),
            ("Dec 15, 2017", DAY),
            ("December 15th, 2017 at 10:20 am", DAY + 37_200),
            ("Dec. 15, 2017, 10:20 p.m.", DAY + 80_400),
            ("15 December 2017", DAY),
            ("Friday, December 15, 2017", DAY),
            ("Fri Dec 15 10:20:00 2017", DAY + 37_200),
            ("15-DEC-2017 10:20:00.79", DAY + 37_200),
            ("26-FEB-1987 15:01:01.79", 541_350_061),
            ("15/12/2017", DAY),
            ("12/15/2017", DAY),
            ("1513296000", DAY),
            ("1513296000000", DAY),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
        ] {
            assert_eq!(date(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_in_doubt_is_no_date() {
        for text in [
            "",
            "yesterday",
            "3/4/2017",
            "2017-02-30",
            "31-FEB-1987",
            "2017-13-01",
            "0000-01-01",
            "10000-01-01T00:00:00Z",
            "2017-12-15T25:61:61Z",
            "2017-12-15T00:00:00+99:99",
            "NaN",
            "0",
            "-1",
            "9999-12-31T23:59:59-15:59",
            "15 Dec 2017 10:20 QQT",
            "May",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(date(&"2017-12-15T00:00:00Z".repeat(100)), None);
    }

    #[test]
    fn numbers_are_unix_time_by_their_size() {
        assert_eq!(unix(1_513_296_000.5), Some(DAY));
        assert_eq!(unix(1.513_296e12), Some(DAY));
        assert_eq!((unix(0.0), unix(f64::NAN), unix(1e308)), (None, None, None));
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(text in "[0-9TZ:+-]{0,30}|[A-Za-z0-9 ,:./'-]{0,40}|\\PC{0,20}") {
            if let Some(seconds) = date(&text) {
                prop_assert!(in_range(seconds).is_some());
            }
        }
    }
}
