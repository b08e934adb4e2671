//! What a page says of itself: whether it is an article, and which feeds it names
//! (`<link rel="alternate">`, <https://www.rssboard.org/rss-autodiscovery>).

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use url::Url;

use crate::config::web_link;

/// The kinds of feed a page may name, the best first.
const KINDS: [&str; 4] =
    ["application/atom+xml", "application/rss+xml", "application/feed+json", "application/json"];
/// Where feeds mostly are when no page says so.
const COMMON: [&str; 6] =
    ["/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json"];
/// A page names its feeds at its head; looking stops after so many bytes.
const LOOK: usize = 1 << 20;

/// What a page says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) article: bool,
    /// Feeds it names, in its order.
    pub(super) feeds: Vec<Url>,
}

/// Whether an answer is a page for people: what it holds counts, not what it is called.
pub(super) fn is_page(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    // Declarations and comments may stand before either.
    while let Some(tag) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!--")) {
        let end = if rest.starts_with("<?") { "?>" } else { "-->" };
        let Some((_, after)) = tag.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let head = rest.get(..rest.floor_char_boundary(14)).unwrap_or_default().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<title", "<meta"]
        .iter()
        .any(|tag| head.starts_with(tag))
}

/// What a page at `url` says of itself.
pub(super) fn says(text: &str, url: &Url) -> Says {
    let text = &text[..text.floor_char_boundary(LOOK)];
    let (mut says, mut base) = (Says::default(), url.clone());
    for tag in tags(text) {
        let value = |name: &str| value(&tag, name).unwrap_or_default();
        match tag.name().as_ref().to_ascii_lowercase().as_str() {
            "base" => base = url.join(&value("href")).unwrap_or(base),
            "meta" => {
                says.article |= value("property") == "og:type" && value("content") == "article";
            }
            "link" if is_feed(&value("rel"), &value("type")) => {
                let feed = base.join(value("href").trim()).ok();
                let feed = feed.and_then(|feed| web_link(feed.as_str()).ok());
                // From a private page to one that is not: the step a redirect may not take.
                let feed = feed.filter(|feed| url.scheme() == "http" || feed.scheme() == "https");
                says.feeds.extend(feed.filter(|feed| !says.feeds.contains(feed)));
            }
            _ => (),
        }
    }
    says
}

/// Where else a site may have its feed.
pub(super) fn common(url: &Url) -> impl Iterator<Item = Url> {
    COMMON.iter().filter_map(move |path| url.join(path).ok())
}

fn is_feed(rel: &str, kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let alternate = rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("alternate"));
    alternate && KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind))
}

/// The start tags of a page that may say something of it.
fn tags(text: &str) -> impl Iterator<Item = BytesStart<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            from += memchr::memchr(b'<', text.as_bytes().get(from..)?)?;
            if text[from..].starts_with("<!--") {
                from += text[from..].find("-->")?;
                continue;
            }
            let inner = &text[from + 1..];
            from += 1;
            let name = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
            if !["base", "meta", "link"].iter().any(|tag| inner[..name].eq_ignore_ascii_case(tag)) {
                continue;
            }
            let end = end_of_tag(inner)?;
            return Some(BytesStart::from_content(inner[..end].trim_end_matches('/'), name));
        }
    })
}

/// Where a tag ends: a `>` in quotes does not end it. No tag is longer than a page's
/// patience, so that many open quotes cost no more than one.
fn end_of_tag(inner: &str) -> Option<usize> {
    const LONGEST: usize = 2_048;
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate().take(LONGEST) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => (),
        }
    }
    let end = inner.len().min(LONGEST);
    memchr::memchr(b'>', &inner.as_bytes()[..end])
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let mut attributes = attributes.with_checks(false).take(50).flatten();
    let found = attributes.find(|one| one.key.as_ref().eq_ignore_ascii_case(name))?;
    let value = found.normalized_value(XmlVersion::Implicit1_0);
    Some(value.map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at() -> Url {
        Url::parse("https://wire.example/desk/").unwrap()
    }

    #[test]
    fn a_page_names_its_feeds_at_its_head() {
        let page = "<!DOCTYPE html><HTML><head><title>a > b</title>\
            <!-- <link rel=alternate type='application/rss+xml' href='/commented'> -->\
            <link rel=stylesheet href=/style.css>\
            <LINK Rel='nofollow ALTERNATE' TYPE='application/rss+xml; charset=utf-8' href='feed?a=1&amp;b=2' title='a > b'>\
            <link rel=alternate type=application/atom+xml href=/atom />\
            <link rel=alternate type=application/feed+json href='https://other.example/f.json'>\
            <link rel=alternate type=application/rss+xml href='http://wire.example/plain'>\
            <link rel=alternate type=application/rss+xml href='file:///etc/passwd'>\
            <link rel=alternate hreflang=no href=/no>";
        assert!(is_page(page));
        let feeds: Vec<String> = says(page, &at()).feeds.iter().map(Url::to_string).collect();
        assert_eq!(
            feeds,
            [
                "https://wire.example/desk/feed?a=1&b=2",
                "https://wire.example/atom",
                "https://other.example/f.json",
            ]
        );
    }

    #[test]
    fn an_article_says_that_it_is_one() {
        assert!(says("<meta property=\"og:type\" content=\"article\">", &at()).article);
        assert!(!says("<meta property=\"og:type\" content=\"website\">", &at()).article);
    }

    #[test]
    fn a_feed_is_no_page_whatever_it_holds() {
        for feed in [
            "<?xml version='1.0'?><!-- <html> --><rss><item><title>&lt;html></title></item></rss>",
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "{\"version\": \"<html>\"}",
            "",
            "<?xml",
        ] {
            assert!(!is_page(feed), "{feed}");
        }
        assert!(is_page("\u{feff}\n<?xml version='1.0'?>\n<!DOCTYPE HTML>"));
    }

    proptest! {
        #[test]
        fn any_page_is_looked_at(text in "(<link |<meta |<base href=|rel=alternate |type=application/rss\\+xml |href=|'|\"|>|<!--|-->|é|\\PC){0,60}") {
            says(&text, &at());
            is_page(&text);
        }
    }
}
