//! The two forms say the same, and what is broken is refused with its place.

use proptest::prelude::*;

use super::*;

const XML: &str = include_str!("../../examples/laender.xml");
const JSON: &str = include_str!("../../examples/laender.json");

fn codes(bytes: &str) -> Vec<(String, String, Option<u64>)> {
    let Unusable(faults) = read(bytes.as_bytes()).unwrap_err();
    faults.into_iter().map(|fault| (fault.message.code, fault.path, fault.line)).collect()
}

fn code(bytes: &str) -> String {
    codes(bytes).remove(0).0
}

/// The line of the first place of a text in the example, from 1.
fn line(of: &str) -> Option<u64> {
    let at = XML.lines().position(|line| line.contains(of)).unwrap();
    Some(u64::try_from(at).unwrap() + 1)
}

#[test]
fn both_forms_give_the_same_list() {
    let xml = read(XML.as_bytes()).unwrap();
    assert_eq!(xml, read(JSON.as_bytes()).unwrap());
    assert_eq!(xml.faults, []);
    let list = xml.list;
    assert_eq!(list.uri, "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:bundesland");
    assert_eq!((list.version.to_string().as_str(), list.name.as_str()), ("2010-04-01", "Bundesland"));
    assert_eq!(list.publisher.as_deref(), Some("Statistisches Bundesamt"));
    assert_eq!(list.valid_from.map(|day| day.to_string()).as_deref(), Some("2010-04-01"));
    assert_eq!(
        (list.rows.len(), list.code_column.as_str()),
        (16, "schluessel"),
        "the mark decides, not the order"
    );
    assert_eq!(list.row("03").unwrap()[1].as_deref(), Some("Niedersachsen"));
    assert!(list.row("3").is_none(), "keys are texts");
    assert_eq!(list.suggested_id().unwrap().as_str(), "bundesland");
    let stored = serde_json::to_string(&list).unwrap();
    assert_eq!(serde_json::from_str::<CodeList>(&stored).unwrap(), list);
}

#[test]
fn the_older_marks_of_the_handbook_are_known() {
    let first = XML.replace("codelistDescription", "beschreibung").replace("validFrom", "datumgueltigkeitab");
    let first = first.replace("recommendedKeyColumn", "xoev-code");
    let third = XML.replace("codelistDescription", "beschreibung-codeliste");
    let third = third
        .replace("validFrom", "datumGueltigkeitAb")
        .replace("recommendedKeyColumn", "empfohleneCodeSpalte");
    for older in [first, third] {
        assert_eq!(read(older.as_bytes()).unwrap(), read(XML.as_bytes()).unwrap());
    }
    let unmarked = read(XML.replace("<xoev:recommendedKeyColumn/>", "").as_bytes()).unwrap();
    assert_eq!(unmarked.list.code_column, "name", "the first key of the file");
    assert_eq!(unmarked.faults[0].message.code, "code-list-code-assumed");
    assert_eq!(unmarked.faults[0].line, line("Column Id=\"name\""));
}

