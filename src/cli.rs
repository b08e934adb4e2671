//! The command line: what was typed (clap's types), and the checked [`Args`] the rest
//! runs on, so that a half-understood command cannot be carried out.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use dateline::config::{Context, Feed, Keymap, Remember, web_link};
use dateline::load::Format;
use dateline::query::Query;
use dateline::shell::fetch::Wanted;
use dateline::shell::headless::now;
use dateline::shell::inputs::Input;

/// What to do, in full.
#[derive(Debug)]
pub(crate) struct Args {
    pub(crate) run: Run,
    pub(crate) color: Color,
    /// What becomes of the reader's session, where the configuration is not to say.
    pub(crate) session: Option<Remember>,
    /// Watch what is opened.
    pub(crate) watch: bool,
}

/// One of the things Dateline does.
#[derive(Debug)]
pub(crate) enum Run {
    /// The reader; where standard output is no terminal, the list.
    Read(Stories),
    Extract(Stories),
    List(Stories),
    Dirs,
    /// The manual page, as roff.
    Man,
    Completions(Shell),
    ConfigCheck,
    CacheClear,
    Feeds(FeedsCommand),
    /// Of these feeds, or of those in the configuration when there are none.
    Fetch(Vec<Wanted>),
}

/// Which stories. With neither inputs nor links, the reader's own library.
#[derive(Debug)]
pub(crate) struct Stories {
    pub(crate) inputs: Vec<Input>,
    /// Feeds and pages to be fetched first.
    pub(crate) links: Vec<Wanted>,
    /// What the inputs are, when their content is not to be asked.
    pub(crate) format: Option<Format>,
    pub(crate) query: Query,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set or the terminal is dumb
    Auto,
    Always,
    Never,
}

#[derive(Debug, Parser)]
#[command(name = "dateline", version, about, long_about = None, max_term_width = 100)]
struct Typed {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    inputs: Inputs,
    /// Show files that come or change while the reader is open
    #[arg(long)]
    watch: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Color,
    /// Go on where you left these inputs: the story, its line, filters
    #[arg(long)]
    resume: bool,
    /// Do not remember where you leave off
    #[arg(long, conflicts_with = "resume")]
    no_session: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write every story as one JSON object a line: speakers, countries, quotations
    Extract(Narrowed),
    /// Print headlines, one a line
    List(Narrowed),
    /// Print the folders Dateline uses
    Dirs,
    /// Fetch the feeds you follow, or those named here, and keep their stories
    Fetch {
        /// Feeds, or pages that name one; none: every [[feeds]] in config.toml
        #[arg(value_name = "URL")]
        links: Vec<String>,
    },
    /// The feeds you follow: [[feeds]] in config.toml
    #[command(subcommand)]
    Feeds(FeedsCommand),
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Facts kept so that files that have not changed open complete
    #[command(subcommand)]
    Cache(CacheCommand),
    /// Print the manual page
    Man,
    /// Print completions for a shell
    Completions { shell: Shell },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Name every setting that does not count, with its line
    Check,
}

#[derive(Debug, Subcommand)]
enum CacheCommand {
    /// Remove them all; they are found anew when they are needed
    Clear,
}

/// What to do with the list of feeds.
#[derive(Debug, Subcommand)]
pub(crate) enum FeedsCommand {
    /// Print them, one a line
    List,
    /// Add those of an OPML file, or of newsboat's urls
    Import {
        /// The list, or - for standard input
        #[arg(value_name = "FILE")]
        list: OsString,
    },
    /// Print them as OPML
    Export,
}

#[derive(Debug, clap::Args)]
struct Inputs {
    /// Story files, folders, links of feeds, or - for standard input; none: what was
    /// fetched, else built-in sample stories. The reader opens what a pipe hands over
    #[arg(value_name = "PATH|URL")]
    paths: Vec<OsString>,
    #[arg(long, value_name = "FORMAT", help = from_help())]
    from: Option<Format>,
}

fn from_help() -> String {
    format!("What the inputs are: {}; else told by their content", Format::names())
}

#[derive(Debug, clap::Args)]
struct Narrowed {
    #[command(flatten)]
    inputs: Inputs,
    /// Only stories this finds, such as "country:no speaker:marlow ferry"
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    filter: Option<String>,
}

/// Reads the process's arguments.
///
/// # Errors
///
/// What to print when nothing is to be run: help and version too.
pub(crate) fn parse() -> Result<Args, clap::Error> {
    check(Typed::try_parse()?)
}

