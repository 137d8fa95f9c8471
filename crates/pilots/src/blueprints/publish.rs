//! Publishing: what a version needs beyond itself, every reason against it at once, and four eyes.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ars, Message, Revision, Slug, Timestamp, Version};
use blaupause_maturity::{Model, Subject};

use super::state::step;
use super::{BlueprintVersion, DraftVersion, Published, VersionTransition};
use crate::Error;
use crate::pilots::{Gate, Pilot, PilotState};
use crate::reports::{ExperienceReport, ReportField};

/// What publishing needs to know about a pilot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PilotFacts {
    /// The pilot.
    pub slug: Slug,
    /// Where it stands.
    pub state: PilotState,
    /// How many units took part.
    pub units: usize,
    /// Units without an assessment before or without one after.
    pub not_assessed: Vec<Ars>,
    /// Gates of the checklist that are not passed.
    pub open_gates: Vec<Gate>,
    /// Answers the report lacks; nothing if there is no report.
    pub report_missing: Option<Vec<ReportField>>,
}

impl PilotFacts {
    /// The facts of a pilot and its report.
    pub fn of(pilot: &Pilot, report: Option<&ExperienceReport>) -> Self {
        let open = |unit: &&Ars| pilot.of_unit(unit).is_none_or(|a| a.before.is_none() || a.after.is_none());
        Self {
            slug: pilot.slug.clone(),
            state: pilot.state,
            units: pilot.units.len(),
            not_assessed: pilot.units.iter().filter(open).cloned().collect(),
            open_gates: pilot.open_gates(),
            report_missing: report.filter(|r| r.pilot == pilot.slug).map(ExperienceReport::missing),
        }
    }

    /// Why the pilot proves nothing; empty if it does.
    fn faults(&self) -> Vec<Message> {
        let about = |code: &str| Message::new(code).with("pilot", &self.slug);
        let mut faults = Vec::new();
        if !self.state.is_proven() {
            faults.push(about("blueprint-pilot-not-evaluated").with("state", self.state.as_str()));
        }
        if self.units == 0 {
            faults.push(about("blueprint-pilot-without-units"));
        }
        for unit in &self.not_assessed {
            faults.push(about("blueprint-pilot-not-assessed").with("unit", unit));
        }
        let open = |gate: &Gate| about("blueprint-pilot-gate-open").with("gate", gate.as_str());
        faults.extend(self.open_gates.iter().map(open));
        match &self.report_missing {
            None => faults.push(about("blueprint-pilot-without-report")),
            Some(missing) => faults.extend(
                missing
                    .iter()
                    .map(|field| about("blueprint-pilot-report-incomplete").with("field", field.as_str())),
            ),
        }
        faults
    }
}

/// What publishing needs to know about a module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModuleFacts {
    /// Whether it is of kind training.
    pub is_training: bool,
    /// Its published versions.
    pub versions: BTreeSet<Version>,
}

/// What publishing needs to know beyond the document.
#[derive(Debug, Clone, Default)]
pub struct PublishChecks<'a> {
    /// The pilots the version names, as far as they exist.
    pub pilots: Vec<PilotFacts>,
    /// The modules the version names, as far as they exist.
    pub modules: BTreeMap<Slug, ModuleFacts>,
    /// The model at the version the document names, if it exists.
    pub model: Option<&'a Model>,
    /// The newest version of this blueprint published before.
    pub previous: Option<Version>,
}

impl DraftVersion {
    /// Publishes a reviewed version: it becomes immutable and is known by its hash.
    ///
    /// # Errors
    /// `WrongState` unless it is in review, `NotPublishable` with every reason, `NoCanonicalForm`.
    pub fn publish(
        self,
        publisher: impl Into<String>,
        checks: &PublishChecks<'_>,
        now: Timestamp,
    ) -> Result<Published, Error> {
        let state = step(&self.document, self.state, VersionTransition::Publish)?;
        let publisher = publisher.into();
        let mut reasons = reasons(&self.document, checks);
        if self.authors.contains(&publisher) {
            reasons.push(Message::new("blueprint-publisher-is-author").with("publisher", &publisher));
        }
        if !reasons.is_empty() {
            let BlueprintVersion { blueprint, version, .. } = self.document;
            return Err(Error::NotPublishable { blueprint, version, reasons });
        }
        Ok(Published {
            hash: self.document.hash()?,
            document: self.document,
            authors: self.authors,
            publisher,
            published_at: now,
            state,
            state_dates: BTreeMap::from([(state, now.date())]),
            superseded_by: None,
            revision: Revision::FIRST,
        })
    }
}

