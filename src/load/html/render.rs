//! Markup as plain paragraphs: lists, quotations, tables and links keep their marks.

use std::fmt::Write;

use url::Url;

use super::element::Element;
use super::entity::unescape;
use super::tokens::{Tag, Token, Tokens};
use crate::load::link;

/// More links than this are not numbered: they are a list of links, not a text.
const MOST_LINKS: usize = 200;

/// What becomes of links.
#[derive(Clone, Copy, Debug)]
pub(super) enum Links<'b> {
    /// They have numbers, their targets stand below; they are relative to this.
    Below(Option<&'b Url>),
    /// They are text like any other.
    None,
}

/// Lists in lists beyond this are one.
const DEEPEST_LIST: usize = 20;

/// Appends the text of markup to `out`: paragraphs parted by a blank line, with `\n`
/// where a line is broken by hand. Elements that are `beside` the text are left out.
pub(super) fn render(
    html: &str,
    links: Links<'_>,
    beside: &dyn Fn(&Tag<'_>) -> bool,
    out: &mut String,
) {
    let mut page = Page::new(html, links, out);
    page.read(Tokens::new(html), beside);
    page.paragraph();
    page.targets();
}

/// A page being written.
struct Page<'a, 'o, 'b> {
    html: &'a str,
    out: &'o mut String,
    /// The paragraph at hand.
    line: String,
    /// Whether a blank is due before the next word.
    gap: bool,
    /// Whether blank lines part paragraphs, for want of tags that do.
    loose: bool,
    /// Lists that are open: the number of the last item, where items have numbers.
    lists: Vec<Option<u32>>,
    /// What the next paragraph begins with.
    mark: String,
    quotes: u32,
    preformatted: u32,
    /// The link that is open: where its text begins in the line, and its target.
    link: Option<(usize, String)>,
    targets: Vec<String>,
    links: Links<'b>,
    scratch: String,
}

/// An element whose inside is not shown.
struct Hidden<'a> {
    element: Element,
    name: &'a str,
    /// How many elements of that name are open.
    depth: u32,
    /// Where its inside begins.
    from: usize,
}

impl<'a, 'o, 'b> Page<'a, 'o, 'b> {
    fn new(html: &'a str, links: Links<'b>, out: &'o mut String) -> Page<'a, 'o, 'b> {
        let parts = |token: Token<'_>| match token {
            Token::Open(tag) => tag.element.is_block() || tag.element == Element::Break,
            _ => false,
        };
        Page {
            html,
            out,
            line: String::new(),
            gap: false,
            loose: !Tokens::new(html).any(parts),
            lists: Vec::new(),
            mark: String::new(),
            quotes: 0,
            preformatted: 0,
            link: None,
            targets: Vec::new(),
            links,
            scratch: String::new(),
        }
    }

