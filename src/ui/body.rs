//! The body pane: headline, a facts line, then the paragraphs; what they name is
//! coloured by role.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::cells::left;
use super::style::style;
use crate::app::read::{Reader, Role};
use crate::app::{Pane, State, Version};
use crate::model::{Part, Span, Story};
use crate::text::date;

pub(super) struct Body<'a> {
    pub state: &'a State,
}

impl Widget for Body<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let position = self.position(area.height.saturating_sub(2).into());
        let mut block = super::block(self.state, Pane::Body, "Story");
        if let Some(position) = &position {
            block = block.title_top(ratatui::text::Line::raw(position.as_str()).right_aligned());
        }
        let inner = block.inner(area);
        block.render(area, buf);
        let Some(story) = self.state.story() else { return };
        let text = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let painter = Painter::new(self.state, &story, text.height.into());
        for (row, line) in text.rows().zip(self.state.reader.top..) {
            painter.line(buf, row, line);
        }
    }
}

impl Body<'_> {
    /// How far down the body is, when it does not fit: by lines, and by bytes where it is
    /// not wrapped to its end.
    fn position(&self, rows: usize) -> Option<String> {
        let reader = &self.state.reader;
        let hidden = reader.lines().checked_sub(rows).filter(|hidden| *hidden > 0)?;
        if !reader.goes_on() {
            return Some(format!(" {} % ", reader.top * 100 / hidden));
        }
        let length = self.state.story().map_or(0, |story| story.body.len());
        let first = reader.first_byte().unwrap_or(0);
        Some(format!(" {} % ", first * 100 / length.max(1)))
    }
}

/// One styled run.
struct Run {
    part: Part,
    span: Span,
    style: Style,
}

/// Draws lines of the open story with the runs that lie on the screen.
struct Painter<'a> {
    state: &'a State,
    story: &'a Story<'a>,
    runs: Vec<Run>,
}

impl<'a> Painter<'a> {
    fn new(state: &'a State, story: &'a Story<'a>, rows: usize) -> Painter<'a> {
        let mut painter = Painter { state, story, runs: Vec::new() };
        let shown = painter.shown_bytes(rows);
        let on_screen = |part: Part, span: Span| {
            part == Part::Headline
                || ((span.start as usize) < shown.end && (span.end as usize) > shown.start)
        };
        let Reader { painted, evidence, shown: at, search, .. } = &state.reader;
        let theme = &state.theme;
        let mut roles: Vec<_> = painted.iter().filter(|p| on_screen(p.part, p.span)).collect();
        roles.sort_by_key(|painted| painted.role);
        let roles = roles.into_iter().map(|p| (p.part, p.span, role_style(state, p.role)));
        // From the entities, and where `e` has led from them.
        let pointing = state.focus == Pane::Entities || state.focus == Pane::Body && at.is_some();
        let pointed = evidence.iter().enumerate().filter(|_| pointing).map(|(place, mention)| {
            let led_to = at.is_none_or(|at| at == place);
            let look = if led_to { theme.evidence } else { theme.matched };
            (mention.part, mention.span, style(look))
        });
        let found = search.found.iter().enumerate().map(|(at, span)| {
            let look = if at == search.at { theme.evidence } else { theme.matched };
            (Part::Body, *span, style(look))
        });
        let runs =
            roles.chain(pointed).chain(found).filter(|(part, span, _)| on_screen(*part, *span));
        painter.runs = runs.map(|(part, span, style)| Run { part, span, style }).collect();
        painter
    }

    /// The bytes of the body that are on the screen.
    fn shown_bytes(&self, rows: usize) -> Range<usize> {
        let reader = &self.state.reader;
        let first = reader.top.saturating_sub(reader.headline.len() + 2);
        let lines = reader.body.iter().skip(first).take(rows);
        let end = lines.clone().map(|line| line.end).max().unwrap_or(0);
        lines.map(|line| line.start).min().unwrap_or(0)..end
    }

    fn line(&self, buf: &mut Buffer, row: Rect, line: usize) {
        let reader = &self.state.reader;
        let heads = reader.headline.len();
        if let Some(range) = reader.headline.get(line) {
            let base = style(self.state.theme.headline);
            self.text(buf, row, Part::Headline, self.story.headline, range, base);
        } else if line == heads {
            left(buf, row, &self.facts_line(), style(self.state.theme.quiet));
        } else if let Some(range) = line.checked_sub(heads + 2).and_then(|at| reader.body.get(at)) {
            self.margin(buf, row, range);
            self.text(buf, row, Part::Body, self.story.body, range, Style::new());
        }
    }

    /// A sign beside what the other version of the story does not have.
    fn margin(&self, buf: &mut Buffer, row: Rect, line: &Range<usize>) {
        let changed = &self.state.reader.changed;
        let inside = |part: &Range<usize>| part.start < line.end && part.end > line.start;
        if !changed.iter().any(inside) || row.x == 0 {
            return;
        }
        let sign = if self.version() == Some(Version::Older) { "-" } else { "+" };
        left(buf, Rect { x: row.x - 1, ..row }, sign, style(self.state.theme.mark));
    }

    fn version(&self) -> Option<Version> {
        self.state.selected().and_then(|story| self.state.version(story))
    }

    /// Place · source · date, as far as they are known; which version it
    /// is; a date in the future is marked.
    fn facts_line(&self) -> String {
        let facts = self.state.reader.facts.as_deref();
        let place = facts.and_then(|facts| facts.place.as_deref()).or(self.story.place);
        let source = facts.and_then(|facts| facts.source.as_deref()).or(self.story.source);
        let day = self.story.published.map(date::minute);
        // A date to come is a slip of whoever wrote it, or an embargo.
        let now = self.state.now;
        let ahead = self.story.published.filter(|day| now > 0 && *day > now);
        let (ahead, day) = match (ahead, day) {
            // It stands where no width cuts it off.
            (Some(_), Some(day)) => (Some(format!("in the future: {day}")), None),
            (_, day) => (None, day),
        };
        let version = self.version().map(|version| match version {
            Version::Changed => "changed (+ what is new)",
            Version::Older => "older version (- what is gone)",
        });
        let parts = [version, ahead.as_deref(), place, source, day.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// One line, run by run.
    fn text(
        &self,
        buf: &mut Buffer,
        row: Rect,
        part: Part,
        text: &str,
        line: &Range<usize>,
        base: Style,
    ) {
        let runs: Vec<&Run> =
            self.runs.iter().filter(|run| run.part == part && overlaps(run.span, line)).collect();
        let mut cuts: Vec<usize> = vec![line.start, line.end];
        for run in &runs {
            cuts.push((run.span.start as usize).clamp(line.start, line.end));
            cuts.push((run.span.end as usize).clamp(line.start, line.end));
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut at = row;
        for pair in cuts.windows(2) {
            let (start, end) = (pair[0], pair[1]);
            let covering = runs.iter().filter(|run| overlaps(run.span, &(start..end)));
            let style = covering.fold(base, |style, run| style.patch(run.style));
            let words = text.get(start..end).unwrap_or_default();
            let (x, _) = buf.set_stringn(at.x, at.y, words, at.width.into(), style);
            at = super::cells::after(at, x - at.x);
        }
    }
}

fn overlaps(span: Span, range: &Range<usize>) -> bool {
    (span.start as usize) < range.end && (span.end as usize) > range.start
}

fn role_style(state: &State, role: Role) -> Style {
    let theme = &state.theme;
    style(match role {
        Role::Quote => theme.quote,
        Role::Organisation => theme.organisation,
        Role::Country => theme.country,
        Role::Speaker => theme.speaker,
    })
}
