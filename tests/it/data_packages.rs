//! Data packages: exactly the rows there are to be, keys that lead somewhere, who may have one, and what others read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Command;

use blaupause_access::Role;
use blaupause_kernel::Digest;
use blaupause_tests::assessing::{begin, level, signed};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM};
use blaupause_tests::modular::install;
use blaupause_tests::proving::published;
use blaupause_tests::{Client, Reply, TestApp, real_data};
use serde_json::{Value, json};

const PACKAGE: &str = "/providers/it-harz/data-package";

fn analyst(app: &TestApp) -> String {
    app.token("nele", Role::Analyst, None, Some("it-harz"))
}

fn files(reply: &Reply) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(&reply.bytes)).unwrap();
    let count = archive.len();
    let read = |index: usize| {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

fn get(client: &Client, token: &str, form: &str) -> BTreeMap<String, Vec<u8>> {
    files(&client.get(&format!("{PACKAGE}?format={form}"), token).expect(200))
}

/// The rows of a CSV file without its header. No cell of the tests has a comma or a quote.
fn rows(files: &BTreeMap<String, Vec<u8>>, table: &str) -> Vec<String> {
    let text = String::from_utf8(files[&format!("{table}.csv")].clone()).unwrap();
    text.split("\r\n").skip(1).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Some columns of every row, by the names in the header.
fn picked(files: &BTreeMap<String, Vec<u8>>, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let text = String::from_utf8(files[&format!("{table}.csv")].clone()).unwrap();
    let header: Vec<&str> = text.split("\r\n").next().unwrap().split(',').collect();
    let places: Vec<usize> =
        columns.iter().map(|name| header.iter().position(|column| column == name).unwrap()).collect();
    let pick = |line: &String| {
        let cells: Vec<&str> = line.split(',').collect();
        places.iter().map(|place| cells[*place].to_owned()).collect()
    };
    rows(files, table).iter().map(pick).collect()
}

fn id(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

/// Langelsheim with an answer of each kind, Kiel served from 2026-01-15 on, a draft, an adoption and what it installs.
fn filled() -> (TestApp, [String; 3]) {
    let app = published();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let ben = app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
    let path = begin(&app, LANGELSHEIM, "2026-01-31");
    let answers = json!({"answers": {"isms": level(2), "backup": {"kind": "notAssessable"}, "akte": level(1),
        "portal": {"kind": "notApplicable", "reason": "Kein Portal"}},
        "evidence": {"isms": [{"title": "Geheimes Zertifikat"}]}});
    app.change("PATCH", &path, &path, &anna, &answers).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    app.transition(&path, "sign-off", &ben, &json!({})).expect(200);
    begin(&app, LANGELSHEIM, "2026-02-15");
    let before = signed(&app, KIEL, "2026-01-14", [4, 4, 4, 4]);
    let within = signed(&app, KIEL, "2026-01-15", [4, 4, 4, 4]);
    let admin = app.token("admin", Role::Admin, None, None);
    let area = format!("/providers/it-harz/service-area/{KIEL}");
    app.change("PUT", &area, "/providers/it-harz", &admin, &json!({"from": "2026-01-15"})).expect(200);
    let adoption = json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": "1.0.0",
        "parameters": {"tenants": 1}});
    app.post("/adoptions", &anna, &adoption).expect(201);
    install(&app, &anna, LANGELSHEIM, "dms", "2.1.0");
    (app, [id(&path), id(&before), id(&within)])
}

#[test]
fn a_package_has_exactly_the_rows_of_the_area() {
    let (app, [open, before, within]) = filled();
    let nele = analyst(&app);
    let reply = app.get(&format!("{PACKAGE}?format=csv"), &nele).expect(200);
    assert_eq!(reply.header("content-type"), "application/zip");
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"blaupause-it-harz.zip\"");
    assert_eq!(reply.header("cache-control"), "private, no-store");
    let files = files(&reply);
    let units = [
        "010020000000,01002000,\"Kiel, Landeshauptstadt\",,municipality,countyFreeTown,DE,01,01002,01002,,,247717,11865,\
            smallerCity,,,2023-11-30,",
        "03153,,Goslar,,county,ruralCounty,DE,03,03153,03,,,134000,96600,,,,2023-11-30,",
        "031530017017,03153017,\"Goslar, Stadt\",,municipality,town,DE,03,03153,03153,,,50203,16374,\
            largerMediumTown,,,2023-11-30,",
        "031530019019,03153019,\"Langelsheim, Stadt\",,municipality,town,DE,03,03153,03153,,,15043,10876,\
            largerSmallTown,,,2023-11-30,",
    ];
    assert_eq!(rows(&files, "units"), units, "neither the Land nor what others serve");
    let periods = [
        "010020000000,010020000000,2026-01-15,",
        "03153,03153,2020-01-01,",
        "031530017017,03153,2020-01-01,",
        "031530019019,03153,2020-01-01,",
    ];
    assert_eq!(rows(&files, "service-periods"), periods);
    let columns = [
        "unit",
        "sequence",
        "model",
        "version",
        "period",
        "score",
        "scoreExact",
        "lowerBound",
        "lowerBoundExact",
        "upperBound",
        "upperBoundExact",
        "stage",
        "minimumStandard",
    ];
    let of = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
    let assessments = [
        "010020000000,2,probe,1.0.0,2026-01-15,4.000000,4,4.000000,4,4.000000,4,vorn,met",
        "031530017017,1,probe,1.0.0,2026-01-01,1.666667,5/3,1.666667,5/3,1.666667,5/3,basis,met",
        "031530017017,2,probe,1.0.0,2026-02-01,2.166667,13/6,2.166667,13/6,2.166667,13/6,gesichert,met",
        "031530019019,1,probe,1.0.0,2026-01-31,1.666667,5/3,1.333333,4/3,2.000000,2,basis,met",
    ];
    assert_eq!(picked(&files, "assessments", &columns), assessments.map(of));
    let ids: Vec<String> = picked(&files, "assessments", &["id"]).concat();
    assert!(ids.contains(&within) && !ids.contains(&before), "{ids:?}");
    let own = |table: &str| {
        let all = rows(&files, table);
        all.into_iter().filter_map(|row| row.strip_prefix(&format!("{open},")).map(str::to_owned)).collect()
    };
    let dimensions: Vec<String> = own("dimension-results");
    assert_eq!(dimensions, ["probe,1.0.0,dienste,1.000000,1", "probe,1.0.0,sicherheit,2.000000,2"]);
    assert_eq!(rows(&files, "dimension-results").len(), 8);
    let answers: Vec<String> = own("answers");
    let expected = [
        "probe,1.0.0,isms,level,answered,2.000000,2,,0.500000",
        "probe,1.0.0,backup,notAssessable,open,,,,0.166667",
        "probe,1.0.0,akte,level,answered,1.000000,1,,0.333333",
        "probe,1.0.0,portal,notApplicable,notApplicable,,,Kein Portal,0.000000",
    ];
    assert_eq!(answers, expected);
    assert_eq!(rows(&files, "answers").len(), 16);
    assert_eq!(picked(&files, "models", &["model", "version", "title"]), [["probe", "1.0.0", "Probe"]]);
    let dimensions = [
        "probe,1.0.0,sicherheit,,1,Sicherheit,2.000000,weightedMean",
        "probe,1.0.0,dienste,,2,Dienste,1.000000,weightedMean",
    ];
    assert_eq!(rows(&files, "dimensions"), dimensions);
    assert_eq!(rows(&files, "indicators")[0], "probe,1.0.0,isms,sicherheit,1,ISMS,Wie weit?,3.000000,test");
    assert_eq!(rows(&files, "indicators").len(), 4);
    let stages = [
        "probe,1.0.0,basis,1,Basis,0.000000",
        "probe,1.0.0,gesichert,2,Gesichert,2.000000",
        "probe,1.0.0,vorn,3,Vorn,3.000000",
    ];
    assert_eq!(rows(&files, "stages"), stages);
    let columns = ["unit", "blueprint", "version", "provider", "state", "registered", "planned", "sizeClass"];
    let adoption =
        [[LANGELSHEIM, "e-akte", "1.0.0", "it-harz", "interested", "2026-03-01", "", "largerSmallTown"]];
    assert_eq!(picked(&files, "adoptions", &columns), adoption);
    let columns = ["blueprint", "version", "title", "state", "published"];
    let blueprint = [["e-akte", "1.0.0", "E-Akte", "published", "2026-03-01"]];
    assert_eq!(picked(&files, "blueprint-versions", &columns), blueprint);
    assert_eq!(rows(&files, "installations"), ["031530019019,dms,2.1.0,,false,2026-01-01,"]);
    assert_eq!(rows(&files, "modules"), ["dms,DMS,application,it-harz"]);
    // neither evidence nor who answered, signed off or wrote
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for hidden in ["Zertifikat", "anna", "\"ben\"", "mara"] {
            assert!(!text.contains(hidden), "{name} tells {hidden}");
        }
    }
    let readme = String::from_utf8(files["README.md"].clone()).unwrap();
    assert!(readme.starts_with("# IT-Verbund Harz: Daten"), "{readme}");
    let last = app.get("/events?limit=500", &app.token("kim", Role::Auditor, None, None)).expect(200);
    let last = last.at("/items").as_array().unwrap().len();
    assert!(readme.contains(&format!("01.03.2026, 08:00 Uhr (UTC), Ereignis {last}.")), "{readme}");
}

