//! Services and data sets as linked data: two forms, one content, and only for those who may see what runs where.

use std::collections::BTreeSet;

use blaupause_access::Role;
use blaupause_tests::fixture::{KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp, modular};
use serde_json::{Value, json};

const BUILDING: &str = "99012001001000";
const PARKING: &str = "99108001001000";
const LIST: &str = "leika_id;name;typ;ozg_id;ozg_name;themenfeld;lage\n\
    99012001001000;Abbruchgenehmigung Erteilung;4;10513;Abbruchgenehmigung;Bauen & Wohnen;Bauen\n\
    99108001001000;Bewohnerparkausweis Erteilung;2/3;;;;\n";

fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    let admin = app.token("admin", Role::Admin, None, None);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    app.request("POST", "/service-imports")
        .token(&admin)
        .bytes("text/csv", LIST.as_bytes())
        .send()
        .expect(200);
    for (module, key) in [("bau", BUILDING), ("parken", PARKING)] {
        modular::module(&app, &mia, module);
        modular::publish(&app, &mia, module, "1.0.0", &json!({"leika": [key]})).expect(201);
    }
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    modular::install(&app, &anna, LANGELSHEIM, "bau", "1.0.0");
    (app, anna)
}

fn liking(app: &TestApp, path: &str, token: &str, accept: &str) -> Reply {
    app.request("GET", path).token(token).header("Accept", accept).send().expect(200)
}

fn of_type<'r>(reply: &'r Reply, class: &str) -> Vec<&'r Value> {
    let is = |node: &&Value| match &node["@type"] {
        Value::Array(types) => types.contains(&json!(class)),
        single => single == class,
    };
    reply.at("/@graph").as_array().unwrap().iter().filter(is).collect()
}

#[test]
fn the_services_of_a_unit_are_those_it_serves() {
    let (app, anna) = world();
    let path = format!("/municipalities/{LANGELSHEIM}/service-catalogue");
    let json = liking(&app, &path, &anna, "application/ld+json");
    assert_eq!(json.header("content-type"), "application/ld+json");
    assert!(json.header("vary").contains("Accept,"), "{}", json.header("vary"));
    let services = of_type(&json, "cpsv:PublicService");
    assert_eq!(services.len(), 1, "what is not installed is not served");
    let service = services[0];
    assert_eq!(service["dct:identifier"], format!("urn:de:fim:leika:leistung:{BUILDING}"));
    let described = service["dct:description"].as_array().unwrap();
    assert!(
        described[0]["@value"].as_str().unwrap().contains("im Themenfeld „Bauen & Wohnen“"),
        "{described:?}"
    );
    assert_eq!((&described[0]["@language"], &described[1]["@language"]), (&json!("de"), &json!("en")));
    let authority = &of_type(&json, "cv:PublicOrganisation")[0];
    assert_eq!(service["cv:hasCompetentAuthority"]["@id"], authority["@id"]);
    assert_eq!(
        authority["dct:spatial"]["@id"],
        format!("http://dcat-ap.de/def/politicalGeocoding/regionalKey/{LANGELSHEIM}")
    );
    let turtle = liking(&app, &path, &anna, "application/ld+json;q=0.5, text/turtle");
    assert_eq!(turtle.header("content-type"), "text/turtle");
    assert!(String::from_utf8_lossy(&turtle.bytes).contains("a cpsv:PublicService"));
    assert_ne!(turtle.header("etag"), json.header("etag"));
    let any = liking(&app, &path, &anna, "*/*");
    assert_eq!(any.header("content-type"), "application/ld+json");
    let early = liking(&app, &format!("{path}?on=2001-01-01"), &anna, "*/*");
    assert!(of_type(&early, "cpsv:PublicService").is_empty(), "nothing ran then");
    let kim = app.token("kim", Role::Editor, Some(KIEL), None);
    app.get(&path, &kim).expect(403);
}

#[test]
fn a_provider_sees_who_is_responsible_for_a_service() {
    let (app, _) = world();
    let ida = app.token("ida", Role::Analyst, None, Some("it-harz"));
    let catalogue = liking(&app, "/providers/it-harz/service-catalogue", &ida, "application/ld+json");
    let services = of_type(&catalogue, "cpsv:PublicService");
    assert_eq!(services.len(), 1);
    let authority = services[0]["cv:hasCompetentAuthority"]["@id"].as_str().unwrap();
    assert!(authority.ends_with(&format!("/v1/municipalities/{LANGELSHEIM}")), "{authority}");
    app.get("/providers/it-harz/service-catalogue", "").expect(401);
    app.get("/providers/nichts/service-catalogue", &ida).expect(404);
}

#[test]
fn every_data_set_can_be_read_where_it_says() {
    let app = TestApp::start();
    let reply = liking(&app, "/data-sets", "", "application/ld+json");
    let sets = of_type(&reply, "dcat:Dataset");
    assert!(sets.len() >= 10, "{}", sets.len());
    let mut addresses = BTreeSet::new();
    for set in sets {
        let address = set["dcat:landingPage"]["@id"].as_str().unwrap();
        let path = address.split_once("/v1").unwrap().1;
        app.get(path, "").expect(200);
        assert!(addresses.insert(path.to_owned()), "{path} twice");
        assert!(set["dct:title"][0]["@value"].as_str().unwrap().len() > 3);
    }
    let turtle = liking(&app, "/data-sets", "", "text/turtle");
    assert!(turtle.header("cache-control").starts_with("public"));
}
