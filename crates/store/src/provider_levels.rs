//! The maturity levels that the module versions installed at a unit supply.

use blaupause_catalog::SuppliedLevel;
use blaupause_kernel::{Ars, Date, Slug, Version};
use diesel::prelude::*;
use serde::Deserialize;

use crate::columns::{from_json, parse};
use crate::schema::{installations, module_versions};
use crate::{Conn, Error};

/// What one installed module version supplies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supply {
    /// The module.
    pub module: Slug,
    /// The installed version.
    pub version: Version,
    /// The levels, of any model.
    pub levels: Vec<SuppliedLevel>,
}

/// The part of a module version's document that is read here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    #[serde(default)]
    maturity_levels: Vec<SuppliedLevel>,
}

/// What the module versions in use at a unit on a day supply, by module.
///
/// # Errors
/// Those of the database.
pub fn of_unit(conn: &mut Conn, unit: &Ars, on: Date) -> Result<Vec<Supply>, Error> {
    let installed = module_versions::module
        .eq(installations::module)
        .and(module_versions::version.eq(installations::version));
    let rows: Vec<(String, String, String)> = installations::table
        .inner_join(module_versions::table.on(installed))
        .filter(installations::unit.eq(unit.as_str()))
        .filter(installations::since.le(on.to_chrono()))
        .order((installations::unit, installations::module))
        .select((module_versions::module, module_versions::version, module_versions::document))
        .load(conn)?;
    let supply = |(module, version, text): (String, String, String)| {
        let document: Document = from_json("module-version", &text)?;
        Ok(Supply {
            module: parse("module-version", &module)?,
            version: parse("module-version", &version)?,
            levels: document.maturity_levels,
        })
    };
    rows.into_iter().map(supply).collect()
}
