//! What the links inside an element are relative to.

use url::Url;

/// No base is longer, in bytes: each link below one is a copy of it and more.
const LONGEST: usize = 2_048;

/// The address an element sets for the links inside, itself relative to the one around.
pub(super) fn resolve_base(base: &str, around: Option<&Url>) -> Option<Url> {
    let base = base.trim();
    if base.len() > LONGEST {
        return None;
    }
    let whole = around.map_or_else(|| Url::parse(base), |around| around.join(base)).ok()?;
    matches!(whole.scheme(), "http" | "https").then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::link::resolve;

    #[test]
    fn links_are_made_whole_or_left_out() {
        let base = resolve_base("https://example.org/a/", None);
        let at = |link| resolve(link, base.as_ref());
        assert_eq!(at("b?c=1").as_deref(), Some("https://example.org/a/b?c=1"));
        assert_eq!(at("/b c").as_deref(), Some("https://example.org/b%20c"));
        assert_eq!(at("//example.com/x").as_deref(), Some("https://example.com/x"));
        assert_eq!(at("HTTP://Example.org").as_deref(), Some("HTTP://Example.org"));
        assert_eq!((at("javascript:x"), at(""), resolve("/b", None)), (None, None, None));
        assert_eq!(resolve_base("javascript:x", None), None);
    }
}
