//! `/minimum-standards`: versions, the timeline, who keeps up on which day, and what a standard makes of a plan.

use blaupause_access::Role;
use blaupause_tests::assessing::{publish_model, signed};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp, modular};
use serde_json::{Value, json};

const STANDARD: &str = "/minimum-standards/basis";

/// Version 1: `akte` MUSS. Version 2: `akte` of at least 2 MUSS, `isms` at level 3 MUSS, `portal` SOLL.
fn version(number: &str) -> Value {
    let requirement = |id: &str, level: &str, ways: Value| {
        json!({"id": id, "level": level, "area": "domainLogic", "satisfiedBy": ways,
            "text": {"de": format!("Das gilt für {id}."), "en": format!("This holds for {id}.")}})
    };
    let requirements = match number {
        "1.0.0" => vec![requirement("akte", "must", json!([{"module": "akte", "range": "*"}]))],
        _ => vec![
            requirement("akte", "must", json!([{"module": "akte", "range": "^2"}])),
            requirement("schutz", "must", json!([{"model": "probe", "indicator": "isms", "atLeast": "3"}])),
            requirement("portal", "should", json!([{"interface": "portal@1"}])),
        ],
    };
    json!({"id": "basis", "version": number, "title": {"de": "Basis", "en": "Basis"}, "requirements": requirements})
}

fn world() -> (TestApp, String, String) {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    for id in ["akte", "portal"] {
        modular::module(&app, &mia, id);
    }
    for number in ["1.0.0", "2.0.0"] {
        modular::publish(&app, &mia, "akte", number, &json!({})).expect(201);
    }
    modular::publish(&app, &mia, "portal", "1.0.0", &json!({"provides": ["portal@1"]})).expect(201);
    let new = json!({"id": "basis", "owner": "it-harz", "title": {"de": "Basis", "en": "Basis"}});
    let made = app.post("/minimum-standards", &mia, &new).expect(201);
    assert_eq!(made.header("location"), "/v1/minimum-standards/basis");
    for number in ["1.0.0", "2.0.0"] {
        app.post(&format!("{STANDARD}/versions"), &mia, &version(number)).expect(201);
    }
    let timeline = json!({"timeline": [
        {"date": "2026-03-01", "version": "1.0.0", "status": "effective"},
        {"date": "2027-01-01", "version": "2.0.0", "status": "effective", "graceDays": 90},
        {"date": "2027-06-01", "version": "1.0.0", "status": "deprecated"}]});
    put_timeline(&app, &mia, &timeline).expect(200);
    (app, mia, anna)
}

fn put_timeline(app: &TestApp, token: &str, timeline: &Value) -> Reply {
    app.change("PUT", &format!("{STANDARD}/timeline"), STANDARD, token, timeline)
}

fn delta(app: &TestApp, token: &str, unit: &str, on: &str) -> Reply {
    app.get(&format!("/municipalities/{unit}/standard-delta?standard=basis&on={on}"), token).expect(200)
}

#[test]
fn a_standard_has_immutable_versions_and_a_status_that_follows_the_date() {
    let (app, mia, _) = world();
    app.post(&format!("{STANDARD}/versions"), &mia, &version("1.0.0")).expect(409);
    let other = json!({"id": "andere", "version": "1.0.0", "title": {"de": "t"},
        "requirements": version("1.0.0")["requirements"]});
    let refused = app.post(&format!("{STANDARD}/versions"), &mia, &other).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "standard-version-of-other");
    let document = app.get(&format!("{STANDARD}/versions/2.0.0"), "").expect(200);
    assert_eq!(document.header("cache-control"), "public, max-age=31536000, immutable");
    for (on, binding, first) in [
        ("2026-02-28", Value::Null, Value::Null),
        ("2026-03-01", json!("1.0.0"), json!("effective")),
        ("2027-01-01", json!("2.0.0"), json!("effective")),
        ("2027-06-01", json!("2.0.0"), json!("deprecated")),
    ] {
        let status = app.get(&format!("{STANDARD}/status?on={on}"), "").expect(200);
        let at = |pointer: &str| status.json.pointer(pointer).cloned().unwrap_or(Value::Null);
        assert_eq!((at("/binding/version"), at("/versions/0/status")), (binding, first), "{on}");
    }
    let status = app.get(&format!("{STANDARD}/status?on=2027-01-01"), "").expect(200);
    assert_eq!(status.text("/binding/graceUntil"), "2027-03-31");
    let listed = app.get("/minimum-standards?owner=it-harz", "").expect(200);
    assert_eq!(listed.text("/items/0/id"), "basis");
}

