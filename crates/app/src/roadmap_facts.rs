//! Everything a roadmap rests on, read from one state of the database with a fixed number of queries, and a few more per
//! standard, per version of a model and per version that adoptions are pinned to: none per unit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use blaupause_catalog::{Catalog, Installation, ModulePin, Standard, StandardVersion};
use blaupause_kernel::{Ars, Date, Digest, Slug, Version};
use blaupause_maturity::{Answers, Model, ProviderLevels};
use blaupause_pilots::adoptions::{Adoption, AdoptionState};
use blaupause_pilots::blueprints::BlueprintVersion;
use blaupause_pilots::evidence::{Evidence, PilotEffort};
use blaupause_pilots::fit::UnitFacts;
use blaupause_pilots::roadmaps::{Facts, Job, Obligation, PlanFor, UnitData, obligations};
use blaupause_store::{
    adoptions, blueprint_versions as versions, experience_reports, installations, maturity_models, pilots,
    providers, running_modules, signed_assessments, standard_versions, standards, units,
};
use blaupause_territory::Unit;

use crate::standard_standings::{Levels, holdings, levels};
use crate::{Error, Read};

/// How many signed documents are read at once.
const BATCH: usize = 200;

/// What facts borrow from.
pub(crate) struct Loaded {
    job: Job,
    models: BTreeMap<Version, (Model, Digest)>,
    documents: Vec<BlueprintVersion>,
    pinned: BTreeMap<(Slug, Version), BlueprintVersion>,
    evidence: BTreeMap<Slug, Evidence>,
    catalog: Arc<Catalog>,
    units: Vec<UnitData>,
    on: Date,
}

impl Loaded {
    /// The facts.
    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            frame: &self.job.frame,
            models: &self.models,
            documents: &self.documents,
            pinned: &self.pinned,
            evidence: &self.evidence,
            catalog: &self.catalog,
            units: &self.units,
            on: self.on,
        }
    }
}

type Assessed = BTreeMap<Ars, (Version, Answers, ProviderLevels)>;

/// Reads everything.
///
/// # Errors
/// Those of the store.
pub(crate) fn load(tx: &mut Read<'_>, job: Job) -> Result<Loaded, Error> {
    let on = tx.today();
    let (units, serving) = units_of(tx, &job.plan_for, on)?;
    let keys: Vec<Ars> = units.iter().map(|unit| unit.ars.clone()).collect();
    let current: Vec<BlueprintVersion> =
        versions::current(tx.conn())?.into_iter().map(|current| current.document).collect();
    let slugs: Vec<Slug> = current.iter().map(|document| document.blueprint.clone()).collect();
    let adopted = adoptions::of_blueprints(tx.conn(), &slugs)?;
    let pinned = pinned(tx, &adopted, &keys)?;
    let evidence = evidence(tx, &current, &adopted)?;
    let mut assessed = assessed(tx, &job.frame.model, &keys)?;
    let chosen = |document: &BlueprintVersion| {
        let offered = &job.frame.blueprints;
        document.model.id == job.frame.model && (offered.is_empty() || offered.contains(&document.blueprint))
    };
    let documents: Vec<BlueprintVersion> = current.into_iter().filter(chosen).collect();
    let named = documents.iter().map(|document| &document.model.version);
    let named: BTreeSet<&Version> = named.chain(assessed.values().map(|(version, ..)| version)).collect();
    let mut models = BTreeMap::new();
    for version in named {
        let (model, hash) = maturity_models::by_version(tx.conn(), &job.frame.model, version)?;
        models.insert(version.clone(), (Model::clone(&model), hash));
    }
    let mut installed = by_unit(installations::of_units(tx.conn(), &keys)?, |i| i.unit.clone());
    let standing = |a: &Adoption| a.state != AdoptionState::Abandoned;
    let mut own = by_unit(adopted.into_iter().filter(standing).collect(), |a| a.unit.clone());
    let standards = Standards::load(tx, &serving, &keys)?;
    let catalog = tx.catalog()?;
    let until = job.frame.from.plus(job.frame.quarters).first_day().unwrap_or(on);
    let units = units.into_iter().map(|unit| {
        let installed = installed.remove(&unit.ars).unwrap_or_default();
        UnitData {
            obligations: standards.ask(&unit.ars, &installed, &catalog, (on, until)),
            assessed: assessed.remove(&unit.ars),
            adoptions: own.remove(&unit.ars).unwrap_or_default(),
            facts: UnitFacts::of(&unit, serving.clone()),
            installed,
        }
    });
    let units = units.collect();
    Ok(Loaded { models, documents, pinned, evidence, units, catalog, on, job })
}

