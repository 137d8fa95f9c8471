//! Models, assessments, and where a unit stands by them.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin, level, model, signed};
use blaupause_tests::proving::world as small_world;
use serde_json::{Value, json};

use super::actors::UNIT;
use super::rights::{
    EDIT_ASSESSMENT, EDIT_PROVIDER, PUBLISH_MODEL, READ_PROVIDER, READ_UNIT, REVIEW_ASSESSMENT,
    REVIEW_PROVIDER,
};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const MAPS: &str = "/maturity-models/probe/migration-maps";

/// From the small model to its next version, which asks the same.
fn map() -> Value {
    json!({"format": "blaupause/migration-map@1", "model": "probe", "from": "1.0.0", "to": "1.1.0",
        "steps": [{"kind": "keep", "indicators": ["isms", "backup", "akte", "portal"]}]})
}

pub const LINES: &[Line] = &[
    line("list_maturity_models", Who::Everyone, "/maturity-models"),
    line("get_maturity_model", Who::Everyone, "/maturity-models/probe/versions/1.0.0"),
    line("publish_maturity_model", Who::Holders(PUBLISH_MODEL), "/maturity-models").body(|_| {
        let mut next = model();
        next["version"] = json!("1.1.0");
        json!(next.to_string())
    }),
    line("publish_migration_map", Who::Holders(PUBLISH_MODEL), MAPS).body(|_| json!(map().to_string())),
    line("list_migration_maps", Who::Everyone, MAPS),
    line("get_migration_map", Who::Everyone, "/maturity-models/probe/migration-maps/1.0.0/1.1.0"),
    line("migrate_assessment", Who::Holders(EDIT_ASSESSMENT), "/assessments/{signed}/migrate")
        .alike(EDIT_PROVIDER)
        .body(|_| json!({"to": "1.1.0", "period": "2026-02-01"})),
    line(
        "retire_maturity_model",
        Who::Holders(PUBLISH_MODEL),
        "/maturity-models/probe/versions/1.1.0/retire",
    )
    .body(|_| json!({})),
    line("list_assessments", Who::Within(READ_UNIT), "/assessments").alike(READ_PROVIDER),
    line("list_assessments", Who::Holders(READ_UNIT), "/assessments?unit=031530019019"),
    line("get_assessment", Who::Holders(READ_UNIT), "/assessments/{draft}").alike(READ_PROVIDER),
    line("get_assessment_result", Who::Holders(READ_UNIT), "/assessments/{draft}/result")
        .alike(READ_PROVIDER),
    line("get_assessment_result", Who::Holders(READ_UNIT), "/assessments/{signed}/result")
        .alike(READ_PROVIDER),
    line("get_assessment_explanation", Who::Holders(READ_UNIT), "/assessments/{signed}/explain")
        .alike(READ_PROVIDER),
    line("get_assessment_document", Who::Holders(READ_UNIT), "/assessments/{signed}/document")
        .alike(READ_PROVIDER),
    line("create_assessment", Who::Holders(EDIT_ASSESSMENT), "/assessments")
        .body(|_| json!({"unit": UNIT, "model": "probe", "period": "2026-02-03"})),
    line("edit_assessment", Who::Holders(EDIT_ASSESSMENT), "/assessments/{draft}")
        .alike(EDIT_PROVIDER)
        .body(|_| answers()),
    line("submit_assessment", Who::Holders(EDIT_ASSESSMENT), "/assessments/{draft}/submit")
        .alike(EDIT_PROVIDER),
    line("start_assessment_review", Who::Holders(REVIEW_ASSESSMENT), "/assessments/{draft}/start-review")
        .alike(REVIEW_PROVIDER),
    line("sign_off_assessment", Who::Holders(REVIEW_ASSESSMENT), "/assessments/{draft}/sign-off")
        .alike(REVIEW_PROVIDER),
    line("start_assessment_review", Who::Holders(REVIEW_ASSESSMENT), "/assessments/{other}/start-review")
        .alike(REVIEW_PROVIDER),
    line("return_assessment", Who::Holders(REVIEW_ASSESSMENT), "/assessments/{other}/return")
        .alike(REVIEW_PROVIDER)
        .body(|_| json!({"comment": "Bitte belegen"})),
    line("export_assessments", Who::Within(READ_UNIT), "/assessments/export?format=json")
        .alike(READ_PROVIDER),
    line("import_assessments", Who::Holders(EDIT_ASSESSMENT), "/assessment-imports")
        .body(|_| {
            let rows =
                "unit;model;period;indicator;answer;level\n031530019019;probe;2026-02-09;isms;level;2\n";
            json!(rows)
        })
        .whole()
        .alike(EDIT_PROVIDER),
    line("get_profile", Who::Holders(READ_UNIT), "/municipalities/031530019019/profile"),
    line("get_gaps", Who::Holders(READ_UNIT), "/municipalities/031530019019/gaps?target=nextStage"),
    line("get_trend", Who::Holders(READ_UNIT), "/municipalities/031530019019/trend"),
    line("get_rises", Who::Holders(READ_UNIT), "/municipalities/031530019019/rises"),
    line("compute_what_if", Who::Holders(READ_UNIT), "/municipalities/031530019019/what-if")
        .body(|_| json!({"levels": {"akte": "3"}})),
];

fn answers() -> Value {
    let [isms, backup, akte, portal] = [2, 2, 2, 1].map(level);
    json!({"answers": {"isms": isms, "backup": backup, "akte": akte, "portal": portal}})
}

/// An assessment that was handed in: only who takes up its review may send it back.
fn handed_in(app: &TestApp) -> String {
    let path = begin(app, UNIT, "2026-02-02");
    let anna = app.token("anna", Role::Editor, Some(UNIT), None);
    app.change("PATCH", &path, &path, &anna, &answers()).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    path
}

fn world() -> World {
    let app = small_world();
    let (signed, draft) = (signed(&app, UNIT, "2026-01-01", [2, 2, 0, 2]), begin(&app, UNIT, "2026-02-01"));
    let other = handed_in(&app);
    let world = World::new(app);
    world.name("signed", &signed);
    world.name("draft", &draft);
    world.name("other", &other);
    world
}

#[test]
fn models_and_assessments() {
    walk(&world(), LINES);
}
