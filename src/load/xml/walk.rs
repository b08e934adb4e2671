//! A walk through the elements of a text, each entered and left, whatever its tags say:
//! an end tag closes what is still open inside, one that opens nothing is passed over,
//! and the end of the text leaves all.

use url::Url;

use super::base::resolve_base;
use super::space::{Space, Spaces};
use super::tag::Tag;
use super::tokens::{Token, Tokens};

/// Elements this deep are looked into; what is deeper belongs to the one that deep.
const DEEPEST: usize = 256;

/// An element that was entered.
#[derive(Clone, Copy, Debug)]
pub(in crate::load) struct Element<'a> {
    pub(in crate::load) space: Space,
    /// Its name without a prefix.
    pub(in crate::load) local: &'a str,
    pub(in crate::load) tag: Tag<'a>,
    /// Where its tag begins, in bytes.
    pub(in crate::load) at: usize,
}

impl Element<'_> {
    /// Whether it is a format's own element of this name, in any case.
    pub(in crate::load) fn is(&self, name: &str) -> bool {
        self.space == Space::Own && self.local.eq_ignore_ascii_case(name)
    }
}

#[derive(Clone, Copy, Debug)]
pub(in crate::load) enum Event<'a> {
    Enter(Element<'a>),
    Leave(Element<'a>),
    Text(&'a str),
    Cdata(&'a str),
}

pub(in crate::load) struct Walk<'a> {
    tokens: Tokens<'a>,
    open: Vec<Element<'a>>,
    spaces: Spaces<'a>,
    /// Addresses that links are relative to, with the depth they hold from.
    bases: Vec<(usize, Url)>,
    /// Elements open that are deeper than is looked.
    deeper: usize,
    /// How many elements stay open when those that are being left are.
    leave_to: usize,
    ended: bool,
}

impl<'a> Walk<'a> {
    pub(in crate::load) fn new(text: &'a str) -> Walk<'a> {
        Walk {
            tokens: Tokens::new(text),
            open: Vec::new(),
            spaces: Spaces::default(),
            bases: Vec::new(),
            deeper: 0,
            leave_to: usize::MAX,
            ended: false,
        }
    }

    /// How many elements are open. One just left no longer is.
    pub(in crate::load) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The elements open, the outermost first.
    pub(in crate::load) fn open(&self) -> &[Element<'a>] {
        &self.open
    }

    /// The innermost address that links are relative to.
    pub(in crate::load) fn base(&self) -> Option<&Url> {
        self.bases.last().map(|(_, base)| base)
    }

    /// Where the text was cut off, when it was: in the middle of a tag, or with elements
    /// still open.
    pub(in crate::load) fn cut(&self) -> Option<usize> {
        let open = self.ended.then(|| self.tokens.at());
        self.tokens.cut().or(open)
    }

    /// Takes the element just entered out of those around it that are deeper than
    /// `depth`: they were never closed.
    pub(in crate::load) fn lift(&mut self, depth: usize) {
        if let Some(element) = self.open.pop() {
            self.open.truncate(depth);
            self.open.push(element);
        }
    }

    pub(in crate::load) fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if self.leave_to < self.open.len() {
                return self.leave();
            }
            self.leave_to = usize::MAX;
            let at = self.tokens.at();
            let Some(token) = self.tokens.next() else {
                if self.open.is_empty() {
                    return None;
                }
                (self.ended, self.leave_to) = (true, 0);
                continue;
            };
            match token {
                Token::Text(text) => return Some(Event::Text(text)),
                Token::Cdata(text) => return Some(Event::Cdata(text)),
                Token::End(name) => self.end(name),
                Token::Start(tag) if self.open.len() == DEEPEST => {
                    self.deeper += usize::from(!tag.empty);
                }
                Token::Start(tag) => return Some(Event::Enter(self.enter(tag, at))),
            }
        }
    }

    fn enter(&mut self, tag: Tag<'a>, at: usize) -> Element<'a> {
        let depth = self.open.len() + 1;
        self.spaces.enter(depth, &tag);
        if (tag.attributes.contains("base") || tag.attributes.contains("BASE"))
            && let Some(base) = tag.attribute("xml:base").or_else(|| tag.attribute("base"))
            && let Some(base) = resolve_base(&base, self.base())
        {
            self.bases.push((depth, base));
        }
        let (prefix, local) = tag.parts();
        let element = Element { space: self.spaces.of(prefix), local, tag, at };
        self.open.push(element);
        if tag.empty {
            self.leave_to = depth - 1;
        }
        element
    }

    fn leave(&mut self) -> Option<Event<'a>> {
        let element = self.open.pop()?;
        let depth = self.open.len();
        self.spaces.leave(depth);
        while self.bases.last().is_some_and(|(at, _)| *at > depth) {
            self.bases.pop();
        }
        Some(Event::Leave(element))
    }

    fn end(&mut self, name: &str) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let same = |open: &Element<'_>| open.tag.name.eq_ignore_ascii_case(name);
        if let Some(at) = self.open.iter().rposition(same) {
            self.leave_to = at;
        }
    }
}
