//! `/services`, `/service-imports` and coverage: which services there are, who serves them, and where.

use blaupause_access::Role;
use blaupause_tests::fixture::{KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp, modular, real_data};
use serde_json::{Value, json};

const BUILDING: &str = "99012001001000";
const PARKING: &str = "99108001001000";
const LIST: &str = "leika_id;name;typ;ozg_id;ozg_name;themenfeld;lage\n\
    99012001001000;Abbruchgenehmigung Erteilung;4;10513;Abbruchgenehmigung;Bauen & Wohnen;Bauen\n\
    99108001001000;Bewohnerparkausweis Erteilung;2/3;10173;Parkausweise;Mobilität & Reisen;Kfz\n\
    99049003101000;Auskunft aus dem Zentralregister;1;10562;Führungszeugnis;Querschnitt;Unternehmen\n\
    nicht im LeiKa;Prüfung von Verpackungen;1;10478;Zulassung;Umwelt;Anlagen\n";

fn world() -> (TestApp, String, String) {
    let app = TestApp::start();
    small_world(&app);
    let admin = app.token("admin", Role::Admin, None, None);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    (app, admin, mia)
}

fn import(app: &TestApp, token: &str, query: &str, bytes: &[u8]) -> Reply {
    let path = format!("/service-imports{query}");
    app.request("POST", &path).token(token).bytes("text/csv", bytes).send()
}

#[test]
fn a_list_is_tried_imported_and_followed_by_a_newer_one() {
    let (app, admin, mia) = world();
    let tried = import(&app, &admin, "?dryRun=true", LIST.as_bytes()).expect(200);
    assert_eq!((tried.at("/new"), tried.at("/keyless")), (&json!(3), &json!(1)));
    assert_eq!(app.get("/services", "").expect(200).at("/items"), &json!([]));
    import(&app, &mia, "", LIST.as_bytes()).expect(403);
    import(&app, &admin, "?state=2019-06-30", LIST.as_bytes()).expect(200);
    let again = import(&app, &admin, "", LIST.as_bytes()).expect(200);
    assert_eq!((again.at("/unchanged"), again.at("/new")), (&json!(3), &json!(0)));
    let found = |query: &str| -> Vec<Value> {
        let listed = app.get(&format!("/services?{query}"), "").expect(200);
        listed.at("/items").as_array().unwrap().iter().map(|service| service["key"].clone()).collect()
    };
    assert_eq!(found("name=abbruch"), [json!(BUILDING)]);
    assert_eq!(found("ozg=10173"), [json!(PARKING)]);
    let renamed = LIST.replace("Bewohnerparkausweis Erteilung", "Bewohnerparkausweis Ausstellung");
    let changed = import(&app, &admin, "", renamed.as_bytes()).expect(200);
    assert_eq!(changed.text("/renamed/0/before"), "Bewohnerparkausweis Erteilung");
    let cut: String = LIST.lines().take(3).map(|line| format!("{line}\n")).collect();
    let refused = import(&app, &admin, "", cut.as_bytes()).expect(422);
    assert_eq!(refused.text("/errors/0/code"), "service-list-incomplete", "one of three is gone");
    let twice = format!("{LIST}{BUILDING};Noch einmal;4;;;;\n");
    let refused = import(&app, &admin, "", twice.as_bytes()).expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "6:1");
}

