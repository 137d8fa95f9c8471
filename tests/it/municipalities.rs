//! `/municipalities`, `/register-imports` and `/successions` with the real register files of 2021 and 2023.

use blaupause_access::{Actor, Role};
use blaupause_app::register as use_cases;
use blaupause_territory::{Microdegrees, csv_units};
use blaupause_tests::{TestApp, real_data, register};
use diesel::connection::SimpleConnection;
use serde_json::json;

fn file(name: &str) -> Option<Vec<u8>> {
    let folder = real_data("the official register")?;
    Some(std::fs::read(folder.join("gv100").join(name)).unwrap())
}

fn import(app: &TestApp, admin: &str, query: &str, bytes: &[u8]) -> blaupause_tests::Reply {
    let path = format!("/register-imports{query}");
    app.request("POST", &path).token(admin).bytes("application/gzip", bytes).send()
}

/// Counts of the record types 10 to 60 in the files: see the data's own description.
#[test]
fn two_states_of_the_real_register_follow_each_other() {
    let (Some(older), Some(newer)) = (file("GV100AD_300921.txt.gz"), file("GV100AD_301123.txt.gz")) else {
        return;
    };
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    let first = import(&app, &admin, "", &older).expect(201);
    assert_eq!(first.at("/counts/municipality"), &json!(11000));
    let dry = import(&app, &admin, "?dryRun=true", &newer).expect(200);
    assert_eq!(dry.at("/import/id"), &json!(null));
    assert_eq!(app.get("/municipalities/031530019019", "").status, 404, "a dry run writes nothing");
    let second = import(&app, &admin, "", &newer).expect(201);
    let counts = json!({"land": 16, "district": 29, "region": 12, "county": 400, "association": 4597, "municipality": 10981});
    assert_eq!(second.at("/counts"), &counts);

    for old in ["031535401006", "031530007007", "031535401009", "031535401014"] {
        let unit = app.get(&format!("/municipalities/{old}"), "").expect(200);
        let successor = json!([{"ars": "031530019019", "name": "Langelsheim, Stadt", "share": "1"}]);
        assert_eq!(unit.at("/successors"), &successor, "{old}");
        assert_eq!(unit.at("/validTo"), &json!("2023-11-29"));
    }
    let langelsheim = app.get("/municipalities/03153019", "").expect(200);
    assert_eq!(langelsheim.at("/population"), &json!(15043));
    assert_eq!(langelsheim.at("/sizeClass"), &json!("largerSmallTown"));
    assert_eq!(langelsheim.at("/predecessors").as_array().unwrap().len(), 4);

    let open = app.get("/successions?open=true", &admin).expect(200);
    let keys: Vec<&str> =
        open.at("/items").as_array().unwrap().iter().map(|c| c["predecessor"].as_str().unwrap()).collect();
    for key in ["160640014014", "160640072072", "160640073073"] {
        assert!(keys.contains(&key), "{key} stays open");
    }
    let again = import(&app, &admin, "", &newer).expect(200);
    assert_eq!((again.at("/import"), again.at("/list/changes")), (second.at("/import"), &json!([])));
    import(&app, &admin, "", &older).expect(422);
}

