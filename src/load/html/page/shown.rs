//! The date a page shows above its text and tells no machine.

use super::LONGEST_LINE;
use crate::load::date;
use crate::text::credit::ends_sentence;
use crate::text::fold;

/// Bytes of a page below its headline where a date is looked for.
pub(super) const LOOK: usize = 8 << 10;

/// What stands between the parts of a byline.
const BETWEEN: [char; 3] = ['|', '·', '•'];

/// So many words may lead to a date.
const MOST_WORDS: usize = 3;

/// So many sentences may stand above a date: they are a lead, the text is longer.
const MOST_SENTENCES: usize = 1;

/// The date below a headline and above the text. When a story was changed counts only
/// where nothing says when it was told.
pub(super) fn date_below(text: &str) -> Option<i64> {
    let mut sentences = 0;
    let is_above = |line: &&str| {
        sentences += usize::from(line.ends_with(ends_sentence) && date_in(line).is_none());
        sentences <= MOST_SENTENCES
    };
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.is_empty())
        .take_while(is_above)
        .filter(|line| line.len() <= LONGEST_LINE)
        .collect();
    let is_change = |line: &&&str| {
        let line = fold(line);
        ["updated", "modified", "edited"].iter().any(|word| line.contains(word))
    };
    let told = lines.iter().filter(|line| !is_change(line)).find_map(|line| date_in(line));
    told.or_else(|| lines.iter().filter(is_change).find_map(|line| date_in(line)))
}

fn date_in(line: &str) -> Option<i64> {
    let parts = line.split(BETWEEN).map(str::trim);
    parts.filter(|part| is_day(part)).find_map(|part| {
        // Behind what leads to it: `Posted on`, `By Ines Marlow`.
        let begins = part.match_indices(' ').map(|(at, _)| at + 1).take(MOST_WORDS);
        std::iter::once(0).chain(begins).find_map(|at| date(&part[at..]))
    })
}

/// Whether a line names a day of a year, not a year or a number alone.
fn is_day(line: &str) -> bool {
    let numbers = || line.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    numbers().any(|run| run.len() == 4) && numbers().count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_a_line_or_a_part_of_one() {
        const DAY: i64 = 1_513_296_000;
        for line in
            ["December 15, 2017", "By Ines Marlow | 15 Dec 2017", "Posted on 15 December 2017"]
        {
            assert_eq!(
                date_below(&format!("It sails.\n\n{line}\n\nAt noon.")),
                Some(DAY),
                "{line}"
            );
        }
        let changed = "Updated 16 December 2017\nPublished 15 December 2017";
        assert_eq!(date_below(changed), Some(DAY));
        assert_eq!(date_below("Updated 15 December 2017"), Some(DAY));
        assert_eq!(date_below("It sails.\n\nAt noon.\n\n15 December 2017"), None);
        for line in ["2017", "May 2017", "1513333200", "The ferry of 15 December 2017 was late."] {
            assert_eq!(date_below(line), None, "{line}");
        }
    }
}
