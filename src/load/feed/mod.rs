//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF. One reader knows them all, since
//! many a feed borrows from another's vocabulary.
//!
//! A story is handed over as soon as its item is left. An item that was never closed
//! ends where the next begins, a field where the next that can only be one begins.
//! What it says of sound feeds is held against feed-rs, a reader of such, in the tests.

mod field;
mod item;
#[cfg(test)]
mod tests;
mod value;

use url::Url;

use self::field::{Field, field};
use self::item::Item;
use self::value::Value;
use super::input::{Failure, Input};
use super::json::Lines;
use super::link::resolve;
use super::outlet::Outlet;
use super::xml::{Element, Event, Inside, Space, Walk};

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    Feed::new(&text).read(outlet)
}

/// How telling the title of a picture is of the item it stands in.
const PICTURE: u8 = 9;

/// What an element being gathered is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Item(Field, u8),
    FeedTitle,
    FeedLink,
}

/// An element whose inside is being gathered.
struct Capture<'a> {
    aim: Aim,
    element: Element<'a>,
    depth: usize,
    base: Option<Url>,
    inside: Inside<'a>,
}

impl Capture<'_> {
    fn is_source(&self) -> bool {
        matches!(self.aim, Aim::Item(Field::Source, _))
    }
}

struct Feed<'a> {
    text: &'a str,
    walk: Walk<'a>,
    lines: Lines,
    /// Whether what holds no declaration is plain text, as Atom says.
    is_atom: bool,
    /// Whether anything of a feed was seen.
    is_any: bool,
    title: Option<String>,
    /// Whether the title was looked for behind the items.
    title_sought: bool,
    link: Option<Url>,
    item: Option<Item<'a>>,
    /// How many elements are open inside which the item is the last.
    item_depth: usize,
    capture: Option<Capture<'a>>,
}

impl<'a> Feed<'a> {
    fn new(text: &'a str) -> Feed<'a> {
        Feed {
            text,
            walk: Walk::new(text),
            lines: Lines::from(1),
            is_atom: false,
            is_any: false,
            title: None,
            title_sought: false,
            link: None,
            item: None,
            item_depth: 0,
            capture: None,
        }
    }

    fn read(mut self, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        while let Some(event) = self.walk.next() {
            match event {
                Event::Enter(element) => self.enter(element, outlet)?,
                Event::Leave(element) => self.leave(element, outlet)?,
                Event::Text(_) | Event::Cdata(_) => self.gather(event),
            }
        }
        if let Some(at) = self.walk.cut() {
            let line = self.lines.at(self.text, at);
            outlet.problem(Some(line), "is cut off or never closed; what was whole was read");
        } else if !self.is_any {
            outlet.problem(None, "is not a feed: it has neither channel nor item");
        }
        Ok(())
    }

    fn gather(&mut self, event: Event<'a>) {
        if let Some(capture) = &mut self.capture {
            capture.inside.push(event);
        }
    }

    fn enter(&mut self, element: Element<'a>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        if element.is("item") || element.is("entry") {
            return self.enter_item(element, outlet);
        }
        if let Some(item) = &mut self.item {
            item.note();
        }
        match &self.capture {
            // Atom's source is not its own name but has one inside.
            Some(capture) if capture.is_source() && element.is("title") => self.capture = None,
            Some(capture) if !self.is_in_xhtml(capture) && ends(capture, &element) => {
                self.walk.lift(capture.depth - 1);
                self.finish_capture(outlet);
            }
            Some(_) => {
                self.gather(Event::Enter(element));
                return Ok(());
            }
            None => (),
        }
        let Some(aim) = self.aim(&element) else {
            self.note_root(&element);
            return Ok(());
        };
        self.take_attributes(aim, &element);
        let has_links = matches!(aim, Aim::FeedLink | Aim::Item(Field::Link | Field::Body, _));
        let base = if has_links { self.base() } else { None };
        let depth = self.walk.depth();
        let inside = Inside::of(self.text);
        self.capture = Some(Capture { aim, element, depth, base, inside });
        Ok(())
    }

    fn enter_item(&mut self, element: Element<'a>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        self.is_any = true;
        if self.walk.depth() == 1 {
            self.is_atom = element.is("entry");
        }
        self.finish_capture(outlet);
        if self.item.is_some() {
            self.walk.lift(self.item_depth - 1);
            self.finish_item(outlet)?;
        }
        self.item_depth = self.walk.depth();
        let base = self.base();
        self.item = Some(Item::new(&element, base.as_ref()));
        Ok(())
    }

