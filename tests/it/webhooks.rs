//! `/webhooks`: what is told to whom, what happens when a receiver does not take it, and that nothing is lost or sent twice.

mod failing;
mod keeping;
mod sharing;

use std::time::Duration;

use blaupause_access::{Grant, Role};
use blaupause_app::{Networks, Transport, webhook_deliveries};
use blaupause_sender::HttpTransport;
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM, small_world};
use blaupause_tests::{AUDIENCE, ISSUER, Receiver, TestApp};
use serde_json::{Value, json};

/// Messages may go to this machine, unencrypted.
pub fn here() -> Networks {
    Networks { allow_http: true, internal: vec!["127.0.0.0/8".parse().unwrap()] }
}

/// The small world; messages may go to this machine.
pub fn world() -> TestApp {
    let app = TestApp::start_with(here());
    small_world(&app);
    app
}

/// Sends until there is nothing to do.
pub fn work(app: &TestApp) {
    work_with(app, &HttpTransport::new(here()));
}

/// The same by other means.
pub fn work_with(app: &TestApp, transport: &dyn Transport) {
    number(app);
    while webhook_deliveries::work(&app.app, transport, Duration::from_secs(60), &|| true).unwrap() {}
}

/// Gives what happened its place in the log, as the running server does all the time.
pub fn number(app: &TestApp) {
    app.write(blaupause_app::journal::number_pending).unwrap();
}

/// An officer of Goslar.
pub fn anna(app: &TestApp) -> String {
    app.token("anna", Role::Editor, Some(GOSLAR), None)
}

/// The catalogue manager of `it-harz`.
pub fn mara(app: &TestApp) -> String {
    app.token("mara", Role::CatalogManager, None, Some("it-harz"))
}

/// A webhook of Goslar, pointing to a receiver; its path.
pub fn webhook(app: &TestApp, receiver: &Receiver, kinds: &[&str]) -> String {
    let body = json!({"url": receiver.url("/goslar"), "kinds": kinds, "unit": GOSLAR});
    let made = app.post("/webhooks", &anna(app), &body).expect(201);
    made.header("location").trim_start_matches("/v1").to_owned()
}

/// Something that happens and that everybody hears of.
pub fn happens(app: &TestApp, module: &str) {
    let text = json!({"de": "Modul", "en": "Module"});
    let new =
        json!({"id": module, "owner": "it-harz", "kind": "application", "title": text, "description": text});
    app.post("/modules", &mara(app), &new).expect(201);
}

/// The id of the event that a module was made.
pub fn event_of(app: &TestApp, module: &str) -> String {
    let events = app.get("/events?limit=500", "").expect(200);
    let subject = json!(format!("/modules/{module}"));
    let items = events.at("/items").as_array().unwrap().clone();
    let event = items.into_iter().find(|e| e["subject"] == subject && e["kind"] == "module.created").unwrap();
    event["id"].as_str().unwrap().to_owned()
}

/// How far the delivery of the event that a module was made is.
pub fn delivery(app: &TestApp, webhook: &str, module: &str) -> Value {
    let path = format!("{webhook}/deliveries/{}", event_of(app, module));
    app.get(&path, &anna(app)).expect(200).json
}

#[test]
fn a_system_is_told_what_happens_in_order_as_cloud_events() {
    let (app, receiver) = (world(), Receiver::start());
    happens(&app, "vorher");
    webhook(&app, &receiver, &["module.*", "ownTarget.*"]);
    for module in ["dms", "terminvergabe", "xbau"] {
        happens(&app, module);
    }
    work(&app);
    let received = receiver.received();
    let subjects: Vec<Value> = received.iter().map(|message| message.json()["subject"].clone()).collect();
    assert_eq!(subjects, ["/modules/dms", "/modules/terminvergabe", "/modules/xbau"]);
    let first = &received[0];
    let id = event_of(&app, "dms");
    let event = app.get("/events?limit=500", "").expect(200);
    let items = event.at("/items").as_array().unwrap();
    let shown = items.iter().find(|e| e["id"] == id.as_str()).unwrap();
    let expected = json!({"specversion": "1.0", "id": id, "source": "http://127.0.0.1:8080/v1",
        "type": "blaupause.module.created", "subject": "/modules/dms", "time": shown["at"],
        "datacontenttype": "application/json", "data": shown});
    assert_eq!(first.json(), expected);
    assert_eq!(first.path, "/goslar");
    assert_eq!(first.id(), id);
    assert_eq!(first.headers["content-type"], "application/cloudevents+json; charset=utf-8");
    // 2026-03-01T08:00:00Z by `date -d … +%s`
    assert_eq!(first.headers["webhook-timestamp"], "1772352000");
    assert!(first.headers["webhook-signature"].starts_with("v1,"));
    assert_eq!(delivery(&app, &list(&app)[0], "dms")["state"], "delivered");
}

fn list(app: &TestApp) -> Vec<String> {
    let all = app.get("/webhooks", &anna(app)).expect(200);
    let items = all.at("/items").as_array().unwrap().clone();
    items.iter().map(|item| format!("/webhooks/{}", item["id"].as_str().unwrap())).collect()
}

