//! What happened, a line each, in `dateline.log`: for the reader who asks afterwards why
//! something was not saved or read. Whoever notes something only puts it in a channel;
//! one thread writes, and a disk that does not answer holds nobody up.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::store::Disk;
use crate::app::Message;
use crate::text::clean_line;

/// Takes notes. Every clone writes into the same log.
#[derive(Clone, Debug)]
pub(super) struct Log {
    notes: Sender<Note>,
}

/// What is still to be written.
pub(super) struct Notes(Receiver<Note>);

enum Note {
    Line(String),
    /// Answered once everything before it is written.
    Flush(Sender<()>),
}

const FILE: &str = "dateline.log";
/// Bytes after which the log becomes `dateline.log.1`, and the one before that is gone.
const LARGEST: u64 = 512 << 10;
/// Characters of a line: a path or a parser's reason may be as long as it likes.
const LONGEST: usize = 500;
/// How long the end may wait for the log.
const PATIENCE: Duration = Duration::from_millis(200);

impl Log {
    /// A log that keeps its notes until [`Notes::write_to`] a folder, or lets them go
    /// when those are dropped.
    pub(super) fn open() -> (Log, Notes) {
        let (notes, received) = unbounded();
        (Log { notes }, Notes(received))
    }

    pub(super) fn note(&self, text: impl Into<String>) {
        // Without a log there is nobody to tell.
        let _ = self.notes.send(Note::Line(text.into()));
    }

    /// Notes what of a message the reader may ask about later.
    pub(super) fn hear(&self, message: &Message) {
        match message {
            Message::Problem(problem) => self.note(format!("problem: {problem}")),
            Message::NotKept { reason, .. } => self.note(format!("not saved: {reason}")),
            Message::Told(notice) if notice.grave => self.note(&*notice.text),
            _ => (),
        }
    }

    /// Waits until everything noted is written, but not for long.
    pub(super) fn flush(&self) {
        let (written, done) = bounded(1);
        if self.notes.send(Note::Flush(written)).is_ok() {
            let _ = done.recv_timeout(PATIENCE);
        }
    }
}

impl Notes {
    /// Starts the thread that writes, into a folder that need not be there.
    pub(super) fn write_to(self, folder: &Path) -> io::Result<()> {
        let path = folder.join(FILE);
        let writer = std::thread::Builder::new().name("log".into());
        // It ends at the first line that cannot be written.
        writer.spawn(move || drop(write(&path, &self.0)))?;
        Ok(())
    }
}

fn write(path: &Path, notes: &Receiver<Note>) -> io::Result<()> {
    let mut file = None;
    for note in notes {
        match note {
            Note::Flush(written) => drop(written.send(())),
            Note::Line(text) => {
                let (mut open, len) = match file.take() {
                    Some((open, len)) if len < LARGEST => (open, len),
                    _ => open_to_append(path)?,
                };
                let line = stamped(&text);
                open.write_all(line.as_bytes())?;
                file = Some((open, len + line.len() as u64));
            }
        }
    }
    Ok(())
}

/// The log and its length. One that is long enough makes room first.
fn open_to_append(path: &Path) -> io::Result<(File, u64)> {
    Disk::new().make_folder(path.parent().unwrap_or(Path::new(".")))?;
    if fs::metadata(path).is_ok_and(|found| found.len() >= LARGEST) {
        fs::rename(path, older(path))?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    let len = file.metadata()?.len();
    Ok((file, len))
}

fn older(path: &Path) -> PathBuf {
    path.with_file_name(format!("{FILE}.1"))
}

/// One line: when, which process, what.
fn stamped(text: &str) -> String {
    let time = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
    let text: String = clean_line(text).chars().take(LONGEST).collect();
    format!("{time} {} {text}\n", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(folder: &Path, texts: &[&str]) -> String {
        let (log, notes) = Log::open();
        notes.write_to(folder).unwrap();
        for text in texts {
            log.note(*text);
        }
        log.flush();
        fs::read_to_string(folder.join(FILE)).unwrap()
    }

    #[test]
    fn a_line_is_one_line_and_drives_no_terminal() {
        let home = tempfile::tempdir().unwrap();
        let text =
            written(&home.path().join("state"), &["\u{1b}[2Jnot\nsaved", &"x".repeat(9_999)]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].ends_with(" not saved"), "{text}");
        assert!(lines[1].len() < 600 && !text.contains('\u{1b}'));
    }

    #[test]
    fn a_long_log_makes_room_and_only_the_last_is_kept() {
        let home = tempfile::tempdir().unwrap();
        for letter in ["a", "b", "c"] {
            let line = letter.repeat(LONGEST);
            written(home.path(), &vec![&*line; 1_200]);
        }
        let len = |name: &str| fs::metadata(home.path().join(name)).unwrap().len();
        assert!(len(FILE) < LARGEST + 1_000 && len("dateline.log.1") < LARGEST + 1_000);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_that_cannot_be_made_holds_nobody_up() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("state"), "").unwrap();
        let (log, notes) = Log::open();
        notes.write_to(&home.path().join("state")).unwrap();
        log.note("anything");
        log.flush();
        log.note("more");
    }
}
