//! Words, marks and sentences of a text with their spans, found in one pass, so that
//! everything that reads a story for people or places reads the same words.

use crate::model::Span;

use super::room::emptied;
use super::scan;

/// What a token is, as far as its own letters tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word that begins with a small letter, or in a script without capitals.
    Lower,
    /// A word that begins with a capital: `Oslo`, `McRae`, `O'Neil`, `Jean-Luc`.
    Capital,
    /// Two letters or more, all capitals, with or without points: `OSLO`, `U.S.`.
    Caps,
    /// One capital, with or without its point: `J.`.
    Initial,
    /// A word that begins with a digit: `12`, `3.5`, `14th`, `1990s`.
    Number,
    /// `'s`, or the lone apostrophe after a plural: `Lind's`, `the ministers'`.
    Possessive,
    /// A double quotation mark of any style, `''` and ` `` ` included.
    Quote,
    /// A single quotation mark or an apostrophe that belongs to no word.
    Single,
    /// Any other character that is neither letter, digit nor space.
    Mark,
}

/// A word or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Of its word; 0 for marks and numbers and where letters beyond ASCII have to be
    /// folded first.
    pub(super) hash: u64,
    pub start: u32,
    pub end: u32,
    pub kind: Kind,
    /// A word with a mark inside it, or with letters beyond ASCII: `Jean-Luc`, `don't`.
    pub joined: bool,
}

impl Token {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// The token as written. `text` is the text it was found in.
    #[inline]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        self.span().of(text)
    }

    /// Whether it is a word, however written; a number and a possessive are not.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Lower | Kind::Capital | Kind::Caps | Kind::Initial)
    }

    /// Whether it is a word of ASCII letters and digits only, but no number.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        self.hash != 0 && !self.joined
    }

    /// Whether it begins with a capital.
    #[inline]
    pub fn is_capital(&self) -> bool {
        matches!(self.kind, Kind::Capital | Kind::Caps | Kind::Initial)
    }
}

/// A run of tokens: `first..end` are positions in [`Tokens::tokens`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub first: u32,
    pub end: u32,
    /// Number of the paragraph it stands in.
    pub paragraph: u32,
}

/// A text taken apart. Every token is in one sentence; no sentence is empty.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
    /// The tokens in which a capital may begin a word, in order: few of them, and names
    /// begin nowhere else.
    pub(super) heads: Vec<u32>,
    /// The quotation marks, double and single, in order.
    pub(super) quotes: Vec<u32>,
    /// The other marks that are neither commas, points nor brackets, in order.
    pub(super) marks: Vec<u32>,
}

impl Tokens {
    /// Takes `text` apart in one pass. Paragraphs are parted by a blank line, or by a
    /// single line break after the end of a sentence.
    pub fn new(text: &str) -> Tokens {
        Tokens::default().read(text)
    }

    /// [`Tokens::new`] in the room of these, which are empty.
    pub(super) fn read(self, text: &str) -> Tokens {
        scan::read(text, self)
    }

    /// Their room alone.
    pub(super) fn emptied(self) -> Tokens {
        Tokens {
            tokens: emptied(self.tokens),
            sentences: emptied(self.sentences),
            heads: emptied(self.heads),
            quotes: emptied(self.quotes),
            marks: emptied(self.marks),
        }
    }

    /// The plain word behind the token at `index`, with nothing but a space between, nor
    /// anything behind it that may belong to it.
    #[inline]
    pub(super) fn plain_after(&self, text: &str, index: usize) -> Option<&Token> {
        let after = self.tokens.get(index + 1)?;
        let ends = match text.as_bytes().get(after.end as usize) {
            Some(b'.') => after.end - after.start > 1,
            next => next.is_none_or(|next| next.is_ascii() && *next != b'\''),
        };
        (after.is_plain() && ends && is_space(text, &self.tokens[index], after)).then_some(after)
    }

    /// The sentence that the token at `index` is in: its position in `sentences`.
    pub fn sentence_of(&self, index: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end as usize <= index)
    }

    /// Whether the token is the first word of its sentence, so that its capital says
    /// little; marks before it do not count.
    pub fn starts_sentence(&self, index: usize) -> bool {
        let Some(sentence) = self.sentences.get(self.sentence_of(index)) else { return false };
        let before = &self.tokens[sentence.first as usize..index];
        before.iter().all(|token| matches!(token.kind, Kind::Mark | Kind::Quote | Kind::Single))
    }
}

