//! Pages of sites: the article, not what stands round it.
//!
//! What a page says of itself (JSON-LD, `<meta>`, microdata) gives headline, date,
//! source and link; its text is looked for by [`density`]. A page that lists stories
//! instead of telling one gives none.

mod density;
mod facts;
mod linked;
mod names;
mod shown;
#[cfg(test)]
mod tests;

use std::ops::Range;

use url::Url;

use self::density::Density;
use self::facts::Facts;
use self::names::{Look, Names};
use self::shown::date_below;
use super::element::Element;
use super::lines;
use super::render::{Links, render};
use super::tokens::Tag;
use crate::load::input::{Failure, Input};
use crate::load::outlet::Outlet;
use crate::load::{body, date, link};
use crate::model::NewStory;
use crate::text::credit::ends_sentence;
use crate::text::{clean_line, fold};

/// A lead has so many letters and more; what has fewer is a byline, a date, a label.
const SHORTEST_LEAD: usize = 50;

/// So many paragraphs may be headline, lead, byline and date.
const TOP: usize = 6;

/// More paragraphs above a text are no lead.
const MOST_LEADS: usize = 3;

/// Letters of a line that may be a byline or a date above the text.
const LONGEST_LINE: usize = 120;

/// Reads a page as one story.
pub(in crate::load) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let page = input.whole()?;
    let facts = Facts::of(&page);
    let density = Density::of(&page);
    if !facts.is_article && density.is_index() {
        outlet.problem(None, "lists stories and tells none");
        return Ok(());
    }
    let mut story = told(&facts);
    let beside = density.beside();
    let article = Article { page: &page, facts: &facts, density: &density, beside };
    let best = density.best();
    let text = article.rendered(best.clone(), Links::Below(base(&facts).as_ref()));
    story.body = article.text(&text, &best, &story.headline);
    if story.published.is_none() {
        let from = density.below(&story.headline).unwrap_or(best.start);
        let to = page.floor_char_boundary((from + shown::LOOK).min(page.len()));
        story.published = date_below(&lines(&page[from..to]));
    }
    if story.body.is_empty() && !facts.is_article {
        if !page.trim().is_empty() {
            outlet.problem(None, "is a page without a story");
        }
        return Ok(());
    }
    outlet.story(&mut story)
}

/// A story without its text, from what the page says of it.
fn told(facts: &Facts) -> NewStory {
    let line = |text: &str| Some(clean_line(text).into_owned()).filter(|line| !line.is_empty());
    let source = facts.site.get().or(facts.publisher.get()).or(facts.author.get());
    NewStory {
        headline: line(headline(facts)).unwrap_or_default(),
        source: source.and_then(line),
        place: facts.place.get().and_then(line),
        url: facts.url.get().and_then(link::safe).map(str::to_owned),
        published: facts.published.get().and_then(date),
        ..NewStory::default()
    }
}

/// The headline: the heading where it is part of the title, else what machines are told.
fn headline(facts: &Facts) -> &str {
    let title = facts.card.get().or(facts.title.get()).unwrap_or_default();
    let heading = facts.heading.get().unwrap_or_default();
    if let Some(headline) = facts.headline.get() {
        return headline;
    }
    // A title that is but a part of the heading is a short form, or the site's name.
    let is_of_one = |title: &str, heading: &str| {
        title.contains(heading)
            || heading.contains(title)
            || facts.site.get().map(fold) == Some(title.into())
    };
    if !heading.is_empty() && is_of_one(&fold(title), &fold(heading)) {
        return heading;
    }
    without_site(title, facts.site.get())
}

/// A title without the name of the site behind it.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let cut =
        [" | ", " - ", " – ", " — ", " :: "].iter().filter_map(|mark| title.rfind(mark)).max();
    let Some(at) = cut else { return title };
    let (head, name) = title.split_at(at);
    let name = name.trim_start_matches([' ', '|', '-', '–', '—', ':']);
    let is_site = site.map_or(title[at..].starts_with(" | "), |site| fold(site) == fold(name));
    if is_site && !head.trim().is_empty() { head.trim_end() } else { title }
}

