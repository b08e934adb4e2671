//! The screen as it is and as it should be, and the fewest bytes from one to the
//! other: what a slow line carries and what a terminal has to parse at every key.
//! A word that stays is not written again, a colour that stays is not set again, and
//! a run of blanks is erased.

use std::io;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

use super::pen::{Look, Pen};

/// A frame begins: nothing of it is to be shown until it ends, the cursor not at all.
const FRAME: &[u8] = b"\x1b[?2026h\x1b[?25l\x1b[m";
const FRAME_END: &[u8] = b"\x1b[m\x1b[?25h\x1b[?2026l";
const CLEAR: &[u8] = b"\x1b[2J";

/// From so many blanks on erasing them is shorter than writing them.
const ERASED: u16 = 8;

/// So few letters are shorter written again than passed over.
const STEP: u16 = 4;

/// Cells of one look side by side, or a run of blanks.
#[derive(Debug)]
struct Run {
    y: u16,
    x: u16,
    end: u16,
    look: Look,
    erase: bool,
}

/// What ratatui draws on. Nothing reaches the terminal before [`Canvas::paint`].
#[derive(Debug, Default)]
pub(super) struct Canvas {
    wanted: Buffer,
    shown: Buffer,
    cursor: Position,
    shown_cursor: Option<Position>,
    /// Nothing is known of what the terminal shows.
    fresh: bool,
    bytes: Vec<u8>,
}

impl Canvas {
    /// From now on the screen has this size, and every cell of it is to be drawn.
    pub(super) fn resize(&mut self, size: Rect) {
        for buffer in [&mut self.wanted, &mut self.shown] {
            buffer.resize(size);
            buffer.reset();
        }
        (self.fresh, self.shown_cursor) = (true, None);
    }

    /// What brings the screen up to date, cells in `held` left as they are; empty when
    /// there is nothing to be seen.
    pub(super) fn paint(&mut self, held: Option<Rect>) -> &[u8] {
        let clear = std::mem::take(&mut self.fresh);
        let runs = self.runs(held);
        let mut pen = Pen::new(std::mem::take(&mut self.bytes));
        if runs.is_empty() && !clear && self.shown_cursor == Some(self.cursor) {
            self.bytes = pen.finish();
            return &self.bytes;
        }
        pen.write(FRAME);
        if clear {
            pen.write(CLEAR);
        }
        for run in &runs {
            self.draw_run(&mut pen, run);
        }
        pen.move_to(self.cursor.x, self.cursor.y);
        self.shown_cursor = Some(self.cursor);
        pen.write(FRAME_END);
        self.bytes = pen.finish();
        &self.bytes
    }

    /// What has to be drawn. All of one look comes together, wherever on the screen: a
    /// change of colour is longer than a move.
    fn runs(&mut self, held: Option<Rect>) -> Vec<Run> {
        let mut runs = Vec::new();
        for y in 0..self.wanted.area.height {
            self.gather(&mut runs, y, held);
        }
        let mut looks = vec![Look::default()];
        for run in &runs {
            if !looks.contains(&run.look) {
                looks.push(run.look);
            }
        }
        runs.sort_by_key(|run| looks.iter().position(|look| *look == run.look));
        runs
    }

    /// The runs of one row; from now on they count as shown.
    fn gather(&mut self, runs: &mut Vec<Run>, y: u16, held: Option<Rect>) {
        let width = self.wanted.area.width;
        let mut x = 0;
        while x < width {
            let cell = &self.wanted[(x, y)];
            let columns = columns(cell).min(width - x);
            let is_held = held.is_some_and(|held| held.contains(Position { x, y }));
            if is_held || looks_same(cell, &self.shown[(x, y)]) {
                x += columns;
                continue;
            }
            let blanks = self.blanks(x, y, held);
            let erase = blanks >= ERASED;
            let end = x + if erase { blanks } else { columns };
            let last = runs.last_mut().filter(|run| run.y == y && !run.erase && !erase);
            match last.filter(|run| self.leads_to(run, x)) {
                Some(run) => run.end = end,
                None => runs.push(Run { y, x, end, look: Look::of(cell), erase }),
            }
            for x in x..end {
                self.shown[(x, y)] = self.wanted[(x, y)].clone();
            }
            if !erase {
                // What a wide letter covers differs from all that may come.
                (x + 1..end).for_each(|x| {
                    self.shown[(x, y)].set_symbol("");
                });
            }
            x = end;
        }
    }

    /// Whether the run can go on to the cell at `x`, over the few cells between.
    fn leads_to(&self, run: &Run, x: u16) -> bool {
        let suits = |x: u16| {
            let cell = &self.wanted[(x, run.y)];
            run.look.suits(cell)
        };
        let letter = |x: u16| self.wanted[(x, run.y)].symbol().len() == 1;
        x - run.end < STEP && (run.end..x).all(|x| letter(x) && suits(x)) && suits(x)
    }

    /// How many cells from here on are blank and may be erased.
    fn blanks(&self, x: u16, y: u16, held: Option<Rect>) -> u16 {
        let is_blank = |x: &u16| {
            let cell = &self.wanted[(*x, y)];
            let is_held = held.is_some_and(|held| held.contains(Position { x: *x, y }));
            !is_held && cell.symbol() == " " && Look::of(cell) == Look::default()
        };
        (x..self.wanted.area.width).take_while(is_blank).count() as u16
    }

