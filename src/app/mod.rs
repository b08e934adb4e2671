//! The state machine: every key and every finished job becomes a [`Message`],
//! [`update()`] is the only code that changes [`State`], and anything that touches
//! the world is returned as an [`Effect`] for the shell to run.
//!
//! Read this page first. The rooms behind it: [`layout`] (where the panes are),
//! [`browse`] (the list and its filters), [`read`] (the body), [`sidebar`],
//! [`prompt`] and [`picker`] (what is typed), [`marks`] (what is kept), [`history`]
//! (undo), [`command`] (what is asked for by name), [`session`] (where the reader was the
//! last time), [`help`].

mod act;
pub mod arrivals;
pub mod browse;
pub mod command;
mod copy;
pub mod help;
pub mod history;
pub mod layout;
pub mod marks;
pub mod picker;
pub mod prompt;
pub mod read;
pub mod session;
pub mod sidebar;
mod update;

use std::path::PathBuf;
use std::sync::Arc;

pub use arrivals::{Arrivals, Fetching, Version};
use serde::{Deserialize, Serialize};
pub use update::update;

use crate::config::{Context, Key, Keymap, Theme};
use crate::extract::Extractor;
use crate::model::{Bookmark, Bookmarks, Chunk, Facts, Library, NameBlock, Problem};
use crate::model::{People, Story, StoryFacts, StoryId};
use crate::query::{Choice, Field, Hits, Order, Query, Sort};
use history::History;
use layout::Size;
use marks::Marks;
use picker::Picker;
use prompt::Prompt;
use read::Reader;
use session::{Session, Visit};
use sidebar::Sidebar;

/// Everything the screen shows and the keys act on.
#[derive(Debug, Default)]
pub struct State {
    pub size: Size,
    pub keymap: Keymap,
    pub theme: Theme,
    pub settings: Settings,
    /// The stories opened, in the order of the input.
    pub stories: Library,
    /// Whom bare surnames mean, by all of them.
    pub people: People,
    /// The stories kept, newest first, built anew whenever they change.
    pub shelf: Library,
    pub view: View,
    /// The filters applied, one breadcrumb each.
    pub filters: Query,
    /// What `hits` answers or is about to: the filters, with what a prompt or picker adds.
    pub asked: Query,
    pub hits: Hits,
    /// The order asked for, if any.
    pub sort: Option<Sort>,
    /// Where the cursor goes when the next hits come.
    pub anchor: browse::Anchor,
    /// The filters and the story that were left for the bookmarks.
    pub left: (Query, browse::Anchor),
    /// Terms asked for that match nothing loaded.
    pub unmatched: Vec<String>,
    /// Bumped by every scan asked for; answers to older ones are dropped.
    pub generation: u32,
    /// Whether `hits` answers the newest scan in full.
    pub settled: bool,
    pub list: Cursor,
    pub reader: Reader,
    pub sidebar: Sidebar,
    pub focus: Pane,
    pub overlay: Overlay,
    pub history: History,
    pub marks: Marks,
    pub visit: Visit,
    pub problems: Vec<Problem>,
    pub arrivals: Arrivals,
    /// While feeds are being fetched.
    pub fetching: Option<Fetching>,
    /// `None` once everything asked for is loaded.
    pub progress: Option<Progress>,
    /// The reader has stopped the loading.
    pub cancelled: bool,
    pub notice: Option<Notice>,
    /// `None` while its tables are being built.
    pub extractor: Option<Arc<Extractor>>,
    /// Keys of a sequence begun and not finished.
    pub pending: Vec<Key>,
    /// Seconds since the Unix epoch, as the shell last told.
    pub now: i64,
    pub done: bool,
}

/// What the reader has set, in the configuration or by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The widest a line of the body may be, in columns.
    pub measure: u16,
    /// Columns added to the headline pane's own width.
    pub list_width: i16,
    pub zoomed: bool,
    pub mouse: bool,
    /// Facts are kept for the next start.
    pub cache: bool,
    pub theme_by: ThemeBy,
}

