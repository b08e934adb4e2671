//! The entity pane: who spoke, which countries, which bodies, in the story under the
//! cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::cells::{after, left, marked, right};
use super::style::style;
use crate::app::sidebar::{Known, Row};
use crate::app::{Pane, State};
use crate::model::{Quote, StoryFacts};

pub(super) struct Entities<'a> {
    pub state: &'a State,
    /// It lies over another pane instead of beside it.
    pub over: bool,
}

impl Widget for Entities<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        if self.over {
            Clear.render(area, buf);
            buf.set_style(area, style(self.state.theme.text));
        }
        let block = super::block(self.state, Pane::Entities, "Entities");
        let inner = block.inner(area);
        block.render(area, buf);
        let Some(facts) = self.state.reader.facts.as_deref() else {
            return self.nothing(inner, buf, "Reading…");
        };
        let sidebar = &self.state.sidebar;
        if sidebar.rows.is_empty() {
            return self.nothing(inner, buf, "Nobody and nothing named.");
        }
        let rows = sidebar.rows.iter().enumerate().skip(sidebar.cursor.top);
        for (line, (index, row)) in inner.rows().zip(rows) {
            if index == sidebar.cursor.row && self.state.focus == Pane::Entities {
                buf.set_style(line, style(self.state.theme.selected));
                left(buf, line, "▌", style(self.state.theme.focus));
            }
            self.row(after(line, 1), buf, *row, facts);
        }
    }
}

impl Entities<'_> {
    fn nothing(&self, inner: Rect, buf: &mut Buffer, line: &str) {
        if self.state.reader.open.is_some() {
            left(buf, after(Rect { height: 1, ..inner }, 1), line, style(self.state.theme.quiet));
        }
    }

    fn row(&self, line: Rect, buf: &mut Buffer, row: Row, facts: &StoryFacts) {
        let theme = &self.state.theme;
        let quiet = style(theme.quiet);
        let line = Rect { width: line.width.saturating_sub(1), ..line };
        let entry = after(line, 1);
        match row {
            Row::Blank => (),
            Row::Title(section) => {
                left(buf, line, section.title(), style(theme.headline));
            }
            Row::Country(at) => {
                let country = &facts.countries[at];
                // A country no word names says how it got here.
                let count = match country.count {
                    0 => country.by.as_str().to_owned(),
                    count => count.to_string(),
                };
                counted(buf, entry, country.code.name(), &count, style(theme.country), quiet);
            }
            Row::Speaker(at) => {
                let speaker = &facts.speakers[at];
                let count = speaker.quotes.to_string();
                let rest = before_count(buf, entry, &count, quiet);
                // What only other stories say is marked as inferences are.
                let (name, mark) = match self.known(at) {
                    Some(known) => (known.name.as_str(), KNOWN),
                    None => (speaker.name.as_str(), ""),
                };
                marked(buf, rest, name, mark, style(theme.speaker));
            }
            Row::Role(at) => {
                let own = facts.speakers[at].role.as_deref().map(|role| (role, ""));
                let known = || Some((self.known(at)?.role.as_deref()?, KNOWN));
                let (role, mark) = own.or_else(known).unwrap_or_default();
                marked(buf, after(entry, 1), role, mark, quiet);
            }
            Row::Organisation(at) => {
                let body = &facts.organisations[at];
                let count = body.count.to_string();
                counted(buf, entry, &body.name, &count, style(theme.organisation), quiet);
            }
            Row::Quote(at) => self.quote(entry, buf, &facts.quotes[at]),
            Row::QuoteBy(at) => {
                let quote = &facts.quotes[at];
                let speaker = quote.speaker.as_deref().unwrap_or("unattributed");
                marked(buf, after(entry, 1), speaker, &mark_of(quote), quiet);
            }
        }
    }

    fn known(&self, speaker: usize) -> Option<&Known> {
        self.state.sidebar.known.get(speaker)?.as_ref()
    }

    fn quote(&self, line: Rect, buf: &mut Buffer, quote: &Quote) {
        let body = self.state.story().map_or("", |story| story.body);
        let words = quote.span.of(body).trim().replace('\n', " ");
        if quote.direct {
            left(buf, line, &format!("“{words}”"), style(self.state.theme.quote));
        } else {
            left(buf, line, &words, Style::new());
        }
    }
}

/// A name at the left, its count at the right.
fn counted(buf: &mut Buffer, line: Rect, name: &str, count: &str, look: Style, quiet: Style) {
    let rest = before_count(buf, line, count, quiet);
    left(buf, rest, name, look);
}

/// Writes a count at the right; gives the line before it, a blank between.
fn before_count(buf: &mut Buffer, line: Rect, count: &str, quiet: Style) -> Rect {
    let rest = right(buf, line, count, quiet);
    Rect { width: rest.width.saturating_sub(1), ..rest }
}

/// Behind what only other stories tell.
const KNOWN: &str = " ~";

/// Behind who said it: `~` marks an inference and says from what.
fn mark_of(quote: &Quote) -> String {
    let by = quote.by.as_str().filter(|_| quote.by.is_uncertain());
    by.map(|by| format!(" ~{by}")).unwrap_or_default()
}
