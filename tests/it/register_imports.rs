//! `/register-imports`: units that come and go, files that are sent twice, and whom dissolved units were served by.

use blaupause_access::{Actor, Role};
use blaupause_app::journal;
use blaupause_kernel::Page;
use blaupause_tests::TestApp;
use blaupause_tests::register::{Town, file, import};
use serde_json::{Value, json};

fn start() -> (TestApp, String) {
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    (app, admin)
}

const A: Town<'_> = ("990010001001", "A", "64", 1_000, 900);
/// `A` with the same AGS in another Verband.
const MOVED: Town<'_> = ("990010002001", "A", "64", 1_000, 900);
const B: Town<'_> = ("990010001002", "B", "64", 1_000, 500);
const C: Town<'_> = ("990010001003", "C", "64", 2_000, 700);
/// `B` and `C` together: 500 + 700 hectares, 1,000 + 2,000 inhabitants.
const BC: Town<'_> = ("990010001009", "BC", "64", 3_000, 1_200);
const D: Town<'_> = ("990010001004", "D", "64", 4_000, 5_000);

fn cases(app: &TestApp, token: &str, query: &str) -> Vec<Value> {
    app.get(&format!("/successions?{query}"), token).expect(200).at("/items").as_array().unwrap().clone()
}

#[test]
fn a_unit_that_comes_back_and_vanishes_again_has_a_case_each_time() {
    let (app, admin) = start();
    let d = format!("/municipalities/{}", D.0);
    import(&app, &admin, "", &file("20190930", &[A, D])).expect(201);
    import(&app, &admin, "", &file("20200930", &[A])).expect(201);
    assert_eq!(app.get(&d, "").at("/validTo"), &json!("2020-09-29"));
    assert_eq!(cases(&app, &admin, "open=true").len(), 1);
    import(&app, &admin, "", &file("20210930", &[A, D])).expect(201);
    let back = app.get(&d, "").expect(200);
    assert_eq!((back.at("/validFrom"), back.at("/validTo")), (&json!("2021-09-30"), &Value::Null));
    assert_eq!(cases(&app, &admin, "open=true"), [] as [Value; 0], "nothing waits for a decision");
    let withdrawn = cases(&app, &admin, "open=false");
    assert_eq!((&withdrawn[0]["withdrawn"], &withdrawn[0]["open"]), (&json!("2021-09-30"), &json!(false)));
    let path = format!("/successions/{}", withdrawn[0]["id"].as_str().unwrap());
    let body = json!({"successors": [{"ars": A.0, "share": "1"}], "effective": "2020-09-30"});
    assert_eq!(
        app.transition(&path, "decide", &admin, &body).expect(409).text("/code"),
        "succession-withdrawn"
    );

    import(&app, &admin, "", &file("20220930", &[A])).expect(201);
    assert_eq!(app.get(&d, "").at("/validTo"), &json!("2022-09-29"));
    assert_eq!(app.get(&d, "").at("/successors"), &json!([]));
    let all = cases(&app, &admin, "limit=1");
    assert_eq!(all[0]["withdrawn"], json!("2021-09-30"), "the older one first");
    let next = app.get("/successions?limit=1", &admin).text("/next");
    let second = cases(&app, &admin, &format!("limit=1&cursor={next}"));
    assert_eq!((&second[0]["predecessor"], &second[0]["open"]), (&json!(D.0), &json!(true)));

    // decided, there again, and dissolved once more: the last end counts for the key, the first stays on record
    let path = format!("/successions/{}", second[0]["id"].as_str().unwrap());
    let body = json!({"successors": [{"ars": A.0, "share": "1"}], "effective": "2022-09-30"});
    app.transition(&path, "decide", &admin, &body).expect(200);
    assert_eq!(app.get(&d, "").at("/successors/0/ars"), &json!(A.0));
    import(&app, &admin, "", &file("20230930", &[A, D])).expect(201);
    import(&app, &admin, "", &file("20240930", &[A])).expect(201);
    assert_eq!(app.get(&d, "").at("/successors"), &json!([]), "nobody has decided about the last end");
    assert_eq!(cases(&app, &admin, "").len(), 3);
    assert_eq!(app.get(&path, &admin).expect(200).at("/settled/successors/0/ars"), &json!(A.0));
    app.write(journal::number_pending).unwrap();
    let log = app.read(|tx| journal::list_audit(tx, &Actor::operator(), &Page::largest())).unwrap();
    let of_d = log.items.iter().map(|e| e.action.as_str()).filter(|k| k.starts_with("succession."));
    let expected = ["opened", "withdrawn", "opened", "decided", "opened"].map(|k| format!("succession.{k}"));
    assert_eq!(of_d.collect::<Vec<_>>(), expected);
}

#[test]
fn a_corrected_file_of_the_same_state_takes_an_end_back() {
    let (app, admin) = start();
    import(&app, &admin, "", &file("20210930", &[A, B, C])).expect(201);
    serve(&app, &admin, "it", &[B.0, C.0]);
    import(&app, &admin, "", &file("20220930", &[A, BC])).expect(201);
    assert_eq!(serving(&app, BC.0), json!(["it"]));
    assert_eq!(app.get(&format!("/municipalities/{}", B.0), "").at("/successors/0/name"), &json!("BC"));
    let corrected = import(&app, &admin, "", &file("20220930", &[A, B, C])).expect(201);
    let why = |unit: &str, why: &str| json!({"unit": unit, "provider": "it", "why": why});
    let left = json!([why(B.0, "returned"), why(C.0, "returned"), why(BC.0, "undecided")]);
    assert_eq!(corrected.at("/serviceAreas/left"), &left);
    let b = app.get(&format!("/municipalities/{}", B.0), "").expect(200);
    assert_eq!((b.at("/validFrom"), b.at("/validTo")), (&json!("2021-09-30"), &Value::Null));
    let of_b = cases(&app, &admin, "open=false").into_iter().find(|c| c["predecessor"] == B.0).unwrap();
    assert_eq!(of_b["withdrawn"], json!("2022-09-30"), "a merger that never was");
}

