//! Prints what a reader waits for, beside the programs of the field that are installed,
//! each driven in a pseudo-terminal of 120x40:
//!
//! ```sh
//! cargo build --release
//! cargo run --release --example table              # 100,000 stories of our own making
//! cargo run --release --example table -- 1000000 target/quick/dateline
//! ```
//!
//! Times are milliseconds, the median and the 99th of a hundred. They hold for this
//! machine in this minute: compare the lines of one run with one another.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a script for the benches")]

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A burst of output ends when so long nothing more comes.
const QUIET: Duration = Duration::from_millis(25);
const PATIENCE: Duration = Duration::from_mins(2);
const ROWS: u16 = 40;
const COLUMNS: u16 = 120;

fn main() {
    let stories = std::env::args().nth(1).map_or(100_000, |count| count.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (wire, headlines) = write_stories(folder.path(), stories);
    let binary = std::env::args().nth(2).unwrap_or_else(|| "target/release/dateline".into());
    let binary = std::fs::canonicalize(binary).expect("built before");
    let binary = binary.to_str().unwrap();
    println!("{stories} stories, {COLUMNS}x{ROWS}\n");
    println!("{:<34}{:>10}{:>10}{:>12}", "", "median", "99th", "bytes a key");
    // The second time all facts are there as soon as the stories are.
    for name in ["dateline", "dateline again"] {
        dateline(name, &[binary, &wire], folder.path(), stories);
    }
    if is_installed("less") {
        let mut less = Desk::open(&["less", &headlines], folder.path());
        row("less: first screen", &[less.wait_for("Harbour")], None);
        less.type_and_tell("less: a line down", &["j"], 100);
        less.quit("less: gone after q", "q");
    }
    if is_installed("fzf") {
        let list = format!("fzf < {headlines}");
        let mut fzf = Desk::open(&["sh", "-c", &list], folder.path());
        row("fzf: all read", &[fzf.wait_for(&format!("{stories}/{stories}"))], None);
        fzf.type_and_tell("fzf: a letter, settled", &["p", "o", "r", "t"], 4);
        fzf.quit("fzf: gone after Esc", "\u{1b}");
    }
}

fn dateline(name: &str, command: &[&str], home: &Path, stories: u32) {
    let say = |what: &str| format!("{name}: {what}");
    let mut desk = Desk::open(command, home);
    row(&say("first screen"), &[desk.wait_for("Dateline")], None);
    row(&say("first headlines"), &[desk.wait_for("Harbour")], None);
    desk.type_and_tell(&say("a step while loading"), &["j"], 20);
    let all = thousands(stories);
    row(&say("all loaded"), &[desk.wait_for(&format!("{all} of {all} stories"))], None);
    desk.press("c");
    row(
        &say("all facts"),
        &[desk.wait_until(|screen| screen.contains("Countries ") && !screen.contains("% read"))],
        None,
    );
    desk.type_and_tell(&say("another country"), &["\u{1b}[B"], 20);
    desk.press("\u{1b}");
    desk.settle();
    desk.type_and_tell(&say("a step"), &["j", "k"], 100);
    desk.type_and_tell(&say("a page"), &["\u{1b}[6~"], 30);
    desk.press("/");
    desk.settle();
    desk.type_and_tell(&say("a letter, settled"), &["p", "o", "r", "t"], 4);
    desk.press("\u{15}body:zzqxj");
    let pressed = Instant::now();
    desk.wait_until(|screen| screen.contains(&format!(" 0 of {all} stories")));
    row(&say("all bodies searched"), &[pressed.elapsed()], None);
    desk.press("\u{1b}");
    desk.settle();
    desk.type_and_tell(&say("sorted by date"), &[",d"], 4);
    desk.quit(&say("gone after q"), "q");
}

/// A program in a terminal.
struct Desk {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    begun: Instant,
    /// Held, or the terminal would hang up.
    _terminal: Box<dyn MasterPty + Send>,
}

impl Desk {
    fn open(command: &[&str], home: &Path) -> Desk {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut builder = CommandBuilder::new(command[0]);
        builder.args(&command[1..]);
        builder.env("TERM", "xterm-256color");
        for name in ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]
        {
            builder.env(name, home);
        }
        let begun = Instant::now();
        let child = pair.slave.spawn_command(builder).unwrap();
        let mut bytes = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut block = vec![0; 1 << 16];
            while let Ok(count @ 1..) = bytes.read(&mut block) {
                if sender.send((Instant::now(), block[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        Desk { child, keys, output, screen, begun, _terminal: pair.master }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for a text; gives the time since the start.
    fn wait_for(&mut self, text: &str) -> Duration {
        self.wait_until(|screen| screen.contains(text))
    }

    fn wait_until(&mut self, wanted: impl Fn(&str) -> bool) -> Duration {
        let mut last = Instant::now();
        while !wanted(&self.screen.screen().contents()) {
            let (at, bytes) = self.output.recv_timeout(PATIENCE).expect("the screen stands still");
            self.screen.process(&bytes);
            last = at;
        }
        last - self.begun
    }

    /// Waits until nothing comes any more; gives when the last of it came, and how much.
    fn settle(&mut self) -> (Option<Instant>, usize) {
        let (mut last, mut count) = (None, 0);
        let quiet = |last: Option<Instant>| if last.is_some() { QUIET } else { QUIET * 8 };
        while let Ok((at, bytes)) = self.output.recv_timeout(quiet(last)) {
            self.screen.process(&bytes);
            (last, count) = (Some(at), count + bytes.len());
        }
        (last, count)
    }

    /// Presses keys one after the other, each when the one before has settled.
    fn type_and_tell(&mut self, name: &str, keys: &[&str], times: usize) {
        self.settle();
        let (mut took, mut bytes) = (Vec::new(), Vec::new());
        for key in keys.iter().cycle().take(times) {
            let pressed = Instant::now();
            self.press(key);
            let (last, count) = self.settle();
            took.extend(last.map(|last| last - pressed));
            bytes.push(count);
        }
        bytes.sort_unstable();
        row(name, &took, bytes.get(bytes.len() / 2).copied());
    }

    fn quit(mut self, name: &str, key: &str) {
        self.settle();
        let pressed = Instant::now();
        self.press(key);
        let _ = self.child.wait();
        row(name, &[pressed.elapsed()], None);
    }
}

fn row(name: &str, took: &[Duration], bytes: Option<usize>) {
    let mut took: Vec<f64> = took.iter().map(|took| took.as_secs_f64() * 1e3).collect();
    took.sort_unstable_by(f64::total_cmp);
    let at = |share: usize| took.get((took.len() * share / 100).min(took.len().saturating_sub(1)));
    let shown = |time: Option<&f64>| time.map_or("-".into(), |time| format!("{time:.1}"));
    let last = if took.len() > 1 { shown(at(99)) } else { String::new() };
    let bytes = bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
    println!("{name:<34}{:>10}{last:>10}{bytes:>12}", shown(at(50)));
}

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|g| str::from_utf8(g).ok()).collect();
    groups.join(",")
}

/// Stories of about two thousand bytes as NDJSON, and their headlines alone.
fn write_stories(folder: &Path, stories: u32) -> (String, String) {
    const TOWNS: [&str; 8] =
        ["Oslo", "Lisbon", "Nairobi", "Lima", "Hanoi", "Riga", "Accra", "Quito"];
    const NAMES: [&str; 5] =
        ["Ines Marlow", "Tove Lind", "Karl Henning", "Aiko Tanabe", "Joan Pell"];
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (wire, headlines) = (path("wire.ndjson"), path("headlines.txt"));
    let mut lines = BufWriter::new(File::create(&wire).unwrap());
    let mut titles = BufWriter::new(File::create(&headlines).unwrap());
    for story in 0..stories as usize {
        let (town, name) = (TOWNS[story % TOWNS.len()], NAMES[story % NAMES.len()]);
        let headline = format!("Harbour of {town} opens pier {story} for the export of grain");
        let line =
            format!("Transport Minister {name} said that pier {story} of {town} would open. ");
        let body = line.repeat(2_000 / line.len());
        writeln!(titles, "{headline}").unwrap();
        let day = 1 + story % 28;
        writeln!(
            lines,
            r#"{{"headline":"{headline}","body":"{body}","published":"2024-02-{day:02}T10:00:00Z"}}"#
        )
        .unwrap();
    }
    (wire, headlines)
}
