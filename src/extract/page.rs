//! One part of a story with its capitalised words and the names the gazetteer knows,
//! found once for everything that reads it.

use crate::model::{Mention, Part, Span};

use super::cues::{Cue, Cues};
use super::gazetteer::{Body, Found, Gazetteer, Hint, is_caps};
use super::room::emptied;
use super::tokens::{Kind, Tokens, is_space};
use super::words::{self, Word};

/// A headline or body as read for names.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) part: Part,
    pub(super) text: &'a str,
    tokens: &'a Tokens,
    pub(super) words: Vec<Word>,
    /// In order, none overlapping.
    pub(super) names: Vec<Name>,
    /// Bodies known by name, in order, none overlapping.
    pub(super) bodies: Vec<KnownBody>,
    /// Their room alone.
    hints: Vec<Hint>,
    /// Every word is in capitals, so capitals say nothing.
    pub(super) shouts: bool,
    /// Most words begin with a capital, as in a headline, so capitals say little.
    pub(super) titled: bool,
}

/// The lists of a page, empty, for the next to fill.
#[derive(Debug, Default)]
pub(super) struct Lists {
    words: Vec<Word>,
    names: Vec<Name>,
    bodies: Vec<KnownBody>,
    hints: Vec<Hint>,
}

/// A known name; `first..end` are its words in [`Page::words`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) found: Found,
    pub(super) first: usize,
    pub(super) end: usize,
}

/// A body known by name.
#[derive(Clone, Copy, Debug)]
pub(super) struct KnownBody {
    pub(super) body: Body,
    pub(super) span: Span,
}

impl<'a> Page<'a> {
    /// `tokens` are those of `text`.
    pub(super) fn read(
        gazetteer: &Gazetteer,
        cues: &Cues,
        part: Part,
        text: &'a str,
        tokens: &'a Tokens,
        lists: Lists,
    ) -> Page<'a> {
        let Lists { mut words, mut names, mut bodies, mut hints } = lists;
        words::capitalised(cues, text, tokens, &mut words);
        let (mut place_end, mut body_end) = (0, 0);
        gazetteer.hints(text, &words, &mut hints);
        for (first, (word, &hint)) in words.iter().zip(&hints).enumerate() {
            if hint.is_nothing() || word.start < place_end && word.start < body_end {
                continue;
            }
            let longest = gazetteer.longest(text, tokens, word, hint);
            if let Some(place) = longest.place.filter(|_| word.start >= place_end) {
                let found = gazetteer.found(word.start, place);
                let rest = words[first..].iter();
                let end = first + rest.take_while(|word| word.start < found.end).count();
                place_end = found.end;
                names.push(Name { found, first, end });
            }
            if let Some((body, end)) = longest.body.filter(|_| word.start >= body_end) {
                body_end = end;
                bodies.push(KnownBody { body, span: Span { start: word.start, end } });
            }
        }
        let headline = part == Part::Headline;
        let shouts = headline && is_caps(text);
        let titled = match () {
            () if !headline => false,
            // None of its words is small.
            () if shouts => !words.is_empty(),
            () => is_titled(text, words.len()),
        };
        Page { part, text, tokens, words, names, bodies, hints: emptied(hints), shouts, titled }
    }

    /// Its lists, for another page.
    pub(super) fn lists(self) -> Lists {
        Lists {
            words: emptied(self.words),
            names: emptied(self.names),
            bodies: emptied(self.bodies),
            hints: self.hints,
        }
    }

    pub(super) fn mention(&self, found: &Found) -> Mention {
        Mention { part: self.part, span: Span { start: found.start, end: found.end } }
    }

    /// The capitalised word right before the name: a single space or hyphen between.
    pub(super) fn neighbour_before(&self, name: &Name) -> Option<&Word> {
        let word = self.words.get(name.first.checked_sub(1)?)?;
        self.joined(word.full_end, name.found.start).then_some(word)
    }

    /// The capitalised word right after the name, unless a possessive parts them.
    pub(super) fn neighbour_after(&self, name: &Name) -> Option<&Word> {
        let word = self.words.get(name.end)?;
        self.joined(name.found.end, word.start).then_some(word)
    }

    /// The known name that ends where `word` ends.
    pub(super) fn name_at(&self, at: u32) -> Option<&Name> {
        let index = self.names.partition_point(|name| name.found.end <= at).checked_sub(0)?;
        self.names.get(index).filter(|name| name.found.start <= at)
    }

    /// The text right after the name, possessive included.
    pub(super) fn after(&self, name: &Name) -> &'a str {
        &self.text[name.found.end as usize..]
    }

    /// The word before the name over a single space, whatever its case.
    pub(super) fn word_before(&self, name: &Name) -> &'a str {
        words::word_before(self.text, name.found.start as usize).unwrap_or_default()
    }

    /// What the word before this one says, over a single space, whatever its case.
    pub(super) fn cue_before(&self, cues: &Cues, word: &Word) -> Cue {
        let tokens = &self.tokens.tokens[..=word.token as usize];
        if let [.., before, token] = tokens
            && token.start == word.start
        {
            let space = is_space(self.text, before, token);
            if !space || matches!(before.kind, Kind::Mark | Kind::Quote | Kind::Single) {
                return Cue::default();
            }
            if before.is_plain() {
                return cues.by_hash(before.hash);
            }
        }
        cues.of(words::word_before(self.text, word.start as usize).unwrap_or_default())
    }

    fn joined(&self, end: u32, start: u32) -> bool {
        match &self.text[end as usize..start as usize] {
            " " | "-" | "\n" => true,
            // `Roy A. Nelson`, `St. Mary`: the point of an initial or a short form.
            ". " => {
                let word = &self.text[..end as usize];
                let start = word.rfind([' ', '\n', '(']).map_or(0, |at| at + 1);
                word.len() - start <= 2
            }
            _ => false,
        }
    }
}

/// Whether most of a headline's words, so many of them capitalised, begin with a capital.
fn is_titled(text: &str, capitalised: usize) -> bool {
    let long = text.split_ascii_whitespace().filter(|word| word.len() > 3);
    long.filter(|word| word.starts_with(char::is_lowercase)).count() * 4 < capitalised
}
