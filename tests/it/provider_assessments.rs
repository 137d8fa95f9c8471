//! `/assessments` of providers, and `/providers/{id}/profile|gaps|what-if|trend`.

use blaupause_access::{Grant, Role};
use blaupause_maturity::{ChainFault, SignedAssessment, verify_chain};
use blaupause_tests::assessing::{
    MODEL, PROVIDER_MODEL, begin_of_provider, model, provider_model, publish, publish_model, signed,
    signed_of_provider,
};
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM, small_world};
use blaupause_tests::proving::{manager, module_documents, pilot_document};
use blaupause_tests::{AUDIENCE, ISSUER, TestApp};
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

const HARZ: &str = "it-harz";
const KUESTE: &str = "it-kueste";

fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    publish(&app, &provider_model());
    app
}

fn analyst(app: &TestApp, provider: &str) -> String {
    app.token("nele", Role::Analyst, None, Some(provider))
}

fn items(reply: &blaupause_tests::Reply) -> Vec<Value> {
    reply.at("/items").as_array().unwrap().clone()
}

#[test]
fn a_provider_is_assessed_from_draft_to_a_chain_of_signed_documents() {
    let app = world();
    let first = signed_of_provider(&app, HARZ, "2026-01-01", [1, 4]);
    let second = signed_of_provider(&app, HARZ, "2026-02-01", [3, 4]);
    let nele = analyst(&app, HARZ);
    let shown = app.get(&second, &nele).expect(200);
    assert_eq!((shown.text("/provider").as_str(), shown.json.get("unit")), (HARZ, None));
    // (3*3 + 4)/4 = 13/4.
    let result = app.get(&format!("{second}/result"), &nele).expect(200);
    assert_eq!((result.text("/score/exact"), result.text("/stage/id")), ("13/4".into(), "tragend".into()));
    assert_eq!(app.get(&format!("{second}/explain"), &nele).expect(200).text("/children/0/value"), "13/4");
    let documents: Vec<_> =
        [&first, &second].map(|path| app.get(&format!("{path}/document"), &nele).expect(200)).into();
    assert!(documents[0].json.get("unit").is_none());
    let chain: Vec<SignedAssessment> =
        documents.iter().map(|d| serde_json::from_slice(&d.bytes).unwrap()).collect();
    verify_chain(&chain).unwrap();
    assert_eq!(chain[1].previous, Some(chain[0].hash().unwrap()));
    assert_eq!(chain[0].previous, None);
}

#[test]
fn a_model_fits_whom_it_assesses_both_ways() {
    let app = world();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let nele = analyst(&app, HARZ);
    for (token, body) in [
        (&nele, json!({"provider": HARZ, "model": MODEL, "period": "2026-01-01"})),
        (&anna, json!({"unit": LANGELSHEIM, "model": PROVIDER_MODEL, "period": "2026-01-01"})),
    ] {
        let refused = app.post("/assessments", token, &body).expect(422);
        assert_eq!(refused.text("/errors/0/pointer"), "/model");
        assert_eq!(refused.text("/errors/0/code"), "assessment-model-subject");
    }
    let none = app.post("/assessments", &nele, &json!({"model": MODEL, "period": "2026-01-01"})).expect(422);
    assert_eq!(none.text("/errors/0/code"), "assessment-subject-missing");
    let both =
        json!({"provider": HARZ, "unit": LANGELSHEIM, "model": PROVIDER_MODEL, "period": "2026-01-01"});
    let both = app.post("/assessments", &nele, &both).expect(422);
    assert_eq!(both.text("/errors/0/code"), "assessment-subject-twice");
    app.get(&format!("/assessments?unit={LANGELSHEIM}&provider={HARZ}"), &nele).expect(400);
    let future = json!({"provider": HARZ, "model": PROVIDER_MODEL, "period": "2026-03-02"});
    let future = app.post("/assessments", &nele, &future).expect(422);
    assert_eq!(future.text("/errors/0/code"), "assessment-period-future");
    let admin = app.token_for(
        &Grant {
            subject: "system".into(),
            scopes: ["provider-assessments:write".to_owned()].into(),
            ..Grant::default()
        },
        ISSUER,
        AUDIENCE,
        3600,
    );
    let unknown = json!({"provider": "it-nirgends", "model": PROVIDER_MODEL, "period": "2026-01-01"});
    let unknown = app.post("/assessments", &admin, &unknown).expect(422);
    assert_eq!(unknown.text("/errors/0/pointer"), "/provider");
}

