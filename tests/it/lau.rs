//! Units of other countries: Eurostat's list of local administrative units beside the register of Germany.

use std::collections::BTreeSet;

use blaupause_access::{Actor, Role};
use blaupause_app::register::{self, Imported, Terms};
use blaupause_app::{Error, journal};
use blaupause_kernel::{Country, Page};
use blaupause_tests::assessing::{publish_model, signed};
use blaupause_tests::register::{Town, file, import};
use blaupause_tests::towns::release;
use blaupause_tests::{TestApp, real_data};
use serde_json::{Value, json};

const HEAD: &str = "country,code_2016,lau_code,lau_name_national,lau_name_latin,population,total_area_m2";
const A: Town<'_> = ("990010001001", "A", "64", 1_000, 900);

/// Two French regions, two Slovenian codes of which one opens the other, two Greek communes.
const ROWS: [&str; 7] = [
    "FR,FRK28,69123,Lyon,,516092,47870000",
    "FR,FRK21,01004,Ambérieu-en-Bugey,,,24600000",
    "SI,SI031,1,Ajdovščina,Ajdovscina,19000,245000000",
    "SI,SI031,10,Tišina,,4000,38800000",
    "SI,SI032,11,Celje,,49000,94900000",
    "EL,EL303,45010101,Δήμος Αθηναίων,Athina,664046,38964000",
    "EL,EL434,74040201,Τοπική Κοινότητα Άνω Καμπανού,Local Commune of Kabanos,107,21690000",
];

fn countries(letters: &[&str]) -> BTreeSet<Country> {
    letters.iter().map(|letters| letters.parse().unwrap()).collect()
}

/// Imports rows of a list, and many neighbours in the last Slovenian region, so that a few of a country may be gone.
fn units(app: &TestApp, day: &str, rows: &[&str]) -> Result<Imported, Error> {
    units_of(app, day, rows, &[])
}

fn units_of(app: &TestApp, day: &str, rows: &[&str], reformed: &[&str]) -> Result<Imported, Error> {
    let terms = Terms { source: "test".to_owned(), reformed: countries(reformed) };
    let register = read(day, rows);
    app.write(|tx| register::import(tx, &Actor::operator(), &register, &terms))
}

fn read(day: &str, rows: &[&str]) -> blaupause_territory::Register {
    let neighbours = (500..560).map(|n| format!("SI,SI044,{n},Sosed {n},,100,10000000"));
    let mut lines = vec![HEAD.to_owned()];
    lines.extend(rows.iter().map(|row| (*row).to_owned()));
    lines.extend(neighbours.filter(|_| rows.iter().any(|row| row.starts_with("SI"))));
    let bytes = lines.join("\n").into_bytes();
    register::read_lau(&bytes, None, day.parse().unwrap(), &mut |_| ()).unwrap().register
}

fn changes(done: &Imported) -> Vec<(String, String)> {
    let change = |change| {
        let value: Value = serde_json::to_value(change).unwrap();
        let key = value["ars"].as_str().or(value["after"].as_str()).unwrap().to_owned();
        (key, value["change"].as_str().unwrap().to_owned())
    };
    done.plan.list.changes.iter().map(change).collect()
}

fn names(app: &TestApp, query: &str) -> Vec<String> {
    let reply = app.get(&format!("/municipalities?{query}"), "").expect(200);
    let items = reply.at("/items").as_array().unwrap();
    items.iter().map(|u| u["name"].as_str().unwrap().to_owned()).collect()
}

fn ended(app: &TestApp, key: &str) -> Value {
    app.get(&format!("/municipalities/{key}"), "").expect(200).at("/validTo").clone()
}

