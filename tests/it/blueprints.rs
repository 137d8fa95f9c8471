//! `/blueprints`: written, reviewed, published on proof, superseded.

use blaupause_access::Role;
use blaupause_kernel::Digest;
use blaupause_tests::fixture::LANGELSHEIM;
use blaupause_tests::proving::{
    BLUEPRINT, VERSION, document, draft, manager, module, pilot, published, world,
};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

fn codes(reply: &Reply) -> Vec<String> {
    let errors = reply.at("/errors").as_array().unwrap();
    errors.iter().map(|e| e["code"].as_str().unwrap().to_owned()).collect()
}

fn publish(app: &TestApp, who: &str) -> Reply {
    app.transition(VERSION, "publish", &manager(app, who), &json!({}))
}

#[test]
fn publishing_is_refused_with_every_reason_at_once_and_needs_four_eyes() {
    let app = world();
    draft(&app);
    assert_eq!(publish(&app, "max").expect(409).status, 409, "a draft was not submitted");
    app.transition(VERSION, "submit", &manager(&app, "mara"), &json!({})).expect(200);
    let refused = publish(&app, "mara").expect(422);
    assert_eq!(
        codes(&refused),
        [
            "blueprint-pilot-unknown",
            "blueprint-without-proof",
            "blueprint-module-unknown",
            "blueprint-publisher-is-author"
        ]
    );
    module(&app);
    pilot(&app);
    assert_eq!(codes(&publish(&app, "mara").expect(422)), ["blueprint-publisher-is-author"]);
    let carl = app.token("carl", Role::Consultant, None, Some("it-harz"));
    app.transition(VERSION, "publish", &carl, &json!({})).expect(403);
    assert_eq!(publish(&app, "max").expect(200).text("/state"), "published");
    assert_eq!(publish(&app, "max").status, 400, "a published document has no revision to expect");
    let again = app.request("POST", &format!("{VERSION}/publish")).token(&manager(&app, "max"));
    again.header("If-Match", "*").json(&json!({})).send().expect(409);
}

#[test]
fn drafts_are_hidden_and_come_back_from_the_review() {
    let app = world();
    draft(&app);
    let mara = manager(&app, "mara");
    app.get(BLUEPRINT, "").expect(404);
    let kim = app.token("kim", Role::CatalogManager, None, Some("it-kueste"));
    let (other, newer) = (VERSION.replace("e-akte", "nothing"), VERSION.replace("1.0.0", "9.0.0"));
    for outsider in ["", &kim] {
        let nothing = app.get(&other, outsider).expect(404);
        for (path, shown) in [(BLUEPRINT, "e-akte"), (VERSION, "e-akte"), (&newer, "e-akte")] {
            let hidden = app.get(path, outsider).expect(404);
            let expected = nothing.text("/detail").replace("nothing", shown);
            assert_eq!(hidden.text("/detail"), expected, "as if there were nothing at {path}");
        }
        app.get(&format!("{VERSION}/diff?from=1.0.0"), outsider).expect(404);
    }
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    for blueprint in ["e-akte", "nothing"] {
        let begin = json!({"unit": LANGELSHEIM, "blueprint": blueprint, "version": "1.0.0"});
        assert_eq!(codes(&app.post("/adoptions", &anna, &begin).expect(422)), ["blueprint-not-found"]);
    }
    assert_eq!(app.get("/blueprints", "").at("/items"), &json!([]));
    assert_eq!(app.get("/blueprints?state=draft&indicator=akte", &mara).text("/items/0/slug"), "e-akte");
    assert_eq!(app.get("/blueprints?indicator=portal", &mara).at("/items"), &json!([]));
    let put = |tag: &str, body: &Value| {
        let request = app.request("PUT", VERSION).token(&mara).json(body);
        if tag.is_empty() { request.send() } else { request.header("If-Match", tag).send() }
    };
    put("", &document("1.0.0")).expect(428);
    put("\"9-0\"", &document("1.0.0")).expect(412);
    let tag = app.get(VERSION, &mara).header("etag");
    put(&tag, &document("1.1.0")).expect(422);
    let mut broken = document("1.0.0");
    broken["steps"][0]["after"] = json!(["install"]);
    broken["outcomes"] = json!([]);
    assert!(codes(&put(&tag, &broken).expect(422)).len() >= 2);
    put(&tag, &document("1.0.0")).expect(200);
    app.transition(VERSION, "submit", &mara, &json!({})).expect(200);
    put("*", &document("1.0.0")).expect(409);
    let back =
        app.transition(VERSION, "send-back", &manager(&app, "max"), &json!({"comment": "Bitte kürzen"}));
    assert_eq!((back.text("/state"), back.text("/reviewComment")), ("draft".into(), "Bitte kürzen".into()));
}

