//! Room that reading one story leaves to the next: lists as long as a text, which would
//! otherwise be asked for and given back anew for every story.

use super::countries;
use super::page;
use super::speech;
use super::tokens::Tokens;

/// Empty lists that keep their room. Nothing of a story is in them, so that it makes no
/// difference to what is found.
#[derive(Debug, Default)]
pub struct Room {
    pub(super) headline: Tokens,
    pub(super) body: Tokens,
    pub(super) pages: [page::Lists; 2],
    pub(super) places: countries::Lists,
    pub(super) speech: speech::Lists,
}

/// The most bytes that a list keeps: what a story of 30,000 words takes. The longest of
/// all would leave too much.
const MOST: usize = 1 << 20;

/// The list without what is in it.
pub(super) fn emptied<T>(mut list: Vec<T>) -> Vec<T> {
    if list.capacity() * size_of::<T>() > MOST {
        return Vec::new();
    }
    list.clear();
    list
}

/// The list with so many of the same in it and nothing else.
pub(super) fn filled<T: Clone>(mut list: Vec<T>, len: usize, with: T) -> Vec<T> {
    list.clear();
    list.resize(len, with);
    list
}
