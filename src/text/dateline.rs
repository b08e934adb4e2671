//! The dateline a wire story begins with, told by its shape alone; whether the place is
//! a known one is for the reader of the shape to say.

use std::ops::Range;

use super::dateline_words::{
    in_capitals, is_agency, is_day, is_initials, is_inside, is_small_agency, place_word,
};
use super::month::month;

/// The head of a paragraph such as `GENEVA, Dec 15 (Northern Wire) — The talks…`.
/// All ranges are bytes of the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// `GENEVA`, or `MCALLEN, Texas`: the place with its region, without the date.
    pub place: Range<usize>,
    /// `Northern Wire`, of `(Northern Wire)` or `/Northern Wire/`.
    pub agency: Option<Range<usize>>,
    /// Where the text of the paragraph begins, behind the dash.
    pub text: usize,
    /// How sure the shape is.
    pub strength: Strength,
}

/// How sure a shape is of what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Any capitalised word before a dash may look so: `Clinton - The…`.
    Weak,
    /// The place is in capitals, or the dash is set as only datelines set it.
    Fair,
    /// There is a date or an agency as well.
    Strong,
}

/// A dateline stands within this many bytes of its paragraph's start.
const REACH: usize = 120;

/// The dateline at the head of a paragraph, if it has one.
pub fn dateline(paragraph: &str) -> Option<Dateline> {
    let head = &paragraph[..paragraph.floor_char_boundary(REACH)];
    // Most paragraphs have nothing that could set a dateline off.
    let bytes = head.as_bytes();
    if begins_sentence(bytes) {
        return None;
    }
    if memchr::memchr3(b'-', b')', b'/', bytes).is_none() && memchr::memchr(0xe2, bytes).is_none() {
        return None;
    }
    let mut reader = Reader { text: head, at: 0 };
    let mut place = reader.words()?;
    if reader.goes_on_small() {
        return None;
    }
    let town_in_capitals = in_capitals(&head[place.clone()]);
    let mut dated = false;
    let mut agency = None;
    while let Some(part) = reader.part(dated) {
        match part {
            Part::Date => dated = true,
            // `Oslo, NW-` and `Oslo, 15 Dec, NW –` name the agency where a region stands.
            Part::Words(words)
                if dated || (!town_in_capitals && is_initials(&head[words.clone()])) =>
            {
                agency = Some(words);
            }
            Part::Words(words) => place.end = words.end,
        }
    }
    agency = reader.bracketed().or(agency);
    let small = agency.clone().is_some_and(|agency| is_small_agency(&head[agency]));
    let dash = reader.dash().or_else(|| reader.no_dash(agency.is_some() && !small))?;
    let text = reader.at;
    let strength = if dated {
        Strength::Strong
    } else {
        let sure = agency.as_ref().map(|_| if small { Strength::Fair } else { Strength::Strong });
        strength(&paragraph[text..], &head[place.clone()], dash, sure)?
    };
    Some(Dateline { place, agency, text, strength })
}

/// Whether a sentence begins here, plainly: with a mark, or with words of plain letters and
/// behind those that are capitalised one in lower case that is neither a month nor part of
/// a name.
fn begins_sentence(bytes: &[u8]) -> bool {
    if matches!(bytes, [b'"' | b'\'' | b'(', ..]) {
        return true;
    }
    let mut rest = bytes;
    for _ in 0..MOST_WORDS {
        let end = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let [b' ', behind @ ..] = &rest[end..] else { return false };
        rest = behind;
        if !rest.first().is_some_and(u8::is_ascii_uppercase) {
            break;
        }
    }
    let end = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let word = str::from_utf8(&rest[..end]).unwrap_or_default();
    let plain = end > 0 && rest.get(end) == Some(&b' ');
    plain && month(word).is_none() && !is_inside(word)
}

/// A month and a day behind it have no more bytes.
const LONGEST_DATE: usize = 24;

/// No place has more words.
const MOST_WORDS: usize = 5;

/// What may stand between the town and the dash.
enum Part {
    Date,
    Words(Range<usize>),
}

/// How a dash is set.
#[derive(Clone, Copy)]
struct Dash {
    blank_before: bool,
    blank_after: bool,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip<const N: usize>(&mut self, what: [char; N]) {
        self.at += self.rest().len() - self.rest().trim_start_matches(what).len();
    }

