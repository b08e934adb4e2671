//! Words that are laid to a speaker where none follow the cue at once: before the clause,
//! on both sides of it, or behind a circumstance of their own.

use super::cues::{Clause, Finder};
use super::lexicon::{Form, class, frame};
use super::tails::{self, Content};
use super::verbs;
use crate::extract::tokens::Kind;

impl Finder<'_> {
    /// Where no words follow the cue, they may stand before the clause; where they do
    /// after a comma, the clause interrupts them.
    pub(super) fn complete(
        &self,
        first: usize,
        end: usize,
        content: Content,
        frames: u16,
    ) -> Content {
        let page = self.page;
        if let Content::After(start) = content
            && self.resumes_quoted(first, start)
        {
            return Content::Around(start);
        }
        if content != Content::None || frames & (frame::QUOTE | frame::CLAUSE) == 0 {
            return content;
        }
        let (floor, ceiling) = page.sentence(first);
        let before = first.checked_sub(1).filter(|&before| before >= floor || page.quoted(before));
        let Some(before) = before else { return Content::None };
        let said = page.quoted(before)
            || (page.mark(before, ",") || page.mark(before, "—") || page.mark(before, "–"))
                && before >= floor + 2;
        let barely = !said && page.mark(before, ",") && before == floor + 1;
        if !said && !barely {
            return Content::None;
        }
        // After a short opening (`Still, Lind said, …`) anything goes on.
        let short = first - floor <= 8;
        let kind = page.kind(end + 1);
        let resumes = page.mark(end, ",")
            && end + 2 < ceiling
            && (kind == Some(Kind::Lower) || short && kind != Some(Kind::Mark))
            && !page.is(end + 1, class::WHO | class::WHICH)
            && (short || !page.is(end + 1, class::SUBORDINATE | class::PREPOSITION))
            && !(page.is(end + 1, class::CUE) && page.words[end + 1].form() == Form::Gerund)
            && !page.bytes(end + 1).ends_with(b"ing")
            && !page.quoted(before);
        if resumes {
            return Content::Around(end + 1);
        }
        // `In Oslo, Lind added ten sheds`: an opening without a verb says nothing.
        let clause = page.quoted(before) || !barely && verbs::holds_verb(page, floor, before);
        if clause { Content::Before } else { Content::None }
    }

    /// `Picking men by polls, Lind said, “is like looking at a bowl.”`
    fn resumes_quoted(&self, first: usize, open: usize) -> bool {
        let page = self.page;
        let floor = page.sentence(first).0;
        let region = page.region(open).filter(|&region| page.regions[region].open == open);
        let small = region
            .is_some_and(|region| page.kind(page.regions[region].first()) == Some(Kind::Lower));
        let parted = first > floor + 3 && page.mark(first - 1, ",") && page.mark(open - 1, ",");
        small && parted && !(floor..first).any(|at| page.quoted(at))
    }

    /// `Lind said in most ports, ferries are late`, `she said although it is late, …`: the
    /// words begin with a circumstance of their own, parted by a comma. Where that is the
    /// circumstance of saying (`said in a statement, …`), they begin behind it.
    pub(super) fn fronted(&self, first: usize, at: usize, end: usize, frames: u16) -> Content {
        let page = self.page;
        let (floor, ceiling) = page.sentence(at);
        let opens = (floor..first).all(|before| {
            page.is_mark(before)
                || page.is_adverb(before)
                || page.is(before, class::BUT | class::AND | class::TIME)
        });
        let verb = frames & (frame::CLAUSE | frame::THAT | frame::THOUGHT) == frame::CLAUSE;
        if !verb || !opens || first > floor + 2 || page.is(first, class::PREPOSITION) {
            return Content::None;
        }
        let start = tails::particle_end(page, at);
        let comma = if page.is(start, class::SUBORDINATE) {
            (start + 2..ceiling).take_while(|&at| !page.quoted(at)).find(|&at| page.mark(at, ","))
        } else {
            Some(end).filter(|&end| page.mark(end, ",") && end > start)
        };
        let Some(next) = comma.map(|comma| comma + 1).filter(|&next| next < ceiling) else {
            return Content::None;
        };
        let stop =
            class::WHO | class::WHICH | class::AND | class::BUT | class::SUBORDINATE | class::CUE;
        let plain =
            !page.is(next, stop) && !page.bytes(next).ends_with(b"ing") && !page.is_mark(next);
        if !plain || page.quoted(next) || !verbs::has_verb(page, next, ceiling) {
            return Content::None;
        }
        let aside = (start..next).any(|at| page.is(at, class::MEDIUM | class::TIME));
        Content::After(if aside { next } else { start })
    }

    /// Verbs of thought, and verbs whose object is what was said, need words to lay.
    pub(super) fn is_speech(&self, clause: &Clause) -> bool {
        match clause.content {
            Content::None => {
                let (first, end) = self.page.sentence(clause.cue);
                let quote = first > 0 && self.page.quoted(first - 1)
                    || self.page.quoted(clause.first.saturating_sub(1))
                    || self.page.quoted(end)
                    || self.page.mark(end, ".") && self.page.quoted(end + 1)
                    || (clause.cue..end).any(|at| self.page.quoted(at));
                clause.is(frame::QUOTE) && quote
            }
            _ => true,
        }
    }
}
