//! `/municipalities/{ars}/trend` over two versions of a model: compared on what both ask alike.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{level, model, publish, signed};
use blaupause_tests::fixture::LANGELSHEIM;
use blaupause_tests::proving::world;
use serde_json::{Value, json};

/// The small model with `akte` under a new name and a new indicator `netz` in `sicherheit`.
fn next_version() -> Value {
    let mut next = model();
    next["version"] = json!("1.1.0");
    let mut netz = next["dimensions"][0]["indicators"][1].clone();
    netz["id"] = json!("netz");
    next["dimensions"][0]["indicators"].as_array_mut().unwrap().push(netz);
    next["dimensions"][1]["indicators"][0]["id"] = json!("e-akte");
    next
}

fn signed_by_next(app: &TestApp) {
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let ben = app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
    let body = json!({"unit": LANGELSHEIM, "model": "probe", "version": "1.1.0", "period": "2026-01-31"});
    let path = app.post("/assessments", &anna, &body).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    let answers = json!({"isms": level(2), "backup": level(2), "netz": level(0), "e-akte": level(3), "portal": level(3)});
    app.change("PATCH", &path, &path, &anna, &json!({"answers": answers})).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    app.transition(&path, "sign-off", &ben, &json!({})).expect(200);
}

#[test]
fn two_versions_are_compared_on_what_both_ask_alike() {
    let app = world();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    signed(&app, LANGELSHEIM, "2025-01-31", [2, 2, 1, 1]);
    publish(&app, &next_version());
    signed_by_next(&app);
    let trend = || app.get(&format!("/municipalities/{LANGELSHEIM}/trend"), &anna).expect(200);
    let apart = trend();
    assert_eq!(apart.at("/unconnected"), &json!(["1.0.0"]), "no map leads from there");
    assert!(apart.at("/items/0/comparable").is_null());

    let map = json!({"format": "blaupause/migration-map@1", "model": "probe", "from": "1.0.0", "to": "1.1.0",
        "steps": [{"kind": "keep", "indicators": ["isms", "backup", "portal"]},
            {"kind": "rename", "from": "akte", "to": "e-akte"}, {"kind": "new", "indicator": "netz"}]});
    let admin = app.token("admin", Role::Admin, None, None);
    app.post("/maturity-models/probe/migration-maps", &admin, &map).expect(201);
    let found = trend();
    assert_eq!(found.text("/version"), "1.1.0");
    assert_eq!(found.at("/common"), &json!(["isms", "backup", "e-akte", "portal"]));
    assert_eq!(found.at("/leftOut"), &json!([{"indicator": "netz", "version": "1.0.0", "reason": "new"}]));
    // as signed: (2*2 + 1)/3, and with netz 0 sicherheit is (3*2 + 2 + 0)/5 = 8/5: (2 * 8/5 + 3)/3 = 31/15
    let scores = |what: &str| [0, 1].map(|n| found.text(&format!("/items/{n}/{what}/exact")));
    assert_eq!(scores("score"), ["5/3", "31/15"]);
    // without netz sicherheit is 2: (2*2 + 3)/3
    assert_eq!(scores("comparable/score"), ["5/3", "7/3"]);
    assert_eq!(
        (found.text("/items/0/version"), found.text("/items/1/version")),
        ("1.0.0".into(), "1.1.0".into())
    );
    let one = app.get(&format!("/municipalities/{LANGELSHEIM}/trend?version=1.0.0"), &anna).expect(200);
    assert_eq!(one.at("/items").as_array().unwrap().len(), 1);
}
