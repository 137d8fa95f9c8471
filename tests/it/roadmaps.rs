//! `/roadmaps`: asked for, made as a job, called off, and shown to those whom it concerns.

mod checker;
mod many;

use std::time::Duration;

use blaupause_access::Role;
use blaupause_app::roadmap_planning;
use blaupause_tests::assessing::{MODEL, signed};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM};
use blaupause_tests::proving::{VERSION, manager, published};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

const LEASE: Duration = Duration::from_secs(60);

/// Makes every roadmap that is asked for.
fn work(app: &TestApp) {
    while roadmap_planning::work(&app.app, 2, LEASE, &|| true).unwrap() {}
}

fn anna(app: &TestApp) -> String {
    app.token("anna", Role::Editor, Some(LANGELSHEIM), None)
}

/// A frame of four quarters; the technicians of the provider do one blueprint in each.
fn frame() -> Value {
    json!({"model": MODEL, "from": "2026-Q1", "quarters": 4, "fairness": 0,
        "teams": [{"role": "providerIt", "personDays": "4.5"}],
        "limits": {"default": {"budget": "5000", "personDays": "3"}}})
}

fn ask(app: &TestApp, token: &str, body: &Value) -> Reply {
    app.post("/roadmaps", token, body)
}

/// Asks for a roadmap of the provider and makes it; its path.
fn made(app: &TestApp, frame: &Value) -> String {
    let body = json!({"provider": "it-harz", "frame": frame});
    let asked = ask(app, &manager(app, "mara"), &body).expect(201);
    work(app);
    asked.header("location").trim_start_matches("/v1").to_owned()
}

/// Goslar has had the pilot, so its level is there; Langelsheim has 0.
fn world() -> TestApp {
    let app = published();
    signed(&app, LANGELSHEIM, "2026-02-01", [2, 2, 0, 2]);
    app
}

/// `akte` from 0 to 3 raises `dienste` (weight 1 of 3) from 1 to 2.5: the score by 1/2, over four quarters: 2.
#[test]
fn a_provider_has_one_made_for_all_its_units() {
    let app = world();
    let (mara, path) = (manager(&app, "mara"), made(&app, &frame()));
    let job = app.get(&path, &mara).expect(200);
    assert_eq!((job.at("/state"), job.at("/provider")), (&json!("done"), &json!("it-harz")));
    assert_eq!((job.at("/frame/quarters"), job.at("/requestedBy")), (&json!(4), &json!("mara")));
    let result = app.get(&format!("{path}/result"), &mara).expect(200);
    let items = result.at("/items").as_array().unwrap();
    assert_eq!(items.len(), 1, "Goslar has reached it: {}", result.json);
    let expected = json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": "1.0.0", "agreed": false,
        "begin": "2026-Q1", "complete": "2026-Q1", "unitDays": "2.00", "providerDays": "4.50", "oneOff": "5000.00",
        "perYear": "1200.00", "gain": "1/2", "counts": 4, "worth": "2", "demands": []});
    assert_eq!(items[0], expected);
    assert_eq!(
        (result.at("/value"), result.at("/bound"), result.at("/gapPercent")),
        (&json!("2"), &json!("2"), &json!("0"))
    );
    // 2/3 * 2 + 1/3 * 1 = 5/3 before; 2/3 * 2 + 1/3 * 2.5 = 13/6 after.
    let paths = result.at("/paths").as_array().unwrap();
    let own = paths.iter().find(|path| path["unit"] == LANGELSHEIM).unwrap();
    let scores: Vec<&Value> =
        own["points"].as_array().unwrap().iter().map(|point| &point["score"]["rounded"]).collect();
    assert_eq!(scores, ["1.67", "2.17"]);
    let documents = [app.get(VERSION, "").expect(200).json];
    checker::check(&frame(), &documents, &sizes(&app, &result), &result.json);
}

