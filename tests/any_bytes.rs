//! Every loader against whatever bytes there are: its own kind of file with any number
//! of slips in it, read as what it is and as what its looks say.
//!
//! Nothing may panic or hang, and whatever comes out is harmless, bounded by what went
//! in, and its facts are sound. `PROPTEST_CASES=1000000 cargo test --test any_bytes`
//! looks for longer than a build should.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod gathered;

use std::io::Write;
use std::sync::LazyLock;

use dateline::config;
use dateline::extract::{Extractor, Room};
use dateline::load::Format;
use dateline::model::{Chunk, NewStory, Part};
use dateline::text::decode::decode;
use dateline::text::{clean, clean_line};
use proptest::prelude::*;
use proptest::sample::Index;

use gathered::Gathered;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

/// Cases of each test, unless the environment asks for another number.
const CASES: u32 = 48;

/// A story is at most so many times as long as its bytes: a link of two letters is as
/// long as the address it is relative to.
const GROWTH: usize = 64;

/// What some reader of some format takes for more than text.
const WORDS: [&[u8]; 51] = [
    b"\x1b[31m",
    b"\x1b]0;x\x07",
    b"\xe2\x80\xae",
    b"\xc2\x9b",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\0",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\n---\n",
    b"+++\n",
    b"\n## ",
    b"\n* ",
    b"<p>",
    b"</p>",
    b"<script>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<item>",
    b"</entry>",
    b"<title",
    b"&#27;",
    b"&amp;",
    b"&#x202e;",
    b"=?utf-8?q?=1B?=",
    b"\nFrom a@b.example Fri Dec 15 10:20:00 2017\n",
    b"\nContent-Type: multipart/mixed; \
    boundary=x\n\n--x\n",
    b"Content-Transfer-Encoding: base64\n\n",
    b"=1B=5B",
    b"charset=utf-7",
    b"Content-Disposition: attachment; filename=a.csv\n\n",
    b"{\"",
    b"\":",
    b"[[[[",
    b"\\u001b",
    b"1e999",
    b"\\ud800",
    b"\"\"",
    b"javascript:x",
    b"<base href=http://a.example/>",
    b"\x1f\x8b\x08",
    b"\nContent-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: y\n\n",
    b"Content-Type: text/plain; format=flowed; delsp=yes\n\n> a \n",
    b"=?utf-8?q?=C3?= =?utf-8?q?=A4?=",
    b"<svg><title>",
    b"<img alt=a>",
    b"\"@id\": \"a\", ",
];

/// One thing that goes wrong with a file.
#[derive(Clone, Debug)]
enum Slip {
    Turn(Index, u8),
    Insert(Index, &'static [u8]),
    Noise(Index, Vec<u8>),
    Lose(Index, Index),
    Repeat(Index, Index, u8),
    Cut(Index),
}

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let at = any::<Index>;
    let slip = prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Slip::Turn(at, byte)),
        6 => (at(), prop::sample::select(WORDS.to_vec())).prop_map(|(at, word)| Slip::Insert(at, word)),
        1 => (at(), prop::collection::vec(any::<u8>(), 1..40)).prop_map(|(at, it)| Slip::Noise(at, it)),
        3 => (at(), at()).prop_map(|(from, to)| Slip::Lose(from, to)),
        2 => (at(), at(), 1..5_u8).prop_map(|(from, to, times)| Slip::Repeat(from, to, times)),
        1 => at().prop_map(Slip::Cut),
    ];
    prop::collection::vec(slip, 0..16)
}

