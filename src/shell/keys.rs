//! Bytes from the terminal to keys. A terminal answers questions and reports focus in
//! the same stream it sends keys in: whatever is no key, paste, click or wheel is taken
//! whole and dropped, so that no answer, asked for or forged, is mistaken for typing.

use super::input::Heard;
use crate::config::{Code, Key};

/// Reads a terminal's bytes, which may break off anywhere.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// A sequence begun and not finished.
    pending: Vec<u8>,
    /// A paste begun and not finished.
    paste: Option<Vec<u8>>,
}

/// How long an unfinished sequence may yet be finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiting {
    /// Nothing is unfinished.
    No,
    /// Most likely somebody pressed Esc.
    Moment,
    /// A long answer.
    Long,
    /// The rest of a paste.
    Paste,
}

/// The beginning of some bytes.
enum Taken {
    /// So many bytes, and what they say, if it concerns us.
    Whole(usize, Option<Heard>),
    Unfinished,
}

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";
/// More of a paste than this nobody needs in a line.
const MOST_PASTED: usize = 64 << 10;
/// No key is longer, and no answer worth waiting for.
const LONGEST: usize = 4_096;

impl Keys {
    /// Takes bytes in, and tells what they said, in order.
    pub(super) fn feed(&mut self, bytes: &[u8], mut tell: impl FnMut(Heard)) {
        self.pending.extend_from_slice(bytes);
        loop {
            if self.paste.is_some() {
                match self.finish_paste() {
                    Some(paste) => tell(paste),
                    None => return,
                }
            }
            match take(&self.pending) {
                Taken::Whole(count, said) => {
                    self.pending.drain(..count);
                    match said {
                        Some(Heard::Paste(_)) => self.paste = Some(Vec::new()),
                        Some(said) => tell(said),
                        None => (),
                    }
                }
                Taken::Unfinished if self.pending.len() > LONGEST => {
                    self.shorten();
                    return;
                }
                Taken::Unfinished => return,
            }
        }
    }

    pub(super) fn waiting(&self) -> Waiting {
        match self.pending.as_slice() {
            _ if self.paste.is_some() => Waiting::Paste,
            [] => Waiting::No,
            [ESC, b']' | b'P' | b'X' | b'^' | b'_', _, ..] => Waiting::Long,
            _ => Waiting::Moment,
        }
    }

    /// Nothing more came: a lone escape was the key, anything else is dropped.
    pub(super) fn settle(&mut self, mut tell: impl FnMut(Heard)) {
        if let Some(paste) = self.paste.take() {
            self.pending.clear();
            tell(pasted(&paste));
        }
        if self.pending == [ESC] {
            tell(Heard::Key(Key::plain(Code::Esc)));
        }
        self.pending.clear();
    }

    /// Forgets what an endless sequence said so far, and stays within it.
    fn shorten(&mut self) {
        let ending = self.pending.last() == Some(&ESC);
        self.pending.truncate(2);
        self.pending.extend(ending.then_some(ESC));
    }

    /// Moves what is pending into the paste; gives it when its end has come.
    fn finish_paste(&mut self) -> Option<Heard> {
        let paste = self.paste.as_mut()?;
        let end = memchr::memmem::find(&self.pending, PASTE_END);
        // An end mark may be cut in two: its length stays pending.
        let sure = self.pending.len().saturating_sub(PASTE_END.len() - 1);
        let text = &self.pending[..end.unwrap_or(sure)];
        let room = MOST_PASTED.saturating_sub(paste.len()).min(text.len());
        paste.extend_from_slice(&text[..room]);
        self.pending.drain(..end.map_or(sure, |end| end + PASTE_END.len()));
        end?;
        self.paste.take().map(|paste| pasted(&paste))
    }
}

fn pasted(bytes: &[u8]) -> Heard {
    Heard::Paste(String::from_utf8_lossy(bytes).into_owned())
}

