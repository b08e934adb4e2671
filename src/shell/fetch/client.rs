//! One feed asked for over the net: hop by hop, so that each redirect is looked at
//! before it is followed, and within limits, so that no server holds anybody up.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use super::address::OpenNet;
use super::charset::in_utf8;
use super::failure::Failure;
use super::turns::Turns;
use crate::config::{LinkError, bare, web_link};
use crate::load;

/// How long and how much a server may send.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// To find the host and to connect, each.
    pub connect: Duration,
    /// From the question to the answer's head, and between two pieces of it.
    pub answer: Duration,
    /// One answer from beginning to end.
    pub whole: Duration,
    /// Of an answer, unpacked.
    pub bytes: u64,
    /// Redirects one after another.
    pub hops: usize,
    /// Between two questions to one host.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            whole: Duration::from_mins(1),
            bytes: 32 << 20,
            hops: 5,
            pause: Duration::from_millis(300),
        }
    }
}

/// What is asked.
pub(super) struct Question<'a> {
    pub(super) url: &'a Url,
    /// What the reader typed or configured: there, and only there, an answer may come
    /// from a private address.
    pub(super) typed: &'a Url,
    pub(super) tag: Option<&'a Tag>,
}

/// What a server said of the version it sent, to be told it next time.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Tag {
    /// The link that sent it; nobody else is told.
    pub(super) from: String,
    pub(super) etag: Option<String>,
    pub(super) modified: Option<String>,
}

/// What came.
pub(super) enum Answer {
    /// Nothing new since the version of the tag.
    Same,
    Whole(Page),
}

pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    pub(super) tag: Tag,
    /// Where it came from in the end.
    pub(super) url: Url,
}

