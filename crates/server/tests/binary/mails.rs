//! Mail by the running program, over a mail server of others: it arrives also when the first server is killed, and what its
//! links bear does not stand in the log.

use blaupause_tests::mail_receiver::Receiver;
use serde_json::json;

use crate::running::Place;

fn settings<'s>(port: &'s str, every: &'s str) -> [(&'s str, &'s str); 6] {
    [
        ("BLAUPAUSE__MAIL__HOST", "127.0.0.1"),
        ("BLAUPAUSE__MAIL__PORT", port),
        ("BLAUPAUSE__MAIL__SECURITY", "none"),
        ("BLAUPAUSE__MAIL__FROM", "Blaupause <blaupause@land.example>"),
        ("BLAUPAUSE__MAIL__CHECK_EVERY_MS", every),
        ("BLAUPAUSE__PUBLICATION__ADDRESS", "https://blaupause.land.example"),
    ]
}

#[test]
fn what_was_asked_of_a_server_that_is_killed_is_sent_by_the_next_one() {
    let (place, mut receiver) = (Place::make(), Receiver::start(&[]));
    let port = receiver.port.to_string();
    // It looks once, and then not for an hour.
    let server = place.serve_with(&settings(&port, "3600000"));
    let body = json!({"address": "rathaus@stadt.example", "topics": ["privacy"], "rhythm": "daily"});
    server.client.post("/bulletin-subscriptions", "", &body).expect(202);
    server.kill();
    let next = place.serve_with(&settings(&port, "20"));
    let mail = receiver.message();
    let start = "https://blaupause.land.example/v1";
    let link = mail.text("text").lines().find_map(|line| line.strip_prefix(start)).unwrap();
    assert_eq!(mail.text("from"), "blaupause@land.example");
    let (_, token) = link.split_once("?token=").unwrap();
    next.client.request("POST", link).send().expect(200);
    // A request that fails is logged with its span; this one fails on the way to the same address.
    let refused = next.client.request("POST", &link.replace("/confirm", "/unsubscribe")).send();
    refused.expect(403);
    let log = next.said_until_its_end();
    assert!(!log.contains(token), "{log}");
    receiver.ends_after(0, 1, 1);
}

#[test]
fn without_a_mail_server_nobody_subscribes() {
    let place = Place::make();
    let server = place.serve();
    let body = json!({"address": "rathaus@stadt.example", "topics": ["privacy"], "rhythm": "daily"});
    let refused = server.client.post("/bulletin-subscriptions", "", &body).expect(501);
    assert_eq!(refused.at("/code"), "mail-off");
}

#[test]
fn settings_that_cannot_work_are_refused_at_the_start() {
    let place = Place::make();
    for (change, said) in [
        (("BLAUPAUSE__MAIL__FROM", "Blaupause"), "is not a sender"),
        (("BLAUPAUSE__MAIL__PORT", "0"), "port 0"),
        (("BLAUPAUSE__MAIL__USER", "erika"), "a user together with a password"),
        (("BLAUPAUSE__MAIL__HOUR_UTC", "0"), "from 1 to 23"),
        (("BLAUPAUSE__PUBLICATION__ADDRESS", ""), "publication.address is empty"),
    ] {
        let output =
            place.command(&["serve"]).envs(settings("25", "20")).env(change.0, change.1).output().unwrap();
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && log.contains(said), "{change:?}: {log}");
    }
}

#[test]
fn an_operator_tries_the_settings_out() {
    let (place, mut receiver) =
        (Place::make(), Receiver::start(&["--reply", "niemand@stadt.example=550 5.1.1 unknown"]));
    let port = receiver.port.to_string();
    let send = |to: &str, port: &str| {
        place.command(&["mail", "--to", to]).envs(settings(port, "20")).output().unwrap()
    };
    let sent = send("rathaus@stadt.example", &port);
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
    assert!(String::from_utf8_lossy(&sent.stdout).contains("hat die E-Mail angenommen"));
    assert_eq!(receiver.message().header("subject"), Some("Probe von Blaupause"));
    let refused = send("niemand@stadt.example", &port);
    assert!(
        !refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("550 5.1.1 unknown")
    );
    receiver.ends_after(0, 2, 1);
    let nobody = send("rathaus@stadt.example", &port);
    assert!(!nobody.status.success() && String::from_utf8_lossy(&nobody.stderr).contains("unter „mail“"));
    let off = place.run(&["mail", "--to", "rathaus@stadt.example"]);
    assert!(!off.status.success() && String::from_utf8_lossy(&off.stderr).contains("Einstellungen"));
}
