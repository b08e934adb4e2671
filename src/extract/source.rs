//! Whom a story credits: the agency of its dateline, or the one that a sentence says
//! reported it. A known agency is believed in any such sentence, an unknown name only
//! when it sounds like one.

use std::cmp::Reverse;

use memchr::{memchr_iter, memrchr, memrchr_iter};

use crate::model::{Part, Span};
use crate::text::{Credit, CreditShape, credit};

use super::cues::{Cue, Cues};
use super::dateline::Dateline;
use super::gazetteer::Body;
use super::page::Page;

static TABLE: &str = include_str!("../../assets/gazetteer/credits.tsv");

/// The words that make an agency the source, ready to be looked for.
#[derive(Debug)]
pub(super) struct Credits {
    before: Vec<&'static str>,
    after: Vec<&'static str>,
    /// What an agency is, behind its name: the longest first.
    kinds: Vec<&'static str>,
}

impl Credits {
    pub(super) fn new() -> Credits {
        let mut credits = Credits { before: Vec::new(), after: Vec::new(), kinds: Vec::new() };
        for (words, stands) in TABLE.lines().skip(1).filter_map(|row| row.split_once('\t')) {
            match stands {
                "before" => credits.before.push(words),
                "after" => credits.after.push(words),
                _ => credits.kinds.push(words),
            }
        }
        credits.kinds.sort_by_key(|kind| Reverse(kind.len()));
        credits
    }

    /// Whether what stands beside the name of an agency makes it the source.
    fn credit(&self, text: &str, name: Span) -> bool {
        if is_in_byline(text, name) {
            return true;
        }
        let before = text[..name.start as usize].trim_end();
        let before = before.strip_suffix(" the").unwrap_or(before);
        let before = before.strip_suffix(" state").unwrap_or(before);
        let after = text[name.end as usize..].trim_start();
        let kind = self.kinds.iter().find_map(|kind| after.strip_prefix(kind));
        let after = kind.unwrap_or(after).trim_start();
        let signed = text[..name.start as usize].ends_with(['(', '—', '–'])
            && after.trim_start_matches([')', '.', ' ']).starts_with('\n')
            || after.trim_start_matches([')', '.', ' ']).is_empty() && before.ends_with('(');
        let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        signed
            || self.before.iter().any(|words| before.ends_with(words))
            || self.after.iter().any(|words| after.strip_prefix(words).is_some_and(whole))
    }
}

/// The agency or outlet a body credits, as bytes of the body.
pub(super) fn source(
    credits: &Credits,
    cues: &Cues,
    page: &Page<'_>,
    dateline: Option<Dateline>,
) -> Option<Span> {
    debug_assert_eq!(page.part, Part::Body);
    let named = dateline.and_then(|dateline| dateline.agency);
    named.or_else(|| known(credits, page)).or_else(|| unknown(cues, page.text))
}

/// The first known agency that a sentence credits.
fn known(credits: &Credits, page: &Page<'_>) -> Option<Span> {
    let agencies = page.bodies.iter().filter(|body| body.body == Body::Agency);
    agencies.map(|agency| agency.span).find(|span| credits.credit(page.text, *span))
}

/// Whether a name ends a byline or is the line right below one, before the text begins.
fn is_in_byline(text: &str, name: Span) -> bool {
    let (before, after) = (&text[..name.start as usize], &text[name.end as usize..]);
    // Two lines or three of a text that is not begun: no more is looked at.
    if before.len() > 3 * LONGEST_BYLINE || !(after.is_empty() || after.starts_with('\n')) {
        return false;
    }
    let line = before.strip_suffix("The ").unwrap_or(before).trim_end_matches('\n');
    let line = &line[memrchr(b'\n', line.as_bytes()).map_or(0, |at| at + 1)..];
    line.len() <= LONGEST_BYLINE && (line.starts_with("By ") || line.starts_with("BY "))
}

/// A longer line is no byline, in bytes.
const LONGEST_BYLINE: usize = 100;

/// The name in a sentence that is shaped like a credit, when it sounds like an agency's:
/// such sentences close the first paragraph or the last.
fn unknown(cues: &Cues, body: &str) -> Option<Span> {
    let body = body.trim_end();
    let bytes = body.as_bytes();
    let first = memchr_iter(b'\n', bytes).find(|&at| bytes.get(at + 1) == Some(&b'\n'));
    let first = first.map_or(body, |at| &body[..at]);
    let last = memrchr_iter(b'\n', bytes).find(|&at| bytes[..at].ends_with(b"\n"));
    let last = last.map_or(body, |at| &body[at + 1..]);
    [first, last].into_iter().find_map(|paragraph| {
        let span = credit(paragraph).and_then(|credit| agency(cues, paragraph, &credit))?;
        let at = paragraph.as_ptr() as usize - body.as_ptr() as usize;
        Some(Span::new(at + span.start as usize, at + span.end as usize))
    })
}

fn agency(cues: &Cues, paragraph: &str, credit: &Credit) -> Option<Span> {
    if credit.shape == CreditShape::Desk {
        return None;
    }
    let whole = &paragraph[credit.agency.clone()];
    let name =
        whole.strip_suffix(" news agency").or(whole.strip_suffix(" agency")).unwrap_or(whole);
    let sounds =
        name.split(' ').any(|word| cues.of(word).is(Cue::NEWS)) || name.len() < whole.len();
    let start = credit.agency.start;
    sounds.then(|| Span::new(start, start + name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::gazetteer::Gazetteer;
    use crate::extract::page::Lists;
    use crate::extract::tokens::Tokens;

    fn read(body: &str) -> Option<&str> {
        let (tokens, lists) = (Tokens::new(body), Lists::default());
        let cues = Cues::new();
        let page = Page::read(&Gazetteer::new(), &cues, Part::Body, body, &tokens, lists);
        source(&Credits::new(), &cues, &page, None).map(|span| span.of(body))
    }

    #[test]
    fn a_credit_names_the_source() {
        assert_eq!(
            read("The ferry sailed, according to the Harbour Press."),
            Some("Harbour Press")
        );
        assert_eq!(
            read("The ferry sailed, Northern Wire reported.\n\nIt came."),
            Some("Northern Wire")
        );
        assert_eq!(read("The ferry sailed, a pilot told Oslo Radio."), Some("Oslo Radio"));
    }

    #[test]
    fn an_agency_may_stand_in_the_byline_or_right_below() {
        assert_eq!(read("By Tove Lind, Reuters\n\nThe ferry sailed."), Some("Reuters"));
        assert_eq!(read("By TOVE LIND\n\nReuters\n\nThe ferry sailed."), Some("Reuters"));
        assert_eq!(read("The ferry sailed.\n\nIt beat Reuters\n\nIt came."), None);
    }

    #[test]
    fn a_person_or_a_body_is_no_source() {
        assert_eq!(read("The ferry sailed, according to Ines Marlow."), None);
        assert_eq!(read("The ferry sailed, the pilot told Ines Marlow."), None);
    }
}
