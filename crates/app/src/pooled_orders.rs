//! Orders that the units of a provider place together: opened by the provider, joined by its units, ended and handed to procurement.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Denied, Owner, Permission};
use blaupause_kernel::{Ars, Page, Paged, Slug, UnitKey};
use blaupause_resources::orders::{Commitment, Order, OrderResult, OrderState, Terms, sheet};
use blaupause_store::assessments::Reach;
use blaupause_store::pooled_orders::{self as store, Filter};
use blaupause_store::{providers, served_units, units as registered};
use uuid::Uuid;

use crate::subjects::reach;
use crate::{Change, Error, Expected, Read, Write, units};

/// An order as an actor may see it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The order.
    pub order: Order,
    /// What it comes to; unit by unit only what the actor may see.
    pub result: OrderResult,
}

/// Opens an order of a provider.
///
/// # Errors
/// `Denied`; no such provider; `Invalid` with every problem of the terms; those of the store.
pub fn open(tx: &mut Write<'_>, actor: &Actor, provider: Slug, terms: Terms) -> Result<Seen, Error> {
    actor.require(Permission::ManageOrders, Owner::Provider(&provider))?;
    let provider = providers::by_id(tx.conn(), &provider)?.provider.id;
    let order = Order::new(tx.next_id(), provider, terms, tx.today())?;
    store::insert(tx.conn(), &order)?;
    tx.record(actor, change("pooledOrder.opened", &order))?;
    seen(&mut tx.as_read(), actor, order)
}

/// Orders of the providers that the actor belongs to, or that serve the units of the actor, the newest first.
///
/// # Errors
/// `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: Option<Slug>,
    state: Option<OrderState>,
    page: &Page,
) -> Result<Paged<Order>, Error> {
    let visible = visible(tx, actor)?;
    let providers = match (visible, provider) {
        (None, wanted) => wanted.map(|wanted| vec![wanted]),
        (Some(visible), None) => Some(visible.into_iter().collect()),
        (Some(visible), Some(wanted)) => {
            Some(visible.contains(&wanted).then_some(wanted).into_iter().collect())
        }
    };
    Ok(store::list(tx.conn(), &Filter { providers, state }, page)?)
}

/// An order and what it comes to.
///
/// # Errors
/// No such order; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Seen, Error> {
    let visible = visible(tx, actor)?;
    let order = store::by_id(tx.conn(), id)?;
    if visible.is_some_and(|visible| !visible.contains(&order.provider)) {
        return Err(Denied::Forbidden(Permission::ReadUnit).into());
    }
    seen(tx, actor, order)
}

/// The order as a table for procurement.
///
/// # Errors
/// No such order; `Denied`; those of the store.
pub fn procurement(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<String, Error> {
    actor.require_somewhere(Permission::ReadServiceArea)?;
    let order = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ReadServiceArea, Owner::Provider(&order.provider))?;
    let result = order.result(&store::commitments(tx.conn(), id)?)?;
    let keys: Vec<Ars> = result.units.iter().map(|share| share.unit.clone()).collect();
    let named = registered::by_keys(tx.conn(), &keys)?.into_iter().map(|unit| (unit.ars, unit.name));
    Ok(sheet(&order, &result, &named.collect::<BTreeMap<_, _>>()))
}

