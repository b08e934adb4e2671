//! What a page says of its article: in JSON-LD, in its `<meta>` tags, in microdata.

use super::linked;
use crate::load::html::element::Element;
use crate::load::html::entity::unescape;
use crate::load::html::line;
use crate::load::html::tokens::{Tag, Token, Tokens};
use crate::load::{date, link};

/// What is known of an article before its text is looked for.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) is_article: bool,
    pub(super) headline: Fact,
    /// As social sites are to show it.
    pub(super) card: Fact,
    pub(super) title: Fact,
    /// The first first-rank heading.
    pub(super) heading: Fact,
    pub(super) published: Fact,
    pub(super) author: Fact,
    pub(super) site: Fact,
    pub(super) publisher: Fact,
    pub(super) place: Fact,
    pub(super) url: Fact,
    /// What the page says its links are relative to.
    pub(super) base: Fact,
    pub(super) body: Fact,
}

/// A fact, the first telling of which counts.
#[derive(Default)]
pub(super) struct Fact(Option<String>);

impl Fact {
    /// Takes the text if there is none yet.
    pub(super) fn prefer(&mut self, text: Option<String>) {
        if self.0.is_none() {
            self.0 = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
    }

    /// Looks for a text if there is none yet.
    fn prefer_with(&mut self, find: impl FnOnce() -> Option<String>) {
        if self.0.is_none() {
            self.prefer(find());
        }
    }

    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// Names of `<meta>` tags that give a date, the most telling first.
const DATES: [&str; 18] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "article:publicationdate",
    "publicationdate",
    "publication_date",
    "publish_date",
    "publishdate",
    "pubdate",
    "date",
];

/// Names that give an author.
const AUTHORS: [&str; 6] =
    ["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl"];

impl Facts {
    pub(super) fn of(html: &str) -> Facts {
        let mut facts = Facts::default();
        let mut dates: Vec<(usize, String)> = Vec::new();
        let mut tokens = Tokens::new(html);
        let mut is_linked_data = false;
        while let Some(token) = tokens.next() {
            match token {
                Token::Inside(Element::Title, text) => facts.title.prefer(Some(unescaped(text))),
                Token::Inside(Element::Script, text) if is_linked_data => {
                    linked::read(text, &mut facts);
                }
                Token::Open(tag) => {
                    is_linked_data = tag.element == Element::Script
                        && tag.attribute("type").is_some_and(|kind| kind.contains("ld+json"));
                    facts.tag(&tag, &mut dates);
                    if tag.name.eq_ignore_ascii_case("h1") {
                        facts.heading.prefer_with(|| Some(inside(html, tokens.at(), "h1")));
                    }
                    facts.microdata(&tag, html, tokens.at());
                }
                _ => (),
            }
        }
        dates.sort_by_key(|(rank, _)| *rank);
        for (_, date) in dates {
            facts.published.prefer(Some(date));
        }
        facts
    }

    fn tag(&mut self, tag: &Tag<'_>, dates: &mut Vec<(usize, String)>) {
        match tag.element {
            Element::Meta if tag.name.eq_ignore_ascii_case("link") => {
                let canonical = |rel: &str| rel.eq_ignore_ascii_case("canonical");
                if tag.attribute("rel").is_some_and(canonical) {
                    self.url(tag.attribute("href"));
                }
            }
            Element::Meta if tag.name.eq_ignore_ascii_case("base") => {
                self.base.prefer(tag.attribute("href").map(unescaped));
            }
            Element::Meta => {
                let name = tag.attribute("property").or_else(|| tag.attribute("name"));
                let content = tag.attribute("content").map(unescaped);
                if let (Some(name), Some(content)) = (name, content) {
                    self.meta(&name.to_ascii_lowercase(), content, dates);
                }
            }
            Element::Inline if tag.name.eq_ignore_ascii_case("time") => {
                if let Some(when) = tag.attribute("datetime").filter(|when| date(when).is_some()) {
                    dates.push((DATES.len(), when.to_owned()));
                }
            }
            _ => (),
        }
    }

    fn meta(&mut self, name: &str, content: String, dates: &mut Vec<(usize, String)>) {
        if let Some(rank) = DATES.iter().position(|known| *known == name) {
            self.is_article |= name == "article:published_time";
            if date(&content).is_some() {
                dates.push((rank, content));
            }
            return;
        }
        if AUTHORS.contains(&name) {
            // Some sites give the address of the author's page here.
            return self.author.prefer(Some(content).filter(|name| !name.contains("://")));
        }
        match name {
            "og:type" => self.is_article |= content.eq_ignore_ascii_case("article"),
            "og:title" | "twitter:title" | "dc.title" => self.card.prefer(Some(content)),
            "og:site_name" => self.site.prefer(Some(content)),
            "publisher" | "dc.publisher" | "article:publisher" | "application-name" => {
                self.publisher.prefer(Some(content).filter(|name| !name.contains("://")));
            }
            "og:url" => self.url(Some(&content)),
            _ => (),
        }
    }

    fn microdata(&mut self, tag: &Tag<'_>, html: &str, at: usize) {
        let Some(property) = tag.attribute("itemprop") else { return };
        let given = tag.attribute("content").or_else(|| tag.attribute("datetime")).map(unescaped);
        let text = || given.clone().or_else(|| Some(inside(html, at, tag.name)));
        match &*property.to_ascii_lowercase() {
            "headline" => self.headline.prefer_with(text),
            "datepublished" => {
                self.published.prefer_with(|| text().filter(|when| date(when).is_some()));
            }
            "author" | "creator" => self.author.prefer_with(text),
            "publisher" => self.publisher.prefer(given),
            "articlebody" => self.is_article = true,
            _ => (),
        }
    }

    fn url(&mut self, href: Option<&str>) {
        let target = href.map(unescaped);
        self.url.prefer(target.filter(|target| link::safe(target).is_some()));
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    unescape(text, &mut out);
    out
}

/// The words inside an element, which are few.
fn inside(html: &str, from: usize, name: &str) -> String {
    const LONGEST: usize = 4 << 10;
    let rest = &html[from..html.floor_char_boundary((from + LONGEST).min(html.len()))];
    let close = |at: &usize| {
        rest[*at..].get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    let end = memchr::memmem::find_iter(rest.as_bytes(), b"</").find(close);
    line(&rest[..end.unwrap_or(0)])
}
