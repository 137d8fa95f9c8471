//! Adoptions: one unit takes over one version of a blueprint, step by step, until an assessment proves it.

use blaupause_access::{Actor, Permission};
use blaupause_catalog::Installation;
use blaupause_kernel::{Date, Message, Page, Paged, Revision, Slug, UnitKey, Version};
use blaupause_pilots::Prose;
use blaupause_pilots::adoptions::{Adoption, NewAdoption, SignedFacts, StepProgress};
use blaupause_pilots::blueprints::{BlueprintVersion, Published, VersionState};
use blaupause_store::adoptions::{self as store, Filter};
use blaupause_store::blueprint_versions::{self as versions, Stored};
use blaupause_store::{Error as Store, blueprints as founded, installations, signed_assessments};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::at;
use crate::subjects::reach;
use crate::units::{ServedUnit, of_actor};
use crate::{Change, Error, Expected, Read, Write, blueprints, parameters};

/// What an adoption is begun with.
#[derive(Debug, Clone)]
pub struct Begin {
    /// The unit that adopts.
    pub unit: UnitKey,
    /// The blueprint.
    pub blueprint: Slug,
    /// The version; published or the standard.
    pub version: Version,
    /// Values of the blueprint's parameters.
    pub parameters: Map<String, Value>,
    /// Where the unit departs from the blueprint.
    pub deviations: Vec<Prose>,
}

/// What changes in an adoption; what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// Values by parameter; `null` takes one away.
    pub parameters: Map<String, Value>,
    /// All deviations anew.
    pub deviations: Option<Vec<Prose>>,
}

/// An adoption with the document it is pinned to.
#[derive(Debug, Clone)]
pub struct Pinned {
    /// The adoption.
    pub adoption: Adoption,
    /// The document.
    pub document: BlueprintVersion,
}

/// Begins an adoption. The blueprint's owner carries it out if it serves the unit, else the first provider that
/// does; a unit without one gets the owner.
///
/// # Errors
/// `Denied`; `Invalid` for an unknown or past unit, an unknown blueprint or version, one that is not on offer, or
/// parameters that do not fit; `Conflict` if the unit already works on this blueprint; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, begin: Begin) -> Result<Pinned, Error> {
    let served =
        of_actor(&mut tx.as_read(), actor, Permission::WorkOnAdoption, &begin.unit).map_err(at("/unit"))?;
    if !served.unit.is_valid_on(tx.today()) {
        let message = Message::new("adoption-unit-past").with("unit", &served.unit.ars);
        return Err(Error::invalid("/unit", message));
    }
    let Published { document, .. } = offered(tx, actor, &begin.blueprint, &begin.version)?;
    let values = Value::Object(begin.parameters);
    parameters::check(&document.parameters, &values)?;
    let unit = served.unit.ars.clone();
    let own = store::of_unit(tx.conn(), &unit, &begin.blueprint)?;
    if let Some(open) = own.iter().find(|a| !a.state.is_final()) {
        return Err(Store::Conflict { kind: "adoption", id: open.id.to_string() }.into());
    }
    let owner = founded::by_slug(tx.conn(), &begin.blueprint)?.owner;
    let new = NewAdoption {
        unit,
        blueprint: begin.blueprint,
        version: begin.version,
        provider: provider_of(&served, owner),
        parameters: values,
        deviations: begin.deviations,
    };
    let adoption = new.into_adoption(tx.next_id(), &document, served.unit.size_class(), tx.today())?;
    store::insert(tx.conn(), &adoption)?;
    record(tx, actor, "adoption.registered", &adoption)?;
    Ok(Pinned { adoption, document })
}

/// An adoption.
///
/// # Errors
/// No such adoption; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Pinned, Error> {
    load(tx, actor, Permission::ReadUnit, id)
}

/// Adoptions, the newest first: of one unit, or of everything within the actor's reach.
///
/// # Errors
/// No such unit; `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    unit: Option<&UnitKey>,
    blueprint: Option<Slug>,
    page: &Page,
) -> Result<Paged<Adoption>, Error> {
    let mut filter = Filter { blueprint, ..Filter::default() };
    match unit {
        Some(key) => filter.unit = Some(of_actor(tx, actor, Permission::ReadUnit, key)?.unit.ars),
        None => filter.reach = reach(actor, Permission::ReadUnit, tx.today())?,
    }
    Ok(store::list(tx.conn(), &filter, page)?)
}

