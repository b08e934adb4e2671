//! A theme's looks as the terminal library's styles.

use ratatui::style::{Color, Modifier, Style};

use crate::config::{Colour, Look};

/// The style of a look.
pub(super) fn style(look: Look) -> Style {
    let colour = |Colour(place): Colour| Color::Indexed(place);
    let mut style = Style::new();
    style.fg = look.fg.map(colour);
    style.bg = look.bg.map(colour);
    let switches = [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reverse, Modifier::REVERSED),
    ];
    for (_, modifier) in switches.into_iter().filter(|(on, _)| *on) {
        style = style.add_modifier(modifier);
    }
    style
}