#[test]
fn lists_and_events_show_each_side_to_its_readers_only() {
    let app = world();
    let of_unit = signed(&app, LANGELSHEIM, "2026-01-01", [2, 2, 2, 2]);
    let of_provider = signed_of_provider(&app, HARZ, "2026-01-01", [2, 2]);
    let system = |scope: &str| {
        let scopes = [scope.to_owned()].into();
        app.token_for(&Grant { subject: "system".into(), scopes, ..Grant::default() }, ISSUER, AUDIENCE, 3600)
    };
    let auditor = app.token("rolf", Role::Auditor, None, None);
    for (name, token, unit, provider) in [
        ("its analyst", analyst(&app, HARZ), true, true),
        ("another analyst", analyst(&app, KUESTE), false, false),
        ("an editor", app.token("anna", Role::Editor, Some(LANGELSHEIM), None), true, false),
        ("an auditor", auditor, true, true),
        ("a system for units", system("units:read"), true, false),
        ("a system for providers", system("provider-assessments:read"), false, true),
    ] {
        let listed = items(&app.get("/assessments", &token).expect(200));
        let has = |path: &str| listed.iter().any(|a| path.ends_with(a["id"].as_str().unwrap()));
        assert_eq!((has(&of_unit), has(&of_provider)), (unit, provider), "{name}");
        let events = items(&app.get("/events?limit=500", &token).expect(200));
        let hears = |path: &str| events.iter().any(|e| e["subject"] == path);
        assert_eq!((hears(&of_unit), hears(&of_provider)), (unit, provider), "{name}");
    }
    let nobody = items(&app.get("/events?limit=500", "").expect(200));
    assert!(nobody.iter().all(|e| !e["kind"].as_str().unwrap().starts_with("assessment.")));
    let own = items(&app.get(&format!("/assessments?provider={HARZ}"), &analyst(&app, HARZ)).expect(200));
    assert_eq!((own.len(), own[0]["provider"].as_str()), (1, Some(HARZ)));
    app.get(&format!("/assessments?provider={HARZ}"), &analyst(&app, KUESTE)).expect(403);
}

#[test]
fn a_provider_has_profile_gaps_what_if_and_trend_among_other_providers() {
    let app = world();
    let admin = app.token("admin", Role::Admin, None, None);
    let nele = analyst(&app, HARZ);
    let at = |what: &str| format!("/providers/{HARZ}/{what}");
    assert_eq!(app.get(&at("profile"), &nele).expect(404).text("/code"), "signed-assessment-not-found");
    signed_of_provider(&app, HARZ, "2026-01-01", [1, 1]);
    signed_of_provider(&app, HARZ, "2026-02-01", [1, 4]);
    for (n, levels) in [[0, 0], [2, 0], [2, 2], [3, 3], [4, 4]].into_iter().enumerate() {
        let id = format!("it-{n}");
        app.post("/providers", &admin, &json!({"id": id, "name": format!("IT {n}")})).expect(201);
        if n == 4 {
            let few = app.get(&at("gaps?target=peerMedian"), &nele).expect(409);
            assert_eq!(few.text("/code"), "maturity-too-few-peers");
        }
        signed_of_provider(&app, &id, "2026-01-01", levels);
    }
    // units are no peers of a provider
    signed(&app, LANGELSHEIM, "2026-01-01", [4, 4, 4, 4]);
    // (3*1 + 4)/4 = 7/4; betrieb 1 < 2 and 7/4 < 2 block `tragend`.
    let profile = app.get(&at("profile"), &nele).expect(200);
    assert_eq!(
        (profile.text("/provider").as_str(), profile.text("/name").as_str()),
        (HARZ, "IT-Verbund Harz")
    );
    assert_eq!((profile.at("/peers"), profile.at("/sizeClass")), (&json!(5), &Value::Null));
    assert_eq!((profile.text("/score/exact"), profile.text("/stage/id")), ("7/4".into(), "basis".into()));
    assert_eq!(profile.at("/blocking/reasons").as_array().unwrap().len(), 2);
    assert!(!profile.at("/segment").is_null());
    // the medians of 0, 2, 2, 3, 4 and 0, 0, 2, 3, 4 are 2 and 2; beratung 4 is above already.
    let gaps = app.get(&at("gaps?target=peerMedian"), &nele).expect(200);
    let nodes: Vec<_> = items(&gaps).iter().map(|g| (g["node"].clone(), g["needed"].clone())).collect();
    assert_eq!(nodes, [(json!("betrieb"), json!("2"))]);
    // (3*2 + 4)/4 = 5/2.
    let then = app.post(&at("what-if"), &nele, &json!({"levels": {"betrieb": "2"}})).expect(200);
    assert_eq!(
        (then.text("/after/score/exact"), then.text("/after/stage/id")),
        ("5/2".into(), "tragend".into())
    );
    let trend = app.get(&at("trend"), &nele).expect(200);
    let scores: Vec<_> = items(&trend).iter().map(|p| p["score"]["exact"].clone()).collect();
    assert_eq!(scores, [json!("1"), json!("7/4")]);
}

