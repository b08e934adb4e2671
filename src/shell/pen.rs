//! Where the terminal's next letter goes and how it will look, so that neither is said
//! twice.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// How a letter looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// What shows on a blank too.
const ON_BLANKS: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// Each modifier, what sets it, what takes it away (ECMA-48, 8.3.117).
const MODIFIERS: [(Modifier, &str, &str); 9] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

impl Look {
    /// A blank has no colour of its own, unless something shows on it.
    pub(super) fn of(cell: &Cell) -> Look {
        let Cell { fg, bg, modifier, .. } = *cell;
        if cell.symbol() != " " || modifier.intersects(ON_BLANKS) {
            return Look { fg, bg, modifier };
        }
        Look { bg, ..Look::default() }
    }

    /// Whether the cell can be printed in this look and be as it should.
    pub(super) fn suits(self, cell: &Cell) -> bool {
        let look = Look::of(cell);
        look == self || (cell.symbol() == " " && look.suits_blank(self))
    }

    /// Whether a blank of this look may be printed in the other.
    fn suits_blank(self, other: Look) -> bool {
        self.bg == other.bg && !(self.modifier | other.modifier).intersects(ON_BLANKS)
    }
}

/// The bytes of a frame, and the state they leave the terminal in.
#[derive(Debug)]
pub(super) struct Pen {
    bytes: Vec<u8>,
    look: Look,
    /// Column and row; unknown after a letter that terminals disagree on the width of.
    place: Option<(u16, u16)>,
}

impl Pen {
    pub(super) fn new(mut bytes: Vec<u8>) -> Pen {
        bytes.clear();
        Pen { bytes, look: Look::default(), place: None }
    }

    /// Writes what neither moves the pen nor changes its look.
    pub(super) fn write(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn move_to(&mut self, x: u16, y: u16) {
        match self.place {
            Some(place) if place == (x, y) => return,
            Some((from, row)) if row == y && from < x => self.csi(x - from, 'C'),
            _ => {
                // Writing to a vector does not fail.
                let _ = write!(self.bytes, "\x1b[{};{}H", y + 1, x + 1);
            }
        }
        self.place = Some((x, y));
    }

    /// Prints the letter of a cell, so many columns wide, where the pen is.
    pub(super) fn print(&mut self, cell: &Cell, columns: u16) {
        if !self.look.suits(cell) {
            self.take(Look::of(cell));
        }
        self.write(cell.symbol().as_bytes());
        let sure = columns == 1 && cell.symbol().chars().nth(1).is_none();
        self.place = self.place.filter(|_| sure).map(|(x, y)| (x + 1, y));
    }

    /// Erases so many cells from the pen on, or the rest of the row, and stays there.
    pub(super) fn erase(&mut self, cells: u16, rest: bool) {
        // Some terminals erase with the background and the lines of the pen.
        if !Look::default().suits_blank(self.look) {
            self.take(Look::default());
        }
        if rest {
            self.write(b"\x1b[K");
        } else {
            self.csi(cells, 'X');
        }
    }

    fn csi(&mut self, number: u16, last: char) {
        let _ = match number {
            1 => write!(self.bytes, "\x1b[{last}"),
            _ => write!(self.bytes, "\x1b[{number}{last}"),
        };
    }

    /// Changes the look, in the shorter of two ways: from what it is, or from nothing.
    fn take(&mut self, look: Look) {
        if look == self.look {
            return;
        }
        let (step, anew) = (change(self.look, look), change(Look::default(), look));
        self.write(b"\x1b[");
        if anew.is_empty() {
            // A bare `m` puts everything back.
        } else if anew.len() + 2 < step.len() {
            self.write(b"0;");
            self.write(anew.as_bytes());
        } else {
            self.write(step.as_bytes());
        }
        self.write(b"m");
        self.look = look;
    }
}

/// The codes that make one look of another, parted by semicolons.
fn change(from: Look, to: Look) -> String {
    let mut codes: Vec<String> = Vec::new();
    let mut left = from.modifier;
    for (modifier, _, off) in MODIFIERS {
        if left.contains(modifier) && !to.modifier.contains(modifier) {
            codes.push(off.into());
            // One code may take two away.
            let gone = MODIFIERS.iter().filter(|(.., other)| *other == off);
            gone.for_each(|(modifier, ..)| left.remove(*modifier));
        }
    }
    let added = MODIFIERS.iter().filter(|(m, ..)| to.modifier.contains(*m) && !left.contains(*m));
    codes.extend(added.map(|(_, on, _)| (*on).to_owned()));
    if from.fg != to.fg {
        codes.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(colour(to.bg, 40));
    }
    codes.join(";")
}

/// The code of a colour; `base` is 30 for letters, 40 for what is behind them. Themes
/// have places in the terminal's palette only.
fn colour(colour: Color, base: u8) -> String {
    match colour {
        Color::Indexed(place) => format!("{};5;{place}", base + 8),
        _ => (base + 9).to_string(),
    }
}
