//! Why a feed could not be fetched, in words for the reader. No link is quoted here with
//! the name and password it may carry.

use std::io;

use ureq::Timeout;

use super::address::Refused;
use crate::config::LinkError;
use crate::shell::output::reason;

/// Why nothing came.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Refused(String),
    #[error("redirected to a link that is not followed: {0}")]
    Link(LinkError),
    #[error("redirected from https to http, which was not followed")]
    Downgrade,
    #[error("redirected in a circle")]
    Circle,
    #[error("redirected more than {0} times")]
    TooManyHops(usize),
    #[error("redirected without saying where")]
    Nowhere,
    #[error("is gone (410); it is not asked for again unless you name its link")]
    Gone,
    /// `until` is in seconds since the Unix epoch.
    #[error("asks for patience ({status}); next time after {until}", until = instant(*until))]
    Busy { status: u16, until: i64 },
    #[error("answered {0}")]
    Status(String),
    #[error("sent more than {0} MB, the most that is taken")]
    TooLarge(u64),
    #[error("was cut off")]
    CutOff,
    #[error("took too long {0}")]
    Slow(&'static str),
    #[error("is not who it says it is, or cannot be talked to in private: {0}")]
    Tls(String),
    #[error("there is no such host")]
    NoHost,
    #[error("does not answer as a web server does: {0}")]
    Protocol(String),
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    #[error("sent nothing")]
    Empty,
    #[error("is a page, and names no feed")]
    NoFeed,
    #[error("cannot be kept: {0}")]
    Disk(String),
    #[error("there is no home folder to keep stories in")]
    NoFolder,
    #[error("could not be read: reading it failed half-way")]
    Broken,
    #[error("not asked any more")]
    Stopped,
}

impl Failure {
    /// Tells what the client says apart.
    pub(super) fn of(error: ureq::Error, most: u64) -> Failure {
        match error {
            ureq::Error::Timeout(at) => Failure::Slow(stage(at)),
            ureq::Error::HostNotFound => Failure::NoHost,
            ureq::Error::BodyExceedsLimit(_) => Failure::TooLarge(most >> 20),
            ureq::Error::Other(inner) if inner.is::<Refused>() => {
                Failure::Refused(inner.to_string())
            }
            ureq::Error::Rustls(error) => Failure::Tls(brief(&error.to_string())),
            ureq::Error::Tls(what) => Failure::Tls(what.into()),
            ureq::Error::Decompress(_, error) | ureq::Error::Io(error) => {
                Failure::of_io(error, most)
            }
            ureq::Error::LargeResponseHeader(..) => Failure::Protocol("a huge header".into()),
            ureq::Error::Protocol(error) => Failure::Protocol(error.to_string()),
            ureq::Error::BodyStalled => Failure::CutOff,
            other => Failure::Protocol(other.to_string()),
        }
    }

    /// A connection that broke. The client may have packed its own error into one.
    pub(super) fn of_io(error: io::Error, most: u64) -> Failure {
        if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<ureq::Error>) {
            return Failure::of(error.into(), most);
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted => Failure::CutOff,
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Failure::Slow("to answer"),
            // The one that speaks TLS has no kind of its own.
            io::ErrorKind::InvalidData => Failure::Tls(brief(&error.to_string())),
            io::ErrorKind::InvalidInput => Failure::Protocol(reason(&error)),
            _ if error.to_string().contains("lookup address") => Failure::NoHost,
            _ => Failure::Unreachable(reason(&error)),
        }
    }

    pub(super) fn disk(error: &io::Error) -> Failure {
        Failure::Disk(reason(error))
    }
}

/// Without the numbers of algorithms.
fn brief(text: &str) -> String {
    text.split(" {").next().unwrap_or_default().to_owned()
}

fn stage(at: Timeout) -> &'static str {
    match at {
        Timeout::Resolve => "to be found",
        Timeout::Connect => "to connect",
        Timeout::RecvBody | Timeout::Global => "to send all of it",
        _ => "to answer",
    }
}

/// An instant as people read it, in UTC.
pub(super) fn instant(seconds: i64) -> String {
    format!("{} UTC", crate::text::date::minute(seconds))
}
