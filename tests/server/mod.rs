//! A real web server on the loopback interface, as good or as bad as a test wants it.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use crossbeam_channel::{Receiver, unbounded};
use dateline::config::{Feed, web_link};
use dateline::shell::fetch::{self, Limits, Stop, Wanted};
use dateline::shell::folders::Folders;

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: HashMap<String, String>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Answers a request by whatever it writes; the connection is closed after it.
pub(crate) type Answer = dyn Fn(&Request, &mut dyn Write) + Send + Sync;

pub(crate) struct Server {
    pub(crate) port: u16,
    asked: Receiver<Request>,
    /// Where it listens, and whether it is to stop.
    place: SocketAddr,
    stop: Arc<AtomicBool>,
}

impl Drop for Server {
    /// From now on nobody answers there.
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let host =
            if self.place.ip().is_unspecified() { [127, 0, 0, 1].into() } else { self.place.ip() };
        let _ = TcpStream::connect((host, self.port));
    }
}

impl Server {
    pub(crate) fn start(
        answer: impl Fn(&Request, &mut dyn Write) + Send + Sync + 'static,
    ) -> Server {
        Server::on("127.0.0.1", answer)
    }

    pub(crate) fn on(
        host: &str,
        answer: impl Fn(&Request, &mut dyn Write) + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind((host, 0)).unwrap();
        let place = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let (tell, asked) = unbounded();
        let answer: Arc<Answer> = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (answer, tell) = (Arc::clone(&answer), tell.clone());
                std::thread::spawn(move || {
                    let mut stream = stream;
                    if let Some(request) = read(&mut stream) {
                        let _ = tell.send(request.clone());
                        answer(&request, &mut stream);
                    }
                });
            }
        });
        Server { port: place.port(), asked, place, stop }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was asked since the last time.
    pub(crate) fn asked(&self) -> Vec<Request> {
        self.asked.try_iter().collect()
    }
}

/// Reads a request's head.
pub(crate) fn read(stream: &mut (impl Read + ?Sized)) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut headers = HashMap::new();
    for line in lines {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    Some(Request { path, headers })
}

/// A whole, honest answer.
pub(crate) fn send(out: &mut dyn Write, status: &str, headers: &[(&str, &str)], body: &[u8]) {
    let more: String =
        headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\n{more}Content-Length: {length}\r\n\r\n");
    let _ = out.write_all(head.as_bytes());
    let _ = out.write_all(body);
    let _ = out.flush();
}

/// A feed with a story a headline.
pub(crate) fn feed(headlines: &[&str]) -> String {
    let item = |(at, headline): (usize, &&str)| {
        format!(
            "{{\"id\": \"{at}-{headline}\", \"title\": \"{headline}\", \"date_published\": \
             \"2026-11-0{}T08:00:00Z\", \"content_text\": \"Ines Marlow said so.\"}}",
            at % 9 + 1
        )
    };
    let items: Vec<String> = headlines.iter().enumerate().map(item).collect();
    format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wire\", \"items\": [{}]}}",
        items.join(",\n")
    )
}

/// The command in a home of its own.
pub(crate) fn dateline(home: &Path, args: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("dateline");
    command.env_clear().env("HOME", home).args(args);
    command
}

pub(crate) fn configure(home: &Path, links: &[String]) {
    let folder = home.join(".config/dateline");
    fs::create_dir_all(&folder).unwrap();
    let entry = |link: &String| format!("[[feeds]]\nurl = '{link}'\nname = 'Wire'\n");
    fs::write(folder.join("config.toml"), links.iter().map(entry).collect::<String>()).unwrap();
}

/// Fast limits: a test waits for a slow server no longer than this.
pub(crate) fn limits() -> Limits {
    Limits {
        connect: Duration::from_millis(500),
        answer: Duration::from_millis(500),
        whole: Duration::from_millis(1_500),
        bytes: 1 << 20,
        hops: 5,
        pause: Duration::from_millis(1),
    }
}

pub(crate) fn folders(home: &Path) -> Folders {
    Folders { data: Some(home.join("data")), state: Some(home.join("state")), ..Folders::default() }
}

pub(crate) fn wanted(link: &str) -> Wanted {
    Wanted { feed: Feed::new(web_link(link).unwrap()), typed: false }
}

/// What is told of one feed, in a home that may have seen it before.
pub(crate) fn told_in(home: &Path, link: &str) -> String {
    let outcomes = fetch::start(vec![wanted(link)], &folders(home), limits(), &Stop::default());
    let outcome = outcomes.recv().unwrap();
    outcome.news().unwrap_or_else(|failure| format!("! {failure}"))
}

pub(crate) fn told(link: &str) -> String {
    told_in(tempfile::tempdir().unwrap().path(), link)
}

pub(crate) fn json(out: &mut dyn Write, headlines: &[&str]) {
    send(out, "200 OK", &[("Content-Type", "application/feed+json")], feed(headlines).as_bytes());
}
