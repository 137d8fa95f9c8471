//! Telling other systems, by the running program: what it sends is checked by the published library of Standard Webhooks,
//! and a server that is killed has told everything once another one has run.

use std::io::Write;
use std::process::{Command, Stdio};

use blaupause_tests::{Client, Received, Receiver};
use serde_json::{Value, json};

use crate::running::Place;

/// Messages go to this machine, and soon; of a server that dies another one takes over after a second.
const SETTINGS: &[(&str, &str)] = &[
    ("BLAUPAUSE__WEBHOOKS__ALLOW_HTTP", "true"),
    ("BLAUPAUSE__WEBHOOKS__INTERNAL_TARGETS", "127.0.0.0/8"),
    ("BLAUPAUSE__WEBHOOKS__LOOK_EVERY_MS", "20"),
    ("BLAUPAUSE__WEBHOOKS__LEASE_SECONDS", "1"),
];

/// Founds a provider and has it tell a receiver; the secret.
fn webhook(place: &Place, client: &Client, receiver: &Receiver) -> (String, String) {
    let admin = place.token("registrar", "admin", &[]);
    client.post("/providers", &admin, &json!({"id": "it-harz", "name": "IT Harz"})).expect(201);
    let mara = place.token("mara", "catalogManager", &["--provider", "it-harz"]);
    let body = json!({"url": receiver.url("/"), "provider": "it-harz", "kinds": ["module.created"]});
    let made = client.post("/webhooks", &mara, &body).expect(201);
    (mara, made.text("/secret").to_owned())
}

fn happens(client: &Client, mara: &str, module: &str) {
    let text = json!({"de": "Modul", "en": "Module"});
    let new =
        json!({"id": module, "owner": "it-harz", "kind": "application", "title": text, "description": text});
    client.post("/modules", mara, &new).expect(201);
}

/// Lets the library check a message; what it says goes to the test's output if it refuses.
fn verifies(python: &str, secret: &str, message: &Received) -> bool {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/python/verify_webhook.py");
    let given: Value = json!({"secret": secret, "headers": message.headers, "body": message.body});
    let mut child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(given.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    output.status.success() && String::from_utf8_lossy(&output.stdout).trim() == message.id()
}

#[test]
fn the_published_library_accepts_what_is_sent_and_nothing_that_was_changed() {
    let Ok(python) = std::env::var("BLAUPAUSE_PYTHON") else {
        return eprintln!(
            "BLAUPAUSE_PYTHON is not set: `cargo xtask test` checks this with Standard Webhooks"
        );
    };
    let (place, receiver) = (Place::make(), Receiver::start());
    let server = place.serve_with(SETTINGS);
    let (mara, secret) = webhook(&place, &server.client, &receiver);
    happens(&server.client, &mara, "terminvergabe");
    let first = receiver.awaits(1).pop().unwrap();
    assert!(verifies(&python, &secret, &first));
    let changed = Received { body: first.body.replace("it-harz", "it-kueste"), ..first.clone() };
    assert_ne!(changed.body, first.body);
    assert!(!verifies(&python, &secret, &changed));
    assert!(!verifies(&python, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &first));
    // After a rotation both secrets are good, each for itself.
    let all = server.client.get("/webhooks", &mara).expect(200);
    let path = format!("/webhooks/{}", all.text("/items/0/id"));
    let rotated = server.client.transition(&path, "rotate-secret", &mara, &json!({})).expect(200);
    happens(&server.client, &mara, "dms");
    let second = receiver.awaits(2).pop().unwrap();
    assert!(verifies(&python, &secret, &second) && verifies(&python, &rotated.text("/secret"), &second));
}

#[test]
fn a_server_that_is_killed_has_told_everything_once_another_one_has_run() {
    let (place, receiver) = (Place::make(), Receiver::start());
    let server = place.serve_with(SETTINGS);
    let (mara, _) = webhook(&place, &server.client, &receiver);
    let mut server = server;
    let mut made: Vec<String> = Vec::new();
    for round in 0..4 {
        for n in 0..5 {
            let module = format!("modul-{round}-{n}");
            happens(&server.client, &mara, &module);
            made.push(format!("/modules/{module}"));
        }
        // In the middle of it: some were told, some not, one perhaps without it being noted.
        receiver.awaits(receiver.received().len() + 1);
        server.kill();
        server = place.serve_with(SETTINGS);
    }
    let distinct = || {
        let mut seen: Vec<(String, String)> = Vec::new();
        for message in receiver.received() {
            let pair = (message.id(), message.json()["subject"].as_str().unwrap().to_owned());
            if !seen.contains(&pair) {
                seen.push(pair);
            }
        }
        seen
    };
    while distinct().len() < made.len() {
        receiver.awaits(receiver.received().len() + 1);
    }
    let events = server.client.get("/events?limit=500", "").expect(200);
    let items = events.at("/items").as_array().unwrap().clone();
    let text = |event: &Value, name: &str| event[name].as_str().unwrap().to_owned();
    let expected: Vec<(String, String)> = items
        .iter()
        .filter(|event| event["kind"] == "module.created")
        .map(|event| (text(event, "id"), text(event, "subject")))
        .collect();
    assert_eq!(distinct(), expected, "every event, in order, under one id");
    let subjects: Vec<String> = expected.into_iter().map(|(_, subject)| subject).collect();
    assert_eq!(subjects, made);
}
