//! What speaks for and against capitalised words being a person's name: titles, given
//! names, initials, roles behind them, and the company they keep.

use std::ops::Range;

use super::lexicon::{Form, Gender, class};
use super::names::{Segment, Trust, is_particle};
use super::page::{Page, words};
use crate::extract::tokens::Kind;

/// Weighs the words `first..end` of a run of capitalised words: the name they may be,
/// and how sure that is. `None` when they name a thing.
pub(super) fn weigh(
    page: &Page<'_>,
    run: Range<usize>,
    first: usize,
    end: usize,
) -> Option<Segment> {
    // `Marlow Foundation`, `Ines Marlow Street`: the name of a thing.
    if end < run.end
        && page.is(end, class::HEAD | class::BODY)
        && !page.is(end, class::TITLE | class::PERSON)
    {
        return None;
    }
    let title = title_before(page, first);
    let last = end - 1;
    let short = page.bytes(last).ends_with(b".")
        && !is_initial(page, last)
        && !page.is(last, class::SUFFIX);
    if short || first == last && page.kind(last) == Some(Kind::Initial) {
        return None;
    }
    let opens = page.sentence(first).0 == first && title.is_none();
    if opens && !page.is(first, class::GIVEN) && is_verbal(page.bytes(first)) {
        // `Joly said`, where the story has a Tove Joly.
        let (gender, trust) = (Gender::Unknown, Trust::Weak);
        let alone = first == last && run.len() == 1;
        let segment = Segment { first, end, trust, gender, titled: false, doubtful: true };
        return alone.then_some(segment);
    }
    let (mut count, mut caps, mut initial, mut long_caps) = (0, 0, false, false);
    for at in first..end {
        let token = page.tokens[at];
        initial |= is_initial(page, at);
        let mark = matches!(token.kind, Kind::Quote | Kind::Single);
        if mark || is_particle(page, at) || page.is(at, class::SUFFIX) {
            continue;
        }
        if !page.is(at, class::GIVEN) && is_brand(page.bytes(at))
            || token.joined && is_address(page.word(at))
        {
            return None;
        }
        count += 1;
        if token.kind == Kind::Caps {
            caps += 1;
            long_caps |= page.bytes(at).len() > 2 && !is_initial(page, at);
        }
    }
    // `LIND: It is late.`
    if caps == 1 && count == 1 && opens && page.mark(end, ":") {
        let (gender, trust) = (Gender::Unknown, Trust::Weak);
        return Some(Segment { first, end, trust, gender, titled: false, doubtful: true });
    }
    let given = page.kind(first) != Some(Kind::Caps)
        && (page.is(first, class::GIVEN) || count == 2 && is_seldom_given(page, first, end));
    let initial = initial && page.kind(end - 1) != Some(Kind::Initial);
    let headed = run.start < first && page.is(first - 1, class::HEAD | class::BODY);
    if caps == count && count > 0 && !(title.is_some() && count == 1) && !(given && count > 1) {
        return None;
    }
    let place = class::PLACE | class::BODY | class::HEAD | class::DEMONYM;
    let tail = first > run.start
        && page.is(first - 1, place | class::MODIFIER)
        && !page.is(first - 1, class::PERSON);
    if count == 1 && title.is_none() && (page.is(first, place) || tail) {
        return None;
    }
    // `the tabloid Alvar`: a single word behind what it is published in.
    let outlet = first.checked_sub(1).is_some_and(|at| page.says_any(at, OUTLETS));
    if count == 1 && title.is_none() && outlet {
        return None;
    }
    // `Harbour EMS`, `GM Tove Lind`: initials are no part of a name in small letters.
    if caps < count && long_caps {
        return None;
    }
    // `his widow, Tove, a nurse,`: a given name told apart by what she is.
    let kin = first > 1 && page.mark(first - 1, ",") && page.is(first - 2, class::PERSON);
    let noun = role_behind(page, end);
    let apposed = count == 1
        && given
        && (kin && page.is_mark(end)
            || first > 1 && noun.is_some() && !page.is(first - 1, class::PREPOSITION));
    let trust = if apposed || title.is_some() && count <= 4 || count >= 2 && (given || initial) {
        Trust::Sure
    } else if count >= 2 && (follows_person(page, end, noun) || !headed && role_before(page, first))
    {
        Trust::Fair
    } else {
        Trust::Weak
    };
    let own = if page.is(first, class::GIVEN) && (count >= 2 || apposed) {
        page.words[first].gender()
    } else {
        Gender::Unknown
    };
    let titled = title.filter(|gender| *gender != Gender::Unknown);
    let gender = titled.unwrap_or(Gender::Unknown).or(role_gender(page, first, noun)).or(own);
    Some(Segment { first, end, trust, gender, titled: titled.is_some(), doubtful: false })
}

