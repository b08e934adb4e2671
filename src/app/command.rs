//! The command line: every action of the key map by its name, completed by Tab.

use tui_input::Input;

use super::act::act;
use super::{Effect, Overlay, State, prompt};
use crate::config::{Action, Key, Keymap};

/// The line being typed after `:`.
#[derive(Debug, Default)]
pub struct Line {
    pub input: Input,
    /// Why the line cannot be run.
    pub error: Option<String>,
    /// What was typed before Tab, and which of its completions stands in the line.
    completed: Option<(String, usize)>,
}

/// What can be asked for by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub name: String,
    pub help: String,
    pub run: Action,
}

impl Line {
    /// The commands the line may come to, in the order of the key map: those that
    /// begin with what was typed, else those that contain it.
    pub fn choices(&self, keymap: &Keymap) -> Vec<Command> {
        let typed = self.completed.as_ref().map_or(self.input.value(), |(typed, _)| typed);
        choices(keymap, typed)
    }
}

/// As the names are written, however it was typed: `Sort-Date` is `sort date`.
fn words(typed: &str) -> String {
    let words = typed.to_lowercase().replace('-', " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn choices(keymap: &Keymap, typed: &str) -> Vec<Command> {
    let typed = words(typed);
    let mut commands: Vec<Command> = Vec::new();
    for binding in keymap.named() {
        if commands.iter().all(|known| known.run != binding.run) {
            let (name, help) = (binding.run.name(), binding.help.clone());
            commands.push(Command { name, help, run: binding.run });
        }
    }
    let begins = |command: &Command| command.name.starts_with(&typed);
    if commands.iter().any(begins) {
        commands.retain(begins);
    } else {
        commands.retain(|command| command.name.contains(&typed));
    }
    commands
}

pub(super) fn open(state: &mut State) {
    state.overlay = Overlay::Command(Line::default());
}

/// A key that edits the line.
pub(super) fn typed(line: &mut Line, key: Key) {
    if prompt::edit(&mut line.input, key) {
        (line.error, line.completed) = (None, None);
    }
}

pub(super) fn pasted(line: &mut Line, text: &str) {
    prompt::paste(&mut line.input, text);
    (line.error, line.completed) = (None, None);
}

/// Puts the next completion (1) or the one before (-1) into the line.
pub(super) fn complete(state: &mut State, by: isize) -> Vec<Effect> {
    let Overlay::Command(line) = &mut state.overlay else { return Vec::new() };
    let choices = line.choices(&state.keymap);
    if choices.is_empty() {
        return Vec::new();
    }
    let (typed, at) = match line.completed.take() {
        Some((typed, at)) => (typed, at.saturating_add(choices.len()).saturating_add_signed(by)),
        None if by < 0 => (line.input.value().to_owned(), choices.len() - 1),
        None => (line.input.value().to_owned(), 0),
    };
    let at = at % choices.len();
    line.input = Input::new(choices[at].name.clone());
    (line.completed, line.error) = (Some((typed, at)), None);
    Vec::new()
}

/// Enter: does what the line names, in full or in part when only one thing can be
/// meant. A line that names nothing stays open.
pub(super) fn run(state: &mut State) -> Vec<Effect> {
    let Overlay::Command(line) = &mut state.overlay else { return Vec::new() };
    let typed = words(line.input.value());
    let choices = if typed.is_empty() { Vec::new() } else { choices(&state.keymap, &typed) };
    let named = choices.iter().find(|command| command.name == typed);
    let begun: Vec<&Command> = choices.iter().filter(|c| c.name.starts_with(&typed)).collect();
    let meant = match (named, &begun[..]) {
        (Some(command), _) => command.run,
        (None, [only]) => only.run,
        _ if typed.is_empty() => return close(state),
        (None, []) => return refuse(line, format!("there is no command “{typed}”")),
        (None, _) => return refuse(line, format!("“{typed}” is the beginning of several")),
    };
    state.overlay = Overlay::Nothing;
    act(state, meant)
}

fn refuse(line: &mut Line, reason: String) -> Vec<Effect> {
    line.error = Some(reason);
    Vec::new()
}

pub(super) fn close(state: &mut State) -> Vec<Effect> {
    state.overlay = Overlay::Nothing;
    Vec::new()
}
