//! Parts of one input read side by side on every core; what comes of them is given in the
//! order of the input.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use super::crew::{Crew, Pool};
use crate::load::{self, Block, Parted, Passage, Shelf, Shelved};
use crate::model::Problem;

/// Inputs of so many bytes are read in parts.
pub(super) const SHARED: u64 = 1 << 20;
/// Bytes in a block: some thousand stories, read within a frame. What is kept of one is
/// mostly text, and fills two large pages of memory and little more.
pub(super) const BLOCK: usize = 9 << 19;
/// Bytes in a passage of a digest, which takes longer: one such page. What only passes is
/// read in parts of this size, too.
pub(super) const PASSAGE: usize = 9 << 18;

/// Reads a block on this thread; its stories are to stay.
pub(super) fn read(block: &Block, path: Option<&str>) -> Shelved {
    let mut shelf = Shelf::to_keep(path, block.bytes());
    let found = half_way(block.name(), || block.read(&mut shelf));
    let mut shelved = shelf.done();
    shelved.found = found.unwrap_or_else(|problem| {
        shelved.problems.push(problem);
        shelved.problems.len() as u32
    });
    shelved
}

/// Reads an input, or a part of one, whose reading may fail by our own fault.
///
/// # Errors
///
/// When it did: what has come of it until then still holds.
pub(super) fn half_way<T>(name: &str, read: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| {
        let reason = "reading it failed half-way".to_owned();
        Problem { path: name.to_owned(), line: None, reason }
    })
}

/// The passages of one digest, split side by side.
#[derive(Default)]
pub(super) struct Passages {
    /// Whether their stories are to stay.
    kept: bool,
    out: Option<Pool<thread::Result<Parted>>>,
}

impl Passages {
    /// Those whose stories are to stay.
    pub(super) fn to_keep() -> Passages {
        Passages { kept: true, out: None }
    }

    /// Whether some were taken.
    pub(super) fn begun(&self) -> bool {
        self.out.is_some()
    }

    /// Takes one from the file `path`, and gives what has come of those taken so far.
    pub(super) fn take(
        &mut self,
        passage: Passage,
        path: Option<String>,
        crew: impl FnOnce() -> Crew,
    ) -> Vec<Parted> {
        let mut made = Vec::new();
        let kept = self.kept;
        let work = move || {
            let shelf = if kept { Shelf::to_keep } else { Shelf::new };
            let shelf = shelf(path.as_deref(), passage.bytes());
            catch_unwind(AssertUnwindSafe(|| passage.read(shelf)))
        };
        let out = self.out.get_or_insert_with(|| Pool::of(crew()));
        let _ = out.take(work, |parted| keep(parted, &mut made));
        made
    }

    /// Gives what comes of all that are still out.
    pub(super) fn finish(&mut self) -> Vec<Parted> {
        let mut made = Vec::new();
        if let Some(mut out) = self.out.take() {
            let _ = out.finish(|parted| keep(parted, &mut made));
        }
        made
    }
}

/// Keeps what has come of a passage; what went wrong goes wrong for whoever asked.
fn keep(read: thread::Result<Parted>, made: &mut Vec<Parted>) -> ControlFlow<()> {
    made.push(read.unwrap_or_else(|panic| resume_unwind(panic)));
    ControlFlow::Continue(())
}

/// Tells the first problems of one input, whichever parts of it they come from, and
/// counts the rest.
#[derive(Default)]
pub(super) struct Tally {
    found: u32,
}

impl Tally {
    /// Of a part with so many problems, the first of which are given, those to be told.
    pub(super) fn told(
        &mut self,
        problems: Vec<Problem>,
        found: u32,
    ) -> impl Iterator<Item = Problem> + use<> {
        let may_tell = load::MOST_PROBLEMS.saturating_sub(self.found);
        self.found += found;
        problems.into_iter().take(may_tell as usize)
    }

    /// How many of the input `name` were not told.
    pub(super) fn untold(&self, name: &str) -> Option<Problem> {
        load::untold(name, self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Blocks, Sink};
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
        fn size(&mut self) -> Option<usize> {
            Some(self.sizes[self.shelved.len() % 2])
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
        let pool = Some(Pool::of(Crew::start("loader", 1)));
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
