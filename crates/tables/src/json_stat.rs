//! Turns a table into a JSON-stat 2.0 dataset: a cube with one place for each combination of categories and measure.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::json_stat_document::Document;
use crate::{About, Error, Field, RowSink, Schema, Value};

/// The most cells of a cube unless the caller says otherwise. They are in memory together, with 24 bytes each.
pub const MAX_CELLS: usize = 1_000_000;

/// A dataset in the making. The measures are its last dimension, [`crate::METRIC`]; attributes have no place in it.
pub struct JsonStat {
    schema: Schema,
    /// In row-major order.
    cells: Vec<Value>,
    /// Whether there was a row for it, one for all its measures.
    taken: Vec<bool>,
    /// By cell, the position of the reason.
    reasons: BTreeMap<usize, usize>,
    rows: u64,
}

/// The dataset of these rows, with at most [`MAX_CELLS`] cells.
///
/// # Errors
/// As [`JsonStat::new`] and [`RowSink::push`].
pub fn json_stat<R: AsRef<[Value]>>(
    schema: &Schema,
    about: &About,
    rows: impl IntoIterator<Item = R>,
) -> Result<String, Error> {
    let mut dataset = JsonStat::new(schema, MAX_CELLS)?;
    rows.into_iter().try_for_each(|row| dataset.push(row.as_ref()))?;
    dataset.finish(about)
}

impl JsonStat {
    /// An empty cube for this table. Every dimension needs categories.
    ///
    /// # Errors
    /// If there is no measure, a dimension takes any value, or there are more than `most` cells.
    pub fn new(schema: &Schema, most: usize) -> Result<Self, Error> {
        let measures = schema.measures().count();
        if measures == 0 {
            return Err(Error::NoMeasure(schema.id().clone()));
        }
        let mut places: usize = 1;
        let too_many = || Error::TooManyCells { table: schema.id().clone(), most };
        for (field, codes) in schema.columns().filter(|(field, _)| field.is_dimension()) {
            if codes.is_open() {
                return Err(Error::OpenDimension { field: field.name.clone() });
            }
            places = places.checked_mul(codes.len()).ok_or_else(too_many)?;
        }
        let cells = places.checked_mul(measures).filter(|cells| *cells <= most).ok_or_else(too_many)?;
        Ok(Self {
            schema: schema.clone(),
            cells: vec![Value::Null; cells],
            taken: vec![false; places],
            reasons: BTreeMap::new(),
            rows: 0,
        })
    }

    /// The dataset as JSON. A cell no row was about is `null`.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn finish(self, about: &About) -> Result<String, Error> {
        let value = RawValue::from_string(self.values())?;
        let known = self.schema.fields().iter().find(|f| f.is_status()).map_or(&[][..], Field::categories);
        let code = |(cell, reason): (&usize, &usize)| Some((*cell, known.get(*reason)?.code.as_str()));
        let status = self.reasons.iter().filter_map(code).collect();
        Ok(serde_json::to_string(&Document::new(&self.schema, about, value, status))?)
    }

    fn values(&self) -> String {
        let kinds: Vec<_> = self.schema.measures().map(|field| field.kind).collect();
        let mut text = String::from("[");
        for (cell, kind) in self.cells.iter().zip(kinds.iter().cycle()) {
            if text.len() > 1 {
                text.push(',');
            }
            if cell.is_null() {
                text.push_str("null");
            } else {
                text.push_str(&kind.written(cell));
            }
        }
        text.push(']');
        text
    }

    /// Where the row stands among the combinations of categories: the last dimension changes fastest.
    fn place(&self, row: &[Value]) -> Result<usize, Error> {
        let mut place = 0;
        for ((field, codes), value) in self.schema.columns().zip(row).filter(|((f, _), _)| f.is_dimension()) {
            place = place * codes.len() + codes.position(self.rows, field, value)?;
        }
        Ok(place)
    }

    fn same_cell(&self, row: &[Value]) -> Error {
        let dimensions = self.schema.fields().iter().zip(row).filter(|(field, _)| field.is_dimension());
        let named: Vec<String> =
            dimensions.map(|(field, value)| format!("{} `{}`", field.name, value.text())).collect();
        Error::SameCell { row: self.rows, categories: named.join(", ") }
    }
}

