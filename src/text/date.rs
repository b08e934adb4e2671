//! Instants as a reader sees them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The day of an instant, UTC: `15 Dec 2017`. Empty beyond the years 1–9999.
pub fn day(seconds: i64) -> String {
    strftime(seconds, "%-d %b %Y")
}

/// The day and the minute, UTC: `15 Dec 2017 10:20`; the day alone at midnight, which
/// is what a date without a time reads as.
pub fn minute(seconds: i64) -> String {
    let midnight = seconds.rem_euclid(86_400) == 0;
    strftime(seconds, if midnight { "%-d %b %Y" } else { "%-d %b %Y %H:%M" })
}

/// RFC 3339, UTC: `2017-12-15T10:20:00Z`. Empty beyond the years 1–9999.
pub fn rfc3339(seconds: i64) -> String {
    strftime(seconds, "%Y-%m-%dT%H:%M:%SZ")
}

fn strftime(seconds: i64, format: &str) -> String {
    let time = Timestamp::from_second(seconds).ok().map(|time| time.to_zoned(TimeZone::UTC));
    let time = time.filter(|time| (1..=9999).contains(&time.year()));
    time.map(|time| time.strftime(format).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_in_utc() {
        assert_eq!(day(1_513_296_000), "15 Dec 2017");
        assert_eq!(minute(1_513_296_000), "15 Dec 2017");
        assert_eq!(minute(1_513_333_200), "15 Dec 2017 10:20");
        assert_eq!(rfc3339(1_513_333_200), "2017-12-15T10:20:00Z");
        assert_eq!((day(i64::MAX), rfc3339(-62_167_219_201)), (String::new(), String::new()));
    }
}
