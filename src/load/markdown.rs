//! Markdown: an article with front matter, or several under headings of one rank.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, html::push_html};

use super::front::{Front, front};
use super::html;
use super::input::{Failure, Input};
use super::json::Fields;
use super::outlet::Outlet;
use crate::model::NewStory;
use crate::text::clean_line;

/// Reads a file as one story, or as one story a heading where it has no title of its
/// own and several headings of the first rank (or, without any, of the second).
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    let mut fields = Fields::new();
    let Front { known, rest, line, problem } = front(&text, &mut fields);
    if let Some(reason) = problem {
        outlet.problem(Some(line), &reason);
    }
    if let Some(problem) = fields.problem() {
        outlet.problem(Some(1), &problem);
    }
    let headings = headings(rest);
    if !known {
        let rank = [HeadingLevel::H1, HeadingLevel::H2]
            .into_iter()
            .find(|rank| headings.iter().any(|heading| heading.rank == *rank));
        let parting: Vec<&Heading> =
            headings.iter().filter(|heading| Some(heading.rank) == rank).collect();
        if parting.len() > 1 {
            return several(rest, &parting, outlet);
        }
    }
    let mut story = fields.story().map_or_else(NewStory::default, |story| story.clone());
    let first = headings.first().filter(|first| rest[..first.from].trim().is_empty());
    let body = match first {
        Some(first) if story.headline.is_empty() || story.headline == first.text => {
            story.headline.clone_from(&first.text);
            &rest[first.to..]
        }
        _ => rest,
    };
    let body = text_of(body);
    if !body.is_empty() {
        story.body = body;
    }
    if story.headline.is_empty() && story.body.is_empty() {
        return Ok(());
    }
    outlet.story(&mut story)
}

/// Hands over what stands under each heading, and what stands above the first.
fn several(text: &str, headings: &[&Heading], outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let above = text_of(&text[..headings[0].from]);
    if !above.is_empty() {
        outlet.story(&mut NewStory { body: above, ..NewStory::default() })?;
    }
    let ends = headings.iter().skip(1).map(|next| next.from).chain([text.len()]);
    for (heading, end) in headings.iter().zip(ends) {
        let (headline, body) = (heading.text.clone(), text_of(&text[heading.to..end]));
        if !headline.is_empty() || !body.is_empty() {
            outlet.story(&mut NewStory { headline, body, ..NewStory::default() })?;
        }
    }
    Ok(())
}

/// A heading that stands in no list or quotation.
struct Heading {
    rank: HeadingLevel,
    text: String,
    from: usize,
    to: usize,
}

fn headings(text: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let (mut depth, mut inside) = (0_u32, false);
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                inside = true;
                depth += 1;
                let (rank, text) = (level, String::new());
                found.push(Heading { rank, text, from: range.start, to: range.end });
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                inside &= depth > 0;
            }
            Event::Text(text) | Event::Code(text) if inside => {
                found.last_mut().expect("a heading is open").text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak if inside => {
                found.last_mut().expect("a heading is open").text.push(' ');
            }
            _ => (),
        }
    }
    for heading in &mut found {
        heading.text = clean_line(&heading.text).into_owned();
    }
    found
}

fn text_of(markdown: &str) -> String {
    if markdown.trim().is_empty() {
        return String::new();
    }
    let mut page = String::with_capacity(markdown.len() * 3 / 2);
    push_html(&mut page, Parser::new_ext(markdown, options()));
    html::text(&page, None)
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES
}
