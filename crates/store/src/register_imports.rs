//! Imports of register files and the changes each one made.

use std::collections::BTreeSet;

use blaupause_kernel::{Country, Cursor, Date, Page, Paged, Timestamp};
use blaupause_territory::changes::Change;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::columns::{from_json, name_of, parse, to_column, to_json};
use crate::connection::on_db;
use crate::schema::{register_changes as changes, register_imports as imports};
use crate::{Conn, Error};

/// An import that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterImport {
    /// Its id.
    pub id: Uuid,
    /// The day whose state the file shows.
    pub state: Date,
    /// The countries whose units the file shows. About those of others it says nothing.
    pub countries: BTreeSet<Country>,
    /// Where the file came from, as the importer named it.
    pub source: String,
    /// SHA-256 of the imported register in canonical form.
    pub hash: String,
    /// Units in the file.
    pub units: u32,
    /// Changes against the state before.
    pub changes: u32,
    /// Who imported it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What is kept about an import and never asked for by itself.
#[derive(Serialize, Deserialize)]
struct Summary {
    countries: BTreeSet<Country>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = imports)]
struct Row {
    id: String,
    state_date: chrono::NaiveDate,
    source: String,
    sha256: String,
    unit_count: i32,
    change_count: i32,
    summary: String,
    imported_by: String,
    imported_at: chrono::NaiveDateTime,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = changes, treat_none_as_default_value = false)]
struct ChangeRow {
    import_id: String,
    position: i32,
    kind: String,
    ars: String,
    before_value: Option<String>,
    after_value: Option<String>,
}

impl TryFrom<Row> for RegisterImport {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: parse("register-import", &row.id)?,
            state: Date::from_chrono(row.state_date),
            countries: from_json::<Summary>("register-import", &row.summary)?.countries,
            source: row.source,
            hash: row.sha256,
            units: to_column("register-import", row.unit_count)?,
            changes: to_column("register-import", row.change_count)?,
            by: row.imported_by,
            at: Timestamp::from_naive(row.imported_at),
        })
    }
}

/// Stores an import and its changes.
///
/// # Errors
/// Those of the database.
pub fn insert(conn: &mut Conn, import: &RegisterImport, made: &[Change]) -> Result<(), Error> {
    let row = Row {
        id: import.id.to_string(),
        state_date: import.state.to_chrono(),
        source: import.source.clone(),
        sha256: import.hash.clone(),
        unit_count: to_column("register-import", import.units)?,
        change_count: to_column("register-import", import.changes)?,
        summary: to_json("register-import", &Summary { countries: import.countries.clone() })?,
        imported_by: import.by.clone(),
        imported_at: import.at.to_naive(),
    };
    diesel::insert_into(imports::table).values(row).execute(conn)?;
    let rows: Vec<ChangeRow> = (0..)
        .zip(made)
        .map(|(position, change)| {
            Ok(ChangeRow {
                import_id: import.id.to_string(),
                position,
                kind: kind_of(change)?,
                ars: change.ars().to_string(),
                before_value: None,
                after_value: Some(to_json("register-change", change)?),
            })
        })
        .collect::<Result<_, Error>>()?;
    for some in rows.chunks(5000) {
        on_db!(conn, c => diesel::insert_into(changes::table).values(some).execute(c))?;
    }
    Ok(())
}

/// The serde tag of a change.
fn kind_of(change: &Change) -> Result<String, Error> {
    let value = serde_json::to_value(change).map_err(|e| Error::corrupt("register-change", e))?;
    name_of("register-change", value.get("change").unwrap_or(&serde_json::Value::Null))
}

/// The newest state that was imported of any of these countries. There are a handful of imports, so all are read.
///
/// # Errors
/// Those of the database.
pub fn latest(conn: &mut Conn, of: &BTreeSet<Country>) -> Result<Option<RegisterImport>, Error> {
    let rows: Vec<Row> = imports::table
        .order((imports::state_date.desc(), imports::imported_at.desc(), imports::id.desc()))
        .select(Row::as_select())
        .load(conn)?;
    for row in rows {
        let import = RegisterImport::try_from(row)?;
        if !import.countries.is_disjoint(of) {
            return Ok(Some(import));
        }
    }
    Ok(None)
}

/// An import by its id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<RegisterImport, Error> {
    let row: Option<Row> =
        imports::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.ok_or_else(|| Error::not_found("register-import", id))?.try_into()
}

/// Imports, the oldest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, page: &Page) -> Result<Paged<RegisterImport>, Error> {
    let mut query =
        imports::table.select(Row::as_select()).order(imports::id).limit(page.fetch()).into_boxed();
    if let Some(cursor) = page.after() {
        query = query.filter(imports::id.gt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let items = rows.into_iter().map(RegisterImport::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |i: &RegisterImport| Cursor::new([i.id])))
}

/// The changes of an import, in order of the keys.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list_changes(conn: &mut Conn, import: Uuid, page: &Page) -> Result<Paged<Change>, Error> {
    let after: i32 = match page.after() {
        Some(cursor) => cursor.key(0)?.parse().map_err(|_| Error::Cursor)?,
        None => -1,
    };
    let rows: Vec<ChangeRow> = changes::table
        .filter(changes::import_id.eq(import.to_string()))
        .filter(changes::position.gt(after))
        .order(changes::position)
        .limit(page.fetch())
        .select(ChangeRow::as_select())
        .load(conn)?;
    let cut = page.cut(rows, |row: &ChangeRow| Cursor::new([row.position]));
    let read = |row: ChangeRow| from_json("register-change", &row.after_value.unwrap_or_default());
    let items = cut.items.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(Paged { items, next: cut.next })
}
