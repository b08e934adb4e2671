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
        while seq.next_element_seed(AnyText(&mut *self.0))?.is_some() {}
        Ok(())
    }

    /// The first text key that has text wins.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut best: Option<(usize, String)> = None;
        while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            match TEXT_KEYS.iter().position(|known| key.eq_ignore_ascii_case(known)) {
                Some(rank) if best.as_ref().is_none_or(|(found, _)| rank < *found) => {
                    let mut text = String::new();
                    map.next_value_seed(AnyText(&mut text))?;
                    if !text.trim().is_empty() {
                        best = Some((rank, text));
                    }
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if let Some((_, text)) = best {
            AnyText(self.0).push(&text);
        }
        Ok(())
    }
}
