//! Each host is asked one question at a time and then left alone for a moment, whichever
//! feed, page or redirect leads there.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use url::Url;

use super::failure::Failure;

/// Where one waits for a host: whoever takes the moment it may be asked again has the
/// turn, and puts the next such moment back.
type Line = (Sender<Instant>, Receiver<Instant>);
type Lines = HashMap<String, Line>;

/// Whoever is about to ask takes the list of lines, finds its own and puts it back.
pub(super) struct Turns {
    pause: Duration,
    put: Sender<Lines>,
    take: Receiver<Lines>,
}

/// The right to ask a host, until it is dropped.
pub(super) struct Turn {
    put: Sender<Instant>,
    pause: Duration,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.put.send(Instant::now() + self.pause).expect("there is room: it was taken from here");
    }
}

impl Turns {
    pub(super) fn new(pause: Duration) -> Turns {
        let (put, take) = bounded(1);
        put.send(Lines::new()).expect("there is room for one");
        Turns { pause, put, take }
    }

    /// Waits until the host of a link may be asked. Nobody waits for one host while it
    /// has the turn at another: two redirects could wait for each other.
    ///
    /// # Errors
    ///
    /// When the reader stopped it meanwhile.
    pub(super) fn wait(&self, url: &Url, stopped: &dyn Fn() -> bool) -> Result<Turn, Failure> {
        /// The reader is looked after so often.
        const LOOK: Duration = Duration::from_millis(100);
        let (put, take) = self.line(url.host_str().unwrap_or_default());
        let due = loop {
            match take.recv_timeout(LOOK) {
                Ok(due) => break due,
                Err(RecvTimeoutError::Timeout) if !stopped() => (),
                Err(_) => return Err(Failure::Stopped),
            }
        };
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        Ok(Turn { put, pause: self.pause })
    }

    /// The line of a host; whoever comes first may ask at once.
    fn line(&self, host: &str) -> Line {
        let mut lines = self.take.recv().expect("the other end is held here");
        let line = lines.entry(host.to_owned()).or_insert_with(|| {
            let (put, take) = bounded(1);
            put.send(Instant::now()).expect("there is room for one");
            (put, take)
        });
        let line = line.clone();
        self.put.send(lines).expect("it was taken from here");
        line
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::client::{Answer, Client, Limits, Question};
    use super::*;

    /// Sends whoever asks for anything else on to `/slow`, which answers piece by piece
    /// and counts how many it answers at once, in `most`.
    fn answer(stream: &mut TcpStream, busy: &AtomicUsize, most: &AtomicUsize) {
        let mut asked = String::new();
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        // All of the question: what is left unread would break off the answer.
        while lines.read_line(&mut asked).unwrap() > 2 {}
        if !asked.contains(" /slow") {
            let to = "HTTP/1.1 302 Found\r\nLocation: /slow\r\nConnection: close\r\n\
                      Content-Length: 0\r\n\r\n";
            stream.write_all(to.as_bytes()).unwrap();
            return;
        }
        most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").unwrap();
        for _ in 0..10 {
            stream.write_all(b"ferry ").unwrap();
            std::thread::sleep(Duration::from_millis(5));
        }
        busy.fetch_sub(1, Ordering::SeqCst);
    }

    #[test]
    fn slow_answers_of_one_host_never_overlap_whatever_led_there() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = server.local_addr().unwrap().port();
        let (busy, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let seen = Arc::clone(&most);
        std::thread::spawn(move || {
            for mut stream in server.incoming().flatten() {
                let (busy, most) = (Arc::clone(&busy), Arc::clone(&seen));
                std::thread::spawn(move || answer(&mut stream, &busy, &most));
            }
        });
        let client = Client::new(Limits { pause: Duration::ZERO, ..Limits::default() });
        std::thread::scope(|scope| {
            for path in ["/a", "/b", "/slow", "/c"] {
                let (client, url) = (&client, format!("http://127.0.0.1:{port}{path}"));
                scope.spawn(move || {
                    let url = Url::parse(&url).unwrap();
                    let question = Question { url: &url, typed: &url, tag: None };
                    let came = client.ask(&question, 0, &|| false);
                    assert!(matches!(came, Ok(Answer::Whole(page)) if page.bytes.len() == 60));
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn who_waits_in_vain_may_be_stopped_and_another_host_waits_for_nobody() {
        let turns = Turns::new(Duration::ZERO);
        let url = |text| Url::parse(text).unwrap();
        let turn = turns.wait(&url("http://a.example/1"), &|| true).unwrap();
        assert!(matches!(turns.wait(&url("http://a.example/2"), &|| true), Err(Failure::Stopped)));
        assert!(turns.wait(&url("http://b.example/"), &|| true).is_ok());
        drop(turn);
        assert!(turns.wait(&url("http://a.example/3"), &|| true).is_ok());
    }
}
