//! `dateline fetch`: every feed asked once, a line for each.

use std::io::{self, Write};

use super::{Limits, Stop, Wanted, start};
use crate::config::{Feed, shown};
use crate::shell::folders::Folders;
use crate::shell::output::{Status, complain, status};

/// Fetches, and tells what came of each feed as it is done: news on standard output,
/// what went wrong on standard error.
pub fn run(wanted: Vec<Wanted>, folders: &Folders) -> Status {
    if wanted.is_empty() {
        complain("no feeds to fetch: name a link, or put [[feeds]] into config.toml");
        return Status::Fine;
    }
    let mut written = Ok(());
    let trouble = each(wanted, folders, |feed, news| {
        let so_far = std::mem::replace(&mut written, Ok(()));
        written = so_far.and_then(|()| print(&feed.title(), news));
    });
    status(written, trouble)
}

/// Fetches what stories are to be read of, telling only what went wrong.
pub fn quietly(wanted: Vec<Wanted>, folders: &Folders) -> Status {
    let trouble = each(wanted, folders, |_, _| ());
    status(Ok(()), trouble)
}

/// Fetches each; `true` when something went wrong, which was told.
fn each(wanted: Vec<Wanted>, folders: &Folders, mut tell: impl FnMut(&Feed, &str)) -> bool {
    let mut trouble = false;
    for outcome in start(wanted, folders, Limits::default(), &Stop::default()) {
        for problem in &outcome.problems {
            complain(&problem.to_string());
        }
        trouble |= !outcome.problems.is_empty() || outcome.news.is_err();
        match outcome.news() {
            Ok(news) => tell(&outcome.feed, &news),
            Err(failure) => complain(&format!("{}: {failure}", shown(&outcome.feed.url))),
        }
    }
    trouble
}

fn print(title: &str, news: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{title}: {news}")?;
    out.flush()
}
