//! Each host is asked one question and then left alone for a moment, whichever feed,
//! page or redirect leads there.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use url::Url;

/// When each host may be asked again.
type Due = HashMap<String, Instant>;

/// Whoever is about to ask takes the list, writes its own turn into it and puts it back.
pub(super) struct Turns {
    pause: Duration,
    put: Sender<Due>,
    take: Receiver<Due>,
}

impl Turns {
    pub(super) fn new(pause: Duration) -> Turns {
        let (put, take) = bounded(1);
        put.send(Due::new()).expect("there is room for one");
        Turns { pause, put, take }
    }

    /// Waits until the host of a link may be asked.
    pub(super) fn wait(&self, url: &Url) {
        let Some(host) = url.host_str() else { return };
        let mut due = self.take.recv().expect("the other end is held here");
        let now = Instant::now();
        let turn = turn(&mut due, host, now, self.pause);
        self.put.send(due).expect("it was taken from here");
        std::thread::sleep(turn.saturating_duration_since(now));
    }
}

/// The next turn to ask a host, which is taken. Hosts whose turn is long past are
/// forgotten.
fn turn(due: &mut Due, host: &str, now: Instant, pause: Duration) -> Instant {
    due.retain(|_, at| *at > now);
    let turn = due.get(host).copied().unwrap_or(now);
    due.insert(host.to_owned(), turn + pause);
    turn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_ask_one_host_stand_in_line() {
        let (now, pause) = (Instant::now(), Duration::from_secs(1));
        let mut due = Due::new();
        let mut turn = |host: &str, at: Instant| turn(&mut due, host, at, pause);
        assert_eq!(turn("a.example", now), now);
        assert_eq!(turn("a.example", now), now + pause);
        assert_eq!(turn("b.example", now), now, "another host waits for nobody");
        assert_eq!(turn("a.example", now + pause / 2), now + 2 * pause);
        let later = now + 9 * pause;
        assert_eq!(turn("a.example", later), later);
    }
}
