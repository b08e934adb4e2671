//! Whether lines were broken to fit a page: then they are joined, else each is a
//! paragraph by itself.
//!
//! A page filled greedily to some width leaves a trace in every break: the line is no
//! longer than the width, and the next line's first word would not have fitted. The
//! width that explains most breaks is looked for, and believed if it explains enough.

use crate::text::credit::ends_sentence;

/// Lines longer than this were not broken to fit a page, in letters.
const WIDEST: usize = 200;

/// Pages narrower than this are verse or lists.
const NARROWEST: usize = 24;

/// [`str::lines`], quicker where lines are long.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let (line, behind) = match end {
            Some(end) => (&rest[..end], &rest[end + 1..]),
            None if rest.is_empty() => return None,
            None => (rest, ""),
        };
        rest = behind;
        Some(line.strip_suffix('\r').filter(|_| end.is_some()).unwrap_or(line))
    })
}

/// Gathers breaks between lines; see [`Breaks::page`].
#[derive(Default)]
pub(super) struct Breaks {
    /// Changes of the number of breaks that a width explains, by width.
    explained: Vec<i32>,
    all: usize,
    /// Breaks in the middle of a sentence.
    running_on: usize,
    /// Behind first lines of paragraphs that end no sentence: the widths that explain it.
    first: Vec<(usize, usize)>,
}

impl Breaks {
    /// Notes that `next` follows `line` without a blank line; the ends of both are
    /// trimmed. `first` says that `line` begins its paragraph.
    pub(super) fn note(&mut self, line: &str, next: &str, first: bool) {
        self.all += 1;
        self.running_on += usize::from(runs_on(line, next));
        let from = letters(line);
        if from > WIDEST {
            return;
        }
        if self.explained.is_empty() {
            self.explained = vec![0; 2 * WIDEST + 2];
        }
        let to = (from + letters(first_word(next.trim_start()))).min(2 * WIDEST);
        if first && !line.ends_with(ends_sentence) && !runs_on(line, next) {
            self.first.push((from, to));
        }
        self.explained[from] += 1;
        self.explained[to + 1] -= 1;
    }

    /// The page that the lines were broken for.
    pub(super) fn page(&self) -> Page {
        let (mut count, mut best, mut width) = (0, 0, 0);
        for (at, change) in self.explained.iter().enumerate() {
            count += change;
            if count > best && at >= NARROWEST {
                (best, width) = (count, at);
            }
        }
        let explained = usize::try_from(best).unwrap_or(0);
        // One or two breaks are explained by chance; then the sentence must run on too.
        let believed = explained * 5 >= self.all * 3
            && (explained >= 3 || self.running_on > 0)
            && self.running_on * 10 >= explained;
        if !believed || explained == 0 {
            return Page::default();
        }
        let broken_early = |(from, to): &&(usize, usize)| !(*from..=*to).contains(&width);
        let early = self.first.iter().filter(broken_early).count();
        Page { width: Some(width), headed: early > 0 && early * 40 >= explained / 4 }
    }
}

/// How lines of a text are to be joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Letters a line has at most, where lines were broken to fit.
    pub(super) width: Option<usize>,
    /// Headlines stand right above the lines that were.
    pub(super) headed: bool,
}

impl Page {
    /// Whether `next` goes on where `line`, which stands behind so many blanks, ends;
    /// both are trimmed.
    pub(super) fn joins(self, indent: usize, line: &str, next: &str) -> bool {
        let Some(width) = self.width else { return runs_on(line, next) };
        let len = letters(line) + indent;
        let filled = len <= width && len + 1 + letters(first_word(next)) > width;
        let bullet = next.starts_with(['•', '*', '·', '▪']) || next.starts_with("- ");
        if filled {
            return !next.starts_with(['•', '▪']);
        }
        !bullet && len >= width / 3 && runs_on(line, next)
    }
}

/// Whether a sentence goes on over the line end.
fn runs_on(line: &str, next: &str) -> bool {
    next.trim_start().starts_with(char::is_lowercase)
        && line.len() >= 24
        && !line.ends_with(ends_sentence)
        && !line.ends_with(':')
}

/// Appends a line to the paragraph it belongs to. A hyphen at the line end stays, and
/// keeps its word together.
pub(super) fn join(paragraph: &mut String, line: &str) {
    let hyphen = paragraph.ends_with('-')
        && paragraph[..paragraph.len() - 1].ends_with(char::is_alphabetic)
        && line.starts_with(char::is_alphabetic)
        && !matches!(first_word(line), "and" | "or" | "to");
    if !hyphen && !paragraph.is_empty() {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

pub(super) fn first_word(line: &str) -> &str {
    let end = line.as_bytes().iter().take(WIDEST).position(|byte| *byte == b' ');
    &line[..end.unwrap_or_else(|| line.floor_char_boundary(WIDEST))]
}

/// Letters of a line, counted no further than matters.
pub(super) fn letters(line: &str) -> usize {
    match line.len() {
        len if len > 4 * WIDEST => len,
        len if line.is_ascii() => len,
        _ => line.chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lines_are_those_of_the_standard_library(text in "([a-c é]|\\r|\\n|\\r\\n){0,40}") {
            prop_assert!(lines_of(&text).eq(text.lines()), "{text:?}");
        }
    }

    fn page(lines: &[&str]) -> Page {
        let mut breaks = Breaks::default();
        for pair in lines.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].is_empty()) {
            breaks.note(pair[0], pair[1], false);
        }
        breaks.page()
    }

    #[test]
    fn a_filled_page_is_known_by_its_breaks() {
        let text = "The ferry line between the two harbours opens in May after four years of talks, \
                    and the board of the harbour said that the first boat would leave at noon on the \
                    first Monday of the month, with the second one to follow at six in the evening.";
        let lines: Vec<&str> =
            crate::text::wrap::wrap(text, 44).into_iter().map(|line| &text[line]).collect();
        let page = page(&lines);
        assert!(page.width.is_some_and(|width| (40..=50).contains(&width)), "{page:?}");
        assert!(lines.windows(2).all(|pair| page.joins(0, pair[0], pair[1])));
    }

    #[test]
    fn paragraphs_of_one_line_each_stay_apart() {
        let lines = [
            "The ferry line between the two harbours opens in May, the board said.",
            "It took four years.",
            "Ines Marlow, who leads the board, said that the first boat would leave at noon.",
            "Nobody else spoke.",
        ];
        assert_eq!(page(&lines), Page::default());
        assert!(!Page::default().joins(0, lines[0], lines[1]));
    }

    #[test]
    fn hyphens_at_line_ends_stay() {
        let mut paragraph = "a harbour-".to_owned();
        join(&mut paragraph, "side inn");
        assert_eq!(paragraph, "a harbour-side inn");
    }
}
