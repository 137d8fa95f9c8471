//! `/assessments`: the whole life of an assessment, over HTTP, with two persons.

use blaupause_access::Role;
use blaupause_kernel::Digest;
use blaupause_maturity::{SignedAssessment, verify_chain};
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{MODEL, begin, level, publish_model, signed};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    app
}

fn editor(app: &TestApp, subject: &str, unit: &str) -> String {
    app.token(subject, Role::Editor, Some(unit), None)
}

fn approver(app: &TestApp, subject: &str, unit: &str) -> String {
    app.token(subject, Role::Approver, Some(unit), None)
}

#[test]
fn an_assessment_lives_from_draft_to_signed_document() {
    let app = world();
    let (anna, ben) = (editor(&app, "anna", LANGELSHEIM), approver(&app, "ben", LANGELSHEIM));
    // An AGS is as good as an ARS.
    let body = json!({"unit": "03153019", "model": MODEL, "period": "2026-01-01", "purpose": "jährlich"});
    let made = app.post("/assessments", &anna, &body).expect(201);
    assert_eq!((made.text("/unit").as_str(), made.text("/state").as_str()), (LANGELSHEIM, "draft"));
    assert_eq!(made.text("/model/version"), "1.0.0");
    let path = format!("/assessments/{}", made.text("/id"));
    assert_eq!(made.header("location"), format!("/v1{path}"));
    let early = app.get(&format!("{path}/document"), &anna).expect(404);
    assert_eq!(early.text("/code"), "signed-assessment-not-found");

    let first = json!({"answers": {"isms": level(3), "backup": level(1), "akte": level(4)},
        "comments": {"isms": "Zertifikat liegt vor", "akte": "unsicher"},
        "evidence": {"isms": [{"title": "ISO 27001", "validUntil": "2027-12-31"}]}});
    app.change("PATCH", &path, &path, &anna, &first).expect(200);
    // A merge patch: akte is replaced, its comment goes, everything else stays.
    let second = json!({"answers": {"akte": level(2)}, "comments": {"akte": null}});
    let edited = app.change("PATCH", &path, &path, &anna, &second).expect(200);
    assert_eq!(edited.at("/answers/isms"), &json!({"kind": "level", "value": "3"}));
    assert_eq!(edited.at("/answers/akte/value"), &json!("2"));
    assert_eq!(edited.at("/comments"), &json!({"isms": "Zertifikat liegt vor"}));

    // portal is open: sicherheit (3*3 + 1*1)/4 = 5/2, dienste 2 over what is answered: (2*5/2 + 2)/3 = 7/3.
    // Bounds: dienste between (2+0)/2 = 1 and (2+4)/2 = 3: (5+1)/3 = 2 and (5+3)/3 = 8/3.
    let draft = app.get(&format!("{path}/result"), &anna).expect(200);
    assert_eq!(draft.text("/score/exact"), "7/3");
    assert_eq!(
        (draft.text("/bounds/lower/exact"), draft.text("/bounds/upper/exact")),
        ("2".into(), "8/3".into())
    );

    app.change("PATCH", &path, &path, &anna, &json!({"answers": {"portal": level(3)}})).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    app.change("PATCH", &path, &path, &anna, &json!({"answers": {"portal": level(4)}})).expect(409);
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    let blank = app.transition(&path, "return", &ben, &json!({"comment": " "})).expect(422);
    assert_eq!(blank.text("/errors/0/pointer"), "/comment");
    let back = app.transition(&path, "return", &ben, &json!({"comment": "portal?"})).expect(200);
    assert_eq!((back.text("/state"), back.text("/reviewComments")), ("returned".into(), "portal?".into()));
    app.change("PATCH", &path, &path, &anna, &json!({"answers": {"portal": level(4)}})).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    let done = app.transition(&path, "sign-off", &ben, &json!({})).expect(200);
    assert_eq!((done.text("/state"), done.text("/reviewedBy")), ("signedOff".into(), "ben".into()));

    // sicherheit 5/2, dienste (2+4)/2 = 3: (2*5/2 + 3)/3 = 8/3.
    let result = app.get(&format!("{path}/result"), &anna).expect(200);
    assert_eq!((result.text("/score/exact"), result.text("/score/rounded")), ("8/3".into(), "2.67".into()));
    assert_eq!(result.text("/stage/id"), "gesichert");
    let explained = app.get(&format!("{path}/explain"), &anna).expect(200);
    assert_eq!(explained.text("/children/0/value"), "5/2");
    let document = app.get(&format!("{path}/document"), &anna).expect(200);
    assert_eq!(document.header("etag").trim_matches('"'), Digest::of(&document.bytes).to_string());
    assert_eq!(document.header("cache-control"), "private, no-cache");
    assert_eq!((document.text("/submittedBy"), document.text("/signedOffBy")), ("anna".into(), "ben".into()));
    // Frozen.
    app.change("PATCH", &path, &path, &anna, &json!({"answers": {"portal": level(0)}})).expect(409);
    for verb in ["start-review", "sign-off"] {
        app.transition(&path, verb, &ben, &json!({})).expect(409);
    }
    app.transition(&path, "return", &ben, &json!({"comment": "noch einmal"})).expect(409);
    let kinds: Vec<Value> = app
        .get("/events", &anna)
        .at("/items")
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["subject"] == path.as_str())
        .map(|e| e["kind"].clone())
        .collect();
    assert_eq!(kinds.first(), Some(&json!("assessment.created")));
    assert_eq!(kinds.last(), Some(&json!("assessment.signedOff")));
}

