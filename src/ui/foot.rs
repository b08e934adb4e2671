//! The last line: what keys do here, a message, or the line being typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_input::Input;

use super::cells::{after, left, thousands};
use super::style::style;
use crate::app::command;
use crate::app::layout::Area;
use crate::app::prompt::Prompt;
use crate::app::{Overlay, State};
use crate::config::{Binding, Context};
use crate::text::width;

pub(super) struct Foot<'a> {
    pub state: &'a State,
}

/// What can be typed, shown under an empty prompt.
const TERMS: &str = "words  'exact  !not  country:  speaker:  org:  source:  quote:  after:";

impl Widget for Foot<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let line = Rect { height: area.height.min(1), ..area };
        let under = Rect { y: area.y + 1, ..line };
        match &self.state.overlay {
            Overlay::Filter(prompt) | Overlay::Search(prompt) => {
                typed_line(buf, line, &prompt.input, "/", style(self.state.theme.key));
                if area.height > 1 {
                    self.note(prompt, after(under, 2), buf);
                }
            }
            Overlay::Command(command) => {
                typed_line(buf, line, &command.input, ":", style(self.state.theme.key));
                if area.height > 1 {
                    self.commands(command, after(under, 2), buf);
                }
            }
            _ => self.hints_or_notice(line, buf),
        }
    }
}

impl Foot<'_> {
    fn hints_or_notice(&self, line: Rect, buf: &mut Buffer) {
        let theme = &self.state.theme;
        if let Some(notice) = &self.state.notice {
            let look = if notice.grave { theme.warning } else { theme.title };
            left(buf, after(line, 1), &notice.text, style(look));
            return;
        }
        if !self.state.pending.is_empty() {
            let keys: String = self.state.pending.iter().map(ToString::to_string).collect();
            left(buf, after(line, 1), &format!("{keys}…"), style(theme.key));
            return;
        }
        let hints: Vec<(String, &str)> =
            self.hints().map(|(binding, hint)| (binding.first_shown(), hint)).collect();
        let columns = |(key, hint): &(String, &str)| width::columns(key) + width::columns(hint) + 3;
        // Where not all fit, the way to the rest of them does.
        let is_help = |(_, hint): &&(String, &str)| *hint == "help";
        let needed: usize = hints.iter().map(columns).sum();
        let (mut room, crowded) = (usize::from(line.width), needed > usize::from(line.width));
        if crowded {
            room = room.saturating_sub(hints.iter().find(is_help).map_or(0, columns));
        }
        let mut at = after(line, 1);
        for hint in hints.iter().filter(|hint| !crowded || !is_help(hint)) {
            if columns(hint) > room {
                break;
            }
            room -= columns(hint);
            at = self.hint(at, buf, hint);
        }
        if let Some(help) = hints.iter().find(is_help).filter(|_| crowded) {
            self.hint(at, buf, help);
        }
    }

    /// Draws one hint; gives the rest of the line.
    fn hint(&self, at: Rect, buf: &mut Buffer, (key, hint): &(String, &str)) -> Rect {
        let at = after(at, left(buf, at, key, style(self.state.theme.key)) + 1);
        after(at, left(buf, at, hint, style(self.state.theme.quiet)) + 2)
    }

    /// The bindings that have a word for the footer: the pane's own, then those of
    /// every pane.
    fn hints(&self) -> impl Iterator<Item = (&Binding, &str)> {
        let context = self.state.context();
        let keymap = &self.state.keymap;
        let everywhere: &[Binding] =
            if context.falls_through() { keymap.bindings(Context::Everywhere) } else { &[] };
        let all = keymap.bindings(context).iter().chain(everywhere);
        all.filter_map(|binding| Some((binding, binding.hint.as_deref()?)))
    }

    /// What a command line may come to, or why it comes to nothing.
    fn commands(&self, command: &command::Line, line: Rect, buf: &mut Buffer) {
        let theme = &self.state.theme;
        if let Some(error) = &command.error {
            left(buf, line, error, style(theme.warning));
            return;
        }
        match &command.choices(&self.state.keymap)[..] {
            [] => left(buf, line, "no command has that in its name", style(theme.quiet)),
            [only] => left(buf, line, &format!("{}: {}", only.name, only.help), style(theme.quiet)),
            several => {
                let names: Vec<&str> = several.iter().map(|choice| &*choice.name).collect();
                left(buf, line, &names.join("  "), style(theme.quiet))
            }
        };
    }

    /// What the line comes to: why it cannot be read, what matches nothing, how many
    /// match.
    fn note(&self, prompt: &Prompt, line: Rect, buf: &mut Buffer) {
        let (state, theme) = (self.state, &self.state.theme);
        if let Some(error) = &prompt.error {
            let look = if error.is_unfinished() { theme.quiet } else { theme.warning };
            left(buf, line, &error.to_string(), style(look));
            return;
        }
        if matches!(state.overlay, Overlay::Search(_)) {
            let count = state.reader.search.found.len();
            if !prompt.text().is_empty() {
                left(buf, line, &format!("{} found", thousands(count)), style(theme.quiet));
            }
            return;
        }
        if !state.unmatched.is_empty() {
            let names = state.unmatched.join(", ");
            left(buf, line, &format!("nothing matches {names}"), style(theme.warning));
            return;
        }
        left(buf, line, TERMS, style(theme.quiet));
    }
}

/// A line being typed after its sign, scrolled so that the cursor is in view.
pub(super) fn typed_line(buf: &mut Buffer, line: Rect, input: &Input, sign: &str, look: Style) {
    let rest = after(line, left(buf, line, sign, look));
    let scroll = input.visual_scroll(usize::from(rest.width).saturating_sub(1));
    let mut skipped = 0;
    let shown = input.value().char_indices().find(|(_, c)| {
        let at = skipped;
        skipped += width::columns(c.encode_utf8(&mut [0; 4]));
        at >= scroll
    });
    let from = shown.map_or(input.value().len(), |(at, _)| at);
    left(buf, rest, &input.value()[from..], Style::new());
}

/// Where the cursor is in the line being typed, after its sign.
pub(super) fn cursor(input: &Input, foot: Area) -> Position {
    let column = typed_cursor(input, foot.width.saturating_sub(1)) + 1;
    Position::new(foot.x + column, foot.y)
}

/// The column of the cursor in a typed line of so many columns, its sign not counted.
pub(super) fn typed_cursor(input: &Input, width: u16) -> u16 {
    let scroll = input.visual_scroll(usize::from(width).saturating_sub(1));
    (input.visual_cursor().saturating_sub(scroll) as u16).min(width.saturating_sub(1))
}