    /// The next part behind a comma, a slash or (for a date) a blank.
    fn part(&mut self, dated: bool) -> Option<Part> {
        let before = self.at;
        self.skip([',', ' ', '/']);
        if !dated && self.date() {
            return Some(Part::Date);
        }
        let parted = self.text[before..self.at].contains([',', '/']);
        // `/NW/` is an agency in brackets, not a second town.
        let slashed = || self.text[before..].trim_start().starts_with('/') && self.slash_follows();
        if parted
            && !slashed()
            && let Some(words) = self.words()
        {
            return Some(Part::Words(words));
        }
        self.at = before;
        None
    }

    /// Whether a word in lower case follows that is no month: no dateline has one there.
    fn goes_on_small(&self) -> bool {
        let Some(word) = self.rest().strip_prefix(' ') else { return false };
        let end = word.bytes().position(|byte| !byte.is_ascii_lowercase()).unwrap_or(word.len());
        end > 0 && month(&word[..end]).is_none()
    }

    fn slash_follows(&self) -> bool {
        self.rest().find(['/', ' ']).is_some_and(|at| self.rest()[at..].starts_with('/'))
    }

    /// Up to five capitalised words.
    fn words(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let mut end = start;
        for _ in 0..MOST_WORDS {
            let from = end + usize::from(end > start);
            if end > start && !self.text[end..].starts_with(' ') {
                break;
            }
            let Some(len) = place_word(&self.text[from..]) else { break };
            end = from + len;
        }
        self.at = end;
        (end > start).then_some(start..end)
    }

    /// `Dec 15`, `15 December`, `June 29, 2017`: passes it and says so.
    fn date(&mut self) -> bool {
        // A day and a month are few letters, and most words are neither.
        if !self.rest().bytes().take(LONGEST_DATE).any(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let (one, first) = bare(self.rest());
        let (two, _) = bare(&self.rest()[first..]);
        let reads = |name: &str, number: &str| is_day(number) && month(name).is_some();
        if !reads(one, two) && !reads(two, one) {
            return false;
        }
        self.at += first + two.len();
        let year = self.rest().trim_start_matches([',', ' ']);
        if year.len() >= 4 && year.as_bytes()[..4].iter().all(u8::is_ascii_digit) {
            self.at = self.text.len() - year.len() + 4;
        }
        if self.rest().starts_with('.') {
            self.at += 1;
        }
        true
    }

    /// `(Northern Wire)` or `/NW/.`: passes it and gives what is inside.
    fn bracketed(&mut self) -> Option<Range<usize>> {
        let before = self.at;
        self.skip([' ', ',']);
        let close = match self.rest().chars().next() {
            Some('(') => ')',
            Some('/') => '/',
            _ => {
                self.at = before;
                return None;
            }
        };
        let start = self.at + 1;
        let inside = self.text[start..].find(close).map(|len| start..start + len);
        match inside {
            Some(inside) if is_agency(&self.text[inside.clone()]) => {
                self.at = inside.end + 1;
                Some(inside)
            }
            _ => {
                self.at = before;
                None
            }
        }
    }

    fn dash(&mut self) -> Option<Dash> {
        let before = self.at;
        self.skip([' ']);
        let blank_before = self.at > before;
        let from = self.at;
        self.skip(['-', '–', '—', '―', '−']);
        if self.at == from || self.at > from + 6 {
            self.at = before;
            return None;
        }
        let after = self.at;
        self.skip([' ']);
        Some(Dash { blank_before, blank_after: self.at > after })
    }

    /// Some wires put no dash behind the agency: `OSLO (NW) Talks…`, `/NW/. Talks…`.
    fn no_dash(&mut self, agency: bool) -> Option<Dash> {
        let bracketed = self.text[..self.at].ends_with([')', '/']);
        let follows = self.rest().starts_with(". ") || self.rest().starts_with(' ');
        if !agency || !bracketed || !follows {
            return None;
        }
        self.skip(['.', ' ']);
        Some(Dash { blank_before: true, blank_after: true })
    }
}

/// The letters and digits of a text's first word, and the length of all of it with the
/// blank or comma behind.
fn bare(text: &str) -> (&str, usize) {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let whole = text[end..].find([' ', ',']).map_or(text.len(), |at| end + at + 1);
    (&text[..end], whole)
}

/// Weighs what was read; `text` is what follows the dash, `sure` how sure an agency makes
/// it. `None` is no dateline.
fn strength(text: &str, place: &str, dash: Dash, sure: Option<Strength>) -> Option<Strength> {
    let first = text.chars().next()?;
    let opens = !first.is_lowercase() && (first.is_alphanumeric() || is_opening(first));
    // A headline in capitals may well hold a dash.
    let prose = text.chars().take(60).any(|c| c.is_lowercase() || is_caseless(c));
    let town = place.split([',', '/']).next().unwrap_or(place);
    let words = place.split(' ').count();
    if !prose || !opens {
        return None;
    }
    if sure.is_some() {
        return sure;
    }
    if in_capitals(town) {
        let letters = town.chars().filter(|c| c.is_alphabetic()).count();
        let fair = letters >= 4 && (dash.blank_after || !dash.blank_before);
        return Some(if fair { Strength::Fair } else { Strength::Weak });
    }
    match (dash.blank_before, dash.blank_after) {
        (false, true) if words <= 3 => Some(Strength::Fair),
        (true, true) if words <= 3 => Some(Strength::Weak),
        _ => None,
    }
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '„' | '(' | '[' | '<' | '$' | '€' | '£')
}

fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(paragraph: &str) -> Option<(&str, Option<&str>, &str, Strength)> {
        let found = dateline(paragraph)?;
        let agency = found.agency.map(|agency| &paragraph[agency]);
        let text = paragraph[found.text..].split(' ').next().unwrap_or_default();
        Some((&paragraph[found.place], agency, text, found.strength))
    }

    #[test]
    fn datelines_in_every_dress() {
        use Strength::{Fair, Strong, Weak};
        for (paragraph, place, agency, strength) in [
            ("BERGEN- The ferry line opens.", "BERGEN", None, Fair),
            ("BERGEN-The ferry line opens.", "BERGEN", None, Fair),
            ("New York- The ferry line opens.", "New York", None, Fair),
            ("BERGEN — The ferry line opens.", "BERGEN", None, Fair),
            (
                "BERGEN, Dec 15 (Northern Wire) — The ferry line.",
                "BERGEN",
                Some("Northern Wire"),
                Strong,
            ),
            ("BERGEN, Norway, June 29 - The ferry line.", "BERGEN, Norway", None, Strong),
            ("NORTH PORT, Fla. (NW) -- The ferry line.", "NORTH PORT, Fla.", Some("NW"), Strong),
            ("ST. OLAF, N.H. - The ferry line.", "ST. OLAF, N.H.", None, Fair),
            ("Bergen, NWA- The ferry line.", "Bergen", Some("NWA"), Strong),
            ("Bergen, 15 December, NWA – The ferry line.", "Bergen", Some("NWA"), Strong),
            ("BERGEN, December 15. /NWA/. The ferry line.", "BERGEN", Some("NWA"), Strong),
            ("Bergen (NWA) – The ferry line.", "Bergen", Some("NWA"), Strong),
            (
                "OSLO/BERGEN (Northern Wire) - The ferry.",
                "OSLO/BERGEN",
                Some("Northern Wire"),
                Strong,
            ),
            ("BERGEN, Dec. 15, 2017 (NW) -- The ferry.", "BERGEN", Some("NW"), Strong),
            ("PORT-AU-LIND (NW) The ferry line.", "PORT-AU-LIND", Some("NW"), Strong),
            ("Bergen - The ferry line opens.", "Bergen", None, Weak),
            ("Bergen (nwa) - The ferry line opens.", "Bergen", Some("nwa"), Fair),
        ] {
            assert_eq!(read(paragraph), Some((place, agency, "The", strength)), "{paragraph}");
        }
    }

    #[test]
    fn other_dashes_begin_no_story() {
        for paragraph in [
            "The ferry - a new one - left.",
            "Marlow — who had said so before — left.",
            "Norway-backed talks opened.",
            "FERRY TALKS - NEW LINE OPENS",
            "Ines Marlow (D-Bergen) said so.",
            "Ines Marlow (top) said so.",
            "Ines Marlow (top) The board.",
            "The harbour board said on Friday that the line — the first — opens.",
            "",
            "—",
            "BERGEN-",
        ] {
            assert_eq!(read(paragraph), None, "{paragraph}");
        }
    }

    proptest! {
        #[test]
        fn any_paragraph_is_read(paragraph in "[A-Z]?[A-Za-z ,./()—é-]{0,60}|\\PC*") {
            if let Some(found) = dateline(&paragraph) {
                prop_assert!(paragraph.get(found.place).is_some());
                prop_assert!(paragraph.get(found.text..).is_some());
            }
        }
    }
}
