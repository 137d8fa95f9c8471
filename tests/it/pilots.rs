//! `/pilots`: the life of a pilot, with everything that is missing named on the way.

use blaupause_access::Role;
use blaupause_tests::assessing::{MODEL, begin, publish_model, signed};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

const PATH: &str = "/pilots/e-akte-harz";

fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    (app, mia)
}

fn pilot() -> Value {
    let text = json!({"de": "E-Akte im Harz", "en": "E-file in the Harz"});
    json!({"slug": "e-akte-harz", "title": text, "summary": text, "provider": "it-harz", "model": MODEL,
        "budget": "40000", "plannedEffort": "60", "plannedFrom": "2026-02-01", "plannedUntil": "2026-12-31"})
}

/// The codes and units of a refusal, in order.
fn codes(reply: &Reply) -> Vec<String> {
    let places = reply.at("/errors").as_array().unwrap();
    places.iter().map(|e| e["code"].as_str().unwrap().to_owned()).collect()
}

fn id(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

fn report() -> Value {
    let mut answers = json!({"costRange": {"from": "30000", "to": "50000"}, "actualEffort": "55",
        "actualCost": "38000"});
    for field in [
        "targetGroup",
        "transferability",
        "prerequisites",
        "benefit",
        "legalFrame",
        "experience",
        "parts",
        "timeLine",
        "stakeholders",
        "challenges",
        "alternatives",
    ] {
        answers[field] = json!("Ausführlich beschrieben.");
    }
    answers
}

#[test]
fn a_pilot_lives_from_the_call_to_the_finished_report() {
    let (app, mia) = world();
    let go = |verb: &str, body: Value| app.transition(PATH, verb, &mia, &body);
    let note =
        |unit: &str, body: Value| app.change("PUT", &format!("{PATH}/assessments/{unit}"), PATH, &mia, &body);
    let made = app.post("/pilots", &mia, &pilot()).expect(201);
    assert_eq!((made.header("location"), made.text("/state")), (format!("/v1{PATH}"), "call".into()));
    app.post("/pilots", &mia, &pilot()).expect(409);
    assert_eq!(codes(&go("prepare", json!({})).expect(422)), ["pilot-needs-units"]);
    app.request("POST", &format!("{PATH}/prepare")).token(&mia).send().expect(428);
    app.change("PATCH", PATH, PATH, &mia, &json!({"units": [LANGELSHEIM, GOSLAR]})).expect(200);
    go("prepare", json!({"on": "2026-03-02"})).expect(422);
    go("prepare", json!({})).expect(200);
    // Everything that is missing, at once: the goals, and an assessment for each unit.
    let missing = codes(&go("start", json!({})).expect(422));
    assert_eq!(
        missing,
        ["pilot-needs-goals", "pilot-needs-assessment-before", "pilot-needs-assessment-before"]
    );
    let goals = json!({"goals": [{"indicator": "akte", "level": "3"}, {"indicator": "isms", "level": "2"}]});
    app.change("PATCH", PATH, PATH, &mia, &goals).expect(200);
    for unit in [LANGELSHEIM, GOSLAR] {
        let before = signed(&app, unit, "2026-01-01", [2, 1, 1, 2]);
        note(unit, json!({"before": id(&before)})).expect(200);
    }
    let running = go("start", json!({"on": "2026-03-01"})).expect(200);
    assert_eq!(running.text("/stateDates/running"), "2026-03-01");
    app.change("PATCH", PATH, PATH, &mia, &json!({"budget": "1"})).expect(409);

    app.set_now("2026-03-01T20:00:00Z");
    let missing = codes(&go("evaluate", json!({})).expect(422));
    assert_eq!(missing, ["pilot-needs-assessment-after", "pilot-needs-assessment-after"]);
    let after = signed(&app, LANGELSHEIM, "2026-02-28", [2, 1, 3, 2]);
    note(LANGELSHEIM, json!({"after": id(&after)})).expect(200);
    let old = signed(&app, GOSLAR, "2025-12-31", [1, 1, 2, 2]);
    note(GOSLAR, json!({"after": id(&old)})).expect(200);
    assert_eq!(codes(&go("evaluate", json!({})).expect(422)), ["pilot-assessment-after-too-old"]);
    let after = signed(&app, GOSLAR, "2026-02-28", [1, 1, 2, 2]);
    note(GOSLAR, json!({"after": id(&after)})).expect(200);
    go("evaluate", json!({})).expect(200);
    go("abort", json!({"reason": "zu spät"})).expect(409);

    // Langelsheim: akte 1 -> 3, isms 2 -> 2. Goslar: akte 1 -> 2, isms 2 -> 1.
    let results = app.get(&format!("{PATH}/results"), "").expect(200);
    let result = |unit: &str, indicator: &str, before: &str, after: &str, goal: &str, reached: bool| {
        json!({"unit": unit, "indicator": indicator, "before": before, "after": after, "goal": goal,
            "reached": reached})
    };
    assert_eq!(
        results.at("/items"),
        &json!([
            result(LANGELSHEIM, "akte", "1", "3", "3", true),
            result(LANGELSHEIM, "isms", "2", "2", "2", true),
            result(GOSLAR, "akte", "1", "2", "3", false),
            result(GOSLAR, "isms", "2", "1", "2", false),
        ])
    );

    assert_eq!(codes(&go("finish", json!({})).expect(422)), ["pilot-needs-report"]);
    let mut incomplete = report();
    incomplete["benefit"] = Value::Null;
    incomplete["actualCost"] = Value::Null;
    let path = "/experience-reports/e-akte-harz";
    app.request("PUT", path).token(&mia).json(&incomplete).send().expect(201);
    let missing = codes(&go("finish", json!({})).expect(422));
    assert_eq!(missing, ["report-answer-missing", "report-answer-missing"]);
    app.change("PUT", path, path, &mia, &report()).expect(200);
    assert_eq!(go("finish", json!({})).expect(200).text("/state"), "finished");
}

#[test]
fn unknown_references_are_named_all_at_once() {
    let (app, mia) = world();
    let mut body = pilot();
    body["units"] = json!([LANGELSHEIM, "010010000000"]);
    body["model"] = json!("nothing");
    body["modules"] = json!([{"module": "e-akte", "version": "1.0.0"}]);
    let refused = app.post("/pilots", &mia, &body).expect(422);
    let pointers: Vec<&Value> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
    assert_eq!(pointers, [&json!("/units/1"), &json!("/model"), &json!("/modules/0")]);
    body = pilot();
    body["plannedUntil"] = json!("2026-01-31");
    body["budget"] = json!("-1");
    let refused = app.post("/pilots", &mia, &body).expect(422);
    assert_eq!(refused.at("/errors").as_array().unwrap().len(), 2, "{}", refused.json);
    assert_eq!(app.get("/pilots", "").at("/items"), &json!([]));
}

/// The small model has the indicator `akte` with the levels 0 to 4.
#[test]
fn goals_are_levels_of_indicators_of_the_model() {
    let (app, mia) = world();
    let mut body = pilot();
    body["goals"] = json!([{"indicator": "akte", "level": "5"}, {"indicator": "nothing", "level": "1"},
        {"indicator": "isms", "level": "1.5"}, {"indicator": "portal", "level": "4"}]);
    let wrong = ["/goals/0/level", "/goals/1/indicator", "/goals/2/level"];
    let pointers = |reply: &Reply| -> Vec<String> {
        let places = reply.at("/errors").as_array().unwrap().iter();
        places.map(|e| e["pointer"].as_str().unwrap().to_owned()).collect()
    };
    let refused = app.post("/pilots", &mia, &body).expect(422);
    assert_eq!(pointers(&refused), wrong);
    assert!(refused.text("/errors/0/detail").contains("0, 1, 2, 3, 4"), "{}", refused.json);
    app.post("/pilots", &mia, &pilot()).expect(201);
    let refused = app.change("PATCH", PATH, PATH, &mia, &json!({"goals": body["goals"]})).expect(422);
    assert_eq!(pointers(&refused), wrong);
    let good = json!({"goals": [{"indicator": "akte", "level": "4"}]});
    app.change("PATCH", PATH, PATH, &mia, &good).expect(200);
}

#[test]
fn only_signed_assessments_of_the_unit_are_noted() {
    let (app, mia) = world();
    let mut body = pilot();
    body["units"] = json!([LANGELSHEIM]);
    app.post("/pilots", &mia, &body).expect(201);
    let note =
        |unit: &str, body: Value| app.change("PUT", &format!("{PATH}/assessments/{unit}"), PATH, &mia, &body);
    let draft = id(&begin(&app, LANGELSHEIM, "2026-01-01"));
    let refused = note(LANGELSHEIM, json!({"before": draft})).expect(422);
    assert_eq!(codes(&refused), ["signed-assessment-not-found"]);
    let other = id(&signed(&app, GOSLAR, "2026-01-01", [1, 1, 1, 1]));
    let refused = note(LANGELSHEIM, json!({"before": other})).expect(422);
    assert_eq!(
        (codes(&refused), refused.text("/errors/0/pointer")),
        (vec!["pilots-other-unit".into()], "/before".into())
    );
    note(GOSLAR, json!({"before": other})).expect(422);
    let own = id(&signed(&app, LANGELSHEIM, "2026-02-01", [1, 1, 1, 1]));
    note(LANGELSHEIM, json!({"after": own})).expect(409);
    // An AGS names the unit as well.
    let noted = note("03153019", json!({"before": own})).expect(200);
    assert_eq!(noted.text("/assessments/0/before/referenceDate"), "2026-02-01");
}

#[test]
fn pilots_are_listed_by_provider_state_and_unit() {
    let (app, mia) = world();
    let kai = app.token("kai", Role::Consultant, None, Some("it-kueste"));
    let mut body = pilot();
    body["units"] = json!([LANGELSHEIM]);
    app.post("/pilots", &mia, &body).expect(201);
    body = pilot();
    body["slug"] = json!("a-kiel");
    body["provider"] = json!("it-kueste");
    body["units"] = json!([KIEL]);
    app.post("/pilots", &kai, &body).expect(201);
    app.transition("/pilots/a-kiel", "abort", &kai, &json!({})).expect(400);
    let gone = app.transition("/pilots/a-kiel", "abort", &kai, &json!({"reason": "kein Geld"})).expect(200);
    assert_eq!(gone.text("/abortReason"), "kein Geld");
    for (query, slugs) in [
        (String::new(), vec!["a-kiel", "e-akte-harz"]),
        ("?provider=it-harz".to_owned(), vec!["e-akte-harz"]),
        ("?state=aborted".to_owned(), vec!["a-kiel"]),
        (format!("?unit={LANGELSHEIM}"), vec!["e-akte-harz"]),
        (format!("?unit={GOSLAR}"), vec![]),
    ] {
        let listed = app.get(&format!("/pilots{query}"), "").expect(200);
        let found: Vec<&str> =
            listed.at("/items").as_array().unwrap().iter().map(|p| p["slug"].as_str().unwrap()).collect();
        assert_eq!(found, slugs, "{query}");
    }
    app.change("PATCH", PATH, PATH, &mia, &json!({"units": [GOSLAR]})).expect(200);
    assert_eq!(app.get(&format!("/pilots?unit={GOSLAR}"), "").text("/items/0/slug"), "e-akte-harz");
    assert_eq!(app.get(&format!("/pilots?unit={LANGELSHEIM}"), "").at("/items"), &json!([]));
}

#[test]
fn another_provider_moves_nothing() {
    let (app, mia) = world();
    app.post("/pilots", &mia, &pilot()).expect(201);
    let kai = app.token("kai", Role::CatalogManager, None, Some("it-kueste"));
    app.post("/pilots", &kai, &pilot()).expect(403);
    app.post("/pilots", "", &pilot()).expect(401);
    app.change("PATCH", PATH, PATH, &kai, &json!({})).expect(403);
    for verb in ["prepare", "start", "evaluate", "finish"] {
        app.transition(PATH, verb, &kai, &json!({})).expect(403);
    }
    app.transition(PATH, "abort", &kai, &json!({"reason": "x"})).expect(403);
    let assessments = format!("{PATH}/assessments/{LANGELSHEIM}");
    app.change("PUT", &assessments, PATH, &kai, &json!({})).expect(403);
}
