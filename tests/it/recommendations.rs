//! `/municipalities/{ars}/recommendations` and `/blueprints/{id}/versions/{v}/fit`: what a blueprint brings a unit.

use blaupause_access::Role;
use blaupause_tests::assessing::signed;
use blaupause_tests::fixture::{KIEL, LANGELSHEIM};
use blaupause_tests::proving::{VERSION, published};
use serde_json::json;

#[test]
fn a_lagging_unit_sees_what_the_blueprint_brings_and_who_did_it() {
    let app = published();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let path = format!("/municipalities/{LANGELSHEIM}/recommendations");
    let unknown = app.get(&path, &anna).expect(200);
    assert_eq!((unknown.at("/items/0/gain"), unknown.at("/items/0/eligible")), (&json!(null), &json!(true)));
    signed(&app, LANGELSHEIM, "2026-01-01", [2, 2, 0, 2]);
    let found = app.get(&path, &anna).expect(200);
    assert_eq!(found.text("/items/0/blueprint"), "e-akte");
    // sicherheit (3*2 + 2)/4 = 2; dienste (0 + 2)/2 = 1, after (3 + 2)/2 = 5/2.
    // Score (2*2 + 1)/3 = 5/3, after (2*2 + 5/2)/3 = 13/6; gain 1/2; effort 2 + 4.5 = 13/2; per day 1/13.
    assert_eq!(
        (found.text("/items/0/scoreBefore/exact"), found.text("/items/0/scoreAfter/exact")),
        ("5/3".into(), "13/6".into())
    );
    assert_eq!((found.text("/items/0/gain"), found.text("/items/0/value")), ("1/2".into(), "1/13".into()));
    assert_eq!(
        (found.text("/items/0/stageBefore/id"), found.text("/items/0/stageAfter/id")),
        ("basis".into(), "gesichert".into())
    );
    assert_eq!(
        (found.text("/items/0/effort"), found.at("/items/0/durationDays")),
        ("6.50".into(), &json!(30))
    );
    assert_eq!(
        (found.text("/items/0/nearest/unit"), found.text("/items/0/nearest/usage")),
        ("031530017017".into(), "pilot".into())
    );
    // The pilot took 15 person-days, planned were 10.
    assert_eq!(found.text("/items/0/evidence/pilotEffortRatio/median"), "3/2");
    let lines = found.at("/items/0/lines").as_array().unwrap();
    assert!(
        lines.iter().all(|l| l["text"] != l["code"] && !l["text"].as_str().unwrap().contains('{')),
        "{lines:?}"
    );
    let fit = app.get(&format!("{VERSION}/fit?unit={LANGELSHEIM}"), &anna).expect(200);
    assert_eq!(&fit.json, found.at("/items/0"));
    let english = app.request("GET", &path).token(&anna).header("Accept-Language", "en").send();
    assert_ne!(english.at("/items/0/lines/0/text"), found.at("/items/0/lines/0/text"));
    app.get(&path, "").expect(401);
    app.get(&path, &app.token("kim", Role::Editor, Some(KIEL), None)).expect(403);
    app.get(&format!("{VERSION}/fit?unit={KIEL}"), &anna).expect(403);
}
