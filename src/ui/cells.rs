//! Writing lines into cells: cut to fit, aligned, never beyond the row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::width;

/// Writes `text` at the left of `row`, cut with an ellipsis; gives the columns used.
pub(super) fn left(buf: &mut Buffer, row: Rect, text: &str, style: Style) -> u16 {
    if row.is_empty() {
        return 0;
    }
    let cut = width::cut(text, row.width.into());
    let (end, _) = buf.set_stringn(row.x, row.y, &cut, row.width.into(), style);
    end - row.x
}

/// Writes `text` at the left of `row` and `mark` right behind it: where both do not fit,
/// the text is cut and the mark stays whole.
pub(super) fn marked(buf: &mut Buffer, row: Rect, text: &str, mark: &str, style: Style) {
    let room = row.width.saturating_sub(width::columns(mark) as u16);
    let used = left(buf, Rect { width: room, ..row }, text, style);
    left(buf, after(row, used), mark, style);
}

/// Writes `text` at the right of `row`; gives what is left of the row before it.
pub(super) fn right(buf: &mut Buffer, row: Rect, text: &str, style: Style) -> Rect {
    let columns = (width::columns(text) as u16).min(row.width);
    let at = Rect { x: row.x + row.width - columns, width: columns, ..row };
    left(buf, at, text, style);
    Rect { width: row.width - columns, ..row }
}

/// The row without its first `columns`.
pub(super) fn after(row: Rect, columns: u16) -> Rect {
    let columns = columns.min(row.width);
    Rect { x: row.x + columns, width: row.width - columns, ..row }
}

/// A number with its thousands parted: `12,048`.
pub(super) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        let shown: Vec<String> = [0, 999, 1_000, 1_048_576].map(thousands).into();
        assert_eq!(shown, ["0", "999", "1,000", "1,048,576"]);
    }
}
