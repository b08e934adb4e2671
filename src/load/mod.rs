//! Bytes to stories. Nothing here opens a file, starts a thread or reads a clock: a
//! caller brings any [`Read`], and stories go to its [`Sink`] as soon as each is whole.
//! Line formats and digests are read in blocks, so memory does not grow with the input;
//! formats that are one document are held whole, up to [`MOST_DOCUMENT`].
//!
//! A record that cannot be read becomes a [`Problem`] and the rest is read; so does a
//! whole file. Another format joins by a variant of [`Format`], a look in `sniff` and
//! a line in `stories`.

mod body;
mod date;
mod digest;
mod draft;
mod feed;
mod format;
mod front;
mod gzip;
mod headers;
mod html;
mod input;
mod json;
mod lines;
mod link;
mod mail;
mod markdown;
mod ndjson;
mod newsml;
mod nitf;
mod notices;
mod outlet;
mod shelf;
mod sniff;
mod table;
#[cfg(test)]
mod tests;
mod xml;

use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;

pub use date::date;
pub use digest::{Parted, Passage};
pub use format::{Format, UnknownFormat};
pub use input::MOST_DOCUMENT;
pub use ndjson::Block;
pub use outlet::{MOST_PROBLEMS, untold};
pub use shelf::{Shelf, Shelved};

use self::input::{Failure, Input};
use self::outlet::Outlet;
use crate::model::{Chunk, NewStory, Problem};

/// Where stories go, and what could not be read.
pub trait Sink {
    /// Takes a story; the buffer is used again for the next one. `Break` ends the
    /// reading of this input.
    fn story(&mut self, story: &NewStory) -> ControlFlow<()>;
    fn problem(&mut self, problem: Problem);

    /// Who is to read what can be read out of turn; by default nobody.
    fn blocks(&mut self) -> Option<&mut dyn Blocks> {
        None
    }
}

/// Reads parts of an input apart from one another.
pub trait Blocks {
    /// How many bytes a block or a passage should have; `None` when what has come is to
    /// be told at once, since more may keep one waiting.
    fn size(&mut self) -> Option<usize>;
    /// Takes a block, and sees to the order of the stories. `Break` ends the reading of
    /// this input.
    fn take(&mut self, block: Block) -> ControlFlow<()>;
    /// Takes a passage of a digest, and gives what has come of those taken so far, in
    /// their order.
    fn passage(&mut self, passage: Passage) -> Vec<Parted>;
    /// Gives what comes of all passages that are still out.
    fn last_passages(&mut self) -> Vec<Parted>;
    /// Takes stories of a passage, which come behind all that were taken so far.
    fn stories(&mut self, stories: Vec<Arc<Chunk>>) -> ControlFlow<()>;
}

/// Reads every story of one input. `name` is what problems call it and, where the
/// content leaves it open, tells the format; `format` overrides both.
pub fn read(name: &str, input: &mut dyn Read, format: Option<Format>, sink: &mut dyn Sink) {
    let mut outlet = Outlet::new(name, sink);
    let line_by_line = matches!(format, Some(Format::Ndjson));
    let may_be_packed = !Format::is_plain_text(name);
    let result = Input::open(input, line_by_line, may_be_packed).and_then(|mut input| {
        let format = format.unwrap_or_else(|| sniff::sniff(name, input.head()));
        stories(format, &mut input, &mut outlet)?;
        input.end()
    });
    match result {
        Ok(()) | Err(Failure::Stopped) => (),
        Err(failure) => outlet.problem(None, &failure.to_string()),
    }
    outlet.finish();
}

/// Reads every story of an input that is in this format.
fn stories(format: Format, input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    match format {
        Format::Digest => digest::read(input, outlet),
        Format::Feed => feed::read(input, outlet),
        Format::Json => json::read(input, outlet),
        Format::Ndjson => ndjson::read(input, outlet),
        Format::Html => html::read(input, outlet),
        Format::Mail => mail::read(input, outlet),
        Format::Mbox => mail::read_box(input, outlet),
        Format::Markdown => markdown::read(input, outlet),
        Format::Headers => headers::read(input, outlet),
        Format::Table => table::read(input, outlet),
        Format::NewsMl => newsml::read(input, outlet),
        Format::Nitf => nitf::read(input, outlet),
    }
}
