//! Which countries a `country:` value means.

use super::names::{Fit, Pattern};
use super::term::Name;
use crate::model::Code;
use crate::text::fold;

/// The countries meant, by code. The best kind of match counts alone: `niger` is not
/// Nigeria, and `iran` is not Iraq with a typo. All countries are known beforehand,
/// so this too depends on nothing that was loaded.
pub(super) fn codes(value: &Name) -> Vec<Code> {
    let letters: String = value.text.chars().filter(|c| c.is_alphanumeric()).collect();
    if let Some(code) = Code::new(&letters) {
        return vec![code];
    }
    let pattern = Pattern::new(&Name { text: value.text.clone(), exact: false });
    let mut fits: Vec<(Code, Fit)> =
        Code::all().filter_map(|(code, name)| Some((code, fit(code, name, &pattern)?))).collect();
    if fits.iter().all(|(_, fit)| *fit != Fit::Whole) {
        // Words for a people, and for a part of a country, are meant only as they stand:
        // `turk` may become Turkmenistan, and `korea` is more than one of the two.
        let named = !fits.is_empty();
        let whole = |word| pattern.fit(&fold(word)) == Some(Fit::Whole);
        fits.extend(Code::all_words().filter_map(|(code, mut names, mut people)| {
            let meant = people.any(whole) || !named && names.any(whole);
            meant.then_some((code, Fit::Whole))
        }));
    }
    let Some(best) = fits.iter().map(|(_, fit)| *fit).min() else { return Vec::new() };
    if value.exact && best != Fit::Whole {
        return Vec::new();
    }
    fits.into_iter().filter(|(_, fit)| *fit == best).map(|(code, _)| code).collect()
}

fn fit(code: Code, name: &'static str, pattern: &Pattern) -> Option<Fit> {
    std::iter::once(name)
        .chain(code.other_names())
        .filter_map(|name| pattern.fit(&fold(name)))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let codes = codes(&Name { text: text.into(), exact: false });
        codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_country_is_known_by_code_name_and_other_names() {
        for text in ["gb", "GB", "united kingdom", "UK", "u.k.", "Britain", "great brit"] {
            assert_eq!(found(text), "GB", "{text}");
        }
        assert_eq!(
            (found("U.S."), found("usa"), found("america")),
            ("US".into(), "US".into(), "US".into())
        );
        assert_eq!(
            (found("uae"), found("burma"), found("holland")),
            ("AE".into(), "MM".into(), "NL".into())
        );
    }

    #[test]
    fn a_country_is_known_by_its_people() {
        for (text, code) in [
            ("british", "GB"),
            ("England", "GB"),
            ("scots", "GB"),
            ("french", "FR"),
            ("swiss", "CH"),
            ("japanese", "JP"),
            ("iranian", "IR"),
        ] {
            assert_eq!(found(text), code, "{text}");
        }
        assert_eq!(found("fren"), "GF PF TF", "only as it stands");
    }

    #[test]
    fn the_best_kind_of_match_counts_alone() {
        assert_eq!(
            (found("iran"), found("niger"), found("mali")),
            ("IR".into(), "NE".into(), "ML".into())
        );
        assert_eq!((found("austria"), found("guinea")), ("AT".into(), "GN".into()));
        assert_eq!(found("korea"), "KP KR");
        assert_eq!(found("congo"), "CD CG");
        assert_eq!((found("norwya"), found("gremany")), ("NO".into(), "DE".into()));
        assert_eq!(found("narnia"), "");
    }

    #[test]
    fn every_country_is_found_by_its_code_and_by_its_name() {
        for (code, name) in Code::all() {
            assert_eq!(found(code.as_str()), code.as_str());
            assert_eq!(found(name), code.as_str(), "{name}");
            for other in code.other_names() {
                assert_eq!(found(other), code.as_str(), "{other}");
            }
        }
    }
}
