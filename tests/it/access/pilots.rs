//! Pilots and their experience reports.

use blaupause_tests::TestApp;
use blaupause_tests::assessing::{MODEL, signed};
use blaupause_tests::fixture::KIEL;
use blaupause_tests::proving::{manager, pilot, world as small_world};
use serde_json::{Value, json};

use super::actors::{PROVIDER, UNIT};
use super::rights::{ANSWER_CALLS, MANAGE_PILOTS, READ_SERVICE_AREA, READ_UNIT};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const PROCESS: &str = include_str!("../../../crates/pilots/examples/akte-anlegen.bpmn");
/// By sha256sum.
const ATTACHMENT: &str = "/attachments/4ae6c9902b2bdd9224c030befcf95e2b4c6b7871e3a6a55fcf57e7582647ece5";
const INTEREST: &str = "/pilot-calls/call/interests/031530019019";
const CALL: &str = "/pilots/call";
const NOTED: &str = "/pilots/call/assessments/031530019019";
/// Noting an assessment of a unit shows its levels: it needs what reading the unit needs.
const READS: &[&str] = &["units:read"];

pub const LINES: &[Line] = &[
    line("list_pilots", Who::Everyone, "/pilots"),
    line("get_pilot", Who::Everyone, "/pilots/akte-goslar"),
    line("get_pilot_results", Who::Everyone, "/pilots/akte-goslar/results"),
    line("list_experience_reports", Who::Everyone, "/experience-reports"),
    line("get_experience_report", Who::Everyone, "/experience-reports/akte-goslar"),
    line("create_pilot", Who::Holders(MANAGE_PILOTS), "/pilots").body(|_| new("neu")),
    line("change_pilot", Who::Holders(MANAGE_PILOTS), CALL).body(|_| json!({"budget": "20000"})),
    line("put_pilot_assessments", Who::Holders(MANAGE_PILOTS), NOTED)
        .body(|world| json!({"before": world.id("before")}))
        .also(READS),
    line(
        "attach_process",
        Who::Holders(MANAGE_PILOTS),
        "/experience-reports/akte-goslar/attachments?title=Ablauf",
    )
    .body(|_| json!(PROCESS)),
    line("get_attachment", Who::Everyone, ATTACHMENT).before(|world| process(&world.app)),
    line("list_pilot_calls", Who::Everyone, "/pilot-calls"),
    line("put_interest", Who::Holders(ANSWER_CALLS), INTEREST).body(|_| json!({"statement": "Gern."})),
    line("get_interest", Who::Holders(READ_UNIT), INTEREST),
    line("list_candidates", Who::Holders(READ_SERVICE_AREA), "/pilot-calls/call/candidates"),
    line("delete_interest", Who::Holders(ANSWER_CALLS), INTEREST).body(|_| json!({})),
    line("put_pilot_gate", Who::Holders(MANAGE_PILOTS), "/pilots/call/gates/financing")
        .body(|_| json!({"passed": true, "statement": "Im Haushalt."})),
    line("prepare_pilot", Who::Holders(MANAGE_PILOTS), "/pilots/call/prepare").body(|_| json!({})),
    line("start_pilot", Who::Holders(MANAGE_PILOTS), "/pilots/call/start").body(|_| json!({})),
    line("put_pilot_assessments", Who::Holders(MANAGE_PILOTS), NOTED)
        .body(|world| json!({"after": world.id("after")}))
        .also(READS),
    line("evaluate_pilot", Who::Holders(MANAGE_PILOTS), "/pilots/call/evaluate").body(|_| json!({})),
    line("put_experience_report", Who::Holders(MANAGE_PILOTS), "/experience-reports/call")
        .body(|_| json!({"benefit": "Weniger Wege"})),
    line("finish_pilot", Who::Holders(MANAGE_PILOTS), "/pilots/akte-goslar/finish").body(|_| json!({})),
    line("abort_pilot", Who::Holders(MANAGE_PILOTS), "/pilots/neu/abort")
        .body(|_| json!({"reason": "Kein Partner"})),
];

fn new(slug: &str) -> Value {
    let text = json!({"de": "Versuch", "en": "Trial"});
    json!({"slug": slug, "title": text, "summary": text, "provider": PROVIDER, "units": [UNIT], "model": MODEL,
        "goals": [{"indicator": "akte", "level": 3}], "modules": [], "budget": "10000", "plannedEffort": "10",
        "plannedFrom": "2026-01-01", "plannedUntil": "2026-06-30"})
}

#[test]
fn pilots_and_reports() {
    let app = small_world();
    pilot(&app);
    app.post("/pilots", &manager(&app, "mara"), &new("call")).expect(201);
    let (before, after) =
        (signed(&app, UNIT, "2026-01-01", [2, 2, 0, 2]), signed(&app, UNIT, "2026-02-01", [2, 2, 3, 2]));
    let world = World::new(app);
    world.name("before", &before);
    world.name("after", &after);
    walk(&world, LINES);
}

/// The results of a pilot are public, so what is noted there has to be within reach of who notes it.
#[test]
fn nobody_brings_the_levels_of_a_foreign_unit_to_the_public() {
    let app = small_world();
    let mut pilot = new("fern");
    pilot["units"] = json!([KIEL]);
    let mara = manager(&app, "mara");
    app.post("/pilots", &mara, &pilot).expect(201);
    let foreign = signed(&app, KIEL, "2026-01-01", [2, 2, 0, 2]);
    let body = json!({"before": foreign.rsplit('/').next().unwrap()});
    let (path, noted) = ("/pilots/fern", format!("/pilots/fern/assessments/{KIEL}"));
    let refused = app.change("PUT", &noted, path, &mara, &body).expect(403);
    assert!(refused.text("/detail").contains("die Angaben dieser Verwaltung lesen"), "{}", refused.json);
    assert!(app.get("/pilots/fern/results", "").expect(200).at("/items/0/before").is_null());
}

fn process(app: &TestApp) {
    let mara = manager(app, "mara");
    app.request("POST", "/experience-reports/akte-goslar/attachments?title=Ablauf")
        .token(&mara)
        .bytes("application/xml", PROCESS.as_bytes())
        .send();
}
