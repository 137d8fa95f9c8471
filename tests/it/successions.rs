//! `/successions` and `/succession-lists`: decided by a person, corrected, or by an official list.

use blaupause_access::Role;
use blaupause_tests::register::{Town, file, import};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

const D: Town<'_> = ("990010001004", "D", "64", 4_000, 5_000);
const E: Town<'_> = ("990010001005", "E", "64", 5_000, 3_000);
const F: Town<'_> = ("990010001006", "F", "64", 6_000, 3_500);
const G: Town<'_> = ("990010001007", "G", "64", 700, 300);
const H: Town<'_> = ("990010001008", "H", "64", 800, 7_700);

/// `G` ended before 2022, `D` and `H` before 2023; nothing tells where to.
fn start() -> (TestApp, String) {
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    import(&app, &admin, "", &file("20200930", &[D, E, F, G, H])).expect(201);
    import(&app, &admin, "", &file("20211231", &[D, E, F, H])).expect(201);
    import(&app, &admin, "", &file("20221231", &[E, F])).expect(201);
    (app, admin)
}

fn case_of(app: &TestApp, admin: &str, unit: &str) -> String {
    let cases = app.get("/successions", admin).expect(200);
    let case = cases.at("/items").as_array().unwrap().iter().find(|c| c["predecessor"] == unit).cloned();
    format!("/successions/{}", case.unwrap()["id"].as_str().unwrap())
}

fn part(ars: &str, share: &str) -> Value {
    json!({"ars": ars, "share": share})
}

