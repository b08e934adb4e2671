//! What a page says of its article in JSON-LD (schema.org).

use serde_json::{Map, Value};

use super::facts::Facts;
use crate::load::html::{is_html, unescape};

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

/// Of a list of people the first that has a name is looked for among so many.
const MOST_NAMES: usize = 10;

/// Takes what a script says of the page's article.
pub(super) fn read(script: &str, facts: &mut Facts) {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    // Depth is bounded by the parser: what is deeper is not read.
    let Ok(script) = serde_json::from_str::<Value>(script) else { return };
    let mut waiting = vec![&script];
    let mut looked = 0;
    while let Some(value) = waiting.pop() {
        looked += 1;
        if looked > MOST_VALUES {
            return;
        }
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(object) if is_article(value) => {
                return Article { object, script: &script }.tell(facts);
            }
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

/// An article, and the script that may name elsewhere what the article points at.
struct Article<'a> {
    object: &'a Map<String, Value>,
    script: &'a Value,
}

impl Article<'_> {
    fn tell(&self, facts: &mut Facts) {
        facts.is_article = true;
        facts.headline.prefer(self.name(["headline", "name"]));
        facts.published.prefer(self.name(["datePublished", "dateCreated"]));
        facts.author.prefer(self.name(["author", "creator"]));
        facts.publisher.prefer(self.name(["publisher", "sourceOrganization"]));
        facts.place.prefer(self.name(["dateline", "locationCreated"]));
        let link = |key: &str| link_of(self.object.get(key)?);
        facts.url.prefer(link("url").or_else(|| link("mainEntityOfPage")));
        facts.body.prefer(self.object.get("articleBody").and_then(|body| self.name_of(body)));
    }

    /// What the first of these keys says, that says anything.
    fn name(&self, keys: [&str; 2]) -> Option<String> {
        keys.iter().find_map(|key| self.name_of(self.object.get(*key)?))
    }

    /// A text or the name of a thing; of a list the first.
    fn name_of(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(read_once(text)).filter(|text| !text.trim().is_empty()),
            Value::Array(values) => {
                values.iter().take(MOST_NAMES).find_map(|value| self.name_of(value))
            }
            Value::Object(object) => own_name(object).or_else(|| self.named(object.get("@id")?)),
            _ => None,
        }
    }

    /// The name of the thing of that id, which stands anywhere in the script.
    fn named(&self, id: &Value) -> Option<String> {
        let mut waiting = vec![self.script];
        for _ in 0..MOST_VALUES {
            match waiting.pop()? {
                Value::Array(values) => waiting.extend(values),
                Value::Object(object)
                    if object.get("@id") == Some(id) && own_name(object).is_some() =>
                {
                    return own_name(object);
                }
                Value::Object(object) => waiting.extend(object.values()),
                _ => (),
            }
        }
        None
    }
}

fn own_name(object: &Map<String, Value>) -> Option<String> {
    let text = ["name", "@value"].iter().find_map(|key| object.get(*key)?.as_str())?;
    Some(read_once(text)).filter(|text| !text.trim().is_empty())
}

/// Many sites write character references here, as if this were markup. What is markup
/// has them in their place.
fn read_once(text: &str) -> String {
    let mut out = String::new();
    if is_html(text) {
        out.push_str(text);
    } else {
        unescape(text, &mut out);
    }
    out
}

/// A link, or that of a thing; of a list the first.
fn link_of(value: &Value) -> Option<String> {
    match value {
        Value::String(link) => Some(link.clone()),
        Value::Array(values) => values.iter().find_map(link_of),
        Value::Object(object) => {
            ["@id", "url"].iter().find_map(|key| object.get(*key)?.as_str()).map(str::to_owned)
        }
        _ => None,
    }
}
