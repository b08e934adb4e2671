//! Keys to actions. The default map is `assets/keymap.toml`; a reader's own tables
//! are laid over it, so rebinding one key never loses the rest.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::action::{Action, Context};
use super::key::Key;

static DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// One line of the key map: what help and the footer are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Each a key, or a sequence of keys.
    pub keys: Vec<Vec<Key>>,
    pub run: Action,
    /// Shown in the help screen.
    pub help: String,
    /// Shown in the footer, when there is room.
    pub hint: Option<String>,
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    Run(Action),
    /// The beginning of a sequence: wait for the next key.
    Pending,
    Nothing,
}

/// Every binding, by context.
#[derive(Clone, Debug)]
pub struct Keymap {
    contexts: BTreeMap<Context, Vec<Binding>>,
}

/// Why a key map cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    #[error(transparent)]
    Syntax(#[from] toml::de::Error),
    #[error(transparent)]
    Key(#[from] super::key::KeyError),
    #[error("`{key}` is bound twice in {context:?}")]
    Duplicate { context: Context, key: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    keys: Vec<String>,
    run: Action,
    help: String,
    hint: Option<String>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        Keymap::parse(DEFAULT).expect("the built-in key map is checked by a test")
    }
}

impl Keymap {
    /// # Errors
    ///
    /// When the text is not TOML of this shape, names an unknown key or action, or
    /// binds a key twice in one context.
    pub fn parse(text: &str) -> Result<Keymap, KeymapError> {
        let tables: BTreeMap<Context, Vec<Row>> = toml::from_str(text)?;
        let mut contexts = BTreeMap::new();
        for (context, rows) in tables {
            let bindings: Vec<Binding> = rows.into_iter().map(binding).collect::<Result<_, _>>()?;
            reject_duplicates(context, &bindings)?;
            contexts.insert(context, bindings);
        }
        Ok(Keymap { contexts })
    }

    /// This map with the tables of `text` laid over it: a key bound there is taken
    /// from whatever it did before in that context; every other key stays.
    ///
    /// # Errors
    ///
    /// As for [`Keymap::parse`].
    pub fn overlay(&self, text: &str) -> Result<Keymap, KeymapError> {
        let own = Keymap::parse(text)?;
        let mut both = self.clone();
        for (context, bindings) in own.contexts {
            let table = both.contexts.entry(context).or_default();
            let taken: Vec<Vec<Key>> = bindings.iter().flat_map(|b| b.keys.clone()).collect();
            for binding in table.iter_mut() {
                binding.keys.retain(|keys| {
                    !taken.iter().any(|own| own.starts_with(keys) || keys.starts_with(own))
                });
            }
            // What has lost its last key can still be asked for by name.
            let again = |run| bindings.iter().any(|own| own.run == run);
            table.retain(|binding| !binding.keys.is_empty() || !again(binding.run));
            table.extend(bindings);
        }
        Ok(both)
    }

    /// What `keys`, pressed one after the other in `context`, ask for.
    pub fn resolve(&self, context: Context, keys: &[Key]) -> Resolved {
        let own = self.look_up(context, keys);
        if own == Resolved::Nothing && context.falls_through() {
            return self.look_up(Context::Everywhere, keys);
        }
        own
    }

    /// The bindings of one context, in the order of the file.
    pub fn bindings(&self, context: Context) -> &[Binding] {
        self.contexts.get(&context).map_or(&[], Vec::as_slice)
    }

    /// What a pane's keys ask for, or a name after `:`, in the order help shows it.
    pub fn named(&self) -> impl Iterator<Item = &Binding> {
        let panes = Context::ALL.into_iter();
        let panes = panes.filter(|context| context.falls_through() || context.is_everywhere());
        panes.flat_map(|context| self.bindings(context))
    }

    fn look_up(&self, context: Context, keys: &[Key]) -> Resolved {
        let mut found = Resolved::Nothing;
        for binding in self.bindings(context) {
            for sequence in &binding.keys {
                if sequence == keys {
                    return Resolved::Run(binding.run);
                }
                if sequence.starts_with(keys) {
                    found = Resolved::Pending;
                }
            }
        }
        found
    }
}

impl Binding {
    /// The keys as help shows them: `j ↓`; the name of what has no key: `:cancel`.
    pub fn shown(&self) -> String {
        if self.keys.is_empty() {
            return format!(":{}", self.run.name());
        }
        self.keys.iter().map(|keys| show(keys)).collect::<Vec<_>>().join(" ")
    }

    /// The first key as the footer shows it.
    pub fn first_shown(&self) -> String {
        self.keys.first().map(|keys| show(keys)).unwrap_or_default()
    }
}

fn show(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect()
}

fn binding(row: Row) -> Result<Binding, KeymapError> {
    let parse = |text: &String| text.split(' ').map(str::parse).collect::<Result<Vec<Key>, _>>();
    let keys = row.keys.iter().map(parse).collect::<Result<_, _>>()?;
    Ok(Binding { keys, run: row.run, help: row.help, hint: row.hint })
}

fn reject_duplicates(context: Context, bindings: &[Binding]) -> Result<(), KeymapError> {
    let mut seen: Vec<&[Key]> = Vec::new();
    for keys in bindings.iter().flat_map(|binding| &binding.keys) {
        // A key that also begins a sequence would hide the sequence.
        if seen.iter().any(|other| other.starts_with(keys) || keys.starts_with(other)) {
            return Err(KeymapError::Duplicate { context, key: show(keys) });
        }
        seen.push(keys);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        text.split(' ').map(|key| key.parse().unwrap()).collect()
    }

    #[test]
    fn the_built_in_map_is_valid_and_falls_through() {
        let map = Keymap::parse(DEFAULT).unwrap();
        assert_eq!(map.resolve(Context::Headlines, &keys("j")), Resolved::Run(Action::Down));
        assert_eq!(map.resolve(Context::Body, &keys("?")), Resolved::Run(Action::Help));
        assert_eq!(map.resolve(Context::Prompt, &keys("?")), Resolved::Nothing);
        assert_eq!(map.resolve(Context::Body, &keys("g")), Resolved::Pending);
        assert_eq!(map.resolve(Context::Body, &keys("g g")), Resolved::Run(Action::First));
    }

    #[test]
    fn a_key_bound_twice_is_refused() {
        let text = "headlines = [
            { keys = ['j'], run = 'down', help = '' },
            { keys = ['j'], run = 'up', help = '' },
        ]";
        assert_eq!(Keymap::parse(text).unwrap_err().to_string(), "`j` is bound twice in Headlines");
    }
}
