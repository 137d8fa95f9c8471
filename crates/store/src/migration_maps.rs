//! Published migration maps between two versions of a model: immutable documents.

use blaupause_kernel::{Digest, Slug, Timestamp, Version};
use blaupause_maturity::MigrationMap;
use diesel::prelude::*;

use crate::columns::parse;
use crate::maturity_models::Published;
use crate::schema::migration_maps as maps;
use crate::{Conn, Error};

/// A published map, without its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Id of the model.
    pub model: Slug,
    /// The version that answers come from.
    pub from: Version,
    /// The version they go to.
    pub to: Version,
    /// Digest of the canonical document.
    pub hash: Digest,
    /// When it was published.
    pub published_at: Timestamp,
}

/// Stores a map.
///
/// # Errors
/// `Conflict` if there is one between these versions already; those of the database.
pub fn insert(
    conn: &mut Conn,
    map: &MigrationMap,
    published: &Published,
    by: &str,
    at: Timestamp,
) -> Result<(), Error> {
    let row = (
        maps::model.eq(map.model.to_string()),
        maps::from_version.eq(map.from.to_string()),
        maps::to_version.eq(map.to.to_string()),
        maps::hash.eq(published.hash.to_string()),
        maps::document.eq(&published.document),
        maps::published_by.eq(by),
        maps::published_at.eq(at.to_naive()),
    );
    let insert = diesel::insert_into(maps::table).values(row).execute(conn);
    insert.map_err(Error::on_insert("migration-map", name(&map.model, &map.from, &map.to))).map(|_| ())
}

/// A map as it is stored.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn document(conn: &mut Conn, model: &Slug, from: &Version, to: &Version) -> Result<Published, Error> {
    let row: Option<(String, String)> = maps::table
        .find((model.as_str(), from.to_string(), to.to_string()))
        .select((maps::document, maps::hash))
        .first(conn)
        .optional()?;
    let (document, hash) = row.ok_or_else(|| Error::not_found("migration-map", name(model, from, to)))?;
    Ok(Published { document, hash: parse("migration-map", &hash)? })
}

/// All maps of a model, by the texts of their versions. A model has few.
///
/// # Errors
/// Those of the database.
pub fn of_model(conn: &mut Conn, model: &Slug) -> Result<Vec<Summary>, Error> {
    let rows: Vec<(String, String, String, chrono::NaiveDateTime)> = maps::table
        .filter(maps::model.eq(model.as_str()))
        .order((maps::from_version, maps::to_version))
        .select((maps::from_version, maps::to_version, maps::hash, maps::published_at))
        .load(conn)?;
    let summary = |(from, to, hash, at): (String, String, String, chrono::NaiveDateTime)| {
        Ok(Summary {
            model: model.clone(),
            from: parse("migration-map", &from)?,
            to: parse("migration-map", &to)?,
            hash: parse("migration-map", &hash)?,
            published_at: Timestamp::from_naive(at),
        })
    };
    rows.into_iter().map(summary).collect()
}

fn name(model: &Slug, from: &Version, to: &Version) -> String {
    format!("{model}@{from}..{to}")
}
