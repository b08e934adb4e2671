//! What a key can ask for, and where it is asked.

use serde::Deserialize;

/// Everything a key can ask for. Named in key maps in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    Down,
    Up,
    First,
    Last,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    In,
    Out,
    NextPane,
    PreviousPane,
    HeadlinesPane,
    BodyPane,
    EntitiesPane,
    NextStory,
    PreviousStory,
    ScrollDown,
    ScrollUp,
    NextMatch,
    PreviousMatch,
    Filter,
    Search,
    Countries,
    Speakers,
    Organisations,
    Sources,
    PopFilter,
    ClearFilters,
    Undo,
    Redo,
    Bookmark,
    Bookmarks,
    Fetch,
    OpenLink,
    CopyStory,
    CopyQuote,
    Evidence,
    Zoom,
    Narrower,
    Wider,
    Theme,
    Problems,
    Help,
    Mouse,
    SortDate,
    SortSource,
    SortRelevance,
    Command,
    Cancel,
    Back,
    Quit,
    Suspend,
    Apply,
    Close,
    Clear,
    Mark,
}

impl Action {
    /// Its name in words: `sort date`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push(' ');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }
}

/// Where a key is pressed: each has a table of its own in the key map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Context {
    Headlines,
    Body,
    Entities,
    /// A line being typed, alone or above a picker's rows.
    Prompt,
    /// A list laid over the screen: help, problems.
    Overlay,
    /// Every pane, where the pane itself says nothing of the key.
    Everywhere,
}

impl Context {
    /// Every context, in the order help shows them.
    pub const ALL: [Context; 6] = [
        Context::Headlines,
        Context::Body,
        Context::Entities,
        Context::Everywhere,
        Context::Prompt,
        Context::Overlay,
    ];

    /// The heading help gives this context's keys.
    pub fn title(self) -> &'static str {
        match self {
            Context::Headlines => "In the headlines",
            Context::Body => "In the body",
            Context::Entities => "In the entities",
            Context::Prompt => "In a prompt or picker",
            Context::Overlay => "In help and problems",
            Context::Everywhere => "Everywhere",
        }
    }

    pub fn is_everywhere(self) -> bool {
        self == Context::Everywhere
    }

    /// Whether keys not bound here are looked up in [`Context::Everywhere`].
    pub fn falls_through(self) -> bool {
        matches!(self, Context::Headlines | Context::Body | Context::Entities)
    }
}
