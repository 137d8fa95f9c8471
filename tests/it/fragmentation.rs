//! `/providers/{id}/fragmentation`, customisation and sovereignty: what runs in many units, seen as a whole.

use blaupause_access::Role;
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{TestApp, modular};
use serde_json::{Value, json};

const BUILDING: &str = "99012001001000";

/// `alt` and `neu` serve the same service; Langelsheim has `alt`, customised, Goslar `neu`, and Kiel is elsewhere.
fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    let kim = app.token("kim", Role::Editor, Some(KIEL), None);
    for id in ["alt", "neu", "bote"] {
        modular::module(&app, &mia, id);
    }
    let effort = json!([{"sizeClass": "largerSmallTown", "personDays": "5"},
        {"sizeClass": "largerMediumTown", "personDays": "8"}]);
    let suited = json!(["largerSmallTown", "largerMediumTown"]);
    let alt = json!({"leika": [BUILDING], "operator": "private", "hosting": "thirdCountry", "vendor": "Fern AG",
        "licence": "LicenseRef-proprietary"});
    modular::publish(&app, &mia, "alt", "1.0.0", &alt).expect(201);
    let neu = json!({"leika": [BUILDING], "effort": effort, "suited": suited, "vendor": "Nah eG",
        "exitPlan": "https://example.org/exit", "requires": [{"interface": "xta@2"}]});
    modular::publish(&app, &mia, "neu", "2.0.0", &neu).expect(201);
    modular::publish(&app, &mia, "bote", "1.0.0", &json!({"provides": ["xta@2.1"]})).expect(201);
    let path = format!("/municipalities/{LANGELSHEIM}/installations/alt");
    let facts = json!({"version": "1.0.0", "customised": true, "since": "2026-01-01", "confirmedUntil": "2026-06-30",
        "deviations": [{"what": "Eigene Maske", "why": "Satzung"}]});
    app.request("PUT", &path).token(&mia_editor(&app, LANGELSHEIM)).json(&facts).send().expect(201);
    modular::install(&app, &mia_editor(&app, GOSLAR), GOSLAR, "neu", "2.0.0");
    modular::install(&app, &kim, KIEL, "alt", "1.0.0");
    app.request("PUT", "/providers/it-harz/portfolio/neu")
        .token(&mia)
        .json(&json!({"from": "2026-01-01"}))
        .send()
        .expect(201);
    (app, mia)
}

fn mia_editor(app: &TestApp, unit: &str) -> String {
    app.token("anna", Role::Editor, Some(unit), None)
}

#[test]
fn a_provider_sees_how_fragmented_its_area_is_and_what_would_lower_that() {
    let (app, mia) = world();
    let report = app.get("/providers/it-harz/fragmentation", &mia).expect(200);
    // Two units, two solutions: 1/4 + 1/4 = 1/2. Only Goslar has what is not customised, but the most common one is,
    // of two alike, the first by key: `alt`. So nobody is standardised.
    assert_eq!(report.text("/overall/herfindahl"), "0.500000");
    assert_eq!(report.text("/overall/fragmentation"), "0.500000");
    assert_eq!(report.text("/overall/standardisationRate"), "0.000000");
    assert_eq!((report.at("/units"), report.at("/overall/solutions")), (&json!(2), &json!(2)));
    // `neu` everywhere: 1, a gain of 1/2. Langelsheim is a larger small town: 5 person-days, 1/10 for each.
    let rollout = report.at("/rollouts/0");
    assert_eq!(
        (&rollout["module"], &rollout["units"], &rollout["effort"]),
        (&json!("neu"), &json!(1), &json!("5.00"))
    );
    assert_eq!(
        (&rollout["gain"], &rollout["gainPerPersonDay"]),
        (&json!("0.500000000"), &json!("0.100000000"))
    );
    assert_eq!(
        report.at("/missingInterfaces/0"),
        &json!({"interface": "xta@2", "units": 1, "neededBy": ["neu"],
        "standard": false, "offeredBy": ["bote"]})
    );
    let listed = app.get("/providers/it-harz/fragmentation/services", &mia).expect(200);
    let service = app.get(&format!("/providers/it-harz/fragmentation/services/{BUILDING}"), &mia).expect(200);
    assert_eq!(listed.at("/items/0"), &service.json);
    assert_eq!(
        service.at("/solutions/0"),
        &json!({"module": "alt", "units": 1, "share": "1/2", "versions": 1})
    );
    let other = "/providers/it-harz/fragmentation/services/99108001001000";
    assert_eq!(app.get(other, &mia).expect(404).text("/code"), "service-solution-not-found");
    app.get("/providers/it-kueste/fragmentation", &mia).expect(403);
    app.get("/providers/it-harz/fragmentation", &mia_editor(&app, LANGELSHEIM)).expect(403);
}

