//! `/bulletin-subscriptions`: bulletins by mail, from the request to the last mail, over a mail server of others.

use std::cell::RefCell;
use std::time::Duration;

use blaupause_access::Role;
use blaupause_app::bulletin_mails::work;
use blaupause_app::bulletin_subscriptions::forget;
use blaupause_mailer::{Security, Server, SmtpMailer};
use blaupause_support::mails::{Mail, Post, Posted};
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM, small_world};
use blaupause_tests::mail_receiver::{Received, Receiver};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

const LEASE: Duration = Duration::from_secs(120);
const ADDRESS: &str = "rathaus@stadt.example";

fn mailer(receiver: &Receiver) -> SmtpMailer {
    let (host, port, security) = ("127.0.0.1".to_owned(), receiver.port, Security::None);
    let from = "Blaupause <blaupause@land.example>".parse().unwrap();
    SmtpMailer::new(Server { host, port, security, user: None, password: None, from }).unwrap()
}

fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    app
}

fn wishes(address: &str) -> Value {
    json!({"address": address, "topics": ["privacy", "informationSecurity"], "rhythm": "daily"})
}

fn ask(app: &TestApp, body: &Value) -> Reply {
    app.post("/bulletin-subscriptions", "", body)
}

/// Publishes a bulletin by two people and gives its path.
fn publish(app: &TestApp, topic: &str, title: &str, audience: &Value) -> String {
    let token = |name: &str| app.token(name, Role::Consultant, None, Some("it-harz"));
    let text = json!({"title": title, "summary": format!("Kurz: {title}."), "body": "Lang"});
    let body = json!({"provider": "it-harz", "topic": topic, "texts": {"de": text}, "audience": audience});
    let path = app.post("/bulletins", &token("wilma"), &body).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    app.transition(&path, "submit", &token("wilma"), &json!({})).expect(200);
    app.transition(&path, "publish", &token("winni"), &json!({})).expect(200);
    path
}

/// The path below `/v1` of the link in a mail that has this in it.
fn link(text: &str, verb: &str) -> String {
    let line = text
        .lines()
        .find(|line| line.contains(&format!("/{verb}?token=")))
        .unwrap_or_else(|| panic!("{text}"));
    let (_, path) = line.split_once("/v1").unwrap();
    path.to_owned()
}

/// Sends one mail and gives it as it arrived.
fn sent(app: &TestApp, receiver: &mut Receiver) -> Received {
    assert!(work(&app.app, &mailer(receiver), LEASE).unwrap(), "nothing was to be sent");
    receiver.message()
}

/// Asks and confirms; gives what the mail said.
fn subscribe(app: &TestApp, receiver: &mut Receiver, body: &Value) {
    ask(app, body).expect(202);
    let path = link(sent(app, receiver).text("text"), "confirm");
    app.request("POST", &path).send().expect(200);
    app.set_now("2026-03-01T10:00:00Z");
}

/// What is sent, without a server.
#[derive(Default)]
struct Pile(RefCell<Vec<Mail>>);

impl Post for Pile {
    fn post(&self, mail: &Mail) -> Posted {
        self.0.borrow_mut().push(mail.clone());
        Posted::Accepted
    }
}

