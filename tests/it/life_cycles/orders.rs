//! The life of an order that units place together.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{LANGELSHEIM, small_world};
use serde_json::json;

use super::cycle::{Cycle, Thing};
use super::{STAFF, text};

fn order(state: &str) -> Thing {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let terms = json!({"provider": "it-harz", "title": "Notebooks", "class": "laptop", "deadline": "2026-04-30",
        "breaks": [{"from": 1, "price": "1000"}]});
    let path = app.post("/pooled-orders", &cora, &terms).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    let way: &[&str] = match state {
        "open" => &[],
        "closed" => &["close"],
        "placed" => &["close", "place"],
        _ => &["cancel"],
    };
    for verb in way {
        app.transition(&path, verb, &cora, &json!({})).expect(200);
    }
    Thing { path, proof: String::new(), app }
}

#[test]
fn of_pooled_orders() {
    Cycle {
        unit: LANGELSHEIM,
        unseen: &[],
        states: &["open", "closed", "placed", "cancelled"],
        verbs: &[("close", STAFF), ("place", STAFF), ("cancel", STAFF)],
        alone: &[],
        table: &[
            ("open", "close", "closed"),
            ("closed", "place", "placed"),
            ("open", "cancel", "cancelled"),
            ("closed", "cancel", "cancelled"),
        ],
        make: order,
        state: |thing| text(thing, "/state"),
        tagged: |thing, _| thing.path.clone(),
        body: |_, _| json!({}),
    }
    .hold();
}
