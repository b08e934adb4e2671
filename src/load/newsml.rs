//! NewsML-G2 text: a news item or a package, by itself or with others in a news message.
//! After the IPTC's NewsML-G2 2.x specification: headline, dates, place and credit stand
//! beside the content, which is NITF, XHTML or plain text.

use super::draft::{Draft, Part};
use super::input::{Failure, Input};
use super::json::Lines;
use super::nitf::Nitf;
use super::outlet::Outlet;
use super::xml::{Element, Event, Inside, Walk};
use super::{body, html};

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    let mut walk = Walk::new(&text);
    let mut lines = Lines::from(1);
    let mut item: Option<Item<'_>> = None;
    let mut told = false;
    while let Some(event) = walk.next() {
        match event {
            Event::Enter(element) if is_item(&element) => {
                told = true;
                item = Some(Item::new(&text, &element, walk.depth()));
            }
            Event::Leave(_) if item.as_ref().is_some_and(|item| walk.depth() < item.depth) => {
                let Some(done) = item.take() else { continue };
                let line = lines.at(&text, done.at);
                done.finish().hand_over(line, outlet)?;
            }
            event => {
                if let Some(item) = &mut item {
                    item.take(&walk, event);
                }
            }
        }
    }
    if let Some(at) = walk.cut() {
        let line = lines.at(&text, at);
        outlet.problem(Some(line), "is cut off or never closed; what was whole was read");
    } else if !told {
        outlet.problem(None, "is not NewsML-G2: it has no item");
    }
    Ok(())
}

fn is_item(element: &Element<'_>) -> bool {
    element.is("newsItem") || element.is("packageItem")
}

/// What is being gathered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Line(Part, u8),
    /// A text that stands in for a missing one.
    Description,
    /// A headline of a package's member.
    Member,
    /// Text, as markup or plain.
    Data,
    Page,
}

struct Item<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    draft: Draft,
    description: String,
    members: Vec<String>,
    capture: Option<(Aim, Element<'a>, usize, Inside<'a>)>,
    nitf: Option<(usize, Nitf<'a>)>,
}

impl<'a> Item<'a> {
    fn new(text: &'a str, element: &Element<'a>, depth: usize) -> Item<'a> {
        let mut draft = Draft::new();
        if let Some(id) = element.tag.attribute("guid") {
            draft.put(Part::Id, 0, &id);
        }
        Item {
            text,
            at: element.at,
            depth,
            draft,
            description: String::new(),
            members: Vec::new(),
            capture: None,
            nitf: None,
        }
    }

    fn take(&mut self, walk: &Walk<'a>, event: Event<'a>) {
        let depth = walk.depth();
        if let Some((from, nitf)) = &mut self.nitf {
            if depth >= *from {
                return nitf.take(walk, event);
            }
            return self.finish_nitf();
        }
        match (event, &mut self.capture) {
            (Event::Leave(_), Some((_, _, from, _))) if depth < *from => self.finish_capture(),
            (event, Some((.., inside))) => inside.push(event),
            (Event::Enter(element), None) if element.is("nitf") => {
                self.nitf = Some((depth, Nitf::new(self.text)));
            }
            (Event::Enter(element), None) => self.enter(element, walk),
            _ => (),
        }
    }

    fn enter(&mut self, element: Element<'a>, walk: &Walk<'a>) {
        let around = &walk.open()[..walk.depth() - 1];
        let inside = |name: &str| around.iter().any(|element| element.is(name));
        let parent = around.last().map_or("", |element| element.local);
        let aim = match element.local {
            "headline" | "title" if inside("itemRef") => Aim::Member,
            "headline" => Aim::Line(Part::Headline, 0),
            "title" if inside("itemMeta") => Aim::Line(Part::Headline, 2),
            "slugline" => Aim::Line(Part::Headline, 3),
            "contentCreated" => Aim::Line(Part::Published, 0),
            "firstCreated" => Aim::Line(Part::Published, 2),
            "versionCreated" => Aim::Line(Part::Published, 1),
            "creditline" => Aim::Line(Part::Source, 0),
            "name" if parent == "provider" => Aim::Line(Part::Source, 1),
            "name" if parent == "infoSource" => Aim::Line(Part::Source, 2),
            "name" if parent == "located" => Aim::Line(Part::Place, 1),
            "dateline" => Aim::Line(Part::Place, 0),
            "description" if !inside("itemRef") && inside("contentMeta") => Aim::Description,
            "inlineData" => Aim::Data,
            "html" | "body" | "div" if inside("inlineXML") => Aim::Page,
            _ => return self.take_attributes(&element),
        };
        self.capture = Some((aim, element, walk.depth(), Inside::of(self.text)));
    }

    fn take_attributes(&mut self, element: &Element<'a>) {
        let said = match element.local {
            "provider" => [("literal", Part::Source, 3)],
            "remoteContent" => [("href", Part::Url, 1)],
            _ => return,
        };
        for (name, part, rank) in said {
            if let Some(value) = element.tag.attribute(name) {
                self.draft.put(part, rank, &value);
            }
        }
    }

    fn finish_capture(&mut self) {
        let Some((aim, element, _, inside)) = self.capture.take() else { return };
        match aim {
            Aim::Line(Part::Place, rank) => {
                // A dateline may have its date behind the place.
                let line = html::line(&inside.markup(false));
                self.draft.put(Part::Place, rank, line.split(" (").next().unwrap_or(&line));
            }
            Aim::Line(part, rank) => self.draft.put(part, rank, &html::line(&inside.markup(false))),
            Aim::Member => {
                let line = html::line(&inside.markup(false));
                self.members.extend(Some(line).filter(|line| !line.is_empty()));
            }
            Aim::Description => self.description = html::text(&inside.markup(false), None),
            Aim::Page => self.put_body(html::text(&inside.markup(false), None)),
            Aim::Data => {
                let text = inside.text();
                let kind = element.tag.attribute("contenttype").unwrap_or_default();
                let mut plain = String::new();
                if kind.contains("html") || html::is_html(&text) {
                    plain = html::text(&text, None);
                } else {
                    body::plain(&text, &mut plain);
                }
                self.put_body(plain);
            }
        }
    }

    /// Of several renditions the fullest is the text.
    fn put_body(&mut self, text: String) {
        if text.len() > self.draft.story.body.len() {
            self.draft.story.body = text;
        }
    }

    fn finish_nitf(&mut self) {
        let Some((_, nitf)) = self.nitf.take() else { return };
        let nitf = nitf.finish();
        self.draft.doubt(&nitf);
        let inner = nitf.story;
        self.put_body(inner.body);
        self.draft.put(Part::Headline, 1, &inner.headline);
        self.draft.put(Part::Place, 2, inner.place.as_deref().unwrap_or_default());
        self.draft.put(Part::Source, 4, inner.source.as_deref().unwrap_or_default());
        if self.draft.story.published.is_none() {
            self.draft.story.published = inner.published;
        }
    }

    fn finish(mut self) -> Draft {
        self.finish_nitf();
        if self.draft.story.body.is_empty() {
            self.draft.story.body = match self.members.as_slice() {
                [] => self.description,
                members if self.description.is_empty() => bullets(members),
                members => format!("{}\n\n{}", self.description, bullets(members)),
            };
        }
        self.draft
    }
}

fn bullets(members: &[String]) -> String {
    let lines: Vec<String> = members.iter().map(|member| format!("• {member}")).collect();
    lines.join("\n\n")
}
