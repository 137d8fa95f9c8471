//! `blaupause audit verify` with files: what somebody outside checks, who has documents and no database.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{provider_model, publish, signed_of_provider};
use blaupause_tests::fixture::small_world;

use crate::running::Place;

#[test]
fn documents_are_verified_without_a_database() {
    let app = TestApp::start();
    small_world(&app);
    publish(&app, &provider_model());
    let nele = app.token("nele", Role::Analyst, None, Some("it-harz"));
    let place = Place::make();
    let write = |name: &str, text: &[u8]| std::fs::write(place.folder().join(name), text).unwrap();
    write("model.json", provider_model().to_string().as_bytes());
    let mut texts = Vec::new();
    for (name, period, levels) in [("a.json", "2026-01-01", [2, 2]), ("b.json", "2026-02-01", [3, 2])] {
        let path = signed_of_provider(&app, "it-harz", period, levels);
        let document = app.get(&format!("{path}/document"), &nele).expect(200);
        write(name, &document.bytes);
        texts.push(String::from_utf8(document.bytes.clone()).unwrap());
    }
    let run = |arguments: &[&str]| {
        let mut command = place.command(&["audit", "verify"]);
        // no such server: nothing may ask for it
        command.args(arguments).env("BLAUPAUSE__DATABASE__URL", "postgres://nobody@127.0.0.1:1/none");
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    // in any order
    let (code, said, notes) = run(&["b.json", "a.json", "--model", "model.json"]);
    assert_eq!((code, notes.as_str()), (Some(0), ""));
    assert!(said.contains("lückenlos: 2 Dokumente"), "{said}");
    let (code, _, notes) = run(&["a.json", "--lang", "en"]);
    assert_eq!(code, Some(0));
    assert!(notes.contains("the model is missing: probe-provider@1.0.0"), "{notes}");
    let (code, _, notes) = run(&["b.json", "--model", "model.json"]);
    assert_eq!(code, Some(1), "the first one is missing");
    assert!(notes.contains("it-harz"), "{notes}");
    write(
        "c.json",
        texts[1].replacen(r#""kind":"level","value":"3""#, r#""kind":"level","value":"4""#, 1).as_bytes(),
    );
    let (code, _, notes) = run(&["a.json", "c.json", "--model", "model.json", "--lang", "en"]);
    assert_eq!(code, Some(1));
    assert!(notes.contains("document 2") && notes.contains("not the score of the answers"), "{notes}");
    write("d.json", b"{}");
    assert_eq!(run(&["d.json"]).0, Some(3));
}
