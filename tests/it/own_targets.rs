//! `/municipalities/{ars}/targets/{model}`, and the gaps to it.

use blaupause_access::Role;
use blaupause_tests::assessing::signed;
use blaupause_tests::fixture::LANGELSHEIM;
use blaupause_tests::proving::world;
use serde_json::json;

fn at(what: &str) -> String {
    format!("/municipalities/{LANGELSHEIM}/{what}")
}

#[test]
fn a_target_is_set_changed_measured_against_and_given_up() {
    let app = world();
    signed(&app, LANGELSHEIM, "2026-01-01", [2, 2, 1, 4]);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let ben = app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
    let path = at("targets/probe");
    assert_eq!(app.get(&path, &anna).expect(404).text("/code"), "own-target-not-found");
    assert_eq!(app.get(&at("gaps?target=own"), &anna).expect(404).text("/code"), "own-target-not-found");
    let put = |body: &serde_json::Value, etag: Option<&str>| {
        let request = app.request("PUT", &path).token(&ben);
        let request = match etag {
            Some(etag) => request.header("If-Match", etag),
            None => request,
        };
        request.json(body).send()
    };
    let wrong = json!({"levels": {"akte": "1/2", "dienste": "5", "fremd": "1"}});
    let refused = put(&wrong, None).expect(422);
    let places: Vec<_> = (0..3).map(|n| refused.text(&format!("/errors/{n}/pointer"))).collect();
    assert_eq!(places, ["/levels/akte", "/levels/dienste", "/levels/fremd"]);
    let wanted = json!({"levels": {"akte": "3", "sicherheit": "5/2"}, "by": "2027-12-31",
        "reason": "Ratsbeschluss vom 3. März 2026"});
    let made = put(&wanted, None).expect(201);
    assert_eq!((made.text("/setBy"), made.text("/by")), ("ben".into(), "2027-12-31".into()));
    put(&wanted, None).expect(428);
    // akte 1 to 3: dienste from 5/2 to 7/2, the score by 1/3; sicherheit 2 to 5/2: (2/3) * 1/2
    let gaps = app.get(&at("gaps?target=own"), &anna).expect(200);
    let found: Vec<_> = gaps
        .at("/items")
        .as_array()
        .unwrap()
        .iter()
        .map(|g| {
            (g["node"].as_str().unwrap(), g["distance"].as_str().unwrap(), g["effect"].as_str().unwrap())
        })
        .collect();
    assert_eq!(found, [("akte", "2", "1/3"), ("sicherheit", "1/2", "1/3")]);
    assert_eq!(gaps.at("/unknown"), &json!([]));
    let etag = app.get(&path, &anna).expect(200).header("etag");
    put(&json!({"levels": {"portal": 4}}), Some(&etag)).expect(200);
    put(&json!({"levels": {"portal": 4}}), Some(&etag)).expect(412);
    assert_eq!(app.get(&at("gaps?target=own"), &anna).expect(200).at("/items"), &json!([]));
    let etag = app.get(&path, &ben).header("etag");
    app.request("DELETE", &path).token(&ben).header("If-Match", &etag).send().expect(204);
    app.get(&path, &anna).expect(404);
}
