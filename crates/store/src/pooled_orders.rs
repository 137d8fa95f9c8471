//! Orders that units place together, and what each commits itself to.

use blaupause_kernel::{Ars, Cursor, Page, Paged, Slug};
use blaupause_resources::orders::{Commitment, Order, OrderState};
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::{order_commitments as commitments, pooled_orders as orders};
use crate::{Conn, Error};

const KIND: &str = "pooled-order";
const COMMITMENT: &str = "order-commitment";

/// Which orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of these providers; of all if not said.
    pub providers: Option<Vec<Slug>>,
    /// Those in this state.
    pub state: Option<OrderState>,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = orders)]
struct Row {
    id: String,
    provider: String,
    state: &'static str,
    record: String,
    revision: i64,
}

impl Row {
    fn of(order: &Order) -> Result<Self, Error> {
        Ok(Self {
            id: order.id.to_string(),
            provider: order.provider.to_string(),
            state: order.state.as_str(),
            record: to_json(KIND, order)?,
            revision: order.revision.get(),
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = commitments)]
struct CommitmentRow {
    order_id: String,
    unit: String,
    record: String,
    revision: i64,
}

impl CommitmentRow {
    fn of(commitment: &Commitment) -> Result<Self, Error> {
        Ok(Self {
            order_id: commitment.order.to_string(),
            unit: commitment.unit.to_string(),
            record: to_json(COMMITMENT, commitment)?,
            revision: commitment.revision.get(),
        })
    }
}

fn name(order: Uuid, unit: &Ars) -> String {
    format!("{order} {unit}")
}

/// Stores a new order.
///
/// # Errors
/// `NotFound` without its provider; those of the database.
pub fn insert(conn: &mut Conn, order: &Order) -> Result<(), Error> {
    let insert = diesel::insert_into(orders::table).values(Row::of(order)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, order.id)).map(|_| ())
}

/// The order with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Order, Error> {
    let record: Option<String> =
        orders::table.find(id.to_string()).select(orders::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores a changed order over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, order: &Order) -> Result<(), Error> {
    let before = orders::table
        .find(order.id.to_string())
        .filter(orders::revision.eq(order.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(order)?).execute(conn)?, KIND, order.id)
}

/// Orders, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Order>, Error> {
    let mut query =
        orders::table.order(orders::id.desc()).limit(page.fetch()).select(orders::record).into_boxed();
    if let Some(providers) = &filter.providers {
        query = query.filter(orders::provider.eq_any(providers.iter().map(Slug::as_str)));
    }
    if let Some(state) = filter.state {
        query = query.filter(orders::state.eq(state.as_str()));
    }
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(orders::id.lt(before.to_string()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(KIND, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |order: &Order| Cursor::new([order.id])))
}

/// All commitments to an order, by key of the unit.
///
/// # Errors
/// Those of the database.
pub fn commitments(conn: &mut Conn, order: Uuid) -> Result<Vec<Commitment>, Error> {
    let records: Vec<String> = commitments::table
        .filter(commitments::order_id.eq(order.to_string()))
        .order(commitments::unit)
        .select(commitments::record)
        .load(conn)?;
    records.iter().map(|record| from_json(COMMITMENT, record)).collect()
}

/// The commitment of a unit to an order, if it made one.
///
/// # Errors
/// Those of the database.
pub fn find_commitment(conn: &mut Conn, order: Uuid, unit: &Ars) -> Result<Option<Commitment>, Error> {
    let record: Option<String> = commitments::table
        .find((order.to_string(), unit.as_str()))
        .select(commitments::record)
        .first(conn)
        .optional()?;
    record.map(|record| from_json(COMMITMENT, &record)).transpose()
}

/// The commitment of a unit to an order.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn commitment(conn: &mut Conn, order: Uuid, unit: &Ars) -> Result<Commitment, Error> {
    find_commitment(conn, order, unit)?.ok_or_else(|| Error::not_found(COMMITMENT, name(order, unit)))
}

/// Stores a first commitment.
///
/// # Errors
/// `Conflict` if the unit made one already; those of the database.
pub fn insert_commitment(conn: &mut Conn, commitment: &Commitment) -> Result<(), Error> {
    let row = CommitmentRow::of(commitment)?;
    let insert = diesel::insert_into(commitments::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(COMMITMENT, name(commitment.order, &commitment.unit))).map(|_| ())
}

/// Stores a changed commitment over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update_commitment(conn: &mut Conn, commitment: &Commitment) -> Result<(), Error> {
    let before = commitments::table
        .find((commitment.order.to_string(), commitment.unit.as_str()))
        .filter(commitments::revision.eq(commitment.revision.get().saturating_sub(1)));
    let changed = diesel::update(before).set(CommitmentRow::of(commitment)?).execute(conn)?;
    one_changed(changed, COMMITMENT, name(commitment.order, &commitment.unit))
}

/// Removes a commitment as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete_commitment(conn: &mut Conn, commitment: &Commitment) -> Result<(), Error> {
    let same = commitments::table
        .find((commitment.order.to_string(), commitment.unit.as_str()))
        .filter(commitments::revision.eq(commitment.revision.get()));
    let gone = diesel::delete(same).execute(conn)?;
    one_changed(gone, COMMITMENT, name(commitment.order, &commitment.unit))
}
