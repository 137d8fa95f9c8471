//! `/onboarding-programmes` and `/onboardings`: new colleagues, their mentor and their checklist.

use blaupause_access::Role;
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

fn items() -> Value {
    json!([{"text": "Arbeitsplatz und Haus zeigen", "dueDay": 0, "form": "presence"},
        {"text": "Regeln für mobiles Arbeiten lesen", "dueDay": 7, "form": "selfStudy"},
        {"text": "Gespräch per Video führen", "dueDay": 14, "form": "digitalTalk"}])
}

fn world() -> (TestApp, String, String, String) {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let body = json!({"provider": "it-harz", "title": "Die ersten zwei Wochen", "items": items()});
    let programme = app.post("/onboarding-programmes", &cora, &body).expect(201).text("/id");
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    (app, anna, cora, programme)
}

fn begin(app: &TestApp, token: &str, programme: &str, unit: &str) -> Reply {
    let body = json!({"programme": programme, "unit": unit, "post": "Sachbearbeitung Bauamt", "mentor": "petra",
        "started": "2026-02-20"});
    app.post("/onboardings", token, &body)
}

#[test]
fn a_new_colleague_works_through_the_checklist() {
    let (app, anna, cora, programme) = world();
    let made = begin(&app, &anna, &programme, "03153019").expect(201);
    // 20 February and 0, 7 and 14 days; today is 1 March.
    let dues: Vec<(Value, Value)> = (0..3)
        .map(|i| {
            (made.at(&format!("/items/{i}/due")).clone(), made.at(&format!("/items/{i}/overdue")).clone())
        })
        .collect();
    let row = |due: &str, late: bool| (json!(due), json!(late));
    assert_eq!(dues, [row("2026-02-20", true), row("2026-02-27", true), row("2026-03-06", false)]);
    let path = format!("/onboardings/{}", made.text("/id"));
    let tick = |item: usize, body: Value| {
        app.change("PUT", &format!("{path}/items/{item}/done"), &path, &anna, &body)
    };
    assert_eq!(tick(0, json!({"on": "2026-02-19"})).expect(422).at("/errors/0/pointer"), "/on");
    assert_eq!(tick(0, json!({"on": "2026-03-02"})).expect(422).at("/errors/0/pointer"), "/on");
    let done = tick(0, json!({"on": "2026-02-20"})).expect(200);
    assert_eq!(
        (done.at("/items/0/done"), done.at("/items/0/overdue")),
        (&json!("2026-02-20"), &json!(false))
    );
    assert_eq!(tick(3, json!({})).expect(404).at("/code"), "support-no-such-part");
    // The programme changes; who has begun keeps the checklist.
    let own = format!("/onboarding-programmes/{programme}");
    let outline = json!({"title": "Kürzer", "items": [items()[0]]});
    app.change("PUT", &own, &own, &cora, &outline).expect(200);
    assert_eq!(app.get(&own, "").expect(200).at("/title"), "Kürzer");
    assert_eq!(app.get(&path, &anna).expect(200).at("/items").as_array().unwrap().len(), 3);
    let open = app.transition(&path, "complete", &anna, &json!({})).expect(409);
    assert_eq!(open.at("/code"), "onboarding-items-open");
    let undo =
        |item: usize| app.change("DELETE", &format!("{path}/items/{item}/done"), &path, &anna, &json!({}));
    assert_eq!(undo(0).expect(200).at("/items/0/done"), &Value::Null);
    assert_eq!(undo(0).expect(409).at("/code"), "onboarding-item-wrong-state");
    assert_eq!(
        app.transition(&path, "change-mentor", &anna, &json!({"mentor": "petra"})).expect(409).at("/code"),
        "support-same-person"
    );
    for item in 0..3 {
        tick(item, json!({})).expect(200);
    }
    let completed = app.transition(&path, "complete", &anna, &json!({})).expect(200);
    assert_eq!(
        (completed.at("/state"), completed.at("/closedOn")),
        (&json!("completed"), &json!("2026-03-01"))
    );
    assert_eq!(tick(0, json!({})).expect(409).at("/code"), "onboarding-wrong-state");
}

#[test]
fn units_onboard_with_programmes_of_those_who_serve_them() {
    let (app, anna, cora, programme) = world();
    let elsewhere = json!({"provider": "it-kueste", "title": "Küste", "items": items()});
    app.post("/onboarding-programmes", &cora, &elsewhere).expect(403);
    let karl = app.token("karl", Role::Consultant, None, Some("it-kueste"));
    let other = app.post("/onboarding-programmes", &karl, &elsewhere).expect(201).text("/id");
    begin(&app, &anna, &other, LANGELSHEIM).expect(403);
    begin(&app, &anna, &programme, KIEL).expect(403);
    begin(&app, &anna, &programme, LANGELSHEIM).expect(201);
    begin(&app, &cora, &programme, GOSLAR).expect(201);
    let seen =
        |path: &str, token: &str| app.get(path, token).expect(200).at("/items").as_array().unwrap().len();
    assert_eq!(
        (seen("/onboardings", &anna), seen("/onboardings", &cora), seen("/onboardings", &karl)),
        (1, 2, 0)
    );
    assert_eq!(seen("/onboardings?unit=031530017017&state=running", &cora), 1);
    app.get("/onboardings?unit=031530017017", &anna).expect(403);
    assert_eq!(
        (seen("/onboarding-programmes", ""), seen("/onboarding-programmes?provider=it-kueste", "")),
        (2, 1)
    );
    let events = app.get("/events?limit=500", "").expect(200);
    let kinds: Vec<&str> =
        events.at("/items").as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["onboardingProgramme.created"; 2], "who is new somewhere is nobody's business");
    let body =
        json!({"provider": "it-harz", "title": "", "items": [{"text": "x", "dueDay": 731, "form": "talk"}]});
    let refused = app.post("/onboarding-programmes", &cora, &body).expect(422);
    let at: Vec<&Value> = refused.at("/errors").as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
    assert_eq!(at, ["/title", "/items/0/dueDay"]);
}
