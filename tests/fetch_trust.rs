//! Whom a fetch trusts: the reader with any address, strangers with the open net only,
//! servers by their certificates, and nobody with a password that is not theirs.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod server;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use server::{Request, Server, dateline, json, send, told};

#[test]
fn what_strangers_name_must_be_on_the_open_net() {
    let target = Server::on("0.0.0.0", |_, out| json(out, &["Secret"]));
    let port = target.port;
    let server = Server::start(move |request, out| {
        let host = request.path.trim_start_matches('/');
        let to = format!("http://{host}:{port}/feed");
        send(out, "302 Found", &[("Location", &to)], b"");
    });
    for host in [
        "localhost",
        "127.0.0.2",
        "127.0.0.1",
        "[::1]",
        "0.0.0.0",
        "[::ffff:127.0.0.1]",
        "2130706433",
    ] {
        let told = told(&server.url(&format!("/{host}")));
        assert!(told.starts_with("! it leads to a") && told.contains("address"), "{host}: {told}");
    }
    let pages = Server::start(move |_, out| {
        let link = format!(
            "<html><link rel=alternate type=application/rss+xml href='http://127.0.0.2:{port}/feed'>"
        );
        send(out, "200 OK", &[], link.as_bytes());
    });
    let told_of_page = told(&pages.url("/"));
    assert!(told_of_page.starts_with("! it leads to a loopback"), "{told_of_page}");
    assert!(target.asked().is_empty(), "nobody connected");
    let own = format!("http://localhost:{port}/feed");
    assert_eq!(told(&own), "1 new story", "what the reader types may be anywhere");
}

#[test]
fn a_password_is_sent_to_its_server_and_shown_to_nobody() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request: &Request, out| match request.header("authorization") {
        "Basic dG92ZTpzZWNyZXQ=" => json(out, &["One"]),
        _ => send(out, "401 Unauthorized", &[], b""),
    });
    let link = server.url("/feed").replace("//", "//tove:secret@");
    dateline(home.path(), &["fetch", &link])
        .assert()
        .code(0)
        .stdout(format!("{}: 1 new story\n", server.url("/feed")));
    let wrong = link.replace("secret", "guess");
    let told = format!("dateline: {}: answered 401 Unauthorized\n", server.url("/feed"));
    dateline(home.path(), &["fetch", &wrong]).assert().code(1).stdout("").stderr(told);
    for file in walk(home.path()) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("secret") && !text.contains("tove"), "{}", file.display());
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// A server that speaks TLS with a certificate nobody has signed.
fn private_server(answer: fn(&Request, &mut dyn Write)) -> u16 {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("data/self-signed.key")).unwrap();
    let config = rustls::ServerConfig::builder().with_no_client_auth();
    let config = Arc::new(config.with_single_cert(vec![certificate], key).unwrap());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            if let Some(request) = server::read(&mut stream) {
                answer(&request, &mut stream);
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    port
}

const CERTIFICATE: &str = include_str!("data/self-signed.pem");

#[test]
fn a_server_that_nobody_vouches_for_is_refused() {
    let port = private_server(|_, out| json(out, &["One"]));
    let told_of = told(&format!("https://localhost:{port}/"));
    assert!(told_of.starts_with("! is not who it says it is"), "{told_of}");
    let plain = Server::start(|_, out| json(out, &["One"]));
    let told = told(&format!("https://127.0.0.1:{}/", plain.port));
    assert!(
        told.starts_with("! "),
        "nothing is taken from one that cannot speak in private: {told}"
    );
}

#[test]
fn a_server_the_system_vouches_for_is_believed_and_may_not_give_up_privacy() {
    let home = tempfile::tempdir().unwrap();
    let port = private_server(|request, out| match request.path.as_str() {
        "/feed" => json(out, &["One"]),
        _ => send(out, "302 Found", &[("Location", "http://localhost/")], b""),
    });
    let roots = home.path().join("roots.pem");
    fs::write(&roots, CERTIFICATE).unwrap();
    let fetch = |link: &str| {
        let mut command = dateline(home.path(), &["fetch", link]);
        command.env("SSL_CERT_FILE", &roots);
        command
    };
    let link = format!("https://localhost:{port}/feed");
    fetch(&link).assert().code(0).stdout(format!("{link}: 1 new story\n")).stderr("");
    let link = format!("https://localhost:{port}/down");
    let told = format!("dateline: {link}: redirected from https to http, which was not followed\n");
    fetch(&link).assert().code(1).stdout("").stderr(told);
}
