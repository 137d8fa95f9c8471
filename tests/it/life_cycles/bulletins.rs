//! The life of a bulletin.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{LANGELSHEIM, small_world};
use serde_json::{Value, json};

use super::cycle::{Cycle, Thing};
use super::{STAFF, text};

fn body(verb: &str) -> Value {
    match verb {
        "return" => json!({"note": "Bitte kürzen"}),
        "propose-correction" => json!({"texts": texts(), "note": {"de": "Falscher Tag"}}),
        "withdraw" => json!({"reason": {"de": "Irrtum"}}),
        _ => json!({}),
    }
}

fn texts() -> Value {
    json!({"de": {"title": "Neue Fristen", "summary": "Kurz", "body": "Lang"}})
}

fn bulletin(state: &str) -> Thing {
    let app = TestApp::start();
    small_world(&app);
    let staff = |name: &str| app.token(name, Role::Consultant, None, Some("it-harz"));
    // The author submits; who publishes is somebody else.
    let author = if state == "draft" { Role::Consultant.to_string() } else { "wilma".to_owned() };
    let (author, second) = (staff(&author), staff("winni"));
    let document = json!({"provider": "it-harz", "topic": "news", "texts": texts()});
    let path = app.post("/bulletins", &author, &document).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    let way: &[&str] = match state {
        "draft" => &[],
        "inReview" => &["submit"],
        "published" => &["submit", "publish"],
        "published, correction" => &["submit", "publish", "propose-correction"],
        _ => &["submit", "publish", "withdraw"],
    };
    for verb in way {
        let token = if matches!(*verb, "publish" | "withdraw") { &second } else { &author };
        app.transition(&path, verb, token, &body(verb)).expect(200);
    }
    Thing { path, proof: String::new(), app }
}

#[test]
fn of_bulletins() {
    Cycle {
        unit: LANGELSHEIM,
        unseen: &["draft", "inReview"],
        states: &["draft", "inReview", "published", "published, correction", "withdrawn"],
        verbs: &[
            ("submit", STAFF),
            ("return", STAFF),
            ("publish", STAFF),
            ("propose-correction", STAFF),
            ("approve-correction", STAFF),
            ("reject-correction", STAFF),
            ("withdraw", STAFF),
        ],
        alone: &["submit"],
        table: &[
            ("draft", "submit", "inReview"),
            ("inReview", "return", "draft"),
            ("inReview", "publish", "published"),
            ("published", "propose-correction", "published, correction"),
            ("published, correction", "propose-correction", "published, correction"),
            ("published, correction", "approve-correction", "published"),
            ("published, correction", "reject-correction", "published"),
            ("published", "withdraw", "withdrawn"),
            ("published, correction", "withdraw", "withdrawn"),
        ],
        make: bulletin,
        state: |thing| {
            let auditor = thing.app.token("revision", Role::Auditor, None, None);
            let waits = !thing.app.get(&thing.path, &auditor).expect(200).at("/work/proposal").is_null();
            format!("{}{}", text(thing, "/state"), if waits { ", correction" } else { "" })
        },
        tagged: |thing, _| thing.path.clone(),
        body: |_, verb| body(verb),
    }
    .hold();
}
