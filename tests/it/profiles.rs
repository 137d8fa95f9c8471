//! `/municipalities/{ars}/profile|gaps|what-if|trend`: figures from signed results only.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{publish_model, signed};
use blaupause_tests::fixture::{KIEL, LANGELSHEIM, small_world};
use diesel::connection::SimpleConnection;
use serde_json::json;

fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    app
}

fn at(what: &str) -> String {
    format!("/municipalities/{LANGELSHEIM}/{what}")
}

#[test]
fn without_a_signed_result_there_is_nothing_to_show() {
    let app = world();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    for what in ["profile", "gaps?target=nextStage", "trend"] {
        assert_eq!(app.get(&at(what), &anna).expect(404).text("/code"), "signed-assessment-not-found");
        app.get(&at(what), "").expect(401);
        app.get(&at(what), &app.token("kim", Role::Editor, Some(KIEL), None)).expect(403);
    }
    app.post(&at("what-if"), &anna, &json!({"levels": {}})).expect(404);
}

#[test]
fn the_profile_says_where_a_unit_stands_and_what_blocks_it() {
    let app = world();
    let path = signed(&app, LANGELSHEIM, "2026-01-01", [1, 4, 4, 4]);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    // sicherheit (3*1 + 4)/4 = 7/4, dienste 4: (2*7/4 + 4)/3 = 5/2. isms 1 < 2 blocks `gesichert`.
    let profile = app.get("/municipalities/03153019/profile", &anna).expect(200);
    assert_eq!((profile.text("/unit"), profile.text("/score/rounded")), (LANGELSHEIM.into(), "2.50".into()));
    assert_eq!(
        (profile.text("/stage/id"), profile.text("/minimumStandard")),
        ("basis".into(), "missed".into())
    );
    assert_eq!(profile.at("/blocking/reasons").as_array().unwrap().len(), 1);
    let text = "Für die Stufe „Gesichert“ muss „ISMS“ mindestens 2 erreichen. Erreicht ist 1.";
    assert_eq!(profile.text("/blocking/reasons/0/text"), text);
    assert_eq!(profile.text("/blocking/reasons/0/reason"), "Grundschutz");
    assert_eq!(
        (profile.text("/dimensions/0/value/exact"), profile.text("/dimensions/1/value/exact")),
        ("7/4".into(), "4".into())
    );
    assert_eq!((profile.at("/segment"), profile.at("/peers")), (&json!(null), &json!(0)));
    let document = app.get(&format!("{path}/document"), &anna).header("etag");
    assert_eq!(document.trim_matches('"'), profile.text("/hash"));
    let english =
        app.request("GET", &at("profile")).token(&anna).header("Accept-Language", "en").send().expect(200);
    let text = "For the stage “Gesichert (en)”, “ISMS (en)” must reach at least 2. It has 1.";
    assert_eq!(english.text("/blocking/reasons/0/text"), text);
}

#[test]
fn gaps_name_what_is_missing_and_what_closing_it_brings() {
    let app = world();
    signed(&app, LANGELSHEIM, "2026-01-01", [1, 4, 4, 4]);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let gaps = app.get(&at("gaps?target=minimumStandard"), &anna).expect(200);
    assert_eq!(gaps.at("/items").as_array().unwrap().len(), 1);
    // isms from 1 to 2: sicherheit rises by 3/4, the score by 2/3 * 3/4 = 1/2.
    assert_eq!((gaps.text("/items/0/node"), gaps.text("/items/0/effect")), ("isms".into(), "1/2".into()));
    assert_eq!(gaps.text("/items/0/text"), "„ISMS“ muss mindestens 2 erreichen. Erreicht ist 1.");
    let to_vorn = app.get(&at("gaps?target=minimumStandard&stage=vorn"), &anna).expect(200);
    assert_eq!(
        (to_vorn.text("/items/0/needed"), to_vorn.text("/items/0/distance")),
        ("3".into(), "2".into())
    );
    app.get(&at("gaps?target=minimumStandard&stage=keine"), &anna).expect(422);
    app.get(&at("gaps?target=nextStage&stage=vorn"), &anna).expect(400);
    app.get(&at("gaps"), &anna).expect(400);
    let few = app.get(&at("gaps?target=peerMedian"), &anna).expect(409);
    assert_eq!(few.text("/code"), "maturity-too-few-peers");
}

