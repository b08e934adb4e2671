//! The top line: where the reader is, and how much there is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::cells::{after, left, right, thousands};
use super::style::style;
use crate::app::{Fetching, Progress, State, View};
use crate::query::Term;

pub(super) struct Top<'a> {
    pub state: &'a State,
}

impl Widget for Top<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let theme = &self.state.theme;
        let row = Rect { width: area.width.saturating_sub(1), ..area };
        let counts = self.counts(row.width.into());
        let look = if self.state.problems.is_empty() { theme.quiet } else { theme.title };
        let rest = right(buf, row, &counts, style(look));
        let rest = Rect { width: rest.width.saturating_sub(2), ..rest };
        let place = self.place();
        let room = usize::from(rest.width);
        let mut at = after(rest, 1);
        // The name gives way to the breadcrumbs on a narrow screen.
        if place.is_empty() || room >= place.chars().count() + 14 {
            at = after(at, left(buf, at, "Dateline", style(theme.brand)));
            at = after(at, 3);
        }
        left(buf, at, &place, style(theme.filter));
    }
}

impl Top<'_> {
    /// Breadcrumbs: the view, then the filters applied.
    fn place(&self) -> String {
        let view = match self.state.view {
            View::Stories => None,
            View::Bookmarks => Some("Bookmarks".to_owned()),
        };
        let filters = self.state.filters.terms().iter().map(Term::label);
        view.into_iter().chain(filters).collect::<Vec<_>>().join(" › ")
    }

    /// What there is, the most needed first, as much as half the line takes.
    fn counts(&self, width: usize) -> String {
        let state = self.state;
        let (shown, all) = (state.hits.len(), state.library().len() as usize);
        let mut counts = format!("{} of {} stories", thousands(shown), thousands(all));
        let mut add = |part: String| {
            if counts.chars().count() + part.chars().count() + 3 <= width * 2 / 3 {
                counts.push_str(" · ");
                counts.push_str(&part);
            }
        };
        if let Some(progress) = state.progress {
            add(loading(progress));
        }
        if state.cancelled {
            add("loading stopped".into());
        }
        if let Some(sort) = state.sort {
            add(sort.label().into());
        }
        if let Some(Fetching { done, of }) = state.fetching {
            add(if of == 0 { "fetching".into() } else { format!("fetching {done} of {of}") });
        }
        match state.problems.len() {
            0 => (),
            1 => add("1 problem (!)".into()),
            count => add(format!("{} problems (!)", thousands(count))),
        }
        match state.marks.kept.len() {
            0 => (),
            1 => add("1 bookmark".into()),
            count => add(format!("{} bookmarks", thousands(count))),
        }
        counts
    }
}

/// How far loading is: the share, the bytes, the file when there are several.
fn loading(progress: Progress) -> String {
    let Progress { bytes, of_bytes, files } = progress;
    let share = (bytes * 100).checked_div(of_bytes);
    let line = match share {
        Some(share) => format!("loading {share} % of {}", size(of_bytes)),
        None => format!("loading, {} so far", size(bytes)),
    };
    if files > 1 { format!("{line}, file {}", thousands(files as usize)) } else { line }
}

/// Bytes as one reads them: `1.9 GB`, `512 MB`, `3 KB`.
fn size(bytes: u64) -> String {
    const KB: u64 = 1_000;
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} KB", bytes / KB),
        10_000_000..1_000_000_000 => format!("{} MB", bytes / KB.pow(2)),
        _ => format!("{}.{} GB", bytes / KB.pow(3), bytes % KB.pow(3) / (KB.pow(3) / 10)),
    }
}
