//! Links that may be kept: none that a terminal or a browser would run.

/// The link, when its scheme is one that is only ever a place.
pub(super) fn safe(link: &str) -> Option<&str> {
    const SCHEMES: [&str; 6] = ["http", "https", "mailto", "ftp", "gemini", "gopher"];
    let link = link.trim();
    let (scheme, rest) = link.split_once(':')?;
    let known = SCHEMES.iter().any(|one| one.eq_ignore_ascii_case(scheme));
    let plain = !link.chars().any(|c| c.is_control() || c.is_whitespace());
    (known && plain && !rest.is_empty() && u16::try_from(link.len()).is_ok()).then_some(link)
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
            "https:",
            "",
        ] {
            assert_eq!(safe(link), None, "{link}");
        }
    }
}
