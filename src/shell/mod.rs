//! Threads and the world: the only place with files, clocks and a terminal.
//!
//! [`reader`] is the loop that owns the state and the screen; its workers (loader,
//! extractor, filter, saver) get snapshots and answer by message.
//! [`headless`] is what runs without a screen, [`store`] what is kept on the disk.

mod arrivals;
mod blocks;
mod bundle;
pub mod cache;
mod canvas;
mod crew;
mod effects;
mod extractor;
#[cfg(feature = "faults")]
mod faults;
pub mod feeds;
pub mod fetch;
mod fetcher;
mod filter;
pub mod folders;
pub mod headless;
mod input;
pub mod inputs;
mod keys;
mod loader;
mod log;
pub mod output;
mod pace;
mod pen;
pub mod reader;
mod saver;
mod session;
pub mod settings;
mod signals;
pub mod store;
mod stream;
mod terminal;
mod watch;
mod work;
