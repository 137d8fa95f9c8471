//! Nothing goes to a server that is not who it says it is, no password goes in clear, and none is shown.

use std::process::Command;

use blaupause_mailer::{Error, Security, Server, SmtpMailer};
use blaupause_support::mails::{Post, Posted};

use crate::{mail, server};
use blaupause_tests::mail_receiver::Receiver;

/// Tells the process of a test that the test has started it, and at which port the receiver is.
const PORT: &str = "BLAUPAUSE_TEST_PORT";

fn mailer(port: u16, security: Security, login: Option<(&str, &str)>) -> SmtpMailer {
    let (user, password) = login.map(|(user, password)| (user.to_owned(), password.to_owned())).unzip();
    SmtpMailer::new(Server { security, user, password, ..server(port) }).unwrap()
}

fn later(posted: Posted, step: &str) {
    assert!(matches!(&posted, Posted::Later(reason) if reason.starts_with(step)), "{posted:?}");
}

const STARTTLS: (&str, Security) = ("starttls", Security::StartTls);
const TLS: (&str, Security) = ("tls", Security::Tls);
/// Makes the receiver ask for this login.
const ASKED: [&str; 2] = ["--login", "erika:geheim:ß"];
const LOGIN: Option<(&str, &str)> = Some(("erika", "geheim:ß"));

#[test]
fn the_right_password_opens_and_a_wrong_one_is_later() {
    let mut receiver = Receiver::start(&ASKED);
    let port = receiver.port;
    assert_eq!(mailer(port, Security::None, LOGIN).post(&mail()), Posted::Accepted);
    assert_eq!(receiver.message().value("user"), "erika");
    let wrong = mailer(port, Security::None, Some(("erika", "falsch"))).post(&mail());
    later(wrong.clone(), "AUTH: 535");
    assert!(!format!("{wrong:?}").contains("falsch"));
    later(mailer(port, Security::None, None).post(&mail()), "MAIL FROM: 530");
    receiver.ends_after(2, 1, 1);
}

#[test]
fn a_password_nobody_asks_for_is_later() {
    let receiver = Receiver::start(&[]);
    later(mailer(receiver.port, Security::None, LOGIN).post(&mail()), "AUTH: ");
    receiver.ends_after(0, 0, 0);
}

#[test]
fn without_trust_nothing_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    for ((tls, security), step) in [(STARTTLS, "STARTTLS: "), (TLS, "connection: ")] {
        let receiver = Receiver::start(&["--login", "erika:geheim:ß", "--tls", tls, "--folder", folder]);
        later(mailer(receiver.port, security, LOGIN).post(&mail()), step);
        receiver.ends_after(0, 0, 0);
    }
}

#[test]
fn without_tls_nothing_is_sent() {
    for ((_, security), step) in [(STARTTLS, "STARTTLS: "), (TLS, "connection: ")] {
        let receiver = Receiver::start(&ASKED);
        later(mailer(receiver.port, security, LOGIN).post(&mail()), step);
        receiver.ends_after(0, 0, 0);
    }
}

/// What becomes of a mail to a server, started with these arguments, that has a certificate from somebody who is trusted.
/// Trust comes from the environment of the process, so the test runs a second time in one of its own; there this gives
/// nothing.
fn trusting(
    test: &str,
    (tls, security): (&str, Security),
    login: Option<(&str, &str)>,
    arguments: &[&str],
) -> Option<(String, Receiver)> {
    if let Ok(port) = std::env::var(PORT) {
        let posted = mailer(port.parse().unwrap(), security, login).post(&mail());
        println!("\nposted: {posted:?}");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let receiver = Receiver::start(&[&["--tls", tls, "--folder", folder], arguments].concat());
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("protection::{test}"), "--nocapture"])
        .env(PORT, receiver.port.to_string())
        .env("SSL_CERT_FILE", &receiver.root)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let posted = said.lines().find_map(|line| line.strip_prefix("posted: "));
    Some((posted.unwrap_or_else(|| panic!("{said}")).to_owned(), receiver))
}

fn arrived_encrypted((posted, mut receiver): (String, Receiver)) {
    assert_eq!(posted, "Accepted");
    let received = receiver.message();
    assert_eq!(received.value("encrypted"), true);
    assert_eq!(received.value("user"), "erika");
    receiver.ends_after(1, 1, 1);
}

#[test]
fn a_trusted_server_gets_it_after_starttls() {
    if let Some(done) = trusting("a_trusted_server_gets_it_after_starttls", STARTTLS, LOGIN, &ASKED) {
        arrived_encrypted(done);
    }
}

#[test]
fn a_trusted_server_gets_it_over_tls() {
    if let Some(done) = trusting("a_trusted_server_gets_it_over_tls", TLS, LOGIN, &ASKED) {
        arrived_encrypted(done);
    }
}

#[test]
fn the_certificate_of_another_name_is_not_trusted() {
    let arguments = [&ASKED[..], &["--name", "mail.land.example"]].concat();
    let done = trusting("the_certificate_of_another_name_is_not_trusted", STARTTLS, LOGIN, &arguments);
    if let Some((posted, receiver)) = done {
        assert!(posted.starts_with("Later(\"STARTTLS: "), "{posted}");
        receiver.ends_after(0, 0, 0);
    }
}

#[test]
fn nobody_on_the_way_speaks_for_the_server() {
    // One reply too many, so that each passes for the next one; or all of them.
    for added in ["1", "5"] {
        let arguments = ["--added", added, "--reply", "rathaus@stadt.example=550 5.1.1 no"];
        let done = trusting("nobody_on_the_way_speaks_for_the_server", STARTTLS, None, &arguments);
        let Some((posted, _receiver)) = done else { return };
        assert!(posted.starts_with("Later("), "{posted}");
    }
}

#[test]
fn a_password_never_goes_in_clear_to_another_machine() {
    let (user, password) = (Some("erika".to_owned()), Some("geheim".to_owned()));
    let host = "mail.land.example".to_owned();
    let clear = Server { host: host.clone(), user, password, ..server(25) };
    assert_eq!(SmtpMailer::new(clear).unwrap_err(), Error::PasswordInClear { host });
}

#[test]
fn no_password_is_shown() {
    let (user, password) = (Some("erika".to_owned()), Some("geheim".to_owned()));
    let server = Server { security: Security::Tls, user, password, ..server(465) };
    let shown = format!("{server:?} {:#?} {:?}", server, SmtpMailer::new(server.clone()).unwrap());
    assert!(shown.contains("erika") && !shown.contains("geheim"), "{shown}");
}

#[test]
fn security_has_the_names_of_the_settings() {
    let names = [(Security::None, "none"), (Security::StartTls, "starttls"), (Security::Tls, "tls")];
    for (security, name) in names {
        assert_eq!(serde_json::to_value(security).unwrap(), name);
        assert_eq!(serde_json::from_value::<Security>(name.into()).unwrap(), security);
    }
}
