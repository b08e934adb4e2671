//! The headline pane. Draws only the rows on screen, so its cost does not depend on
//! how many stories are loaded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::cells::{after, left, right};
use super::style::style;
use crate::app::marks::Mark;
use crate::app::{Overlay, Pane, State, Version, View};
use crate::model::{Story, StoryId};
use crate::query;
use crate::text::{date, width};

pub(super) struct Headlines<'a> {
    pub state: &'a State,
}

/// From this width on a row has its date, from the next on its source too.
const WITH_DATE: u16 = 56;
const WITH_SOURCE: u16 = 80;
const SOURCE_COLUMNS: usize = 18;

impl Widget for Headlines<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let block = super::block(self.state, Pane::Headlines, "Headlines");
        let inner = block.inner(area);
        block.render(area, buf);
        if self.state.hits.is_empty() {
            self.nothing(inner, buf);
            return;
        }
        for (row, index) in inner.rows().zip(self.state.list.top..) {
            let Some(id) = self.state.hits.get(index) else { break };
            let Some(story) = self.state.library().get(id) else { break };
            self.row(row, buf, id, &story, index == self.state.list.row);
        }
    }
}

impl Headlines<'_> {
    fn row(&self, row: Rect, buf: &mut Buffer, id: StoryId, story: &Story<'_>, selected: bool) {
        let theme = &self.state.theme;
        let focused = self.state.focus == Pane::Headlines
            && !matches!(self.state.overlay, Overlay::Help(_) | Overlay::Problems(_));
        let look = match (selected, focused) {
            (true, true) => theme.selected,
            (true, false) => theme.resting,
            (false, _) => theme.text,
        };
        if selected {
            buf.set_style(row, style(look));
            left(buf, row, "▌", style(theme.focus));
        }
        let mark = match self.state.marks.of(story.key) {
            Mark::Kept => "★",
            Mark::Pending => "☆",
            Mark::None => " ",
        };
        left(buf, after(row, 1), mark, style(theme.mark));
        if let Some(version) = self.state.version(id) {
            let sign = if version == Version::Changed { "~" } else { "-" };
            left(buf, after(row, 2), sign, Style::new());
        }
        let rest = self.facts(after(row, 3), buf, id, story);
        let shown = if story.headline.is_empty() { "(untitled)" } else { story.headline };
        left(buf, rest, shown, Style::new());
        self.matched(rest, buf, shown);
    }

    /// Source and date at the right, when there is room.
    fn facts(&self, row: Rect, buf: &mut Buffer, id: StoryId, story: &Story<'_>) -> Rect {
        let mut rest = Rect { width: row.width.saturating_sub(1), ..row };
        if row.width < WITH_DATE {
            return rest;
        }
        let quiet = style(self.state.theme.quiet);
        if let Some(published) = story.published {
            rest = right(buf, rest, &format!("{:>11}", date::day(published)), quiet);
            rest.width = rest.width.saturating_sub(2);
        }
        if row.width >= WITH_SOURCE
            && let Some(source) = self.source(id, story)
        {
            let cut = width::cut(source, SOURCE_COLUMNS);
            rest = right(buf, rest, &cut, quiet);
            rest.width = rest.width.saturating_sub(2);
        }
        rest
    }

    /// The source found in the text, once it is known, else the one the file names.
    fn source<'a>(&'a self, id: StoryId, story: &Story<'a>) -> Option<&'a str> {
        let library = self.state.library();
        let found = library.locate(id).and_then(|(chunk, index)| {
            let source = library.chunk(chunk)?.facts?.get(index)?.source?;
            library.names().get(source)
        });
        found.or(story.source)
    }

    /// The letters the query matched.
    fn matched(&self, row: Rect, buf: &mut Buffer, shown: &str) {
        if self.state.asked.is_empty() {
            return;
        }
        let look = style(self.state.theme.matched);
        for range in query::highlights(&self.state.asked, shown) {
            let from = width::columns(&shown[..range.start]) as u16;
            let columns = width::columns(&shown[range]) as u16;
            let at = after(row, from);
            buf.set_style(Rect { width: columns.min(at.width), ..at }, look);
        }
    }

    /// Why the list is empty, in words.
    fn nothing(&self, inner: Rect, buf: &mut Buffer) {
        let state = self.state;
        let line = match &state.unmatched[..] {
            _ if state.is_looking() => "Looking…".to_owned(),
            [] if state.asked.is_empty() && state.library().is_empty() => "No stories here.".into(),
            [] => "No story matches.".to_owned(),
            unmatched => format!("Nothing matches {}.", unmatched.join(", ")),
        };
        let mut row = after(Rect { height: 1, ..inner }, 1);
        left(buf, row, &line, style(state.theme.quiet));
        // Whoever has mistyped a name should not have to ask.
        let empty = state.view == View::Stories && state.library().is_empty();
        for problem in state.problems.iter().filter(|_| empty && !state.is_looking()) {
            row.y += 1;
            if row.y >= inner.bottom() {
                break;
            }
            left(buf, row, &problem.to_string(), style(state.theme.quiet));
        }
    }
}
