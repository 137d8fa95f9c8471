//! Keeping webhooks: changing, removing, secrets, and forgetting what is long done.

use blaupause_access::Role;
use blaupause_app::webhook_deliveries;
use blaupause_tests::Receiver;
use serde_json::{Value, json};

use super::{anna, delivery, event_of, happens, webhook, work, world};

#[test]
fn the_secret_is_shown_once_and_is_in_no_log() {
    let (app, receiver) = (world(), Receiver::start());
    let body = json!({"url": receiver.url("/"), "unit": blaupause_tests::fixture::GOSLAR});
    let made = app
        .request("POST", "/webhooks")
        .token(&anna(&app))
        .header("Idempotency-Key", "k1")
        .json(&body)
        .send();
    let secret = made.expect(201).text("/secret").to_owned();
    assert!(secret.starts_with("whsec_"));
    let hook = format!("/webhooks/{}", made_id(&app));
    let auditor = app.token("rita", Role::Auditor, None, None);
    for (path, token) in [
        (hook.as_str(), &anna(&app)),
        ("/webhooks", &anna(&app)),
        ("/events?limit=500", &anna(&app)),
        ("/audit?limit=500", &auditor),
    ] {
        let shown = app.get(path, token).expect(200);
        assert!(!String::from_utf8_lossy(&shown.bytes).contains("whsec_"), "{path}");
    }
    let rotated = app.transition(&hook, "rotate-secret", &anna(&app), &json!({})).expect(200);
    assert_ne!(rotated.text("/secret"), secret);
    assert_eq!(rotated.at("/oldSecretUntil"), "2026-03-02T08:00:00Z");
    let long = app.transition(&hook, "rotate-secret", &anna(&app), &json!({"keepHours": 169})).expect(422);
    assert_eq!(long.at("/errors/0/pointer"), "/keepHours");
}

fn made_id(app: &blaupause_tests::TestApp) -> String {
    app.get("/webhooks", &anna(app)).expect(200).text("/items/0/id").to_owned()
}

#[test]
fn two_secrets_sign_while_the_old_one_goes_on() {
    let (app, receiver) = (world(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    let signatures = |module: &str| {
        happens(&app, module);
        work(&app);
        let last = receiver.received().pop().unwrap();
        last.headers["webhook-signature"].split(' ').map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(signatures("erstes").len(), 1);
    app.transition(&hook, "rotate-secret", &anna(&app), &json!({"keepHours": 2})).expect(200);
    let both = signatures("zweites");
    assert!(both.len() == 2 && both[0] != both[1], "{both:?}");
    app.set_now("2026-03-01T10:00:00Z");
    assert_eq!(signatures("drittes").len(), 1);
}

#[test]
fn it_is_changed_under_its_tag_and_goes_on_to_the_new_address() {
    let (app, old, new) = (world(), Receiver::start(), Receiver::start());
    let hook = webhook(&app, &old, &["module.created"]);
    happens(&app, "dms");
    let wishes = json!({"url": new.url("/neu"), "kinds": ["module.*"], "description": "Fachverfahren"});
    app.request("PUT", &hook).token(&anna(&app)).json(&wishes).send().expect(428);
    let stale = app.request("PUT", &hook).token(&anna(&app)).header("If-Match", "\"9-0\"").json(&wishes);
    stale.send().expect(412);
    let changed = app.change("PUT", &hook, &hook, &anna(&app), &wishes).expect(200);
    assert_eq!((changed.at("/kinds"), changed.at("/revision")), (&json!(["module.*"]), &json!(2)));
    work(&app);
    assert_eq!((old.received().len(), new.received().len()), (0, 1));
    app.change("DELETE", &hook, &hook, &anna(&app), &json!({})).expect(204);
    app.get(&hook, &anna(&app)).expect(404);
    happens(&app, "danach");
    work(&app);
    assert_eq!(new.received().len(), 1);
}

#[test]
fn what_is_long_done_is_forgotten_and_what_is_still_to_do_is_not() {
    let (app, receiver) = (world(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    for module in ["getan", "offen"] {
        happens(&app, module);
    }
    receiver.will_answer(&[204, 500]);
    work(&app);
    let forget = || webhook_deliveries::forget(&app.app, 30).unwrap();
    app.set_now("2026-03-31T08:00:00Z");
    assert_eq!(forget(), 0);
    app.set_now("2026-03-31T08:00:01Z");
    assert_eq!(forget(), 1);
    app.get(&format!("{hook}/deliveries/{}", event_of(&app, "getan")), &anna(&app)).expect(404);
    assert_eq!(delivery(&app, &hook, "offen")["state"], "pending");
}

#[test]
fn the_list_goes_page_by_page_from_the_newest() {
    let (app, receiver) = (world(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    for module in ["eins", "zwei", "drei"] {
        happens(&app, module);
    }
    work(&app);
    let first = app.get(&format!("{hook}/deliveries?limit=2"), &anna(&app)).expect(200);
    let subjects = |reply: &blaupause_tests::Reply| -> Vec<Value> {
        reply.at("/items").as_array().unwrap().iter().map(|item| item["subject"].clone()).collect()
    };
    assert_eq!(subjects(&first), ["/modules/drei", "/modules/zwei"]);
    let next = format!("{hook}/deliveries?limit=2&cursor={}", first.text("/next"));
    assert_eq!(subjects(&app.get(&next, &anna(&app)).expect(200)), ["/modules/eins"]);
    app.get(&format!("{hook}/deliveries?state=verloren"), &anna(&app)).expect(400);
}