#[test]
fn bulletins_come_by_mail_from_the_confirmation_to_the_last_click() {
    let (app, mut receiver) = (world(), Receiver::start(&[]));
    let asked = ask(&app, &wishes(ADDRESS)).expect(202);
    assert_eq!(asked.json, json!({"confirmWithinDays": 7}));
    let mail = sent(&app, &mut receiver);
    assert_eq!(mail.header("subject"), Some("Bitte bestätigen: Rundschreiben per E-Mail"));
    assert_eq!(mail.header("list-unsubscribe"), None);
    let confirm = link(mail.text("text"), "confirm");
    let text = format!(
        "Guten Tag,\n\nfür diese Adresse wurden Rundschreiben per E-Mail bestellt.\n\n\
         Themen: Informationssicherheit, Datenschutz\nRhythmus: täglich\n\n\
         Waren Sie das? Dann bestätigen Sie bitte bis zum 08.03.2026:\n{}\n\n\
         Waren Sie das nicht? Dann müssen Sie nichts tun. Ohne Bestätigung wird die Adresse gelöscht.\n\nBlaupause\n",
        app.app.publication().at(&confirm)
    );
    assert_eq!(mail.text("text").replace("\r\n", "\n"), text);
    // Programs for mail look at every link: that changes nothing.
    for _ in 0..2 {
        let page = app.get(&confirm, "").expect(200);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let html = String::from_utf8(page.bytes).unwrap();
        assert!(
            html.contains("<html lang=\"de\">") && html.contains(ADDRESS) && html.contains("method=\"post\"")
        );
    }
    publish(&app, "privacy", "Vor der Bestätigung", &json!({}));
    app.set_now("2026-03-01T09:00:00Z");
    for _ in 0..2 {
        app.request("POST", &confirm).send().expect(200);
    }
    app.set_now("2026-03-01T09:00:01Z");
    let path = publish(&app, "privacy", "Neue Vorlage", &json!({}));
    publish(&app, "news", "Nicht bestellt", &json!({}));
    publish(&app, "privacy", "Nur für Goslar", &json!({"units": [GOSLAR]}));
    app.set_now("2026-03-02T04:59:59Z");
    assert!(!work(&app.app, &mailer(&receiver), LEASE).unwrap(), "not before five in the morning");
    app.set_now("2026-03-02T05:00:00Z");
    let mail = sent(&app, &mut receiver);
    let end = link(mail.text("text"), "unsubscribe");
    let at = |path: &str| app.app.publication().at(path);
    let text = format!(
        "Guten Tag,\n\ndas gab es seit der letzten E-Mail:\n\n\
         Datenschutz: Neue Vorlage\nKurz: Neue Vorlage.\n{}\n\n\
         Sie bekommen diese E-Mail täglich zu diesen Themen: Informationssicherheit, Datenschutz.\n\
         Abbestellen: {}\n\nBlaupause\n",
        at(&path),
        at(&end)
    );
    assert_eq!(mail.text("text").replace("\r\n", "\n"), text);
    assert_eq!(mail.header("subject"), Some("Rundschreiben vom 02.03.2026: ein Beitrag"));
    assert_eq!(mail.header("list-unsubscribe"), Some(format!("<{}>", at(&end)).as_str()));
    assert_eq!(mail.header("list-unsubscribe-post"), Some("List-Unsubscribe=One-Click"));
    // Nothing happened until the next morning: no mail, and the same is not told again.
    app.set_now("2026-03-03T05:00:00Z");
    let pile = Pile::default();
    assert!(work(&app.app, &pile, LEASE).unwrap() && pile.0.borrow().is_empty());
    assert!(!work(&app.app, &pile, LEASE).unwrap());
    let page = app.get(&end, "").expect(200);
    assert!(String::from_utf8(page.bytes).unwrap().contains("Ja, abbestellen"));
    // RFC 8058, 3.2: the body is a form of one field.
    for _ in 0..2 {
        let click = app
            .request("POST", &end)
            .bytes("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click");
        assert!(String::from_utf8(click.send().expect(200).bytes).unwrap().contains("Abbestellt"));
    }
    publish(&app, "privacy", "Danach", &json!({}));
    app.set_now("2026-03-04T05:00:00Z");
    assert!(!work(&app.app, &pile, LEASE).unwrap());
    receiver.ends_after(0, 2, 2);
}

