//! The reader: one thread owns the state and the screen, waits for whatever comes
//! first, and draws when something has changed. Keys go before answers, answers before
//! newly loaded stories. With nothing to do it sleeps in one blocking select.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossbeam_channel::{Receiver, RecvError, after, never, select};
use ratatui::layout::Rect;

use super::effects::Workers;
use super::fetch::Wanted;
use super::folders::Folders;
use super::headless::now;
use super::input::{self, Heard};
use super::inputs::Input;
use super::log::{Log, Notes};
use super::output::{Status, complain};
use super::pace::{Pace, Reason};
use super::session::Memory;
use super::terminal::Screen;
use super::{settings, signals, work};
use crate::app::layout::{Area, Layout, Size};
use crate::app::read::Open;
use crate::app::{Effect, Message, Notice, Overlay, Pane, State, ThemeBy, View, update};
use crate::config::Remember;
use crate::load::Format;
use crate::query::Order;
use crate::text::clean;
use crate::ui;

/// What the reader is opened on.
#[derive(Debug)]
pub struct Opening {
    pub inputs: Vec<Input>,
    pub format: Option<Format>,
    /// Feeds and pages to be fetched meanwhile.
    pub links: Vec<Wanted>,
    /// Whether what was opened is watched for what comes and changes; the
    /// configuration may ask for it too.
    pub watch: bool,
    /// What is opened is the reader's own library: the newest stories first.
    pub own: bool,
    /// Without colours.
    pub plain: bool,
    pub folders: Folders,
    /// What becomes of the session, when the command line says so.
    pub session: Option<Remember>,
}

/// How it ended.
enum Ending {
    Quit,
    Signal(i32),
}

/// How long the first frame may wait for the first headlines.
const FIRST_CHUNK: Duration = Duration::from_millis(2);

const SAMPLE: &str =
    "sample stories: the people and agencies are invented; dateline FILE opens yours";

const NOTHING: &str = "nothing fetched yet: R fetches your feeds";

/// Opens the reader, and returns when it is closed. The terminal is as it was found,
/// whatever happened.
///
/// # Errors
///
/// When there is no terminal to draw on or to read keys from.
pub fn run(opening: &Opening) -> anyhow::Result<Status> {
    let (log, notes) = Log::open();
    work::restore_on_panic(log.clone());
    let (heard_sender, heard) = crossbeam_channel::unbounded();
    signals::listen(heard_sender.clone()).context("signals cannot be heard")?;
    let (results_sender, results) = crossbeam_channel::unbounded();
    let chunks = Workers::load(opening, &results_sender).context("cannot start")?;
    let mut state = State { now: now(), ..State::default() };
    let own = settings::apply(&mut state, opening);
    let mut memory = Memory::open(opening, own.session, &log);
    memory.dress(&mut state);
    let mut screen = Screen::enter(state.settings.mouse).context("the terminal cannot be used")?;
    input::listen(heard_sender).context("keys cannot be read")?;
    let (width, height) = Screen::size();
    update(&mut state, Message::Resized(Size { width, height }));
    let notice = match &opening.inputs[..] {
        [Input::Sample] => Some(SAMPLE),
        [] if opening.links.is_empty() => Some(NOTHING),
        _ => None,
    };
    if let Some(notice) = notice {
        update(&mut state, Message::Told(Notice::quiet(notice)));
    }
    let sorted = opening.own.then(|| update(&mut state, Message::Sort(Order::Date)));
    // The first frame goes before the tables and the disk: they would slow it down.
    let first = chunks.recv_timeout(FIRST_CHUNK).ok();
    if let Some(message) = first.clone() {
        update(&mut state, message);
    }
    screen.draw(None, |frame| ui::draw(frame, &state)).context("the terminal cannot be used")?;
    if state.settings.theme_by == ThemeBy::Terminal {
        Screen::ask_background().context("the terminal cannot be used")?;
    }
    let workers = Workers::start(opening, state.settings.cache, &results_sender);
    let workers = workers.context("cannot start")?;
    if let Some(Message::Loaded(chunk)) = &first {
        workers.extract(0, chunk);
    }
    begin_log(opening, own.log, &log, notes);
    let (pace, unread) = (Pace::new(), matches!(first, Some(Message::Problem(_))));
    let (story, passed, waiting) = (None, None, Vec::new());
    let mut reader = Reader {
        state,
        screen,
        workers,
        heard,
        results,
        chunks,
        unread,
        pace,
        story,
        passed,
        log,
        waiting,
    };
    for effect in sorted.into_iter().flatten() {
        reader.workers.carry_out(effect, &reader.state, &mut reader.screen);
    }
    if let Some(last) = memory.last() {
        reader.update(Message::Resume(last));
    }
    let ending = reader.read();
    Screen::leave();
    reader.end(ending, &memory)
}

