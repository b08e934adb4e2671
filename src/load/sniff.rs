//! Which format an input is in: what it holds first, what it is called second.

use super::Format;

/// The format of an input, from the text of its first block and its name.
pub(super) fn sniff(name: &str, head: &str) -> Format {
    let text = head.trim_start();
    let named = Format::by_name(name);
    if looks_like_json(text) {
        let lines = named == Some(Format::Ndjson) || is_json_by_line(text);
        return if lines { Format::Ndjson } else { Format::Json };
    }
    // What is in a file called JSON and is none is a problem to be told.
    named.unwrap_or(Format::Digest)
}

/// Whether text begins as a JSON object or array does: `[Editor's note]` does not.
fn looks_like_json(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    let next = chars.as_str().trim_start().chars().next();
    match first {
        Some('{') => matches!(next, Some('"' | '}')),
        Some('[') => matches!(next, Some('{' | '[' | ']')),
        _ => false,
    }
}

/// Whether the first line is an object by itself and the next begins another.
fn is_json_by_line(text: &str) -> bool {
    let mut lines = text.split('\n').filter(|line| !line.trim().is_empty());
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let whole = || serde_json::from_str::<&serde_json::value::RawValue>(first).is_ok();
    first.starts_with('{') && second.trim_start().starts_with('{') && whole()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_comes_before_the_name() {
        assert_eq!(sniff("a.txt", "[{\"title\": \"x\"}]"), Format::Json);
        assert_eq!(sniff("a.txt", "{\"title\": \"x\"}\n{\"title\": \"y\"}\n"), Format::Ndjson);
        assert_eq!(sniff("a.ndjson", "{\"title\": \"x\"}"), Format::Ndjson);
        assert_eq!(sniff("a.json", "{\n  \"title\": \"x\"\n}\n"), Format::Json);
        assert_eq!(sniff("a", "[Editor's note] The ferry"), Format::Digest);
        assert_eq!(sniff("a.json", "{not json"), Format::Json);
        assert_eq!(sniff("", ""), Format::Digest);
    }
}
