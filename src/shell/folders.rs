//! Where Dateline keeps things: the XDG variables first, then what the platform does.

use std::ffi::OsString;
use std::path::PathBuf;

use directories::BaseDirs;

/// Dateline's own folders, none of them made yet. `None` where the system names no
/// home: then nothing can be kept, and everything else works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    pub config: Option<PathBuf>,
    /// Bookmarks.
    pub data: Option<PathBuf>,
    /// Session and log.
    pub state: Option<PathBuf>,
    /// What can be made again.
    pub cache: Option<PathBuf>,
}

const NAME: &str = "dateline";

impl Folders {
    /// The folders of the user who runs the process.
    pub fn of_user() -> Folders {
        Folders::new(|name| std::env::var_os(name), BaseDirs::new().as_ref())
    }

    /// A variable that is empty or relative is passed over, as the XDG rule says.
    fn new(variable: impl Fn(&str) -> Option<OsString>, base: Option<&BaseDirs>) -> Folders {
        let folder = |name: &str, own: Option<PathBuf>| {
            let set = variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
            set.or(own).map(|path| path.join(NAME))
        };
        let own = |of: fn(&BaseDirs) -> PathBuf| base.map(of);
        Folders {
            config: folder("XDG_CONFIG_HOME", own(config_home)),
            data: folder("XDG_DATA_HOME", own(|base| base.data_dir().into())),
            state: folder("XDG_STATE_HOME", own(state_home)),
            cache: folder("XDG_CACHE_HOME", own(|base| base.cache_dir().into())),
        }
    }

    /// Each folder under the name it has in the manual.
    pub fn all(&self) -> [(&'static str, Option<&PathBuf>); 4] {
        [
            ("config", self.config.as_ref()),
            ("data", self.data.as_ref()),
            ("state", self.state.as_ref()),
            ("cache", self.cache.as_ref()),
        ]
    }
}

/// On macOS a `~/.config/dateline` the reader made is used before the platform's own.
fn config_home(base: &BaseDirs) -> PathBuf {
    let dotted = base.home_dir().join(".config");
    if cfg!(target_os = "macos") && dotted.join(NAME).is_dir() {
        return dotted;
    }
    base.config_dir().into()
}

/// Only Linux has a folder for state; elsewhere it lies beside what is kept.
fn state_home(base: &BaseDirs) -> PathBuf {
    base.state_dir().unwrap_or_else(|| base.data_local_dir()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_wins_and_a_relative_one_is_passed_over() {
        let set = |name: &str| match name {
            "XDG_DATA_HOME" => Some("/elsewhere".into()),
            "XDG_CACHE_HOME" => Some("not/absolute".into()),
            _ => None,
        };
        let folders = Folders::new(set, None);
        assert_eq!(folders.data, Some("/elsewhere/dateline".into()));
        assert_eq!(folders.cache, None);
    }
}
