//! Assessments of providers, and where a provider stands by them.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin_of_provider, provider_model, publish, signed_of_provider};
use blaupause_tests::proving::world as small_world;
use serde_json::json;

use super::actors::PROVIDER;
use super::rights::{
    EDIT_ASSESSMENT, EDIT_PROVIDER, READ_PROVIDER, READ_UNIT, REVIEW_ASSESSMENT, REVIEW_PROVIDER,
};
use super::walk::{Line, Who, line, walk};
use super::world::World;

pub const LINES: &[Line] = &[
    line("list_assessments", Who::Holders(READ_PROVIDER), "/assessments?provider=it-harz"),
    line("get_assessment", Who::Holders(READ_PROVIDER), "/assessments/{draft}").alike(READ_UNIT),
    line("get_assessment_result", Who::Holders(READ_PROVIDER), "/assessments/{signed}/result")
        .alike(READ_UNIT),
    line("get_assessment_explanation", Who::Holders(READ_PROVIDER), "/assessments/{signed}/explain")
        .alike(READ_UNIT),
    line("get_assessment_document", Who::Holders(READ_PROVIDER), "/assessments/{signed}/document")
        .alike(READ_UNIT),
    line("create_assessment", Who::Holders(EDIT_PROVIDER), "/assessments")
        .body(|_| json!({"provider": PROVIDER, "model": "probe-provider", "period": "2026-02-03"})),
    line("edit_assessment", Who::Holders(EDIT_PROVIDER), "/assessments/{draft}")
        .body(|_| json!({"answers": {"betrieb": {"kind": "level", "value": 2}}}))
        .alike(EDIT_ASSESSMENT),
    line("submit_assessment", Who::Holders(EDIT_PROVIDER), "/assessments/{draft}/submit")
        .alike(EDIT_ASSESSMENT),
    line("start_assessment_review", Who::Holders(REVIEW_PROVIDER), "/assessments/{draft}/start-review")
        .alike(REVIEW_ASSESSMENT),
    line("sign_off_assessment", Who::Holders(REVIEW_PROVIDER), "/assessments/{draft}/sign-off")
        .alike(REVIEW_ASSESSMENT),
    line("start_assessment_review", Who::Holders(REVIEW_PROVIDER), "/assessments/{other}/start-review")
        .alike(REVIEW_ASSESSMENT),
    line("return_assessment", Who::Holders(REVIEW_PROVIDER), "/assessments/{other}/return")
        .body(|_| json!({"comment": "Bitte belegen"}))
        .alike(REVIEW_ASSESSMENT),
    line("get_provider_rises", Who::Holders(READ_PROVIDER), "/providers/it-harz/rises"),
    line("get_provider_profile", Who::Holders(READ_PROVIDER), "/providers/it-harz/profile"),
    line("get_provider_gaps", Who::Holders(READ_PROVIDER), "/providers/it-harz/gaps?target=nextStage"),
    line("get_provider_trend", Who::Holders(READ_PROVIDER), "/providers/it-harz/trend"),
    line("compute_provider_what_if", Who::Holders(READ_PROVIDER), "/providers/it-harz/what-if")
        .body(|_| json!({"levels": {"betrieb": "3"}})),
];

fn handed_in(app: &TestApp) -> String {
    let path = begin_of_provider(app, PROVIDER, "2026-02-02");
    let nele = app.token("nele", Role::Analyst, None, Some(PROVIDER));
    let body = json!({"answers": {"betrieb": {"kind": "level", "value": 2}}});
    app.change("PATCH", &path, &path, &nele, &body).expect(200);
    app.transition(&path, "submit", &nele, &json!({})).expect(200);
    path
}

#[test]
fn assessments_of_providers() {
    let app = small_world();
    publish(&app, &provider_model());
    let signed = signed_of_provider(&app, PROVIDER, "2026-01-01", [2, 1]);
    let draft = begin_of_provider(&app, PROVIDER, "2026-02-01");
    let other = handed_in(&app);
    let world = World::new(app);
    world.name("signed", &signed);
    world.name("draft", &draft);
    world.name("other", &other);
    walk(&world, LINES);
}
