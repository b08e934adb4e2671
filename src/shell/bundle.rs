//! Small files read out of turn, some at a time: one alone is too little work to be
//! handed to another core.

use super::blocks::{self, SHARED};
use super::inputs::Source;
use crate::load::{self, Format, Sink};

/// Files in a bundle: each is open until it is read, and a system allows some hundred.
const FILES: usize = 16;

/// Files to be read one after the other.
#[derive(Default)]
pub(super) struct Bundle {
    sources: Vec<Source>,
    bytes: u64,
}

/// What a bundle comes to.
pub(super) enum Bundled {
    None,
    One(Source),
    Many(Bundle),
}

impl Bundle {
    /// Whether a source is a small file, whose reading never waits. Files that are none
    /// but look so, as in `/proc`, say that they are empty.
    pub(super) fn may_have(source: &Source) -> bool {
        let is_small = source.len.is_some_and(|len| (1..SHARED).contains(&len));
        is_small && source.pipe.is_none() && source.name.is_some()
    }

    pub(super) fn add(&mut self, source: Source) {
        self.bytes += source.len.unwrap_or(0);
        self.sources.push(source);
    }

    /// What there is to be read, of which the bundle is then empty.
    pub(super) fn take(&mut self) -> Bundled {
        let mut bundle = std::mem::take(self);
        match bundle.sources.len() {
            0 => Bundled::None,
            1 => bundle.sources.pop().map_or(Bundled::None, Bundled::One),
            _ => Bundled::Many(bundle),
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.sources.len() >= FILES || self.bytes >= SHARED
    }

    pub(super) fn files(&self) -> usize {
        self.sources.len()
    }

    /// As they lie on the disk.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads the files into `sink`, which is told the name of each before.
    pub(super) fn read<S: Sink>(
        self,
        format: Option<Format>,
        mut sink: S,
        begin: impl Fn(&mut S, &str),
    ) -> S {
        for Source { name, mut bytes, .. } in self.sources {
            let name = name.unwrap_or_default();
            begin(&mut sink, &name);
            let read = || load::read(&name, &mut bytes, format, &mut sink);
            if let Err(problem) = blocks::half_way(&name, read) {
                sink.problem(problem);
            }
        }
        sink
    }
}
