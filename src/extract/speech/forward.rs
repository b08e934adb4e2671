//! The phrase that follows a verb or a preposition: `said Tove Lind`, `according to the
//! minister`.

use super::lexicon::class;
use super::page::words;
use super::phrases::{ENDS, Phrase, REACH, Reader, Source};

impl Reader<'_> {
    /// The phrase that begins at `first`: after `said`, after `according to`.
    pub(super) fn phrase_after(&self, first: usize) -> Option<Phrase> {
        let page = self.page;
        if first >= page.len() || page.quoted(first) {
            return None;
        }
        let limit = page.sentence(first).1.min(first + REACH);
        if page.is(first, class::PRONOUN) && self.names.at(first).is_none() {
            return Some(Phrase { first, end: first + 1, source: Source::Pronoun(first) });
        }
        // `according to him`, `according to her,` but not `to her office`.
        let object = page.says_any(first, words!["him", "them"])
            || page.says(first, "her")
                && (page.is_mark(first + 1)
                    || page.is(first + 1, class::SMALL)
                    || first + 1 >= limit);
        if object {
            return Some(Phrase { first, end: first + 1, source: Source::Pronoun(first) });
        }
        let end = self.phrase_end(first, limit);
        if end <= first {
            return None;
        }
        let own = |segment: usize| {
            let name = self.names.segments[segment];
            let governed = name.first > first && page.is(name.first - 1, class::PREPOSITION)
                || name.first > first + 1
                    && page.is(name.first - 1, class::TITLE)
                    && page.is(name.first - 2, class::PREPOSITION);
            // `Harbour co-host Tove Lind`: the first name only tells which co-host.
            let modifies = name.len() == 1
                && !name.titled
                && name.end < end
                && !page.is(name.end, class::PREPOSITION | class::AND)
                && !page.is_mark(name.end);
            name.end <= end && !governed && !modifies && !page.is_possessive(name.end)
        };
        let mut segments = (first..end).filter_map(|at| self.names.beginning(at));
        if let Some(segment) = segments.find(|&segment| own(segment)) {
            let end = self.names.segments[segment].end;
            return Some(Phrase { first, end, source: Source::Name(segment) });
        }
        let head = self.head(first, end)?;
        // `the ambassador at the time, Tove Lind.`
        let apposed = self
            .names
            .beginning(end + 1)
            .filter(|_| page.mark(end, ",") && page.is(head, class::PERSON));
        if let Some(segment) = apposed {
            let close = self.names.segments[segment].end;
            if page.is_mark(close) || page.quoted(close) || close >= page.sentence(first).1 {
                return Some(Phrase { first, end: close, source: Source::Name(segment) });
            }
        }
        Some(Phrase { first, end, source: Source::Noun(head) })
    }

    fn phrase_end(&self, first: usize, limit: usize) -> usize {
        let page = self.page;
        let mut at = first;
        while at < limit {
            let name = self.names.at(at);
            let joins = page.mark(at, "&") || page.mark(at, "/") || page.is_possessive(at);
            if page.quoted(at) || name.is_none() && page.is_mark(at) && !joins {
                break;
            }
            if name.is_none() && at > first && page.is(at, ENDS) {
                break;
            }
            let after_name = self.names.ending(at).is_some();
            let preposition = name.is_none() && page.is(at, class::PREPOSITION);
            let binds = page.says_any(at, words!["of", "for"]);
            let aside = page.is(at + 1, class::TIME)
                || (at + 1..at + 4).any(|next| page.is(next, class::MEDIUM));
            if preposition && !binds && (after_name || aside) {
                break;
            }
            if name.is_none() && after_name && page.is(at, class::TIME | class::ADVERB | class::AND)
            {
                break;
            }
            at += 1;
        }
        at
    }
}
