//! What each action does, by where it is asked: in a prompt, on a page laid over the
//! screen, in a pane.

use super::layout::Layout;
use super::{Cursor, Effect, Notice, Overlay, Pane, State, ThemeBy, View};
use super::{arrivals, browse, command, copy, help, marks, picker, prompt, read, session, sidebar};
use crate::config::{Action, Context};
use crate::query::{Field, Order};

pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    // Whoever leaves at once finds the session as it was.
    if !matches!(action, Action::Quit | Action::Back) {
        session::give_way(state);
    }
    match state.context() {
        Context::Prompt => in_prompt(state, action),
        Context::Overlay => in_overlay(state, action),
        _ => in_panes(state, action),
    }
}

fn in_prompt(state: &mut State, action: Action) -> Vec<Effect> {
    let picking = matches!(state.overlay, Overlay::Picker(_));
    let commanding = matches!(state.overlay, Overlay::Command(_));
    let page = Layout::of(state).picker_rows().max(1) as isize;
    match action {
        Action::Apply if commanding => command::run(state),
        Action::Apply if picking => picker::apply(state),
        Action::Apply => prompt::apply(state),
        Action::Close if commanding => command::close(state),
        Action::Close if picking => picker::close(state),
        Action::Close => prompt::close(state),
        Action::Down if picking => picker::step(state, 1),
        Action::Up if picking => picker::step(state, -1),
        Action::PageDown if picking => picker::step(state, page),
        Action::PageUp if picking => picker::step(state, -page),
        Action::Mark if picking => picker::mark(state),
        Action::Mark | Action::Down if commanding => command::complete(state, 1),
        Action::Up if commanding => command::complete(state, -1),
        Action::Down => {
            browse::step(state, 1);
            Vec::new()
        }
        Action::Up => {
            browse::step(state, -1);
            Vec::new()
        }
        Action::Clear => clear_line(state),
        Action::Quit => quit(state),
        Action::Suspend => vec![Effect::Suspend],
        _ => Vec::new(),
    }
}

fn clear_line(state: &mut State) -> Vec<Effect> {
    match &mut state.overlay {
        Overlay::Filter(prompt) | Overlay::Search(prompt) => {
            prompt.input.reset();
            prompt::follow(state)
        }
        Overlay::Command(line) => {
            *line = command::Line::default();
            Vec::new()
        }
        Overlay::Picker(picker) => {
            picker.input.reset();
            picker::list(state)
        }
        _ => Vec::new(),
    }
}

fn in_overlay(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = Layout::of(state).page_rows();
    let (len, page) = match &state.overlay {
        Overlay::Help(help) => (help::rows(&state.keymap, &help.typed).len(), rows),
        _ => (state.problems.len(), rows),
    };
    let top = match &mut state.overlay {
        Overlay::Help(help) => &mut help.top,
        Overlay::Problems(cursor) => &mut cursor.top,
        _ => return Vec::new(),
    };
    let last = len.saturating_sub(rows);
    *top = match action {
        Action::Down => *top + 1,
        Action::Up => top.saturating_sub(1),
        Action::PageDown => *top + page,
        Action::PageUp => top.saturating_sub(page),
        Action::First => 0,
        Action::Last => last,
        _ => *top,
    }
    .min(last);
    match action {
        Action::Close => state.overlay = Overlay::Nothing,
        Action::Clear => {
            if let Overlay::Help(help) = &mut state.overlay {
                *help = help::Help::default();
            }
        }
        Action::Quit => return quit(state),
        Action::Suspend => return vec![Effect::Suspend],
        _ => (),
    }
    Vec::new()
}

fn in_panes(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Down => move_by(state, 1),
        Action::Up => move_by(state, -1),
        Action::HalfDown => move_by(state, page(state) / 2),
        Action::HalfUp => move_by(state, -(page(state) / 2)),
        Action::PageDown => move_by(state, page(state)),
        Action::PageUp => move_by(state, -page(state)),
        Action::First => move_by(state, isize::MIN / 2),
        Action::Last => move_by(state, isize::MAX / 2),
        Action::NextStory => browse::step(state, 1),
        Action::PreviousStory => browse::step(state, -1),
        Action::ScrollDown => read::scroll(state, 3),
        Action::ScrollUp => read::scroll(state, -3),
        Action::NextMatch => read::step_match(state, 1),
        Action::PreviousMatch => read::step_match(state, -1),
        Action::Search => prompt::open_search(state),
        Action::Filter => prompt::open_filter(state),
        Action::NextPane => focus(state, next_pane(state.focus)),
        Action::PreviousPane => focus(state, next_pane(next_pane(state.focus))),
        Action::HeadlinesPane => focus(state, Pane::Headlines),
        Action::BodyPane => focus(state, Pane::Body),
        Action::EntitiesPane => focus(state, Pane::Entities),
        Action::Evidence => return sidebar::evidence(state),
        Action::Help => state.overlay = Overlay::Help(help::Help::default()),
        Action::Problems => state.overlay = Overlay::Problems(Cursor::default()),
        Action::Theme => {
            state.theme = state.theme.next();
            state.settings.theme_by = ThemeBy::Key;
        }
        Action::Zoom => zoom(state),
        Action::Narrower => widen(state, -2),
        Action::Wider => widen(state, 2),
        _ => return ask(state, action),
    }
    Vec::new()
}

