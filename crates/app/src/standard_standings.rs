//! How units stand towards minimum standards: one unit requirement by requirement, and all units of a provider.
//! All units are loaded with a fixed number of queries, and one more per maturity model: none per unit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use blaupause_access::{Actor, Permission};
use blaupause_catalog::{
    Catalog, Compliance, Holdings, Installation, ModulePin, ModuleVersion, Obligation, RequirementState,
    Satisfaction, Standard, StandardVersion, Standing, TierPath, Upgrade,
};
use blaupause_kernel::{Ars, Cursor, Date, Page, Paged, Rational, Slug, UnitKey, Version};
use blaupause_store::running_modules::{self as running, Running};
use blaupause_store::signed_assessments;
use blaupause_store::{adoptions, installations, standard_versions, standards, upgrade_paths};
use blaupause_territory::Unit;

use crate::{Error, Read, providers, units};

/// Levels by model and indicator.
pub(crate) type Levels = BTreeMap<(Slug, Slug), Rational>;
type Versions = BTreeMap<Version, StandardVersion>;

/// How a unit stands towards one standard.
#[derive(Debug, Clone)]
pub struct UnitDelta {
    /// The standard.
    pub standard: Standard,
    /// How it stands; nothing before the first version is binding.
    pub standing: Option<Standing>,
    /// Every requirement of the binding version with the way in which the unit fulfils it.
    pub requirements: Vec<RequirementState>,
    /// The version itself, for its words.
    pub version: Option<StandardVersion>,
    /// What the unit has, and nobody vouches for on that day.
    pub unconfirmed: Vec<ModulePin>,
    /// Ways from a version the unit fulfils to the binding one.
    pub paths: Vec<TierPath>,
}

/// How a unit stands on a day: towards one standard, or towards every one of the providers that serve it.
///
/// # Errors
/// No such unit or standard; `Denied`; those of the store.
pub fn delta(
    tx: &mut Read<'_>,
    actor: &Actor,
    unit: &UnitKey,
    standard: Option<&Slug>,
    on: Date,
) -> Result<(Unit, Vec<UnitDelta>), Error> {
    let served = units::of_actor(tx, actor, Permission::ReadUnit, unit)?;
    let asked = match standard {
        Some(id) => vec![standards::by_id(tx.conn(), id)?],
        None => standards::of_owners(tx.conn(), &served.serving)?,
    };
    let unit = served.unit;
    let catalog = tx.catalog()?;
    let installed = installations::of_unit(tx.conn(), &unit.ars)?;
    let in_use: Vec<_> = installed.into_iter().filter(|i| i.since <= on).collect();
    let pins: Vec<ModulePin> = in_use.iter().map(Installation::pin).collect();
    let unconfirmed: Vec<ModulePin> =
        in_use.iter().filter(|i| !i.is_confirmed_on(on)).map(Installation::pin).collect();
    let paths = upgrade_paths::in_force(tx.conn(), on)?;
    let used = adoptions::in_use(tx.conn(), std::slice::from_ref(&unit.ars), on)?;
    let mut deltas = Vec::with_capacity(asked.len());
    for standard in asked {
        let versions = standard_versions::of_standard(tx.conn(), &standard.id)?;
        let levels = levels(tx, versions.values(), Some(std::slice::from_ref(&unit.ars)))?;
        let holdings = holdings(&catalog, &pins, levels.get(&unit.ars), used.get(&unit.ars));
        deltas.push(UnitDelta {
            standing: standard.timeline.standing_on(&versions, &holdings, on),
            unconfirmed: unconfirmed.clone(),
            ..of_versions(standard, &versions, &holdings, &paths, on)
        });
    }
    Ok((unit, deltas))
}

fn of_versions(
    standard: Standard,
    versions: &Versions,
    holdings: &Holdings<'_>,
    paths: &[Upgrade],
    on: Date,
) -> UnitDelta {
    let binding = standard.timeline.binding_on(on);
    let version = binding.and_then(|binding| versions.get(&binding.version)).cloned();
    let requirements = version.as_ref().map(|version| version.delta(holdings)).unwrap_or_default();
    let leads = |path: &&TierPath| {
        let fulfilled = versions.values().filter(|v| v.is_fulfilled_by(holdings));
        path.from.standard == standard.id
            && version.as_ref().is_some_and(|v| path.to.standard == v.id && path.to.version == v.version)
            && fulfilled.into_iter().any(|v| path.from.range.matches(&v.version))
    };
    let tiers =
        paths.iter().filter_map(|path| if let Upgrade::Tier(path) = path { Some(path) } else { None });
    let paths = tiers.filter(leads).cloned().collect();
    UnitDelta { standing: None, requirements, unconfirmed: Vec::new(), paths, version, standard }
}

/// One unit of a service area.
#[derive(Debug, Clone)]
pub struct UnitStanding {
    /// The unit.
    pub unit: Unit,
    /// How it stands.
    pub standing: Standing,
    /// The MUSS requirements of the binding version it does not fulfil, in their order.
    pub missing: Vec<Slug>,
}

