//! `/work-list`: what waits for consultants in all units of their provider.

use blaupause_access::Role;
use blaupause_tests::assessing::begin;
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM};
use blaupause_tests::proving::published;
use serde_json::{Value, json};

/// Today is 1 March 2026. Langelsheim adopts on that day; an entry of evidence holds until 20 March and an agreement until 15 March; a
/// step is due on 10 March. On 5 June the adoption has not moved for 96 days.
#[test]
fn everything_that_waits_is_in_one_list_the_most_urgent_first() {
    let app = published();
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let adoption =
        json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": "1.0.0", "parameters": {"tenants": 1}});
    app.post("/adoptions", &anna, &adoption).expect(201);
    let rule = json!({"unit": GOSLAR, "content": {"kind": "privateDevices", "share": 10}, "from": "2025-01-01",
        "until": "2026-03-15", "source": {"title": "DV"}});
    app.post("/rules-in-force", &cora, &rule).expect(201);
    let draft = begin(&app, LANGELSHEIM, "2026-02-01");
    let evidence = json!({"evidence": {"isms": [{"title": "ISO 27001", "validUntil": "2026-03-20"}]}});
    app.change("PATCH", &draft, &draft, &anna, &evidence).expect(200);
    let body = json!({"unit": LANGELSHEIM, "provider": "it-harz"});
    let made = app.post("/engagements", &cora, &body).expect(201).header("location");
    let path = made.trim_start_matches("/v1").to_owned();
    let step = json!({"text": "Aktenplan", "due": "2026-03-10"});
    app.change("PUT", &format!("{path}/next-step"), &path, &cora, &step).expect(200);
    app.change("POST", &format!("{path}/questions"), &path, &anna, &json!({"text": "Wer?"})).expect(200);

    let list = |token: &str, query: &str| -> Vec<(Value, Value, Value)> {
        let found = app.get(&format!("/work-list{query}"), token).expect(200);
        let items = found.at("/items").as_array().unwrap();
        items.iter().map(|i| (i["kind"].clone(), i["days"].clone(), i["unit"].clone())).collect()
    };
    let line = |kind: &str, days: i64, unit: &str| (json!(kind), json!(days), json!(unit));
    let soon = [
        line("nextStep", 9, LANGELSHEIM),
        line("expiringRule", 14, GOSLAR),
        line("expiringEvidence", 19, LANGELSHEIM),
    ];
    assert_eq!(list(&cora, ""), soon);
    assert_eq!(list(&cora, "?aheadDays=10"), soon[..1]);
    assert_eq!(list(&cora, "?mine=true"), [soon[0].clone(), soon[2].clone()], "nobody accompanies Goslar");
    let carl = app.token("carl", Role::Consultant, None, Some("it-harz"));
    assert_eq!(list(&carl, "?mine=true"), []);
    app.get("/work-list?aheadDays=3661", &cora).expect(422);
    app.get("/work-list", &anna).expect(403);

    app.set_now("2026-06-05T08:00:00Z");
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    assert_eq!(
        list(&cora, ""),
        [
            line("openQuestion", -89, LANGELSHEIM),
            line("nextStep", -87, LANGELSHEIM),
            line("expiringRule", -82, GOSLAR),
            line("expiringEvidence", -77, LANGELSHEIM),
            line("stalledAdoption", -36, LANGELSHEIM),
        ]
    );
    let found = app.get("/work-list", &cora).expect(200);
    assert_eq!(found.at("/items/0/record").as_str(), Some(path.as_str()));
    assert_eq!(found.at("/items/0/unitName"), "Langelsheim, Stadt");
    assert_eq!(found.at("/items/1/title"), "Nächster Schritt: Aktenplan");
    let auditor = app.token("rita", Role::Auditor, None, None);
    assert_eq!(list(&auditor, "").len(), 5);
    assert_eq!(list(&auditor, "?provider=it-kueste"), []);
}