#[test]
fn nobody_signs_off_what_they_made() {
    let app = world();
    let path = begin_of_provider(&app, HARZ, "2026-01-01");
    let both = Grant {
        subject: "nele".into(),
        roles: [Role::Analyst, Role::CatalogManager].into(),
        providers: [HARZ.parse().unwrap()].into(),
        ..Grant::default()
    };
    let nele = app.token_for(&both, ISSUER, AUDIENCE, 3600);
    let body = json!({"answers": {"betrieb": {"kind": "level", "value": 2}}});
    app.change("PATCH", &path, &path, &nele, &body).expect(200);
    app.transition(&path, "submit", &nele, &json!({})).expect(200);
    let refused = app.transition(&path, "start-review", &nele, &json!({})).expect(409);
    assert_eq!(refused.text("/code"), "assessment-four-eyes");
}

#[test]
fn what_is_meant_for_units_takes_no_model_and_no_result_of_a_provider() {
    let app = world();
    let mara = manager(&app, "mara");
    let with = |change: Value| {
        let mut pilot = pilot_document();
        pilot.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        pilot
    };
    let foreign = with(json!({"model": PROVIDER_MODEL, "goals": [{"indicator": "betrieb", "level": 3}]}));
    let refused = app.post("/pilots", &mara, &foreign).expect(422);
    assert_eq!(
        (refused.text("/errors/0/pointer"), refused.text("/errors/0/code")),
        ("/model".into(), "assessment-model-subject".into())
    );
    app.post("/pilots", &mara, &pilot_document()).expect(201);
    let of_provider = signed_of_provider(&app, HARZ, "2026-01-01", [2, 2]);
    let id = of_provider.trim_start_matches("/assessments/");
    let to = format!("/pilots/akte-goslar/assessments/{GOSLAR}");
    let refused = app.change("PUT", &to, "/pilots/akte-goslar", &mara, &json!({"before": id})).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "pilots-other-unit");
    let (module, mut version) = module_documents();
    app.post("/modules", &mara, &module).expect(201);
    version["maturityLevels"] = json!([{"model": PROVIDER_MODEL, "indicator": "betrieb", "level": "2"}]);
    let refused = app.post("/modules/dms/versions", &mara, &version).expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "/maturityLevels/0/model");
    let admin = app.token("admin", Role::Admin, None, None);
    let mut other = provider_model();
    (other["version"], other["subject"]) = (json!("1.1.0"), json!("municipality"));
    let refused = app.post("/maturity-models", &admin, &other).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "model-subject-changed");
}

/// `isms` takes 1 from betrieb 2 and 2 from betrieb 3 of the provider; `backup` names a version that nobody answers.
fn derived_model() -> Value {
    let mut derived = model();
    derived["id"] = json!("abgeleitet");
    let source = |version: &str| {
        json!([{"model": PROVIDER_MODEL, "version": version, "indicator": "betrieb",
            "levels": [{"atLeast": 2, "level": 1}, {"atLeast": 3, "level": 2}]}])
    };
    derived["dimensions"][0]["indicators"][0]["byProvider"] = source("1.0.0");
    derived["dimensions"][0]["indicators"][1]["byProvider"] = source("2.0.0");
    derived
}

