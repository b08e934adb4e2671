//! What a command leaves behind: bytes on standard output, lines on standard error,
//! an exit status.

use std::io::{self, Write};

use crate::text::clean_line;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Fine,
    /// Some input could not be read, or the output not written: each was told.
    Trouble,
    /// The command was not understood.
    Usage,
    /// A signal ended it, and did not kill the process.
    Signal(i32),
}

impl Status {
    pub fn code(self) -> u8 {
        match self {
            Status::Fine => 0,
            Status::Trouble => 1,
            Status::Usage => 2,
            Status::Signal(signal) => u8::try_from(128 + signal).unwrap_or(255),
        }
    }
}

/// Writes one line on standard error, harmless whatever it quotes. Where standard
/// error is closed there is nobody to tell.
pub fn complain(text: &str) {
    let line = format!("dateline: {}\n", clean_line(text));
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// The status of a command that wrote to standard output. A closed pipe means that the
/// other side has seen enough; anything else is told.
pub fn status(written: io::Result<()>, trouble: bool) -> Status {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("cannot write: {}", reason(&error)));
            Status::Trouble
        }
        _ if trouble => Status::Trouble,
        _ => Status::Fine,
    }
}

/// What the system says, without its number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}