/// What is published in the last five minutes before a mail may not be committed when it is written: it comes with the next.
#[test]
fn nothing_falls_between_two_mails() {
    let (app, mut receiver) = (world(), Receiver::start(&[]));
    subscribe(&app, &mut receiver, &wishes(ADDRESS));
    app.set_now("2026-03-02T04:55:00Z");
    publish(&app, "privacy", "Gerade noch", &json!({}));
    app.set_now("2026-03-02T04:55:01Z");
    publish(&app, "privacy", "Erst morgen", &json!({}));
    for (now, told, not) in [
        ("2026-03-02T05:00:00Z", "Gerade noch", "Erst morgen"),
        ("2026-03-03T05:00:00Z", "Erst morgen", "Gerade noch"),
    ] {
        app.set_now(now);
        let mail = sent(&app, &mut receiver);
        assert!(mail.text("text").contains(told) && !mail.text("text").contains(not), "{now}");
    }
}

#[test]
fn answers_say_nothing_of_addresses_and_nobody_is_bothered() {
    let (app, mut receiver) = (world(), Receiver::start(&[]));
    let first = ask(&app, &wishes(ADDRESS)).expect(202);
    for _ in 0..4 {
        let again = ask(&app, &wishes(ADDRESS)).expect(202);
        assert_eq!((&again.json, again.header("etag")), (&first.json, first.header("etag")));
    }
    let mut paths: Vec<String> =
        (0..3).map(|_| link(sent(&app, &mut receiver).text("text"), "confirm")).collect();
    assert!(!work(&app.app, &mailer(&receiver), LEASE).unwrap(), "three a day are enough");
    app.set_now("2026-03-02T08:00:00Z");
    ask(&app, &wishes(ADDRESS)).expect(202);
    paths.push(link(sent(&app, &mut receiver).text("text"), "confirm"));
    // What was confirmed takes the place of the others.
    app.request("POST", &paths[3]).send().expect(200);
    assert_eq!(app.request("POST", &paths[0]).send().expect(404).at("/code"), "subscription-not-found");
    for body in [
        json!({"address": "rathaus@stadt", "topics": ["news"], "rhythm": "daily"}),
        json!({"address": ADDRESS, "topics": ["news"], "rhythm": "hourly"}),
        json!({"address": ADDRESS, "topics": ["news"], "rhythm": "daily", "name": "x"}),
    ] {
        ask(&app, &body).expect(400);
    }
    let none = ask(&app, &json!({"address": ADDRESS, "topics": [], "rhythm": "daily"})).expect(422);
    assert_eq!(none.at("/errors/0/pointer"), "/topics");
    let mut nowhere = wishes(ADDRESS);
    nowhere["unit"] = json!("031530099099");
    assert_eq!(ask(&app, &nowhere).expect(422).at("/errors/0/pointer"), "/unit");
}

/// Whoever has no token, or the one for something else, gets the same answer whether there is such a subscription or not.
#[test]
fn tokens_open_what_they_are_for() {
    let (app, mut receiver) = (world(), Receiver::start(&[]));
    ask(&app, &wishes(ADDRESS)).expect(202);
    let confirm = link(sent(&app, &mut receiver).text("text"), "confirm");
    let (path, token) = confirm.split_once("?token=").unwrap();
    let elsewhere = "/bulletin-subscriptions/01900000-0000-7000-8000-ffffffffffff/confirm";
    for bad in [
        format!("{path}?token=x"),
        format!("{elsewhere}?token={token}"),
        confirm.replace("/confirm", "/unsubscribe"),
    ] {
        for method in ["GET", "POST"] {
            let refused = app.request(method, &bad).send().expect(403);
            assert_eq!(refused.at("/code"), "subscription-wrong-token", "{method} {bad}");
        }
    }
    let page =
        app.request("GET", &format!("{path}?token=x")).header("Accept", "text/html,*/*").send().expect(403);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(String::from_utf8(page.bytes).unwrap().contains("<h1>Verweis ungültig</h1>"));
    app.set_now("2026-03-08T08:00:01Z");
    assert_eq!(app.request("POST", &confirm).send().expect(409).at("/code"), "subscription-expired");
    assert_eq!(app.write(forget).unwrap(), 1);
    assert_eq!(app.get(&confirm, "").expect(404).at("/code"), "subscription-not-found");
}

