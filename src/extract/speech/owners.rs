//! To which clause of attribution each quotation belongs, and which quoted words are no
//! quotation at all: titles, nicknames, words held at arm's length.

use super::cues::Clause;
use super::lexicon::class;
use super::page::Page;
use super::regions::Region;
use super::tails::{Content, sentence_end};
use crate::extract::tokens::Kind;

/// Whose a quoted passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// Laid to somebody by this clause.
    Clause(usize),
    /// Goes on from what was said before it, with no cue of its own.
    Goes,
    /// A title or a word at arm's length, no quotation.
    Name,
    /// Quoted words that nothing lays to anybody.
    Nobody,
}

/// Whose each region of the page is, into `found`, which is empty.
pub(super) fn find(page: &Page<'_>, clauses: &[Clause], found: &mut Vec<Owner>) {
    let finder = Finder { page, clauses };
    for region in 0..page.regions.len() {
        let owner = finder.owner(region, found);
        found.push(owner);
    }
    // What runs on over several paragraphs is laid to its speaker behind the last of them.
    for region in (1..page.regions.len()).rev() {
        if page.regions[region].runs_on
            && matches!(found[region], Owner::Clause(_))
            && found[region - 1] == Owner::Goes
        {
            found[region - 1] = found[region];
        }
    }
}

struct Finder<'a> {
    page: &'a Page<'a>,
    clauses: &'a [Clause],
}

impl Finder<'_> {
    fn owner(&self, index: usize, found: &[Owner]) -> Owner {
        let page = self.page;
        let region = page.regions[index];
        if region.runs_on {
            let own = self.after(region.end, sentence_end(page, region.end - 1));
            return match own {
                Some((clause, true)) => Owner::Clause(clause),
                _ => Owner::Goes,
            };
        }
        let passage = Passage::new(page, &region);
        let floor = page.sentence(region.open).0;
        let ceiling = sentence_end(page, region.end - 1);
        let after = self.after(region.end, ceiling);
        let before = self.before(region.open, floor);
        let chosen = match (before, after) {
            (Some((_, true)), Some((_, false))) | (Some(_), None) => before,
            (Some((_, true)), Some(_)) if !self.ends_open(index) => before,
            _ => after,
        };
        if let Some((clause, beside)) = chosen {
            return if passage.is_name(page, beside) { Owner::Name } else { Owner::Clause(clause) };
        }
        let shared = found.last().filter(|_| {
            index > 0
                && page.regions[index - 1].end > floor
                && page.regions[index - 1].open >= floor
        });
        match shared {
            Some(Owner::Clause(clause)) if !passage.is_name(page, false) && passage.words > 2 => {
                Owner::Clause(*clause)
            }
            _ if self.goes_on(index, &passage, found) => Owner::Goes,
            _ if passage.is_name(page, false) => Owner::Name,
            _ if passage.stands_alone(page) => Owner::Goes,
            _ if passage.words >= 6 => Owner::Goes,
            _ => Owner::Nobody,
        }
    }

    /// Whether the words end with a comma, as before `he said`.
    fn ends_open(&self, index: usize) -> bool {
        let region = self.page.regions[index];
        self.page.mark(region.last() - 1, ",") || self.page.mark(region.end, ",")
    }

    /// The clause after the passage that lays it to somebody, and whether it stands
    /// right beside it.
    fn after(&self, end: usize, ceiling: usize) -> Option<(usize, bool)> {
        let page = self.page;
        let from = self.clauses.partition_point(|clause| clause.cue < end);
        let mut near = self.clauses[from..]
            .iter()
            .enumerate()
            .take_while(|(_, clause)| clause.cue < ceiling + 40);
        near.find_map(|(index, clause)| {
            let beside = clause.first == end
                || clause.first == end + 1 && page.is_mark(end)
                || self.only_marks(end, clause.first);
            let full = page.mark(end - 2, ".") || page.mark(end, ".");
            let fits = match clause.content {
                Content::Before | Content::Around(_) => true,
                Content::None => !clause.hangs,
                Content::After(start) => {
                    !full
                        && !clause.hangs
                        && (page.quoted(start) || page.mark(end - 2, ",") || page.mark(end, ","))
                }
                Content::Object(_) => false,
            };
            let within = clause.first < ceiling
                && matches!(clause.content, Content::Before | Content::Around(_))
                && !clause.hangs;
            let same = page.paragraph(clause.cue) == page.paragraph(end - 1);
            (same && fits && (beside || within)).then_some((from + index, beside))
        })
    }

    fn only_marks(&self, from: usize, to: usize) -> bool {
        from <= to
            && to <= from + 3
            && (from..to).all(|at| {
                self.page.is_mark(at)
                    || self.page.kind(at) == Some(Kind::Single)
                    || self.page.is(at, class::AND | class::SUBORDINATE | class::ADVERB)
            })
    }

    /// The clause before the passage whose words it is among.
    fn before(&self, open: usize, floor: usize) -> Option<(usize, bool)> {
        let until = self.clauses.partition_point(|clause| clause.cue <= open);
        let mut back = self.clauses[..until].iter().enumerate().rev().take(6);
        back.find_map(|(index, clause)| {
            let start = match clause.content {
                Content::After(start) | Content::Object(start) | Content::Around(start) => start,
                Content::Before => return None,
                Content::None => clause.end,
            };
            let beside = start == open || self.only_marks(start, open) && start <= open;
            let same = clause.cue >= floor && start <= open;
            (same && clause.content != Content::None || beside).then_some((index, beside))
        })
    }

    /// `“We wait,” said Lind. “It's late.”`: a short sentence behind one with a clause in
    /// the same paragraph.
    fn goes_on(&self, index: usize, passage: &Passage<'_>, found: &[Owner]) -> bool {
        let page = self.page;
        let said = matches!(found.last(), Some(Owner::Clause(_) | Owner::Goes));
        let region = page.regions[index];
        let stopped = matches!(page.word(region.last() - 1), "." | "!" | "?" | "…");
        let before = index.checked_sub(1).map(|before| page.regions[before].open);
        said && stopped
            && region.closed
            && page.is_capital(region.first())
            && before.is_some_and(|open| page.paragraph(open) == page.paragraph(region.open))
            && passage.stands_alone(page)
    }
}

