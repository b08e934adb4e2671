//! NITF, the News Industry Text Format 3.x: one document a story; several in one file
//! are several stories. After the IPTC's NITF 3.6 specification.

use super::draft::{Draft, Part};
use super::html;
use super::input::{Failure, Input};
use super::json::Lines;
use super::outlet::Outlet;
use super::xml::{Element, Event, Inside, Space, Walk};

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    let mut walk = Walk::new(&text);
    let mut lines = Lines::from(1);
    let mut document = Nitf::new(&text);
    let (mut begins, mut told) = (0, false);
    while let Some(event) = walk.next() {
        match event {
            Event::Enter(element) if element.is("nitf") => begins = element.at,
            Event::Leave(element) if element.is("nitf") => {
                told = true;
                let done = std::mem::replace(&mut document, Nitf::new(&text)).finish();
                done.hand_over(lines.at(&text, begins), outlet)?;
            }
            event => document.take(&walk, event),
        }
    }
    if let Some(at) = walk.cut() {
        let line = lines.at(&text, at);
        outlet.problem(Some(line), "is cut off or never closed; what was whole was read");
    } else if !told {
        outlet.problem(None, "is not NITF: it has no element of that name");
    }
    Ok(())
}

/// What is being gathered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Line(Part, u8),
    Body,
}

/// A document being read. NewsML-G2 carries such, too.
pub(super) struct Nitf<'a> {
    text: &'a str,
    draft: Draft,
    capture: Option<(Aim, usize, Inside<'a>)>,
    /// How deep the element is that is no text: a picture with its caption.
    aside: Option<usize>,
}

impl<'a> Nitf<'a> {
    pub(super) fn new(text: &'a str) -> Nitf<'a> {
        Nitf { text, draft: Draft::new(), capture: None, aside: None }
    }

    pub(super) fn finish(self) -> Draft {
        self.draft
    }

    /// Takes the next of the walk's events.
    pub(super) fn take(&mut self, walk: &Walk<'a>, event: Event<'a>) {
        let depth = walk.depth();
        if let Some(aside) = self.aside {
            if depth < aside {
                self.aside = None;
            }
            return;
        }
        match event {
            Event::Enter(element) => self.enter(element, depth),
            Event::Leave(_) if self.capture.as_ref().is_some_and(|(_, from, _)| depth < *from) => {
                self.finish_capture();
            }
            Event::Leave(element) => self.gather(Event::Leave(as_html(element))),
            event => self.gather(event),
        }
    }

    fn enter(&mut self, element: Element<'a>, depth: usize) {
        let is_body = self.capture.as_ref().is_some_and(|(aim, ..)| *aim == Aim::Body);
        let has_aside = ["media", "byline", "story.date"].iter().any(|name| element.is(name));
        if is_body || self.capture.is_some() {
            if has_aside {
                self.aside = Some(depth);
            } else {
                self.gather(Event::Enter(as_html(element)));
            }
            return;
        }
        self.take_attributes(&element);
        let aim = match element.local.to_ascii_lowercase().as_str() {
            "hl1" => Aim::Line(Part::Headline, 0),
            "hl2" => Aim::Line(Part::Headline, 1),
            "title" => Aim::Line(Part::Headline, 2),
            "distributor" => Aim::Line(Part::Source, 0),
            "location" => Aim::Line(Part::Place, 0),
            "body.content" => Aim::Body,
            _ => return,
        };
        self.capture = Some((aim, depth, Inside::of(self.text)));
    }

    fn gather(&mut self, event: Event<'a>) {
        if let Some((.., inside)) = &mut self.capture {
            inside.push(event);
        }
    }

    /// What elements say by their attributes.
    fn take_attributes(&mut self, element: &Element<'a>) {
        let said: &[(&str, Part, u8)] = match element.local.to_ascii_lowercase().as_str() {
            "date.issue" => &[("norm", Part::Published, 0)],
            "date.release" => &[("norm", Part::Published, 1)],
            "story.date" => &[("norm", Part::Published, 2)],
            "doc-id" => &[("id-string", Part::Id, 0), ("regsrc", Part::Source, 2)],
            "doc.copyright" => &[("holder", Part::Source, 4)],
            "pubdata" => &[
                ("name", Part::Source, 1),
                ("date.publication", Part::Published, 3),
                ("ex-ref", Part::Url, 1),
            ],
            _ => return,
        };
        for (name, part, rank) in said {
            if let Some(value) = element.tag.attribute(name) {
                self.draft.put(*part, *rank, &value);
            }
        }
    }

    fn finish_capture(&mut self) {
        let Some((aim, _, inside)) = self.capture.take() else { return };
        match aim {
            Aim::Line(part, rank) => self.draft.put(part, rank, &html::line(&inside.markup(false))),
            Aim::Body => {
                let body = html::text(&inside.markup(false), None);
                if body.len() > self.draft.story.body.len() {
                    self.draft.story.body = body;
                }
            }
        }
    }
}

/// An element under the name HTML has for it.
fn as_html(element: Element<'_>) -> Element<'_> {
    let local = match element.local {
        _ if element.space != Space::Own => element.local,
        "block" | "body.content" => "div",
        "hl2" => "h2",
        "bq" => "blockquote",
        "nitf-table" => "table",
        "nitf-table-row" => "tr",
        local => local,
    };
    Element { local, ..element }
}
