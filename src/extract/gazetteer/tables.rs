//! The tables of `assets/gazetteer`, read into one index. Where two tables give a name a
//! sense of one kind, the first read stays.

use std::num::NonZeroU32;
use std::sync::OnceLock;

use memchr::memchr_iter;

use crate::model::Code;

use super::index::{Entry, Index};
use super::key::{Key, hash, words};
use super::kinds::Kinds;
use super::later::Later;
use crate::extract::words::possessive;

use super::{Body, Codes, Doubt, Gazetteer, Homes, Senses, State, StateWord};

static STATES: &str = include_str!("../../../assets/gazetteer/countries.tsv");
static WORLD: &str = include_str!("../../../assets/gazetteer/world.tsv");
static REGIONS: &str = include_str!("../../../assets/gazetteer/regions.tsv");
static MORE_REGIONS: &str = include_str!("../../../assets/gazetteer/regions-named.tsv");
static TOWNS: &str = include_str!("../../../assets/gazetteer/towns.tsv");
static OTHERS: &str = include_str!("../../../assets/gazetteer/not-countries.tsv");
static DOUBTS: &str = include_str!("../../../assets/gazetteer/ambiguous.tsv");
static BODIES: &str = include_str!("../../../assets/gazetteer/organisations.tsv");
static AGENCIES: &str = include_str!("../../../assets/gazetteer/agencies.tsv");
static TELLS: &str = include_str!("../../../assets/gazetteer/tells.tsv");

/// The index as it is filled.
struct Loading {
    index: Index,
    later: Later,
    senses: Vec<Senses>,
    codes: Codes,
}

pub(super) fn load() -> Gazetteer {
    let (index, later) = (Index::new(), Later::new());
    let mut loading = Loading { index, later, senses: Vec::new(), codes: Codes::new() };
    loading.states();
    loading.world();
    loading.regions();
    loading.others();
    loading.bodies();
    loading.towns();
    let Loading { index, later, senses, codes } = loading;
    let kinds = senses.iter().map(Kinds::of).collect();
    Gazetteer { index, later, senses, kinds, codes, scripts: OnceLock::new() }
}

impl Loading {
    fn states(&mut self) {
        for (code, name) in Code::all() {
            self.state(name, code, StateWord::Name);
        }
        for line in lines(STATES) {
            let mut fields = line.split('\t');
            let Some(code) = fields.next().and_then(|code| self.code(code)) else { continue };
            let kinds = [StateWord::Name, StateWord::Demonym, StateWord::Seat];
            for (field, word) in fields.zip(kinds) {
                for name in field.split('|').filter(|name| !name.is_empty()) {
                    self.state(name, code, word);
                }
            }
        }
    }

    /// Names in other languages, where English means nothing else by them.
    fn world(&mut self) {
        for (name, code) in rows(WORLD) {
            if let Some(code) = self.code(code) {
                self.state(name, code, StateWord::Name);
            }
        }
    }

    fn state(&mut self, name: &str, code: Code, word: StateWord) {
        let caps = name.chars().all(|c| c.is_uppercase() || c == '.');
        self.senses(name).state.get_or_insert(State { code, word, caps });
    }

    fn regions(&mut self) {
        for (name, homes) in homes_of(MORE_REGIONS).chain(homes_of(REGIONS)) {
            let short = name.ends_with('.') || name.chars().all(char::is_uppercase);
            let caps = !name.contains(char::is_lowercase);
            let senses = self.senses(name);
            senses.postal_caps = short && caps && (senses.postal_caps || senses.postal.is_none());
            let slot = if short { &mut senses.postal } else { &mut senses.region };
            slot.get_or_insert(homes);
        }
    }

    fn others(&mut self) {
        for name in lines(OTHERS) {
            *self.senses(name) = Senses { other: true, ..Senses::default() };
        }
        for (name, doubt) in rows(DOUBTS) {
            self.senses(name).doubt = match doubt {
                "person" => Some(Doubt::Person),
                "word" => Some(Doubt::Word),
                _ => Some(Doubt::Town),
            };
        }
        for (name, code) in rows(TELLS) {
            let code = self.code(code);
            self.senses(name).tell = code;
        }
    }

    fn bodies(&mut self) {
        for (row, line) in (0..).zip(lines(BODIES)) {
            line.split('|').for_each(|name| self.body(name, Body::Organisation(row)));
        }
        lines(AGENCIES).for_each(|name| self.body(name, Body::Agency));
    }

    fn body(&mut self, name: &str, body: Body) {
        let caps = !name.contains(char::is_lowercase);
        let senses = self.senses(name);
        senses.body_caps = caps && (senses.body_caps || senses.body.is_none());
        senses.body.get_or_insert(body);
    }

    /// The long table: most names go no further than the index, which is too large to be
    /// near the processor, so it is filled by many keys at once.
    fn towns(&mut self) {
        let mut keys = Vec::with_capacity(2 * AT_ONCE);
        for (name, homes) in homes_of(TOWNS) {
            let key = key_of(name, &mut self.later, |begun| keys.push((begun, None)));
            keys.push((key, Some(homes)));
            if keys.len() >= AT_ONCE {
                self.fill(&mut keys);
            }
        }
        self.fill(&mut keys);
    }

