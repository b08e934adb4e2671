//! Capitalised words: names begin at them, so the look-ups and rules for places and
//! bodies look nowhere else.

use std::ops::Range;

use crate::model::Span;

use super::cues::{Cue, Cues};
use super::marks::{is_abbreviation, run_before, run_of};
use super::tokens::{Kind, Token, Tokens};

/// A word that begins with a capital (or a digit-free acronym), as bytes of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) start: u32,
    /// Without a possessive `'s`.
    pub(super) end: u32,
    /// With it.
    pub(super) full_end: u32,
    /// All letters are capitals, and there are at least two.
    pub(super) caps: bool,
    /// The first word of a sentence, a paragraph or a quotation.
    pub(super) opens: bool,
    /// The token it is in.
    pub(super) token: u32,
    /// Of the word, or 0 where it has to be found first.
    pub(super) hash: u64,
    /// What it says of its neighbours: several rules ask.
    pub(super) said: Cue,
}

impl Word {
    /// Without a possessive.
    pub(super) fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// With a possessive.
    pub(super) fn full<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.full_end as usize]
    }

    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Puts every capitalised word of `text` into the empty list, in order. Linear. A token may
/// hold several: `US-led`, `Jean-Luc`.
pub(super) fn capitalised(cues: &Cues, text: &str, tokens: &Tokens, words: &mut Vec<Word>) {
    words.reserve(tokens.heads.len());
    let mut past = 0;
    for &head in &tokens.heads {
        let token = &tokens.tokens[head as usize];
        let plain = if past <= token.start { plain_end(text, token) } else { None };
        let Some(full_end) = plain else {
            let first = words.len();
            past = past.max(words_in(text, token, head, past, words));
            words[first..].iter_mut().for_each(|word| word.said = cues.of(word.of(text)));
            continue;
        };
        let &Token { hash, start, end, kind, .. } = token;
        let (opens, caps) = (opens(text, start as usize, words.last()), kind == Kind::Caps);
        let said = cues.by_hash(hash);
        words.push(Word { start, end, full_end, caps, opens, token: head, hash, said });
        past = full_end;
    }
}

/// Adds the words in a token that is not plain, from `past` on; gives where they end.
#[inline(never)]
fn words_in(text: &str, token: &Token, head: u32, past: u32, words: &mut Vec<Word>) -> u32 {
    // Most have no capital at all: `3.5`, `don't`.
    if token.of(text).bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return token.end;
    }
    let mut at = past.max(token.start) as usize;
    while at < token.end as usize {
        if upper_at(text, at) {
            let range = word_at(text, at);
            at = range.end;
            let opens = opens(text, range.start, words.last());
            words.push(Word { token: head, ..shape(text, &range, opens) });
        } else {
            at = part_end(text, at);
        }
    }
    at as u32
}

/// Where the word ends that is the whole token, as most are: letters of ASCII, with a
/// possessive behind them or with nothing that may belong to them.
#[inline]
fn plain_end(text: &str, token: &Token) -> Option<u32> {
    if token.joined || !token.is_capital() {
        return None;
    }
    let behind = &text.as_bytes()[token.end as usize..];
    match behind {
        [] => Some(token.end),
        [b'.', ..] if token.kind == Kind::Initial => None,
        [next, ..] if next.is_ascii() && *next != b'\'' => Some(token.end),
        // A typographic mark that is no apostrophe.
        [0xE2, 0x80, other, ..] if *other != 0x99 => Some(token.end),
        _ => {
            let width = apostrophe(behind, 0)?;
            let s = matches!(behind.get(width), Some(b's' | b'S'));
            let inside =
                |next: &u8| !next.is_ascii() || next.is_ascii_alphanumeric() || *next == b'\'';
            let ends = s && !behind.get(width + 1).is_some_and(inside);
            ends.then_some(token.end + width as u32 + 1)
        }
    }
}

/// Past the letters and digits at `at`, or past the one character there that is neither.
fn part_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let first = char_len(bytes[at]);
    if is_letter(text, at) { run(bytes, at + first, INSIDE) } else { at + first }
}

/// Whether a sentence, a paragraph or a quotation begins with the word at `start`: what
/// stands between it and the letters before it tells. The point of `before`, if that
/// is an initial or a title, does not end a sentence.
#[inline]
fn opens(text: &str, start: usize, before: Option<&Word>) -> bool {
    // Most stand behind a word and a space, or a comma; else they begin a paragraph, or
    // stand behind a point that is of no capitalised word.
    match text.as_bytes()[..start] {
        [.., letter, b' '] | [.., letter, b',', b' '] if BITS[usize::from(letter)] & PLAIN != 0 => {
            false
        }
        [] | [.., b'\n', b'\n'] => true,
        [.., b'.', b' '] if before.is_none_or(|word| word.full_end as usize + 2 != start) => true,
        _ => opens_behind(text, start, before),
    }
}

