//! Every code of `model check` with a minimal broken model, and the JSON Schema beside it.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, iter};

use blaupause_maturity::{MAX_BYTES, Model, Problem};
use jsonschema::Validator;
use serde_json::Value;

use crate::kit::{files, here, model, shipped};

fn schema() -> Validator {
    let text = fs::read_to_string(here("../../docs/formats/maturity-model.schema.json")).unwrap();
    let schema = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    jsonschema::draft202012::new(&schema).unwrap()
}

/// The document as any other reader of YAML sees it; nothing if it is none.
fn plain(text: &str) -> Option<Value> {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).ok()
}

/// What a broken example says about itself: code, path, line and whether the schema refuses it.
fn expected(file: &Path, text: &str) -> (String, String, u64, bool) {
    let stem = file.file_stem().unwrap().to_str().unwrap();
    let (path, rest) = text.strip_prefix("# path: ").unwrap().split_once("; the schema ").unwrap();
    let path = if path == "(document)" { "" } else { path };
    let refuses = rest.starts_with("refuses it");
    let marked = text.lines().position(|l| l.ends_with("# here")).unwrap();
    let own_line = text.lines().nth(marked).unwrap() == "# here";
    let line = u64::try_from(marked).unwrap() + if own_line { 2 } else { 1 };
    (stem.to_owned(), path.to_owned(), line, refuses)
}

#[test]
fn every_broken_example_is_refused_for_its_one_fault_at_its_line() {
    let mut wrong = Vec::new();
    for file in files("tests/broken") {
        let text = fs::read_to_string(&file).unwrap();
        let (stem, path, line, _) = expected(&file, &text);
        let problems = Model::read(&text).err().unwrap_or_default();
        let fits = |p: &Problem| {
            // A code with several cases has a word more in the file's name.
            (stem == p.code || stem.starts_with(&format!("{}-", p.code)))
                && p.path == path
                && p.line == Some(line)
        };
        if problems.len() != 1 || !problems.iter().all(fits) {
            let found: Vec<_> = problems.iter().map(ToString::to_string).collect();
            wrong.push(format!("{stem}: line {line} `{path}` expected, found:\n  {}", found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_schema_refuses_what_a_schema_can_and_nothing_that_is_sound() {
    let schema = schema();
    for file in files("tests/broken") {
        let text = fs::read_to_string(&file).unwrap();
        let (stem, _, _, refuses) = expected(&file, &text);
        let refused = plain(&text).is_none_or(|document| !schema.is_valid(&document));
        assert_eq!(refused, refuses, "{stem}");
    }
    for text in shipped() {
        let written = plain(&text).unwrap();
        let model = model(&text);
        for (form, document) in [("written", written), ("stored", serde_json::to_value(&model).unwrap())] {
            let errors: Vec<_> = schema
                .iter_errors(&document)
                .map(|e| {
                    format!("{}: {}", e.instance_path(), e.to_string().chars().take(200).collect::<String>())
                })
                .collect();
            assert!(errors.is_empty(), "{} {form}:\n{}", model.id, errors.join("\n"));
        }
    }
}

/// Every field that the schema knows, in any of its objects.
fn members(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(entries) => {
            if let Some(Value::Object(properties)) = entries.get("properties") {
                found.extend(properties.keys().cloned());
            }
            entries.values().for_each(|inner| members(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| members(inner, found)),
        _ => {}
    }
}

fn keys(document: &Value, found: &mut BTreeSet<String>) {
    match document {
        Value::Object(entries) => {
            found.extend(entries.keys().cloned());
            entries.values().for_each(|inner| keys(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| keys(inner, found)),
        _ => {}
    }
}

#[test]
fn schema_reader_and_documentation_know_the_same_members() {
    let (mut known, mut used) = (BTreeSet::new(), BTreeSet::new());
    let schema = fs::read_to_string(here("../../docs/formats/maturity-model.schema.json")).unwrap();
    members(&serde_json::from_str(&schema).unwrap(), &mut known);
    let written = fs::read_to_string(here("examples-models/every-member.yaml")).unwrap();
    keys(&plain(&written).unwrap(), &mut used);
    assert_eq!(used, known);
    // What the reader stores is what is written, up to defaults that are filled in.
    let mut stored = BTreeSet::new();
    keys(&serde_json::to_value(model(&written)).unwrap(), &mut stored);
    // A default that is written out is left out of what is stored, so that it does not change the hash.
    assert_eq!(stored, known);
    let documentation = fs::read_to_string(here("../../docs/formats/maturity-model.md")).unwrap();
    for member in known.iter().filter(|m| !["de", "en"].contains(&m.as_str())) {
        let named =
            [format!("`{member}`"), format!("{member}:")].iter().any(|form| documentation.contains(form));
        assert!(named, "{member}");
    }
}

/// The source files of the reader.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.file_name().is_some_and(|name| name != "tests.rs") {
            let text = fs::read_to_string(entry).unwrap();
            found.push(text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned());
        }
    }
}

/// The codes that the source can report, against those that an example shows and the documentation explains.
#[test]
fn every_code_has_an_example_and_an_explanation() {
    let (mut codes, mut texts) = (BTreeSet::new(), Vec::new());
    sources(&here("src/models"), &mut texts);
    for text in &texts {
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once("\"model-") {
            codes.insert(format!("model-{}", after.split('"').next().unwrap()));
            rest = after;
        }
    }
    let shown: BTreeSet<_> = files("tests/broken")
        .iter()
        .flat_map(|f| Model::read(&fs::read_to_string(f).unwrap()).unwrap_err())
        .map(|p| p.code)
        // Values that a type of the kernel refuses bear its codes, for all documents alike.
        .filter(|code| code.starts_with("model-"))
        // Too long for a file of its own: below.
        .chain(iter::once("model-too-large".to_owned()))
        .collect();
    assert_eq!(codes, shown);
    let large = format!("a: {}", "x".repeat(MAX_BYTES));
    assert_eq!(Model::read(&large).unwrap_err()[0].code, "model-too-large");
    let documentation = fs::read_to_string(here("../../docs/formats/maturity-model.md")).unwrap();
    for code in codes {
        assert!(documentation.contains(&format!("`{code}`")), "{code}");
    }
}
