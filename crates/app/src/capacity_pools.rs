//! Pools of capacity of providers, and what all of them bear together.

use std::collections::BTreeSet;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, Message, Page, Paged, Slug};
use blaupause_resources::capacity::{Case, Demand, Pool, PoolTerms, plan as planned};
use blaupause_resources::scenarios::{MAX_DAYS, MAX_DURATION};
use blaupause_store::{capacity_pools as store, providers, units as registered};
use uuid::Uuid;

use crate::subjects::of_providers;
use crate::{Change, Error, Expected, Invalid, Read, Write};

/// Longest time for which more capacity is taken, in months.
const MAX_MONTHS: u32 = MAX_DURATION / 30;

/// Says what a pool of a provider is.
///
/// # Errors
/// `Denied`; no such provider; `Invalid` with every problem; too many pools; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, provider: &Slug, terms: PoolTerms) -> Result<Pool, Error> {
    actor.require(Permission::ManageCapacity, Owner::Provider(provider))?;
    let provider = providers::by_id(tx.conn(), provider)?.provider.id;
    check_units(tx, &terms)?;
    let others = store::of_provider(tx.conn(), &provider)?;
    let pool = Pool::new(tx.next_id(), provider, terms, &others)?;
    store::insert(tx.conn(), &pool)?;
    tx.record(actor, change("capacityPool.created", &pool))?;
    Ok(pool)
}

/// Every unit that is promised something is in the register.
fn check_units(tx: &mut Write<'_>, terms: &PoolTerms) -> Result<(), Error> {
    let keys: Vec<Ars> = terms.commitments.iter().map(|promise| promise.unit.clone()).collect();
    let known: BTreeSet<Ars> =
        registered::by_keys(tx.conn(), &keys)?.into_iter().map(|unit| unit.ars).collect();
    let missing = keys.iter().enumerate().filter(|(_, unit)| !known.contains(*unit));
    let places = missing.map(|(i, unit)| Invalid {
        pointer: format!("/commitments/{i}/unit"),
        message: Message::new("unit-not-found").with("id", unit),
    });
    let places: Vec<_> = places.collect();
    if places.is_empty() { Ok(()) } else { Err(Error::Invalid(places)) }
}

/// The pools of the providers that the actor belongs to, the newest first.
///
/// # Errors
/// `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: Option<Slug>,
    page: &Page,
) -> Result<Paged<Pool>, Error> {
    let providers = of_providers(actor, Permission::ReadServiceArea, provider)?;
    Ok(store::list(tx.conn(), providers.as_deref(), page)?)
}

/// A pool.
///
/// # Errors
/// No such pool; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Pool, Error> {
    actor.require_somewhere(Permission::ReadServiceArea)?;
    let pool = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ReadServiceArea, Owner::Provider(&pool.provider))?;
    Ok(pool)
}

/// Says anew what a pool is.
///
/// # Errors
/// No such pool; `Denied`; `Stale`; those of [`create`].
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    terms: PoolTerms,
) -> Result<Pool, Error> {
    let pool = to_change(tx, actor, id, expected)?;
    check_units(tx, &terms)?;
    let all = store::of_provider(tx.conn(), &pool.provider)?;
    let pool = pool.change(terms, &all)?;
    store::update(tx.conn(), &pool)?;
    tx.record(actor, change("capacityPool.changed", &pool))?;
    Ok(pool)
}

/// Removes a pool.
///
/// # Errors
/// No such pool; `Denied`; `Stale`; those of the store.
pub fn delete(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<(), Error> {
    let pool = to_change(tx, actor, id, expected)?;
    store::delete(tx.conn(), &pool)?;
    tx.record(actor, change("capacityPool.deleted", &pool))
}

fn to_change(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Pool, Error> {
    actor.require_somewhere(Permission::ManageCapacity)?;
    let pool = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ManageCapacity, Owner::Provider(&pool.provider))?;
    expected.check(pool.revision)?;
    Ok(pool)
}

fn change(kind: &'static str, pool: &Pool) -> Change {
    Change::new(kind, format!("/capacity-pools/{}", pool.id)).of_provider(&pool.provider)
}

/// What the pools of a provider bear with every site and without any one of them, and how the rest is covered at least cost.
///
/// # Errors
/// `Denied`; no such provider; `Invalid` for numbers out of range; those of the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, provider: &Slug, demand: &Demand) -> Result<Vec<Case>, Error> {
    let provider = crate::providers::permitted(tx, actor, Permission::ReadServiceArea, provider)?.id;
    check(demand)?;
    Ok(planned(&store::of_provider(tx.conn(), &provider)?, demand)?)
}

fn check(demand: &Demand) -> Result<(), Error> {
    let most = blaupause_resources::capacity::MAX_AMOUNT;
    let numbers = [
        ("/months".to_owned(), u64::from(demand.months), 1, u64::from(MAX_MONTHS)),
        ("/withinDays".to_owned(), u64::from(demand.within_days), 0, u64::from(MAX_DAYS)),
    ];
    let peaks = demand.peaks.iter().map(|(kind, peak)| (format!("/peaks/{}", kind.as_str()), *peak, 0, most));
    let wrong = numbers.into_iter().chain(peaks).filter(|(_, n, least, most)| !(least..=most).contains(&n));
    let places: Vec<Invalid> = wrong
        .map(|(pointer, _, least, most)| {
            let message = Message::new("resources-out-of-range").with("least", least).with("most", most);
            Invalid { pointer, message }
        })
        .collect();
    if places.is_empty() { Ok(()) } else { Err(Error::Invalid(places)) }
}
