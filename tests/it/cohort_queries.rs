//! Saved questions about cohorts: what may be saved, who may, and that the answer is that of the question itself.

use blaupause_access::Role;
use blaupause_tests::assessing::{provider_model, publish, publish_model};
use blaupause_tests::towns::{Town, result, settle};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

const QUERIES: &str = "/providers/it-west/cohort-queries";
const COHORTS: &str = "/providers/it-west/cohorts";

/// Six rural towns of `it-west` with the levels 0 1 2 3 4 0.
fn filled() -> TestApp {
    let app = TestApp::start();
    publish_model(&app);
    let towns: Vec<Town> = (0..8).map(|n| Town::new("98001", n, 3_000, n < 6)).collect();
    settle(&app, &towns);
    for (n, town) in towns.iter().enumerate().take(6) {
        result(&app, &town.ars, "2025-06-30", [[0, 1, 2, 3, 4][n % 5]; 4]);
    }
    app
}

fn analyst(app: &TestApp) -> String {
    app.token("nele", Role::Analyst, None, Some("it-west"))
}

fn terms(question: &str, parameters: Value) -> Value {
    json!({"name": "Nach Größe", "question": question, "parameters": parameters})
}

fn saved(app: &TestApp, question: &str, parameters: Value) -> String {
    let made = app.post(QUERIES, &analyst(app), &terms(question, parameters)).expect(201);
    let path = made.header("location").trim_start_matches("/v1").to_owned();
    assert_eq!(made.text("/result"), format!("/v1{path}/result"));
    path
}

#[test]
fn the_answer_is_that_of_the_question_itself() {
    let app = filled();
    let nele = analyst(&app);
    let same = |path: &str, form: &str, asked: &str| {
        let result = app.get(&format!("{path}/result{form}"), &nele).expect(200);
        let question = app.get(asked, &nele).expect(200);
        assert_eq!(result.bytes, question.bytes, "{asked}");
        assert_eq!(result.header("content-type"), question.header("content-type"), "{asked}");
        result
    };
    let parameters = json!({"model": "probe", "groupBy": "sizeClass,year", "values": "score,indicator:isms",
        "atLeast": "2,3", "table": "numbers"});
    let path = saved(&app, "cohorts", parameters);
    let asked = "?model=probe&groupBy=sizeClass,year&values=score,indicator:isms&atLeast=2,3&table=numbers";
    let reply = same(&path, "", &format!("{COHORTS}{asked}"));
    assert_eq!(reply.at("/items/0/score/mean"), "1.67");
    for form in ["json", "csv", "parquet", "jsonStat"] {
        same(&path, &format!("?format={form}"), &format!("{COHORTS}{asked}&format={form}"));
    }
    let ranks = saved(&app, "ranks", json!({"model": "probe", "by": "dimension:dienste"}));
    let reply = same(&ranks, "?format=json", &format!("{COHORTS}/ranks?model=probe&by=dimension:dienste"));
    assert_eq!(reply.at("/items/0/value"), "4.00");
    let way = saved(&app, "catchingUp", json!({"model": "probe", "per": "quarter"}));
    same(&way, "", &format!("{COHORTS}/catching-up?model=probe&per=quarter"));
    let refused = app.get(&format!("{way}/result?format=csv"), &nele).expect(400);
    assert_eq!(
        (refused.text("/errors/0/pointer"), refused.text("/errors/0/code")),
        ("format".to_owned(), "question-json-only".to_owned())
    );
    // the answer goes with what is signed off, the address stays
    result(&app, "980010000000", "2026-01-20", [4; 4]);
    let after = app.get(&format!("{ranks}/result"), &nele).expect(200);
    assert_eq!((after.at("/items/0/rank"), after.at("/items/0/equal")), (&json!(1), &json!(2)));
}

#[test]
fn a_question_is_kept_changed_and_removed_under_its_address() {
    let app = filled();
    let nele = analyst(&app);
    let path = saved(&app, "cohorts", json!({"model": "probe"}));
    let second = saved(&app, "ranks", json!({"model": "probe"}));
    let list = app.get(&format!("{QUERIES}?limit=1"), &nele).expect(200);
    assert!(second.ends_with(&list.text("/items/0/id")), "the newest first");
    let next = app.get(&format!("{QUERIES}?limit=1&cursor={}", list.text("/next")), &nele).expect(200);
    assert!(path.ends_with(&next.text("/items/0/id")) && next.at("/next") == &Value::Null);
    let new = json!({"name": "Nach Land", "description": "Für den Beirat", "question": "cohorts",
        "parameters": {"model": "probe", "groupBy": "land"}});
    app.request("PUT", &path).token(&nele).json(&new).send().expect(428);
    let changed = app.change("PUT", &path, &path, &nele, &new).expect(200);
    assert_eq!(
        (changed.at("/revision"), changed.text("/description")),
        (&json!(2), "Für den Beirat".to_owned())
    );
    let stale = app.request("PUT", &path).token(&nele).header("if-match", "\"1-abc\"").json(&new);
    stale.send().expect(412);
    let shown = app.get(&path, &nele).expect(200);
    assert_eq!(shown.at("/parameters"), &json!({"model": "probe", "groupBy": "land"}));
    assert_eq!(
        app.get(&format!("{path}/result"), &nele).expect(200).at("/items/0/group"),
        &json!({"land": "98"})
    );
    // an address of another provider does not lead there
    let admin = app.token("kim", Role::Auditor, None, None);
    let elsewhere = path.replace("it-west", "it-ost");
    assert_eq!(app.get(&elsewhere, &admin).expect(404).text("/code"), "cohort-query-not-found");
    app.change("DELETE", &path, &path, &nele, &json!({})).expect(204);
    app.get(&path, &nele).expect(404);
    app.get(&format!("{path}/result"), &nele).expect(404);
}

