//! Roadmaps.

use std::time::Duration;

use blaupause_app::roadmap_planning;
use blaupause_tests::assessing::{MODEL, signed};
use blaupause_tests::proving::{manager, published};
use serde_json::{Value, json};

use super::actors::{PROVIDER, UNIT};
use super::rights::{PLAN_ROADMAPS, READ_SERVICE_AREA, READ_UNIT};
use super::walk::{Line, Who, line, walk};
use super::world::World;

pub const LINES: &[Line] = &[
    line("create_roadmap", Who::Holders(PLAN_ROADMAPS), "/roadmaps")
        .body(|_| json!({"unit": UNIT, "frame": frame()})),
    line("list_roadmaps", Who::Within(READ_UNIT), "/roadmaps").alike(READ_SERVICE_AREA),
    line("get_roadmap", Who::Holders(READ_UNIT), "/roadmaps/{own}").alike(READ_SERVICE_AREA),
    line("get_roadmap_result", Who::Holders(READ_UNIT), "/roadmaps/{own}/result").alike(READ_SERVICE_AREA),
    line("get_unit_roadmap", Who::Holders(READ_UNIT), "/municipalities/031530019019/roadmap"),
    line("get_provider_roadmap", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/roadmap"),
    line("cancel_roadmap", Who::Holders(PLAN_ROADMAPS), "/roadmaps/{waits}/cancel").body(|_| json!({})),
    line("delete_roadmap", Who::Holders(PLAN_ROADMAPS), "/roadmaps/{own}").body(|_| json!({})),
];

fn frame() -> Value {
    json!({"model": MODEL, "from": "2026-Q1", "quarters": 2})
}

#[test]
fn roadmaps() {
    let app = published();
    signed(&app, UNIT, "2026-02-01", [2, 2, 0, 2]);
    let mara = manager(&app, "mara");
    let ask = |body: Value| app.post("/roadmaps", &mara, &body).expect(201).header("location");
    let own = ask(json!({"unit": UNIT, "frame": frame()}));
    ask(json!({"provider": PROVIDER, "frame": frame()}));
    while roadmap_planning::work(&app.app, 1, Duration::from_secs(60), &|| true).unwrap() {}
    let waits = ask(json!({"unit": UNIT, "frame": frame()}));
    let world = World::new(app);
    world.name("own", &own);
    world.name("waits", &waits);
    walk(&world, LINES);
}
