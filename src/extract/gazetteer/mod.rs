//! Names of states, regions and towns, and what they may mean. Knows nothing of the
//! text round a name: that is weighed in `countries`.

mod index;
mod key;
mod kinds;
mod later;
mod scripts;
mod tables;

use std::num::NonZeroU32;
use std::sync::OnceLock;

use crate::model::{Code, Span};

use self::index::Index;
pub(super) use self::index::{Entry, Hint};
use self::key::Key;
use self::kinds::Kinds;
use self::later::Later;
use self::scripts::{Scripts, has_other_scripts};
use super::tokens::Tokens;
use super::words::{Word, possessive, word_after, word_at};

/// All names, by key. Built once.
#[derive(Debug)]
pub(super) struct Gazetteer {
    index: Index,
    later: Later,
    senses: Vec<Senses>,
    /// Of the senses.
    kinds: Vec<Kinds>,
    codes: Codes,
    /// Built when the first text in another script comes.
    scripts: OnceLock<Scripts>,
}

/// What a name may mean. All `None` for a mere beginning of longer names.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Senses {
    /// The state it is the name, demonym or seat of.
    pub(super) state: Option<State>,
    /// States that have a region so called.
    pub(super) region: Option<Homes>,
    /// The state of a region so abbreviated: read only after a town and a comma.
    pub(super) postal: Option<Homes>,
    /// Such an abbreviation only in capitals: `AL`, `A.C.T.`.
    pub(super) postal_caps: bool,
    /// States that have a town so called.
    pub(super) town: Option<Homes>,
    /// It holds the name of a state and means something else.
    pub(super) other: bool,
    /// A word of one country's life, that tells where a local story is set.
    pub(super) tell: Option<Code>,
    /// The body it is a name of.
    pub(super) body: Option<Body>,
    /// A body's name only in capitals: `WHO`.
    pub(super) body_caps: bool,
    /// What else the name of a state may be.
    pub(super) doubt: Option<Doubt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) code: Code,
    pub(super) word: StateWord,
    /// Read only in capitals: `US`, `UAE`.
    pub(super) caps: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StateWord {
    Name,
    Demonym,
    Seat,
    /// A seat as the place it is: `in Moscow`.
    Place,
}

/// A body known by its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// By its row in the table of organisations.
    Organisation(u16),
    /// An agency or outlet that stories credit.
    Agency,
}

/// What a word that names a state may be instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Beside another name it is a person's.
    Person,
    /// In a line of capitals it is a common word.
    Word,
    /// A town elsewhere, too.
    Town,
}

/// Codes of a table line, `US4CA0`: each with the size of its largest town (0–7), or
/// without for a region. `p` or `w` before them when it is also a person's name or a
/// common word. Where they begin in the text of a table, which the two lowest bits tell, so
/// that what a name may mean takes few bytes: the end of the line is found by who reads it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Homes(NonZeroU32);

/// Every code of the country table, by its letters.
#[derive(Debug)]
struct Codes(Vec<Option<Code>>);

/// A name found in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) start: u32,
    /// Without a possessive `'s`.
    pub(super) end: u32,
    pub(super) senses: Senses,
}

impl Found {
    /// Whether all its letters are capitals.
    pub(super) fn is_caps(&self, text: &str) -> bool {
        is_caps(&text[self.start as usize..self.end as usize])
    }
}

/// The longest names that begin with one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Longest {
    /// A state, region or town, or a longer name that holds one, and where it ends: for
    /// [`Gazetteer::found`].
    pub(super) place: Option<(Entry, u32)>,
    /// A body, and where it ends.
    pub(super) body: Option<(Body, u32)>,
}

/// The longest name of the tables, in words.
const LONGEST: usize = 9;

impl Gazetteer {
    pub(super) fn new() -> Gazetteer {
        tables::load()
    }

