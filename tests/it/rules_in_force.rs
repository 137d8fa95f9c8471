//! `/rules-in-force` and `/rule-reminders`: which rules hold, and which of them end soon.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use serde_json::{Value, json};

fn world() -> (TestApp, String, String) {
    let app = TestApp::start();
    small_world(&app);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    (app, anna, cora)
}

fn terms() -> Value {
    json!({"content": {"kind": "mobileWork", "ordinary": 40, "crisis": 80}, "from": "2024-05-01", "until": "2026-04-30",
        "source": {"title": "Dienstvereinbarung mobiles Arbeiten", "url": "https://langelsheim.example/dv.pdf"}})
}

fn of(mut terms: Value, field: &str, who: &str) -> Value {
    terms[field] = json!(who);
    terms
}

#[test]
fn a_rule_is_stated_changed_and_removed_under_its_tag() {
    let (app, anna, cora) = world();
    let made = app.post("/rules-in-force", &anna, &of(terms(), "unit", "03153019")).expect(201);
    assert_eq!((made.at("/unit"), made.at("/content/crisis")), (&json!(LANGELSHEIM), &json!(80)));
    let path = made.header("location").trim_start_matches("/v1").to_owned();
    app.request("PUT", &path).token(&anna).json(&terms()).send().expect(428);
    let mut changed = terms();
    changed["content"]["crisis"] = json!(100);
    let now = app.change("PUT", &path, &path, &cora, &changed).expect(200);
    assert_eq!((now.at("/content/crisis"), now.at("/revision")), (&json!(100), &json!(2)));
    let mut bad = terms();
    bad["content"]["crisis"] = json!(30);
    bad["until"] = json!("2024-04-30");
    let refused = app.change("PUT", &path, &path, &anna, &bad).expect(422);
    let places: Vec<&Value> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
    assert_eq!(places, ["/content/crisis", "/until"]);
    app.post("/rules-in-force", &anna, &terms()).expect(422);
    app.post("/rules-in-force", &anna, &of(terms(), "unit", GOSLAR)).expect(403);
    app.post("/rules-in-force", &anna, &of(terms(), "provider", "it-harz")).expect(403);
    app.post("/rules-in-force", &cora, &of(terms(), "unit", KIEL)).expect(403);
    app.change("DELETE", &path, &path, &anna, &json!({})).expect(204);
    assert_eq!(app.get(&path, &anna).expect(404).at("/code"), "rule-not-found");
}

/// Today is 1 March 2026: what ends on 30 April is 60 days away, what was to be looked at on 1 February 28 days over.
#[test]
fn reminders_come_before_a_rule_ends_and_stay_until_somebody_looks() {
    let (app, anna, cora) = world();
    app.post("/rules-in-force", &anna, &of(terms(), "unit", LANGELSHEIM)).expect(201);
    let tool = json!({"content": {"kind": "videoTool", "tool": "OpenTalk", "confidentiality": "high"},
        "from": "2025-01-01", "reviewBy": "2026-02-01", "source": {"title": "Freigabe"}, "provider": "it-harz"});
    let tool = app.post("/rules-in-force", &cora, &tool).expect(201).header("location");
    let endless = json!({"content": {"kind": "privateDevices", "share": 20}, "from": "2025-01-01",
        "source": {"title": "BYOD"}, "unit": GOSLAR});
    app.post("/rules-in-force", &cora, &endless).expect(201);
    let due = |token: &str, query: &str| -> Vec<(Value, Value)> {
        let found = app.get(&format!("/rule-reminders{query}"), token).expect(200);
        let items = found.at("/items").as_array().unwrap();
        items.iter().map(|item| (item["rule"]["content"]["kind"].clone(), item["daysLeft"].clone())).collect()
    };
    let (ends, over) = ((json!("mobileWork"), json!(60)), (json!("videoTool"), json!(-28)));
    assert_eq!(due(&cora, ""), [over.clone(), ends.clone()]);
    assert_eq!(due(&cora, "?days=59"), std::slice::from_ref(&over));
    assert_eq!(due(&cora, "?provider=it-harz"), [over]);
    assert_eq!(due(&anna, ""), [ends], "a unit sees its own, and no rules of its provider");
    app.get("/rule-reminders?days=4000", &cora).expect(400);
    let page = app.get("/rule-reminders?limit=1", &cora).expect(200);
    let next = format!("/rule-reminders?limit=1&cursor={}", page.text("/next"));
    assert_eq!(app.get(&next, &cora).expect(200).at("/items/0/rule/unit"), LANGELSHEIM);
    let listed = app.get("/rules-in-force?kind=privateDevices", &cora).expect(200);
    assert_eq!((listed.at("/items/0/unit"), listed.at("/items/1")), (&json!(GOSLAR), &Value::Null));
    let all = app.get("/rules-in-force?limit=2", &cora).expect(200);
    let rest = app.get(&format!("/rules-in-force?limit=2&cursor={}", all.text("/next")), &cora).expect(200);
    assert_eq!(rest.at("/items").as_array().unwrap().len(), 1);
    app.get(tool.trim_start_matches("/v1"), &anna).expect(403);
}
