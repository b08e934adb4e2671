//! The feeds a reader follows: `[[feeds]]` in the configuration, and how other programs'
//! lists become such.

use std::ops::Range;

use toml::de::DeValue;
use url::Url;

/// One feed the reader follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// http or https, with a host; parsed and written out again.
    pub url: Url,
    /// What the reader calls it.
    pub name: Option<String>,
    /// Where it stood in another program's list: `World/Europe` is a folder in a folder.
    pub tags: Vec<String>,
    /// Whether it is fetched.
    pub enabled: bool,
}

impl Feed {
    pub fn new(url: Url) -> Feed {
        Feed { url, name: None, tags: Vec::new(), enabled: true }
    }

    /// What it is called on the screen: its name, else its link.
    pub fn title(&self) -> String {
        self.name.clone().unwrap_or_else(|| shown(&self.url))
    }

    /// What makes two entries the same feed.
    pub fn key(&self) -> String {
        let mut url = bare(&self.url);
        url.set_fragment(None);
        url.into()
    }

    /// The entry as `config.toml` has it.
    pub fn to_toml(&self) -> String {
        let mut table = toml::Table::new();
        table.insert("url".into(), self.url.as_str().into());
        table.extend(self.name.iter().map(|name| ("name".into(), name.as_str().into())));
        if !self.tags.is_empty() {
            table.insert("tags".into(), self.tags.clone().into());
        }
        if !self.enabled {
            table.insert("enabled".into(), false.into());
        }
        format!("[[feeds]]\n{table}")
    }
}

/// Why a link cannot be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    #[error("not a link")]
    Unreadable,
    #[error("only http and https links can be fetched")]
    Scheme,
}

/// Reads a link that may be fetched.
///
/// # Errors
///
/// When it is none, or not of the web.
pub fn web_link(text: &str) -> Result<Url, LinkError> {
    let url = Url::parse(text.trim()).map_err(|_| LinkError::Unreadable)?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        _ => Err(LinkError::Scheme),
    }
}

/// A link as it may be shown: without the name and password it may carry.
pub fn shown(url: &Url) -> String {
    bare(url).into()
}

/// A link without the name and password it may carry.
pub fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    // Only links that cannot carry any refuse.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    bare
}

/// Something wrong, and the byte it is at.
pub(super) type Wrong = (usize, String);

/// Reads the `feeds` of a configuration: those that can be fetched, and what is wrong
/// with the others.
pub(super) fn read(value: &DeValue<'_>, span: &Range<usize>) -> (Vec<Feed>, Vec<Wrong>) {
    let mut list = List::default();
    let DeValue::Array(entries) = value else {
        list.wrong.push((span.start, "feeds are written as [[feeds]] tables".into()));
        return (list.feeds, list.wrong);
    };
    for entry in entries {
        list.entry(entry.get_ref(), entry.span());
    }
    (list.feeds, list.wrong)
}

#[derive(Default)]
struct List {
    feeds: Vec<Feed>,
    wrong: Vec<Wrong>,
}

impl List {
    fn entry(&mut self, entry: &DeValue<'_>, span: Range<usize>) {
        let DeValue::Table(table) = entry else {
            return self.wrong.push((span.start, "a feed is a table with a `url`".into()));
        };
        let (mut url, mut name, mut tags, mut enabled) = (None, None, Vec::new(), true);
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("url", DeValue::String(text)) => match web_link(text) {
                    Ok(link) => url = Some((link, value.span().start)),
                    Err(error) => return self.wrong.push((value.span().start, error.to_string())),
                },
                ("name", DeValue::String(text)) => name = line(text),
                ("tags", DeValue::Array(texts)) => {
                    let texts = texts.iter().filter_map(|text| text.get_ref().as_str());
                    tags = texts.filter_map(line).collect();
                }
                ("enabled", DeValue::Boolean(on)) => enabled = *on,
                (known @ ("url" | "name" | "tags" | "enabled"), _) => {
                    let reason = format!("{known} of a feed cannot be that kind of value");
                    self.wrong.push((value.span().start, reason));
                }
                (other, _) => {
                    self.wrong.push((key.span().start, format!("a feed has no `{other}`")));
                }
            }
        }
        let Some((url, at)) = url else {
            return self.wrong.push((span.start, "a feed needs a `url`".into()));
        };
        let feed = Feed { url, name, tags, enabled };
        if self.feeds.iter().any(|known| known.key() == feed.key()) {
            return self.wrong.push((at, "this feed stands here twice".into()));
        }
        self.feeds.push(feed);
    }
}

/// A name on one line, or none.
pub(super) fn line(text: &str) -> Option<String> {
    let line = crate::text::clean_line(text);
    (!line.is_empty()).then(|| line.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn feeds_are_read_and_what_is_wrong_with_one_leaves_the_others() {
        let text = "\
            [[feeds]]\nurl = 'https://wire.example/feed'\nname = 'Northern Wire'\n\
            [[feeds]]\nurl = 'ftp://wire.example/'\n\
            [[feeds]]\nname = 'no link'\n\
            [[feeds]]\nurl = 'https://tove:secret@port.example/rss'\nenabled = false\ncolour = 1\n\
            [[feeds]]\nurl = 'https://wire.example/feed#x'\n";
        let (config, problems) = Config::parse(text);
        let titles: Vec<_> = config.feeds.iter().map(Feed::title).collect();
        assert_eq!(titles, ["Northern Wire", "https://port.example/rss"]);
        assert!(config.feeds[0].enabled && !config.feeds[1].enabled);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "5: only http and https links can be fetched",
                "6: a feed needs a `url`",
                "11: a feed has no `colour`",
                "13: this feed stands here twice",
            ]
        );
    }

    #[test]
    fn an_entry_written_is_the_entry_read() {
        let url = Url::parse("https://wire.example/a?b=\"c\"").unwrap();
        let tags = vec!["World/Europe".into(), "slow".into()];
        let feed =
            Feed { name: Some("A \"wire\"\\".into()), tags, enabled: false, ..Feed::new(url) };
        let (config, problems) = Config::parse(&feed.to_toml());
        assert_eq!((config.feeds, problems), (vec![feed], vec![]));
    }

    #[test]
    fn only_links_of_the_web_can_be_fetched() {
        assert_eq!(web_link(" HTTPS://Wire.Example ").unwrap().as_str(), "https://wire.example/");
        assert_eq!(web_link("wire.example/feed"), Err(LinkError::Unreadable));
        for other in ["file:///etc/passwd", "javascript:1", "gopher://a.example"] {
            assert_eq!(web_link(other), Err(LinkError::Scheme), "{other}");
        }
    }
}
