//! Cases of dissolved units, and the successors that were decided.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Cursor, Date, Page, Paged, Revision, Timestamp};
use blaupause_territory::{Basis, Decision, Settled, SuccessionCase, Successor};
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, name_of, one_changed, parse, to_json};
use crate::connection::on_db;
use crate::schema::{successions as cases, successors};
use crate::{Conn, Error};

const KIND: &str = "succession";
/// Rows or keys per statement: twelve columns each, within the 32,766 values of SQLite.
const BATCH: usize = 2_500;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cases, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    id: String,
    import_id: String,
    predecessor: String,
    state: String,
    conclusive: bool,
    proposal: Option<String>,
    basis: Option<String>,
    note: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<chrono::NaiveDateTime>,
    withdrawn_on: Option<chrono::NaiveDate>,
    revision: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = successors)]
struct SuccessorRow {
    succession: String,
    predecessor: String,
    successor: String,
    share: String,
    effective: chrono::NaiveDate,
}

/// The state by which cases are found.
fn state_of(case: &SuccessionCase) -> &'static str {
    match (&case.withdrawn, &case.settled) {
        (Some(_), _) => "withdrawn",
        (None, Some(_)) => "decided",
        (None, None) => "open",
    }
}

impl Row {
    fn of(case: &SuccessionCase) -> Result<Self, Error> {
        let settled = case.settled.as_ref();
        Ok(Self {
            id: case.id.to_string(),
            import_id: case.import.to_string(),
            predecessor: case.predecessor.to_string(),
            state: state_of(case).to_owned(),
            conclusive: case.is_conclusive(),
            proposal: case.proposal.as_ref().map(|p| to_json(KIND, p)).transpose()?,
            basis: settled.map(|s| name_of(KIND, &s.basis)).transpose()?,
            note: settled.and_then(|s| s.note.clone()),
            decided_by: settled.map(|s| s.decided_by.clone()),
            decided_at: settled.map(|s| s.decided_at.to_naive()),
            withdrawn_on: case.withdrawn.map(Date::to_chrono),
            revision: case.revision.get(),
        })
    }

    fn into_case(self, own: &[SuccessorRow]) -> Result<SuccessionCase, Error> {
        let settled = match (self.basis, self.decided_by, self.decided_at) {
            (Some(basis), Some(decided_by), Some(at)) => {
                let effective = own.first().map(|r| r.effective);
                let effective = effective.ok_or_else(|| Error::corrupt(KIND, "no successor"))?;
                Some(Settled {
                    successors: own.iter().map(Successor::try_from).collect::<Result<_, _>>()?,
                    effective: Date::from_chrono(effective),
                    basis: from_json(KIND, &format!("{basis:?}"))?,
                    note: self.note,
                    decided_by,
                    decided_at: Timestamp::from_naive(at),
                })
            }
            _ => None,
        };
        Ok(SuccessionCase {
            id: parse(KIND, &self.id)?,
            import: parse(KIND, &self.import_id)?,
            predecessor: parse(KIND, &self.predecessor)?,
            proposal: self.proposal.map(|p| from_json(KIND, &p)).transpose()?,
            settled,
            withdrawn: self.withdrawn_on.map(Date::from_chrono),
            revision: Revision::new(self.revision),
        })
    }
}

impl TryFrom<&SuccessorRow> for Successor {
    type Error = Error;

    fn try_from(row: &SuccessorRow) -> Result<Self, Error> {
        Ok(Self { ars: parse("successor", &row.successor)?, share: parse("successor", &row.share)? })
    }
}

/// Stores new cases with their successors, where they are settled.
///
/// # Errors
/// `Conflict` if a unit has an open case already; those of the database.
pub fn insert_all(conn: &mut Conn, all: &[SuccessionCase]) -> Result<(), Error> {
    let rows: Vec<Row> = all.iter().map(Row::of).collect::<Result<_, _>>()?;
    for some in rows.chunks(BATCH) {
        let insert = on_db!(conn, c => diesel::insert_into(cases::table).values(some).execute(c));
        let first = some.first().map(|r| r.predecessor.clone()).unwrap_or_default();
        insert.map_err(Error::on_insert(KIND, first))?;
    }
    write_successors(conn, all)
}

/// Replaces a case after a decision or its withdrawal; its revision is already the next one.
///
/// # Errors
/// `Stale` if somebody else was faster; those of the database.
pub fn update(conn: &mut Conn, case: &SuccessionCase) -> Result<(), Error> {
    let before = case.revision.get() - 1;
    let rows = diesel::update(cases::table.find(case.id.to_string()).filter(cases::revision.eq(before)))
        .set(Row::of(case)?)
        .execute(conn)?;
    one_changed(rows, KIND, case.id)?;
    diesel::delete(successors::table.filter(successors::succession.eq(case.id.to_string()))).execute(conn)?;
    write_successors(conn, std::slice::from_ref(case))
}

