//! Markup cut into tags and text, in one pass that never goes back.
//!
//! Browsers read anything, so nothing here can fail: an open quote, comment or tag is
//! closed where a browser would, or takes the rest with it. What was once looked for in
//! vain to the end is not looked for again, so that no flood costs more than its length.

use super::element::Element;

/// A piece of markup.
#[derive(Clone, Copy, Debug)]
pub(in crate::load) enum Token<'a> {
    Open(Tag<'a>),
    Close(Element, &'a str),
    /// Between tags; character references are not yet read.
    Text(&'a str),
    /// The inside of an element whose inside is no markup, such as a script.
    Inside(Element, &'a str),
}

/// A tag that opens an element.
#[derive(Clone, Copy, Debug)]
pub(in crate::load) struct Tag<'a> {
    pub(in crate::load) element: Element,
    pub(in crate::load) name: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The names and values of its attributes, character references not yet read.
    pub(in crate::load) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.attributes }
    }

    /// Where it begins in `page`, which it is a tag of, in bytes.
    pub(super) fn at(&self, page: &str) -> usize {
        self.name.as_ptr() as usize - page.as_ptr() as usize - "<".len()
    }

    /// Whether it closes its element itself.
    pub(super) fn closes_itself(&self) -> bool {
        self.attributes.ends_with('/')
    }

    /// The value of the attribute of that name, character references not yet read.
    pub(in crate::load) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Goes through the tags and texts of markup.
pub(in crate::load) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// The element whose inside comes next, as it is.
    inside: Option<(Element, &'a str)>,
    /// Quotes that do not occur any more.
    gone: [bool; 2],
    /// A title was never closed: none is waited for any more.
    open_title: bool,
}

impl<'a> Tokens<'a> {
    pub(in crate::load) fn new(html: &'a str) -> Tokens<'a> {
        Tokens::from(html, 0)
    }

    /// Begins so many bytes into the markup, between two tokens.
    pub(in crate::load) fn from(html: &'a str, at: usize) -> Tokens<'a> {
        Tokens { html, at, inside: None, gone: [false; 2], open_title: false }
    }

    /// Bytes passed so far.
    pub(in crate::load) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    fn text(&mut self) -> Token<'a> {
        let rest = self.rest();
        let mut from = 0;
        loop {
            let found = memchr::memchr(b'<', &rest.as_bytes()[from..]);
            let end = found.map_or(rest.len(), |at| from + at);
            if end == rest.len() || is_markup(&rest[end..]) {
                self.at += end;
                return Token::Text(&rest[..end]);
            }
            from = end + 1;
        }
    }

    /// Passes a comment, a declaration or an instruction; some hold text.
    fn aside(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let (opening, end) = match rest {
            _ if rest.starts_with("<![CDATA[") && !cdata_has_tags(rest) => ("<![CDATA[", "]]>"),
            _ if rest.starts_with("<![CDATA[") => ("<![CDATA[", ""),
            _ if rest.starts_with("<!-->") => ("<!--", ">"),
            _ if rest.starts_with("<!--") => ("<!--", "-->"),
            _ => ("<", ">"),
        };
        let inside = &rest[opening.len()..];
        let len = memchr::memmem::find(inside.as_bytes(), end.as_bytes());
        // Nobody ends a story with half a declaration, but some write of one.
        if len.is_none() && end == ">" && opening == "<" {
            self.at = self.html.len();
            return Some(Token::Text(rest));
        }
        self.at += opening.len() + len.map_or(inside.len(), |len| len + end.len());
        let text = &inside[..len.unwrap_or(inside.len())];
        (end == "]]>").then_some(Token::Text(text))
    }

    fn tag(&mut self) -> Token<'a> {
        let rest = self.rest();
        let closes = rest.starts_with("</");
        let start = 1 + usize::from(closes);
        let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
        let name = &rest[start..];
        let name = &name[..name.find(ends_name).unwrap_or(name.len())];
        let from = start + name.len();
        let end = self.end_of_tag(rest, from);
        self.at += (end + 1).min(rest.len());
        let element = Element::of(name);
        if closes {
            return Token::Close(element, name);
        }
        if element.is_opaque() {
            self.inside = Some((element, name));
        }
        Token::Open(Tag { element, name, attributes: &rest[from..end] })
    }

    /// Where the `>` of a tag stands: not inside a quoted value.
    fn end_of_tag(&mut self, text: &str, from: usize) -> usize {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
            at += found;
            let quote = bytes[at];
            if quote == b'>' {
                return at;
            }
            let is_value = bytes[from..at].trim_ascii_end().ends_with(b"=");
            at += 1;
            let gone = &mut self.gone[usize::from(quote == b'"')];
            if is_value && !*gone {
                match memchr::memchr(quote, &bytes[at..]) {
                    Some(end) => at += end + 1,
                    None => *gone = true,
                }
            }
        }
        text.len()
    }

    /// The inside of an element up to its closing tag, or to the end.
    fn opaque(&mut self, element: Element, name: &str) -> Token<'a> {
        let rest = self.rest();
        let is_title = element == Element::Title;
        let close = if is_title && self.open_title { None } else { closing(rest, name) };
        let end = match close {
            Some(end) => end,
            None if is_title => {
                self.open_title = true;
                memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len())
            }
            None => rest.len(),
        };
        self.at += end;
        Token::Inside(element, &rest[..end])
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some((element, name)) = self.inside.take() {
            return Some(self.opaque(element, name));
        }
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            if !is_markup(rest) {
                return Some(self.text());
            }
            if !rest.starts_with("<!") && !rest.starts_with("<?") {
                return Some(self.tag());
            }
            if let Some(text) = self.aside() {
                return Some(text);
            }
        }
    }
}

/// Whether text that begins so is a tag, a comment or a declaration.
fn is_markup(text: &str) -> bool {
    match text.as_bytes() {
        [b'<', b'/', c, ..] if c.is_ascii_alphabetic() => true,
        [b'<', c, ..] => c.is_ascii_alphabetic() || matches!(c, b'!' | b'?'),
        _ => false,
    }
}

/// Where the tag stands that closes an element.
fn closing(text: &str, name: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"</").find(|at| {
        let tag = &text.as_bytes()[at + 2..];
        let named = tag.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        let after = tag.get(name.len());
        named && after.is_none_or(|c| c.is_ascii_whitespace() || matches!(c, b'/' | b'>'))
    })
}

/// Goes through `key="value"` pairs.
pub(in crate::load) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
        // A name may begin with "=": then it is no value's.
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest[first..].find(ends).map_or(rest.len(), |at| first + at);
        let (key, rest) = rest.split_at(end);
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            self.rest = rest;
            return Some((key, ""));
        };
        let value = value.trim_ascii_start();
        for quote in ['"', '\''] {
            if let Some((value, rest)) =
                value.strip_prefix(quote).and_then(|value| value.split_once(quote))
            {
                self.rest = rest;
                return Some((key, value));
            }
        }
        let (value, rest) =
            value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()));
        self.rest = rest;
        Some((key, value))
    }
}

/// Whether a section at the start of `text` has tags in it, and is none to be trusted.
fn cdata_has_tags(text: &str) -> bool {
    let inside = text.get("<![CDATA[".len()..).unwrap_or_default();
    let tag = memchr::memchr(b'<', inside.as_bytes());
    tag.is_some_and(|tag| memchr::memmem::find(&inside.as_bytes()[..tag], b"]]>").is_none())
}
