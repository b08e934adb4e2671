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

/// Words in names of boxes that hold an article.
const TEXT: [&str; 9] =
    ["article", "body", "content", "entry", "hentry", "main", "post", "story", "text"];

/// Words in names of boxes that do not. Our own, after what sites commonly use.
const CHROME: [&str; 58] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "caption",
    "comment",
    "comments",
    "complementary",
    "consent",
    "cookie",
    "cookies",
    "dialog",
    "discussion",
    "disqus",
    "foot",
    "footer",
    "gdpr",
    "masthead",
    "menu",
    "meta",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "paging",
    "pager",
    "pagination",
    "popular",
    "popup",
    "promo",
    "recirc",
    "recirculation",
    "recommendations",
    "recommended",
    "related",
    "replies",
    "reply",
    "respond",
    "responses",
    "rss",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "sponsor",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "toolbar",
    "trending",
];

/// What heads a box that is no part of an article, in lower case, without numbers and
/// signs. Our own, after what sites commonly write.
const HEADINGS: [&str; 34] = [
    "about the author",
    "also on this site",
    "comments",
    "editors picks",
    "follow us",
    "join the conversation",
    "join the discussion",
    "keep reading",
    "latest",
    "latest news",
    "latest stories",
    "leave a comment",
    "leave a reply",
    "more",
    "more news",
    "more on this",
    "more on this story",
    "more on this topic",
    "more stories",
    "most popular",
    "most read",
    "most viewed",
    "newsletter",
    "read more",
    "read next",
    "recommended",
    "recommended for you",
    "related",
    "related articles",
    "related content",
    "related stories",
    "related topics",
    "top stories",
    "trending",
];

/// How such headings begin.
const BEGINNINGS: [&str; 5] =
    ["sign up ", "subscribe to ", "you may also ", "you might also ", "more from "];

/// Whether a heading says that what it heads is no part of an article.
pub(super) fn heads_chrome(heading: &str) -> bool {
    let is_said = |c: &char| c.is_alphabetic() || c.is_whitespace();
    let said: String = fold(heading).chars().filter(is_said).collect();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    HEADINGS.contains(&&*said) || BEGINNINGS.iter().any(|begins| said.starts_with(begins))
}

/// Names that are given for the sake of scripts and screen readers: they tell what goes
/// round an article well enough, and an article badly.
const SPOKEN: [&str; 6] =
    ["aria-label", "data-component", "data-module", "data-qa", "data-testid", "itemprop"];

/// Words that say what a box has round it, not what it is.
const SWITCHES: [&str; 5] = ["with", "has", "no", "is", "without"];

/// What a tag's class, id and role say: the last word that says anything, of each name.
pub(super) fn look(tag: &Tag<'_>) -> Look {
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
            match look_of(name) {
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

    #[test]
    fn headings_are_known_whatever_is_counted_in_them() {
        for heading in ["Comments (12)", "12 comments", "Editor’s Picks", "More from Northern Wire"]
        {
            assert!(heads_chrome(heading), "{heading}");
        }
        assert!(!heads_chrome("Comments by the minister") && !heads_chrome("Fares"));
    }
}
