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
use std::process::{Command, Stdio};
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
    let [wire, headlines, digest] = write_stories(folder.path(), stories);
    let binary = std::env::args().nth(2).unwrap_or_else(|| "target/release/dateline".into());
    let binary = std::fs::canonicalize(binary).expect("built before");
    let binary = binary.to_str().unwrap();
    println!("{stories} stories, {COLUMNS}x{ROWS}\n");
    println!("{:<34}{:>10}{:>10}{:>12}", "", "median", "99th", "bytes a key");
    // The second time all facts are there as soon as the stories are.
    for name in ["dateline", "dateline again"] {
        dateline(name, &[binary, &wire], folder.path(), stories);
    }
    open_stories(binary, folder.path());
    to_the_end("wc -w of a digest", &["wc", "-w", &digest]);
    to_the_end("dateline list of it", &[binary, "list", &digest]);
    to_the_end("dateline extract of it", &[binary, "extract", &digest]);
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
    desk.wait_for("› ");
    row(&say("all facts"), &[desk.wait_until(|screen| !screen.contains("% read"))], None);
    if let Some(memory) = desk.memory() {
        println!("{:<34}{memory:>10} MB", say("memory"));
    }
    desk.type_and_tell(&say("another country"), &["\u{1b}[B"], 20);
    desk.press("\u{1b}");
    desk.settle();
    desk.type_and_tell(&say("a step"), &["j", "k"], 100);
    desk.type_and_tell(&say("a page"), &["\u{1b}[6~"], 30);
    desk.press("/");
    desk.settle();
    desk.type_and_tell(&say("a letter, settled"), &["p", "o", "r", "t"], 4);
    for (what, query) in [("bodies", "body:zzqxj"), ("quotations", "quote:zzqxj")] {
        desk.press(&format!("\u{15}{query}"));
        let pressed = Instant::now();
        desk.wait_for(&format!(" 0 of {all} stories"));
        row(&say(&format!("all {what} searched")), &[pressed.elapsed()], None);
        desk.press("\u{15}");
        desk.settle();
    }
    desk.press("\u{1b}");
    desk.settle();
    desk.type_and_tell(&say("sorted by date"), &[",d"], 4);
    desk.quit(&say("gone after q"), "q");
}

/// Opens stories of two sizes, each after a pause: in a run of keys the body waits.
fn open_stories(binary: &str, home: &Path) {
    for (name, bytes) in [("5 KB", 5_000), ("1 MB", 1_000_000)] {
        let body = "The harbour board said on Friday that pier 4 would open. ".repeat(bytes / 57);
        let story = |nth| format!("{{\"headline\":\"Harbour {nth}\",\"body\":\"{body}\"}}\n");
        let path = home.join("large.ndjson");
        std::fs::write(&path, (0..2).map(story).collect::<String>()).unwrap();
        let mut desk = Desk::open(&[binary, path.to_str().unwrap()], home);
        desk.wait_for("2 of 2 stories");
        let (mut shown, mut known) = (Vec::new(), Vec::new());
        for key in ["j", "k"].iter().cycle().take(20) {
            std::thread::sleep(QUIET * 8);
            desk.settle();
            let pressed = Instant::now();
            desk.press(key);
            let first = desk.next();
            shown.extend(first.map(|at| at - pressed));
            known.extend(desk.settle().0.or(first).map(|at| at - pressed));
        }
        row(&format!("dateline: a story of {name} opened"), &shown, None);
        row("dateline: and who speaks in it", &known, None);
        desk.quit("dateline: gone after q", "q");
    }
}

/// How long a command takes that writes to nobody.
fn to_the_end(name: &str, command: &[&str]) {
    let begun = Instant::now();
    let ended = Command::new(command[0]).args(&command[1..]).stdout(Stdio::null()).status();
    if ended.is_ok_and(|status| status.success()) {
        row(name, &[begun.elapsed()], None);
    }
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

    /// When the next output came, which is taken in.
    fn next(&mut self) -> Option<Instant> {
        let (at, bytes) = self.output.recv_timeout(QUIET * 8).ok()?;
        self.screen.process(&bytes);
        Some(at)
    }

    /// Presses keys one after the other, each when the one before has settled.
    fn type_and_tell(&mut self, name: &str, keys: &[&str], times: usize) {
        self.settle();
        let (mut took, mut bytes) = (Vec::new(), Vec::new());
        for key in keys.iter().cycle().take(times) {
            let (time, count) = self.time(key);
            took.extend(time);
            bytes.push(count);
        }
        bytes.sort_unstable();
        row(name, &took, bytes.get(bytes.len() / 2).copied());
    }

    /// Presses a key; gives when the last came of what it causes, and how much.
    fn time(&mut self, key: &str) -> (Option<Duration>, usize) {
        let pressed = Instant::now();
        self.press(key);
        let (last, count) = self.settle();
        (last.map(|last| last - pressed), count)
    }

    /// What the program holds in memory, in MB, where the system says so.
    fn memory(&self) -> Option<u64> {
        let status = format!("/proc/{}/status", self.child.process_id()?);
        let status = std::fs::read_to_string(status).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1_000)
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

/// Stories of about two thousand bytes as NDJSON, their headlines alone, and as many of
/// them as a digest as one waits for.
fn write_stories(folder: &Path, stories: u32) -> [String; 3] {
    const MOST_IN_DIGEST: usize = 100_000;
    const TOWNS: [&str; 8] =
        ["Oslo", "Lisbon", "Nairobi", "Lima", "Hanoi", "Riga", "Accra", "Quito"];
    const NAMES: [&str; 5] =
        ["Ines Marlow", "Tove Lind", "Karl Henning", "Aiko Tanabe", "Joan Pell"];
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let paths = [path("wire.ndjson"), path("headlines.txt"), path("digest.txt")];
    let [wire, headlines, digest] = &paths;
    let [mut lines, mut titles, mut digest] =
        [wire, headlines, digest].map(|path| BufWriter::new(File::create(path).unwrap()));
    for story in 0..stories as usize {
        let (town, name) = (TOWNS[story % TOWNS.len()], NAMES[story % NAMES.len()]);
        let headline = format!("Harbour of {town} opens pier {story} for the export of grain");
        let line =
            format!("Transport Minister {name} said that pier {story} of {town} would open. ");
        let body = line.repeat(2_000 / line.len());
        writeln!(titles, "{headline}").unwrap();
        if story < MOST_IN_DIGEST {
            writeln!(digest, "{headline}\n\n{}\n\n", body.trim_end()).unwrap();
        }
        let day = 1 + story % 28;
        writeln!(
            lines,
            r#"{{"headline":"{headline}","body":"{body}","published":"2024-02-{day:02}T10:00:00Z"}}"#
        )
        .unwrap();
    }
    paths
}