/// The size classes of the units that a roadmap names.
fn sizes(app: &TestApp, result: &Reply) -> checker::Sizes {
    let paths = result.at("/paths").as_array().unwrap();
    let one = |path: &Value| {
        let unit = path["unit"].as_str().unwrap().to_owned();
        let shown = app.get(&format!("/municipalities/{unit}"), "").expect(200);
        (unit, shown.text("/sizeClass"))
    };
    paths.iter().map(one).collect()
}

#[test]
fn a_unit_sees_its_own_and_its_part_of_its_providers() {
    let app = world();
    let (anna, address) = (anna(&app), format!("/municipalities/{LANGELSHEIM}/roadmap"));
    assert_eq!(app.get(&address, &anna).expect(404).at("/code"), "roadmap-not-found");
    let path = made(&app, &frame());
    app.get(&path, &anna).expect(403);
    app.get(&format!("{path}/result"), &anna).expect(403);
    let part = app.get(&address, &anna).expect(200);
    assert_eq!((part.at("/provider"), part.at("/items/0/blueprint")), (&json!("it-harz"), &json!("e-akte")));
    let units: Vec<&Value> = part.at("/paths").as_array().unwrap().iter().map(|path| &path["unit"]).collect();
    assert_eq!(units, [LANGELSHEIM]);
    assert_eq!(
        (part.at("/loads"), part.at("/value"), part.at("/bound")),
        (&json!([]), &Value::Null, &Value::Null)
    );
    app.get(&format!("/municipalities/{GOSLAR}/roadmap"), &anna).expect(403);
    app.get("/providers/it-harz/roadmap", &anna).expect(403);
    app.get("/providers/it-harz/roadmap", &manager(&app, "mara")).expect(200);
    // Its own, made later, with a frame of its own.
    app.set_now("2026-03-02T08:00:00Z");
    let mut own = frame();
    own["limits"] = json!({"default": {"budget": ["0", "0", "5000"]}});
    ask(&app, &anna, &json!({"unit": LANGELSHEIM, "frame": own})).expect(201);
    work(&app);
    let latest = app.get(&address, &anna).expect(200);
    assert_eq!((latest.at("/unit"), latest.at("/provider")), (&json!(LANGELSHEIM), &Value::Null));
    assert_eq!((latest.at("/items/0/begin"), latest.at("/value")), (&json!("2026-Q3"), &json!("1")));
    let told = |language: &str| {
        let request = app.request("GET", &address).token(&anna).header("Accept-Language", language);
        request.send().expect(200).json
    };
    assert_eq!(told("de")["items"], told("en")["items"]);
}

#[test]
fn a_job_waits_is_made_called_off_and_removed() {
    let app = world();
    let anna = anna(&app);
    let body = json!({"unit": LANGELSHEIM, "frame": frame()});
    let asked = ask(&app, &anna, &body).expect(201);
    let path = asked.header("location").trim_start_matches("/v1").to_owned();
    assert_eq!((asked.at("/state"), asked.at("/progress")), (&json!("queued"), &Value::Null));
    assert_eq!(app.get(&format!("{path}/result"), &anna).expect(409).at("/code"), "roadmap-not-done");
    app.change("DELETE", &path, &path, &anna, &json!({})).expect(409);
    app.request("POST", &format!("{path}/cancel")).token(&anna).json(&json!({})).send().expect(428);
    let off = app.transition(&path, "cancel", &anna, &json!({})).expect(200);
    assert_eq!(off.at("/state"), "cancelled");
    work(&app);
    assert_eq!(app.get(&path, &anna).expect(200).at("/state"), "cancelled");
    assert_eq!(
        app.transition(&path, "cancel", &anna, &json!({})).expect(409).at("/code"),
        "roadmap-wrong-state"
    );
    app.change("DELETE", &path, &path, &anna, &json!({})).expect(204);
    app.get(&path, &anna).expect(404);
    for _ in 0..5 {
        ask(&app, &anna, &body).expect(201);
    }
    assert_eq!(ask(&app, &anna, &body).expect(409).at("/code"), "roadmaps-open");
    let list = app.get(&format!("/roadmaps?unit={LANGELSHEIM}&limit=3"), &anna).expect(200);
    assert_eq!((list.at("/items").as_array().unwrap().len(), list.at("/next").is_string()), (3, true));
}

