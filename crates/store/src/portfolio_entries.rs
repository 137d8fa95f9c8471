//! What providers offer: modules in a range of versions for a time.

use blaupause_catalog::PortfolioEntry;
use blaupause_kernel::{Date, Revision, Slug};
use diesel::prelude::*;

use crate::columns::{one_changed, parse};
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
    revision: i64,
}

impl Row {
    fn of(entry: &PortfolioEntry) -> Self {
        Self {
            provider: entry.provider.to_string(),
            module: entry.module.to_string(),
            version_range: entry.range.to_string(),
            valid_from: entry.from.to_chrono(),
            valid_to: entry.to.map(Date::to_chrono),
            revision: entry.revision.get(),
        }
    }
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
            revision: Revision::new(row.revision),
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

/// The portfolios of several providers, by provider and module.
///
/// # Errors
/// Those of the database.
pub fn of_providers(conn: &mut Conn, providers: &[Slug]) -> Result<Vec<PortfolioEntry>, Error> {
    let rows: Vec<Row> = entries::table
        .filter(entries::provider.eq_any(providers.iter().map(Slug::as_str)))
        .order((entries::provider, entries::module))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(PortfolioEntry::try_from).collect()
}

/// The entry for a module in a provider's portfolio, if there is one.
///
/// # Errors
/// Those of the database.
pub fn by_module(conn: &mut Conn, provider: &Slug, module: &Slug) -> Result<Option<PortfolioEntry>, Error> {
    let row: Option<Row> = entries::table
        .find((provider.as_str(), module.as_str()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(PortfolioEntry::try_from).transpose()
}

/// Stores a new entry.
///
/// # Errors
/// `NotFound` without the provider; `Conflict` if the module is in the portfolio already; those of the database.
pub fn insert(conn: &mut Conn, entry: &PortfolioEntry) -> Result<(), Error> {
    let insert = diesel::insert_into(entries::table).values(Row::of(entry)).execute(conn);
    insert.map_err(Error::on_insert_under(KIND, &entry.module, ("provider", &entry.provider))).map(|_| ())
}

/// Stores a changed entry over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, entry: &PortfolioEntry) -> Result<(), Error> {
    let before = entries::table
        .find((entry.provider.as_str(), entry.module.as_str()))
        .filter(entries::revision.eq(entry.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(entry)).execute(conn)?;
    one_changed(rows, KIND, &entry.module)
}

/// Removes an entry as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete(conn: &mut Conn, entry: &PortfolioEntry) -> Result<(), Error> {
    let same = entries::table
        .find((entry.provider.as_str(), entry.module.as_str()))
        .filter(entries::revision.eq(entry.revision.get()));
    let rows = diesel::delete(same).execute(conn)?;
    one_changed(rows, KIND, &entry.module)
}
