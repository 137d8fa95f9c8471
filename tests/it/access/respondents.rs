//! Respondents: inviting them, answering as one, and what becomes of it.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin, level};
use blaupause_tests::proving::world as small_world;
use serde_json::{Value, json};

use super::actors::UNIT;
use super::rights::{ANSWER_INVITATION, EDIT_ASSESSMENT, EDIT_PROVIDER, READ_PROVIDER, READ_UNIT};
use super::walk::{Line, Who, line, walk};
use super::world::World;

/// Everybody who may answer, as the walk names them: each has an invitation of their own.
const INVITED: [&str; 6] = [
    "editor of 031530019019",
    "approver of 031530019019",
    "analyst of it-harz",
    "consultant of it-harz",
    "catalogManager of it-harz",
    "system with the scope",
];

pub const LINES: &[Line] = &[
    line("invite_respondent", Who::Holders(EDIT_ASSESSMENT), "/assessments/{draft}/respondents")
        .alike(EDIT_PROVIDER)
        .body(|_| json!({"subject": "uwe", "label": "Kasse"})),
    line("list_respondents", Who::Holders(READ_UNIT), "/assessments/{draft}/respondents")
        .alike(READ_PROVIDER),
    line("get_respondent", Who::Holders(READ_UNIT), "/assessments/{draft}/respondents/{asked}")
        .alike(READ_PROVIDER),
    line("list_invitations", Who::Within(ANSWER_INVITATION), "/invitations"),
    line("get_invitation", Who::Holders(ANSWER_INVITATION), "/invitations/{asked}"),
    line("answer_invitation", Who::Holders(ANSWER_INVITATION), "/invitations/{asked}")
        .body(|_| json!({"answers": {"akte": level(2)}})),
    line("hand_in_invitation", Who::Holders(ANSWER_INVITATION), "/invitations/{asked}/hand-in"),
    line("decline_invitation", Who::Holders(ANSWER_INVITATION), "/invitations/{unsure}/decline")
        .body(|_| json!({"reason": "Nicht mein Fach"})),
    line(
        "withdraw_respondent",
        Who::Holders(EDIT_ASSESSMENT),
        "/assessments/{draft}/respondents/{spare}/withdraw",
    )
    .alike(EDIT_PROVIDER),
    line("get_assessment_agreement", Who::Holders(READ_UNIT), "/assessments/{draft}/agreement")
        .alike(READ_PROVIDER),
    line("put_consensus", Who::Holders(EDIT_ASSESSMENT), "/assessments/{draft}/consensus/akte")
        .alike(EDIT_PROVIDER)
        .body(|_| json!({"answer": level(2), "reason": "Beraten"})),
    line("take_over_agreed_answers", Who::Holders(EDIT_ASSESSMENT), "/assessments/{draft}/take-over")
        .alike(EDIT_PROVIDER),
    line("list_evidence_reminders", Who::Within(READ_UNIT), "/evidence-reminders").alike(READ_PROVIDER),
];

fn invite(app: &TestApp, path: &str, subject: &str) -> String {
    let anna = app.token("anna", Role::Editor, Some(UNIT), None);
    let body: Value = json!({"subject": subject, "label": subject});
    app.post(&format!("{path}/respondents"), &anna, &body).expect(201).text("/id")
}

#[test]
fn respondents_and_their_answers() {
    let app = small_world();
    let draft = begin(&app, UNIT, "2026-02-01");
    let ids = INVITED.map(|subject| invite(&app, &draft, subject));
    let spare = invite(&app, &draft, "ole");
    let anna = app.token("anna", Role::Editor, Some(UNIT), None);
    let body = json!({"evidence": {"isms": [{"title": "Zertifikat", "validUntil": "2026-03-31"}]}});
    app.change("PATCH", &draft, &draft, &anna, &body).expect(200);
    let world = World::new(app);
    world.name("draft", &draft);
    world.name("asked", &ids[0]);
    world.name("unsure", &ids[1]);
    world.name("spare", &spare);
    walk(&world, LINES);
}
