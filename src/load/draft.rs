//! A story on its way: of several elements that say the same thing the most telling is
//! kept.

use super::date::date;
use super::input::Failure;
use super::link;
use super::outlet::Outlet;
use crate::model::NewStory;
use crate::text::clean_line;

/// A part of a story that is one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Headline,
    Published,
    Source,
    Place,
    Url,
    Id,
}

const PARTS: usize = 6;

/// Nothing was found yet.
const UNSET: u8 = u8::MAX;

/// What is said of a date that cannot be read.
pub(super) fn unread(date: &str) -> String {
    const MOST: usize = 60;
    format!("has a date that cannot be read: `{}`", &date[..date.floor_char_boundary(MOST)])
}

pub(super) struct Draft {
    pub(super) story: NewStory,
    ranks: [u8; PARTS],
    /// A date that could not be read.
    unread: Option<String>,
}

impl Draft {
    pub(super) fn new() -> Draft {
        Draft { story: NewStory::default(), ranks: [UNSET; PARTS], unread: None }
    }

    /// Takes what an element says of a part, unless one more telling has said it; `rank`
    /// 0 is the most telling. What cannot be read changes nothing.
    pub(super) fn put(&mut self, part: Part, rank: u8, text: &str) {
        let known = self.ranks[part as usize];
        // Of several headlines the first is the story's; the rest is corrected by the last.
        if known < rank || (known == rank && part == Part::Headline) {
            return;
        }
        let line = clean_line(text);
        if line.is_empty() {
            return;
        }
        let line = || line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        match part {
            Part::Headline => self.story.headline = line(),
            Part::Source => self.story.source = Some(line()),
            Part::Place => self.story.place = Some(line()),
            Part::Id => self.story.id = Some(line()),
            Part::Url => match link::safe(text) {
                Some(link) => self.story.url = Some(link.to_owned()),
                None => return,
            },
            Part::Published => {
                let Some(seconds) = date(text) else {
                    self.unread = Some(line());
                    return;
                };
                self.story.published = Some(seconds);
            }
        }
        self.ranks[part as usize] = rank;
    }

    /// What is wrong with a story that is kept: its date cannot be read.
    pub(super) fn problem(&self) -> Option<String> {
        let date = self.unread.as_ref().filter(|_| self.story.published.is_none())?;
        Some(unread(date))
    }

    /// Takes over the doubt about a date of a draft whose story goes into this one.
    pub(super) fn doubt(&mut self, other: &Draft) {
        self.unread = self.unread.take().or_else(|| other.unread.clone());
    }

    /// Hands the story over, and tells what is wrong with it; it begins on a line.
    pub(super) fn hand_over(mut self, line: u32, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
        if self.story.headline.is_empty() && self.story.body.is_empty() {
            outlet.problem(Some(line), "is not a story: it has neither headline nor text");
            return Ok(());
        }
        if let Some(problem) = self.problem() {
            outlet.problem(Some(line), &problem);
        }
        outlet.story(&mut self.story)
    }
}