#[test]
fn the_same_file_again_is_answered_with_the_earlier_import_and_leaves_no_trace() {
    let (app, admin) = start();
    let bytes = file("20210930", &[A, B]);
    let first = import(&app, &admin, "?source=Amt", &bytes).expect(201);
    app.write(journal::number_pending).unwrap();
    let events = app.get("/events?limit=500", "").expect(200);
    let again = import(&app, &admin, "?source=Anderswo", &bytes).expect(200);
    assert_eq!(again.at("/import"), first.at("/import"));
    assert_eq!(again.at("/list/changes"), &json!([]));
    let past = app.get("/register-imports", &admin).expect(200);
    assert_eq!(past.at("/items").as_array().unwrap().len(), 1);
    app.write(journal::number_pending).unwrap();
    assert_eq!(app.get("/events?limit=500", "").json, events.json);
    // a newer state is worth a record even if nothing changed
    import(&app, &admin, "", &file("20220930", &[A, B])).expect(201);
}

/// Founds a provider and lets it serve units from 2020 on.
fn serve(app: &TestApp, admin: &str, id: &str, units: &[&str]) {
    app.post("/providers", admin, &json!({"id": id, "name": id})).expect(201);
    let path = format!("/providers/{id}");
    for unit in units {
        let body = json!({"from": "2020-01-01", "withDescendants": true});
        app.change("PUT", &format!("{path}/service-area/{unit}"), &path, admin, &body).expect(200);
    }
}

fn serving(app: &TestApp, unit: &str) -> Value {
    app.get(&format!("/municipalities/{unit}"), "").expect(200).at("/providers").clone()
}

#[test]
fn whoever_served_a_unit_serves_what_became_of_it() {
    let (app, admin) = start();
    import(&app, &admin, "", &file("20210930", &[A, B, C, D])).expect(201);
    serve(&app, &admin, "it-eins", &[A.0, B.0, C.0]);
    serve(&app, &admin, "it-zwei", &[A.0, D.0]);
    let tag = app.get("/providers/it-eins", "").header("etag");
    let newer = file("20231130", &[MOVED, BC]);
    let dry = import(&app, &admin, "?dryRun=true", &newer).expect(200);
    let done = import(&app, &admin, "", &newer).expect(201);
    assert_eq!(dry.at("/serviceAreas"), done.at("/serviceAreas"));
    assert_eq!(serving(&app, MOVED.0), json!(["it-eins", "it-zwei"]));
    assert_eq!(serving(&app, BC.0), json!(["it-eins"]));
    let left = json!([{"unit": D.0, "provider": "it-zwei", "why": "undecided"}]);
    assert_eq!(done.at("/serviceAreas/left"), &left);
    let area = app.get("/providers/it-eins/service-area", "").expect(200);
    let rows: Vec<(&str, &str, Option<&str>)> = area
        .at("/items")
        .as_array()
        .unwrap()
        .iter()
        .map(|a| (a["unit"].as_str().unwrap(), a["from"].as_str().unwrap(), a["to"].as_str()))
        .collect();
    let (old, new, end) = ("2020-01-01", "2023-11-30", Some("2023-11-29"));
    let expected =
        [(A.0, old, end), (B.0, old, end), (C.0, old, end), (BC.0, new, None), (MOVED.0, new, None)];
    assert_eq!(rows, expected, "what was stays readable");
    assert_ne!(app.get("/providers/it-eins", "").header("etag"), tag, "whoever changes it has to look first");
    let analyst = app.token("n", Role::Analyst, None, Some("it-eins"));
    app.get(&format!("/municipalities/{}/installations", BC.0), &analyst).expect(200);
}

#[test]
fn a_merger_of_units_with_different_providers_is_left_and_named() {
    let (app, admin) = start();
    import(&app, &admin, "", &file("20210930", &[B, C])).expect(201);
    serve(&app, &admin, "it-eins", &[B.0]);
    serve(&app, &admin, "it-zwei", &[C.0]);
    let done = import(&app, &admin, "", &file("20231130", &[BC])).expect(201);
    let left = json!([{"unit": B.0, "provider": "it-eins", "why": "providersDiffer"},
        {"unit": C.0, "provider": "it-zwei", "why": "providersDiffer"}]);
    assert_eq!(done.at("/serviceAreas"), &json!({"takenOver": [], "ended": [], "left": left}));
    assert_eq!(serving(&app, BC.0), json!([]));
}

#[test]
fn a_file_that_lacks_too_much_of_what_is_stored_is_refused() {
    let (app, admin) = start();
    let keys: Vec<String> = (1..=8).map(|n| format!("990010001{n:03}")).collect();
    let towns: Vec<Town<'_>> = keys.iter().map(|key| (key.as_str(), "Ort", "64", 100, 100)).collect();
    import(&app, &admin, "", &file("20210930", &towns)).expect(201);
    // 71 units are stored: the Land, two Kreise, 60 others and these 8; without these and their Kreis
    // more than a tenth is gone
    let cut = file("20220930", &towns[..0]);
    for query in ["", "?dryRun=true"] {
        let refused = import(&app, &admin, query, &cut).expect(422);
        assert_eq!(refused.at("/errors/0/code"), &json!("register-incomplete"), "{query}");
    }
    assert_eq!(app.get("/register-imports", &admin).at("/items").as_array().unwrap().len(), 1);
    import(&app, &admin, "", &file("20220930", &towns[..2])).expect(201);
}
