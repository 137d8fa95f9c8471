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

#[test]
fn a_provider_does_not_widen_what_it_may_read() {
    let app = TestApp::start();
    small_world(&app);
    let manager = app.token("m", Role::CatalogManager, None, Some("it-harz"));
    let path = "/providers/it-harz";
    let area = format!("{path}/service-area/{KIEL}");
    let refused = app.change("PUT", &area, path, &manager, &json!({"from": "2026-01-01"})).expect(403);
    assert_eq!(refused.text("/code"), "permission-missing");
    app.change("DELETE", &format!("{path}/service-area/03153"), path, &manager, &json!({})).expect(403);
    app.change("PATCH", path, path, &manager, &json!({"name": "X"})).expect(403);
    let module = json!({"id": "e-akte", "kind": "application", "title": {"de": "E-Akte"}, "description": {"de": "Akte"}, "owner": "it-harz"});
    app.post("/modules", &manager, &module).expect(201);
    let offer = json!({"range": "^1", "from": "2026-01-01"});
    let entry = |token: &str| {
        let put = app.request("PUT", &format!("{path}/portfolio/e-akte")).token(token).json(&offer);
        put.header("If-Match", "*").send().status
    };
    let made = app.request("PUT", &format!("{path}/portfolio/e-akte")).token(&manager).json(&offer);
    made.send().expect(201);
    assert_eq!(entry(&manager), 200);
    assert_eq!(entry(&app.token("a", Role::Admin, None, None)), 200);
    assert_eq!(entry(&app.token("k", Role::Consultant, None, Some("it-harz"))), 403);
    assert_eq!(entry(&app.token("n", Role::CatalogManager, None, Some("it-kueste"))), 403);
}

#[test]
fn an_ended_service_stays_on_record_and_can_begin_again() {
    let app = TestApp::start();
    small_world(&app);
    let admin = app.token("a", Role::Admin, None, None);
    let (path, area) = ("/providers/it-harz", format!("/providers/it-harz/service-area/{KIEL}"));
    let put = |body: serde_json::Value| app.change("PUT", &area, path, &admin, &body).expect(200);
    let end = || app.change("DELETE", &area, path, &admin, &json!({}));
    let entries = || {
        let list = app.get("/providers/it-harz/service-area", "").expect(200);
        let of_kiel = list.at("/items").as_array().unwrap().iter().filter(|a| a["unit"] == KIEL);
        of_kiel.map(|a| format!("{} {}", a["from"], a["to"]).replace('"', "")).collect::<Vec<_>>()
    };
    let analyst = app.token("n", Role::Analyst, None, Some("it-harz"));
    let may_read = || app.get(&format!("/municipalities/{KIEL}/installations"), &analyst).status == 200;
    put(json!({"from": "2026-01-01"}));
    assert!(may_read());
    end().expect(200);
    assert!(!may_read(), "from today on");
    assert_eq!(entries(), ["2026-01-01 2026-02-28"]);
    assert_eq!(end().expect(404).text("/code"), "service-area-not-found");
    put(json!({"from": "2026-03-01"}));
    assert!(may_read());
    put(json!({"from": "2026-06-01", "to": "2026-12-31"}));
    assert_eq!(
        entries(),
        ["2026-01-01 2026-02-28", "2026-06-01 2026-12-31"],
        "a change replaces what it covers"
    );
    end().expect(200);
    assert_eq!(entries(), ["2026-01-01 2026-02-28"], "what had not begun is taken back");
}

#[test]
fn the_seat_of_a_provider_is_a_municipality_of_the_register() {
    let app = TestApp::start();
    small_world(&app);
    let admin = app.token("a", Role::Admin, None, None);
    for (seat, status) in [("990010001001", 422), ("01002", 422), (KIEL, 201)] {
        let body = json!({"id": "it-neu", "name": "IT Neu", "seat": seat});
        let reply = app.post("/providers", &admin, &body).expect(status);
        assert!(status == 201 || reply.text("/errors/0/pointer") == "/seat", "{seat}");
    }
    let path = "/providers/it-neu";
    let refused = app.change("PATCH", path, path, &admin, &json!({"seat": "99"})).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "provider-seat-unknown");
    app.change("PATCH", path, path, &admin, &json!({"seat": null})).expect(200);
}
