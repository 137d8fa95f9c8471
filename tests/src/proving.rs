//! A pilot that is evaluated and reported on, and the blueprint that rests on it, for tests of what follows.

use blaupause_access::Role;
use serde_json::{Value, json};

use crate::TestApp;
use crate::assessing::{MODEL, publish_model, signed};
use crate::fixture::{GOSLAR, small_world};

/// Path of the blueprint.
pub const BLUEPRINT: &str = "/blueprints/e-akte";
/// Path of its first version.
pub const VERSION: &str = "/blueprints/e-akte/versions/1.0.0";

/// A service with the small world and the small model.
pub fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    app
}

/// The token of a catalog manager of `it-harz`.
pub fn manager(app: &TestApp, subject: &str) -> String {
    app.token(subject, Role::CatalogManager, None, Some("it-harz"))
}

/// A blueprint version: raises `akte` to 3 with the module `dms`; `prepare` takes 2 person-days, `install` after it 4.5.
pub fn document(version: &str) -> Value {
    let text = |t: &str| json!({"de": t, "en": format!("{t} (en)")});
    json!({
        "blueprint": "e-akte", "version": version, "title": text("E-Akte"), "summary": text("Akten ohne Papier"),
        "model": {"id": MODEL, "version": "1.0.0"}, "pilots": ["akte-goslar"],
        "modules": [{"module": "dms", "version": "2.1.0", "range": "^2.0"}],
        "parameters": {"type": "object", "properties": {"tenants": {"type": "integer", "minimum": 1}},
            "additionalProperties": false},
        "steps": [
            {"id": "prepare", "title": text("Aktenplan"), "role": "projectLead",
                "personDays": {"default": "2"}, "durationDays": 10},
            {"id": "install", "title": text("Einrichten"), "role": "providerIt", "after": ["prepare"],
                "personDays": {"default": "4.5"}, "durationDays": 20}],
        "outcomes": [{"indicator": "akte", "level": 3}],
        "costs": {"default": {"oneOff": "5000", "perYear": "1200"}}
    })
}

/// Founds the blueprint as `mara` and writes a draft of its version.
pub fn draft(app: &TestApp) {
    let mara = manager(app, "mara");
    let new =
        json!({"slug": "e-akte", "owner": "it-harz", "title": {"de": "E-Akte", "en": "Electronic file"}});
    app.post("/blueprints", &mara, &new).expect(201);
    app.request("PUT", VERSION).token(&mara).json(&document("1.0.0")).send().expect(200);
}

/// The module `dms` and its version 2.1.0, as they are sent.
pub fn module_documents() -> (Value, Value) {
    let text = json!({"de": "DMS", "en": "DMS"});
    let new =
        json!({"id": "dms", "owner": "it-harz", "kind": "application", "title": text, "description": text});
    let version = json!({"module": "dms", "version": "2.1.0", "title": text, "summary": text,
        "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true,
        "lifeCycle": {"released": "2025-01-01"}});
    (new, version)
}

/// The module `dms` in version 2.1.0.
pub fn module(app: &TestApp) {
    let mara = manager(app, "mara");
    let (new, version) = module_documents();
    app.post("/modules", &mara, &new).expect(201);
    app.post("/modules/dms/versions", &mara, &version).expect(201);
}

/// Goslar's pilot as it is sent: 10 person-days planned.
pub fn pilot_document() -> Value {
    let text = |t: &str| json!({"de": t, "en": t});
    json!({"slug": "akte-goslar", "title": text("E-Akte"), "summary": text("Versuch"),
        "provider": "it-harz", "units": [GOSLAR], "model": MODEL, "goals": [{"indicator": "akte", "level": 3}],
        "modules": [], "budget": "10000", "plannedEffort": "10", "plannedFrom": "2026-01-01",
        "plannedUntil": "2026-06-30"})
}

/// A complete report on it: 15 person-days taken.
pub fn report_document() -> Value {
    let mut report =
        json!({"costRange": {"from": "1000", "to": "2000"}, "actualEffort": "15", "actualCost": "1500"});
    for field in [
        "targetGroup",
        "transferability",
        "prerequisites",
        "benefit",
        "legalFrame",
        "experience",
        "parts",
        "timeLine",
        "stakeholders",
        "challenges",
        "alternatives",
    ] {
        report[field] = json!("Text");
    }
    report
}

/// A pilot in Goslar from the call to the evaluation, with a complete report: 10 person-days planned, 15 taken.
pub fn pilot(app: &TestApp) {
    let mara = manager(app, "mara");
    app.post("/pilots", &mara, &pilot_document()).expect(201);
    let path = "/pilots/akte-goslar";
    let note = |when: &str, assessment: String| {
        let id = assessment.trim_start_matches("/assessments/").to_owned();
        let to = format!("{path}/assessments/{GOSLAR}");
        app.change("PUT", &to, path, &mara, &json!({when: id})).expect(200);
    };
    note("before", signed(app, GOSLAR, "2026-01-01", [2, 2, 0, 2]));
    app.transition(path, "prepare", &mara, &json!({})).expect(200);
    app.transition(path, "start", &mara, &json!({})).expect(200);
    note("after", signed(app, GOSLAR, "2026-02-01", [2, 2, 3, 2]));
    app.transition(path, "evaluate", &mara, &json!({})).expect(200);
    gates(app, path, &mara);
    let report = app.request("PUT", "/experience-reports/akte-goslar").token(&mara);
    report.json(&report_document()).send().expect(201);
}

/// The gates of a pilot's checklist.
pub const GATES: [&str; 5] =
    ["communication", "visibleEffect", "technicalFit", "responsibility", "financing"];

/// Passes every gate of a pilot's checklist.
pub fn gates(app: &TestApp, pilot: &str, token: &str) {
    for gate in GATES {
        let answer = json!({"passed": true, "statement": "Geprüft."});
        app.change("PUT", &format!("{pilot}/gates/{gate}"), pilot, token, &answer).expect(200);
    }
}

/// The whole chain: pilot, module and draft, submitted by `mara` and published by `max`.
pub fn published() -> TestApp {
    let app = world();
    module(&app);
    pilot(&app);
    draft(&app);
    app.transition(VERSION, "submit", &manager(&app, "mara"), &json!({})).expect(200);
    app.transition(VERSION, "publish", &manager(&app, "max"), &json!({})).expect(200);
    app
}
