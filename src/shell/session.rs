//! Sessions on the disk: where the reader was, by the inputs they were on. Nothing
//! depends on them, so whatever is wrong with the file is set aside and logged, and the
//! reader starts as if there were none.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::headless::now;
use super::inputs::Input;
use super::log::Log;
use super::output::reason;
use super::reader::Opening;
use super::store::disk::{self, Lock};
use super::store::{Around, Disk, Unreadable, shape, stamp};
use crate::app::State;
use crate::app::session::Session;
use crate::config::Remember;

/// What the reader does about sessions, from the start to the end.
pub(super) struct Memory {
    sessions: Option<Sessions>,
    last: Option<Session>,
}

impl Memory {
    /// Looks up where the reader was, if that is wanted.
    pub(super) fn open(opening: &Opening, wanted: Remember, log: &Log) -> Memory {
        let folder = opening.folders.state.as_deref().filter(|_| wanted != Remember::Off);
        let sessions = Sessions::on(folder, &opening.inputs);
        let asked = sessions.as_ref().filter(|_| wanted == Remember::Resume);
        let last = asked.and_then(|sessions| {
            sessions.last().unwrap_or_else(|error| {
                log.note(format!("the session is not taken up: {error}"));
                None
            })
        });
        let colours = |theme: Option<String>| theme.filter(|_| !opening.plain);
        let last = last.map(|last| Session { theme: colours(last.theme), ..last });
        Memory { sessions, last }
    }

    /// Before the first frame: what needs no story.
    pub(super) fn dress(&self, state: &mut State) {
        if let Some(last) = &self.last {
            last.dress(state);
        }
    }

    /// What is to be taken up, once.
    pub(super) fn last(&mut self) -> Option<Session> {
        self.last.take()
    }

    /// At the end: remembers where the reader is.
    pub(super) fn keep(&self, state: &State, log: &Log) {
        let (Some(sessions), Some(session)) = (&self.sessions, Session::of(state)) else { return };
        match sessions.remember(session, now().saturating_mul(1_000)) {
            Ok(None) => (),
            Ok(Some(aside)) => {
                log.note(format!("session.json was damaged, set aside as {}", aside.display()));
            }
            Err(error) => log.note(format!("the session is not remembered: {error}")),
        }
    }
}

/// The sessions of one state folder.
#[derive(Debug)]
struct Sessions {
    path: PathBuf,
    /// The inputs, as the file names them.
    inputs: Vec<String>,
}

const FILE: &str = "session.json";
/// Sets of inputs remembered, those last read.
const MOST: usize = 100;
/// How long the end may wait for another Dateline that ends.
const PATIENCE: Duration = Duration::from_millis(300);
/// No file of ours is larger; one that is need not be read.
const LARGEST: u64 = 4 << 20;

#[derive(Debug, Default, Deserialize)]
struct Whole {
    #[serde(rename = "schema")]
    _schema: u64,
    /// The last one first.
    #[serde(default)]
    sessions: Vec<Line>,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// One session as the file has it.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    inputs: Vec<String>,
    #[serde(flatten)]
    session: Session,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// Why a session was not read or not written.
#[derive(Debug, thiserror::Error)]
enum SessionError {
    #[error("session.json is {0}, and was not touched")]
    Unreadable(#[from] Unreadable),
    #[error("another Dateline is saving its session")]
    Busy,
    #[error("session.json: {}", reason(.0))]
    Io(#[from] io::Error),
}

impl Sessions {
    /// The sessions in `folder` on these inputs; `None` when they cannot be known again,
    /// as of a pipe.
    fn on(folder: Option<&Path>, inputs: &[Input]) -> Option<Sessions> {
        let named = inputs.iter().map(|input| match input {
            Input::Stdin => None,
            Input::Sample => Some(String::new()),
            Input::Path(path) => {
                std::path::absolute(path).ok().map(|path| path.to_string_lossy().into_owned())
            }
        });
        Some(Sessions { path: folder?.join(FILE), inputs: named.collect::<Option<_>>()? })
    }

    /// Where the reader was on these inputs the last time.
    ///
    /// # Errors
    ///
    /// When the file is there and cannot be understood. It is not touched.
    fn last(&self) -> Result<Option<Session>, SessionError> {
        let path = disk::resolve(&self.path)?;
        let lines = read(&path, &mut Disk::new())?.sessions;
        let line = lines.into_iter().find(|line| line.inputs == self.inputs);
        Ok(line.map(|line| line.session))
    }

    /// Remembers where the reader is. A damaged file is set aside first; its new name is
    /// given.
    ///
    /// # Errors
    ///
    /// When it is not remembered; nothing else is lost.
    fn remember(&self, session: Session, now: i64) -> Result<Option<PathBuf>, SessionError> {
        let mut disk = Disk::new().with_patience(PATIENCE);
        let path = disk::resolve(&self.path)?;
        disk.make_folder(disk::folder_of(&path))?;
        let lock = disk.lock(&path.with_extension("lock"));
        if matches!(lock, Lock::Busy) {
            return Err(SessionError::Busy);
        }
        Around::look(&path).sweep(matches!(lock, Lock::Held(_)));
        let (mut whole, aside) = match read(&path, &mut disk) {
            Err(SessionError::Unreadable(Unreadable::Damaged)) => {
                let name = format!("session.damaged-{}", stamp(now));
                (Whole::default(), Some(disk.set_aside(&path, &name)?))
            }
            read => (read?, None),
        };
        let line = Line { inputs: self.inputs.clone(), session, unknown: Map::new() };
        whole.sessions.retain(|line| line.inputs != self.inputs);
        whole.sessions.insert(0, line);
        whole.sessions.truncate(MOST);
        disk.replace(&path, &whole.to_bytes())?;
        Ok(aside)
    }
}

fn read(path: &Path, disk: &mut Disk) -> Result<Whole, SessionError> {
    if std::fs::metadata(path).is_ok_and(|found| found.len() > LARGEST) {
        return Err(Unreadable::Damaged.into());
    }
    let Some(bytes) = disk.read(path)? else { return Ok(Whole::default()) };
    let sound = shape::check(&bytes)?;
    serde_json::from_slice(sound).map_err(|_| Unreadable::Damaged.into())
}

impl Whole {
    fn to_bytes(&self) -> Vec<u8> {
        shape::write(&self.unknown, "sessions", self.sessions.iter().map(shape::line))
    }
}
