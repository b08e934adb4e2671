//! Text made harmless where it enters, so that no story ever drives the terminal.
//!
//! What comes out holds no control character but `\n`, no escape sequence, no bidi
//! override and no flood of marks. Cleaning clean text changes nothing, and nothing
//! taken out can join its neighbours into a new sequence: what starts one (ESC) never
//! comes out at all.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// Marks in a row that may stand on one letter; legal text stays far below.
const MOST_MARKS: u32 = 30;

/// The tag sequences that mean something: England, Scotland, Wales.
const FLAGS: [&str; 3] = [
    "\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    "\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
];

/// Text of any number of lines, made harmless; borrowed when it was so already.
///
/// Escape sequences go whole, an open one as far as the end of its line; then C0 but
/// `\n`, DEL, C1, bidi overrides and isolates, tags, inner BOMs. A tab becomes a
/// space; CR, CRLF, NEL, LS and PS become `\n`.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    clean_into(text, &mut out);
    Cow::Owned(out)
}

/// [`clean`], appended to `out`.
pub fn clean_into(text: &str, out: &mut String) {
    let mut cleaner = Cleaner { rest: text, marks: 0 };
    while let Some(piece) = cleaner.next_piece() {
        out.push_str(piece);
    }
}

/// Text meant for one line (a headline, a source, a file name), made harmless: line
/// ends become spaces, and the ends are trimmed.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    let one_line = |text: &str| text.trim().replace('\n', " ");
    match clean(text) {
        Cow::Borrowed(text) if text.contains('\n') => Cow::Owned(one_line(text)),
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(one_line(&text)),
    }
}

/// Whether nothing need be done. The flags of England, Scotland and Wales stay, but
/// are not counted as clean: they are too rare to be worth a second look here.
fn is_clean(text: &str) -> bool {
    Cleaner { rest: text, marks: 0 }.plain_run() == text.len()
}

/// Cuts text into the pieces that may come out.
struct Cleaner<'a> {
    rest: &'a str,
    /// Marks since the last letter that came out.
    marks: u32,
}

impl<'a> Cleaner<'a> {
    fn next_piece(&mut self) -> Option<&'a str> {
        loop {
            let plain = self.plain_run();
            if plain > 0 {
                return Some(self.take(plain));
            }
            if let Some(piece) = self.special(self.rest.chars().next()?) {
                return Some(piece);
            }
        }
    }

    /// Bytes from here that come out as they are. Keeps count of the marks.
    fn plain_run(&mut self) -> usize {
        let text = self.rest;
        let mut at = 0;
        loop {
            let ascii = plain_ascii(&text.as_bytes()[at..]);
            if ascii > 0 {
                self.marks = 0;
                at += ascii;
            }
            match text[at..].chars().next() {
                Some(c) if !c.is_ascii() && self.stays(c) => at += c.len_utf8(),
                _ => return at,
            }
        }
    }

    /// Whether this character, not ASCII, comes out as it is.
    fn stays(&mut self, c: char) -> bool {
        match c {
            '\u{80}'..='\u{9f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{1f3f4}'
            | '\u{e0000}'..='\u{e007f}' => false,
            _ if extends(c) => {
                self.marks += 1;
                self.marks <= MOST_MARKS
            }
            _ => {
                self.marks = 0;
                true
            }
        }
    }

    /// Takes the character `c`, which does not simply come out, and what it begins.
    fn special(&mut self, c: char) -> Option<&'a str> {
        let from = self.rest;
        self.take(c.len_utf8());
        match c {
            '\t' => Some(self.put(" ")),
            '\r' => {
                self.skip_if('\n');
                Some(self.put("\n"))
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => Some(self.put("\n")),
            '\u{1f3f4}' => Some(self.flag(from)),
            '\x1b' => {
                self.rest = after_escape(self.rest);
                None
            }
            _ => None,
        }
    }

    fn put(&mut self, piece: &'static str) -> &'a str {
        self.marks = 0;
        piece
    }

    /// The black flag just taken, with the tags that make it a nation's.
    fn flag(&mut self, from: &'a str) -> &'a str {
        self.marks = 0;
        let tags = FLAGS.iter().find(|tags| self.rest.starts_with(**tags)).map_or(0, |t| t.len());
        self.take(tags);
        &from[..'\u{1f3f4}'.len_utf8() + tags]
    }

    fn skip_if(&mut self, c: char) {
        self.rest = self.rest.strip_prefix(c).unwrap_or(self.rest);
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }
}

/// Bytes of printable ASCII and `\n` at the start of `bytes`.
fn plain_ascii(bytes: &[u8]) -> usize {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    // Whole blocks first: the compiler turns this into a few wide instructions.
    let blocks = bytes.chunks_exact(64);
    let whole = blocks.take_while(|block| block.iter().fold(true, |all, b| all & plain(b))).count();
    let tail = &bytes[whole * 64..];
    whole * 64 + tail.iter().position(|byte| !plain(byte)).unwrap_or(tail.len())
}

/// Whether a character adds to the one before it instead of standing by itself.
fn extends(c: char) -> bool {
    match c {
        '\u{200c}' | '\u{200d}' => true,
        // Most text by far, without a look at the tables.
        ..'\u{300}'
        | '\u{370}'..='\u{482}'
        | '\u{2010}'..='\u{2027}'
        | '\u{3400}'..='\u{a66e}'
        | '\u{ac00}'..='\u{d7ff}' => false,
        _ => is_combining_mark(c),
    }
}

/// What is left after the escape sequence that stands at the start of `text`, whose
/// ESC is already taken.
fn after_escape(text: &str) -> &str {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let rest = chars.as_str();
        match c {
            '[' => return after_control(rest),
            ']' | 'P' | '_' | '^' | 'X' => return after_string(rest),
            ' '..='/' => (),
            '0'..='~' => return rest,
            // A terminal obeys other controls in the middle of a sequence and goes on.
            _ if ends_sequence(c) || !c.is_ascii() => return &text[at..],
            _ => (),
        }
    }
    ""
}

