//! What a line of a digest is by its looks: blank, a rule, an underline, a heading.

/// A line that is nothing but ornament, such as `---`, `* * *` or `=====`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// The ornament it is made of, where it is one only, without blanks.
    pub(super) mark: Option<char>,
    /// Letters, blanks inside counted.
    pub(super) len: usize,
}

/// Ornaments that rules are made of.
fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '-' | '='
            | '*'
            | '_'
            | '~'
            | '#'
            | '+'
            | '.'
            | '•'
            | '·'
            | '–'
            | '—'
            | '─'
            | '━'
            | '═'
            | '⁂'
            | '★'
            | '☆'
            | '◆'
            | '■'
            | '●'
            | '/'
            | '|'
            | '<'
            | '>'
            | '^'
            | '%'
            | ':'
            | '♦'
    )
}

/// The rule that a trimmed line is, if it is one.
pub(super) fn rule(line: &str) -> Option<Rule> {
    // Cheap for the many lines that begin with a letter.
    let first = line.chars().next().filter(|c| is_ornament(*c))?;
    if matches!(line, "-30-" | "-0-" | "***") {
        return Some(Rule { mark: Some(first), len: line.len() });
    }
    let len = line.chars().count();
    let mut marks = 0;
    let mut same = true;
    for c in line.chars().filter(|c| *c != ' ') {
        if !is_ornament(c) {
            return None;
        }
        marks += 1;
        same &= c == first;
    }
    let enough =
        marks >= 3 || matches!(first, '⁂' | '─' | '━' | '═') || (marks == 2 && first == '─');
    // `...` is a pause, not a rule.
    (enough && first != '.' || marks >= 10)
        .then(|| Rule { mark: (same && marks == len).then_some(first), len })
}

impl Rule {
    /// Whether this rule, right below `line`, underlines it instead of parting stories.
    pub(super) fn underlines(self, line: &str) -> bool {
        let ruled = matches!(self.mark, Some('=' | '-' | '~' | '*' | '^' | '─' | '━' | '═' | '_'));
        let len = line.chars().count();
        ruled && self.len >= 3 && self.len.abs_diff(len) <= (len / 5).max(2)
    }
}

/// What stands before (and round) a heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    #[default]
    None,
    /// Markdown's `#`, by how many.
    Heading(u8),
    /// `1.`, `(2)`, `3)`.
    Number(u32),
    /// `*** … ***`, `** … **`, `[ … ]`.
    Dressed,
    /// `* …`, `• …`, `> …`.
    Bullet,
}

/// The mark of a line and where the words within it begin and end, in bytes.
pub(super) fn mark(line: &str) -> (Mark, std::ops::Range<usize>) {
    let all = 0..line.len();
    // Most lines begin with a letter or a quotation mark.
    match line.as_bytes().first() {
        Some(b'#') => heading(line),
        Some(b'0'..=b'9' | b'(' | b'[') => number(line).or_else(|| dressed(line)),
        Some(b'*' | b'=' | b'-' | b'_' | b'+' | b'~' | b'>') => {
            dressed(line).or_else(|| bullet(line))
        }
        Some(0xc2 | 0xe2) => bullet(line),
        _ => None,
    }
    .unwrap_or((Mark::None, all))
}

type Marked = Option<(Mark, std::ops::Range<usize>)>;

fn heading(line: &str) -> Marked {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    if let Some(words) = words.strip_prefix(' ').filter(|_| level <= 6) {
        let end = line.trim_end_matches('#').trim_end().len();
        let start = line.len() - words.trim_start().len();
        return (start < end).then_some((Mark::Heading(level as u8), start..end));
    }
    // `#1 …`
    let (nth, start) = leading_number(words)?;
    let rest = &words[start..];
    let gap = rest.len() - rest.trim_start_matches([' ', ':', '.', '-', '–', '—']).len();
    (level == 1 && gap > 0).then(|| (Mark::Number(nth), level + start + gap..line.len()))
}

