//! Writes a picture of the screen on the sample stories, as SVG on standard output:
//!
//! ```sh
//! cargo run --example picture > assets/picture.svg
//! cargo run --example picture -- light > assets/picture-light.svg
//! ```

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a script for the README")]

#[path = "../../tests/desk/mod.rs"]
mod desk;

use std::fmt::Write;
use std::ops::ControlFlow;

use dateline::config::Theme;
use dateline::load::{self, Sink};
use dateline::model::{NewStory, Problem};
use dateline::text::width;
use desk::Desk;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Pixels of one cell.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 18.0;
const MARGIN: f32 = 10.0;

#[derive(Default)]
struct Stories(Vec<NewStory>);

impl Sink for Stories {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.0.push(story.clone());
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        panic!("the sample has a problem: {problem}");
    }
}

fn main() {
    let name = std::env::args().nth(1).unwrap_or_else(|| "dark".into());
    let mut stories = Stories::default();
    let mut sample = include_str!("../sample/stories.txt").as_bytes();
    load::read("sample", &mut sample, None, &mut stories);
    let mut desk = Desk::with(120, 34, &stories.0);
    desk.state.theme = Theme::named(&name).unwrap();
    desk.keys("j b k k 3 j j j");
    let (back, fore) =
        if name == "light" { ("#fbfaf7", "#1f2328") } else { ("#16181a", "#d4d6d4") };
    println!("{}", svg(&desk.draw(), back, fore));
}

fn svg(buffer: &Buffer, back: &str, fore: &str) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let (w, h) = (columns * WIDTH + 2.0 * MARGIN, rows * HEIGHT + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{back}\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let (mut text, mut end) = (String::new(), x);
            while end < buffer.area.width && buffer[(end, y)].style() == cell.style() {
                let symbol = buffer[(end, y)].symbol();
                text.push_str(symbol);
                end += (width::columns(symbol) as u16).max(1);
            }
            run(&mut out, cell, &text, (x, y, end - x), fore);
            x = end;
        }
    }
    out.push_str("</svg>");
    out
}

/// One run of cells of one style.
fn run(out: &mut String, cell: &Cell, text: &str, (x, y, columns): (u16, u16, u16), fore: &str) {
    let left = f32::from(x) * WIDTH + MARGIN;
    let top = f32::from(y) * HEIGHT + MARGIN;
    let length = f32::from(columns) * WIDTH;
    if let Some(fill) = colour(cell.bg) {
        writeln!(out, "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{length:.1}\" height=\"{HEIGHT}\" fill=\"{fill}\"/>").unwrap();
    }
    if text.trim().is_empty() {
        return;
    }
    let switches = [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.75\""),
    ];
    let look: String = switches
        .iter()
        .filter(|(on, _)| cell.modifier.contains(*on))
        .map(|(_, look)| *look)
        .collect();
    let fill = colour(cell.fg).unwrap_or_else(|| fore.to_owned());
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let base = top + HEIGHT * 0.75;
    writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{base:.1}\" fill=\"{fill}\"{look} textLength=\"{length:.1}\" \
         lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{escaped}</text>"
    )
    .unwrap();
}

/// A place of the 256-colour palette as the web writes colours.
fn colour(colour: Color) -> Option<String> {
    let Color::Indexed(place) = colour else { return None };
    let cube = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let (red, green, blue) = match place {
        16..=231 => {
            let at = place - 16;
            (cube(at / 36), cube(at / 6 % 6), cube(at % 6))
        }
        232.. => (8 + 10 * (place - 232), 8 + 10 * (place - 232), 8 + 10 * (place - 232)),
        _ => return None,
    };
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}