    /// Whether names may begin with these words, all looked up at once: most capitalised
    /// words are in no table.
    pub(super) fn hints(&self, text: &str, words: &[Word], hints: &mut Vec<Hint>) {
        let hint = |word: &Word| match word.hash {
            0 => Hint::LOOK,
            // Some names begin with a possessive: `People's Daily`.
            _ if word.end < word.full_end && self.later.may_have(key::hash(word.full(text))) => {
                Hint::LOOK
            }
            hash => self.index.hint(Key::plain(None, text, word.span(), hash)),
        };
        hints.extend(words.iter().map(hint));
    }

    /// The longest names that begin with `word`, whose hint this is; the tokens are the
    /// text's.
    pub(super) fn longest(&self, text: &str, tokens: &Tokens, word: &Word, hint: Hint) -> Longest {
        let mut longest = Longest::default();
        let mut before = None;
        let mut part = NamePart::first(tokens, word);
        for _ in 0..LONGEST {
            let mut key = part.key(text, before);
            let mut entry = match before {
                None if part.hash != 0 => self.index.hinted(key, hint),
                _ => self.index.get(key),
            };
            if let Some((entry @ (Entry::Senses(_) | Entry::Town(_)), _)) = entry {
                let written = part.core.of(text);
                let capital = before.is_none() || written.contains(|c: char| !c.is_lowercase());
                let name = Span { start: word.start, end: part.core.end };
                self.see(&mut longest, entry, text, name, capital);
            }
            if part.core.end < part.end {
                let hash = key::hash(&text[part.core.start as usize..part.end as usize]);
                key = Key::with(before, hash);
                entry = if self.later.may_have(hash) { self.index.get(key) } else { None };
            }
            let goes_on = entry.is_some_and(|(_, goes_on)| goes_on);
            let next = if goes_on { part.next(text, tokens) } else { None };
            let next = next.filter(|next| next.hash == 0 || self.later.may_have(next.hash));
            let Some(next) = next else { break };
            (before, part) = (Some(key), next);
        }
        longest
    }

    /// Takes in a longer name than any before.
    fn see(&self, longest: &mut Longest, entry: Entry, text: &str, name: Span, capital: bool) {
        let Entry::Senses(at) = entry else {
            longest.place = if capital { Some((entry, name.end)) } else { longest.place };
            return;
        };
        let kinds = self.kinds[at as usize];
        let caps = kinds.ask_for_capitals() && is_caps(name.of(text));
        if capital && kinds.body(caps) {
            longest.body = self.senses[at as usize].body.map(|body| (body, name.end));
        }
        if kinds.other() || capital && kinds.place(caps) {
            longest.place = Some((entry, name.end));
        }
    }

    /// What is found where a place begins.
    pub(super) fn found(&self, start: u32, (entry, end): (Entry, u32)) -> Found {
        Found { start, end, senses: self.means(entry).unwrap_or_default() }
    }

    /// Countries named in scripts other than Latin, whose names need no capital.
    pub(super) fn in_other_scripts(&self, text: &str) -> Vec<(Code, StateWord, Span)> {
        if !has_other_scripts(text) {
            return Vec::new();
        }
        self.scripts.get_or_init(|| Scripts::new(&self.codes)).find(text)
    }

    /// Whether `name` as a whole is a state, a region or a town of some size.
    pub(super) fn is_known_place(&self, name: &str) -> bool {
        let entry = self.index.get(Key::of(name));
        let Some(senses) = entry.and_then(|(entry, _)| self.means(entry)) else {
            return false;
        };
        let town = |homes: Homes| {
            homes.doubt().is_none() && homes.pairs().next().is_some_and(|(_, size)| size >= 3)
        };
        senses.state.is_some() || senses.region.is_some() || senses.town.is_some_and(town)
    }

    fn means(&self, entry: Entry) -> Option<Senses> {
        match entry {
            Entry::Beginning => None,
            Entry::Senses(at) => Some(self.senses[at as usize]),
            Entry::Town(at) => {
                Some(Senses { town: NonZeroU32::new(at).map(Homes), ..Senses::default() })
            }
        }
    }