    fn read(&mut self, mut tokens: Tokens<'a>, beside: &dyn Fn(&Tag<'_>) -> bool) {
        let mut hidden: Option<Hidden<'a>> = None;
        let mut hides = true;
        loop {
            let Some(token) = tokens.next() else {
                // What was hidden and never shown again was perhaps not meant to be.
                let Some(hidden) = hidden.take() else { return };
                hides = false;
                tokens = Tokens::from(self.html, hidden.from);
                continue;
            };
            match hidden.as_mut().map_or(End::Before, |hidden| hidden.end(&token)) {
                End::Before => hidden = None,
                End::With => {
                    hidden = None;
                    continue;
                }
                End::Later => continue,
            }
            match token {
                Token::Open(tag) if hides && (is_hidden(&tag) || beside(&tag)) => {
                    let (element, name) = (tag.element, tag.name);
                    if element.is_block() {
                        self.paragraph();
                    }
                    hidden = Some(Hidden { element, name, depth: 1, from: tokens.at() });
                }
                Token::Open(tag) if tag.element == Element::Plaintext => {
                    self.paragraph();
                    self.words(&self.html[tokens.at()..]);
                    return;
                }
                Token::Open(tag) => self.open(&tag),
                Token::Close(element, name) => self.close(element, name),
                Token::Text(text) => self.text(text),
                Token::Inside(..) => (),
            }
        }
    }

    fn open(&mut self, tag: &Tag<'a>) {
        match tag.element {
            Element::Break => self.line_break(),
            Element::Cell => self.cell(),
            Element::Anchor => {
                self.close_link();
                self.open_link(tag);
            }
            Element::Inline if tag.name.eq_ignore_ascii_case("q") => self.words("“"),
            element if element.is_block() => self.paragraph(),
            _ => (),
        }
        match tag.element {
            Element::Bullets | Element::Numbers if self.lists.len() < DEEPEST_LIST => {
                let first = tag.attribute("start").and_then(|start| start.parse().ok());
                let numbered = tag.element == Element::Numbers;
                self.lists.push(numbered.then(|| first.unwrap_or(1_u32).saturating_sub(1)));
            }
            Element::Item => self.item(),
            Element::Quote => self.quotes = self.quotes.saturating_add(1),
            Element::Preformatted => self.preformatted = self.preformatted.saturating_add(1),
            _ => (),
        }
    }

    fn close(&mut self, element: Element, name: &str) {
        match element {
            Element::Anchor => self.close_link(),
            Element::Break => self.line_break(),
            Element::Cell => self.gap = true,
            Element::Inline if name.eq_ignore_ascii_case("q") => {
                self.gap = false;
                self.words("”");
            }
            element if element.is_block() => self.paragraph(),
            _ => (),
        }
        match element {
            Element::Bullets | Element::Numbers => {
                self.lists.pop();
                self.mark.clear();
            }
            Element::Item => self.mark.clear(),
            Element::Quote => self.quotes = self.quotes.saturating_sub(1),
            Element::Preformatted => self.preformatted = self.preformatted.saturating_sub(1),
            _ => (),
        }
    }

    fn text(&mut self, text: &str) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        unescape(text, &mut scratch);
        self.words(&scratch);
        self.scratch = scratch;
    }

    /// Writes words, with one blank for any row of blanks between them.
    fn words(&mut self, text: &str) {
        let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{a0}';
        let mut rest = text;
        loop {
            let word = rest.trim_start_matches(is_blank);
            let blanks = &rest[..rest.len() - word.len()];
            if !blanks.is_empty() {
                self.blanks(blanks);
            }
            if word.is_empty() {
                return;
            }
            let (words, after) = word.split_at(spaced_run(word));
            if self.gap && !self.line.is_empty() && !self.line.ends_with('\n') {
                self.line.push(' ');
            }
            self.gap = false;
            self.line.push_str(words);
            rest = after;
        }
    }

    fn blanks(&mut self, blanks: &str) {
        let ends = blanks.bytes().filter(|byte| *byte == b'\n').count();
        if self.preformatted > 0 && ends > 0 || self.loose && ends > 1 {
            self.paragraph();
        } else if self.loose && ends == 1 {
            self.line_break();
        } else {
            self.gap = true;
        }
    }

    /// Ends a line; two in a row end the paragraph.
    fn line_break(&mut self) {
        if self.line.ends_with('\n') {
            self.paragraph();
        } else if !self.line.is_empty() {
            self.line.push('\n');
        }
        self.gap = false;
    }

    /// Ends the paragraph at hand, if anything stands in it.
    fn paragraph(&mut self) {
        self.close_link();
        self.gap = false;
        let line = self.line.trim();
        if !line.is_empty() {
            if !self.out.is_empty() {
                self.out.push_str("\n\n");
            }
            if self.quotes > 0 {
                self.out.push_str("> ");
            }
            self.out.push_str(&self.mark);
            self.out.push_str(line);
            self.mark.clear();
        }
        self.line.clear();
    }

    fn item(&mut self) {
        self.mark.clear();
        let depth = self.lists.len();
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number = number.saturating_add(1);
                self.mark = format!("{number}. ");
            }
            _ => self.mark.push_str(["• ", "◦ ", "▪ "][depth.saturating_sub(1).min(2)]),
        }
    }

    /// Parts cells of a row, as long as they hold no paragraphs of their own.
    fn cell(&mut self) {
        self.close_link();
        if !self.line.is_empty() {
            self.line.push_str(" |");
            self.gap = true;
        }
    }

    fn open_link(&mut self, tag: &Tag<'a>) {
        let Links::Below(base) = self.links else { return };
        let Some(href) = tag.attribute("href").filter(|_| self.targets.len() < MOST_LINKS) else {
            return;
        };
        let mut target = String::new();
        unescape(href, &mut target);
        // A place on the same page is no other page.
        if let Some(target) = link::resolve(&target, base).filter(|_| !target.starts_with('#')) {
            self.link = Some((self.line.len(), target));
        }
    }

    /// Puts its number behind the text of the link that is open; a link whose text is
    /// its target, or that has none, needs no number.
    fn close_link(&mut self) {
        let Some((from, target)) = self.link.take() else { return };
        let text = self.line.get(from..).unwrap_or_default().trim();
        if text.is_empty() || bare(text) == bare(&target) {
            return;
        }
        let known = self.targets.iter().position(|known| *known == target);
        let number = known.unwrap_or(self.targets.len()) + 1;
        if known.is_none() {
            self.targets.push(target);
        }
        let _ = write!(self.line, " [{number}]");
    }

    fn targets(&mut self) {
        for (number, target) in (1..).zip(&self.targets) {
            let _ = write!(self.out, "\n\n[{number}] {target}");
        }
    }
}

