//! The life of an onboarding.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{LANGELSHEIM, small_world};
use serde_json::json;

use super::cycle::{Cycle, Thing};
use super::{WORKERS, text};

fn onboarding(state: &str) -> Thing {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let programme = json!({"provider": "it-harz", "title": "Ankommen",
        "items": [{"text": "Arbeitsplatz zeigen", "dueDay": 0, "form": "presence"}]});
    let programme = app.post("/onboarding-programmes", &cora, &programme).expect(201).text("/id");
    let body = json!({"programme": programme, "unit": LANGELSHEIM, "post": "Bauamt", "mentor": "petra"});
    let path = app.post("/onboardings", &cora, &body).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    app.change("PUT", &format!("{path}/items/0/done"), &path, &cora, &json!({})).expect(200);
    match state {
        "completed" => drop(app.transition(&path, "complete", &cora, &json!({})).expect(200)),
        "ended" => drop(app.transition(&path, "end", &cora, &json!({"reason": "Gekündigt"})).expect(200)),
        _ => {}
    }
    Thing { path, proof: String::new(), app }
}

#[test]
fn of_onboardings() {
    Cycle {
        unit: LANGELSHEIM,
        unseen: &[],
        states: &["running", "completed", "ended"],
        verbs: &[("complete", WORKERS), ("end", WORKERS), ("change-mentor", WORKERS)],
        alone: &[],
        table: &[
            ("running", "complete", "completed"),
            ("running", "end", "ended"),
            ("running", "change-mentor", "running"),
        ],
        make: onboarding,
        state: |thing| text(thing, "/state"),
        tagged: |thing, _| thing.path.clone(),
        body: |_, verb| match verb {
            "end" => json!({"reason": "Gekündigt"}),
            "change-mentor" => json!({"mentor": "paul"}),
            _ => json!({}),
        },
    }
    .hold();
}
