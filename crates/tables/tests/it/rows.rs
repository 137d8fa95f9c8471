//! What a schema refuses, and what every writer refuses of a row.

use blaupause_kernel::Language;
use blaupause_tables::{
    Axis, Category, CsvWriter, Decimal, Error, Field, JsonStat, Kind, MAX_COLUMNS, MAX_TEXT, ParquetWriter,
    Role, RowSink, Schema, Value,
};

fn table(fields: Vec<Field>) -> Result<Schema, Error> {
    Schema::new("t".parse().unwrap(), Language::De, "Tabelle", fields)
}

fn required(name: &str, kind: Kind, role: Role) -> Field {
    Field::required(name.parse().unwrap(), "Titel", kind, role)
}

fn nullable(name: &str, kind: Kind, role: Role) -> Field {
    Field::nullable(name.parse().unwrap(), "Titel", kind, role)
}

fn dimension(codes: &[&str]) -> Role {
    let categories = codes.iter().map(|code| Category::new(*code, "Etikett")).collect();
    Role::Dimension { categories, axis: Axis::Other }
}

fn status(codes: &[&str]) -> Role {
    Role::Status { reasons: codes.iter().map(|code| Category::new(*code, "Grund")).collect() }
}

const MEASURE: Role = Role::Measure { unit: None };
const CENTS: Kind = Kind::Decimal { digits: 2 };

#[test]
fn a_schema_has_columns_that_make_sense_together() {
    let count = || nullable("count", Kind::Integer, MEASURE);
    let cases = [
        (vec![], "0 columns are not 1 to 256"),
        (
            vec![required("a", Kind::Text, Role::Attribute), required("a", Kind::Text, Role::Attribute)],
            "the column `a` has a name that is taken, upper and lower case being the same",
        ),
        (
            vec![count(), required("cOunt", Kind::Text, Role::Attribute)],
            "the column `cOunt` has a name that is taken, upper and lower case being the same",
        ),
        (
            vec![required("metric", Kind::Text, dimension(&[]))],
            "the column `metric` has a name that is taken, upper and lower case being the same",
        ),
        (
            vec![required("a", Kind::Decimal { digits: 19 }, MEASURE)],
            "the column `a` has 19 digits after the decimal point, more than a decimal of 18 digits",
        ),
        (
            vec![required("a", Kind::Text, MEASURE)],
            "the column `a` (kind text, required: true) cannot be a measure",
        ),
        (
            vec![nullable("a", Kind::Text, dimension(&[]))],
            "the column `a` (kind text, required: false) cannot be a dimension",
        ),
        (
            vec![required("a", CENTS, dimension(&[]))],
            "the column `a` (kind decimal, required: true) cannot be a dimension",
        ),
        (
            vec![count(), required("a", Kind::Text, status(&["x"]))],
            "the column `a` (kind text, required: true) cannot be a status",
        ),
        (
            vec![count(), nullable("a", Kind::Text, status(&[]))],
            "the column `a` (kind text, required: false) cannot be a status",
        ),
        (
            vec![
                count(),
                nullable("a", Kind::Text, status(&["x"])),
                nullable("b", Kind::Text, status(&["x"])),
            ],
            "the column `b` is a second one that says why measures are empty",
        ),
        (
            vec![nullable("a", Kind::Text, status(&["x"]))],
            "the column `a` says why measures are empty, and no measure can be",
        ),
        (vec![required("a", Kind::Text, dimension(&["x", "x"]))], "the column `a` has the code `x` twice"),
        (
            vec![required("a", Kind::Integer, dimension(&["01"]))],
            "the code `01` of the column `a` is not written as its cells are",
        ),
        (
            vec![required("a", Kind::Date, dimension(&["2026"]))],
            "the code `2026` of the column `a` is not written as its cells are",
        ),
        (
            vec![required("a", Kind::Text, dimension(&[""]))],
            "the code `` of the column `a` is not written as its cells are",
        ),
        (vec![Field::required("a".parse().unwrap(), " ", Kind::Text, Role::Attribute)], "`a` has no title"),
    ];
    for (fields, message) in cases {
        assert_eq!(table(fields).unwrap_err().to_string(), message);
    }
    let many = (0..=MAX_COLUMNS).map(|n| required(&format!("c{n}"), Kind::Text, Role::Attribute)).collect();
    assert!(matches!(table(many), Err(Error::Columns { found: 257, most: 256 })));
    let untitled = Schema::new("t".parse().unwrap(), Language::De, "", vec![count()]);
    assert!(matches!(untitled, Err(Error::NoTitle(_))));
}

