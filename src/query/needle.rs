//! Words to look for in running text, case and accents laid aside.

use memchr::memmem;

use crate::text::fold::{fold, fold_into};

/// A folded text to look for, made ready.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    finder: memmem::Finder<'static>,
    ascii: bool,
}

/// Buffers used again from story to story.
#[derive(Debug, Default)]
pub(super) struct Buf {
    lower: Vec<u8>,
    folded: String,
}

impl Needle {
    pub(super) fn new(text: &str) -> Needle {
        let folded = fold(text);
        let ascii = folded.is_ascii();
        Needle { finder: memmem::Finder::new(folded.as_bytes()).into_owned(), ascii }
    }

    /// Whether it stands in text that is folded already.
    pub(super) fn is_in_folded(&self, folded: &str) -> bool {
        self.finder.find(folded.as_bytes()).is_some()
    }

    /// Whether it stands in `text`. Text without accents is only put in lower case,
    /// which is many times faster than folding it; and what is found there would be
    /// found in the folded text too.
    pub(super) fn is_in(&self, text: &str, buf: &mut Buf) -> bool {
        let plain = text.is_ascii();
        if self.ascii {
            buf.lower.clear();
            buf.lower.extend_from_slice(text.as_bytes());
            buf.lower.make_ascii_lowercase();
            if self.finder.find(&buf.lower).is_some() {
                return true;
            }
        }
        if plain {
            return false;
        }
        buf.folded.clear();
        fold_into(text, &mut buf.folded);
        self.is_in_folded(&buf.folded)
    }
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
            text in "[aAeEéÉ́ ß’]{0,12}", needle in "[aeé ']{1,3}"
        ) {
            prop_assert_eq!(found(&needle, &text), fold(&text).contains(&fold(&needle)));
        }
    }
}