#[test]
fn a_published_document_is_immutable_and_a_newer_version_supersedes_it() {
    let app = published();
    let first = app.get(VERSION, "").expect(200);
    assert_eq!(first.header("etag").trim_matches('"'), Digest::of(&first.bytes).to_string());
    assert!(first.header("cache-control").contains("immutable"));
    let (mara, max) = (manager(&app, "mara"), manager(&app, "max"));
    app.change("POST", &format!("{VERSION}/promote"), BLUEPRINT, &max, &json!({})).expect(200);
    app.change("POST", &format!("{VERSION}/promote"), BLUEPRINT, &max, &json!({})).expect(409);
    let next = "/blueprints/e-akte/versions/1.1.0";
    let mut newer = document("1.1.0");
    newer["migrationNote"] = json!({"de": "Nichts zu tun", "en": "Nothing to do"});
    newer["steps"][0]["personDays"]["default"] = json!("3");
    app.request("PUT", next).token(&mara).json(&newer).send().expect(200);
    app.transition(next, "submit", &mara, &json!({})).expect(200);
    app.transition(next, "publish", &max, &json!({})).expect(200);
    let shown = app.get(BLUEPRINT, "").expect(200);
    assert_eq!(shown.text("/current"), "1.1.0");
    assert_eq!(
        (shown.text("/versions/0/state"), shown.text("/versions/1/state")),
        ("superseded".into(), "published".into())
    );
    let diff = app.get(&format!("{next}/diff?from=1.0.0"), "").expect(200);
    assert_eq!(diff.at("/items").as_array().unwrap().len(), 1);
    assert_eq!(
        (diff.text("/items/0/change"), diff.text("/items/0/from")),
        ("stepEffort".into(), "2.00".into())
    );
    assert!(diff.text("/items/0/text").contains("prepare"));
    let begin = json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": "1.0.0"});
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    assert_eq!(codes(&app.post("/adoptions", &anna, &begin).expect(422)), ["blueprint-version-not-offered"]);
}

