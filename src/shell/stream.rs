//! Bytes that may keep one waiting. What was read out of them must not wait with them:
//! before a read that would block, everything read so far is passed on.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

/// Stories read and not yet passed on. Whoever reads the bytes and whoever takes the
/// stories both hold it, on one thread, each for a moment.
pub(super) struct Tray<T> {
    put: Sender<T>,
    take: Receiver<T>,
}

impl<T: Default> Tray<T> {
    pub(super) fn new() -> Tray<T> {
        let (put, take) = bounded(1);
        Tray { put, take }
    }

    /// What lies on the tray, else a fresh one.
    pub(super) fn take(&self) -> T {
        self.take.try_recv().unwrap_or_default()
    }

    pub(super) fn put(&self, load: T) {
        // It was taken from here, so here is room.
        let _ = self.put.try_send(load);
    }
}

impl<T> Clone for Tray<T> {
    fn clone(&self) -> Tray<T> {
        Tray { put: self.put.clone(), take: self.take.clone() }
    }
}

/// Something that may be asked whether a read from it would wait.
#[derive(Clone)]
pub struct Pipe {
    #[cfg(unix)]
    end: std::sync::Arc<std::os::fd::OwnedFd>,
}

impl Pipe {
    /// A second hold on what is read elsewhere.
    #[cfg(unix)]
    pub fn beside(end: &impl std::os::fd::AsFd) -> io::Result<Pipe> {
        Ok(Pipe { end: end.as_fd().try_clone_to_owned()?.into() })
    }

    /// Whether a read would wait for longer than this.
    #[cfg(unix)]
    fn would_wait(&self, longer: Duration) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut asked = [PollFd::new(&self.end, PollFlags::IN)];
        let time = Timespec { tv_sec: 0, tv_nsec: longer.subsec_nanos().into() };
        poll(&mut asked, Some(&time)) == Ok(0)
    }

    /// Whether there is something to read, or may be yet: the other end is open.
    #[cfg(unix)]
    pub(super) fn is_written_to(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut asked = [PollFd::new(&self.end, PollFlags::IN)];
        let _ = poll(&mut asked, Some(&Timespec::default()));
        let found = asked[0].revents();
        found.contains(PollFlags::IN) || !found.contains(PollFlags::HUP)
    }

    #[cfg(not(unix))]
    fn would_wait(&self, _: Duration) -> bool {
        true
    }
}

/// Bytes that are gathered until there are enough of them for others to read, while
/// they come so fast that nobody is kept waiting for what is in them.
pub(super) struct Gathering {
    /// Where they come from; a file keeps nobody waiting.
    pipe: Option<Pipe>,
    since: Option<Instant>,
}

impl Gathering {
    pub(super) fn from(pipe: Option<Pipe>) -> Gathering {
        Gathering { pipe, since: None }
    }

    /// Whether to go on. Once not, it begins anew.
    pub(super) fn goes_on(&mut self) -> bool {
        /// Who writes as fast as one reads may still be a moment late.
        const LATE: Duration = Duration::from_millis(2);
        const MOST: Duration = Duration::from_millis(30);
        let Some(pipe) = &self.pipe else { return true };
        let since = *self.since.get_or_insert_with(Instant::now);
        let goes_on = since.elapsed() < MOST && !pipe.would_wait(LATE);
        if !goes_on {
            self.since = None;
        }
        goes_on
    }

    /// What was gathered is handed over.
    pub(super) fn begin_anew(&mut self) {
        self.since = None;
    }
}

/// Reads on, telling how much was read and when the next read would wait.
pub(super) struct Patient<R, W> {
    pub(super) inner: R,
    pub(super) pipe: Option<Pipe>,
    /// Called before a read that would wait, and after each read with its bytes.
    pub(super) watch: W,
}

/// What is told of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    WillWait,
    Bytes(usize),
}

impl<R: Read, W: FnMut(Reading)> Read for Patient<R, W> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.pipe.as_ref().is_some_and(|pipe| pipe.would_wait(Duration::ZERO)) {
            (self.watch)(Reading::WillWait);
        }
        let count = self.inner.read(buf)?;
        (self.watch)(Reading::Bytes(count));
        Ok(count)
    }
}
