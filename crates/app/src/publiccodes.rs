//! publiccode.yml: a file becomes a module and a version of it, and a version becomes a file again.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_catalog::{ModuleKind, ModulePin};
use blaupause_interchange::publiccode::{self as format, Publiccode, Terms};
use blaupause_interchange::{Fault, Severity, Unusable};
use blaupause_kernel::{Message, Slug, Version};
use blaupause_store::{Error as Store, module_versions, modules as stored_modules, publiccodes as store};

use crate::error::{located, text_of};
use crate::{Error, Read, Write, modules};

/// What the file does not say.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The provider that keeps the module.
    pub owner: Slug,
    /// What the module is, if it is new.
    pub kind: ModuleKind,
    /// The rest.
    pub terms: Terms,
}

/// What an import made, or would make.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The version.
    pub version: blaupause_catalog::ModuleVersion,
    /// Whether the module is new.
    pub new_module: bool,
    /// Everything that is wrong with the file, and every assumption, in the order of the file.
    pub faults: Vec<Fault>,
}

/// Lets those pass who may publish modules of the provider, before the file is read.
///
/// # Errors
/// `Denied`.
pub fn may_import(actor: &Actor, owner: &Slug) -> Result<(), Error> {
    Ok(actor.require(Permission::ManageModules, Owner::Provider(owner))?)
}

/// Says what a file would become; writes nothing.
///
/// # Errors
/// `Denied`, also for a module of another provider; `Invalid` with every reason why nothing can be made of the file;
/// those of the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, bytes: &[u8], asked: &Asked) -> Result<Imported, Error> {
    Ok(prepare(tx, actor, bytes, asked)?.0)
}

/// Publishes what a file speaks of, and keeps the rest of it beside the version. A module that does not exist is made with
/// the title and the summary of the version.
///
/// # Errors
/// Those of [`plan`]; a version that exists already.
pub fn import(tx: &mut Write<'_>, actor: &Actor, bytes: &[u8], asked: &Asked) -> Result<Imported, Error> {
    let (imported, document) = prepare(&mut tx.as_read(), actor, bytes, asked)?;
    let version = &imported.version;
    if imported.new_module {
        let (title, summary) = (version.title.clone(), version.summary.clone());
        let module = modules::new(version.module.clone(), asked.owner.clone(), asked.kind, title, summary);
        modules::create(tx, actor, &module)?;
    }
    let module = modules::of_actor(tx, actor, &version.module)?;
    modules::keep(tx, actor, &module, version.clone())?;
    store::insert(tx.conn(), &version.module, &version.version, &document)?;
    Ok(imported)
}

/// A version as publiccode.yml 0.7: what was imported with it, with the services, the number and the date of the version.
///
/// # Errors
/// No such version, or none that came from such a file; `Invalid` with everything that 0.7 asks for and the file lacks;
/// those of the store.
pub fn export(tx: &mut Read<'_>, module: &Slug, version: &Version) -> Result<String, Error> {
    let pin = ModulePin { module: module.clone(), version: version.clone() };
    let published = module_versions::of_pins(tx.conn(), &[pin])?.pop();
    let id = || format!("{module}@{version}");
    let published = published.ok_or_else(|| Store::not_found("module-version", id()))?;
    let document = store::find(tx.conn(), module, version)?;
    let written = document.software_version().map(str::to_owned);
    let released = published.life_cycle.released;
    let document = document.with_services(&published.leika);
    let document = document.with_version(&written.unwrap_or_else(|| version.to_string()), released);
    document.to_yaml().map_err(|Unusable(faults)| Error::Invalid(faults.into_iter().map(place).collect()))
}

/// Every version that came from such a file, by module and version.
///
/// # Errors
/// Those of the store.
pub fn versions(tx: &mut Read<'_>) -> Result<Vec<(Slug, Version)>, Error> {
    Ok(store::versions(tx.conn())?)
}

fn prepare(
    tx: &mut Read<'_>,
    actor: &Actor,
    bytes: &[u8],
    asked: &Asked,
) -> Result<(Imported, Publiccode), Error> {
    may_import(actor, &asked.owner)?;
    let refused = |faults: Vec<Fault>| Error::Invalid(faults.into_iter().map(place).collect());
    let reading = format::read(text_of(bytes)?).map_err(|Unusable(faults)| refused(faults))?;
    let made = reading.document.to_version(&asked.terms);
    let (version, notes) = made.map_err(|faults| {
        let errors = reading.faults.iter().filter(|fault| fault.severity == Severity::Error);
        refused(errors.cloned().chain(faults).collect())
    })?;
    let known = stored_modules::of_ids(tx.conn(), std::slice::from_ref(&version.module))?.pop();
    if let Some(known) = &known
        && known.owner != asked.owner
    {
        let message = Message::new("publiccode-module-of-other").with("module", &known.id);
        return Err(Error::invalid("/name", message.with("owner", &known.owner)));
    }
    let faults = reading.faults.into_iter().chain(notes).collect();
    Ok((Imported { version, new_module: known.is_none(), faults }, reading.document))
}

fn place(fault: Fault) -> crate::Invalid {
    located(fault.path, fault.line, fault.message)
}
