//! What a reply means for the message, and what silence means.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use blaupause_mailer::{Server, SmtpMailer};
use blaupause_support::mails::{Post, Posted};

use crate::{mail, mailer, server};
use blaupause_tests::mail_receiver::Receiver;

/// What becomes of the mail when the server replies so to `MAIL`, `DATA` or the recipient.
fn posted(to: &str, reply: &str) -> Posted {
    let receiver = Receiver::start(&["--reply", &format!("{to}={reply}")]);
    let posted = mailer(receiver.port).post(&mail());
    receiver.ends_after(0, 1, 0);
    posted
}

#[test]
fn a_recipient_is_refused_for_ever_or_for_now() {
    for reply in ["550 5.1.1 no such mailbox", "550 unknown", "552 5.2.2 full", "501 5.1.3 bad address"] {
        assert_eq!(posted("rathaus@stadt.example", reply), Posted::Refused(format!("RCPT TO: {reply}")));
    }
    for reply in ["451 4.7.1 greylisted", "450 busy", "421 4.3.2 shutting down"] {
        assert_eq!(posted("rathaus@stadt.example", reply), Posted::Later(format!("RCPT TO: {reply}")));
    }
    let other = Receiver::start(&["--reply", "other@stadt.example=550 no"]);
    assert_eq!(mailer(other.port).post(&mail()), Posted::Accepted);
    other.ends_after(0, 1, 1);
}

#[test]
fn what_an_operator_can_put_right_costs_no_mail() {
    for reply in
        ["554 5.7.1 Relay access denied", "530 5.7.0 log in first", "550 5.1.8 unknown domain of sender"]
    {
        assert_eq!(posted("rathaus@stadt.example", reply), Posted::Later(format!("RCPT TO: {reply}")));
    }
    for reply in ["550 5.1.0 sender refused", "553 5.7.1 not your address", "530 5.7.0 log in first"] {
        assert_eq!(posted("MAIL", reply), Posted::Later(format!("MAIL FROM: {reply}")));
    }
}

#[test]
fn a_message_is_refused_for_ever_or_for_now() {
    for reply in ["554 5.7.1 unwanted", "552 5.3.4 too big"] {
        assert_eq!(posted("DATA", reply), Posted::Refused(format!("message: {reply}")));
    }
    assert_eq!(posted("DATA", "452 4.3.1 full"), Posted::Later("message: 452 4.3.1 full".to_owned()));
}

#[test]
fn a_reply_out_of_place_accepts_nothing() {
    let reason = "message: the reply 354 is out of place";
    assert_eq!(posted("DATA", "354 go on"), Posted::Later(reason.to_owned()));
}

fn reason(posted: Posted) -> String {
    let Posted::Later(reason) = posted else { panic!("{posted:?}") };
    reason
}

#[test]
fn nobody_there_is_later() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert!(reason(mailer(port).post(&mail())).starts_with("connection: "));
    let host = "gibt-es-nicht.invalid".to_owned();
    let nobody = SmtpMailer::new(Server { host, ..server(25) }).unwrap();
    assert!(reason(nobody.post(&mail())).starts_with("connection: `gibt-es-nicht.invalid`"));
}

#[test]
fn silence_is_later_in_bounded_time() {
    // Takes the connection and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let begun = Instant::now();
    let wait = Duration::from_millis(100);
    assert!(reason(mailer(port).waiting(wait, wait).post(&mail())).starts_with("connection: "));
    // Takes the message and says nothing of it.
    let receiver = Receiver::start(&["--reply", "DATA="]);
    let posted = mailer(receiver.port).waiting(Duration::from_secs(10), wait).post(&mail());
    assert!(reason(posted).starts_with("message: "));
    receiver.ends_after(0, 1, 0);
    let none = mailer(port).waiting(Duration::ZERO, wait);
    assert_eq!(none.post(&mail()), Posted::Later("connection: no time left".to_owned()));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}
