//! One item of a feed on its way to be a story.

use std::cmp::Ordering;

use url::Url;

use super::field::Field;
use super::value::Value;
use crate::load::draft::{Draft, Part};
use crate::load::link::resolve;
use crate::load::xml::Element;
use crate::model::NewStory;

pub(super) struct Item<'a> {
    /// Where it begins, in bytes.
    pub(super) at: usize,
    draft: Draft,
    /// The fullest text so far, how telling its element was, what its links are
    /// relative to.
    body: Option<(u8, Value<'a>, Option<Url>)>,
    has_anything: bool,
}

impl<'a> Item<'a> {
    /// An item, with what its tag says: RDF names it there, CDF has link and date there.
    pub(super) fn new(element: &Element<'a>, base: Option<&Url>) -> Item<'a> {
        let at = element.at;
        let mut item = Item { at, draft: Draft::new(), body: None, has_anything: false };
        for (name, value) in element.tag.each() {
            let local = name.rsplit(':').next().unwrap_or_default();
            match local.to_ascii_lowercase().as_str() {
                "about" => item.draft.put(Part::Id, 1, &value),
                "href" => item.put_link(2, &value, base),
                "lastmod" => item.draft.put(Part::Published, 5, &value),
                _ => continue,
            }
            item.has_anything = true;
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

    pub(super) fn put(&mut self, field: Field, rank: u8, value: Value<'a>, base: Option<Url>) {
        match field {
            _ if value.is_empty() => (),
            Field::Title => self.draft.put(Part::Headline, rank, &value.line()),
            Field::Source => self.draft.put(Part::Source, rank, &value.line()),
            Field::Published => self.draft.put(Part::Published, rank, value.raw()),
            Field::Link => self.put_link(rank, value.raw(), base.as_ref()),
            Field::Id => self.draft.put(Part::Id, rank, value.raw()),
            Field::Permalink => {
                self.draft.put(Part::Id, rank, value.raw());
                self.put_link(3, value.raw(), None);
            }
            Field::Body => self.put_body(rank, value, base),
        }
    }

    /// The fullest text is the story's. What is called content mostly has more structure,
    /// and need not be quite so long as what is called a summary.
    fn put_body(&mut self, rank: u8, value: Value<'a>, base: Option<Url>) {
        let is_better = self.body.as_ref().is_none_or(|(old_rank, old, _)| {
            let (new, old) = (value.letters(), old.letters());
            match rank.cmp(old_rank) {
                Ordering::Less => new * 10 >= old * 9,
                Ordering::Equal => new > old,
                Ordering::Greater => new * 9 > old * 10,
            }
        });
        if is_better {
            self.body = Some((rank, value, base));
        }
    }

    fn put_link(&mut self, rank: u8, text: &str, base: Option<&Url>) {
        // Some write a link's `&` as if it were escaped once more.
        let text = text.replace("&amp;", "&");
        if let Some(link) = resolve(&text, base) {
            self.draft.put(Part::Url, rank, &link);
        }
    }

    /// Something of the item was seen, be it of no use here.
    pub(super) fn note(&mut self) {
        self.has_anything = true;
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.has_anything
    }

    pub(super) fn problem(&self) -> Option<String> {
        self.draft.problem()
    }

    pub(super) fn has_no_source(&self) -> bool {
        self.draft.story.source.is_none()
    }

    pub(super) fn set_source(&mut self, source: Option<&str>) {
        self.draft.story.source = source.map(str::to_owned);
    }

    pub(super) fn story(&mut self) -> &mut NewStory {
        if let Some((_, body, base)) = self.body.take() {
            // Many write no base, and mean the page that the item is of.
            let page = || self.draft.story.url.as_deref().and_then(|url| Url::parse(url).ok());
            let base = if body.has_markup() { base.or_else(page) } else { None };
            let story = &mut self.draft.story;
            body.paragraphs(base.as_ref(), &mut story.body);
            if let Some(title) = body.title().filter(|title| *title != story.headline) {
                story.body.insert_str(0, "\n\n");
                story.body.insert_str(0, &title);
                story.body.truncate(story.body.trim_end().len());
            }
        }
        &mut self.draft.story
    }
}