#[test]
fn a_unit_takes_levels_from_the_signed_assessment_of_its_provider() {
    let app = world();
    publish(&app, &derived_model());
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let body = json!({"unit": LANGELSHEIM, "model": "abgeleitet", "period": "2026-01-01"});
    let path = app
        .post("/assessments", &anna, &body)
        .expect(201)
        .header("location")
        .trim_start_matches("/v1")
        .to_owned();
    let by_provider = json!({"kind": "byProvider"});
    let body = json!({"answers": {"isms": by_provider, "backup": by_provider}});
    app.change("PATCH", &path, &path, &anna, &body).expect(200);
    let isms = || {
        let tree = app.get(&format!("{path}/explain"), &anna).expect(200);
        (
            tree.at("/children/0/children/0/value").clone(),
            tree.at("/children/0/children/0/provider").clone(),
            tree.at("/children/0/children/1/value").clone(),
        )
    };
    assert_eq!(isms(), (Value::Null, Value::Null, Value::Null), "no provider is assessed yet");
    signed_of_provider(&app, HARZ, "2026-01-01", [1, 4]);
    signed_of_provider(&app, KUESTE, "2026-01-01", [4, 4]);
    assert_eq!(isms().0, Value::Null, "below the first step, and the other one does not serve the unit");
    let latest = signed_of_provider(&app, HARZ, "2026-02-01", [3, 4]);
    let nele = analyst(&app, HARZ);
    let hash = app.get(&format!("{latest}/document"), &nele).header("etag");
    let origin = format!("{PROVIDER_MODEL}@1.0.0 {HARZ} {}", hash.trim_matches('"'));
    assert_eq!(isms(), (json!("2"), json!({"value": "2", "origin": origin}), Value::Null));
    // Of a module and the assessment, the higher level counts.
    let run = |sql: &str| {
        let done = app.app.database().write(|conn| {
            conn.batch_execute(sql)?;
            Ok::<(), blaupause_store::Error>(())
        });
        done.unwrap();
    };
    let supplies = |level: i64| {
        let level = json!({"model": "abgeleitet", "indicator": "isms", "level": level});
        json!({"maturityLevels": [level]}).to_string()
    };
    run(&format!("
        INSERT INTO modules (id, owner, kind, record, revision) VALUES ('dms', 'it-harz', 'application', '{{}}', 1);
        INSERT INTO module_versions (module, version, hash, document, published_by, published_at) VALUES
            ('dms', '1.0.0', 'a', '{}', 'x', '2025-01-01 00:00:00');
        INSERT INTO installations (unit, module, version, customised, since, record, revision) VALUES
            ('{LANGELSHEIM}', 'dms', '1.0.0', FALSE, '2025-01-01', '{{}}', 1);", supplies(1)));
    assert_eq!(isms().0, json!("2"));
    run(&format!("UPDATE module_versions SET document = '{}' WHERE module = 'dms'", supplies(3)));
    assert_eq!(isms().1, json!({"value": "3", "origin": "dms@1.0.0"}));
}

#[test]
fn a_stored_document_that_was_tampered_with_is_found() {
    let app = world();
    signed(&app, LANGELSHEIM, "2026-01-01", [2, 2, 2, 2]);
    signed_of_provider(&app, HARZ, "2026-01-01", [2, 2]);
    signed_of_provider(&app, HARZ, "2026-02-01", [3, 3]);
    let verify = || blaupause_app::signed_chains::verify(&app.app).unwrap();
    let checked = verify().unwrap();
    assert_eq!((checked.subjects, checked.documents), (2, 3));
    let run = |sql: &str| {
        let done = app.app.database().write(|conn| {
            conn.batch_execute(sql)?;
            Ok::<(), blaupause_store::Error>(())
        });
        done.unwrap();
    };
    run(
        "UPDATE signed_assessments SET document = replace(document, 'mara', 'marc') WHERE provider = 'it-harz' AND sequence = 1",
    );
    let broken = verify().unwrap_err();
    assert_eq!((broken.assessed.to_string().as_str(), broken.position), (HARZ, 0));
    run("DELETE FROM signed_assessments WHERE provider = 'it-harz' AND sequence = 1");
    let broken = verify().unwrap_err();
    assert_eq!((broken.position, broken.fault), (0, ChainFault::Previous));
}
