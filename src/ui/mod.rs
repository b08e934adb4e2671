//! State to cells. Nothing here changes state or reads a clock, and nothing costs
//! more for a longer library: only what shows is drawn.

mod body;
mod cells;
mod entities;
mod foot;
mod headlines;
mod pages;
mod picker;
mod style;
mod top;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Widget};

use crate::app::layout::{Area, Layout};
use crate::app::{Overlay, Pane, State};
use style::style;

/// Draws the whole screen and parks the cursor on the focused row or prompt, where
/// braille displays and speech follow it.
pub fn draw(frame: &mut Frame<'_>, state: &State) {
    let layout = Layout::of(state);
    let screen = frame.area();
    let buf = frame.buffer_mut();
    buf.set_style(screen, style(state.theme.text));
    if layout.top.is_empty() {
        too_small(frame);
        return;
    }
    top::Top { state }.render(rect(layout.top), buf);
    headlines::Headlines { state }.render(rect(layout.headlines), buf);
    body::Body { state }.render(rect(layout.body), buf);
    entities::Entities { state, over: layout.entities_over }.render(rect(layout.entities), buf);
    match &state.overlay {
        Overlay::Picker(picker) => picker::Names { state, picker }.render(rect(layout.picker), buf),
        Overlay::Help(help) => pages::HelpPage { state, help }.render(rect(layout.page), buf),
        Overlay::Problems(cursor) => {
            pages::ProblemsPage { state, top: cursor.top }.render(rect(layout.page), buf);
        }
        Overlay::Nothing | Overlay::Filter(_) | Overlay::Search(_) | Overlay::Command(_) => (),
    }
    foot::Foot { state }.render(rect(layout.foot), buf);
    let cursor = cursor(state, &layout);
    frame.set_cursor_position(cursor);
}

/// Where the terminal's own cursor is parked.
fn cursor(state: &State, layout: &Layout) -> Position {
    let row = |area: Area, row: usize| {
        let inner = area.inner();
        let last = inner.height.saturating_sub(1);
        Position::new(inner.x, inner.y + u16::try_from(row).unwrap_or(last).min(last))
    };
    match &state.overlay {
        Overlay::Filter(prompt) | Overlay::Search(prompt) => {
            foot::cursor(&prompt.input, layout.foot)
        }
        Overlay::Command(line) => foot::cursor(&line.input, layout.foot),
        Overlay::Picker(picker) => picker::cursor(picker, layout.picker),
        Overlay::Help(_) | Overlay::Problems(_) => row(layout.page, 0),
        Overlay::Nothing => match state.focus {
            Pane::Headlines => row(layout.headlines, state.list.row - state.list.top),
            Pane::Body => row(layout.body, 0),
            Pane::Entities => {
                let cursor = state.sidebar.cursor;
                row(layout.entities, cursor.row.saturating_sub(cursor.top))
            }
        },
    }
}

fn too_small(frame: &mut Frame<'_>) {
    let area = frame.area();
    let buf = frame.buffer_mut();
    let lines = ["too small:", "20x5 at least"];
    for (line, row) in lines.iter().zip(area.rows()) {
        buf.set_stringn(row.x, row.y, line, row.width.into(), Style::new());
    }
}

fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// A pane's border with its title; heavier in colour when it has the keys.
fn block<'a>(state: &State, pane: Pane, title: &'a str) -> Block<'a> {
    let focused = state.focus == pane && matches!(state.overlay, Overlay::Nothing);
    framed(state, title, focused)
}

fn framed<'a>(state: &State, title: &'a str, focused: bool) -> Block<'a> {
    let theme = &state.theme;
    let (border, title_look) =
        if focused { (theme.focus, theme.focus) } else { (theme.border, theme.title) };
    Block::bordered()
        .border_type(if focused { BorderType::Thick } else { BorderType::Plain })
        .border_style(style(border))
        .title(format!(" {title} "))
        .title_style(style(title_look))
}
