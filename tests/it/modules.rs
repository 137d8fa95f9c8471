//! `/modules` and `/providers/{id}/portfolio`: modules, their immutable versions, and who offers them.

use blaupause_access::{Actor, Role};
use blaupause_app::{Error, catalog_import};
use blaupause_tests::fixture::small_world;
use blaupause_tests::{TestApp, modular};
use serde_json::{Value, json};

/// A sound version, as YAML; the seventh line is the interface.
const YAML: &str = "module: e-akte
version: 1.4.0
title: {de: E-Akte, en: E-file}
summary:
  de: Führt Akten elektronisch.
  en: Keeps files electronically.
provides: [xdomea@3.1]
operator: public
hosting: own
licence: EUPL-1.2
processingAgreement: true
lifeCycle: {released: 2026-01-01}
";

fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    let manager = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    (app, manager)
}

fn module(id: &str) -> Value {
    json!({"id": id, "owner": "it-harz", "kind": "application",
        "title": {"de": "E-Akte", "en": "E-file"}, "description": {"de": "Akten", "en": "Files"}})
}

fn publish(app: &TestApp, token: &str, id: &str, text: &str) -> blaupause_tests::Reply {
    let request = app.request("POST", &format!("/modules/{id}/versions")).token(token);
    request.bytes("application/yaml", text.as_bytes()).send()
}

#[test]
fn a_module_is_made_changed_and_found() {
    let (app, mia) = world();
    let made = app.post("/modules", &mia, &module("e-akte")).expect(201);
    assert_eq!(made.header("location"), "/v1/modules/e-akte");
    assert_eq!(app.post("/modules", &mia, &module("e-akte")).expect(409).text("/code"), "already-exists");
    app.post("/modules", &mia, &module("dms")).expect(201);
    let path = "/modules/e-akte";
    app.request("PATCH", path).token(&mia).json(&json!({"kind": "platform"})).send().expect(428);
    let changed = app.change("PATCH", path, path, &mia, &json!({"kind": "platform"})).expect(200);
    assert_eq!((changed.at("/kind"), changed.at("/revision")), (&json!("platform"), &json!(2)));
    let stale = app.request("PATCH", path).token(&mia).json(&json!({"kind": "training"}));
    stale.header("If-Match", &made.header("etag")).send().expect(412);
    let long = json!({"title": {"de": "ä".repeat(201), "en": "x"}});
    let refused = app.change("PATCH", path, path, &mia, &long).expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "/title/de");

    publish(&app, &mia, "e-akte", YAML).expect(201);
    for (query, ids) in [
        ("", json!(["dms", "e-akte"])),
        ("?kind=platform", json!(["e-akte"])),
        ("?owner=it-kueste", json!([])),
        ("?provides=xdomea@3", json!(["e-akte"])),
        ("?provides=xdomea@3.1", json!(["e-akte"])),
        ("?provides=xdomea@3.2", json!([])),
        ("?provides=xdomea@2", json!([])),
    ] {
        let listed = app.get(&format!("/modules{query}"), "").expect(200);
        let found: Vec<Value> =
            listed.at("/items").as_array().unwrap().iter().map(|m| m["id"].clone()).collect();
        assert_eq!(Value::from(found), ids, "{query}");
    }
    let first = app.get("/modules?limit=1", "").expect(200);
    let rest = app.get(&format!("/modules?limit=1&cursor={}", first.text("/next")), "").expect(200);
    assert_eq!((rest.text("/items/0/id").as_str(), rest.at("/next")), ("e-akte", &Value::Null));
}