/// Takes one key or sequence off the front.
fn take(bytes: &[u8]) -> Taken {
    match *bytes {
        [] | [ESC] => Taken::Unfinished,
        [ESC, ESC, ..] => key(1, Code::Esc, 0),
        [ESC, b'[', ref rest @ ..] => control(rest),
        [ESC, b'O', ref rest @ ..] => match rest.first() {
            None => Taken::Unfinished,
            Some(&last) => letter(last).map_or(Taken::Whole(3, None), |code| key(3, code, 0)),
        },
        [ESC, b']', ref rest @ ..] => match string(rest) {
            Taken::Whole(count, _) => Taken::Whole(count, background(rest)),
            Taken::Unfinished => Taken::Unfinished,
        },
        [ESC, b'P' | b'X' | b'^' | b'_', ref rest @ ..] => string(rest),
        [ESC, ref rest @ ..] => match take(rest) {
            Taken::Whole(count, Some(Heard::Key(with))) => {
                Taken::Whole(count + 1, Some(Heard::Key(Key { alt: true, ..with })))
            }
            Taken::Whole(count, _) => Taken::Whole(count + 1, None),
            Taken::Unfinished => Taken::Unfinished,
        },
        [b'\r', ..] => key(1, Code::Enter, 0),
        [b'\t', ..] => key(1, Code::Tab, 0),
        [0x7f | 0x08, ..] => key(1, Code::Backspace, 0),
        [control @ 1..=0x1a, ..] => key(1, Code::Char((control | 0x60).into()), CTRL),
        [0 | 0x1c..=0x1f, ..] => Taken::Whole(1, None),
        [ascii @ b' '..=b'~', ..] => key(1, Code::Char(ascii.into()), 0),
        _ => wide(bytes),
    }
}

/// A character beyond ASCII.
fn wide(bytes: &[u8]) -> Taken {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Taken::Whole(1, None),
    };
    let most = bytes.len().min(length);
    match str::from_utf8(&bytes[..most]) {
        Ok(text) => {
            let typed = text.chars().next().filter(|c| !c.is_control());
            typed.map_or(Taken::Whole(length, None), |c| key(length, Code::Char(c), 0))
        }
        Err(error) if error.error_len().is_none() && most < length => Taken::Unfinished,
        Err(_) => Taken::Whole(1, None),
    }
}

/// What follows `ESC ]` and its like, to its end: never a key.
fn string(rest: &[u8]) -> Taken {
    let end = rest.iter().position(|byte| matches!(*byte, ESC | 0x07 | 0x18 | 0x1a));
    match end.map(|at| (at, &rest[at..])) {
        None | Some((_, [ESC])) => Taken::Unfinished,
        Some((at, [ESC, b'\\', ..])) => Taken::Whole(2 + at + 2, None),
        // Another sequence cuts it off.
        Some((at, [ESC, ..])) => Taken::Whole(2 + at, None),
        Some((at, _)) => Taken::Whole(2 + at + 1, None),
    }
}

/// The colour behind the text, as a terminal tells it when asked: `11;rgb:ffff/ffff/ffff`,
/// each part of one to four hexadecimal digits. Weighed as the eye does (ITU-R BT.601).
fn background(rest: &[u8]) -> Option<Heard> {
    let end = rest.iter().position(|byte| matches!(*byte, ESC | 0x07))?;
    let colour = str::from_utf8(rest[..end].strip_prefix(b"11;rgb:")?).ok()?;
    let share = |part: &str| {
        let most = (1_u32 << (4 * part.len().clamp(1, 4))) - 1;
        u32::from_str_radix(part, 16).ok().filter(|value| *value <= most).map(|v| v * 1_000 / most)
    };
    let parts: Vec<u32> = colour.split('/').map(share).collect::<Option<_>>()?;
    let [red, green, blue] = parts[..] else { return None };
    Some(Heard::Background { light: 299 * red + 587 * green + 114 * blue > 500_000 })
}