/// Changes parameters and deviations.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; `Invalid` for parameters that do not fit; those of [`Adoption::revise`];
/// those of the store.
pub fn edit(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    edit: Edit,
) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let adoption = pinned.adoption.clone();
    let values = merged(adoption.parameters.clone(), edit.parameters);
    parameters::check(&pinned.document.parameters, &values)?;
    let deviations = edit.deviations.unwrap_or_else(|| adoption.deviations.clone());
    let next = adoption.revise(values, deviations)?;
    save(tx, actor, "adoption.edited", pinned, next)
}

/// Plans an adoption for a first day.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::plan`]; those of the store.
pub fn plan(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    from: Date,
) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let next = pinned.adoption.clone().plan(from, tx.today())?;
    save(tx, actor, "adoption.planned", pinned, next)
}

/// Begins with the first step.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::start`]; those of the store.
pub fn start(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let next = pinned.adoption.clone().start(tx.today())?;
    save(tx, actor, "adoption.started", pinned, next)
}

/// Notes a step as done.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::tick`]; those of the store.
pub fn tick(
    tx: &mut Write<'_>,
    actor: &Actor,
    (id, step): (Uuid, &Slug),
    expected: Expected,
    progress: StepProgress,
) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let next = pinned.adoption.clone().tick(&pinned.document, step, progress, tx.today())?;
    save(tx, actor, "adoption.stepDone", pinned, next)
}

/// Takes the note that a step is done back.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::untick`]; those of the store.
pub fn untick(
    tx: &mut Write<'_>,
    actor: &Actor,
    (id, step): (Uuid, &Slug),
    expected: Expected,
) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let next = pinned.adoption.clone().untick(&pinned.document, step)?;
    save(tx, actor, "adoption.stepReopened", pinned, next)
}

/// Takes what was built into use, and records the blueprint's modules as installed in the unit.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::go_live`]; those of the store.
pub fn go_live(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let next = pinned.adoption.clone().go_live(&pinned.document, tx.today())?;
    install(tx, actor, &pinned)?;
    save(tx, actor, "adoption.live", pinned, next)
}

/// Marks a live adoption as proven by a signed-off assessment of its unit.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; `Invalid` without such an assessment; those of [`Adoption::verify`]; those of
/// the store.
pub fn verify(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    assessment: Uuid,
) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::DecideAdoption, id, expected)?;
    let signed = signed_assessments::by_id(tx.conn(), assessment).map_err(Error::from);
    let facts = SignedFacts::of(&signed.map_err(at("/assessment"))?)?;
    let next = pinned.adoption.clone().verify(&pinned.document, &facts, tx.today())?;
    save(tx, actor, "adoption.verified", pinned, next)
}

/// Rests an adoption.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::pause`]; those of the store.
pub fn pause(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    reason: Prose,
) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let next = pinned.adoption.clone().pause(reason, tx.today())?;
    save(tx, actor, "adoption.paused", pinned, next)
}

/// Goes on where an adoption was paused.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::resume`]; those of the store.
pub fn resume(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let next = pinned.adoption.clone().resume(tx.today())?;
    save(tx, actor, "adoption.resumed", pinned, next)
}

/// Gives an adoption up.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::abandon`]; those of the store.
pub fn abandon(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    reason: Prose,
) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::DecideAdoption, id, expected)?;
    let next = pinned.adoption.clone().abandon(reason, tx.today())?;
    save(tx, actor, "adoption.abandoned", pinned, next)
}

/// Vouches that the record is true today.
///
/// # Errors
/// No such adoption; `Denied`; `Stale`; those of [`Adoption::confirm`]; those of the store.
pub fn confirm(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    valid_until: Date,
) -> Result<Pinned, Error> {
    let pinned = to_change(tx, actor, Permission::WorkOnAdoption, id, expected)?;
    let next = pinned.adoption.clone().confirm(tx.today(), valid_until)?;
    save(tx, actor, "adoption.confirmed", pinned, next)
}

