//! `/offers`: trainings and consultings, who comes, who waits, who came, and what helps whom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;
use std::thread;

use blaupause_access::Role;
use blaupause_tests::assessing::{begin, publish_model, signed};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp};
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

const AFTER: &str = "2026-05-05T12:00:00Z";

struct World {
    app: TestApp,
}

/// On 4 and 5 May in the town hall and by video, for three people; registration until 30 April.
fn offer(topics: &[&str]) -> Value {
    let topics: Vec<Value> = topics.iter().map(|id| json!({"model": "probe", "indicator": id})).collect();
    json!({"provider": "it-harz", "kind": "training",
        "title": {"de": "E-Akte für alle; Grundlagen, Übung", "en": "Electronic files"},
        "description": {"de": "Zwei Vormittage.\nBitte den Aktenplan mitbringen."}, "topics": topics,
        "sessions": [
            {"starts": "2026-05-04T08:00:00Z", "ends": "2026-05-04T12:00:00Z",
                "place": {"kind": "onSite", "address": "Rathaus, Markt 1, Goslar"}},
            {"starts": "2026-05-05T08:00:00Z", "ends": "2026-05-05T12:00:00Z",
                "place": {"kind": "online", "url": "https://video.example/raum?pin=1234"}}],
        "places": 3, "registerUntil": "2026-04-30"})
}

fn terms(places: u32) -> Value {
    let mut terms = offer(&[]);
    terms.as_object_mut().unwrap().remove("provider");
    terms["places"] = json!(places);
    terms
}

impl World {
    fn new() -> Self {
        let app = TestApp::start();
        small_world(&app);
        publish_model(&app);
        Self { app }
    }

    fn cora(&self) -> String {
        self.app.token("cora", Role::Consultant, None, Some("it-harz"))
    }

    fn editor(&self, unit: &str) -> String {
        self.app.token("anna", Role::Editor, Some(unit), None)
    }

    fn draft(&self, body: &Value) -> String {
        let made = self.app.post("/offers", &self.cora(), body).expect(201);
        made.header("location").trim_start_matches("/v1").to_owned()
    }

    fn published(&self, body: &Value) -> String {
        let path = self.draft(body);
        self.app.transition(&path, "publish", &self.cora(), &json!({})).expect(200);
        path
    }

    fn register(&self, offer: &str, unit: &str, seats: u32) -> Reply {
        let body = json!({"unit": unit, "seats": seats});
        self.app.post(&format!("{offer}/registrations"), &self.editor(unit), &body)
    }

    fn attended(&self, offer: &str, registration: &str, people: u32) -> Reply {
        let one = format!("{offer}/registrations/{registration}");
        let path = format!("{one}/attendance");
        self.app.change("PUT", &path, &one, &self.cora(), &json!({"attended": people}))
    }

    /// The kinds of the events that somebody hears of.
    fn told(&self, token: &str) -> Vec<String> {
        let events = self.app.get("/events?limit=500", token).expect(200);
        let kinds =
            events.at("/items").as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap().to_owned());
        kinds.filter(|kind| kind.starts_with("offer") || kind.starts_with("registration")).collect()
    }
}