    fn leave(&mut self, element: Element<'a>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        if self.capture.as_ref().is_some_and(|capture| self.walk.depth() < capture.depth) {
            self.finish_capture(outlet);
        } else {
            self.gather(Event::Leave(element));
        }
        if self.item.is_some() && self.walk.depth() < self.item_depth {
            self.finish_item(outlet)?;
        }
        Ok(())
    }

    /// Whether the element at hand stands in XHTML inside the one being gathered: there it
    /// is text or picture, whatever it is called.
    fn is_in_xhtml(&self, capture: &Capture<'_>) -> bool {
        let inside = self.walk.open().get(capture.depth..).unwrap_or_default();
        inside.iter().any(|element| element.space == Space::Xhtml)
    }

    fn aim(&self, element: &Element<'_>) -> Option<Aim> {
        let around = &self.walk.open()[..self.walk.depth() - 1];
        if self.item.is_some() {
            let inside = around.get(self.item_depth..).unwrap_or_default();
            let (of, rank) = field(element)?;
            return match inside.iter().find(|element| field::is_apart(element)) {
                None => Some(Aim::Item(of, rank)),
                Some(apart) if apart.is("source") && of == Field::Title => {
                    Some(Aim::Item(Field::Source, 0))
                }
                // Better than none at all.
                Some(apart) if apart.is("image") && of == Field::Title => {
                    Some(Aim::Item(of, PICTURE))
                }
                Some(_) => None,
            };
        }
        let parent = around.last()?;
        if !["channel", "feed"].iter().any(|name| parent.is(name)) {
            return None;
        }
        match element {
            _ if element.is("title") => Some(Aim::FeedTitle),
            _ if element.is("link") => Some(Aim::FeedLink),
            _ => None,
        }
    }

    fn note_root(&mut self, element: &Element<'_>) {
        self.is_any |= ["rss", "channel", "feed"].iter().any(|name| element.is(name))
            || element.space == Space::Rdf;
        self.is_atom |= element.is("feed");
        if element.is("channel") && self.link.is_none() {
            let base = self.base();
            let href = element.tag.attribute("href");
            self.link = href.and_then(|href| whole(&href, base.as_ref()));
        }
    }

    /// What an element says by its attributes.
    fn take_attributes(&mut self, aim: Aim, element: &Element<'a>) {
        match aim {
            Aim::Item(Field::Link, _) => {
                let base = self.base();
                if let Some(item) = &mut self.item {
                    item.link_element(element, base.as_ref());
                }
            }
            Aim::FeedLink if self.link.is_none() => {
                let alternate = element.tag.attribute("rel").is_none_or(|rel| rel == "alternate");
                let base = self.base();
                let href = element.tag.attribute("href").filter(|_| alternate);
                self.link = href.and_then(|href| whole(&href, base.as_ref()));
            }
            _ => (),
        }
    }

    /// What links here are relative to.
    fn base(&self) -> Option<Url> {
        self.walk.base().or(self.link.as_ref()).cloned()
    }

    fn finish_capture(&mut self, outlet: &mut Outlet<'_>) {
        let Some(Capture { aim, element, base, inside, .. }) = self.capture.take() else { return };
        if inside.is_over() {
            let line = self.lines.at(self.text, element.at);
            outlet.problem(Some(line), "is longer than 16 MB; the rest of it was left out");
        }
        match aim {
            Aim::Item(of, rank) => {
                let value = Value::new(&element, &inside, self.is_atom);
                if let Some(item) = &mut self.item {
                    item.put(of, rank, value, base);
                }
            }
            Aim::FeedTitle if self.title.is_none() => {
                let title = Value::new(&element, &inside, self.is_atom).line();
                self.title = Some(title).filter(|title| !title.is_empty());
            }
            Aim::FeedLink if self.link.is_none() => {
                self.link = whole(&inside.text(), base.as_ref());
            }
            Aim::FeedTitle | Aim::FeedLink => (),
        }
    }

    fn finish_item(&mut self, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        let Some(mut item) = self.item.take() else { return Ok(()) };
        if item.is_empty() {
            let line = self.lines.at(self.text, item.at);
            outlet.problem(Some(line), "is an item with nothing in it");
            return Ok(());
        }
        if let Some(problem) = item.problem() {
            let line = self.lines.at(self.text, item.at);
            outlet.problem(Some(line), &problem);
        }
        if item.has_no_source() {
            self.seek_title();
            item.set_source(self.title.as_deref());
        }
        outlet.story(item.story())
    }

    /// Some feeds name themselves behind their items.
    fn seek_title(&mut self) {
        if self.title.is_some() || self.title_sought {
            return;
        }
        self.title_sought = true;
        let mut ahead = Feed { is_atom: self.is_atom, ..Feed::new(self.text) };
        self.title = ahead.only_title();
    }

    fn only_title(&mut self) -> Option<String> {
        let mut capture: Option<(usize, Element<'a>, Inside<'a>)> = None;
        while let Some(event) = self.walk.next() {
            let depth = self.walk.depth();
            match (event, &mut capture) {
                (Event::Enter(element), None) if self.aim(&element) == Some(Aim::FeedTitle) => {
                    capture = Some((depth, element, Inside::of(self.text)));
                }
                (Event::Leave(element), Some((from, ..))) if depth < *from => {
                    let (_, _, inside) = capture.take()?;
                    let title = Value::new(&element, &inside, self.is_atom).line();
                    return Some(title).filter(|title| !title.is_empty());
                }
                (event, Some((.., inside))) => inside.push(event),
                _ => (),
            }
        }
        None
    }
}

fn whole(link: &str, base: Option<&Url>) -> Option<Url> {
    resolve(link, base).and_then(|link| Url::parse(&link).ok())
}

/// Whether an element can only stand behind the one being gathered, which was then
/// never closed.
fn ends(capture: &Capture<'_>, element: &Element<'_>) -> bool {
    let Aim::Item(of, _) = capture.aim else { return false };
    // Atom's source has an id and links of its own.
    if of == Field::Source {
        return false;
    }
    if field(element).is_none() {
        return false;
    }
    let is_short = of != Field::Body;
    let nested = element.local.eq_ignore_ascii_case(capture.element.local);
    !nested && (is_short || !field::is_html(element)) && capture.element.space != Space::Xhtml
}
