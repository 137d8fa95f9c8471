//! `/municipalities/{ars}/offer-calendar`, read by another program.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM, small_world};
use serde_json::{Value, json};

/// What `icalendar` of PyPI reads in a calendar; nothing without that Python.
fn read(calendar: &[u8]) -> Option<Value> {
    let Ok(python) = std::env::var("BLAUPAUSE_PYTHON") else {
        eprintln!("BLAUPAUSE_PYTHON is not set: `cargo xtask test` reads this with Python");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/read_calendar.py");
    let mut command = Command::new(python);
    let mut child =
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python starts");
    child.stdin.take().unwrap().write_all(calendar).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(calendar));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn terms() -> Value {
    json!({"kind": "training",
        "title": {"de": "E-Akte; für alle, auch für Anfänger", "en": "Files"},
        "description": {"de": "Zeile eins.\r\nZeile zwei, die so lang ist, dass sie umbrochen werden muss: äöüß äöüß äöüß."},
        "sessions": [
            {"starts": "2026-05-04T08:00:00Z", "ends": "2026-05-04T12:00:00Z",
                "place": {"kind": "onSite", "address": "Rathaus, Markt 1\n38640 Goslar"}},
            {"starts": "2026-05-05T08:00:00Z", "ends": "2026-05-05T12:30:00Z",
                "place": {"kind": "online", "url": "https://video.example/raum?a=1,2;b=3"}}],
        "places": 3, "registerUntil": "2026-04-30"})
}

#[test]
fn calendars_show_what_a_unit_is_registered_for() {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let mut body = terms();
    body["provider"] = json!("it-harz");
    let path = app.post("/offers", &cora, &body).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    app.transition(&path, "publish", &cora, &json!({})).expect(200);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let calendar = |unit: &str, token: &str| {
        app.get(&format!("/municipalities/{unit}/offer-calendar"), token).expect(200)
    };
    let empty = calendar(LANGELSHEIM, &anna);
    assert_eq!(empty.header("content-type"), "text/calendar; charset=utf-8");
    assert!(read(&empty.bytes).is_none_or(|read| read["events"] == json!([])));
    app.set_now("2026-03-02T09:00:00Z");
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let gisa = app.token("gisa", Role::Editor, Some(GOSLAR), None);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let register = |unit: &str, token: &str, seats: u32| {
        let body = json!({"unit": unit, "seats": seats});
        app.post(&format!("{path}/registrations"), token, &body).expect(201);
    };
    register(LANGELSHEIM, &anna, 3);
    register(GOSLAR, &gisa, 1);
    let own = calendar(LANGELSHEIM, &anna);
    let text = String::from_utf8(own.bytes.clone()).unwrap();
    // RFC 5545, 3.1: lines end with CR LF and have 75 octets at most.
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])), "{text}");
    assert_eq!(
        calendar(LANGELSHEIM, &anna).header("etag"),
        own.header("etag"),
        "the same until something changes"
    );
    let Some(first) = read(&own.bytes) else { return };
    let id = path.rsplit('/').next().unwrap();
    let title = "E-Akte; für alle, auch für Anfänger";
    let on_site = json!({"uid": format!("{id}-0"), "sequence": 1, "status": "CONFIRMED", "summary": title,
        "stamp": "2026-03-02T09:00:00+00:00", "starts": "2026-05-04T08:00:00+00:00",
        "ends": "2026-05-04T12:00:00+00:00", "location": "Rathaus, Markt 1\n38640 Goslar", "conference": null,
        "description": terms()["description"]["de"].as_str().unwrap().replace('\r', "")});
    assert_eq!(first["events"][0], on_site);
    let url = "https://video.example/raum?a=1,2;b=3";
    let online = &first["events"][1];
    assert_eq!((&online["location"], &online["conference"]), (&json!(url), &json!(url)));
    assert_eq!((&first["method"], &first["version"]), (&json!("PUBLISH"), &json!("2.0")));
    // Goslar waits: its calendar says so, and where the conference is stays unsaid.
    let waits = read(&calendar(GOSLAR, &gisa).bytes).unwrap();
    assert_eq!(
        (&waits["events"][0]["status"], &waits["events"][0]["sequence"]),
        (&json!("TENTATIVE"), &json!(0))
    );
    assert_eq!(waits["events"][1]["summary"], format!("{title} (Warteliste)"));
    assert_eq!(waits["events"][1]["location"], Value::Null);
    app.set_now("2026-03-03T09:00:00Z");
    let mut later = terms();
    later["sessions"][0]["ends"] = json!("2026-05-04T13:00:00Z");
    app.change("PUT", &path, &path, &cora, &later).expect(200);
    let changed = read(&calendar(LANGELSHEIM, &anna).bytes).unwrap();
    let event = &changed["events"][0];
    assert_eq!((&event["uid"], &event["sequence"]), (&on_site["uid"], &json!(3)));
    assert_eq!(
        (&event["ends"], &event["stamp"]),
        (&json!("2026-05-04T13:00:00+00:00"), &json!("2026-03-03T09:00:00+00:00"))
    );
    app.transition(&path, "cancel", &cora, &json!({})).expect(200);
    let cancelled = read(&calendar(LANGELSHEIM, &anna).bytes).unwrap();
    let event = &cancelled["events"][0];
    assert_eq!((&event["status"], &event["sequence"]), (&json!("CANCELLED"), &json!(5)));
}

/// Programs for calendars send no access token: they get an address of their own, which can be made void.
#[test]
fn whoever_has_the_secret_address_reads_the_calendar() {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let mut body = terms();
    body["provider"] = json!("it-harz");
    let path = app.post("/offers", &cora, &body).expect(201).header("location");
    let path = path.trim_start_matches("/v1").to_owned();
    app.transition(&path, "publish", &cora, &json!({})).expect(200);
    app.post(&format!("{path}/registrations"), &anna, &json!({"unit": LANGELSHEIM, "seats": 1})).expect(201);
    let address = format!("/municipalities/{LANGELSHEIM}/calendar-address");
    let make = || {
        let made = app.post(&address, &anna, &json!({})).expect(201).text("/url");
        made.split_once("/v1").unwrap().1.to_owned()
    };
    assert_eq!(app.get(&address, &anna).expect(404).at("/code"), "calendar-address-not-found");
    let first = make();
    let calendar = String::from_utf8(app.get(&first, "").expect(200).bytes).unwrap();
    let with_token = format!("/municipalities/{LANGELSHEIM}/offer-calendar");
    assert_eq!(calendar, String::from_utf8(app.get(&with_token, &anna).expect(200).bytes).unwrap());
    assert!(calendar.contains("video.example"), "the unit has a place");
    let kept = app.get(&address, &anna).expect(200);
    assert_eq!((kept.at("/madeBy"), kept.at("/url")), (&json!("anna"), &Value::Null));
    // The token of one unit opens no other, and a new one makes it void.
    let elsewhere = first.replace(LANGELSHEIM, GOSLAR);
    assert_eq!(app.get(&elsewhere, "").expect(404).at("/code"), "calendar-address-not-found");
    let second = make();
    app.get(&first, "").expect(404);
    app.get(&second, "").expect(200);
    app.get(&with_token, "").expect(401);
    app.change("DELETE", &address, &address, &anna, &json!({})).expect(204);
    app.get(&second, "").expect(404);
    let told = app.get("/events?limit=500", "").expect(200);
    assert!(!told.bytes.windows(15).any(|part| part == b"calendarAddress"), "nobody else hears of it");
}
