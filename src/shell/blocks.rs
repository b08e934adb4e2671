//! Blocks of one input read side by side on every core; their stories come out in the
//! order of the input.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::work::{self, Haste};
use crate::load::{Block, MOST_PROBLEMS, Sink};
use crate::model::{Chunk, NewStory, Problem};

/// Bytes in a block: some thousand stories, read within a frame.
pub(super) const BLOCK: usize = 4 << 20;

/// What a block held.
#[derive(Default)]
pub(super) struct Shelved {
    pub(super) chunks: Vec<Arc<Chunk>>,
    /// The first of its problems,
    pub(super) problems: Vec<Problem>,
    /// and how many there are.
    pub(super) found: u32,
}

/// A block on its way to whichever thread is free, and where its stories go.
struct Job {
    block: Block,
    path: Option<Arc<str>>,
    done: Sender<Shelved>,
}

/// The threads that read one input; the one that asks is one of them.
pub(super) struct Pool {
    path: Option<Arc<str>>,
    jobs: Sender<Job>,
    waiting: Receiver<Job>,
    /// Blocks handed out, in the order of the input.
    out: VecDeque<Receiver<Shelved>>,
}

impl Pool {
    /// Its threads end when it is dropped.
    pub(super) fn start(path: Option<&str>) -> Pool {
        work::stand_back(Haste::Little);
        let (jobs, waiting) = unbounded::<Job>();
        for _ in 1..work::threads() {
            let waiting = waiting.clone();
            let reader = std::thread::Builder::new().name("loader".into());
            let read = move || {
                work::stand_back(Haste::Little);
                waiting.iter().for_each(Job::run);
            };
            if reader.spawn(read).is_err() {
                break;
            }
        }
        Pool { path: path.map(Into::into), jobs, waiting, out: VecDeque::new() }
    }

    /// Hands a block out, and gives what is ready to `shelve`, the oldest first. Helps
    /// while too much is out already.
    pub(super) fn take(
        &mut self,
        block: Block,
        mut shelve: impl FnMut(Shelved) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (done, shelved) = bounded(1);
        let job = Job { block, path: self.path.clone(), done };
        self.jobs.send(job).expect("the pool holds the other end itself");
        self.out.push_back(shelved);
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
        mut shelve: impl FnMut(Shelved) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        while let Some(oldest) = self.out.front() {
            self.help_until_ready(oldest);
            self.shelve_oldest(&mut shelve)?;
        }
        ControlFlow::Continue(())
    }

    fn help_until_ready(&self, oldest: &Receiver<Shelved>) {
        while oldest.is_empty() {
            match self.waiting.try_recv() {
                Ok(job) => job.run(),
                Err(_) => return,
            }
        }
    }

    fn shelve_oldest(
        &mut self,
        shelve: &mut impl FnMut(Shelved) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(oldest) = self.out.pop_front() else { return ControlFlow::Continue(()) };
        shelve(oldest.recv().unwrap_or_default())
    }
}

impl Job {
    fn run(self) {
        // Whoever asked has gone when the reader quits.
        let _ = self.done.send(read(&self.block, self.path.as_deref()));
    }
}

/// Reads a block on this thread.
pub(super) fn read(block: &Block, path: Option<&str>) -> Shelved {
    let mut shelf = Shelf { path, room: block.bytes(), ..Shelf::default() };
    shelf.start();
    let found = catch_unwind(AssertUnwindSafe(|| block.read(&mut shelf)));
    shelf.seal();
    let mut shelved = shelf.done;
    shelved.found = found.unwrap_or_else(|_| {
        let (path, reason) = (block.name().to_owned(), "reading it failed half-way".to_owned());
        shelved.problems.push(Problem { path, line: None, reason });
        shelved.problems.len() as u32
    });
    shelved
}

/// Fills chunks with the stories of a block.
#[derive(Default)]
struct Shelf<'a> {
    path: Option<&'a str>,
    /// Bytes the stories to come may take.
    room: usize,
    chunk: Chunk,
    done: Shelved,
}

impl Shelf<'_> {
    fn start(&mut self) {
        self.chunk = Chunk::with_room(self.room);
        if let Some(path) = self.path {
            self.chunk.start_file(path);
        }
    }

    fn seal(&mut self) {
        let chunk = std::mem::take(&mut self.chunk);
        self.room = self.room.saturating_sub(chunk.bytes());
        if !chunk.is_empty() {
            self.done.chunks.push(chunk.seal());
        }
    }
}

impl Sink for Shelf<'_> {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.chunk.push(story);
        if self.chunk.is_full() {
            self.seal();
            self.start();
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        if self.done.problems.len() < MOST_PROBLEMS as usize {
            self.done.problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{self, Blocks};

    /// Takes blocks of a few lines, as the loader takes large ones.
    struct Taker {
        pool: Option<Pool>,
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
            pool.take(block, |more| {
                shelved.push(more);
                ControlFlow::Continue(())
            })
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
        let pool = Some(Pool::start(Some("wire.ndjson")));
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
