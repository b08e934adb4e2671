//! The reader's own `config.toml`, laid over the defaults. What cannot be understood is
//! named with its line and left out; the rest counts.

use toml::de::{DeTable, DeValue};

use super::feeds::{self, Feed};
use super::own_keys::{self, OwnKeys};
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
    /// Key tables, to be laid over the built-in map with [`Keymap::overlay`](super::Keymap::overlay).
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
            ("keys", DeValue::Table(keys)) => self.keys(keys),
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

    fn keys(&mut self, keys: &DeTable<'_>) {
        let own: Option<toml::Table> = toml::from_str(self.text).ok();
        let own = own.as_ref().and_then(|table| table.get("keys")?.as_table());
        let OwnKeys { tables, wrong } = own_keys::read(keys, own.unwrap_or(&toml::Table::new()));
        self.config.keys = toml::to_string(&tables).ok();
        for (at, reason) in wrong {
            self.problem(at, reason);
        }
    }

    fn problem(&mut self, at: usize, reason: String) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() as u32 + 1;
        self.problems.push(ConfigProblem { line, reason });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::{Action, Context, Keymap, Resolved};

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
    fn a_wrong_row_of_keys_is_named_and_costs_no_other() {
        let text = "mouse = true\n[keys]\nheadlines = [\n  \
            { keys = ['t'], run = 'dwn', help = 'Down' },\n  \
            { keys = ['hyper-j', 'w'], run = 'up', help = 'Up' },\n  \
            { keys = ['U'], run = 'up', help = 'Up' },\n  \
            { keys = ['U'], run = 'down', help = 'Down' },\n  \
            { keys = ['w'], run = 'down' },\n]\nattic = []\nbody = 3\n\
            [[keys.entities]]\nkeys = ['D']\nrun = 'down'\nhelp = 'Down'\n\
            [[keys.entities]]\nkeys = ['X']\nrun = 'nothing'\nhelp = ''\n";
        let (config, problems) = Config::parse(text);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "4: keys: `t`: there is no action `dwn`",
                "5: keys: `hyper-j`, `w`: `hyper-j` is no key",
                "7: keys: `U`: `U` is bound twice in Headlines",
                "8: keys: `w`: missing field `help`",
                "10: keys: there is no place `attic`",
                "11: keys: body is a list of rows",
                "16: keys: `X`: there is no action `nothing`",
            ]
        );
        let map = Keymap::default().overlay(&config.keys.unwrap()).unwrap();
        let resolve = |context, key: &str| map.resolve(context, &[key.parse().unwrap()]);
        assert_eq!(resolve(Context::Headlines, "U"), Resolved::Run(Action::Up));
        assert_eq!(resolve(Context::Entities, "D"), Resolved::Run(Action::Down));
        assert_eq!(resolve(Context::Headlines, "t"), Resolved::Nothing);
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