/// Who has chosen the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeBy {
    /// Nobody: it follows the terminal.
    Terminal,
    /// The configuration or the command line.
    Setting,
    /// A key, in this session or the one taken up.
    Key,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    Key(Key),
    Paste(String),
    /// The wheel over a cell; `down` is towards the end of the text.
    Wheel {
        column: u16,
        row: u16,
        down: bool,
    },
    Click {
        column: u16,
        row: u16,
    },
    Resized(Size),
    /// What the terminal says stands behind its text.
    Background {
        light: bool,
    },
    /// The order the list is opened in.
    Sort(Order),
    /// Seconds since the Unix epoch.
    Clock(i64),
    /// Take a session up.
    Resume(Session),
    Loaded(Arc<Chunk>),
    Progress(Option<Progress>),
    Problem(Problem),
    Fetching(Option<Fetching>),
    /// Files came or changed.
    Touched(Vec<PathBuf>),
    /// An answer to [`Effect::TakeIn`], or a part of it: stories that are new, some of
    /// them newer versions (their place in the chunk, and the version before).
    Arrived {
        chunk: Arc<Chunk>,
        renewed: Vec<(u32, StoryId)>,
    },
    /// All of [`Effect::TakeIn`] is done.
    Taken,
    /// The extractor's tables are built.
    Ready(Arc<Extractor>),
    /// The facts of one chunk, with the names first met in it.
    Learned {
        view: View,
        shelf: u32,
        chunk: usize,
        facts: Arc<Facts>,
        names: NameBlock,
    },
    /// The facts of one long story.
    Studied {
        key: String,
        facts: Arc<StoryFacts>,
    },
    /// An answer to [`Effect::Scan`], or a part of it; `unmatched` are the terms that
    /// match nothing loaded.
    Scanned {
        generation: u32,
        hits: Hits,
        done: bool,
        unmatched: Vec<String>,
    },
    /// An answer to [`Effect::List`].
    Listed {
        generation: u32,
        choices: Vec<Choice>,
        total: usize,
    },
    /// What is on the disk: read at the start, and after every save. `changes` says how
    /// many of those asked for this answers.
    Kept {
        kept: Arc<Bookmarks>,
        changes: usize,
    },
    /// The saver could not write so many changes; nothing old is lost.
    NotKept {
        reason: String,
        changes: usize,
    },
    /// Something the reader should know; stands until the next key.
    Told(Notice),
}

/// What the shell is to do. Plain data, so that a test can compare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Find the stories `query` asks for in the library of `view`, in this order.
    Scan {
        generation: u32,
        view: View,
        query: Query,
        sort: Sort,
    },
    /// The library grew or learnt: go on with the scan of this generation.
    Resume {
        generation: u32,
    },
    /// Count `field` over the stories `query` asks for; `typed` narrows the names.
    List {
        generation: u32,
        view: View,
        query: Query,
        field: Field,
        typed: String,
    },
    /// Find the facts of the kept stories.
    Learn {
        shelf: u32,
    },
    /// Find the facts of one story too long to be read between two frames.
    Study {
        view: View,
        story: StoryId,
    },
    Keep(Box<Bookmark>),
    Drop {
        key: String,
    },
    /// Fetch the feeds of the configuration.
    Fetch,
    StopFetching,
    /// Read these files, and tell what in them is new.
    TakeIn {
        files: Vec<PathBuf>,
    },
    /// Open a link in the reader's browser: http or https only.
    Open(String),
    Copy(String),
    /// Load no more.
    Cancel,
    Mouse(bool),
    Suspend,
}

/// Which library the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    #[default]
    Stories,
    Bookmarks,
}

/// The pane that has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    #[default]
    Headlines,
    Body,
    Entities,
}

/// What is laid over the panes or asks for a line.
#[derive(Debug, Default)]
pub enum Overlay {
    #[default]
    Nothing,
    Filter(Prompt),
    Search(Prompt),
    Command(command::Line),
    Picker(Picker),
    Help(help::Help),
    Problems(Cursor),
}

/// A row under the cursor and the first row on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    pub row: usize,
    pub top: usize,
}

/// A line for the reader, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    /// Something went wrong.
    pub grave: bool,
}

/// How far loading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub bytes: u64,
    /// 0 when not known, as of a pipe.
    pub of_bytes: u64,
    /// Files, pipes and links opened so far.
    pub files: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            measure: 72,
            list_width: 0,
            zoomed: false,
            mouse: true,
            cache: true,
            theme_by: ThemeBy::Terminal,
        }
    }
}

impl Cursor {
    /// Moves to `row` of `len`, scrolling just enough to keep it among `rows`.
    pub fn move_to(&mut self, row: usize, len: usize, rows: usize) {
        self.row = row.min(len.saturating_sub(1));
        let lowest = self.row.saturating_sub(rows.saturating_sub(1));
        self.top = self.top.clamp(lowest, self.row).min(len.saturating_sub(rows.max(1)));
    }
}

impl Notice {
    pub fn quiet(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), grave: false }
    }

    pub fn grave(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), grave: true }
    }
}

impl State {
    /// The library the list shows.
    pub fn library(&self) -> &Library {
        match self.view {
            View::Stories => &self.stories,
            View::Bookmarks => &self.shelf,
        }
    }

    /// The story under the cursor.
    pub fn selected(&self) -> Option<StoryId> {
        self.hits.get(self.list.row)
    }

    pub fn story(&self) -> Option<Story<'_>> {
        self.library().get(self.selected()?)
    }

    /// Where the next key is looked up.
    pub fn context(&self) -> Context {
        match (&self.overlay, self.focus) {
            (
                Overlay::Filter(_) | Overlay::Search(_) | Overlay::Command(_) | Overlay::Picker(_),
                _,
            ) => Context::Prompt,
            (Overlay::Help(_) | Overlay::Problems(_), _) => Context::Overlay,
            (Overlay::Nothing, Pane::Headlines) => Context::Headlines,
            (Overlay::Nothing, Pane::Body) => Context::Body,
            (Overlay::Nothing, Pane::Entities) => Context::Entities,
        }
    }
}
