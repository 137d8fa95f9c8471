//! Blueprints: drafts for some, what is published for all, and how it fits a unit.

use blaupause_tests::TestApp;
use blaupause_tests::assessing::signed;
use blaupause_tests::proving::{VERSION, document, manager, published};
use serde_json::{Value, json};

use super::actors::{PROVIDER, UNIT};
use super::rights::{PUBLISH_BLUEPRINTS, READ_DRAFTS, READ_UNIT, WRITE_BLUEPRINTS};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const NEXT: &str = "/blueprints/e-akte/versions/1.1.0";
const SENT: &str = "/blueprints/e-akte/versions/1.2.0";
const NO_BLUEPRINT: &str = "blueprint-not-found";
const DRAFT: &str = "/blueprints/hidden/versions/1.0.0";

pub const LINES: &[Line] = &[
    line("list_blueprints", Who::Everyone, "/blueprints"),
    line("get_blueprint", Who::Everyone, "/blueprints/e-akte"),
    line("get_blueprint", Who::Hidden(READ_DRAFTS, NO_BLUEPRINT), "/blueprints/hidden"),
    line("get_blueprint_evidence", Who::Everyone, "/blueprints/e-akte/evidence"),
    line("get_blueprint_evidence", Who::Hidden(READ_DRAFTS, NO_BLUEPRINT), "/blueprints/hidden/evidence"),
    line("get_blueprint_version", Who::Everyone, VERSION),
    line("get_blueprint_version", Who::Hidden(READ_DRAFTS, NO_BLUEPRINT), DRAFT),
    line("compare_blueprint_versions", Who::Everyone, "/blueprints/e-akte/versions/1.0.0/diff?from=1.0.0"),
    line(
        "compare_blueprint_versions",
        Who::Hidden(READ_DRAFTS, "blueprint-version-not-found"),
        "/blueprints/e-akte/versions/1.1.0/diff?from=1.0.0",
    ),
    line("get_fit", Who::Holders(READ_UNIT), "/blueprints/e-akte/versions/1.0.0/fit?unit=031530019019"),
    line("list_recommendations", Who::Holders(READ_UNIT), "/municipalities/031530019019/recommendations"),
    line("create_blueprint", Who::Holders(WRITE_BLUEPRINTS), "/blueprints")
        .body(|_| json!({"slug": "neu", "owner": PROVIDER, "title": text()})),
    line("save_blueprint_version", Who::Holders(WRITE_BLUEPRINTS), "/blueprints/e-akte/versions/1.3.0")
        .body(|_| json!(newer("1.3.0").to_string())),
    line(
        "submit_blueprint_version",
        Who::Holders(WRITE_BLUEPRINTS),
        "/blueprints/hidden/versions/1.0.0/submit",
    )
    .hidden_elsewhere(NO_BLUEPRINT),
    line(
        "send_back_blueprint_version",
        Who::Holders(PUBLISH_BLUEPRINTS),
        "/blueprints/e-akte/versions/1.2.0/send-back",
    )
    .body(|_| json!({"comment": "Bitte kürzen"})),
    line(
        "promote_blueprint_version",
        Who::Holders(PUBLISH_BLUEPRINTS),
        "/blueprints/e-akte/versions/1.0.0/promote",
    ),
    line(
        "publish_blueprint_version",
        Who::Holders(PUBLISH_BLUEPRINTS),
        "/blueprints/e-akte/versions/1.1.0/publish",
    ),
    line("list_blueprint_drift", Who::Within(READ_UNIT), "/blueprints/e-akte/drift"),
];

fn text() -> Value {
    json!({"de": "Neu", "en": "New"})
}

fn newer(version: &str) -> Value {
    let mut document = document(version);
    document["migrationNote"] = json!({"de": "Nichts zu tun", "en": "Nothing to do"});
    document
}

/// A published blueprint with two versions in review, and one that is a draft only.
fn world() -> TestApp {
    let app = published();
    signed(&app, UNIT, "2026-01-01", [2, 2, 0, 2]);
    let anna = app.token("anna", blaupause_access::Role::Editor, Some(UNIT), None);
    let begin = json!({"unit": UNIT, "blueprint": "e-akte", "version": "1.0.0"});
    app.post("/adoptions", &anna, &begin).expect(201);
    let mara = manager(&app, "mara");
    for (path, version) in [(NEXT, "1.1.0"), (SENT, "1.2.0")] {
        app.request("PUT", path).token(&mara).json(&newer(version)).send().expect(200);
        app.transition(path, "submit", &mara, &json!({})).expect(200);
    }
    app.post("/blueprints", &mara, &json!({"slug": "hidden", "owner": PROVIDER, "title": text()}))
        .expect(201);
    let mut hidden = document("1.0.0");
    hidden["blueprint"] = json!("hidden");
    app.request("PUT", DRAFT).token(&mara).json(&hidden).send().expect(200);
    app
}

#[test]
fn blueprints() {
    walk(&World::new(world()), LINES);
}

/// A fit needs two rights at once: over the unit, and over the draft.
#[test]
fn the_fit_of_a_draft_shows_the_draft() {
    use blaupause_access::Role;
    let app = world();
    let fit = format!("{DRAFT}/fit?unit={UNIT}");
    let ask = |role, unit, provider| app.get(&fit, &app.token("somebody", role, unit, provider)).status;
    assert_eq!(ask(Role::Editor, Some(UNIT), None), 404, "its unit, but a draft");
    assert_eq!(ask(Role::Analyst, None, Some("it-kueste")), 403, "not its unit");
    assert_eq!(ask(Role::Analyst, None, Some(PROVIDER)), 200);
    assert_eq!(ask(Role::Auditor, None, None), 200);
}

/// Which drafts a list holds is decided line by line.
#[test]
fn drafts_are_listed_for_those_who_may_read_them() {
    use blaupause_access::Role;
    let app = world();
    let lists = |token: &str| {
        let list = app.get("/blueprints", token).expect(200);
        let items = list.at("/items").as_array().unwrap().clone();
        let versions: usize = items.iter().map(|b| b["versions"].as_array().unwrap().len()).sum();
        (items.len(), versions)
    };
    let token = |role, provider| app.token("somebody", role, None, provider);
    for nobody in [String::new(), token(Role::Admin, None), token(Role::Analyst, Some("it-kueste"))] {
        assert_eq!(lists(&nobody), (1, 1));
    }
    for insider in [token(Role::Auditor, None), token(Role::Analyst, Some(PROVIDER))] {
        assert_eq!(lists(&insider), (2, 4));
    }
}
