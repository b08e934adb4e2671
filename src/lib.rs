//! Dateline: a terminal reader for stories kept as files, built round the story,
//! its speakers and its countries.
//!
//! Data flows one way: bytes → stories → facts → hits → state → cells. Read the
//! modules in this order; each may use only those that stand before it, and
//! siblings never use one another (`tests/layers.rs` fails otherwise):
//!
//! 1. [`text`]: strings and nothing else: folding, cleaning, wrapping, widths,
//!    datelines and agency credits. It stands first so that a chunk can fold the
//!    headlines it is given.
//! 2. [`model`]: what a story is, and how a million of them are kept. Plain data.
//! 3. [`config`], [`extract`], [`query`], [`load`]: pure functions over that data
//!    and over bytes.
//! 4. [`app`]: the state machine, `update(&mut State, Message) -> Vec<Effect>`.
//! 5. [`ui`]: state to cells. Never changes state.
//! 6. [`shell`]: the only place with threads, clocks, files and a terminal.
//!
//! What one story says is read from that story alone, so that `extract` is a filter of
//! lines whose answer hangs on no other line and on no number of threads. What a library
//! tells of a person whom a story calls by surname only ([`model::People`]: while exactly
//! one such person is known) is added above it, in the sidebar, the pickers and
//! `speaker:` of the reader, and marked there as inferred.
//!
//! A library lies in memory as a whole. The text of large NDJSON files and digests lies
//! in anonymous mappings of large pages, where the system has them: they are quicker to
//! fill and to give back. No file is ever mapped, for a file may be cut while it is read.
//!
//! What must not exist: ratatui or crossterm before `ui`; a file, clock, thread or
//! environment variable before `shell`; a lock, a cell or `unsafe` anywhere; drawing
//! that changes state; removal from a [`model::Library`] (a reload builds a new one).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed test should panic"))]

pub mod app;
pub mod config;
pub mod extract;
pub mod load;
pub mod model;
pub mod query;
pub mod shell;
pub mod text;
pub mod ui;