    /// The states of `homes` with the size of their largest town so called.
    pub(super) fn homes(&self, homes: Homes) -> impl Iterator<Item = (Code, u8)> {
        homes.pairs().filter_map(|(letters, size)| Some((self.codes.get(letters)?, size)))
    }
}

/// A word that may be part of a name.
#[derive(Clone, Copy)]
struct NamePart {
    /// Without a possessive `'s`.
    core: Span,
    /// With it.
    end: u32,
    /// Of the word, or 0 where it has to be found first.
    hash: u64,
    /// The token it is, where it is all of one.
    token: Option<usize>,
}

impl NamePart {
    fn first(tokens: &Tokens, word: &Word) -> NamePart {
        let token = word.token as usize;
        // A possessive is a token of its own.
        let token = token + usize::from(word.end < word.full_end);
        let ends = tokens.tokens.get(token).is_some_and(|token| token.end == word.full_end);
        let token = ends.then_some(token);
        NamePart { core: word.span(), end: word.full_end, hash: word.hash, token }
    }

    /// The key of a name that goes on with it.
    #[inline]
    fn key(&self, text: &str, before: Option<Key>) -> Key {
        match self.hash {
            0 => Key::next(before, self.core.of(text)),
            hash => Key::plain(before, text, self.core, hash),
        }
    }

    /// The word behind it, over a space, a hyphen, or the point of `St.`
    fn next(&self, text: &str, tokens: &Tokens) -> Option<NamePart> {
        let plain = self.token.and_then(|token| tokens.plain_after(text, token));
        if let (Some(token), Some(plain)) = (self.token, plain) {
            let token = Some(token + 1);
            return Some(NamePart { core: plain.span(), end: plain.end, hash: plain.hash, token });
        }
        let end = self.end as usize;
        let range = if text[end..].starts_with(", D.C.") {
            word_at(text, end + 2)
        } else {
            let short = self.end - self.core.start <= 3;
            let point = text.as_bytes().get(end) == Some(&b'.') && short;
            word_after(text, end + usize::from(point))?
        };
        let core = range.end - possessive(&text.as_bytes()[range.clone()]);
        let core = Span::new(range.start, core);
        Some(NamePart { core, end: range.end as u32, hash: 0, token: None })
    }
}

/// Whether no letter of a name or a line is small.
pub(super) fn is_caps(name: &str) -> bool {
    let small = name.bytes().any(|byte| byte.is_ascii_lowercase());
    !small && (name.is_ascii() || !name.contains(char::is_lowercase))
}

impl Homes {
    /// A town that is called like a person or a common word.
    pub(super) fn doubt(self) -> Option<Doubt> {
        match tables::text_at(self).first()? {
            b'p' => Some(Doubt::Person),
            b'w' => Some(Doubt::Word),
            _ => None,
        }
    }

    fn pairs(self) -> impl Iterator<Item = ([u8; 2], u8)> {
        let bytes = tables::text_at(self);
        let mut at = usize::from(self.doubt().is_some());
        std::iter::from_fn(move || {
            let letters = [*bytes.get(at).filter(|byte| **byte != b'\n')?, *bytes.get(at + 1)?];
            at += 2;
            let size = bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
            at += usize::from(size.is_some());
            Some((letters, size.unwrap_or(0)))
        })
    }
}

impl Codes {
    fn new() -> Codes {
        let mut table = vec![None; 26 * 26];
        for (code, _) in Code::all() {
            if let Some(slot) = code.as_str().as_bytes().try_into().ok().and_then(Codes::slot) {
                table[slot] = Some(code);
            }
        }
        Codes(table)
    }

    fn get(&self, letters: [u8; 2]) -> Option<Code> {
        self.0[Codes::slot(letters)?]
    }

    fn slot([first, second]: [u8; 2]) -> Option<usize> {
        let (first, second) = (first.checked_sub(b'A')?, second.checked_sub(b'A')?);
        (first < 26 && second < 26).then(|| usize::from(first) * 26 + usize::from(second))
    }
}
