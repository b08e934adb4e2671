//! The terminal, taken over and given back. Whatever ends the program, from whichever
//! thread, [`restore`] puts back the screen, the modes, the cursor and the title.

use std::io;
#[cfg(not(unix))]
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use super::canvas::Canvas;

/// Columns and rows. Beyond this a terminal is not telling the truth.
const LARGEST: (u16, u16) = (1_000, 500);

/// Asks for the colour behind the text. The answer comes among the keys.
const ASK_BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\";

/// Title kept and set, alternate screen, bracketed paste.
const ENTER: &[u8] = b"\x1b[22;2t\x1b]2;Dateline\x1b\\\x1b[?1049h\x1b[?2004h";
/// The other way round, after whatever was being drawn.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l\
                       \x1b[23;2t";
/// Clicks and the wheel, but not every movement of the mouse: idle is idle.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Whether the terminal is ours now: it is restored once, by whoever comes first.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether the terminal was asked something and has not answered yet.
static ASKED: AtomicBool = AtomicBool::new(false);

/// The screen while it is ours. Dropping it gives the terminal back.
pub(super) struct Screen {
    terminal: Terminal<Canvas>,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter(mouse: bool) -> io::Result<Screen> {
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::default()) };
        let terminal = Terminal::with_options(Canvas::default(), options)?;
        let mut screen = Screen { terminal, mouse };
        screen.take_over()?;
        Ok(screen)
    }

    /// Asks the terminal what stands behind its text; one that has no answer gives none,
    /// and nothing waits for it.
    pub(super) fn ask_background() -> io::Result<()> {
        ASKED.store(true, Ordering::SeqCst);
        write(ASK_BACKGROUND)
    }

    /// The answer has come.
    pub(super) fn answered() {
        ASKED.store(false, Ordering::SeqCst);
    }

    /// Columns and rows of the terminal now.
    pub(super) fn size() -> (u16, u16) {
        let (columns, rows) = crossterm::terminal::size().unwrap_or((80, 24));
        (columns.min(LARGEST.0), rows.min(LARGEST.1))
    }

    /// Takes the terminal over again, after [`Screen::leave`] or when another program
    /// may have used it.
    pub(super) fn take_over(&mut self) -> io::Result<()> {
        restore();
        enable_raw_mode()?;
        ENTERED.store(true, Ordering::SeqCst);
        write(ENTER)?;
        if self.mouse {
            write(MOUSE_ON)?;
        }
        let (columns, rows) = Screen::size();
        self.resize(columns, rows)
    }

    /// From now on everything is drawn for this size. The next frame draws every cell.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        let size = Rect::new(0, 0, columns, rows);
        self.terminal.backend_mut().resize(size);
        self.terminal.resize(size)
    }

    /// Draws one frame, in one write; what lies in `held` stays as it is until a later
    /// one. Does nothing while the terminal is not ours.
    pub(super) fn draw(
        &mut self,
        held: Option<Rect>,
        render: impl FnOnce(&mut Frame<'_>),
    ) -> io::Result<()> {
        if !ENTERED.load(Ordering::SeqCst) {
            return Ok(());
        }
        self.terminal.draw(render)?;
        write(self.terminal.backend_mut().paint(held))
    }

    /// Has clicks and the wheel told, or leaves the mouse to the terminal.
    pub(super) fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        write(if on { MOUSE_ON } else { MOUSE_OFF })
    }

    /// Hands text to the terminal's clipboard (OSC 52).
    pub(super) fn copy(text: &str) -> io::Result<()> {
        let mut sequence = Vec::new();
        let copy = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text);
        crossterm::queue!(sequence, copy)?;
        write(&sequence)
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave() {
        restore();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was. Any thread may call it, any number of times.
pub(super) fn restore() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        // A terminal that has gone away takes neither, and needs neither. One that takes
        // nothing more, stopped or with nobody reading, must not hold the end up.
        if takes_more() {
            let _ = write(LEAVE);
        }
        if ASKED.swap(false, Ordering::SeqCst) {
            forget_answer();
        }
        let _ = disable_raw_mode();
    }
}

/// Drops what the terminal has sent and nobody has read: an answer that comes as the
/// reader leaves would be typed into the shell.
fn forget_answer() {
    #[cfg(unix)]
    if let Ok(terminal) = super::input::terminal() {
        let _ = rustix::termios::tcflush(&terminal, rustix::termios::QueueSelector::IFlush);
    }
}

/// Whether the terminal takes output, now or in a moment.
#[cfg(unix)]
fn takes_more() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    const MOMENT: Timespec = Timespec { tv_sec: 0, tv_nsec: 300_000_000 };
    let out = io::stdout();
    poll(&mut [PollFd::new(&out, PollFlags::OUT)], Some(&MOMENT)) != Ok(0)
}

#[cfg(not(unix))]
fn takes_more() -> bool {
    true
}

/// Writes straight to the terminal, past every buffer and lock: a panic may have come
/// while one was held.
#[cfg(unix)]
fn write(mut bytes: &[u8]) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let out = io::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(&out, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => (),
            // Somebody we share the terminal with made it non-blocking.
            Err(Errno::AGAIN) => {
                poll(&mut [PollFd::new(&out, PollFlags::OUT)], None)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
