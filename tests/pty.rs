//! The reader in a real pseudo-terminal: it opens, answers keys, keeps what it is told
//! to keep, and leaves the terminal as it found it.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]
#![cfg(unix)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A terminal with Dateline in it.
struct Desk {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Everything written, for what the screen does not show.
    written: Vec<u8>,
    /// Held, or the terminal would hang up.
    _terminal: Box<dyn MasterPty + Send>,
}

const WIRE: &str = r#"{"headline": "Ferry talks open in Oslo", "body": "Ines Marlow met the pilots."}
{"headline": "Port fees rise", "body": "Tove Lind was not glad."}
{"headline": "Night train late", "body": "Nobody was hurt."}
"#;

const PATIENCE: Duration = Duration::from_secs(20);

impl Desk {
    /// Opens three stories with this home folder.
    fn open(home: &Path) -> Desk {
        let wire = home.join("wire.ndjson");
        std::fs::write(&wire, WIRE).unwrap();
        Desk::open_with(home, &["wire.ndjson"], &[])
    }

    fn open_with(home: &Path, args: &[&str], variables: &[(&str, &str)]) -> Desk {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(args);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        for (name, value) in variables {
            command.env(name, value);
        }
        command.cwd(home);
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
        Desk { child, keys, output, screen, written: Vec::new(), _terminal: pair.master }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until the screen is as wanted.
    fn wait(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !wanted(&self.screen.screen().contents()) {
            let left = until.saturating_duration_since(Instant::now());
            let more = self.output.recv_timeout(left);
            let screen = self.screen.screen().contents();
            self.take(&more.unwrap_or_else(|_| panic!("no {what}:\n{screen}")));
        }
    }

    fn wait_for(&mut self, text: &str) {
        self.wait(text, |screen| screen.contains(text));
    }

    fn take(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        self.screen.process(bytes);
    }

    /// The exit status, once the terminal has been given back.
    fn ended(mut self) -> u32 {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.take(&bytes);
        }
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes are not marked any more");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        let written = String::from_utf8_lossy(&self.written);
        assert!(written.contains("\u{1b}[23;2t"), "the title is put back");
        status.exit_code()
    }
}

#[test]
fn stories_open_narrow_and_quit_with_the_terminal_restored() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("3 of 3 stories");
    desk.press("/port");
    desk.wait_for("1 of 3 stories");
    desk.press("\r");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    assert!(!home.path().join(".local/share").exists(), "nothing was kept, nothing is written");
}

#[test]
fn without_a_file_the_sample_opens_and_says_what_it_is() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open_with(home.path(), &[], &[]);
    desk.wait_for("invented");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn a_bookmark_survives_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("3 of 3 stories");
    desk.press("jb");
    desk.wait_for("★");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    let mut again = Desk::open(home.path());
    again.wait_for("★");
    again.press("q");
    assert_eq!(again.ended(), 0);
}

#[test]
fn a_session_is_gone_on_with_when_asked_and_only_then() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("3 of 3 stories");
    desk.press("/port\r");
    desk.wait_for("1 of 3 stories");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    let mut fresh = Desk::open_with(home.path(), &["--no-session", "wire.ndjson"], &[]);
    fresh.wait_for("3 of 3 stories");
    fresh.press("q");
    assert_eq!(fresh.ended(), 0);
    let mut again = Desk::open_with(home.path(), &["--resume", "wire.ndjson"], &[]);
    again.wait_for("1 of 3 stories");
    again.press("q");
    assert_eq!(again.ended(), 0);
}

#[test]
fn a_damaged_session_is_set_aside_and_the_log_says_so() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".local/state/dateline");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("session.json"), "garbage").unwrap();
    let mut desk = Desk::open_with(home.path(), &["--resume"], &[]);
    desk.wait_for("stories");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
    let log = std::fs::read_to_string(folder.join("dateline.log")).unwrap();
    for said in ["start: dateline", "session.json was damaged, set aside as", "end: quit"] {
        assert!(log.contains(said), "{log}");
    }
    let session = std::fs::read_to_string(folder.join("session.json")).unwrap();
    assert!(session.starts_with("{\"schema\": 1, \"sessions\": ["), "{session}");
}

#[test]
fn a_signal_ends_it_with_the_terminal_restored() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("3 of 3 stories");
    let pid = desk.child.process_id().unwrap().to_string();
    std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert_ne!(desk.ended(), 0);
}

#[cfg(feature = "faults")]
#[test]
fn a_panic_gives_the_terminal_back_and_can_be_read() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open_with(home.path(), &[], &[("DATELINE_PANIC", "ui")]);
    desk.wait_for("asked to panic in the event loop");
    assert_eq!(desk.ended(), 101);
}

#[cfg(feature = "faults")]
#[test]
fn a_worker_that_panics_is_told_and_the_rest_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open_with(home.path(), &[], &[("DATELINE_PANIC", "worker")]);
    desk.wait_for("the extractor failed");
    desk.press("q");
    assert_eq!(desk.ended(), 0);
}
