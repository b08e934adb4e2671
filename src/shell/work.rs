//! Threads that work for the screen: named, quiet about their panics on the screen,
//! and told of in the status line instead, while the rest goes on.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::Builder;

use crossbeam_channel::Sender;

use super::log::Log;
use super::terminal;
use crate::app::{Message, Notice};
use crate::text::clean_line;

/// Threads whose end the reader does not survive: without them it sees and hears
/// nothing. All others work for a worker or are one.
const VITAL: [&str; 4] = ["main", "input", "signals", "watchdog"];

/// How many threads share a piece of work.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(8)
}

/// Starts a worker. Should it panic, that is told and the reader goes on without it.
pub(super) fn spawn(
    name: &'static str,
    results: &Sender<Message>,
    body: impl FnOnce() + Send + 'static,
) -> std::io::Result<()> {
    let results = results.clone();
    Builder::new().name(name.into()).spawn(move || {
        #[cfg(feature = "faults")]
        let body = super::faults::faulty(name, body);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(body)) {
            let text = format!("the {name} failed: {}", message(&*panic));
            let _ = results.send(Message::Told(Notice::grave(clean_line(&text).into_owned())));
        }
    })?;
    Ok(())
}

/// Makes a panic give the terminal back before it says anything; a worker's says
/// nothing, since it is told on the screen.
pub(super) fn restore_on_panic(log: Log) {
    let say = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or_default();
        if !VITAL.contains(&name) {
            return;
        }
        terminal::restore();
        say(panic);
        log.note(format!("the {name} thread has ended: {panic}"));
        log.flush();
        if name != "main" {
            std::process::exit(101);
        }
    }));
}

/// How far a thread stands back for others: the keys go first, then what is loaded,
/// then what is found in it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Haste {
    Little,
    None,
}

/// Lets those in more haste than this thread go first.
pub(super) fn stand_back(haste: Haste) {
    // On Linux a thread has its own place in the queue; elsewhere the whole process
    // would stand back.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(
        None,
        match haste {
            Haste::Little => 5,
            Haste::None => 19,
        },
    );
    #[cfg(not(target_os = "linux"))]
    let _ = haste;
}

/// What a panic said.
pub(super) fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(|text| &**text)).unwrap_or("no reason given")
}
