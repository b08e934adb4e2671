//! The text of a story made plain: paragraphs parted by one blank line.

use super::html;
use super::lines::{Breaks, Page, join};
use crate::text::clean::clean;

/// Puts the text of a record into `body` as plain paragraphs; where it is markup, the
/// text of that.
pub(super) fn tidy(text: &str, body: &mut String) {
    if html::is_html(text) {
        *body = html::text(text, None);
    } else {
        plain(text, body);
    }
}

/// Puts text into `body` as plain paragraphs. It is cleaned, lines broken to fit a page
/// are joined, single line breaks that part paragraphs become blank lines. Spacing
/// inside a line stays as it is.
pub(super) fn plain(text: &str, body: &mut String) {
    body.clear();
    let text = clean(text);
    let text = text.trim();
    if is_tidy(text) {
        body.push_str(text);
        return;
    }
    let page = page_of(text);
    let mut line_before = "";
    for line in text.lines() {
        let indented = line.starts_with("  ") && !line_before.starts_with("  ");
        let (now, before) = (line.trim(), line_before.trim());
        let line_indent = line_before.len() - line_before.trim_start().len();
        line_before = line;
        if now.is_empty() {
            continue;
        }
        if !before.is_empty() && !indented && page.joins(line_indent, before, now) {
            join(body, now);
            continue;
        }
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        body.push_str(now);
    }
}

fn page_of(text: &str) -> Page {
    let mut breaks = Breaks::default();
    let mut before = "";
    for line in text.lines().map(str::trim_end) {
        if !before.is_empty() && !line.is_empty() {
            breaks.note(before, line, false);
        }
        before = line;
    }
    breaks.page()
}

/// Whether trimmed text is paragraphs parted by one blank line already.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\n', &bytes[from..]) {
        let at = from + at;
        let blank_before = bytes[at - 1] == b' ';
        let parted = bytes.get(at + 1) == Some(&b'\n');
        let begins = bytes.get(at + 2).is_some_and(|byte| !matches!(byte, b' ' | b'\n'));
        if blank_before || !parted || !begins {
            return false;
        }
        from = at + 2;
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tidied(text: &str) -> String {
        let mut body = String::new();
        tidy(text, &mut body);
        body
    }

    #[test]
    fn paragraphs_are_parted_by_one_blank_line() {
        assert_eq!(tidied("One.\n\nTwo."), "One.\n\nTwo.");
        assert_eq!(tidied("\n\n One. \r\n\r\n\r\n  Two.\n"), "One.\n\nTwo.");
        assert_eq!(tidied("One.\nTwo."), "One.\n\nTwo.");
        assert_eq!(tidied("Two  blanks  stay."), "Two  blanks  stay.");
    }

    #[test]
    fn lines_broken_to_fit_a_page_are_joined() {
        let text = "The ferry line between the two harbours\nopens in May after four years of talks,\n\
                    the harbour board said on Monday.\n\nNobody else spoke.";
        let expected = "The ferry line between the two harbours opens in May after four years of \
                        talks, the harbour board said on Monday.\n\nNobody else spoke.";
        assert_eq!(tidied(text), expected);
    }

    #[test]
    fn markup_goes_and_its_paragraphs_stay() {
        assert_eq!(
            tidied("<p>One &amp; one.</p><p>Two<br>lines.</p>"),
            "One & one.\n\nTwo\n\nlines."
        );
    }

    proptest! {
        #[test]
        fn tidy_text_stays_as_it_is(text in "([a-zé .\n-]|\n\n|  |[A-Z]){0,200}") {
            let once = tidied(&text);
            prop_assert!(is_tidy(&once), "{once:?}");
            prop_assert_eq!(tidied(&once), once);
        }
    }
}