#[test]
fn a_unit_hears_what_concerns_it_and_not_what_concerns_others() {
    let (app, receiver) = (world(), Receiver::start());
    blaupause_tests::assessing::publish_model(&app);
    let open = json!({"url": receiver.url("/alle")});
    let system =
        Grant { subject: "portal".to_owned(), scopes: scopes(&["webhooks:write"]), ..Grant::default() };
    let system = app.token_for(&system, ISSUER, AUDIENCE, 3_600);
    app.post("/webhooks", &system, &open).expect(201);
    webhook(&app, &receiver, &[]);
    let harz = json!({"url": receiver.url("/harz"), "provider": "it-harz"});
    app.post("/webhooks", &mara(&app), &harz).expect(201);
    for unit in [GOSLAR, LANGELSHEIM] {
        blaupause_tests::assessing::signed(&app, unit, "2026-01-01", [2, 2, 0, 2]);
    }
    happens(&app, "dms");
    work(&app);
    let told = |path: &str| -> Vec<(String, Value)> {
        let to = receiver.received().into_iter().filter(|message| message.path == path);
        to.map(|message| (message.kind(), message.json()["data"]["unit"].clone())).collect()
    };
    let of = |path: &str, unit: &str| told(path).contains(&("assessment.signedOff".to_owned(), json!(unit)));
    assert_eq!((of("/goslar", GOSLAR), of("/goslar", LANGELSHEIM)), (true, false));
    assert_eq!((of("/harz", GOSLAR), of("/harz", LANGELSHEIM)), (true, true));
    assert_eq!((of("/alle", GOSLAR), of("/alle", LANGELSHEIM)), (false, false));
    for path in ["/goslar", "/harz", "/alle"] {
        assert!(told(path).contains(&("module.created".to_owned(), Value::Null)), "{path}");
    }
}

/// Scopes of a system.
pub fn scopes(names: &[&str]) -> std::collections::BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

#[test]
fn nobody_points_it_into_an_inner_network_or_tells_what_they_may_not_read() {
    let app = TestApp::start();
    small_world(&app);
    let anna = anna(&app);
    for inner in
        ["https://127.0.0.1/", "https://[::1]:8443/", "https://169.254.169.254/", "https://localhost/"]
    {
        let refused = app.post("/webhooks", &anna, &json!({"url": inner, "unit": GOSLAR})).expect(422);
        assert_eq!(refused.at("/code"), "webhook-target-not-public", "{inner}");
        assert_eq!(refused.at("/errors/0/pointer"), "/url");
    }
    let plain =
        app.post("/webhooks", &anna, &json!({"url": "http://a.example/", "unit": GOSLAR})).expect(422);
    assert_eq!(plain.at("/code"), "webhook-target-not-https");
    for (body, pointer, code) in [
        (json!({"url": "kein://ziel", "unit": GOSLAR}), "/url", "value-no-web-address"),
        (json!({"url": "https://a.example/", "kinds": ["pilot*"]}), "/kinds/0", "value-no-event-kind"),
        (
            json!({"url": "https://a.example/", "description": "x".repeat(501)}),
            "/description",
            "value-no-plain-text",
        ),
        (json!({"url": "https://a.example/", "secret": "whsec_"}), "/secret", "field-unknown"),
    ] {
        let refused = app.post("/webhooks", &anna, &body).expect(400);
        assert_eq!(refused.at("/errors/0/pointer"), pointer, "{body}");
        assert_eq!(refused.at("/errors/0/code"), code, "{body}");
    }
    let both = json!({"url": "https://a.example/", "unit": GOSLAR, "provider": "it-harz"});
    assert_eq!(app.post("/webhooks", &anna, &both).expect(422).at("/errors/0/pointer"), "/provider");
    // May set up webhooks everywhere, but not read what this one would tell.
    let blind =
        Grant { subject: "portal".to_owned(), scopes: scopes(&["webhooks:write"]), ..Grant::default() };
    let blind = app.token_for(&blind, ISSUER, AUDIENCE, 3_600);
    let of_goslar = json!({"url": "https://a.example/", "unit": GOSLAR});
    let refused = app.post("/webhooks", &blind, &of_goslar).expect(403);
    assert_eq!(refused.at("/code"), "permission-missing");
    // Nor does it see what another webhook told.
    let hook = app.post("/webhooks", &anna, &of_goslar).expect(201).header("location");
    let hook = hook.trim_start_matches("/v1").to_owned();
    let sees = |scopes: &[&str]| {
        let grant = Grant { subject: "portal".to_owned(), scopes: self::scopes(scopes), ..Grant::default() };
        let token = app.token_for(&grant, ISSUER, AUDIENCE, 3_600);
        app.get(&format!("{hook}/deliveries"), &token).status
    };
    assert_eq!((sees(&["webhooks:read"]), sees(&["webhooks:read", "units:read"])), (403, 200));
    app.change("DELETE", &hook, &hook, &anna, &json!({})).expect(204);
    let many: Vec<Value> =
        (0..20).map(|n| json!({"url": format!("https://a.example/{n}"), "unit": GOSLAR})).collect();
    for body in &many {
        app.post("/webhooks", &anna, body).expect(201);
    }
    let one_more = app.post("/webhooks", &anna, &of_goslar).expect(409);
    assert_eq!(one_more.at("/code"), "webhooks-too-many");
}