/// Whether one space or line break and nothing else is between two tokens.
#[inline]
pub(super) fn is_space(text: &str, before: &Token, after: &Token) -> bool {
    let gap = &text.as_bytes()[before.end as usize..after.start as usize];
    matches!(gap, b" " | b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::hash;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        Tokens::new(text).tokens.iter().map(|token| token.of(text)).collect()
    }

    fn sentences(text: &str) -> Vec<&str> {
        let parts = Tokens::new(text);
        let span = |s: &Sentence| {
            let (first, last) = (parts.tokens[s.first as usize], parts.tokens[s.end as usize - 1]);
            &text[first.start as usize..last.end as usize]
        };
        parts.sentences.iter().map(span).collect()
    }

    #[test]
    fn names_abbreviations_and_contractions_are_one_word() {
        assert_eq!(words("Mr. O'Neil don't"), ["Mr.", "O'Neil", "don't"]);
        assert_eq!(words("the U.S. at 3.5%"), ["the", "U.S.", "at", "3.5", "%"]);
        assert_eq!(words("J.P. Lind-Berg, 42,"), ["J.P.", "Lind-Berg", ",", "42", ","]);
        assert_eq!(words("MOSCOW-The rest"), ["MOSCOW-The", "rest"]);
    }

    #[test]
    fn possessives_stand_apart() {
        assert_eq!(words("Lind's ferry"), ["Lind", "'s", "ferry"]);
        assert_eq!(words("Lind’s ferry"), ["Lind", "’s", "ferry"]);
    }

    #[test]
    fn all_marks_that_quote_are_quotes() {
        let text = "“a” \"b\" ''c'' «d» ``e``";
        let marks = Tokens::new(text);
        let quotes = marks.tokens.iter().filter(|token| token.kind == Kind::Quote).count();
        assert_eq!(quotes, 10);
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        assert_eq!(
            sentences(
                "Mr. Lind left. He met Gov. Marlow in the U.S. He said: “No.” She agreed.\n\nNext"
            ),
            [
                "Mr. Lind left.",
                "He met Gov. Marlow in the U.S.",
                "He said: “No.”",
                "She agreed.",
                "Next"
            ]
        );
    }

    #[test]
    fn a_hard_wrapped_line_goes_on() {
        assert_eq!(sentences("The ferry\nleft.\nIt came back").len(), 2);
    }

    /// What a word of ASCII letters and digits is, letter by letter.
    fn kind(word: &str) -> Kind {
        let capitals = word.chars().filter(char::is_ascii_uppercase).count();
        match word.chars().next() {
            Some('0'..='9') => Kind::Number,
            Some('a'..='z') => Kind::Lower,
            _ if word.contains(|c: char| c.is_ascii_lowercase()) => Kind::Capital,
            _ if capitals == 1 => Kind::Initial,
            _ => Kind::Caps,
        }
    }

    proptest! {
        #[test]
        fn words_read_whole_are_what_their_letters_say(
            text in "([A-Za-z0-9]{1,18}|[A-Z]{1,9}[a-z]{0,9})[ ,.!)\"\n-]{0,2}([A-Za-z0-9]{1,18}[ ,.]{0,2}){0,4}",
        ) {
            let parts = Tokens::new(&text);
            for (index, token) in parts.tokens.iter().enumerate() {
                let word = token.of(&text);
                let letters = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
                if letters {
                    prop_assert_eq!(token.kind, kind(word));
                }
                let whole = if token.is_word() { hash::of_word(word).0 } else { 0 };
                prop_assert_eq!(token.hash, whole);
                let head = token.joined || token.is_capital();
                prop_assert_eq!(parts.heads.contains(&(index as u32)), head);
            }
        }

        #[test]
        fn any_text_is_taken_apart_in_order(text in "\\PC{0,80}|[a-zA-Z'’“” .\n-]{0,80}") {
            let parts = Tokens::new(&text);
            let mut at = 0;
            for token in &parts.tokens {
                prop_assert!(token.start >= at && token.end > token.start);
                prop_assert!(!token.of(&text).is_empty());
                at = token.end;
            }
            let mut first = 0;
            for sentence in &parts.sentences {
                prop_assert_eq!(sentence.first, first);
                prop_assert!(sentence.end > first);
                first = sentence.end;
            }
            prop_assert_eq!(first as usize, parts.tokens.len());
        }
    }
}
