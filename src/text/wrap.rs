//! Paragraphs cut into lines that fit the page, as byte ranges of the text itself.

use std::ops::Range;

use memchr::{memchr, memrchr2};

use super::width::Graphemes;

/// The lines of a whole body, in order, as byte ranges. Every `\n` ends a line, so the
/// blank line between two paragraphs comes out as one empty range.
pub fn wrap_body(body: &str, width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::with_capacity(body.len() / width.max(8) + 4);
    wrap_from(body, 0, usize::MAX, width, &mut lines);
    lines
}

/// Appends the lines of a body from byte `at`, where a line begins, until they hold
/// `most` bytes or the body ends. Gives the byte at which the next line begins: beyond
/// the end of the body when there is none.
pub fn wrap_from(
    body: &str,
    at: usize,
    most: usize,
    width: usize,
    lines: &mut Vec<Range<usize>>,
) -> usize {
    let (mut start, until) = (at, at.saturating_add(most));
    while start <= body.len() && start < until.max(at + 1) {
        let end = memchr(b'\n', &body.as_bytes()[start..]).map_or(body.len(), |at| start + at);
        let first = lines.len();
        let paragraph = &body[start..end];
        let stop = wrap_some(paragraph, width, until - start, lines);
        for line in &mut lines[first..] {
            *line = line.start + start..line.end + start;
        }
        start = if stop < paragraph.len() { start + stop } else { end + 1 };
    }
    start
}

/// The lines of one paragraph: see [`wrap_into`].
pub fn wrap(paragraph: &str, width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    wrap_into(paragraph, width, &mut lines);
    lines
}

/// Appends the lines of one paragraph, which holds no `\n`. Each takes at most `width`
/// columns (a letter wider than that has a line of its own); blanks at a break belong
/// to no line. Lines break at spaces, after hyphens and dashes, between wide letters,
/// and inside a word only when it is longer than a line. An empty paragraph is one
/// empty line.
pub fn wrap_into(paragraph: &str, width: usize, lines: &mut Vec<Range<usize>>) {
    wrap_some(paragraph, width, usize::MAX, lines);
}

/// [`wrap_into`] until the lines hold `most` bytes. Gives where the next line begins, or
/// the paragraph's end.
fn wrap_some(paragraph: &str, width: usize, most: usize, lines: &mut Vec<Range<usize>>) -> usize {
    let width = width.max(1);
    let end = paragraph.trim_end_matches(' ').len();
    let mut start = end - paragraph[..end].trim_start_matches(' ').len();
    let ascii = paragraph.is_ascii();
    loop {
        let rest = &paragraph[start..end];
        let (stop, next) =
            if ascii { ascii_line(rest.as_bytes(), width) } else { line(rest, width) };
        lines.push(start..start + stop);
        if next == rest.len() {
            return paragraph.len();
        }
        start += next;
        if start >= most {
            return start;
        }
    }
}

/// Where the first line of an ASCII text ends, and where the next begins. The same
/// rule as [`line()`], found from the far end.
fn ascii_line(text: &[u8], width: usize) -> (usize, usize) {
    if text.len() <= width {
        return (text.len(), text.len());
    }
    if text[width] == b' ' {
        return around_blanks(text, width);
    }
    let mut to = width;
    while let Some(at) = memrchr2(b' ', b'-', &text[..to]) {
        if text[at] == b' ' {
            return around_blanks(text, at);
        }
        if at > 0 && text[at - 1].is_ascii_alphabetic() && text[at + 1].is_ascii_alphabetic() {
            return (at + 1, at + 1);
        }
        to = at;
    }
    (width, width)
}

/// A line that ends before the blanks round `at`, where a text not begun by a blank
/// has one.
fn around_blanks(text: &[u8], at: usize) -> (usize, usize) {
    let stop = text[..at].iter().rposition(|byte| *byte != b' ').map_or(at, |last| last + 1);
    let next = text[at..].iter().position(|byte| *byte != b' ').map_or(text.len(), |n| at + n);
    (stop, next)
}

/// Where the first line of any text ends, and where the next begins.
fn line(text: &str, width: usize) -> (usize, usize) {
    let (mut used, mut stop) = (0, 0);
    let mut found = None;
    let mut before = ['\0'; 2];
    let mut graphemes = Graphemes { text, at: 0 };
    while let Some(grapheme) = graphemes.next() {
        let c = grapheme.first;
        if !is_blank(c) {
            if grapheme.start > 0 && may_break(before, c) {
                found = Some((stop, grapheme.start));
            }
            if used + grapheme.columns > width && used > 0 {
                return found.unwrap_or((grapheme.start, grapheme.start));
            }
            stop = graphemes.at;
        }
        used += grapheme.columns;
        before = [before[1], c];
    }
    (stop, text.len())
}