#[test]
fn wishes_change_with_the_token_of_a_mail() {
    let (app, mut receiver) = (world(), Receiver::start(&[]));
    let mut body = wishes(ADDRESS);
    body["unit"] = json!("03153017");
    subscribe(&app, &mut receiver, &body);
    publish(&app, "privacy", "Nur für Goslar", &json!({"units": [GOSLAR]}));
    publish(&app, "privacy", "Nur für Langelsheim", &json!({"units": [LANGELSHEIM]}));
    app.set_now("2026-03-02T05:00:00Z");
    let mail = sent(&app, &mut receiver);
    assert!(mail.text("text").contains("Nur für Goslar") && !mail.text("text").contains("Langelsheim"));
    let end = link(mail.text("text"), "unsubscribe");
    let (path, token) = end.split_once("/unsubscribe?token=").unwrap();
    let call = |method: &str, token: &str| app.request(method, path).header("Subscription-Token", token);
    assert_eq!(app.get(path, "").expect(403).at("/code"), "subscription-wrong-token");
    let own = call("GET", token).send().expect(200);
    assert_eq!((own.at("/unit"), own.at("/state")), (&json!(GOSLAR), &json!("confirmed")));
    let weekly = json!({"topics": ["news"], "rhythm": "weekly", "language": "en"});
    call("PUT", token).json(&weekly).send().expect(428);
    let put = |tag: &str| call("PUT", token).header("If-Match", tag).json(&weekly).send();
    assert_eq!(put(&own.header("etag")).expect(200).at("/rhythm"), "weekly");
    put(&own.header("etag")).expect(412);
    publish(&app, "news", "Neues", &json!({}));
    // Monday, 2 March, was today: the next one is the 9th.
    app.set_now("2026-03-08T23:00:00Z");
    assert!(!work(&app.app, &mailer(&receiver), LEASE).unwrap());
    app.set_now("2026-03-09T05:00:00Z");
    let mail = sent(&app, &mut receiver);
    assert_eq!(mail.header("subject"), Some("Bulletins of 2026-03-09: one entry"));
    assert_eq!(mail.header("content-language"), Some("en"));
    for _ in 0..2 {
        call("DELETE", token).send().expect(204);
    }
    call("GET", token).send().expect(404);
}

#[test]
fn what_is_not_taken_is_tried_again_as_the_same_mail() {
    let app = world();
    let later = Receiver::start(&["--reply", &format!("{ADDRESS}=451 4.3.0 later")]);
    ask(&app, &wishes(ADDRESS)).expect(202);
    assert!(work(&app.app, &mailer(&later), LEASE).unwrap());
    assert!(!work(&app.app, &mailer(&later), LEASE).unwrap(), "not at once");
    app.set_now("2026-03-01T08:00:59Z");
    assert!(!work(&app.app, &mailer(&later), LEASE).unwrap());
    app.set_now("2026-03-01T08:01:00Z");
    assert!(work(&app.app, &mailer(&later), LEASE).unwrap());
    app.set_now("2026-03-01T08:05:59Z");
    assert!(!work(&app.app, &mailer(&later), LEASE).unwrap(), "the second wait is five minutes");
    app.set_now("2026-03-01T08:06:00Z");
    later.ends_after(0, 2, 0);
    let mut receiver = Receiver::start(&[]);
    let mail = sent(&app, &mut receiver);
    assert_eq!(mail.header("date"), Some("Sun, 01 Mar 2026 08:00:00 +0000"), "when it was written first");
    app.request("POST", &link(mail.text("text"), "confirm")).send().expect(200);
    app.set_now("2026-03-01T10:00:00Z");
    // The window of a mail stays what it was: what is new meanwhile comes with the next one, and nothing twice.
    publish(&app, "privacy", "Erstes", &json!({}));
    app.set_now("2026-03-02T05:00:00Z");
    let refused = Receiver::start(&["--reply", &format!("{ADDRESS}=550 5.1.1 unknown")]);
    assert!(work(&app.app, &mailer(&refused), LEASE).unwrap());
    publish(&app, "privacy", "Zweites", &json!({}));
    app.set_now("2026-03-02T05:01:00Z");
    let mail = sent(&app, &mut receiver);
    assert!(mail.text("text").contains("Erstes") && !mail.text("text").contains("Zweites"));
    let first = mail.header("message-id").unwrap().to_owned();
    app.set_now("2026-03-03T05:00:00Z");
    let mail = sent(&app, &mut receiver);
    assert!(!mail.text("text").contains("Erstes") && mail.text("text").contains("Zweites"));
    assert_ne!(mail.header("message-id"), Some(first.as_str()));
    // An address that is refused three times for one mail is deleted.
    publish(&app, "privacy", "Drittes", &json!({}));
    for now in ["2026-03-04T05:00:00Z", "2026-03-04T05:01:00Z", "2026-03-04T05:06:00Z"] {
        app.set_now(now);
        assert!(work(&app.app, &mailer(&refused), LEASE).unwrap());
    }
    let end = link(mail.text("text"), "unsubscribe");
    let (path, token) = end.split_once("/unsubscribe?token=").unwrap();
    app.request("GET", path).header("Subscription-Token", token).send().expect(404);
    refused.ends_after(0, 4, 0);
}

