//! `/installation-imports`: a table of what runs where, all of it or nothing.

use blaupause_access::Role;
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp, modular};
use serde_json::{Value, json};

fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    for id in ["akte", "vpn"] {
        modular::module(&app, &mia, id);
        for number in ["1.0.0", "2.0.0"] {
            modular::publish(&app, &mia, id, number, &json!({})).expect(201);
        }
    }
    (app, mia)
}

fn import(app: &TestApp, token: &str, query: &str, text: &str) -> Reply {
    let path = format!("/installation-imports{query}");
    app.request("POST", &path).token(token).bytes("text/csv", text.as_bytes()).send()
}

fn there(app: &TestApp, token: &str) -> Value {
    app.get("/providers/it-harz/installations", token).expect(200).at("/items").clone()
}

#[test]
fn a_table_is_tried_imported_and_imported_again() {
    let (app, mia) = world();
    let table = "unit;module;version;since;customised;confirmedUntil;deviations\n\
        03153019;akte;1.0.0;01.01.2026;ja;31.12.2026;Eigener Aktenplan | Eigene Maske\n\
        031530017017;vpn;2.0.0;2026-01-01;;;\n";
    let tried = import(&app, &mia, "?dryRun=true", table).expect(200);
    assert_eq!((tried.at("/created"), there(&app, &mia)), (&json!(2), json!([])));
    let done = import(&app, &mia, "", table).expect(200);
    let first = json!({"unit": LANGELSHEIM, "module": "akte", "from": null, "to": "1.0.0"});
    assert_eq!((done.at("/created"), done.at("/changes/0")), (&json!(2), &first));
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let path = format!("/municipalities/{LANGELSHEIM}/installations/akte");
    let stored = app.get(&path, &anna).expect(200);
    assert_eq!(
        (stored.text("/deviations/1/what"), stored.text("/since")),
        ("Eigene Maske".into(), "2026-01-01".into())
    );
    let newer = table.replace("akte;1.0.0", "akte;2.0.0");
    let again = import(&app, &mia, "", &newer).expect(200);
    let counts = ["/created", "/changed", "/unchanged"].map(|pointer| again.at(pointer).clone());
    assert_eq!(counts, [json!(0), json!(1), json!(1)]);
    assert_eq!(app.get(&path, &anna).expect(200).at("/revision"), &json!(2));
    let events = app.get("/events?limit=500", &anna).expect(200);
    let recorded =
        events.at("/items").as_array().unwrap().iter().filter(|e| e["kind"] == "installation.recorded");
    assert_eq!(recorded.count(), 2, "new and changed, in the own unit");
}

#[test]
fn one_faulty_row_and_nothing_is_imported() {
    let (app, mia) = world();
    let table = "unit,module,version,since\n\
        03153019,akte,1.0.0,2026-01-01\n\
        09999999,akte,1.0.0,2026-01-01\n\
        03153017,akte,7.0.0,2026-01-01\n\
        031530019019,akte,2.0.0,2026-01-01\n";
    let refused = import(&app, &mia, "", table).expect(422);
    let found: Vec<Value> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| json!([e["pointer"], e["code"]])).collect();
    assert_eq!(
        found,
        [
            json!(["3:1", "unit-not-found"]),
            json!(["4:3", "module-version-not-found"]),
            json!(["5:1", "sheet-installation-repeated"]),
        ]
    );
    assert_eq!(there(&app, &mia), json!([]));
    let elsewhere =
        format!("unit,module,version,since\n{GOSLAR},akte,1.0.0,2026-01-01\n{KIEL},akte,1.0.0,2026-01-01\n");
    import(&app, &mia, "", &elsewhere).expect(403);
    assert_eq!(there(&app, &mia), json!([]));
}
