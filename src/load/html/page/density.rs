//! Where the text of an article stands in a page: in the box that holds most running
//! text and fewest links.
//!
//! The rule is that of Arc90's Readability, in one pass and without a tree: every
//! paragraph scores by its length and its commas, its score goes to the box it stands
//! in and half of it to the box around, boxes full of links lose by it.

mod best;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::names::{Look, Names};
use crate::load::html::element::Element;
use crate::load::html::tokens::{Tag, Token, Tokens};

/// Boxes beyond this many are not told apart from those they stand in.
const MOST_BOXES: usize = 200_000;

/// A paragraph of fewer letters is a label.
const SHORTEST: u32 = 25;

/// What a box gains by a name that an article's has.
const NAMED: f32 = 25.0;

/// A heading that is looked at is no longer, in bytes.
const LONGEST_HEADING: usize = 300;

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
    /// Told apart by element and class: 0 is of no class.
    kind: u64,
    /// Letters of the page before it.
    before: u32,
}

/// What was found of a page's text.
#[derive(Default)]
pub(super) struct Density {
    pub(super) names: Names,
    places: Vec<Place>,
    open: Vec<usize>,
    /// How many boxes of each element are open.
    counts: Counts,
    paragraph: Paragraph,
    /// The box that the page itself says holds its article.
    marked: Option<usize>,
    /// The first-rank headings: where each ends, and what it says.
    titles: Vec<(usize, String)>,
    /// Where boxes begin whose heading says that they are no part of an article.
    headed: Vec<usize>,
    /// The heading that is open: whether it is of the first rank, and its text.
    heading: Option<(bool, String)>,
    in_heading: bool,
    links: u32,
    letters: u32,
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
        let mut density = Density { names: Names::new(), ..Density::default() };
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
            kind: 0,
            before: 0,
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
                Token::Text(text) => density.add(text),
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
                self.heading = Some((tag.name.eq_ignore_ascii_case("h1"), String::new()));
            }
            element if element.is_block() => self.end_paragraph(),
            _ => (),
        }
        if !is_box(tag.element) || self.places.len() >= MOST_BOXES {
            return;
        }
        let parent = self.open.last().copied().unwrap_or(0);
        let look = self.names.look(tag);
        let chrome =
            self.places[parent].chrome || tag.element == Element::Chrome || look == Look::Chrome;
        let bonus = match (tag.element, look) {
            (_, Look::Text) => NAMED,
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
            kind: kind(tag),
            before: self.letters,
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
            Element::Heading => {
                self.end_heading(at);
                self.end_paragraph();
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

    fn add(&mut self, text: &str) {
        self.paragraph.add(text);
        if let Some((_, heading)) = &mut self.heading
            && heading.len() + text.len() <= LONGEST_HEADING
        {
            heading.push_str(text);
        }
    }

    /// A box may be headed by what says that it is no part of an article.
    fn end_heading(&mut self, at: usize) {
        let Some((is_title, heading)) = self.heading.take() else { return };
        if is_title {
            return self.titles.push((at, heading));
        }
        let Some(&place) = self.open.last() else { return };
        let place = &mut self.places[place];
        let is_first = place.before == self.letters && place.bonus < NAMED;
        // What stands above the headline may hold the article too.
        let is_below = self.titles.last().is_some_and(|(end, _)| *end <= place.range.start);
        if is_first
            && is_below
            && place.element != Element::Article
            && self.names.heads_chrome(&heading)
        {
            place.chrome = true;
            self.headed.push(place.range.start);
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
        self.letters += letters;
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
}

/// The kind of a box, by its element and class.
fn kind(tag: &Tag<'_>) -> u64 {
    let Some(class) = tag.attribute("class").filter(|class| !class.trim().is_empty()) else {
        return 0;
    };
    let mut kind = DefaultHasher::new();
    (tag.element, class).hash(&mut kind);
    kind.finish().max(1)
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