#[test]
fn modules_are_found_by_how_free_they_leave_their_users() {
    let (app, mia) = world();
    // Invented: the first is free today, the second only in a version of tomorrow, the third not at all.
    let versions = [
        ("frei", "1.0.0", json!({"hosting": "publicCluster", "exitPlan": "Ausleitung als CSV"})),
        (
            "bald",
            "1.0.0",
            json!({"operator": "private", "hosting": "eu", "licence": "LicenseRef-proprietary"}),
        ),
        (
            "bald",
            "2.0.0",
            json!({"hosting": "own", "lifeCycle": {"released": "2099-01-01"},
            "changes": {"breaking": [{"de": "Neu", "en": "New"}]}}),
        ),
        (
            "fern",
            "1.0.0",
            json!({"operator": "private", "hosting": "thirdCountry", "processingAgreement": false,
            "licence": "LicenseRef-proprietary"}),
        ),
    ];
    for (id, version, more) in versions {
        if version == "1.0.0" {
            app.post("/modules", &mia, &module(id)).expect(201);
        }
        modular::publish(&app, &mia, id, version, &more).expect(201);
    }
    for (query, ids) in [
        ("publicOperator=true", json!(["frei"])),
        ("openLicence=true", json!(["frei"])),
        ("exitPlan=true", json!(["frei"])),
        ("hosting=own,publicCluster,eu", json!(["bald", "frei"])),
        ("hosting=eu&publicOperator=true", json!([])),
        ("processingAgreement=true", json!(["bald", "frei"])),
        ("publicOperator=false", json!(["bald", "fern", "frei"])),
    ] {
        let listed = app.get(&format!("/modules?{query}"), "").expect(200);
        let found: Vec<Value> =
            listed.at("/items").as_array().unwrap().iter().map(|m| m["id"].clone()).collect();
        assert_eq!(Value::from(found), ids, "{query}");
    }
    assert_eq!(
        app.get("/modules?hosting=mond", "").expect(400).text("/errors/0/code"),
        "sovereignty-hosting-unknown"
    );
}

