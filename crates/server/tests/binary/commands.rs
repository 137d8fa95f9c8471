//! Commands that import: what they print, with which code they end, and that they store all or nothing.

use std::path::PathBuf;

use blaupause_tests::register::file;
use blaupause_tests::{assessing, proving};
use serde_json::{Value, json};

use crate::running::Place;

/// Two towns that merge, and the one they become: 1000 + 500 hectares, 9000 + 3000 inhabitants.
const BEFORE: [blaupause_tests::register::Town<'_>; 2] =
    [("990010000001", "Altstadt", "63", 9_000, 1_000), ("990010000002", "Neudorf", "64", 3_000, 500)];
const AFTER: [blaupause_tests::register::Town<'_>; 1] =
    [("990010000003", "Altneustadt", "63", 12_000, 1_500)];

fn put(place: &Place, name: &str, bytes: &[u8]) -> PathBuf {
    let path = place.folder().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// What a command that has to fail says, and its exit code.
fn refused(place: &Place, arguments: &[&str]) -> (Option<i32>, String) {
    let output = place.run(arguments);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_register_is_tried_imported_and_followed_by_a_newer_one() {
    let place = Place::make();
    put(&place, "old.txt", &file("20210930", &BEFORE));
    put(&place, "new.txt", &file("20231130", &AFTER));
    let import = ["import", "municipalities", "old.txt"];
    let tried = place.prints(&["import", "municipalities", "old.txt", "--dry-run"]);
    assert!(tried.contains("Probelauf") && tried.contains("Gemeinden: 62"), "{tried}");
    let done = place.prints(&import);
    assert!(done.contains("30.09.2021 übernommen"), "the dry run stored nothing: {done}");
    let again = place.prints(&["--lang", "en", "import", "municipalities", "old.txt"]);
    assert!(again.contains("had been imported before"), "{again}");
    let newer = place.prints(&["import", "municipalities", "new.txt"]);
    assert!(newer.contains("Nachfolge eindeutig: 2"), "{newer}");
    let figures = "990010000003 Altneustadt: Aufgelöst (Zahl: 2) 1500 ha, hinzugekommen 1500 ha; \
                   erwartet 12000 Einwohner, gezählt 12000";
    assert!(newer.contains(figures), "{newer}");
    let (code, said) = refused(&place, &import);
    assert_eq!(code, Some(3), "an older state is refused: {said}");
}

#[test]
fn broken_files_end_with_code_3_and_name_the_place() {
    let place = Place::make();
    let mut broken = file("20210930", &BEFORE);
    broken.truncate(broken.len() - 100);
    put(&place, "broken.txt", &broken);
    let (code, said) = refused(&place, &["import", "municipalities", "broken.txt"]);
    // One Land, two Kreise, sixty others, two towns: the last line is the 65th.
    assert!(code == Some(3) && said.contains("65:"), "{code:?} {said}");
    let sound = file("20210930", &BEFORE);
    put(&place, "sound.txt", &sound);
    let tried = place.prints(&["import", "municipalities", "sound.txt"]);
    assert!(tried.contains("neu: 65"), "nothing of the broken file was stored: {tried}");
    let list = "predecessor,successor,share,effective,note\n990010000001,990010000002,viel,2023-01-01,\n";
    put(&place, "list.csv", list.as_bytes());
    let (code, said) = refused(&place, &["import", "successions", "list.csv"]);
    assert!(code == Some(3) && said.contains("2:3"), "{code:?} {said}");
    let (code, _) = refused(&place, &["import", "municipalities"]);
    assert_eq!(code, Some(2));
    let (code, said) = refused(&place, &["import", "municipalities", "absent.txt"]);
    assert!(code == Some(1) && said.contains("absent.txt"), "{code:?} {said}");
}

#[test]
fn units_of_other_countries_are_tried_imported_and_refused_with_their_places() {
    let place = Place::make();
    let head = "country,code_2016,lau_code,lau_name_national,lau_name_latin,population,total_area_m2\n";
    let rows = "FR,FRK28,69123,Lyon,,,47870000\nDE,DE212,09162000,München,,1471508,310.7\n\
        EL,EL303,45010101,Δήμος Αθηναίων,Athina,664046,38964000\n";
    put(&place, "lau.csv", format!("{head}{rows}").as_bytes());
    put(&place, "fr.csv", b"lau_code,name,departement,region,population\n69123,Lyon,69,84,516092\n");
    let all = ["import", "lau", "lau.csv", "--population", "fr.csv", "--date", "2019-12-31"];
    let tried = place.prints(&[&all[..], &["--dry-run"]].concat());
    for said in [
        "Probelauf",
        "Staaten: FR, GR",
        "neu: 8",
        "Gemeinden: 2",
        "ausgelassen wurden: 1",
        "Einwohnerzahl: 1",
    ] {
        assert!(tried.contains(said), "{said}: {tried}");
    }
    let done = place.prints(&[&["--lang", "en"], &all[..]].concat());
    assert!(
        done.contains("State of 31 December 2019 imported") || done.contains("2019-12-31 imported"),
        "{done}"
    );
    assert!(done.contains("new: 8"), "the dry run stored nothing: {done}");
    let again = place.prints(&all);
    assert!(again.contains("war schon übernommen"), "{again}");
    let unknown = place.prints(&["import", "lau", "lau.csv", "--date", "2020-12-31"]);
    assert!(unknown.contains("mit anderer Einwohnerzahl: 4"), "Lyon and what is above it: {unknown}");

    let (code, said) = refused(&place, &all);
    assert!(code == Some(3) && said.contains("älter"), "{code:?} {said}");
    put(&place, "bad.csv", format!("{head}FR,FRK28,69_123,Lyon,,,x\n").as_bytes());
    let (code, said) = refused(&place, &["import", "lau", "bad.csv"]);
    assert!(code == Some(3) && said.contains("2:3: ") && said.contains("2:7: "), "{code:?} {said}");
    put(&place, "badfr.csv", b"lau_code,population\n69123,viele\n");
    let (code, said) = refused(&place, &["import", "lau", "lau.csv", "--population", "badfr.csv"]);
    assert!(code == Some(3) && said.contains("population:2:2: "), "{code:?} {said}");
    put(&place, "cut.csv", format!("{head}EL,EL303,45010102,Κάτι άλλο,,1,38964000\n").as_bytes());
    let cut = ["import", "lau", "cut.csv", "--date", "2021-12-31"];
    let (code, said) = refused(&place, &cut);
    assert!(code == Some(3) && said.contains("des Staates GR"), "{code:?} {said}");
    let reformed = place.prints(&[&cut[..], &["--reformed", "GR,FR"]].concat());
    assert!(reformed.contains("aufgelöst: 1") && reformed.contains("Nachfolge offen"), "{reformed}");
    let (code, _) = refused(&place, &["import", "lau", "lau.csv", "--reformed", "EL"]);
    assert_eq!(code, Some(2));
}

#[test]
fn models_modules_and_blueprints_come_from_files() {
    let place = Place::make();
    let json = |name: &str, value: &Value| put(&place, name, value.to_string().as_bytes());
    json("model.json", &assessing::model());
    json("module.json", &proving::module_documents().1);
    json("blueprint.json", &proving::document("1.0.0"));
    assert!(place.prints(&["import", "model", "model.json"]).contains("probe@1.0.0"));

    let module = ["import", "module", "module.json"];
    assert_eq!(refused(&place, &module).0, Some(1), "there is no such module");
    let founding = [&module[..], &["--owner", "it-harz", "--kind", "application"]].concat();
    assert_eq!(refused(&place, &founding).0, Some(1), "there is no such provider");
    let server = place.serve();
    let admin = place.token("registrar", "admin", &[]);
    server.client.post("/providers", &admin, &json!({"id": "it-harz", "name": "IT Harz"})).expect(201);
    assert!(place.prints(&founding).contains("dms@2.1.0"));
    assert_eq!(refused(&place, &founding).0, Some(1), "a version is published once");
    let stored = server.client.get("/modules/dms/versions/2.1.0", "").expect(200);
    assert_eq!(stored.text("/operator"), "public");

    let blueprint = ["import", "blueprint", "blueprint.json", "--owner", "it-harz"];
    assert!(place.prints(&blueprint).contains("e-akte@1.0.0"));
    assert!(place.prints(&blueprint).contains("Entwurf"), "a draft may be written anew");
    let mara = place.token("mara", "catalogManager", &["--provider", "it-harz"]);
    assert_eq!(server.client.get(proving::VERSION, &mara).expect(200).text("/state"), "draft");
    server.client.get(proving::VERSION, "").expect(404);
    let (code, said) = refused(&place, &["import", "model", "blueprint.json"]);
    assert!(code == Some(3) && said.contains("Das Feld „format“ fehlt"), "{code:?} {said}");
}

#[test]
fn assessments_go_out_as_a_table_and_come_in_elsewhere() {
    let head = "provider;model;version;period;purpose;indicator;answer;level;reason;comment\n";
    let row = "it-harz;it-dienstleister;1.0.0;2026-01-31;;kapazitaetsplanung;level;3;;=1+1\n";
    let made = || {
        let place = Place::make();
        let server = place.serve();
        let admin = place.token("registrar", "admin", &[]);
        server.client.post("/providers", &admin, &json!({"id": "it-harz", "name": "IT Harz"})).expect(201);
        server.kill();
        place
    };
    let place = made();
    std::fs::write(place.folder().join("in.csv"), format!("{head}{row}")).unwrap();
    let dry = place.prints(&["import", "assessments", "in.csv", "--dry-run"]);
    assert!(dry.contains("Eine Erhebung würde"), "{dry}");
    assert!(place.prints(&["import", "assessments", "in.csv"]).contains("Eine Erhebung wurde"));
    assert!(place.prints(&["import", "assessments", "in.csv"]).contains("0 Erhebungen wurden"));
    let out = place.prints(&["export", "assessments", "--format", "csv"]);
    assert!(
        out.contains(";it-harz;it-dienstleister;1.0.0;2026-01-31;;kapazitaetsplanung;level;3;;'=1+1\r\n"),
        "{out}"
    );
    let other = made();
    std::fs::write(other.folder().join("out.csv"), &out).unwrap();
    other.prints(&["import", "assessments", "out.csv"]);
    assert_eq!(other.prints(&["export", "assessments", "--format", "csv"]), out);
    let json: serde_json::Value =
        serde_json::from_str(&other.prints(&["export", "assessments", "--format", "json"])).unwrap();
    assert_eq!(
        (&json["items"][0]["provider"], &json["items"][0]["state"]),
        (&json!("it-harz"), &json!("draft"))
    );
    std::fs::write(place.folder().join("bad.csv"), format!("{head}{row}{row}")).unwrap();
    let refused = place.run(&["import", "assessments", "bad.csv", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("3:6: Line 2 has an answer"));
}

#[test]
fn a_service_area_goes_out_as_tables() {
    let place = Place::make();
    let server = place.serve();
    let admin = place.token("registrar", "admin", &[]);
    server.client.post("/providers", &admin, &json!({"id": "it-harz", "name": "IT Harz"})).expect(201);
    server.kill();
    let cohorts = ["export", "cohorts", "--provider", "it-harz", "--model", "kommune-digital", "--format"];
    let asked = |more: &[&str]| place.run(&[&cohorts, more].concat());
    let csv = asked(&["csv", "--group-by", "land,year", "--values", "score"]);
    let header = "land,year,value,contributors,mean,min,lowerQuartile,median,upperQuartile,max\r\n";
    assert_eq!(String::from_utf8(csv.stdout).unwrap(), header, "{}", String::from_utf8_lossy(&csv.stderr));
    assert!(asked(&["parquet"]).stdout.starts_with(b"PAR1"));
    let cube: serde_json::Value = serde_json::from_slice(&asked(&["json-stat"]).stdout).unwrap();
    assert_eq!(cube["class"], "dataset");
    let refused = asked(&["csv", "--group-by", "planet", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("groupBy"), "{refused:?}");
    let data = ["export", "data", "--provider", "it-harz", "--format", "csv", "--folder", "data"];
    let said = place.prints(&data);
    assert_eq!(said.lines().count(), 16, "thirteen tables, two documents and a page: {said}");
    let package = std::fs::read(place.folder().join("data/datapackage.json")).unwrap();
    let package: serde_json::Value = serde_json::from_slice(&package).unwrap();
    assert_eq!(package["name"], "blaupause-it-harz");
    let unknown = place.run(&["export", "data", "--provider", "x", "--format", "csv", "--folder", "data"]);
    assert_eq!(unknown.status.code(), Some(1));
}
