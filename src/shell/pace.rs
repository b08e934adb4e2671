//! When to draw. A key paints at once when the last key's frame is long enough ago, and
//! its answer when it is whole; what merely arrives in the background waits its turn. In
//! a run of keys the bulk of the screen waits for a pause.

use std::time::{Duration, Instant};

/// The eye cannot use more frames than this gives.
const FRAME: Duration = Duration::from_millis(16);
/// Part of an answer comes so soon behind the frame before it, so that both are there
/// before the eye has seen the first.
const SOON: Duration = Duration::from_millis(8);
/// Progress is redrawn at most so often,
const PROGRESS: Duration = Duration::from_millis(250);
/// and not while somebody types.
const TYPING: Duration = Duration::from_millis(50);

/// Keys that follow one another so fast are a run: one that is held down repeats every
/// 33 ms or so.
const RUN: Duration = Duration::from_millis(100);
/// A run that stops for so long is over,
const PAUSE: Duration = Duration::from_millis(40);
/// and while it goes on nothing on the screen is older than this.
const STALE: Duration = Duration::from_millis(250);

/// What makes a frame worth drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Key,
    /// Something was answered, and more is to come: likely within the same frame.
    Part,
    /// Nothing asked for is open any more.
    Answer,
    Progress,
    /// All is loaded: told at the next pause.
    Ended,
}

/// When the next frame is due, and when the last ones were.
#[derive(Debug)]
pub(super) struct Pace {
    due: Option<Instant>,
    /// Whether the frame due is owed to a key.
    for_key: bool,
    /// Whether it has a whole answer.
    for_answer: bool,
    key: Option<Instant>,
    /// Whether the last key was one of a run.
    running: bool,
    /// When the whole screen was last brought up to date.
    whole: Option<Instant>,
    /// When the part of the screen that a run of keys holds back is due. Whatever comes
    /// until then is drawn with it, so that a key has one answer, not several.
    rest: Option<Instant>,
    drawn: Option<Instant>,
    drawn_for_key: Option<Instant>,
    /// With a whole answer on it.
    answered: Option<Instant>,
}

impl Pace {
    pub(super) fn new() -> Pace {
        Pace {
            due: None,
            for_key: false,
            for_answer: false,
            key: None,
            running: false,
            whole: None,
            rest: None,
            drawn: None,
            drawn_for_key: None,
            answered: None,
        }
    }