#[test]
fn a_person_decides_what_the_figures_leave_open() {
    let (Some(older), Some(newer)) = (file("GV100AD_300921.txt.gz"), file("GV100AD_301123.txt.gz")) else {
        return;
    };
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    import(&app, &admin, "", &older).expect(201);
    import(&app, &admin, "", &newer).expect(201);
    let open = app.get("/successions?open=true", &admin).expect(200);
    let case = open.at("/items").as_array().unwrap().iter().find(|c| c["predecessor"] == "160640073073");
    let path = format!("/successions/{}", case.unwrap()["id"].as_str().unwrap());
    let decide = |shares: serde_json::Value| {
        let body = json!({"successors": shares, "effective": "2023-01-01", "note": "Test"});
        app.transition(&path, "decide", &admin, &body)
    };
    decide(json!([{"ars": "160640071071", "share": "1/2"}])).expect(422);
    decide(json!([{"ars": "999999999999", "share": "1"}])).expect(422);
    let halves = json!([{"ars": "160640071071", "share": "0.5"}, {"ars": "160640046046", "share": "0.5"}]);
    decide(halves).expect(200);
    let unit = app.get("/municipalities/160640073073", "").expect(200);
    assert_eq!(unit.at("/successors").as_array().unwrap().len(), 2);
    assert_eq!(unit.at("/successors/0/share"), &json!("1/2"));
    let official =
        "predecessor,successor,share,effective,note\n160640073073,160640071071,1,2023-01-01,GVBl\n";
    let list = |csv: &str| {
        app.request("POST", "/succession-lists").token(&admin).bytes("text/csv", csv.as_bytes()).send()
    };
    assert_eq!(list(official).expect(200).at("/decided"), &json!(1));
    let bad = list("predecessor,successor,share,effective,note\n160640014014,160640071071,x,2023-01-01,\n");
    assert!(bad.expect(422).text("/errors/0/pointer").starts_with("2:"));
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_nothing_is_stored() {
    let Some(older) = file("GV100AD_300921.txt.gz") else { return };
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    let broken = "1020211231AB\n";
    let reply = app
        .request("POST", "/register-imports")
        .token(&admin)
        .bytes("text/plain", broken.as_bytes())
        .send()
        .expect(422);
    assert!(reply.text("/errors/0/pointer").starts_with("1:"), "{}", reply.json);
    import(&app, &admin, "", &older[..older.len() / 2]).expect(422);
    assert_eq!(app.get("/municipalities", "").at("/items"), &json!([]));
    let editor = app.token("x", Role::Editor, Some("031530019019"), None);
    import(&app, &editor, "", &older).expect(403);
    import(&app, "", "", &older).expect(401);
}

#[test]
fn lists_are_filtered_sorted_and_paged() {
    let app = TestApp::start();
    blaupause_tests::fixture::small_world(&app);
    let names = |query: &str| {
        let reply = app.get(&format!("/municipalities?{query}"), "").expect(200);
        let items = reply.at("/items").as_array().unwrap();
        items.iter().map(|u| u["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("sort=population"), ["Kiel, Landeshauptstadt", "Goslar, Stadt", "Langelsheim, Stadt"]);
    assert_eq!(names("name=LANGELS"), ["Langelsheim, Stadt"]);
    assert_eq!(names("name=%25"), [""; 0]);
    assert_eq!(names("within=03153"), ["Goslar, Stadt", "Langelsheim, Stadt"]);
    assert_eq!(names("provider=it-kueste"), ["Kiel, Landeshauptstadt"]);
    assert_eq!(names("sizeClass=smallerCity"), ["Kiel, Landeshauptstadt"]);
    for sort in ["name", "ars", "population"] {
        let (mut seen, mut path) = (Vec::new(), format!("/municipalities?limit=1&sort={sort}"));
        loop {
            let reply = app.get(&path, "").expect(200);
            seen.push(reply.text("/items/0/ars"));
            let Some(next) = reply.at("/next").as_str() else { break };
            assert!(reply.header("link").contains("rel=\"next\""));
            path = format!("/municipalities?limit=1&sort={sort}&cursor={next}");
        }
        seen.sort();
        assert_eq!(seen, ["010020000000", "031530017017", "031530019019"], "{sort}");
    }
}

fn names(app: &TestApp, query: &str) -> Vec<String> {
    let reply = app.get(&format!("/municipalities?limit=500&{query}"), "").expect(200);
    let items = reply.at("/items").as_array().unwrap();
    items.iter().map(|u| u["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn names_are_found_as_people_type_them_and_territory_without_a_municipality_has_no_size() {
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    let towns = [
        ("990010001001", "Königslutter am Elm, Stadt", "63", 15_600, 13_000),
        ("990010001002", "Gemeindefreier Forst", "66", 0, 900),
        ("990010001003", "Kenigsdorf", "64", 700, 800),
    ];
    register::import(&app, &admin, "", &register::file("20231130", &towns)).expect(201);
    for term in ["konigslutter", "koenigslutter", "K%C3%B6nigslutter", "KONIGS"] {
        assert_eq!(names(&app, &format!("name={term}")), ["Königslutter am Elm, Stadt"], "{term}");
    }
    assert_eq!(names(&app, "sizeClass=ruralMunicipality&within=99001"), ["Kenigsdorf"]);
    assert_eq!(names(&app, "sizeClass=largerSmallTown"), ["Königslutter am Elm, Stadt"]);
    assert_eq!(names(&app, "sizeClass=ruralMunicipality&level=county"), [""; 0], "no class above");
    let listed = app.get("/municipalities?limit=1&within=99001", "").expect(200);
    let next = listed.text("/next");
    let rest = app.get(&format!("/municipalities?within=99001&cursor={next}"), "").expect(200);
    assert_eq!(rest.at("/items").as_array().unwrap().len(), 2, "every name has its place in the order");
}

/// The register file states no coordinates: they come from another source, and later.
#[test]
fn coordinates_that_come_later_reach_a_stored_unit() {
    let app = TestApp::start();
    let operator = Actor::operator();
    let import = |row: &str| {
        let csv = format!("ars;name;population;lat;lon\n990010001001;Ort;700;{row}\n");
        let register = csv_units::read(csv.as_bytes(), "2023-11-30".parse().unwrap()).unwrap();
        app.write(|tx| use_cases::import(tx, &operator, &register, &use_cases::Terms::default())).unwrap()
    };
    let place = || {
        let key = "990010001001".parse().unwrap();
        let unit = app.read(|tx| Ok(blaupause_store::units::by_key(tx.conn(), &key)?)).unwrap();
        (unit.latitude.map(Microdegrees::get), unit.longitude.map(Microdegrees::get))
    };
    import(";");
    assert_eq!(place(), (None, None));
    import("51.906;10.428");
    let there = (Some(51_906_000), Some(10_428_000));
    assert_eq!(place(), there);
    import(";");
    assert_eq!(place(), there, "a file without them takes nothing away");
}

#[test]
fn a_provider_may_serve_well_over_a_thousand_single_units() {
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    let keys: Vec<String> = (0..1_300).map(|n| format!("990{}0001{:03}", 11 + n / 500, n % 500)).collect();
    let towns: Vec<_> = keys.iter().map(|key| (key.as_str(), "Ort", "64", 100, 100)).collect();
    register::import(&app, &admin, "", &register::file("20231130", &towns)).expect(201);
    let sql = "INSERT INTO providers (id, name, revision) VALUES ('it', 'IT', 1);
        INSERT INTO service_areas (provider, unit, with_descendants, valid_from, valid_to)
        SELECT 'it', ars, FALSE, '2020-01-01', NULL FROM units WHERE name = 'Ort'";
    let filled = app.app.database().write(|conn| Ok::<_, blaupause_store::Error>(conn.batch_execute(sql)?));
    filled.unwrap();
    assert_eq!(names(&app, "provider=it").len(), 500, "one full page");
    assert_eq!(names(&app, "provider=it&within=99013").len(), 300);
    assert_eq!(names(&app, "provider=it&validOn=2019-12-31"), [""; 0]);
}
