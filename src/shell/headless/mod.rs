//! Stories in, lines out, without a screen: `extract` and `list`. One thread reads, every
//! core splits and extracts, and the lines leave in the order of the input. Memory does
//! not grow with the input: every queue is bounded.

mod json;
mod maker;
mod record;
mod stacker;

use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, bounded};

use self::maker::{Made, Maker};
use super::blocks::Tally;
use super::crew::Crew;
use super::folders::Folders;
use super::inputs::Input;
use super::output::{Status, complain, status};
use super::store::{Disk, Store};
use super::work;
use crate::load::Format;
use crate::model::Problem;
use crate::query::{Field, Marks, Query};

/// What is written of each story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Everything known, as JSON.
    Records,
    Headlines,
}

/// What to read, which stories of it, and what to write.
#[derive(Debug)]
pub struct Task {
    pub inputs: Vec<Input>,
    pub format: Option<Format>,
    pub query: Query,
    pub marks: Marks,
    pub lines: Lines,
}

/// What the writer waits for, in order of the input.
enum Next {
    Lines(Receiver<Made>),
    /// Of whole files, all whose problems are to be told.
    Files(Receiver<Made>),
    Problem(Problem),
    /// The input of this name ends here.
    End(String),
}

/// Carries a task out, to standard output.
pub fn run(task: Task) -> Status {
    keep_memory();
    let (next, lines) = bounded::<Next>(work::threads() * 4);
    let maker = Arc::new(Maker::new(&task));
    // Not joined: a closed pipe ends the process while a read may still wait.
    std::thread::spawn(move || {
        let crew = Crew::start("maker", work::threads());
        let early = Arc::clone(&maker);
        crew.hand_out(move || {
            let _ = early.extractor();
        });
        stacker::read_all(&task.inputs, task.format, &stacker::Desk { maker, crew, next });
    });
    let (written, trouble) = write_all(&lines);
    status(written, trouble)
}

/// Has memory that is let go kept for what is read next. Blocks of text come and go by the
/// hundred, and glibc gives each back to the system, which clears it before it comes again,
/// as long as none so large was ever let go (mallopt(3), `M_MMAP_THRESHOLD`).
fn keep_memory() {
    /// About the most it learns from, in bytes. Nothing of it is touched.
    const LARGE: usize = 31 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGE)));
}

/// What a query about marks needs to know; nothing is read when it asks for none.
pub fn marks(query: &Query, folders: &Folders) -> Marks {
    if !query.terms().iter().any(|term| term.field() == Some(Field::Is)) {
        return Marks::default();
    }
    let mut store = Store::new(folders.data.as_deref(), Disk::new());
    if let Err(error) = store.read(now().saturating_mul(1_000)) {
        complain(&format!("bookmarks cannot be read: {error}"));
    }
    store.told().iter().for_each(|sentence| complain(sentence));
    Marks { kept: Arc::new(store.bookmarks().clone()) }
}

/// Seconds since the Unix epoch; a clock before it counts as at it.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn write_all(lines: &Receiver<Next>) -> (io::Result<()>, bool) {
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    let (mut tally, mut trouble) = (Tally::default(), false);
    let mut tell = |problem: Problem| {
        complain(&problem.to_string());
        trouble = true;
    };
    let mut write = |next: Next| {
        match next {
            Next::Problem(problem) => tell(problem),
            Next::End(name) => {
                let untold = std::mem::take(&mut tally).untold(&name);
                untold.into_iter().for_each(&mut tell);
            }
            Next::Files(made) => {
                let made = made.recv().expect("work that is handed out is done");
                made.problems.into_iter().for_each(&mut tell);
                out.write_all(&made.lines)?;
            }
            Next::Lines(made) => {
                let made = made.recv().expect("work that is handed out is done");
                tally.told(made.problems, made.found).for_each(&mut tell);
                out.write_all(&made.lines)?;
            }
        }
        if lines.is_empty() { out.flush() } else { Ok(()) }
    };
    let written = lines.iter().try_for_each(&mut write);
    let written = written.and_then(|()| out.flush());
    // Not dropped: what is left in the buffer could not be written.
    let _ = out.into_parts();
    (written, trouble)
}
