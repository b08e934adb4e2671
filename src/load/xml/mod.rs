//! XML as it is found, in feeds and newsroom formats: tags that are never closed, a bare
//! `&`, prefixes nobody declared, an end that was cut off. Every reader of such a format
//! walks its elements with [`Walk`] and gathers what it wants as [`Inside`].
//!
//! No document type is looked at: a reference is one of XML's five, a number or one of
//! HTML's names, and nothing outside the text is ever read.

mod base;
mod entity;
mod inside;
mod space;
mod tag;
mod tokens;
mod walk;

pub(super) use self::entity::unescape;
pub(super) use self::inside::Inside;
pub(super) use self::space::Space;
pub(super) use self::walk::{Element, Event, Walk};

/// The names, without prefixes, of the elements a text begins with, in order.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut walk = Walk::new(text);
    std::iter::from_fn(move || walk.next()).filter_map(|event| match event {
        Event::Enter(element) => Some(element.local),
        _ => None,
    })
}
