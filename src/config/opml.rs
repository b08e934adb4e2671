//! Lists of feeds as other readers keep them: OPML 1 and 2, in and out
//! (<http://opml.org/spec2.opml>). An outline with an `xmlUrl` is a feed, one without is
//! a folder.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use super::feeds::{Feed, bare, line, web_link};
use super::{ConfigProblem, Listed};

/// Folders in folders below this are counted and not named: nobody made them by hand.
const DEEPEST: usize = 32;

/// Reads a list; a damaged one as far as it goes. Attributes are all that counts, and
/// nothing outside the file is ever looked at.
pub(super) fn read(text: &str) -> Listed {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut list = Listing { text, listed: Listed::default(), folders: Vec::new() };
    loop {
        let at = reader.buffer_position() as usize;
        match reader.read_event() {
            Ok(Event::Start(tag)) if is_outline(&tag) => list.outline(&tag, at, true),
            Ok(Event::Empty(tag)) if is_outline(&tag) => list.outline(&tag, at, false),
            Ok(Event::End(tag)) if tag.name().as_ref().eq_ignore_ascii_case("outline") => {
                list.folders.pop();
            }
            Ok(Event::Eof) => break,
            Ok(_) => (),
            Err(error) => {
                list.problem(at, format!("cannot be read as OPML from here on: {error}"));
                break;
            }
        }
    }
    list.listed
}

fn is_outline(tag: &BytesStart<'_>) -> bool {
    tag.name().as_ref().eq_ignore_ascii_case("outline")
}

struct Listing<'a> {
    text: &'a str,
    listed: Listed,
    /// The folders open here; a feed that holds outlines is an unnamed one.
    folders: Vec<Option<String>>,
}

impl Listing<'_> {
    fn outline(&mut self, tag: &BytesStart<'_>, at: usize, opens: bool) {
        let text = value(tag, "text").or_else(|| value(tag, "title"));
        let name = value(tag, "title").or_else(|| text.clone());
        let Some(link) = value(tag, "xmlUrl") else {
            if opens {
                self.folders.push(text.map(|text| text.replace('/', "-")));
            }
            return;
        };
        if opens {
            self.folders.push(None);
        }
        match web_link(&link) {
            Ok(url) => {
                let mut feed = Feed { name, ..Feed::new(url) };
                let path: Vec<&str> =
                    self.folders.iter().take(DEEPEST).flatten().map(String::as_str).collect();
                feed.tags.extend((!path.is_empty()).then(|| path.join("/")));
                for tag in value(tag, "category").iter().flat_map(|list| categories(list)) {
                    feed.tags.extend((!feed.tags.contains(&tag)).then_some(tag));
                }
                self.listed.feeds.push(feed);
            }
            Err(error) => self.problem(at, format!("{}: {error}", name.unwrap_or_default())),
        }
    }

    fn problem(&mut self, at: usize, reason: String) {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        let line = memchr::memchr_iter(b'\n', before).count() as u32 + 1;
        self.listed.problems.push(ConfigProblem { line, reason });
    }
}

/// `/World/Europe,slow` is two of them.
fn categories(list: &str) -> Vec<String> {
    list.split(',').filter_map(|one| line(one.trim().trim_start_matches('/'))).collect()
}

/// The value of an attribute, however its name is written, on one line.
fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let mut attributes = attributes.with_checks(false).take(100).flatten();
    let found = attributes.find(|one| one.key.as_ref().eq_ignore_ascii_case(name))?;
    let value = found.normalized_value(XmlVersion::Implicit1_0);
    line(&value.unwrap_or(Cow::Borrowed(&*found.value)))
}

/// Writes a list as OPML 2. Names and passwords in links are left out: such lists are
/// passed on.
pub fn write(feeds: &[Feed]) -> String {
    let mut feeds: Vec<(Vec<&str>, &Feed)> =
        feeds.iter().map(|feed| (folder_of(feed), feed)).collect();
    // A folder's feeds stand together; those of none come first.
    feeds.sort_by(|a, b| a.0.cmp(&b.0));
    let mut lines = vec![
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned(),
        "<opml version=\"2.0\">\n  <head><title>Feeds</title></head>\n  <body>".to_owned(),
    ];
    let mut open: Vec<&str> = Vec::new();
    for (path, feed) in feeds {
        let shared = open.iter().zip(&path).take_while(|(a, b)| a == b).count();
        close(&mut lines, &mut open, shared);
        for name in path.into_iter().skip(shared) {
            let indent = indent(&open);
            lines.push(format!("{indent}<outline text=\"{0}\" title=\"{0}\">", escape(name)));
            open.push(name);
        }
        lines.push(indent(&open) + &outline(feed));
    }
    close(&mut lines, &mut open, 0);
    lines.push("  </body>\n</opml>\n".into());
    lines.join("\n")
}