    /// Enters beginnings of names, and towns with their homes, in this order.
    fn fill(&mut self, keys: &mut Vec<(Key, Option<Homes>)>) {
        self.index.bring_near(keys.iter().map(|(key, _)| *key));
        for (key, homes) in keys.drain(..) {
            let Some(homes) = homes else {
                self.index.begin(key);
                continue;
            };
            if let Some(senses) = self.index.town(key, homes.0.get()) {
                self.senses[senses as usize].town.get_or_insert(homes);
            }
        }
    }

    /// The senses of a name, entered if new.
    fn senses(&mut self, name: &str) -> &mut Senses {
        let key = self.enter(name);
        let new = self.senses.len() as u32;
        let known = match self.index.get(key) {
            Some((Entry::Senses(at), _)) => Some(at),
            Some((Entry::Town(_) | Entry::Beginning, _)) | None => None,
        };
        if known.is_none() {
            self.senses.push(Senses::default());
            self.index.set(key, Entry::Senses(new));
        }
        &mut self.senses[known.unwrap_or(new) as usize]
    }

    /// Notes every beginning of a name, and gives the key of the whole.
    fn enter(&mut self, name: &str) -> Key {
        key_of(name, &mut self.later, |begun| self.index.begin(begun))
    }

    fn code(&self, letters: &str) -> Option<Code> {
        self.codes.get(letters.as_bytes().try_into().ok()?)
    }
}

/// How many keys are entered at once.
const AT_ONCE: usize = 64;

/// The key of a name; its beginnings go to `begun`, the words behind the first to `later`.
fn key_of(name: &str, later: &mut Later, mut begun: impl FnMut(Key)) -> Key {
    let mut key = None;
    for word in words(name) {
        let hash = hash(word);
        key.into_iter().for_each(&mut begun);
        if key.is_some() || possessive(word.as_bytes()) > 0 {
            later.note(hash);
        }
        key = Some(Key::with(key, hash));
    }
    key.unwrap_or_else(|| Key::of(name))
}

/// The tables that have homes, by the lowest bits of [`Homes`].
static WITH_HOMES: [&str; 3] = [TOWNS, REGIONS, MORE_REGIONS];

/// The text of the homes, and of the lines behind them.
pub(super) fn text_at(homes: Homes) -> &'static [u8] {
    let homes = homes.0.get() as usize;
    WITH_HOMES.get(homes & 3).map_or(b"", |table| &table.as_bytes()[homes >> 2..])
}

/// The names of a table with their homes.
fn homes_of(table: &'static str) -> impl Iterator<Item = (&'static str, Homes)> {
    let which = WITH_HOMES.iter().position(|other| other.as_ptr() == table.as_ptr());
    rows(table).filter_map(move |(name, homes)| {
        let at = homes.as_ptr() as usize - table.as_ptr() as usize;
        Some((name, Homes(NonZeroU32::new((at << 2 | which?) as u32)?)))
    })
}

/// The lines of a table below its header.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The first column and the rest of each line below a table's header. The table of towns
/// is read at every start, so this is no split of strings.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut start = 0;
    let ends = memchr_iter(b'\n', table.as_bytes()).chain([table.len()]);
    ends.filter_map(move |end| {
        let line = std::mem::replace(&mut start, end + 1)..end;
        let bytes = &table.as_bytes()[line.clone()];
        let cut = line.start + bytes.iter().position(|byte| *byte == b'\t')?;
        (bytes[0] != b'#').then(|| (&table[line.start..cut], &table[cut + 1..line.end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_header_and_no_name_twice() {
        for table in
            [STATES, WORLD, REGIONS, MORE_REGIONS, TOWNS, OTHERS, DOUBTS, TELLS, BODIES, AGENCIES]
        {
            assert!(table.starts_with("# "));
            let mut names: Vec<_> =
                lines(table).filter_map(|line| line.split('\t').next()).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", &table[..60]);
        }
    }

    #[test]
    fn no_body_has_a_name_of_another() {
        let mut names: Vec<_> = lines(BODIES).flat_map(|line| line.split('|')).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn every_code_is_a_country() {
        let codes = Codes::new();
        for (name, homes) in WITH_HOMES.into_iter().flat_map(homes_of) {
            assert!(homes.pairs().count() > 0, "{name}");
            assert!(homes.pairs().all(|(letters, _)| codes.get(letters).is_some()), "{name}");
        }
        for (name, code) in rows(TELLS) {
            assert!(Code::new(code).is_some(), "{name}");
        }
    }

    #[test]
    fn what_names_go_on_with_is_told_from_other_words() {
        let later = load().later;
        let long = ["New York", "Trinidad and Tobago", "Saint Lucia", "Mount St. Helens"];
        let names = long.into_iter().chain(lines(AGENCIES));
        assert!(names.flat_map(|name| words(name).skip(1)).all(|word| later.may_have(hash(word))));
        assert!(later.may_have(hash("People's")));
        let common = ["said", "told", "has", "was", "were", "his", "that", "who", "added", "would"];
        assert!(common.iter().filter(|word| later.may_have(hash(word))).count() < 4);
    }

    #[test]
    fn the_index_has_room_to_spare() {
        assert!(load().index.load() < 66);
    }
}
