//! The life of an offer of training.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{LANGELSHEIM, small_world};
use serde_json::json;

use super::cycle::{Cycle, Thing};
use super::{STAFF, text};

/// It took place at six in the morning, or begins in May: what is published can be held, and a draft published.
fn offer(state: &str) -> Thing {
    let app = TestApp::start();
    small_world(&app);
    app.set_now("2026-03-01T05:00:00Z");
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let terms = json!({"provider": "it-harz", "kind": "training", "title": {"de": "E-Akte"},
        "description": {"de": "Grundlagen"},
        "sessions": [{"starts": "2026-03-01T06:00:00Z", "ends": "2026-03-01T07:00:00Z",
            "place": {"kind": "onSite", "address": "Rathaus"}}],
        "places": 10, "registerUntil": "2026-03-01"});
    let path = app.post("/offers", &cora, &terms).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    let way: &[&str] = match state {
        "draft" => &[],
        "published" => &["publish"],
        "held" => &["publish", "hold"],
        _ => &["publish", "cancel"],
    };
    for verb in way {
        if *verb == "hold" {
            app.set_now("2026-03-01T12:00:00Z");
        }
        app.transition(&path, verb, &cora, &json!({})).expect(200);
    }
    app.set_now("2026-03-01T12:00:00Z");
    Thing { path, proof: String::new(), app }
}

#[test]
fn of_offers() {
    Cycle {
        unit: LANGELSHEIM,
        unseen: &["draft"],
        states: &["draft", "published", "cancelled", "held"],
        verbs: &[("publish", STAFF), ("cancel", STAFF), ("hold", STAFF)],
        alone: &[],
        table: &[
            ("draft", "publish", "published"),
            ("draft", "cancel", "cancelled"),
            ("published", "cancel", "cancelled"),
            ("published", "hold", "held"),
        ],
        make: offer,
        state: |thing| text(thing, "/state"),
        tagged: |thing, _| thing.path.clone(),
        body: |_, _| json!({}),
    }
    .hold();
}
