//! The time of day in a date, and its zone.

use jiff::civil::Time;

use super::names;

/// When in the day it is. 24:00 is the end of it.
pub(super) struct Clock {
    pub(super) time: Time,
    pub(super) is_next_day: bool,
    /// Seconds east of UTC, when the zone was told.
    pub(super) zone: Option<i64>,
}

/// What stands behind a day: nothing, a time, a zone, both.
pub(super) fn clock(text: &str) -> Option<Clock> {
    let is_compact = text.starts_with(['T', 't']);
    let text = text.trim_start_matches([' ', 'T', 't', ',', '-', '|', ';', '\u{a0}']);
    let at = ["at ", "um ", "à ", "kl. ", "klo "].iter().find_map(|word| text.strip_prefix(word));
    let text = at.unwrap_or(text).trim();
    if text.is_empty() {
        return Some(Clock { time: Time::midnight(), is_next_day: false, zone: None });
    }
    match time(text, is_compact) {
        Some((time, is_next_day, rest)) => {
            Some(Clock { time, is_next_day, zone: zone(rest).ok()? })
        }
        // `2017-12-15Z`, `15 Dec 2017 GMT`.
        None => Some(Clock { time: Time::midnight(), is_next_day: false, zone: zone(text).ok()? }),
    }
}

/// `10:20`, `10:20:30.5`, `3:04 pm`, `10h20`, and after a `T` `102030`, `1020`, `10`.
pub(super) fn time(text: &str, is_compact: bool) -> Option<(Time, bool, &str)> {
    let (first, rest) = number(text)?;
    let len = text.len() - rest.len();
    let parted = rest.strip_prefix([':', '.', 'h']).filter(|rest| number(rest).is_some());
    let (hour, minute, second, rest) = match (len, parted) {
        (1 | 2, Some(rest)) => {
            let (minute, rest) = number(rest)?;
            let parted = rest.strip_prefix(':').or_else(|| rest.strip_prefix('.'));
            let (second, rest) = parted.and_then(number).unwrap_or((0, rest));
            (first, minute, second, rest)
        }
        (6, _) => (first / 10_000, first / 100 % 100, first % 100, rest),
        (4, _) if is_compact => (first / 100, first % 100, 0, rest),
        (1 | 2, _) if is_compact || half_of_day(rest.trim_start()).0.is_some() => {
            (first, 0, 0, rest)
        }
        _ => return None,
    };
    let rest = behind_fraction(rest);
    let (half, behind) = half_of_day(rest.trim_start());
    let (hour, rest) = match (hour, half) {
        (12, Some(Half::Morning)) => (0, behind),
        (1..=11, Some(Half::Evening)) => (hour + 12, behind),
        // Some say `15:04 pm`.
        (_, Some(_)) => (hour, behind),
        _ => (hour, rest),
    };
    let is_next_day = (hour, minute, second) == (24, 0, 0);
    let hour = if is_next_day { 0 } else { hour };
    // A leap second is taken for the one before it.
    let second = if second == 60 { 59 } else { second };
    let time =
        Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, 0);
    Some((time.ok()?, is_next_day, rest))
}

fn behind_fraction(rest: &str) -> &str {
    let Some(fraction) = rest.strip_prefix(['.', ',']) else { return rest };
    let len = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if len > 0 { &fraction[len..] } else { rest }
}

enum Half {
    Morning,
    Evening,
}

/// `am`, `p.m.` and their like, and what follows.
fn half_of_day(text: &str) -> (Option<Half>, &str) {
    for (name, is_morning) in [("am", true), ("a.m.", true), ("pm", false), ("p.m.", false)] {
        let Some((head, rest)) = text.split_at_checked(name.len()) else { continue };
        if head.eq_ignore_ascii_case(name) && !rest.starts_with(char::is_alphabetic) {
            return (Some(if is_morning { Half::Morning } else { Half::Evening }), rest);
        }
    }
    (None, text)
}

/// A zone that could be anything.
pub(super) struct Unknown;

/// Seconds east of UTC: `Z`, `+0100`, `-05:00`, `EST`, `GMT+2`, `Etc/GMT`; `None` for
/// nothing.
///
/// # Errors
///
/// When the name is not known or means several zones.
pub(super) fn zone(text: &str) -> Result<Option<i64>, Unknown> {
    let text = text.trim_matches(['(', ')', ' ', '.', ',', ';', '\u{a0}']);
    let text = text.strip_prefix("Etc/").unwrap_or(text);
    if text.is_empty() {
        return Ok(None);
    }
    // `+0100 (CET)`: the remark goes.
    let word = text.split([' ', '(']).next().unwrap_or_default();
    if let Some(seconds) = names::zone(word.trim_end_matches('.')) {
        let rest = text[word.len()..].trim_start();
        if !rest.starts_with(['+', '-']) {
            return Ok(Some(seconds));
        }
        return offset(rest).map(Some).ok_or(Unknown);
    }
    let signed = ["UTC", "GMT"].iter().find_map(|name| word.strip_prefix(name)).unwrap_or(word);
    offset(signed).map(Some).ok_or(Unknown)
}

/// `+0100`, `-05:00`, `+5`, `−5`: with a sign, hours first.
fn offset(text: &str) -> Option<i64> {
    let mut chars = text.chars();
    let sign = match chars.next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let plain: String = chars.as_str().chars().filter(|c| *c != ':').collect();
    if !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match plain.len() {
        1 | 2 => (plain.parse::<i64>().ok()?, 0),
        3 => (plain[..1].parse().ok()?, plain[1..].parse::<i64>().ok()?),
        4 => (plain[..2].parse().ok()?, plain[2..].parse::<i64>().ok()?),
        _ => return None,
    };
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Exactly so many digits at the start.
pub(super) fn digits(text: &str, len: usize) -> Option<u32> {
    let digits = text.get(..len)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The number at the start, of up to six digits, and what follows.
pub(super) fn number(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=6).contains(&len).then(|| Some((text[..len].parse().ok()?, &text[len..])))?
}