#[test]
fn who_waits_moves_up_by_itself() {
    let world = World::new();
    let World { app } = &world;
    let (cora, gisa) = (world.cora(), world.editor(GOSLAR));
    // A draft that is dropped was never there for others.
    let dropped = world.draft(&offer(&[]));
    app.transition(&dropped, "cancel", &cora, &json!({})).expect(200);
    assert_eq!(app.get(&dropped, &gisa).expect(404).at("/code"), "offer-not-found");
    assert_eq!(app.get("/offers?state=cancelled", &cora).expect(200).at("/items/0/state"), "cancelled");
    let path = world.draft(&offer(&["akte"]));
    for token in ["", gisa.as_str()] {
        assert_eq!(app.get(&path, token).expect(404).at("/code"), "offer-not-found");
        assert_eq!(app.get("/offers", token).expect(200).at("/items"), &json!([]));
        assert_eq!(world.told(token), [""; 0], "nobody hears of a draft");
    }
    assert_eq!(app.get("/offers", &cora).expect(200).at("/items/0/state"), "draft");
    assert_eq!(world.register(&path, GOSLAR, 1).expect(404).at("/code"), "offer-not-found");
    app.transition(&path, "publish", &cora, &json!({})).expect(200);
    assert_eq!(app.get(&path, "").expect(200).at("/state"), "published");
    // Three places: two for Langelsheim, so two more do not fit, and one alone does not overtake them.
    let first = world.register(&path, LANGELSHEIM, 2).expect(201);
    assert_eq!(first.at("/standing"), &json!({"kind": "confirmed"}));
    assert_eq!(world.register(&path, LANGELSHEIM, 1).expect(409).at("/code"), "offer-registered");
    let second = world.register(&path, GOSLAR, 2).expect(201);
    assert_eq!(second.at("/standing"), &json!({"kind": "waiting", "position": 1}));
    assert_eq!(world.register(&path, KIEL, 1).expect(403).at("/code"), "permission-missing");
    let offer = app.get(&path, "").expect(200);
    assert_eq!((offer.at("/confirmed"), offer.at("/waiting")), (&json!(2), &json!(2)));
    let of = |reply: &Reply| format!("{path}/registrations/{}", reply.text("/id"));
    let strangers = app.change("DELETE", &of(&first), &of(&first), &cora, &json!({}));
    strangers.expect(204);
    assert_eq!(app.get(&of(&second), &gisa).expect(200).at("/standing/kind"), "confirmed");
    assert_eq!(app.get(&of(&first), &cora).expect(404).at("/code"), "registration-not-found");
    let heard = ["offer.published", "registration.made", "registration.movedUp"];
    assert_eq!(world.told(&gisa), heard);
    assert_eq!(world.told(""), ["offer.published"]);
    // Of the others' registrations a unit sees nothing.
    world.register(&path, LANGELSHEIM, 1).expect(201);
    let all = format!("{path}/registrations");
    assert_eq!(app.get(&all, &gisa).expect(200).at("/items").as_array().unwrap().len(), 1);
    let units: Vec<Value> = [GOSLAR, LANGELSHEIM].map(Value::from).into();
    let pages: Vec<Value> = (0..2)
        .scan(String::new(), |cursor, _| {
            let page = app.get(&format!("{all}?limit=1{cursor}"), &cora).expect(200);
            *cursor = format!("&cursor={}", page.at("/next").as_str().unwrap_or_default());
            Some(page.at("/items/0/unit").clone())
        })
        .collect();
    assert_eq!(pages, units, "in the order of arrival");
    app.get(&format!("{all}?cursor=WyJ4Il0"), &cora).expect(400);
    let own = app.get(&format!("/municipalities/{GOSLAR}/registrations"), &gisa).expect(200);
    assert_eq!((own.at("/items/0/offer/id"), own.at("/items/1")), (offer.at("/id"), &Value::Null));
}

#[test]
fn places_grow_and_do_not_shrink_below_what_is_promised() {
    let world = World::new();
    let World { app } = &world;
    let path = world.published(&offer(&[]));
    world.register(&path, LANGELSHEIM, 2).expect(201);
    let waiting = world.register(&path, GOSLAR, 2).expect(201).text("/id");
    let change = |places: u32| app.change("PUT", &path, &path, &world.cora(), &terms(places));
    let too_many = json!({"unit": GOSLAR, "seats": 4});
    let many = app.post(&format!("{path}/registrations"), &world.editor(GOSLAR), &too_many).expect(422);
    assert_eq!(many.at("/errors/0/pointer"), "/seats", "it would wait for ever");
    let refused = change(1).expect(409);
    assert_eq!(refused.at("/code"), "offer-places-taken");
    assert_eq!(change(4).expect(200).at("/waiting"), &json!(0));
    let gisa = world.editor(GOSLAR);
    let one = app.get(&format!("{path}/registrations/{waiting}"), &gisa).expect(200);
    assert_eq!(one.at("/standing/kind"), "confirmed");
    assert_eq!(
        world.told(&gisa),
        ["offer.published", "registration.made", "offer.changed", "registration.movedUp"]
    );
    let mut wrong = terms(4);
    wrong["topics"] =
        json!([{"model": "probe", "indicator": "isms"}, {"model": "probe", "indicator": "fliegen"}]);
    let refused = app.change("PUT", &path, &path, &world.cora(), &wrong).expect(422);
    assert_eq!(
        (refused.at("/errors/0/pointer"), refused.at("/errors/1")),
        (&json!("/topics/1"), &Value::Null)
    );
    wrong["topics"] = json!([{"model": "nirgends", "indicator": "isms"}]);
    let nowhere = app.change("PUT", &path, &path, &world.cora(), &wrong).expect(422);
    assert_eq!(nowhere.at("/errors/0/pointer"), "/topics/0");
    wrong["sessions"][0]["ends"] = json!("9999-12-31T23:00:00-05:00");
    app.change("PUT", &path, &path, &world.cora(), &wrong).expect(400);
    wrong["sessions"][0]["ends"] = json!("2026-05-04T12:00:00Z");
    wrong["sessions"][0]["place"] = json!({"kind": "online", "url": "http://video.example"});
    let refused = app.change("PUT", &path, &path, &world.cora(), &wrong).expect(422);
    assert_eq!(refused.at("/errors/0/pointer"), "/sessions/0/place/url");
}

