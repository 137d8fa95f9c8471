//! `/engagements`: consultants and the units they accompany.

use blaupause_access::Role;
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

struct World {
    app: TestApp,
    anna: String,
    cora: String,
    path: String,
}

fn world() -> World {
    let app = TestApp::start();
    small_world(&app);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let body = json!({"unit": "03153019", "provider": "it-harz"});
    let made = app.post("/engagements", &cora, &body).expect(201);
    assert_eq!((made.at("/consultant"), made.at("/unit")), (&json!("cora"), &json!(LANGELSHEIM)));
    let path = made.header("location").trim_start_matches("/v1").to_owned();
    World { app, anna, cora, path }
}

impl World {
    fn step(&self, method: &str, part: &str, token: &str, body: &Value) -> Reply {
        self.app.change(method, &format!("{}/{part}", self.path), &self.path, token, body)
    }
}

#[test]
fn an_engagement_goes_from_goals_to_its_end() {
    let world = world();
    let World { app, cora, path, .. } = &world;
    let gap = json!({"text": "E-Akte in allen Ämtern", "tie": {"kind": "gap", "model": "kommune-digital", "indicator": "e-akte"}});
    let added = world.step("POST", "goals", cora, &gap).expect(200);
    assert_eq!((added.at("/goals/0/state"), added.at("/goals/0/tie/kind")), (&json!("open"), &json!("gap")));
    let goal = added.text("/goals/0/id");
    let visit = json!({"on": "2026-03-01", "form": "onSite", "summary": "Bürgeramt besucht."});
    world.step("POST", "visits", cora, &visit).expect(200);
    let late = json!({"on": "2026-03-02", "form": "onSite", "summary": "Kommt noch."});
    let refused = world.step("POST", "visits", cora, &late).expect(422);
    assert_eq!(refused.at("/errors/0/pointer"), "/on");
    let step = json!({"text": "Aktenplan abstimmen", "due": "2026-03-20"});
    let next = world.step("PUT", "next-step", cora, &step).expect(200);
    assert_eq!(next.at("/nextStep"), &step);
    let gone = world.step("DELETE", "next-step", cora, &json!({})).expect(200);
    assert_eq!(gone.at("/nextStep"), &Value::Null);
    let closing = json!({"outcome": "reached"});
    let closed = world.step("POST", &format!("goals/{goal}/close"), cora, &closing).expect(200);
    assert_eq!(
        (closed.at("/goals/0/state"), closed.at("/goals/0/closedOn")),
        (&json!("reached"), &json!("2026-03-01"))
    );
    let again = world.step("POST", &format!("goals/{goal}/close"), cora, &closing).expect(409);
    assert_eq!(again.at("/code"), "engagement-goal-wrong-state");
    let nowhere = format!("goals/{}/close", "01900000-0000-7000-8000-ffffffffffff");
    assert_eq!(world.step("POST", &nowhere, cora, &closing).expect(404).at("/code"), "support-no-such-part");
    let same = world.step("POST", "hand-over", cora, &json!({"consultant": "cora"})).expect(409);
    assert_eq!(same.at("/code"), "support-same-person");
    let handed = world.step("POST", "hand-over", cora, &json!({"consultant": "carl"})).expect(200);
    assert_eq!(handed.at("/consultant"), "carl");
    app.request("POST", &format!("{path}/end")).token(cora).json(&json!({})).send().expect(428);
    let ended = world.step("POST", "end", cora, &json!({})).expect(200);
    assert_eq!((ended.at("/state"), ended.at("/endedOn")), (&json!("ended"), &json!("2026-03-01")));
    assert_eq!(world.step("POST", "goals", cora, &gap).expect(409).at("/code"), "engagement-wrong-state");
    let told = app.get("/events?limit=500", cora).expect(200);
    let kinds: Vec<&str> =
        told.at("/items").as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    let expected = [
        "begun",
        "goalAdded",
        "visitNoted",
        "nextStepSet",
        "nextStepSet",
        "goalClosed",
        "handedOver",
        "ended",
    ];
    assert_eq!(kinds, expected.map(|kind| format!("engagement.{kind}")));
    assert_eq!(app.get("/events?limit=500", "").expect(200).at("/items"), &json!([]));
}

#[test]
fn the_unit_asks_and_does_not_see_internal_notes() {
    let world = world();
    let World { app, anna, cora, path } = &world;
    let note = |visibility: &str| json!({"visibility": visibility, "text": format!("Notiz: {visibility}")});
    world.step("POST", "notes", cora, &note("internal")).expect(200);
    let both = world.step("POST", "notes", cora, &note("unit")).expect(200);
    assert_eq!(both.at("/notes").as_array().unwrap().len(), 2);
    let seen = app.get(path, anna).expect(200);
    assert_eq!((seen.at("/notes/0/text"), seen.at("/notes/1")), (&json!("Notiz: unit"), &Value::Null));
    assert_eq!(app.get("/engagements", anna).expect(200).at("/items/0/notes/1"), &Value::Null);
    assert!(!app.get("/engagements", anna).expect(200).bytes.windows(8).any(|part| part == b"internal"));
    let asked = world.step("POST", "questions", anna, &json!({"text": "Wer zahlt?"})).expect(200);
    assert_eq!(asked.at("/notes/1"), &Value::Null, "nor in what comes back");
    let question = asked.text("/questions/0/id");
    world.step("POST", "notes", anna, &note("unit")).expect(403);
    let answer = json!({"text": "Das Land, zur Hälfte."});
    let answered = world.step("POST", &format!("questions/{question}/answer"), cora, &answer).expect(200);
    assert_eq!(answered.at("/questions/0/answer/text"), &answer["text"]);
    world.step("POST", &format!("questions/{question}/answer"), cora, &answer).expect(409);
    let blank = world.step("POST", "questions", anna, &json!({"text": " "})).expect(422);
    assert_eq!(blank.at("/errors/0/pointer"), "/text");
}

#[test]
fn who_does_not_serve_a_unit_does_not_accompany_it() {
    let world = world();
    let World { app, cora, path, .. } = &world;
    let begin = |unit: &str, provider: &str| {
        app.post("/engagements", cora, &json!({"unit": unit, "provider": provider}))
    };
    begin(KIEL, "it-kueste").expect(403);
    begin(LANGELSHEIM, "it-kueste").expect(403);
    begin(GOSLAR, "it-harz").expect(201);
    let gisa = app.token("gisa", Role::Editor, Some(GOSLAR), None);
    app.get(path, &gisa).expect(403);
    let listed = |query: &str| {
        let found = app.get(&format!("/engagements{query}"), cora).expect(200);
        found.at("/items").as_array().unwrap().iter().map(|e| e["unit"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed(""), [GOSLAR, LANGELSHEIM]);
    assert_eq!(listed("?unit=03153019"), [LANGELSHEIM]);
    assert_eq!(listed("?consultant=carl"), Vec::<Value>::new());
    assert_eq!(listed("?provider=it-harz&state=active&limit=1"), [GOSLAR]);
    assert_eq!(listed("?state=ended"), Vec::<Value>::new());
}