#[test]
fn neither_register_says_anything_about_the_countries_of_the_other() {
    for german_first in [true, false] {
        let app = TestApp::start();
        let admin = app.token("registrar", Role::Admin, None, None);
        let german = |day: &str| import(&app, &admin, "", &file(day, &[A])).expect(201);
        // of different days, so that neither is older than the other's
        if german_first {
            german("20210930");
            units(&app, "2019-01-01", &ROWS).unwrap();
        } else {
            units(&app, "2019-01-01", &ROWS).unwrap();
            let first = german("20210930");
            assert_eq!(first.at("/list/from"), &Value::Null, "the first state of Germany");
            assert_eq!(first.at("/import/countries"), &json!(["DE"]));
        }
        for key in [A.0, "99", "FRK28.69123", "FRK", "SI031.10", "EL303.45010101"] {
            assert_eq!(ended(&app, key), Value::Null, "{key}");
        }
        // newer states of each, in which nothing differs
        assert_eq!(changes(&units(&app, "2020-01-01", &ROWS).unwrap()), []);
        assert_eq!(german("20220930").at("/list/changes"), &json!([]));
        // a list of Greece alone
        let greece = units(&app, "2021-01-01", &ROWS[5..]).unwrap();
        assert_eq!((changes(&greece), greece.import.countries), (vec![], countries(&["GR"])));
        assert_eq!(ended(&app, "FRK28.69123"), Value::Null);
        assert_eq!(names(&app, "limit=500").len(), 61 + 67);
        // older than what is known of one country, though not of the other
        assert!(matches!(units(&app, "2020-06-01", &ROWS), Err(Error::Invalid(_))));
        units(&app, "2020-06-01", &ROWS[..5]).unwrap();
    }
}

#[test]
fn the_same_list_again_leaves_no_trace_and_a_dry_run_none_either() {
    let app = TestApp::start();
    let register = read("2019-01-01", &ROWS);
    let plan = app.read(|tx| register::plan(tx, &Actor::operator(), &register, &Terms::default())).unwrap();
    assert_eq!(plan.list.changes.len(), register.units.len());
    assert_eq!(names(&app, ""), [""; 0], "a dry run writes nothing");
    let first = units(&app, "2019-01-01", &ROWS).unwrap();
    let again = units(&app, "2019-01-01", &ROWS).unwrap();
    assert_eq!((again.is_new, again.import), (false, first.import.clone()));
    let admin = app.token("registrar", Role::Admin, None, None);
    let past = app.get("/register-imports", &admin).expect(200);
    assert_eq!(past.at("/items/0/countries"), &json!(["FR", "GR", "SI"]));
    assert_eq!(past.at("/items/1"), &Value::Null);
    app.write(journal::number_pending).unwrap();
    let log = app.read(|tx| journal::list_audit(tx, &Actor::operator(), &Page::largest())).unwrap();
    assert_eq!(log.items.iter().map(|e| e.action.as_str()).collect::<Vec<_>>(), ["register.imported"]);
}

