//! Every life cycle against its table: in every state every transition by everybody, and of two who write at once one wins.
//! The tables stand here once more, by hand, so that they cannot change unnoticed.

mod bulletins;
mod cycle;
mod jobs;
mod offers;
mod onboardings;
mod orders;

use blaupause_access::Role;
use blaupause_tests::assessing::{begin, level, signed};
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM};
use blaupause_tests::proving::{self, BLUEPRINT, VERSION, manager};
use serde_json::{Value, json};

use cycle::{Cycle, Roles, Thing};

const STAFF: Roles = &[Role::Consultant, Role::CatalogManager];
const MANAGER: Roles = &[Role::CatalogManager];
const WORKERS: Roles = &[Role::Editor, Role::Approver, Role::Consultant];
const EDITOR: Roles = &[Role::Editor];
const APPROVER: Roles = &[Role::Approver];

fn text(thing: &Thing, pointer: &str) -> String {
    let auditor = thing.app.token("revision", Role::Auditor, None, None);
    thing.app.get(&thing.path, &auditor).expect(200).text(pointer)
}

fn pilot(state: &str) -> Thing {
    let app = proving::world();
    let mara = manager(&app, "mara");
    app.post("/pilots", &mara, &proving::pilot_document()).expect(201);
    let path = "/pilots/akte-goslar";
    let note = |when: &str, day: &str, levels| {
        let id = signed(&app, GOSLAR, day, levels).trim_start_matches("/assessments/").to_owned();
        app.change("PUT", &format!("{path}/assessments/{GOSLAR}"), path, &mara, &json!({when: id}))
            .expect(200);
    };
    let go = |verb: &str, body: Value| app.transition(path, verb, &mara, &body).expect(200);
    note("before", "2026-01-01", [2, 2, 0, 2]);
    let way: &[&str] = match state {
        "call" => &[],
        "prepared" => &["prepare"],
        "running" => &["prepare", "start"],
        "evaluated" => &["prepare", "start", "evaluate"],
        "finished" => &["prepare", "start", "evaluate", "finish"],
        _ => &["abort"],
    };
    for verb in way {
        go(verb, if *verb == "abort" { json!({"reason": "Kein Personal."}) } else { json!({}) });
        if *verb == "start" {
            note("after", "2026-02-01", [2, 2, 3, 2]);
        }
        if *verb == "evaluate" {
            let report = app.request("PUT", "/experience-reports/akte-goslar").token(&mara);
            report.json(&proving::report_document()).send().expect(201);
        }
    }
    Thing { path: path.to_owned(), proof: String::new(), app }
}

#[test]
fn of_pilots() {
    Cycle {
        unit: GOSLAR,
        unseen: &[],
        states: &["call", "prepared", "running", "evaluated", "finished", "aborted"],
        verbs: &[
            ("prepare", STAFF),
            ("start", STAFF),
            ("evaluate", STAFF),
            ("finish", STAFF),
            ("abort", STAFF),
        ],
        alone: &[],
        table: &[
            ("call", "prepare", "prepared"),
            ("prepared", "start", "running"),
            ("running", "evaluate", "evaluated"),
            ("evaluated", "finish", "finished"),
            ("call", "abort", "aborted"),
            ("prepared", "abort", "aborted"),
            ("running", "abort", "aborted"),
        ],
        make: pilot,
        state: |thing| text(thing, "/state"),
        tagged: |thing, _| thing.path.clone(),
        body: |_, verb| if verb == "abort" { json!({"reason": "Kein Personal."}) } else { json!({}) },
    }
    .hold();
}

fn version(state: &str) -> Thing {
    let app = proving::world();
    proving::module(&app);
    proving::pilot(&app);
    proving::draft(&app);
    let (mara, max) = (manager(&app, "mara"), manager(&app, "max"));
    let submit = |path: &str| app.transition(path, "submit", &mara, &json!({})).expect(200);
    let publish = |path: &str| app.transition(path, "publish", &max, &json!({})).expect(200);
    if state != "draft" {
        submit(VERSION);
    }
    if ["published", "standard", "superseded"].contains(&state) {
        publish(VERSION);
    }
    if state == "standard" {
        app.change("POST", &format!("{VERSION}/promote"), BLUEPRINT, &max, &json!({})).expect(200);
    }
    if state == "superseded" {
        let next = format!("{BLUEPRINT}/versions/1.1.0");
        let mut newer = proving::document("1.1.0");
        newer["migrationNote"] = json!({"de": "Nichts zu tun", "en": "Nothing to do"});
        app.request("PUT", &next).token(&mara).json(&newer).send().expect(200);
        submit(&next);
        publish(&next);
    }
    Thing { path: VERSION.to_owned(), proof: String::new(), app }
}

#[test]
fn of_blueprint_versions() {
    Cycle {
        unit: GOSLAR,
        unseen: &["draft", "review"],
        states: &["draft", "review", "published", "standard", "superseded"],
        verbs: &[("submit", STAFF), ("send-back", MANAGER), ("publish", MANAGER), ("promote", MANAGER)],
        alone: &[],
        table: &[
            ("draft", "submit", "review"),
            ("review", "send-back", "draft"),
            ("review", "publish", "published"),
            ("published", "promote", "standard"),
        ],
        make: version,
        state: |thing| {
            let auditor = thing.app.token("revision", Role::Auditor, None, None);
            let shown = thing.app.get(BLUEPRINT, &auditor).expect(200);
            let versions = shown.at("/versions").as_array().unwrap();
            let own = versions.iter().find(|version| version["version"] == "1.0.0").unwrap();
            own["state"].as_str().unwrap().to_owned()
        },
        tagged: |_, verb| if verb == "promote" { BLUEPRINT } else { VERSION }.to_owned(),
        body: |_, verb| if verb == "send-back" { json!({"comment": "Bitte kürzen"}) } else { json!({}) },
    }
    .hold();
}

