//! `/publiccode-imports`: files of real administrations become modules, and become files again.

use blaupause_access::Role;
use blaupause_tests::fixture::small_world;
use blaupause_tests::{Reply, TestApp, real_data};
use serde_json::{Value, json};

const FILE: &str = "publiccodeYmlVersion: 0.5
name: Rats RIS
url: https://example.org/ris.git
softwareVersion: 1.10
releaseDate: 2025-01-01
platforms: web
developmentStatus: stable
softwareType: standalone/web
supports: ['urn:de:fim:leika:leistung:99012001001000']
description:
  de:
    localisedName: Ratsinformation
    shortDescription: Sitzungen, Vorlagen und Beschlüsse
    longDescription: LONG
    features: [Sitzungen]
legal: {license: AGPL-3.0-only, mainCopyrightOwner: Stadt Beispiel}
maintenance: {type: internal, contacts: [{name: Erika Muster}]}
localisation: {localisationReady: false, availableLanguages: [de]}
IT: {riuso: {codiceIPA: c_f205}}
";
const TERMS: &str = "owner=it-harz&operator=public&hosting=publicCluster";

fn world() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    (app, mia)
}

fn file() -> String {
    FILE.replace("LONG", &"Ein langer Text. ".repeat(12))
}

fn import(app: &TestApp, token: &str, query: &str, text: &str) -> Reply {
    let path = format!("/publiccode-imports?{query}");
    app.request("POST", &path).token(token).bytes("application/yaml", text.as_bytes()).send()
}

#[test]
fn a_file_becomes_a_version_and_a_file_again_without_loss() {
    let (app, mia) = world();
    let tried = import(&app, &mia, &format!("{TERMS}&dryRun=true"), &file()).expect(200);
    assert_eq!(tried.at("/newModule"), &json!(true));
    app.get("/modules/rats-ris", "").expect(404);
    let done = import(&app, &mia, TERMS, &file()).expect(200);
    let version = done.at("/version");
    assert_eq!((&version["module"], &version["version"]), (&json!("rats-ris"), &json!("1.10.0")));
    assert_eq!(
        (&version["vendor"], &version["leika"]),
        (&json!("Stadt Beispiel"), &json!(["99012001001000"]))
    );
    let faults: Vec<Value> = done
        .at("/faults")
        .as_array()
        .unwrap()
        .iter()
        .map(|f| json!([f["path"], f["line"], f["code"]]))
        .collect();
    assert_eq!(
        faults,
        [
            json!(["/softwareVersion", 4, "publiccode-number"]),
            json!(["/platforms", 6, "publiccode-single"]),
            json!(["/softwareVersion", null, "publiccode-version-read"]),
        ]
    );
    assert!(done.at("/faults").as_array().unwrap().iter().all(|f| f["text"] != f["code"]));
    assert_eq!(app.get("/modules/rats-ris", "").expect(200).text("/title/de"), "Ratsinformation");
    import(&app, &mia, TERMS, &file()).expect(409);

    let path = "/modules/rats-ris/versions/1.10.0/publiccode";
    let written = app.get(path, "").expect(200);
    assert_eq!(written.header("content-type"), "application/yaml");
    let text = String::from_utf8(written.bytes.clone()).unwrap();
    assert!(text.contains("0.7") && text.contains("1.10") && text.contains("c_f205"), "{text}");
    let again = import(&app, &mia, &format!("{TERMS}&module=zweites"), &text).expect(200);
    let kinds: Vec<&Value> = again.at("/faults").as_array().unwrap().iter().map(|f| &f["code"]).collect();
    assert_eq!(kinds, [&json!("publiccode-version-read")], "what is written has no fault of its own");
    let second = app.get("/modules/zweites/versions/1.10.0/publiccode", "").expect(200);
    assert_eq!(second.bytes, written.bytes);
}

#[test]
fn what_cannot_become_a_version_is_refused_with_every_reason() {
    let (app, mia) = world();
    let lacking = file().replace("softwareVersion: 1.10\n", "").replace("license: AGPL-3.0-only, ", "");
    let refused = import(&app, &mia, TERMS, &lacking).expect(422);
    let details: Vec<&str> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| e["detail"].as_str().unwrap()).collect();
    assert_eq!(
        details,
        [
            "Der Schlüssel „license“ fehlt.",
            "Der Schlüssel „softwareVersion“ fehlt.",
            "Der Schlüssel „legal/license“ fehlt.",
        ]
    );
    import(&app, &mia, TERMS, "- nichts\n").expect(422);
    import(&app, &mia, "owner=it-harz&operator=public", &file()).expect(400);
    let stranger = app.token("max", Role::CatalogManager, None, Some("it-kueste"));
    import(&app, &stranger, TERMS, "rubbish: [").expect(403);
    import(&app, &mia, TERMS, &file()).expect(200);
    let foreign = TERMS.replace("it-harz", "it-kueste");
    let taken = import(&app, &stranger, &foreign, &file().replace("1.10", "'2.0'")).expect(422);
    assert_eq!(taken.text("/errors/0/code"), "publiccode-module-of-other");
    let incomplete = file().replace("    features: [Sitzungen]\n", "");
    import(&app, &mia, &format!("{TERMS}&module=drittes"), &incomplete).expect(200);
    let refused = app.get("/modules/drittes/versions/1.10.0/publiccode", "").expect(422);
    assert_eq!(refused.text("/errors/0/detail"), "Der Schlüssel „features“ fehlt.");
}

/// Each of the eight real files becomes a version, or is refused with what its maintainer could change.
#[test]
fn real_files_are_imported_or_refused_with_words() {
    let Some(data) = real_data("real_files_are_imported_or_refused_with_words") else { return };
    let (app, mia) = world();
    let mut outcomes = (0, 0);
    for entry in std::fs::read_dir(data.join("publiccode")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let reply = import(&app, &mia, TERMS, &text);
        let (list, word) = if reply.status == 200 { ("/faults", "text") } else { ("/errors", "detail") };
        for said in reply.at(list).as_array().unwrap() {
            let words = said[word].as_str().unwrap();
            assert!(!words.contains('{') && words.contains(' ') && words.ends_with('.'), "{words}");
        }
        match reply.status {
            200 => outcomes.0 += 1,
            422 => outcomes.1 += 1,
            other => panic!("{other}: {}", reply.json),
        }
    }
    // One of them names no version (Messina); the others name one.
    assert_eq!(outcomes.0 + outcomes.1, 8);
    assert!(outcomes.0 >= 6, "{outcomes:?}");
}