/// Starts the log once the first frame is out.
fn begin_log(opening: &Opening, wanted: bool, log: &Log, notes: Notes) {
    let Some(folder) = opening.folders.state.as_deref().filter(|_| wanted) else { return };
    // Without a thread there is no log, and everything else goes on.
    let _ = notes.write_to(folder);
    let names: Vec<String> = opening.inputs.iter().map(ToString::to_string).collect();
    let version = env!("CARGO_PKG_VERSION");
    log.note(format!("start: dateline {version} on {}", names.join(", ")));
}

struct Reader {
    state: State,
    screen: Screen,
    workers: Workers,
    heard: Receiver<Heard>,
    results: Receiver<Message>,
    chunks: Receiver<Message>,
    /// Whether some input could not be read.
    unread: bool,
    pace: Pace,
    /// The story whose body and entities are on the screen, and where.
    story: Option<(Open, Area)>,
    /// The story that was open when a frame was last drawn, on the screen or passed over.
    passed: Option<Open>,
    log: Log,
    /// What is to be forgotten once the screen has shown that it is asked for, and what
    /// was asked for after that: a story shown as kept is always on the disk.
    waiting: Vec<Effect>,
}

/// What comes next.
enum Next {
    Heard(Heard),
    Message(Message),
    /// Time to draw.
    Frame,
}

impl Reader {
    fn read(&mut self) -> anyhow::Result<Ending> {
        #[cfg(feature = "faults")]
        super::faults::after_first_frame();
        loop {
            match self.next() {
                Next::Heard(heard) => {
                    if let Some(ending) = self.hear(heard)? {
                        return Ok(ending);
                    }
                }
                Next::Message(message) => self.take(message),
                Next::Frame => (),
            }
            if self.state.done {
                return Ok(Ending::Quit);
            }
            if self.pace.is_due(Instant::now()) && self.draw().or_else(|_| self.redraw()).is_err() {
                // A terminal that cannot be written to twice has gone away.
                return Ok(Ending::Signal(signals::HANGUP));
            }
        }
    }

    /// The terminal is given back; what was asked for is finished.
    fn end(mut self, ending: anyhow::Result<Ending>, memory: &Memory) -> anyhow::Result<Status> {
        self.shown();
        let unsaved = self.workers.finish_saving(&self.results);
        if let Some(reason) = &unsaved {
            complain(&format!("not saved: {reason}"));
            self.log.note(format!("not saved: {reason}"));
        }
        memory.keep(&self.state, &self.log);
        self.log.note(match &ending {
            Ok(Ending::Quit) => "end: quit".into(),
            Ok(Ending::Signal(signal)) => format!("end: signal {signal}"),
            Err(error) => format!("end: {error:#}"),
        });
        self.log.flush();
        let unread = self.unread;
        // A large library takes its time to be freed, and the process is about to end.
        std::mem::forget(self);
        match ending? {
            Ending::Signal(signal) => {
                signals::die_of(signal);
                Ok(Status::Signal(signal))
            }
            Ending::Quit if unsaved.is_some() || unread => Ok(Status::Trouble),
            Ending::Quit => Ok(Status::Fine),
        }
    }

    fn next(&mut self) -> Next {
        if let Ok(heard) = self.heard.try_recv() {
            return Next::Heard(heard);
        }
        if let Ok(message) = self.results.try_recv() {
            return Next::Message(message);
        }
        let wait = self.pace.wait(Instant::now());
        if wait.is_some_and(|wait| wait.is_zero()) {
            return Next::Frame;
        }
        if let Ok(message) = self.chunks.try_recv() {
            return self.loaded(Ok(message));
        }
        let frame = wait.map_or_else(never, after);
        select! {
            recv(self.heard) -> heard => {
                Next::Heard(heard.unwrap_or_else(|_| Heard::Deaf("nobody reads keys".into())))
            }
            recv(self.results) -> message => message.map_or(Next::Frame, Next::Message),
            recv(self.chunks) -> message => self.loaded(message),
            recv(frame) -> _ => Next::Frame,
        }
    }

    /// Something of the loader's; when it has ended there is nothing more to wait for.
    fn loaded(&mut self, message: Result<Message, RecvError>) -> Next {
        let Ok(message) = message else {
            self.chunks = never();
            return Next::Frame;
        };
        self.unread |= matches!(message, Message::Problem(_));
        Next::Message(message)
    }