/// The units of a service area towards a standard.
#[derive(Debug, Clone)]
pub struct AreaStandings {
    /// The standard.
    pub standard: Standard,
    /// How many units stand how, over all pages and before the filter.
    pub counts: BTreeMap<Compliance, usize>,
    /// One page of them, by key.
    pub page: Paged<UnitStanding>,
}

/// How the units that a provider serves stand towards a standard on a day: all, or those that stand so.
///
/// # Errors
/// No such provider or standard; `Denied`; a foreign cursor; those of the store.
pub fn of_area(
    tx: &mut Read<'_>,
    actor: &Actor,
    (standard, provider): (&Slug, &Slug),
    on: Date,
    only: Option<Compliance>,
    page: &Page,
) -> Result<AreaStandings, Error> {
    let provider = providers::permitted(tx, actor, Permission::ReadServiceArea, provider)?.id;
    let standard = standards::by_id(tx.conn(), standard)?;
    let versions = standard_versions::of_standard(tx.conn(), &standard.id)?;
    let catalog = tx.catalog()?;
    let area = running::units_of(tx.conn(), &provider, on)?;
    let mut pins = BTreeMap::<Ars, Vec<ModulePin>>::new();
    for Running { unit, module, version, .. } in running::of_provider(tx.conn(), &provider, on)? {
        pins.entry(unit).or_default().push(ModulePin { module, version });
    }
    let keys: Vec<Ars> = area.iter().map(|unit| unit.ars.clone()).collect();
    let levels = levels(tx, versions.values(), Some(&keys))?;
    let used = adoptions::in_use(tx.conn(), &keys, on)?;
    let mut counts = BTreeMap::new();
    let mut found = Vec::new();
    let after = page.after().map(|cursor| cursor.key(0).map(str::to_owned)).transpose();
    let after = after.map_err(blaupause_store::Error::from)?;
    for unit in area {
        let none = Vec::new();
        let pins = pins.get(&unit.ars).unwrap_or(&none);
        let holdings = holdings(&catalog, pins, levels.get(&unit.ars), used.get(&unit.ars));
        let Some(standing) = standard.timeline.standing_on(&versions, &holdings, on) else { continue };
        *counts.entry(standing.compliance).or_insert(0) += 1;
        let wanted = only.is_none_or(|only| only == standing.compliance);
        let later = after.as_ref().is_none_or(|after| unit.ars.as_str() > after.as_str());
        let room = i64::try_from(found.len()).is_ok_and(|found| found < page.fetch());
        if wanted && later && room {
            let missing = missing(&versions, &standing, &holdings);
            found.push(UnitStanding { unit, standing, missing });
        }
    }
    let page = page.cut(found, |s: &UnitStanding| Cursor::new([&s.unit.ars]));
    Ok(AreaStandings { standard, counts, page })
}

fn missing(versions: &Versions, standing: &Standing, holdings: &Holdings<'_>) -> Vec<Slug> {
    let Some(version) = versions.get(&standing.binding.version) else { return Vec::new() };
    let unmet = |state: &RequirementState| state.level == Obligation::Must && state.met_by.is_none();
    version.delta(holdings).into_iter().filter(unmet).map(|state| state.id).collect()
}

/// What a unit has: the module versions the catalogue knows, its levels with those that these versions supply, and the
/// blueprints it uses.
pub(crate) fn holdings<'a>(
    catalog: &'a Arc<Catalog>,
    pins: &[ModulePin],
    levels: Option<&Levels>,
    blueprints: Option<&Vec<(Slug, Version)>>,
) -> Holdings<'a> {
    let known = pins.iter().filter_map(|pin| catalog.get(&pin.module, &pin.version));
    let modules: Vec<&ModuleVersion> = known.map(AsRef::as_ref).collect();
    let mut levels = levels.cloned().unwrap_or_default();
    for supplied in modules.iter().flat_map(|version| &version.maturity_levels) {
        let level =
            levels.entry((supplied.model.clone(), supplied.indicator.clone())).or_insert(supplied.level);
        *level = supplied.level.max(*level);
    }
    Holdings { modules, levels, blueprints: blueprints.cloned().unwrap_or_default() }
}

/// The levels of units in the models that some version of a standard names, from their latest signed assessments.
pub(crate) fn levels<'v>(
    tx: &mut Read<'_>,
    versions: impl Iterator<Item = &'v StandardVersion>,
    only: Option<&[Ars]>,
) -> Result<BTreeMap<Ars, Levels>, Error> {
    let ways = versions.flat_map(|version| &version.requirements).flat_map(|r| &r.satisfied_by);
    let model = |way: &'v Satisfaction| match way {
        Satisfaction::Indicator { model, .. } => Some(model),
        Satisfaction::Interface { .. } | Satisfaction::Module { .. } | Satisfaction::Blueprint { .. } => None,
    };
    let models: BTreeSet<&Slug> = ways.filter_map(model).collect();
    let mut levels = BTreeMap::<Ars, Levels>::new();
    for model in models {
        for summary in signed_assessments::latest_of_all(tx.conn(), model, only)? {
            let Some(unit) = summary.assessed.unit() else { continue };
            let own = levels.entry(unit.clone()).or_default();
            own.extend(
                summary.levels.into_iter().map(|(indicator, level)| ((model.clone(), indicator), level)),
            );
        }
    }
    Ok(levels)
}
