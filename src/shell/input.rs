//! Keys, pastes and clicks, from the terminal's words to ours. Reading blocks, so it
//! has a thread of its own; it reads the terminal even when stories come by standard
//! input.

use crossbeam_channel::Sender;
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::config::{Code, Key};

/// What came from outside, in the order it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Key(Key),
    Paste(String),
    Click {
        column: u16,
        row: u16,
    },
    Wheel {
        column: u16,
        row: u16,
        down: bool,
    },
    Resized,
    /// Asked by a signal to stop, as Ctrl-Z does.
    Stop,
    /// Stopped before, going on now.
    GoOn,
    /// A signal that ends the process.
    Signal(i32),
    /// The terminal cannot be read any more.
    Deaf(String),
}

/// Starts reading.
pub(super) fn listen(heard: Sender<Heard>) -> std::io::Result<()> {
    std::thread::Builder::new().name("input".into()).spawn(move || {
        loop {
            let told = match crossterm::event::read() {
                Ok(event) => match translate(event) {
                    Some(event) => heard.send(event),
                    None => continue,
                },
                Err(error) => {
                    let _ = heard.send(Heard::Deaf(super::output::reason(&error)));
                    return;
                }
            };
            if told.is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

fn translate(event: Event) -> Option<Heard> {
    match event {
        Event::Key(key) => translate_key(key).map(Heard::Key),
        Event::Paste(text) => Some(Heard::Paste(text)),
        Event::Mouse(mouse) => translate_mouse(mouse),
        Event::Resize(..) => Some(Heard::Resized),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    Some(Key { code, ctrl, alt })
}

fn translate_mouse(mouse: MouseEvent) -> Option<Heard> {
    let MouseEvent { column, row, .. } = mouse;
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Heard::Click { column, row }),
        MouseEventKind::ScrollDown => Some(Heard::Wheel { column, row, down: true }),
        MouseEventKind::ScrollUp => Some(Heard::Wheel { column, row, down: false }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_names_the_key_map_gives_them() {
        let named = |code, modifiers| {
            translate_key(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
        };
        assert_eq!(named(KeyCode::Char('G'), KeyModifiers::SHIFT), Some("G".into()));
        assert_eq!(named(KeyCode::Char('d'), KeyModifiers::CONTROL), Some("Ctrl-D".into()));
        assert_eq!(named(KeyCode::BackTab, KeyModifiers::SHIFT), Some("Shift-Tab".into()));
        assert_eq!(named(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn a_key_let_go_is_no_key() {
        let mut key = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
        key.kind = KeyEventKind::Release;
        assert_eq!(translate_key(key), None);
    }
}
