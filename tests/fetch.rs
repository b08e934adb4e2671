//! Feeds fetched from a real server on the loopback interface, good and bad.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod server;

use std::fs;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dateline::shell::fetch::{self, Stop, Wanted};
use server::{
    Server, configure, dateline, feed, folders, json, limits, send, told, told_in, wanted,
};

/// What is told of a feed that answers with just these bytes.
fn told_of(answer: &[u8]) -> String {
    let answer = answer.to_vec();
    let server = Server::start(move |_, out| {
        let _ = out.write_all(&answer);
    });
    told(&server.url("/feed"))
}

#[test]
fn what_was_fetched_is_there_without_a_net() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request, out| {
        if request.header("if-none-match") == "\"7\"" {
            return send(out, "304 Not Modified", &[], b"");
        }
        let body = feed(&["Ferry talks open", "Port fees rise"]);
        send(out, "200 OK", &[("ETag", "\"7\"")], body.as_bytes());
    });
    configure(home.path(), &[server.url("/feed")]);
    dateline(home.path(), &["fetch"]).assert().code(0).stderr("").stdout("Wire: 2 new stories\n");
    dateline(home.path(), &["fetch"]).assert().code(0).stderr("").stdout("Wire: nothing new\n");
    let agent = concat!("dateline/", env!("CARGO_PKG_VERSION"));
    let asked = server.asked();
    assert!(asked.len() == 2 && asked.iter().all(|asked| asked.header("user-agent") == agent));
    drop(server);
    let listed = dateline(home.path(), &["list"]).assert().code(0).stderr("");
    let listed = String::from_utf8_lossy(&listed.get_output().stdout).into_owned();
    assert_eq!(listed, "Ferry talks open\nPort fees rise\n");
    let files = home.path().join(".local/share/dateline/feeds");
    let folder = fs::read_dir(files).unwrap().next().unwrap().unwrap().path();
    assert!(folder.join("2026-11.ndjson").is_file());
}

#[test]
fn an_answer_is_read_in_what_its_head_says_it_is_written_in() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|_, out| {
        // "Паром" in windows-1251, of which the feed itself says nothing.
        let feed =
            b"<rss><channel><item><title>\xcf\xe0\xf0\xee\xec</title></item></channel></rss>";
        send(out, "200 OK", &[("Content-Type", "text/xml; charset=windows-1251")], feed);
    });
    configure(home.path(), &[server.url("/feed")]);
    dateline(home.path(), &["fetch"]).assert().code(0).stderr("");
    dateline(home.path(), &["list"]).assert().code(0).stdout("Паром\n");
}

#[test]
fn a_feed_that_did_not_change_is_not_written_again_and_one_that_did_is_merged() {
    let home = tempfile::tempdir().unwrap();
    let turn = AtomicUsize::new(0);
    let server = Server::start(move |_, out| match turn.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => json(out, &["One", "Two"]),
        _ => json(out, &["One", "Two", "Three"]),
    });
    let told = || told_in(home.path(), &server.url("/feed"));
    assert_eq!([told(), told(), told()], ["2 new stories", "nothing new", "1 new story"]);
}

