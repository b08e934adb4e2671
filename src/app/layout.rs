//! Where the panes are: pure arithmetic over the screen's size, shared by the state
//! machine (what a page is) and by the drawing (what goes where).

use super::{Overlay, Pane, State};

/// Columns and rows of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub width: u16,
    pub height: u16,
}

/// A rectangle of cells; empty when the pane is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

/// The parts of the screen. Panes include their borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub top: Area,
    pub headlines: Area,
    pub body: Area,
    pub entities: Area,
    /// The entities lie over another pane instead of beside it.
    pub entities_over: bool,
    /// Footer, message or prompt; two rows while a prompt is open.
    pub foot: Area,
    /// Where a picker lies.
    pub picker: Area,
    /// Where help and problems lie.
    pub page: Area,
}

/// Below this only a line says that the screen is too small.
pub const SMALLEST: Size = Size { width: 20, height: 5 };
/// From this width on the entities stand beside the body.
const THREE_PANES: u16 = 100;
/// From this width on headlines and body stand side by side.
const TWO_PANES: u16 = 70;

/// Columns in which most headlines can be told apart, and in which a text is read
/// without haste, borders and all.
const HEADLINE: u16 = 48;
const READABLE: u16 = 50;

impl Area {
    /// Without the border.
    #[must_use]
    pub fn inner(self) -> Area {
        Area {
            x: self.x + 1,
            y: self.y + 1,
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }

    pub fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    pub fn contains(self, column: u16, row: u16) -> bool {
        (self.x..self.x + self.width).contains(&column)
            && (self.y..self.y + self.height).contains(&row)
    }
}

impl Layout {
    pub fn is_too_small(size: Size) -> bool {
        size.width < SMALLEST.width || size.height < SMALLEST.height
    }

    /// What shows the open story: its body and the entities beside it.
    #[must_use]
    pub fn story(self) -> Area {
        let beside = if self.entities_over { 0 } else { self.entities.width };
        Area { width: self.body.width + beside, ..self.body }
    }

    /// The layout of this state's screen; every area empty when it is too small.
    pub fn of(state: &State) -> Layout {
        let Size { width, height } = state.size;
        if Self::is_too_small(state.size) {
            return Layout::default();
        }
        let prompting =
            matches!(state.overlay, Overlay::Filter(_) | Overlay::Search(_) | Overlay::Command(_));
        let foot = if prompting && height >= 8 { 2 } else { 1 };
        let row = |y, height| Area { x: 0, y, width, height };
        let middle = row(1, height - 1 - foot);
        let layout = Layout {
            top: row(0, 1),
            foot: row(height - foot, foot),
            page: middle,
            ..Layout::default()
        };
        let layout = panes(state, middle, layout);
        Layout { picker: picker_area(&layout, middle), ..layout }
    }

    /// Rows of headlines on screen, stories of a page.
    pub fn headline_rows(&self) -> usize {
        self.headlines.inner().height.into()
    }

    /// Rows of the body on screen.
    pub fn body_rows(&self) -> usize {
        self.body.inner().height.into()
    }

    pub fn entity_rows(&self) -> usize {
        self.entities.inner().height.into()
    }

    /// Rows of a picker below its line.
    pub fn picker_rows(&self) -> usize {
        self.picker.inner().height.saturating_sub(1).into()
    }

    pub fn page_rows(&self) -> usize {
        self.page.inner().height.saturating_sub(1).into()
    }

    /// Columns a line of the body may take.
    pub fn measure(&self, most: u16) -> u16 {
        self.body.inner().width.saturating_sub(2).clamp(1, most.max(1))
    }
}

fn panes(state: &State, middle: Area, layout: Layout) -> Layout {
    let width = middle.width;
    let strip = |x: u16, width: u16| Area { x, width, ..middle };
    let entities_width = (width * 9 / 40).clamp(26, 40).min(width);
    let over = strip(width - entities_width, entities_width);
    let shown = |area: Area| if state.focus == Pane::Entities { area } else { Area::default() };
    if state.settings.zoomed && state.focus != Pane::Headlines {
        return Layout { body: middle, entities: shown(over), entities_over: true, ..layout };
    }
    if width < TWO_PANES {
        return match state.focus {
            Pane::Headlines => Layout { headlines: middle, ..layout },
            Pane::Body => Layout { body: middle, ..layout },
            Pane::Entities => Layout { entities: middle, ..layout },
        };
    }
    if width < THREE_PANES {
        let list = list_width(state, width * 2 / 5, width);
        let (headlines, body) = (strip(0, list), strip(list, width - list));
        // Over the headlines: the body, in which their evidence is marked, stays whole.
        let entities = shown(headlines);
        return Layout { headlines, body, entities, entities_over: true, ..layout };
    }
    let rest = width - entities_width;
    let list = HEADLINE.min(rest.saturating_sub(READABLE)).max(width * 3 / 10);
    let list = list_width(state, list, rest);
    let (headlines, body) = (strip(0, list), strip(list, rest - list));
    Layout { headlines, body, entities: over, ..layout }
}

/// The headline pane's width: its own, what the reader added, within reason.
fn list_width(state: &State, own: u16, of: u16) -> u16 {
    own.saturating_add_signed(state.settings.list_width).clamp(24, of.saturating_sub(30).max(24))
}

/// A picker lies over the body, so that headlines and entities stay in view; where
/// one pane fills the screen it takes the lower part.
fn picker_area(layout: &Layout, middle: Area) -> Area {
    if !layout.headlines.is_empty() && !layout.body.is_empty() {
        return layout.body;
    }
    let height = (middle.height * 2 / 3).max(4).min(middle.height);
    Area { y: middle.y + middle.height - height, height, ..middle }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(width: u16, height: u16, focus: Pane) -> Layout {
        Layout::of(&State { size: Size { width, height }, focus, ..State::default() })
    }

    #[test]
    fn panes_fill_the_screen_and_never_overlap() {
        for width in 20..300 {
            for height in [5, 8, 24, 60] {
                let layout = layout(width, height, Pane::Headlines);
                let beside = if layout.entities_over { 0 } else { layout.entities.width };
                assert_eq!(layout.headlines.width + layout.body.width + beside, width);
                assert_eq!(layout.headlines.height + 2, height);
            }
        }
    }

    #[test]
    fn headlines_have_room_where_the_text_has_enough() {
        let split = |width| {
            let layout = layout(width, 40, Pane::Headlines);
            (layout.headlines.width, layout.body.width)
        };
        assert_eq!([100, 120, 160].map(split), [(30, 44), (43, 50), (48, 76)]);
        assert_eq!(split(200), (60, 100));
    }

    #[test]
    fn a_narrow_screen_shows_the_pane_that_has_the_keys() {
        assert!(layout(60, 20, Pane::Body).headlines.is_empty());
        assert_eq!(layout(60, 20, Pane::Body).body.width, 60);
        assert!(layout(80, 20, Pane::Entities).entities_over);
        assert_eq!(layout(19, 20, Pane::Body), Layout::default());
    }
}