#[test]
fn values_without_a_reference_follow_the_order_of_the_columns() {
    let bare = XML.replace(r#"<Value ColumnRef="schluessel">"#, "<Value>");
    let bare = bare.replace(r#"<Value ColumnRef="name">"#, "<Value>");
    assert_eq!(read(bare.as_bytes()).unwrap(), read(XML.as_bytes()).unwrap());
    let one_more = bare.replace(
        "<SimpleValue>Bremen</SimpleValue></Value>",
        "<SimpleValue>Bremen</SimpleValue></Value><Value><SimpleValue>x</SimpleValue></Value>",
    );
    assert_eq!(code(&one_more), "code-list-row-wide");
}

#[test]
fn every_fault_of_genericode_names_its_line() {
    // Row 4 (Bremen) begins on the line before its key.
    let row = |key: &str| line(&format!("<SimpleValue>{key}<")).map(|line| line - 1);
    let found = |from: &str, to: &str| {
        let found = codes(&XML.replacen(from, to, 1));
        (found[0].0.clone(), found[0].2)
    };
    let is = |code: &str, line| (code.to_owned(), line);
    assert_eq!(found("<SimpleValue>04<", "<SimpleValue>03<"), is("code-list-code-twice", row("04")));
    assert_eq!(found("<SimpleValue>Bremen</SimpleValue>", ""), is("code-list-value-missing", row("04")));
    let complex = found("<SimpleValue>Bremen</SimpleValue>", "<ComplexValue/>");
    assert_eq!(complex, is("code-list-complex", row("04")));
    let unknown = found(r#""name"><SimpleValue>Bremen"#, r#""nam"><SimpleValue>Bremen"#);
    assert_eq!(unknown, is("code-list-column-unknown", row("04")));
    let twice = found(r#""name"><SimpleValue>Bremen"#, r#""schluessel"><SimpleValue>Bremen"#);
    assert_eq!(twice, is("code-list-cell-twice", row("04")));
    let same = found(r#"Column Id="name""#, r#"Column Id="schluessel""#);
    assert_eq!(same, is("code-list-key-unknown", line("<ColumnSet>")));
    let version = found("<Version>2010-04-01<", "<Version>1. April<");
    assert_eq!(version, is("code-list-version", line("<Version>")));
    let uri = found("<CanonicalUri>urn:", "<CanonicalUri>keine Kennung:");
    assert_eq!(uri, is("code-list-uri", line("<CanonicalUri>")));
    let lacks = found("<ShortName>Bundesland</ShortName>", "");
    assert_eq!(lacks, is("code-list-missing", line("<Identification>")));
    let outside = found("<SimpleCodeList>", "<SimpleCodeListRef/><SimpleCodeList>");
    assert_eq!(outside, is("code-list-outside", line("<SimpleCodeList>")));
    let broken = found("</Annotation>", "");
    assert_eq!(broken.0, "code-list-unreadable");
}

#[test]
fn a_key_that_is_none_is_named_and_the_list_kept() {
    let text = XML.replace("<SimpleValue>Bremen<", "<SimpleValue>Hamburg<");
    let reading = read(text.as_bytes()).unwrap();
    assert_eq!(reading.faults[0].message.code, "code-list-key-broken");
    let keys: Vec<bool> = reading.list.columns.iter().map(|column| column.key).collect();
    assert_eq!(keys, [true, false]);
}

#[test]
fn every_fault_of_json_has_its_pointer() {
    let found = |from: &str, to: &str| {
        let text = JSON.replacen(from, to, 1);
        assert_ne!(text, JSON);
        let found = codes(&text);
        (found[0].0.clone(), found[0].1.clone())
    };
    let is = |code: &str, path: &str| (code.to_owned(), path.to_owned());
    assert_eq!(found(r#"["04""#, r#"["03""#), is("code-list-code-twice", "/daten/3/0"));
    assert_eq!(
        found(r#"["04""#, "[4"),
        is("code-list-unreadable", "/daten/3/0"),
        "a number has lost its zero"
    );
    assert_eq!(found(r#"["04", "Bremen"]"#, r#"["04"]"#), is("code-list-value-missing", "/daten/3"));
    assert_eq!(found(r#"["04", "Bremen"]"#, r#"["04", "a", "b"]"#), is("code-list-row-wide", "/daten/3"));
    assert_eq!(
        found(r#""version": "2010-04-01""#, r#""version": "a b""#),
        is("code-list-version", "/metadaten/version")
    );
    assert_eq!(found(r#""kennung": "urn:"#, r#""kennung": "keine Kennung:"#).1, "/metadaten/kennung");
    assert_eq!(found(r#""spalten""#, r#""spalte""#).0, "code-list-unreadable");
    let dated =
        read(JSON.replace(r#""gueltigAb": "2010-04-01""#, r#""gueltigAb": 1270080000"#).as_bytes()).unwrap();
    assert_eq!((dated.faults[0].path.as_str(), dated.list.valid_from), ("/metadaten/gueltigAb", None));
    let long = JSON.replace("schluessel:bundesland\"", "schluessel:bundesland_2010-04-01\"");
    assert_eq!(
        read(long.as_bytes()).unwrap(),
        read(JSON.as_bytes()).unwrap(),
        "a version at the end of the URI"
    );
}

#[test]
fn hostile_files_are_refused() {
    let doctype = XML.replacen("<!-- ", "<!DOCTYPE x [<!ENTITY a \"b\">]>\n<!-- ", 1);
    assert_eq!(code(&doctype), "code-list-unreadable");
    assert_eq!(code(&XML.replace("Bremen", "&file;")), "code-list-unreadable");
    assert_eq!(code("<html/>"), "code-list-root");
    assert_eq!(code("a;b\n"), "code-list-form");
    assert_eq!(code(""), "code-list-form");
    assert_eq!(code(&format!("{JSON} {{}}")), "code-list-unreadable");
    let Unusable(latin) = read(b"<a>\xe4</a>").unwrap_err();
    assert_eq!(latin[0].message.code, "code-list-characters");
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    assert!(read(deep.as_bytes()).is_err());
    let deep = format!("{{\"metadaten\":{}", "[".repeat(200_000));
    assert_eq!(code(&deep), "code-list-unreadable");
    let empty = "<gc:CodeList xmlns:gc=\"http://docs.oasis-open.org/codelist/ns/genericode/1.0/\"/>";
    let found: Vec<String> = codes(empty).into_iter().map(|(code, _, _)| code).collect();
    assert_eq!(
        found,
        ["code-list-missing", "code-list-missing", "code-list-missing", "code-list-columns-none"]
    );
    let many: String = (0..300).map(|_| "    [null, null],\n").collect();
    assert_eq!(
        codes(&JSON.replace("    [\"01\"", &format!("{many}    [\"01\""))).len(),
        100,
        "enough is named"
    );
}

proptest! {
    #[test]
    fn a_damaged_file_never_breaks_the_reader(at in 0usize..3000, junk in "\\PC{0,6}", json: bool) {
        let text = if json { JSON } else { XML };
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let (before, after) = text.split_at(at);
        let damaged = format!("{before}{junk}{after}");
        match read(damaged.as_bytes()) {
            Ok(reading) => prop_assert!(!reading.list.columns.is_empty()),
            Err(Unusable(faults)) => prop_assert!(!faults.is_empty()),
        }
    }
}