/// [`opens`], mark by mark; seldom, so it stands apart from what is asked of every word.
#[inline(never)]
fn opens_behind(text: &str, start: usize, before: Option<&Word>) -> bool {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(back) = at.checked_sub(1) {
        match bytes[back] {
            b'.' => {
                let short = before.is_some_and(|word| {
                    word.full_end as usize == back
                        && is_short(&text[word.start as usize..word.full_end as usize])
                });
                if !short {
                    return true;
                }
            }
            b'!' | b'?' => return true,
            b'\n' if bytes.get(at) == Some(&b'\n') => return true,
            byte if BITS[usize::from(byte)] & PLAIN != 0 => return false,
            0x80.. if is_letter(text, text.floor_char_boundary(back)) => return false,
            _ => {}
        }
        at = back;
    }
    true
}

/// Past the bytes from `at` on that have one of these bits.
#[inline]
fn run(bytes: &[u8], at: usize, bits: u8) -> usize {
    at + bytes[at..].iter().take_while(|byte| BITS[usize::from(**byte)] & bits != 0).count()
}

/// Past the letters and digits of ASCII from `at` on: for most words, whose ends no
/// processor guesses, eight bytes tell.
#[inline]
fn plain_run(bytes: &[u8], at: usize) -> usize {
    match bytes[at..].first_chunk().map(|eight| run_of(*eight)) {
        Some(short @ 0..8) => at + short,
        _ => run(bytes, at, PLAIN),
    }
}

/// Letters and digits of ASCII.
const PLAIN: u8 = 1;
/// What goes on a word that begins small: these, and letters beyond ASCII.
const INSIDE: u8 = 2;

static BITS: [u8; 256] = bits();

const fn bits() -> [u8; 256] {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bits[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => PLAIN | INSIDE,
            0xC2 | 0xE2 | 0xE3 => 0,
            0x80.. => INSIDE,
            _ => 0,
        };
        byte += 1;
    }
    bits
}

/// The word that begins at `at`: letters and digits, inner apostrophes, and the full
/// stops of initials (`U.S.`, `D.C.`).
pub(super) fn word_at(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let (mut end, mut initials) = (at, true);
    while end < bytes.len() {
        let byte = bytes[end];
        if byte == b' ' {
            break;
        }
        if BITS[usize::from(byte)] & PLAIN != 0 {
            let letters = plain_run(bytes, end) - end;
            initials &= letters == 1 && (end - at).is_multiple_of(2);
            end += letters;
        } else if byte >= 0x80 && is_letter(text, end) {
            initials = false;
            end += char_len(byte);
        } else if let Some(len) = apostrophe(bytes, end).filter(|len| is_letter(text, end + len)) {
            initials = false;
            end += len;
        } else if byte == b'.'
            && initials
            && (end - at) % 2 == 1
            && continues_initials(bytes, at, end)
        {
            end += 1;
        } else {
            break;
        }
    }
    at..end
}

/// The last word that ends at or before `at` with nothing but one space between,
/// else nothing. Looks back at most 40 bytes.
pub(super) fn word_before(text: &str, at: usize) -> Option<&str> {
    let (b' ' | b'\n', head) = text.as_bytes()[..at].split_last()? else { return None };
    let near = head.last_chunk().map(|eight| run_before(*eight)).filter(|&length| length < 8);
    let length = near.unwrap_or_else(|| {
        let letters = head.iter().rev().take(REACH);
        letters.take_while(|&&byte| BITS[usize::from(byte)] & PLAIN != 0).count()
    });
    let before = head.len() - length;
    match before.checked_sub(1).map(|before| head[before]) {
        Some(byte) if !byte.is_ascii() => long_word_before(text, at),
        _ => Some(&text[before..head.len()]).filter(|word| !word.is_empty()),
    }
}

/// How far back a word is looked for, in bytes.
const REACH: usize = 40;

/// [`word_before`] where letters beyond ASCII may be part of it.
fn long_word_before(text: &str, at: usize) -> Option<&str> {
    let head = text[..at].strip_suffix([' ', '\n'])?;
    let from = head.floor_char_boundary(head.len().saturating_sub(REACH));
    let start = head[from..]
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(from, |i| from + i + head[from + i..].chars().next().map_or(1, char::len_utf8));
    Some(&head[start..]).filter(|word| !word.is_empty())
}

