//! The cells of one column that wait for their row group, as Parquet stores them.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::schema::types::{Type, TypePtr};

use crate::{Decimal, Error, Field, Kind, Schema, Value};

/// One column of a row group in the making.
pub(crate) struct Cells {
    values: Values,
    /// 1 for each row with a value, 0 for each without; nothing for a column where every row has one.
    present: Option<Vec<i16>>,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Day(Vec<i32>),
    Boolean(Vec<bool>),
}

impl Cells {
    pub(crate) fn of(field: &Field) -> Self {
        let values = match field.kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Integer | Kind::Decimal { .. } => Values::Integer(Vec::new()),
            Kind::Date => Values::Day(Vec::new()),
            Kind::Boolean => Values::Boolean(Vec::new()),
        };
        Self { values, present: (!field.required).then(Vec::new) }
    }

    /// Takes a cell that fits the column.
    pub(crate) fn push(&mut self, field: &Field, value: &Value) {
        if let Some(present) = &mut self.present {
            present.push(i16::from(!value.is_null()));
        }
        match (&mut self.values, value) {
            (Values::Text(texts), Value::Text(text)) => texts.push(text.as_bytes().to_vec().into()),
            (Values::Integer(numbers), Value::Integer(number)) => numbers.push(*number),
            (Values::Integer(numbers), Value::Decimal(number)) => {
                numbers.extend(number.with_digits(field.kind.digits()).map(Decimal::unscaled));
            }
            (Values::Day(days), Value::Date(day)) => {
                days.extend(i32::try_from(day.begins().to_unix().div_euclid(86_400)));
            }
            (Values::Boolean(answers), Value::Boolean(answer)) => answers.push(*answer),
            // A value that does not fit was refused before. If one were not, the counts would differ, and Parquet says so.
            _ => {}
        }
    }

    /// Hands the cells over and keeps none.
    pub(crate) fn write(&mut self, writer: &mut ColumnWriter<'_>) -> Result<(), Error> {
        let present = self.present.as_deref();
        match (writer, &self.values) {
            (ColumnWriter::ByteArrayColumnWriter(w), Values::Text(v)) => w.write_batch(v, present, None)?,
            (ColumnWriter::Int64ColumnWriter(w), Values::Integer(v)) => w.write_batch(v, present, None)?,
            (ColumnWriter::Int32ColumnWriter(w), Values::Day(v)) => w.write_batch(v, present, None)?,
            (ColumnWriter::BoolColumnWriter(w), Values::Boolean(v)) => w.write_batch(v, present, None)?,
            _ => return Err(ParquetError::General("a column has another type".to_owned()).into()),
        };
        self.clear();
        Ok(())
    }

    fn clear(&mut self) {
        self.present.iter_mut().for_each(Vec::clear);
        match &mut self.values {
            Values::Text(v) => v.clear(),
            Values::Integer(v) => v.clear(),
            Values::Day(v) => v.clear(),
            Values::Boolean(v) => v.clear(),
        }
    }
}

/// The columns as Parquet declares them.
pub(crate) fn message_type(schema: &Schema) -> Result<TypePtr, Error> {
    let columns = schema.fields().iter().map(column_type).collect::<Result<_, _>>()?;
    Ok(Arc::new(Type::group_type_builder("table").with_fields(columns).build()?))
}

fn column_type(field: &Field) -> Result<TypePtr, Error> {
    let column = |physical| {
        Type::primitive_type_builder(field.name.as_str(), physical).with_repetition(if field.required {
            Repetition::REQUIRED
        } else {
            Repetition::OPTIONAL
        })
    };
    let builder = match field.kind {
        Kind::Text => column(PhysicalType::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)),
        Kind::Integer => column(PhysicalType::INT64),
        Kind::Decimal { digits } => {
            let (scale, precision) = (digits.into(), Decimal::PRECISION.into());
            column(PhysicalType::INT64)
                .with_scale(scale)
                .with_precision(precision)
                .with_logical_type(Some(LogicalType::decimal(scale, precision)))
        }
        Kind::Date => column(PhysicalType::INT32).with_logical_type(Some(LogicalType::Date)),
        Kind::Boolean => column(PhysicalType::BOOLEAN),
    };
    Ok(Arc::new(builder.build()?))
}
