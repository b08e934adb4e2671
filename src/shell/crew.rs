//! Threads that do what is handed out, whichever is free, and what comes of it in the
//! order in which it was.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::thread::Builder;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::work;

/// Work on its way to whichever thread is free. It must not panic.
type Job = Box<dyn FnOnce() + Send>;

/// Threads that wait for work. They end when all hold on them is let go.
#[derive(Clone)]
pub(super) struct Crew {
    jobs: Sender<Job>,
    waiting: Receiver<Job>,
}

impl Crew {
    /// Starts so many of them, or as many as the system allows.
    pub(super) fn start(name: &str, threads: usize) -> Crew {
        let (jobs, waiting) = bounded::<Job>(AHEAD * work::threads());
        let begin = || {
            let waiting = waiting.clone();
            let work = move || waiting.iter().for_each(|job| job());
            Builder::new().name(name.into()).spawn(work)
        };
        let begun = (0..threads).take_while(|_| begin().is_ok()).count();
        // Where there is nobody nothing may wait.
        let (jobs, waiting) = if begun == 0 { bounded(0) } else { (jobs, waiting) };
        Crew { jobs, waiting }
    }

    /// Hands work out. Who has more of it than the others can take does it himself.
    pub(super) fn hand_out(&self, job: impl FnOnce() + Send + 'static) {
        if let Err(full) = self.jobs.try_send(Box::new(job)) {
            full.into_inner()();
        }
    }

    /// Does work that waits, until `done` or until there is none.
    fn help(&self, done: impl Fn() -> bool) {
        while !done() {
            match self.waiting.try_recv() {
                Ok(job) => job(),
                Err(_) => return,
            }
        }
    }
}

/// So many pieces of work a thread may be out: more than one, for where the oldest takes
/// long the others would wait for it.
const AHEAD: usize = 4;

/// Work of one kind, handed out to a crew that the one who asks helps.
pub(super) struct Pool<T> {
    crew: Crew,
    /// What was handed out, in its order.
    out: VecDeque<Receiver<T>>,
}

impl<T: Send + 'static> Pool<T> {
    pub(super) fn of(crew: Crew) -> Pool<T> {
        Pool { crew, out: VecDeque::new() }
    }

    /// Hands work out, and gives what is ready to `shelve`, the oldest first. Helps
    /// while too much is out already. The work must not panic.
    pub(super) fn take(
        &mut self,
        work: impl FnOnce() -> T + Send + 'static,
        mut shelve: impl FnMut(T) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (done, ready) = bounded(1);
        // Whoever asked has gone when the reader quits.
        self.crew.hand_out(move || drop(done.send(work())));
        self.out.push_back(ready);
        while let Some(oldest) = self.out.front() {
            if self.out.len() > AHEAD * work::threads() {
                self.crew.help(|| !oldest.is_empty());
            } else if oldest.is_empty() {
                break;
            }
            self.shelve_oldest(&mut shelve)?;
        }
        ControlFlow::Continue(())
    }

    /// Waits for all that is still out.
    pub(super) fn finish(
        &mut self,
        mut shelve: impl FnMut(T) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        while let Some(oldest) = self.out.front() {
            self.crew.help(|| !oldest.is_empty());
            self.shelve_oldest(&mut shelve)?;
        }
        ControlFlow::Continue(())
    }

    fn shelve_oldest(&mut self, shelve: &mut impl FnMut(T) -> ControlFlow<()>) -> ControlFlow<()> {
        let Some(oldest) = self.out.pop_front() else { return ControlFlow::Continue(()) };
        shelve(oldest.recv().expect("work that is handed out is done"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_nobody_who_hands_work_out_does_it() {
        let crew = Crew::start("nobody", 0);
        let (done, ready) = bounded(1);
        crew.hand_out(move || done.send(7).expect("somebody asked"));
        assert_eq!(ready.try_recv(), Ok(7));
    }
}