/// An article in its page.
struct Article<'a> {
    page: &'a str,
    facts: &'a Facts,
    density: &'a Density,
    /// Where boxes begin, in order, that are no part of its text.
    beside: Vec<usize>,
}

impl Article<'_> {
    /// The text that is best, without the headline, byline and date above it.
    fn text(&self, text: &str, best: &Range<usize>, headline: &str) -> String {
        let rest = &*self.without_bylines(text, headline);
        // A page may show a part of what it tells machines.
        if let Some(whole) = self.facts.body.get() {
            let mut told = String::new();
            body::tidy(whole, &mut told);
            if told.len() > 2 * rest.len() {
                return told;
            }
        }
        match self.density.above(headline, best) {
            Some(above) if !rest.is_empty() => self.lead(above, rest, headline) + rest,
            _ => rest.to_owned(),
        }
    }

    /// The text without what stands above it, and without such lines below its lead.
    fn without_bylines(&self, text: &str, headline: &str) -> String {
        let mut is_top = true;
        let is_text = |(nth, line): &(usize, &str)| {
            let is_above = *nth < TOP && is_above(line, self.facts, headline);
            is_top &= is_above;
            !is_above || (!is_top && line.ends_with(ends_sentence))
        };
        let text: Vec<&str> =
            text.split("\n\n").enumerate().filter(is_text).map(|(_, line)| line).collect();
        text.join("\n\n")
    }

    /// A part of the page as paragraphs, without what stands beside the text there.
    fn rendered(&self, part: Range<usize>, links: Links<'_>) -> String {
        let own = part.start;
        let is_beside = |tag: &Tag<'_>| {
            let at = tag.at(self.page);
            is_beside(&self.density.names, tag)
                || (at != own && self.beside.binary_search(&at).is_ok())
        };
        let (mut rendered, mut text) = (String::new(), String::new());
        render(&self.page[part], links, &is_beside, &mut rendered);
        body::plain(&rendered, &mut text);
        text
    }

    /// The lead of the article `rest`, when it stands between the headline and that.
    fn lead(&self, above: Range<usize>, rest: &str, headline: &str) -> String {
        let text = self.rendered(above, Links::None);
        let is_lead = |line: &&str| {
            let letters = line.chars().filter(|c| c.is_alphanumeric()).count();
            letters >= SHORTEST_LEAD
                && !is_above(line, self.facts, headline)
                && !rest.contains(line)
        };
        let lead: Vec<&str> = text.split("\n\n").filter(is_lead).collect();
        if lead.len() > MOST_LEADS {
            return String::new();
        }
        lead.into_iter().flat_map(|line| [line, "\n\n"]).collect()
    }
}

/// What the links of a page are relative to: its own address, or one it names instead.
fn base(facts: &Facts) -> Option<Url> {
    let own = facts.url.get().and_then(|own| Url::parse(own).ok());
    let named = facts.base.get().and_then(|base| link::resolve(base, own.as_ref()));
    named.and_then(|named| Url::parse(&named).ok()).or(own)
}

/// Whether a line above a text is no part of it.
fn is_above(line: &str, facts: &Facts, headline: &str) -> bool {
    if line.len() > LONGEST_LINE || line.contains('\n') {
        return line.len() < 4 * LONGEST_LINE && line == headline;
    }
    let line = fold(line.trim());
    let by = facts.author.get().is_some_and(|author| line.contains(&*fold(author)));
    line == fold(headline) || by || line.starts_with("by ") || date(&line).is_some()
}

/// Whether an element inside an article is no part of its text.
fn is_beside(names: &Names, tag: &Tag<'_>) -> bool {
    match tag.element {
        Element::Chrome => true,
        Element::Block | Element::Bullets => {
            names.look(tag) == Look::Chrome || tag.name.eq_ignore_ascii_case("figcaption")
        }
        _ => false,
    }
}