#[test]
fn what_a_server_says_is_told_with_its_reason() {
    for (status, reason) in [
        ("404 Not Found", "! answered 404 Not Found"),
        ("403 Forbidden", "! answered 403 Forbidden"),
        ("500 Oops", "! answered 500 Internal Server Error"),
        ("299 Odd", "! answered 299"),
        ("304 Not Modified", "! answered 304 Not Modified"),
        ("301 Moved Permanently", "! redirected without saying where"),
    ] {
        assert_eq!(
            told_of(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").as_bytes()),
            reason
        );
    }
    assert_eq!(told_of(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "! sent nothing");
    assert_eq!(told_of(b""), "! was cut off");
    assert_eq!(told("http://127.0.0.1:1/"), "! cannot be reached: Connection refused");
    assert!(told_of(b"SSH-2.0-OpenSSH_9\r\n\r\n").starts_with("! does not answer as a web server"));
}

#[test]
fn an_answer_cut_off_keeps_nothing_of_it() {
    let whole = feed(&["One", "Two"]);
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
    let short = format!("{}{}", head(whole.len() + 10), whole);
    assert_eq!(told_of(short.as_bytes()), "! was cut off");
    let chunk = format!("{:x}\r\n{whole}\r\n", whole.len());
    let chunked = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");
    assert_eq!(told_of(chunked.as_bytes()), "! was cut off");
    assert_eq!(told_of(format!("{chunked}0\r\n\r\n").as_bytes()), "2 new stories");
}

#[test]
fn a_gone_feed_is_asked_again_only_by_name() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|_, out| send(out, "410 Gone", &[], b""));
    let link = server.url("/feed");
    let gone = "! is gone (410); it is not asked for again unless you name its link";
    assert_eq!([told_in(home.path(), &link), told_in(home.path(), &link)], [gone, gone]);
    assert_eq!(server.asked().len(), 1);
    let named = vec![Wanted { typed: true, ..wanted(&link) }];
    let outcomes = fetch::start(named, &folders(home.path()), limits(), &Stop::default());
    assert!(outcomes.recv().unwrap().news.is_err());
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_server_that_asks_for_patience_is_left_alone() {
    for (status, after) in [("429", "3600"), ("503", "Fri, 31 Dec 2038 23:59:59 GMT"), ("503", "")]
    {
        let home = tempfile::tempdir().unwrap();
        let server = Server::start(move |_, out| {
            send(out, &format!("{status} x"), &[("Retry-After", after)], b"");
        });
        let link = server.url("/feed");
        let first = told_in(home.path(), &link);
        assert!(
            first.starts_with(&format!("! asks for patience ({status}); next time")),
            "{first}"
        );
        let second = told_in(home.path(), &link);
        assert!(
            second.starts_with("not asked before") && second.ends_with("as it wishes"),
            "{second}"
        );
        assert_eq!(server.asked().len(), 1);
    }
}

#[test]
fn slow_and_endless_servers_hold_nobody_up() {
    let silent = Server::start(|_, _| std::thread::sleep(Duration::from_secs(5)));
    assert_eq!(told(&silent.url("/")), "! took too long to answer");
    let drip = Server::start(|_, out| {
        let _ = out.write_all(b"HTTP/1.1 200 OK\r\n\r\n{");
        while out.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    assert_eq!(told(&drip.url("/")), "! took too long to send all of it");
    let endless = Server::start(|_, out| {
        let _ = out.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while out.write_all(&[b' '; 4096]).is_ok() {}
    });
    assert_eq!(told(&endless.url("/")), "! sent more than 1 MB, the most that is taken");
    let heads = Server::start(|_, out| {
        let _ = out.write_all(b"HTTP/1.1 200 OK\r\n");
        while out.write_all(&[b'x'; 4096]).is_ok() {}
    });
    let told = told(&heads.url("/"));
    assert!(told.starts_with("! does not answer as a web server does"), "{told}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn packed_answers_are_unpacked_within_bounds() {
    let packed = |bytes: Vec<u8>| {
        Server::start(move |_, out| {
            send(out, "200 OK", &[("Content-Encoding", "gzip")], &bytes);
        })
    };
    let whole = gzip(feed(&["One"]).as_bytes());
    assert_eq!(told(&packed(whole.clone()).url("/")), "1 new story");
    assert_eq!(told(&packed(whole[..whole.len() - 12].to_vec()).url("/")), "! was cut off");
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert_eq!(told(&packed(bomb).url("/")), "! sent more than 1 MB, the most that is taken");
    let told = told(&packed(b"no gzip at all".to_vec()).url("/"));
    assert!(told.starts_with("! does not answer as a web server does"), "{told}");
}

#[test]
fn redirects_are_followed_so_far_and_no_further() {
    let server = Server::start(|request, out| {
        let to = match request.path.as_str() {
            "/feed" => return json(out, &["One"]),
            "/moved" => "/feed".to_owned(),
            "/circle" => "/circle/2".into(),
            "/circle/2" => "/circle".into(),
            "/file" => "file:///etc/passwd".into(),
            longer => format!("{longer}x"),
        };
        send(out, "302 Found", &[("Location", &to)], b"");
    });
    assert_eq!(told(&server.url("/moved")), "1 new story");
    assert_eq!(told(&server.url("/circle")), "! redirected in a circle");
    assert_eq!(told(&server.url("/x")), "! redirected more than 5 times");
    let refused =
        "! redirected to a link that is not followed: only http and https links can be fetched";
    assert_eq!(told(&server.url("/file")), refused);
}

#[test]
fn a_page_leads_to_its_feed_and_is_not_asked_again() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request, out| match request.path.as_str() {
        "/" => {
            let page =
                b"<!doctype html><link rel=alternate type=application/feed+json href=/f.json>";
            send(out, "200 OK", &[("Content-Type", "application/rss+xml")], page);
        }
        // It lies about what it sends, and is believed by what it sends.
        "/f.json" => {
            send(out, "200 OK", &[("Content-Type", "text/html")], feed(&["One"]).as_bytes());
        }
        _ => send(out, "404 Not Found", &[], b""),
    });
    assert_eq!(told_in(home.path(), &server.url("/")), "1 new story");
    assert_eq!(told_in(home.path(), &server.url("/")), "nothing new");
    let paths: Vec<String> = server.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths, ["/", "/f.json", "/f.json"]);
}

#[test]
fn a_page_that_names_no_feed_is_looked_at_where_feeds_mostly_are() {
    let server = Server::start(|request, out| match request.path.as_str() {
        "/atom.xml" => json(out, &["One"]),
        "/rss.xml" => send(out, "200 OK", &[], b"<html>not found</html>"),
        "/news/" => send(out, "200 OK", &[], b"<html><title>News</title></html>"),
        _ => send(out, "404 Not Found", &[], b""),
    });
    assert_eq!(told(&server.url("/news/")), "1 new story");
    let empty = Server::start(|_, out| send(out, "200 OK", &[], b"<html></html>"));
    assert_eq!(told(&empty.url("/")), "! is a page, and names no feed");
}

#[test]
fn one_host_is_asked_one_thing_at_a_time() {
    let home = tempfile::tempdir().unwrap();
    let busy = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&most);
    let server = Server::start(move |request, out| {
        seen.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        busy.fetch_sub(1, Ordering::SeqCst);
        json(out, &[&request.path]);
    });
    let links = (0..6).map(|at| wanted(&server.url(&format!("/{at}")))).collect();
    let outcomes = fetch::start(links, &folders(home.path()), limits(), &Stop::default());
    assert_eq!(outcomes.iter().filter(|outcome| outcome.news.is_ok()).count(), 6);
    assert_eq!(most.load(Ordering::SeqCst), 1);
}

