//! Writes a table as Parquet, with its title, description and schema in the file itself.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;

use crate::parquet_cells::{Cells, message_type};
use crate::table_schema::TableSchema;
use crate::{Error, RowSink, Schema, Value};

/// The most rows of a row group: large enough to compress and to skip, and what DuckDB gives to one thread.
pub const ROW_GROUP_ROWS: usize = 122_880;

/// Bytes of text after which a row group is complete, however few rows it has.
pub const ROW_GROUP_BYTES: usize = 32 << 20;

/// A Parquet file in the making. It holds the rows of one row group at a time.
///
/// The same rows give the same bytes: nothing in the file tells when it was written.
pub struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    schema: Schema,
    columns: Vec<Cells>,
    rows: u64,
    waiting_rows: usize,
    waiting_bytes: usize,
    most_rows: usize,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// A file with the columns of this table.
    ///
    /// # Errors
    /// If the sink does not take its first bytes.
    pub fn new(sink: W, schema: &Schema) -> Result<Self, Error> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(about(schema)?))
            .build();
        let file = SerializedFileWriter::new(sink, message_type(schema)?, Arc::new(properties))?;
        Ok(Self {
            file,
            schema: schema.clone(),
            columns: schema.fields().iter().map(Cells::of).collect(),
            rows: 0,
            waiting_rows: 0,
            waiting_bytes: 0,
            most_rows: ROW_GROUP_ROWS,
        })
    }

    /// Writes what is left and gives the sink back.
    ///
    /// # Errors
    /// If the sink does not take it.
    pub fn finish(mut self) -> Result<W, Error> {
        self.write_group()?;
        let mut sink = self.file.into_inner()?;
        sink.flush()?;
        Ok(sink)
    }

    fn write_group(&mut self) -> Result<(), Error> {
        if self.waiting_rows == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for cells in &mut self.columns {
            let missing = || ParquetError::General("a column is missing".to_owned());
            let mut column = group.next_column()?.ok_or_else(missing)?;
            cells.write(column.untyped())?;
            column.close()?;
        }
        group.close()?;
        (self.waiting_rows, self.waiting_bytes) = (0, 0);
        Ok(())
    }
}

impl<W: Write + Send> RowSink for ParquetWriter<W> {
    fn push(&mut self, row: &[Value]) -> Result<(), Error> {
        self.rows += 1;
        self.schema.check(self.rows, row)?;
        for ((cells, field), value) in self.columns.iter_mut().zip(self.schema.fields()).zip(row) {
            cells.push(field, value);
            if let Value::Text(text) = value {
                self.waiting_bytes += text.len();
            }
        }
        self.waiting_rows += 1;
        if self.waiting_rows >= self.most_rows || self.waiting_bytes >= ROW_GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }
}

/// What the file says about itself. The schema is a Frictionless Table Schema: it has what Parquet types do not say.
fn about(schema: &Schema) -> Result<Vec<KeyValue>, Error> {
    let entry = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
    let mut about = vec![
        entry("id", schema.id().to_string()),
        entry("language", schema.language().to_string()),
        entry("title", schema.title().to_owned()),
    ];
    about.extend(schema.description().map(|text| entry("description", text.to_owned())));
    about.push(entry("schema", serde_json::to_string(&TableSchema::of(schema))?));
    Ok(about)
}