impl RowSink for JsonStat {
    fn push(&mut self, row: &[Value]) -> Result<(), Error> {
        self.rows += 1;
        self.schema.check(self.rows, row)?;
        let place = self.place(row)?;
        match self.taken.get_mut(place) {
            Some(taken) if !*taken => *taken = true,
            _ => return Err(self.same_cell(row)),
        }
        let mut reason = None;
        for ((field, codes), value) in self.schema.columns().zip(row) {
            if field.is_status() && !value.is_null() {
                reason = Some(codes.position(self.rows, field, value)?);
            }
        }
        let first = place * self.schema.measures().count();
        let measured = self.schema.fields().iter().zip(row).filter(|(field, _)| field.is_measure());
        for ((at, cell), (_, value)) in self.cells.iter_mut().enumerate().skip(first).zip(measured) {
            cell.clone_from(value);
            if let Some(reason) = reason.filter(|_| value.is_null()) {
                self.reasons.insert(at, reason);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Language;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{Axis, Category, Decimal, Kind, Role};

    fn field(name: &str, required: bool, kind: Kind, role: Role) -> Field {
        let title = name.to_uppercase();
        let make = if required { Field::required } else { Field::nullable };
        make(name.parse().unwrap(), title, kind, role)
    }

    fn dimension(codes: &[&str], axis: Axis) -> Role {
        Role::Dimension {
            categories: codes.iter().map(|c| Category::new(*c, format!("L {c}"))).collect(),
            axis,
        }
    }

    /// 2 years x 3 places x (contributors, mean).
    fn schema() -> Schema {
        let reasons = vec![Category::new("tooFew", "zu wenige")];
        let fields = vec![
            field(
                "mean",
                false,
                Kind::Decimal { digits: 2 },
                Role::Measure { unit: Some("Punkte".to_owned()) },
            ),
            field("year", true, Kind::Integer, dimension(&["2025", "2026"], Axis::Time)),
            field("place", true, Kind::Text, dimension(&["01", "09", "14"], Axis::Geo)),
            field("contributors", false, Kind::Integer, Role::Measure { unit: None }),
            field("reason", false, Kind::Text, Role::Status { reasons }),
            field("remark", false, Kind::Text, Role::Attribute),
        ];
        Schema::new("scores".parse().unwrap(), Language::De, "Werte", fields).unwrap()
    }

    fn row(
        year: i64,
        place: &str,
        contributors: Option<i64>,
        mean: Option<&str>,
        reason: Option<&str>,
    ) -> [Value; 6] {
        let mean = mean.map(|text| text.parse::<Decimal>().unwrap());
        [
            mean.into(),
            year.into(),
            place.into(),
            contributors.into(),
            reason.map(str::to_owned).into(),
            Value::Null,
        ]
    }

    fn of(rows: &[[Value; 6]]) -> Result<String, Error> {
        json_stat(&schema(), &About::default(), rows)
    }

    /// By hand: place 09 of 2026 is the place 1 * 3 + 1 = 4, its mean the cell 4 * 2 + 0 = 8 and its contributors the cell 9.
    #[test]
    fn a_figure_stands_where_its_categories_say() {
        let text = of(&[
            row(2026, "09", Some(7), Some("2.65"), None),
            row(2025, "14", None, None, Some("tooFew")),
            row(2026, "14", Some(3), None, Some("tooFew")),
            row(2025, "01", Some(9_007_199_254_740_993), Some("-0.1"), None),
        ])
        .unwrap();
        let values = r#""value":[-0.10,9007199254740993,null,null,null,null,null,null,2.65,7,null,3]"#;
        assert!(text.contains(values), "{text}");
        let document: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(document["id"], json!(["year", "place", "metric"]));
        assert_eq!(document["size"], json!([2, 3, 2]));
        assert_eq!(document["role"], json!({ "time": ["year"], "geo": ["place"], "metric": ["metric"] }));
        assert_eq!(document["status"], json!({ "4": "tooFew", "5": "tooFew", "10": "tooFew" }));
        assert_eq!(document["extension"], json!({ "status": { "label": { "tooFew": "zu wenige" } } }));
        assert_eq!(document["dimension"]["place"]["category"]["index"], json!(["01", "09", "14"]));
        assert_eq!(document["dimension"]["place"]["category"]["label"]["09"], "L 09");
        let metric = &document["dimension"]["metric"];
        assert_eq!(metric["category"]["index"], json!(["mean", "contributors"]));
        let unit = json!({ "mean": { "label": "Punkte", "decimals": 2 }, "contributors": { "decimals": 0 } });
        assert_eq!(metric["category"]["unit"], unit);
    }

    #[test]
    fn a_second_row_for_a_cell_is_refused() {
        let one = row(2026, "09", Some(7), Some("2.65"), None);
        let refused = of(&[one.clone(), one]).unwrap_err().to_string();
        assert_eq!(refused, "row 2 is a second one for year `2026`, place `09`");
    }

    #[test]
    fn a_cube_has_measures_categories_and_not_too_many_cells() {
        assert!(JsonStat::new(&schema(), 12).is_ok());
        assert!(matches!(JsonStat::new(&schema(), 11), Err(Error::TooManyCells { most: 11, .. })));
        let table = |fields| Schema::new("t".parse().unwrap(), Language::De, "T", fields).unwrap();
        let open = field("day", true, Kind::Date, dimension(&[], Axis::Time));
        let count = field("count", true, Kind::Integer, Role::Measure { unit: None });
        assert!(matches!(JsonStat::new(&table(vec![open.clone()]), 9), Err(Error::NoMeasure(_))));
        assert!(matches!(
            JsonStat::new(&table(vec![open, count.clone()]), 9),
            Err(Error::OpenDimension { .. })
        ));
        let alone = json_stat(&table(vec![count]), &About::default(), [[Value::from(5)]]).unwrap();
        assert!(
            alone.contains(r#""id":["metric"],"size":[1]"#) && alone.contains(r#""value":[5]"#),
            "{alone}"
        );
    }
}
