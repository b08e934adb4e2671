//! The bookmarks file as text: one entry a line, and nothing lost that this version
//! does not understand.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::shape::{self, Unreadable};
use crate::model::{Bookmark, Bookmarks, Entry};
use crate::text::{clean, clean_line};

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
        let damaged = |_| Unreadable::Damaged;
        let whole: Whole<'_> = serde_json::from_slice(shape::check(bytes)?).map_err(damaged)?;
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

    /// Lays another copy beside this one. What both have, the later change decides.
    pub fn merge(&mut self, mut other: Document) {
        for (key, entry) in other.bookmarks.into_entries() {
            let unknown = other.unknown_fields.remove(&key).unwrap_or_default();
            self.lay(&key, entry, unknown);
        }
        lay_fields(&mut self.unknown, other.unknown);
        for stranger in other.strangers {
            if !self.strangers.contains(&stranger) {
                self.strangers.push(stranger);
            }
        }
    }

    /// Lays an entry beside what is there. Fields we do not know belong to the entry
    /// that wins: a later Dateline's note is as old as the change it came with.
    fn lay(&mut self, key: &str, entry: Entry, unknown: Map<String, Value>) {
        let fields = self.unknown_fields.entry(key.to_owned()).or_default();
        match self.bookmarks.merge_entry(key.to_owned(), entry) {
            Ordering::Greater => *fields = unknown,
            Ordering::Equal => lay_fields(fields, unknown),
            Ordering::Less => (),
        }
        if fields.is_empty() {
            self.unknown_fields.remove(key);
        }
    }

    /// The whole file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let entries = self.bookmarks.entries().map(|(key, entry)| self.line(key, entry));
        let lines = entries.chain(self.strangers.iter().map(shape::line));
        shape::write(&self.unknown, "bookmarks", lines)
    }

    fn line(&self, key: &str, entry: &Entry) -> Vec<u8> {
        let kept = entry.kept.as_ref();
        let line = Line {
            key: kept.is_none().then_some(key),
            changed: entry.changed,
            dropped: kept.is_none().then_some(true),
            kept,
        };
        let Some(unknown) = self.unknown_fields.get(key) else { return shape::line(&line) };
        let mut fields = unknown.clone();
        if let Ok(Value::Object(known)) = serde_json::to_value(&line) {
            fields.extend(known);
        }
        shape::line(&fields)
    }

    fn add(&mut self, entry: Value) {
        match split(&entry) {
            Some((key, entry, unknown)) => self.lay(&key, entry, unknown),
            None => self.strangers.push(entry),
        }
    }
}

/// Both copies' fields; of one that differs the greater text, so that the order of
/// merging does not matter.
fn lay_fields(ours: &mut Map<String, Value>, theirs: Map<String, Value>) {
    let text = |value: &Value| value.to_string();
    for (name, value) in theirs {
        if ours.get(&name).is_none_or(|old| text(old) < text(&value)) {
            ours.insert(name, value);
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
    fn fields_not_understood_go_with_the_later_change() {
        let with = |changed: i64, note: &str| {
            let text = format!(
                r#"{{"schema": 1, "bookmarks": [{{"key": "a", "changed": {changed},
                "headline": "A", "body": "", "note": "{note}"}}]}}"#
            );
            Document::parse(text.as_bytes()).unwrap()
        };
        let (old, new, other) = (with(3, "z old"), with(5, "new"), with(5, "other"));
        let merged = |a: &Document, b: &Document| {
            let mut both = a.clone();
            both.merge(b.clone());
            both
        };
        assert_eq!(merged(&old, &new), new);
        assert_eq!(merged(&new, &old), new);
        assert_eq!(merged(&new, &other), merged(&other, &new));
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