fn assessment(state: &str) -> Thing {
    let app = proving::world();
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let ben = app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
    let answers = json!({"isms": level(2), "backup": level(2), "akte": level(2), "portal": level(2)});
    let body = json!({"answers": answers, "evidence": {"isms": [{"title": "Zertifikat"}]}});
    app.change("PATCH", &path, &path, &anna, &body).expect(200);
    let way: &[&str] = match state {
        "draft" => &[],
        "submitted" => &["submit"],
        "inReview" => &["submit", "start-review"],
        "returned" => &["submit", "start-review", "return"],
        _ => &["submit", "start-review", "sign-off"],
    };
    for verb in way {
        let token = if *verb == "submit" { &anna } else { &ben };
        app.transition(&path, verb, token, &review(verb)).expect(200);
    }
    Thing { app, path, proof: String::new() }
}

fn review(verb: &str) -> Value {
    if verb == "return" { json!({"comment": "Bitte belegen"}) } else { json!({}) }
}

#[test]
fn of_assessments() {
    Cycle {
        unit: LANGELSHEIM,
        unseen: &[],
        states: &["draft", "submitted", "inReview", "returned", "signedOff"],
        verbs: &[
            ("submit", EDITOR),
            ("start-review", APPROVER),
            ("return", APPROVER),
            ("sign-off", APPROVER),
        ],
        alone: &[],
        table: &[
            ("draft", "submit", "submitted"),
            ("submitted", "start-review", "inReview"),
            ("inReview", "return", "returned"),
            ("inReview", "sign-off", "signedOff"),
            ("returned", "submit", "submitted"),
        ],
        make: assessment,
        state: |thing| text(thing, "/state"),
        tagged: |thing, _| thing.path.clone(),
        body: |_, verb| review(verb),
    }
    .hold();
}

fn adoption(state: &str) -> Thing {
    let app = proving::published();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let begun =
        json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": "1.0.0", "parameters": {"tenants": 1}});
    let made = app.post("/adoptions", &anna, &begun).expect(201);
    let path = made.header("location").trim_start_matches("/v1").to_owned();
    app.set_now("2026-06-01T08:00:00Z");
    let proof = signed(&app, LANGELSHEIM, "2026-06-01", [2, 2, 3, 2]);
    let thing = Thing { proof: proof.trim_start_matches("/assessments/").to_owned(), path, app };
    let way: &[&str] = match state {
        "interested" => &[],
        "planned" => &["plan"],
        "running" => &["plan", "start"],
        "live" => &["plan", "start", "go-live"],
        "verified" => &["plan", "start", "go-live", "verify"],
        "paused planned" => &["plan", "pause"],
        "paused running" => &["plan", "start", "pause"],
        "paused live" => &["plan", "start", "go-live", "pause"],
        _ => &["abandon"],
    };
    for verb in way {
        let ben = thing.app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
        thing.app.transition(&thing.path, verb, &ben, &adopting(&thing, verb)).expect(200);
        if *verb == "start" {
            for step in ["prepare", "install"] {
                let done = json!({"doneOn": "2026-05-01", "actual": "2"});
                let to = format!("{}/steps/{step}", thing.path);
                thing.app.change("POST", &to, &thing.path, &ben, &done).expect(200);
            }
        }
    }
    thing
}

fn adopting(thing: &Thing, verb: &str) -> Value {
    match verb {
        "plan" => json!({"from": "2026-07-01"}),
        "pause" | "abandon" => json!({"reason": "Haushaltssperre"}),
        "verify" => json!({"assessment": thing.proof}),
        _ => json!({}),
    }
}

#[test]
fn of_adoptions() {
    Cycle {
        unit: LANGELSHEIM,
        unseen: &[],
        states: &[
            "interested",
            "planned",
            "running",
            "live",
            "verified",
            "paused planned",
            "paused running",
            "paused live",
            "abandoned",
        ],
        verbs: &[
            ("plan", WORKERS),
            ("start", WORKERS),
            ("go-live", WORKERS),
            ("pause", WORKERS),
            ("resume", WORKERS),
            ("verify", APPROVER),
            ("abandon", APPROVER),
        ],
        alone: &[],
        table: &[
            ("interested", "plan", "planned"),
            ("planned", "start", "running"),
            ("running", "go-live", "live"),
            ("live", "verify", "verified"),
            ("planned", "pause", "paused planned"),
            ("running", "pause", "paused running"),
            ("live", "pause", "paused live"),
            ("paused planned", "resume", "planned"),
            ("paused running", "resume", "running"),
            ("paused live", "resume", "live"),
            ("interested", "abandon", "abandoned"),
            ("planned", "abandon", "abandoned"),
            ("running", "abandon", "abandoned"),
            ("live", "abandon", "abandoned"),
            ("paused planned", "abandon", "abandoned"),
            ("paused running", "abandon", "abandoned"),
            ("paused live", "abandon", "abandoned"),
        ],
        make: adoption,
        state: |thing| {
            let auditor = thing.app.token("revision", Role::Auditor, None, None);
            let shown = thing.app.get(&thing.path, &auditor).expect(200);
            let resume = shown.at("/resumeTo").as_str().map(|to| format!(" {to}")).unwrap_or_default();
            format!("{}{resume}", shown.text("/state"))
        },
        tagged: |thing, _| thing.path.clone(),
        body: adopting,
    }
    .hold();
}
