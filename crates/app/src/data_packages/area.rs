//! What a data package is about: the units a provider serves today, and since when.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use blaupause_kernel::{Ars, Date, Digest, Language, Slug, Version};
use blaupause_maturity::Model;
use blaupause_pilots::adoptions::Adoption;
use blaupause_store::{Conn, maturity_models, providers, served_units};
use blaupause_territory::{Provider, ServiceArea, Unit};

use crate::Error;

/// Units that are asked about at once.
const BATCH: usize = 50;

pub(super) struct Area {
    pub provider: Provider,
    pub today: Date,
    /// In which language titles are.
    pub language: Language,
    /// By key.
    pub units: Vec<Unit>,
    /// By which entries each of them is or was served.
    served: BTreeMap<Ars, Vec<ServiceArea>>,
    /// By which versions of models there are results.
    pub versions: BTreeSet<(Slug, Version)>,
    models: Vec<(Arc<Model>, Digest)>,
    /// What the units adopt, once it was asked for.
    pub adoptions: Vec<Adoption>,
    /// What runs in the units, once it was asked for.
    pub modules: BTreeSet<Slug>,
}

impl Area {
    pub(super) fn read(
        conn: &mut Conn,
        provider: &Slug,
        today: Date,
        language: Language,
    ) -> Result<Self, Error> {
        let provider = providers::by_id(conn, provider)?.provider;
        let units = served_units::of_provider(conn, &provider.id, today)?;
        let areas = providers::service_area(conn, &provider.id)?;
        let serving = |unit: &Unit| {
            let begun = areas.iter().filter(|area| area.from <= today && area.covers(&unit.ars, area.from));
            (unit.ars.clone(), begun.cloned().collect())
        };
        let served = units.iter().map(serving).collect();
        let (versions, models, adoptions, modules) =
            (BTreeSet::new(), Vec::new(), Vec::new(), BTreeSet::new());
        Ok(Self { provider, today, language, units, served, versions, models, adoptions, modules })
    }

    /// The entries by which a unit is or was served.
    pub(super) fn serving(&self, unit: &Ars) -> &[ServiceArea] {
        self.served.get(unit).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the unit was served on the day that a result describes: others' business is in no package.
    pub(super) fn served_on(&self, unit: &Ars, day: Date) -> bool {
        self.serving(unit).iter().any(|area| area.covers(unit, day))
    }

    /// The keys of the units, some at a time.
    pub(super) fn batches(&self) -> Vec<Vec<Ars>> {
        let keys = |units: &[Unit]| units.iter().map(|unit| unit.ars.clone()).collect();
        self.units.chunks(BATCH).map(keys).collect()
    }

    /// The models by which there are results, read once.
    pub(super) fn models(&mut self, conn: &mut Conn) -> Result<&[(Arc<Model>, Digest)], Error> {
        if self.models.is_empty() {
            let read = |(id, version): &(Slug, Version)| maturity_models::by_version(conn, id, version);
            self.models = self.versions.iter().map(read).collect::<Result<_, _>>()?;
        }
        Ok(&self.models)
    }
}