#[test]
fn nobody_reviews_what_they_worked_on() {
    let app = world();
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let anna = editor(&app, "anna", LANGELSHEIM);
    let empty = app.transition(&path, "submit", &anna, &json!({})).expect(422);
    assert_eq!(empty.text("/errors/0/code"), "assessment-empty");
    app.change("PATCH", &path, &path, &anna, &json!({"answers": {"akte": level(1)}})).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    let same = approver(&app, "anna", LANGELSHEIM);
    let refused = app.transition(&path, "start-review", &same, &json!({})).expect(409);
    assert_eq!(refused.text("/code"), "assessment-four-eyes");
    let ben = approver(&app, "ben", LANGELSHEIM);
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    let carla = approver(&app, "carla", LANGELSHEIM);
    let other = app.transition(&path, "sign-off", &carla, &json!({})).expect(409);
    assert_eq!(other.text("/code"), "assessment-other-reviewer");
}

#[test]
fn units_are_walls_and_lists_end_at_them() {
    let app = world();
    let (here, there) = (begin(&app, LANGELSHEIM, "2026-01-01"), begin(&app, KIEL, "2026-01-01"));
    begin(&app, GOSLAR, "2026-01-01");
    let kiel = editor(&app, "kim", KIEL);
    app.get(&here, &kiel).expect(403);
    app.get(&here, "").expect(401);
    let body = json!({"unit": LANGELSHEIM, "model": MODEL, "period": "2026-01-01"});
    app.post("/assessments", &kiel, &body).expect(403);
    app.get(&format!("/assessments?unit={LANGELSHEIM}"), &kiel).expect(403);
    let tag = app.get(&here, &editor(&app, "anna", LANGELSHEIM)).header("etag");
    app.request("PATCH", &here).token(&kiel).header("If-Match", &tag).json(&json!({})).send().expect(403);
    let auditor = app.token("audit", Role::Auditor, None, None);
    app.get(&there, &auditor).expect(200);

    let units = |path: &str, token: &str| -> Vec<String> {
        let reply = app.get(path, token).expect(200);
        let items = reply.at("/items").as_array().unwrap().clone();
        items.iter().map(|i| i["unit"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(units("/assessments", &kiel), [KIEL]);
    let analyst = app.token("ali", Role::Analyst, None, Some("it-harz"));
    assert_eq!(units("/assessments", &analyst), [GOSLAR, LANGELSHEIM], "the newest first");
    assert_eq!(units("/assessments", &auditor), [GOSLAR, KIEL, LANGELSHEIM]);
    assert_eq!(units("/assessments?unit=03153019", &analyst), [LANGELSHEIM]);
    assert!(units("/assessments?state=signedOff", &auditor).is_empty());
    let page = app.get("/assessments?limit=1", &analyst).expect(200);
    let next = format!("/assessments?limit=1&cursor={}", page.text("/next"));
    assert_eq!(units(&next, &analyst), [LANGELSHEIM]);
    let admin = app.token("admin", Role::Admin, None, None);
    app.get("/assessments", &admin).expect(403);
    app.get("/assessments", "").expect(401);
}

#[test]
fn changes_need_the_tag_last_read() {
    let app = world();
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let anna = editor(&app, "anna", LANGELSHEIM);
    let patch = || app.request("PATCH", &path).token(&anna).json(&json!({"answers": {"akte": level(1)}}));
    assert_eq!(patch().send().expect(428).text("/code"), "precondition-missing");
    let tag = app.get(&path, &anna).header("etag");
    patch().header("If-Match", &tag).send().expect(200);
    assert_eq!(patch().header("If-Match", &tag).send().expect(412).text("/code"), "revision-stale");
    app.request("POST", &format!("{path}/submit")).token(&anna).header("If-Match", &tag).send().expect(412);
    app.request("POST", &format!("{path}/submit")).token(&anna).send().expect(428);
}

#[test]
fn faults_are_named_by_their_place_in_the_body() {
    let app = world();
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let anna = editor(&app, "anna", LANGELSHEIM);
    let body = json!({"answers": {"isms": level(5), "backup": {"kind": "notApplicable", "reason": ""},
        "nichts": level(1)}, "evidence": {"akte": [{"title": "a"}, {"title": "b", "url": "ftp://x"}]}});
    let refused = app.change("PATCH", &path, &path, &anna, &body).expect(422);
    let pointers: Vec<Value> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(
        pointers,
        ["/answers/backup/reason", "/answers/isms/value", "/answers/nichts", "/evidence/akte/1/url"]
    );
    assert_eq!(app.get(&path, &anna).at("/answers"), &json!({}), "nothing was changed");

    app.change("PATCH", &path, &path, &anna, &json!({"answers": {"isms": level(3)}})).expect(200);
    let bare = app.transition(&path, "submit", &anna, &json!({})).expect(422);
    assert_eq!(bare.text("/errors/0/pointer"), "/evidence/isms");
    // Evidence that ran out before the day it stands for is none.
    let old = json!({"evidence": {"isms": [{"title": "alt", "validUntil": "2025-12-31"}]}});
    app.change("PATCH", &path, &path, &anna, &old).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(422);
    let good = json!({"evidence": {"isms": [{"title": "neu", "validUntil": "2026-01-01"}]}});
    app.change("PATCH", &path, &path, &anna, &good).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);

    for (body, pointer) in [
        (json!({"unit": "031530019999", "model": MODEL, "period": "2026-01-01"}), "/unit"),
        (json!({"unit": LANGELSHEIM, "model": "keins", "period": "2026-01-01"}), "/model"),
        (
            json!({"unit": LANGELSHEIM, "model": MODEL, "version": "9.0.0", "period": "2026-01-01"}),
            "/version",
        ),
        (json!({"unit": LANGELSHEIM, "model": MODEL, "period": "2026-01-01", "purpose": " "}), "/purpose"),
    ] {
        let refused = app.post("/assessments", &anna, &body).expect(422);
        assert_eq!(refused.text("/errors/0/pointer"), pointer);
    }
    let wrong = json!({"unit": LANGELSHEIM, "model": MODEL, "period": "gestern"});
    app.post("/assessments", &anna, &wrong).expect(400);
}

#[test]
fn a_unit_that_is_gone_is_not_assessed() {
    let app = world();
    run_sql(&app, &format!("UPDATE units SET valid_to = '2025-12-31' WHERE ars = '{GOSLAR}'"));
    let gus = editor(&app, "gus", GOSLAR);
    let body = json!({"unit": GOSLAR, "model": MODEL, "period": "2026-01-01"});
    let refused = app.post("/assessments", &gus, &body).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "assessment-unit-past");
    assert_eq!(refused.text("/errors/1/pointer"), "/period", "after the last day of the unit");
    let body = json!({"unit": GOSLAR, "model": MODEL, "period": "2025-12-31"});
    let refused = app.post("/assessments", &gus, &body).expect(422);
    assert_eq!(refused.at("/errors/1"), &json!(null), "{}", refused.json);
}

/// The service's clock says 2026-03-01.
#[test]
fn what_is_yet_to_come_is_not_assessed() {
    let app = world();
    let anna = editor(&app, "anna", LANGELSHEIM);
    let body = |period: &str| json!({"unit": LANGELSHEIM, "model": MODEL, "period": period});
    let refused = app.post("/assessments", &anna, &body("2026-03-02")).expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "/period");
    assert_eq!(refused.text("/errors/0/code"), "assessment-period-future");
    app.post("/assessments", &anna, &body("2026-03-01")).expect(201);
}

