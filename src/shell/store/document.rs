//! The bookmarks file as text: one entry a line, and nothing lost that this version
//! does not understand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::model::{Bookmark, Bookmarks, Entry};
use crate::text::{clean, clean_line};

/// The version of the file's shape this program writes.
const SCHEMA: u64 = 1;

/// A bookmarks file: what we understand, and what we only carry along.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub bookmarks: Bookmarks,
    /// Fields of the whole file that we do not know.
    unknown: Map<String, Value>,
    /// By key: fields of entries that we do not know.
    unknown_fields: BTreeMap<String, Map<String, Value>>,
    /// Entries that are no bookmarks to us.
    strangers: Vec<Value>,
}

/// Why a file is not taken for bookmarks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("from a newer Dateline (schema {0})")]
    Newer(String),
    #[error("damaged")]
    Damaged,
}

#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(rename = "schema")]
    _schema: Value,
    #[serde(borrow, default)]
    bookmarks: Vec<&'a RawValue>,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// An entry as written when nothing unknown has to go along.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    changed: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dropped: Option<bool>,
    #[serde(flatten)]
    kept: Option<&'a Bookmark>,
}

impl Document {
    /// Reads a whole file.
    ///
    /// # Errors
    ///
    /// When it is not ours to overwrite, or not whole.
    pub fn parse(bytes: &[u8]) -> Result<Document, Unreadable> {
        // Asked first and by itself: the rest of a newer file may have another shape.
        #[derive(Deserialize)]
        struct Version {
            schema: Value,
        }
        let damaged = |_| Unreadable::Damaged;
        let version: Version = serde_json::from_slice(bytes).map_err(damaged)?;
        if version.schema.as_u64() != Some(SCHEMA) {
            let newer = version.schema.as_f64().is_some_and(|schema| schema > 1.0);
            let schema = version.schema.to_string();
            return Err(if newer { Unreadable::Newer(schema) } else { Unreadable::Damaged });
        }
        let whole: Whole<'_> = serde_json::from_slice(bytes).map_err(damaged)?;
        let mut document = Document { unknown: whole.unknown, ..Document::default() };
        for entry in whole.bookmarks {
            document.add(serde_json::from_str(entry.get()).map_err(damaged)?);
        }
        Ok(document)
    }

    /// Reads what whole lines are left in a damaged file: each entry has its own.
    pub fn salvage(bytes: &[u8]) -> Document {
        let mut document = Document::default();
        let text = String::from_utf8_lossy(bytes);
        for line in text.lines() {
            let line = line.trim().trim_end_matches(',');
            if let Ok(entry @ Value::Object(_)) = serde_json::from_str(line) {
                document.add(entry);
            }
        }
        // Here, unlike in a sound file, what is no bookmark is more likely garbage.
        document.strangers.clear();
        document
    }

    /// Lays another copy beside this one. What both have, the later change decides;
    /// of what neither understands, the other's is taken.
    pub fn merge(&mut self, other: Document) {
        self.bookmarks.merge(other.bookmarks);
        self.unknown.extend(other.unknown);
        self.unknown_fields.extend(other.unknown_fields);
        for stranger in other.strangers {
            if !self.strangers.contains(&stranger) {
                self.strangers.push(stranger);
            }
        }
    }

    /// The whole file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{{\"schema\": {SCHEMA}").into_bytes();
        for (name, value) in &self.unknown {
            out.extend_from_slice(b", ");
            write_json(&mut out, name);
            out.extend_from_slice(b": ");
            write_json(&mut out, value);
        }
        out.extend_from_slice(b", \"bookmarks\": [");
        let mut first = true;
        let mut next_line = |out: &mut Vec<u8>| {
            out.extend_from_slice(if first { b"\n" } else { b",\n" });
            first = false;
        };
        for (key, entry) in self.bookmarks.entries() {
            next_line(&mut out);
            self.write_entry(&mut out, key, entry);
        }
        for stranger in &self.strangers {
            next_line(&mut out);
            write_json(&mut out, stranger);
        }
        out.extend_from_slice(b"\n]}\n");
        out
    }

    fn write_entry(&self, out: &mut Vec<u8>, key: &str, entry: &Entry) {
        let kept = entry.kept.as_ref();
        let line = Line {
            key: kept.is_none().then_some(key),
            changed: entry.changed,
            dropped: kept.is_none().then_some(true),
            kept,
        };
        let Some(unknown) = self.unknown_fields.get(key) else { return write_json(out, &line) };
        let mut fields = unknown.clone();
        if let Ok(Value::Object(known)) = serde_json::to_value(&line) {
            fields.extend(known);
        }
        write_json(out, &fields);
    }

    fn add(&mut self, entry: Value) {
        match split(&entry) {
            Some((key, entry, unknown)) => {
                if !unknown.is_empty() {
                    self.unknown_fields.insert(key.clone(), unknown);
                }
                self.bookmarks.merge_entry(key, entry);
            }
            None => self.strangers.push(entry),
        }
    }
}

