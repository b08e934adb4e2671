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

    /// What there is, the most needed first, as much as two thirds of the line take.
    fn counts(&self, width: usize) -> String {
        let state = self.state;
        let (shown, all) = (state.hits.len(), state.library().len() as usize);
        let mut counts = format!("{} of {} stories", thousands(shown), thousands(all));
        let parts = [
            state.progress.map(loading),
            state.cancelled.then(|| "loading stopped".into()),
            state.fetching.map(|fetching| fetched(fetching, width)),
            state.sort.map(|sort| sort.label().into()),
            many(state.problems.len(), "problem").map(|problems| format!("{problems} (!)")),
            many(state.marks.kept.len(), "bookmark"),
        ];
        for part in parts.into_iter().flatten() {
            // What is shortest of all is a sign that something goes on, and always shows.
            let room = if part.len() <= SIGN { width } else { width * 2 / 3 };
            if counts.chars().count() + part.chars().count() + 3 <= room {
                counts.push_str(" · ");
                counts.push_str(&part);
            }
        }
        counts
    }
}

/// The top line of a screen under this has room for signs only, in columns.
const NARROW: usize = 60;

/// No sign is longer, in bytes.
const SIGN: usize = 7;

/// How many of the feeds have answered.
fn fetched(Fetching { done, of }: Fetching, width: usize) -> String {
    match of {
        0 => "fetching".into(),
        _ if width < NARROW => format!("{done}/{of}"),
        _ => format!("fetching {done} of {of}"),
    }
}

/// `1 bookmark`, `12 bookmarks`, unless there are none.
fn many(count: usize, of: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {of}")),
        count => Some(format!("{} {of}s", thousands(count))),
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
