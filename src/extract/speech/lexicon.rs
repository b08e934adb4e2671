//! The words extraction knows, from the tables under `assets/speech`, looked up once
//! for every word of a story: what each may be in a clause, before any rule is asked.

use crate::model::Code;

pub(super) use super::classes::{class, frame};
use super::classes::{class_bit, frame_bit};
use super::given::GivenNames;
use super::nicknames::Nicknames;
use crate::extract::cuckoo::{Cuckoo, NUMBERS};
use crate::extract::hash::{QuickMap, of_folded, of_small, of_word};
use crate::extract::tokens::Token;

/// The form a cue verb has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// `say`, which may be a noun or an infinitive.
    #[default]
    Base,
    /// `says`.
    Third,
    /// `said`.
    Past,
    /// `saying`.
    Gerund,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gender {
    #[default]
    Unknown,
    Male,
    Female,
}

impl Gender {
    fn new(letter: &str) -> Gender {
        match letter {
            "m" => Gender::Male,
            "f" => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    /// False only when both are known and differ.
    pub(super) fn agrees(self, other: Gender) -> bool {
        self == other || self == Gender::Unknown || other == Gender::Unknown
    }

    pub(super) fn or(self, other: Gender) -> Gender {
        if self == Gender::Unknown { other } else { self }
    }
}

/// What the tables say of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Bits of [`class`].
    pub(super) class: u32,
    /// Bits of [`frame`] when it is a cue verb.
    pub(super) frames: u16,
    /// Nouns of one kind may stand for each other; 0 is none.
    pub(super) kind: u8,
    traits: Traits,
}

/// What few words have, in one byte, so that the words of a story take eight each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Traits(u8);

impl Traits {
    const FORM: u8 = 0b11;
    const GENDER: u8 = 0b1100;
    const FAMILY: u8 = 0b1111_0000;

    fn set(&mut self, mask: u8, value: u8) {
        let value = value << mask.trailing_zeros();
        assert!(value & !mask == 0, "there are few of each");
        self.0 = self.0 & !mask | value;
    }
}

/// The kind of titles that tell a gender and no office: `Mr.`.
const COURTESY: u8 = u8::MAX;

impl Word {
    /// A given name and nothing else.
    pub(super) fn given(gender: Gender) -> Word {
        let mut word = Word { class: class::GIVEN, ..Word::default() };
        word.traits.set(Traits::GENDER, gender as u8);
        word
    }

    pub(super) fn is_courtesy(self) -> bool {
        self.kind == COURTESY
    }

    /// The form it has when it is a cue verb.
    #[inline]
    pub(super) fn form(self) -> Form {
        [Form::Base, Form::Third, Form::Past, Form::Gerund]
            [usize::from(self.traits.0 & Traits::FORM)]
    }

    #[inline]
    pub(super) fn gender(self) -> Gender {
        match self.traits.0 & Traits::GENDER {
            0 => Gender::Unknown,
            0b0100 => Gender::Male,
            _ => Gender::Female,
        }
    }

    /// Kinds of one family may stand for each other too, where nothing fits better; 0 is
    /// none.
    pub(super) fn family(self) -> u8 {
        self.traits.0 >> Traits::FAMILY.trailing_zeros()
    }
}

/// All tables, by the hash of the folded word. A test makes sure that no two words are
/// taken for each other.
#[derive(Debug)]
pub(in crate::extract) struct Lexicon {
    /// Where in `words` the words stand that are more than given names.
    common: Cuckoo<8192>,
    /// In the order of the tables, so that the words of every sentence lie together. The
    /// last is of no word, and there is one for each number, so that none is beyond them.
    words: Box<[Word; NUMBERS + 1]>,
    given: GivenNames,
    pub(super) nicknames: Nicknames,
}

/// The first word of the one cue that is no verb, by its hash.
pub(super) const ACCORDING: u64 = of_small("according");

/// What a word with accents or other letters may still be.
const ACCENTED: u32 = class::GIVEN | class::PLACE | class::BODY | class::HEAD | class::TITLE;

/// Tables of one word and its class a line.
const CLASSES: [(&str, &str); 2] = [
    ("small_words", include_str!("../../../assets/speech/small_words.tsv")),
    ("bodies", include_str!("../../../assets/speech/bodies.tsv")),
];
const CUES: &str = include_str!("../../../assets/speech/cues.tsv");
const TITLES: &str = include_str!("../../../assets/speech/titles.tsv");
const NOUNS: &str = include_str!("../../../assets/speech/person_nouns.tsv");
const GIVEN: &str = include_str!("../../../assets/speech/given_names.tsv");

/// The words of the tables as they are read, with their hashes.
#[derive(Default)]
struct Entries {
    words: Vec<(u64, Word)>,
    places: QuickMap<u64, usize>,
}

impl Lexicon {
    pub(in crate::extract) fn new() -> Lexicon {
        let (names, rest): (Vec<_>, Vec<_>) =
            Entries::read().words.into_iter().partition(|(_, word)| word.class == class::GIVEN);
        let numbers: Vec<(u64, u16)> = rest.iter().map(|(hash, _)| *hash).zip(1..).collect();
        let mut words = vec![Word::default(); NUMBERS + 1];
        for (word, (_, read)) in words[1..].iter_mut().zip(&rest) {
            *word = *read;
        }
        Lexicon {
            common: Cuckoo::of(&numbers),
            words: words.into_boxed_slice().try_into().expect("a word for each number"),
            given: GivenNames::new(&names),
            nicknames: Nicknames::new(),
        }
    }

