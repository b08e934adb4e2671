//! The dateline at the head of a body: where the report was written.

use crate::model::Span;

use super::gazetteer::Gazetteer;

/// No dateline is longer, its date and agency included, in bytes.
const LONGEST: usize = 90;
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

/// The place a body's dateline names, as written: `MOSCOW` of `MOSCOW, Dec 15 (TASS) —`.
pub(super) fn dateline(gazetteer: &Gazetteer, body: &str) -> Option<Span> {
    let lead = body.len() - body.trim_start().len();
    let body = body.trim_start();
    let line = &body[..body.floor_char_boundary(LONGEST)];
    let line = line.split('\n').next().unwrap_or_default();
    let (head, _) = before_dash(line)?;
    let place = place_of(head);
    let known = || gazetteer.senses(place.split(',').next().unwrap_or_default()).is_some();
    let shouted = place.split([',', '/', '(']).next().is_some_and(is_shouted);
    let dated = place.len() < head.trim_end().len();
    let titled = place.split(' ').all(|word| !word.starts_with(char::is_lowercase))
        && (known() || dated && place.split(' ').count() < 5);
    (!place.is_empty() && (shouted && place.len() < 60 || titled))
        .then(|| Span::new(lead, lead + place.len()))
}

/// What stands before the first dash that may close a dateline: one with a space or
/// the text's first word behind it, not a hyphen inside a name.
fn before_dash(line: &str) -> Option<(&str, &str)> {
    line.char_indices().find_map(|(at, c)| {
        let long = matches!(c, '–' | '—' | '―');
        let after = &line[at + c.len_utf8()..];
        let closes = match c {
            '-' => {
                after.starts_with([' ', '-'])
                    || is_shouted_word_end(&line[..at]) && starts_text(after)
            }
            _ => long,
        };
        closes.then(|| (&line[..at], after))
    })
}

/// `GENEVA-The`: capitals before, a word of the text after.
fn starts_text(after: &str) -> bool {
    let mut chars = after.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(|c| c.is_lowercase() || c == ' ')
}

fn is_shouted_word_end(head: &str) -> bool {
    head.split(' ').next_back().is_some_and(is_shouted)
}

/// Place and region, without date and agency.
fn place_of(head: &str) -> &str {
    let head = head.split(" (").next().unwrap_or_default().trim();
    let mut end = head.len();
    for (at, _) in head.match_indices(',') {
        if is_date(head[at + 1..].trim()) {
            end = at;
            break;
        }
    }
    let place = head[..end].trim_end_matches([',', ' ', ':', '.']);
    // `OSLO March 13 -`: a month without a comma.
    let date = place.match_indices(' ').find(|(at, _)| is_date(place[at + 1..].trim()));
    date.map_or(place, |(at, _)| &place[..at])
}

/// `Dec 15`, `March`, `15 Dec`, `2017`.
fn is_date(text: &str) -> bool {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    digit(first) || is_month(first) && words.next().is_none_or(digit)
}

/// A month's name, whole or cut to three letters or more.
fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}

fn is_shouted(words: &str) -> bool {
    words.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !words.contains(char::is_lowercase)
        && words.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(body: &str) -> Option<&str> {
        dateline(&Gazetteer::new(), body).map(|span| &body[span.start as usize..span.end as usize])
    }

    #[test]
    fn a_dateline_is_read_in_every_dress() {
        assert_eq!(place("OSLO- The ferry sailed."), Some("OSLO"));
        assert_eq!(place("OSLO-The ferry sailed."), Some("OSLO"));
        assert_eq!(place("New York- The ferry sailed."), Some("New York"));
        assert_eq!(place("LOS ANGELES, March 13 - The ferry sailed."), Some("LOS ANGELES"));
        assert_eq!(place("BERGEN, Norway, June 29 - The ferry sailed."), Some("BERGEN, Norway"));
        assert_eq!(place("BERGEN (Northern Wire) -- The ferry sailed."), Some("BERGEN"));
        assert_eq!(place("GENEVA, Dec 15 (Northern Wire) — The ferry sailed."), Some("GENEVA"));
    }

    #[test]
    fn a_sentence_with_a_dash_has_no_dateline() {
        assert_eq!(place("The ferry - a small one - sailed."), None);
        assert_eq!(place("Ines Marlow - the minister - sailed."), None);
        assert_eq!(place("Ferry talks in Oslo-Bergen go on."), None);
    }
}
