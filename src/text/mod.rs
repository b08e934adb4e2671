//! Strings and nothing else: what every other module knows about text.

pub mod clean;
pub mod fold;
pub mod width;
pub mod wrap;

pub use clean::{clean, clean_line};
pub use fold::fold;
