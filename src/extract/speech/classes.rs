//! What words may be: the classes the tables name and the bits that stand for them.

/// What a word may be; a word can be several things.
pub(super) mod class {
    pub(in crate::extract::speech) const DETERMINER: u32 = 1;
    /// `his`, `their`.
    pub(in crate::extract::speech) const POSSESSIVE: u32 = 1 << 1;
    pub(in crate::extract::speech) const HE: u32 = 1 << 2;
    pub(in crate::extract::speech) const SHE: u32 = 1 << 3;
    pub(in crate::extract::speech) const THEY: u32 = 1 << 4;
    pub(in crate::extract::speech) const I: u32 = 1 << 5;
    pub(in crate::extract::speech) const IT: u32 = 1 << 6;
    /// `him`, `them`, `himself`.
    pub(in crate::extract::speech) const OBJECT: u32 = 1 << 7;
    pub(in crate::extract::speech) const WHO: u32 = 1 << 8;
    pub(in crate::extract::speech) const WHICH: u32 = 1 << 9;
    pub(in crate::extract::speech) const THAT: u32 = 1 << 10;
    pub(in crate::extract::speech) const PREPOSITION: u32 = 1 << 11;
    pub(in crate::extract::speech) const AND: u32 = 1 << 12;
    pub(in crate::extract::speech) const BUT: u32 = 1 << 13;
    pub(in crate::extract::speech) const SUBORDINATE: u32 = 1 << 14;
    pub(in crate::extract::speech) const AUXILIARY: u32 = 1 << 15;
    pub(in crate::extract::speech) const ADVERB: u32 = 1 << 16;
    /// Days, months, `week`.
    pub(in crate::extract::speech) const TIME: u32 = 1 << 17;
    /// `von`, `al`, `de`.
    pub(in crate::extract::speech) const PARTICLE: u32 = 1 << 18;
    /// `Jr.`, `MP`.
    pub(in crate::extract::speech) const SUFFIX: u32 = 1 << 19;
    pub(in crate::extract::speech) const TITLE: u32 = 1 << 20;
    pub(in crate::extract::speech) const GIVEN: u32 = 1 << 21;
    /// A noun for one person: `minister`, `neighbour`.
    pub(in crate::extract::speech) const PERSON: u32 = 1 << 22;
    /// The same in the plural: `ministers`.
    pub(in crate::extract::speech) const PEOPLE: u32 = 1 << 23;
    /// Heads the name of a body or thing: `University`, `Street`.
    pub(in crate::extract::speech) const HEAD: u32 = 1 << 24;
    /// A body by its own name: `Kremlin`.
    pub(in crate::extract::speech) const BODY: u32 = 1 << 25;
    pub(in crate::extract::speech) const PLACE: u32 = 1 << 26;
    pub(in crate::extract::speech) const DEMONYM: u32 = 1 << 27;
    pub(in crate::extract::speech) const CUE: u32 = 1 << 28;
    /// `statement`, `interview`: what words are said in.
    pub(in crate::extract::speech) const MEDIUM: u32 = 1 << 29;
    /// What stands before the noun of a role: `former`, `deputy`.
    pub(in crate::extract::speech) const MODIFIER: u32 = 1 << 30;

    /// Forms of `be`, which are auxiliaries too.
    pub(in crate::extract::speech) const BE: u32 = 1 << 31;

    pub(in crate::extract::speech) const PRONOUN: u32 = HE | SHE | THEY | I | IT;
    /// Words that are never part of a name, unless a given name stands before them.
    pub(in crate::extract::speech) const SMALL: u32 = DETERMINER
        | POSSESSIVE
        | PRONOUN
        | OBJECT
        | WHO
        | WHICH
        | THAT
        | PREPOSITION
        | AND
        | BUT
        | SUBORDINATE
        | AUXILIARY
        | ADVERB;
}

/// What may follow a cue verb: see the header of `cues.tsv`.
pub(super) mod frame {
    pub(in crate::extract::speech) const QUOTE: u16 = 1;
    pub(in crate::extract::speech) const CLAUSE: u16 = 1 << 1;
    pub(in crate::extract::speech) const HEARER: u16 = 1 << 2;
    pub(in crate::extract::speech) const INFINITIVE: u16 = 1 << 3;
    pub(in crate::extract::speech) const OBJECT: u16 = 1 << 4;
    pub(in crate::extract::speech) const THOUGHT: u16 = 1 << 5;
    pub(in crate::extract::speech) const WEAK: u16 = 1 << 6;
    /// The object is what the words are about, not the words: `praised the plan`.
    pub(in crate::extract::speech) const ABOUT: u16 = 1 << 7;
    /// Takes a plain object that says nothing, too: `reported losses`.
    pub(in crate::extract::speech) const PLAIN: u16 = 1 << 9;
    /// Says something with a word for it and `that`: `made it clear that`.
    pub(in crate::extract::speech) const WORDED: u16 = 1 << 10;
    /// Says something only with `that`: `the study found that`.
    pub(in crate::extract::speech) const THAT: u16 = 1 << 8;
}

/// The bit of a class by its name in the tables; 0 is unknown.
pub(super) fn class_bit(name: &str) -> u32 {
    match name {
        "determiner" => class::DETERMINER,
        "possessive" => class::POSSESSIVE,
        "he" => class::HE,
        "she" => class::SHE,
        "they" => class::THEY,
        "i" => class::I,
        "it" => class::IT,
        "object" => class::OBJECT,
        "who" => class::WHO,
        "which" => class::WHICH,
        "that" => class::THAT,
        "preposition" => class::PREPOSITION,
        "and" => class::AND,
        "but" => class::BUT,
        "subordinate" => class::SUBORDINATE,
        "be" => class::BE | class::AUXILIARY,
        "auxiliary" => class::AUXILIARY,
        "adverb" => class::ADVERB,
        "time" => class::TIME,
        "particle" => class::PARTICLE,
        "suffix" => class::SUFFIX,
        "medium" => class::MEDIUM,
        "modifier" => class::MODIFIER,
        "head" => class::HEAD,
        "body" => class::BODY,
        "place" => class::PLACE,
        "demonym" => class::DEMONYM,
        _ => 0,
    }
}

/// The bit of a frame by its letter in the cue table; 0 is unknown.
pub(super) fn frame_bit(letter: char) -> u16 {
    match letter {
        'q' => frame::QUOTE,
        'c' => frame::CLAUSE,
        'h' => frame::HEARER,
        'i' => frame::INFINITIVE,
        'n' => frame::OBJECT,
        'm' => frame::THOUGHT,
        'w' => frame::WEAK,
        'o' => frame::PLAIN,
        's' => frame::WORDED,
        't' => frame::CLAUSE | frame::THAT,
        'a' => frame::OBJECT | frame::ABOUT,
        _ => 0,
    }
}
