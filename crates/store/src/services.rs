//! Services of the LeiKa catalogue, and which module versions serve them.

use blaupause_catalog::LeikaKey;
use blaupause_catalog::services::Service;
use blaupause_kernel::{Cursor, Date, Page, Paged, Slug, Version};
use blaupause_territory::search_name;
use diesel::prelude::*;

use crate::columns::{from_json, parse, to_json};
use crate::connection::on_db;
use crate::schema::{module_services as serving, services};
use crate::units::containing;
use crate::{Conn, Error};

const KIND: &str = "service";

/// Rows per statement, well below the limits of both databases with five values each.
const BATCH: usize = 2_000;

/// Which services.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those whose name contains this.
    pub name: Option<String>,
    /// Those that belong to this service of the Online Access Act.
    pub ozg: Option<String>,
    /// Those that some version of this module serves.
    pub module: Option<Slug>,
    /// Ended ones, too.
    pub ended: bool,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = services, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    leika: String,
    search_name: String,
    ozg: Option<String>,
    ended: Option<chrono::NaiveDate>,
    record: String,
}

impl Row {
    fn of(service: &Service) -> Result<Self, Error> {
        Ok(Self {
            leika: service.key.to_string(),
            search_name: search_name(&service.name),
            ozg: service.ozg.as_ref().map(|ozg| ozg.id.clone()),
            ended: service.ended.map(Date::to_chrono),
            record: to_json(KIND, service)?,
        })
    }
}

/// Every service, ended ones too, by key.
///
/// # Errors
/// Those of the database.
pub fn all(conn: &mut Conn) -> Result<Vec<Service>, Error> {
    let records: Vec<String> = services::table.order(services::leika).select(services::record).load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// A service by its key.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_key(conn: &mut Conn, key: &LeikaKey) -> Result<Service, Error> {
    let record: Option<String> =
        services::table.find(key.as_str()).select(services::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, key))?)
}

/// Services by key.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Service>, Error> {
    let mut query =
        services::table.select(services::record).order(services::leika).limit(page.fetch()).into_boxed();
    if let Some(name) = &filter.name {
        query = query.filter(services::search_name.like(containing(name)).escape('!'));
    }
    if let Some(ozg) = &filter.ozg {
        query = query.filter(services::ozg.eq(ozg.clone()));
    }
    if let Some(module) = &filter.module {
        let served = serving::table
            .filter(serving::module.eq(module.to_string()))
            .filter(serving::leika.eq(services::leika));
        query = query.filter(diesel::dsl::exists(served));
    }
    if !filter.ended {
        query = query.filter(services::ended.is_null());
    }
    if let Some(cursor) = page.after() {
        query = query.filter(services::leika.gt(cursor.key(0)?.to_owned()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|r| from_json(KIND, r)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |s: &Service| Cursor::new([&s.key])))
}

/// The module versions that serve a service, by module and version.
///
/// # Errors
/// Those of the database.
pub fn serving(conn: &mut Conn, key: &LeikaKey) -> Result<Vec<(Slug, Version)>, Error> {
    let rows: Vec<(String, String)> = serving::table
        .filter(serving::leika.eq(key.as_str()))
        .select((serving::module, serving::version))
        .load(conn)?;
    let read = |(module, version): (String, String)| Ok((parse(KIND, &module)?, parse(KIND, &version)?));
    let mut found = rows.into_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    found.sort();
    Ok(found)
}

/// Stores new services.
///
/// # Errors
/// `Conflict` if one is there already; those of the database.
pub fn insert_all(conn: &mut Conn, new: &[Service]) -> Result<(), Error> {
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
pub fn update(conn: &mut Conn, service: &Service) -> Result<(), Error> {
    diesel::update(services::table.find(service.key.as_str())).set(Row::of(service)?).execute(conn)?;
    Ok(())
}
