//! The help screen: the key map as lines, narrowed by what is typed.

use crate::config::{Context, Keymap};
use crate::text::fold;

/// The open help screen.
#[derive(Debug, Default)]
pub struct Help {
    /// Only lines that contain this are shown.
    pub typed: String,
    /// `/` was pressed: the next letter is typed, whatever it does otherwise.
    pub asked: bool,
    /// First row on screen.
    pub top: usize,
}

impl Help {
    /// Whether a letter is part of what is looked for, and no key.
    pub(super) fn is_searching(&self) -> bool {
        self.asked || !self.typed.is_empty()
    }

    /// A letter was typed. The one that begins the search is no part of it.
    pub(super) fn push(&mut self, letter: char) {
        if letter == '/' && !self.is_searching() {
            self.asked = true;
        } else {
            self.typed.push(letter);
        }
    }

    /// Takes the last letter back; without one the search is over.
    pub(super) fn pop(&mut self) {
        self.asked &= self.typed.pop().is_some();
    }
}

/// One row of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Blank,
    Title(&'static str),
    Keys { keys: String, help: String },
}

/// The rows of help for what is typed: every binding of the map whose keys, words or name
/// contain it, under the heading of its context.
pub fn rows(keymap: &Keymap, typed: &str) -> Vec<Row> {
    let typed = fold(typed);
    let mut rows = Vec::new();
    for context in Context::ALL {
        let found: Vec<Row> = keymap
            .bindings(context)
            .iter()
            .filter(|binding| {
                let hint = binding.hint.as_deref().unwrap_or_default();
                let told = [&binding.help, &binding.shown(), &binding.run.name(), hint];
                told.iter().any(|text| fold(text).contains(&typed))
            })
            .map(|binding| Row::Keys { keys: binding.shown(), help: binding.help.clone() })
            .collect();
        if found.is_empty() {
            continue;
        }
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Title(context.title()));
        rows.extend(found);
    }
    rows
}