/// Given names that are far more often a place, a month or another word, one a line.
const SELDOM: &str = include_str!("../../../assets/speech/given_seldom.tsv");

/// `said Jordan Lind`, `April Lind, 34, says`: a word that is seldom a given name, a
/// surname behind it, and what only a person has beside them.
pub(super) fn is_seldom_given(page: &Page<'_>, at: usize, end: usize) -> bool {
    let capital = |at: usize| page.kind(at) == Some(Kind::Capital);
    let two = at + 2 == end && capital(at) && capital(at + 1);
    let known = class::SMALL | class::HEAD | class::BODY | class::PLACE | class::DEMONYM;
    let noun = class::TITLE | class::PERSON | class::PEOPLE | class::TIME | class::CUE;
    let other = class::PLACE | class::TIME | class::AUXILIARY | class::CUE;
    if !two || !page.is(at, other) || page.is(at + 1, known | noun) {
        return false;
    }
    let says = |at: usize| {
        page.is(at, class::CUE)
            && page.kind(at) == Some(Kind::Lower)
            && matches!(page.words[at].form(), Form::Past | Form::Third)
    };
    let before = at.checked_sub(1);
    let role = |before: usize| {
        let noun = before - usize::from(page.mark(before, ",") && before > 0);
        page.is(noun, class::PERSON | class::TITLE)
    };
    // `Hope Lind of Larvik`
    let from = page.says_any(end, words!["of", "from"]) && page.is_capital(end + 1);
    let governed = before.is_some_and(|before| page.is(before, class::PREPOSITION));
    let person = || before.is_some_and(|before| says(before) || role(before)) || says(end) || from;
    !governed
        && (person() || follows_person(page, end, role_behind(page, end)))
        && is_listed(page.word(at))
}

fn is_listed(word: &str) -> bool {
    SELDOM.lines().filter(|line| !line.starts_with('#')).any(|name| name == word)
}

/// Ends like a form of a verb or an adverb: `Sailing`, `Asked`, `Lately`.
fn is_verbal(word: &[u8]) -> bool {
    word.ends_with(b"ing") || word.ends_with(b"ed") || word.ends_with(b"ly")
}

/// `Lindvik.com`
fn is_address(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(_, last)| last.starts_with(char::is_lowercase))
}

/// What publishes under a name.
const OUTLETS: [u64; 14] = words![
    "newspaper",
    "daily",
    "tabloid",
    "weekly",
    "magazine",
    "website",
    "site",
    "broadcaster",
    "channel",
    "network",
    "agency",
    "paper",
    "journal",
    "hashtag"
];

