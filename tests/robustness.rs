//! Whatever a file holds, it is read to its end, harmless, and its facts are sound.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod gathered;

use std::sync::LazyLock;

use dateline::extract::Extractor;
use dateline::load::Format;
use dateline::model::Chunk;
use dateline::text::{clean, width, wrap};
use proptest::prelude::*;

use gathered::Gathered;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

fn read(bytes: &[u8], format: Option<Format>) -> Gathered {
    gathered::read("any.file", bytes, format)
}

/// Bytes that look like something: pieces of every format among noise.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..20),
        prop::sample::select(vec![
            "{\"title\":\"A\",\"body\":\"B\"}\n",
            "[{\"title\":",
            "\n\n",
            "\r\n",
            "---\n",
            "## Ferry talks open\n",
            "OSLO- The minister said \u{201c}we sail\u{201d}.\n",
            "\"Nobody knows,\" she said. ",
            "\u{1b}[31mred",
            "\u{202e}",
            "Ferry Talks Open in Oslo\n\n",
            "\u{85}",
            "\u{feff}",
            "1. ",
            "東京で会談\n",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_bytes_load_clean_and_every_quotation_is_its_slice(
        bytes in bytes(),
        format in prop::sample::select(vec![None, Some(Format::Digest), Some(Format::Json), Some(Format::Ndjson)]),
    ) {
        let mut chunk = Chunk::default();
        for story in &read(&bytes, format).stories {
            prop_assert_eq!(&clean(&story.body), &story.body);
            prop_assert_eq!(&clean(&story.headline), &story.headline);
            prop_assert!(!story.body.contains("\n\n\n") && !story.headline.contains('\n'));
            chunk.push(story);
        }
        for story in chunk.stories() {
            for quote in EXTRACTOR.story(&story).quotes {
                let (start, end) = (quote.span.start as usize, quote.span.end as usize);
                prop_assert!(start < end && story.body.get(start..end).is_some());
            }
            for line in wrap::wrap_body(story.body, 20) {
                prop_assert!(width::columns(&story.body[line]) <= 20);
            }
        }
    }
}
