//! What the names that a page gives its boxes say of them.

use crate::load::html::tokens::Tag;

/// What a box looks like by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    Plain,
    /// What goes round an article.
    Chrome,
}

/// Words in names of boxes that hold an article.
const TEXT: [&str; 9] =
    ["article", "body", "content", "entry", "hentry", "main", "post", "story", "text"];

/// Words in names of boxes that do not. Our own, after what sites commonly use.
const CHROME: [&str; 41] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "caption",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "disqus",
    "foot",
    "footer",
    "masthead",
    "menu",
    "meta",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "paging",
    "pager",
    "pagination",
    "popup",
    "promo",
    "recirc",
    "recommended",
    "related",
    "rss",
    "share",
    "sharing",
    "sidebar",
    "social",
    "sponsor",
    "subscribe",
    "taboola",
    "tags",
];

/// Words that say what a box has round it, not what it is.
const SWITCHES: [&str; 5] = ["with", "has", "no", "is", "without"];

/// What a tag's class, id and role say: the last word that says anything, of each name.
pub(super) fn look(tag: &Tag<'_>) -> Look {
    let (mut text, mut chrome) = (false, false);
    if ["body", "html"].iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
        return Look::Plain;
    }
    for (key, value) in tag.attributes() {
        if !["class", "id", "role"].iter().any(|name| key.eq_ignore_ascii_case(name)) {
            continue;
        }
        // A long name is a list of switches and says nothing.
        for name in value[..value.floor_char_boundary(200)].split_ascii_whitespace() {
            match look_of(name) {
                Look::Text => text = true,
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

fn look_of(name: &str) -> Look {
    let mut found = Look::Plain;
    for word in words(name) {
        let is = |known: &&str| known.eq_ignore_ascii_case(word);
        if SWITCHES.iter().any(&is) {
            return Look::Plain;
        }
        if CHROME.iter().any(&is) {
            found = Look::Chrome;
        } else if TEXT.iter().any(is) {
            found = Look::Text;
        }
    }
    found
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
        assert_eq!(look_of("article-share"), Look::Chrome);
        assert_eq!(look_of("sidebar-content"), Look::Text);
        assert_eq!(look_of("has-sidebar"), Look::Plain);
    }
}