#[test]
fn a_newer_list_changes_what_differs_and_a_person_says_who_succeeds() {
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    units(&app, "2019-01-01", &ROWS).unwrap();
    app.post("/providers", &admin, &json!({"id": "it-si", "name": "it-si"})).expect(201);
    for unit in ["SI032.11", "SI031.1"] {
        let path = format!("/providers/it-si/service-area/{unit}");
        let body = json!({"from": "2019-06-01", "withDescendants": true});
        app.change("PUT", &path, "/providers/it-si", &admin, &body).expect(200);
    }
    // Ajdovščina is gone, Tišina has another name and number, Celje lies in another region and keeps its code
    let newer = [
        "SI,SI031,10,Nova Tišina,,4100,38800000",
        "SI,SI034,11,Celje,,49000,94900000",
        "SI,SI034,12,Cerklje,,7000,78000000",
    ];
    let done = units(&app, "2021-01-01", &newer).unwrap();
    let expected = [
        ("SI0", "populationChanged"),
        ("SI0", "areaChanged"),
        ("SI03", "populationChanged"),
        ("SI03", "areaChanged"),
        ("SI031", "populationChanged"),
        ("SI031", "areaChanged"),
        ("SI031.1", "dissolved"),
        ("SI031.10", "renamed"),
        ("SI031.10", "populationChanged"),
        ("SI032", "dissolved"),
        ("SI034", "new"),
        ("SI034.11", "keyChanged"),
        ("SI034.11", "parentChanged"),
        ("SI034.12", "new"),
    ];
    assert_eq!(changes(&done), expected.map(|(key, kind)| (key.to_owned(), kind.to_owned())));
    let celje = app.get("/municipalities/SI032.11", "").expect(200);
    assert_eq!(celje.at("/successors"), &json!([{"ars": "SI034.11", "name": "Celje", "share": "1"}]));
    assert_eq!(app.get("/municipalities/SI034.11", "").at("/providers"), &json!(["it-si"]));
    assert_eq!(ended(&app, "SI031.1"), "2020-12-31");
    let open = app.get("/successions?open=true", &admin).expect(200);
    let case = open.at("/items/0");
    assert_eq!(
        (&case["predecessor"], &case["proposal"]["evidence"]["finding"]),
        (&json!("SI031.1"), &json!("abroad"))
    );
    assert_eq!(open.at("/items/1"), &Value::Null);
    let path = format!("/successions/{}", case["id"].as_str().unwrap());
    let body = json!({"successors": [{"ars": "SI031.10", "share": "1"}], "effective": "2021-01-01"});
    app.transition(&path, "decide", &admin, &body).expect(200);
    let gone = app.get("/municipalities/SI031.1", "").expect(200);
    assert_eq!(gone.at("/successors/0/name"), "Nova Tišina");
}

#[test]
fn a_list_that_lacks_too_much_of_a_country_is_refused_unless_it_was_reformed() {
    let app = TestApp::start();
    units(&app, "2019-01-01", &ROWS).unwrap();
    let cut = [ROWS[0], ROWS[1], ROWS[5]];
    let Err(Error::Invalid(refused)) = units(&app, "2021-01-01", &cut) else { panic!("a part of Greece") };
    assert_eq!((refused.len(), refused[0].message.code.as_str()), (1, "register-incomplete"));
    let said: BTreeSet<(String, String)> = refused[0].message.args.clone().into_iter().collect();
    assert!(said.contains(&("country".to_owned(), "GR".to_owned())), "{said:?}");
    assert_eq!(ended(&app, "EL434.74040201"), Value::Null);
    units_of(&app, "2021-01-01", &cut, &["GR"]).unwrap();
    assert_eq!(ended(&app, "EL434.74040201"), "2020-12-31");
}