/// Who knows the address of a video conference can sit in it.
#[test]
fn the_address_on_the_web_is_for_those_who_come() {
    let world = World::new();
    let World { app } = &world;
    let path = world.published(&offer(&[]));
    world.register(&path, LANGELSHEIM, 3).expect(201);
    world.register(&path, GOSLAR, 1).expect(201);
    let url = |token: &str| {
        let one = app.get(&path, token).expect(200).at("/sessions/1/place").clone();
        let listed = app.get("/offers", token).expect(200).at("/items/0/sessions/1/place").clone();
        assert_eq!(one, listed);
        one["url"].as_str().map(str::to_owned)
    };
    let known = Some("https://video.example/raum?pin=1234".to_owned());
    let auditor = app.token("rita", Role::Auditor, None, None);
    let elsewhere = app.token("kurt", Role::Consultant, None, Some("it-kueste"));
    // Who is named with a unit and has no role in it reads nothing of it.
    let named = app.token("nina", Role::Analyst, Some(LANGELSHEIM), Some("it-kueste"));
    for (token, expected) in [
        (world.cora(), &known),
        (auditor, &known),
        (world.editor(LANGELSHEIM), &known),
        (world.editor(GOSLAR), &None),
        (elsewhere, &None),
        (named, &None),
        (String::new(), &None),
    ] {
        assert_eq!(url(&token), *expected);
    }
}

#[test]
fn attendance_is_evidence_for_two_years() {
    let world = World::new();
    let World { app } = &world;
    let path = world.published(&offer(&["akte"]));
    let own = world.register(&path, LANGELSHEIM, 2).expect(201).text("/id");
    assert_eq!(world.attended(&path, &own, 2).expect(409).at("/code"), "offer-not-begun");
    app.set_now(AFTER);
    let refused = world.attended(&path, &own, 3).expect(422);
    assert_eq!(refused.at("/errors/0/pointer"), "/attended");
    let draft = begin(app, LANGELSHEIM, "2026-05-01");
    let give = |assessment: &str, unit: &str, indicator: &str| {
        let body = json!({"assessment": assessment.rsplit('/').next(), "indicator": indicator});
        let to = format!("{path}/registrations/{own}/evidence");
        app.change("POST", &to, assessment, &world.editor(unit), &body)
    };
    assert_eq!(give(&draft, LANGELSHEIM, "akte").expect(422).at("/errors/0/pointer"), "/indicator");
    assert_eq!(world.attended(&path, &own, 1).expect(200).at("/attended"), &json!(1));
    give(&draft, LANGELSHEIM, "isms").expect(422);
    let given = give(&draft, LANGELSHEIM, "akte").expect(200);
    let entry = given.at("/evidence/akte/0");
    assert_eq!(
        (&entry["title"], &entry["validUntil"]),
        (&json!("E-Akte für alle; Grundlagen, Übung (2026-05-05)"), &json!("2028-05-05"))
    );
    assert!(entry["url"].as_str().unwrap().ends_with(&format!("{path}/registrations/{own}")));
    // Given once more it is there once, and what took place is not changed any more.
    assert_eq!(give(&draft, LANGELSHEIM, "akte").expect(200).at("/evidence/akte/1"), &Value::Null);
    let mut taught = terms(3);
    taught["topics"] = json!([{"model": "probe", "indicator": "isms"}]);
    assert_eq!(
        app.change("PUT", &path, &path, &world.cora(), &taught).expect(409).at("/code"),
        "offer-begun"
    );
    let others = begin(app, GOSLAR, "2026-05-01");
    give(&others, GOSLAR, "akte").expect(403);
    app.transition(&path, "hold", &world.cora(), &json!({})).expect(200);
    let heard = world.told(&world.editor(LANGELSHEIM));
    let end = ["registration.attendanceNoted", "offer.held"];
    assert_eq!(heard.get(heard.len() - 2..).unwrap(), end);
}

