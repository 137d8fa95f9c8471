//! Releases of public figures, cohorts of them, a unit among its peers, and a provider's whole service area.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::publish_model;
use blaupause_tests::towns::{Town, release, result, settle};
use serde_json::{Value, json};

/// Twelve rural towns and three larger ones in one Kreis; the first six of the rural ones are served by `it-west`.
fn towns() -> Vec<Town> {
    let town = |n: usize| Town::new("98001", n, if n < 12 { 3_000 } else { 12_000 }, n < 6);
    (0..15).map(town).collect()
}

/// Levels whose score is known: all four the same, so the score is that level.
fn level(n: usize) -> i64 {
    [0, 1, 2, 3, 4][n % 5]
}

fn filled() -> TestApp {
    let app = TestApp::start();
    publish_model(&app);
    settle(&app, &towns());
    for (n, town) in towns().iter().enumerate() {
        result(&app, &town.ars, "2025-06-30", [level(n); 4]);
    }
    app
}

fn span(from: &str, to: &str) -> Value {
    json!({"model": "probe", "version": "1.0.0", "from": from, "to": to})
}

#[test]
fn a_release_is_calculated_once_and_says_what_it_hides() {
    let app = filled();
    let admin = app.token("admin", Role::Admin, None, None);
    let wanted = span("2025-01-01", "2025-12-31");
    let dry = app.post("/statistical-releases?dryRun=true", &admin, &wanted).expect(200);
    assert_eq!(app.get("/statistical-releases", "").expect(200).at("/items"), &json!([]));
    let made = app.post("/statistical-releases", &admin, &wanted).expect(201);
    assert_eq!(dry.at("/cells"), made.at("/cells"));
    let listed = app.get("/statistical-releases?model=probe", "").expect(200);
    assert_eq!(listed.at("/items/0/id"), made.at("/id"));
    let path = made.header("location");
    let read = app.get(path.trim_start_matches("/v1"), "").expect(200);
    assert_eq!(read.at("/cells"), made.at("/cells"));

    // all fifteen: 0..4 three times each, so 30 / 15
    let whole = app.get("/cohorts?model=probe", "").expect(200);
    assert_eq!(whole.at("/items/0/score/contributors"), 15);
    assert_eq!(whole.at("/items/0/score/mean"), "2.00");
    assert_eq!(whole.at("/items/0/score/median"), "2.00");
    assert!(whole.at("/items/0/score/lowerQuartile").is_null(), "fewer than twenty contributors");
    // three of each level; a score of 3 or 4 proves the last stage
    let stages = json!({"basis": 6, "gesichert": 3, "vorn": 6});
    assert_eq!(whole.at("/items/0/stages/counts"), &stages);
    // the three larger towns are too few, and without the rural ones they would follow
    let sizes = app.get("/cohorts?model=probe&groupBy=sizeClass", "").expect(200);
    let reasons: Vec<(&Value, &Value)> = (0..2)
        .map(|n| {
            (sizes.at(&format!("/items/{n}/group/sizeClass")), sizes.at(&format!("/items/{n}/score/reason")))
        })
        .collect();
    let (rural, larger) = (json!("ruralMunicipality"), json!("largerSmallTown"));
    assert_eq!(reasons, [(&larger, &json!("tooFew")), (&rural, &json!("secondary"))]);
    assert!(sizes.at("/items/0/score/mean").is_null() && sizes.at("/items/0/score/contributors").is_null());
    // the six of the provider show: nine others remain
    let provider = app.get("/cohorts?model=probe&provider=it-west", "").expect(200);
    assert_eq!(provider.at("/items/0/score/contributors"), 6);
    // 0 + 1 + 2 + 3 + 4 + 0 over 6
    assert_eq!(provider.at("/items/0/score/mean"), "1.67");
    let country = app.get("/cohorts?model=probe&groupBy=country", "").expect(200);
    assert_eq!(country.at("/items/0/group"), &json!({"level": "municipality", "country": "DE"}));
    assert_eq!(country.at("/items/0/score/contributors"), 15);
    // a Land says its country
    let land = app.get("/cohorts?model=probe&land=98&groupBy=country", "").expect(200);
    assert_eq!(land.at("/items/0/group"), &json!({"level": "municipality", "country": "DE", "land": "98"}));
    assert_eq!(land.at("/items/0/score/contributors"), 15);
    let abroad = app.get("/cohorts?model=probe&country=FR&groupBy=land", "").expect(200);
    assert_eq!(abroad.at("/items"), &json!([]));
    app.get("/cohorts?model=probe&country=fr", "").expect(400);
    // not a published table, and a cohort nobody is in
    let crossed = app.get("/cohorts?model=probe&groupBy=county,sizeClass", "").expect(200);
    assert_eq!(crossed.at("/items/0/score/reason"), "notPlanned");
    let nobody = app.get("/cohorts?model=probe&provider=it-ost", "").expect(200);
    assert_eq!(nobody.at("/items/0/score/reason"), "noContributors");
}

