//! `/municipalities/{ars}/installations`: what runs in a unit, with revisions.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{KIEL, LANGELSHEIM, small_world};
use serde_json::json;

fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    let text = json!({"de": "E-Akte", "en": "E-file"});
    let module = json!({"id": "e-akte", "owner": "it-harz", "kind": "application", "title": text,
        "description": text});
    app.post("/modules", &mia, &module).expect(201);
    for version in ["1.4.0", "2.0.0"] {
        let document = json!({"module": "e-akte", "version": version, "title": text, "summary": text,
            "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true,
            "lifeCycle": {"released": "2026-01-01"}});
        app.post("/modules/e-akte/versions", &mia, &document).expect(201);
    }
    app
}

#[test]
fn an_installation_is_made_corrected_under_its_revision_and_removed() {
    let app = world();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let list = format!("/municipalities/{LANGELSHEIM}/installations");
    let path = format!("{list}/e-akte");
    let old = json!({"version": "1.4.0", "customised": true, "since": "2026-01-01", "maturity": "5/2"});
    let new = json!({"version": "2.0.0", "customised": false, "since": "2026-01-01",
        "confirmedUntil": "2026-12-31"});
    let put = |body, tag: &str| {
        let request = app.request("PUT", &path).token(&anna).json(body);
        if tag.is_empty() { request.send() } else { request.header("If-Match", tag).send() }
    };
    put(&old, "\"1-00\"").expect(412);
    let made = put(&old, "").expect(201);
    assert_eq!(made.header("location"), format!("/v1{path}"));
    assert_eq!((made.at("/revision"), made.at("/maturity")), (&json!(1), &json!("5/2")));
    assert_eq!(put(&new, "").expect(428).text("/code"), "precondition-missing");
    let changed = put(&new, &made.header("etag")).expect(200);
    assert_eq!((changed.at("/revision"), changed.at("/version")), (&json!(2), &json!("2.0.0")));
    assert_eq!(changed.at("/maturity"), &json!(null), "the body is the whole record");
    put(&old, &made.header("etag")).expect(412);
    let listed = app.get(&list, &anna).expect(200);
    assert_eq!(listed.at("/items/0"), &changed.json);
    app.request("DELETE", &path).token(&anna).send().expect(428);
    app.change("DELETE", &path, &path, &anna, &json!({})).expect(204);
    assert_eq!(app.get(&path, &anna).expect(404).text("/code"), "installation-not-found");
    assert_eq!(app.get(&list, &anna).at("/items"), &json!([]));
}

#[test]
fn only_published_versions_and_sound_dates_are_recorded() {
    let app = world();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let path = "/municipalities/03153019/installations/e-akte";
    let put = |body| app.request("PUT", path).token(&anna).json(&body).send();
    let unknown = put(json!({"version": "9.9.9", "customised": false, "since": "2026-01-01"})).expect(422);
    assert_eq!(
        (unknown.text("/errors/0/pointer"), unknown.text("/errors/0/code")),
        ("/version".into(), "module-version-not-found".into())
    );
    let body = json!({"version": "1.4.0", "customised": false, "since": "2026-01-02",
        "confirmedUntil": "2026-01-01"});
    put(body).expect(422);
}

#[test]
fn installations_belong_to_the_unit_and_its_provider() {
    let app = world();
    let body = json!({"version": "1.4.0", "customised": false, "since": "2026-01-01"});
    let path = format!("/municipalities/{LANGELSHEIM}/installations/e-akte");
    let put = |token: &str| app.request("PUT", &path).token(token).json(&body).send();
    put("").expect(401);
    for token in [
        app.token("kim", Role::Editor, Some(KIEL), None),
        app.token("kai", Role::CatalogManager, None, Some("it-kueste")),
        app.token("ben", Role::Approver, Some(LANGELSHEIM), None),
        app.token("root", Role::Admin, None, None),
    ] {
        put(&token).expect(403);
    }
    put(&app.token("mia", Role::CatalogManager, None, Some("it-harz"))).expect(201);
    let list = format!("/municipalities/{LANGELSHEIM}/installations");
    app.get(&list, "").expect(401);
    app.get(&list, &app.token("kim", Role::Editor, Some(KIEL), None)).expect(403);
    app.get(&list, &app.token("ben", Role::Approver, Some(LANGELSHEIM), None)).expect(200);
}