#[test]
fn what_if_computes_and_stores_nothing() {
    let app = world();
    signed(&app, LANGELSHEIM, "2026-01-01", [1, 4, 4, 4]);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let reply = app.post(&at("what-if"), &anna, &json!({"levels": {"isms": 3, "akte": 1}})).expect(200);
    // isms 3: sicherheit (9 + 4)/4 = 13/4; akte stays 4: (13/2 + 4)/3 = 7/2, and both gates of `vorn` hold.
    assert_eq!(
        (reply.text("/before/score/exact"), reply.text("/after/score/exact")),
        ("5/2".into(), "7/2".into())
    );
    assert_eq!((reply.text("/after/stage/id"), reply.at("/after/blocking")), ("vorn".into(), &json!(null)));
    assert_eq!(app.get(&at("profile"), &anna).text("/score/exact"), "5/2");
    let both = app.post(&at("what-if"), &anna, &json!({"levels": {"isms": 9, "nichts": 1}})).expect(422);
    assert_eq!(
        (both.text("/errors/0/pointer"), both.text("/errors/1/pointer")),
        ("/levels/isms".into(), "/levels/nichts".into())
    );
    for (levels, pointer) in [(json!({"isms": 9}), "/levels/isms"), (json!({"nichts": 1}), "/levels/nichts")]
    {
        let refused = app.post(&at("what-if"), &anna, &json!({"levels": levels})).expect(422);
        assert_eq!(refused.text("/errors/0/pointer"), pointer);
    }
}

#[test]
fn a_trend_is_ordered_by_the_day_described_and_a_correction_replaces() {
    let app = world();
    signed(&app, LANGELSHEIM, "2026-01-01", [3, 1, 2, 4]); // 8/3
    signed(&app, LANGELSHEIM, "2025-01-01", [0, 0, 0, 0]);
    signed(&app, LANGELSHEIM, "2025-01-01", [2, 2, 2, 2]);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let trend = app.get(&at("trend"), &anna).expect(200);
    let points: Vec<_> = trend
        .at("/items")
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["period"].as_str().unwrap(), p["score"]["exact"].as_str().unwrap()))
        .collect();
    assert_eq!(points, [("2025-01-01", "2"), ("2026-01-01", "8/3")]);
    assert_eq!(trend.text("/items/0/stage/title"), "Gesichert");
    assert_eq!(app.get(&at("profile"), &anna).text("/period"), "2026-01-01", "not the one signed last");
    app.get(&at("trend?version=9.0.0"), &anna).expect(404);
}

