//! What a page or a feed says its encoding is.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A page says it this early, in bytes; browsers look at the first 1,024, but many a
/// page has its scripts first.
const EARLY: usize = 8 << 10;

/// The encoding that markup names: in `<?xml … encoding="…"?>`, else in a `<meta>`.
/// `None` for what is no markup, names none, or names one that says nothing: UTF-8 is
/// tried in any case, and what can be read as far as its declaration is no UTF-16.
pub fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head[..head.len().min(EARLY)].trim_ascii_start();
    let label = match head.strip_prefix(b"<?xml") {
        Some(rest) => {
            let end = rest.iter().position(|byte| *byte == b'>')?;
            label_behind(&rest[..end], b"encoding")?
        }
        None => metas(head).find_map(|meta| label_behind(meta, b"charset"))?,
    };
    let encoding = Encoding::for_label_no_replacement(label)?;
    let says_nothing = [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding);
    (!says_nothing && encoding != encoding_rs::X_USER_DEFINED).then_some(encoding)
}

/// The insides of `<meta …>` tags.
fn metas(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let head = if head.starts_with(b"<") { head } else { b"" };
    memchr::memchr_iter(b'<', head).filter_map(move |at| {
        let tag = &head[at + 1..];
        let is_meta = tag.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"meta"));
        let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
        is_meta.then(|| &tag[4..end])
    })
}

/// What stands behind `key=`, with quotes or without.
fn label_behind<'a>(text: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let at = text.windows(key.len()).position(|word| word.eq_ignore_ascii_case(key))?;
    let value = text[at + key.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let ends = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte);
    let label = &value[..value.iter().position(ends).unwrap_or(value.len())];
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(head: &str) -> Option<&'static str> {
        declared(head.as_bytes()).map(Encoding::name)
    }

    #[test]
    fn markup_names_its_encoding() {
        assert_eq!(name("<?xml version='1.0' encoding = 'KOI8-R' ?><rss/>"), Some("KOI8-R"));
        assert_eq!(name("\n<html><META charset=big5><title>"), Some("Big5"));
        let old = r#"<meta http-equiv="Content-Type" content="text/html; charset=Windows-1251">"#;
        assert_eq!(name(old), Some("windows-1251"));
    }

    #[test]
    fn what_says_nothing_is_not_heard() {
        for head in [
            "",
            "charset=big5",
            "<?xml version=\"1.0\"?><a encoding='big5'>",
            "<?xml encoding='utf-16'?>",
            "<meta charset=utf-7>",
            "<p charset=big5>",
            "<meta charset=",
        ] {
            assert_eq!(name(head), None, "{head}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at(head in "(<meta|<\\?xml|charset|encoding|=|[\"'>< -]|big5|\\PC){0,20}") {
            let _ = declared(head.as_bytes());
        }
    }
}
