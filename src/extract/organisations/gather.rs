//! Mentions gathered into bodies: one entry a body, however many forms its name takes.

use std::borrow::Cow;

use memchr::{memchr_iter, memchr2};

use crate::model::{Mention, Organisation};
use crate::text::fold::fold;

use super::super::gazetteer::Body;
use super::super::hash::{QuickMap, of_word};
use super::initials::Initials;
use super::{Naming, Source};

/// Among how many of the bodies named last one is looked for by its head alone.
const NEWEST: usize = 40;

/// Bodies as they are found, by every name they go by.
#[derive(Debug)]
pub(super) struct Gathered<'a> {
    bodies: Vec<Gathering<'a>>,
    /// By the hash of a name as [`known_as`] gives it, which is odd, or by a row of the
    /// table, doubled.
    by_name: QuickMap<u64, usize>,
    by_initials: QuickMap<&'a str, usize>,
    /// What the source is known by, and the credited one.
    source: Option<Cow<'a, str>>,
    credited: Option<Cow<'a, str>>,
}

#[derive(Debug)]
struct Gathering<'a> {
    /// The fullest form so far.
    name: &'a str,
    mentions: Vec<Mention>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(source: Source<'a>) -> Gathered<'a> {
        Gathered {
            bodies: Vec::new(),
            by_name: QuickMap::default(),
            by_initials: QuickMap::default(),
            source: source.name.map(known_as),
            credited: source.credited.map(known_as),
        }
    }

    /// Adds a mention in the body, unless it is of the story's source.
    pub(super) fn add(&mut self, naming: &Naming<'a>) {
        let name = &known_as(naming.name);
        if self.is_source(naming.body, name) {
            return;
        }
        let lone = naming.body.is_none() && !naming.name.contains(' ');
        let headed = || if lone { self.headed(naming.name) } else { None };
        let Some(at) = self.find(naming.body, name).or_else(headed) else {
            self.start(naming, name);
            return;
        };
        let body = &mut self.bodies[at];
        if naming.name.len() > body.name.len() {
            body.name = naming.name;
        }
        body.mentions.push(naming.mention);
    }

    /// Adds a mention in the headline: of a name only shaped like a body's in a line
    /// where every word is capitalised, only when the body of the story has it.
    pub(super) fn add_headline(&mut self, naming: &Naming<'a>, titled: bool) {
        if naming.body.is_some() || !titled {
            return self.add(naming);
        }
        if let Some(at) = self.find(None, &known_as(naming.name)) {
            self.bodies[at].mentions.push(naming.mention);
        }
    }

    /// Lets initials stand for the name they were bound to.
    pub(super) fn bind(&mut self, initials: &Initials<'a>) {
        let naming = Naming { name: initials.long, mention: initials.mention, body: None };
        let name = &known_as(initials.long);
        let at = self.find(None, name).unwrap_or_else(|| self.start(&naming, name));
        self.by_initials.insert(initials.short, at);
    }

    pub(super) fn is_bound(&self, short: &str) -> bool {
        self.by_initials.contains_key(short)
    }

    pub(super) fn mention(&mut self, short: &str, mention: Mention) {
        if let Some(&at) = self.by_initials.get(short) {
            self.bodies[at].mentions.push(mention);
        }
    }

    /// The bodies, most frequent first, then in order of appearance.
    pub(super) fn finish(self) -> Vec<Organisation> {
        let mut organisations: Vec<_> = self
            .bodies
            .into_iter()
            .map(|body| {
                let mut mentions = body.mentions;
                mentions.sort_unstable();
                mentions.dedup();
                let wraps = body.name.contains('\n');
                let name =
                    if wraps { body.name.replace('\n', " ").into() } else { body.name.into() };
                Organisation { name, count: mentions.len() as u32, mentions }
            })
            .collect();
        organisations
            .sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.mentions.cmp(&b.mentions)));
        organisations
    }

    /// `the Department` is the State Department, where the story has named that.
    fn headed(&self, head: &str) -> Option<usize> {
        let named = |body: &Gathering<'_>| body.name.split(' ').any(|word| word == head);
        let recent = self.bodies.len().saturating_sub(NEWEST);
        self.bodies[recent..].iter().rposition(named).map(|at| recent + at)
    }

    /// Whether a body is the story's source.
    fn is_source(&self, body: Option<Body>, name: &str) -> bool {
        match body {
            Some(Body::Agency) => self.source.as_ref().is_some_and(|source| is_of(name, source)),
            // An agency no table knows, called like a body: `Savanna Press Agency`.
            None => self.credited.as_ref().is_some_and(|source| is_it(name, source)),
            Some(Body::Organisation(_)) => false,
        }
    }

    /// The body meant, by its row or by what it is known by.
    fn find(&self, body: Option<Body>, name: &str) -> Option<usize> {
        let name = match body {
            Some(Body::Organisation(row)) => 2 * u64::from(row),
            _ => of_word(name).0,
        };
        self.by_name.get(&name).copied()
    }

    /// Begins a body with a mention; `name` is what it is known by.
    fn start(&mut self, naming: &Naming<'a>, name: &str) -> usize {
        let at = self.bodies.len();
        self.bodies.push(Gathering { name: naming.name, mentions: vec![naming.mention] });
        if let Some(Body::Organisation(row)) = naming.body {
            self.by_name.insert(2 * u64::from(row), at);
        }
        // `Safety Board` stands for `Harbour Safety Board` from now on.
        for blank in memchr_iter(b' ', name.as_bytes()).rev().skip(1) {
            let tail = &name[blank + 1..];
            if behind("of ", tail).or_else(|| behind("for ", tail)).is_none() {
                self.by_name.entry(of_word(tail).0).or_insert(at);
            }
        }
        self.by_name.insert(of_word(name).0, at);
        at
    }
}

/// Whether an agency's name is the source's, or of its house: `Harbour Press Oslo`.
fn is_of(name: &str, source: &str) -> bool {
    behind(source, name).or_else(|| behind(name, source)).is_some()
}

/// Whether a name is the source's own, `agency` behind it or not.
fn is_it(name: &str, source: &str) -> bool {
    let rest = behind(source, name).or_else(|| behind(name, source));
    rest.is_some_and(|rest| {
        ["", " agency", " news agency"].iter().any(|kind| kind.eq_ignore_ascii_case(rest))
    })
}

/// What stands behind `head` in a text that begins with it, whatever the case.
fn behind<'a>(head: &str, text: &'a str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(head.len())?;
    start.eq_ignore_ascii_case(head).then_some(rest)
}

/// What a body's name is known by: folded, without `the`, its words parted by blanks. Case
/// stays where there is nothing else to fold, as in nearly every name: no hash tells it.
fn known_as(name: &str) -> Cow<'_, str> {
    let name = behind("the ", name).unwrap_or(name);
    if name.is_ascii() && memchr2(b'\n', b'-', name.as_bytes()).is_none() {
        return Cow::Borrowed(name);
    }
    Cow::Owned(fold(name).replace(['\n', '-'], " "))
}
