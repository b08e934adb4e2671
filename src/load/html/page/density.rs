//! Where the text of an article stands in a page: in the box that holds most running
//! text and fewest links.
//!
//! The rule is that of Arc90's Readability, in one pass and without a tree: every
//! paragraph scores by its length and its commas, its score goes to the box it stands
//! in and half of it to the box around, boxes full of links lose by it.

use std::ops::Range;

use super::names::{Look, look};
use crate::load::html::element::Element;
use crate::load::html::tokens::{Tag, Token, Tokens};

/// Boxes beyond this many are not told apart from those they stand in.
const MOST_BOXES: usize = 200_000;

/// A paragraph of fewer letters is a label.
const SHORTEST: u32 = 25;

/// A neighbour that scores this much of the best belongs to the same text.
const NEIGHBOUR: f32 = 0.25;

/// A page has so many headlines that are links only when it is a list of stories.
const INDEX: u32 = 4;

/// An article that scores so many times as much as a box of it is more than the box.
const REST: f32 = 1.5;

/// A text of so many letters that are no links is a story, whatever stands round it.
const TOLD: u32 = 500;

/// A box of a page.
struct Place {
    parent: usize,
    element: Element,
    range: Range<usize>,
    /// Inside of what goes round an article.
    chrome: bool,
    score: f32,
    /// Added to a score, when there is one.
    bonus: f32,
    letters: u32,
    linked: u32,
    /// What all paragraphs inside score together.
    prose: f32,
    /// Headings inside that are links.
    linked_headings: u32,
}

/// What was found of a page's text.
#[derive(Default)]
pub(super) struct Density {
    places: Vec<Place>,
    open: Vec<usize>,
    /// How many boxes of each element are open.
    counts: Counts,
    paragraph: Paragraph,
    /// The box that the page itself says holds its article.
    marked: Option<usize>,
    in_heading: bool,
    links: u32,
}

/// A paragraph being read.
#[derive(Default)]
struct Paragraph {
    letters: u32,
    commas: u32,
    linked: u32,
    in_link: bool,
}

/// Open boxes, counted by element.
#[derive(Default)]
struct Counts(Vec<(Element, u32)>);

impl Counts {
    fn of(&mut self, element: Element) -> &mut u32 {
        let at = self.0.iter().position(|(known, _)| *known == element);
        let at = at.unwrap_or_else(|| {
            self.0.push((element, 0));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

/// Whether an element is a box that may hold an article or a part of one.
fn is_box(element: Element) -> bool {
    use Element::{Article, Block, Cell, Chrome, Item, Quote, Row, Table};
    matches!(element, Article | Block | Cell | Chrome | Item | Quote | Row | Table)
        || matches!(element, Element::Bullets | Element::Numbers)
}

impl Density {
    pub(super) fn of(html: &str) -> Density {
        let mut density = Density::default();
        let root = Place {
            parent: 0,
            element: Element::Block,
            range: 0..html.len(),
            chrome: false,
            score: 0.0,
            bonus: 0.0,
            letters: 0,
            linked: 0,
            prose: 0.0,
            linked_headings: 0,
        };
        density.places.push(root);
        density.open.push(0);
        let mut tokens = Tokens::new(html);
        loop {
            let from = tokens.at();
            let Some(token) = tokens.next() else { break };
            match token {
                Token::Open(tag) => density.open(&tag, from),
                Token::Close(element, _) => density.close(element, tokens.at()),
                Token::Text(text) => density.paragraph.add(text),
                Token::Inside(..) => (),
            }
        }
        density.end_paragraph();
        for place in (1..density.places.len()).rev() {
            let Place { parent, letters, linked, prose, linked_headings, .. } =
                density.places[place];
            let around = &mut density.places[parent];
            around.letters += letters;
            around.linked += linked;
            around.prose += prose;
            around.linked_headings += linked_headings;
        }
        density
    }

    fn open(&mut self, tag: &Tag<'_>, from: usize) {
        match tag.element {
            Element::Anchor => self.paragraph.in_link = true,
            Element::Heading => {
                self.end_paragraph();
                self.in_heading = true;
            }
            element if element.is_block() => self.end_paragraph(),
            _ => (),
        }
        if !is_box(tag.element) || self.places.len() >= MOST_BOXES {
            return;
        }
        let parent = self.open.last().copied().unwrap_or(0);
        let look = look(tag);
        let chrome =
            self.places[parent].chrome || tag.element == Element::Chrome || look == Look::Chrome;
        let bonus = match (tag.element, look) {
            (_, Look::Text) => 25.0,
            (Element::Article, _) => 10.0,
            (Element::Block, _) => 5.0,
            (Element::Cell | Element::Quote, _) => 3.0,
            _ => 0.0,
        };
        let place = self.places.len();
        if tag.attribute("itemprop").is_some_and(|name| name.eq_ignore_ascii_case("articlebody")) {
            self.marked.get_or_insert(place);
        }
        self.places.push(Place {
            parent,
            element: tag.element,
            range: from..usize::MAX,
            chrome,
            score: 0.0,
            bonus,
            letters: 0,
            linked: 0,
            prose: 0.0,
            linked_headings: 0,
        });
        self.open.push(place);
        *self.counts.of(tag.element) += 1;
    }

    fn close(&mut self, element: Element, at: usize) {
        match element {
            Element::Anchor => {
                self.paragraph.in_link = false;
                self.links += 1;
            }
            element if element.is_block() => self.end_paragraph(),
            _ => (),
        }
        self.in_heading &= element != Element::Heading;
        if !is_box(element) || *self.counts.of(element) == 0 {
            return;
        }
        while let Some(place) = self.open.pop() {
            let place = &mut self.places[place];
            place.range.end = at;
            *self.counts.of(place.element) -= 1;
            if place.element == element {
                return;
            }
        }
    }

    /// Gives the paragraph at hand to the boxes it stands in.
    fn end_paragraph(&mut self) {
        let in_link = self.paragraph.in_link;
        let Paragraph { letters, commas, linked, .. } = std::mem::take(&mut self.paragraph);
        self.paragraph.in_link = in_link;
        let Some(&place) = self.open.last() else { return };
        if self.in_heading && letters >= SHORTEST / 2 && linked * 5 >= letters * 4 {
            self.places[place].linked_headings += 1;
        }
        self.places[place].letters += letters;
        self.places[place].linked += linked;
        if letters < SHORTEST || self.places[place].chrome || linked * 2 > letters {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "scores are rough by nature")]
        let score = 1.0 + commas as f32 + (letters as f32 / 100.0).min(3.0);
        let parent = self.places[place].parent;
        self.places[place].score += score;
        self.places[place].prose += score;
        self.places[parent].score += score / 2.0;
        let above = self.places[parent].parent;
        self.places[above].score += score / 6.0;
    }

    /// Where the article stands.
    pub(super) fn best(&self) -> Range<usize> {
        self.range(self.best_place())
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
        self.whole(if neighbours { parent } else { best })
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
    pub(super) fn is_index(&self) -> bool {
        let Place { letters, linked, .. } = self.places[0];
        let best = &self.places[self.best_place()];
        let is_told = best.letters - best.linked >= TOLD && best.linked * 4 < best.letters;
        if is_told {
            return best.linked_headings >= INDEX;
        }
        self.places[0].linked_headings >= INDEX || (self.links >= 10 && linked * 2 > letters)
    }
}

impl Paragraph {
    fn add(&mut self, text: &str) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count() as u32;
        self.letters += letters;
        self.commas += text.matches([',', '、', '，', '،']).count() as u32;
        if self.in_link {
            self.linked += letters;
        }
    }
}