/// `AutoLind`, `HarbourNet`: a capital after a small letter, which in surnames stands
/// only behind a prefix (`McRae`, `DeLuca`, `VanderLind`, `FitzRoy`).
fn is_brand(word: &[u8]) -> bool {
    let inner = word
        .windows(2)
        .position(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    inner.is_some_and(|at| at > 2 && !word.starts_with(b"Fitz") && !word.starts_with(b"Van"))
}

/// `W.`, `J.P.`
fn is_initial(page: &Page<'_>, at: usize) -> bool {
    page.kind(at) == Some(Kind::Initial)
        || page.kind(at) == Some(Kind::Caps)
            && page.bytes(at).len() <= 4
            && page.bytes(at).contains(&b'.')
}

/// The title right before the name and the gender it tells.
fn title_before(page: &Page<'_>, first: usize) -> Option<Gender> {
    let before = first.checked_sub(1)?;
    let title = page.is(before, class::TITLE) && page.is_capital(before);
    let given = page.is(before, class::GIVEN);
    title.then(|| if given { Gender::Unknown } else { page.words[before].gender() })
}

/// A noun for a person stands right before the name: `spokeswoman Tove Lind`.
fn role_before(page: &Page<'_>, first: usize) -> bool {
    first > 0 && page.is(first - 1, class::PERSON | class::TITLE)
}

/// The gender that a noun beside the name tells: `spokeswoman Tove Lind`, `Tove Lind, his
/// daughter,`.
fn role_gender(page: &Page<'_>, first: usize, after: Option<usize>) -> Gender {
    let before = first.checked_sub(1).filter(|&at| page.is(at, class::PERSON));
    before.or(after).map_or(Gender::Unknown, |at| page.words[at].gender())
}

/// The noun for a person in the commas behind a name, if there is one.
fn role_behind(page: &Page<'_>, end: usize) -> Option<usize> {
    if !page.mark(end, ",") {
        return None;
    }
    let owned = page.is(end + 1, class::DETERMINER | class::POSSESSIVE);
    let first = end + 1 + usize::from(owned);
    let noun = |at: &usize| {
        page.is(*at, class::PERSON) && !page.is_possessive(at + 1) && !page.is_capital(at + 1)
    };
    (first..first + 5)
        .take_while(|&at| !page.is_mark(at) && !page.is(at, class::SMALL | class::TIME))
        .find(noun)
}

/// What stands after a person's name: an age, a role in commas, whose noun is `role`, a
/// party in brackets.
fn follows_person(page: &Page<'_>, end: usize, role: Option<usize>) -> bool {
    if page.mark(end, "(") {
        // A party and a state: `(R-Wis.)`.
        let word = page.bytes(end + 1);
        return word.len() > 2 && word[0].is_ascii_uppercase() && word[1] == b'-';
    }
    if page.is(end, class::WHO) {
        return true;
    }
    if !page.mark(end, ",") {
        return false;
    }
    let number = page.kind(end + 1) == Some(Kind::Number) && page.mark(end + 2, ",");
    let who = page.is(end + 1, class::WHO);
    number || who || role.is_some()
}

/// A single word that mostly means something else but may be a surname: `Hall`,
/// `London`, `Will` before a verb of saying.
pub(super) fn surname(page: &Page<'_>, run: usize, at: usize, end: usize) -> Option<Segment> {
    let title = title_before(page, at);
    let alone = at + 1 == end && (at == run || title.is_some());
    let article = at > 0 && page.is(at - 1, class::DETERMINER | class::POSSESSIVE);
    if !alone || article || page.kind(at) != Some(Kind::Capital) {
        return None;
    }
    let verb = page.is(at + 1, class::CUE)
        && matches!(page.words[at + 1].form(), Form::Past | Form::Third);
    let surname = class::AUXILIARY | class::TIME;
    if page.is(at, class::SMALL | class::TIME) && !(verb && page.is(at, surname)) {
        return None;
    }
    let titled = title.filter(|gender| *gender != Gender::Unknown);
    let thing = page.is(
        at,
        class::HEAD | class::BODY | class::TITLE | class::PERSON | class::PEOPLE | class::CUE,
    );
    let sure = titled.is_some() || title.is_some() && !thing;
    let trust = if sure { Trust::Sure } else { Trust::Weak };
    let gender = titled.unwrap_or_default();
    Some(Segment {
        first: at,
        end: at + 1,
        trust,
        gender,
        titled: titled.is_some(),
        doubtful: !sure,
    })
}