/// isms 1, backup 1, akte 0, portal 4: sicherheit (3 + 1)/4 = 1, dienste 2, score (2*1 + 2)/3 = 4/3. `gesichert` asks for
/// a score of 2 and isms 2, so isms and backup lack 1 and akte lacks 2.
#[test]
fn offers_are_suggested_where_most_is_missing() {
    let world = World::new();
    let World { app } = &world;
    let anna = world.editor(LANGELSHEIM);
    let at = format!("/municipalities/{LANGELSHEIM}/offer-suggestions");
    assert_eq!(app.get(&at, &anna).expect(404).at("/code"), "signed-assessment-not-found");
    signed(app, LANGELSHEIM, "2026-01-01", [1, 1, 0, 4]);
    let one = world.published(&offer(&["isms", "portal"]));
    let both = world.published(&offer(&["backup", "isms"]));
    let akte = world.published(&offer(&["akte"]));
    world.published(&offer(&["portal"]));
    world.draft(&offer(&["akte"]));
    let found = || {
        let reply = app.get(&at, &anna).expect(200);
        let items = reply.at("/items").as_array().unwrap().iter();
        let row = |item: &Value| {
            (format!("/offers/{}", item["offer"]["id"].as_str().unwrap()), item["missing"].clone())
        };
        (items.map(row).collect::<Vec<_>>(), reply)
    };
    let (rows, reply) = found();
    // Both of 2 begin at the same time: the older first.
    let expected = [(both.clone(), json!("2")), (akte.clone(), json!("2")), (one.clone(), json!("1"))];
    assert_eq!(rows, expected);
    assert_eq!(
        reply.at("/items/0/lacking"),
        &json!([{"indicator": "backup", "title": {"de": "BACKUP", "en": "BACKUP (en)"}, "missing": "1"},
            {"indicator": "isms", "title": {"de": "ISMS", "en": "ISMS (en)"}, "missing": "1"}])
    );
    assert_eq!(reply.at("/items/1/registered"), &json!(false));
    world.register(&akte, LANGELSHEIM, 1).expect(201);
    // Four levels of akte are the unit's own target: it lacks 4.
    let ben = app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
    let target = app.request("PUT", &format!("/municipalities/{LANGELSHEIM}/targets/probe")).token(&ben);
    target.json(&json!({"levels": {"akte": 4}})).send().expect(201);
    let (rows, reply) = found();
    assert_eq!(rows, [(akte, json!("4")), (both, json!("2")), (one, json!("1"))]);
    assert_eq!(reply.at("/items/0/registered"), &json!(true));
    app.get(&at, &app.token("kim", Role::Editor, Some(KIEL), None)).expect(403);
    app.set_now("2026-05-01T00:00:00Z");
    let late = app.get(&at, &world.editor(LANGELSHEIM)).expect(200);
    assert_eq!(late.at("/items"), &json!([]), "registration is over");
}

/// Twenty units at the same moment and five places: five are told that they have one, and it stays so.
#[test]
fn whoever_was_told_of_a_place_keeps_it() {
    let world = World::new();
    let World { app } = &world;
    let keys: Vec<String> = (0..20).map(|n| format!("03153010{n:04}")).collect();
    let row = |key: &String| {
        format!(
            "('{key}', NULL, 'municipality', 64, 'Ort {key}', 'ort {key}', '03153', '03', 3000, 1000, '2023-11-30', 1)"
        )
    };
    let sql = format!(
        "INSERT INTO units (ars, ags, level, kind, name, search_name, parent, land, population, area_hectares, valid_from, revision) VALUES {};",
        keys.iter().map(row).collect::<Vec<_>>().join(",")
    );
    app.app.database().write(|conn| Ok::<(), blaupause_store::Error>(conn.batch_execute(&sql)?)).unwrap();
    let mut body = offer(&[]);
    body["places"] = json!(5);
    let path = world.published(&body);
    let start = Barrier::new(keys.len());
    let register = |unit: &str| {
        start.wait();
        world.register(&path, unit, 1).expect(201)
    };
    let replies: Vec<Reply> = thread::scope(|scope| {
        let running: Vec<_> = keys.iter().map(|unit| scope.spawn(|| register(unit))).collect();
        running.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    let told = |reply: &Reply| (reply.text("/unit"), reply.at("/standing").clone());
    let told: BTreeMap<String, Value> = replies.iter().map(told).collect();
    let confirmed = told.values().filter(|standing| standing["kind"] == "confirmed").count();
    assert_eq!(confirmed, 5);
    let positions: BTreeSet<u64> =
        told.values().filter_map(|standing| standing["position"].as_u64()).collect();
    assert_eq!(positions, (1..=15).collect());
    let all = app.get(&format!("{path}/registrations"), &world.cora()).expect(200);
    for one in all.at("/items").as_array().unwrap() {
        assert_eq!(one["standing"], told[one["unit"].as_str().unwrap()]);
    }
}
