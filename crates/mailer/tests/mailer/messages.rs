//! What is sent arrives as it was written, and nothing breaks out of its place.

use blaupause_kernel::Language;
use blaupause_mailer::{Server, SmtpMailer};
use blaupause_support::mails::{Mail, Post, Posted};
use serde_json::json;

use crate::{mail, mailer, server};
use blaupause_tests::mail_receiver::{Received, Receiver};

/// What comes of it at a server that takes everything.
fn sent(receiver: &mut Receiver, mail: &Mail) -> Received {
    assert_eq!(mailer(receiver.port).post(mail), Posted::Accepted);
    receiver.message()
}

/// The text as it stands in mail, where lines end with two characters.
fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

#[test]
fn a_german_message_arrives_exactly() {
    let mut receiver = Receiver::start(&[]);
    let long = "Straßenbeleuchtungsbeitragssatzungsänderung über Größenmaßstäbe – „Grüße“ ".repeat(60);
    let subject =
        "Grüße aus Süd: 3 neue Bausteine für Ihre Verwaltung – Fördermittel, Ämter, Größe XXL, straße, Öl";
    let text =
        format!("Sehr geehrte Damen und Herren,\n\n{long}\n\n  eingerückt = nicht =3D kodiert  \n\tEnde\n");
    let received = sent(&mut receiver, &Mail { subject: subject.to_owned(), text: text.clone(), ..mail() });
    assert_eq!(received.header("Subject"), Some(subject));
    assert_eq!(received.text("text"), crlf(&text));
    assert_eq!((received.text("type"), received.text("charset")), ("text/plain", "utf-8"));
    assert_eq!(received.header("MIME-Version"), Some("1.0"));
    assert_eq!(received.header("From"), Some("Blaupause für Städte <blaupause@land.example>"));
    assert_eq!(received.header("To"), Some("rathaus@stadt.example"));
    assert_eq!(received.value("from"), "blaupause@land.example");
    assert_eq!(received.value("to"), &json!(["rathaus@stadt.example"]));
    assert_eq!(received.value("hello"), "land.example");
    assert_eq!(received.value("defects"), &json!([]));
    assert!(received.raw().iter().all(|line| line.len() <= 78 && line.is_ascii()), "{:?}", received.raw());
}

#[test]
fn date_and_id_are_those_of_the_mail() {
    let mut receiver = Receiver::start(&[]);
    let received = sent(&mut receiver, &mail());
    assert_eq!(received.header("Date"), Some("Sun, 01 Mar 2026 08:30:15 +0000"));
    let id = "<01900000-0000-7000-8000-00000000002a@land.example>";
    assert_eq!(received.header("Message-ID"), Some(id));
    assert!(received.raw().contains(&format!("Message-ID: {id}")));
    assert_eq!(received.header("Content-Language"), Some("de"));
    assert_eq!(received.header("Auto-Submitted"), Some("auto-generated"));
    let english = sent(&mut receiver, &Mail { language: Language::En, ..mail() });
    assert_eq!(english.header("Content-Language"), Some("en"));
}

#[test]
fn one_request_unsubscribes_where_there_is_something_to_end() {
    let mut receiver = Receiver::start(&[]);
    let url =
        format!("https://blaupause.land.example/abonnements/42/ende?token={}&weg=brief", "aB3_-".repeat(40));
    assert!(url.len() > 250);
    let received = sent(&mut receiver, &Mail { unsubscribe: Some(url.clone()), ..mail() });
    let raw = received.raw();
    assert!(raw.contains(&format!("List-Unsubscribe: <{url}>")), "{raw:?}");
    assert!(raw.contains(&"List-Unsubscribe-Post: List-Unsubscribe=One-Click".to_owned()), "{raw:?}");
    assert_eq!(received.value("defects"), &json!([]));
    let received = sent(&mut receiver, &mail());
    assert!(!received.raw().iter().any(|line| line.to_lowercase().contains("unsubscribe")));
}