const NAME: &str = concat!("dateline/", env!("CARGO_PKG_VERSION"));
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
                      application/xml;q=0.9, application/json;q=0.9, text/html;q=0.7, */*;q=0.5";
/// A server may ask for this much patience and no more.
const MOST_PATIENCE: i64 = 7 * 86_400;
/// What a server that asks for patience means when it does not say how much.
const SOME_PATIENCE: i64 = 15 * 60;

/// Asks servers.
pub(super) struct Client {
    /// May connect anywhere,
    anywhere: Agent,
    /// or to the open net only.
    open_net: Agent,
    turns: Turns,
    pub(super) limits: Limits,
}

impl Client {
    pub(super) fn new(limits: Limits) -> Client {
        let tls = TlsConfig::builder().root_certs(roots()).build();
        let config = Agent::config_builder()
            .user_agent(NAME)
            .accept(ACCEPT)
            .tls_config(tls)
            // A proxy would connect for us, where nobody checks the address.
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_response_header_size(64 << 10)
            .timeout_resolve(Some(limits.connect))
            .timeout_connect(Some(limits.connect))
            .timeout_recv_response(Some(limits.answer))
            .timeout_per_read(Some(limits.answer))
            .timeout_global(Some(limits.whole))
            .build();
        let (connector, other) = (DefaultConnector::default(), DefaultConnector::default());
        let anywhere = Agent::with_parts(config.clone(), connector, DefaultResolver::default());
        let open_net = Agent::with_parts(config, other, OpenNet::default());
        Client { anywhere, open_net, turns: Turns::new(limits.pause), limits }
    }

    /// Asks, and follows redirects as far as they may be followed. `stopped` is asked
    /// between two pieces of an answer. `now` is in seconds since the Unix epoch.
    pub(super) fn ask(
        &self,
        question: &Question<'_>,
        now: i64,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Answer, Failure> {
        let mut until = Instant::now() + self.limits.whole;
        let mut url = question.url.clone();
        let mut seen: Vec<Url> = Vec::new();
        // Held until the answer has come whole.
        let mut turn = None;
        loop {
            if stopped() {
                return Err(Failure::Stopped);
            }
            if Instant::now() >= until {
                return Err(Failure::Slow("to send all of it"));
            }
            // A host that sends us on to itself is asked in the same turn.
            if seen.last().is_none_or(|last| last.host() != url.host()) {
                drop(turn.take());
                let waiting = Instant::now();
                turn = Some(self.turns.wait(&url, stopped)?);
                // The server is not to blame for those before us.
                until += waiting.elapsed();
            }
            let trusted = is_at(question.typed, &url);
            let answer = self.hop(&url, trusted, question.tag)?;
            match answer.status().as_u16() {
                200 => return self.take(answer, url, stopped).map(Answer::Whole),
                304 if question.tag.is_some() => return Ok(Answer::Same),
                301 | 302 | 303 | 307 | 308 => {
                    seen.push(url.clone());
                    let next = next(&url, answer.headers())?;
                    if seen.contains(&next) {
                        return Err(Failure::Circle);
                    }
                    if seen.len() > self.limits.hops {
                        return Err(Failure::TooManyHops(self.limits.hops));
                    }
                    url = next;
                }
                410 => return Err(Failure::Gone),
                status @ (429 | 503) => {
                    let until = now.saturating_add(patience(answer.headers(), now));
                    return Err(Failure::Busy { status, until });
                }
                _ => return Err(Failure::Status(status(&answer))),
            }
        }
    }

    fn hop(&self, url: &Url, trusted: bool, tag: Option<&Tag>) -> Result<Response<Body>, Failure> {
        let agent = if trusted { &self.anywhere } else { &self.open_net };
        let mut request = agent.get(url.as_str());
        if let Some(tag) = tag.filter(|tag| tag.from == bare(url).as_str()) {
            for (name, value) in
                [(header::IF_NONE_MATCH, &tag.etag), (header::IF_MODIFIED_SINCE, &tag.modified)]
            {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
        }
        request.call().map_err(|error| Failure::of(error, self.limits.bytes))
    }

    fn take(
        &self,
        mut answer: Response<Body>,
        url: Url,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Page, Failure> {
        let text = |name| {
            let value = answer.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned()).filter(|value| value.len() <= 1_024)
        };
        let (etag, modified) = (text(header::ETAG), text(header::LAST_MODIFIED));
        let kind = text(header::CONTENT_TYPE);
        let tag = Tag { from: bare(&url).into(), etag, modified };
        let mut reader = answer.body_mut().with_config().limit(self.limits.bytes).reader();
        let (mut bytes, mut piece) = (Vec::new(), vec![0; 64 << 10]);
        loop {
            if stopped() {
                return Err(Failure::Stopped);
            }
            match reader.read(&mut piece) {
                Ok(0) if bytes.is_empty() => return Err(Failure::Empty),
                Ok(0) => {
                    let bytes = in_utf8(bytes, kind.as_deref());
                    return Ok(Page { bytes, tag, url });
                }
                Ok(count) => bytes.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(Failure::of_io(error, self.limits.bytes)),
            }
        }
    }
}

/// The certificates the system trusts, else those Mozilla does.
fn roots() -> RootCerts {
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return RootCerts::WebPki;
    }
    found.iter().map(|found| ureq::tls::Certificate::from_der(found).to_owned()).into()
}

/// Whether `url` is still at the host and port the reader typed; the step from http to
/// https there is no step away.
fn is_at(typed: &Url, url: &Url) -> bool {
    let port = |url: &Url| url.port_or_known_default();
    let upgraded = (port(typed), port(url)) == (Some(80), Some(443));
    typed.host() == url.host() && (port(typed) == port(url) || upgraded)
}

/// Where a redirect leads.
fn next(from: &Url, headers: &HeaderMap) -> Result<Url, Failure> {
    let place = headers.get(header::LOCATION).ok_or(Failure::Nowhere)?;
    let place = String::from_utf8_lossy(place.as_bytes());
    let next = from.join(&place).map_err(|_| Failure::Link(LinkError::Unreadable))?;
    let mut next = bare(&web_link(next.as_str()).map_err(Failure::Link)?);
    if from.scheme() == "https" && next.scheme() == "http" {
        return Err(Failure::Downgrade);
    }
    if is_at(from, &next) {
        // Whoever was given a name and a password is given them again, nobody else.
        let _ = next.set_username(from.username());
        let _ = next.set_password(from.password());
    }
    next.set_fragment(None);
    Ok(next)
}

/// How long a server asks to be left alone, in seconds: it says seconds or a date.
fn patience(headers: &HeaderMap, now: i64) -> i64 {
    let said = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let seconds = said.and_then(|said| {
        let said = said.trim();
        said.parse().ok().or_else(|| load::date(said).map(|until| until.saturating_sub(now)))
    });
    seconds.unwrap_or(SOME_PATIENCE).clamp(1, MOST_PATIENCE)
}

fn status(answer: &Response<Body>) -> String {
    let status = answer.status();
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn a_redirect_never_leaves_privacy_nor_takes_a_password_along() {
        let leads = |from: &str, to: &str| next(&url(from), &headers(header::LOCATION, to));
        let led = |from: &str, to: &str| leads(from, to).unwrap().to_string();
        assert_eq!(led("http://t:p@a.example/x", "/y#z"), "http://t:p@a.example/y");
        assert_eq!(led("http://t:p@a.example/x", "https://a.example/y"), "https://t:p@a.example/y");
        assert_eq!(led("http://t:p@a.example/x", "//u:q@b.example/"), "http://b.example/");
        assert!(matches!(leads("https://a.example", "http://a.example/"), Err(Failure::Downgrade)));
        for other in ["file:///etc/passwd", "javascript:1", "ftp://a.example"] {
            assert!(matches!(leads("http://a.example", other), Err(Failure::Link(_))), "{other}");
        }
    }

    #[test]
    fn patience_is_seconds_or_a_date_and_has_an_end() {
        let asked = |value: &str| patience(&headers(header::RETRY_AFTER, value), 1_445_412_000);
        assert_eq!(asked("120"), 120);
        assert_eq!(asked("Wed, 21 Oct 2015 07:28:00 GMT"), 480);
        assert_eq!(asked("Wed, 21 Oct 1999 07:28:00 GMT"), 1);
        assert_eq!(asked("99999999999"), MOST_PATIENCE);
        assert_eq!(asked("soon"), SOME_PATIENCE);
    }

    #[test]
    fn a_typed_host_is_the_same_host_and_port() {
        let at = |typed: &str, other: &str| is_at(&url(typed), &url(other));
        assert!(at("http://intranet/a", "http://intranet/b"));
        assert!(at("http://intranet/a", "https://intranet/a"));
        assert!(!at("http://127.0.0.1:8000/", "http://127.0.0.1:6379/"));
        assert!(!at("http://127.0.0.1/", "http://localhost/"));
        assert!(!at("http://127.0.0.1:80/", "http://127.0.0.2:80/"));
    }
}
