//! The reader's own settings: `config.toml`, and what the terminal says of itself.

use std::fs;
use std::io;

use super::fetch::Wanted;
use super::folders::Folders;
use super::output::reason;
use super::reader::Opening;
use crate::app::{Message, State, ThemeBy, update};
use crate::config::{Config, ConfigProblem, Remember, Theme};
use crate::model::Problem;
use crate::text::clean_line;

/// What the reader has set that is no part of the screen's state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    pub(super) session: Remember,
    pub(super) log: bool,
}

/// Sets the state up as the reader wants it. A file that is not there is not missed;
/// what is wrong in it is a problem with its line.
pub(super) fn apply(state: &mut State, opening: &Opening) -> Own {
    let background = std::env::var("COLORFGBG").ok();
    if let Some(light) = background.and_then(|colours| is_light(&colours)) {
        update(state, Message::Background { light });
    }
    let (config, problems) = read(&opening.folders);
    let session = opening.session.or(config.session).unwrap_or_default();
    let own = Own { session, log: config.log.unwrap_or(true) };
    lay_over(state, config);
    for problem in problems {
        update(state, Message::Problem(problem));
    }
    if opening.plain {
        take(&mut state.theme, Theme::named("plain"));
        state.settings.theme_by = ThemeBy::Setting;
    }
    own
}

/// What of the configuration does not count.
pub fn problems(folders: &Folders) -> Vec<Problem> {
    read(folders).1
}

/// The feeds of the configuration that are to be fetched.
pub fn feeds(folders: &Folders) -> Vec<Wanted> {
    let feeds = read(folders).0.feeds.into_iter().filter(|feed| feed.enabled);
    feeds.map(|feed| Wanted { feed, typed: false }).collect()
}

/// Whether the configuration asks for what is opened to be watched.
pub fn watch(folders: &Folders) -> bool {
    read(folders).0.watch == Some(true)
}

/// The configuration, and what of it does not count.
pub(super) fn read(folders: &Folders) -> (Config, Vec<Problem>) {
    let Some(path) = folders.config.as_ref().map(|folder| folder.join("config.toml")) else {
        return (Config::default(), Vec::new());
    };
    let shown = clean_line(&path.to_string_lossy()).into_owned();
    let problem = |line, reason: &str| {
        let reason = clean_line(reason).into_owned();
        Problem { path: shown.clone(), line, reason }
    };
    match fs::read_to_string(&path) {
        Ok(text) => {
            let (config, problems) = Config::parse(&text);
            let named = |found: ConfigProblem| problem(Some(found.line), &found.reason);
            (config, problems.into_iter().map(named).collect())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Default::default(),
        Err(error) => (Config::default(), vec![problem(None, &reason(&error))]),
    }
}

fn lay_over(state: &mut State, config: Config) {
    if config.theme.is_some() {
        state.settings.theme_by = ThemeBy::Setting;
    }
    take(&mut state.theme, config.theme);
    take(&mut state.settings.measure, config.measure);
    take(&mut state.settings.mouse, config.mouse);
    take(&mut state.settings.cache, config.cache);
    let keys = config.keys.and_then(|keys| state.keymap.overlay(&keys).ok());
    take(&mut state.keymap, keys);
}

fn take<T>(setting: &mut T, own: Option<T>) {
    if let Some(own) = own {
        *setting = own;
    }
}

/// Some terminals tell their colours: `0;15` is black on white.
fn is_light(colours: &str) -> Option<bool> {
    let background: u8 = colours.rsplit(';').next()?.parse().ok()?;
    Some(matches!(background, 7 | 15))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_light_background_is_told_by_its_number() {
        assert_eq!(["0;15", "0;default;7", "15;0"].map(is_light), [true, true, false].map(Some));
        assert_eq!(["", "15;default"].map(is_light), [None, None]);
    }
}