#[test]
fn lines_of_points_and_other_ends_arrive() {
    let mut receiver = Receiver::start(&[]);
    for text in [
        ".\n..\n.anfang\nmitte\n.\n",
        "eins\n.\n\n...\nQUIT\n",
        "\n\nleer davor und danach\n\n\n",
        "From hier\n--\n-- \nmit Leerzeichen am Ende \t \n",
        "\n",
    ] {
        let received = sent(&mut receiver, &Mail { text: text.to_owned(), ..mail() });
        assert_eq!(received.text("text"), crlf(text));
    }
    // Mail consists of lines: the last one has an end, and an end is one thing.
    for text in ["ohne Ende\nzwei\n.", "ohne Ende\r\nzwei\r\n.\r\n", "ohne Ende\rzwei\r."] {
        let received = sent(&mut receiver, &Mail { text: text.to_owned(), ..mail() });
        assert_eq!(received.text("text"), "ohne Ende\r\nzwei\r\n.\r\n");
    }
    assert_eq!(sent(&mut receiver, &Mail { text: String::new(), ..mail() }).text("text"), "\r\n");
}

#[test]
fn subjects_of_every_kind_arrive_exactly() {
    let mut receiver = Receiver::start(&[]);
    for subject in [
        "plain",
        "Ä",
        "🏛 Rathäuser 🏛🏛 – ﷽ 漢字",
        "signs, and: colons; \"quotes\" <b@c.example> =3D ?= a_b",
        "Straßenbeleuchtungsbeitragssatzungsänderungsverfahrensbeschleunigungsverordnungsentwurfsfassung in Öl",
        "with umläuts and then a lot of plain words that go over the end of the first line and then ümläuts",
        "lang ".repeat(100).trim_end(),
        &"ü".repeat(300),
        &"w".repeat(300),
    ] {
        let received = sent(&mut receiver, &Mail { subject: subject.to_owned(), ..mail() });
        assert_eq!(received.header("Subject"), Some(subject));
        assert_eq!(received.value("defects"), &json!([]), "{subject}");
        assert!(received.raw().iter().all(|line| line.len() <= 998 && line.is_ascii()));
    }
    // Spaces come one by one: between encoded words several would get lost.
    let received = sent(&mut receiver, &Mail { subject: "  Öl  über \t Größe ".to_owned(), ..mail() });
    assert_eq!(received.header("Subject"), Some("Öl über Größe"));
}

#[test]
fn nothing_breaks_out_of_a_header() {
    let receiver = Receiver::start(&[]);
    let refused = |mail: &Mail| {
        assert!(matches!(mailer(receiver.port).post(mail), Posted::Refused(_)), "{mail:?}");
    };
    for subject in
        ["Neues\r\nBcc: x@y.example", "Neues\nBcc: x@y.example", "Neues\rBcc: x", "Neues\n", "a\0b"]
    {
        refused(&Mail { subject: subject.to_owned(), ..mail() });
    }
    for url in [
        "https://a.example/\r\nBcc: x@y.example",
        "https://a.example/\n",
        "https://a.example/ b",
        "https://a.example/>, <mailto:x@y.example",
        "https://ämter.example/",
        "mailto:x@y.example",
        "",
    ] {
        refused(&Mail { unsubscribe: Some(url.to_owned()), ..mail() });
    }
    // No line of a message may be that long, and neither can be broken.
    refused(&Mail { unsubscribe: Some(format!("https://a.example/{}", "x".repeat(1000))), ..mail() });
    refused(&Mail { subject: "x".repeat(1000), ..mail() });
    refused(&Mail { written: "1969-12-31T23:59:59Z".parse().unwrap(), ..mail() });
    receiver.ends_after(0, 0, 0);
}

#[test]
fn names_of_senders_arrive() {
    let mut receiver = Receiver::start(&[]);
    for (from, arrives) in [
        ("Amt, Süd (IT) <a@land.example>", "\"Amt, Süd (IT)\" <a@land.example>"),
        ("\"Amt; Nord\" <a@land.example>", "\"Amt; Nord\" <a@land.example>"),
        ("a@land.example", "a@land.example"),
    ] {
        let server = Server { from: from.parse().unwrap(), ..server(receiver.port) };
        assert_eq!(SmtpMailer::new(server).unwrap().post(&mail()), Posted::Accepted);
        assert_eq!(receiver.message().header("From"), Some(arrives));
    }
}