/// How many bytes of text, which begins with a word, are words with one blank between
/// each; told for many at once, and one by one only where some are not.
fn spaced_run(text: &str) -> usize {
    const WIDE: usize = 32;
    let bytes = text.as_bytes();
    let special = |byte: u8, next: u8| {
        matches!(byte, b'\t' | b'\n' | 0x0c | b'\r')
            || (byte == b' ' && next == b' ')
            || (byte == 0xc2 && next == 0xa0)
    };
    let mut at = 0;
    while let Some(wide) = bytes.get(at..=at + WIDE) {
        let pairs = wide[..WIDE].iter().zip(&wide[1..]);
        if pairs.fold(false, |found, (byte, next)| found | special(*byte, *next)) {
            break;
        }
        at += WIDE;
    }
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or(b' ');
    let run = (at..bytes.len()).find(|at| special(bytes[*at], next(*at))).unwrap_or(bytes.len());
    // A blank before something special is no blank between words.
    if bytes[..run].ends_with(b" ") { run - 1 } else { run }
}

/// Where a hidden element ends.
enum End {
    /// Before the token at hand.
    Before,
    With,
    Later,
}

impl Hidden<'_> {
    fn end(&mut self, token: &Token<'_>) -> End {
        let (element, name, opens) = match token {
            Token::Open(tag) => (tag.element, tag.name, true),
            Token::Close(element, name) => (*element, *name, false),
            _ => return End::Later,
        };
        let same = name.eq_ignore_ascii_case(self.name);
        // A paragraph needs no closing tag.
        if self.element == Element::Paragraph && element.is_block() && (opens || !same) {
            return End::Before;
        }
        match (same, opens) {
            (true, true) => self.depth += 1,
            (true, false) => self.depth -= 1,
            _ => (),
        }
        if self.depth == 0 { End::With } else { End::Later }
    }
}

/// A link as people write it: without its scheme.
fn bare(link: &str) -> &str {
    link.rsplit("://").next().unwrap_or(link).trim_matches('/')
}

/// Whether what an element holds is not to be seen.
fn is_hidden(tag: &Tag<'_>) -> bool {
    if tag.closes_itself() || matches!(tag.element, Element::Void | Element::Meta | Element::Break)
    {
        return false;
    }
    let hides = |(key, value): (&str, &str)| match key.len() {
        6 => key.eq_ignore_ascii_case("hidden"),
        11 => key.eq_ignore_ascii_case("aria-hidden") && value.eq_ignore_ascii_case("true"),
        5 if key.eq_ignore_ascii_case("style") => {
            let plain = |c: &char| !c.is_ascii_whitespace();
            let style = value.chars().filter(plain).collect::<String>().to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        }
        _ => false,
    };
    tag.element == Element::Silent || tag.attributes().any(hides)
}
