//! Parts of one input read side by side on every core; what comes of them is given in the
//! order of the input.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::work::{self, Haste};
use crate::load::{Block, Shelf, Shelved};
use crate::model::Problem;

/// Bytes in a block: some thousand stories, read within a frame.
pub(super) const BLOCK: usize = 4 << 20;
/// Bytes in a passage of a digest, which takes longer.
pub(super) const PASSAGE: usize = 1 << 20;

/// Work on its way to whichever thread is free.
type Job = Box<dyn FnOnce() + Send>;

/// The threads that read one input; the one that asks is one of them.
pub(super) struct Pool<T> {
    jobs: Sender<Job>,
    waiting: Receiver<Job>,
    /// What was handed out, in the order of the input.
    out: VecDeque<Receiver<T>>,
}

impl<T: Send + 'static> Pool<T> {
    /// Its threads end when it is dropped.
    pub(super) fn start() -> Pool<T> {
        work::stand_back(Haste::Little);
        let (jobs, waiting) = unbounded::<Job>();
        for _ in 1..work::threads() {
            let waiting = waiting.clone();
            let reader = std::thread::Builder::new().name("loader".into());
            let read = move || {
                work::stand_back(Haste::Little);
                waiting.iter().for_each(|job| job());
            };
            if reader.spawn(read).is_err() {
                break;
            }
        }
        Pool { jobs, waiting, out: VecDeque::new() }
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
        let job = move || drop(done.send(work()));
        self.jobs.send(Box::new(job)).expect("the pool holds the other end itself");
        self.out.push_back(ready);
        while let Some(oldest) = self.out.front() {
            if self.out.len() > work::threads() {
                self.help_until_ready(oldest);
            } else if oldest.is_empty() {
                break;
            }
            self.shelve_oldest(&mut shelve)?;
        }
        ControlFlow::Continue(())
    }

    /// Waits for all that is still out.
    pub(super) fn finish(
        mut self,
        mut shelve: impl FnMut(T) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        while let Some(oldest) = self.out.front() {
            self.help_until_ready(oldest);
            self.shelve_oldest(&mut shelve)?;
        }
        ControlFlow::Continue(())
    }

    fn help_until_ready(&self, oldest: &Receiver<T>) {
        while oldest.is_empty() {
            match self.waiting.try_recv() {
                Ok(job) => job(),
                Err(_) => return,
            }
        }
    }

    fn shelve_oldest(&mut self, shelve: &mut impl FnMut(T) -> ControlFlow<()>) -> ControlFlow<()> {
        let Some(oldest) = self.out.pop_front() else { return ControlFlow::Continue(()) };
        shelve(oldest.recv().expect("work that is handed out is done"))
    }
}

/// Reads a block on this thread.
pub(super) fn read(block: &Block, path: Option<&str>) -> Shelved {
    let mut shelf = Shelf::new(path, block.bytes());
    let found = catch_unwind(AssertUnwindSafe(|| block.read(&mut shelf)));
    let mut shelved = shelf.done();
    shelved.found = found.unwrap_or_else(|_| {
        let (path, reason) = (block.name().to_owned(), "reading it failed half-way".to_owned());
        shelved.problems.push(Problem { path, line: None, reason });
        shelved.problems.len() as u32
    });
    shelved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{self, Blocks, Parted, Passage, Sink};
    use crate::model::{Chunk, NewStory};
    use std::sync::Arc;

    /// Takes blocks of a few lines, as the loader takes large ones.
    struct Taker {
        pool: Option<Pool<Shelved>>,
        shelved: Vec<Shelved>,
        sizes: [usize; 2],
    }

    impl Sink for Taker {
        fn story(&mut self, _: &NewStory) -> ControlFlow<()> {
            unreachable!("all stories come in blocks")
        }

        fn problem(&mut self, _: Problem) {
            unreachable!("so do all problems")
        }

        fn blocks(&mut self) -> Option<&mut dyn Blocks> {
            Some(self)
        }
    }

    impl Blocks for Taker {
        fn size(&self) -> usize {
            self.sizes[self.shelved.len() % 2]
        }

        fn take(&mut self, block: Block) -> ControlFlow<()> {
            let (pool, shelved) = (self.pool.as_mut().unwrap(), &mut self.shelved);
            let work = move || read(&block, Some("wire.ndjson"));
            pool.take(work, |more| {
                shelved.push(more);
                ControlFlow::Continue(())
            })
        }

        fn passage(&mut self, _: Passage) -> Vec<Parted> {
            unreachable!("no digest is read")
        }

        fn last_passages(&mut self) -> Vec<Parted> {
            unreachable!("no digest is read")
        }

        fn stories(&mut self, _: Vec<Arc<Chunk>>) -> ControlFlow<()> {
            unreachable!("no digest is read")
        }
    }

    /// Gives its bytes in small helpings.
    struct Slow<'a>(&'a [u8]);

    impl std::io::Read for Slow<'_> {
        fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
            let len = buf.len().min(997);
            self.0.read(&mut buf[..len])
        }
    }

    #[test]
    fn stories_read_side_by_side_come_in_the_order_of_the_input() {
        let line = |n: usize| match n % 100 {
            7 => "no story\n".to_owned(),
            _ => format!(
                "{{\"title\": \"Story {n}\", \"body\": \"{}\"}}\n",
                "Å word. ".repeat(n % 9)
            ),
        };
        let text: String = (1..=3_000).map(line).collect();
        let pool = Some(Pool::start());
        let mut taker = Taker { pool, shelved: Vec::new(), sizes: [1, 5_000] };
        load::read("wire.ndjson", &mut Slow(text.as_bytes()), None, &mut taker);
        let mut shelved = std::mem::take(&mut taker.shelved);
        let last = taker.pool.unwrap().finish(|more| {
            shelved.push(more);
            ControlFlow::Continue(())
        });
        assert!(last.is_continue() && shelved.len() > 10);
        let chunks = shelved.iter().flat_map(|shelved| &shelved.chunks);
        let stories = chunks.flat_map(|chunk| chunk.stories());
        let headlines: Vec<_> = stories.map(|story| story.headline.to_owned()).collect();
        let told = (1..=3_000).filter(|n| n % 100 != 7).map(|n| format!("Story {n}"));
        assert!(headlines.into_iter().eq(told));
        let problems = shelved.iter().flat_map(|shelved| &shelved.problems);
        let lines: Vec<_> = problems.filter_map(|problem| problem.line).collect();
        assert!(lines.into_iter().eq((7..=3_000).step_by(100)));
        assert_eq!(shelved.iter().map(|shelved| shelved.found).sum::<u32>(), 30);
    }
}