#[test]
fn a_span_is_over_and_released_once() {
    let app = filled();
    let admin = app.token("admin", Role::Admin, None, None);
    let refused = |from: &str, to: &str| {
        let reply = app.post("/statistical-releases", &admin, &span(from, to)).expect(422);
        (reply.text("/errors/0/pointer"), reply.text("/errors/0/code"))
    };
    let at = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    assert_eq!(refused("2026-01-01", "2026-12-31"), at("/to", "release-span-open"));
    assert_eq!(refused("2025-12-31", "2025-01-01"), at("/to", "release-span-reversed"));
    assert_eq!(refused("2024-01-01", "2024-12-31"), at("/from", "release-without-results"));
    release(&app, 2025);
    assert_eq!(refused("2025-06-01", "2026-01-31"), at("/from", "release-overlaps"));
    let keyed = |key: &str, from: &str| {
        let to = "2026-01-31";
        let request =
            app.request("POST", "/statistical-releases").token(&admin).header("Idempotency-Key", key);
        request.json(&span(from, to)).send()
    };
    result(&app, &towns()[0].ars, "2026-01-05", [4; 4]);
    let first = keyed("again", "2026-01-01").expect(201);
    let again = keyed("again", "2026-01-01").expect(201);
    assert_eq!(first.at("/id"), again.at("/id"));
    keyed("again", "2026-01-02").expect(422);
}

#[test]
fn a_unit_sees_its_place_and_a_later_result_does_not_feel_out_the_others() {
    let app = filled();
    let town = &towns()[2].ars;
    let anna = app.token("anna", Role::Editor, Some(town), None);
    let before = app.get(&format!("/municipalities/{town}/peers"), &anna).expect(200);
    assert!(before.at("/release").is_null() && before.at("/score/mean").is_null());
    release(&app, 2025);
    let peers = app.get(&format!("/municipalities/{town}/peers"), &anna).expect(200);
    assert_eq!(peers.at("/own/rounded"), "2.00");
    // the eleven other rural towns have 0 0 0 1 1 1 2 3 3 4 4: six below, one equal, (6 + 1/2) / 11 = 59 %
    let place = json!({"peers": 11, "below": 6, "equal": 1, "percentile": "59"});
    assert_eq!(peers.at("/place"), &place);
    assert_eq!(peers.at("/score/reason"), "secondary", "the group follows the rules of the release");
    assert_eq!(peers.at("/dimensions/0/dimension"), "sicherheit");
    assert_eq!(peers.at("/dimensions/0/own/exact"), "2");
    // a later result moves the own score and nothing else
    result(&app, town, "2026-01-10", [4; 4]);
    let later = app.get(&format!("/municipalities/{town}/peers"), &anna).expect(200);
    assert_eq!(later.at("/own/rounded"), "4.00");
    assert_eq!(later.at("/place"), &place);
}

#[test]
fn a_provider_sees_every_unit_it_serves_and_no_other() {
    let app = filled();
    let nele = app.token("nele", Role::Analyst, None, Some("it-west"));
    let standings = app.get("/providers/it-west/standings?model=probe", &nele).expect(200);
    let units: Vec<&str> =
        standings.at("/items").as_array().unwrap().iter().map(|i| i["unit"].as_str().unwrap()).collect();
    let served: Vec<String> = towns().into_iter().filter(|t| t.west).map(|t| t.ars).collect();
    assert_eq!(units, served);
    // 4 among 0 0 0 1 1 1 2 2 3 3 4: ten below, one equal
    assert_eq!(
        standings.at("/items/4/place"),
        &json!({"peers": 11, "below": 10, "equal": 1, "percentile": "95"})
    );
    assert_eq!(standings.at("/items/4/segment"), "frontRunner");
    assert_eq!(standings.at("/items/0/segment"), "laggard");
    // raw: quartiles of six, which the public does not get: of 0 0 1 2 3 4 the 2nd and the 5th
    let cohorts = app.get("/providers/it-west/cohorts?model=probe&groupBy=sizeClass", &nele).expect(200);
    assert_eq!(cohorts.at("/items/0/score/contributors"), 6);
    assert_eq!(cohorts.at("/items/0/score/lowerQuartile"), "0.00");
    assert_eq!(cohorts.at("/items/0/score/upperQuartile"), "3.00");
    app.get("/providers/it-ost/standings?model=probe", &nele).expect(403);
}
