//! What the documents say about files.

use blaupause_kernel::{Digest, Language};
use blaupause_tables::{
    Axis, DataPackage, Error, Field, ForeignKey, Format, Kind, Licence, Resource, Role, Schema, Source,
};
use serde_json::{Value as Json, json};

fn list(id: &str) -> Schema {
    let key = Role::Dimension { categories: Vec::new(), axis: Axis::Other };
    let fields = vec![
        Field::required("code".parse().unwrap(), "Schlüssel", Kind::Text, key),
        Field::nullable(
            "cost".parse().unwrap(),
            "Kosten",
            Kind::Decimal { digits: 2 },
            Role::Measure { unit: Some("Euro".to_owned()) },
        )
        .described("Im Jahr."),
    ];
    Schema::new(id.parse().unwrap(), Language::De, format!("Liste {id}"), fields).unwrap()
}

fn resource(id: &str, format: Format, path: &str) -> Resource {
    Resource::new(&list(id), format, path, 12, Digest::of(b"")).unwrap()
}

fn package() -> DataPackage {
    let created = "2026-03-02T08:00:00Z".parse().unwrap();
    DataPackage::new("paket".parse().unwrap(), Language::De, "Paket", created).unwrap()
}

fn key(to: &str, from: &str, column: &str) -> ForeignKey {
    ForeignKey { to: to.parse().unwrap(), fields: vec![(from.parse().unwrap(), column.parse().unwrap())] }
}

fn frictionless(package: &DataPackage) -> Json {
    serde_json::from_str(&package.frictionless().unwrap()).unwrap()
}

#[test]
fn a_package_of_csv_files_is_tabular() {
    let mut package = package()
        .described("Worum es geht.")
        .licensed(Licence { name: "CC0-1.0".into(), path: "https://cc.example".into(), title: "CC0".into() })
        .sourced(Source { title: "Quelle".into(), path: Some("https://source.example".into()) });
    package.add(resource("a", Format::Csv, "a.csv")).unwrap();
    package.add(resource("b", Format::Csv, "b.csv").leading(key("a", "code", "code"))).unwrap();
    let document = frictionless(&package);
    assert_eq!(document["profile"], "tabular-data-package");
    assert_eq!(document["created"], "2026-03-02T08:00:00Z");
    assert_eq!(
        document["licenses"],
        json!([{ "name": "CC0-1.0", "path": "https://cc.example", "title": "CC0" }])
    );
    let second = &document["resources"][1];
    assert_eq!(
        (&second["name"], &second["path"], &second["bytes"]),
        (&json!("b"), &json!("b.csv"), &json!(12))
    );
    let hash = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(second["hash"], hash);
    assert_eq!(second["schema"]["primaryKey"], json!(["code"]));
    let reference = json!([{ "fields": ["code"], "reference": { "resource": "a", "fields": ["code"] } }]);
    assert_eq!(second["schema"]["foreignKeys"], reference);
}

#[test]
fn other_files_are_described_as_what_they_are() {
    let mut package = package();
    package.add(resource("a", Format::Csv, "a.csv")).unwrap();
    package.add(resource("a", Format::Parquet, "a.parquet")).unwrap();
    package.add(resource("a", Format::JsonStat, "a.json")).unwrap();
    let document = frictionless(&package);
    assert_eq!(document["profile"], "data-package");
    let said = |what: &str| {
        let resources = document["resources"].as_array().unwrap();
        resources.iter().map(|r| r.get(what).cloned().unwrap_or(Json::Null)).collect::<Vec<_>>()
    };
    assert_eq!(said("name"), ["a", "a.parquet", "a.json-stat"]);
    assert_eq!(said("profile"), ["tabular-data-resource", "data-resource", "data-resource"]);
    assert_eq!(said("encoding"), [json!("utf-8"), Json::Null, json!("utf-8")]);
    assert_eq!(said("type"), [Json::Null, json!("file"), Json::Null]);
    let with_schema: Vec<bool> = said("schema").iter().map(Json::is_object).collect();
    assert_eq!(with_schema, [true, true, false]);
}

#[test]
fn csvw_tells_the_same_about_the_csv_files() {
    let mut package = package();
    assert!(matches!(package.csvw(), Err(Error::NoCsv(_))));
    package.add(resource("a", Format::Csv, "a.csv")).unwrap();
    package.add(resource("a", Format::Parquet, "a.parquet")).unwrap();
    package.add(resource("b", Format::Csv, "b.csv").leading(key("a", "code", "code"))).unwrap();
    let document: Json = serde_json::from_str(&package.csvw().unwrap()).unwrap();
    assert_eq!(document["@context"], json!(["http://www.w3.org/ns/csvw", { "@language": "de" }]));
    assert_eq!(document["tables"].as_array().unwrap().len(), 2);
    let expected = json!({
        "url": "b.csv",
        "dc:title": "Liste b",
        "tableSchema": {
            "columns": [
                { "name": "code", "titles": ["code", "Schlüssel"], "datatype": "string", "required": true },
                {
                    "name": "cost", "titles": ["cost", "Kosten"], "dc:description": "Im Jahr.",
                    "schema:unitText": "Euro", "datatype": "decimal", "required": false,
                },
            ],
            "primaryKey": ["code"],
            "foreignKeys": [{
                "columnReference": ["code"],
                "reference": { "resource": "a.csv", "columnReference": ["code"] },
            }],
        },
    });
    assert_eq!(document["tables"][1], expected);
}

#[test]
fn a_foreign_key_leads_to_columns_that_are_there() {
    let nothing = ForeignKey { to: "a".parse().unwrap(), fields: Vec::new() };
    for bad in [
        key("b", "code", "code"),
        key("c", "code", "code"),
        key("a", "no", "code"),
        key("a", "code", "no"),
        nothing,
    ] {
        let mut package = package();
        package.add(resource("a", Format::Csv, "a.csv").leading(bad)).unwrap();
        package.add(resource("b", Format::Parquet, "b.parquet")).unwrap();
        assert!(matches!(package.frictionless(), Err(Error::ForeignKey { .. })));
        assert!(matches!(package.csvw(), Err(Error::ForeignKey { .. })));
    }
    let mut package = package();
    package.add(resource("a", Format::Csv, "a.csv").leading(key("a", "code", "code"))).unwrap();
    assert!(package.frictionless().is_ok(), "a table may lead to itself");
    package.add(resource("b", Format::Parquet, "b.parquet")).unwrap();
    package.add(resource("c", Format::Parquet, "c.parquet").leading(key("b", "code", "code"))).unwrap();
    let reference = &frictionless(&package)["resources"][2]["schema"]["foreignKeys"][0]["reference"];
    assert_eq!(reference, &json!({ "resource": "b.parquet", "fields": ["code"] }), "files of one format");
}

#[test]
fn a_file_is_there_once() {
    let mut package = package();
    package.add(resource("a", Format::Csv, "a.csv")).unwrap();
    for again in [resource("a", Format::Csv, "b.csv"), resource("b", Format::Csv, "a.csv")] {
        assert!(matches!(package.add(again), Err(Error::SameResource { .. })));
    }
}
