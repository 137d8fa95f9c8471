//! `/maturity-models`: publish once, read for ever.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{MODEL, begin, level, model, publish_model};
use blaupause_tests::fixture::{LANGELSHEIM, small_world};
use serde_json::json;

const SMALL: &str = r#"{"format":"blaupause/maturity-model@1","id":"klein","version":"1.0.0","subject":"municipality",
 "title":{"de":"Klein","en":"Small"},"languages":["de","en"],"scale":{"min":0,"max":1},
 "rounding":{"mode":"halfUp","digits":2},"aggregation":"mean",
 "dimensions":[{"id":"d","title":{"de":"D","en":"D"},"indicators":[
  {"id":"akte","title":{"de":"Akte","en":"File"},"question":{"de":"Gibt es sie?","en":"Is there one?"},
   "levels":[{"value":0,"text":{"de":"Nein","en":"No"}},{"value":1,"text":{"de":"Ja","en":"Yes"}}],"source":"test"}]}],
 "stages":[{"id":"eins","title":{"de":"Eins","en":"One"},"description":{"de":"Anfang","en":"Start"},"threshold":0}]}"#;

#[test]
fn a_model_is_published_once_and_given_as_it_was_published() {
    let app = TestApp::start();
    let admin = app.token("a", Role::Admin, None, None);
    let publish = |text: &str| {
        app.request("POST", "/maturity-models")
            .token(&admin)
            .bytes("application/json", text.as_bytes())
            .send()
    };
    let created = publish(SMALL).expect(201);
    assert_eq!(created.header("location"), "/v1/maturity-models/klein/versions/1.0.0");
    let got = app.get("/maturity-models/klein/versions/1.0.0", "").expect(200);
    assert_eq!(got.bytes, created.bytes);
    assert_eq!(got.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(got.header("etag").trim_matches('"'), blaupause_kernel::Digest::of(&got.bytes).to_string());
    publish(SMALL).expect(409);
    let listed = app.get("/maturity-models", "").expect(200);
    assert_eq!(listed.at("/items/0/id"), &json!("klein"));
}

#[test]
fn every_problem_of_a_model_is_named_and_nothing_is_stored() {
    let app = TestApp::start();
    let admin = app.token("a", Role::Admin, None, None);
    let broken = SMALL.replace(r#""id":"akte""#, r#""id":"d""#).replace(r#","en":"Yes""#, "");
    let reply = app
        .request("POST", "/maturity-models")
        .token(&admin)
        .bytes("application/json", broken.as_bytes())
        .send();
    let reply = reply.expect(422);
    assert!(reply.at("/errors").as_array().unwrap().len() >= 2, "{}", reply.json);
    assert_eq!(app.get("/maturity-models", "").at("/items"), &json!([]));
}

#[test]
fn by_a_retired_version_nothing_begins_and_everything_goes_on() {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    let admin = app.token("a", Role::Admin, None, None);
    let mut next = model();
    next["version"] = json!("1.1.0");
    app.post("/maturity-models", &admin, &next).expect(201);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let running = begin(&app, LANGELSHEIM, "2026-01-01");
    let retire = |version: &str| {
        app.post(&format!("/maturity-models/{MODEL}/versions/{version}/retire"), &admin, &json!({}))
    };
    retire("9.9.9").expect(404);
    retire("1.1.0").expect(200);
    retire("1.1.0").expect(200);
    let states = app.get("/maturity-models", "").expect(200);
    assert_eq!(
        (states.text("/items/0/state"), states.text("/items/1/state")),
        ("published".into(), "retired".into())
    );
    app.change("PATCH", &running, &running, &anna, &json!({"answers": {"akte": level(1)}})).expect(200);
    let other = begin(&app, LANGELSHEIM, "2026-01-01");
    assert_eq!(app.get(&other, &anna).text("/model/version"), "1.0.0", "the highest that is not retired");
    let start = |version: Option<&str>| {
        let body = json!({"unit": LANGELSHEIM, "model": MODEL, "version": version, "period": "2026-01-01"});
        app.post("/assessments", &anna, &body)
    };
    let refused = start(Some("1.1.0")).expect(422);
    assert_eq!(
        (refused.text("/errors/0/pointer"), refused.text("/errors/0/code")),
        ("/version".into(), "assessment-model-retired".into())
    );
    retire("1.0.0").expect(200);
    assert_eq!(start(None).expect(422).text("/errors/0/pointer"), "/model");
    let events = app.get("/events?limit=500", "").expect(200);
    let retired =
        events.at("/items").as_array().unwrap().iter().filter(|e| e["kind"] == "maturityModel.retired");
    assert_eq!(retired.count(), 2, "the second time changed nothing");
}
