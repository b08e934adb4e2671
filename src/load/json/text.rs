//! The text inside a JSON value of any shape: a list of paragraphs, `{"rendered": …}`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Keys under which an object keeps its text: `{"name": "Northern Wire"}`.
const TEXT_KEYS: [&str; 9] =
    ["rendered", "text", "value", "name", "title", "main", "content", "html", "href"];

/// Appends the text of the value, paragraphs parted by a blank line.
pub(super) struct AnyText<'t>(pub(super) &'t mut String);

impl AnyText<'_> {
    fn push(&mut self, text: &str) {
        if !self.0.is_empty() && !text.is_empty() {
            self.0.push_str("\n\n");
        }
        self.0.push_str(text);
    }
}

impl<'de> DeserializeSeed<'de> for AnyText<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyText<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E>(mut self, text: &str) -> Result<(), E> {
        self.push(text);
        Ok(())
    }

    fn visit_i64<E>(mut self, number: i64) -> Result<(), E> {
        self.push(&number.to_string());
        Ok(())
    }

    fn visit_u64<E>(mut self, number: u64) -> Result<(), E> {
        self.push(&number.to_string());
        Ok(())
    }

    fn visit_f64<E>(mut self, number: f64) -> Result<(), E> {
        self.push(&number.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut best: Option<Rendition> = None;
        while seq.next_element_seed(Element { out: &mut *self.0, best: &mut best })?.is_some() {}
        if let Some(best) = best {
            AnyText(self.0).push(&best.text);
        }
        Ok(())
    }

    /// The first text key that has text wins.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let rendition = Rendition::read(map)?;
        AnyText(self.0).push(&rendition.text);
        Ok(())
    }
}

/// The text of an object. Those that say their role or type are renditions of one text,
/// as ninjs 2 and 3 have them: `{"role": "main", "contenttype": "text/html", "value": …}`.
#[derive(Default)]
struct Rendition {
    text: String,
    is_one_of_many: bool,
    is_main: bool,
}

impl Rendition {
    fn read<'de, A: MapAccess<'de>>(mut map: A) -> Result<Rendition, A::Error> {
        let mut found = Rendition::default();
        let mut best = TEXT_KEYS.len();
        while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            let rank = TEXT_KEYS.iter().position(|known| key.eq_ignore_ascii_case(known));
            match rank {
                Some(rank) if rank < best => {
                    let mut text = String::new();
                    map.next_value_seed(AnyText(&mut text))?;
                    if !text.trim().is_empty() {
                        (best, found.text) = (rank, text);
                    }
                }
                _ if key.eq_ignore_ascii_case("role") => {
                    let mut role = String::new();
                    map.next_value_seed(AnyText(&mut role))?;
                    (found.is_one_of_many, found.is_main) = (true, role == "main");
                }
                _ => {
                    found.is_one_of_many |= key.eq_ignore_ascii_case("contenttype");
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }

    /// Whether this should stand instead of another: the main one, else the longest.
    fn is_better(&self, than: &Rendition) -> bool {
        (self.is_main, self.text.len()) > (than.is_main, than.text.len())
    }
}

/// An element of a list: appended, unless it is a rendition, of which the best is kept.
struct Element<'t> {
    out: &'t mut String,
    best: &'t mut Option<Rendition>,
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        AnyText(self.out).push(text);
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        AnyText(self.out).visit_i64(number)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        AnyText(self.out).visit_u64(number)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        AnyText(self.out).visit_f64(number)
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        AnyText(self.out).visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let one = Rendition::read(map)?;
        if !one.is_one_of_many {
            AnyText(self.out).push(&one.text);
        } else if self.best.as_ref().is_none_or(|best| one.is_better(best)) {
            *self.best = Some(one);
        }
        Ok(())
    }
}
