//! Migration maps: from one version of a model to the next, loss report first, old results untouched.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin, level, model, publish_model, signed};
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM, small_world};
use serde_json::{Value, json};

const MAPS: &str = "/maturity-models/probe/migration-maps";

/// The small model in version 1.1.0: `portal` is now `zugang`, `backup` is gone, `cloud` is new.
fn next_version() -> Value {
    let mut next = model();
    next["version"] = json!("1.1.0");
    next["dimensions"][0]["indicators"][1]["id"] = json!("cloud");
    next["dimensions"][1]["indicators"][1]["id"] = json!("zugang");
    next
}

fn steps() -> Value {
    json!([
        {"kind": "keep", "indicators": ["isms", "akte"]},
        {"kind": "retire", "indicator": "backup", "reason": "steht jetzt im Notfallplan"},
        {"kind": "new", "indicator": "cloud"},
        {"kind": "rename", "from": "portal", "to": "zugang"}])
}

fn publish(app: &TestApp, token: &str, steps: &Value) -> blaupause_tests::Reply {
    let map = json!({"format": "blaupause/migration-map@1", "model": "probe", "from": "1.0.0", "to": "1.1.0",
        "steps": steps});
    app.request("POST", MAPS).token(token).bytes("application/json", map.to_string().as_bytes()).send()
}

fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    let admin = app.token("a", Role::Admin, None, None);
    (app, admin)
}

#[test]
fn answers_move_on_and_the_old_result_stays() {
    let (app, admin) = world();
    let old = signed(&app, LANGELSHEIM, "2026-01-01", [3, 2, 1, 4]);
    publish(&app, &admin, &steps()).expect(404);
    app.post("/maturity-models", &admin, &next_version()).expect(201);
    let made = publish(&app, &admin, &steps()).expect(201);
    assert_eq!(made.header("location"), format!("/v1{MAPS}/1.0.0/1.1.0"));
    publish(&app, &admin, &steps()).expect(409);
    let got = app.get(&format!("{MAPS}/1.0.0/1.1.0"), "").expect(200);
    assert_eq!(got.bytes, made.bytes);
    let listed = app.get(MAPS, "").expect(200);
    assert_eq!((listed.text("/items/0/from"), listed.text("/items/0/to")), ("1.0.0".into(), "1.1.0".into()));
    app.get(&format!("{MAPS}/1.1.0/1.0.0"), "").expect(404);
    app.get("/maturity-models/nobody/migration-maps", "").expect(404);

    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let before = app.get(&format!("{old}/document"), &anna).expect(200);
    let body = json!({"to": "1.1.0", "period": "2026-02-01", "purpose": "Neue Fassung"});
    let dry = app.post(&format!("{old}/migrate?dryRun=true"), &anna, &body).expect(200);
    assert_eq!(
        (dry.at("/assessment"), dry.at("/kept"), dry.at("/lost"), dry.at("/open")),
        (&json!(null), &json!(3), &json!(1), &json!(1))
    );
    assert_eq!(dry.text("/lines/2/text"), "„backup“ wird nicht mehr gefragt: steht jetzt im Notfallplan");
    assert_eq!(
        app.get("/assessments", &anna).at("/items").as_array().unwrap().len(),
        1,
        "nothing is written"
    );
    let done = app.post(&format!("{old}/migrate"), &anna, &body).expect(201);
    let path = done.header("location").trim_start_matches("/v1").to_owned();
    let draft = app.get(&path, &anna).expect(200);
    assert_eq!((draft.text("/state"), draft.text("/model/version")), ("draft".into(), "1.1.0".into()));
    assert_eq!(
        draft.at("/answers"),
        &json!({"isms": level_text("3"), "akte": level_text("1"), "zugang": level_text("4")})
    );
    assert_eq!(draft.text("/evidence/isms/0/title"), "Zertifikat");
    assert_eq!(app.get(&format!("{old}/document"), &anna).expect(200).bytes, before.bytes);
}

fn level_text(value: &str) -> Value {
    json!({"kind": "level", "value": value})
}

#[test]
fn who_may_and_what_is_refused() {
    let (app, admin) = world();
    let draft = begin(&app, LANGELSHEIM, "2026-01-01");
    app.post("/maturity-models", &admin, &next_version()).expect(201);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    publish(&app, &anna, &steps()).expect(403);
    let mut incomplete = steps();
    incomplete.as_array_mut().unwrap().remove(2);
    let refused = publish(&app, &admin, &incomplete).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "migration-indicator-missing");
    assert_eq!(app.get(MAPS, "").at("/items"), &json!([]));
    let body = json!({"to": "1.1.0", "period": "2026-02-01"});
    app.post(&format!("{draft}/migrate"), &anna, &body).expect(404);
    publish(&app, &admin, &steps()).expect(201);
    let answers = json!({"answers": {"backup": level(2)}});
    app.change("PATCH", &draft, &draft, &anna, &answers).expect(200);
    let moved = app.post(&format!("{draft}/migrate"), &anna, &body).expect(201);
    assert_eq!((moved.at("/kept"), moved.at("/lost"), moved.at("/open")), (&json!(0), &json!(1), &json!(4)));
    let kim = app.token("kim", Role::Editor, Some(GOSLAR), None);
    app.post(&format!("{draft}/migrate"), &kim, &body).expect(403);
}
