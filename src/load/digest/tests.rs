//! One digest in every layout people use, and what else a plain text may be.

use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Parted, Passage};
use crate::load::tests::{Gathered, load};
use crate::load::{Block, Blocks, Shelf, Sink};
use crate::model::{Chunk, NewStory, Problem};
use crate::text::wrap::wrap;

/// Invented stories: headline, paragraphs. The second has a subhead inside.
const STORIES: [(&str, &[&str]); 5] = [
    (
        "Marlow: Ferry Talks Open in Bergen after Four Years of Silence",
        &[
            "BERGEN- Transport Minister Ines Marlow said on Friday that talks on the ferry line between the two harbours had opened after four years, according to Northern Wire.",
            "Addressing the harbour board, Marlow added that the first boat could leave in May, and that tickets would cost no more than before the line was closed.",
        ],
    ),
    (
        "Envoy Voices Concern over Fishing Fleet near Lind Islands",
        &[
            "The fishing fleet that has gathered near the Lind Islands arouses concern among the islanders, the envoy Tove Haugen told Harbour Press on Wednesday.",
            "On Nets: Much Said, Little Done",
            "Envoy Haugen commented on the nets found on the western shore, and said that they had been cut by somebody who knew the trade well.",
            "\"Nobody wants a quarrel over herring,\" she said, \"but nobody wants to lose the herring either.\"",
        ],
    ),
    (
        "Snow Closes Mountain Road for a Third Day",
        &[
            "OSTERDAL, Dec 15 (Northern Wire) — Heavy snow kept the mountain road over the Kvam pass closed on Tuesday, and drivers were told to take the long way round.",
            "Ploughs would start at dawn, said Per Berg of the road office, if the wind allowed it.",
        ],
    ),
    (
        "Museum Finds Lost Map behind a Cupboard",
        &[
            "A map that the town museum had given up for lost in 1962 turned up behind a cupboard on Monday, Harbour Press reported.",
            "The map shows the old harbour before the fire. The director, Anna Costa, said it would be shown from June.",
        ],
    ),
    (
        "Bakers Vote to End Strike over Night Work",
        &[
            "VALE CITY — Bakers in seven towns voted on Thursday to end a strike over night work that had emptied the shelves for two weeks.",
            "The vote was close, the union's head, Olaf Renn, told reporters. Ovens would be lit again on Saturday.",
        ],
    ),
];

/// How a digest is written.
#[derive(Clone, Copy)]
struct Layout {
    headline: fn(usize, &str) -> String,
    below_headline: &'static str,
    paragraph: fn(&str) -> String,
    between: &'static str,
    between_stories: &'static str,
}

const PLAIN: Layout = Layout {
    headline: |_, headline| headline.to_owned(),
    below_headline: "\n\n",
    paragraph: str::to_owned,
    between: "\n\n",
    between_stories: "\n\n",
};

fn write(layout: Layout) -> String {
    let story = |(nth, (headline, body)): (usize, &(&str, &[&str]))| {
        let body: Vec<String> = body.iter().map(|text| (layout.paragraph)(text)).collect();
        let headline = (layout.headline)(nth, headline);
        format!("{headline}{}{}", layout.below_headline, body.join(layout.between))
    };
    let stories: Vec<String> = STORIES.iter().enumerate().map(story).collect();
    stories.join(layout.between_stories) + "\n"
}

fn filled(text: &str, indent: &str) -> String {
    let lines: Vec<String> =
        wrap(text, 64).into_iter().map(|line| format!("{indent}{}", &text[line])).collect();
    lines.join("\n")
}

fn assert_stories(name: &str, gathered: &Gathered) {
    let found: Vec<&str> = gathered.stories.iter().map(|story| &*story.headline).collect();
    let headlines: Vec<&str> = STORIES.iter().map(|(headline, _)| *headline).collect();
    let plain = |text: &str| text.to_uppercase();
    assert_eq!(
        found.iter().map(|text| plain(text)).collect::<Vec<_>>(),
        headlines.iter().map(|text| plain(text)).collect::<Vec<_>>(),
        "{name}"
    );
    for (story, (_, body)) in gathered.stories.iter().zip(STORIES) {
        assert_eq!(story.body, body.join("\n\n"), "{name}");
    }
}

