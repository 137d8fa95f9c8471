//! `/feeds`: the same entries in both forms, and only what is public and asked for.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::GOSLAR;
use blaupause_tests::proving::published;
use feed_rs::model::{Entry, Feed};
use serde_json::json;

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

/// Read by a parser that the service does not write with.
#[test]
fn a_feed_reader_finds_the_same_in_both_forms() {
    let app = published();
    let read = |path: &str, media: &str| {
        let feed = app.get(path, "").expect(200);
        assert_eq!(feed.header("content-type"), media);
        feed_rs::parser::parse(feed.bytes.as_slice()).unwrap()
    };
    let json = read("/feeds/pilots/json", "application/feed+json");
    let atom = read("/feeds/pilots/atom", "application/atom+xml");
    let entry = |e: &Entry| {
        let title = e.title.as_ref().map(|title| title.content.clone());
        json!([e.id, title, e.links[0].href, e.updated.or(e.published)])
    };
    let entries = |feed: &Feed| feed.entries.iter().map(entry).collect::<Vec<_>>();
    assert_eq!(entries(&atom), entries(&json));
    assert_eq!((atom.entries.len(), atom.authors.len(), json.authors.len()), (4, 1, 1));
    assert!(atom.entries.iter().all(|e| e.updated.is_some() && e.title.is_some()));
    assert_eq!(atom.title.unwrap().content, json.title.unwrap().content);
    let empty = read("/feeds/register/atom?provider=it-kueste", "application/atom+xml");
    assert!(empty.entries.is_empty());
}
