//! Cases of dissolved units, and the successors that were decided.

use blaupause_kernel::{Ars, Cursor, Date, Page, Paged, Revision, Timestamp};
use blaupause_territory::{Basis, Decision, Settled, SuccessionCase, Successor};
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, name_of, one_changed, parse, to_json};
use crate::schema::{successions as cases, successors};
use crate::{Conn, Error};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cases, treat_none_as_null = true)]
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
    revision: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = successors)]
struct SuccessorRow {
    predecessor: String,
    successor: String,
    share: String,
    effective: chrono::NaiveDate,
}

impl Row {
    fn of(case: &SuccessionCase) -> Result<Self, Error> {
        let settled = case.settled.as_ref();
        Ok(Self {
            id: case.id.to_string(),
            import_id: case.import.to_string(),
            predecessor: case.predecessor.to_string(),
            state: if settled.is_some() { "decided" } else { "open" }.to_owned(),
            conclusive: case.is_conclusive(),
            proposal: case.proposal.as_ref().map(|p| to_json("succession", p)).transpose()?,
            basis: settled.map(|s| name_of("succession", &s.basis)).transpose()?,
            note: settled.and_then(|s| s.note.clone()),
            decided_by: settled.map(|s| s.decided_by.clone()),
            decided_at: settled.map(|s| s.decided_at.to_naive()),
            revision: case.revision.get(),
        })
    }

    fn into_case(self, rows: &[SuccessorRow]) -> Result<SuccessionCase, Error> {
        let own = rows.iter().filter(|r| r.predecessor == self.predecessor);
        let settled = match (self.basis, self.decided_by, self.decided_at) {
            (Some(basis), Some(decided_by), Some(at)) => {
                let effective = own.clone().map(|r| r.effective).next();
                let effective = effective.ok_or_else(|| Error::corrupt("succession", "no successor"))?;
                Some(Settled {
                    successors: own.map(Successor::try_from).collect::<Result<_, _>>()?,
                    effective: Date::from_chrono(effective),
                    basis: from_json("succession", &format!("{basis:?}"))?,
                    note: self.note,
                    decided_by,
                    decided_at: Timestamp::from_naive(at),
                })
            }
            _ => None,
        };
        Ok(SuccessionCase {
            id: parse("succession", &self.id)?,
            import: parse("succession", &self.import_id)?,
            predecessor: parse("succession", &self.predecessor)?,
            proposal: self.proposal.map(|p| from_json("succession", &p)).transpose()?,
            settled,
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

/// Stores a case with its successors, if it is settled.
///
/// # Errors
/// `Conflict` if the unit has a case already; those of the database.
pub fn insert(conn: &mut Conn, case: &SuccessionCase) -> Result<(), Error> {
    let insert = diesel::insert_into(cases::table).values(Row::of(case)?).execute(conn);
    insert.map_err(Error::on_insert("succession", &case.predecessor))?;
    write_successors(conn, case)
}

/// Replaces a case after a decision.
///
/// # Errors
/// `Stale` if somebody else was faster; those of the database.
pub fn update(conn: &mut Conn, case: &SuccessionCase) -> Result<(), Error> {
    let before = case.revision.get() - 1;
    let rows = diesel::update(cases::table.find(case.id.to_string()).filter(cases::revision.eq(before)))
        .set(Row::of(case)?)
        .execute(conn)?;
    one_changed(rows, "succession", case.id)?;
    let old = successors::table.filter(successors::predecessor.eq(case.predecessor.to_string()));
    diesel::delete(old).execute(conn)?;
    write_successors(conn, case)
}

fn write_successors(conn: &mut Conn, case: &SuccessionCase) -> Result<(), Error> {
    for successor in case.settled.iter().flat_map(|s| &s.successors) {
        let effective = case.settled.as_ref().map(|s| s.effective.to_chrono());
        let row = SuccessorRow {
            predecessor: case.predecessor.to_string(),
            successor: successor.ars.to_string(),
            share: successor.share.to_string(),
            effective: effective.unwrap_or_default(),
        };
        diesel::insert_into(successors::table).values(row).execute(conn)?;
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
    with_successors(conn, row.ok_or_else(|| Error::not_found("succession", id))?)
}

/// The case of a dissolved unit.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_predecessor(conn: &mut Conn, ars: &Ars) -> Result<SuccessionCase, Error> {
    let row: Option<Row> = cases::table
        .filter(cases::predecessor.eq(ars.as_str()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    with_successors(conn, row.ok_or_else(|| Error::not_found("succession", ars))?)
}

fn with_successors(conn: &mut Conn, row: Row) -> Result<SuccessionCase, Error> {
    let rows: Vec<SuccessorRow> = successors::table
        .filter(successors::predecessor.eq(&row.predecessor))
        .order(successors::successor)
        .select(SuccessorRow::as_select())
        .load(conn)?;
    row.into_case(&rows)
}

/// Cases by the key of the dissolved unit: all, the open ones or the decided ones.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, open: Option<bool>, page: &Page) -> Result<Paged<SuccessionCase>, Error> {
    let mut query =
        cases::table.select(Row::as_select()).order(cases::predecessor).limit(page.fetch()).into_boxed();
    if let Some(open) = open {
        query = query.filter(cases::state.eq(if open { "open" } else { "decided" }));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(cases::predecessor.gt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let keys: Vec<&str> = rows.iter().map(|r| r.predecessor.as_str()).collect();
    let all: Vec<SuccessorRow> = successors::table
        .filter(successors::predecessor.eq_any(keys))
        .order((successors::predecessor, successors::successor))
        .select(SuccessorRow::as_select())
        .load(conn)?;
    let items = rows.into_iter().map(|row| row.into_case(&all)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |c: &SuccessionCase| Cursor::new([&c.predecessor])))
}

/// Every decided succession, to follow a key through the generations.
///
/// # Errors
/// Those of the database.
pub fn decisions(conn: &mut Conn) -> Result<Vec<Decision>, Error> {
    let rows: Vec<SuccessorRow> = successors::table
        .order((successors::predecessor, successors::successor))
        .select(SuccessorRow::as_select())
        .load(conn)?;
    let mut decisions: Vec<Decision> = Vec::new();
    for row in &rows {
        let (predecessor, successor) = (parse("successor", &row.predecessor)?, Successor::try_from(row)?);
        match decisions.last_mut().filter(|d| d.predecessor == predecessor) {
            Some(decision) => decision.successors.push(successor),
            None => decisions.push(Decision {
                predecessor,
                successors: vec![successor],
                effective: Date::from_chrono(row.effective),
                basis: Basis::Official,
                note: None,
            }),
        }
    }
    Ok(decisions)
}

/// The dissolved units that name this one as a direct successor.
///
/// # Errors
/// Those of the database.
pub fn predecessors(conn: &mut Conn, successor: &Ars) -> Result<Vec<Ars>, Error> {
    let keys: Vec<String> = successors::table
        .filter(successors::successor.eq(successor.as_str()))
        .order(successors::predecessor)
        .select(successors::predecessor)
        .load(conn)?;
    keys.iter().map(|k| parse("successor", k)).collect()
}
