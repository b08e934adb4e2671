//! Mentions gathered into bodies: one entry a body, however many forms its name takes.

use crate::model::{Mention, Organisation};
use crate::text::fold::fold_into;

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
    /// By the hash of a folded name, which is odd, or by a row of the table, doubled.
    by_name: QuickMap<u64, usize>,
    by_initials: QuickMap<&'a str, usize>,
    /// The source's name, folded, and the credited one's.
    source: Option<String>,
    credited: Option<String>,
    /// The name at hand, folded.
    name: String,
}

#[derive(Debug)]
struct Gathering<'a> {
    /// The fullest form so far.
    name: &'a str,
    mentions: Vec<Mention>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(source: Source<'_>) -> Gathered<'a> {
        let folded = |name: &str| {
            let mut folded = String::new();
            fold_name(name, &mut folded);
            folded
        };
        Gathered {
            bodies: Vec::new(),
            by_name: QuickMap::default(),
            by_initials: QuickMap::default(),
            source: source.name.map(folded),
            credited: source.credited.map(folded),
            name: String::new(),
        }
    }

    /// Adds a mention in the body, unless it is of the story's source.
    pub(super) fn add(&mut self, naming: &Naming<'a>) {
        fold_name(naming.name, &mut self.name);
        let is_source = match naming.body {
            Some(Body::Agency) => {
                self.source.as_ref().is_some_and(|source| is_of(&self.name, source))
            }
            // An agency no table knows, called like a body: `Savanna Press Agency`.
            None => self.credited.as_ref().is_some_and(|source| is_it(&self.name, source)),
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
    pub(super) fn add_headline(&mut self, naming: &Naming<'a>, titled: bool) {
        if naming.body.is_some() || !titled {
            return self.add(naming);
        }
        fold_name(naming.name, &mut self.name);
        if let Some(at) = self.find(naming) {
            self.bodies[at].mentions.push(naming.mention);
        }
    }

    /// Lets initials stand for the name they were bound to.
    pub(super) fn bind(&mut self, initials: &Initials<'a>) {
        let naming = Naming { name: initials.long, mention: initials.mention, body: None };
        fold_name(initials.long, &mut self.name);
        let at = self.find(&naming).unwrap_or_else(|| {
            let at = self.start(&naming);
            self.bodies[at].mentions.push(initials.mention);
            at
        });
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

    /// The body meant, by its row or by the name at hand, which is its.
    fn find(&self, naming: &Naming<'_>) -> Option<usize> {
        let name = match naming.body {
            Some(Body::Organisation(row)) => 2 * u64::from(row),
            _ => of_word(&self.name).0,
        };
        self.by_name.get(&name).copied()
    }

    /// Begins a body with a mention whose name is at hand.
    fn start(&mut self, naming: &Naming<'a>) -> usize {
        let at = self.bodies.len();
        self.bodies.push(Gathering { name: naming.name, mentions: Vec::new() });
        if let Some(Body::Organisation(row)) = naming.body {
            self.by_name.insert(2 * u64::from(row), at);
        }
        // `Safety Board` stands for `Harbour Safety Board` from now on.
        for (blank, _) in self.name.match_indices(' ') {
            let tail = &self.name[blank + 1..];
            if tail.contains(' ') && !tail.starts_with("of ") && !tail.starts_with("for ") {
                self.by_name.entry(of_word(tail).0).or_insert(at);
            }
        }
        self.by_name.insert(of_word(&self.name).0, at);
        at
    }
}

/// Whether an agency's name is the source's, or of its house: `Harbour Press Oslo`.
fn is_of(name: &str, source: &str) -> bool {
    name.starts_with(source) || source.starts_with(name)
}

/// Whether a name is the source's own, `agency` behind it or not.
fn is_it(name: &str, source: &str) -> bool {
    let rest = name.strip_prefix(source).or_else(|| source.strip_prefix(name));
    rest.is_some_and(|rest| matches!(rest, "" | " agency" | " news agency"))
}

/// Folds a body's name into what it is known by, in place of what was there.
fn fold_name(name: &str, folded: &mut String) {
    folded.clear();
    fold_into(name, folded);
    if folded.starts_with("the ") {
        folded.drain(..4);
    }
    if folded.bytes().any(|byte| matches!(byte, b'\n' | b'-')) {
        *folded = folded.replace(['\n', '-'], " ");
    }
}
