//! What is found in a story: each rule with a sentence that shows it. All people are
//! invented.

mod places;
mod speech;
