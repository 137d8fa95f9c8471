//! The house keeps its shape: crate edges, file sizes, the committed OpenAPI document.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which crate may know which. Everything else is refused.
const EDGES: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("access", &["kernel"]),
    ("territory", &["kernel"]),
    ("maturity", &["kernel", "territory"]),
    ("catalog", &["kernel", "territory"]),
    ("pilots", &["kernel", "territory", "maturity", "catalog", "roadmap"]),
    ("analytics", &["kernel", "territory", "maturity", "catalog", "pilots"]),
    ("interchange", &["kernel", "catalog"]),
    ("roadmap", &[]),
    ("resources", &["kernel", "territory", "catalog"]),
    ("support", &["kernel", "territory"]),
    ("webhooks", &["kernel"]),
    ("tables", &["kernel"]),
    ("search", &["territory"]),
    ("sender", &["kernel", "webhooks"]),
    ("mailer", &["kernel", "support"]),
    (
        "store",
        &[
            "kernel",
            "territory",
            "maturity",
            "catalog",
            "pilots",
            "analytics",
            "interchange",
            "resources",
            "support",
            "webhooks",
        ],
    ),
    (
        "app",
        &[
            "kernel",
            "access",
            "territory",
            "maturity",
            "catalog",
            "pilots",
            "analytics",
            "interchange",
            "resources",
            "support",
            "webhooks",
            "tables",
            "search",
            "store",
        ],
    ),
    (
        "web",
        &[
            "kernel",
            "access",
            "territory",
            "maturity",
            "catalog",
            "pilots",
            "resources",
            "support",
            "webhooks",
            "app",
        ],
    ),
    ("portal", &["kernel", "access", "territory", "maturity", "catalog", "pilots", "app", "web"]),
    (
        "api",
        &[
            "kernel",
            "access",
            "territory",
            "maturity",
            "catalog",
            "pilots",
            "analytics",
            "interchange",
            "resources",
            "support",
            "webhooks",
            "app",
            "web",
        ],
    ),
];

/// Crates a domain crate must never see: no database, no HTTP, no threads.
const IMPURE: &[&str] = &["diesel", "actix-web", "tokio", "libsqlite3-sys", "pq-sys", "getrandom"];
const DOMAIN: &[&str] = &[
    "kernel",
    "access",
    "territory",
    "maturity",
    "catalog",
    "pilots",
    "analytics",
    "interchange",
    "roadmap",
    "resources",
    "support",
    "webhooks",
    "tables",
    "search",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Names of the normal dependencies of a package.
fn dependencies(package: &Value) -> BTreeSet<String> {
    let all = package["dependencies"].as_array().unwrap().iter();
    let normal = all.filter(|d| d["kind"].is_null());
    normal.map(|d| d["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn crates_know_only_whom_they_may() {
    let packages = packages();
    for (name, allowed) in EDGES {
        let package = packages.iter().find(|p| p["name"] == format!("blaupause-{name}").as_str());
        let own: BTreeSet<String> = dependencies(package.unwrap())
            .iter()
            .filter_map(|d| d.strip_prefix("blaupause-").map(str::to_owned))
            .collect();
        let allowed: BTreeSet<String> = allowed.iter().map(ToString::to_string).collect();
        assert!(own.is_subset(&allowed), "{name} knows {:?}", own.difference(&allowed));
    }
    let known: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    for package in &packages {
        let name = package["name"].as_str().unwrap();
        let library = name.strip_prefix("blaupause-").filter(|n| *n != "tests");
        assert!(library.is_none_or(|n| known.contains(n)), "{name} has no line in EDGES");
    }
}

#[test]
fn domain_crates_see_no_database_and_no_http() {
    for package in packages() {
        let name = package["name"].as_str().unwrap().trim_start_matches("blaupause-").to_owned();
        if DOMAIN.contains(&name.as_str()) {
            let found: Vec<String> =
                dependencies(&package).into_iter().filter(|d| IMPURE.contains(&d.as_str())).collect();
            assert!(found.is_empty(), "{name} sees {found:?}");
        }
    }
}

#[test]
fn no_source_file_is_longer_than_400_lines_and_each_says_what_it_is() {
    let mut folders = ["crates", "measures", "tests", "xtask"].map(|name| root().join(name)).to_vec();
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(text.lines().count() <= 400, "{} is too long", path.display());
                assert!(text.starts_with("//!"), "{} does not say what it is", path.display());
                assert!(path.file_name().is_none_or(|n| n != "mod.rs"), "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen} files");
}

#[test]
fn the_committed_openapi_document_is_current() {
    let committed = std::fs::read_to_string(root().join("openapi/openapi.json")).unwrap();
    let current = blaupause_api::openapi().to_pretty_json().unwrap();
    assert!(committed.trim_end() == current.trim_end(), "run `cargo xtask openapi`");
}

#[test]
fn operations_have_unique_names_descriptions_and_a_tag() {
    let document: Value = serde_json::to_value(blaupause_api::openapi()).unwrap();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path}"));
            assert!(names.insert(name.to_owned()), "{name} is used twice");
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{method} {path}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let described = response["description"].as_str().is_some_and(|d| !d.is_empty());
                assert!(described, "{method} {path} {status} has no description");
            }
        }
    }
}