/// The letters that `rest` begins with.
pub(super) fn letters(rest: &str) -> &str {
    let plain = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    match rest.as_bytes().get(plain) {
        Some(byte) if !byte.is_ascii() => {
            rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
        }
        _ => &rest[..plain],
    }
}

/// The next word after `at` when only a space or hyphen lies between.
pub(super) fn word_after(text: &str, at: usize) -> Option<Range<usize>> {
    let next = match text.as_bytes().get(at)? {
        b' ' | b'-' | b'\n' => at + 1,
        _ => return None,
    };
    (next < text.len() && is_letter(text, next)).then(|| word_at(text, next))
}

fn shape(text: &str, range: &Range<usize>, opens: bool) -> Word {
    let bytes = &text.as_bytes()[range.clone()];
    let core = bytes.len() - possessive(bytes);
    // Nearly always the second letter is small, which ends the question.
    let caps = if bytes[..core].iter().any(u8::is_ascii_lowercase) {
        false
    } else if bytes[..core].is_ascii() {
        bytes[..core].iter().filter(|byte| byte.is_ascii_alphabetic()).count() > 1
    } else {
        let word = &text[range.start..range.start + core];
        word.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2
            && !word.contains(char::is_lowercase)
    };
    let start = range.start as u32;
    let (end, full_end) = (start + core as u32, range.end as u32);
    Word { start, end, full_end, caps, opens, token: 0, hash: 0, said: Cue::default() }
}

/// The length of `'s` or `’s` at the end of a word, 0 without.
pub(super) fn possessive(word: &[u8]) -> usize {
    match word {
        [_, .., b'\'', b's' | b'S'] => 2,
        [_, .., 0xE2, 0x80, 0x99, b's' | b'S'] => 4,
        _ => 0,
    }
}

/// `U.S` goes on with a full stop; `A. Smith` and a sentence ending in `I.` do not.
fn continues_initials(bytes: &[u8], start: usize, dot: usize) -> bool {
    let inner = bytes.get(dot + 1).is_some_and(u8::is_ascii_alphabetic)
        && !bytes.get(dot + 2).is_some_and(u8::is_ascii_alphanumeric);
    bytes[start].is_ascii_alphabetic() && (dot - start > 1 || inner)
}

fn is_short(word: &str) -> bool {
    word.len() == 1 || is_abbreviation(word)
}

fn apostrophe(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at..] {
        [b'\'', ..] => Some(1),
        [0xE2, 0x80, 0x99, ..] => Some(3),
        _ => None,
    }
}

/// Whether a letter or digit begins at `at`. Beyond ASCII everything is a letter but
/// the punctuation of U+2000–206F and U+3000–3002, no-break spaces and guillemets.
pub(super) fn is_letter(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes.get(at..).unwrap_or_default() {
        [] | [0xC2, ..] | [0xE2, 0x80 | 0x81, ..] | [0xE3, 0x80, 0x80..=0x82, ..] => false,
        [byte, ..] if *byte >= 0x80 => text.is_char_boundary(at),
        [byte, ..] => byte.is_ascii_alphanumeric(),
    }
}

fn upper_at(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(char::is_uppercase)
}

fn char_len(byte: u8) -> usize {
    match byte {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        capitalised(&Cues::new(), text, &Tokens::new(text), &mut words);
        words
    }

    fn words(text: &str) -> Vec<&str> {
        found(text).iter().map(|word| word.of(text)).collect()
    }

    #[test]
    fn initials_possessives_and_accents_are_one_word() {
        assert_eq!(
            words("The U.S. and Norway’s D.C. envoy met Élise O'Hara. I. Berg left."),
            ["The", "U.S.", "Norway", "D.C.", "Élise", "O'Hara", "I", "Berg"]
        );
        assert_eq!(words("US-led, UK–Norway"), ["US", "UK", "Norway"]);
    }

    #[test]
    fn a_title_does_not_open_a_sentence() {
        let text = "So said Mr. Berg. Later Dr. Lind agreed.\n\nOslo slept.";
        let opening: Vec<_> =
            found(text).iter().filter(|word| word.opens).map(|word| word.of(text)).collect();
        assert_eq!(opening, ["So", "Later", "Oslo"]);
    }

    #[test]
    fn the_word_before_needs_a_single_space() {
        let text = "near Oslo, Bergen";
        assert_eq!(word_before(text, 5), Some("near"));
        assert_eq!(word_before(text, 11), None);
        assert_eq!(word_before(text, 0), None);
    }
}