#[test]
fn what_ended_is_in_no_package() {
    let (app, _) = filled();
    let admin = app.token("admin", Role::Admin, None, None);
    let area = format!("/providers/it-harz/service-area/{KIEL}");
    app.change("DELETE", &area, "/providers/it-harz", &admin, &json!({})).expect(200);
    let files = get(&app, &analyst(&app), "csv");
    for table in ["units", "service-periods", "assessments"] {
        assert!(rows(&files, table).iter().all(|row| !row.contains(KIEL)), "{table}");
    }
    assert_eq!(rows(&files, "answers").len(), 12);
}

/// Every file is as the dictionary says, every key is there once, and every foreign key leads to a row.
#[test]
fn the_dictionary_says_what_the_files_are() {
    let (app, _) = filled();
    let nele = analyst(&app);
    let files = get(&app, &nele, "csv");
    let package: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(package["profile"], "tabular-data-package");
    assert_eq!(resources.len(), 13);
    let names = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let cells = |table: &str, columns: &[String]| {
        picked(&files, table, &columns.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let mut leading = 0;
    for resource in resources {
        let (table, path) = (resource["name"].as_str().unwrap(), resource["path"].as_str().unwrap());
        let bytes = &files[path];
        assert_eq!(resource["bytes"], json!(bytes.len()));
        assert_eq!(resource["hash"], json!(format!("sha256:{}", Digest::of(bytes))));
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let header: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert!(bytes.starts_with(format!("{}\r\n", header.join(",")).as_bytes()), "{table}");
        for field in fields {
            for text in ["title", "description", "source"] {
                let said = field[text].as_str().unwrap_or_default();
                assert!(!said.is_empty() && !said.starts_with("package-"), "{table} {field}");
            }
            assert_eq!(field["type"] == "number", field["unit"].is_string() && field["type"] != "integer");
        }
        if table == "units" {
            continue; // names with commas are quoted
        }
        let keys = cells(table, &names(&resource["schema"]["primaryKey"]));
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{table}");
        for lead in resource["schema"]["foreignKeys"].as_array().unwrap_or(&Vec::new()) {
            let to = lead["reference"]["resource"].as_str().unwrap();
            let there: BTreeSet<Vec<String>> = if to == "units" {
                rows(&files, to).iter().map(|row| vec![row.split(',').next().unwrap().to_owned()]).collect()
            } else {
                cells(to, &names(&lead["reference"]["fields"])).into_iter().collect()
            };
            for row in cells(table, &names(&lead["fields"])) {
                assert!(there.contains(&row), "{table} {row:?} leads to nothing in {to}");
                leading += 1;
            }
        }
    }
    assert!(leading > 60, "{leading}");
    let csvw: Value = serde_json::from_slice(&files["csv-metadata.json"]).unwrap();
    assert_eq!(csvw["tables"].as_array().unwrap().len(), 13);
    let english = app.request("GET", PACKAGE).token(&nele).header("accept-language", "en").send().expect(200);
    let english = self::files(&english);
    assert!(english["README.md"].starts_with(b"# IT-Verbund Harz: data on"));
    assert!(
        !english.contains_key("csv-metadata.json") && english.contains_key("units.parquet"),
        "the default"
    );
    let package: Value = serde_json::from_slice(&english["datapackage.json"]).unwrap();
    let lead = &package["resources"][2]["schema"]["foreignKeys"][0]["reference"];
    assert_eq!(lead, &json!({"resource": "units.parquet", "fields": ["ars"]}));
}

#[test]
fn an_auditor_sees_who_took_one_and_nobody_else_gets_one() {
    let (app, _) = filled();
    app.get(PACKAGE, "").expect(401);
    app.get(PACKAGE, &app.token("olga", Role::Analyst, None, Some("it-kueste"))).expect(403);
    app.get(PACKAGE, &app.token("anna", Role::Editor, Some(LANGELSHEIM), None)).expect(403);
    let nele = analyst(&app);
    app.get("/providers/niemand/data-package", &nele).expect(404);
    app.get(&format!("{PACKAGE}?format=excel"), &nele).expect(400);
    app.get(&format!("{PACKAGE}?format=csv"), &nele).expect(200);
    app.write(|tx| blaupause_app::journal::number_pending(tx).map(|_| ())).unwrap();
    let kim = app.token("kim", Role::Auditor, None, None);
    let page = app.get("/audit?limit=500", &kim).expect(200);
    let taken: Vec<&Value> = page
        .at("/items")
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["action"] == "dataPackage.taken")
        .collect();
    assert_eq!(taken.len(), 1, "{taken:?}");
    assert_eq!((&taken[0]["actor"], &taken[0]["subject"]), (&json!("nele"), &json!(PACKAGE)));
    assert_eq!(taken[0]["detail"], json!({"format": "csv", "on": "2026-03-01"}));
    let events = app.get("/events?limit=500", &kim).expect(200);
    assert!(!events.json.to_string().contains("dataPackage"), "nobody else hears of it");
}

fn unpack(files: &BTreeMap<String, Vec<u8>>, folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    files.iter().for_each(|(name, bytes)| std::fs::write(folder.join(name), bytes).unwrap());
}

/// Runs the program of `tests/python` with these arguments; nothing without Python.
fn read_elsewhere(arguments: &[&Path]) -> Option<Value> {
    let Ok(python) = std::env::var("BLAUPAUSE_PYTHON") else {
        println!("BLAUPAUSE_PYTHON is not set: `cargo xtask test` reads packages with Python");
        return None;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/read_data_package.py");
    let output = Command::new(python).arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Both forms open in pandas and DuckDB by what `datapackage.json` says, with the same rows and the same types.
#[test]
fn packages_open_elsewhere() {
    let (app, _) = filled();
    let nele = analyst(&app);
    let folder = tempfile::tempdir().unwrap();
    let [csv, parquet] = ["csv", "parquet"].map(|form| {
        let path = folder.path().join(form);
        unpack(&get(&app, &nele, form), &path);
        path
    });
    let Some(seen) = read_elsewhere(&[&csv, &parquet]) else { return };
    assert_eq!(
        seen["tables"],
        json!({"units": 4, "service-periods": 4, "assessments": 4, "dimension-results": 8,
        "answers": 16, "models": 1, "dimensions": 2, "indicators": 4, "stages": 3, "adoptions": 1,
        "blueprint-versions": 1, "installations": 1, "modules": 1})
    );
    assert_eq!(seen["ars"], json!([KIEL, "03153", GOSLAR, LANGELSHEIM]));
    // 5/3, 13/6 and 5/3 of the two towns of the Kreis, by SQL over two tables
    assert_eq!(seen["meanOfCounty"], "1.83");
}

/// The register of 2021 against maps and points of 2021: every unit that both have finds its shape by its key.
#[test]
fn units_find_their_shapes_by_key() {
    let Some(data) = real_data("units_find_their_shapes_by_key") else { return };
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    let register = std::fs::read(data.join("gv100/GV100AD_300921.txt.gz")).unwrap();
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(register.as_slice()).read_to_end(&mut text).unwrap();
    blaupause_tests::register::import(&app, &admin, "", &text).expect(201);
    app.post("/providers", &admin, &json!({"id": "it-harz", "name": "IT Harz"})).expect(201);
    let area = "/providers/it-harz/service-area/03";
    let entry = json!({"from": "2020-01-01", "withDescendants": true});
    app.change("PUT", area, "/providers/it-harz", &admin, &entry).expect(200);
    let folder = tempfile::tempdir().unwrap();
    let [csv, parquet] = ["csv", "parquet"].map(|form| {
        let path = folder.path().join(form);
        unpack(&get(&app, &analyst(&app), form), &path);
        path
    });
    let Some(seen) = read_elsewhere(&[&csv, &parquet, &data.join("geo")]) else { return };
    println!("{}", seen["shapes"]);
    for shapes in ["points", "municipalities", "counties"] {
        assert_eq!(seen["shapes"][shapes]["without"], json!([]), "{shapes}");
    }
    assert!(seen["shapes"]["points"]["with"].as_u64().unwrap() > 900, "{}", seen["shapes"]);
    assert_eq!(seen["shapes"]["counties"]["with"], json!(45));
}
