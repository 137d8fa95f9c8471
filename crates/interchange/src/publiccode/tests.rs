//! Small files with known faults, and the real ones.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::{Severity, Unusable};

/// Sound by the letter of 0.7.
const SOUND: &str = "publiccodeYmlVersion: '0.7'
name: Medusa
url: https://example.org/medusa.git
softwareVersion: '1.10'
releaseDate: '2026-01-31'
platforms: [web]
categories: [office]
developmentStatus: stable
softwareType: standalone/web
supports: ['urn:de:fim:leika:leistung:99012001001000', 'urn:x-other:1']
description:
  de:
    shortDescription: Ein Beispiel
    longDescription: LONG
    features: [Erstens]
legal: {license: EUPL-1.2, mainCopyrightOwner: Stadt Beispiel}
maintenance:
  type: internal
  contacts: [{name: Erika Muster}]
localisation: {localisationReady: false, availableLanguages: [de]}
";

fn sound() -> String {
    SOUND.replace("LONG", &"Ein langer Text. ".repeat(12))
}

fn codes(text: &str) -> Vec<String> {
    let faults = match read(text) {
        Ok(reading) => reading.faults,
        Err(Unusable(faults)) => faults,
    };
    faults.into_iter().map(|fault| format!("{} {}", fault.path, fault.message.code)).collect()
}

#[test]
fn a_sound_file_is_read_without_a_word_and_written_again() {
    let reading = read(&sound()).unwrap();
    assert_eq!(reading.faults, []);
    let document = reading.document;
    assert_eq!((document.name(), document.software_version()), ("Medusa", Some("1.10")));
    assert_eq!((document.licence(), document.owner()), (Some("EUPL-1.2"), Some("Stadt Beispiel")));
    assert_eq!(document.summary(Language::En), Some("Ein Beispiel"), "in the only language there is");
    assert_eq!(document.services().iter().map(LeikaKey::as_str).collect::<Vec<_>>(), ["99012001001000"]);
    let written = document.to_yaml().unwrap();
    assert_eq!(read(&written).unwrap().document, document);
    let key: LeikaKey = "99108001001000".parse().unwrap();
    let other = document.clone().with_services([&key]).with_version("2.0.0", "2026-06-01".parse().unwrap());
    assert_eq!(other.services(), [key]);
    assert!(other.to_yaml().unwrap().contains("urn:x-other:1"), "what is no service stays");
    let places = ["publiccodeYmlVersion:", "name:", "url:", "supports:", "description:", "legal:"];
    let places = places.map(|key| written.find(&format!("\n{key}")).or_else(|| written.find(key)).unwrap());
    assert!(places.is_sorted(), "in the order of the standard: {written}");
}

#[test]
fn every_fault_is_named_with_its_place_and_the_rest_is_kept() {
    let cases = [
        ("name: Medusa", "nome: Medusa", vec!["/nome publiccode-unknown", " publiccode-missing"]),
        ("'1.10'", "1.10", vec!["/softwareVersion publiccode-number"]),
        ("'2026-01-31'", "2026-01-31T10:00:00Z", vec!["/releaseDate publiccode-instant"]),
        ("'2026-01-31'", "31.01.2026", vec!["/releaseDate publiccode-date"]),
        ("[web]", "web", vec!["/platforms publiccode-single"]),
        ("[office]", "[office, government]", vec!["/categories/1 publiccode-word"]),
        ("stable", "Stable", vec!["/developmentStatus publiccode-word-case"]),
        ("standalone/web", "standalone", vec!["/softwareType publiccode-standalone"]),
        ("type: internal", "type: commercial", vec!["/maintenance/type publiccode-word"]),
        ("  de:", "  deu:", vec!["/description/deu publiccode-language-three"]),
        (
            "localisationReady: false",
            "localisationReady: 'no'",
            vec!["/localisation/localisationReady publiccode-flag-text"],
        ),
        ("EUPL-1.2", "MIT OR", vec!["/legal/license publiccode-licence"]),
        (
            "url: https://example.org/medusa.git",
            "url: example.org/medusa.git",
            vec!["/url publiccode-scheme-assumed"],
        ),
        ("Ein Beispiel", &"Wort ".repeat(40), vec!["/description/de/shortDescription publiccode-text-cut"]),
        ("categories:", "tags:", vec!["/tags publiccode-renamed"]),
        ("name: Medusa", "name: Medusa\nmonochromeLogo: a.svg", vec!["/monochromeLogo publiccode-outdated"]),
    ];
    for (from, to, expected) in cases {
        let text = sound().replacen(from, to, 1);
        let found = codes(&text);
        assert!(expected.iter().all(|code| found.contains(&(*code).to_owned())), "{to}: {found:?}");
        assert_eq!(found.len(), expected.len(), "{to}: {found:?}");
    }
    let number = sound().replace("'1.10'", "1.10   # soon 1.11");
    assert_eq!(read(&number).unwrap().document.software_version(), Some("1.10"), "not 1.1");
    let faults = read(&number).unwrap().faults;
    assert_eq!((faults[0].line, faults[0].severity), (Some(4), Severity::Warning));
}

