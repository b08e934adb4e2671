//! A reader's desk without a terminal, a thread or a file: keys go in, the screen
//! comes out. What the shell would do in its threads is done at once.

#![allow(dead_code, unreachable_pub, reason = "each test uses its part of the desk")]
#![allow(clippy::needless_for_each, reason = "reads as what is done")]

use std::sync::{Arc, LazyLock};

use dateline::app::layout::Size;
use dateline::app::{Effect, Message, State, View, update};
use dateline::config::Key;
use dateline::extract::Extractor;
use dateline::model::{Bookmarks, Chunk, Facts, Interner, Library, NewStory};
use dateline::query::{self, Facets, Hits, Marks, Query, Scan, Sort};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The tables, built once for all the desks of a test.
static EXTRACTOR: LazyLock<Arc<Extractor>> = LazyLock::new(|| Arc::new(Extractor::new()));

/// A state machine with a shell that answers on the spot.
pub struct Desk {
    pub state: State,
    /// Effects nobody answers here, in order: links opened, texts copied.
    pub effects: Vec<Effect>,
    /// What would be on the disk.
    pub disk: Bookmarks,
    /// Whether the disk takes writes.
    pub disk_is_full: bool,
    clock: i64,
}

impl Desk {
    /// A desk of this size on a few stories of our own.
    pub fn new(width: u16, height: u16) -> Desk {
        Desk::with(width, height, &stories())
    }

    pub fn with(width: u16, height: u16, stories: &[NewStory]) -> Desk {
        let mut desk = Desk {
            state: State::default(),
            effects: Vec::new(),
            disk: Bookmarks::default(),
            disk_is_full: false,
            clock: 1_513_300_000,
        };
        desk.send(Message::Resized(Size { width, height }));
        desk.send(Message::Ready(Arc::clone(&EXTRACTOR)));
        desk.load(stories);
        desk
    }

    /// Opens more stories, facts and all.
    pub fn load(&mut self, stories: &[NewStory]) {
        let mut chunk = Chunk::default();
        chunk.start_file("wire.txt");
        stories.iter().for_each(|story| chunk.push(story));
        self.send(Message::Loaded(chunk.seal()));
        self.learn(View::Stories, 0);
    }

    /// Types keys: `j j enter`, `/ f e r r y`, `space`.
    pub fn keys(&mut self, keys: &str) -> &mut Desk {
        for key in keys.split_whitespace() {
            self.send(Message::Key(key.parse::<Key>().unwrap()));
        }
        self
    }

    /// Types text, a key a character.
    pub fn text(&mut self, text: &str) -> &mut Desk {
        for c in text.chars() {
            self.send(Message::Key(Key::plain(dateline::config::Code::Char(c))));
        }
        self
    }

    pub fn send(&mut self, message: Message) {
        for effect in update(&mut self.state, message) {
            self.answer(effect);
        }
    }

    /// The headline under the cursor.
    pub fn headline(&self) -> &str {
        self.state.story().map_or("", |story| story.headline)
    }

    /// The headlines of the list.
    pub fn headlines(&self) -> Vec<&str> {
        let hits = &self.state.hits;
        let stories = (0..hits.len()).filter_map(|row| self.state.library().get(hits.get(row)?));
        stories.map(|story| story.headline).collect()
    }

    /// The screen as text, rows without their trailing blanks.
    pub fn screen(&self) -> String {
        rows(&self.draw())
    }

    /// The screen's styles: one letter a cell, `.` for plain text.
    pub fn styles(&self) -> String {
        styles(&self.draw())
    }

    pub fn draw(&self) -> Buffer {
        let Size { width, height } = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| dateline::ui::draw(frame, &self.state)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// Where the cursor is parked: column, row.
    pub fn cursor(&self) -> (u16, u16) {
        let Size { width, height } = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| dateline::ui::draw(frame, &self.state)).unwrap();
        let position = terminal.get_cursor_position().unwrap();
        (position.x, position.y)
    }

    fn answer(&mut self, effect: Effect) {
        match effect {
            Effect::Keep(bookmark) => {
                let key = bookmark.key.clone();
                self.save(&key, Some(*bookmark));
            }
            Effect::Drop { key } => self.save(&key, None),
            Effect::Learn { .. } => self.learn(View::Bookmarks, 0),
            Effect::Scan { generation, view, query, sort } => {
                self.scan(generation, view, &query, sort);
            }
            Effect::Resume { generation } => {
                let (view, query) = (self.state.view, self.state.asked.clone());
                let sort = self.state.sort.unwrap_or_default();
                self.scan(generation, view, &query, sort);
            }
            Effect::List { generation, view, query, field, typed } => {
                let library = self.library(view);
                let mut facets = Facets::default();
                if query.is_empty() {
                    facets.grow(&library);
                } else {
                    facets = Facets::of(&library, self.hits(&library, &query).iter(), field);
                }
                let (choices, total) = facets.choices(&library, field, &typed, 200);
                self.send(Message::Listed { generation, choices, total });
            }
            other => self.effects.push(other),
        }
    }

    fn library(&self, view: View) -> Library {
        match view {
            View::Stories => self.state.stories.clone(),
            View::Bookmarks => self.state.shelf.clone(),
        }
    }

