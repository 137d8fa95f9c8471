//! `/providers`: whom they serve decides who may see what.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{KIEL, small_world};
use serde_json::json;

#[test]
fn a_provider_is_founded_changed_and_serves_units() {
    let app = TestApp::start();
    small_world(&app);
    let admin = app.token("a", Role::Admin, None, None);
    let body = json!({"id": "it-neu", "name": "IT Neu", "homepage": "https://neu.example"});
    let created = app.post("/providers", &admin, &body).expect(201);
    assert_eq!(created.header("location"), "/v1/providers/it-neu");
    app.post("/providers", &admin, &body).expect(409);
    let path = "/providers/it-neu";
    app.request("PATCH", path).token(&admin).json(&json!({"name": "X"})).send().expect(428);
    let changed = app.change("PATCH", path, path, &admin, &json!({"homepage": null})).expect(200);
    assert_eq!((changed.text("/name"), changed.at("/homepage")), ("IT Neu".to_owned(), &json!(null)));
    let stale = app.request("PATCH", path).token(&admin).header("If-Match", &created.header("etag"));
    stale.json(&json!({"name": "Y"})).send().expect(412);

    let area = format!("{path}/service-area/{KIEL}");
    let serve = json!({"from": "2026-01-01"});
    app.change("PUT", &area, path, &admin, &serve).expect(200);
    let kiel = app.get(&format!("/municipalities/{KIEL}"), "").expect(200);
    assert_eq!(kiel.at("/providers"), &json!(["it-kueste", "it-neu"]));
    app.change("DELETE", &area, path, &admin, &json!({})).expect(200);
    app.change("DELETE", &area, path, &admin, &json!({})).expect(404);
    let foreign = app.token("m", Role::CatalogManager, None, Some("it-harz"));
    app.change("PUT", &area, path, &foreign, &serve).expect(403);
}

#[test]
fn the_same_idempotency_key_founds_one_provider() {
    let app = TestApp::start();
    let admin = app.token("a", Role::Admin, None, None);
    let found = |id: &str| {
        let body = json!({"id": id, "name": "IT"});
        app.request("POST", "/providers").token(&admin).header("Idempotency-Key", "k1").json(&body).send()
    };
    let first = found("it-eins").expect(201);
    let second = found("it-eins").expect(201);
    assert_eq!((first.bytes, first.status), (second.bytes.clone(), second.status));
    assert_eq!(found("it-zwei").expect(422).text("/code"), "idempotency-key-reused");
    assert_eq!(app.get("/providers", "").at("/items").as_array().unwrap().len(), 1);
}
