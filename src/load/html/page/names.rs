//! What the names that a page gives its boxes say of them.

use crate::load::html::tokens::Tag;
use crate::text::fold;

/// What a box looks like by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    Plain,
    /// What goes round an article.
    Chrome,
}

const BOXES: &str = include_str!("../../../../assets/page-boxes.tsv");
const HEADINGS: &str = include_str!("../../../../assets/page-headings.tsv");

/// What one word of a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Text,
    Chrome,
    /// Not what the box is.
    Nothing,
}

/// The tables of names and headings, ready to be searched.
#[derive(Debug, Default)]
pub(super) struct Names {
    boxes: Vec<(&'static str, Says)>,
    headings: Vec<&'static str>,
    /// How such headings begin.
    beginnings: Vec<&'static str>,
}

/// Names that are given for the sake of scripts and screen readers: they tell what goes
/// round an article well enough, and an article badly.
const SPOKEN: [&str; 6] =
    ["aria-label", "data-component", "data-module", "data-qa", "data-testid", "itemprop"];

impl Names {
    pub(super) fn new() -> Names {
        let says = |what: &str| match what {
            "text" => Says::Text,
            "chrome" => Says::Chrome,
            _ => Says::Nothing,
        };
        let boxes = rows(BOXES).filter_map(|row| row.split_once('\t'));
        let (beginnings, headings): (Vec<_>, Vec<_>) =
            rows(HEADINGS).partition(|row| row.ends_with('…'));
        Names {
            boxes: boxes.map(|(word, what)| (word, says(what))).collect(),
            headings,
            beginnings: beginnings.iter().map(|row| row.trim_end_matches('…')).collect(),
        }
    }

    /// Whether a heading says that what it heads is no part of an article.
    pub(super) fn heads_chrome(&self, heading: &str) -> bool {
        let is_said = |c: &char| c.is_alphabetic() || c.is_whitespace();
        let said: String = fold(heading).chars().filter(is_said).collect();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let begins =
            |begun: &&str| said.strip_prefix(*begun).is_some_and(|rest| rest.starts_with(' '));
        self.headings.binary_search(&&*said).is_ok() || self.beginnings.iter().any(begins)
    }

    /// What a tag's class, id and role say: the last word that says anything, of each name.
    pub(super) fn look(&self, tag: &Tag<'_>) -> Look {
        let (mut text, mut chrome) = (false, false);
        if ["body", "html"].iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            return Look::Plain;
        }
        for (key, value) in tag.attributes() {
            let is = |names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name));
            let is_spoken = is(&SPOKEN);
            if !is_spoken && !is(&["class", "id", "role"]) {
                continue;
            }
            // A long name is a list of switches and says nothing.
            for name in value[..value.floor_char_boundary(200)].split_ascii_whitespace() {
                match self.look_of(name) {
                    Look::Text => text |= !is_spoken,
                    Look::Chrome => chrome = true,
                    Look::Plain => (),
                }
            }
        }
        match (text, chrome) {
            (true, false) => Look::Text,
            (false, true) => Look::Chrome,
            _ => Look::Plain,
        }
    }

    fn look_of(&self, name: &str) -> Look {
        let mut found = Look::Plain;
        for word in words(name) {
            match self.says(word) {
                Some(Says::Nothing) => return Look::Plain,
                Some(Says::Chrome) => found = Look::Chrome,
                Some(Says::Text) => found = Look::Text,
                None => (),
            }
        }
        found
    }

    fn says(&self, word: &str) -> Option<Says> {
        let small = || word.bytes().map(|byte| byte.to_ascii_lowercase());
        let found = self.boxes.binary_search_by(|(known, _)| known.bytes().cmp(small()));
        found.ok().map(|at| self.boxes[at].1)
    }
}

/// The rows of a table below its header.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|row| !row.starts_with('#'))
}

/// Names are taken apart at `-`, `_` and capitals.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(|word| {
        let bytes = word.as_bytes();
        let turns =
            |at: usize| bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase();
        let ends = (1..=word.len()).filter(move |at| *at == bytes.len() || turns(*at));
        let mut from = 0;
        ends.map(move |end| &word[std::mem::replace(&mut from, end)..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let words: Vec<_> = words("storyBody__text sidebar-2 AD").collect();
        assert_eq!(words, ["story", "Body", "text", "sidebar", "2", "AD"]);
        let names = Names::new();
        assert_eq!(names.look_of("article-share"), Look::Chrome);
        assert_eq!(names.look_of("sidebar-Content"), Look::Text);
        assert_eq!(names.look_of("has-sidebar"), Look::Plain);
    }

    #[test]
    fn headings_are_known_whatever_is_counted_in_them() {
        for heading in ["Comments (12)", "12 comments", "Editor’s Picks", "More from Northern Wire"]
        {
            assert!(Names::new().heads_chrome(heading), "{heading}");
        }
        for heading in
            ["Comments by the minister", "Fares", "Most readers", "Sign upon the dotted line"]
        {
            assert!(!Names::new().heads_chrome(heading), "{heading}");
        }
    }
}
