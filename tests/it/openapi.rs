//! The OpenAPI document holds together: references, names, security, and what refusals look like.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use blaupause_tests::TestApp;
use serde_json::Value;

fn document() -> Value {
    TestApp::start().get("/openapi.json", "").expect(200).json
}

/// Every operation with its method and path.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push((format!("{method} {path}"), operation));
        }
    }
    all
}

fn references<'d>(value: &'d Value, found: &mut BTreeSet<&'d str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|v| references(v, found));
        }
        Value::Array(items) => items.iter().for_each(|v| references(v, found)),
        _ => (),
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut all = BTreeSet::new();
    references(&document, &mut all);
    assert!(all.len() > 100, "{} references", all.len());
    for reference in all {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads outside"));
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

#[test]
fn operations_say_who_may_call_them_and_how_they_refuse() {
    let document = document();
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let mut names = BTreeSet::new();
    for (place, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no name"));
        assert!(names.insert(name), "{name} is used twice");
        if !place.starts_with("get ") {
            assert!(operation["security"].is_array(), "{place} changes something without a token");
        }
        for status in ["401", "403"] {
            let schema = &operation["responses"][status]["content"]["application/problem+json"]["schema"];
            assert_eq!(schema["$ref"], "#/components/schemas/Problem", "{place} {status}");
        }
    }
}

#[test]
fn every_part_of_a_path_is_a_parameter() {
    for (place, operation) in operations(&document()) {
        let in_path: BTreeSet<&str> =
            place.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let none = Vec::new();
        let parameters = operation["parameters"].as_array().unwrap_or(&none).iter();
        let described: BTreeSet<&str> =
            parameters.filter(|p| p["in"] == "path").map(|p| p["name"].as_str().unwrap()).collect();
        assert_eq!(described, in_path, "{place}");
    }
}

/// Schemas are kept by name: the second type of a name would take the place of the first without a word.
#[test]
fn no_two_types_share_a_schema_name() {
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        for name in schemas(&text) {
            by_name.entry(name).or_default().push(file.display().to_string());
        }
    }
    assert!(by_name.len() > 150, "{} schemas", by_name.len());
    let twice: Vec<_> = by_name.iter().filter(|(_, files)| files.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("crates");
    let (mut folders, mut files) = (vec![root], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// Names of the types of a file that derive a schema: the one given with `as`, else their own.
fn schemas(text: &str) -> Vec<String> {
    let (mut names, mut derives, mut given) = (Vec::new(), false, None);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            derives |= line.contains("derive(") && line.contains("ToSchema");
            let renamed = line.split_once("schema(as = ").map(|(_, rest)| rest);
            given = renamed.and_then(|r| r.split([')', ',']).next()).map(str::to_owned).or(given);
            continue;
        }
        let declared = line.trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        let declared = declared.trim_start_matches("pub ");
        let own = declared.strip_prefix("struct ").or_else(|| declared.strip_prefix("enum "));
        if let (true, Some(own)) = (derives, own) {
            let own = own.split([' ', '<', '(', '{', ';']).next().unwrap_or_default();
            names.push(given.take().unwrap_or_else(|| own.to_owned()));
        }
        if !line.starts_with("//") {
            (derives, given) = (false, None);
        }
    }
    names
}