/// What follows `ESC [`.
fn control(rest: &[u8]) -> Taken {
    if let [b'[', rest @ ..] = rest {
        // F1 to F5 on the Linux console.
        return match rest.first() {
            None => Taken::Unfinished,
            Some(last @ b'A'..=b'E') => key(4, Code::F(last - b'A' + 1), 0),
            Some(_) => Taken::Whole(4, None),
        };
    }
    let Some(at) = rest.iter().position(|byte| !(b' '..=b'?').contains(byte)) else {
        return Taken::Unfinished;
    };
    let (parameters, last, count) = (&rest[..at], rest[at], 2 + at + 1);
    match (parameters, last) {
        // Cut off by something that is no part of it.
        (_, ..=0x1f | 0x7f..) => Taken::Whole(2 + at, None),
        (b"", b'M') if rest.len() < 4 => Taken::Unfinished,
        // A click in the old form, which is never asked for.
        (b"", b'M') => Taken::Whole(count + 3, None),
        (b"200", b'~') => Taken::Whole(count, Some(Heard::Paste(String::new()))),
        ([b'<', numbers @ ..], b'M' | b'm') => {
            Taken::Whole(count, if last == b'M' { mouse(numbers) } else { None })
        }
        ([b'<'..=b'?', ..], _) => Taken::Whole(count, None),
        (numbers, _) => {
            let pressed = named(&list(numbers), last);
            pressed.map_or(Taken::Whole(count, None), |(code, with)| key(count, code, with))
        }
    }
}

const SHIFT: u16 = 1;
const ALT: u16 = 2;
const CTRL: u16 = 4;

fn key(count: usize, code: Code, with: u16) -> Taken {
    let code = if code == Code::Tab && with & SHIFT != 0 { Code::BackTab } else { code };
    let key = Key { code, ctrl: with & CTRL != 0, alt: with & ALT != 0 };
    Taken::Whole(count, Some(Heard::Key(key)))
}

/// The numbers of a sequence; what is left out counts as 0.
fn list(numbers: &[u8]) -> Vec<u16> {
    let number = |part: &[u8]| {
        let digits = part.split(|byte| *byte == b':').next().unwrap_or_default();
        str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
    };
    numbers.split(|byte| *byte == b';').map(number).collect()
}

/// The key a sequence stands for, and what was held with it.
fn named(numbers: &[u16], last: u8) -> Option<(Code, u16)> {
    let at = |index: usize| numbers.get(index).copied().unwrap_or(0);
    let with = at(1).saturating_sub(1);
    let code = match last {
        b'A'..=b'D' | b'F' | b'H' if at(0) <= 1 => letter(last)?,
        b'Z' => Code::BackTab,
        b'~' if at(0) == 27 => typed(at(2))?,
        b'~' => tilde(at(0))?,
        b'u' => typed(at(0))?,
        _ => return None,
    };
    Some((code, with))
}

/// The last letter of `ESC O` and `ESC [` sequences.
fn letter(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        _ => return None,
    })
}

fn tilde(number: u16) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number as u8 - 10),
        17..=21 => Code::F(number as u8 - 11),
        23 | 24 => Code::F(number as u8 - 12),
        _ => return None,
    })
}

/// A key some terminals send by its code point.
fn typed(point: u16) -> Option<Code> {
    Some(match point {
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        8 | 127 => Code::Backspace,
        _ => Code::Char(char::from_u32(point.into()).filter(|c| !c.is_control())?),
    })
}

/// Clicks and the wheel, whatever is held with them.
fn mouse(numbers: &[u8]) -> Option<Heard> {
    let [button, column, row] = list(numbers)[..] else { return None };
    let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
    match button & !0b1_1100 {
        0 => Some(Heard::Click { column, row }),
        64 => Some(Heard::Wheel { column, row, down: false }),
        65 => Some(Heard::Wheel { column, row, down: true }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
