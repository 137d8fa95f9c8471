//! What adoptions look like in answers, with the titles of their steps in the caller's language.

use std::collections::BTreeMap;

use blaupause_app::adoptions::Pinned;
use blaupause_kernel::{Ars, Date, Digest, Language, PersonDays, Slug, Version};
use blaupause_pilots::Prose;
use blaupause_pilots::adoptions::{Adoption, AdoptionState, AdoptionTransition, ResumeTo};
use blaupause_pilots::blueprints::{Side, Step, StepRole};
use blaupause_pilots::pilots::AssessmentRef;
use blaupause_territory::SizeClass;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where an adoption stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum AdoptionStateView {
    /// Interessiert.
    Interested,
    /// Geplant.
    Planned,
    /// In Umsetzung: steps are being done.
    Running,
    /// Im Betrieb: every step is done.
    Live,
    /// Nachgewiesen by a signed-off assessment.
    Verified,
    /// Ruht.
    Paused,
    /// Aufgegeben.
    Abandoned,
}

/// The state as two flat fields: client generators cannot merge an alternative into an object.
fn flat(state: AdoptionState) -> (AdoptionStateView, Option<ResumeTo>) {
    match state {
        AdoptionState::Interested => (AdoptionStateView::Interested, None),
        AdoptionState::Planned => (AdoptionStateView::Planned, None),
        AdoptionState::Running => (AdoptionStateView::Running, None),
        AdoptionState::Live => (AdoptionStateView::Live, None),
        AdoptionState::Verified => (AdoptionStateView::Verified, None),
        AdoptionState::Paused { resume_to } => (AdoptionStateView::Paused, Some(resume_to)),
        AdoptionState::Abandoned => (AdoptionStateView::Abandoned, None),
    }
}

/// An adoption with its steps.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdoptionView {
    /// Id.
    id: Uuid,
    /// Key of the unit that adopts.
    unit: Ars,
    /// Id of the blueprint.
    blueprint: Slug,
    /// The version it is pinned to.
    version: Version,
    /// SHA-256 of the document it is pinned to.
    document_hash: Digest,
    /// Title of the blueprint version.
    title: String,
    /// The provider that carries it out.
    provider: Slug,
    /// Values of the blueprint's parameters.
    #[schema(value_type = Object)]
    parameters: serde_json::Value,
    /// Where the unit departs from the blueprint.
    deviations: Vec<Prose>,
    /// Where it stands.
    state: AdoptionStateView,
    /// Where a paused one goes on; only there while it is paused.
    #[serde(skip_serializing_if = "Option::is_none")]
    resume_to: Option<ResumeTo>,
    /// The steps, each after those it waits for.
    steps: Vec<StepView>,
    /// The unit's size class when it began.
    size_class: Option<SizeClass>,
    /// Effort planned.
    planned_effort: PersonDays,
    /// Effort noted so far.
    actual_effort: PersonDays,
    /// First day planned.
    planned_from: Option<Date>,
    /// The day of each change, by its name.
    #[schema(value_type = BTreeMap<String, Date>)]
    state_dates: BTreeMap<AdoptionTransition, Date>,
    /// Why it was paused or abandoned last.
    reason: Option<Prose>,
    /// The day on which somebody last vouched for the record.
    last_confirmed: Option<Date>,
    /// Last day on which the record counts as confirmed.
    expires: Option<Date>,
    /// The assessment that proved it.
    verified_by: Option<AssessmentRef>,
    /// How often it was changed.
    revision: i64,
}

/// A step of an adoption.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StepView {
    /// Id inside the blueprint version.
    id: Slug,
    /// What is done.
    title: String,
    /// How it is done.
    description: Option<String>,
    /// Who does it.
    role: StepRole,
    /// Whose people these are.
    side: Side,
    /// Steps it waits for.
    after: Vec<Slug>,
    /// Whether it is done.
    done: bool,
    /// The day it was done.
    done_on: Option<Date>,
    /// Effort planned for the size class.
    planned: PersonDays,
    /// Effort it took.
    actual: Option<PersonDays>,
    /// What others should know about it.
    note: Option<Prose>,
}

impl AdoptionView {
    pub(super) fn new(pinned: Pinned, language: Language) -> Self {
        let Pinned { adoption: a, document } = pinned;
        let (state, resume_to) = flat(a.state);
        let steps = document.ordered_steps().into_iter().map(|s| StepView::new(s, &a, language)).collect();
        Self {
            title: document.title.get(language).to_owned(),
            steps,
            actual_effort: a.actual_effort(),
            id: a.id,
            unit: a.unit,
            blueprint: a.blueprint,
            version: a.version,
            document_hash: a.document_hash,
            provider: a.provider,
            parameters: a.parameters,
            deviations: a.deviations,
            state,
            resume_to,
            size_class: a.size_class,
            planned_effort: a.planned_effort,
            planned_from: a.planned_from,
            state_dates: a.state_dates,
            reason: a.reason,
            last_confirmed: a.last_confirmed,
            expires: a.expires,
            verified_by: a.verified_by,
            revision: a.revision.get(),
        }
    }
}

impl StepView {
    fn new(step: &Step, adoption: &Adoption, language: Language) -> Self {
        let progress = adoption.steps.get(&step.id);
        Self {
            id: step.id.clone(),
            title: step.title.get(language).to_owned(),
            description: step.description.as_ref().map(|d| d.get(language).to_owned()),
            role: step.role,
            side: step.role.side(),
            after: step.after.clone(),
            done: progress.is_some(),
            done_on: progress.map(|p| p.done_on),
            planned: step.person_days.get(adoption.size_class),
            actual: progress.map(|p| p.actual),
            note: progress.and_then(|p| p.note.clone()),
        }
    }
}

/// An adoption in a list, without its steps.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdoptionSummaryView {
    /// Id.
    id: Uuid,
    /// Key of the unit that adopts.
    unit: Ars,
    /// Id of the blueprint.
    blueprint: Slug,
    /// The version it is pinned to.
    version: Version,
    /// The provider that carries it out.
    provider: Slug,
    /// Where it stands.
    state: AdoptionStateView,
    /// Where a paused one goes on; only there while it is paused.
    #[serde(skip_serializing_if = "Option::is_none")]
    resume_to: Option<ResumeTo>,
    /// Effort planned.
    planned_effort: PersonDays,
    /// Effort noted so far.
    actual_effort: PersonDays,
    /// Last day on which the record counts as confirmed.
    expires: Option<Date>,
}

impl From<Adoption> for AdoptionSummaryView {
    fn from(a: Adoption) -> Self {
        let actual_effort = a.actual_effort();
        let (state, resume_to) = flat(a.state);
        let Adoption { id, unit, blueprint, version, provider, planned_effort, expires, .. } = a;
        Self {
            id,
            unit,
            blueprint,
            version,
            provider,
            state,
            resume_to,
            planned_effort,
            actual_effort,
            expires,
        }
    }
}