#[test]
fn a_digest_is_split_in_every_layout() {
    let plain = PLAIN;
    let layouts: [(&str, Layout); 18] = [
        ("blank lines", plain),
        ("several blank lines", Layout { between_stories: "\n\n\n\n", ..plain }),
        ("rules", Layout { between_stories: "\n\n---\n\n", ..plain }),
        ("stars", Layout { between_stories: "\n\n* * *\n\n", ..plain }),
        ("tight rules", Layout { between_stories: "\n=====\n", ..plain }),
        ("capitals", Layout { headline: |_, text| text.to_uppercase(), ..plain }),
        ("numbers", Layout { headline: |nth, text| format!("{}. {text}", nth + 1), ..plain }),
        ("brackets", Layout { headline: |nth, text| format!("({}) {text}", nth + 1), ..plain }),
        (
            "underlines",
            Layout { headline: |_, text| format!("{text}\n{}", "=".repeat(text.len())), ..plain },
        ),
        (
            "dashes below",
            Layout {
                headline: |_, text| format!("{text}\n{}", "-".repeat(text.len())),
                below_headline: "\n",
                ..plain
            },
        ),
        ("markdown", Layout { headline: |_, text| format!("## {text}"), ..plain }),
        ("bold", Layout { headline: |_, text| format!("**{text}**"), ..plain }),
        ("slugs", Layout { headline: |_, text| format!("BC-PORTS-FERRY\n\n{text}"), ..plain }),
        ("straight above", Layout { below_headline: "\n", ..plain }),
        ("hard-wrapped", Layout { paragraph: |text| filled(text, ""), ..plain }),
        ("indented", Layout { paragraph: |text| filled(text, "    "), ..plain }),
        (
            "wrapped below",
            Layout { below_headline: "\n", paragraph: |text| filled(text, ""), ..plain },
        ),
        ("one line each", Layout { between: "\n", ..plain }),
    ];
    for (name, layout) in layouts {
        let text = write(layout);
        assert_stories(name, &load("digest.txt", &text));
        assert_stories(name, &load("digest.txt", &text.replace('\n', "\r\n")));
        assert_stories(name, &load("digest.txt", &text.replace('\n', "\r")));
    }
}

#[test]
fn the_head_of_a_digest_is_no_story() {
    for head in [
        "Northern Digest\n===============\n\n",
        "NORTHERN DIGEST\nFriday, 15 December 2017\n\n",
        "From: desk@example.org\nTo: list@example.org\nSubject: Daily digest\nDate: Fri, 15 Dec 2017 06:00:00 +0000\n\n",
    ] {
        assert_stories(head, &load("digest.txt", &format!("{head}{}", write(PLAIN))));
    }
}

#[test]
fn a_byline_is_no_headline() {
    let byline = |text: &str| {
        if text.contains("Ferry") { "By Ines Lind" } else { "By TOVE BERG, Northern Wire" }
    };
    let text = STORIES.map(|(headline, body)| {
        format!("{headline}\n{}\n\n{}\n", byline(headline), body.join("\n\n"))
    });
    let gathered = load("digest.txt", &text.join("\n"));
    assert_eq!(gathered.stories.len(), 5);
    assert!(gathered.stories.iter().all(|story| story.body.starts_with("By ")));
}

#[test]
fn a_text_without_headlines_is_one_story() {
    let (_, body) = STORIES[0];
    for text in [body[0].to_owned(), body.join("\n\n"), filled(&body.join(" "), "")] {
        let gathered = load("story.txt", &text);
        assert_eq!(gathered.stories.len(), 1);
        assert_eq!(
            gathered.stories[0].headline,
            "BERGEN- Transport Minister Ines Marlow said on Friday that talks on the ferry…"
        );
    }
    assert_eq!(load("story.txt", body[0]).stories[0].body, body[0]);
}

