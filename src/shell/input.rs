//! The terminal's side of the reader: bytes in, things heard out. Reading blocks, so it
//! has a thread of its own; it reads the terminal even when stories come by standard
//! input.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};

use crossbeam_channel::Sender;
use crossterm::tty::IsTty;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::keys::{Keys, Waiting};
use super::output::reason;
use crate::config::Key;

/// What came from outside, in the order it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Key(Key),
    Paste(String),
    Click {
        column: u16,
        row: u16,
    },
    Wheel {
        column: u16,
        row: u16,
        down: bool,
    },
    /// The terminal's answer to what stands behind its text.
    Background {
        light: bool,
    },
    Resized,
    /// Asked by a signal to stop, as Ctrl-Z does.
    Stop,
    /// Stopped before, going on now.
    GoOn,
    /// A signal that ends the process.
    Signal(i32),
    /// The terminal cannot be read any more.
    Deaf(String),
}

/// After so many nanoseconds a lone escape is the key of that name: sequences come
/// in one piece, but for slow lines.
const MOMENT: i64 = 10_000_000;
const LONG: i64 = 250_000_000;
/// The rest of a paste, let go too early, would be typing.
const PASTE: i64 = 999_000_000;

/// Starts reading.
pub(super) fn listen(heard: Sender<Heard>) -> io::Result<()> {
    let terminal = terminal()?;
    let input = std::thread::Builder::new().name("input".into());
    input.spawn(move || {
        let mut keys = Keys::default();
        let mut block = [0; 4096];
        let error = loop {
            if settled(&terminal, &mut keys, &heard) {
                continue;
            }
            match rustix::io::read(&terminal, &mut block) {
                Ok(0) => break "it was closed".to_owned(),
                Ok(count) => keys.feed(&block[..count], |said| tell(&heard, said)),
                Err(Errno::INTR) => (),
                // Somebody we share the terminal with made it non-blocking.
                Err(Errno::AGAIN) => wait(&terminal, None),
                Err(error) => break reason(&error.into()),
            }
        };
        tell(&heard, Heard::Deaf(error));
    })?;
    Ok(())
}

/// The terminal keys come from: standard input, unless that is something else.
pub(super) fn terminal() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_tty() {
        return stdin.as_fd().try_clone_to_owned();
    }
    File::open("/dev/tty").map(OwnedFd::from)
}

/// Gives an unfinished sequence its time; when nothing more comes it is settled.
fn settled(terminal: &OwnedFd, keys: &mut Keys, heard: &Sender<Heard>) -> bool {
    let patience = match keys.waiting() {
        Waiting::No => return false,
        Waiting::Moment => MOMENT,
        Waiting::Long => LONG,
        Waiting::Paste => PASTE,
    };
    let mut asked = [PollFd::new(terminal, PollFlags::IN)];
    let quiet = poll(&mut asked, Some(&Timespec { tv_sec: 0, tv_nsec: patience })) == Ok(0);
    if quiet {
        keys.settle(|said| tell(heard, said));
    }
    quiet
}

fn wait(terminal: &OwnedFd, patience: Option<&Timespec>) {
    // Whatever it says, the next read will tell.
    let _ = poll(&mut [PollFd::new(terminal, PollFlags::IN)], patience);
}

fn tell(heard: &Sender<Heard>, said: Heard) {
    // The loop has ended, and with it the process in a moment.
    let _ = heard.send(said);
}