fn places(reply: &Reply) -> Vec<(String, String)> {
    let errors = reply.at("/errors").as_array().unwrap().iter();
    errors
        .map(|e| (e["pointer"].as_str().unwrap().to_owned(), e["code"].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn a_decision_is_refused_at_the_entry_that_is_wrong() {
    let (app, admin) = start();
    let path = case_of(&app, &admin, D.0);
    let unknown = "990010001099";
    for (parts, place, code) in [
        (vec![part(E.0, "1/2"), part(unknown, "1/2")], "/successors/1/ars", "succession-successor-unknown"),
        (vec![part(E.0, "1/2"), part(D.0, "1/2")], "/successors/1/ars", "succession-successor-unknown"),
        (vec![part(G.0, "1/2"), part(E.0, "1/2")], "/successors/0/ars", "succession-successor-ended"),
        (vec![part(E.0, "2"), part(F.0, "-1")], "/successors/1/share", "succession-share-not-positive"),
        (vec![part(E.0, "1/2"), part(E.0, "1/2")], "/successors/1/ars", "succession-successor-repeated"),
        (vec![part(E.0, "1/2")], "/successors", "succession-shares-not-whole"),
        (vec![], "/successors", "succession-without-successor"),
    ] {
        let body = json!({"successors": parts, "effective": "2022-12-31"});
        let refused = app.transition(&path, "decide", &admin, &body).expect(422);
        assert_eq!(places(&refused), [(place.to_owned(), code.to_owned())], "{parts:?}");
    }
    // G still was there in 2021: successors may themselves be succeeded later
    let body = json!({"successors": [part(G.0, "1")], "effective": "2021-07-01"});
    app.transition(&path, "decide", &admin, &body).expect(200);
}

#[test]
fn an_official_list_names_line_and_column_of_every_bad_row_and_decides_all_or_nothing() {
    let (app, admin) = start();
    let send = |rows: &str| {
        let csv = format!("effective;predecessor;successor;share\n{rows}");
        app.request("POST", "/succession-lists").token(&admin).bytes("text/csv", csv.as_bytes()).send()
    };
    let good = format!("2022-07-01;{0};{1};1/2\n2022-07-01;{0};{2};0,5\n", D.0, F.0, E.0);
    let bad = format!(
        "2022-07-01;990010001077;{e};1\n2022-07-01;{h};{f};1/2\n2022-07-01;{h};{g};1/2\n2022-07-01;{e};{f};1\n",
        e = E.0,
        f = F.0,
        g = G.0,
        h = H.0
    );
    let refused = send(&format!("{good}{bad}")).expect(422);
    let mut found = places(&refused);
    found.sort();
    let expected = [
        ("4:2", "succession-not-dissolved"),
        ("6:3", "succession-successor-ended"),
        ("7:2", "succession-not-dissolved"),
    ];
    assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(app.get(&case_of(&app, &admin, D.0), &admin).at("/open"), &json!(true), "none of them");

    let counts = |reply: Reply| (reply.at("/decided").clone(), reply.at("/unchanged").clone());
    assert_eq!(counts(send(&good).expect(200)), (json!(1), json!(0)));
    assert_eq!(counts(send(&good).expect(200)), (json!(0), json!(1)), "sent twice");
    let halves =
        json!([{"ars": E.0, "name": "E", "share": "1/2"}, {"ars": F.0, "name": "F", "share": "1/2"}]);
    assert_eq!(app.get(&format!("/municipalities/{}", D.0), "").at("/successors"), &halves);
}

#[test]
fn service_areas_follow_the_first_decision_and_a_correction_is_left_to_a_person() {
    let (app, admin) = start();
    app.post("/providers", &admin, &json!({"id": "it", "name": "IT"})).expect(201);
    for unit in [D.0, E.0] {
        let (path, body) = (format!("/providers/it/service-area/{unit}"), json!({"from": "2020-01-01"}));
        app.change("PUT", &path, "/providers/it", &admin, &body).expect(200);
    }
    let path = case_of(&app, &admin, D.0);
    let decide = |successor: &str| {
        let body = json!({"successors": [part(successor, "1")], "effective": "2022-12-31"});
        app.transition(&path, "decide", &admin, &body).expect(200)
    };
    let done = decide(E.0);
    assert_eq!(done.at("/serviceAreas/ended/0/to"), &json!("2022-12-30"), "E was served already");
    assert_eq!(done.at("/serviceAreas/left"), &json!([]));
    let corrected = decide(F.0);
    let left = json!([{"unit": D.0, "provider": "it", "why": "corrected"}]);
    assert_eq!(corrected.at("/serviceAreas"), &json!({"takenOver": [], "ended": [], "left": left}));
    assert_eq!(app.get(&format!("/municipalities/{}", F.0), "").at("/providers"), &json!([]));
}

#[test]
fn a_merger_decided_by_people_keeps_the_provider_that_all_had() {
    let (b, c) = (("990010001011", "B", "64", 1_000, 500), ("990010001012", "C", "64", 2_000, 700));
    // 500 + 700 hectares, but nine thousand inhabitants instead of three: a person has to decide
    let merged = ("990010001019", "BC", "64", 9_000, 1_200);
    let world = |second: &str| {
        let app = TestApp::start();
        let admin = app.token("registrar", Role::Admin, None, None);
        import(&app, &admin, "", &file("20200930", &[b, c])).expect(201);
        for id in ["it-eins", "it-zwei"] {
            app.post("/providers", &admin, &json!({"id": id, "name": id})).expect(201);
        }
        for (provider, unit) in [("it-eins", b.0), (second, c.0)] {
            let (path, body) = (format!("/providers/{provider}"), json!({"from": "2020-01-01"}));
            app.change("PUT", &format!("{path}/service-area/{unit}"), &path, &admin, &body).expect(200);
        }
        import(&app, &admin, "", &file("20211231", &[merged])).expect(201);
        (app, admin)
    };
    let left = |reply: &Reply| reply.at("/serviceAreas/left").clone();
    let serving =
        |app: &TestApp| app.get(&format!("/municipalities/{}", merged.0), "").at("/providers").clone();
    let rows = format!(
        "predecessor,successor,share,effective\n{1},{0},1,2021-07-01\n{2},{0},1,2021-07-01\n",
        merged.0, b.0, c.0
    );
    for (second, expected) in [("it-eins", json!(["it-eins"])), ("it-zwei", json!([]))] {
        let (app, admin) = world(second);
        let list =
            app.request("POST", "/succession-lists").token(&admin).bytes("text/csv", rows.as_bytes()).send();
        assert_eq!(left(&list.expect(200)) == json!([]), second == "it-eins");
        assert_eq!(serving(&app), expected, "{second}");
    }
    // one after the other: the second one finds what the first one brought
    let (app, admin) = world("it-zwei");
    let decide = |unit: &str| {
        let body = json!({"successors": [part(merged.0, "1")], "effective": "2021-07-01"});
        app.transition(&case_of(&app, &admin, unit), "decide", &admin, &body).expect(200)
    };
    assert_eq!(left(&decide(b.0)), json!([]));
    assert_eq!(left(&decide(c.0)), json!([{"unit": c.0, "provider": "it-zwei", "why": "providersDiffer"}]));
    assert_eq!(serving(&app), json!(["it-eins"]));
}
