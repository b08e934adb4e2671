//! The dateline at the head of a body: where the report was written. Its shape is told
//! in `text`; here the place is weighed, too.

use crate::model::Span;
use crate::text::credit::ends_sentence;
use crate::text::{self, Strength};

use super::gazetteer::Gazetteer;

/// What a body's dateline names, as bytes of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// `MOSCOW` of `MOSCOW, Dec 15 (Northern Wire) —`, as written.
    pub(super) place: Span,
    /// `Northern Wire`.
    pub(super) agency: Option<Span>,
}

/// Lines that may stand above the dateline: who wrote the report, for whom, when.
const MOST_ABOVE: usize = 4;

/// A longer line is no such line, in bytes.
const LONGEST_ABOVE: usize = 100;

/// The shape of a dateline at the head of a body, in bytes of the body: for
/// [`dateline`], and for who asks where the text begins.
pub(super) fn shape(body: &str) -> Option<text::Dateline> {
    let mut at = 0;
    for above in 0..=MOST_ABOVE {
        at += body[at..].len() - body[at..].trim_start().len();
        let end = memchr::memchr(b'\n', &body.as_bytes()[at..]).map_or(body.len(), |len| at + len);
        let line = body[at..end].trim_end();
        if let Some(mut found) = text::dateline(line) {
            // Below the first line a dash alone is not enough.
            if above > 0 && found.strength == Strength::Weak {
                return None;
            }
            for range in found.agency.iter_mut().chain([&mut found.place]) {
                *range = at + range.start..at + range.end;
            }
            found.text += at;
            return Some(found);
        }
        if end == body.len() || line.len() > LONGEST_ABOVE || line.ends_with(ends_sentence) {
            return None;
        }
        at = end;
    }
    None
}

/// The dateline of a body, when its shape is plain or its place is known.
pub(super) fn dateline(
    gazetteer: &Gazetteer,
    body: &str,
    shape: Option<text::Dateline>,
) -> Option<Dateline> {
    let shape = shape?;
    let known = || {
        let place = &body[shape.place.clone()];
        gazetteer.is_known_place(place.split([',', '/']).next().unwrap_or(place))
    };
    if shape.strength == Strength::Weak && !known() {
        return None;
    }
    let span = |range: std::ops::Range<usize>| Span::new(range.start, range.end);
    Some(Dateline { place: span(shape.place), agency: shape.agency.map(span) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(body: &str) -> Option<&str> {
        dateline(&Gazetteer::new(), body, shape(body)).map(|dateline| dateline.place.of(body))
    }

    #[test]
    fn a_plain_shape_is_enough_and_a_weak_one_needs_a_known_place() {
        assert_eq!(place("OSLO- The ferry sailed."), Some("OSLO"));
        assert_eq!(place("  LINDVIK, March 13 - The ferry sailed."), Some("LINDVIK"));
        assert_eq!(place("Bergen - The ferry sailed."), Some("Bergen"));
        assert_eq!(place("Marlow - The ferry sailed."), None);
    }

    #[test]
    fn who_wrote_the_report_may_stand_above() {
        let report = "OSLO, Norway (NW) — The ferry sailed.";
        for above in ["By TOVE LIND\n\nNorthern Wire", "June 29, 2017", "Boats  \n\nBy Per Haugen"]
        {
            assert_eq!(place(&format!("{above}\n\n{report}")), Some("OSLO, Norway"), "{above}");
        }
        assert_eq!(place(&format!("The ferry has sailed.\n\n{report}")), None);
        assert_eq!(place("By TOVE LIND\n\nBergen - The ferry sailed."), None);
        assert_eq!(place("By TOVE LIND\n\nNorthern Wire"), None);
    }

    #[test]
    fn a_region_belongs_to_the_place() {
        assert_eq!(place("BERGEN, Norway, June 29 - The ferry."), Some("BERGEN, Norway"));
    }
}
