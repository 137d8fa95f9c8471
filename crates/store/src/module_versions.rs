//! Published versions of modules: immutable documents, with an index of the interfaces they provide.

use std::collections::{BTreeSet, HashMap};

use blaupause_catalog::{Catalog, ModulePin, ModuleVersion};
use blaupause_kernel::{Slug, Timestamp, Version};
use diesel::prelude::*;

use crate::columns::{from_json, parse};
use crate::connection::on_db;
use crate::maturity_models::Published;
use crate::schema::{
    module_interfaces as interfaces, module_services as services, module_versions as versions,
    retirements as announcements,
};
use crate::{Conn, Error, retirements};

const KIND: &str = "module-version";

#[derive(Insertable)]
#[diesel(table_name = versions)]
struct Row {
    module: String,
    version: String,
    hash: String,
    document: String,
    published_by: String,
    published_at: chrono::NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = interfaces)]
struct InterfaceRow {
    module: String,
    version: String,
    interface: String,
    interface_version: String,
}

#[derive(Insertable)]
#[diesel(table_name = services)]
struct ServiceRow {
    module: String,
    version: String,
    leika: String,
}

/// Stores a version and the indexes of what it provides and serves.
///
/// # Errors
/// `Conflict` if it exists already; those of the database.
pub fn insert(
    conn: &mut Conn,
    version: &ModuleVersion,
    published: &Published,
    by: &str,
    at: Timestamp,
) -> Result<(), Error> {
    let row = Row {
        module: version.module.to_string(),
        version: version.version.to_string(),
        hash: published.hash.to_string(),
        document: published.document.clone(),
        published_by: by.to_owned(),
        published_at: at.to_naive(),
    };
    let id = format!("{}@{}", version.module, version.version);
    let insert = diesel::insert_into(versions::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, id))?;
    let provided: BTreeSet<_> = version.provides.iter().collect();
    let rows: Vec<InterfaceRow> = provided
        .into_iter()
        .map(|interface| InterfaceRow {
            module: version.module.to_string(),
            version: version.version.to_string(),
            interface: interface.id.to_string(),
            interface_version: interface.version.to_string(),
        })
        .collect();
    on_db!(conn, c => diesel::insert_into(interfaces::table).values(&rows).execute(c))?;
    let served: BTreeSet<_> = version.leika.iter().collect();
    let served = served.into_iter().map(|leika| ServiceRow {
        module: version.module.to_string(),
        version: version.version.to_string(),
        leika: leika.to_string(),
    });
    let served: Vec<ServiceRow> = served.collect();
    on_db!(conn, c => diesel::insert_into(services::table).values(&served).execute(c))?;
    Ok(())
}

/// A version as it is stored.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn document(conn: &mut Conn, module: &Slug, version: &Version) -> Result<Published, Error> {
    let row: Option<(String, String)> = versions::table
        .find((module.as_str(), version.to_string()))
        .select((versions::document, versions::hash))
        .first(conn)
        .optional()?;
    let (document, hash) = row.ok_or_else(|| Error::not_found(KIND, format!("{module}@{version}")))?;
    Ok(Published { document, hash: parse(KIND, &hash)? })
}

/// The versions of a module, the lowest first.
///
/// # Errors
/// Those of the database.
pub fn versions(conn: &mut Conn, module: &Slug) -> Result<Vec<ModuleVersion>, Error> {
    let documents: Vec<String> =
        versions::table.filter(versions::module.eq(module.as_str())).select(versions::document).load(conn)?;
    in_order(&documents)
}

/// All published versions, with the life cycle that holds now.
///
/// # Errors
/// Those of the database.
pub fn catalog(conn: &mut Conn) -> Result<Catalog, Error> {
    let retired = retirements::all(conn)?.into_iter().map(|r| ((r.module, r.version), r.life_cycle));
    let retired: HashMap<_, _> = retired.collect();
    let documents: Vec<String> = versions::table.select(versions::document).load(conn)?;
    let mut found = in_order(&documents)?;
    for version in &mut found {
        if let Some(life_cycle) = retired.get(&(version.module.clone(), version.version.clone())) {
            version.life_cycle = *life_cycle;
        }
    }
    Catalog::new(found).map_err(|e| Error::corrupt(KIND, e))
}

/// What `catalog` rests on. Versions are never removed and revisions only grow, so a catalogue with the same stamp is
/// the same catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogStamp {
    versions: i64,
    announcements: i64,
    revisions: i64,
}

/// The stamp of the catalogue as it is now.
///
/// # Errors
/// Those of the database.
pub fn stamp(conn: &mut Conn) -> Result<CatalogStamp, Error> {
    let announced: Vec<i64> = announcements::table.select(announcements::revision).load(conn)?;
    Ok(CatalogStamp {
        versions: versions::table.count().get_result(conn)?,
        announcements: i64::try_from(announced.len()).unwrap_or(i64::MAX),
        revisions: announced.into_iter().fold(0, i64::saturating_add),
    })
}

/// Those of the named versions that are published, by module and version.
///
/// # Errors
/// Those of the database.
pub fn of_pins(conn: &mut Conn, pins: &[ModulePin]) -> Result<Vec<ModuleVersion>, Error> {
    let modules: BTreeSet<&str> = pins.iter().map(|pin| pin.module.as_str()).collect();
    let numbers: BTreeSet<String> = pins.iter().map(|pin| pin.version.to_string()).collect();
    let documents: Vec<String> = versions::table
        .filter(versions::module.eq_any(modules))
        .filter(versions::version.eq_any(numbers))
        .select(versions::document)
        .load(conn)?;
    let mut found = in_order(&documents)?;
    found.retain(|v| pins.iter().any(|pin| pin.module == v.module && pin.version == v.version));
    Ok(found)
}

fn in_order(documents: &[String]) -> Result<Vec<ModuleVersion>, Error> {
    let read = documents.iter().map(|d| from_json::<ModuleVersion>(KIND, d));
    let mut found = read.collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| (&a.module, &a.version).cmp(&(&b.module, &b.version)));
    Ok(found)
}
