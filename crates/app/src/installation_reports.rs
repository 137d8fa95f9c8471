//! What runs in a unit or in all units of a provider, seen as a whole: who vouches for it, how far it was changed and
//! how old it is, how free it leaves its users.

use blaupause_access::{Actor, Permission};
use blaupause_catalog::{
    Confirmation, Deviation, ModuleCustomisation, ModulePin, ModuleVersion, SovereigntyProfile,
    SovereigntyRule, customisation, profile,
};
use blaupause_kernel::{Ars, Cursor, Date, Page, Paged, Slug, UnitKey, Version};
use blaupause_store::running_modules::{self as running, Running};
use blaupause_store::{Error as Store, installations, module_versions};

use crate::{Error, Read, providers, units};

/// Whose installations.
#[derive(Debug, Clone)]
pub enum Whose {
    /// Those of a unit.
    Unit(UnitKey),
    /// Those of all units a provider serves.
    Provider(Slug),
}

/// How far what runs was changed.
#[derive(Debug, Clone)]
pub struct Customisation {
    /// By module.
    pub modules: Vec<ModuleCustomisation>,
    /// What is different in the customised copies of a unit, by module; not listed for a provider.
    pub deviations: Vec<(Slug, Vec<Deviation>)>,
}

/// How far what runs on a day was changed, and how old it is.
///
/// # Errors
/// No such unit or provider; `Denied`; those of the store.
pub fn customised(tx: &mut Read<'_>, actor: &Actor, whose: &Whose, on: Date) -> Result<Customisation, Error> {
    let (running, deviations) = load(tx, actor, whose, on)?;
    let catalog = tx.catalog()?;
    let copies = running.iter().map(|r| (&r.module, &r.version, r.customised));
    Ok(Customisation { modules: customisation(&catalog, copies, on), deviations })
}

/// How free what runs on a day leaves its users, and what of it breaks these rules.
///
/// # Errors
/// No such unit or provider; `Denied`; those of the store.
pub fn sovereignty(
    tx: &mut Read<'_>,
    actor: &Actor,
    whose: &Whose,
    rules: &[SovereigntyRule],
    on: Date,
) -> Result<SovereigntyProfile, Error> {
    let (running, _) = load(tx, actor, whose, on)?;
    let catalog = tx.catalog()?;
    Ok(profile(&catalog, running.iter().map(|r| (&r.module, &r.version)), rules))
}

/// A published version.
///
/// # Errors
/// No such version; those of the store.
pub fn version(tx: &mut Read<'_>, module: &Slug, version: &Version) -> Result<ModuleVersion, Error> {
    let pin = ModulePin { module: module.clone(), version: version.clone() };
    let found = module_versions::of_pins(tx.conn(), &[pin])?.pop();
    found.ok_or_else(|| Store::not_found("module-version", format!("{module}@{version}")).into())
}

/// Which installations of a provider's units.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The provider.
    pub provider: Slug,
    /// Those of this module.
    pub module: Option<Slug>,
    /// Those vouched for so on the day.
    pub confirmation: Option<Confirmation>,
    /// The day.
    pub on: Date,
}

/// What runs on a day in the units of a provider, by unit and module.
///
/// # Errors
/// No such provider; `Denied`; a foreign cursor; those of the store.
pub fn of_area(
    tx: &mut Read<'_>,
    actor: &Actor,
    asked: &Asked,
    page: &Page,
) -> Result<Paged<(Running, Confirmation)>, Error> {
    let provider = readable(tx, actor, &asked.provider)?;
    let after = page.after().map(|cursor| Ok((cursor.key(0)?.to_owned(), cursor.key(1)?.to_owned())));
    let after = after.transpose().map_err(|error: blaupause_kernel::Error| Store::from(error))?;
    let most = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
    let all = running::of_provider(tx.conn(), &provider, asked.on)?.into_iter();
    let found = all.filter_map(|running| {
        let key = (running.unit.to_string(), running.module.to_string());
        let later = after.as_ref().is_none_or(|after| key > *after);
        let wanted = asked.module.as_ref().is_none_or(|module| *module == running.module);
        let confirmation = Confirmation::on(running.confirmed_until, asked.on);
        let so = asked.confirmation.is_none_or(|asked| asked == confirmation);
        (later && wanted && so).then_some((running, confirmation))
    });
    Ok(page.cut(found.take(most).collect(), |(r, _): &(Running, Confirmation)| {
        Cursor::new([r.unit.to_string(), r.module.to_string()])
    }))
}

type Loaded = (Vec<Running>, Vec<(Slug, Vec<Deviation>)>);

fn load(tx: &mut Read<'_>, actor: &Actor, whose: &Whose, on: Date) -> Result<Loaded, Error> {
    match whose {
        Whose::Provider(id) => {
            let provider = readable(tx, actor, id)?;
            Ok((running::of_provider(tx.conn(), &provider, on)?, Vec::new()))
        }
        Whose::Unit(key) => {
            let unit: Ars = units::of_actor(tx, actor, Permission::ReadUnit, key)?.unit.ars;
            let (mut running, mut deviations) = (Vec::new(), Vec::new());
            for i in installations::of_unit(tx.conn(), &unit)?.into_iter().filter(|i| i.since <= on) {
                if i.customised {
                    deviations.push((i.module.clone(), i.deviations));
                }
                running.push(Running {
                    unit: i.unit,
                    module: i.module,
                    version: i.version,
                    customised: i.customised,
                    since: i.since,
                    confirmed_until: i.confirmed_until,
                });
            }
            Ok((running, deviations))
        }
    }
}

fn readable(tx: &mut Read<'_>, actor: &Actor, provider: &Slug) -> Result<Slug, Error> {
    let provider = providers::permitted(tx, actor, Permission::ReadServiceArea, provider)?.id;
    Ok(provider)
}
