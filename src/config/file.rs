//! The reader's own `config.toml`, laid over the defaults. What cannot be understood is
//! named with its line and left out; the rest counts.

use toml::de::{DeTable, DeValue};

use super::feeds::{self, Feed};
use super::keymap::Keymap;
use super::theme::Theme;

/// Everything a configuration file can say. What it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    pub theme: Option<Theme>,
    /// The widest a line of the body may be, in columns.
    pub measure: Option<u16>,
    pub mouse: Option<bool>,
    /// Whether facts are kept for the next start.
    pub cache: Option<bool>,
    /// Whether what is opened is watched for files that come or change.
    pub watch: Option<bool>,
    pub feeds: Vec<Feed>,
    pub session: Option<Remember>,
    /// Whether what happens is written to the log.
    pub log: Option<bool>,
    /// Key tables, to be laid over the built-in map with [`Keymap::overlay`].
    pub keys: Option<String>,
}

/// What becomes of a session when it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Remember {
    Off,
    /// It is kept, and taken up when that is asked for.
    #[default]
    Keep,
    /// It is kept and taken up at the next start on the same inputs.
    Resume,
}

/// One line of a configuration file that does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {reason}")]
pub struct ConfigProblem {
    /// 1-based.
    pub line: u32,
    pub reason: String,
}

/// Narrower and wider lines than these nobody reads.
const MEASURES: std::ops::RangeInclusive<i64> = 20..=500;

impl Config {
    /// Reads a configuration file: what it says, and what of it does not count.
    pub fn parse(text: &str) -> (Config, Vec<ConfigProblem>) {
        let mut reader = Reader { text, config: Config::default(), problems: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => {
                for (key, value) in table.get_ref() {
                    reader.entry(key.get_ref(), key.span().start, value.get_ref(), value.span());
                }
            }
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                reader.problem(at, error.message().to_owned());
            }
        }
        reader.problems.sort_by_key(|problem| problem.line);
        (reader.config, reader.problems)
    }
}

struct Reader<'a> {
    text: &'a str,
    config: Config,
    problems: Vec<ConfigProblem>,
}

impl Reader<'_> {
    fn entry(&mut self, key: &str, at: usize, value: &DeValue<'_>, span: std::ops::Range<usize>) {
        match (key, value) {
            ("theme", DeValue::String(name)) => match Theme::named(name) {
                Some(theme) => self.config.theme = Some(theme),
                None => self.problem(span.start, "theme is one of dark, light, plain".into()),
            },
            ("measure", DeValue::Integer(number)) => {
                let columns = i64::from_str_radix(number.as_str(), number.radix()).ok();
                match columns.filter(|columns| MEASURES.contains(columns)) {
                    Some(columns) => self.config.measure = u16::try_from(columns).ok(),
                    None => self.problem(span.start, "measure is 20 to 500 columns".into()),
                }
            }
            ("mouse", DeValue::Boolean(on)) => self.config.mouse = Some(*on),
            ("cache", DeValue::Boolean(on)) => self.config.cache = Some(*on),
            ("log", DeValue::Boolean(on)) => self.config.log = Some(*on),
            ("session", DeValue::String(how)) => match &**how {
                "off" => self.config.session = Some(Remember::Off),
                "keep" => self.config.session = Some(Remember::Keep),
                "resume" => self.config.session = Some(Remember::Resume),
                _ => self.problem(span.start, "session is one of off, keep, resume".into()),
            },
            ("watch", DeValue::Boolean(on)) => self.config.watch = Some(*on),
            ("keys", DeValue::Table(_)) => self.keys(span),
            ("feeds", list) => {
                let (feeds, wrong) = feeds::read(list, &span);
                self.config.feeds = feeds;
                for (at, reason) in wrong {
                    self.problem(at, reason);
                }
            }
            ("theme" | "measure" | "mouse" | "cache" | "watch" | "log" | "session" | "keys", _) => {
                self.problem(span.start, format!("{key} cannot be that kind of value"));
            }
            _ => self.problem(at, format!("there is no setting `{key}`")),
        }
    }

    /// The `[keys]` part on its own, checked by laying it over the built-in map.
    fn keys(&mut self, span: std::ops::Range<usize>) {
        let table: Option<toml::Table> = toml::from_str(self.text).ok();
        let keys = table.and_then(|mut table| table.remove("keys"));
        let text = keys.and_then(|keys| toml::to_string(&keys).ok()).unwrap_or_default();
        match Keymap::default().overlay(&text) {
            Ok(_) => self.config.keys = Some(text),
            Err(error) => {
                self.problem(span.start, format!("keys: {}", first_line(&error.to_string())));
            }
        }
    }

    fn problem(&mut self, at: usize, reason: String) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() as u32 + 1;
        self.problems.push(ConfigProblem { line, reason });
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::{Action, Context, Resolved};

    #[test]
    fn what_is_said_counts_and_what_is_not_understood_is_named_with_its_line() {
        let text = "theme = 'light'\ncolour = 'red'\nmeasure = 5\nmouse = 'no'\n";
        let (config, problems) = Config::parse(text);
        assert_eq!(config.theme.unwrap().name, "light");
        assert_eq!((config.measure, config.mouse), (None, None));
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "2: there is no setting `colour`",
                "3: measure is 20 to 500 columns",
                "4: mouse cannot be that kind of value",
            ]
        );
    }

    #[test]
    fn a_rebound_key_moves_and_the_rest_stays() {
        let text = "[keys]\nheadlines = [{ keys = ['t'], run = 'down', help = 'Down' }]\n";
        let (config, problems) = Config::parse(text);
        assert_eq!(problems, []);
        let map = Keymap::default().overlay(&config.keys.unwrap()).unwrap();
        let resolve = |key: &str| map.resolve(Context::Headlines, &[key.parse().unwrap()]);
        assert_eq!(resolve("t"), Resolved::Run(Action::Down));
        assert_eq!(resolve("j"), Resolved::Run(Action::Down), "the old key still works");
        assert_eq!(resolve("k"), Resolved::Run(Action::Up));
    }

    #[test]
    fn a_key_taken_from_another_action_is_that_actions_no_more() {
        let text = "headlines = [{ keys = ['k'], run = 'down', help = 'Down' }]";
        let map = Keymap::default().overlay(text).unwrap();
        let resolve = |key: &str| map.resolve(Context::Headlines, &[key.parse().unwrap()]);
        assert_eq!(resolve("k"), Resolved::Run(Action::Down));
        assert_eq!(resolve("up"), Resolved::Run(Action::Up));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "[a-z=\"'\\[\\]{}\n 0-9]{0,60}") {
            Config::parse(&text);
        }
    }
}
