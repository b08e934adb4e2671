//! The shape every kept file has: its version first, then one entry a line, so that a
//! person can read it, compare it and mend it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the shape this program writes.
const SCHEMA: u64 = 1;

/// Why a file is not taken for what its name says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("from a newer Dateline (schema {0})")]
    Newer(String),
    #[error("damaged")]
    Damaged,
}

/// The JSON of a file of this version.
///
/// # Errors
///
/// When it is not ours to overwrite, or is not whole.
pub(in crate::shell) fn check(bytes: &[u8]) -> Result<&[u8], Unreadable> {
    // Asked first and by itself: the rest of a newer file may have another shape.
    #[derive(Deserialize)]
    struct Version {
        schema: Value,
    }
    // Editors on Windows begin a file with a mark of its encoding.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let version: Version = serde_json::from_slice(bytes).map_err(|_| Unreadable::Damaged)?;
    if version.schema.as_u64() == Some(SCHEMA) {
        return Ok(bytes);
    }
    let newer = version.schema.as_f64().is_some_and(|schema| schema > 1.0);
    Err(if newer { Unreadable::Newer(version.schema.to_string()) } else { Unreadable::Damaged })
}

/// A whole file: fields we do not know, then the entries under the name of the list.
pub(in crate::shell) fn write(
    unknown: &Map<String, Value>,
    list: &str,
    entries: impl Iterator<Item = Vec<u8>>,
) -> Vec<u8> {
    let mut out = format!("{{\"schema\": {SCHEMA}").into_bytes();
    for (name, value) in unknown {
        out.extend_from_slice(b", ");
        out.extend_from_slice(&line(name));
        out.extend_from_slice(b": ");
        out.extend_from_slice(&line(value));
    }
    out.extend_from_slice(format!(", \"{list}\": [").as_bytes());
    for (at, entry) in entries.enumerate() {
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        out.extend_from_slice(&entry);
    }
    out.extend_from_slice(b"\n]}\n");
    out
}

/// One entry as JSON, which has no line ends of its own.
pub(in crate::shell) fn line(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    serde_json::to_vec(value).expect("text and numbers are always JSON")
}
