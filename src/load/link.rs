//! Links that may be kept, made whole: none that a terminal or a browser would run.

use url::Url;

use crate::text::clean;

/// The link, when its scheme is one that is only ever a place.
pub(super) fn safe(link: &str) -> Option<&str> {
    const SCHEMES: [&str; 6] = ["http", "https", "mailto", "ftp", "gemini", "gopher"];
    let link = link.trim();
    let (scheme, rest) = link.split_once(':')?;
    let known = SCHEMES.iter().any(|one| one.eq_ignore_ascii_case(scheme));
    let is_visible = || !link.contains(char::is_whitespace) && clean(link) == link;
    let plain = link.bytes().all(|byte| byte.is_ascii_graphic()) || is_visible();
    (known && plain && !rest.is_empty() && u16::try_from(link.len()).is_ok()).then_some(link)
}

/// A link as a whole address, or `None` when it leads nowhere or nowhere safe. One that
/// is whole already stays as it was written.
pub(super) fn resolve(text: &str, base: Option<&Url>) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(link) = safe(text) {
        return Some(link.to_owned());
    }
    let whole = base.map_or_else(|| Url::parse(text), |base| base.join(text)).ok()?;
    safe(whole.as_str()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_that_are_places_are_kept() {
        assert_eq!(safe(" https://example.org/1 "), Some("https://example.org/1"));
        assert_eq!(safe("HTTP://example.org"), Some("HTTP://example.org"));
        for link in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc",
            "--help",
            "http://a b",
            "http://a\u{202e}b",
            "http://a\u{feff}b",
            "https:",
            "",
        ] {
            assert_eq!(safe(link), None, "{link}");
        }
    }
}