    /// What is known of `word`, however it is written.
    #[inline]
    pub(super) fn get(&self, word: &str) -> Word {
        let (hash, plain) = of_word(word);
        if plain { self.find(hash) } else { self.accented(word) }
    }

    /// What is known of a word of ASCII by the hash of it.
    #[inline]
    pub(super) fn find(&self, hash: u64) -> Word {
        let number = self.common.get(hash);
        if number == NUMBERS { self.given(hash) } else { self.words[number] }
    }

    /// The same, of a word that is more than a given name.
    #[inline]
    pub(super) fn common(&self, hash: u64) -> Word {
        self.words[self.common.get(hash)]
    }

    /// The same, of a word that is a given name only.
    pub(super) fn given(&self, hash: u64) -> Word {
        if self.given.may_have(hash) { self.given.get(hash) } else { Word::default() }
    }

    /// Accents tell `Germán` from `German`; a typographic apostrophe tells nothing.
    fn accented(&self, word: &str) -> Word {
        let entry = self.find(key(word));
        let accents = word.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
        if accents { Word { class: entry.class & ACCENTED, ..entry } } else { entry }
    }
}

impl Entries {
    fn read() -> Entries {
        let mut entries = Entries::default();
        for (_, table) in CLASSES {
            for (word, class) in pairs(table) {
                entries.entry(word).class |= class_bit(class);
            }
        }
        for (word, rest) in pairs(TITLES) {
            let gender = rest.split('\t').next().unwrap_or_default();
            entries.mark(word, class::TITLE, gender);
            if gender != "u" {
                entries.entry(word).kind = COURTESY;
            }
        }
        for (word, gender) in pairs(GIVEN) {
            entries.mark(word, class::GIVEN, gender);
        }
        for (_, country) in Code::all() {
            let words = country
                .split([' ', '-'])
                .filter(|word| word.len() > 3 && word.starts_with(char::is_uppercase));
            for word in words.filter(|word| word.is_ascii()) {
                let entry = entries.entry(word);
                if entry.class & class::GIVEN == 0 || !country.contains(' ') {
                    entry.class |= class::PLACE;
                }
            }
        }
        entries.nouns();
        for (short, rest) in pairs(TITLES) {
            if let Some((_, noun)) = rest.split_once('\t') {
                let word = *entries.entry(noun);
                let entry = entries.entry(short);
                entry.kind = word.kind;
                entry.traits.set(Traits::FAMILY, word.family());
            }
        }
        entries.cues();
        entries
    }

    fn entry(&mut self, word: &str) -> &mut Word {
        let hash = of_word(word).0;
        let place = *self.places.entry(hash).or_insert_with(|| {
            self.words.push((hash, Word::default()));
            self.words.len() - 1
        });
        &mut self.words[place].1
    }

    fn mark(&mut self, word: &str, class: u32, gender: &str) {
        let entry = self.entry(word);
        entry.class |= class;
        let gender = entry.gender().or(Gender::new(gender));
        entry.traits.set(Traits::GENDER, gender as u8);
    }

