//! Dates in every dress, as instants.
//!
//! A date is taken apart into numbers and words first and understood afterwards, so
//! that order and punctuation matter only where they must. What could be two different
//! days (`3/4/2017`) is none.

mod day;
mod east;
mod names;
mod time;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use self::day::day;
use self::time::{Clock, clock, digits, zone};

/// No date is longer, in bytes.
const LONGEST: usize = 128;

/// Seconds since the Unix epoch, UTC, of a date as people and programs write it: RFC
/// 3339 and 5322, ISO 8601, `2017-12-15 10:20`, `Dec 15, 2017`, `15 décembre 2017`,
/// `26-FEB-1987 15:01:01.79`, `151020Z DEC 17`, Unix seconds. A time without a zone is
/// UTC. `None` when it cannot be read without doubt or lies beyond the years 1 to 9999.
pub fn date(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if !text.starts_with('-')
        && let Ok(number) = text.parse::<i64>()
    {
        return number_of_digits(text, number);
    }
    let eastern = east::rewritten(text);
    let text = eastern.as_deref().unwrap_or(text);
    let read = day(text).and_then(|(day, rest)| instant(day, &clock(rest)?));
    read.or_else(|| time_first(text)).or_else(|| truncated(text))
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

/// `20171215`, `2017349`, `2017`, `20171215102000`, or Unix time.
fn number_of_digits(text: &str, number: i64) -> Option<i64> {
    let midnight = |(day, rest): (Date, &str)| instant(day, &clock(rest)?);
    match text.len() {
        4 if (1000..3000).contains(&number) => midnight((Date::new(number as i16, 1, 1).ok()?, "")),
        7 | 8 | 14 => midnight(day(text)?),
        #[expect(clippy::cast_precision_loss, reason = "nanoseconds are dropped anyway")]
        _ => unix(number as f64),
    }
}

/// ISO 8601 as it was before 2004, without a century: `-0312` and `-03-12` are months.
fn truncated(text: &str) -> Option<i64> {
    let rest = text.strip_prefix('-')?;
    let year = two_digit_year(rest)?;
    let rest = rest[2..].strip_prefix('-').unwrap_or(&rest[2..]);
    let month = digits(rest, 2).filter(|_| rest.len() == 2)?;
    instant(Date::new(year, month as i8, 1).ok()?, &clock("")?)
}

fn two_digit_year(text: &str) -> Option<i16> {
    let year = digits(text, 2)? as i16;
    Some(if year < 50 { 2000 + year } else { 1900 + year })
}

/// `10:20 GMT, 15 Dec 2017`, and the military `151020Z DEC 17`.
fn time_first(text: &str) -> Option<i64> {
    if let Some((group, rest)) = text.split_once('Z')
        && group.len() == 6
        && let Some(stamp) = digits(group, 6)
    {
        let (nth, hour, minute) = (stamp / 10_000, stamp / 100 % 100, stamp % 100);
        let (day, rest) =
            day(&format!("{nth} {}", rest.trim())).map(|(day, rest)| (day, rest.len()))?;
        return (rest == 0).then(|| instant(day, &clock(&format!("{hour:02}:{minute:02}Z"))?))?;
    }
    let (time, is_next_day, rest) = time::time(text, false)?;
    let rest = rest.trim_start_matches([' ', ',', '|', '-']);
    let word = rest.split([' ', ',']).next().unwrap_or_default();
    let named = zone(word).ok().flatten();
    let behind = if named.is_some() { &rest[word.len()..] } else { rest };
    let (day, after) = day(behind.trim_start_matches([' ', ',', '|', '-', '(']))?;
    let zone = named.or(zone(after).ok()?);
    instant(day, &Clock { time, is_next_day, zone })
}

/// The instant of a day and a time.
fn instant(day: Date, clock: &Clock) -> Option<i64> {
    let day = if clock.is_next_day { day.tomorrow().ok()? } else { day };
    let utc = DateTime::from_parts(day, clock.time).to_zoned(TimeZone::UTC).ok()?;
    in_range(utc.timestamp().as_second() - clock.zone.unwrap_or(0))
}

/// Years 1 to 9999.
fn in_range(seconds: i64) -> Option<i64> {
    (-62_135_596_800..=253_402_300_799).contains(&seconds).then_some(seconds)
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
            ("2017-12", DAY - 14 * 86_400),
            ("2017", DAY - 348 * 86_400),
            ("2017349", DAY),
            ("-1712", DAY - 14 * 86_400),
            ("2017W505", DAY),
            ("20171215T1020Z", DAY + 37_200),
            ("20171215102000", DAY + 37_200),
            ("2017-012-15T10:20:00Z", DAY + 37_200),
            ("2017-12-14T24:00:00Z", DAY),
            ("2017-12-15T10:20:60Z", DAY + 37_259),
            ("Fri, 2017/12/15 06:20:00 EDT", DAY + 37_200),
            ("Fri Dec 15 10:20:00 +0000 2017", DAY + 37_200),
            ("Fri, 15 Dec, 2017 10:20:00 Etc/GMT", DAY + 37_200),
            ("Fri, 15 Dec 2017 09:19:00 GMT-01:01", DAY + 37_200),
            ("Fri, 15 Dec 2017 11:20:00 MET", DAY + 37_200),
            ("15 décembre 2017", DAY),
            ("vendredi 15 décembre 2017 à 10:20", DAY + 37_200),
            ("15 de diciembre de 2017", DAY),
            ("15. Dezember 2017 10:20", DAY + 37_200),
            ("15 декабря 2017", DAY),
            ("Παρ, 15 Δεκ 2017 05:20:00 EST", DAY + 37_200),
            ("2017-december-15T5:20-05:00", DAY + 37_200),
            ("2017年12月15日(金) 10時20分", DAY + 37_200),
            ("2017년 12월 15일 오후 7:20", DAY + 69_600),
            ("2017-12-15 오후 7:20:00", DAY + 69_600),
            ("15 दिसंबर 2017", DAY),
            ("10:20 GMT, December 15, 2017", DAY + 37_200),
            ("151020Z DEC 17", DAY + 37_200),
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
            "22013",
            "013",
            "43084",
            "2017-12-15-01",
            "2017-12-15T10:20:00-06:00Textra",
            "2017-xx-15",
            "Sun, 16 Dec 2012 1:2:3:4 GMT",
            "Sun, 16 zzz 2012 11:47:32 GMT",
            "Sun, 16 Dec 2012 11:47:32 +zz:00",
            "Sun, 99 Jun 2009 12:00:00 GMT",
            "15 listopada 2017",
            "15 Dec 2017 10:20 IST",
            "03-12-31",
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