/// An entry's key, what we know of it, and the fields we do not know.
fn split(entry: &Value) -> Option<(String, Entry, Map<String, Value>)> {
    let mut fields = entry.as_object()?.clone();
    let changed = fields.remove("changed").map_or(Some(0), |changed| changed.as_i64())?;
    if fields.remove("dropped").is_some_and(|dropped| dropped == true) {
        let Some(Value::String(key)) = fields.remove("key") else { return None };
        return Some((key, Entry { changed, kept: None }, fields));
    }
    let bookmark = Bookmark::deserialize(&Value::Object(fields.clone())).ok()?;
    if let Ok(Value::Object(known)) = serde_json::to_value(&bookmark) {
        fields.retain(|name, value| !known.contains_key(name) && !value.is_null());
    }
    let bookmark = harmless(bookmark);
    Some((bookmark.key.clone(), Entry { changed, kept: Some(bookmark) }, fields))
}

/// The file may have been edited, or come from another machine: it passes the same
/// gate as a story.
fn harmless(bookmark: Bookmark) -> Bookmark {
    let line = |text: String| clean_line(&text).into_owned();
    Bookmark {
        key: bookmark.key,
        headline: line(bookmark.headline),
        body: clean(&bookmark.body).into_owned(),
        source: bookmark.source.map(line),
        place: bookmark.place.map(line),
        url: bookmark.url.map(line),
        path: bookmark.path.map(line),
        published: bookmark.published,
    }
}

fn write_json(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    serde_json::to_writer(out, value).expect("text and numbers are always JSON");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(key: &str) -> Bookmark {
        let headline = format!("Ferry {key} “sails”");
        Bookmark {
            key: key.into(),
            headline,
            body: "One.\n\nTwo.".into(),
            source: None,
            place: Some("OSLO".into()),
            url: None,
            path: None,
            published: Some(7),
        }
    }

    #[test]
    fn a_file_comes_back_as_it_was_written_one_entry_a_line() {
        let mut document = Document::default();
        document.bookmarks.set("a", Some(kept("a")), 10);
        document.bookmarks.set("b", None, 20);
        let bytes = document.to_bytes();
        assert_eq!(Document::parse(&bytes), Ok(document));
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.starts_with("{\"schema\": 1, \"bookmarks\": [\n"), "{text}");
    }

    #[test]
    fn what_is_not_understood_is_written_back() {
        let text = r#"{"schema": 1, "owner": "Tove", "bookmarks": [
            {"key": "a", "changed": 3, "headline": "A", "body": "", "note": "ask her"},
            {"kind": "folder", "name": "Ferries"}]}"#;
        let document = Document::parse(text.as_bytes()).unwrap();
        assert_eq!(document.bookmarks.len(), 1);
        let again = String::from_utf8(document.to_bytes()).unwrap();
        for kept in ["\"owner\": \"Tove\"", "\"note\":\"ask her\"", "\"kind\":\"folder\""] {
            assert!(again.contains(kept), "{again}");
        }
        assert_eq!(Document::parse(again.as_bytes()), Ok(document));
    }

    #[test]
    fn a_newer_file_is_told_from_a_damaged_one() {
        let newer = Document::parse(br#"{"schema": 2, "bookmarks": {"a": 1}}"#);
        assert_eq!(newer, Err(Unreadable::Newer("2".into())));
        for bad in ["", "{", "[]", "{}", r#"{"schema": 0, "bookmarks": []}"#, "\0\0\0"] {
            assert_eq!(Document::parse(bad.as_bytes()), Err(Unreadable::Damaged), "{bad}");
        }
    }

    #[test]
    fn whole_lines_of_a_cut_file_are_saved() {
        let mut document = Document::default();
        document.bookmarks.set("a", Some(kept("a")), 10);
        document.bookmarks.set("b", Some(kept("b")), 20);
        let bytes = document.to_bytes();
        let saved = Document::salvage(&bytes[..bytes.len() - 20]);
        assert!(saved.bookmarks.contains("a") && !saved.bookmarks.contains("b"));
    }

    #[test]
    fn an_edited_file_cannot_drive_the_terminal() {
        let text = "{\"schema\": 1, \"bookmarks\": [{\"key\": \"a\", \"headline\": \
                    \"\\u001b[2JFerry\", \"body\": \"\\u202eB\"}]}";
        let document = Document::parse(text.as_bytes()).unwrap();
        assert_eq!(document.bookmarks.kept()[0].headline, "Ferry");
        assert_eq!(document.bookmarks.kept()[0].body, "B");
    }
}
