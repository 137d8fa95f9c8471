//! `/experience-reports`: answers so far, what is missing, and revisions.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{MODEL, publish_model};
use blaupause_tests::fixture::{LANGELSHEIM, small_world};
use serde_json::json;

const PATH: &str = "/experience-reports/e-akte-harz";

fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    let text = json!({"de": "E-Akte im Harz", "en": "E-file in the Harz"});
    let pilot = json!({"slug": "e-akte-harz", "title": text, "summary": text, "provider": "it-harz",
        "model": MODEL, "budget": "40000", "plannedEffort": "60", "plannedFrom": "2026-02-01",
        "plannedUntil": "2026-12-31"});
    app.post("/pilots", &mia, &pilot).expect(201);
    (app, mia)
}

#[test]
fn a_report_grows_until_nothing_is_missing() {
    let (app, mia) = world();
    assert_eq!(app.get(PATH, "").expect(404).text("/code"), "experience-report-not-found");
    assert_eq!(app.get("/experience-reports/nothing", "").expect(404).text("/code"), "pilot-not-found");
    let put = |body| app.request("PUT", PATH).token(&mia).json(&body).send();
    let first = put(json!({"benefit": "Schneller."})).expect(201);
    assert_eq!((first.at("/complete"), first.at("/revision")), (&json!(false), &json!(1)));
    // Fourteen answers make a report; one is given.
    assert_eq!(first.at("/missing").as_array().unwrap().len(), 13);
    assert_eq!(first.at("/missing/0"), &json!("targetGroup"));
    put(json!({})).expect(428);
    let text = "Ausführlich beschrieben.";
    let whole = json!({"targetGroup": text, "transferability": text, "prerequisites": text,
        "costRange": {"from": "30000", "to": "50000"}, "benefit": text, "legalFrame": text,
        "experience": text, "parts": text, "timeLine": text, "stakeholders": text, "challenges": text,
        "alternatives": text, "actualEffort": "55", "actualCost": "38000"});
    let second = app.change("PUT", PATH, PATH, &mia, &whole).expect(200);
    assert_eq!((second.at("/complete"), second.at("/missing")), (&json!(true), &json!([])));
    let stale = app.request("PUT", PATH).token(&mia).json(&json!({}));
    stale.header("If-Match", &first.header("etag")).send().expect(412);
    let listed = app.get("/experience-reports", "").expect(200);
    assert_eq!((listed.text("/items/0/pilot"), listed.at("/next")), ("e-akte-harz".into(), &json!(null)));
}

#[test]
fn every_problem_of_a_report_is_named() {
    let (app, mia) = world();
    let body = json!({"actualEffort": "-1", "actualCost": "-1"});
    let refused = app.request("PUT", PATH).token(&mia).json(&body).send().expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "/actualEffort");
    assert_eq!(refused.text("/errors/1/pointer"), "/actualCost");
    let body = json!({"costRange": {"from": "2", "to": "1"}});
    app.request("PUT", PATH).token(&mia).json(&body).send().expect(400);
    app.get(PATH, "").expect(404);
}

#[test]
fn another_provider_writes_no_report() {
    let (app, _) = world();
    let kai = app.token("kai", Role::Consultant, None, Some("it-kueste"));
    app.request("PUT", PATH).token(&kai).json(&json!({})).send().expect(403);
    app.request("PUT", PATH).json(&json!({})).send().expect(401);
}

/// The digest is that of `sha256sum`.
#[test]
fn a_process_model_is_checked_and_kept_under_its_digest() {
    let (app, mara) = world();
    let model = include_str!("../../crates/pilots/examples/akte-anlegen.bpmn");
    let send = |token: &str, text: &str| {
        app.request("POST", &format!("{PATH}/attachments?title=Ablauf"))
            .token(token)
            .bytes("application/xml", text.as_bytes())
            .send()
    };
    let kept = send(&mara, model).expect(201);
    let digest = "4ae6c9902b2bdd9224c030befcf95e2b4c6b7871e3a6a55fcf57e7582647ece5";
    assert_eq!((kept.text("/sha256"), kept.at("/processes")), (digest.into(), &json!(["Akte anlegen"])));
    send(&mara, model).expect(200);
    let report = app.get(PATH, "").expect(200);
    assert_eq!(
        (report.at("/revision"), report.text("/answers/attachments/0/sha256")),
        (&json!(1), digest.into())
    );
    let file = app.get(&format!("/attachments/{digest}"), "").expect(200);
    assert_eq!(file.bytes, model.as_bytes());
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(
        (file.header("content-type"), file.header("x-content-type-options")),
        ("application/xml".into(), "nosniff".into())
    );
    let broken = send(&mara, &model.replace("targetRef=\"ende\"", "targetRef=\"weg\"")).expect(422);
    assert_eq!(
        (broken.text("/errors/0/code"), broken.text("/errors/0/pointer")),
        ("process-flow-to-nowhere".into(), " (line 7)".into())
    );
    let entity =
        model.replacen("<bpmn:def", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<bpmn:def", 1);
    send(&mara, &entity).expect(422);
    send(&app.token("anna", Role::Editor, Some(LANGELSHEIM), None), model).expect(403);
    app.get(&format!("/attachments/{}", "0".repeat(64)), "").expect(404);
}