#[test]
fn what_was_changed_how_old_it_is_and_in_what_it_deviates_is_visible() {
    let (app, mia) = world();
    let anna = mia_editor(&app, LANGELSHEIM);
    let own = app.get(&format!("/municipalities/{LANGELSHEIM}/customisation"), &anna).expect(200);
    assert_eq!((own.at("/installations"), own.at("/customised")), (&json!(1), &json!(1)));
    assert_eq!(own.text("/deviations/0/deviations/0/what"), "Eigene Maske");
    // Released on 1 January, today is 1 March 2026: 31 + 28 days.
    assert_eq!(own.at("/modules/0/versions/0/days"), &json!(59));
    let area = app.get("/providers/it-harz/customisation", &mia).expect(200);
    assert_eq!((area.at("/installations"), area.at("/customised")), (&json!(2), &json!(1)));
    assert_eq!((area.text("/modules/0/share"), area.text("/modules/1/share")), ("1".into(), "0".into()));
    assert_eq!(area.at("/deviations"), &json!([]));
}

#[test]
fn sovereignty_is_profiled_and_breaches_are_listed() {
    let (app, mia) = world();
    let rules = "publicOperator=true&hosting=own,publicCluster,eu&exitPlan=true";
    let area = app.get(&format!("/providers/it-harz/sovereignty?{rules}"), &mia).expect(200);
    assert_eq!(
        (area.text("/publicOperator"), area.text("/hosting/thirdCountry")),
        ("1/2".into(), "1/2".into())
    );
    assert_eq!(area.text("/vendorConcentration"), "1/2");
    let broken: Vec<Value> = area
        .at("/breaches")
        .as_array()
        .unwrap()
        .iter()
        .map(|breach| breach["rule"]["rule"].clone())
        .collect();
    assert_eq!(broken, [json!("publicOperator"), json!("hosting"), json!("exitPlan")]);
    let pin = json!([{"module": "alt", "version": "1.0.0"}]);
    assert_eq!(area.at("/breaches/1/versions"), &pin);
    let unit =
        app.get(&format!("/municipalities/{GOSLAR}/sovereignty?openLicence=true"), &mia_editor(&app, GOSLAR));
    assert_eq!(unit.expect(200).at("/breaches"), &json!([]));
    let version = app.get("/modules/alt/versions/1.0.0/sovereignty", "").expect(200);
    assert_eq!((version.at("/openLicence"), version.text("/vendor")), (&json!(false), "Fern AG".into()));
    let wrong = app.get("/providers/it-harz/sovereignty?hosting=moon", &mia).expect(400);
    assert_eq!(wrong.text("/errors/0/code"), "sovereignty-hosting-unknown");
}

#[test]
fn what_nobody_vouches_for_any_more_is_listed_and_vouched_for_again() {
    let (app, mia) = world();
    let list = |query: &str| app.get(&format!("/providers/it-harz/installations?{query}"), &mia).expect(200);
    let units = |reply: &blaupause_tests::Reply| -> Vec<Value> {
        reply.at("/items").as_array().unwrap().iter().map(|i| json!([i["unit"], i["confirmation"]])).collect()
    };
    let both = [json!([GOSLAR, "unconfirmed"]), json!([LANGELSHEIM, "confirmed"])];
    assert_eq!(units(&list("")), both);
    assert_eq!(units(&list("confirmation=expired")), Vec::<Value>::new());
    assert_eq!(units(&list("confirmation=expired&on=2026-07-01")), [json!([LANGELSHEIM, "expired"])]);
    let first = list("limit=1");
    assert_eq!(units(&list(&format!("limit=1&cursor={}", first.text("/next")))), both[1..]);
    let (path, anna) =
        (format!("/municipalities/{LANGELSHEIM}/installations/alt"), mia_editor(&app, LANGELSHEIM));
    let past = app.transition(&path, "confirm", &anna, &json!({"until": "2026-02-28"})).expect(422);
    assert_eq!(past.text("/code"), "installation-confirmed-for-the-past");
    app.transition(&path, "confirm", &anna, &json!({"until": "2026-12-31"})).expect(200);
    assert_eq!(units(&list("confirmation=expired&on=2026-07-01")), Vec::<Value>::new());
    let standard = json!({"version": "1.0.0", "customised": false, "since": "2026-01-01",
        "deviations": [{"what": "Doch anders"}]});
    let refused = app.change("PUT", &path, &path, &anna, &standard).expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "/deviations");
}
