//! Which of a page's boxes hold its article, and which of them stand beside its text.

use std::ops::Range;

use super::{Density, Place, SHORTEST};
use crate::load::html::element::Element;
use crate::load::html::line;
use crate::text::fold;

/// A neighbour that scores this much of the best belongs to the same text.
const NEIGHBOUR: f32 = 0.25;

/// A page has so many headlines that are links only when it is a list of stories.
const INDEX: u32 = 4;

/// An article that scores so many times as much as a box of it is more than the box.
const REST: f32 = 1.5;

/// Boxes of one kind side by side hold one text when the others have so much of what
/// the best has.
const SAME: f32 = 0.5;

/// So far up from the best box others of its kind are looked for.
const LEVELS: usize = 3;

/// A text of so many letters that are no links is a story, whatever stands round it.
const TOLD: u32 = 500;

impl Density {
    /// Where the article stands.
    pub(in crate::load::html::page) fn best(&self) -> Range<usize> {
        self.range(self.best_place())
    }

    /// What stands between the headline and the article, where the page has its headline
    /// above: perhaps a lead.
    pub(in crate::load::html::page) fn above(
        &self,
        headline: &str,
        best: &Range<usize>,
    ) -> Option<Range<usize>> {
        let end = self.below(headline)?;
        (end <= best.start).then_some(end..best.start)
    }

    /// Where the headline ends, as the page shows it.
    pub(in crate::load::html::page) fn below(&self, headline: &str) -> Option<usize> {
        let is_headline = |title: &&(usize, String)| fold(line(&title.1).trim()) == fold(headline);
        self.titles.iter().rev().find(is_headline).map(|(end, _)| *end)
    }

    /// Where boxes begin, in order, that are no part of an article by what heads them, or
    /// since they are nothing but links.
    pub(in crate::load::html::page) fn beside(&self) -> Vec<usize> {
        let is_beside = |place: &&Place| {
            let lists = matches!(
                place.element,
                Element::Block | Element::Bullets | Element::Numbers | Element::Article
            );
            lists && place.letters >= SHORTEST && place.linked * 4 > place.letters * 3
        };
        let linked = self.places[1..].iter().filter(is_beside).map(|place| place.range.start);
        let mut beside: Vec<usize> = self.headed.iter().copied().chain(linked).collect();
        beside.sort_unstable();
        beside
    }

    fn best_place(&self) -> usize {
        if let Some(marked) = self.marked.filter(|marked| self.places[*marked].letters > 0) {
            return marked;
        }
        let weighed = |place: &usize| self.weighed(*place);
        let all = 0..self.places.len();
        let best = all.clone().max_by(|a, b| weighed(a).total_cmp(&weighed(b))).unwrap_or(0);
        if weighed(&best) <= 0.0 {
            return 0;
        }
        let parent = self.places[best].parent;
        let near = |place: &usize| {
            *place != best && *place != parent && self.places[*place].parent == parent
        };
        let enough = NEIGHBOUR * self.weighed(best);
        let neighbours = all.filter(near).any(|place| weighed(&place) >= enough);
        self.whole(self.row(if neighbours { parent } else { best }))
    }

    /// The box around a box that is one of several of a kind: a text in parts, with
    /// something else between.
    fn row(&self, best: usize) -> usize {
        let enough = SAME * self.places[best].prose;
        let mut level = best;
        for _ in 0..LEVELS {
            let Place { parent, kind, .. } = self.places[level];
            let same = |at: &usize| {
                let place = &self.places[*at];
                place.parent == parent && place.kind == kind && !place.chrome && *at != level
            };
            let others: f32 =
                (1..self.places.len()).filter(same).map(|at| self.places[at].prose).sum();
            if kind != 0 && others > 0.0 && others >= enough && parent != level {
                return parent;
            }
            level = parent;
        }
        best
    }

    /// The article around a box, where the page has one and most of its text is in other
    /// boxes of it: steps, chapters, slides.
    fn whole(&self, best: usize) -> usize {
        let around = std::iter::successors(Some(best), |place| {
            Some(self.places[*place].parent).filter(|parent| parent != place)
        });
        let article = around.skip(1).find(|place| self.places[*place].element == Element::Article);
        let holds_more = |place: &usize| {
            let Place { prose, linked_headings, chrome, .. } = self.places[*place];
            !chrome && linked_headings < INDEX && prose >= REST * self.places[best].prose
        };
        article.filter(holds_more).unwrap_or(best)
    }

    fn range(&self, place: usize) -> Range<usize> {
        let Range { start, end } = self.places[place].range;
        start..end.min(self.places[0].range.end)
    }

    fn weighed(&self, place: usize) -> f32 {
        let Place { score, bonus, letters, linked, chrome, .. } = self.places[place];
        if chrome || score <= 0.0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "scores are rough by nature")]
        let unlinked = 1.0 - linked as f32 / letters.max(1) as f32;
        (score + bonus) * unlinked
    }

    /// Whether the page lists stories instead of telling one.
    pub(in crate::load::html::page) fn is_index(&self) -> bool {
        let Place { letters, linked, .. } = self.places[0];
        let best = &self.places[self.best_place()];
        let is_told = best.letters - best.linked >= TOLD && best.linked * 4 < best.letters;
        if is_told {
            return best.linked_headings >= INDEX;
        }
        self.places[0].linked_headings >= INDEX || (self.links >= 10 && linked * 2 > letters)
    }
}