/// The actions whose answer may need the shell.
fn ask(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::In if state.focus == Pane::Headlines => focus(state, Pane::Body),
        Action::In if state.focus == Pane::Body => focus(state, Pane::Entities),
        Action::In => return sidebar::narrow(state),
        Action::Out => out(state),
        Action::Back => return back(state),
        Action::Quit => return quit(state),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Countries => return picker::open(state, Field::Country),
        Action::Speakers => return picker::open(state, Field::Speaker),
        Action::Organisations => return picker::open(state, Field::Organisation),
        Action::Sources => return picker::open(state, Field::Source),
        Action::PopFilter => return browse::pop_filter(state),
        Action::ClearFilters => return browse::clear_filters(state),
        Action::Undo => return browse::undo(state),
        Action::Redo => return browse::redo(state),
        Action::Bookmark => return marks::toggle(state),
        Action::Bookmarks => return browse::switch_view(state),
        Action::Fetch => return arrivals::fetch(state),
        Action::OpenLink => return open_link(state),
        Action::CopyStory => return copy(state, copy::story),
        Action::CopyQuote => return copy(state, copy::quote),
        Action::SortDate => return browse::sort(state, Order::Date),
        Action::SortSource => return browse::sort(state, Order::Source),
        Action::SortRelevance => return browse::sort(state, Order::Relevance),
        Action::Command => command::open(state),
        Action::Cancel => return cancel(state),
        Action::Mouse => {
            state.settings.mouse = !state.settings.mouse;
            return vec![Effect::Mouse(state.settings.mouse)];
        }
        _ => (),
    }
    Vec::new()
}

/// Stories or lines of a page in the pane that has the keys.
fn page(state: &State) -> isize {
    let layout = Layout::of(state);
    let rows = match state.focus {
        Pane::Headlines => layout.headline_rows(),
        // Two lines of the page before stay in view.
        Pane::Body => layout.body_rows().saturating_sub(2),
        Pane::Entities => layout.entity_rows() / 2,
    };
    rows.max(1) as isize
}

fn move_by(state: &mut State, by: isize) {
    match state.focus {
        Pane::Headlines => browse::step(state, by),
        Pane::Body => read::scroll(state, by),
        Pane::Entities => sidebar::step(state, by),
    }
}

fn next_pane(pane: Pane) -> Pane {
    match pane {
        Pane::Headlines => Pane::Body,
        Pane::Body => Pane::Entities,
        Pane::Entities => Pane::Headlines,
    }
}

pub(super) fn focus(state: &mut State, pane: Pane) {
    state.focus = pane;
    if pane == Pane::Entities {
        sidebar::clamp(state);
    }
}

/// Backs out one step: closes the zoom, leaves the pane.
fn out(state: &mut State) {
    if state.settings.zoomed && state.focus == Pane::Body {
        state.settings.zoomed = false;
        return;
    }
    let back = if state.focus == Pane::Entities { Pane::Body } else { Pane::Headlines };
    focus(state, back);
}

fn back(state: &mut State) -> Vec<Effect> {
    match (state.focus, state.view) {
        (Pane::Headlines, View::Stories) => quit(state),
        (Pane::Headlines, View::Bookmarks) => browse::switch_view(state),
        _ => {
            state.settings.zoomed = false;
            focus(state, Pane::Headlines);
            Vec::new()
        }
    }
}

fn quit(state: &mut State) -> Vec<Effect> {
    state.done = true;
    Vec::new()
}

/// Stops loading; what is there stays.
fn cancel(state: &mut State) -> Vec<Effect> {
    if state.progress.take().is_none() {
        state.notice = Some(Notice::quiet("nothing is being loaded"));
        return Vec::new();
    }
    state.cancelled = true;
    vec![Effect::Cancel]
}

fn zoom(state: &mut State) {
    state.settings.zoomed = !state.settings.zoomed || state.focus == Pane::Headlines;
    focus(state, Pane::Body);
}

fn widen(state: &mut State, by: i16) {
    const MOST: i16 = 80;
    state.settings.list_width = (state.settings.list_width + by).clamp(-MOST, MOST);
}

fn open_link(state: &mut State) -> Vec<Effect> {
    let link = state.story().and_then(|story| story.url).map(str::to_owned);
    let web = link.filter(|link| link.starts_with("http://") || link.starts_with("https://"));
    let Some(link) = web else {
        state.notice = Some(Notice::quiet("this story has no link to open"));
        return Vec::new();
    };
    vec![Effect::Open(link)]
}

fn copy(state: &mut State, what: fn(&State) -> Option<String>) -> Vec<Effect> {
    let Some(text) = what(state) else {
        state.notice = Some(Notice::quiet("nothing to copy"));
        return Vec::new();
    };
    state.notice = Some(Notice::quiet("copied"));
    vec![Effect::Copy(text)]
}
