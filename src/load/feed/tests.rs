//! What a reader may rely on when opening a feed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;

use crate::load::tests::{Gathered, load};
use crate::load::{Format, read};

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

fn atom(version: &str, inside: &str) -> Gathered {
    load("a.atom", &format!("<feed xmlns='{version}'><entry>{inside}</entry></feed>"))
}

const ATOM_0_3: &str = "http://purl.org/atom/ns#";
const ATOM: &str = "http://www.w3.org/2005/Atom";

/// The headline of an entry whose title is packed in Base64.
fn packed(version: &str, attributes: &str, title: &str) -> String {
    let title = STANDARD.encode(title);
    atom(version, &format!("<title {attributes}>{title}</title>")).stories.remove(0).headline
}

#[test]
fn packed_text_is_what_its_type_says() {
    let title = "Ferry <b>opens</b>";
    assert_eq!(packed(ATOM_0_3, "mode='base64' type='text/html'", title), "Ferry opens");
    assert_eq!(packed(ATOM_0_3, "mode='base64' type='text/plain'", title), title);
    assert_eq!(packed(ATOM, "type='application/octet-stream'", title), "Ferry opens");
}

#[test]
fn packed_text_without_a_type_shows_no_tags_and_loses_no_signs() {
    let of = |text: &str| {
        let content = format!("<content mode='base64'>{}</content>", STANDARD.encode(text));
        atom(ATOM_0_3, &content).stories.remove(0).body
    };
    assert_eq!(of("Ferry <b>opens</b>"), "Ferry opens");
    assert_eq!(of("<p>What &lt;blink> was</p>"), "What <blink> was");
    assert_eq!(of("Cod < ling & <NWA> up"), "Cod < ling & <NWA> up");
}

#[test]
fn a_byte_order_mark_anywhere_is_no_text_and_no_harm() {
    let mark = "\u{feff}";
    for feed in [
        format!("<item><title>Ferry<!--<rss>{mark}{mark}>"),
        format!("{mark}{mark}<item><title>{mark}Ferry{mark}</title></item>{mark}"),
        format!("<item>{mark}<title><{mark}{mark}>Ferry</title></item>"),
    ] {
        let found = load("a.xml", &format!("<rss>{feed}"));
        assert!(found.stories[0].headline.contains("Ferry"), "{feed:?}");
    }
}

#[test]
fn a_packed_title_without_a_type_is_plain_text() {
    let of = |title| packed(ATOM_0_3, "mode='base64'", title);
    assert_eq!(of("Whatever became of <blink>?"), "Whatever became of <blink>?");
}

#[test]
fn what_stands_in_the_text_of_an_entry_is_no_field_of_it() {
    let picture = "<svg><dc:title>Map</dc:title><dc:description/></svg>";
    let content = format!(
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Before</p>{picture}\
         <p>After</p></div></content>"
    );
    assert_eq!(atom(ATOM, &content).stories[0].body, "Before\n\nAfter");
}

#[test]
fn the_fullest_text_of_an_item_is_its_story() {
    let body = |content: &str, summary: &str| {
        let entry = format!("<summary>{summary}</summary><content type='html'>{content}</content>");
        atom(ATOM, &entry).stories.remove(0).body
    };
    let long = "The line opens in May, the harbour board said.";
    assert_eq!(body(long, "The line opens."), long);
    assert_eq!(body("The line opens in May, the board says.", long), long, "a stub of a text");
    let tags = "&lt;p style='margin: 0 auto; color: black'>The line opens.&lt;/p>";
    assert_eq!(body(tags, long), long, "tags make no text longer");
    let same = "The line opens in May,&lt;br>the harbour board said.";
    assert_eq!(body(same, long), "The line opens in May,\n\nthe harbour board said.");
}

#[test]
fn links_in_a_text_are_whole() {
    let body = |base: &str, link: &str| {
        let entry = format!(
            "<content type='html'{base}>See &lt;a href='b'>here&lt;/a></content><link href='{link}'/>"
        );
        atom(ATOM, &entry).stories.remove(0).body
    };
    let whole = |link: &str| format!("See here [1]\n\n[1] {link}");
    assert_eq!(body("", "https://example.org/a/1"), whole("https://example.org/a/b"));
    assert_eq!(
        body(" xml:base='https://example.com/'", "https://example.org/a/1"),
        whole("https://example.com/b")
    );
    assert_eq!(body("", ""), "See here");
}

#[test]
fn an_item_without_a_title_takes_its_pictures() {
    let picture = "<category><image><title>Ferry</title></image></category>";
    let headline = |title: &str| {
        let feed = format!("<rss><channel><item>{picture}{title}</item></channel></rss>");
        load("a.xml", &feed).stories.remove(0).headline
    };
    assert_eq!(headline(""), "Ferry");
    assert_eq!(headline("<title>Talks</title>"), "Talks");
}

