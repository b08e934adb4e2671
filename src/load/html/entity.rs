//! Character references: `&eacute;`, `&#233;`, `&#xE9;`.

use quick_xml::escape::resolve_html5_entity;

/// References that may go without their semicolon and do so in the wild; browsers know
/// a hundred more.
const BARE: [&str; 10] =
    ["nbsp", "amp", "lt", "gt", "quot", "copy", "reg", "pound", "laquo", "raquo"];

/// The longest name of a reference in HTML's own table, in bytes.
const LONGEST: usize = 32;

/// Letters for the numbers 128 to 159, which stand for no letter of Unicode and are
/// meant as windows-1252 (HTML Standard, "numeric character reference end state").
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Appends text with its references read; what is none stays as it is.
pub(in crate::load) fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest, out) {
            Some(len) => rest = &rest[len..],
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

/// Appends what the reference at the start of `text`, behind its `&`, stands for, and
/// gives its length in bytes.
fn reference(text: &str, out: &mut String) -> Option<usize> {
    if let Some(number) = text.strip_prefix('#') {
        let (c, len) = numbered(number)?;
        out.push(c);
        return Some(1 + len);
    }
    let alphanumeric = |byte: &u8| byte.is_ascii_alphanumeric();
    let len = text.bytes().take(LONGEST).take_while(alphanumeric).count();
    let name = &text[..len];
    if text[len..].starts_with(';')
        && let Some(letters) = resolve_html5_entity(name)
    {
        out.push_str(letters);
        return Some(len + 1);
    }
    // In a link `&copy=2` is a parameter of that name.
    let bare = BARE.iter().find(|bare| name == **bare && !text[len..].starts_with('='))?;
    out.push_str(resolve_html5_entity(bare)?);
    Some(bare.len())
}

fn numbered(text: &str) -> Option<(char, usize)> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let len = digits.bytes().take_while(|byte| (*byte as char).is_digit(radix)).count();
    if len == 0 {
        return None;
    }
    let number = u32::from_str_radix(&digits[..len], radix).unwrap_or(u32::MAX);
    let c = match number {
        0 => '\u{fffd}',
        128..=159 => WINDOWS_1252[number as usize - 128],
        _ => char::from_u32(number).unwrap_or('\u{fffd}'),
    };
    let semicolon = usize::from(digits[len..].starts_with(';'));
    Some((c, text.len() - digits.len() + len + semicolon))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unescaped(text: &str) -> String {
        let mut out = String::new();
        unescape(text, &mut out);
        out
    }

    #[test]
    fn references_are_read_by_the_whole_table() {
        let text = "&eacute;&#233;&#xE9;&CounterClockwiseContourIntegral;&hearts;&nbsp&amp";
        assert_eq!(unescaped(text), "ééé∳♥\u{a0}&");
        assert_eq!(unescaped("&#146;&#x80;&#8212"), "’€—");
    }

    #[test]
    fn what_is_no_reference_stays_and_what_is_no_letter_is_shown_as_such() {
        for text in ["a & b", "&bogus;", "&;", "&#;", "&#x;", "AT&T", "&", "&eacute"] {
            assert_eq!(unescaped(text), text);
        }
        assert_eq!(unescaped("&#0;&#xD800;&#99999999999999999999;"), "\u{fffd}\u{fffd}\u{fffd}");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "([&#;x0-9]|amp|nbsp|\\PC){0,40}") {
            let _ = unescaped(&text);
        }
    }
}