/// The file as it is after all slips; it grows to no more than some hundred kilobytes.
fn slipped(mut bytes: Vec<u8>, slips: &[Slip]) -> Vec<u8> {
    const MOST: usize = 100_000;
    for slip in slips {
        let len = bytes.len();
        let at = |index: &Index| index.index(len + 1);
        match slip {
            Slip::Turn(index, byte) => {
                bytes.splice(at(index)..len.min(at(index) + 1), [*byte]);
            }
            Slip::Insert(index, word) => {
                bytes.splice(at(index)..at(index), word.iter().copied());
            }
            Slip::Noise(index, noise) => {
                bytes.splice(at(index)..at(index), noise.iter().copied());
            }
            Slip::Lose(from, to) => {
                // A quarter of the file at most, so that something is left to go wrong.
                let from = at(from);
                drop(bytes.drain(from..(from + at(to) / 4).min(len)));
            }
            Slip::Repeat(from, to, times) => {
                let from = at(from);
                let piece = bytes[from..(from + at(to) / 4).min(len)].repeat(usize::from(*times));
                if len + piece.len() < MOST {
                    bytes.splice(from..from, piece);
                }
            }
            Slip::Cut(index) => bytes.truncate(at(index)),
        }
    }
    bytes
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Reads bytes; whatever comes out is safe to show and to write.
fn read(name: &str, bytes: &[u8], format: Option<Format>) -> Result<Gathered, TestCaseError> {
    let gathered = gathered::read(name, bytes, format);
    let mut chunk = Chunk::default();
    let mut letters = 0;
    for story in &gathered.stories {
        is_sound(story)?;
        letters += story.headline.len() + story.body.len();
        chunk.push(story);
    }
    prop_assert!(letters <= GROWTH * (bytes.len() + 1024), "{letters} of {}", bytes.len());
    for problem in &gathered.problems {
        prop_assert_eq!(clean_line(&problem.reason), &*problem.reason);
    }
    let mut room = Room::default();
    for story in chunk.stories() {
        let facts = EXTRACTOR.story(&story);
        prop_assert_eq!(&EXTRACTOR.story_in(&mut room, &story), &facts, "whoever was before");
        for quote in &facts.quotes {
            prop_assert!(!quote.span.of(story.body).is_empty());
        }
        for mention in facts.countries.iter().flat_map(|country| &country.mentions) {
            let text = if mention.part == Part::Body { story.body } else { story.headline };
            prop_assert!(!mention.span.of(text).is_empty());
        }
    }
    Ok(gathered)
}

fn is_sound(story: &NewStory) -> Result<(), TestCaseError> {
    prop_assert_eq!(clean(&story.body), &*story.body);
    prop_assert!(!story.body.contains("\n\n\n"));
    let optional = [&story.id, &story.source, &story.place, &story.url];
    for line in optional.into_iter().flatten().chain([&story.headline]) {
        prop_assert_eq!(clean_line(line), &**line);
    }
    let schemes = ["http:", "https:", "mailto:", "ftp:", "gemini:", "gopher:"];
    let is_place = |url: &str| schemes.iter().any(|one| url.to_ascii_lowercase().starts_with(one));
    prop_assert!(story.url.as_deref().is_none_or(is_place), "{:?}", story.url);
    let years = -62_135_596_800..=253_402_300_799;
    prop_assert!(story.published.is_none_or(|published| years.contains(&published)));
    Ok(())
}

/// A test for a loader: any of its samples, with slips, read as `format` and as what it
/// looks like.
macro_rules! loader {
    ($name:ident, $format:expr, $($sample:literal),+) => {
        proptest! {
            #![proptest_config(cases())]
            #[test]
            fn $name(file in prop::sample::select(vec![$($sample),+]), slips in slips(), told: bool) {
                let bytes = slipped(sample(file), &slips);
                read(file, &bytes, told.then_some($format))?;
            }
        }
    };
}

fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(CASES),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

loader!(
    rss,
    Format::Feed,
    "feeds/rss-0.90.rdf",
    "feeds/rss-0.91.xml",
    "feeds/rss-0.92.xml",
    "feeds/rss-1.0.rdf",
    "feeds/rss-2.0.xml",
    "feeds/channel.cdf",
    "feeds/cut.xml"
);
loader!(atom, Format::Feed, "feeds/atom-0.3.xml", "feeds/atom-1.0.xml");
loader!(newsml, Format::NewsMl, "feeds/newsml-item.xml", "feeds/newsml-message.xml");
loader!(nitf, Format::Nitf, "feeds/nitf.xml");
loader!(
    json,
    Format::Json,
    "feeds/jsonfeed-1.json",
    "feeds/jsonfeed-1.1.json",
    "feeds/ninjs-1.json",
    "feeds/ninjs-2.json",
    "feeds/ninjs-3.json"
);
loader!(ndjson, Format::Ndjson, "feeds/ninjs-1.json", "feeds/jsonfeed-1.json");
loader!(html, Format::Html, "page.html");
loader!(mail, Format::Mail, "mail.eml");
loader!(mbox, Format::Mbox, "letters.mbox", "mail.eml");
loader!(markdown, Format::Markdown, "article.md", "toml.md", "digest.md");
loader!(headers, Format::Headers, "headers.txt");
loader!(table, Format::Table, "table.csv", "table.tsv");
loader!(digest, Format::Digest, "digest.md", "headers.txt", "article.md");
loader!(gzip, Format::Markdown, "article.md.gz");

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn packed_slips_are_slips(
        file in prop::sample::select(vec!["mail.eml", "feeds/rss-2.0.xml", "table.csv", "page.html"]),
        inside in slips(),
        outside in slips(),
    ) {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&slipped(sample(file), &inside)).unwrap();
        let packed = packed.finish().unwrap();
        // What is in the packet may be a thousand times as long.
        let gathered = gathered::read("any.gz", &slipped(packed, &outside), None);
        gathered.stories.iter().try_for_each(is_sound)?;
    }

    #[test]
    fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..600), format in formats()) {
        read("any", &bytes, format)?;
    }

    #[test]
    fn any_file_as_any_format(
        file in prop::sample::select(vec!["mail.eml", "page.html", "table.csv", "feeds/nitf.xml", "article.md"]),
        slips in slips(),
        format in formats(),
    ) {
        read("any", &slipped(sample(file), &slips), format)?;
    }

    #[test]
    fn decoding(bytes in prop::collection::vec(any::<u8>(), 0..400), slips in slips()) {
        let _ = decode(&bytes, None);
        let _ = decode(&slipped("\u{feff}Fähre, 東京で会談".as_bytes().to_vec(), &slips), None);
    }

    #[test]
    fn lists_of_feeds(slips in slips(), is_opml: bool) {
        let list: &[u8] = if is_opml {
            b"<opml version='2.0'><body><outline text='Wire' xmlUrl='https://a.example/1'/><outline \
              text='Ports'><outline title='B &amp; C' xmlUrl='http://b.example/'/></outline></body></opml>"
        } else {
            b"# mine\nhttps://a.example/1 \"ports\" \"~Wire\"\nhttp://b.example/\n\"query:a:b\"\nfile:///c\n"
        };
        let found = config::listed(&decode(&slipped(list.to_vec(), &slips), None));
        prop_assert!(found.feeds.iter().all(|feed| ["http", "https"].contains(&feed.url.scheme())));
        let again = config::listed(&config::to_opml(&found.feeds));
        prop_assert_eq!(again.feeds.len(), found.feeds.len());
    }
}

fn formats() -> impl Strategy<Value = Option<Format>> {
    prop::sample::select(std::iter::once(None).chain(Format::all().map(Some)).collect::<Vec<_>>())
}