fn schema() -> Schema {
    let fields = vec![
        required("group", Kind::Text, dimension(&["a", "b"])),
        nullable("mean", CENTS, MEASURE),
        nullable("reason", Kind::Text, status(&["tooFew"])),
        nullable("remark", Kind::Text, Role::Attribute),
    ];
    table(fields).unwrap()
}

fn decimal(text: &str) -> Value {
    text.parse::<Decimal>().unwrap().into()
}

#[test]
fn a_row_that_does_not_fit_is_refused_by_every_writer_and_the_next_is_welcome() {
    let null = || Value::Null;
    let cases: [(Vec<Value>, &str); 11] = [
        (vec!["a".into()], "row 2 has 1 values for 4 columns"),
        (vec![null(), null(), null(), null()], "row 2 has no value for `group`"),
        (
            vec![7.into(), null(), null(), null()],
            "row 2 has a value of the kind integer for `group`, which holds values of the kind text",
        ),
        (
            vec!["c".into(), null(), null(), null()],
            "row 2 has `c` for `group`, which is none of its categories",
        ),
        (
            vec!["a".into(), 2.into(), null(), null()],
            "row 2 has a value of the kind integer for `mean`, which holds values of the kind decimal",
        ),
        (
            vec!["a".into(), decimal("2.650"), null(), null()],
            "row 2 has `2.650` for `mean`, which has 2 digits after the decimal point",
        ),
        (
            vec!["a".into(), decimal("12345678901234567"), null(), null()],
            "row 2 has `12345678901234567` for `mean`, more than 18 digits with 2 after the decimal point",
        ),
        (
            vec!["a".into(), decimal("1"), "tooFew".into(), null()],
            "row 2 says in `reason` why a measure is empty, and none is",
        ),
        (
            vec!["a".into(), null(), "why".into(), null()],
            "row 2 has `why` for `reason`, which is none of its categories",
        ),
        (vec!["a".into(), null(), null(), "".into()], "row 2 has an empty text for `remark`"),
        (
            vec!["a".into(), null(), null(), "x".repeat(MAX_TEXT + 1).into()],
            "row 2 has a text of 1048577 bytes for `remark`, more than 1048576",
        ),
    ];
    let good = vec![Value::from("a"), decimal("2.65"), null(), null()];
    let last = vec![Value::from("b"), null(), "tooFew".into(), "x".repeat(MAX_TEXT).into()];
    for (bad, message) in cases {
        let mut csv = CsvWriter::new(Vec::new(), &schema()).unwrap();
        let mut parquet = ParquetWriter::new(Vec::new(), &schema()).unwrap();
        let mut cube = JsonStat::new(&schema(), 2).unwrap();
        let sinks: [&mut dyn RowSink; 3] = [&mut csv, &mut parquet, &mut cube];
        for sink in sinks {
            sink.push(&good).unwrap();
            assert_eq!(sink.push(&bad).unwrap_err().to_string(), message);
            sink.push(&last).unwrap();
        }
        let text = String::from_utf8(csv.finish().unwrap()).unwrap();
        assert!(text.starts_with("group,mean,reason,remark\r\na,2.65,,\r\nb,,tooFew,xxx"));
        assert!(parquet.finish().is_ok());
        let cube = cube.finish(&Default::default()).unwrap();
        assert!(cube.contains(r#""value":[2.65,null],"status":{"1":"tooFew"}"#), "{cube}");
    }
}
