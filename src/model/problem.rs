//! What could not be read, said so that the reader can find it.

use std::fmt;

/// One input, or one record of it, that was not read. The rest was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The input as the reader named it, cleaned for display.
    pub path: String,
    /// 1-based, where the input has lines.
    pub line: Option<u32>,
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.reason),
            None => write!(f, "{}: {}", self.path, self.reason),
        }
    }
}
