//! `/assessment-imports` and `/assessments/export`: many assessments at once, there and back.

use blaupause_access::{Grant, Role};
use blaupause_tests::assessing::{begin, provider_model, publish, publish_model, signed};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{AUDIENCE, ISSUER, Reply, TestApp};
use serde_json::{Value, json};

fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    publish(&app, &provider_model());
    app
}

fn system(app: &TestApp, scopes: &[&str]) -> String {
    let scopes = scopes.iter().map(|s| (*s).to_owned()).collect();
    app.token_for(&Grant { subject: "system".into(), scopes, ..Grant::default() }, ISSUER, AUDIENCE, 3600)
}

fn all(app: &TestApp) -> String {
    let both = ["assessments:write", "units:read", "provider-assessments:write", "provider-assessments:read"];
    system(app, &both)
}

fn import(app: &TestApp, token: &str, query: &str, text: &str) -> Reply {
    let path = format!("/assessment-imports{query}");
    app.request("POST", &path).token(token).bytes("text/csv", text.as_bytes()).send()
}

fn export(app: &TestApp, token: &str, query: &str) -> String {
    let reply = app.get(&format!("/assessments/export?format=csv{query}"), token).expect(200);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    String::from_utf8(reply.bytes.clone()).unwrap()
}

const TABLE: &str = "unit;provider;model;version;period;purpose;indicator;answer;level;reason;comment\r\n\
    03153019;;probe;1.0.0;31.01.2026;jährlich;isms;level;2;;\"=SUMME(A1)\"\r\n\
    03153019;;probe;1.0.0;31.01.2026;jährlich;backup;notAssessable;;fehlt noch;\r\n\
    03153019;;probe;1.0.0;31.01.2026;jährlich;akte;byProvider;;;\r\n\
    031530017017;;probe;;2026-01-31;;portal;level;4;;\r\n\
    ;it-harz;probe-provider;;2026-01-31;;betrieb;level;3;;\r\n";

#[test]
fn a_table_becomes_drafts_once_and_comes_back_as_it_was() {
    let app = world();
    let token = all(&app);
    let counts = |reply: &Reply| {
        ["created", "unchanged", "answers"].map(|n| reply.at(&format!("/{n}")).as_u64().unwrap())
    };
    let planned = import(&app, &token, "?dryRun=true", TABLE).expect(200);
    assert_eq!(counts(&planned), [3, 0, 5]);
    let none = app.get("/assessments", &token).expect(200);
    assert_eq!(none.at("/items"), &json!([]), "a dry run writes nothing");
    assert_eq!(counts(&import(&app, &token, "", TABLE).expect(200)), [3, 0, 5]);
    assert_eq!(counts(&import(&app, &token, "", TABLE).expect(200)), [0, 3, 5]);
    let listed = app.get("/assessments", &token).expect(200);
    let items = listed.at("/items").as_array().unwrap().clone();
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|a| a["state"] == "draft"), "four eyes are still to come");
    let id = items.iter().find(|a| a["unit"] == LANGELSHEIM).unwrap()["id"].as_str().unwrap().to_owned();
    let draft = app.get(&format!("/assessments/{id}"), &token).expect(200);
    assert_eq!(draft.at("/answers/backup"), &json!({"kind": "notAssessable", "reason": "fehlt noch"}));
    assert_eq!(
        (draft.text("/comments/isms"), draft.text("/createdBy")),
        ("=SUMME(A1)".into(), "system".into())
    );
    // There and back: what is exported is imported elsewhere, and exported alike.
    let exported = export(&app, &token, "");
    assert!(exported.contains(";'=SUMME(A1)\r\n"), "no formula for a spreadsheet: {exported}");
    let elsewhere = world();
    let token = all(&elsewhere);
    assert_eq!(counts(&import(&elsewhere, &token, "", &exported).expect(200)), [3, 0, 5]);
    assert_eq!(export(&elsewhere, &token, ""), exported);
    assert_eq!(counts(&import(&elsewhere, &token, "", TABLE).expect(200)), [0, 3, 5]);
}

#[test]
fn one_fault_refuses_all_rows_and_every_fault_is_named() {
    let app = world();
    let token = all(&app);
    let head = "unit;provider;model;version;period;purpose;indicator;answer;level\n";
    let rows = "031530019019;;probe;;2026-01-31;;isms;level;2\n\
        031530019020;;probe;;2026-01-31;;isms;level;2\n\
        031530019019;;probe;;2026-03-31;;isms;level;2\n\
        031530019019;;probe;9.0.0;2026-01-31;;isms;level;2\n\
        031530019019;;probe;;2026-01-30;;isms;level;2,5\n\
        031530019019;;probe;;2026-01-30;;nichts;level;2\n\
        031530019019;;probe-provider;;2026-01-31;;betrieb;level;2\n\
        ;it-nirgends;probe-provider;;2026-01-31;;betrieb;level;2\n\
        03153019;;probe;1.0.0;2026-01-31;;isms;level;2\n";
    let refused = import(&app, &token, "", &format!("{head}{rows}")).expect(422);
    let errors = refused.at("/errors").as_array().unwrap().clone();
    let found: Vec<_> =
        errors.iter().map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect();
    assert_eq!(
        found,
        [
            ("3:1", "unit-not-found"),
            ("4:5", "assessment-period-future"),
            ("5:4", "maturity-model-not-found"),
            ("6:9", "answer-off-scale"),
            ("7:7", "answer-unknown-indicator"),
            ("8:3", "assessment-model-subject"),
            ("9:2", "provider-not-found"),
            ("10:7", "sheet-assessment-repeated"),
        ]
    );
    assert_eq!(app.get("/assessments", &token).expect(200).at("/items"), &json!([]));
    let torn = import(&app, &token, "", &format!("{head}x;;probe;;gestern;;isms;level;2\n")).expect(422);
    let places: Vec<_> =
        torn.at("/errors").as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(places, [json!("2:1"), json!("2:5")]);
}

