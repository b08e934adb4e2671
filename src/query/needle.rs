//! Words to look for in running text, case and accents laid aside.

use std::ops::Range;

use memchr::{memchr2_iter, memmem};

use crate::text::fold::{beyond_ascii, fold, fold_into};

/// A folded text to look for, made ready.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    finder: memmem::Finder<'static>,
    ascii: Option<Ascii>,
}

/// A text of ASCII letters and marks: it is looked for in running text as that stands.
#[derive(Clone, Debug)]
struct Ascii {
    /// In lower case.
    text: Box<[u8]>,
    /// Where its rarest letter stands,
    rarest: usize,
    /// and the two ways to write that.
    cases: [u8; 2],
    /// Typography's other forms of the marks and spaces it has.
    forms: Vec<char>,
    /// Some of those are of U+0080–00BF,
    latin: bool,
    /// or of U+2000–203F.
    general: bool,
}

/// A buffer used again from story to story.
#[derive(Debug, Default)]
pub(super) struct Buf {
    folded: String,
}

impl Needle {
    pub(super) fn new(text: &str) -> Needle {
        let folded = fold(text);
        let ascii = Ascii::new(&folded);
        Needle { finder: memmem::Finder::new(folded.as_bytes()).into_owned(), ascii }
    }

    /// Whether it stands in text that is folded already.
    pub(super) fn is_in_folded(&self, folded: &str) -> bool {
        self.finder.find(folded.as_bytes()).is_some()
    }

    /// Whether it stands in `text`. What is of ASCII is looked at as it stands, which is
    /// many times faster than folding it; of the rest only what lies within reach of a
    /// letter beyond ASCII is folded.
    pub(super) fn is_in(&self, text: &str, buf: &mut Buf) -> bool {
        let Some(ascii) = &self.ascii else {
            let empty = self.finder.needle().is_empty();
            return empty || !text.is_ascii() && self.is_in_part(text, buf);
        };
        ascii.is_in(text.as_bytes())
            || ascii.may_be_beyond(text.as_bytes())
                && ascii.beyond(text).any(|part| self.is_in_part(&text[part], buf))
    }

    fn is_in_part(&self, text: &str, buf: &mut Buf) -> bool {
        buf.folded.clear();
        fold_into(text, &mut buf.folded);
        self.is_in_folded(&buf.folded)
    }
}

impl Ascii {
    fn new(folded: &str) -> Option<Ascii> {
        if !folded.is_ascii() || folded.is_empty() {
            return None;
        }
        let text: Box<[u8]> = folded.as_bytes().into();
        let rarity = |at: &usize| COMMON.iter().position(|byte| *byte == text[*at]);
        let rarest = (0..text.len()).max_by_key(|at| rarity(at).unwrap_or(COMMON.len()))?;
        let cases = [text[rarest], text[rarest].to_ascii_uppercase()];
        let forms = FORMS.iter().filter(|(plain, _)| folded.contains(*plain));
        let forms: Vec<char> = forms.flat_map(|(_, forms)| forms.chars()).collect();
        let latin = forms.iter().any(|form| *form < '\u{c0}');
        let general = forms.iter().any(|form| *form >= '\u{2000}');
        Some(Ascii { text, rarest, cases, forms, latin, general })
    }

    fn is_in(&self, text: &[u8]) -> bool {
        let mut places = memchr2_iter(self.cases[0], self.cases[1], text);
        places.any(|at| {
            let from = at.checked_sub(self.rarest);
            let part = from.and_then(|from| text.get(from..from + self.text.len()));
            part.is_some_and(|part| part.eq_ignore_ascii_case(&self.text))
        })
    }

    /// Whether anything in `text` may fold to what the needle has: most stories hold a
    /// few typographic marks and nothing else beyond ASCII, and this many bytes a step.
    fn may_be_beyond(&self, text: &[u8]) -> bool {
        let (latin, general) = (self.latin, self.general);
        let rest = text.get(1..).unwrap_or_default();
        let may = |byte: u8, next: u8| {
            byte > 0xC2 && byte != 0xE2
                || byte == 0xC2 && latin
                || byte == 0xE2 && (general || next != 0x80)
        };
        text.iter().zip(rest).fold(false, |any, (&byte, &next)| any | may(byte, next))
    }

    /// The parts of `text` round letters beyond ASCII in which the needle can only be
    /// found once they are folded: each byte of ASCII folds to one, so no match reaches
    /// further than its own length from such a letter.
    fn beyond<'t>(&self, text: &'t str) -> impl Iterator<Item = Range<usize>> + use<'_, 't> {
        let reach = self.text.len() - 1;
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut next = move || loop {
            let start = at + beyond_ascii(&bytes[at..])?;
            let length = bytes[start..].iter().position(u8::is_ascii);
            at = length.map_or(bytes.len(), |length| start + length);
            if !text[start..at].chars().all(|c| is_mark(c) && !self.forms.contains(&c)) {
                return Some(start..at);
            }
        };
        let mut ahead = next();
        std::iter::from_fn(move || {
            let first = ahead.take()?;
            let mut end = first.end;
            ahead = next();
            while let Some(run) = ahead.clone().filter(|run| run.start <= end + reach) {
                end = run.end;
                ahead = next();
            }
            let from = text.floor_char_boundary(first.start.saturating_sub(reach));
            Some(from..text.ceil_char_boundary((end + reach).min(text.len())))
        })
    }
}

/// The letters of English from the most to the less frequent, a space before them; what
/// is not here is rarer.
const COMMON: &[u8; 24] = b" etaoinsrhldcumfpgwybvk'";

/// What typography writes for plain marks and spaces.
const FORMS: [(char, &str); 4] = [('\'', "’‘"), ('"', "“”„«»"), ('-', "–—‐‑"), (' ', "\u{a0}")];

/// Marks and spaces beyond ASCII, which fold to no letter and no digit.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{203f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(needle: &str, text: &str) -> bool {
        Needle::new(needle).is_in(text, &mut Buf::default())
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert!(found("pack their", "They must PACK THEIR bags"));
        assert!(found("cafe", "The Café on the quay"));
        assert!(found("café", "the cafe on the quay"));
        assert!(found("it's", "“It’s late”"));
        assert!(!found("pack  their", "pack their"));
    }

    proptest! {
        #[test]
        fn it_is_found_where_the_folded_text_has_it(
            text in "[aAeEéÉ\u{301} ß’“‑\u{a0}\u{2028}K한]{0,16}", needle in "[aeéks '\"-]{1,4}"
        ) {
            prop_assert_eq!(found(&needle, &text), fold(&text).contains(&fold(&needle)));
        }

        #[test]
        fn so_is_any_text(text: String, part in 0..20_usize, length in 1..6_usize) {
            let needle: String = text.chars().skip(part).take(length).collect();
            prop_assert_eq!(found(&needle, &text), fold(&text).contains(&fold(&needle)));
        }
    }
}
