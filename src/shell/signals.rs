//! What the system tells the process: to end, to stop, to go on, that the terminal is
//! gone. All of it reaches the loop as one more thing heard; should the loop be stuck,
//! the end comes without it.

use std::io;
use std::time::Duration;

use crossbeam_channel::Sender;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::input::{Heard, terminal};
use super::terminal::restore;

/// What a terminal that goes away means.
pub(super) const HANGUP: i32 = SIGHUP;

/// How long the loop may take to end by itself.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Starts listening. From now on no signal kills the process before the terminal is
/// restored.
pub(super) fn listen(heard: Sender<Heard>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let to_loop = heard.clone();
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let told = match signal {
                SIGTSTP => heard.send(Heard::Stop),
                SIGCONT => heard.send(Heard::GoOn),
                SIGWINCH => heard.send(Heard::Resized),
                fatal => end_by(fatal, &heard),
            };
            if told.is_err() {
                return;
            }
        }
    })?;
    let watch = std::thread::Builder::new().name("watchdog".into());
    watch.spawn(move || watch_terminal(&to_loop))?;
    Ok(())
}

/// Ends the process the way the signal would have.
pub(super) fn die_of(signal: i32) {
    // It kills the process, or leaves it to the caller's exit status.
    let _ = emulate_default_handler(signal);
}

/// Stops the process group, as Ctrl-Z does, when there is a shell to start it again;
/// `false` when there is none. Returns once it goes on.
pub(super) fn stop_group() -> bool {
    has_shell() && kill_current_process_group(Signal::STOP).is_ok()
}

/// Stops this process, because somebody asked for just that.
pub(super) fn stop_self() {
    let _ = emulate_default_handler(SIGTSTP);
}

/// Whether somebody outside our process group leads the session, as a shell with jobs
/// does. In a terminal that runs nothing but Dateline a stop would be for ever.
fn has_shell() -> bool {
    getsid(None).is_ok_and(|leader| leader != getpgrp())
}

fn end_by(signal: i32, heard: &Sender<Heard>) -> Result<(), crossbeam_channel::SendError<Heard>> {
    heard.send(Heard::Signal(signal))?;
    std::thread::sleep(PATIENCE);
    restore();
    die_of(signal);
    Ok(())
}

/// Waits, without a time limit and without waking, for the terminal to hang up: a
/// terminal can go away without a signal, and reading from it would then never end.
fn watch_terminal(heard: &Sender<Heard>) {
    let Ok(terminal) = terminal() else { return };
    let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
    loop {
        match poll(&mut watched, None) {
            Err(rustix::io::Errno::INTR) => (),
            Err(_) => return,
            Ok(_) => break,
        }
    }
    // Some systems cannot poll a terminal and say so at once.
    if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) {
        let _ = end_by(SIGHUP, heard);
    }
}