#[test]
fn who_serves_a_service_and_where_is_known() {
    let (app, admin, mia) = world();
    import(&app, &admin, "", LIST.as_bytes()).expect(200);
    for (module, key) in
        [("bau", BUILDING), ("bauen", BUILDING), ("parken", PARKING), ("register", "99049003101000")]
    {
        modular::module(&app, &mia, module);
        modular::publish(&app, &mia, module, "1.0.0", &json!({"leika": [key]})).expect(201);
    }
    modular::publish(&app, &mia, "bau", "1.10.0", &json!({"leika": [BUILDING]})).expect(201);
    let service = app.get(&format!("/services/{BUILDING}"), "").expect(200);
    assert_eq!(service.at("/servedBy"), &json!({"bau": ["1.0.0", "1.10.0"], "bauen": ["1.0.0"]}));
    assert_eq!(service.text("/urn"), format!("urn:de:fim:leika:leistung:{BUILDING}"));
    let listed = app.get("/services?module=parken", "").expect(200);
    assert_eq!(listed.text("/items/0/key"), PARKING);
    app.get("/services/99999999999999", "").expect(404);

    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    for module in ["bau", "register"] {
        modular::install(&app, &anna, LANGELSHEIM, module, "1.0.0");
    }
    let own = app.get(&format!("/municipalities/{LANGELSHEIM}/service-coverage"), &anna).expect(200);
    // Kind 1 is a matter of the federation: two services count, one of them is served.
    assert_eq!(
        (own.at("/services"), own.at("/served"), own.text("/share")),
        (&json!(2), &json!(1), "1/2".into())
    );
    assert_eq!(own.at("/items/0/modules"), &json!(["bau"]));
    assert_eq!(own.at("/others"), &json!(["99049003101000"]));
    // Two units with two services each: one of four pairs.
    let area = app.get("/providers/it-harz/service-coverage", &mia).expect(200);
    assert_eq!((area.at("/units"), area.text("/share")), (&json!(2), "1/4".into()));
    assert_eq!(area.at("/items/0/units"), &json!(1));
    app.get(&format!("/municipalities/{KIEL}/service-coverage"), &anna).expect(403);
    app.get("/providers/it-harz/service-coverage", &anna).expect(403);
}

/// The list of 2019: 5,251 rows, of which 4,813 have a key of 14 digits, 436 are "nicht im LeiKa" and two are odd.
#[test]
fn the_real_list_is_read_whole() {
    let Some(data) = real_data("the_real_list_is_read_whole") else { return };
    let bytes = std::fs::read(data.join("ozg/leika_leistungen_2019.csv.gz")).unwrap();
    let (app, admin, _) = world();
    let request = app.request("POST", "/service-imports?state=2019-12-31").token(&admin);
    let done = request.bytes("application/gzip", &bytes).send().expect(200);
    assert_eq!(
        (done.at("/services"), done.at("/new"), done.at("/keyless")),
        (&json!(4813), &json!(4813), &json!(438))
    );
    let service = app.get(&format!("/services/{BUILDING}"), "").expect(200);
    assert_eq!(
        (service.text("/name"), service.text("/ozg/id")),
        ("Abbruchgenehmigung Erteilung".into(), "10513".into())
    );
    // What the list of the services of the Online Access Act says on its own, the rows of the other say too.
    let bytes = std::fs::read(data.join("ozg/ozg_leistungen_2019.csv")).unwrap();
    let request = app.request("POST", "/service-imports?list=ozg&state=2019-12-31").token(&admin);
    let same = request.bytes("text/csv", &bytes).send().expect(200);
    assert_eq!((same.at("/ozgChanged"), done.at("/ozgChanged")), (&json!(0), &json!(557)));
    let ozg = app.get("/ozg-services/10513", "").expect(200);
    assert_eq!((ozg.text("/name"), ozg.at("/entries")), ("Abbruchgenehmigung".into(), &json!(4)));
}

#[test]
fn the_services_of_the_online_access_act_come_alone_too() {
    let (app, admin, _) = world();
    let text = "ozg_id,name,themenfeld,lage,leika_leistungen\n10513,Abbruchgenehmigung,Bauen & Wohnen,Bauen,1\n\
                10092,Wohngeld,Arbeit & Ruhestand,,7\n";
    let done = import(&app, &admin, "?list=ozg", text.as_bytes()).expect(200);
    assert_eq!((done.at("/ozgChanged"), done.at("/services")), (&json!(2), &json!(0)));
    let found = app.get("/ozg-services?name=wohn", "").expect(200);
    assert_eq!(
        found.at("/items"),
        &json!([{"id": "10092", "name": "Wohngeld", "field": "Arbeit & Ruhestand", "entries": 7}])
    );
    let refused = import(&app, &admin, "?list=ozg", text.replace("10092", "10513").as_bytes()).expect(422);
    assert_eq!(
        (refused.text("/errors/0/pointer"), refused.text("/errors/0/code")),
        ("3:1".into(), "ozg-repeated".into())
    );
    let fewer =
        import(&app, &admin, "?list=ozg", text.lines().take(2).collect::<Vec<_>>().join("\n").as_bytes());
    assert_eq!(fewer.expect(422).text("/errors/0/code"), "service-list-incomplete");
    app.get("/ozg-services/1", "").expect(404);
}
