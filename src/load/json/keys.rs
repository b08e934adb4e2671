//! Which key of a record stands for which field: `Published_At` is a date.

const TABLE: &str = include_str!("../../../assets/json-keys.tsv");

/// A field of a story, as far as records have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Headline,
    Body,
    Summary,
    Published,
    Source,
    Url,
    Id,
    Place,
}

impl Field {
    pub(super) const COUNT: usize = 8;

    const NAMES: [(&'static str, Field); Field::COUNT] = [
        ("headline", Field::Headline),
        ("body", Field::Body),
        ("summary", Field::Summary),
        ("published", Field::Published),
        ("source", Field::Source),
        ("url", Field::Url),
        ("id", Field::Id),
        ("place", Field::Place),
    ];
}

/// A field, and how telling the key was: 0 is the most.
pub(super) type Meaning = Option<(Field, u8)>;

/// The longest key that means anything, in bytes, with room for `_` and `-`.
const LONGEST: usize = 32;

/// How many keys of the last record are remembered.
const REMEMBERED: usize = 64;

/// Finds the meaning of keys. Records of one file mostly have the same keys in the same
/// order, so what the last record had in a place is tried first.
pub(super) struct Keys {
    /// Sorted by key.
    table: Vec<(&'static str, Field, u8)>,
    last: Vec<(String, Meaning)>,
    place: usize,
}

impl Keys {
    pub(super) fn new() -> Keys {
        let mut table = Vec::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split('\t');
            let name = words.next().unwrap_or_default();
            let field = Field::NAMES.iter().find(|(known, _)| *known == name);
            let Some((_, field)) = field else { continue };
            table.extend(words.zip(0..).map(|(key, rank)| (key, *field, rank)));
        }
        table.sort_unstable_by_key(|(key, ..)| *key);
        Keys { table, last: Vec::new(), place: 0 }
    }

    pub(super) fn start_record(&mut self) {
        self.place = 0;
    }

    /// What a key means, or `None`.
    pub(super) fn meaning(&mut self, key: &str) -> Meaning {
        let place = self.place;
        self.place += 1;
        match self.last.get_mut(place) {
            Some((last, meaning)) if last == key => *meaning,
            Some(slot) => {
                let meaning = look_up(&self.table, key);
                slot.0.clear();
                slot.0.push_str(&key[..key.floor_char_boundary(LONGEST)]);
                slot.1 = meaning;
                meaning
            }
            None => {
                let meaning = look_up(&self.table, key);
                if place < REMEMBERED && key.len() <= LONGEST {
                    self.last.push((key.to_owned(), meaning));
                }
                meaning
            }
        }
    }
}

fn look_up(table: &[(&'static str, Field, u8)], key: &str) -> Meaning {
    let mut plain = [0; LONGEST];
    let mut len = 0;
    for byte in key.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b'.' | b' ')) {
        *plain.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    let found = table.binary_search_by_key(&&plain[..len], |(key, ..)| key.as_bytes()).ok()?;
    let (_, field, rank) = table[found];
    Some((field, rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_each_key_once() {
        let keys = Keys::new();
        assert!(keys.table.windows(2).all(|pair| pair[0].0 != pair[1].0), "a key stands twice");
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(lines, Field::COUNT, "every field has a line");
        assert!(keys.table.iter().all(|(key, ..)| key.bytes().all(|b| b.is_ascii_lowercase())));
    }

    #[test]
    fn keys_are_read_as_people_write_them() {
        let mut keys = Keys::new();
        let mut field = |key| keys.meaning(key).map(|(field, _)| field);
        assert_eq!(field("pubDate"), Some(Field::Published));
        assert_eq!(field("Published_At"), Some(Field::Published));
        assert_eq!(field("HEADLINE"), Some(Field::Headline));
        assert_eq!(field("sourceName"), Some(Field::Source));
        assert_eq!(field("countries"), None);
        assert_eq!(field(&"k".repeat(500)), None);
    }

    #[test]
    fn the_memory_of_the_last_record_changes_nothing() {
        let mut keys = Keys::new();
        for key in ["title", "body", "title", "x"].repeat(3) {
            if key == "title" {
                keys.start_record();
            }
            assert_eq!(keys.meaning(key), look_up(&keys.table, key));
        }
    }
}