/// Every reason against publishing, in the order of the document.
fn reasons(v: &BlueprintVersion, checks: &PublishChecks<'_>) -> Vec<Message> {
    let mut reasons = Vec::new();
    proof(v, checks, &mut reasons);
    levels(v, checks.model, &mut reasons);
    modules(v, checks, &mut reasons);
    if let Some(previous) = &checks.previous {
        if v.version <= *previous {
            let message = Message::new("blueprint-version-not-newer").with("version", &v.version);
            reasons.push(message.with("previous", previous));
        }
        if v.migration_note.is_none() {
            reasons.push(Message::new("blueprint-migration-note-missing").with("previous", previous));
        }
    }
    reasons
}

/// Every pilot named has to exist, and one of them has to prove the version.
fn proof(v: &BlueprintVersion, checks: &PublishChecks<'_>, reasons: &mut Vec<Message>) {
    let mut faults = Vec::new();
    let mut proven = false;
    for slug in &v.pilots {
        match checks.pilots.iter().find(|p| p.slug == *slug) {
            None => reasons.push(Message::new("blueprint-pilot-unknown").with("pilot", slug)),
            Some(pilot) => {
                let found = pilot.faults();
                proven |= found.is_empty();
                faults.extend(found);
            }
        }
    }
    if !proven {
        reasons.push(Message::new("blueprint-without-proof"));
        reasons.append(&mut faults);
    }
}

/// Every indicator and dimension has to exist in the model, with the level on its scale.
fn levels(v: &BlueprintVersion, model: Option<&Model>, reasons: &mut Vec<Message>) {
    let Some(model) = model.filter(|m| (&m.id, &m.version) == (&v.model.id, &v.model.version)) else {
        let message = Message::new("blueprint-model-unknown").with("model", &v.model.id);
        reasons.push(message.with("version", &v.model.version));
        return;
    };
    if model.subject == Subject::Provider {
        let message = Message::new("assessment-model-subject").with("model", &model.id);
        reasons.push(message.with("subject", model.subject.name()));
        return;
    }
    for needed in &v.prerequisites.levels {
        if let Some(indicator) = model.indicator(&needed.node) {
            let range = indicator.scale.range();
            if needed.at_least < range.min || range.max < needed.at_least {
                reasons.push(off_scale(&needed.node, needed.at_least));
            }
        } else if model.dimension(&needed.node).is_none() {
            reasons.push(Message::new("blueprint-node-unknown").with("node", &needed.node));
        }
    }
    for outcome in &v.outcomes {
        match model.indicator(&outcome.indicator) {
            None => reasons
                .push(Message::new("blueprint-indicator-unknown").with("indicator", &outcome.indicator)),
            Some(indicator) if !indicator.scale.contains(outcome.level) => {
                reasons.push(off_scale(&outcome.indicator, outcome.level));
            }
            Some(_) => {}
        }
    }
}

fn off_scale(node: &Slug, level: blaupause_kernel::Rational) -> Message {
    Message::new("blueprint-level-off-scale").with("node", node).with("level", level)
}

/// Every module has to exist: the locked ones at their exact version, the needed ones in some version of the
/// range, the trainings as modules of kind training.
fn modules(v: &BlueprintVersion, checks: &PublishChecks<'_>, reasons: &mut Vec<Message>) {
    let unknown = |module: &Slug| Message::new("blueprint-module-unknown").with("module", module);
    for needed in &v.prerequisites.modules {
        match checks.modules.get(&needed.module) {
            None => reasons.push(unknown(&needed.module)),
            Some(facts) if !facts.versions.iter().any(|version| needed.range.matches(version)) => {
                let message = Message::new("blueprint-module-range-empty").with("module", &needed.module);
                reasons.push(message.with("range", &needed.range));
            }
            Some(_) => {}
        }
    }
    for locked in &v.modules {
        match checks.modules.get(&locked.module) {
            None => reasons.push(unknown(&locked.module)),
            Some(facts) if !facts.versions.contains(&locked.version) => {
                let message = Message::new("blueprint-module-version-unknown").with("module", &locked.module);
                reasons.push(message.with("version", &locked.version));
            }
            Some(_) => {}
        }
    }
    for step in &v.steps {
        let Some(training) = &step.training else { continue };
        let about = |code: &str| Message::new(code).with("step", &step.id).with("training", training);
        match checks.modules.get(training) {
            None => reasons.push(about("blueprint-training-unknown")),
            Some(facts) if !facts.is_training => reasons.push(about("blueprint-training-of-other-kind")),
            Some(_) => {}
        }
    }
}
