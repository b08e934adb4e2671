//! Initials a story binds to a body, `Harbour Safety Board (HSB)`, and their mentions
//! from then on.

use crate::model::{Mention, Span};

use super::super::page::Page;
use super::Naming;
use super::gather::Gathered;

/// Initials and the name they stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Initials<'a> {
    pub(super) short: &'a str,
    pub(super) long: &'a str,
    pub(super) mention: Mention,
}

/// Every pair of a name and its initials in brackets behind it.
pub(super) fn bind<'a>(page: &Page<'a>, namings: &[Naming<'a>]) -> Vec<Initials<'a>> {
    let mut bound = Vec::new();
    for (index, word) in page.words.iter().enumerate() {
        let text = page.text;
        // Few words stand before a bracket, so that is asked first.
        let closes = text.as_bytes().get(word.end as usize) == Some(&b')') && word.caps;
        if !closes || !text[..word.start as usize].ends_with(" (") {
            continue;
        }
        let end = word.start - 2;
        let short = word.of(text);
        let named = namings.iter().rev().find(|naming| naming.mention.span.end <= end);
        let named = named.map(|naming| naming.mention.span).filter(|span| span.end == end);
        let Some(span) = named.or_else(|| spelled(page, index, end, short)) else { continue };
        let mention = Mention { part: page.part, span };
        bound.push(Initials {
            short,
            long: &text[span.start as usize..span.end as usize],
            mention,
        });
    }
    bound
}

/// Capitalised words before the bracket whose first letters are the initials.
fn spelled(page: &Page<'_>, index: usize, end: u32, short: &str) -> Option<Span> {
    let mut letters = short.bytes().rev().filter(u8::is_ascii_alphabetic).peekable();
    let mut start = None;
    let before = page.words[..index].iter().rev().take(short.len() + 2);
    for word in before {
        let first = page.text.as_bytes()[word.start as usize].to_ascii_uppercase();
        if letters.peek() != Some(&first) {
            break;
        }
        letters.next();
        start = Some(word.start);
    }
    let start = start.filter(|_| letters.peek().is_none() && short.len() > 2)?;
    let span = Span { start, end };
    let name = span.of(page.text);
    (!name.contains(['.', ',', '\n', '"'])).then_some(span)
}

/// Adds every mention of bound initials that stands alone.
pub(super) fn mentions<'a>(page: &Page<'a>, bound: &[Initials<'a>], gathered: &mut Gathered<'a>) {
    if bound.is_empty() {
        return;
    }
    for word in page.words.iter().filter(|word| word.caps) {
        let short = word.of(page.text);
        // In the brackets that bind them they only repeat the name before.
        if gathered.is_bound(short) && !page.text[..word.start as usize].ends_with('(') {
            let mention =
                Mention { part: page.part, span: Span { start: word.start, end: word.end } };
            gathered.mention(short, mention);
        }
    }
}