#[test]
fn a_stopped_fetch_keeps_nothing_more() {
    let home = tempfile::tempdir().unwrap();
    let stop = Stop::default();
    let stopping = stop.clone();
    let server = Server::start(move |_, out| {
        stopping.stop();
        json(out, &["One"]);
    });
    let outcomes =
        fetch::start(vec![wanted(&server.url("/"))], &folders(home.path()), limits(), &stop);
    assert!(outcomes.iter().all(|outcome| outcome.news.is_err()));
    assert!(!home.path().join("data").exists());
}

#[test]
fn one_bad_feed_does_not_hide_the_good_ones() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request, out| match request.path.as_str() {
        "/bad" => send(out, "500 x", &[], b""),
        _ => json(out, &["One"]),
    });
    configure(home.path(), &[server.url("/bad"), server.url("/good")]);
    let told = format!("dateline: {}: answered 500 Internal Server Error\n", server.url("/bad"));
    dateline(home.path(), &["fetch"]).assert().code(1).stdout("Wire: 1 new story\n").stderr(told);
    dateline(home.path(), &["fetch", "no link"]).assert().code(2).stdout("");
}

/// A feed of a kind most feeds are, with an item that is no item.
const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<item><guid>1</guid><title>Ferry talks open</title><pubDate>Fri, 15 Dec 2017 08:00:00 GMT</pubDate>
<description>&lt;p&gt;Ines Marlow said that it began &amp;amp; went well.&lt;/p&gt;</description></item>
<item><guid>2</guid><title>Port fees rise</title><description>Nobody was glad.</description></item>
</channel></rss>"#;

#[test]
fn a_link_may_be_read_wherever_a_file_may() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request, out| match request.path.as_str() {
        "/feed" => send(out, "200 OK", &[("Content-Type", "text/xml")], RSS.as_bytes()),
        _ => send(out, "404 Not Found", &[], b""),
    });
    let link = server.url("/feed");
    let listed = dateline(home.path(), &["list", &link]).assert().code(0).stderr("");
    listed.stdout("Ferry talks open\nPort fees rise\n");
    let extracted = dateline(home.path(), &["extract", &link]).assert().code(0).stderr("");
    let text = String::from_utf8_lossy(&extracted.get_output().stdout).into_owned();
    assert!(text.contains("\"published\":\"2017-12-15T08:00:00Z\""), "{text}");
    assert!(text.contains("\"body\":\"Ines Marlow said that it began & went well.\""), "{text}");
    drop(server);
    let again = dateline(home.path(), &["list", &link]).assert().code(1);
    let again = again.stdout("Ferry talks open\nPort fees rise\n");
    let told = String::from_utf8_lossy(&again.get_output().stderr).into_owned();
    assert!(told.starts_with(&format!("dateline: {link}: ")), "{told}");
}

#[test]
fn an_article_that_is_named_is_a_story_and_a_site_is_its_feed() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request, out| {
        if request.path == "/feed" {
            json(out, &["One"]);
        } else {
            let said =
                "Transport Minister Ines Marlow said that the talks had opened well. ".repeat(8);
            let page = format!(
                "<!doctype html><head><title>Ferry talks open</title>\
                 <meta property='og:type' content='article'>\
                 <meta property='og:title' content='Ferry talks open'>\
                 <link rel=alternate type=application/rss+xml href=/feed></head>\
                 <body><article><h1>Ferry talks open</h1><p>{said}</p><p>{said}</p></article>"
            );
            send(out, "200 OK", &[("Content-Type", "text/html")], page.as_bytes());
        }
    });
    let named = dateline(home.path(), &["list", &server.url("/2026/ferry")]).assert().code(0);
    named.stdout("Ferry talks open\n");
    configure(home.path(), &[server.url("/")]);
    dateline(home.path(), &["fetch"]).assert().code(0).stdout("Wire: 1 new story\n");
}
