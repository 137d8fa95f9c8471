//! `/evidence-reminders`: which evidence runs out soon, or has run out. The service's clock says 2026-03-01.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin, begin_of_provider, level, provider_model, publish, publish_model};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use serde_json::{Value, json};

fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    app
}

/// An assessment with this evidence for isms and a level of akte; signed off if so wished. Gives its path.
fn with_evidence(app: &TestApp, unit: &str, period: &str, evidence: &Value, sign: bool) -> String {
    let path = begin(app, unit, period);
    let anna = app.token("anna", Role::Editor, Some(unit), None);
    let body = json!({"answers": {"akte": level(1)}, "evidence": {"isms": evidence}});
    app.change("PATCH", &path, &path, &anna, &body).expect(200);
    if sign {
        let ben = app.token("ben", Role::Approver, Some(unit), None);
        app.transition(&path, "submit", &anna, &json!({})).expect(200);
        app.transition(&path, "start-review", &ben, &json!({})).expect(200);
        app.transition(&path, "sign-off", &ben, &json!({})).expect(200);
    }
    path
}

fn titles(app: &TestApp, path: &str, token: &str) -> Vec<(String, i64)> {
    let reply = app.get(path, token).expect(200);
    let items = reply.at("/items").as_array().unwrap();
    items.iter().map(|i| (i["title"].as_str().unwrap().to_owned(), i["daysLeft"].as_i64().unwrap())).collect()
}

fn told(entries: &[(&str, i64)]) -> Vec<(String, i64)> {
    entries.iter().map(|(title, days)| ((*title).to_owned(), *days)).collect()
}

#[test]
fn what_runs_out_is_listed_by_its_day() {
    let app = world();
    let first = json!([{"title": "alt", "validUntil": "2026-02-27"}, {"title": "ohne Ende"},
        {"title": "Zertifikat", "validUntil": "2026-05-30"}, {"title": "später", "validUntil": "2026-05-31"}]);
    let signed = with_evidence(&app, LANGELSHEIM, "2026-01-01", &first, true);
    let draft = json!([{"title": "heute", "validUntil": "2026-03-01"}]);
    with_evidence(&app, GOSLAR, "2026-01-01", &draft, false);
    with_evidence(&app, KIEL, "2026-01-01", &json!([{"title": "Kiel", "validUntil": "2026-03-02"}]), false);
    let audit = app.token("audit", Role::Auditor, None, None);
    // 90 days after 2026-03-01 is 2026-05-30: 30 days of March, 30 of April, 30 of May
    let all = told(&[("alt", -2), ("heute", 0), ("Kiel", 1), ("Zertifikat", 90)]);
    assert_eq!(titles(&app, "/evidence-reminders", &audit), all);
    assert_eq!(titles(&app, "/evidence-reminders?days=0", &audit), told(&[("alt", -2), ("heute", 0)]));
    let entry = app.get("/evidence-reminders?limit=1", &audit).expect(200);
    let expected = json!({"unit": LANGELSHEIM, "assessment": signed.rsplit('/').next().unwrap(), "signedOff": true,
        "model": "probe", "modelVersion": "1.0.0", "indicator": "isms",
        "indicatorTitle": {"de": "ISMS", "en": "ISMS (en)"}, "title": "alt", "validUntil": "2026-02-27",
        "daysLeft": -2});
    assert_eq!(entry.at("/items/0"), &expected);
    // page by page
    let (mut path, mut seen) = ("/evidence-reminders?limit=1".to_owned(), Vec::new());
    loop {
        seen.extend(titles(&app, &path, &audit));
        let Some(next) = app.get(&path, &audit).at("/next").as_str().map(str::to_owned) else { break };
        path = format!("/evidence-reminders?limit=1&cursor={next}");
    }
    assert_eq!(seen, all);
    // walls
    let analyst = app.token("ali", Role::Analyst, None, Some("it-harz"));
    let harz = told(&[("alt", -2), ("heute", 0), ("Zertifikat", 90)]);
    assert_eq!(titles(&app, "/evidence-reminders", &analyst), harz);
    let kim = app.token("kim", Role::Editor, Some(KIEL), None);
    assert_eq!(titles(&app, "/evidence-reminders", &kim), told(&[("Kiel", 1)]));
    app.get(&format!("/evidence-reminders?unit={GOSLAR}"), &kim).expect(403);
    let of_goslar = format!("/evidence-reminders?unit={GOSLAR}");
    assert_eq!(titles(&app, &of_goslar, &audit), told(&[("heute", 0)]));
    let refused = app.get("/evidence-reminders?days=4000", &audit).expect(400);
    assert_eq!(refused.text("/errors/0/code"), "days-out-of-range");
}

#[test]
fn what_a_newer_signed_assessment_replaced_needs_no_renewal() {
    let app = world();
    let entry = |title: &str| json!([{"title": title, "validUntil": "2026-03-31"}]);
    let audit = app.token("audit", Role::Auditor, None, None);
    let listed = || titles(&app, "/evidence-reminders", &audit);
    with_evidence(&app, LANGELSHEIM, "2026-01-01", &entry("erste"), true);
    assert_eq!(listed(), told(&[("erste", 30)]));
    // a draft of a later day stands beside it until it is signed off
    let draft = with_evidence(&app, LANGELSHEIM, "2026-02-01", &entry("zweite"), false);
    assert_eq!(listed(), told(&[("erste", 30), ("zweite", 30)]));
    let (anna, ben) = (
        app.token("anna", Role::Editor, Some(LANGELSHEIM), None),
        app.token("ben", Role::Approver, Some(LANGELSHEIM), None),
    );
    app.transition(&draft, "submit", &anna, &json!({})).expect(200);
    app.transition(&draft, "start-review", &ben, &json!({})).expect(200);
    app.transition(&draft, "sign-off", &ben, &json!({})).expect(200);
    assert_eq!(listed(), told(&[("zweite", 30)]));
    // of the same day the one signed last counts, and an earlier day never does
    with_evidence(&app, LANGELSHEIM, "2026-02-01", &entry("dritte"), true);
    with_evidence(&app, LANGELSHEIM, "2025-12-01", &entry("nachgetragen"), true);
    assert_eq!(listed(), told(&[("dritte", 30)]));
}

#[test]
fn evidence_that_is_replaced_or_of_a_provider() {
    let app = world();
    publish(&app, &provider_model());
    let path = begin_of_provider(&app, "it-harz", "2026-01-01");
    let nele = app.token("nele", Role::Analyst, None, Some("it-harz"));
    let entry = |day: &str| json!({"evidence": {"betrieb": [{"title": "Audit", "validUntil": day}]}});
    app.change("PATCH", &path, &path, &nele, &entry("2026-03-05")).expect(200);
    assert_eq!(titles(&app, "/evidence-reminders?provider=it-harz", &nele), told(&[("Audit", 4)]));
    app.change("PATCH", &path, &path, &nele, &entry("2027-03-05")).expect(200);
    assert_eq!(titles(&app, "/evidence-reminders", &nele), told(&[]));
    let lena = app.token("lena", Role::Analyst, None, Some("it-kueste"));
    assert_eq!(titles(&app, "/evidence-reminders?days=3000", &lena), told(&[]));
    app.get("/evidence-reminders?provider=it-harz", &lena).expect(403);
}
