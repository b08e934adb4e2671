//! Colours and emphasis for every part of the screen: data from `assets/themes/`.
//!
//! Every role differs from plain text in more than colour, so that a screen without
//! colours, or an eye that does not tell them apart, loses nothing.

use serde::Deserialize;

/// The built-in themes, in the order `T` goes through them.
const BUILT_IN: [&str; 3] = [
    include_str!("../../assets/themes/dark.toml"),
    include_str!("../../assets/themes/light.toml"),
    include_str!("../../assets/themes/plain.toml"),
];

/// A place in the terminal's palette of 256 colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Colour(pub u8);

/// How one part of the screen looks. What is not said is the terminal's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "five independent switches of a terminal cell")]
pub struct Look {
    pub fg: Option<Colour>,
    pub bg: Option<Colour>,
    pub bold: bool,
    pub dim: bool,
    pub italic: bool,
    pub underline: bool,
    pub reverse: bool,
}

/// The look of every part of the screen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub name: String,
    pub text: Look,
    /// Sources, dates, roles, counts: what stands beside the matter.
    pub quiet: Look,
    pub border: Look,
    /// The border and title of the pane that has the keys.
    pub focus: Look,
    pub title: Look,
    pub brand: Look,
    pub filter: Look,
    pub headline: Look,
    /// The row under the cursor, in the pane that has the keys.
    pub selected: Look,
    /// The row under the cursor in the other panes.
    pub resting: Look,
    pub mark: Look,
    pub matched: Look,
    pub country: Look,
    pub speaker: Look,
    pub organisation: Look,
    pub quote: Look,
    /// The words the sidebar's cursor points at, and a search's hits.
    pub evidence: Look,
    pub key: Look,
    pub warning: Look,
}

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ThemeError(#[from] toml::de::Error);

impl Default for Theme {
    fn default() -> Theme {
        Theme::named("dark").expect("a test loads every built-in theme")
    }
}

impl Theme {
    /// # Errors
    ///
    /// When the text is not TOML of this shape.
    pub fn parse(text: &str) -> Result<Theme, ThemeError> {
        Ok(toml::from_str(text)?)
    }

    /// A built-in theme by its name.
    pub fn named(name: &str) -> Option<Theme> {
        BUILT_IN.iter().filter_map(|text| Theme::parse(text).ok()).find(|theme| theme.name == name)
    }

    /// The built-in theme after this one.
    #[must_use]
    pub fn next(&self) -> Theme {
        let themes: Vec<Theme> =
            BUILT_IN.iter().filter_map(|text| Theme::parse(text).ok()).collect();
        let at = themes.iter().position(|theme| theme.name == self.name).map_or(0, |at| at + 1);
        themes.into_iter().cycle().nth(at).unwrap_or_else(|| self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_theme_loads() {
        let names: Vec<String> =
            BUILT_IN.iter().map(|text| Theme::parse(text).unwrap().name).collect();
        assert_eq!(names, ["dark", "light", "plain"]);
        assert_eq!(Theme::named("plain").unwrap().next().name, "dark");
    }

    #[test]
    fn no_role_is_told_by_colour_alone() {
        for theme in BUILT_IN.iter().map(|text| Theme::parse(text).unwrap()) {
            let bare = |look: Look| Look { fg: None, bg: None, ..look };
            let plain = bare(theme.text);
            for look in
                [theme.country, theme.speaker, theme.organisation, theme.quote, theme.evidence]
            {
                assert_ne!(bare(look), plain, "{}", theme.name);
            }
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        let text = BUILT_IN[2];
        assert!(!text.contains("fg") && !text.contains("bg"));
    }
}
