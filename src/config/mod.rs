//! What the reader may set: keys and colours, data from TOML.
//!
//! Defaults are compiled in from `assets/`; a reader's file is laid over them.

mod action;
mod feeds;
mod file;
mod key;
mod keymap;
mod opml;
mod own_keys;
mod theme;
mod urls;

pub use action::{Action, Context};
pub use feeds::{Feed, LinkError, bare, shown, web_link};
pub use file::{Config, ConfigProblem, Remember};
pub use key::{Code, Key, KeyError};
pub use keymap::{Binding, Keymap, KeymapError, Resolved};
pub use opml::write as to_opml;
pub use theme::{Colour, Look, Theme, ThemeError};

/// Feeds found in another program's list, and what of it cannot be followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    pub feeds: Vec<Feed>,
    pub problems: Vec<ConfigProblem>,
}

/// Reads a list of feeds: OPML, or newsboat's `urls`.
pub fn listed(text: &str) -> Listed {
    if text.trim_start().starts_with('<') { opml::read(text) } else { urls::read(text) }
}