#[test]
fn what_has_been_in_force_stays_in_the_timeline() {
    let (app, mia, _) = world();
    let later = json!({"timeline": [
        {"date": "2026-03-01", "version": "1.0.0", "status": "effective"},
        {"date": "2028-01-01", "version": "2.0.0", "status": "effective"}]});
    put_timeline(&app, &mia, &later).expect(200);
    let moved = json!({"timeline": [{"date": "2026-04-01", "version": "1.0.0", "status": "effective"}]});
    let refused = put_timeline(&app, &mia, &moved).expect(422);
    assert_eq!(
        (refused.text("/errors/0/pointer"), refused.text("/errors/0/code")),
        ("/timeline/0".into(), "catalog-timeline-past-changed".into())
    );
    let unknown = json!({"timeline": [
        {"date": "2026-03-01", "version": "1.0.0", "status": "effective"},
        {"date": "2028-01-01", "version": "9.0.0", "status": "effective"}]});
    let refused = put_timeline(&app, &mia, &unknown).expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "/timeline/1/version");
    app.request("PUT", &format!("{STANDARD}/timeline")).token(&mia).json(&later).send().expect(428);
}

#[test]
fn a_unit_sees_requirement_by_requirement_what_it_lacks_and_until_when_that_is_enough() {
    let (app, _, anna) = world();
    modular::install(&app, &anna, LANGELSHEIM, "akte", "1.0.0");
    let now = delta(&app, &anna, LANGELSHEIM, "2026-12-31");
    assert_eq!(now.text("/items/0/standing/compliance"), "compliant");
    assert_eq!(now.at("/items/0/unconfirmed"), &json!([{"module": "akte", "version": "1.0.0"}]));
    let grace = delta(&app, &anna, LANGELSHEIM, "2027-03-31");
    let standing = (grace.text("/items/0/standing/compliance"), grace.text("/items/0/standing/until"));
    assert_eq!(standing, ("inGrace".into(), "2027-03-31".into()));
    let behind = delta(&app, &anna, LANGELSHEIM, "2027-04-01");
    assert_eq!(behind.text("/items/0/standing/compliance"), "behind");
    let met: Vec<_> = behind
        .at("/items/0/requirements")
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["id"].clone(), !r["metBy"].is_null()))
        .collect();
    assert_eq!(met, [(json!("akte"), false), (json!("schutz"), false), (json!("portal"), false)]);
    // isms at 3 and the second version of the file fulfil both MUSS; the SOLL may stay open.
    signed(&app, LANGELSHEIM, "2026-02-01", [3, 2, 0, 2]);
    let path = format!("/municipalities/{LANGELSHEIM}/installations/akte");
    let facts = json!({"version": "2.0.0", "customised": false, "since": "2026-01-01", "confirmedUntil": "2027-12-31"});
    app.change("PUT", &path, &path, &anna, &facts).expect(200);
    let after = delta(&app, &anna, LANGELSHEIM, "2027-04-01");
    assert_eq!(after.text("/items/0/standing/compliance"), "compliant");
    assert_eq!(after.at("/items/0/unconfirmed"), &json!([]));
    assert_eq!(after.text("/items/0/requirements/1/metBy/indicator"), "isms");
    app.get(&format!("/municipalities/{KIEL}/standard-delta"), &anna).expect(403);
    let all = app.get(&format!("/municipalities/{LANGELSHEIM}/standard-delta"), &anna).expect(200);
    assert_eq!(all.text("/items/0/standard"), "basis");
}

#[test]
fn the_units_that_fall_behind_on_a_day_are_listed_and_counted() {
    let (app, mia, anna) = world();
    modular::install(&app, &anna, LANGELSHEIM, "akte", "1.0.0");
    let list = |query: &str| app.get(&format!("{STANDARD}/units?provider=it-harz&{query}"), &mia).expect(200);
    let units = |reply: &Reply| -> Vec<Value> {
        reply.at("/items").as_array().unwrap().iter().map(|i| json!([i["unit"], i["compliance"]])).collect()
    };
    let now = list("on=2026-06-01");
    assert_eq!(units(&now), [json!([GOSLAR, "behind"]), json!([LANGELSHEIM, "compliant"])]);
    assert_eq!(now.at("/items/0/missing"), &json!(["akte"]));
    let counts = json!([{"compliance": "compliant", "units": 1}, {"compliance": "behind", "units": 1}]);
    assert_eq!(now.at("/counts"), &counts);
    assert_eq!(units(&list("on=2027-02-01&compliance=inGrace")), [json!([LANGELSHEIM, "inGrace"])]);
    let behind = list("on=2027-04-01&compliance=behind&limit=1");
    assert_eq!(units(&behind), [json!([GOSLAR, "behind"])]);
    assert_eq!(behind.at("/counts"), &json!([{"compliance": "behind", "units": 2}]));
    let rest = list(&format!("on=2027-04-01&compliance=behind&limit=1&cursor={}", behind.text("/next")));
    assert_eq!((units(&rest), rest.at("/next")), (vec![json!([LANGELSHEIM, "behind"])], &Value::Null));
    app.get(&format!("{STANDARD}/units?provider=it-harz"), &anna).expect(403);
    app.get(&format!("{STANDARD}/units?provider=it-kueste"), &mia).expect(403);
}

