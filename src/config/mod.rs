//! What the reader may set: keys and colours, data from TOML.
//!
//! Defaults are compiled in from `assets/`; a reader's file is laid over them.

mod action;
mod file;
mod key;
mod keymap;
mod theme;

pub use action::{Action, Context};
pub use file::{Config, ConfigProblem};
pub use key::{Code, Key, KeyError};
pub use keymap::{Binding, Keymap, KeymapError, Resolved};
pub use theme::{Colour, Look, Theme, ThemeError};
