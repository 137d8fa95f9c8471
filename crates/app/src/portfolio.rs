//! What a provider offers: modules in a range of versions for a time.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_catalog::PortfolioEntry;
use blaupause_kernel::Slug;
use blaupause_store::{modules, portfolio_entries as store};

use crate::{Change, Error, Read, Write};

/// The portfolio of a provider, by module.
///
/// # Errors
/// No such provider; those of the store.
pub fn list(tx: &mut Read<'_>, provider: &Slug) -> Result<Vec<PortfolioEntry>, Error> {
    Ok(store::of_provider(tx.conn(), provider)?)
}

/// Puts a module into a provider's portfolio, or says anew in which versions and for how long it is offered.
///
/// # Errors
/// `Denied`; dates in the wrong order; no such module or provider; those of the store.
pub fn put(tx: &mut Write<'_>, actor: &Actor, entry: &PortfolioEntry) -> Result<(), Error> {
    actor.require(Permission::ManagePortfolio, Owner::Provider(&entry.provider))?;
    entry.check()?;
    modules::by_id(tx.conn(), &entry.module)?;
    store::upsert(tx.conn(), entry)?;
    tx.record(actor, change("portfolio.entryPut", &entry.provider, &entry.module))
}

/// Takes a module out of a provider's portfolio.
///
/// # Errors
/// `Denied`; not in the portfolio; those of the store.
pub fn delete(tx: &mut Write<'_>, actor: &Actor, provider: &Slug, module: &Slug) -> Result<(), Error> {
    actor.require(Permission::ManagePortfolio, Owner::Provider(provider))?;
    store::delete(tx.conn(), provider, module)?;
    tx.record(actor, change("portfolio.entryDeleted", provider, module))
}

fn change(kind: &'static str, provider: &Slug, module: &Slug) -> Change {
    Change::new(kind, format!("/providers/{provider}/portfolio/{module}")).of_provider(provider)
}
