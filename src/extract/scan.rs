//! The scanner that takes a text apart: one pass over its bytes, words of a few letters
//! read whole.

use super::hash::{self, KEEP};
use super::marks::{self, MARKS, Mark, Shape};
use super::sentences::Sentences;
use super::tokens::{Kind, Token, Tokens};

/// Takes `text` apart in one pass, into these empty lists.
pub(super) fn read(text: &str, mut found: Tokens) -> Tokens {
    found.tokens.reserve(text.len() / 5);
    found.heads.reserve(text.len() / 24);
    found.quotes.reserve(text.len() / 128);
    found.sentences.reserve(text.len() / 64);
    let mut sentences = Sentences::into(std::mem::take(&mut found.sentences));
    let mut scan = Scan { text, bytes: text.as_bytes(), at: 0, line: 0, found };
    loop {
        let from = scan.tokens().len();
        let stops = scan.plain_words();
        sentences.plain_words(&scan, from);
        if stops {
            sentences.full_stop();
        }
        if scan.at >= scan.bytes.len() {
            break;
        }
        let from = scan.tokens().len();
        if scan.step() {
            sentences.paragraph(scan.tokens().len());
        } else if scan.tokens().len() > from {
            sentences.see(&scan, from);
        }
    }
    sentences.close(scan.tokens().len());
    Tokens { sentences: sentences.done, ..scan.found }
}

/// The typographic one.
const APOSTROPHE: &[u8] = "’".as_bytes();

/// How long the lines of hard-wrapped text are, in bytes; longer ones are paragraphs,
/// shorter ones headings when the next line begins with a capital.
const WRAPPED: std::ops::Range<usize> = 45..120;

/// Where the scanner is and what it has found.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    at: usize,
    /// Where the line began.
    line: usize,
    /// All but the sentences.
    found: Tokens,
}

/// A word of ASCII letters.
struct PlainWord {
    length: usize,
    kind: Kind,
    hash: u64,
    /// The byte behind it.
    next: u8,
}

