//! Portfolio plans: from what a unit has and wants to one consistent set of module versions, or why there is none.
//! A calculation: nothing is stored.

mod wishes;

use std::collections::BTreeMap;

use blaupause_access::{Actor, Permission};
use blaupause_catalog::{
    Action, Allowed, Catalog, Demand, Exclusion, Interface, ModulePin, ModuleRange, Obligation, Part, Plan,
    PortfolioEntry, Relaxation, SovereigntyRule, UnitSize, Wanted,
};
use blaupause_kernel::{Ars, Date, LocalizedText, Message, Slug, UnitKey, Version};
use blaupause_store::{installations, portfolio_entries, upgrade_paths};

use crate::units::{ServedUnit, of_actor};
use crate::{Error, Read};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Order {
    /// The unit.
    pub unit: UnitKey,
    /// The day of the plan; today if missing.
    pub on: Option<Date>,
    /// What the unit wants.
    pub wishes: Vec<Wish>,
    /// Modules that must not be there afterwards.
    pub without: Vec<Slug>,
    /// Modules that have exactly this version if they are there afterwards.
    pub pins: Vec<ModulePin>,
    /// Versions that must not be newly installed.
    pub excluded: Vec<ModuleRange>,
    /// Rules of digital sovereignty for what is newly installed.
    pub rules: Vec<SovereigntyRule>,
    /// What may be done to what is installed.
    pub allowed: Allowed,
    /// Whether only what the unit's providers offer is newly installed, if they offer anything.
    pub within_portfolio: bool,
    /// Whether only what suits the unit's size class is newly installed, if it has one.
    pub suited_only: bool,
}

/// One thing that is wanted.
#[derive(Debug, Clone)]
pub enum Wish {
    /// A module in a range.
    Module(ModuleRange),
    /// An interface.
    Interface(Interface),
    /// What a blueprint rests on and brings.
    Blueprint(Slug, Version),
    /// What the version of a minimum standard asks for that is binding on a day.
    Standard {
        /// The standard.
        id: Slug,
        /// The day; the day of the plan if missing.
        on: Option<Date>,
        /// The weakest obligation that counts.
        at_least: Obligation,
    },
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The unit.
    pub unit: Ars,
    /// The day of the plan.
    pub on: Date,
    /// The wishes as they were understood; parts of a refusal name them by their place.
    pub wanted: Vec<Wanted>,
    /// Requirements of minimum standards that no module can fulfil, by standard and version.
    pub open: Vec<OpenRequirement>,
    /// Everything that was excluded.
    pub exclusions: Vec<Exclusion>,
    /// The plan, or why there is none.
    pub outcome: Result<Plan, Refused>,
    /// Rules that what stays in the plan breaks; only what is newly installed has to keep them.
    pub breaches: Vec<(ModulePin, SovereigntyRule)>,
    /// The names of the modules of the plan.
    pub titles: BTreeMap<Slug, LocalizedText>,
}

/// A requirement of a minimum standard that a plan leaves open: a matter of organisation, or of a level to reach.
#[derive(Debug, Clone)]
pub struct OpenRequirement {
    /// The standard.
    pub standard: Slug,
    /// Its version.
    pub version: Version,
    /// The requirement.
    pub requirement: Slug,
}

/// Why there is no plan, with words for what would help.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The reasons, each one sentence.
    pub reasons: Vec<Message>,
    /// What contradicts itself.
    pub conflict: Vec<Part>,
    /// Whether that is the smallest contradiction.
    pub smallest: bool,
    /// What alone would make a plan possible.
    pub relaxations: Vec<(Relaxation, Message)>,
}

/// Plans for a unit.
///
/// # Errors
/// No such unit; `Denied`; `Invalid` for a blueprint or a standard that is not there; those of the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, order: Order) -> Result<Planned, Error> {
    let served = of_actor(tx, actor, Permission::ReadUnit, &order.unit)?;
    let on = order.on.unwrap_or_else(|| tx.today());
    let catalog = tx.catalog()?;
    let installed = installations::of_unit(tx.conn(), &served.unit.ars)?;
    let start = wishes::Start { unit: &served.unit.ars, installed: &installed, catalog: &catalog, on };
    let (wanted, open) = wishes::wanted(tx, actor, &start, &order.wishes)?;
    let paths = upgrade_paths::between_modules(tx.conn(), on)?;
    let demand = Demand {
        wanted,
        paths: &paths,
        exclusions: exclusions(tx, &served, &order, on)?,
        without: order.without,
        pins: order.pins,
        allowed: order.allowed,
        size: size(&served),
        ..Demand::new(&catalog, &installed, on)
    };
    let outcome = demand.plan().map_err(|refusal| {
        let worded = |relaxation: Relaxation| (relaxation.clone(), relaxation.message(&demand));
        Refused {
            reasons: refusal.reasons,
            conflict: refusal.conflict,
            smallest: refusal.smallest,
            relaxations: refusal.relaxations.into_iter().map(worded).collect(),
        }
    });
    let breaches = outcome.as_ref().map(|plan| breaches(&catalog, plan, &order.rules)).unwrap_or_default();
    let titles = outcome.as_ref().map(|plan| titles(&catalog, plan)).unwrap_or_default();
    let Demand { wanted, exclusions, .. } = demand;
    Ok(Planned { unit: served.unit.ars, on, wanted, open, exclusions, outcome, breaches, titles })
}

fn size(served: &ServedUnit) -> Option<UnitSize> {
    let class = served.unit.size_class()?;
    Some(UnitSize { class, population: served.unit.population? })
}

fn exclusions(
    tx: &mut Read<'_>,
    served: &ServedUnit,
    order: &Order,
    on: Date,
) -> Result<Vec<Exclusion>, Error> {
    let excluded = order.excluded.iter().cloned().map(Exclusion::Module);
    let rules = order.rules.iter().cloned().map(Exclusion::Sovereignty);
    let mut exclusions: Vec<_> = excluded.chain(rules).collect();
    if order.suited_only {
        exclusions.extend(served.unit.size_class().map(Exclusion::Unsuited));
    }
    if order.within_portfolio {
        let entries: Vec<PortfolioEntry> = portfolio_entries::of_providers(tx.conn(), &served.serving)?;
        if entries.iter().any(|entry| entry.is_in_force_on(on)) {
            exclusions.push(Exclusion::OutsidePortfolio(entries));
        }
    }
    Ok(exclusions)
}

fn breaches(catalog: &Catalog, plan: &Plan, rules: &[SovereigntyRule]) -> Vec<(ModulePin, SovereigntyRule)> {
    let mut breaches = Vec::new();
    for step in plan.steps.iter().filter(|step| step.action == Action::Keep) {
        let Some(version) = catalog.get(&step.module, &step.version) else { continue };
        let pin = ModulePin { module: step.module.clone(), version: step.version.clone() };
        let broken = rules.iter().filter(|rule| !rule.is_kept_by(version));
        breaches.extend(broken.map(|rule| (pin.clone(), rule.clone())));
    }
    breaches
}

fn titles(catalog: &Catalog, plan: &Plan) -> BTreeMap<Slug, LocalizedText> {
    let title = |module: &Slug, version: &Version| {
        let known = catalog.get(module, version).or_else(|| catalog.versions(module).next_back());
        known.map(|document| document.title.clone())
    };
    let steps = plan.steps.iter();
    steps.filter_map(|step| Some((step.module.clone(), title(&step.module, &step.version)?))).collect()
}