fn number(line: &str) -> Marked {
    let open = line.starts_with(['(', '[']);
    let (nth, len) = leading_number(&line[usize::from(open)..])?;
    let behind = &line[usize::from(open) + len..];
    let closed = if open {
        behind.strip_prefix([')', ']'])
    } else {
        behind.strip_prefix(['.', ')', ':', '/', '|']).or_else(|| {
            let dash = behind.trim_start_matches(' ').strip_prefix(['-', '–', '—'])?;
            dash.starts_with(' ').then_some(dash)
        })
    }?;
    let words = closed.trim_start();
    let apart = words.len() < closed.len() && !words.is_empty();
    apart.then(|| (Mark::Number(nth), line.len() - words.len()..line.len()))
}

/// A number of up to three digits, and its length.
fn leading_number(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&len).then(|| Some((text[..len].parse().ok()?, len)))?
}

/// The same ornament on both sides.
fn dressed(line: &str) -> Marked {
    let first = line.chars().next()?;
    let last = match first {
        '[' => ']',
        '(' | '>' => return None,
        same => same,
    };
    let inner = line.trim_start_matches(first);
    let left = line.len() - inner.len();
    let inner = inner.trim_end_matches(last);
    let right = line.len() - left - inner.len();
    let words = inner.trim();
    let twice = |marks: usize| marks >= if matches!(first, '-' | '_' | '*' | '=') { 2 } else { 1 };
    let start = left + inner.len() - inner.trim_start().len();
    (twice(left) && twice(right) && !words.is_empty())
        .then(|| (Mark::Dressed, start..start + words.len()))
}

fn bullet(line: &str) -> Marked {
    let first = line.chars().next()?;
    let words =
        matches!(first, '*' | '-' | '>' | '•' | '·' | '▪' | '■' | '●' | '►' | '–' | '—' | '+')
            .then(|| line[first.len_utf8()..].strip_prefix(' '))??;
    let words = words.trim_start();
    (!words.is_empty()).then(|| (Mark::Bullet, line.len() - words.len()..line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_ornament_and_nothing_else() {
        for line in
            ["---", "* * *", "*****", "=======", "- - - - -", "***", "~~~", "⁂", "-30-", "—————"]
        {
            assert!(rule(line).is_some(), "{line}");
        }
        for line in ["", "--", "...", "-", "* one", "- - x", "1. 2."] {
            assert_eq!(rule(line), None, "{line}");
        }
    }

    #[test]
    fn an_underline_is_as_long_as_its_headline() {
        assert!(rule("==========").is_some_and(|rule| rule.underlines("Ferry talks")));
        assert!(rule("---").is_some_and(|rule| !rule.underlines("Ferry talks open")));
        assert!(rule("* * *").is_some_and(|rule| !rule.underlines("Ferry")));
    }

    #[test]
    fn marks_are_told_from_words() {
        let read = |line: &'static str| {
            let (mark, words) = mark(line);
            (mark, &line[words])
        };
        assert_eq!(read("## Ferry talks ##"), (Mark::Heading(2), "Ferry talks"));
        assert_eq!(read("1. Ferry talks"), (Mark::Number(1), "Ferry talks"));
        assert_eq!(read("(12) Ferry talks"), (Mark::Number(12), "Ferry talks"));
        assert_eq!(read("3) Ferry talks"), (Mark::Number(3), "Ferry talks"));
        assert_eq!(read("#4: Ferry talks"), (Mark::Number(4), "Ferry talks"));
        assert_eq!(read("*** Ferry talks ***"), (Mark::Dressed, "Ferry talks"));
        assert_eq!(read("**Ferry talks**"), (Mark::Dressed, "Ferry talks"));
        assert_eq!(read("[Ferry talks]"), (Mark::Dressed, "Ferry talks"));
        assert_eq!(read("• Ferry talks"), (Mark::Bullet, "Ferry talks"));
        for line in
            ["12 hurt on ferry", "2017: a year", "7:30 ferry", "(AP) Ferry", "#ferry", "“Ferry”"]
        {
            assert_eq!(read(line), (Mark::None, line));
        }
    }
}
