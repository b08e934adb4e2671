//! What a page says of its article in JSON-LD (schema.org).

use serde_json::Value;

use super::facts::Facts;

/// Types that are an article, by how schema.org and sites name them.
const ARTICLES: [&str; 11] = [
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Report",
    "ReviewNewsArticle",
    "SocialMediaPosting",
];

/// Values looked at; a page has a few dozen.
const MOST_VALUES: usize = 2_000;

/// Takes what a script says of the page's article.
pub(super) fn read(script: &str, facts: &mut Facts) {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    // Depth is bounded by the parser: what is deeper is not read.
    let Ok(value) = serde_json::from_str::<Value>(script) else { return };
    let mut waiting = vec![&value];
    let mut looked = 0;
    while let Some(value) = waiting.pop() {
        looked += 1;
        if looked > MOST_VALUES {
            return;
        }
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(object) if is_article(value) => return article(object, facts),
            Value::Object(object) => {
                let inside = ["mainEntity", "@graph"].iter().filter_map(|key| object.get(*key));
                waiting.extend(inside);
            }
            _ => (),
        }
    }
}

fn is_article(value: &Value) -> bool {
    let is = |value: &Value| {
        value.as_str().is_some_and(|name| {
            let name = name.rsplit(['/', ':']).next().unwrap_or(name);
            ARTICLES.contains(&name)
        })
    };
    match &value["@type"] {
        Value::Array(types) => types.iter().any(is),
        one => is(one),
    }
}

fn article(object: &serde_json::Map<String, Value>, facts: &mut Facts) {
    let text = |key: &str| object.get(key).and_then(text_of);
    facts.is_article = true;
    facts.headline.prefer(text("headline").or_else(|| text("name")));
    facts.published.prefer(text("datePublished").or_else(|| text("dateCreated")));
    facts.author.prefer(text("author").or_else(|| text("creator")));
    facts.publisher.prefer(text("publisher").or_else(|| text("sourceOrganization")));
    facts.place.prefer(text("dateline").or_else(|| text("locationCreated")));
    facts.url.prefer(text("url").or_else(|| text("mainEntityOfPage")));
    facts.body.prefer(text("articleBody"));
}

/// The text of a value: itself, its name, or the first of a list.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Array(values) => values.iter().find_map(text_of),
        Value::Object(object) => {
            let keys = ["name", "@value", "@id", "url"];
            keys.iter().find_map(|key| object.get(*key)?.as_str()).map(str::to_owned)
        }
        _ => None,
    }
}
