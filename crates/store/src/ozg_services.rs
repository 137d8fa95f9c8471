//! Services of the Online Access Act (OZG-Leistungen).

use blaupause_catalog::services::OzgService;
use blaupause_kernel::{Cursor, Date, Page, Paged};
use blaupause_territory::search_name;
use diesel::prelude::*;

use crate::columns::{from_json, to_json};
use crate::connection::on_db;
use crate::schema::ozg_services as services;
use crate::units::containing;
use crate::{Conn, Error};

const KIND: &str = "ozg-service";

/// Rows per statement, well below the limits of both databases with four values each.
const BATCH: usize = 2_000;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = services, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    id: String,
    search_name: String,
    ended: Option<chrono::NaiveDate>,
    record: String,
}

impl Row {
    fn of(service: &OzgService) -> Result<Self, Error> {
        Ok(Self {
            id: service.id.clone(),
            search_name: search_name(&service.name),
            ended: service.ended.map(Date::to_chrono),
            record: to_json(KIND, service)?,
        })
    }
}

/// Every service, ended ones too, by number.
///
/// # Errors
/// Those of the database.
pub fn all(conn: &mut Conn) -> Result<Vec<OzgService>, Error> {
    let records: Vec<String> = services::table.order(services::id).select(services::record).load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// A service by its number.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: &str) -> Result<OzgService, Error> {
    let record: Option<String> = services::table.find(id).select(services::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Services by number: those whose name contains a text; current ones, or ended ones too.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(
    conn: &mut Conn,
    name: Option<&str>,
    ended: bool,
    page: &Page,
) -> Result<Paged<OzgService>, Error> {
    let mut query =
        services::table.select(services::record).order(services::id).limit(page.fetch()).into_boxed();
    if let Some(name) = name {
        query = query.filter(services::search_name.like(containing(name)).escape('!'));
    }
    if !ended {
        query = query.filter(services::ended.is_null());
    }
    if let Some(cursor) = page.after() {
        query = query.filter(services::id.gt(cursor.key(0)?.to_owned()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|r| from_json(KIND, r)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |s: &OzgService| Cursor::new([&s.id])))
}

/// Stores new services.
///
/// # Errors
/// `Conflict` if one is there already; those of the database.
pub fn insert_all(conn: &mut Conn, new: &[OzgService]) -> Result<(), Error> {
    for batch in new.chunks(BATCH) {
        let rows = batch.iter().map(Row::of).collect::<Result<Vec<_>, _>>()?;
        on_db!(conn, c => diesel::insert_into(services::table).values(&rows).execute(c))
            .map_err(Error::on_insert(KIND, "rows"))?;
    }
    Ok(())
}

/// Stores a service that is there already as it is now.
///
/// # Errors
/// Those of the database.
pub fn update(conn: &mut Conn, service: &OzgService) -> Result<(), Error> {
    diesel::update(services::table.find(&service.id)).set(Row::of(service)?).execute(conn)?;
    Ok(())
}