#[test]
fn a_single_story_and_single_words_are_read() {
    let (headline, body) = STORIES[2];
    let gathered = load("story.txt", &format!("{headline}\n\n{}", body.join("\n\n")));
    assert_eq!(gathered.stories.len(), 1);
    assert_eq!(gathered.stories[0].headline, headline);
    assert_eq!(load("a.txt", "x").stories.len(), 1);
    assert_eq!(load("a.txt", " \n\t\r\n\n").stories.len(), 0);
}

#[test]
fn a_story_before_the_first_headline_is_not_lost() {
    let (_, body) = STORIES[3];
    let gathered = load(
        "digest.txt",
        &format!(
            "{}\n\n---\n\n{}",
            body.join("\n\n"),
            write(Layout { between_stories: "\n\n---\n\n", ..PLAIN })
        ),
    );
    assert_eq!(gathered.stories.len(), 6);
    assert_eq!(gathered.stories[0].body, body.join("\n\n"));
}

#[test]
fn a_digest_of_any_length_is_split_alike() {
    let once = write(Layout { headline: |nth, text| format!("## {text} {nth}"), ..PLAIN });
    let text = once.repeat(400);
    assert!(text.len() > 512 << 10, "longer than a block");
    assert_eq!(load("digest.txt", &text).stories.len(), 2000);
}

/// Gives its bytes a few at a time, as a pipe may.
struct Helpings<'a> {
    bytes: &'a [u8],
    most: usize,
}

impl Read for Helpings<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let most = buf.len().min(self.most);
        self.bytes.read(&mut buf[..most])
    }
}

proptest! {
    // Each case reads a digest of more than one block.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn stories_do_not_depend_on_how_the_bytes_come(most in 1_usize..70_000, line_end in "\n|\r\n|\r") {
        let once = write(Layout { headline: |nth, text| format!("{text}, Part {nth}"), ..PLAIN });
        let text = once.repeat(220).replace('\n', &line_end);
        prop_assert!(text.len() > 256 << 10, "longer than a block");
        let mut helped = Gathered::default();
        let mut helpings = Helpings { bytes: text.as_bytes(), most };
        crate::load::read("digest.txt", &mut helpings, None, &mut helped);
        prop_assert_eq!(helped.stories, load("digest.txt", &text).stories);
    }
}

/// Has every passage split at once, and gives it back when others are behind it.
#[derive(Default)]
struct Apart {
    gathered: Gathered,
    size: usize,
    kept_back: usize,
    /// So often the input seems to keep one waiting, 0 for never.
    stalls: usize,
    asked: usize,
    out: Vec<Parted>,
    passages: usize,
}

impl Sink for Apart {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.gathered.story(story)
    }

    fn problem(&mut self, problem: Problem) {
        self.gathered.problem(problem);
    }

    fn blocks(&mut self) -> Option<&mut dyn Blocks> {
        Some(self)
    }
}

impl Blocks for Apart {
    fn size(&mut self) -> Option<usize> {
        self.asked += 1;
        (!self.asked.is_multiple_of(self.stalls)).then_some(self.size)
    }

    fn take(&mut self, _: Block) -> ControlFlow<()> {
        unreachable!("a digest comes in passages")
    }

    fn passage(&mut self, passage: Passage) -> Vec<Parted> {
        self.passages += 1;
        self.out.push(passage.read(Shelf::default()));
        self.out.drain(..self.out.len().saturating_sub(self.kept_back)).collect()
    }

    fn last_passages(&mut self) -> Vec<Parted> {
        std::mem::take(&mut self.out)
    }

    fn stories(&mut self, stories: Vec<Arc<Chunk>>) -> ControlFlow<()> {
        for story in stories.iter().flat_map(|chunk| chunk.stories()) {
            let (headline, body) = (story.headline.into(), story.body.into());
            self.gathered.stories.push(NewStory { headline, body, ..NewStory::default() });
        }
        ControlFlow::Continue(())
    }
}

