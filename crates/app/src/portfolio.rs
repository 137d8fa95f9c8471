//! What a provider offers: modules in a range of versions for a time.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_catalog::{PortfolioEntry, VersionRange};
use blaupause_kernel::{Date, Revision, Slug};
use blaupause_store::{Error as Store, modules, portfolio_entries as store};

use crate::{Change, Error, Expected, Read, Write};

/// The portfolio of a provider, by module.
///
/// # Errors
/// No such provider; those of the store.
pub fn list(tx: &mut Read<'_>, provider: &Slug) -> Result<Vec<PortfolioEntry>, Error> {
    Ok(store::of_provider(tx.conn(), provider)?)
}

/// The entry for a module in a provider's portfolio.
///
/// # Errors
/// No such entry; those of the store.
pub fn get(tx: &mut Read<'_>, provider: &Slug, module: &Slug) -> Result<PortfolioEntry, Error> {
    found(store::by_module(tx.conn(), provider, module)?, module)
}

/// What is said about a module in a portfolio.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its versions on offer.
    pub range: VersionRange,
    /// First day.
    pub from: Date,
    /// Last day, included; open if missing.
    pub to: Option<Date>,
}

/// Puts a module into a provider's portfolio, or says anew in which versions and for how long it is offered.
///
/// # Errors
/// `Denied`; dates in the wrong order; no such module or provider; `Unconditional` or `Stale`; those of the store.
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    (provider, module): (&Slug, &Slug),
    expected: Option<Expected>,
    offer: Offer,
) -> Result<PortfolioEntry, Error> {
    actor.require(Permission::ManagePortfolio, Owner::Provider(provider))?;
    modules::by_id(tx.conn(), module)?;
    let before = store::by_module(tx.conn(), provider, module)?;
    Expected::check_put(expected, before.as_ref().map(|b| b.revision))?;
    let revision = before.as_ref().map_or(Revision::FIRST, |b| b.revision.next());
    let Offer { range, from, to } = offer;
    let entry =
        PortfolioEntry { provider: provider.clone(), module: module.clone(), range, from, to, revision };
    entry.check()?;
    match before {
        None => store::insert(tx.conn(), &entry)?,
        Some(_) => store::update(tx.conn(), &entry)?,
    }
    tx.record(actor, change("portfolio.entryPut", provider, module))?;
    Ok(entry)
}

/// Takes a module out of a provider's portfolio.
///
/// # Errors
/// `Denied`; not in the portfolio; `Stale`; those of the store.
pub fn delete(
    tx: &mut Write<'_>,
    actor: &Actor,
    (provider, module): (&Slug, &Slug),
    expected: Expected,
) -> Result<(), Error> {
    actor.require(Permission::ManagePortfolio, Owner::Provider(provider))?;
    let entry = found(store::by_module(tx.conn(), provider, module)?, module)?;
    expected.check(entry.revision)?;
    store::delete(tx.conn(), &entry)?;
    tx.record(actor, change("portfolio.entryDeleted", provider, module))
}

fn found(entry: Option<PortfolioEntry>, module: &Slug) -> Result<PortfolioEntry, Error> {
    entry.ok_or_else(|| Store::not_found("portfolio-entry", module).into())
}

fn change(kind: &'static str, provider: &Slug, module: &Slug) -> Change {
    Change::new(kind, format!("/providers/{provider}/portfolio/{module}")).of_provider(provider)
}
