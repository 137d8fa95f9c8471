//! `/modules/{id}/versions/{version}/life-cycle`, its announcements, and the change list of a module.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{LANGELSHEIM, small_world};
use serde_json::{Value, json};

const LIFE: &str = "/modules/akte/versions/1.0.0/life-cycle";
const VERSION: &str = "/modules/akte/versions/1.0.0";

fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    for id in ["akte", "dms"] {
        let text = json!({"de": id, "en": id});
        let module =
            json!({"id": id, "owner": "it-harz", "kind": "application", "title": text, "description": text});
        app.post("/modules", &mia, &module).expect(201);
    }
    for (number, changes) in [
        ("1.0.0", json!({"added": [{"de": "Akten"}]})),
        ("1.1.0", json!({"fixed": [{"de": "Umlaute"}], "security": [{"de": "Anmeldung"}]})),
        ("2.0.0", json!({"breaking": [{"de": "Neuer Aktenplan"}]})),
    ] {
        publish(&app, &mia, number, changes).expect(201);
    }
    (app, mia)
}

fn publish(app: &TestApp, token: &str, number: &str, changes: Value) -> blaupause_tests::Reply {
    let text = json!({"de": "Akte", "en": "File"});
    let version = json!({"module": "akte", "version": number, "title": text, "summary": text,
        "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true,
        "lifeCycle": {"released": "2026-01-01"}, "changes": changes});
    app.post("/modules/akte/versions", token, &version)
}

fn announce(app: &TestApp, verb: &str, token: &str, body: &Value) -> blaupause_tests::Reply {
    app.change("POST", &format!("{VERSION}/{verb}"), LIFE, token, body)
}

#[test]
fn a_version_is_deprecated_then_no_longer_offered_and_the_document_stays() {
    let (app, mia) = world();
    let before = app.get(VERSION, "").expect(200);
    assert_eq!(app.get(LIFE, "").expect(200).text("/phase"), "current");
    let body = json!({"on": "2026-04-01", "reason": {"de": "Abgelöst"},
        "replacedBy": {"module": "akte", "range": "^2"}});
    app.request("POST", &format!("{VERSION}/deprecate")).token(&mia).json(&body).send().expect(428);
    let done = announce(&app, "deprecate", &mia, &body).expect(200);
    assert_eq!(
        (done.text("/phase"), done.text("/lifeCycle/deprecated")),
        ("current".into(), "2026-04-01".into())
    );
    assert_eq!(app.get(&format!("{LIFE}?on=2026-04-01"), "").expect(200).text("/phase"), "deprecated");
    let sunset = json!({"on": "2027-01-01", "endOfSupport": "2028-01-01"});
    let done = announce(&app, "sunset", &mia, &sunset).expect(200);
    assert_eq!((done.text("/replacedBy/range"), done.at("/revision")), ("^2".into(), &json!(3)));
    assert_eq!(app.get(VERSION, "").expect(200).bytes, before.bytes);
    let listed = app.get("/modules/akte/versions", "").expect(200);
    assert_eq!(listed.at("/items/0/document/lifeCycle"), &json!({"released": "2026-01-01"}));
    assert_eq!(listed.text("/items/0/lifeCycle/lifeCycle/sunset"), "2027-01-01");
    let events = app.get("/events", &mia).expect(200);
    let kinds: Vec<_> = events.at("/items").as_array().unwrap().iter().map(|e| e["kind"].clone()).collect();
    assert!(
        kinds.contains(&json!("moduleVersion.deprecated")) && kinds.contains(&json!("moduleVersion.sunset"))
    );
}

#[test]
fn what_has_begun_stays_and_a_successor_has_to_be_there() {
    let (app, mia) = world();
    for (body, status, code) in [
        (json!({"on": "2026-02-28"}), 422, "catalog-phase-in-the-past"),
        (json!({"on": "2026-04-01", "replacedBy": {"module": "nichts"}}), 422, "catalog-successor-unknown"),
        (json!({"on": "2026-04-01", "replacedBy": {"module": "akte"}}), 422, "catalog-successor-itself"),
    ] {
        let refused = announce(&app, "deprecate", &mia, &body).expect(status);
        let found = refused.json.pointer("/errors/0/code").unwrap_or(refused.at("/code")).clone();
        assert_eq!(found, code, "{}", refused.json);
    }
    announce(&app, "deprecate", &mia, &json!({"on": "2026-03-01"})).expect(200);
    let moved = announce(&app, "deprecate", &mia, &json!({"on": "2026-06-01"})).expect(409);
    assert_eq!(moved.text("/code"), "catalog-phase-begun");
    let stranger = app.token("max", Role::CatalogManager, None, Some("it-kueste"));
    announce(&app, "sunset", &stranger, &json!({"on": "2026-06-01"})).expect(403);
}

#[test]
fn what_is_no_longer_offered_is_no_longer_planned() {
    let (app, mia) = world();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let wish = |on: &str| {
        let wish = json!({"unit": LANGELSHEIM, "on": on, "wanted": [{"module": "akte", "range": "=1.0.0"}]});
        app.post("/portfolio-plans", &anna, &wish).expect(200)
    };
    assert_eq!(wish("2026-05-01").text("/plan/steps/0/version"), "1.0.0");
    announce(&app, "sunset", &mia, &json!({"on": "2026-05-01"})).expect(200);
    assert_eq!(wish("2026-04-30").text("/plan/steps/0/version"), "1.0.0");
    assert_eq!(wish("2026-05-01").text("/refusal/reasons/1/code"), "plan-not-offered");
}

#[test]
fn changes_between_two_versions_are_listed_version_by_version() {
    let (app, mia) = world();
    let found = app.get("/modules/akte/changes?from=1.0.0&to=2.0.0", "").expect(200);
    assert_eq!(
        (found.text("/items/0/version"), found.text("/items/1/version")),
        ("1.1.0".into(), "2.0.0".into())
    );
    assert_eq!(found.at("/items/0/changes/security"), &json!([{"de": "Anmeldung"}]));
    app.get("/modules/akte/changes?from=2.0.0&to=1.0.0", "").expect(422);
    app.get("/modules/akte/changes?from=1.0.0&to=3.0.0", "").expect(404);
    let refused = publish(&app, &mia, "2.1.0", json!({"breaking": [{"de": "Doch anders"}]})).expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "/changes/breaking");
}
