//! Minimum standards: records. Their versions are documents and live in `standard_versions`.

use blaupause_catalog::Standard;
use blaupause_kernel::{Cursor, Page, Paged, Slug};
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::standards;
use crate::{Conn, Error};

const KIND: &str = "minimum-standard";

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = standards)]
struct Row {
    id: String,
    owner: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(standard: &Standard) -> Result<Self, Error> {
        Ok(Self {
            id: standard.id.to_string(),
            owner: standard.owner.to_string(),
            record: to_json(KIND, standard)?,
            revision: standard.revision.get(),
        })
    }
}

/// Stores a new standard.
///
/// # Errors
/// `Conflict` if the id is taken; `NotFound` without the provider; those of the database.
pub fn insert(conn: &mut Conn, standard: &Standard) -> Result<(), Error> {
    let insert = diesel::insert_into(standards::table).values(Row::of(standard)?).execute(conn);
    insert.map_err(Error::on_insert_under(KIND, &standard.id, ("provider", &standard.owner))).map(|_| ())
}

/// A standard by its id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: &Slug) -> Result<Standard, Error> {
    let record: Option<String> =
        standards::table.find(id.as_str()).select(standards::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores a changed standard over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, standard: &Standard) -> Result<(), Error> {
    let before = standards::table
        .find(standard.id.as_str())
        .filter(standards::revision.eq(standard.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(standard)?).execute(conn)?;
    one_changed(rows, KIND, &standard.id)
}

/// Standards by id, of one provider or of all.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, owner: Option<&Slug>, page: &Page) -> Result<Paged<Standard>, Error> {
    let mut query =
        standards::table.select(standards::record).order(standards::id).limit(page.fetch()).into_boxed();
    if let Some(owner) = owner {
        query = query.filter(standards::owner.eq(owner.to_string()));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(standards::id.gt(cursor.key(0)?.to_owned()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|r| from_json(KIND, r)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |s: &Standard| Cursor::new([&s.id])))
}

/// Every standard of these providers, by id.
///
/// # Errors
/// Those of the database.
pub fn of_owners(conn: &mut Conn, owners: &[Slug]) -> Result<Vec<Standard>, Error> {
    let records: Vec<String> = standards::table
        .filter(standards::owner.eq_any(owners.iter().map(Slug::as_str)))
        .order(standards::id)
        .select(standards::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}