#[test]
fn what_cannot_be_used_at_all_is_refused_with_every_reason() {
    for (text, code) in [
        ("", "publiccode-not-mapping"),
        ("- a\n", "publiccode-not-mapping"),
        ("a: [", "publiccode-unreadable"),
        ("a: &x [1]\nb: *x\n", "publiccode-unreadable"),
    ] {
        let Unusable(faults) = read(text).unwrap_err();
        assert_eq!(faults[0].message.code, code, "{text}");
    }
    let Unusable(faults) = read("publiccodeYmlVersion: 0.4\n").unwrap_err();
    assert!(faults.iter().filter(|fault| fault.message.code == "publiccode-missing").count() >= 8);
    assert!(read(&"a".repeat(MAX_BYTES + 1)).is_err());
}

#[test]
fn what_is_written_keeps_to_the_letter() {
    let lacking =
        sound().replace("  contacts: [{name: Erika Muster}]\n", "").replace("    features: [Erstens]\n", "");
    let Unusable(faults) = read(&lacking).unwrap().document.to_yaml().unwrap_err();
    let keys: Vec<_> = faults.iter().map(|fault| fault.message.args[0].1.as_str()).collect();
    assert_eq!(keys, ["contacts", "features"]);
    let sections = sound() + "it: {riuso: {codiceIPA: c_f205}}\nIT: {riuso: {codiceIPA: p_ve}}\n";
    let reading = read(&sections).unwrap();
    let fault = &reading.faults[0];
    assert_eq!((fault.message.code.as_str(), fault.path.as_str()), ("publiccode-country-twice", "/it"));
    assert_eq!(reading.document.as_map()["IT"]["riuso"]["codiceIPA"], "p_ve");
}

/// Every real file is read. What is written of it, with what it lacks filled in, reads back the same.
#[test]
fn real_files_are_read_and_survive_writing() {
    let Some(data) = std::env::var_os("BLAUPAUSE_DATA").map(PathBuf::from) else {
        eprintln!(
            "real_files_are_read_and_survive_writing: BLAUPAUSE_DATA names no data, so nothing was read"
        );
        return;
    };
    let mut read_files = 0;
    for entry in std::fs::read_dir(data.join("publiccode")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let reading = read(&text).unwrap_or_else(|Unusable(faults)| panic!("{}: {faults:?}", path.display()));
        read_files += 1;
        let yaml = serde_saphyr::to_string(reading.document.as_map()).unwrap();
        let again = read(&yaml).unwrap();
        assert_eq!(again.document, reading.document, "{}", path.display());
        for fault in &again.faults {
            let known = ["publiccode-missing", "publiccode-text-short"];
            assert!(known.contains(&fault.message.code.as_str()), "{}: {fault:?}", path.display());
        }
        for fault in &reading.faults {
            println!(
                "{}:{:?} {:?} {} {:?}",
                path.display(),
                fault.line,
                fault.severity,
                fault.path,
                fault.message
            );
        }
    }
    assert_eq!(read_files, 8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A file with one line changed at will is read or refused, and what is read survives writing.
    #[test]
    fn whatever_stands_in_a_file_is_read_or_refused(line in 0..25_usize, with in "[ -~äß]{0,40}") {
        let text: Vec<String> = sound().lines().enumerate()
            .map(|(index, old)| if index == line { with.clone() } else { old.to_owned() }).collect();
        if let Ok(reading) = read(&text.join("\n")) {
            let yaml = serde_saphyr::to_string(reading.document.as_map()).unwrap();
            prop_assert_eq!(read(&yaml).unwrap().document, reading.document);
        }
    }
}
