//! Published versions of minimum standards: immutable documents.

use std::collections::BTreeMap;

use blaupause_catalog::StandardVersion;
use blaupause_kernel::{Slug, Timestamp, Version};
use diesel::prelude::*;

use crate::columns::{from_json, parse};
use crate::maturity_models::Published;
use crate::schema::standard_versions as versions;
use crate::{Conn, Error};

const KIND: &str = "standard-version";

#[derive(Insertable)]
#[diesel(table_name = versions)]
struct Row {
    standard: String,
    version: String,
    hash: String,
    document: String,
    published_by: String,
    published_at: chrono::NaiveDateTime,
}

/// Stores a version.
///
/// # Errors
/// `Conflict` if it exists already; those of the database.
pub fn insert(
    conn: &mut Conn,
    version: &StandardVersion,
    published: &Published,
    by: &str,
    at: Timestamp,
) -> Result<(), Error> {
    let row = Row {
        standard: version.id.to_string(),
        version: version.version.to_string(),
        hash: published.hash.to_string(),
        document: published.document.clone(),
        published_by: by.to_owned(),
        published_at: at.to_naive(),
    };
    let id = format!("{}@{}", version.id, version.version);
    let insert = diesel::insert_into(versions::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, id)).map(|_| ())
}

/// A version as it is stored.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn document(conn: &mut Conn, standard: &Slug, version: &Version) -> Result<Published, Error> {
    let row: Option<(String, String)> = versions::table
        .find((standard.as_str(), version.to_string()))
        .select((versions::document, versions::hash))
        .first(conn)
        .optional()?;
    let (document, hash) = row.ok_or_else(|| Error::not_found(KIND, format!("{standard}@{version}")))?;
    Ok(Published { document, hash: parse(KIND, &hash)? })
}

/// All versions of a standard.
///
/// # Errors
/// Those of the database.
pub fn of_standard(conn: &mut Conn, standard: &Slug) -> Result<BTreeMap<Version, StandardVersion>, Error> {
    let documents: Vec<String> = versions::table
        .filter(versions::standard.eq(standard.as_str()))
        .select(versions::document)
        .load(conn)?;
    let read = |document: &String| {
        let version: StandardVersion = from_json(KIND, document)?;
        Ok((version.version.clone(), version))
    };
    documents.iter().map(read).collect()
}