#[test]
fn a_version_is_published_once_and_given_as_it_was_published() {
    let (app, mia) = world();
    assert_eq!(publish(&app, &mia, "e-akte", YAML).expect(404).text("/code"), "module-not-found");
    app.post("/modules", &mia, &module("e-akte")).expect(201);
    let made = publish(&app, &mia, "e-akte", YAML).expect(201);
    assert_eq!(made.header("location"), "/v1/modules/e-akte/versions/1.4.0");
    publish(&app, &mia, "e-akte", YAML).expect(409);
    // 1.10.0 follows 1.4.0 by number, not by text.
    publish(&app, &mia, "e-akte", &YAML.replace("1.4.0", "1.10.0")).expect(201);
    let got = app.get("/modules/e-akte/versions/1.4.0", "").expect(200);
    assert_eq!(got.bytes, made.bytes);
    assert_eq!(got.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(got.header("etag").trim_matches('"'), blaupause_kernel::Digest::of(&got.bytes).to_string());
    let all = app.get("/modules/e-akte/versions", "").expect(200);
    assert_eq!(
        (all.text("/items/0/document/version"), all.text("/items/1/document/version")),
        ("1.4.0".into(), "1.10.0".into())
    );
    app.get("/modules/nothing/versions", "").expect(404);
}

#[test]
fn every_problem_of_a_version_is_named_with_place_and_line() {
    let (app, mia) = world();
    app.post("/modules", &mia, &module("e-akte")).expect(201);
    // Line 7 holds no interface, line 8 no operator.
    let broken = YAML.replace("xdomea@3.1", "xdomea").replace("operator: public", "operator: nobody");
    let refused = publish(&app, &mia, "e-akte", &broken).expect(422);
    let places: Vec<&str> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    assert_eq!(places, ["/provides/0 (line 7)", "/operator (line 8)"], "{}", refused.json);
    let other = publish(&app, &mia, "e-akte", &YAML.replace("module: e-akte", "module: dms")).expect(422);
    assert_eq!(other.text("/errors/0/code"), "module-version-of-other-module");
    assert_eq!(app.get("/modules/e-akte/versions", "").at("/items"), &json!([]));
}

#[test]
fn an_import_makes_no_module() {
    let (app, mia) = world();
    let import = || app.write(|tx| catalog_import::publish_version(tx, &Actor::operator(), YAML, None));
    assert!(matches!(import(), Err(Error::Store(blaupause_store::Error::NotFound { kind: "module", .. }))));
    app.post("/modules", &mia, &module("e-akte")).expect(201);
    import().unwrap();
    app.get("/modules/e-akte/versions/1.4.0", "").expect(200);
}

#[test]
fn another_provider_changes_nothing() {
    let (app, mia) = world();
    app.post("/modules", &mia, &module("e-akte")).expect(201);
    let foreign = app.token("kai", Role::CatalogManager, None, Some("it-kueste"));
    app.post("/modules", &foreign, &module("dms")).expect(403);
    app.change("PATCH", "/modules/e-akte", "/modules/e-akte", &foreign, &json!({})).expect(403);
    publish(&app, &foreign, "e-akte", YAML).expect(403);
    publish(&app, "", "e-akte", YAML).expect(401);
    let entry = json!({"from": "2026-01-01"});
    let put = app.request("PUT", "/providers/it-harz/portfolio/e-akte").token(&foreign).json(&entry);
    put.send().expect(403);
    let delete = app.request("DELETE", "/providers/it-harz/portfolio/e-akte").token(&foreign);
    delete.header("If-Match", "*").send().expect(403);
    // Her own provider, which the register of providers does not have.
    let ghost = app.token("eva", Role::CatalogManager, None, Some("ghost"));
    let mut body = module("dms");
    body["owner"] = json!("ghost");
    assert_eq!(app.post("/modules", &ghost, &body).expect(404).text("/code"), "provider-not-found");
}

#[test]
fn a_portfolio_holds_one_entry_per_module() {
    let (app, mia) = world();
    let path = "/providers/it-harz/portfolio";
    let entry = format!("{path}/e-akte");
    let put = |tag: &str, body: Value| {
        let request = app.request("PUT", &entry).token(&mia).json(&body);
        if tag.is_empty() { request.send() } else { request.header("If-Match", tag).send() }
    };
    put("", json!({"from": "2026-01-01"})).expect(404);
    app.post("/modules", &mia, &module("e-akte")).expect(201);
    assert_eq!(app.get(&entry, "").expect(404).text("/code"), "portfolio-entry-not-found");
    let first = json!({"range": "^1.4", "from": "2026-01-01", "to": "2026-12-31"});
    put("*", first.clone()).expect(412);
    let made = put("", first.clone()).expect(201);
    assert_eq!(made.header("location"), format!("/v1{entry}"));
    put("", first).expect(428);
    let changed = put(&made.header("etag"), json!({"range": "^2", "from": "2026-07-01"})).expect(200);
    assert_eq!(changed.header("etag"), app.get(&entry, "").expect(200).header("etag"));
    put(&made.header("etag"), json!({"from": "2026-07-01"})).expect(412);
    put("*", json!({"from": "2026-07-01", "to": "2026-06-30"})).expect(422);
    put("*", json!({"range": "latest", "from": "2026-07-01"})).expect(400);
    let listed = app.get(path, "").expect(200);
    assert_eq!(
        listed.at("/items"),
        &json!([{"provider": "it-harz", "module": "e-akte", "range": "^2", "from": "2026-07-01",
            "revision": 2}])
    );
    let delete = |tag: &str| app.request("DELETE", &entry).token(&mia).header("If-Match", tag).send();
    app.request("DELETE", &entry).token(&mia).send().expect(428);
    delete(&made.header("etag")).expect(412);
    assert!(delete(&changed.header("etag")).expect(204).bytes.is_empty());
    let gone = delete("*").expect(404);
    assert_eq!(gone.text("/code"), "portfolio-entry-not-found");
    app.get("/providers/nobody/portfolio", "").expect(404);
}