#[test]
fn what_is_there_with_other_answers_is_not_overwritten() {
    let app = world();
    let token = all(&app);
    let path = begin(&app, LANGELSHEIM, "2026-01-31");
    let text = "unit;model;period;indicator;answer;level\n031530019019;probe;2026-01-31;isms;level;2\n";
    let refused = import(&app, &token, "", text).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "sheet-assessment-differs");
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let body = json!({"answers": {"isms": {"kind": "level", "value": 2}}});
    app.change("PATCH", &path, &path, &anna, &body).expect(200);
    assert_eq!(import(&app, &token, "", text).expect(200).at("/unchanged"), &json!(1));
}

#[test]
fn an_import_needs_the_right_for_everybody_it_names() {
    let app = world();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let row = |unit: &str| format!("{unit};probe;2026-01-31;isms;level;2\n");
    let head = "unit;model;period;indicator;answer;level\n";
    import(&app, &anna, "", &format!("{head}{}", row(LANGELSHEIM))).expect(200);
    let refused = import(&app, &anna, "", &format!("{head}{}{}", row(LANGELSHEIM), row(GOSLAR))).expect(403);
    assert_eq!(refused.text("/code"), "permission-missing");
    // Analysts assess their provider, not the units it serves.
    let nele = app.token("nele", Role::Analyst, None, Some("it-harz"));
    import(&app, &nele, "", &format!("{head}{}", row(LANGELSHEIM))).expect(403);
    let own =
        "provider;model;period;indicator;answer;level\nit-harz;probe-provider;2026-01-31;betrieb;level;2\n";
    import(&app, &nele, "", own).expect(200);
    import(&app, &nele, "", &own.replace("it-harz", "it-kueste")).expect(403);
}

#[test]
fn an_export_has_the_reach_and_the_filters_of_the_list() {
    let app = world();
    signed(&app, LANGELSHEIM, "2026-01-01", [2, 2, 2, 2]);
    let draft = begin(&app, LANGELSHEIM, "2026-02-01");
    signed(&app, KIEL, "2026-01-01", [1, 1, 1, 1]);
    let nele = app.token("nele", Role::Analyst, None, Some("it-harz"));
    let units = |query: &str| -> Vec<(Value, Value)> {
        let reply = app.get(&format!("/assessments/export?format=json{query}"), &nele).expect(200);
        assert_eq!(
            (reply.header("content-type"), reply.text("/format")),
            ("application/json".into(), "blaupause/assessments@1".into())
        );
        let items = reply.at("/items").as_array().unwrap().clone();
        items.iter().map(|a| (a["unit"].clone(), a["period"].clone())).collect()
    };
    let (first, second) =
        ((json!(LANGELSHEIM), json!("2026-01-01")), (json!(LANGELSHEIM), json!("2026-02-01")));
    assert_eq!(units(""), [first.clone(), second.clone()]);
    assert_eq!(units("&state=signedOff"), std::slice::from_ref(&first));
    assert_eq!(units("&from=2026-01-02"), std::slice::from_ref(&second));
    assert_eq!(units("&to=2026-01-01"), [first]);
    assert_eq!(units("&model=probe-provider"), []);
    app.get(&format!("/assessments/export?format=json&unit={KIEL}"), &nele).expect(403);
    app.get("/assessments/export?format=json", "").expect(401);
    app.get("/assessments/export?format=xml", &nele).expect(400);
    // the item is what the assessment itself shows
    let reply = app.get("/assessments/export?format=json&state=draft", &nele).expect(200);
    assert_eq!(reply.at("/items/0"), &app.get(&draft, &nele).expect(200).json);
}

#[test]
fn an_export_goes_on_past_one_page() {
    let app = world();
    let token = all(&app);
    let head = "unit;model;period;indicator;answer;level\n";
    // more than one page of 500: two units, one day after the other
    let days =
        (1..=300).map(|n| blaupause_kernel::Timestamp::from_unix(1_700_000_000 + n * 86_400).unwrap().date());
    let rows: String = days
        .flat_map(|day| [LANGELSHEIM, GOSLAR].map(|unit| format!("{unit};probe;{day};isms;level;1\n")))
        .collect();
    assert_eq!(import(&app, &token, "", &format!("{head}{rows}")).expect(200).at("/created"), &json!(600));
    let csv = export(&app, &token, "");
    assert_eq!(csv.lines().count(), 601);
    assert_eq!(csv.matches("indicator").count(), 1);
    let all = app.get("/assessments/export?format=json", &token).expect(200);
    assert_eq!(all.at("/items").as_array().unwrap().len(), 600);
}
