//! A picker: the line being typed, then names with their counts.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::cells::{after, left, right, thousands};
use super::foot::{typed_cursor, typed_line};
use super::style::style;
use crate::app::State;
use crate::app::layout::Area;
use crate::app::picker::Picker;

pub(super) struct Names<'a> {
    pub state: &'a State,
    pub picker: &'a Picker,
}

const SIGN: &str = "› ";

impl Widget for Names<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let theme = &self.state.theme;
        Clear.render(area, buf);
        buf.set_style(area, style(theme.text));
        let title = self.title();
        let block = super::framed(self.state, &title, true);
        let inner = block.inner(area);
        block.render(area, buf);
        let mut rows = inner.rows();
        let Some(line) = rows.next() else { return };
        typed_line(buf, line, &self.picker.input, SIGN, style(theme.key));
        let choices = self.picker.choices.iter().enumerate().skip(self.picker.cursor.top);
        for (row, (index, choice)) in rows.by_ref().zip(choices) {
            let selected = index == self.picker.cursor.row;
            if selected {
                buf.set_style(row, style(theme.selected));
                left(buf, row, "▌", style(theme.focus));
            }
            let marked = self.picker.marked.contains(&choice.term);
            left(buf, after(row, 1), if marked { "+" } else { " " }, style(theme.mark));
            let row = after(Rect { width: row.width.saturating_sub(1), ..row }, 3);
            let rest = right(buf, row, &thousands(choice.count as usize), style(theme.quiet));
            left(
                buf,
                Rect { width: rest.width.saturating_sub(1), ..rest },
                &choice.label,
                Style::new(),
            );
        }
        if self.picker.choices.is_empty() && inner.height > 1 {
            let words = if self.picker.settled { "Nothing matches." } else { "Looking…" };
            let row = Rect { y: inner.y + 1, height: 1, ..inner };
            left(buf, after(row, 3), words, style(theme.quiet));
        }
    }
}

impl Names<'_> {
    /// The field, how many match, and whether the counts are still growing.
    fn title(&self) -> String {
        let (all, known) = (self.state.library().len(), self.state.library().with_facts());
        let reading = if known < all {
            let share = u64::from(known) * 100 / u64::from(all);
            format!(" · {share} % read")
        } else {
            String::new()
        };
        format!("{} {}{reading}", self.picker.title(), thousands(self.picker.total))
    }
}

/// Where the cursor is parked while a picker is open.
pub(super) fn cursor(picker: &Picker, area: Area) -> Position {
    let inner = area.inner();
    let sign = SIGN.chars().count() as u16;
    let column = typed_cursor(&picker.input, inner.width.saturating_sub(sign));
    Position::new(inner.x + sign + column, inner.y)
}
