//! Strings and nothing else: what every other module knows about text.

pub mod fold;

pub use fold::fold;
