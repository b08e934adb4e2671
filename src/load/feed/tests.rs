//! What a reader may rely on when opening a feed.

use crate::load::tests::{Gathered, load};

fn headlines(gathered: &Gathered) -> Vec<&str> {
    gathered.stories.iter().map(|story| &*story.headline).collect()
}

#[test]
fn an_item_is_a_story() {
    let feed = load(
        "a.xml",
        "<?xml version=\"1.0\"?><rss><channel><title>Northern Wire</title>
        <link>https://example.org/</link><item><title>Ferry &amp;amp; talks</title>
        <link>/1?a=1&amp;b=2</link><guid isPermaLink=\"false\">n-1</guid>
        <pubDate>Fri, 15 Dec 2017 10:20:00 GMT</pubDate>
        <description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description></item></channel></rss>",
    );
    let story = &feed.stories[0];
    assert_eq!((&*story.headline, &*story.body), ("Ferry & talks", "One.\n\nTwo."));
    assert_eq!(story.url.as_deref(), Some("https://example.org/1?a=1&b=2"));
    assert_eq!(
        (story.id.as_deref(), story.source.as_deref()),
        (Some("n-1"), Some("Northern Wire"))
    );
    assert_eq!((story.published, feed.problems.len()), (Some(1_513_333_200), 0));
}

#[test]
fn a_feed_without_items_gives_no_story() {
    let feed = load("a.xml", "<rss><channel><title>Wire</title></channel></rss>");
    assert_eq!((feed.stories.len(), feed.problems.len()), (0, 0));
}

#[test]
fn damage_costs_no_more_than_itself() {
    let feed = load(
        "a.xml",
        "<rss><channel><item><title>One & one<link>https://example.org/1</link>
        <item><title>Two</b></title><description>A <b>bold</description></item>
        <item><title>Three</title><x:y>z</item>
        <item><title>Four</title><description>cut off he",
    );
    assert_eq!(headlines(&feed), ["One & one", "Two", "Three", "Four"]);
    assert_eq!(feed.stories[0].url.as_deref(), Some("https://example.org/1"));
    assert_eq!(feed.stories[3].body, "cut off he");
    assert_eq!(feed.problems, ["a.xml:4: is cut off or never closed; what was whole was read"]);
}

#[test]
fn a_title_behind_the_items_names_their_source() {
    let feed = load("a.atom", "<feed><entry><title>One</title></entry><title>Wire</title></feed>");
    assert_eq!(feed.stories[0].source.as_deref(), Some("Wire"));
}

#[test]
fn bombs_and_depth_are_harmless() {
    let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><rss><channel><item>\
                <title>&b;</title></item></channel></rss>";
    assert_eq!(headlines(&load("a.xml", bomb)), ["&b;"]);
    let deep = format!("<rss><channel><item><title>x</title>{}", "<a>".repeat(100_000));
    assert_eq!(headlines(&load("a.xml", &deep)), ["x"]);
}