fn write_successors(conn: &mut Conn, all: &[SuccessionCase]) -> Result<(), Error> {
    let mut rows = Vec::new();
    for case in all {
        let Some(settled) = &case.settled else { continue };
        rows.extend(settled.successors.iter().map(|successor| SuccessorRow {
            succession: case.id.to_string(),
            predecessor: case.predecessor.to_string(),
            successor: successor.ars.to_string(),
            share: successor.share.to_string(),
            effective: settled.effective.to_chrono(),
        }));
    }
    for some in rows.chunks(BATCH) {
        on_db!(conn, c => diesel::insert_into(successors::table).values(some).execute(c))?;
    }
    Ok(())
}

/// A case by its id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<SuccessionCase, Error> {
    let row: Option<Row> =
        cases::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    let mut found = with_successors(conn, row.into_iter().collect())?;
    found.pop().ok_or_else(|| Error::not_found(KIND, id))
}

/// The newest case of each of these units that has one: ids sort by time.
///
/// # Errors
/// Those of the database.
pub fn newest_of(conn: &mut Conn, units: &[Ars]) -> Result<BTreeMap<Ars, SuccessionCase>, Error> {
    let mut newest = BTreeMap::new();
    for some in units.chunks(BATCH) {
        let rows: Vec<Row> = cases::table
            .filter(cases::predecessor.eq_any(some.iter().map(Ars::as_str)))
            .order((cases::predecessor, cases::id))
            .select(Row::as_select())
            .load(conn)?;
        newest.extend(with_successors(conn, rows)?.into_iter().map(|c| (c.predecessor.clone(), c)));
    }
    Ok(newest)
}

fn with_successors(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<SuccessionCase>, Error> {
    let ids: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    let mut found: BTreeMap<String, Vec<SuccessorRow>> = BTreeMap::new();
    for some in ids.chunks(BATCH) {
        let all: Vec<SuccessorRow> = successors::table
            .filter(successors::succession.eq_any(some))
            .order((successors::succession, successors::successor))
            .select(SuccessorRow::as_select())
            .load(conn)?;
        for row in all {
            found.entry(row.succession.clone()).or_default().push(row);
        }
    }
    let case = |row: Row| {
        let own = found.remove(&row.id).unwrap_or_default();
        row.into_case(&own)
    };
    rows.into_iter().map(case).collect()
}

/// Cases by the key of the dissolved unit, the older before the newer: all, the open ones or the others.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, open: Option<bool>, page: &Page) -> Result<Paged<SuccessionCase>, Error> {
    let mut query = cases::table
        .select(Row::as_select())
        .order((cases::predecessor, cases::id))
        .limit(page.fetch())
        .into_boxed();
    query = match open {
        Some(true) => query.filter(cases::state.eq("open")),
        Some(false) => query.filter(cases::state.ne("open")),
        None => query,
    };
    if let Some(cursor) = page.after() {
        let (key, id) = (cursor.key(0)?.to_owned(), cursor.key(1)?.to_owned());
        let same = cases::predecessor.eq(key.clone()).and(cases::id.gt(id));
        query = query.filter(cases::predecessor.gt(key).or(same));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let items = with_successors(conn, rows)?;
    Ok(page.cut(items, |c: &SuccessionCase| Cursor::new([c.predecessor.to_string(), c.id.to_string()])))
}

/// Every succession that was decided and not withdrawn, to follow a key through the generations.
///
/// # Errors
/// Those of the database.
pub fn decisions(conn: &mut Conn) -> Result<Vec<Decision>, Error> {
    let rows: Vec<SuccessorRow> = successors::table
        .inner_join(cases::table.on(cases::id.eq(successors::succession)))
        .filter(cases::withdrawn_on.is_null())
        .order((successors::succession, successors::successor))
        .select(SuccessorRow::as_select())
        .load(conn)?;
    let (mut decisions, mut last): (Vec<Decision>, Option<&str>) = (Vec::new(), None);
    for row in &rows {
        let successor = Successor::try_from(row)?;
        match decisions.last_mut().filter(|_| last == Some(&row.succession)) {
            Some(decision) => decision.successors.push(successor),
            None => decisions.push(Decision {
                predecessor: parse("successor", &row.predecessor)?,
                successors: vec![successor],
                effective: Date::from_chrono(row.effective),
                basis: Basis::Official,
                note: None,
            }),
        }
        last = Some(&row.succession);
    }
    Ok(decisions)
}

/// The units that directly became a part of one of these: successor and predecessor, by key.
///
/// # Errors
/// Those of the database.
pub fn predecessors(conn: &mut Conn, of: &[Ars]) -> Result<Vec<(Ars, Ars)>, Error> {
    let mut found = Vec::new();
    for some in of.chunks(BATCH) {
        let rows: Vec<(String, String)> = successors::table
            .inner_join(cases::table.on(cases::id.eq(successors::succession)))
            .filter(cases::withdrawn_on.is_null())
            .filter(successors::successor.eq_any(some.iter().map(Ars::as_str)))
            .order((successors::successor, successors::predecessor))
            .select((successors::successor, successors::predecessor))
            .distinct()
            .load(conn)?;
        found.extend(rows);
    }
    found.iter().map(|(to, from)| Ok((parse("successor", to)?, parse("successor", from)?))).collect()
}
