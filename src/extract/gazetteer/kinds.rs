//! What a name may be at all, in one byte: those of all names together stay near the
//! processor. What a name means in full is then read where something was found, and
//! nothing waits for it.

use super::Senses;

/// What a name may be: a set of bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kinds(u8);

/// A state, region or town.
const PLACE: u8 = 1;
/// One only where all its letters are capitals: `US`.
const PLACE_IN_CAPITALS: u8 = 2;
const BODY: u8 = 4;
const BODY_IN_CAPITALS: u8 = 8;
/// It holds the name of a state and means something else.
const OTHER: u8 = 16;

impl Kinds {
    pub(super) fn of(senses: &Senses) -> Kinds {
        let place = senses.region.is_some()
            || senses.town.is_some()
            || senses.tell.is_some()
            || senses.state.is_some_and(|state| !state.caps)
            || senses.postal.is_some() && !senses.postal_caps;
        let in_capitals = senses.state.is_some() || senses.postal.is_some();
        let mut kinds = match () {
            () if place => PLACE,
            () if in_capitals => PLACE_IN_CAPITALS,
            () => 0,
        };
        if senses.body.is_some() {
            kinds |= if senses.body_caps { BODY_IN_CAPITALS } else { BODY };
        }
        Kinds(if senses.other { kinds | OTHER } else { kinds })
    }

    /// Whether it matters if a name is in capitals.
    #[inline]
    pub(super) fn ask_for_capitals(self) -> bool {
        self.0 & (PLACE_IN_CAPITALS | BODY_IN_CAPITALS) != 0
    }

    /// Whether a name so written is a place's.
    #[inline]
    pub(super) fn place(self, in_capitals: bool) -> bool {
        self.0 & (PLACE | (PLACE_IN_CAPITALS * u8::from(in_capitals))) != 0
    }

    /// Whether a name so written is a body's.
    #[inline]
    pub(super) fn body(self, in_capitals: bool) -> bool {
        self.0 & (BODY | (BODY_IN_CAPITALS * u8::from(in_capitals))) != 0
    }

    #[inline]
    pub(super) fn other(self) -> bool {
        self.0 & OTHER != 0
    }
}
