//! `/code-lists`: versions of code lists come in as files, stay as they are, and answer for single codes.

use blaupause_access::Role;
use blaupause_tests::{Reply, TestApp};
use serde_json::json;

const XML: &str = include_str!("../../crates/interchange/examples/laender.xml");
const JSON: &str = include_str!("../../crates/interchange/examples/laender.json");

fn import(app: &TestApp, query: &str, text: &str) -> Reply {
    let ada = app.token("ada", Role::Admin, None, None);
    let kind = if text.starts_with('{') { "application/json" } else { "application/xml" };
    app.request("POST", &format!("/code-lists{query}")).token(&ada).bytes(kind, text.as_bytes()).send()
}

#[test]
fn a_version_is_imported_once_and_answers_for_its_codes() {
    let app = TestApp::start();
    let tried = import(&app, "?dryRun=true", XML).expect(200);
    assert_eq!((tried.at("/newList"), tried.at("/rows")), (&json!(true), &json!(16)));
    app.get("/code-lists/bundesland", "").expect(404);
    let made = import(&app, "", XML).expect(201);
    let hash = made.at("/hash").clone();
    let again = import(&app, "", JSON).expect(200);
    assert_eq!(
        (again.at("/newVersion"), again.at("/hash")),
        (&json!(false), &hash),
        "the other form is the same"
    );

    let newer = JSON.replace("2010-04-01", "2030-01-01").replace("\"Bremen\"", "\"Freie Hansestadt Bremen\"");
    import(&app, "", &newer.replace("\"value\": \"Bundesland\"", "\"value\": \"Länder\"")).expect(201);
    let list = app.get("/code-lists/bundesland", "").expect(200);
    assert_eq!(list.at("/name"), &json!("Länder"));
    let versions = (list.at("/versions/0/version"), list.at("/versions/1/version"));
    assert_eq!(versions, (&json!("2010-04-01"), &json!("2030-01-01")));
    let code = |version: &str| {
        let path = format!("/code-lists/bundesland/versions/{version}/codes/04");
        app.get(&path, "").expect(200).at("/values").clone()
    };
    assert_eq!(code("2010-04-01"), json!({"schluessel": "04", "name": "Bremen"}));
    assert_eq!(code("2030-01-01"), json!({"schluessel": "04", "name": "Freie Hansestadt Bremen"}));
    app.get("/code-lists/bundesland/versions/2010-04-01/codes/4", "").expect(404);
    app.get("/code-lists/bundesland/versions/2011-01-01", "").expect(404);
    let whole = app.get("/code-lists/bundesland/versions/2010-04-01", "").expect(200);
    assert_eq!(whole.at("/rows/15"), &json!(["16", "Thüringen"]));

    let found = app.get("/code-lists?name=laender", "").expect(200);
    assert_eq!(found.at("/items/0/id"), &json!("bundesland"));
    let uri = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:bundesland";
    assert_eq!(
        app.get(&format!("/code-lists?uri={uri}"), "").expect(200).at("/items").as_array().unwrap().len(),
        1
    );
    assert_eq!(app.get("/code-lists?uri=urn:x:y", "").expect(200).at("/items"), &json!([]));
}

#[test]
fn a_version_does_not_change_and_ids_do_not_mix() {
    let app = TestApp::start();
    import(&app, "?id=laender", JSON).expect(201);
    let changed = import(&app, "", &JSON.replace("Bremen", "Bremerhaven")).expect(422);
    assert_eq!(changed.at("/errors/0/code"), &json!("code-list-version-differs"));
    let other_id = import(&app, "?id=bundesland", JSON).expect(422);
    assert_eq!(other_id.at("/errors/0/code"), &json!("code-list-other-id"));
    let other = JSON.replace("schluessel:bundesland", "schluessel:laender");
    let taken = import(&app, "", &other).expect(422);
    assert_eq!(taken.at("/errors/0/code"), &json!("code-list-id-taken"));
    import(&app, "?id=laender-zwei", &other).expect(201);
    let broken = import(&app, "", &XML.replace("<SimpleValue>04<", "<SimpleValue>03<")).expect(422);
    assert_eq!(broken.at("/errors/0/code"), &json!("code-list-code-twice"));
    assert!(
        broken.at("/errors/0/pointer").as_str().unwrap().contains("line"),
        "{:?}",
        broken.at("/errors/0")
    );
    let events = app.token("aud", Role::Auditor, None, None);
    let events = app.get("/events?limit=500", &events).expect(200);
    let imported = events.at("/items").as_array().unwrap().iter();
    let imported = imported.filter(|event| event["kind"] == "codeList.imported");
    assert_eq!(imported.count(), 2, "only what was made");
}
