//! One item of a feed on its way to be a story.

use url::Url;

use super::field::Field;
use super::value::Value;
use crate::load::date::date;
use crate::load::xml::{Element, resolve};
use crate::model::NewStory;

/// No field was found yet.
const UNSET: u8 = u8::MAX;

pub(super) struct Item<'a> {
    /// Where it begins, in bytes.
    pub(super) at: usize,
    story: NewStory,
    /// How telling the element was that each field was taken from.
    ranks: [u8; Field::COUNT],
    body: Option<Value<'a>>,
    has_anything: bool,
}

impl<'a> Item<'a> {
    /// An item, with what its tag says: RDF names it there, CDF has link and date there.
    pub(super) fn new(element: &Element<'a>, base: Option<&Url>) -> Item<'a> {
        let mut item = Item {
            at: element.at,
            story: NewStory::default(),
            ranks: [UNSET; Field::COUNT],
            body: None,
            has_anything: false,
        };
        for (name, value) in element.tag.each() {
            let local = name.rsplit(':').next().unwrap_or_default();
            match local.to_ascii_lowercase().as_str() {
                "about" => item.put_id(1, &value),
                "href" => item.put_link(2, &value, base),
                "lastmod" => item.put_date(5, &value),
                _ => (),
            }
        }
        item
    }

    /// An element that may have its link as an attribute.
    pub(super) fn link_element(&mut self, element: &Element<'_>, base: Option<&Url>) {
        let attribute = |name| element.tag.attribute(name);
        let href = attribute("href").or_else(|| attribute("url")).or_else(|| attribute("uri"));
        let Some(href) = href else { return };
        if attribute("rel").is_some_and(|rel| !rel.eq_ignore_ascii_case("alternate")) {
            return;
        }
        let is_page = attribute("type").is_none_or(|kind| kind.contains("html"));
        self.put_link(u8::from(!is_page), &href, base);
    }

    pub(super) fn put(&mut self, field: Field, rank: u8, value: Value<'a>, base: Option<&Url>) {
        self.has_anything = true;
        if value.is_empty() {
            return;
        }
        match field {
            // Of several titles the first is the item's.
            Field::Title if self.ranks[field as usize] > rank => {
                self.story.headline = value.line();
                self.ranks[field as usize] = rank;
            }
            Field::Body => self.put_body(rank, value),
            Field::Link => self.put_link(rank, value.raw(), base),
            Field::Published => self.put_date(rank, value.raw()),
            Field::Id => self.put_id(rank, value.raw()),
            Field::Permalink => {
                self.put_id(rank, value.raw());
                self.put_link(3, value.raw(), None);
            }
            Field::Source if self.ranks[field as usize] >= rank => {
                self.story.source = Some(value.line()).filter(|line| !line.is_empty());
                self.ranks[field as usize] = rank;
            }
            Field::Title | Field::Source => (),
        }
    }

    /// The fullest text is the story's. What is called content need not be quite so long
    /// as what is called a summary.
    fn put_body(&mut self, rank: u8, value: Value<'a>) {
        let old_rank = self.ranks[Field::Body as usize];
        let old = self.body.as_ref().map_or(0, Value::len);
        let new = value.len();
        let better = match rank.cmp(&old_rank) {
            std::cmp::Ordering::Less => new * 2 >= old,
            std::cmp::Ordering::Equal => new > old,
            std::cmp::Ordering::Greater => new > old * 2,
        };
        if better {
            self.ranks[Field::Body as usize] = rank;
            self.body = Some(value);
        }
    }

    fn put_link(&mut self, rank: u8, text: &str, base: Option<&Url>) {
        self.has_anything = true;
        if self.ranks[Field::Link as usize] < rank {
            return;
        }
        // Some write a link's `&` as if it were escaped once more.
        let text = text.replace("&amp;", "&");
        if let Some(link) = resolve(&text, base) {
            self.story.url = Some(link);
            self.ranks[Field::Link as usize] = rank;
        }
    }

    fn put_date(&mut self, rank: u8, text: &str) {
        self.has_anything = true;
        if self.ranks[Field::Published as usize] < rank {
            return;
        }
        if let Some(seconds) = date(text) {
            self.story.published = Some(seconds);
            self.ranks[Field::Published as usize] = rank;
        }
    }

    fn put_id(&mut self, rank: u8, text: &str) {
        self.has_anything = true;
        let text = crate::text::clean_line(text);
        if self.ranks[Field::Id as usize] >= rank && !text.is_empty() {
            self.story.id = Some(text.into_owned());
            self.ranks[Field::Id as usize] = rank;
        }
    }

    /// Something of the item was seen, be it of no use here.
    pub(super) fn note(&mut self) {
        self.has_anything = true;
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.has_anything
    }

    pub(super) fn has_no_source(&self) -> bool {
        self.story.source.is_none()
    }

    pub(super) fn set_source(&mut self, source: Option<&str>) {
        self.story.source = source.map(str::to_owned);
    }

    pub(super) fn story(&mut self) -> &mut NewStory {
        if let Some(body) = self.body.take() {
            body.paragraphs(&mut self.story.body);
        }
        &mut self.story
    }
}