/// Whether a line may end between the last two letters seen and the next.
fn may_break(before: [char; 2], next: char) -> bool {
    match before[1] {
        c if is_blank(c) => true,
        '-' | '‐' => before[0].is_alphabetic() && next.is_alphabetic(),
        '–' | '—' => before[0].is_alphanumeric() && next.is_alphanumeric(),
        c => (is_wide(c) || is_wide(next)) && !opens(c) && !closes(next),
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{200b}')
}

/// Letters and marks of the scripts that put no blanks between words.
fn is_wide(c: char) -> bool {
    matches!(c, '、'..='〿' | 'ぁ'..='ヿ' | '㐀'..='鿿' | '豈'..='﫿' | '！'..='～')
}

/// Wide brackets that must not end a line.
fn opens(c: char) -> bool {
    matches!(
        c,
        '（' | '［' | '｛' | '〈' | '《' | '「' | '『' | '【' | '〔' | '“' | '‘' | '(' | '['
    )
}

/// Marks that must not begin a line.
fn closes(c: char) -> bool {
    matches!(
        c,
        '）' | '］'
            | '｝'
            | '〉'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '、'
            | '。'
            | '，'
            | '．'
            | '：'
            | '；'
            | '！'
            | '？'
            | '・'
            | 'ー'
            | '々'
            | '”'
            | '’'
            | ')'
            | ']'
            | ','
            | '.'
            | ':'
            | ';'
            | '!'
            | '?'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::width::columns;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap_body(text, width).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_hyphens() {
        assert_eq!(
            lines("Talks on the ferry line open", 12),
            ["Talks on the", "ferry line", "open"]
        );
        assert_eq!(lines("a harbour-side café", 12), ["a harbour-", "side café"]);
        assert_eq!(lines("a harbour-side inn", 12), ["a harbour-", "side inn"]);
        assert_eq!(lines("two  blanks   stay inside", 13), ["two  blanks", "stay inside"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        assert_eq!(lines("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(lines("東京で会談", 5), ["東京", "で会", "談"]);
        assert_eq!(lines("東京", 1), ["東", "京"]);
    }

    #[test]
    fn wide_scripts_break_anywhere_but_before_a_full_stop() {
        assert_eq!(lines("大臣は会談で。次に", 12), ["大臣は会談", "で。次に"]);
    }

    #[test]
    fn blank_lines_between_paragraphs_are_kept() {
        assert_eq!(lines("One.\n\nTwo two.", 5), ["One.", "", "Two", "two."]);
        assert_eq!(lines("", 5), [""]);
    }

    #[test]
    fn a_million_letters_are_wrapped() {
        let body = "The ferry left the harbour at noon — late. ".repeat(24_000);
        assert!(wrap_body(&body, 72).len() > 14_000);
    }

    proptest! {
        #[test]
        fn lines_fit_and_lose_nothing_but_blanks(text in page(), width in 1..40_usize) {
            let lines = wrap_body(&text, width);
            let mut at = 0;
            for line in lines {
                prop_assert!(text[at..line.start].chars().all(|c| c == '\n' || is_blank(c)));
                let shown = &text[line.clone()];
                prop_assert!(columns(shown) <= width || shown.chars().count() <= 8);
                at = line.end;
            }
            prop_assert!(text[at..].chars().all(|c| c == '\n' || is_blank(c)));
        }

        #[test]
        fn a_body_wrapped_in_pieces_is_wrapped_alike(
            text in page(),
            width in 1..40_usize,
            most in 0..60_usize,
        ) {
            let (mut lines, mut at) = (Vec::new(), 0);
            while at <= text.len() {
                let next = wrap_from(&text, at, most, width, &mut lines);
                prop_assert!(next > at);
                at = next;
            }
            prop_assert_eq!(lines, wrap_body(&text, width));
        }

        #[test]
        fn the_short_way_and_the_long_way_agree(text in "[a-c ,.-]{0,80}", width in 1..20_usize) {
            let text = text.trim_matches(' ');
            prop_assert_eq!(ascii_line(text.as_bytes(), width), line(text, width));
        }
    }

    fn page() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "a",
            "word",
            " ",
            "  ",
            "\n",
            "\n\n",
            "-",
            "—",
            "東京",
            "。",
            "（",
            "é",
            "e\u{301}",
            "👩‍🚀",
            "\u{3000}",
            "الميناء",
        ]);
        prop::collection::vec(pieces, 0..80).prop_map(|pieces| pieces.concat())
    }
}
