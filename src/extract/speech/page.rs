//! A body as the rules about speech see it: its tokens, what the tables say of each, and
//! which of them stand between quotation marks.

use crate::model::Span;

use super::lexicon::{self, Gender, Lexicon, Word, class};
use super::regions::{self, Region};
use crate::extract::hash;
use crate::extract::room::{emptied, filled};
use crate::extract::tokens::{Kind, Sentence, Token, Tokens};

/// Words for [`Page::says_any`] and [`Page::spells`], hashed when this is compiled.
macro_rules! words {
    ($($word:literal),+ $(,)?) => {
        const { [$($crate::extract::hash::of_small($word)),+] }
    };
}
pub(super) use words;

/// Stands for "no region" in [`Page::region_of`].
pub(super) const NONE: u32 = u32::MAX;

pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) sentences: &'a [Sentence],
    /// The tokens in which a capital may begin a word, in order.
    pub(super) heads: &'a [u32],
    /// The tokens that are `he` or `she`, in order.
    pub(super) pronouns: Vec<u32>,
    /// The words that may lay words to somebody, in order: verbs and `according`.
    pub(super) cues: Vec<u32>,
    /// The marks that may: colons, dashes and others, in order.
    pub(super) marks: &'a [u32],
    /// What the tables say of the token at the same position.
    pub(super) words: Vec<Word>,
    /// What stands between quotation marks, in order of the text.
    pub(super) regions: Vec<Region>,
    /// For each token the region it is in, marks included, or [`NONE`].
    pub(super) region_of: Vec<u32>,
    /// For each token the sentence it is in.
    pub(super) sentence_of: Vec<u32>,
}

/// The lists of a page, empty, for the next to fill.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pronouns: Vec<u32>,
    cues: Vec<u32>,
    words: Vec<Word>,
    regions: Vec<Region>,
    region_of: Vec<u32>,
    sentence_of: Vec<u32>,
}

