//! Mentions gathered into bodies: one entry a body, however many forms its name takes.

use crate::model::{Mention, Organisation};
use crate::text::fold;

use super::super::gazetteer::Body;
use super::super::hash::QuickMap;
use super::initials::Initials;
use super::{Naming, Source};

/// Among how many of the bodies named last one is looked for by its head alone.
const NEWEST: usize = 40;

/// Bodies as they are found, by every name they go by.
#[derive(Debug, Default)]
pub(super) struct Gathered<'a> {
    bodies: Vec<Gathering<'a>>,
    by_name: QuickMap<String, usize>,
    by_row: QuickMap<u16, usize>,
}

#[derive(Debug)]
struct Gathering<'a> {
    /// The fullest form so far.
    name: &'a str,
    mentions: Vec<Mention>,
}

impl<'a> Gathered<'a> {
    /// Adds a mention in the body, unless it is of the story's source.
    pub(super) fn add(&mut self, naming: &Naming<'a>, source: Source<'_>) {
        let is_source = match naming.body {
            Some(Body::Agency) => source.name.is_some_and(|source| is_of(naming.name, source)),
            // An agency no table knows, called like a body: `Savanna Press Agency`.
            None => source.credited.is_some_and(|source| is_it(naming.name, source)),
            Some(Body::Organisation(_)) => false,
        };
        if is_source {
            return;
        }
        let lone = naming.body.is_none() && !naming.name.contains(' ');
        let headed = || if lone { self.headed(naming.name) } else { None };
        let known = self.find(naming).or_else(headed);
        let at = known.unwrap_or_else(|| self.start(naming));
        let body = &mut self.bodies[at];
        if naming.name.len() > body.name.len() {
            body.name = naming.name;
        }
        body.mentions.push(naming.mention);
    }

    /// Adds a mention in the headline: of a name only shaped like a body's in a line
    /// where every word is capitalised, only when the body of the story has it.
    pub(super) fn add_headline(&mut self, naming: &Naming<'a>, titled: bool, source: Source<'_>) {
        if naming.body.is_some() || !titled {
            return self.add(naming, source);
        }
        if let Some(at) = self.find(naming) {
            self.bodies[at].mentions.push(naming.mention);
        }
    }

    /// Lets initials stand for the name they were bound to.
    pub(super) fn bind(&mut self, initials: &Initials<'a>) {
        let naming = Naming { name: initials.long, mention: initials.mention, body: None };
        let at = self.find(&naming).unwrap_or_else(|| {
            let at = self.start(&naming);
            self.bodies[at].mentions.push(initials.mention);
            at
        });
        self.by_name.insert(initials.short.to_owned(), at);
    }

    pub(super) fn is_bound(&self, short: &str) -> bool {
        self.by_name.contains_key(short)
    }

    pub(super) fn mention(&mut self, short: &str, mention: Mention) {
        if let Some(&at) = self.by_name.get(short) {
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
                let name = body.name.replace('\n', " ");
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

    fn find(&self, naming: &Naming<'_>) -> Option<usize> {
        match naming.body {
            Some(Body::Organisation(row)) => self.by_row.get(&row).copied(),
            _ => self.by_name.get(&key(naming.name)).copied(),
        }
    }

    fn start(&mut self, naming: &Naming<'a>) -> usize {
        let at = self.bodies.len();
        self.bodies.push(Gathering { name: naming.name, mentions: Vec::new() });
        if let Some(Body::Organisation(row)) = naming.body {
            self.by_row.insert(row, at);
        }
        let key = key(naming.name);
        // `Safety Board` stands for `Harbour Safety Board` from now on.
        for (blank, _) in key.match_indices(' ') {
            let tail = &key[blank + 1..];
            if tail.contains(' ') && !tail.starts_with("of ") && !tail.starts_with("for ") {
                self.by_name.entry(tail.to_owned()).or_insert(at);
            }
        }
        self.by_name.insert(key, at);
        at
    }
}

/// Whether an agency's name is the source's, or of its house: `Harbour Press Oslo`.
fn is_of(name: &str, source: &str) -> bool {
    let (name, source) = (key(name), key(source));
    name == source || name.starts_with(&source) || source.starts_with(&name)
}

/// Whether a name is the source's own, `agency` behind it or not.
fn is_it(name: &str, source: &str) -> bool {
    let (name, source) = (key(name), key(source));
    let rest = name.strip_prefix(source.as_str()).or_else(|| source.strip_prefix(name.as_str()));
    rest.is_some_and(|rest| matches!(rest, "" | " agency" | " news agency"))
}

fn key(name: &str) -> String {
    let mut key = fold(name);
    if key.starts_with("the ") {
        key.drain(..4);
    }
    let joined = key.bytes().any(|byte| matches!(byte, b'\n' | b'-'));
    if joined { key.replace(['\n', '-'], " ") } else { key }
}
