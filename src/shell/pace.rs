//! When to draw. A key paints at once when the last key's frame is long enough ago,
//! an answer within a frame; what merely arrives in the background waits its turn.

use std::time::{Duration, Instant};

/// The eye cannot use more frames than this gives.
const FRAME: Duration = Duration::from_millis(16);
/// Progress is redrawn at most so often,
const PROGRESS: Duration = Duration::from_millis(250);
/// and not while somebody types.
const TYPING: Duration = Duration::from_millis(50);

/// What makes a frame worth drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Key,
    Answer,
    Progress,
}

/// When the next frame is due, and when the last ones were.
#[derive(Debug)]
pub(super) struct Pace {
    due: Option<Instant>,
    /// Whether the frame due is owed to a key.
    for_key: bool,
    key: Option<Instant>,
    drawn: Option<Instant>,
    drawn_for_key: Option<Instant>,
}

impl Pace {
    pub(super) fn new() -> Pace {
        Pace { due: None, for_key: false, key: None, drawn: None, drawn_for_key: None }
    }

    /// Something changed at `now`.
    pub(super) fn changed(&mut self, reason: Reason, now: Instant) {
        let after = |last: Option<Instant>, pause| last.map_or(now, |last| now.max(last + pause));
        let due = match reason {
            Reason::Key => {
                (self.key, self.for_key) = (Some(now), true);
                after(self.drawn_for_key, FRAME)
            }
            Reason::Answer => after(self.drawn, FRAME),
            Reason::Progress => after(self.drawn, PROGRESS).max(after(self.key, TYPING)),
        };
        self.due = Some(self.due.map_or(due, |earlier| earlier.min(due)));
    }

    /// How long until a frame is due; `None` while nothing has changed.
    pub(super) fn wait(&self, now: Instant) -> Option<Duration> {
        self.due.map(|due| due.saturating_duration_since(now))
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.due.is_some_and(|due| due <= now)
    }

    /// A frame was drawn at `now`.
    pub(super) fn drawn(&mut self, now: Instant) {
        (self.due, self.drawn) = (None, Some(now));
        if std::mem::take(&mut self.for_key) {
            self.drawn_for_key = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: Instant, milliseconds: u64) -> Instant {
        start + Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_key_paints_at_once_and_a_flood_of_keys_once_a_frame() {
        let (start, mut pace) = (Instant::now(), Pace::new());
        pace.drawn(start);
        pace.changed(Reason::Key, after(start, 1));
        assert!(pace.is_due(after(start, 1)), "though something else was drawn just now");
        pace.drawn(after(start, 1));
        pace.changed(Reason::Key, after(start, 4));
        assert_eq!(pace.wait(after(start, 4)), Some(Duration::from_millis(13)));
    }

    #[test]
    fn progress_waits_for_a_pause_in_typing() {
        let (start, mut pace) = (Instant::now(), Pace::new());
        pace.changed(Reason::Key, after(start, 240));
        pace.drawn(after(start, 240));
        pace.changed(Reason::Progress, after(start, 250));
        assert_eq!(pace.wait(after(start, 250)), Some(Duration::from_millis(240)));
        pace.changed(Reason::Answer, after(start, 260));
        assert!(pace.is_due(after(start, 260)), "an answer does not wait for progress");
    }

    #[test]
    fn nothing_changed_is_nothing_due() {
        let mut pace = Pace::new();
        assert_eq!(pace.wait(Instant::now()), None);
        pace.changed(Reason::Answer, Instant::now());
        pace.drawn(Instant::now());
        assert_eq!(pace.wait(Instant::now()), None);
    }
}