/// A quoted passage and what it holds.
struct Passage<'a> {
    region: &'a Region,
    words: usize,
    /// Whether one of the words is in small letters, and not of those that titles have so.
    lower: bool,
}

impl Passage<'_> {
    fn new<'a>(page: &Page<'_>, region: &'a Region) -> Passage<'a> {
        let small = class::PREPOSITION | class::AND | class::DETERMINER;
        let inside = region.first()..region.last();
        let (mut words, mut lower) = (0, false);
        for (token, word) in page.tokens[inside.clone()].iter().zip(&page.words[inside]) {
            words += usize::from(token.is_word() | (token.kind == Kind::Number));
            lower |= (token.kind == Kind::Lower) & (word.class & small == 0);
        }
        Passage { region, words, lower }
    }

    /// Whether it is a title, a nickname or a word at arm's length: short, and not right
    /// beside a cue, or in the capitals of a title.
    fn is_name(&self, page: &Page<'_>, beside: bool) -> bool {
        let &Passage { region, words, lower } = self;
        let last = region.last();
        let begins = region.open == page.sentence(region.open).0;
        let titled = !lower && words > 0 && words < 12 && !begins;
        let stopped = page.mark(last - 1, ",")
            || page.mark(last - 1, ".")
            || page.mark(last - 1, "!")
            || page.mark(last - 1, "?");
        // `declared “What a Day!”`: hardly a title.
        let cried = matches!(page.word(last - 1), "!" | "?");
        if titled && !(beside && (stopped && words <= 2 || cried) || beside && words == 1) {
            return true;
        }
        words < 3 && !beside
    }

    /// A sentence of its own between the marks.
    fn stands_alone(&self, page: &Page<'_>) -> bool {
        let region = self.region;
        let floor = page.sentence(region.open).0;
        let begins = region.open == floor || (floor..region.open).all(|at| page.is_mark(at));
        let last = page.word(region.last() - 1);
        let stop = matches!(last, "." | "!" | "?" | "…" | "—" | "-")
            || !region.closed
            || page.mark(region.end, ".");
        begins && stop && self.words > 1
    }
}