/// The manual page, made from the same words as the help.
pub(crate) fn man() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut command = Typed::command();
    command.build();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        item(&mut page, &format!("dateline {}", command.get_name()), &about)?;
        for option in command.get_opts().filter(|option| !option.is_global_set()) {
            let help = option.get_help().map(ToString::to_string).unwrap_or_default();
            writeln!(page, ".RS")?;
            item(&mut page, &option.to_string(), &help)?;
            writeln!(page, ".RE")?;
        }
    }
    page.extend_from_slice(MANUAL.as_bytes());
    writeln!(page, ".SH KEYS\nThe help screen (?) shows them as config.toml has them.")?;
    let keymap = Keymap::default();
    for context in Context::ALL {
        writeln!(page, ".SS {}", roff(context.title()))?;
        for binding in keymap.bindings(context) {
            item(&mut page, &binding.shown(), &binding.help)?;
        }
    }
    Ok(page)
}

/// What the manual says besides options and keys.
const MANUAL: &str = include_str!("../assets/manual.roff");

/// A paragraph with a word before it.
fn item(page: &mut Vec<u8>, word: &str, says: &str) -> io::Result<()> {
    writeln!(page, ".TP\n{}\n{}", roff(word), roff(says))
}

/// Text as roff takes it.
fn roff(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

/// Completions for a shell, made from the same words as the help.
pub(crate) fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Typed::command(), "dateline", &mut script);
    script
}

fn check(typed: Typed) -> Result<Args, clap::Error> {
    let run = match typed.command {
        None => Run::Read(stories(typed.inputs, None)?),
        Some(Command::Extract(narrowed)) => {
            Run::Extract(stories(narrowed.inputs, narrowed.filter.as_deref())?)
        }
        Some(Command::List(narrowed)) => {
            Run::List(stories(narrowed.inputs, narrowed.filter.as_deref())?)
        }
        Some(Command::Dirs) => Run::Dirs,
        Some(Command::Feeds(command)) => Run::Feeds(command),
        Some(Command::Fetch { links }) => {
            Run::Fetch(links.iter().map(|link| wanted(link)).collect::<Result<_, _>>()?)
        }
        Some(Command::Config(ConfigCommand::Check)) => Run::ConfigCheck,
        Some(Command::Cache(CacheCommand::Clear)) => Run::CacheClear,
        Some(Command::Man) => Run::Man,
        Some(Command::Completions { shell }) => Run::Completions(shell),
    };
    let session = match (typed.resume, typed.no_session) {
        (true, _) => Some(Remember::Resume),
        (_, true) => Some(Remember::Off),
        _ => None,
    };
    Ok(Args { run, color: typed.color, session, watch: typed.watch })
}

fn stories(inputs: Inputs, filter: Option<&str>) -> Result<Stories, clap::Error> {
    // An empty path is a slip of a script, not a file.
    if inputs.paths.iter().any(|path| path.is_empty()) {
        return Err(refuse("a PATH is empty"));
    }
    let query = Query::parse(filter.unwrap_or_default(), now());
    let query = query.map_err(|error| refuse(&format!("--filter: {error}")))?;
    let is_link = |path: &OsString| path.to_str().is_some_and(is_link);
    let (links, paths): (Vec<_>, Vec<_>) = inputs.paths.into_iter().partition(is_link);
    let links: Vec<&str> = links.iter().filter_map(|link| link.to_str()).collect();
    let links = links.into_iter().map(wanted).collect::<Result<Vec<_>, _>>()?;
    if !links.is_empty() && inputs.from.is_some() {
        return Err(refuse("--from says what files are; what a link gives is told by its content"));
    }
    let paths = paths.into_iter().map(Input::from).collect();
    Ok(Stories { inputs: paths, links, format: inputs.from, query })
}

fn refuse(why: &str) -> clap::Error {
    Typed::command().error(ErrorKind::ValueValidation, why)
}

/// Whether an argument is a link rather than a path.
fn is_link(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

/// A feed as it was typed.
fn wanted(link: &str) -> Result<Wanted, clap::Error> {
    let url = web_link(link).map_err(|error| refuse(&format!("{link}: {error}")))?;
    Ok(Wanted { feed: Feed::new(url), typed: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Typed::command().debug_assert();
    }

    #[test]
    fn after_two_dashes_everything_is_a_path() {
        let args = check(Typed::parse_from(["dateline", "--", "extract", "--help"])).unwrap();
        let Run::Read(stories) = args.run else { panic!("{args:?}") };
        assert_eq!(stories.inputs, ["extract", "--help"].map(|name| Input::Path(name.into())));
    }
}