#[test]
fn signed_documents_form_a_chain_that_anyone_can_verify() {
    let app = world();
    let anna = editor(&app, "anna", LANGELSHEIM);
    let mut chain = Vec::new();
    for (period, levels) in [("2025-01-01", [3, 1, 2, 4]), ("2026-01-01", [4, 3, 2, 4])] {
        let path = signed(&app, LANGELSHEIM, period, levels);
        let document = app.get(&format!("{path}/document"), &anna).expect(200);
        chain.push(serde_json::from_slice::<SignedAssessment>(&document.bytes).unwrap());
    }
    // sicherheit (3*4 + 3)/4 = 15/4, dienste 3: (2*15/4 + 3)/3 = 7/2.
    assert_eq!(chain[1].outcome.score.as_ref().unwrap().exact.to_string(), "7/2");
    assert_eq!(chain[0].previous, None);
    verify_chain(&chain).unwrap();
    chain[0].submitted_by = "somebody".to_owned();
    assert!(verify_chain(&chain).is_err());
}

#[test]
fn the_same_key_gives_the_same_assessment() {
    let app = world();
    let anna = editor(&app, "anna", LANGELSHEIM);
    let body = json!({"unit": LANGELSHEIM, "model": MODEL, "period": "2026-01-01"});
    let post = |body: &Value| {
        app.request("POST", "/assessments").token(&anna).header("Idempotency-Key", "k1").json(body).send()
    };
    let (first, second) = (post(&body).expect(201), post(&body).expect(201));
    assert_eq!(first.bytes, second.bytes);
    assert_eq!(
        (first.header("etag"), first.header("location")),
        (second.header("etag"), second.header("location"))
    );
    assert_eq!(app.get("/assessments", &anna).at("/items").as_array().unwrap().len(), 1);
    let other = json!({"unit": LANGELSHEIM, "model": MODEL, "period": "2026-02-01"});
    assert_eq!(post(&other).expect(422).text("/code"), "idempotency-key-reused");
}

