//! Which blueprints fit a unit, explained line by line and in order of gain per effort.
//! Everything is loaded with a fixed number of queries, and two more per maturity model: none per blueprint.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use blaupause_access::{Actor, Permission};
use blaupause_catalog::{Catalog, Installation};
use blaupause_kernel::{Ars, Digest, Slug, UnitKey, Version};
use blaupause_maturity::{Model, ProviderLevels, SignedAssessment};
use blaupause_pilots::adoptions::{Adoption, AdoptionState};
use blaupause_pilots::blueprints::BlueprintVersion;
use blaupause_pilots::evidence::{Evidence, PilotEffort};
use blaupause_pilots::fit::{Assessed, Fit, FitInput, UnitFacts, Usage, UserFacts, fit as fitted, rank};
use blaupause_pilots::pilots::Pilot;
use blaupause_pilots::reports::ExperienceReport;
use blaupause_store::{
    adoptions, blueprint_versions as versions, experience_reports, installations, maturity_models, pilots,
    served_units, signed_assessments,
};

use crate::units::{ServedUnit, of_actor};
use crate::{Error, Read, blueprints};

/// How a blueprint fits a unit, with the evidence the fit rests on.
#[derive(Debug, Clone)]
pub struct Recommendation {
    /// The document.
    pub document: BlueprintVersion,
    /// The fit.
    pub fit: Fit,
    /// The evidence.
    pub evidence: Evidence,
}

/// How one version of a blueprint fits a unit.
///
/// # Errors
/// No such unit or version; `Denied`; those of the store.
pub fn fit(
    tx: &mut Read<'_>,
    actor: &Actor,
    blueprint: &Slug,
    version: &Version,
    unit: &UnitKey,
) -> Result<Recommendation, Error> {
    let served = of_actor(tx, actor, Permission::ReadUnit, unit)?;
    let document = blueprints::version(tx, actor, blueprint, version)?.document().clone();
    let world = World::load(tx, served, vec![document])?;
    let mut all = world.fits(tx.today())?;
    all.pop().ok_or_else(|| blaupause_store::Error::not_found("blueprint-version", blueprint).into())
}

/// The current version of every blueprint, the best for a unit first.
///
/// # Errors
/// No such unit; `Denied`; those of the store.
pub fn list(tx: &mut Read<'_>, actor: &Actor, unit: &UnitKey) -> Result<Vec<Recommendation>, Error> {
    let served = of_actor(tx, actor, Permission::ReadUnit, unit)?;
    let documents = versions::current(tx.conn())?.into_iter().map(|p| p.document).collect();
    let mut by_key: BTreeMap<(Slug, Version), Recommendation> = World::load(tx, served, documents)?
        .fits(tx.today())?
        .into_iter()
        .map(|r| ((r.document.blueprint.clone(), r.document.version.clone()), r))
        .collect();
    let ranked = rank(by_key.values().map(|r| r.fit.clone()).collect());
    Ok(ranked.into_iter().filter_map(|f| by_key.remove(&(f.blueprint, f.version))).collect())
}

/// Everything that fits rest on.
struct World {
    unit: UnitFacts,
    documents: Vec<BlueprintVersion>,
    models: BTreeMap<(Slug, Version), (Arc<Model>, Digest)>,
    signed: BTreeMap<Slug, (SignedAssessment, ProviderLevels)>,
    catalog: Arc<Catalog>,
    installed: Vec<Installation>,
    adoptions: Vec<Adoption>,
    pilots: Vec<Pilot>,
    reports: Vec<ExperienceReport>,
    users: BTreeMap<Ars, UnitFacts>,
    /// What runs in each of the users.
    modules: BTreeMap<Ars, BTreeSet<Slug>>,
}

impl World {
    fn load(tx: &mut Read<'_>, served: ServedUnit, documents: Vec<BlueprintVersion>) -> Result<Self, Error> {
        let unit = UnitFacts::of(&served.unit, served.serving);
        let (models, signed) = assessed(tx, &unit.ars, &documents)?;
        let slugs: Vec<Slug> = documents.iter().map(|d| d.blueprint.clone()).collect();
        let named: BTreeSet<&Slug> = documents.iter().flat_map(|d| &d.pilots).collect();
        let named: Vec<Slug> = named.into_iter().cloned().collect();
        let adoptions = adoptions::of_blueprints(tx.conn(), &slugs)?;
        let pilots = pilots::of_slugs(tx.conn(), &named)?;
        let used = adoptions.iter().filter(|a| a.state.is_in_use()).map(|a| &a.unit);
        let keys: BTreeSet<Ars> = used.chain(pilots.iter().flat_map(|p| &p.units)).cloned().collect();
        let mut modules = BTreeMap::<Ars, BTreeSet<Slug>>::new();
        for found in installations::of_units(tx.conn(), &keys.iter().cloned().collect::<Vec<_>>())? {
            modules.entry(found.unit).or_default().insert(found.module);
        }
        let today = tx.today();
        let users = served_units::of_keys(tx.conn(), &keys, today)?;
        Ok(Self {
            documents,
            models,
            signed,
            catalog: tx.catalog()?,
            installed: installations::of_unit(tx.conn(), &unit.ars)?,
            reports: experience_reports::of_pilots(tx.conn(), &named)?,
            users: users.into_iter().map(|(u, p)| (u.ars.clone(), UnitFacts::of(&u, p))).collect(),
            unit,
            adoptions,
            pilots,
            modules,
        })
    }