/// The units, and whose standards hold for them.
fn units_of(tx: &mut Read<'_>, plan_for: &PlanFor, on: Date) -> Result<(Vec<Unit>, Vec<Slug>), Error> {
    Ok(match plan_for {
        PlanFor::Unit(ars) => {
            let unit = units::by_key(tx.conn(), &blaupause_kernel::UnitKey::Ars(ars.clone()))?;
            let serving = providers::serving(tx.conn(), &unit.ars, on)?;
            (vec![unit], serving)
        }
        PlanFor::Provider(provider) => {
            (running_modules::units_of(tx.conn(), provider, on)?, vec![provider.clone()])
        }
    })
}

fn by_unit<T>(all: Vec<T>, unit: impl Fn(&T) -> Ars) -> BTreeMap<Ars, Vec<T>> {
    let mut found = BTreeMap::<Ars, Vec<T>>::new();
    for one in all {
        found.entry(unit(&one)).or_default().push(one);
    }
    found
}

/// The documents of the versions that adoptions of these units are pinned to.
fn pinned(
    tx: &mut Read<'_>,
    adopted: &[Adoption],
    keys: &[Ars],
) -> Result<BTreeMap<(Slug, Version), BlueprintVersion>, Error> {
    let ours: BTreeSet<&Ars> = keys.iter().collect();
    let of_ours = adopted.iter().filter(|a| ours.contains(&a.unit));
    let named: BTreeSet<(Slug, Version)> =
        of_ours.map(|a| (a.blueprint.clone(), a.version.clone())).collect();
    let mut found = BTreeMap::new();
    for (blueprint, version) in named {
        let document = versions::by_version(tx.conn(), &blueprint, &version)?.document().clone();
        found.insert((blueprint, version), document);
    }
    Ok(found)
}

fn evidence(
    tx: &mut Read<'_>,
    documents: &[BlueprintVersion],
    adopted: &[Adoption],
) -> Result<BTreeMap<Slug, Evidence>, Error> {
    let named: BTreeSet<&Slug> = documents.iter().flat_map(|document| &document.pilots).collect();
    let named: Vec<Slug> = named.into_iter().cloned().collect();
    let pilots = pilots::of_slugs(tx.conn(), &named)?;
    let reports = experience_reports::of_pilots(tx.conn(), &named)?;
    let mut found = BTreeMap::new();
    for document in documents {
        let own = pilots.iter().filter(|pilot| document.pilots.contains(&pilot.slug));
        let effort = |pilot| reports.iter().find_map(|report| PilotEffort::of(pilot, report));
        let efforts: Vec<PilotEffort> = own.filter_map(effort).collect();
        let evidence = Evidence::of(&document.blueprint, adopted, &efforts)?;
        found.insert(document.blueprint.clone(), evidence);
    }
    Ok(found)
}

/// The latest signed result of each unit by a model.
fn assessed(tx: &mut Read<'_>, model: &Slug, keys: &[Ars]) -> Result<Assessed, Error> {
    let latest = signed_assessments::latest_of_all(tx.conn(), model, Some(keys))?;
    let ids: Vec<uuid::Uuid> = latest.into_iter().map(|summary| summary.id).collect();
    let mut found = Assessed::new();
    for batch in ids.chunks(BATCH) {
        for signed in signed_assessments::of_ids(tx.conn(), batch)? {
            let levels = signed.outcome.provider_levels();
            if let Some(unit) = signed.assessed.unit() {
                found.insert(unit.clone(), (signed.model.version.clone(), signed.answers, levels));
            }
        }
    }
    Ok(found)
}

/// The minimum standards that hold for the units, with the levels they ask about.
struct Standards {
    all: Vec<Asking>,
    used: BTreeMap<Ars, Vec<(Slug, Version)>>,
}

struct Asking {
    standard: Standard,
    versions: BTreeMap<Version, StandardVersion>,
    levels: BTreeMap<Ars, Levels>,
}

impl Standards {
    fn load(tx: &mut Read<'_>, owners: &[Slug], keys: &[Ars]) -> Result<Self, Error> {
        let mut all = Vec::new();
        for standard in standards::of_owners(tx.conn(), owners)? {
            let versions = standard_versions::of_standard(tx.conn(), &standard.id)?;
            let levels = levels(tx, versions.values(), Some(keys))?;
            all.push(Asking { standard, versions, levels });
        }
        let on = tx.today();
        Ok(Self { all, used: adoptions::in_use(tx.conn(), keys, on)? })
    }

    fn ask(
        &self,
        unit: &Ars,
        installed: &[Installation],
        catalog: &Arc<Catalog>,
        span: (Date, Date),
    ) -> Vec<Obligation> {
        let pins: Vec<ModulePin> =
            installed.iter().filter(|i| i.since <= span.0).map(Installation::pin).collect();
        let of = |asking: &Asking| {
            let holdings = holdings(catalog, &pins, asking.levels.get(unit), self.used.get(unit));
            obligations(&asking.standard, &asking.versions, &holdings, span)
        };
        self.all.iter().flat_map(of).collect()
    }
}
