//! `/pilot-calls` and the checklist: who wants to take part, who would fit best and why, and what has to be sure before
//! others may follow.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::signed;
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM};
use blaupause_tests::proving::{self, manager, pilot_document, world};
use serde_json::{Value, json};

const CALL: &str = "/pilots/akte-goslar";

fn call() -> (TestApp, String) {
    let app = world();
    let mara = manager(&app, "mara");
    app.post("/pilots", &mara, &pilot_document()).expect(201);
    (app, mara)
}

fn interest(unit: &str) -> String {
    format!("/pilot-calls/akte-goslar/interests/{unit}")
}

#[test]
fn candidates_are_ranked_with_reasons() {
    let (app, mara) = call();
    let calls = app.get("/pilot-calls", "").expect(200);
    assert_eq!(calls.at("/items/0/slug"), &json!("akte-goslar"));
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let offer = json!({"capacity": "5", "statement": "Das Hauptamt ist dabei."});
    let made = app.request("PUT", &interest(LANGELSHEIM)).token(&anna).json(&offer).send().expect(201);
    assert_eq!(made.header("location"), format!("/v1{}", interest(LANGELSHEIM)));
    let public = app.get("/events?limit=500", "").expect(200);
    let kinds: Vec<_> = public.at("/items").as_array().unwrap().iter().map(|e| e["kind"].clone()).collect();
    assert!(
        kinds.contains(&json!("pilot.created")) && !kinds.contains(&json!("pilotInterest.registered")),
        "{kinds:?}"
    );
    signed(&app, LANGELSHEIM, "2026-01-01", [2, 2, 0, 2]);
    let ranked = app.get("/pilot-calls/akte-goslar/candidates", &mara).expect(200);
    let first = ranked.at("/items/0");
    assert_eq!((&first["unit"], &first["rank"]), (&json!(LANGELSHEIM), &json!(1)));
    let reasons: Vec<_> =
        first["reasons"].as_array().unwrap().iter().map(|r| json!([r["topic"], r["points"]])).collect();
    // Willing 30; the one goal is open 30; 15,043 inhabitants are the third of seven classes: 20 * 4/6; the pilot takes 10
    // days of Goslar and one more, so 5 are needed and 5 are offered: 20.
    let expected = [
        json!(["willingness", "30"]),
        json!(["gap", "30"]),
        json!(["simplicity", "40/3"]),
        json!(["capacity", "20"]),
    ];
    assert_eq!(reasons, expected);
    assert_eq!(first["points"], "280/3");
    let units: Vec<&Value> = ranked.at("/items").as_array().unwrap().iter().map(|c| &c["unit"]).collect();
    assert!(!units.contains(&&json!(GOSLAR)), "takes part already: {units:?}");
    app.get("/pilot-calls/akte-goslar/candidates", &anna).expect(403);
    app.get("/pilot-calls/nichts/candidates", &mara).expect(404);
}

#[test]
fn interest_is_registered_changed_and_withdrawn_while_partners_are_sought() {
    let (app, mara) = call();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let path = interest(LANGELSHEIM);
    let offer = |days: &str| json!({"capacity": days, "statement": "Gern."});
    app.request("PUT", &path).token(&anna).json(&offer("0")).send().expect(422);
    app.request("PUT", &path).token(&anna).json(&offer("3")).send().expect(201);
    app.request("PUT", &path).token(&anna).json(&offer("4")).send().expect(428);
    let stale = app.get(&path, &anna).expect(200).header("etag");
    let changed = app.change("PUT", &path, &path, &anna, &offer("4")).expect(200);
    assert_eq!((changed.at("/capacity"), changed.at("/revision")), (&json!("4.00"), &json!(2)));
    app.request("PUT", &path).token(&anna).json(&offer("5")).header("If-Match", &stale).send().expect(412);
    let ben = app.token("ben", Role::Editor, Some(GOSLAR), None);
    app.request("PUT", &path).token(&ben).json(&offer("1")).send().expect(403);
    app.change("DELETE", &path, &path, &anna, &json!({})).expect(204);
    app.get(&path, &anna).expect(404);
    signed(&app, GOSLAR, "2026-01-01", [2, 2, 0, 2]);
    app.transition(CALL, "prepare", &mara, &json!({})).expect(200);
    let late = app.request("PUT", &path).token(&anna).json(&offer("3")).send().expect(409);
    assert_eq!(late.text("/code"), "pilot-wrong-state");
    assert_eq!(app.get("/pilot-calls", "").expect(200).at("/items"), &json!([]));
}

#[test]
fn no_blueprint_comes_of_a_pilot_with_an_open_gate() {
    let app = world();
    proving::module(&app);
    proving::pilot(&app);
    proving::draft(&app);
    let mara = manager(&app, "mara");
    let gate = format!("{CALL}/gates/financing");
    let failed = json!({"passed": false, "statement": "Die Förderung läuft aus."});
    let open = app.change("PUT", &gate, CALL, &mara, &failed).expect(200);
    assert_eq!(open.at("/openGates"), &json!(["financing"]));
    app.transition(proving::VERSION, "submit", &mara, &json!({})).expect(200);
    let max = manager(&app, "max");
    let refused = app.transition(proving::VERSION, "publish", &max, &json!({})).expect(422);
    let codes: Vec<_> = refused.at("/errors").as_array().unwrap().iter().map(|e| e["code"].clone()).collect();
    assert!(codes.contains(&json!("blueprint-pilot-gate-open")), "{codes:?}");
    let passed = json!({"passed": true, "statement": "Im Haushalt."});
    app.change("PUT", &gate, CALL, &mara, &passed).expect(200);
    app.transition(proving::VERSION, "publish", &max, &json!({})).expect(200);
    app.request("PUT", &gate).token(&mara).json(&passed).send().expect(428);
    app.change("PUT", &format!("{CALL}/gates/mond"), CALL, &mara, &passed).expect(400);
}