impl Scan<'_> {
    #[inline]
    pub(super) fn tokens(&self) -> &[Token] {
        &self.found.tokens
    }

    /// Reads what stands at `at`, at most one token. True when a paragraph ends here.
    fn step(&mut self) -> bool {
        match marks::at(self.text, self.at) {
            (Mark::Space, width) => self.at += width,
            (Mark::Line, _) => return self.lines(),
            (head @ (Mark::Letter | Mark::Capital | Mark::Digit), _) => self.word(head),
            (Mark::Double, width) => self.push(Kind::Quote, width),
            (Mark::Single, width) => self.single(width),
            (Mark::Other, width) => self.mark(width),
        }
        false
    }

    /// Reads plain words as long as they come, with the commas, possessives and spaces
    /// behind them. True when a full stop ends them.
    ///
    /// Apart from all else, so that what it needs stays in registers.
    #[inline(never)]
    fn plain_words(&mut self) -> bool {
        let (bytes, mut at) = (self.bytes, self.at);
        while let Some(word) = plain_word(bytes, at) {
            let end = at + word.length;
            self.push_word(at, end, word.kind, word.hash, false);
            // The next word waits for where this one ends, so no byte is read again.
            at = end + usize::from(word.next == b' ');
            match word.next {
                b' ' => {}
                b',' => at = self.push_mark(Kind::Mark, end, 1),
                b'.' => {
                    self.at = self.push_mark(Kind::Mark, end, 1);
                    return true;
                }
                next => {
                    if let Some(width) = possessive(bytes, end, next) {
                        at = self.push_mark(Kind::Possessive, end, width);
                    }
                }
            }
        }
        self.at = at;
        false
    }

    #[inline]
    fn push_word(&mut self, start: usize, end: usize, kind: Kind, hash: u64, joined: bool) {
        if joined || !matches!(kind, Kind::Lower | Kind::Number) {
            self.found.heads.push(self.found.tokens.len() as u32);
        }
        let (start, end) = (start as u32, end as u32);
        self.found.tokens.push(Token { hash, start, end, kind, joined });
    }

    fn mark(&mut self, width: usize) {
        if !matches!(self.bytes[self.at], b',' | b'.' | b'(' | b')') {
            self.found.marks.push(self.found.tokens.len() as u32);
        }
        self.push(Kind::Mark, width);
    }

    fn push(&mut self, kind: Kind, width: usize) {
        self.at = self.push_mark(kind, self.at, width);
    }

    /// Adds the mark at `at`; gives where it ends, past the space that stands behind most.
    #[inline]
    fn push_mark(&mut self, kind: Kind, at: usize, width: usize) -> usize {
        let past = at + width;
        let (start, end) = (at as u32, past as u32);
        if matches!(kind, Kind::Quote | Kind::Single) {
            self.found.quotes.push(self.found.tokens.len() as u32);
        }
        self.found.tokens.push(Token { hash: 0, start, end, kind, joined: false });
        past + usize::from(self.bytes.get(past) == Some(&b' '))
    }

    /// Line breaks with the spaces round them.
    fn lines(&mut self) -> bool {
        let mut breaks = 0;
        while let Some(byte) = self.bytes.get(self.at).filter(|byte| byte.is_ascii_whitespace()) {
            breaks += usize::from(*byte == b'\n');
            self.at += 1;
        }
        let last = self.found.tokens.last();
        let length = self.at - self.line;
        self.line = self.at;
        let fresh = self.text[self.at..].starts_with(char::is_uppercase);
        let unwrapped = length >= WRAPPED.end || length < WRAPPED.start && fresh;
        breaks > 1 || unwrapped || last.is_none_or(|token| ends_line(token.of(self.text)))
    }

    /// An apostrophe or single mark outside a word: the possessive, a doubled mark that
    /// stands for a double one, or a mark alone.
    fn single(&mut self, width: usize) {
        let touches = self.found.tokens.last().is_some_and(|last| last.end as usize == self.at);
        let last = self
            .found
            .tokens
            .last()
            .filter(|_| touches)
            .map(|last| (last.kind, last.of(self.text)));
        let after = &self.text[self.at + width..];
        // In `'''` behind a word the inner quotation ends first.
        if after.starts_with("''") && width == 1 && touches {
            return self.push(Kind::Single, width);
        }
        let doubled = after.starts_with(&self.text[self.at..self.at + width]);
        if doubled && !after.starts_with('’') {
            return self.push(Kind::Quote, 2 * width);
        }
        let word = last.is_some_and(|(kind, _)| {
            !matches!(kind, Kind::Quote | Kind::Single | Kind::Mark | Kind::Possessive)
        });
        let apostrophe = !self.text[self.at..].starts_with(['‘', '`']);
        if word && apostrophe && after.starts_with(['s', 'S']) && !letter_at(after, 1) {
            return self.push(Kind::Possessive, width + 1);
        }
        self.push(Kind::Single, width);
    }

    /// A word: letters and digits, with points, hyphens and apostrophes inside it.
    fn word(&mut self, head: Mark) {
        let start = self.at;
        let (mut shape, mut joined) = (Shape::of(head), false);
        loop {
            self.at += shape.see_run(&self.bytes[self.at..]);
            let Some(&byte) = self.bytes.get(self.at) else { break };
            if byte == b' ' {
                break;
            }
            let (mark, width) = match MARKS[usize::from(byte)] {
                Mark::Other if !byte.is_ascii() => marks::at(self.text, self.at),
                mark => (mark, 1),
            };
            let inner = match mark {
                Mark::Letter | Mark::Capital | Mark::Digit => {
                    shape.see(mark);
                    true
                }
                Mark::Single => self.inner_apostrophe(start, width),
                Mark::Other => self.inner_mark(start, byte, &shape),
                Mark::Space | Mark::Line | Mark::Double => false,
            };
            if !inner {
                break;
            }
            joined = true;
            self.at += width;
        }
        let end = self.at;
        let (hash, plain) = hash::of_part(self.bytes, start, end);
        let kind = shape.kind();
        let known = plain && kind != Kind::Number;
        self.push_word(start, end, kind, if known { hash } else { 0 }, joined);
        // Nearly every word has one behind it.
        self.at += usize::from(self.bytes.get(end) == Some(&b' '));
    }

    /// `don't`, `O'Neil`, `rock'n'roll`; not the `'s` of a possessive.
    fn inner_apostrophe(&self, start: usize, width: usize) -> bool {
        let after = &self.text[self.at + width..];
        let possessive = after.starts_with(['s', 'S']) && !letter_at(after, 1);
        let opens = self.text[self.at..].starts_with(['‘', '`']);
        self.at > start && !opens && letter_at(after, 0) && !possessive
    }

    /// Hyphens and points between letters or digits, and the points of `U.S.`, `Mr.`.
    fn inner_mark(&self, start: usize, byte: u8, shape: &Shape) -> bool {
        if matches!(self.bytes.get(self.at + 1), None | Some(b' ' | b'\n')) && byte == b',' {
            return false;
        }
        let after = self.text.get(self.at + 1..).unwrap_or_default();
        let digit_next = after.as_bytes().first().is_some_and(u8::is_ascii_digit);
        match byte {
            b'-' | b'&' => letter_at(after, 0) || digit_next,
            b',' | b':' => digit_next && self.bytes[self.at - 1].is_ascii_digit(),
            b'_' | b'@' => true,
            b'.' if digit_next || self.letter_point(start) => true,
            b'.' if letter_at(after, 0) => {
                after.as_bytes()[0].is_ascii_lowercase() || shape.is_short()
            }
            b'.' => marks::is_abbreviation(&self.text[start..self.at]),
            _ => false,
        }
    }

    /// Whether `at` stands after a single letter: `U` and `S` in `U.S.`.
    fn letter_point(&self, start: usize) -> bool {
        let mut back = self.text[start..self.at].chars().rev();
        back.next().is_some_and(char::is_uppercase)
            && back.next().is_none_or(|c| c == '.' || c == '-')
    }
}