    fn draw_run(&self, pen: &mut Pen, run: &Run) {
        pen.move_to(run.x, run.y);
        if run.erase {
            pen.erase(run.end - run.x, run.end == self.wanted.area.width);
            return;
        }
        let mut x = run.x;
        while x < run.end {
            let cell = &self.wanted[(x, run.y)];
            let columns = columns(cell);
            pen.move_to(x, run.y);
            pen.print(cell, columns);
            x += columns;
        }
    }
}

/// Columns a cell's symbol takes.
fn columns(cell: &Cell) -> u16 {
    match cell.symbol() {
        symbol if symbol.len() == 1 => 1,
        symbol => (crate::text::width::columns(symbol) as u16).max(1),
    }
}

/// Whether two cells cannot be told apart: a blank has no colour of its own.
fn looks_same(one: &Cell, other: &Cell) -> bool {
    one.symbol() == other.symbol() && Look::of(one) == Look::of(other)
}

impl Backend for Canvas {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            if let Some(place) = self.wanted.cell_mut((x, y)) {
                place.clone_from(cell);
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.wanted.reset();
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.wanted.area.as_size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.wanted.area.as_size(), pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};

    use super::*;

    const SIZE: Rect = Rect { x: 0, y: 0, width: 24, height: 3 };

    /// Words somewhere on the screen, in some look.
    type Words = (u16, u16, String, Style);

    fn canvas() -> Canvas {
        let mut canvas = Canvas::default();
        canvas.resize(SIZE);
        canvas
    }

    fn draw(canvas: &mut Canvas, words: &[Words]) {
        let mut frame = Buffer::empty(SIZE);
        for (x, y, text, style) in words {
            frame.set_stringn(*x, *y, text, usize::from(SIZE.width - x), *style);
        }
        let cells = frame.content.iter().enumerate();
        let width = usize::from(SIZE.width);
        let cells = cells.map(|(at, cell)| ((at % width) as u16, (at / width) as u16, cell));
        canvas.draw(cells).unwrap();
    }

    fn seen(screen: &vt100::Screen) -> Vec<String> {
        let cells = (0..SIZE.height).flat_map(|y| (0..SIZE.width).map(move |x| (x, y)));
        let cells = cells.map(|(x, y)| {
            let cell = screen.cell(y, x).unwrap();
            let blank = matches!(cell.contents(), "" | " ");
            let letter = if blank { " " } else { cell.contents() };
            let (line, back) = (cell.underline() || cell.inverse(), cell.bgcolor());
            let fg = (!blank || line).then_some((cell.fgcolor(), cell.bold(), cell.italic()));
            format!("{letter}{:?}{back:?}{fg:?}", (cell.underline(), cell.inverse()))
        });
        cells.collect()
    }

    fn words() -> impl Strategy<Value = Vec<Words>> {
        let colour = || prop_oneof![Just(Color::Reset), (0..=255_u8).prop_map(Color::Indexed)];
        let style = (colour(), prop_oneof![4 => Just(Color::Reset), 1 => colour()], 0..16_u16);
        let style = style.prop_map(|(fg, bg, bits)| {
            let all = [Modifier::BOLD, Modifier::ITALIC, Modifier::UNDERLINED, Modifier::REVERSED];
            let on = all.into_iter().enumerate().filter(|(at, _)| bits & 1 << at != 0);
            on.fold(Style::new().fg(fg).bg(bg), |style, (_, on)| style.add_modifier(on))
        });
        prop::collection::vec((0..24_u16, 0..3_u16, "[a-c 東]{1,12}", style), 0..5)
    }

    proptest! {
        #[test]
        fn frame_after_frame_the_terminal_shows_what_was_drawn(
            frames in prop::collection::vec(words(), 1..5)
        ) {
            let mut canvas = canvas();
            let mut terminal = vt100::Parser::new(SIZE.height, SIZE.width, 0);
            for words in frames {
                draw(&mut canvas, &words);
                terminal.process(canvas.paint(None));
                let mut fresh = self::canvas();
                draw(&mut fresh, &words);
                let mut other = vt100::Parser::new(SIZE.height, SIZE.width, 0);
                other.process(fresh.paint(None));
                prop_assert_eq!(seen(terminal.screen()), seen(other.screen()));
                prop_assert!(canvas.paint(None).is_empty(), "it is all there");
            }
        }
    }

    fn plain(text: &str) -> Words {
        (0, 0, text.into(), Style::new())
    }

    #[test]
    fn only_what_changes_is_written() {
        let mut canvas = canvas();
        draw(&mut canvas, &[plain("ferry talks open")]);
        canvas.paint(None);
        draw(&mut canvas, &[plain("ferry talks over")]);
        let bytes = String::from_utf8(canvas.paint(None).to_vec()).unwrap();
        assert!(bytes.contains("\u{1b}[1;14Hver\u{1b}[1;1H"), "{bytes:?}");
        draw(&mut canvas, &[plain("f")]);
        let bytes = String::from_utf8(canvas.paint(None).to_vec()).unwrap();
        assert!(bytes.contains("\u{1b}[1;2H\u{1b}[K"), "{bytes:?}");
    }

    #[test]
    fn what_is_held_comes_when_it_is_let_go() {
        let mut canvas = canvas();
        draw(&mut canvas, &[plain("ferry")]);
        canvas.paint(None);
        draw(&mut canvas, &[plain("night"), (0, 1, "train".into(), Style::new())]);
        let held = Some(Rect { height: 1, ..SIZE });
        let bytes = String::from_utf8(canvas.paint(held).to_vec()).unwrap();
        assert!(bytes.contains("train") && !bytes.contains("night"));
        let bytes = String::from_utf8(canvas.paint(None).to_vec()).unwrap();
        assert!(bytes.contains("night") && !bytes.contains("train"));
    }
}