/// Whoever calls it off while it is made, and a server that ends: the planner lets go.
#[test]
fn a_planner_stops_when_it_is_told_to() {
    let app = world();
    let anna = anna(&app);
    let asked = ask(&app, &anna, &json!({"unit": LANGELSHEIM, "frame": frame()})).expect(201);
    let path = asked.header("location").trim_start_matches("/v1").to_owned();
    // The server ends: the job waits again, for another one.
    assert!(roadmap_planning::work(&app.app, 1, LEASE, &|| false).unwrap());
    assert_eq!(app.get(&path, &anna).expect(200).at("/state"), "queued");
    // It is called off while it is made.
    let once = std::sync::Once::new();
    let meanwhile = || {
        once.call_once(|| {
            assert_eq!(app.get(&path, &anna).expect(200).at("/state"), "running");
            app.transition(&path, "cancel", &anna, &json!({})).expect(200);
        });
        app.set_now("2026-03-01T09:00:00Z");
        true
    };
    assert!(roadmap_planning::work(&app.app, 1, LEASE, &meanwhile).unwrap());
    assert_eq!(app.get(&path, &anna).expect(200).at("/state"), "cancelled");
    app.get(&format!("{path}/result"), &anna).expect(409);
}

/// A planner that is cut off says nothing more; after a while another one begins anew.
#[test]
fn another_planner_takes_over() {
    let app = world();
    let anna = anna(&app);
    let asked = ask(&app, &anna, &json!({"unit": LANGELSHEIM, "frame": frame()})).expect(201);
    let path = asked.header("location").trim_start_matches("/v1").to_owned();
    let dies = || panic!("cut off");
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        roadmap_planning::work(&app.app, 1, LEASE, &dies).unwrap()
    }))
    .unwrap_err();
    work(&app);
    assert_eq!(app.get(&path, &anna).expect(200).at("/state"), "running", "it may still be at work");
    app.set_now("2026-03-01T08:01:00Z");
    work(&app);
    assert_eq!(app.get(&path, &anna).expect(200).at("/state"), "done");
}

/// A job that cuts off whoever begins it is given up in the end.
#[test]
fn a_job_that_is_never_finished_is_given_up() {
    let app = world();
    let anna = anna(&app);
    let asked = ask(&app, &anna, &json!({"unit": LANGELSHEIM, "frame": frame()})).expect(201);
    let path = asked.header("location").trim_start_matches("/v1").to_owned();
    let dies = || panic!("cut off");
    for minute in 0..3 {
        app.set_now(&format!("2026-03-01T08:0{}:00Z", minute * 2));
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            roadmap_planning::work(&app.app, 1, LEASE, &dies).unwrap()
        }))
        .unwrap_err();
    }
    app.set_now("2026-03-01T08:06:00Z");
    work(&app);
    let failed = app.get(&path, &anna).expect(200);
    assert_eq!(failed.at("/state"), "failed");
    assert!(failed.text("/failure").starts_with("Der Fahrplan wurde mehrmals begonnen"), "{}", failed.json);
}