#[test]
fn units_of_all_countries_are_found_by_country_region_and_either_name() {
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    units(&app, "2019-01-01", &ROWS).unwrap();
    import(&app, &admin, "", &file("20210930", &[A])).expect(201);
    assert_eq!(names(&app, "country=FR"), ["Ambérieu-en-Bugey", "Lyon"]);
    assert_eq!(names(&app, "country=GR&sort=population").len(), 2);
    assert_eq!(names(&app, "country=DE&limit=500").len(), 61);
    assert_eq!(names(&app, "country=GB"), [""; 0]);
    assert_eq!(names(&app, "within=FRK"), ["Ambérieu-en-Bugey", "Lyon"]);
    assert_eq!(names(&app, "within=FRK28"), ["Lyon"]);
    assert_eq!(names(&app, "within=SI031"), ["Ajdovščina", "Tišina"]);
    assert_eq!(names(&app, "within=SI031.1"), ["Ajdovščina"], "its code opens that of Tišina");
    for (name, found) in [
        ("amberieu", "Ambérieu-en-Bugey"),
        ("athina", "Δήμος Αθηναίων"),
        ("%CE%B1%CE%B8%CE%B7%CE%BD", "Δήμος Αθηναίων"),
        ("%CE%91%CE%BD%CF%89", "Τοπική Κοινότητα Άνω Καμπανού"),
        ("TISINA", "Tišina"),
        ("ajdovscina", "Ajdovščina"),
    ] {
        assert_eq!(names(&app, &format!("name={name}")), [found], "{name}");
    }
    for bad in ["EL", "fr", "FRA", ""] {
        app.get(&format!("/municipalities?country={bad}"), "").expect(400);
    }
    for (level, found) in [("land", "FRK"), ("district", "FRK2"), ("county", "FRK21")] {
        assert_eq!(names(&app, &format!("country=FR&level={level}"))[0], found);
    }
    let lyon = app.get("/municipalities/FRK28.69123", "").expect(200);
    assert_eq!((lyon.at("/ags"), lyon.at("/country")), (&Value::Null, &json!("FR")));
    let above: Vec<&str> =
        lyon.at("/above").as_array().unwrap().iter().map(|u| u["ars"].as_str().unwrap()).collect();
    assert_eq!(above, ["FRK", "FRK2", "FRK28"]);
    assert_eq!((lyon.at("/population"), lyon.at("/areaHectares")), (&json!(516_092), &json!(4_787)));
    let athens = app.get("/municipalities/EL303.45010101", "").expect(200);
    assert_eq!((athens.at("/latinName"), athens.at("/country")), (&json!("Athina"), &json!("GR")));
    app.get("/municipalities/FRK28.69", "").expect(404);
    app.get("/municipalities/FR", "").expect(400);
    // pages by name go through both scripts, each unit once
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.get(&format!("/municipalities?limit=7{cursor}"), "").expect(200);
        all.extend(
            page.at("/items").as_array().unwrap().iter().map(|u| u["ars"].as_str().unwrap().to_owned()),
        );
        match page.at("/next").as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (61 + 67, 61 + 67));
}

#[test]
fn whoever_serves_a_unit_serves_none_whose_code_only_begins_alike() {
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    units(&app, "2019-01-01", &ROWS).unwrap();
    for (id, unit, seat) in [("it-ajdo", "SI031.1", "SI031.1"), ("it-fr", "FRK", "FRK28.69123")] {
        app.post("/providers", &admin, &json!({"id": id, "name": id, "seat": seat})).expect(201);
        let path = format!("/providers/{id}");
        let body = json!({"from": "2020-01-01", "withDescendants": true});
        app.change("PUT", &format!("{path}/service-area/{unit}"), &path, &admin, &body).expect(200);
    }
    assert_eq!(names(&app, "provider=it-ajdo"), ["Ajdovščina"]);
    assert_eq!(names(&app, "provider=it-fr"), ["Ambérieu-en-Bugey", "Lyon"]);
    for (unit, serving) in [
        ("SI031.1", json!(["it-ajdo"])),
        ("SI031.10", json!([])),
        ("FRK28.69123", json!(["it-fr"])),
        ("FRK2", json!(["it-fr"])),
    ] {
        assert_eq!(app.get(&format!("/municipalities/{unit}"), "").at("/providers"), &serving, "{unit}");
    }
    // what is signed of a unit outside is not for the provider's analyst, of one inside it is
    publish_model(&app);
    for unit in ["SI031.1", "SI031.10", "FRK28.69123", "FRK21.01004"] {
        signed(&app, unit, "2025-06-30", [3, 2, 2, 2]);
    }
    let ask = |provider: &str, query: &str| {
        let analyst = app.token("nele", Role::Analyst, None, Some(provider));
        let asked = format!("/providers/{provider}/cohorts?model=probe&groupBy=country{query}");
        app.get(&asked, &analyst).expect(200)
    };
    let one = ask("it-ajdo", "");
    assert_eq!((one.at("/items/0/results"), one.at("/items/1")), (&json!(1), &Value::Null));
    let french = ask("it-fr", "");
    assert_eq!(french.at("/items/0/group"), &json!({"country": "FR"}));
    assert_eq!(french.at("/items/0/results"), &json!(2));
    for (query, results) in [("&land=FRK", 2), ("&county=FRK28", 1), ("&country=FR", 2)] {
        assert_eq!(ask("it-fr", query).at("/items/0/results"), &json!(results), "{query}");
    }
    assert_eq!(ask("it-fr", "&country=DE").at("/items"), &json!([]));
    let standings = |provider: &str| {
        let analyst = app.token("nele", Role::Analyst, None, Some(provider));
        let reply = app.get(&format!("/providers/{provider}/standings?model=probe"), &analyst).expect(200);
        reply.at("/items").as_array().unwrap().len()
    };
    assert_eq!((standings("it-ajdo"), standings("it-fr")), (1, 2));
    // whoever has a seat in a Land is in its feed, of any country
    app.write(journal::number_pending).unwrap();
    for (land, entries) in [("FRK", 1), ("SI0", 1), ("EL3", 0)] {
        let feed = app.get(&format!("/feeds/register/json?land={land}"), "").expect(200);
        assert_eq!(feed.at("/items").as_array().unwrap().len(), entries, "{land}");
    }
    // published figures of a NUTS 3 region are found by its key, together with those of its NUTS 1 region
    release(&app, 2025);
    let cell = app.get("/cohorts?model=probe&county=FRK28", "").expect(200);
    let group = json!({"level": "municipality", "land": "FRK", "county": "FRK28"});
    assert_eq!(cell.at("/items/0/group"), &group);
    assert_eq!(app.get("/cohorts?model=probe&land=FRK", "").at("/items/0/group/land"), "FRK");
}

