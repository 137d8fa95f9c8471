//! What a publiccode.yml said beyond the module version that was made of it.

use blaupause_interchange::publiccode::{Publiccode, read};
use blaupause_kernel::{Slug, Version};
use diesel::prelude::*;

use crate::columns::{parse, to_json};
use crate::schema::publiccodes;
use crate::{Conn, Error};

const KIND: &str = "publiccode";

/// Keeps what was read beside the version.
///
/// # Errors
/// Those of the database.
pub fn insert(conn: &mut Conn, module: &Slug, version: &Version, document: &Publiccode) -> Result<(), Error> {
    let row = (
        publiccodes::module.eq(module.to_string()),
        publiccodes::version.eq(version.to_string()),
        publiccodes::document.eq(to_json(KIND, document.as_map())?),
    );
    let insert = diesel::insert_into(publiccodes::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, version)).map(|_| ())
}

/// What is kept beside a version.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn find(conn: &mut Conn, module: &Slug, version: &Version) -> Result<Publiccode, Error> {
    let document: Option<String> = publiccodes::table
        .find((module.as_str(), version.to_string()))
        .select(publiccodes::document)
        .first(conn)
        .optional()?;
    let document = document.ok_or_else(|| Error::not_found(KIND, format!("{module}@{version}")))?;
    Ok(read(&document).map_err(|unusable| Error::corrupt(KIND, unusable))?.document)
}

/// Every version beside which something is kept, by module and version.
///
/// # Errors
/// Those of the database.
pub fn versions(conn: &mut Conn) -> Result<Vec<(Slug, Version)>, Error> {
    let rows: Vec<(String, String)> = publiccodes::table
        .order((publiccodes::module, publiccodes::version))
        .select((publiccodes::module, publiccodes::version))
        .load(conn)?;
    let read = |(module, version): (String, String)| Ok((parse(KIND, &module)?, parse(KIND, &version)?));
    rows.into_iter().map(read).collect()
}