    /// Something changed at `now`.
    pub(super) fn changed(&mut self, reason: Reason, now: Instant) {
        let after = |last: Option<Instant>, pause| last.map_or(now, |last| now.max(last + pause));
        let due = match reason {
            Reason::Key => {
                self.running = self.key.is_some_and(|last| now - last < RUN);
                (self.key, self.for_key) = (Some(now), true);
                after(self.drawn_for_key, FRAME)
            }
            Reason::Part | Reason::Answer => {
                // Of more than one whole answer to a key the eye has no use.
                let at_once = reason == Reason::Answer && self.answered < self.drawn_for_key;
                self.for_answer |= reason == Reason::Answer;
                let pause = if at_once { Duration::ZERO } else { SOON };
                after(self.drawn, pause).max(after(self.rest, Duration::ZERO))
            }
            Reason::Progress => after(self.drawn, PROGRESS).max(after(self.key, TYPING)),
            Reason::Ended => after(self.drawn, FRAME).max(after(self.key, TYPING)),
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

    /// Whether a run of keys goes on, so that what is much to draw may wait. A key that
    /// has not `moved` on, as at the end of a list, ends it.
    pub(super) fn is_running(&self, now: Instant, moved: bool) -> bool {
        let within = |since: Option<Instant>, time| since.is_some_and(|then| now < then + time);
        let goes_on = moved || !self.for_key;
        self.running && goes_on && within(self.key, PAUSE) && within(self.whole, STALE)
    }

    /// A frame was drawn at `now`; all of it, or without what waits for a pause.
    pub(super) fn drawn(&mut self, now: Instant, whole: bool) {
        self.drawn = Some(now);
        if std::mem::take(&mut self.for_key) {
            self.drawn_for_key = Some(now);
        }
        if std::mem::take(&mut self.for_answer) {
            self.answered = Some(now);
        }
        if whole {
            (self.due, self.whole, self.rest) = (None, Some(now), None);
        } else {
            self.rest = self.key.map(|key| key + PAUSE);
            self.due = self.rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: Instant, milliseconds: u64) -> Instant {
        start + Duration::from_millis(milliseconds)
    }

    /// A second key came 30 ms behind the first, and the bulk waits.
    fn in_a_run(start: Instant) -> Pace {
        let mut pace = Pace::new();
        pace.changed(Reason::Key, start);
        pace.drawn(start, true);
        pace.changed(Reason::Key, after(start, 30));
        pace.drawn(after(start, 30), false);
        pace
    }

    #[test]
    fn a_key_paints_at_once_and_a_flood_of_keys_once_a_frame() {
        let (start, mut pace) = (Instant::now(), Pace::new());
        pace.drawn(start, true);
        pace.changed(Reason::Key, after(start, 1));
        assert!(pace.is_due(after(start, 1)), "though something else was drawn just now");
        pace.drawn(after(start, 1), true);
        pace.changed(Reason::Key, after(start, 4));
        assert_eq!(pace.wait(after(start, 4)), Some(Duration::from_millis(13)));
    }

    #[test]
    fn progress_waits_for_a_pause_in_typing() {
        let (start, mut pace) = (Instant::now(), Pace::new());
        pace.changed(Reason::Key, after(start, 240));
        pace.drawn(after(start, 240), true);
        pace.changed(Reason::Progress, after(start, 250));
        assert_eq!(pace.wait(after(start, 250)), Some(Duration::from_millis(240)));
        pace.changed(Reason::Answer, after(start, 260));
        assert!(pace.is_due(after(start, 260)), "an answer does not wait for progress");
    }

    #[test]
    fn the_whole_answer_follows_its_key_at_once_and_a_part_waits_for_the_rest() {
        let (start, mut pace) = (Instant::now(), Pace::new());
        pace.changed(Reason::Key, start);
        pace.drawn(start, true);
        pace.changed(Reason::Part, after(start, 1));
        assert_eq!(pace.wait(after(start, 1)), Some(Duration::from_millis(7)));
        pace.drawn(after(start, 8), true);
        pace.changed(Reason::Answer, after(start, 10));
        assert!(pace.is_due(after(start, 10)));
        pace.drawn(after(start, 10), true);
        pace.changed(Reason::Answer, after(start, 11));
        assert_eq!(pace.wait(after(start, 11)), Some(Duration::from_millis(7)), "once a key");
    }

    #[test]
    fn in_a_run_of_keys_the_bulk_waits_for_a_pause() {
        let (start, mut pace) = (Instant::now(), Pace::new());
        pace.changed(Reason::Key, start);
        assert!(!pace.is_running(start, true), "the first key paints everything");
        pace.drawn(start, true);
        pace.changed(Reason::Key, after(start, 30));
        assert!(pace.is_running(after(start, 30), true));
        pace.drawn(after(start, 30), false);
        assert_eq!(pace.wait(after(start, 30)), Some(PAUSE), "then the rest is due");
        assert!(!pace.is_running(after(start, 70), true));
        pace.changed(Reason::Key, after(start, 249));
        pace.changed(Reason::Key, after(start, 279));
        assert!(!pace.is_running(after(start, 279), true), "it has waited long enough");
    }

    #[test]
    fn what_comes_while_the_bulk_waits_comes_with_it() {
        let start = Instant::now();
        let mut pace = in_a_run(start);
        pace.changed(Reason::Answer, after(start, 50));
        assert_eq!(pace.wait(after(start, 50)), Some(Duration::from_millis(20)));
        pace.drawn(after(start, 70), true);
        pace.changed(Reason::Ended, after(start, 71));
        assert_eq!(pace.wait(after(start, 71)), Some(Duration::from_millis(15)));
    }

    #[test]
    fn a_key_that_moves_nothing_brings_what_has_waited() {
        let start = Instant::now();
        let mut pace = in_a_run(start);
        pace.changed(Reason::Answer, after(start, 50));
        assert!(pace.is_running(after(start, 50), false), "an answer is no key");
        pace.drawn(after(start, 50), false);
        pace.changed(Reason::Key, after(start, 60));
        assert!(!pace.is_running(after(start, 60), false));
    }

    #[test]
    fn nothing_changed_is_nothing_due() {
        let mut pace = Pace::new();
        assert_eq!(pace.wait(Instant::now()), None);
        pace.changed(Reason::Answer, Instant::now());
        pace.drawn(Instant::now(), true);
        assert_eq!(pace.wait(Instant::now()), None);
    }
}
