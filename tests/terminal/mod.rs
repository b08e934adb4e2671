//! A pseudo-terminal with the real program in it: keys go in, the screen comes out.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// A terminal with Dateline in it.
pub(crate) struct Desk {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Everything written, for what the screen does not show.
    written: Vec<u8>,
    /// Held, or the terminal would hang up.
    terminal: Box<dyn MasterPty + Send>,
}

const WIRE: &str = r#"{"headline": "Ferry talks open in Oslo", "body": "Ines Marlow met the pilots."}
{"headline": "Port fees rise", "body": "Tove Lind was not glad."}
{"headline": "Night train late", "body": "Nobody was hurt."}
"#;

pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

const DATELINE: &str = env!("CARGO_BIN_EXE_dateline");

/// The program on these arguments, in this home folder.
fn dateline(home: &Path, args: &[&str], variables: &[(&str, &str)]) -> CommandBuilder {
    program(DATELINE, home, args, variables)
}

fn program(name: &str, home: &Path, args: &[&str], variables: &[(&str, &str)]) -> CommandBuilder {
    let mut command = CommandBuilder::new(name);
    command.args(args);
    command.env_clear();
    command.env("HOME", home);
    command.env("TERM", "xterm-256color");
    for (name, value) in variables {
        command.env(name, value);
    }
    command.cwd(home);
    command
}

impl Desk {
    /// Opens three stories with this home folder.
    pub(crate) fn open(home: &Path) -> Desk {
        fs::write(home.join("wire.ndjson"), WIRE).unwrap();
        Desk::open_with(home, &["wire.ndjson"], &[])
    }

    /// Opens so many stories, `Ferry 00 sails` and on, each with its number as its key.
    pub(crate) fn open_ferries(home: &Path, count: usize) -> Desk {
        let mut wire = String::new();
        for number in 0..count {
            let line = format!(r#""id": "{number:02}", "headline": "Ferry {number:02} sails""#);
            writeln!(wire, "{{{line}, \"body\": \"B\"}}").unwrap();
        }
        // Others may be reading it.
        if !home.join("ferries.ndjson").exists() {
            fs::write(home.join("ferries.ndjson"), wire).unwrap();
        }
        Desk::open_with(home, &["ferries.ndjson"], &[])
    }

    pub(crate) fn open_with(home: &Path, args: &[&str], variables: &[(&str, &str)]) -> Desk {
        Desk::run(dateline(home, args, variables))
    }

    /// Opens what a shell pipes into it, without a word on its own command line.
    pub(crate) fn open_piped(home: &Path, from: &str) -> Desk {
        let line = format!("{from} | {DATELINE}");
        Desk::run(program("/bin/sh", home, &["-c", &line], &[("PATH", "/usr/bin:/bin")]))
    }

    fn run(command: CommandBuilder) -> Desk {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut bytes = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut block = [0; 4096];
            while let Ok(count @ 1..) = bytes.read(&mut block) {
                if sender.send(block[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(24, 80, 0);
        Desk { child, keys, output, screen, written: Vec::new(), terminal: pair.master }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).unwrap();
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal.resize(size(columns, rows)).unwrap();
        self.screen.screen_mut().set_size(rows.max(1), columns.max(1));
    }

    pub(crate) fn signal(&mut self, signal: Signal) {
        let pid = Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen is as wanted.
    pub(crate) fn wait(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !wanted(&self.text()) {
            let left = until.saturating_duration_since(Instant::now());
            let more = self.output.recv_timeout(left);
            let screen = self.text();
            self.take(&more.unwrap_or_else(|_| panic!("no {what}:\n{screen}")));
        }
    }

    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait(text, |screen| screen.contains(text));
    }

    /// Waits until the story under this number is shown as kept.
    pub(crate) fn wait_kept(&mut self, number: usize) {
        let headline = format!("★ Ferry {number:02} sails");
        self.wait_for(&headline);
    }

    /// Looks on for so long.
    pub(crate) fn look_on(&mut self, time: Duration) {
        let until = Instant::now() + time;
        let left = || until.saturating_duration_since(Instant::now());
        loop {
            match self.output.recv_timeout(left()) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        self.screen.process(bytes);
    }

    /// The exit status, once the terminal has been given back.
    pub(crate) fn ended(mut self) -> u32 {
        let status = self.child.wait().unwrap();
        self.look_on(Duration::from_millis(200));
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes are not marked any more");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        let written = String::from_utf8_lossy(&self.written);
        assert!(written.contains("\u{1b}[23;2t"), "the title is put back");
        status.exit_code()
    }

    /// Kills the process at once; gives the numbers of the ferries then shown as kept.
    pub(crate) fn killed(mut self) -> BTreeSet<String> {
        self.signal(Signal::KILL);
        self.child.wait().unwrap();
        self.look_on(Duration::from_millis(50));
        let text = self.text();
        let kept = text.lines().filter_map(|line| line.split_once("★ Ferry ")?.1.get(..2));
        kept.map(str::to_owned).collect()
    }
}

/// A terminal nobody reads.
pub(crate) struct Unread {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    terminal: Box<dyn MasterPty + Send>,
}

impl Unread {
    pub(crate) fn open(home: &Path) -> Unread {
        let pair = native_pty_system().openpty(size(200, 60)).unwrap();
        let child = pair.slave.spawn_command(dateline(home, &[], &[])).unwrap();
        let keys = pair.master.take_writer().unwrap();
        Unread { child, keys, terminal: pair.master }
    }

    /// Has it draw until the terminal takes no more.
    pub(crate) fn fill(&mut self) {
        for _ in 0..60 {
            self.keys.write_all(b"T").unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn signal(&mut self, signal: Signal) {
        let pid = Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    pub(crate) fn hang_up(self) -> Box<dyn Child + Send + Sync> {
        drop((self.keys, self.terminal));
        self.child
    }

    pub(crate) fn child(&mut self) -> &mut (dyn Child + Send + Sync) {
        &mut *self.child
    }
}

/// Whether the process has ended by itself, given time.
pub(crate) fn ends(child: &mut (dyn Child + Send + Sync)) -> bool {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    false
}

pub(crate) fn bookmarks_file(home: &Path) -> PathBuf {
    home.join(".local/share/dateline/bookmarks.json")
}

/// The keys of what the bookmarks file holds, which must be whole.
pub(crate) fn kept_in(home: &Path) -> BTreeSet<String> {
    let Ok(text) = fs::read_to_string(bookmarks_file(home)) else { return BTreeSet::new() };
    let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(whole["schema"], 1);
    let entries = whole["bookmarks"].as_array().unwrap().iter();
    let kept = entries.filter(|entry| entry["dropped"] != true);
    kept.map(|entry| entry["key"].as_str().unwrap().to_owned()).collect()
}
