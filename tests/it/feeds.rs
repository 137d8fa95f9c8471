//! `/feeds`: the same entries in both forms, and only what is public and asked for.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::GOSLAR;
use blaupause_tests::proving::published;
use serde_json::{Value, json};

fn titles(app: &TestApp, path: &str) -> Vec<String> {
    let feed = app.request("GET", path).header("Accept-Language", "de").send().expect(200);
    let items = feed.at("/items").as_array().unwrap().iter();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_way_of_a_blueprint_is_told_in_order() {
    let app = published();
    let pilots = titles(&app, "/feeds/pilots/json");
    let expected = [
        "Der Pilot akte-goslar ist ausgewertet.",
        "Der Pilot akte-goslar hat begonnen.",
        "Der Pilot akte-goslar hat seine Partner gefunden.",
        "Der Pilot akte-goslar sucht Partner.",
    ];
    assert_eq!(pilots, expected, "the newest first");
    let blueprints = titles(&app, "/feeds/blueprints/json");
    assert_eq!(blueprints, ["Blaupause veröffentlicht: e-akte 1.0.0", "Neue Blaupause in Arbeit: e-akte"]);
    let admin = app.token("admin", Role::Admin, None, None);
    assert_eq!(titles(&app, "/feeds/pilots/json?land=03"), [""; 0], "nobody said where it-harz has its seat");
    let seat = json!({"seat": GOSLAR});
    app.change("PATCH", "/providers/it-harz", "/providers/it-harz", &admin, &seat).expect(200);
    assert_eq!(titles(&app, "/feeds/pilots/json?land=03"), expected);
    assert_eq!(titles(&app, "/feeds/pilots/json?land=01"), [""; 0]);
    assert_eq!(titles(&app, "/feeds/pilots/json?provider=it-harz"), expected);
    assert_eq!(titles(&app, "/feeds/pilots/json?provider=it-kueste"), [""; 0]);
    let english = app.request("GET", "/feeds/pilots/json").header("Accept-Language", "en").send().expect(200);
    assert_eq!(
        (english.text("/language"), english.text("/items/0/title")),
        ("en".into(), "The pilot akte-goslar has been evaluated.".into())
    );
    assert_eq!(english.header("content-type"), "application/feed+json");
    app.get("/feeds/wetter/json", "").expect(400);
}

#[test]
fn atom_says_the_same() {
    let app = published();
    let json = app.get("/feeds/pilots/json", "").expect(200);
    let atom = app.get("/feeds/pilots/atom", "").expect(200);
    assert_eq!(atom.header("content-type"), "application/atom+xml");
    let read = atom_syndication::Feed::read_from(atom.bytes.as_slice()).unwrap();
    let entry =
        |e: &atom_syndication::Entry| json!([e.id, e.title.value, e.links[0].href, e.updated.to_rfc3339()]);
    let item = |i: &Value| {
        let at = chrono::DateTime::parse_from_rfc3339(i["date_published"].as_str().unwrap()).unwrap();
        json!([i["id"], i["title"], i["url"], at.to_rfc3339()])
    };
    let entries: Vec<Value> = read.entries.iter().map(entry).collect();
    let items: Vec<Value> = json.at("/items").as_array().unwrap().iter().map(item).collect();
    assert_eq!(entries, items);
    assert_eq!((read.entries.len(), read.authors.len()), (4, 1));
    let empty = app.get("/feeds/register/atom?provider=it-kueste", "").expect(200);
    assert!(atom_syndication::Feed::read_from(empty.bytes.as_slice()).unwrap().entries.is_empty());
}
