//! Dates as a reader types them: a day, a month, a year, or how long ago.

use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

/// A moment as written and as counted. The writing is kept, so that a saved `7d`
/// stays seven days before whenever it is read again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct When {
    pub(super) written: String,
    /// Unix seconds: the first of the day, month or year named, in UTC.
    pub(super) at: i64,
}

impl When {
    /// `None` when the text is no date, or none in years 1 to 9999.
    pub(super) fn read(text: &str, now: i64) -> Option<When> {
        let written = text.to_ascii_lowercase();
        let at = match written.as_str() {
            "today" => midnight(now, 0)?,
            "yesterday" => midnight(now, 1)?,
            text => calendar(text).or_else(|| ago(text, now))?,
        };
        Some(When { written, at })
    }
}

fn midnight(now: i64, days_ago: i32) -> Option<i64> {
    let day = utc(now)?.date().checked_sub(days_ago.days()).ok()?;
    start_of(day)
}

/// `2017-12-01`, `2017-12`, `2017`.
fn calendar(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |month| number(month, 2))?;
    let day = parts.next().map_or(Some(1), |day| number(day, 2))?;
    if parts.next().is_some() {
        return None;
    }
    start_of(civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?)
}

/// `12h`, `7d`, `2w`, `3m`, `1y`. Hours, days and weeks are exact; months and years
/// are the calendar's.
fn ago(text: &str, now: i64) -> Option<i64> {
    let unit = text.chars().next_back()?;
    let digits = &text[..text.len() - unit.len_utf8()];
    let count: i32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    let seconds = |each: i64| now.checked_sub(i64::from(count) * each).filter(|at| in_years(*at));
    let calendar = |span: Result<jiff::Span, jiff::Error>| {
        let at = utc(now)?.checked_sub(span.ok()?).ok()?.timestamp().as_second();
        in_years(at).then_some(at)
    };
    match unit {
        'h' => seconds(3_600),
        'd' => seconds(86_400),
        'w' => seconds(7 * 86_400),
        'm' => calendar(jiff::Span::new().try_months(count)),
        'y' => calendar(jiff::Span::new().try_years(count)),
        _ => None,
    }
}

fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn start_of(day: civil::Date) -> Option<i64> {
    let at = day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
    in_years(at).then_some(at)
}

fn utc(now: i64) -> Option<Zoned> {
    Timestamp::from_second(now).ok().map(|at| at.to_zoned(TimeZone::UTC))
}

/// Years 1 to 9999.
fn in_years(at: i64) -> bool {
    (-62_135_596_800..253_402_300_800).contains(&at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday, 15 December 2017, 10:20:30 UTC.
    const NOW: i64 = 1_513_333_230;

    fn read(text: &str) -> Option<String> {
        let at = When::read(text, NOW)?.at;
        Some(Timestamp::from_second(at).unwrap().to_string())
    }

    #[test]
    fn a_day_a_month_and_a_year_begin_at_their_first_second() {
        assert_eq!(read("2017-12-01").unwrap(), "2017-12-01T00:00:00Z");
        assert_eq!(read("2016-02").unwrap(), "2016-02-01T00:00:00Z");
        assert_eq!(read("0999").unwrap(), "0999-01-01T00:00:00Z");
        assert_eq!(read("Yesterday").unwrap(), "2017-12-14T00:00:00Z");
        assert_eq!(read("today").unwrap(), "2017-12-15T00:00:00Z");
    }

    #[test]
    fn how_long_ago_is_counted_from_now() {
        assert_eq!(read("12h").unwrap(), "2017-12-14T22:20:30Z");
        assert_eq!(read("7d").unwrap(), "2017-12-08T10:20:30Z");
        assert_eq!(read("2w").unwrap(), "2017-12-01T10:20:30Z");
        assert_eq!(read("10m").unwrap(), "2017-02-15T10:20:30Z");
        assert_eq!(read("1y").unwrap(), "2016-12-15T10:20:30Z");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let wrong = [
            "",
            "d",
            "-7d",
            "7",
            "7x",
            "2017-13",
            "2017-02-30",
            "2017-1-1",
            "2017-12-01-01",
            "0000",
            "9999999d",
            "99999999999999d",
            "20000y",
            "７d",
            "2017-12-",
            "+201",
            "7é",
        ];
        for text in wrong {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(When::read("1y", i64::MAX), None);
        assert_eq!(When::read("1d", i64::MIN), None);
    }
}