/// Looks whether anybody else would send while it sends.
struct Watching<'a> {
    app: &'a TestApp,
    meanwhile: RefCell<Vec<bool>>,
    path: String,
}

impl Post for Watching<'_> {
    fn post(&self, _: &Mail) -> Posted {
        let other = Pile::default();
        self.meanwhile.borrow_mut().push(work(&self.app.app, &other, LEASE).unwrap());
        assert!(other.0.borrow().is_empty());
        if !self.path.is_empty() {
            self.app.request("POST", &self.path).send().expect(200);
        }
        Posted::Accepted
    }
}

#[test]
fn one_sender_at_a_time_has_a_mail_and_another_goes_on_where_one_was_cut_off() {
    let (app, mut receiver) = (world(), Receiver::start(&[]));
    subscribe(&app, &mut receiver, &wishes(ADDRESS));
    publish(&app, "privacy", "Erstes", &json!({}));
    app.set_now("2026-03-02T05:00:00Z");
    let watching = Watching { app: &app, meanwhile: RefCell::default(), path: String::new() };
    assert!(work(&app.app, &watching, LEASE).unwrap());
    assert_eq!(*watching.meanwhile.borrow(), [false], "the other one finds nothing to send");
    publish(&app, "privacy", "Zweites", &json!({}));
    app.set_now("2026-03-03T05:00:00Z");
    // A sender that is cut off gives nothing back; after its time another one sends the same.
    let cut_off = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        struct Falling;
        impl Post for Falling {
            fn post(&self, _: &Mail) -> Posted {
                panic!("cut off")
            }
        }
        work(&app.app, &Falling, LEASE)
    }));
    assert!(cut_off.is_err());
    let pile = Pile::default();
    app.set_now("2026-03-03T05:01:59Z");
    assert!(!work(&app.app, &pile, LEASE).unwrap());
    app.set_now("2026-03-03T05:02:00Z");
    assert!(work(&app.app, &pile, LEASE).unwrap());
    let mails = pile.0.borrow();
    assert!(mails.len() == 1 && mails[0].text.contains("Zweites") && !mails[0].text.contains("Erstes"));
    // Whoever unsubscribes while a mail is on its way is gone all the same.
    publish(&app, "privacy", "Drittes", &json!({}));
    app.set_now("2026-03-04T05:00:00Z");
    let path = link(&mails[0].text, "unsubscribe");
    let watching = Watching { app: &app, meanwhile: RefCell::default(), path };
    assert!(work(&app.app, &watching, LEASE).unwrap());
    app.set_now("2026-03-09T05:00:00Z");
    assert!(!work(&app.app, &pile, LEASE).unwrap());
}