impl<'a> Page<'a> {
    /// `bodies` are the organisations known by name in `text`, in order.
    pub(super) fn new(
        text: &'a str,
        parts: &'a Tokens,
        lexicon: &Lexicon,
        bodies: &[Span],
        lists: Lists,
    ) -> Page<'a> {
        let Lists { mut pronouns, mut cues, mut words, mut regions, region_of, sentence_of } =
            lists;
        words.extend(parts.tokens.iter().zip(0..).map(|(token, index)| {
            let word = look(lexicon, text, token);
            if word.class & class::CUE != 0 || token.hash == lexicon::ACCORDING {
                cues.push(index);
            } else if word.class & (class::HE | class::SHE) != 0 {
                pronouns.push(index);
            }
            word
        }));
        // Only a word with a capital is a given name.
        for head in parts.heads.iter().map(|&head| head as usize) {
            if words[head] == Word::default() {
                words[head] = lexicon.given(parts.tokens[head].hash);
            }
        }
        for body in bodies {
            let first = parts.tokens.partition_point(|token| token.start < body.start);
            for (token, word) in parts.tokens[first..]
                .iter()
                .zip(&mut words[first..])
                .take_while(|(token, _)| token.end <= body.end)
            {
                if token.is_capital() {
                    word.class = word.class & !class::GIVEN | class::BODY;
                }
            }
        }
        let sentence_of = numbered(sentence_of, &parts.sentences, parts.tokens.len());
        regions::find(text, parts, &mut regions);
        regions.retain(|region| !is_nickname(&parts.tokens, &words, region));
        let mut region_of = filled(region_of, parts.tokens.len(), NONE);
        for (index, region) in regions.iter().enumerate() {
            region_of[region.open..region.end].fill(index as u32);
        }
        Page {
            text,
            tokens: &parts.tokens,
            sentences: &parts.sentences,
            heads: &parts.heads,
            marks: &parts.marks,
            pronouns,
            cues,
            words,
            regions,
            region_of,
            sentence_of,
        }
    }

    /// Its lists, for another page.
    pub(super) fn lists(self) -> Lists {
        Lists {
            pronouns: emptied(self.pronouns),
            cues: emptied(self.cues),
            words: emptied(self.words),
            regions: emptied(self.regions),
            region_of: emptied(self.region_of),
            sentence_of: emptied(self.sentence_of),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token as written; empty beyond the end.
    #[inline]
    pub(super) fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| token.of(self.text))
    }

    /// Whether the token is this word, in small letters of ASCII; false beyond the end. One
    /// number is compared, and the text is not looked at.
    #[inline]
    pub(super) fn says(&self, index: usize, word: &'static str) -> bool {
        self.says_any(index, [hash::of_small(word)])
    }

    /// Whether the token is one of these words, in small letters of ASCII: `words!["of", "for"]`.
    #[inline]
    pub(super) fn says_any<const N: usize>(&self, index: usize, words: [u64; N]) -> bool {
        self.tokens
            .get(index)
            .is_some_and(|token| token.kind == Kind::Lower && words.contains(&token.hash))
    }

    /// Whether the token is one of these words, in whatever letters of ASCII.
    #[inline]
    pub(super) fn spells<const N: usize>(&self, index: usize, words: [u64; N]) -> bool {
        self.tokens.get(index).is_some_and(|token| words.contains(&token.hash))
    }

    /// The bytes of the token, empty beyond the end: for a look at its ending, say, which
    /// need not care where characters begin.
    #[inline]
    pub(super) fn bytes(&self, index: usize) -> &'a [u8] {
        let written =
            |token: &Token| &self.text.as_bytes()[token.start as usize..token.end as usize];
        self.tokens.get(index).map_or(&[], written)
    }

    /// What the word is looked up by: the same for all ways to write it.
    pub(super) fn key(&self, index: usize) -> u64 {
        lexicon::key_of(&self.tokens[index], self.text)
    }

    #[inline]
    pub(super) fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// Whether the token at `index` is one of `classes`; false beyond the end.
    #[inline]
    pub(super) fn is(&self, index: usize, classes: u32) -> bool {
        self.words.get(index).is_some_and(|word| word.class & classes != 0)
    }

    /// Whether the token is this mark.
    #[inline]
    pub(super) fn mark(&self, index: usize, mark: &str) -> bool {
        let (text, mark) = (self.text.as_bytes(), mark.as_bytes());
        self.tokens.get(index).is_some_and(|token| {
            // A mark of ASCII is one byte long.
            let begins = (token.kind == Kind::Mark) & (text[token.start as usize] == mark[0]);
            begins && (mark.len() == 1 || text[token.start as usize..].starts_with(mark))
        })
    }

    #[inline]
    pub(super) fn is_mark(&self, index: usize) -> bool {
        matches!(self.kind(index), Some(Kind::Mark))
    }

    #[inline]
    pub(super) fn is_capital(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(Token::is_capital)
    }

    pub(super) fn is_possessive(&self, index: usize) -> bool {
        let lone = self.kind(index) == Some(Kind::Single)
            && index > 0
            && self.tokens[index - 1].end == self.tokens[index].start
            && self.bytes(index - 1).ends_with(b"s")
            && !self.quoted(index);
        lone || self.kind(index) == Some(Kind::Possessive)
    }

    #[inline]
    pub(super) fn quoted(&self, index: usize) -> bool {
        self.region_of.get(index).is_some_and(|&region| region != NONE)
    }

    /// The region the token is in, marks included.
    #[inline]
    pub(super) fn region(&self, index: usize) -> Option<usize> {
        let region = *self.region_of.get(index)?;
        (region != NONE).then_some(region as usize)
    }

    /// The gender that `he`, `him`, `she`, `her` tell.
    pub(super) fn pronoun_gender(&self, index: usize) -> Gender {
        if self.is(index, class::HE) || self.says_any(index, words!["him", "himself"]) {
            Gender::Male
        } else if self.is(index, class::SHE) || self.says_any(index, words!["her", "herself"]) {
            Gender::Female
        } else {
            Gender::Unknown
        }
    }

    /// Whether the word is an adverb by the table or by its ending.
    pub(super) fn is_adverb(&self, index: usize) -> bool {
        self.is(index, class::ADVERB)
            || self.kind(index) == Some(Kind::Lower)
                && self.bytes(index).len() > 4
                && self.bytes(index).ends_with(b"ly")
                && !self.is(index, class::CUE | class::PERSON | class::HEAD)
                && !self
                    .says_any(index, words!["family", "supply", "monopoly", "anomaly", "butterfly"])
    }

    /// First token and end of the sentence the token is in.
    #[inline]
    pub(super) fn sentence(&self, index: usize) -> (usize, usize) {
        let sentence = self.sentences[self.sentence_of[index] as usize];
        (sentence.first as usize, sentence.end as usize)
    }

    pub(super) fn paragraph(&self, index: usize) -> u32 {
        self.sentences[self.sentence_of[index] as usize].paragraph
    }

    /// The first token of the paragraph the token is in.
    pub(super) fn paragraph_start(&self, index: usize) -> usize {
        let paragraph = self.paragraph(index);
        let before = &self.sentences[..self.sentence_of[index] as usize];
        let first = before.partition_point(|sentence| sentence.paragraph < paragraph);
        self.sentences[first].first as usize
    }

    /// Bytes from the start of `first` to the end of the token before `end`.
    pub(super) fn span(&self, first: usize, end: usize) -> Span {
        Span { start: self.tokens[first].start, end: self.tokens[end - 1].end }
    }

    pub(super) fn slice(&self, first: usize, end: usize) -> &'a str {
        self.span(first, end).of(self.text)
    }
}

