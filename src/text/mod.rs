//! Strings and nothing else: what every other module knows about text.

pub mod clean;
pub mod credit;
pub mod date;
pub mod dateline;
mod dateline_words;
pub mod decode;
pub mod fold;
pub mod month;
pub mod width;
pub mod wrap;

pub use clean::{clean, clean_line};
pub use credit::{Credit, CreditShape, credit};
pub use dateline::{Dateline, Strength, dateline};
pub use fold::fold;
