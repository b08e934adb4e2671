//! Threads and the world: the only place with files, clocks and a terminal.

pub mod output;
pub mod store;
