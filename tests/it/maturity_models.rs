//! `/maturity-models`: publish once, read for ever.

use blaupause_access::Role;
use blaupause_tests::TestApp;
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