#[test]
fn a_text_that_is_a_whole_page_begins_with_its_title() {
    let body = |headline: &str| {
        let page = "&lt;html>&lt;head>&lt;title>Ferry &amp;amp; crew&lt;/title>&lt;style>p {}&lt;/style>\
                    &lt;/head>&lt;body>&lt;p>The line opens.";
        let entry = format!("<title>{headline}</title><content type='html'>{page}</content>");
        atom(ATOM, &entry).stories.remove(0).body
    };
    assert_eq!(body("Talks"), "Ferry & crew\n\nThe line opens.");
    assert_eq!(body("Ferry &amp; crew"), "The line opens.", "the headline says it already");
}

#[test]
fn the_end_of_a_section_that_never_began_is_not_shown() {
    let item = |description: &str| {
        let feed = format!(
            "<rss><channel><item><title>A]]></title><description>{description}</description></item>"
        );
        load("a.xml", &feed).stories.remove(0)
    };
    assert_eq!(item("&lt;p>The line opens. ]]>").headline, "A");
    assert_eq!(item("&lt;p>The line opens. ]]>").body, "The line opens.");
    assert_eq!(item("<![CDATA[<![CDATA[<p>The line opens.</p>]]&gt;]]>").body, "The line opens.");
    let told = "It begins with &amp;lt;![CDATA[ and ends with ]]>";
    assert_eq!(item(told).body, "It begins with <![CDATA[ and ends with ]]>");
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

const WELL_FORMED: &str = "<?xml version=\"1.0\"?><rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
    <channel><title>Wire</title><link>https://example.org/</link><item><title>One &amp; one</title>\
    <link>/1</link><description><![CDATA[<p>A <b>b</b></p>]]></description><dc:date>2017-12-15</dc:date>\
    </item><item><title>Two</title><guid>https://example.org/2</guid><description>B &lt;i&gt;c&lt;/i&gt;\
    </description></item></channel></rss>";

fn is_harmless(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && c != '\n')
}

/// Reads bytes as a format; whatever comes out is safe to show.
fn stories(bytes: &[u8], format: Format) -> Result<usize, TestCaseError> {
    let mut gathered = Gathered::default();
    read("a", &mut &*bytes, Some(format), &mut gathered);
    for story in &gathered.stories {
        prop_assert!(is_harmless(&story.headline) && is_harmless(&story.body));
        for line in [&story.source, &story.place, &story.id, &story.url].into_iter().flatten() {
            prop_assert!(is_harmless(line) && !line.contains('\n'));
        }
        prop_assert!(!story.url.as_ref().is_some_and(|url| url.starts_with("javascript")));
    }
    Ok(gathered.stories.len())
}

proptest! {
    #[test]
    fn a_feed_cut_anywhere_gives_what_stood_before(at in 0..WELL_FORMED.len()) {
        let whole = WELL_FORMED[..at].matches("</item>").count();
        let begun = WELL_FORMED[..at].matches("<item>").count();
        let found = stories(&WELL_FORMED.as_bytes()[..at], Format::Feed)?;
        prop_assert!((whole..=begun).contains(&found));
    }

    #[test]
    fn bytes_turned_and_lost_are_survived(
        turned in prop::collection::vec((0..WELL_FORMED.len(), any::<u8>()), 0..6),
        lost in 0..WELL_FORMED.len(),
    ) {
        let mut bytes = WELL_FORMED.as_bytes().to_vec();
        for (at, byte) in turned {
            bytes[at] = byte;
        }
        bytes.remove(lost);
        prop_assert!(stories(&bytes, Format::Feed)? <= 3);
    }

    #[test]
    fn any_row_of_tags_is_survived(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<rss>", "<item>", "</item>", "<entry a='>'>", "<title>", "</title>", "<link href=/x/>",
                "<a:source xmlns:a='http://www.w3.org/2005/Atom'>", "</a:source>", "<content type='xhtml'>",
                "<description>", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE x [", "<?y", "&", "&amp;",
                "&#27;", "&#x202e;", "<", ">", "'", "\"", "<p>", "</p>", "<script>", "word ", "\u{1b}[31m",
                "<nitf>", "</nitf>", "<hl1>", "<body.content>", "<media>", "</media>", "<newsItem guid=1>",
                "</newsItem>", "<headline>", "</headline>", "<inlineXML>", "<inlineData>", "<itemRef>",
                "xml:base='http://x/'", "mode='base64'", "\u{feff}",
            ]),
            0..60,
        ),
        format in prop::sample::select(vec![Format::Feed, Format::Nitf, Format::NewsMl]),
    ) {
        stories(pieces.concat().as_bytes(), format)?;
    }
}