/// For each of so many tokens its sentence, in this list, which is empty. Numbers are put
/// down by the sixteen, too many at first, since the lengths of sentences are as good as
/// random.
fn numbered(mut list: Vec<u32>, sentences: &[Sentence], tokens: usize) -> Vec<u32> {
    const STEP: usize = 16;
    list.reserve(tokens + STEP);
    for (sentence, number) in sentences.iter().zip(0..) {
        let end = sentence.end as usize;
        while list.len() < end {
            list.extend_from_slice(&[number; STEP]);
        }
        list.truncate(end);
    }
    list
}

/// `Tove “Skipper” Lind`: a word or two between marks inside a name.
fn is_nickname(tokens: &[Token], words: &[Word], region: &Region) -> bool {
    let capital = |at: usize| tokens.get(at).is_some_and(Token::is_capital);
    let inside = region.first()..region.last();
    let given = region.open.checked_sub(1).is_some_and(|at| {
        tokens[at].kind == Kind::Initial || words[at].class & class::GIVEN != 0 && capital(at)
    });
    let surname = capital(region.end)
        && words[region.end].class & (class::CUE | class::SMALL | class::TITLE) == 0;
    region.closed && given && surname && inside.len() <= 2 && inside.into_iter().all(capital)
}

/// What the tables say of a token, by the hash of its word where it has one; of words
/// that have one, given names are left out.
#[inline]
fn look(lexicon: &Lexicon, text: &str, token: &Token) -> Word {
    if token.joined {
        return look_closer(lexicon, text, token);
    }
    // Marks and numbers have no hash, and no word has theirs.
    lexicon.common(token.hash)
}

/// [`look`] for the few words with a mark inside them or letters beyond ASCII; apart, so that
/// what is done for every token stays short.
#[inline(never)]
fn look_closer(lexicon: &Lexicon, text: &str, token: &Token) -> Word {
    let found = match token.hash {
        0 if !token.is_word() => return Word::default(),
        0 => lexicon.get(token.of(text)),
        hash => lexicon.common(hash),
    };
    known(found, lexicon, token.of(text))
}

/// What the tables say of a word, when they say `found` of it as it stands; `she's` and
/// `they'll` are pronouns with an auxiliary.
fn known(found: Word, lexicon: &Lexicon, word: &str) -> Word {
    // Most are parted by a hyphen.
    let apostrophe = |&byte: &u8| byte == b'\'' || byte == "’".as_bytes()[0];
    if found.class != 0 || !word.as_bytes().iter().any(apostrophe) {
        return found;
    }
    let Some((before, _)) = word.split_once(['\'', '’']) else { return found };
    let mut pronoun = lexicon.get(before);
    if pronoun.class & class::PRONOUN == 0 {
        return found;
    }
    pronoun.class |= class::AUXILIARY;
    pronoun
}