#[test]
fn peers_are_units_of_the_same_size_and_five_are_needed() {
    let app = world();
    // Six towns of 12,000 to 17,000 and one of 60,000 inhabitants.
    let rows: Vec<String> = (1..=7).map(|n| {
        let population = if n == 7 { 60_000 } else { 11_000 + n * 1_000 };
        format!("('03153002{n:04}', '03153{n:03}', 'municipality', 63, 'Ort {n}', 'ort {n}', '03153', '03', {population}, 100, '2023-11-30', 1)")
    }).collect();
    let sql = format!(
        "INSERT INTO units (ars, ags, level, kind, name, search_name, parent, land, population, area_hectares, valid_from, revision) VALUES {}",
        rows.join(",")
    );
    app.app
        .database()
        .write(|conn| {
            conn.batch_execute(&sql)?;
            Ok::<(), blaupause_store::Error>(())
        })
        .unwrap();
    signed(&app, LANGELSHEIM, "2026-01-01", [2, 2, 2, 2]); // 2
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    // Scores 0, 1, 1, 3 of four peers, an older result of the first, and a big town.
    signed(&app, "031530020001", "2024-01-01", [4, 4, 4, 4]);
    for (n, isms) in [(1, 0), (2, 1), (3, 1), (4, 3), (7, 4)] {
        signed(&app, &format!("03153002{n:04}"), "2026-01-01", [isms, isms, isms, isms]);
    }
    let profile = app.get(&at("profile"), &anna).expect(200);
    assert_eq!((profile.at("/peers"), profile.at("/segment")), (&json!(4), &json!(null)));
    // A fifth with 3: below 2 are three of five, fewer than three quarters.
    signed(&app, "031530020005", "2026-01-01", [3, 3, 3, 3]);
    let profile = app.get(&at("profile"), &anna).expect(200);
    assert_eq!((profile.at("/peers"), profile.at("/segment")), (&json!(5), &json!("middle")));
    // Levels 0, 1, 1, 3, 3: the median 1 is reached. A sixth with 3 leaves the lower median at 1.
    assert_eq!(app.get(&at("gaps?target=peerMedian"), &anna).expect(200).at("/items"), &json!([]));
    // The fourth (3) has four of five others below; the first (0) misses the minimum standard.
    let segment = |n: u8| {
        let unit = format!("03153002{n:04}");
        let token = app.token("x", Role::Editor, Some(&unit), None);
        app.get(&format!("/municipalities/{unit}/profile"), &token).expect(200).text("/segment")
    };
    assert_eq!((segment(4).as_str(), segment(1).as_str()), ("frontRunner", "laggard"));
    // Others of the first: 2, 1, 1, 3, 3: the median is 2.
    let first = app.token("x", Role::Editor, Some("031530020001"), None);
    let gaps = app.get("/municipalities/031530020001/gaps?target=peerMedian", &first).expect(200);
    assert_eq!(gaps.at("/items").as_array().unwrap().len(), 4);
    assert_eq!((gaps.text("/items/0/needed"), gaps.text("/items/0/code")), ("2".into(), "gap-levels".into()));
}

/// isms 2, backup 0, akte 1, portal 1: sicherheit 3/2, dienste 1, so (2 * 3/2 + 1) / 3 = 4/3. `gesichert` needs 2. Alone,
/// isms at 4 gives (2 * 3 + 1) / 3 = 7/3 in two steps and backup at 4 gives 2 in four; no other indicator is enough.
#[test]
fn the_fewest_rises_to_a_stage_come_with_the_result_they_lead_to() {
    let app = world();
    signed(&app, LANGELSHEIM, "2026-01-01", [2, 0, 1, 1]);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let next = app.get(&at("rises"), &anna).expect(200);
    assert_eq!((next.text("/stage"), next.at("/proved")), ("gesichert".into(), &json!(true)));
    let rise = json!({"indicator": "isms", "title": "ISMS", "from": "2", "open": false, "to": "4",
        "toText": "Stufe 4", "steps": 2});
    assert_eq!(next.at("/items"), &json!([rise]));
    assert_eq!(
        (next.text("/before/score/exact"), next.text("/after/score/exact")),
        ("4/3".into(), "7/3".into())
    );
    assert_eq!(next.text("/after/stage/id"), "gesichert");
    // `vorn` needs isms 3, dienste 3 and a score of 3: akte and portal have to rise by four steps together, as 2 * 2 or
    // 3 + 1; (2 * 3 + 3) / 3 = 3 with isms at 4
    let top = app.get(&at("rises?stage=vorn"), &anna).expect(200);
    assert_eq!((top.text("/after/stage/id"), top.text("/after/score/exact")), ("vorn".into(), "3".into()));
    assert_eq!(top.at("/atLeast"), 3);
    app.get(&at("rises?stage=nirgends"), &anna).expect(422);
}