    fn fits(&self, today: blaupause_kernel::Date) -> Result<Vec<Recommendation>, Error> {
        self.documents.iter().map(|document| self.fit(document, today)).collect()
    }

    fn fit(
        &self,
        document: &BlueprintVersion,
        today: blaupause_kernel::Date,
    ) -> Result<Recommendation, Error> {
        let key = (document.model.id.clone(), document.model.version.clone());
        let id = || format!("{}@{}", key.0, key.1);
        let (model, hash) =
            self.models.get(&key).ok_or_else(|| blaupause_store::Error::not_found("maturity-model", id()))?;
        let evidence = self.evidence(document)?;
        // Answers to another version of the model do not answer this one: then nothing is simulated.
        let signed = self.signed.get(&key.0).filter(|(signed, _)| signed.model.version == key.1);
        let assessed = signed.map(|(signed, levels)| Assessed {
            answers: &signed.answers,
            provider_levels: levels,
            reference_date: signed.period,
        });
        let fit = fitted(&FitInput {
            unit: &self.unit,
            document,
            model,
            model_hash: *hash,
            assessed,
            catalog: &self.catalog,
            installed: &self.installed,
            evidence: &evidence,
            users: &self.users(document),
            adopted: self.adopted(document),
            on: today,
        })?;
        Ok(Recommendation { document: document.clone(), fit, evidence })
    }

    fn evidence(&self, document: &BlueprintVersion) -> Result<Evidence, Error> {
        let pilots = self.pilots.iter().filter(|p| document.pilots.contains(&p.slug));
        let effort = |pilot: &Pilot| self.reports.iter().find_map(|r| PilotEffort::of(pilot, r));
        let efforts: Vec<PilotEffort> = pilots.filter_map(effort).collect();
        Ok(Evidence::of(&document.blueprint, &self.adoptions, &efforts)?)
    }

    /// The units that use a blueprint, each once: what it proved itself comes before its part in a pilot.
    fn users(&self, document: &BlueprintVersion) -> Vec<UserFacts> {
        let mut found: BTreeMap<&Ars, Usage> = BTreeMap::new();
        let proven = self.pilots.iter().filter(|p| document.pilots.contains(&p.slug) && p.state.is_proven());
        found.extend(proven.flat_map(|p| &p.units).map(|unit| (unit, Usage::Pilot)));
        for adoption in self.adoptions.iter().filter(|a| a.blueprint == document.blueprint) {
            let usage = match adoption.state {
                AdoptionState::Verified => Usage::Verified,
                AdoptionState::Live => Usage::Live,
                _ => continue,
            };
            let known = found.entry(&adoption.unit).or_insert(usage);
            *known = usage.min(*known);
        }
        let facts = |(ars, usage)| {
            let modules = self.modules.get(ars).cloned().unwrap_or_default();
            Some(UserFacts { unit: self.users.get(ars)?.clone(), usage, modules })
        };
        found.into_iter().filter_map(facts).collect()
    }

    fn adopted(&self, document: &BlueprintVersion) -> Option<AdoptionState> {
        let own = self.adoptions.iter().filter(|a| a.blueprint == document.blueprint);
        let own = own.filter(|a| a.unit == self.unit.ars && a.state != AdoptionState::Abandoned);
        own.max_by_key(|a| a.id).map(|a| a.state)
    }
}

type Models = BTreeMap<(Slug, Version), (Arc<Model>, Digest)>;
type Signed = BTreeMap<Slug, (SignedAssessment, ProviderLevels)>;

/// The models that documents name, and the unit's latest signed result by each.
fn assessed(
    tx: &mut Read<'_>,
    unit: &Ars,
    documents: &[BlueprintVersion],
) -> Result<(Models, Signed), Error> {
    let (mut models, mut signed) = (Models::new(), Signed::new());
    let unit = blaupause_maturity::Assessed::Unit(unit.clone());
    for document in documents {
        let key = (document.model.id.clone(), document.model.version.clone());
        if models.contains_key(&key) {
            continue;
        }
        let known = models.keys().any(|(id, _)| *id == key.0);
        let found = if known { None } else { signed_assessments::latest(tx.conn(), &unit, &key.0)? };
        if let Some(found) = found {
            let levels = found.outcome.provider_levels();
            signed.insert(key.0.clone(), (found, levels));
        }
        let model = maturity_models::by_version(tx.conn(), &key.0, &key.1)?;
        models.insert(key, model);
    }
    Ok((models, signed))
}
