//! Which format an input is in: what it holds first, what it is called second.

use super::{Format, front, headers, mail, table, xml};

/// The format of an input, from the text of its first block and its name.
pub(super) fn sniff(name: &str, head: &str) -> Format {
    let text = head.trim_start();
    let named = Format::by_name(name);
    if looks_like_json(text) {
        let lines = named == Some(Format::Ndjson) || is_json_by_line(text);
        return if lines { Format::Ndjson } else { Format::Json };
    }
    // A feed may be attached to a mail, but no mail stands in a feed.
    if let Some(format) = mail::format(head) {
        return format;
    }
    if is_feed(text) {
        return Format::Feed;
    }
    if let Some(format) = root(text).and_then(|root| by_root(&root)) {
        return format;
    }
    if front::has_front(text) {
        return Format::Markdown;
    }
    if headers::begins(text) {
        return Format::Headers;
    }
    if matches!(named, None | Some(Format::Digest)) && table::begins(text) {
        return Format::Table;
    }
    // What is in a file called JSON and is none is a problem to be told.
    named.unwrap_or(Format::Digest)
}

/// Elements that pages begin with, or pieces of pages; the rest of [`by_root`] is of
/// formats in XML.
const HTML: [&str; 22] = [
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "script",
    "style",
    "article",
    "main",
    "section",
    "header",
    "nav",
    "div",
    "p",
    "h1",
    "h2",
    "table",
    "ul",
    "blockquote",
    "center",
    "img",
];

/// The format whose documents have such an element outermost, by its name without a
/// prefix, in lower case.
fn by_root(root: &str) -> Option<Format> {
    match root {
        "nitf" => Some(Format::Nitf),
        "newsitem" | "packageitem" | "newsmessage" => Some(Format::NewsMl),
        _ => HTML.contains(&root).then_some(Format::Html),
    }
}

/// The name of the first element of markup, without its prefix and in lower case;
/// `html` where a document type says so.
fn root(text: &str) -> Option<String> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let inside = rest.strip_prefix('<')?;
        let passed = match inside {
            _ if inside.starts_with("!--") => inside.split_once("-->")?.1,
            _ if inside.starts_with('?') => inside.split_once('>')?.1,
            _ if inside.starts_with('!') => {
                if starts_with_word(&inside[1..], "doctype html") {
                    return Some("html".to_owned());
                }
                behind_doctype(inside)?
            }
            _ => {
                let name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
                let end = inside.find(|c| !name(c)).unwrap_or(inside.len());
                let name = inside[..end].rsplit(':').next().unwrap_or_default();
                let begins = name.starts_with(char::is_alphabetic) && name.len() <= 40;
                return begins.then(|| name.to_ascii_lowercase());
            }
        };
        rest = passed;
    }
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Behind a document type, which may hold declarations of its own in brackets.
fn behind_doctype(text: &str) -> Option<&str> {
    let end = text.find(['>', '['])?;
    let rest = &text[end..];
    let inner = rest.strip_prefix('[').map(|inner| inner.split_once(']').map(|(_, rest)| rest));
    inner.unwrap_or(Some(rest))?.split_once('>').map(|(_, rest)| rest)
}

/// Whether one of the first tags opens a feed. Some stand behind a server's warnings,
/// or behind a document type that is another's.
fn is_feed(text: &str) -> bool {
    const ROOTS: [&str; 5] = ["rss", "feed", "rdf", "entry", "channel"];
    const LOOK: usize = 16 << 10;
    let head = &text[..text.floor_char_boundary(LOOK)];
    let begins = memchr::memchr(b'<', head.as_bytes()).is_some_and(|at| at < 256);
    let is_root = |name: &str| ROOTS.iter().any(|root| name.eq_ignore_ascii_case(root));
    begins && xml::names(head).take(8).any(is_root)
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
    use proptest::prelude::*;

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
        assert_eq!(sniff("a.txt", "\n<!-- x --><!doctype HTML><p>"), Format::Html);
        assert_eq!(sniff("a", "<Title>Ferry</title>"), Format::Html);
        assert_eq!(
            sniff("a", "<br />\n<b>Warning</b>: x <?xml version='1.0'?><rss>"),
            Format::Feed
        );
        assert_eq!(sniff("a.html", "<!DOCTYPE html><rdf:RDF>"), Format::Feed);
        assert_eq!(sniff("a.txt", "<NWA> shares rose"), Format::Digest);
    }

    #[test]
    fn markup_is_known_by_its_first_element() {
        let rss = "<?xml version='1.0'?>\n<!DOCTYPE rss [<!ENTITY a \"<b>\">]>\n<!-- < --><RSS v";
        assert_eq!(root(rss).as_deref(), Some("rss"));
        assert_eq!(root("<rdf:RDF xmlns").as_deref(), Some("rdf"));
        for none in ["", "a < b", "< a", "<!-- open <rss>", "<!DOCTYPE rss [", "<<<", "<1>"] {
            assert_eq!(root(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn any_head_is_some_format(head in "([<>!?\\[\\]:-]|<!--|-->|doctype|html|\\PC){0,40}") {
            let _ = sniff("a", &head);
        }
    }
}
