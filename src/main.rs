//! The thin binary: parse, run, print the error chain, choose the exit status.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed test should panic"))]

mod cli;

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use cli::{Args, Color, FeedsCommand, Run, Stories};
use dateline::shell::cache;
use dateline::shell::folders::Folders;
use dateline::shell::headless::{self, Lines, Task};
use dateline::shell::inputs::{self, Input};
use dateline::shell::output::{self, Status, complain};
use dateline::shell::reader::{self, Opening};
use dateline::shell::settings;
use dateline::shell::{feeds, fetch};
use dateline::text::clean;

fn main() -> ExitCode {
    let status = match cli::parse() {
        Ok(args) => run(args),
        Err(refused) => explain(&refused),
    };
    ExitCode::from(status.code())
}

fn run(args: Args) -> Status {
    let folders = Folders::of_user();
    match args.run {
        Run::Dirs => output::status(print_folders(&folders), false),
        Run::Man => output::status(cli::man().and_then(|page| print(&page)), false),
        Run::Completions(shell) => output::status(print(&cli::completions(shell)), false),
        Run::ConfigCheck => check_config(&folders),
        Run::Fetch(links) if links.is_empty() => fetch::run(settings::feeds(&folders), &folders),
        Run::Fetch(links) => fetch::run(links, &folders),
        Run::CacheClear => clear_cache(&folders),
        Run::Feeds(FeedsCommand::List) => feeds::list(&folders),
        Run::Feeds(FeedsCommand::Import { list }) => feeds::import(&list, &folders),
        Run::Feeds(FeedsCommand::Export) => feeds::export(&folders),
        Run::Extract(stories) => write(stories, Lines::Records, &folders),
        Run::List(stories) => write(stories, Lines::Headlines, &folders),
        Run::Read(stories) if !has_screen() => write(stories, Lines::Headlines, &folders),
        Run::Read(stories) => {
            let own = stories.inputs.is_empty() && stories.links.is_empty();
            // Whoever pipes into a screen wants to see it; what runs unseen may have any
            // pipe for its input, and reads none that is not named.
            let piped = own && inputs::is_handed_over();
            let inputs = if piped { vec![Input::Stdin] } else { inputs(&stories, &folders) };
            let own = own && inputs != [Input::Sample] && !piped;
            let Stories { format, links, .. } = stories;
            let watch = args.watch || settings::watch(&folders);
            let (plain, session) = (!in_colour(args.color), args.session);
            let opening = Opening { inputs, format, links, watch, own, plain, folders, session };
            let opened = reader::run(&opening);
            opened.unwrap_or_else(|error| {
                complain(&format!("{error:#}"));
                Status::Trouble
            })
        }
    }
}

fn write(stories: Stories, lines: Lines, folders: &Folders) -> Status {
    let fetched = fetch::quietly(stories.links.clone(), folders);
    let inputs = inputs(&stories, folders);
    let Stories { format, query, .. } = stories;
    let marks = headless::marks(&query, folders);
    match headless::run(Task { inputs, format, query, marks, lines }) {
        Status::Fine => fetched,
        trouble => trouble,
    }
}

/// What is to be read: what the command line names, with what was ever fetched of its
/// links; else the reader's own library, else the sample.
fn inputs(stories: &Stories, folders: &Folders) -> Vec<Input> {
    let mut inputs = stories.inputs.clone();
    inputs.extend(fetch::kept(&stories.links, folders));
    if stories.inputs.is_empty() && stories.links.is_empty() {
        return fetch::library(folders).unwrap_or_else(|| vec![Input::Sample]);
    }
    inputs
}

fn print(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Removes what can be made again.
fn clear_cache(folders: &Folders) -> Status {
    let Some(folder) = &folders.cache else { return Status::Fine };
    match cache::clear(folder) {
        Ok(()) => Status::Fine,
        Err(error) => {
            complain(&format!("{}: {}", folder.display(), output::reason(&error)));
            Status::Trouble
        }
    }
}

/// Names what does not count; no configuration is a fine one.
fn check_config(folders: &Folders) -> Status {
    let problems = settings::problems(folders);
    for problem in &problems {
        complain(&problem.to_string());
    }
    if problems.is_empty() { Status::Fine } else { Status::Trouble }
}

/// Whether there is a terminal that can show the reader.
fn has_screen() -> bool {
    io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|name| name != "dumb")
}

fn in_colour(asked: Color) -> bool {
    match asked {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
    }
}

fn print_folders(folders: &Folders) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (name, path) in folders.all() {
        write!(out, "{name:<8}")?;
        match path {
            Some(path) => out.write_all(path.as_os_str().as_encoded_bytes())?,
            None => out.write_all(b"none: the system names no home folder")?,
        }
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Help and version are answers and go to standard output; the rest is bad usage, and
/// what it quotes of the arguments is made harmless.
fn explain(refused: &clap::Error) -> Status {
    let text = refused.render();
    if refused.use_stderr() {
        let _ = io::stderr().lock().write_all(clean(&text.to_string()).as_bytes());
        return Status::Usage;
    }
    let mut out = io::stdout().lock();
    output::status(write!(out, "{text}").and_then(|()| out.flush()), false)
}