    /// Something from outside: a key, a signal.
    fn hear(&mut self, heard: Heard) -> anyhow::Result<Option<Ending>> {
        let message = match heard {
            Heard::Key(key) => {
                self.update(Message::Clock(now()));
                Message::Key(key)
            }
            Heard::Paste(text) => Message::Paste(clean(&text).into_owned()),
            Heard::Click { column, row } => Message::Click { column, row },
            Heard::Wheel { column, row, down } => Message::Wheel { column, row, down },
            Heard::Background { light } => {
                // The terminal's answer is no key, and begins no run of keys.
                Screen::answered();
                self.update(Message::Background { light });
                self.pace.changed(Reason::Answer, Instant::now());
                return Ok(None);
            }
            Heard::Resized => return self.resize().map(|()| None),
            Heard::Stop => {
                Screen::leave();
                signals::stop_self();
                return Ok(None);
            }
            Heard::GoOn => {
                self.screen.take_over()?;
                return self.resize().map(|()| None);
            }
            Heard::Signal(signal) => return Ok(Some(Ending::Signal(signal))),
            Heard::Deaf(_) => return Ok(Some(Ending::Signal(signals::HANGUP))),
        };
        self.update(message);
        self.pace.changed(Reason::Key, Instant::now());
        Ok(None)
    }

    fn resize(&mut self) -> anyhow::Result<()> {
        let (width, height) = Screen::size();
        self.screen.resize(width, height)?;
        self.update(Message::Resized(Size { width, height }));
        self.pace.changed(Reason::Answer, Instant::now());
        Ok(())
    }

    /// An answer or a newly loaded chunk.
    fn take(&mut self, message: Message) {
        /// As long as so few stories are loaded each change may be on the screen.
        const FEW: u32 = 500;
        let few = self.state.stories.len() < FEW;
        let reason = match &message {
            Message::Loaded(_) if self.state.stories.is_empty() => Reason::Key,
            Message::Progress(Some(_)) | Message::Problem(_) => Reason::Progress,
            Message::Progress(None) => Reason::Ended,
            Message::Loaded(_) | Message::Learned { .. } if !few => Reason::Progress,
            _ => Reason::Answer,
        };
        if let Message::Loaded(chunk) | Message::Arrived { chunk, .. } = &message {
            self.workers.extract(self.state.stories.chunk_count(), chunk);
        }
        if matches!(message, Message::Progress(None)) {
            self.workers.all_loaded();
        }
        let learned = matches!(message, Message::Learned { view: View::Stories, .. });
        self.update(message);
        if learned {
            self.workers.count(&self.state.stories);
        }
        let part = reason == Reason::Answer && !self.state.is_answered();
        self.pace.changed(if part { Reason::Part } else { reason }, Instant::now());
    }

    fn update(&mut self, message: Message) {
        self.log.hear(&message);
        for effect in update(&mut self.state, message) {
            let forgets = matches!(effect, Effect::Drop { .. });
            let follows = matches!(effect, Effect::Keep(_)) && !self.waiting.is_empty();
            if forgets || follows {
                self.waiting.push(effect);
            } else {
                self.carry_out(effect);
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        if effect == Effect::Cancel {
            // A loader nobody listens to ends.
            self.chunks = never();
        }
        if let Some(answer) = self.workers.carry_out(effect, &self.state, &mut self.screen) {
            self.update(answer);
        }
    }

    /// What has waited for the screen is asked for and on it.
    fn shown(&mut self) {
        for effect in std::mem::take(&mut self.waiting) {
            self.carry_out(effect);
        }
    }

    /// Draws all of it on the terminal taken over anew: part of a frame was lost.
    fn redraw(&mut self) -> std::io::Result<()> {
        self.screen.take_over()?;
        self.draw()
    }

    fn draw(&mut self) -> std::io::Result<()> {
        let now = Instant::now();
        let place = Layout::of(&self.state).story();
        let story = self.state.reader.open.map(|open| (open, place));
        let held = self.held(now, story);
        self.screen.draw(held, |frame| ui::draw(frame, &self.state))?;
        self.pace.drawn(now, held.is_none());
        if held.is_none() {
            self.story = story;
        }
        self.passed = self.state.reader.open;
        self.shown();
        Ok(())
    }

    /// What the frame leaves as it is: while headlines run past, nobody reads the body
    /// and the entities of each, and they are most of what there is to write.
    fn held(&self, now: Instant, story: Option<(Open, Area)>) -> Option<Rect> {
        let ((shown, place), (open, area)) = (self.story?, story?);
        let passing = shown != open && place == area && self.state.focus == Pane::Headlines;
        let bare = matches!(self.state.overlay, Overlay::Nothing | Overlay::Filter(_));
        let held = passing && bare && self.pace.is_running(now, self.passed != Some(open));
        held.then(|| Rect::new(area.x, area.y, area.width, area.height))
    }
}
