//! What arrives at a mail server of others, and what becomes of a mail that does not arrive.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; the lints know test functions, not what they call"
)]

mod messages;
mod protection;
mod replies;

use blaupause_kernel::Language;
use blaupause_mailer::{Security, Server, SmtpMailer};
use blaupause_support::mails::Mail;
use uuid::Uuid;

fn mail() -> Mail {
    Mail {
        id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_002a),
        to: "rathaus@stadt.example".parse().unwrap(),
        subject: "Neues von Blaupause".to_owned(),
        text: "Guten Tag\n".to_owned(),
        language: Language::De,
        written: "2026-03-01T08:30:15.250Z".parse().unwrap(),
        unsubscribe: None,
    }
}

/// A server on this machine at this port: nothing is protected, nobody logs in.
fn server(port: u16) -> Server {
    Server {
        host: "localhost".to_owned(),
        port,
        security: Security::None,
        user: None,
        password: None,
        from: "Blaupause für Städte <blaupause@land.example>".parse().unwrap(),
    }
}

fn mailer(port: u16) -> SmtpMailer {
    SmtpMailer::new(server(port)).unwrap()
}