#[test]
fn the_difference_of_two_versions_is_told_as_data_and_in_words() {
    let (app, ..) = world();
    let diff = app.get(&format!("{STANDARD}/diff?from=1.0.0&to=2.0.0"), "").expect(200);
    assert_eq!((diff.at("/added"), diff.at("/removed")), (&json!(["schutz", "portal"]), &json!([])));
    let expected = [
        "Neu ist die Anforderung „schutz“ (MUSS): Das gilt für schutz.",
        "Neu ist die Anforderung „portal“ (SOLL): Das gilt für portal.",
        "Die Anforderung „akte“ wird nun anders erfüllt: Das gilt für akte.",
    ];
    assert_eq!(diff.at("/sentences"), &json!(expected));
    app.get(&format!("{STANDARD}/diff?from=1.0.0&to=3.0.0"), "").expect(404);
}

#[test]
fn the_standard_of_a_day_becomes_a_plan_and_says_what_no_module_can_do() {
    let (app, mia, anna) = world();
    modular::install(&app, &anna, LANGELSHEIM, "akte", "1.0.0");
    let wish = |standard: Value| json!({"unit": LANGELSHEIM, "wanted": [{"minimumStandard": standard}]});
    let plan = |body: &Value| app.post("/portfolio-plans", &anna, body).expect(200);
    let path = "id: akte-auf-zwei\nowner: it-harz\nfrom: {module: akte, range: ^1}\n\
        to: {module: akte, version: 2.0.0}\nsteps: [{de: Sichern}, {de: Umstellen}]\n\
        dataMigration: {de: Die Akten ziehen um.}\neffort: [{sizeClass: largerSmallTown, personDays: '2.5'}]\n";
    let publish = || {
        app.request("POST", "/upgrade-paths").token(&mia).bytes("application/yaml", path.as_bytes()).send()
    };
    publish().expect(201);
    publish().expect(409);
    let found = plan(&wish(json!({"id": "basis", "on": "2027-01-01", "atLeast": "should"})));
    let texts: Vec<_> =
        found.at("/plan/steps").as_array().unwrap().iter().map(|s| s["text"].clone()).collect();
    let expected =
        ["„Baustein akte“ von Version 1.0.0 auf 2.0.0 aktualisieren.", "„Baustein portal“ 1.0.0 einführen."];
    assert_eq!(texts, expected);
    assert_eq!(found.text("/plan/steps/0/along/0/id"), "akte-auf-zwei");
    assert_eq!(found.text("/plan/steps/0/effort"), "2.50");
    let open = json!([{"id": "basis", "version": "2.0.0", "requirement": "schutz"}]);
    assert_eq!(found.at("/open"), &open);
    assert_eq!(found.text("/wanted/0/standard/requirement"), "akte");
    let today = plan(&wish(json!({"id": "basis"})));
    assert_eq!(today.text("/plan/steps/0/action"), "keep");
    let early = wish(json!({"id": "basis", "on": "2026-02-01"}));
    let refused = app.post("/portfolio-plans", &anna, &early).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "standard-not-binding");
    let mut pinned = wish(json!({"id": "basis", "on": "2027-01-01"}));
    pinned["pins"] = json!([{"module": "akte", "version": "1.0.0"}]);
    let refused = plan(&pinned);
    assert_eq!(
        refused.text("/refusal/reasons/0/text"),
        "Der Mindeststandard „basis“ 2.0.0 verlangt mit der Anforderung „akte“ eines davon: akte ^2."
    );
}

#[test]
fn a_path_is_withdrawn_and_no_longer_followed() {
    let (app, mia, anna) = world();
    let tier = json!({"id": "stufe-zwei", "owner": "it-harz", "from": {"standard": "basis", "range": "^1"},
        "to": {"standard": "basis", "version": "2.0.0"}, "steps": [{"de": "Schulen"}]});
    app.post("/upgrade-paths", &mia, &tier).expect(201);
    modular::install(&app, &anna, LANGELSHEIM, "akte", "1.0.0");
    let paths = |on: &str| delta(&app, &anna, LANGELSHEIM, on).at("/items/0/paths").as_array().unwrap().len();
    assert_eq!(paths("2027-02-01"), 1);
    let mut lost = tier.clone();
    (lost["id"], lost["to"]["version"]) = (json!("anders"), json!("7.0.0"));
    let refused = app.post("/upgrade-paths", &mia, &lost).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "catalog-upgrade-target-unknown");
    let path = "/upgrade-paths/stufe-zwei";
    let gone = app.transition(path, "withdraw", &mia, &json!({})).expect(200);
    assert_eq!(gone.text("/withdrawn"), "2026-03-01");
    assert_eq!(
        app.transition(path, "withdraw", &mia, &json!({})).expect(409).text("/code"),
        "catalog-path-withdrawn"
    );
    assert_eq!(paths("2027-02-01"), 0);
    let listed = app.get("/upgrade-paths?from=basis", "").expect(200);
    assert_eq!(listed.text("/items/0/withdrawn"), "2026-03-01");
    assert_eq!(app.get("/upgrade-paths?from=akte", "").expect(200).at("/items"), &json!([]));
}
