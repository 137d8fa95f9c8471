//! What the network side must never do: connect to where it may not, wait for ever, or show a secret.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking; the lints know test functions, not what they call"
)]

use std::io::{Read, Write};
use std::net::TcpListener;

use blaupause_kernel::Timestamp;
use blaupause_sender::HttpTransport;
use blaupause_webhooks::{Answer, Failure, Networks, Transport};

fn now() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn networks(allow_http: bool, internal: &[&str]) -> Networks {
    Networks { allow_http, internal: internal.iter().map(|network| network.parse().unwrap()).collect() }
}

fn send(networks: Networks, url: &str) -> Answer {
    HttpTransport::new(networks).send(&url.parse().unwrap(), &[], b"{}", now())
}

/// A listener on this machine, and its port.
fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

#[test]
fn a_name_that_leads_to_this_machine_is_not_connected_to() {
    let (listener, port) = listener();
    listener.set_nonblocking(true).unwrap();
    for host in ["localhost", "127.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]"] {
        let answer = send(networks(true, &[]), &format!("http://{host}:{port}/"));
        assert_eq!(answer, Answer::None(Failure::AddressRefused), "{host}");
    }
    assert!(listener.accept().is_err(), "somebody connected");
}

#[test]
fn http_is_not_spoken_unless_it_is_allowed() {
    let (listener, port) = listener();
    listener.set_nonblocking(true).unwrap();
    let answer = send(networks(false, &["127.0.0.0/8"]), &format!("http://127.0.0.1:{port}/"));
    assert_eq!(answer, Answer::None(Failure::AddressRefused));
    assert!(listener.accept().is_err(), "somebody connected");
}

/// Answers one connection with these bytes.
fn answering(bytes: &'static [u8]) -> u16 {
    let (listener, port) = listener();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut heard = [0; 1024];
        let _ = stream.read(&mut heard).unwrap();
        stream.write_all(bytes).unwrap();
    });
    port
}

#[test]
fn every_failure_has_its_name() {
    let here = || networks(true, &["127.0.0.0/8"]);
    let (closed, port) = listener();
    drop(closed);
    assert_eq!(send(here(), &format!("http://127.0.0.1:{port}/")), Answer::None(Failure::Connection));
    let unknown = "http://gibt-es-nicht.invalid/";
    assert_eq!(send(here(), unknown), Answer::None(Failure::HostUnknown));
    let port = answering(b"SMTP ready\r\n\r\n");
    assert_eq!(send(here(), &format!("http://127.0.0.1:{port}/")), Answer::None(Failure::Protocol));
    // Speaks no TLS.
    let port = answering(b"HTTP/1.1 204 No Content\r\n\r\n");
    assert_eq!(send(here(), &format!("https://127.0.0.1:{port}/")), Answer::None(Failure::Tls));
    let port = answering(
        b"HTTP/1.1 429 Slow\r\nretry-after: Sun, 01 Mar 2026 08:01:00 GMT\r\ncontent-length: 0\r\n\r\n",
    );
    let slow = Answer::Status { code: 429, retry_after: Some(60) };
    assert_eq!(send(here(), &format!("http://127.0.0.1:{port}/")), slow);
}
