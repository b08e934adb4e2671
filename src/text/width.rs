//! How many columns text takes on the screen, and cutting it to fit.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that text without line ends takes when drawn: the sum over its graphemes,
/// as the drawing counts them.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    Graphemes { text, at: 0 }.map(|grapheme| grapheme.columns).sum()
}

/// Text cut to at most `width` columns, with `…` for what is left out. No grapheme is
/// split; blanks before the `…` go.
pub fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if fitting(text, width) == text.len() {
        return Cow::Borrowed(text);
    }
    let Some(room) = width.checked_sub(1) else { return Cow::Borrowed("") };
    Cow::Owned(format!("{}…", text[..fitting(text, room)].trim_end()))
}

/// How many bytes from the start of `text` fit into `width` columns, whole graphemes.
pub fn fitting(text: &str, width: usize) -> usize {
    if text.is_ascii() {
        return text.len().min(width);
    }
    let mut left = width;
    let over = Graphemes { text, at: 0 }.find(|grapheme| {
        let fits = grapheme.columns <= left;
        left = left.saturating_sub(grapheme.columns);
        !fits
    });
    over.map_or(text.len(), |grapheme| grapheme.start)
}

/// One thing a reader takes for a letter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grapheme {
    pub(crate) start: usize,
    pub(crate) first: char,
    pub(crate) columns: usize,
}

/// The graphemes of a text from a byte on. Letters that certainly stand alone are told
/// by a glance; only the rest goes through the segmentation tables.
pub(crate) struct Graphemes<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
}

impl Iterator for Graphemes<'_> {
    type Item = Grapheme;

    fn next(&mut self) -> Option<Grapheme> {
        let start = self.at;
        let rest = &self.text[start..];
        let mut chars = rest.chars();
        let first = chars.next()?;
        if let Some(columns) = alone(first)
            && chars.next().is_none_or(|next| alone(next).is_some())
        {
            self.at += first.len_utf8();
            return Some(Grapheme { start, first, columns });
        }
        let grapheme = rest.graphemes(true).next().unwrap_or(rest);
        self.at += grapheme.len();
        Some(Grapheme { start, first, columns: grapheme.width() })
    }
}

/// The columns of a character that never joins a neighbour of its kind.
fn alone(c: char) -> Option<usize> {
    match c {
        ' '..='~'
        | '¡'..='¬'
        | '®'..='\u{2ff}'
        | '‐'..='‧'
        | 'Ͱ'..='ͷ'
        | 'Ά'..='Ώ'
        | 'Α'..='Ρ'
        | 'Σ'..='ώ'
        | 'Ѐ'..='ҁ'
        | 'Ҋ'..='ԯ' => Some(1),
        '、'..='〜' | 'ぁ'..='ゖ' | 'ァ'..='ヿ' | '㐀'..='䶿' | '一'..='鿿' | '가'..='힣' => {
            Some(2)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wide_scripts_and_joined_emoji_are_measured_as_drawn() {
        assert_eq!(columns("Ferry"), 5);
        assert_eq!(columns("“Øre”"), 5);
        assert_eq!(columns("東京で"), 6);
        assert_eq!(columns("cafe\u{301}"), 4);
        assert_eq!(columns("👩‍🚀"), 2);
    }

    #[test]
    fn a_cut_never_splits_a_letter() {
        assert_eq!(cut("Ferry talks open", 16), "Ferry talks open");
        assert_eq!(cut("Ferry talks open", 15), "Ferry talks op…");
        assert_eq!(cut("Ferry talks open", 7), "Ferry…");
        assert_eq!(cut("東京で会談", 6), "東京…");
        assert_eq!(cut("cafe\u{301} open", 5), "cafe\u{301}…");
        assert_eq!(cut("Ferry", 1), "…");
        assert_eq!(cut("Ferry", 0), "");
    }

    proptest! {
        #[test]
        fn a_glance_and_the_tables_agree(text: String) {
            let by_table: usize = text.graphemes(true).map(UnicodeWidthStr::width).sum();
            prop_assume!(!text.chars().any(char::is_control));
            prop_assert_eq!(Graphemes { text: &text, at: 0 }.map(|g| g.columns).sum::<usize>(), by_table);
        }

        #[test]
        fn what_is_cut_fits(text: String, width in 0..40_usize) {
            prop_assume!(!text.chars().any(char::is_control));
            prop_assert!(columns(&cut(&text, width)) <= width);
        }

        #[test]
        fn every_letter_that_stands_alone_is_as_wide_as_the_tables_say(c: char) {
            if let Some(columns) = alone(c) {
                prop_assert_eq!(columns, c.to_string().width());
            }
        }
    }

    #[test]
    fn all_letters_that_stand_alone_do() {
        for c in ('\0'..='\u{ffff}').filter(|c| alone(*c).is_some()) {
            assert_eq!(alone(c), Some(c.to_string().width()), "{c:?}");
            assert_eq!(format!("a{c}b").graphemes(true).count(), 3, "{c:?}");
        }
    }
}
