//! Undo and redo of the filters: what was asked is kept, not what was found.

use super::View;
use crate::query::Query;

/// A place the reader was in: which stories, narrowed how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub view: View,
    pub filters: Query,
}

/// Places been and left; a new one forgets those undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<Place>,
    future: Vec<Place>,
}

/// Places remembered.
const DEPTH: usize = 200;

impl History {
    /// Remembers the place being left.
    pub fn leave(&mut self, place: Place) {
        self.future.clear();
        if self.past.last() != Some(&place) {
            self.past.push(place);
        }
        if self.past.len() > DEPTH {
            self.past.remove(0);
        }
    }

    /// The place before `here`, which redo will bring back.
    pub fn undo(&mut self, here: Place) -> Option<Place> {
        let place = self.past.pop()?;
        self.future.push(here);
        Some(place)
    }

    /// The place last undone.
    pub fn redo(&mut self, here: Place) -> Option<Place> {
        let place = self.future.pop()?;
        self.past.push(here);
        Some(place)
    }
}