proptest! {
    // Each case reads a digest of more than one block.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn stories_do_not_depend_on_where_the_digest_is_parted(
        most in 200_usize..20_000,
        size in 1_usize..40_000,
        kept_back in 0_usize..4,
        line_end in "\n|\r\n",
        between in prop::sample::select(vec!["\n", "\n\n", "\n\n\n"]),
        between_stories in prop::sample::select(vec![
            "\n\n", "\n\n\n\n", "\n\n---\n\n", "\n=====\n", "\n\n\u{1b}]0;x\n\n",
        ]),
        headline in 0_usize..4,
        filled_lines in any::<bool>(),
    ) {
        let headline = [
            |_: usize, text: &str| text.to_owned(),
            |nth: usize, text: &str| format!("{}. {text}", nth + 1),
            |_: usize, text: &str| format!("{text}\n{}", "=".repeat(text.len())),
            |_: usize, text: &str| text.to_uppercase(),
        ][headline];
        let paragraph = if filled_lines { |text: &str| filled(text, "") } else { str::to_owned };
        let layout = Layout { headline, paragraph, between, between_stories, ..PLAIN };
        let text = write(layout) + between_stories;
        let text = text.repeat(220).replace('\n', &line_end);
        prop_assert!(text.len() > 256 << 10, "longer than a block");
        let mut apart = Apart { size, kept_back, ..Apart::default() };
        let mut helpings = Helpings { bytes: text.as_bytes(), most };
        crate::load::read("digest.txt", &mut helpings, None, &mut apart);
        prop_assert!(apart.passages > 0);
        prop_assert_eq!(apart.gathered.stories, load("digest.txt", &text).stories);
    }
}

/// Lines that make it hard to tell where a story begins.
const DOUBTFUL: [&str; 16] = [
    "Ferry Talks Open in Bergen after Four Years of Silence",
    "Marlow: Board Backs New Line\n",
    "BERGEN- Transport Minister Ines Marlow said on Friday that talks had opened.\n",
    "“Nobody wants a quarrel over herring,” she said.\n",
    "On Nets: Much Said, Little Done\n",
    "Background\n",
    "---",
    "=====================\n",
    "2. Snow Closes Mountain Road for a Third Day\n",
    "By Ines Lind",
    "Lind said so. The board, which Tove Haugen leads, backs Lind, and will go on to do so.\n",
    "MUSEUM FINDS LOST MAP BEHIND A CUPBOARD\n",
    "\u{1b}[1m\n",
    "What happens next?\n",
    "The vote was close, the union's head, Olaf Renn, told Harbour Press.\n\n",
    "    and the long way round\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn doubtful_stories_do_not_depend_on_where_the_digest_is_parted(
        picks in prop::collection::vec(0..DOUBTFUL.len(), 5..300),
        most in 200_usize..20_000,
        kept_back in 0_usize..4,
        stalls in 0_usize..40,
    ) {
        let (len, kinds) = (picks.len(), DOUBTFUL.len());
        let line = |nth: usize| DOUBTFUL[(picks[nth % len] + nth / len) % kinds].to_owned() + "\n";
        let text: String = (0..8_000).map(line).collect();
        prop_assert!(text.len() > 256 << 10, "longer than a block");
        let mut apart = Apart { size: 1, kept_back, stalls, ..Apart::default() };
        let mut helpings = Helpings { bytes: text.as_bytes(), most };
        crate::load::read("digest.txt", &mut helpings, None, &mut apart);
        prop_assert_eq!(apart.gathered.stories, load("digest.txt", &text).stories);
    }
}

#[test]
fn floods_are_read_to_their_end() {
    for piece in [
        "\n",
        "-\n",
        "A Headline Of Some Words\n",
        "\"\n",
        "x",
        "* ",
        "MOSCOW- ",
        "# ",
        "=\n\n",
        "a\n---\n",
    ] {
        let loaded = load("flood.txt", &piece.repeat((1 << 20) / piece.len()));
        let empty = |story: &&NewStory| story.headline.is_empty() && story.body.is_empty();
        assert_eq!(loaded.stories.iter().find(empty), None, "{piece:?}");
    }
}