/// Counts and sums of the files by other means (csv and sum of Python): rows of a country; inhabitants of Austria and
/// of the département Allier; without Germany 88,053 municipalities in 106, 283 and 1,078 regions.
#[test]
fn the_list_of_all_europe_is_imported_beside_germany() {
    let Some(folder) = real_data("Eurostat's list of local administrative units") else { return };
    let bytes = |name: &str| std::fs::read(folder.join("lau").join(name)).unwrap();
    let (list, french) =
        (bytes("eu_lau_2019_nuts_2016.csv.gz"), bytes("fr_communes_population_etalab6.csv.gz"));
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    let german = std::fs::read(folder.join("gv100/GV100AD_301123.txt.gz")).unwrap();
    import(&app, &admin, "", &german).expect(201);
    let day = "2019-12-31".parse().unwrap();
    let started = std::time::Instant::now();
    let reading = register::read_lau(&list, Some(&french), day, &mut |_| ()).unwrap();
    println!("read in {:?}", started.elapsed());
    let run = || {
        let started = std::time::Instant::now();
        let terms = Terms::default();
        let done =
            app.write(|tx| register::import(tx, &Actor::operator(), &reading.register, &terms)).unwrap();
        println!("{} changes in {:?}", done.plan.list.changes.len(), started.elapsed());
        done
    };
    let done = run();
    assert_eq!(done.plan.list.changes.len(), 106 + 283 + 1_078 + 88_053);
    assert_eq!((done.import.countries.len(), done.plan.list.from), (33, None));
    assert!(!run().is_new, "the same again");
    let population =
        |key: &str| app.get(&format!("/municipalities/{key}"), "").expect(200).at("/population").clone();
    let austria: u64 = ["AT1", "AT2", "AT3"].map(|key| population(key).as_u64().unwrap()).iter().sum();
    assert_eq!((austria, population("FRK11")), (8_858_775, json!(333_298)));
    for (country, count) in [("LI", 11), ("GB", 400), ("IS", 72), ("BG", 265)] {
        assert_eq!(names(&app, &format!("country={country}&limit=500")).len(), count, "{country}");
    }
    assert_eq!(names(&app, "name=stolichna&country=BG"), ["Столична"]);
    // Germany is as it was, and its next state says nothing about the others
    assert_eq!(population("03153019"), json!(15_043));
    import(&app, &admin, "", &german).expect(200);
    assert_eq!(ended(&app, "AT130.90001"), Value::Null);
}
