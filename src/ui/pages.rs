//! Whole pages laid over the panes: help, made from the key map, and problems.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::cells::{after, left, right};
use super::style::style;
use crate::app::State;
use crate::app::help::{self, Help, Row};
use crate::text::width;

pub(super) struct HelpPage<'a> {
    pub state: &'a State,
    pub help: &'a Help,
}

pub(super) struct ProblemsPage<'a> {
    pub state: &'a State,
    /// First problem on screen.
    pub top: usize,
}

impl Widget for HelpPage<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let theme = &self.state.theme;
        let inner = page(self.state, area, buf, "Help");
        let mut lines = inner.rows();
        let Some(line) = lines.next() else { return };
        let (typed, asked) = (&self.help.typed, self.help.asked);
        let (told, look) = match (typed.is_empty(), asked) {
            (true, false) => ("type to search, or begin with /", theme.quiet),
            (true, true) => ("/", theme.filter),
            (false, _) => (typed.as_str(), theme.filter),
        };
        left(buf, after(line, 2), told, style(look));
        let rows = help::rows(&self.state.keymap, &self.help.typed);
        if rows.is_empty() {
            let line = Rect { y: inner.y + 1, height: 1, ..inner };
            left(buf, after(line, 2), "No key does that.", style(theme.quiet));
        }
        let widest = rows.iter().map(|row| match row {
            Row::Keys { keys, .. } => width::columns(keys),
            _ => 0,
        });
        let column = (widest.max().unwrap_or(0) as u16).min(inner.width / 2);
        for (line, row) in lines.zip(rows.iter().skip(self.help.top)) {
            match row {
                Row::Blank => (),
                Row::Title(title) => {
                    left(buf, after(line, 2), title, style(theme.headline));
                }
                Row::Keys { keys, help } => {
                    let keys_at = Rect { width: (column + 3).min(line.width), ..line };
                    right(buf, keys_at, keys, style(theme.key));
                    left(buf, after(line, column + 5), help, Style::new());
                }
            }
        }
    }
}

impl Widget for ProblemsPage<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let theme = &self.state.theme;
        let inner = page(self.state, area, buf, "Problems");
        let mut lines = inner.rows();
        let Some(line) = lines.next() else { return };
        let problems = &self.state.problems;
        let about = if problems.is_empty() {
            "Everything was read."
        } else {
            "What could not be read; the rest was."
        };
        left(buf, after(line, 2), about, style(theme.quiet));
        for (line, problem) in lines.zip(problems.iter().skip(self.top)) {
            left(buf, after(line, 2), &problem.to_string(), Style::new());
        }
    }
}

/// An empty framed page; gives its inside.
fn page(state: &State, area: Rect, buf: &mut Buffer, title: &str) -> Rect {
    Clear.render(area, buf);
    buf.set_style(area, style(state.theme.text));
    let block = super::framed(state, title, true);
    let inner = block.inner(area);
    block.render(area, buf);
    inner
}