#[test]
fn what_could_not_be_asked_is_not_saved() {
    let app = filled();
    let nele = analyst(&app);
    publish(&app, &provider_model());
    // what its own address does not understand is not understood here, what it refuses is refused
    let refused = |question: &str, parameters: Value, status: u16| {
        let reply = app.post(QUERIES, &nele, &terms(question, parameters)).expect(status);
        (reply.text("/errors/0/pointer"), reply.text("/errors/0/code"))
    };
    for (question, parameters, pointer, code, status) in [
        ("cohorts", json!({"model": "probe", "groupBy": "planet"}), "groupBy", "question-unknown-key", 400),
        (
            "cohorts",
            json!({"model": "probe", "groupBy": "year,quarter"}),
            "groupBy",
            "question-key-twice",
            422,
        ),
        (
            "cohorts",
            json!({"model": "probe", "groupBy": "land,county,kind,sizeClass"}),
            "groupBy",
            "question-too-many-keys",
            422,
        ),
        (
            "cohorts",
            json!({"model": "probe", "values": "punkte"}),
            "values",
            "question-unknown-quantity",
            400,
        ),
        (
            "cohorts",
            json!({"model": "probe", "values": "indicator:niemand"}),
            "values",
            "question-unknown-quantity",
            422,
        ),
        (
            "cohorts",
            json!({"model": "probe", "correlate": "score,dimension:niemand"}),
            "correlate",
            "question-unknown-quantity",
            422,
        ),
        ("cohorts", json!({"model": "probe", "atLeast": "viel"}), "atLeast", "filter-not-a-number", 400),
        (
            "cohorts",
            json!({"model": "probe", "sizeClass": "riesig"}),
            "sizeClass",
            "filter-unknown-value",
            400,
        ),
        ("cohorts", json!({"model": "probe", "from": "gestern"}), "from", "value-no-date", 400),
        ("cohorts", json!({"model": "probe", "farbe": "blau"}), "farbe", "field-unknown", 400),
        ("cohorts", json!({"model": "probe", "format": "csv"}), "format", "question-format-not-saved", 400),
        ("cohorts", json!({}), "model", "field-missing", 400),
        ("cohorts", json!({"model": "niemand"}), "model", "maturity-model-not-found", 422),
        (
            "cohorts",
            json!({"model": "probe", "version": "9.9.9"}),
            "version",
            "maturity-model-not-found",
            422,
        ),
        ("cohorts", json!({"model": "probe-provider"}), "model", "release-model-subject", 422),
        (
            "ranks",
            json!({"model": "probe", "by": "indicator:niemand"}),
            "by",
            "question-unknown-quantity",
            422,
        ),
        ("ranks", json!({"model": "probe", "values": "score"}), "values", "field-unknown", 400),
        ("catchingUp", json!({"model": "probe", "per": "tag"}), "per", "value-not-offered", 400),
        ("catchingUp", json!({"model": "probe", "groupBy": "year"}), "groupBy", "question-key-twice", 422),
    ] {
        let expected = (format!("/parameters/{pointer}"), code.to_owned());
        assert_eq!(refused(question, parameters.clone(), status), expected, "{parameters}");
    }
    let mut nameless = terms("cohorts", json!({"model": "probe"}));
    nameless["name"] = json!(" ");
    let reply = app.post(QUERIES, &nele, &nameless).expect(422);
    assert_eq!(
        (reply.text("/errors/0/pointer"), reply.text("/errors/0/code")),
        ("/name".to_owned(), "text-blank".to_owned())
    );
    app.post(QUERIES, &nele, &terms("orakel", json!({"model": "probe"}))).expect(400);
    assert_eq!(app.get(QUERIES, &nele).expect(200).at("/items"), &json!([]));
}

#[test]
fn who_asks_by_it_is_asked_for_the_permission_and_noted_down() {
    let app = filled();
    let path = saved(&app, "cohorts", json!({"model": "probe"}));
    let result = format!("{path}/result");
    app.get(&result, "").expect(401);
    app.get(&result, &app.token("olga", Role::Analyst, None, Some("it-ost"))).expect(403);
    app.get(&result, &app.token("cora", Role::Consultant, None, Some("it-west"))).expect(200);
    let kim = app.token("kim", Role::Auditor, None, None);
    app.post(QUERIES, &kim, &terms("cohorts", json!({"model": "probe"}))).expect(403);
    app.write(|tx| blaupause_app::journal::number_pending(tx).map(|_| ())).unwrap();
    let mut entries: Vec<Value> = Vec::new();
    let mut address = "/audit?limit=500".to_owned();
    loop {
        let page: Reply = app.get(&address, &kim).expect(200);
        entries.extend(page.at("/items").as_array().unwrap().iter().cloned());
        match page.at("/next").as_str() {
            Some(next) => address = format!("/audit?limit=500&cursor={next}"),
            None => break,
        }
    }
    let asked: Vec<&Value> = entries.iter().filter(|entry| entry["action"] == "cohorts.asked").collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0]["actor"], "cora");
    assert!(path.ends_with(asked[0]["detail"]["savedQuery"].as_str().unwrap()));
    let events = |token: &str| app.get("/events?limit=500", token).expect(200).json.to_string();
    assert!(events(&kim).contains("cohortQuery.saved"));
    assert!(!events("").contains("cohortQuery"), "others hear nothing of it");
}