#[test]
fn minimum_standards_and_wishes_come_with_their_reasons() {
    let app = world();
    let mara = manager(&app, "mara");
    let text = json!({"de": "Akte", "en": "File"});
    let standard = json!({"id": "basis", "owner": "it-harz", "title": text});
    app.post("/minimum-standards", &mara, &standard).expect(201);
    let version = json!({"id": "basis", "version": "1.0.0", "title": text, "requirements": [
        {"id": "akte", "level": "must", "area": "organisation", "text": text,
            "satisfiedBy": [{"module": "dms", "range": "^2"}]},
        {"id": "bezahlen", "level": "must", "area": "payment", "text": text,
            "satisfiedBy": [{"interface": "epay@1"}]}]});
    app.post("/minimum-standards/basis/versions", &mara, &version).expect(201);
    let timeline = json!({"timeline": [{"date": "2026-07-01", "version": "1.0.0", "status": "effective"}]});
    app.change("PUT", "/minimum-standards/basis/timeline", "/minimum-standards/basis", &mara, &timeline)
        .expect(200);
    let result = app.get(&format!("{}/result", made(&app, &frame())), &mara).expect(200);
    // Both by the end of June, one in each of the two quarters: Goslar has the level, but not the module.
    let demands: Vec<(&Value, &Value)> = result
        .at("/items")
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (&item["unit"], &item["demands"]))
        .collect();
    let asked = json!([{"by": "2026-Q2", "counts": "2026-Q2", "because": {"kind": "standard", "standard": "basis", "requirement": "akte"}}]);
    assert_eq!(demands, [(&json!(GOSLAR), &asked), (&json!(LANGELSHEIM), &asked)]);
    assert_eq!(result.at("/unmet"), &json!([]));
    let left: Vec<&Value> =
        result.at("/leftOut").as_array().unwrap().iter().map(|left| &left["text"]).collect();
    let nobody = "Keine Blaupause zur Wahl erfüllt die Anforderung „bezahlen“ des Mindeststandards „basis“.";
    assert_eq!(left, [nobody, nobody]);
    // With one quarter less, one of the two has to be dropped.
    let mut late = frame();
    late["teams"] = json!([{"role": "providerIt", "personDays": ["0", "4.5"]}]);
    late["quarters"] = json!(2);
    let short = app.get(&format!("{}/result", made(&app, &late)), &mara).expect(200);
    assert_eq!((short.at("/unmetAtLeast"), short.at("/unmet/0/unit")), (&json!(1), &json!(GOSLAR)));
}

#[test]
fn what_is_not_possible_is_refused_at_its_place() {
    let app = world();
    let (anna, mara) = (anna(&app), manager(&app, "mara"));
    let with = |change: fn(&mut Value)| {
        let mut frame = frame();
        change(&mut frame);
        json!({"unit": LANGELSHEIM, "frame": frame})
    };
    for (body, pointer) in [
        (with(|f| f["quarters"] = json!(0)), "/frame/quarters"),
        (with(|f| f["from"] = json!("2025-Q4")), "/frame/from"),
        (with(|f| f["model"] = json!("nichts")), "/frame/model"),
        (with(|f| f["blueprints"] = json!(["nichts"])), "/frame/blueprints/0"),
        (
            with(|f| f["wishes"] = json!([{"blueprint": "nichts", "by": "2026-Q2"}])),
            "/frame/wishes/0/blueprint",
        ),
        (with(|f| f["teams"] = json!([{"role": "unitIt", "personDays": "1"}])), "/frame/teams/0/role"),
        (with(|f| f["from"] = json!("9999-Q4")), "/frame/from"),
        (with(|f| f["limits"]["units"] = json!({KIEL: {"budget": "1"}})), "/frame/limits/units/010020000000"),
        (
            with(|f| f["wishes"] = json!([{"unit": KIEL, "blueprint": "e-akte", "by": "2026-Q2"}])),
            "/frame/wishes/0/unit",
        ),
        (json!({"frame": frame()}), "/unit"),
        (json!({"unit": LANGELSHEIM, "provider": "it-harz", "frame": frame()}), "/unit"),
    ] {
        let refused = ask(&app, &anna, &body).expect(422);
        assert_eq!(refused.at("/errors/0/pointer"), pointer, "{}", refused.json);
    }
    for (body, pointer) in [
        (with(|f| f["from"] = json!("2026-4")), "/frame/from"),
        (with(|f| f["quarters"] = json!(-1)), "/frame/quarters"),
        (with(|f| f["teams"] = json!([{"role": "wizard", "personDays": "1"}])), "/frame/teams/0/role"),
    ] {
        let refused = ask(&app, &anna, &body).expect(400);
        assert_eq!(refused.at("/errors/0/pointer"), pointer, "{}", refused.json);
    }
    ask(&app, &anna, &json!({"unit": KIEL, "frame": frame()})).expect(403);
    ask(&app, &mara, &json!({"provider": "it-kueste", "frame": frame()})).expect(403);
    ask(&app, &mara, &json!({"provider": "nichts", "frame": frame()})).expect(404);
}