/// Ends the time in which units commit themselves.
///
/// # Errors
/// No such order; `Denied`; `Stale`; `WrongState`; those of the store.
pub fn close(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Seen, Error> {
    let order = to_change(tx, actor, id, expected)?.close()?;
    save(tx, actor, "pooledOrder.closed", order)
}

/// Notes that it was ordered.
///
/// # Errors
/// Those of [`close`].
pub fn place(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Seen, Error> {
    let order = to_change(tx, actor, id, expected)?.place()?;
    save(tx, actor, "pooledOrder.placed", order)
}

/// Notes that it came to nothing.
///
/// # Errors
/// Those of [`close`].
pub fn cancel(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Seen, Error> {
    let order = to_change(tx, actor, id, expected)?.cancel()?;
    save(tx, actor, "pooledOrder.cancelled", order)
}

/// What a unit committed itself to.
///
/// # Errors
/// No such unit or commitment; `Denied`; those of the store.
pub fn commitment(tx: &mut Read<'_>, actor: &Actor, id: Uuid, unit: &UnitKey) -> Result<Commitment, Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit.ars;
    Ok(store::commitment(tx.conn(), id, &unit)?)
}

/// A unit commits itself, or changes what it committed itself to.
///
/// # Errors
/// No such unit or order; `Denied`, also if the provider does not serve the unit; `Unconditional` or `Stale`; `WrongState`; `Late`; `Invalid`; those of the
/// store.
pub fn commit(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    unit: &UnitKey,
    expected: Option<Expected>,
    quantity: u32,
) -> Result<Commitment, Error> {
    let served = units::of_actor(&mut tx.as_read(), actor, Permission::CommitToOrders, unit)?;
    let order = store::by_id(tx.conn(), id)?;
    if !served.serving.contains(&order.provider) {
        return Err(Denied::Forbidden(Permission::CommitToOrders).into());
    }
    let before = store::find_commitment(tx.conn(), id, &served.unit.ars)?;
    Expected::check_put(expected, before.as_ref().map(|before| before.revision))?;
    let fresh = order.commit(served.unit.ars, quantity, tx.today())?;
    let made = if let Some(before) = before {
        let changed = Commitment { revision: before.revision.next(), ..fresh };
        store::update_commitment(tx.conn(), &changed)?;
        changed
    } else {
        store::insert_commitment(tx.conn(), &fresh)?;
        fresh
    };
    tx.record(actor, of_unit("orderCommitment.made", &made))?;
    Ok(made)
}

/// A unit takes its commitment back.
///
/// # Errors
/// No such unit, order or commitment; `Denied`; `Stale`; `WrongState`; `Late`; those of the store.
pub fn withdraw(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    unit: &UnitKey,
    expected: Expected,
) -> Result<(), Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::CommitToOrders, unit)?.unit.ars;
    let commitment = store::commitment(tx.conn(), id, &unit)?;
    expected.check(commitment.revision)?;
    store::by_id(tx.conn(), id)?.accept(tx.today())?;
    store::delete_commitment(tx.conn(), &commitment)?;
    tx.record(actor, of_unit("orderCommitment.withdrawn", &commitment))
}

/// The providers whose orders an actor sees; all of them if there is no limit.
fn visible(tx: &mut Read<'_>, actor: &Actor) -> Result<Option<BTreeSet<Slug>>, Error> {
    let today = tx.today();
    Ok(match reach(actor, Permission::ReadUnit, today)? {
        Reach::Everything => None,
        Reach::Of { units, providers, .. } => {
            let keys: BTreeSet<Ars> = units.into_iter().collect();
            let serving = served_units::of_keys(tx.conn(), &keys, today)?;
            Some(providers.into_iter().chain(serving.into_iter().flat_map(|(_, serving)| serving)).collect())
        }
    })
}

/// What an order comes to, with the shares of those units whose things the actor may see.
fn seen(tx: &mut Read<'_>, actor: &Actor, order: Order) -> Result<Seen, Error> {
    let commitments = store::commitments(tx.conn(), order.id)?;
    let mut result = order.result(&commitments)?;
    let serving = std::slice::from_ref(&order.provider);
    result.units.retain(|share| actor.may(Permission::ReadUnit, Owner::Unit(&share.unit, serving)));
    Ok(Seen { order, result })
}

fn to_change(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Order, Error> {
    actor.require_somewhere(Permission::ManageOrders)?;
    let order = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ManageOrders, Owner::Provider(&order.provider))?;
    expected.check(order.revision)?;
    Ok(order)
}

fn save(tx: &mut Write<'_>, actor: &Actor, kind: &'static str, order: Order) -> Result<Seen, Error> {
    store::update(tx.conn(), &order)?;
    tx.record(actor, change(kind, &order))?;
    seen(&mut tx.as_read(), actor, order)
}

fn change(kind: &'static str, order: &Order) -> Change {
    Change::new(kind, format!("/pooled-orders/{}", order.id)).of_provider(&order.provider)
}

fn of_unit(kind: &'static str, commitment: &Commitment) -> Change {
    let place = format!("/pooled-orders/{}/commitments/{}", commitment.order, commitment.unit);
    Change::new(kind, place).of_unit(&commitment.unit)
}