    fn hits(&self, library: &Library, query: &Query) -> Hits {
        let marks = Marks { kept: self.state.marks.kept.clone() };
        let mut scan = Scan::new(query, marks);
        scan.run(library);
        scan.ranked(library)
    }

    fn scan(&mut self, generation: u32, view: View, query: &Query, sort: Sort) {
        let library = self.library(view);
        let hits = sort.apply(self.hits(&library, query), &library);
        let unmatched = query::unmatched(query, &library).iter().map(ToString::to_string).collect();
        self.send(Message::Scanned { generation, hits, done: true, unmatched });
    }

    fn save(&mut self, key: &str, kept: Option<dateline::model::Bookmark>) {
        if self.disk_is_full {
            let reason = "no space left on the disk".into();
            return self.send(Message::NotKept { reason, changes: 1 });
        }
        self.clock += 1_000;
        self.disk.set(key, kept, self.clock);
        self.send(Message::Kept { kept: Arc::new(self.disk.clone()), changes: 1 });
    }

    fn learn(&mut self, view: View, from: usize) {
        let library = self.library(view);
        let mut interner = Interner::default();
        for (_, name) in library.names().iter() {
            interner.id(name);
        }
        interner.take_new();
        for chunk in from..library.chunk_count() {
            let Some(shelf) = library.chunk(chunk).filter(|shelf| shelf.facts.is_none()) else {
                continue;
            };
            let mut facts = Facts::default();
            for story in shelf.stories.stories() {
                facts.push(&EXTRACTOR.story(&story), &mut interner);
            }
            let (facts, names) = (Arc::new(facts), interner.take_new());
            let shelf = self.state.marks.shelf;
            self.send(Message::Learned { view, shelf, chunk, facts, names });
        }
    }
}

/// The buffer as text, rows without their trailing blanks.
pub fn rows(buffer: &Buffer) -> String {
    let mut screen = String::new();
    for y in buffer.area.rows().map(|row| row.y) {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            // A wide letter fills two cells; the second holds a blank.
            x += (dateline::text::width::columns(symbol) as u16).max(1);
        }
        screen.push_str(line.trim_end());
        screen.push('\n');
    }
    screen
}

/// The buffer's styles as a grid: a letter for what a cell stands out by.
pub fn styles(buffer: &Buffer) -> String {
    let theme = dateline::config::Theme::default();
    let named = [
        ('S', theme.selected),
        ('R', theme.resting),
        ('E', theme.evidence),
        ('m', theme.matched),
        ('*', theme.mark),
        ('F', theme.filter),
        ('c', theme.country),
        ('s', theme.speaker),
        ('o', theme.organisation),
        ('q', theme.quote),
        ('H', theme.headline),
        ('k', theme.key),
        ('-', theme.quiet),
        ('t', theme.title),
        ('|', theme.border),
    ];
    let letter = |fg: Option<u8>, bg: Option<u8>, bold: bool| {
        // A headline is told by its weight alone: plain text has no colour of its own.
        if fg.is_none() && bg.is_none() {
            return if bold { 'H' } else { '.' };
        }
        let same = |look: &dateline::config::Look| {
            look.fg.map(|c| c.0) == fg && look.bg.map(|c| c.0) == bg
        };
        named.iter().find(|(_, look)| same(look)).map_or('.', |(letter, _)| *letter)
    };
    let indexed = |colour| match colour {
        ratatui::style::Color::Indexed(place) => Some(place),
        _ => None,
    };
    let mut grid = String::new();
    for y in buffer.area.rows().map(|row| row.y) {
        let cells = (0..buffer.area.width).map(|x| &buffer[(x, y)]);
        let look = |cell: &ratatui::buffer::Cell| {
            let bold = cell.modifier.contains(ratatui::style::Modifier::BOLD);
            letter(indexed(cell.fg), indexed(cell.bg), bold)
        };
        let line: String = cells.map(look).collect();
        grid.push_str(line.trim_end_matches('.'));
        grid.push('\n');
    }
    grid
}

/// Four stories of our own: a wide script, an agency, a speaker with a role.
pub fn stories() -> Vec<NewStory> {
    let story = |headline: &str, source: &str, body: &str| NewStory {
        headline: headline.into(),
        body: body.into(),
        source: Some(source.into()).filter(|source: &String| !source.is_empty()),
        published: Some(1_513_296_000),
        ..NewStory::default()
    };
    vec![
        story(
            "Marlow: Ferry Talks Open in Oslo",
            "Northern Wire",
            "OSLO- Norwegian Transport Minister Ines Marlow said that the talks with Denmark \
             had opened well.\n\n\"Nobody will sail without a full crew,\" the minister said. \"We \
             would rather lose a week than a ship.\"",
        ),
        NewStory {
            url: Some("https://harbour.example/fees".into()),
            ..story(
                "Danish Envoy Warns of Port Fees",
                "Harbour Press",
                "COPENHAGEN- New fees would fall on small carriers first, Denmark's envoy Karl \
                 Østby said.\n\n\"All we ask is a season's grace,\" he said.",
            )
        },
        story(
            "東京で海上安全会議",
            "",
            "TOKYO- Japan and South Korea will publish a shared chart, Aiko Tanabe told reporters.",
        ),
        story("Storm Closes Three Ports", "Northern Wire", "Three ports were closed by a storm."),
    ]
}
