//! Feeds as feed-rs reads them, beside how they are read here: where both read a field
//! of a sound feed, both say the same, and what damage loses there is not lost here.
//!
//! feed-rs builds quick-xml with its `encoding` feature, which a normal build has not.
//! It changes nothing for a reader of a `&str`, and there is no other here: such a one
//! is bound to UTF-8 from the start, and a BOM is dropped with the feature and without.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod gathered;

use std::fs;

use dateline::load::Format;
use feed_rs::model::Entry;
use proptest::prelude::*;
use proptest::sample::Index;

/// What a feed says of an item: title, text, link, time in seconds since the Unix epoch.
type Said = (String, String, String, i64);

/// What feed-rs says of an item. It leaves the markup of texts in; ours have paragraphs.
fn theirs(entry: &Entry) -> Said {
    let content = entry.content.as_ref().and_then(|content| content.body.as_ref());
    let summary = entry.summary.as_ref().map(|summary| &summary.content);
    let body = content.or(summary).cloned().unwrap_or_default();
    let body = body.replace("</p><p>", "\n\n").replace("<p>", "").replace("</p>", "");
    (
        entry.title.as_ref().unwrap().content.clone(),
        body,
        entry.links[0].href.clone(),
        entry.published.or(entry.updated).unwrap().timestamp(),
    )
}

fn by_both(feed: &str) -> (Vec<Said>, Vec<Said>) {
    let read = feed_rs::parser::parse(feed.as_bytes()).unwrap();
    let ours = gathered::read("feed", feed.as_bytes(), None).stories.into_iter();
    let ours = ours
        .map(|story| (story.headline, story.body, story.url.unwrap(), story.published.unwrap()));
    (ours.collect(), read.entries.iter().map(theirs).collect())
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Rss,
    Rdf,
    Atom,
    Json,
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn item(kind: Kind, (title, body, link, time): &Said) -> String {
    let time = jiff::Timestamp::from_second(*time).unwrap();
    let mail = time.strftime("%a, %d %b %Y %H:%M:%S GMT");
    let html = format!("<p>{}</p>", body.replace("\n\n", "</p><p>"));
    let (title, html, link) = (escaped(title), escaped(&html), escaped(link));
    match kind {
        Kind::Rss => format!(
            "<item><title>{title}</title><link>{link}</link><pubDate>{mail}</pubDate>\
             <description>{html}</description></item>"
        ),
        Kind::Rdf => format!(
            "<item rdf:about=\"{link}\"><title>{title}</title><link>{link}</link>\
             <dc:date>{time}</dc:date><content:encoded>{html}</content:encoded></item>"
        ),
        Kind::Atom => format!(
            "<entry><id>{link}</id><title>{title}</title><link href=\"{link}\"/>\
             <updated>{time}</updated><content type=\"html\">{html}</content></entry>"
        ),
        Kind::Json => unreachable!("written by serde_json"),
    }
}

fn written(kind: Kind, said: &[Said]) -> String {
    let items = || said.iter().map(|said| item(kind, said)).collect::<String>();
    let channel = "<title>Wire</title><link>https://example.org/</link><description>News\
                   </description>";
    match kind {
        Kind::Rss => format!("<rss version='2.0'><channel>{channel}{}</channel></rss>", items()),
        Kind::Rdf => format!(
            "<rdf:RDF xmlns='http://purl.org/rss/1.0/' \
             xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
             xmlns:dc='http://purl.org/dc/elements/1.1/' \
             xmlns:content='http://purl.org/rss/1.0/modules/content/'>\
             <channel>{channel}</channel>{}</rdf:RDF>",
            items()
        ),
        Kind::Atom => format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>w</id><title>Wire</title>\
             <updated>2017-12-15T10:20:00Z</updated>{}</feed>",
            items()
        ),
        Kind::Json => {
            let item = |(title, body, link, time): &Said| {
                let time = jiff::Timestamp::from_second(*time).unwrap().to_string();
                serde_json::json!({"id": link, "title": title, "content_text": body, "url": link,
                    "date_published": time})
            };
            let items: Vec<_> = said.iter().map(item).collect();
            let version = "https://jsonfeed.org/version/1.1";
            serde_json::json!({"version": version, "title": "Wire", "items": items}).to_string()
        }
    }
}

prop_compose! {
    fn said()(
        title in "[A-ZÅД漢][a-zåд漢]{0,6}( [&<\"-])?( [A-Za-zåé]{1,9}){1,6}",
        paragraphs in prop::collection::vec("[A-ZÅД][a-zåд]{1,8}( [a-zåд]{1,9}){1,30}\\.", 1..4),
        link in 0..9_999_u32,
        time in 0..4_000_000_000_i64,
    ) -> Said {
        (title, paragraphs.join("\n\n"), format!("https://example.org/n/{link}?a=1&b=2"), time)
    }
}

proptest! {
    #[test]
    fn sound_feeds_say_the_same_to_both_and_what_was_meant(
        kind in prop::sample::select(vec![Kind::Rss, Kind::Rdf, Kind::Atom, Kind::Json]),
        said in prop::collection::vec(said(), 1..6),
    ) {
        let (ours, theirs) = by_both(&written(kind, &said));
        prop_assert_eq!(&ours, &said);
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn of_a_feed_cut_anywhere_every_item_that_came_whole_is_read(
        said in prop::collection::vec(said(), 1..4),
        at in any::<Index>(),
    ) {
        let feed = written(Kind::Rss, &said);
        let cut = &feed[..feed.floor_char_boundary(at.index(feed.len()))];
        let whole = cut.matches("</item>").count();
        let stories = gathered::read("feed", cut.as_bytes(), Some(Format::Feed)).stories;
        prop_assert!(stories.len() >= whole);
        for (story, said) in stories.iter().zip(&said).take(whole) {
            prop_assert_eq!((&story.headline, &story.body), (&said.0, &said.1));
        }
    }
}

#[test]
fn what_feed_rs_gives_up_is_read() {
    for (file, stories) in [("atom-0.3.xml", 2), ("channel.cdf", 1), ("cut.xml", 1)] {
        let bytes = fs::read(format!("tests/data/feeds/{file}")).unwrap();
        let theirs = feed_rs::parser::parse(&*bytes).map_or(0, |feed| feed.entries.len());
        assert_eq!(theirs, 0, "{file}");
        assert!(gathered::read(file, &bytes, None).stories.len() >= stories, "{file}");
    }
}
