//! Words an agency merely passes on. "The minister said the talks "went well," according
//! to Northern Wire": the agency is credited with the whole report, and the words belong
//! to the one who said them in it.

use crate::model::{Quote, Speaker};

/// How many quotations back one may stand that goes round another: those of a sentence.
const NEAR: usize = 4;

/// Gives words the credited agency passes on to whoever says them inside its report, and
/// lets go of the report itself.
pub(super) fn settle(quotes: &mut Vec<Quote>, speakers: &mut [Speaker], agency: &str) {
    let is_agencys = |quote: &Quote| quote.speaker.as_deref() == Some(agency);
    if !quotes.iter().any(is_agencys) {
        return;
    }
    // In the order of the text, as all are.
    let told: Vec<Quote> = quotes.iter().filter(|quote| !is_agencys(quote)).cloned().collect();
    quotes.retain_mut(|quote| {
        if !is_agencys(quote) {
            return true;
        }
        let (begun, later) =
            told.split_at(told.partition_point(|other| other.span.start <= quote.span.start));
        let around = |other: &&Quote| quote.span.end <= other.span.end;
        if let Some(teller) = begun.iter().rev().take(NEAR).find(around) {
            (quote.speaker, quote.verb, quote.by) =
                (teller.speaker.clone(), teller.verb, teller.by);
            let name = teller.speaker.as_deref();
            let speaker = speakers.iter_mut().find(|speaker| Some(&*speaker.name) == name);
            if let Some(speaker) = speaker {
                speaker.quotes += 1;
            }
            return true;
        }
        let inside = |other: &Quote| other.span.end <= quote.span.end;
        quote.direct || !later.first().is_some_and(inside)
    });
}