fn folder_of(feed: &Feed) -> Vec<&str> {
    feed.tags.first().map(|tag| tag.split('/').collect()).unwrap_or_default()
}

fn indent(open: &[&str]) -> String {
    "  ".repeat(open.len() + 2)
}

fn close(lines: &mut Vec<String>, open: &mut Vec<&str>, keep: usize) {
    while open.len() > keep {
        open.pop();
        lines.push(indent(open) + "</outline>");
    }
}

fn outline(feed: &Feed) -> String {
    let (title, url) = (feed.title(), bare(&feed.url));
    let (title, url) = (escape(title.as_str()), escape(url.as_str()));
    // The first tag is the folder it stands in.
    let more: Vec<String> = feed.tags.iter().skip(1).map(|tag| tag.replace(',', " ")).collect();
    let category = (!more.is_empty()).then(|| format!(" category=\"{}\"", escape(more.join(","))));
    let category = category.unwrap_or_default();
    format!("<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{url}\"{category}/>")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    #[test]
    fn folders_are_tags_and_a_cut_list_gives_what_is_whole() {
        let text = "<?xml version='1.0'?>\n<opml version=\"1.0\"><head><title>x</title></head><body>\n\
            <outline text='World &amp; more'>\n<outline title='Europe'>\n\
            <outline type=rss text='Wire' xmlurl='https://wire.example/feed?a=1&b=2'/>\n\
            </outline>\n<outline text='Port' xmlUrl='gopher://port.example'/>\n</outline>\n\
            <outline text='Loose' xmlUrl='https://loose.example' category='/Slow/Very,quiet'/>\n\
            <outline text='Cut' xmlUrl='https://cut";
        let listed = read(text);
        let of = |feed: &Feed| (feed.title(), feed.url.to_string(), feed.tags.clone());
        let tags = |tags: &[&str]| tags.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            listed.feeds.iter().map(of).collect::<Vec<_>>(),
            [
                (
                    "Wire".into(),
                    "https://wire.example/feed?a=1&b=2".into(),
                    tags(&["World & more/Europe"])
                ),
                ("Loose".into(), "https://loose.example/".into(), tags(&["Slow/Very", "quiet"])),
            ]
        );
        let lines: Vec<u32> = listed.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [7, 10], "{:?}", listed.problems);
    }

    #[test]
    fn a_list_written_is_the_list_read() {
        let feed = |url: &str, name: &str, tags: &[&str]| Feed {
            name: Some(name.into()),
            tags: tags.iter().map(ToString::to_string).collect(),
            ..Feed::new(Url::parse(url).unwrap())
        };
        let feeds = [
            feed("https://loose.example/a?b=c&d=%22", "<Loose> & \"odd\"", &[]),
            feed("https://b.example/", "B", &["World/Asia"]),
            feed("https://a.example/", "A", &["World/Europe", "slow", "x/y"]),
            feed("https://c.example/", "C", &["World"]),
        ];
        let back = read(&write(&feeds));
        assert_eq!(back.problems, []);
        let mut names: Vec<_> = back.feeds.iter().map(Feed::title).collect();
        assert_eq!(names.remove(0), feeds[0].title());
        for feed in feeds {
            assert!(back.feeds.contains(&feed), "{feed:?} in {:?}", back.feeds);
        }
    }

    #[test]
    fn a_password_is_not_written() {
        let url = Url::parse("https://tove:secret@wire.example/feed").unwrap();
        let text = write(&[Feed::new(url)]);
        assert!(text.contains("https://wire.example/feed") && !text.contains("secret"), "{text}");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(<outline |<|/>|>|xmlUrl=|text=|'|\"|https://a\\.b|&#x;|\\PC|<!DOCTYPE|<!--){0,40}") {
            read(&text);
        }
    }
}
