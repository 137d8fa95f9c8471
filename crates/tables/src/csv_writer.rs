//! Writes a table as CSV: RFC 4180 in UTF-8, machine names in the header.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use crate::{Error, RowSink, Schema, Value};

/// A CSV file in the making. It holds one row at a time.
///
/// Lines end in CR LF, there is no byte order mark, the decimal point is `.`, days are `2026-03-01`, and an empty cell
/// is no value. A program reads exactly the values that were pushed: also a text such as `=1+1` is written as it is.
pub struct CsvWriter<W: Write> {
    csv: Writer<W>,
    schema: Schema,
    guarded: bool,
    rows: u64,
}

impl<W: Write> CsvWriter<W> {
    /// A file for programs. Writes the header.
    ///
    /// # Errors
    /// If the sink does not take it.
    pub fn new(sink: W, schema: &Schema) -> Result<Self, Error> {
        let mut csv = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(sink);
        csv.write_record(schema.fields().iter().map(|field| field.name.as_str()))?;
        Ok(Self { csv, schema: schema.clone(), guarded: false, rows: 0 })
    }

    /// A file for people who open it in a spreadsheet, which may take a text for a formula.
    ///
    /// A text that begins with `=`, `+`, `-`, `@`, a tab, CR, LF or `'` gets a `'` in front. Take one `'` from the front
    /// of every text that begins with one, and the texts are as they were. Numbers and days stay as they are.
    ///
    /// # Errors
    /// If the sink does not take the header.
    pub fn guarded(sink: W, schema: &Schema) -> Result<Self, Error> {
        Ok(Self { guarded: true, ..Self::new(sink, schema)? })
    }

    /// Writes what is left and gives the sink back.
    ///
    /// # Errors
    /// If the sink does not take it.
    pub fn finish(mut self) -> Result<W, Error> {
        self.csv.flush()?;
        self.csv
            .into_inner()
            .map_err(|left| io::Error::new(left.error().kind(), left.error().to_string()).into())
    }
}

impl<W: Write> RowSink for CsvWriter<W> {
    fn push(&mut self, row: &[Value]) -> Result<(), Error> {
        self.rows += 1;
        self.schema.check(self.rows, row)?;
        for (field, value) in self.schema.fields().iter().zip(row) {
            match value {
                Value::Text(text) if self.guarded && is_risky(text) => {
                    self.csv.write_field(format!("'{text}"))?;
                }
                _ => self.csv.write_field(field.kind.written(value).as_bytes())?,
            }
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(())
    }
}

/// Whether a spreadsheet may take the text for a formula, or for one that was guarded already.
fn is_risky(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\''])
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Language;

    use super::*;
    use crate::{Field, Kind, Role};

    fn schema() -> Schema {
        let field = |name: &str, kind| Field::nullable(name.parse().unwrap(), name, kind, Role::Attribute);
        let fields = vec![
            field("text", Kind::Text),
            field("number", Kind::Decimal { digits: 2 }),
            field("day", Kind::Date),
            field("yes", Kind::Boolean),
        ];
        Schema::new("t".parse().unwrap(), Language::De, "T", fields).unwrap()
    }

    fn rows() -> [[Value; 4]; 3] {
        let number: Value = "-2.6".parse::<crate::Decimal>().unwrap().into();
        [
            [
                "a \"b\",\nc".into(),
                number.clone(),
                "2026-03-01".parse::<blaupause_kernel::Date>().unwrap().into(),
                true.into(),
            ],
            [Value::Null, Value::Null, Value::Null, Value::Null],
            ["=1+1".into(), number, Value::Null, false.into()],
        ]
    }

    fn written(mut writer: CsvWriter<Vec<u8>>) -> String {
        for row in rows() {
            writer.push(&row).unwrap();
        }
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn writes_what_rfc_4180_says() {
        let csv = written(CsvWriter::new(Vec::new(), &schema()).unwrap());
        let expected = "text,number,day,yes\r\n\"a \"\"b\"\",\nc\",-2.60,2026-03-01,true\r\n,,,\r\n=1+1,-2.60,,false\r\n";
        assert_eq!(csv, expected);
    }

    #[test]
    fn guards_texts_alone_and_so_that_it_can_be_undone() {
        let csv = written(CsvWriter::guarded(Vec::new(), &schema()).unwrap());
        assert!(csv.ends_with("\r\n'=1+1,-2.60,,false\r\n"), "{csv}");
        for risky in ["=", "+1", "-1", "@a", "\tx", "\rx", "\nx", "'x", "'=x"] {
            assert!(is_risky(risky), "{risky:?}");
        }
        assert!(!is_risky("a=1") && !is_risky(" =1"));
    }

    #[test]
    fn a_refused_row_leaves_nothing_behind() {
        let mut writer = CsvWriter::new(Vec::new(), &schema()).unwrap();
        let bad = ["good".into(), Value::Null, Value::Null, "bad".into()];
        let refused = writer.push(&bad).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "row 1 has a value of the kind text for `yes`, which holds values of the kind boolean"
        );
        assert_eq!(writer.finish().unwrap(), b"text,number,day,yes\r\n");
    }

    /// A lone empty cell is quoted, or its row would be a blank line, which readers skip.
    #[test]
    fn a_row_of_one_empty_cell_is_a_row() {
        let field = Field::nullable("a".parse().unwrap(), "A", Kind::Text, Role::Attribute);
        let schema = Schema::new("t".parse().unwrap(), Language::De, "T", vec![field]).unwrap();
        let mut writer = CsvWriter::new(Vec::new(), &schema).unwrap();
        writer.push(&[Value::Null]).unwrap();
        assert_eq!(writer.finish().unwrap(), b"a\r\n\"\"\r\n");
    }
}
