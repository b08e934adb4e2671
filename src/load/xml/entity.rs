//! Character references of XML: its five, numbers, and HTML's names. Nothing else is
//! one, so nothing a document type declares is ever expanded.

use std::borrow::Cow;

use crate::load::html;

/// Text with each reference resolved once; what is none stays as it is.
pub(in crate::load) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    html::unescape(text, &mut out);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_once() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a &amp;amp; b", "a &amp; b"),
            ("&lt;p&gt; &quot;&apos;", "<p> \"'"),
            ("AT&T & Co &unknown; &", "AT&T & Co &unknown; &"),
            ("/?a=1&copy=2&amplitude=3", "/?a=1&copy=2&amplitude=3"),
        ] {
            assert_eq!(unescape(text), expected);
        }
    }
}
