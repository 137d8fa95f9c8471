//! The codes a column is limited to, and where each of them stands.

use std::collections::HashMap;

use crate::{Error, Field, Value};

/// The codes of one column. Empty if the column takes any value.
#[derive(Debug, Clone)]
pub(crate) struct Codes(HashMap<String, usize>);

impl Codes {
    /// The codes of this column.
    pub(crate) fn of(field: &Field) -> Result<Self, Error> {
        let mut codes = HashMap::new();
        for (position, category) in field.categories().iter().enumerate() {
            let code = &category.code;
            if !field.kind.writes(code) {
                let (field, code) = (field.name.clone(), code.clone());
                return Err(Error::BadCode { field, code });
            }
            if codes.insert(code.clone(), position).is_some() {
                return Err(Error::SameCode { field: field.name.clone(), code: code.clone() });
            }
        }
        Ok(Self(codes))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the column takes any value.
    pub(crate) fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    /// Where the value of a cell stands among the codes.
    pub(crate) fn position(&self, row: u64, field: &Field, value: &Value) -> Result<usize, Error> {
        let code = value.text();
        self.0.get(code.as_ref()).copied().ok_or_else(|| Error::UnknownCode {
            row,
            field: field.name.clone(),
            code: code.chars().take(80).collect(),
        })
    }
}