/// After a CSI sequence: parameters and intermediates, then one final byte.
fn after_control(text: &str) -> &str {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '@'..='~' => return chars.as_str(),
            _ if ends_sequence(c) || !c.is_ascii() => return &text[at..],
            _ => (),
        }
    }
    ""
}

/// After an OSC, DCS, APC, PM or SOS: BEL or ST ends it, at the latest its line does.
fn after_string(text: &str) -> &str {
    let end = |c: char| c == '\x07' || c == '\u{9c}' || ends_sequence(c);
    let Some(at) = text.find(end) else { return "" };
    let rest = &text[at..];
    ["\x07", "\u{9c}", "\x1b\\"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest)
}

/// What breaks off any sequence: another one, a line end, CAN and SUB.
fn ends_sequence(c: char) -> bool {
    matches!(c, '\x1b' | '\n' | '\r' | '\x18' | '\x1a' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clean_text_is_borrowed() {
        for text in [
            "",
            "Ferry talks open.\n\nTwo.",
            "“東京で会談” — Øre naïve cafe\u{301}",
            "می\u{200c}خواهم",
        ] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn escape_sequences_go_whole() {
        for (text, left) in [
            ("a\x1b[2Jb", "ab"),
            ("a\x1b[31;1mb\x1b[0mc", "abc"),
            ("a\x1b]0;title\x07b", "ab"),
            ("a\x1b]8;;file:///x\x1b\\b", "ab"),
            ("a\x1bPq payload\x1b\\b", "ab"),
            ("a\x1b_Ga=T\u{9c}b", "ab"),
            ("a\x1b]0;open\nnext line", "a\nnext line"),
            ("a\x1b(0b", "ab"),
            ("a\x1bcb", "ab"),
            ("a\x1b\0]0;x\x07b", "ab"),
            ("a\x1b[\x1b[0m1;1Hb", "a1;1Hb"),
            ("a\x1b]2;\u{2733}\x1b\\b", "ab"),
            ("end\x1b", "end"),
            ("a\u{9b}2Jb\u{9d}", "a2Jb"),
        ] {
            assert_eq!(clean(text), left, "{text:?}");
        }
    }

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(clean("a\r\nb\rc\u{85}d\u{2028}e\u{2029}f\tg"), "a\nb\nc\nd\ne\nf g");
    }

    #[test]
    fn overrides_tags_and_floods_go_but_flags_and_joiners_stay() {
        assert_eq!(clean("a\u{202e}b\u{2066}c\u{feff}d\u{e0041}e"), "abcde");
        let wales = format!("\u{1f3f4}{} \u{1f3f4}\u{e0041}!", FLAGS[2]);
        assert_eq!(clean(&wales), format!("\u{1f3f4}{} \u{1f3f4}!", FLAGS[2]));
        let flood = format!("a{}b", "\u{301}".repeat(5_000));
        assert_eq!(clean(&flood).chars().count(), 2 + MOST_MARKS as usize);
        assert_eq!(clean("\u{200e}शान्ति\u{200d}\u{200f}"), "\u{200e}शान्ति\u{200d}\u{200f}");
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(clean_line(" Ferry\r\ntalks\topen\n"), "Ferry talks open");
    }

    proptest! {
        #[test]
        fn cleaning_again_changes_nothing(text in dirty()) {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once), &*once);
        }

        #[test]
        fn nothing_a_terminal_obeys_comes_out(text in dirty()) {
            let out = clean(&text);
            prop_assert!(!out.chars().any(|c| c.is_control() && c != '\n'));
            let forbidden = ['\u{202e}', '\u{2066}', '\u{2028}', '\u{feff}'];
            prop_assert!(!out.contains(forbidden));
        }

        #[test]
        fn what_is_called_clean_is(text in dirty()) {
            let mut out = String::new();
            clean_into(&text, &mut out);
            prop_assert_eq!(out, clean(&text));
        }
    }

    /// Text with far more trouble in it than any file has.
    fn dirty() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "\x1b",
            "[",
            "]",
            "0;",
            "m",
            "\x07",
            "\\",
            "\u{9c}",
            "\u{9b}",
            "\u{9d}",
            "P",
            "\r",
            "\n",
            "\t",
            "\u{85}",
            "\u{2028}",
            "\u{301}",
            "\u{200d}",
            "\u{1f3f4}",
            FLAGS[0],
            "\u{e0067}",
            "\u{202e}",
            "\u{feff}",
            "\x18",
            "\0",
            "a",
            "é",
            "東",
            "word ",
        ]);
        prop_oneof![
            prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat()),
            any::<String>(),
        ]
    }
}