fn load(tx: &mut Read<'_>, actor: &Actor, permission: Permission, id: Uuid) -> Result<Pinned, Error> {
    actor.require_somewhere(permission)?;
    let adoption = store::by_id(tx.conn(), id)?;
    of_actor(tx, actor, permission, &UnitKey::Ars(adoption.unit.clone()))?;
    let document =
        versions::by_version(tx.conn(), &adoption.blueprint, &adoption.version)?.document().clone();
    Ok(Pinned { adoption, document })
}

fn to_change(
    tx: &mut Write<'_>,
    actor: &Actor,
    permission: Permission,
    id: Uuid,
    expected: Expected,
) -> Result<Pinned, Error> {
    let pinned = load(&mut tx.as_read(), actor, permission, id)?;
    expected.check(pinned.adoption.revision)?;
    Ok(pinned)
}

fn save(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    pinned: Pinned,
    adoption: Adoption,
) -> Result<Pinned, Error> {
    store::update(tx.conn(), &adoption)?;
    record(tx, actor, kind, &adoption)?;
    Ok(Pinned { adoption, ..pinned })
}

fn record(tx: &mut Write<'_>, actor: &Actor, kind: &'static str, adoption: &Adoption) -> Result<(), Error> {
    let change = Change::new(kind, format!("/adoptions/{}", adoption.id));
    tx.record(actor, change.of_unit(&adoption.unit).of_provider(&adoption.provider))
}

/// A draft that the actor may not see is as little there as one that does not exist.
fn offered(
    tx: &mut Write<'_>,
    actor: &Actor,
    blueprint: &Slug,
    version: &Version,
) -> Result<Published, Error> {
    let stored = blueprints::version(&mut tx.as_read(), actor, blueprint, version);
    let place = match &stored {
        Err(Error::Store(Store::NotFound { kind: "blueprint", .. })) => "/blueprint",
        _ => "/version",
    };
    let state = match stored.map_err(at(place))? {
        Stored::Published(p) if p.state != VersionState::Superseded => return Ok(p),
        Stored::Published(p) => p.state,
        Stored::Draft(d) => d.state,
    };
    let message = Message::new("blueprint-version-not-offered").with("version", version);
    Err(Error::invalid("/version", message.with("state", state.as_str())))
}

fn provider_of(served: &ServedUnit, owner: Slug) -> Slug {
    if served.serving.contains(&owner) {
        return owner;
    }
    served.serving.first().cloned().unwrap_or(owner)
}

/// An installed version that the blueprint allows and that is not older stays; every other becomes the locked one.
fn install(tx: &mut Write<'_>, actor: &Actor, pinned: &Pinned) -> Result<(), Error> {
    let (unit, today) = (&pinned.adoption.unit, tx.today());
    let there = installations::of_unit(tx.conn(), unit)?;
    for locked in &pinned.document.modules {
        let before = there.iter().find(|i| i.module == locked.module).cloned();
        let version = locked.version.clone();
        match before {
            Some(i) if locked.range.matches(&i.version) && i.version >= version => continue,
            Some(i) => {
                let next = Installation { version, revision: i.revision.next(), ..i };
                installations::update(tx.conn(), &next)?;
            }
            None => {
                let new = Installation {
                    unit: unit.clone(),
                    module: locked.module.clone(),
                    version,
                    maturity: None,
                    customised: false,
                    deviations: Vec::new(),
                    since: today,
                    confirmed_until: None,
                    revision: Revision::FIRST,
                };
                installations::insert(tx.conn(), &new)?;
            }
        }
        let subject = format!("/municipalities/{unit}/installations/{}", locked.module);
        tx.record(actor, Change::new("installation.recorded", subject).of_unit(unit))?;
    }
    Ok(())
}

/// Merge patch (RFC 7396) of an object's members.
fn merged(values: Value, patch: Map<String, Value>) -> Value {
    let mut object = if let Value::Object(object) = values { object } else { Map::new() };
    for (key, value) in patch {
        match value {
            Value::Null => drop(object.remove(&key)),
            Value::Object(inner) => {
                let old = object.remove(&key).unwrap_or_default();
                object.insert(key, merged(old, inner));
            }
            other => drop(object.insert(key, other)),
        }
    }
    Value::Object(object)
}
