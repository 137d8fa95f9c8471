//! Reads the inhabitants of French communes, which Eurostat's list leaves out, from a CSV of their own.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Message};

use super::figures::inhabitants;
use crate::Defect;
use crate::defects::{Defects, excerpt};
use crate::fields::Fields;
use crate::tables::rows;

/// The columns a file may have, in any order; the first two must be there.
const COLUMNS: [&str; 5] = ["lau_code", "population", "name", "departement", "region"];
/// The letters with which the keys of French units begin.
const FRANCE: &str = "FR";

/// Inhabitants of French communes by their code (code officiel géographique).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Populations(BTreeMap<String, u32>);

impl Populations {
    /// Inhabitants of a unit with this LAU code, if it is a French one.
    pub(super) fn of(&self, ars: &Ars, code: &str) -> Option<u32> {
        self.0.get(code).copied().filter(|_| ars.as_str().starts_with(FRANCE))
    }
}

/// Reads a file of French communes, plain or packed with gzip. Communes without a number are left out.
///
/// # Errors
/// Every defect with line and field number, up to [`crate::MAX_DEFECTS`]. Then nothing is read.
pub fn populations(bytes: &[u8]) -> Result<Populations, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = rows(bytes, &COLUMNS, 2, &mut defects)?;
    let mut found = BTreeMap::new();
    for row in &rows {
        let mut fields = Fields::of(row, &mut defects);
        let code = fields.needed(0, "lau-code-invalid", |t| (!t.is_empty()).then(|| t.to_owned()));
        let number = fields.optional(1, "register-number-invalid", inhabitants).flatten();
        let Some((code, number)) = code.zip(number) else { continue };
        if found.insert(code.clone(), number).is_some() {
            let message = Message::new("register-key-duplicate").with("key", excerpt(&code));
            defects.add(row.line, row.field(0).0, message);
        }
    }
    if rows.is_empty() && defects.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    }
    defects.or(Populations(found))
}