    fn nouns(&mut self) {
        let mut kinds: Vec<&str> = Vec::new();
        for (noun, rest) in pairs(NOUNS) {
            let (kind, gender) = rest.split_once('\t').unwrap_or((rest, ""));
            let known = kinds.iter().position(|held| *held == kind);
            let number = known.unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            });
            self.mark(noun, class::PERSON, gender);
            let family = kind.split_once('.').map_or(0, |(family, _)| family.len() as u8);
            let entry = self.entry(noun);
            entry.kind = number as u8 + 1;
            entry.traits.set(Traits::FAMILY, family);
            let plural = self.entry(&plural(noun));
            plural.class |= class::PEOPLE;
            plural.kind = number as u8 + 1;
        }
    }

    fn cues(&mut self) {
        for (base, rest) in pairs(CUES) {
            let (forms, frames) = rest.split_once('\t').unwrap_or((rest, ""));
            for (place, form) in forms.split(' ').enumerate() {
                let entry = self.entry(form);
                entry.class |= class::CUE;
                entry.frames = frames.chars().fold(0, |bits, letter| bits | frame_bit(letter));
                let form = match place {
                    _ if form == base => Form::Base,
                    _ if form.ends_with("ing") && !base.ends_with("ing") => Form::Gerund,
                    1 => Form::Third,
                    _ => Form::Past,
                };
                entry.traits.set(Traits::FORM, form as u8);
            }
        }
    }
}

/// What a word is looked up by: the same for all ways to write it.
pub(super) fn key(word: &str) -> u64 {
    let (key, plain) = of_word(word);
    if plain { key } else { of_folded(word, false) }
}

/// [`key`] of a token's word, which most tokens carry.
#[inline]
pub(super) fn key_of(token: &Token, text: &str) -> u64 {
    if token.hash == 0 { key(token.of(text)) } else { token.hash }
}

/// First column and the rest of each line after the header.
fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().skip(1).filter_map(|line| line.split_once('\t'))
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix("man") {
        Some(stem) => format!("{stem}men"),
        None if noun.ends_with(['s', 'h']) => format!("{noun}es"),
        None => match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
            Some(stem) => format!("{stem}ies"),
            None => format!("{noun}s"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// First column of every table, and of the cue table every form.
    fn words() -> Vec<(&'static str, Vec<&'static str>)> {
        let first = |table| pairs(table).map(|(word, _)| word).collect::<Vec<_>>();
        let forms = pairs(CUES).flat_map(|(_, rest)| rest.split('\t').next().unwrap().split(' '));
        let mut tables = vec![("cues", forms.collect())];
        tables.extend(CLASSES.map(|(name, table)| (name, first(table))));
        tables.extend([
            ("titles", first(TITLES)),
            ("nouns", first(NOUNS)),
            ("given", first(GIVEN)),
        ]);
        tables
    }

    #[test]
    fn no_table_has_a_word_twice() {
        for (name, words) in words() {
            let mut seen = words.clone();
            seen.sort_unstable();
            let twice: Vec<_> = seen.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty() && words.len() > 100, "{name}: {twice:?}");
        }
    }

    #[test]
    fn no_two_words_share_a_key() {
        let mut keys: HashMap<u64, &str> = HashMap::new();
        for word in words().into_iter().flat_map(|(_, words)| words) {
            assert_eq!(*keys.entry(key(word)).or_insert(word), word);
        }
        let (entries, lexicon) = (Entries::read(), Lexicon::new());
        assert!(entries.words.iter().all(|(hash, word)| lexicon.find(*hash) == *word));
    }

    #[test]
    fn every_class_and_frame_of_the_tables_is_known() {
        for (name, table) in CLASSES {
            for (word, class) in pairs(table) {
                assert_ne!(class_bit(class), 0, "{name}: {word}");
            }
        }
        let frames = pairs(CUES).map(|(_, rest)| rest.split_once('\t').unwrap().1);
        assert!(frames.flat_map(str::chars).all(|letter| frame_bit(letter) != 0));
    }

    #[test]
    fn forms_accents_and_plurals_are_known() {
        let lexicon = Lexicon::new();
        assert_eq!(lexicon.get("saying").form(), Form::Gerund);
        assert_eq!(lexicon.get("Says").form(), Form::Third);
        assert_eq!(lexicon.get("said").form(), Form::Past);
        assert_ne!(lexicon.get("Spokeswomen").class & class::PEOPLE, 0);
        assert_eq!(lexicon.get("spokeswoman").gender(), Gender::Female);
        assert_ne!(lexicon.get("German").class & class::DEMONYM, 0);
        assert_eq!(lexicon.get("Germán").class & class::DEMONYM, 0);
    }
}
