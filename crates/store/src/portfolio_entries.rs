//! What providers offer: modules in a range of versions for a time.

use blaupause_catalog::PortfolioEntry;
use blaupause_kernel::{Date, Slug};
use diesel::prelude::*;

use crate::columns::{one_changed, parse};
use crate::connection::on_db;
use crate::schema::{portfolio_entries as entries, providers};
use crate::{Conn, Error};

const KIND: &str = "portfolio-entry";

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = entries, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    provider: String,
    module: String,
    version_range: String,
    valid_from: chrono::NaiveDate,
    valid_to: Option<chrono::NaiveDate>,
}

impl TryFrom<Row> for PortfolioEntry {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            provider: parse(KIND, &row.provider)?,
            module: parse(KIND, &row.module)?,
            range: parse(KIND, &row.version_range)?,
            from: Date::from_chrono(row.valid_from),
            to: row.valid_to.map(Date::from_chrono),
        })
    }
}

/// The portfolio of a provider, by module.
///
/// # Errors
/// `NotFound` without the provider; those of the database.
pub fn of_provider(conn: &mut Conn, provider: &Slug) -> Result<Vec<PortfolioEntry>, Error> {
    let rows: Vec<Row> = entries::table
        .filter(entries::provider.eq(provider.as_str()))
        .order(entries::module)
        .select(Row::as_select())
        .load(conn)?;
    if rows.is_empty() {
        let known = diesel::select(diesel::dsl::exists(providers::table.find(provider.as_str())));
        if !known.get_result::<bool>(conn)? {
            return Err(Error::not_found("provider", provider));
        }
    }
    rows.into_iter().map(PortfolioEntry::try_from).collect()
}

/// Stores an entry, in place of the one for the same module if there is one.
///
/// # Errors
/// `NotFound` without the provider; those of the database.
pub fn upsert(conn: &mut Conn, entry: &PortfolioEntry) -> Result<(), Error> {
    let row = Row {
        provider: entry.provider.to_string(),
        module: entry.module.to_string(),
        version_range: entry.range.to_string(),
        valid_from: entry.from.to_chrono(),
        valid_to: entry.to.map(Date::to_chrono),
    };
    let upsert = on_db!(conn, c => diesel::insert_into(entries::table)
        .values(&row)
        .on_conflict((entries::provider, entries::module))
        .do_update()
        .set(&row)
        .execute(c));
    upsert.map_err(Error::on_insert_under(KIND, &entry.module, ("provider", &entry.provider))).map(|_| ())
}

/// Takes a module out of a provider's portfolio.
///
/// # Errors
/// `NotFound` if it is not in it; those of the database.
pub fn delete(conn: &mut Conn, provider: &Slug, module: &Slug) -> Result<(), Error> {
    let entry = entries::table.find((provider.as_str(), module.as_str()));
    let rows = diesel::delete(entry).execute(conn)?;
    one_changed(rows, KIND, module).map_err(|_| Error::not_found(KIND, module))
}
