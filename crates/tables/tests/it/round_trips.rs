//! Any table, read back by readers that do not know this crate.

use std::fs::File;

use blaupause_kernel::{Date, Language};
use blaupause_tables::{
    CsvWriter, Decimal, Field, Kind, ParquetWriter, ROW_GROUP_ROWS, Role, RowSink, Schema, Value,
};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field as Cell;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const DIGITS: u8 = 3;

/// Every kind, as a column that may be empty and as one that may not.
fn schema() -> Schema {
    let kinds = [Kind::Text, Kind::Integer, Kind::Decimal { digits: DIGITS }, Kind::Date, Kind::Boolean];
    let fields = kinds.iter().enumerate().flat_map(|(n, kind)| {
        [
            Field::nullable(format!("n{n}").parse().unwrap(), "A", *kind, Role::Attribute),
            Field::required(format!("r{n}").parse().unwrap(), "B", *kind, Role::Attribute),
        ]
    });
    Schema::new("t".parse().unwrap(), Language::De, "Tabelle", fields.collect()).unwrap()
}

fn text() -> impl Strategy<Value = Value> {
    let awkward = prop_oneof!["[ -~]{1,12}", "[\"',;=+@\r\n\t -]{1,6}", "\\PC{1,8}", Just("NULL".to_owned())];
    awkward.prop_map(Value::from)
}

fn number() -> impl Strategy<Value = Value> {
    let most: i64 = 999_999_999_999_999;
    (-most..=most, 0..=DIGITS).prop_map(|(unscaled, digits)| Decimal::new(unscaled, digits).into())
}

fn day() -> impl Strategy<Value = Value> {
    (1..=9999, 1_u32..=12, 1_u32..=28).prop_map(|(y, m, d)| Date::from_ymd(y, m, d).into())
}

fn row() -> impl Strategy<Value = Vec<Value>> {
    let twice = |value: BoxedStrategy<Value>| (option::of(value.clone()).prop_map(Value::from), value);
    let columns = (
        twice(text().boxed()),
        twice(any::<i64>().prop_map(Value::from).boxed()),
        twice(number().boxed()),
        twice(day().boxed()),
        twice(any::<bool>().prop_map(Value::from).boxed()),
    );
    columns.prop_map(|(a, b, c, d, e)| [a, b, c, d, e].into_iter().flat_map(|(n, r)| [n, r]).collect())
}

/// The text of a value, said once more and differently.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => {
            thousandths(i128::from(number.unscaled()) * power(DIGITS - number.digits()))
        }
        Value::Date(day) => day.to_string(),
        Value::Boolean(answer) => answer.to_string(),
    }
}

fn power(digits: u8) -> i128 {
    10_i128.pow(digits.into())
}

fn thousandths(value: i128) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", value.abs() / 1000, value.abs() % 1000)
}

fn from_parquet(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Str(text) => text.clone(),
        Cell::Long(number) => number.to_string(),
        Cell::Decimal(number) => {
            assert_eq!((number.precision(), number.scale()), (18, i32::from(DIGITS)));
            thousandths(i64::from_be_bytes(number.data().try_into().unwrap()).into())
        }
        // 719,162 days lie between the first day of all and 1970-01-01.
        Cell::Date(days) => {
            let first = Date::from_ymd(1, 1, 1).unwrap();
            first.plus_days(u32::try_from(days + 719_162).unwrap()).to_string()
        }
        Cell::Bool(answer) => answer.to_string(),
        other => panic!("no cell of ours: {other:?}"),
    }
}

fn read_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// From a file: the readers of memory are those of a crate this one does not know.
fn read_parquet(file: File) -> Vec<Vec<String>> {
    let reader = SerializedFileReader::new(file).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().get_column_iter().map(|(_, cell)| from_parquet(cell)).collect()).collect()
}

proptest! {
    #[test]
    fn every_table_reads_back_as_it_was(rows in vec(row(), 0..40)) {
        let mut csv = CsvWriter::new(Vec::new(), &schema()).unwrap();
        let mut guarded = CsvWriter::guarded(Vec::new(), &schema()).unwrap();
        let mut parquet = ParquetWriter::new(tempfile::tempfile().unwrap(), &schema()).unwrap();
        for row in &rows {
            csv.push(row).unwrap();
            guarded.push(row).unwrap();
            parquet.push(row).unwrap();
        }
        let expected: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(shown).collect()).collect();
        prop_assert_eq!(read_csv(&csv.finish().unwrap()), expected.clone());
        prop_assert_eq!(read_parquet(parquet.finish().unwrap()), expected.clone());
        let undone: Vec<Vec<String>> = read_csv(&guarded.finish().unwrap()).into_iter().map(undo).collect();
        prop_assert_eq!(undone, expected);
    }
}

/// Takes the guard away, as the documentation says: one `'` from the front of a text.
fn undo(row: Vec<String>) -> Vec<String> {
    row.into_iter().map(|text| text.strip_prefix('\'').map(str::to_owned).unwrap_or(text)).collect()
}

#[test]
fn an_empty_table_is_a_table() {
    let csv = CsvWriter::new(Vec::new(), &schema()).unwrap().finish().unwrap();
    assert_eq!(read_csv(&csv), Vec::<Vec<String>>::new());
    let parquet = ParquetWriter::new(tempfile::tempfile().unwrap(), &schema()).unwrap().finish().unwrap();
    assert_eq!(read_parquet(parquet), Vec::<Vec<String>>::new());
}

/// A column of one kind that may be empty.
fn one(kind: Kind) -> Schema {
    let field = Field::nullable("a".parse().unwrap(), "A", kind, Role::Attribute);
    Schema::new("t".parse().unwrap(), Language::De, "Tabelle", vec![field])
        .unwrap()
        .described("Worum es geht.")
}

fn groups(file: File) -> Vec<i64> {
    let reader = SerializedFileReader::new(file).unwrap();
    reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect()
}

#[test]
fn row_groups_are_bounded_in_rows_and_in_bytes() {
    let mut parquet = ParquetWriter::new(tempfile::tempfile().unwrap(), &one(Kind::Integer)).unwrap();
    for n in 0..=i64::try_from(ROW_GROUP_ROWS).unwrap() {
        parquet.push(&[n.into()]).unwrap();
    }
    assert_eq!(groups(parquet.finish().unwrap()), [122_880, 1]);

    let mut parquet = ParquetWriter::new(tempfile::tempfile().unwrap(), &one(Kind::Text)).unwrap();
    let large = Value::from("x".repeat(1 << 20));
    for _ in 0..33 {
        parquet.push(std::slice::from_ref(&large)).unwrap();
    }
    assert_eq!(groups(parquet.finish().unwrap()), [32, 1]);
}

#[test]
fn a_parquet_file_says_what_it_is() {
    let file = ParquetWriter::new(tempfile::tempfile().unwrap(), &one(Kind::Date)).unwrap().finish().unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let metadata = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
    let value = |key: &str| metadata.iter().find(|entry| entry.key == key).unwrap().value.clone().unwrap();
    assert_eq!((value("id"), value("language"), value("title")), ("t".into(), "de".into(), "Tabelle".into()));
    assert_eq!(value("description"), "Worum es geht.");
    let schema: serde_json::Value = serde_json::from_str(&value("schema")).unwrap();
    assert_eq!(schema["fields"][0]["type"], "date");
}
