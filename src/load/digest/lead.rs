//! How the first sentences of a paragraph introduce what they speak of: a lead names
//! the day and somebody in full, what goes on with a story says "he" and "but".

use super::lexicon::Lexicon;
use super::words::{bare, spaced};
use crate::text::month::is_weekday;

/// Bytes of a paragraph that are looked at.
const LOOK: usize = 300;

/// What the head of a paragraph says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    pub(super) names_a_day: bool,
    /// Two capitalised words in a row, as first name and surname.
    pub(super) names_somebody: bool,
    /// Its first word points back.
    pub(super) goes_on: bool,
}

impl Lead {
    pub(super) fn of(paragraph: &str, lexicon: &Lexicon) -> Lead {
        let text = &paragraph[..paragraph.floor_char_boundary(LOOK)];
        let mut lead = Lead { names_a_day: false, names_somebody: false, goes_on: false };
        let mut name_before = false;
        for (nth, word) in spaced(text).enumerate() {
            // Most words are neither a name nor a day.
            if nth > 0 && !name_before && !may_be_name(&text.as_bytes()[word.clone()]) {
                continue;
            }
            let word = &text[word];
            let bare = bare(word);
            if nth == 0 {
                lead.goes_on = lexicon.points_back(bare);
            }
            lead.names_a_day |= is_weekday(bare);
            let initial = name_before && bare.len() == 1;
            let name = is_name(bare);
            lead.names_somebody |= name_before && name && nth > 0;
            let ends = matches!(word.bytes().next_back(), Some(b',' | b'.' | b':' | b';' | b')'));
            name_before = initial || name && !ends;
            if lead.names_a_day && lead.names_somebody {
                break;
            }
        }
        lead
    }
}

/// Whether a word is not plainly in small letters, as days may be, too.
fn may_be_name(word: &[u8]) -> bool {
    !word.first().is_some_and(u8::is_ascii_lowercase)
        || matches!(word, [.., b'y' | b'Y'] | [.., b'y' | b'Y', _])
}

/// A capital and small letters behind it.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_names_the_day_and_somebody() {
        let lexicon = Lexicon::new();
        let text = "Transport Minister Ines R. Marlow said on Friday that the line opens.";
        let lead = Lead::of(text, &lexicon);
        assert_eq!(lead, Lead { names_a_day: true, names_somebody: true, goes_on: false });
        let rest = Lead::of("But she would not say when the boats leave.", &lexicon);
        assert_eq!(rest, Lead { names_a_day: false, names_somebody: false, goes_on: true });
    }
}
