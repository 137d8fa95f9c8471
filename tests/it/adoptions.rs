//! `/adoptions`: from the first interest to the proof, and what it leaves as evidence.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::signed;
use blaupause_tests::fixture::{KIEL, LANGELSHEIM};
use blaupause_tests::proving::published;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

fn editor(app: &TestApp) -> String {
    app.token("anna", Role::Editor, Some(LANGELSHEIM), None)
}

fn approver(app: &TestApp) -> String {
    app.token("ben", Role::Approver, Some(LANGELSHEIM), None)
}

fn begin(parameters: Value) -> Value {
    json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": "1.0.0", "parameters": parameters})
}

fn begun(app: &TestApp) -> String {
    let made = app.post("/adoptions", &editor(app), &begin(json!({"tenants": 1}))).expect(201);
    assert_eq!((made.text("/state"), made.text("/provider")), ("interested".into(), "it-harz".into()));
    made.header("location").trim_start_matches("/v1").to_owned()
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[test]
fn an_adoption_runs_step_by_step_until_a_signed_assessment_proves_it() {
    let app = published();
    let early = signed(&app, LANGELSHEIM, "2026-01-01", [2, 2, 3, 2]);
    let (path, anna, ben) = (begun(&app), editor(&app), approver(&app));
    let go = |verb: &str, body: Value| app.transition(&path, verb, &anna, &body);
    let tick = |step: &str, actual: &str| {
        let body = json!({"doneOn": "2026-03-01", "actual": actual});
        app.change("POST", &format!("{path}/steps/{step}"), &path, &anna, &body)
    };
    go("start", json!({})).expect(409);
    go("plan", json!({"from": "2026-04-01"})).expect(200);
    tick("prepare", "3").expect(409);
    go("start", json!({})).expect(200);
    let blocked = tick("install", "5").expect(409).text("/detail");
    assert_eq!(blocked, "„Einrichten“ kann noch nicht abgehakt werden. Zuerst kommt: Aktenplan.");
    tick("nothing", "5").expect(422);
    tick("prepare", "3").expect(200);
    go("go-live", json!({})).expect(409);
    let done = tick("install", "5").expect(200);
    assert_eq!((done.text("/plannedEffort"), done.text("/actualEffort")), ("6.50".into(), "8.00".into()));
    assert_eq!((done.text("/steps/1/title"), done.at("/steps/1/done")), ("Einrichten".into(), &json!(true)));
    app.change("DELETE", &format!("{path}/steps/prepare"), &path, &anna, &json!({})).expect(409);
    assert_eq!(go("go-live", json!({})).expect(200).text("/state"), "live");
    let installed = app.get(&format!("/municipalities/{LANGELSHEIM}/installations"), &anna).expect(200);
    assert_eq!(
        (installed.text("/items/0/module"), installed.text("/items/0/version")),
        ("dms".into(), "2.1.0".into())
    );
    let verify =
        |token: &str, by: &str| app.transition(&path, "verify", token, &json!({"assessment": id(by)}));
    verify(&anna, &early).expect(403);
    verify(&ben, &early).expect(422);
    app.set_now("2026-06-01T08:00:00Z");
    let (short, full) = (
        signed(&app, LANGELSHEIM, "2026-05-01", [2, 2, 2, 2]),
        signed(&app, LANGELSHEIM, "2026-05-02", [2, 2, 3, 2]),
    );
    let ben = approver(&app);
    assert_eq!(
        app.transition(&path, "verify", &ben, &json!({"assessment": id(&short)}))
            .expect(422)
            .at("/errors")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let proven = app.transition(&path, "verify", &ben, &json!({"assessment": id(&full)})).expect(200);
    assert_eq!(
        (proven.text("/state"), proven.text("/verifiedBy/id")),
        ("verified".into(), id(&full).to_owned())
    );
    let evidence = app.get("/blueprints/e-akte/evidence", "").expect(200);
    // 8 person-days against 6.5 planned.
    assert_eq!(
        (evidence.at("/counts/verified"), evidence.text("/effortRatio/median")),
        (&json!(1), "16/13".into())
    );
    assert_eq!(evidence.text("/effortRatioBySize/largerSmallTown/max"), "16/13");
    let hidden = app.get("/events?limit=500", "").expect(200);
    let kim = app.get("/events?limit=500", &app.token("kim", Role::Editor, Some(KIEL), None)).expect(200);
    for items in [hidden.at("/items"), kim.at("/items")] {
        let kinds = items.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap());
        let private = kinds
            .filter(|k| ["adoption", "assessment", "installation"].contains(&k.split('.').next().unwrap()));
        assert_eq!(private.count(), 0);
    }
    let carl = app.token("carl", Role::Consultant, None, Some("it-harz"));
    assert_eq!(
        app.get("/events?limit=500", &carl).json,
        app.get("/events?limit=500", &app.token("r", Role::Auditor, None, None)).json
    );
    let events = app.get("/events?limit=500", &editor(&app)).expect(200);
    let kinds: Vec<_> =
        events.at("/items").as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    for kind in ["adoption.registered", "adoption.live", "installation.recorded", "adoption.verified"] {
        assert!(kinds.contains(&kind), "{kind} is not in {kinds:?}");
    }
}

/// One unit registers its interest in the first quarter of 2026 and does nothing more until the third.
#[test]
fn the_curve_shows_quarter_by_quarter_how_a_blueprint_spreads() {
    let app = published();
    begun(&app);
    app.set_now("2026-07-02T08:00:00Z");
    let nele = app.token("nele", Role::Analyst, None, Some("it-harz"));
    let curves = app.get("/providers/it-harz/adoption-curves", &nele).expect(200);
    let blueprint = curves.text("/items/0/blueprint");
    let quarter = |name: &str| json!({"quarter": name, "registered": 1, "started": 0, "live": 0, "verified": 0, "abandoned": 0});
    let points = ["2026-Q1", "2026-Q2", "2026-Q3"].map(quarter);
    assert_eq!(curves.at("/items/0/points"), &json!(points));
    let one =
        app.get(&format!("/providers/it-harz/adoption-curves?blueprint={blueprint}"), &nele).expect(200);
    assert_eq!(one.json, curves.json);
    app.get("/providers/it-harz/adoption-curves?blueprint=niemand", &nele).expect(404);
}

#[test]
fn parameters_fit_the_schema_and_a_unit_adopts_a_blueprint_once_at_a_time() {
    let app = published();
    let anna = editor(&app);
    let wrong = app.post("/adoptions", &anna, &begin(json!({"tenants": 0, "other": 1}))).expect(422);
    let mut pointers: Vec<_> =
        wrong.at("/errors").as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    pointers.sort_unstable();
    assert_eq!(pointers, ["/parameters/other", "/parameters/tenants"]);
    let nix = json!({"unit": LANGELSHEIM, "blueprint": "nix", "version": "1.0.0"});
    assert_eq!(app.post("/adoptions", &anna, &nix).expect(422).text("/errors/0/pointer"), "/blueprint");
    let path = begun(&app);
    let again = app.post("/adoptions", &anna, &begin(json!({}))).expect(409).text("/detail");
    let open =
        format!("Diese Kommune hat zu dieser Blaupause schon eine offene Nachnutzung: „{}“.", id(&path));
    assert_eq!(again, open);
    let edit = |body: Value| app.change("PATCH", &path, &path, &anna, &body);
    edit(json!({"parameters": {"tenants": "zwei"}})).expect(422);
    assert_eq!(
        edit(json!({"parameters": {"tenants": 2}, "deviations": ["Ohne Scanner"]}))
            .expect(200)
            .at("/parameters/tenants"),
        &json!(2)
    );
    assert_eq!(edit(json!({"parameters": {"tenants": null}})).expect(200).at("/parameters"), &json!({}));
    app.request("PATCH", &path).token(&anna).json(&json!({})).send().expect(428);
}

#[test]
fn a_unit_that_is_gone_adopts_nothing() {
    let app = published();
    let sql = format!("UPDATE units SET valid_to = '2026-02-28' WHERE ars = '{LANGELSHEIM}'");
    let ended = app.app.database().write(|conn| Ok::<_, blaupause_store::Error>(conn.batch_execute(&sql)?));
    ended.unwrap();
    let refused = app.post("/adoptions", &editor(&app), &begin(json!({"tenants": 1}))).expect(422);
    assert_eq!(
        (refused.text("/errors/0/pointer"), refused.text("/errors/0/code")),
        ("/unit".into(), "adoption-unit-past".into())
    );
}

#[test]
fn pausing_abandoning_and_confirming_and_who_may() {
    let app = published();
    let (path, anna, ben) = (begun(&app), editor(&app), approver(&app));
    let go = |token: &str, verb: &str, body: Value| app.transition(&path, verb, token, &body);
    go(&anna, "plan", json!({"from": "2026-04-01"})).expect(200);
    let paused = go(&anna, "pause", json!({"reason": "Haushaltssperre"})).expect(200);
    assert_eq!((paused.text("/state"), paused.text("/resumeTo")), ("paused".into(), "planned".into()));
    assert_eq!(go(&anna, "resume", json!({})).expect(200).text("/state"), "planned");
    assert_eq!(
        go(&anna, "confirm", json!({"validUntil": "2026-12-31"})).expect(200).text("/expires"),
        "2026-12-31"
    );
    go(&anna, "abandon", json!({"reason": "Zu teuer"})).expect(403);
    go(&ben, "abandon", json!({"reason": "Zu teuer"})).expect(200);
    go(&ben, "abandon", json!({"reason": "Zu teuer"})).expect(409);
    let kim = app.token("kim", Role::Editor, Some(KIEL), None);
    app.get(&path, &kim).expect(403);
    app.get(&path, "").expect(401);
    app.post("/adoptions", &kim, &begin(json!({}))).expect(403);
    assert_eq!(app.get("/adoptions", &kim).expect(200).at("/items"), &json!([]));
    let list = format!("/adoptions?unit={LANGELSHEIM}&blueprint=e-akte");
    app.get(&list, &kim).expect(403);
    assert_eq!(app.get(&list, &anna).expect(200).text("/items/0/state"), "abandoned");
    assert_eq!(
        app.get("/adoptions", &app.token("carl", Role::Consultant, None, Some("it-harz")))
            .at("/items")
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
