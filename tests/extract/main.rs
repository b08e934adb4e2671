//! What is found in a story: each rule with a sentence that shows it. All people are
//! invented.

mod places;
mod speech;

use std::sync::LazyLock;

use dateline::extract::Extractor;
use dateline::model::{Story, StoryFacts};

/// Its tables take a while to build, and never change.
static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

fn facts(headline: &str, body: &str) -> StoryFacts {
    EXTRACTOR.story(&Story {
        key: "test",
        headline,
        body,
        source: None,
        place: None,
        url: None,
        path: None,
        published: None,
    })
}