#[test]
fn what_the_provider_does_counts_with_the_level_of_its_module() {
    let app = world();
    let supplied =
        |indicator: &str, level: i64| json!({"model": MODEL, "indicator": indicator, "level": level});
    let document = |levels: Value| json!({"maturityLevels": levels}).to_string();
    let (old, new) = (
        document(json!([supplied("portal", 2)])),
        document(json!([supplied("portal", 3), supplied("akte", 1)])),
    );
    run_sql(&app, &format!("
        INSERT INTO modules (id, owner, kind, record, revision) VALUES ('dms', 'it-harz', 'application', '{{}}', 1),
            ('portal', 'it-harz', 'application', '{{}}', 1);
        INSERT INTO module_versions (module, version, hash, document, published_by, published_at) VALUES
            ('dms', '1.0.0', 'a', '{old}', 'x', '2025-01-01 00:00:00'), ('portal', '2.1.0', 'b', '{new}', 'x', '2025-01-01 00:00:00');
        INSERT INTO installations (unit, module, version, customised, since, record, revision) VALUES
            ('{LANGELSHEIM}', 'dms', '1.0.0', FALSE, '2025-01-01', '{{}}', 1),
            ('{LANGELSHEIM}', 'portal', '2.1.0', FALSE, '2025-01-01', '{{}}', 1);"));
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let anna = editor(&app, "anna", LANGELSHEIM);
    let body = json!({"answers": {"isms": level(2), "backup": {"kind": "byProvider"}, "akte": level(3),
        "portal": {"kind": "byProvider"}}});
    app.change("PATCH", &path, &path, &anna, &body).expect(200);
    // portal 3 from portal@2.1.0, akte is the unit's own 3: dienste 3. backup stays open: sicherheit 2. (2*2 + 3)/3.
    let result = app.get(&format!("{path}/result"), &anna).expect(200);
    assert_eq!(result.text("/score/exact"), "7/3");
    assert_eq!(
        result.at("/explain/children/1/children/1/provider"),
        &json!({"value": "3", "origin": "portal@2.1.0"})
    );
    assert_eq!(result.at("/coverage/answered"), &json!(3));
}

fn run_sql(app: &TestApp, sql: &str) {
    let run = app.app.database().write(|conn| {
        conn.batch_execute(sql)?;
        Ok::<(), blaupause_store::Error>(())
    });
    run.unwrap();
}