/// Promotion into the catalogue: a minimum standard asks for the blueprint, and whoever uses it fulfils that.
#[test]
fn a_blueprint_becomes_part_of_a_minimum_standard() {
    let app = published();
    let max = manager(&app, "max");
    let text = json!({"de": "Akten werden elektronisch geführt.", "en": "Files are kept electronically."});
    app.post("/minimum-standards", &max, &json!({"id": "basis", "owner": "it-harz", "title": text}))
        .expect(201);
    let promote = |standard: &str, version: &str| {
        let body = json!({"minimumStandard": {"id": standard, "version": version, "requirement": "e-akte",
            "area": "organisation", "text": text, "from": "2026-07-01", "graceDays": 92}});
        app.change("POST", &format!("{VERSION}/promote"), BLUEPRINT, &max, &body)
    };
    assert_eq!(promote("nichts", "1.0.0").expect(422).at("/errors/0/pointer"), "/minimumStandard/id");
    assert_eq!(
        app.get(BLUEPRINT, "").expect(200).text("/versions/0/state"),
        "published",
        "nothing was changed"
    );
    assert_eq!(promote("basis", "1.0.0").expect(200).text("/state"), "standard");
    let version = app.get("/minimum-standards/basis/versions/1.0.0", "").expect(200);
    assert_eq!(
        version.at("/requirements/0/satisfiedBy"),
        &json!([{"blueprint": "e-akte", "range": "^1.0.0"}])
    );
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let stands = |on: &str| {
        let path = format!("/municipalities/{LANGELSHEIM}/standard-delta?standard=basis&on={on}");
        let delta = app.get(&path, &anna).expect(200);
        (delta.text("/items/0/standing/compliance"), delta.at("/items/0/requirements/0/metBy").clone())
    };
    // 92 days from 1 July on: July, August and 30 days of September.
    assert_eq!(stands("2026-09-30"), ("inGrace".to_owned(), Value::Null));
    assert_eq!(stands("2026-10-01"), ("behind".to_owned(), Value::Null));
    let begin = json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": "1.0.0"});
    let made = app.post("/adoptions", &anna, &begin).expect(201);
    let path = made.header("location").trim_start_matches("/v1").to_owned();
    let go = |verb: &str, body: Value| app.transition(&path, verb, &anna, &body).expect(200);
    go("plan", json!({"from": "2026-03-01"}));
    go("start", json!({}));
    for step in ["prepare", "install"] {
        go(&format!("steps/{step}"), json!({"doneOn": "2026-03-01", "actual": "1"}));
    }
    assert_eq!(stands("2026-10-01").0, "behind", "it is not in use yet");
    go("go-live", json!({}));
    let met = json!({"blueprint": "e-akte", "range": "^1.0.0"});
    assert_eq!(stands("2026-10-01"), ("compliant".to_owned(), met));
    // A later version takes the place of the requirement, and cannot be lower than the one before.
    let next = json!({"minimumStandard": {"id": "basis", "version": "1.0.0", "requirement": "e-akte",
        "area": "organisation", "text": text}});
    app.change("POST", &format!("{VERSION}/promote"), BLUEPRINT, &max, &next).expect(409);
}

/// A newer version shows who works with the older one, what changed and what there is to do, until they have taken it over.
#[test]
fn a_newer_version_lists_the_adopters_of_the_older_one() {
    let app = published();
    let (mara, max) = (manager(&app, "mara"), manager(&app, "max"));
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let ben = app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
    let begin = |version: &str| json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": version});
    let made = app.post("/adoptions", &anna, &begin("1.0.0")).expect(201);
    let path = made.header("location").trim_start_matches("/v1").to_owned();
    let drift = |token: &str| app.get("/blueprints/e-akte/drift", token).expect(200);
    assert_eq!((drift(&anna).at("/items"), drift(&anna).at("/versions")), (&json!([]), &json!([])));
    let next = "/blueprints/e-akte/versions/1.1.0";
    let mut newer = document("1.1.0");
    newer["migrationNote"] = json!({"de": "Aktenplan prüfen", "en": "Check the filing plan"});
    newer["steps"][0]["personDays"]["default"] = json!("3");
    app.request("PUT", next).token(&mara).json(&newer).send().expect(200);
    app.transition(next, "submit", &mara, &json!({})).expect(200);
    app.transition(next, "publish", &max, &json!({})).expect(200);
    let listed = drift(&mara);
    let adoption = json!({"adoption": path.trim_start_matches("/adoptions/"), "unit": LANGELSHEIM, "version": "1.0.0",
        "state": "interested", "liveSince": null});
    assert_eq!((listed.at("/current"), listed.at("/items")), (&json!("1.1.0"), &json!([adoption])));
    assert_eq!(listed.at("/versions/0/changes/0/code"), "change-step-effort");
    let notes = json!([{"version": "1.1.0", "text": "Aktenplan prüfen"}]);
    assert_eq!(listed.at("/versions/0/migrationNotes"), &notes);
    let kiel = app.token("kai", Role::Editor, Some(blaupause_tests::fixture::KIEL), None);
    assert_eq!(drift(&kiel).at("/items"), &json!([]), "not what others do");
    app.transition(&path, "abandon", &ben, &json!({"reason": "Neue Fassung"})).expect(200);
    app.post("/adoptions", &anna, &begin("1.1.0")).expect(201);
    assert_eq!(drift(&anna).at("/items"), &json!([]));
}
