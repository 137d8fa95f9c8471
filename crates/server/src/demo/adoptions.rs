//! Enters what happens to adoptions: a unit's editor works on them, its approver verifies and abandons.

use std::collections::BTreeMap;

use blaupause_app::adoptions::{self, Begin};
use blaupause_app::{Error, Expected, Write};
use blaupause_kernel::{Ars, PersonDays, Slug, UnitKey, Version};
use blaupause_pilots::adoptions::StepProgress;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::content::AdoptionStep;
use super::persons::{approver, editor};
use super::{World, missing};

/// An adoption by its unit and blueprint: in the demo no unit adopts one twice.
type Key<'c> = (&'c Ars, &'c Slug);

impl<'c> World<'c> {
    /// A unit begins an adoption.
    pub(super) fn adopt(
        &mut self,
        tx: &mut Write<'_>,
        key: Key<'c>,
        version: &Version,
        parameters: &Map<String, Value>,
    ) -> Result<(), Error> {
        let begin = Begin {
            unit: UnitKey::Ars(key.0.clone()),
            blueprint: key.1.clone(),
            version: version.clone(),
            parameters: parameters.clone(),
            deviations: Vec::new(),
        };
        let begun = adoptions::create(tx, &editor(key.0), begin)?;
        self.adoptions.insert(key, begun.adoption.id);
        Ok(())
    }

    /// An adoption moves on.
    pub(super) fn adoption(
        &self,
        tx: &mut Write<'_>,
        key: Key<'c>,
        step: &AdoptionStep,
    ) -> Result<(), Error> {
        let (id, any, today) = (self.adopted(key)?, Expected::Any, tx.today());
        let (works, decides) = (editor(key.0), approver(key.0));
        match step {
            AdoptionStep::Plan { in_days } => {
                adoptions::plan(tx, &works, id, any, today.plus_days(*in_days))?
            }
            AdoptionStep::Start => adoptions::start(tx, &works, id, any)?,
            AdoptionStep::GoLive => adoptions::go_live(tx, &works, id, any)?,
            AdoptionStep::Verify { by } => adoptions::verify(tx, &decides, id, any, self.signed(by)?)?,
            AdoptionStep::Pause { reason } => adoptions::pause(tx, &works, id, any, reason.clone())?,
            AdoptionStep::Abandon { reason } => adoptions::abandon(tx, &decides, id, any, reason.clone())?,
            AdoptionStep::Confirm { days } => {
                adoptions::confirm(tx, &works, id, any, today.plus_days(*days))?
            }
        };
        Ok(())
    }

    /// Steps are done, in the order the blueprint wants.
    pub(super) fn tick(
        &self,
        tx: &mut Write<'_>,
        key: Key<'c>,
        done: &BTreeMap<Slug, PersonDays>,
    ) -> Result<(), Error> {
        let (id, actor) = (self.adopted(key)?, editor(key.0));
        let document = adoptions::get(&mut tx.as_read(), &actor, id)?.document;
        for step in document.ordered_steps() {
            let Some(actual) = done.get(&step.id).copied() else { continue };
            let progress = StepProgress { done_on: tx.today(), actual, note: None };
            adoptions::tick(tx, &actor, (id, &step.id), Expected::Any, progress)?;
        }
        Ok(())
    }

    fn adopted(&self, key: Key<'c>) -> Result<Uuid, Error> {
        let name = || missing("adoption", format!("{} of {}", key.1, key.0));
        self.adoptions.get(&key).copied().ok_or_else(name)
    }
}
