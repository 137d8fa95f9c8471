//! The life of a webhook and of a roadmap's job.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use blaupause_access::Role;
use blaupause_app::roadmap_planning;
use blaupause_kernel::Message;
use blaupause_store::roadmaps;
use blaupause_tests::assessing::{MODEL, signed};
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM};
use blaupause_tests::proving;
use serde_json::json;

use super::cycle::{Cycle, Roles, Thing};
use super::text;

const KEEPERS: Roles = &[Role::Editor, Role::Approver, Role::CatalogManager];
const PLANNERS: Roles = &[Role::Editor, Role::Approver, Role::Consultant, Role::CatalogManager];

fn webhook(state: &str) -> Thing {
    let app = crate::webhooks::world();
    let anna = app.token("anna", Role::Editor, Some(GOSLAR), None);
    let body = json!({"url": "http://127.0.0.1:9/", "unit": GOSLAR});
    let path = app.post("/webhooks", &anna, &body).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    if state == "disabled" {
        app.transition(&path, "disable", &anna, &json!({})).expect(200);
    }
    Thing { path, proof: String::new(), app }
}

#[test]
fn of_webhooks() {
    Cycle {
        unit: GOSLAR,
        unseen: &[],
        states: &["active", "disabled"],
        verbs: &[("enable", KEEPERS), ("disable", KEEPERS)],
        alone: &[],
        table: &[("active", "disable", "disabled"), ("disabled", "enable", "active")],
        make: webhook,
        state: |thing| text(thing, "/state"),
        tagged: |thing, _| thing.path.clone(),
        body: |_, _| json!({}),
    }
    .hold();
}

fn roadmap(state: &str) -> Thing {
    let app = proving::published();
    signed(&app, LANGELSHEIM, "2026-02-01", [2, 2, 0, 2]);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let frame = json!({"model": MODEL, "from": "2026-Q1", "quarters": 2});
    let asked = app.post("/roadmaps", &anna, &json!({"unit": LANGELSHEIM, "frame": frame})).expect(201);
    let path = asked.header("location").trim_start_matches("/v1").to_owned();
    let work = |goes_on: &(dyn Fn() -> bool + Sync)| {
        roadmap_planning::work(&app.app, 1, Duration::from_secs(60), goes_on).unwrap()
    };
    match state {
        "running" => {
            catch_unwind(AssertUnwindSafe(|| work(&|| panic!("cut off")))).unwrap_err();
        }
        "done" => assert!(work(&|| true)),
        "failed" => {
            let id = path.trim_start_matches("/roadmaps/").parse().unwrap();
            app.write(|tx| {
                let now = tx.now();
                let job = roadmaps::by_id(tx.conn(), id)?.finish(Some(Message::new("internal")), now)?;
                Ok(roadmaps::update(tx.conn(), &job)?)
            })
            .unwrap();
        }
        "cancelled" => {
            app.transition(&path, "cancel", &anna, &json!({})).expect(200);
        }
        _ => {}
    }
    Thing { path, proof: String::new(), app }
}

#[test]
fn of_roadmaps() {
    Cycle {
        unit: LANGELSHEIM,
        unseen: &[],
        states: &["queued", "running", "done", "failed", "cancelled"],
        verbs: &[("cancel", PLANNERS)],
        alone: &[],
        table: &[("queued", "cancel", "cancelled"), ("running", "cancel", "cancelled")],
        make: roadmap,
        state: |thing| text(thing, "/state"),
        tagged: |thing, _| thing.path.clone(),
        body: |_, _| json!({}),
    }
    .hold();
}
