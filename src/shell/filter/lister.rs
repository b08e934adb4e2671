//! What the pickers list: names counted ahead, while there is nothing else to do, so that
//! they are there when a picker opens.

use std::sync::Arc;

use super::side_by_side;
use crate::app::View;
use crate::model::{Bookmarks, Library};
use crate::query::{Choice, Facets, Field, Hits, Marks, Query};
use crate::shell::work;

/// The entities of a field over the stories a query finds.
pub(in crate::shell) struct Listing {
    pub(in crate::shell) view: View,
    /// Which build of the bookmarks `library` is, when it is they.
    pub(in crate::shell) shelf: u32,
    pub(in crate::shell) library: Library,
    pub(in crate::shell) query: Query,
    pub(in crate::shell) marks: Marks,
    pub(in crate::shell) field: Field,
    pub(in crate::shell) typed: String,
}

/// So many hits are counted sooner than another thread begins.
const ENOUGH: usize = 20_000;
/// Rows a picker may show.
const MOST_CHOICES: usize = 5_000;

/// What is counted.
#[derive(Default)]
pub(super) struct Lister {
    /// Over all stories, as far as they had facts;
    all: Facets,
    /// and the stories as they are now, while not all of them are counted.
    ahead: Option<Library>,
    /// Over fewer: what was listed last.
    fewer: Option<(Of, Facets)>,
}

/// What was counted over fewer stories than all. Letters typed change nothing in it.
struct Of {
    field: Field,
    query: Query,
    kept: Arc<Bookmarks>,
    view: View,
    shelf: u32,
    stories: u32,
    with_facts: u32,
}

impl Of {
    fn listing(listing: &Listing) -> Of {
        let Listing { field, query, marks, view, shelf, library, .. } = listing;
        let (query, kept) = (query.clone(), Arc::clone(&marks.kept));
        let (stories, with_facts) = (library.len(), library.with_facts());
        Of { field: *field, query, kept, view: *view, shelf: *shelf, stories, with_facts }
    }

    fn is(&self, other: &Of) -> bool {
        let place = |of: &Of| (of.field, of.view, of.shelf, of.stories, of.with_facts);
        place(self) == place(other)
            && self.query == other.query
            && Arc::ptr_eq(&self.kept, &other.kept)
    }
}

/// Counts a field over hits, as many threads as there are each a share of them.
fn count(library: &Library, hits: &Hits, field: Field) -> Facets {
    let threads = work::threads();
    let share = hits.len().div_ceil(threads).max(ENOUGH);
    let starts: Vec<usize> = (0..hits.len()).step_by(share).collect();
    let of = |start: &usize| Facets::of(library, hits.iter().skip(*start).take(share), field);
    let mut counted = side_by_side(&starts, threads, || true, of).into_iter();
    let first = counted.next().unwrap_or_default();
    counted.fold(first, |mut sum, others| {
        sum.add(&others);
        sum
    })
}

impl Lister {
    /// All stories have come to this.
    pub(super) fn ahead(&mut self, library: Library) {
        self.ahead = Some(library);
    }

    /// Counts a few more stories. `false` when all are counted.
    pub(super) fn count_ahead(&mut self) -> bool {
        let more = self.ahead.as_ref().is_some_and(|library| self.all.grow_a_little(library));
        if !more {
            self.ahead = None;
        }
        more
    }

    /// The names of a listing, and how many there are; `hits` finds its stories.
    pub(super) fn choices(
        &mut self,
        listing: &Listing,
        hits: impl FnOnce() -> Hits,
    ) -> (Vec<Choice>, usize) {
        let Listing { view, library, query, field, typed, .. } = listing;
        let facets = if *view == View::Stories && query.is_empty() {
            self.all.grow(library);
            &self.all
        } else {
            let of = Of::listing(listing);
            let known = self.fewer.take().filter(|(known, _)| known.is(&of));
            let count = || {
                let all = query.is_empty();
                let hits = if all { Hits::All(library.len()) } else { hits() };
                (of, count(library, &hits, *field))
            };
            &self.fewer.insert(known.unwrap_or_else(count)).1
        };
        facets.choices(library, *field, typed, MOST_CHOICES)
    }
}