/// The length of the possessive at `at`, which `next` begins, if there is one.
#[inline]
fn possessive(bytes: &[u8], at: usize, next: u8) -> Option<usize> {
    if next != b'\'' && next != APOSTROPHE[0] {
        return None;
    }
    let width = if next == b'\'' { 1 } else { APOSTROPHE.len() };
    let ends = |next: &u8| next.is_ascii() && !next.is_ascii_alphabetic();
    let whole = next == b'\'' || bytes[at..].starts_with(APOSTROPHE);
    let letter = matches!(bytes.get(at + width), Some(b's' | b'S'));
    let ends = bytes.get(at + width + 1).is_none_or(ends);
    (whole && letter && ends).then_some(width + 1)
}

/// Most words are a few letters of ASCII with a space behind them, or a mark that can
/// be no part of them: those are read here, without a look at each letter.
#[inline]
fn plain_word(bytes: &[u8], at: usize) -> Option<PlainWord> {
    let eight = eight_at(bytes, at)?;
    let word = match marks::letters_at(eight) {
        0 => return None,
        8 => {
            let more = eight_at(bytes, at + 8)?;
            let behind = marks::letters_at(more);
            if behind == 8 {
                return None;
            }
            let next = (more >> (8 * behind)) as u8;
            let (more, length) = (more & KEEP[behind], 8 + behind);
            let kind = marks::kind(eight, more, length);
            PlainWord { length, kind, hash: hash::of_two(eight, more, length), next }
        }
        length => {
            let next = (eight >> (8 * length)) as u8;
            let eight = eight & KEEP[length];
            let kind = marks::kind(eight, 0, length);
            PlainWord { length, kind, hash: hash::of_eight(eight, length), next }
        }
    };
    let end = at + word.length;
    let ends = marks::ends_word(word.next)
        || match word.next {
            b'.' => stops(bytes, word.kind, at, end),
            next => possessive(bytes, end, next).is_some(),
        };
    ends.then_some(word)
}

/// Whether a point behind letters ends a sentence, as far as it is no part of the
/// word: of `Gov.`, `U.S.`, `lindvik.no`.
#[inline]
fn stops(bytes: &[u8], kind: Kind, start: usize, end: usize) -> bool {
    let after = bytes.get(end + 1).copied().unwrap_or(b' ');
    kind == Kind::Lower
        && end - start > marks::SHORT
        && after.is_ascii()
        && !after.is_ascii_alphanumeric()
}

#[inline]
fn eight_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes[at..].first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

fn ends_line(last: &str) -> bool {
    matches!(last.chars().last(), Some('.' | '!' | '?' | '"' | '”' | '»' | '’' | '\'' | ':' | ')'))
}

fn letter_at(text: &str, index: usize) -> bool {
    text.chars().nth(index).is_some_and(char::is_alphabetic)
}
