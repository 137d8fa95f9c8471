//! How roadmaps are shown.

use blaupause_app::messages::render;
use blaupause_kernel::{Ars, Language, Quarter, Rational, Revision, Slug, Timestamp};
use blaupause_pilots::roadmaps::{
    Frame, Item, Job, JobProgress, JobState, Left, Load, PlanFor, Roadmap, Short, TightLine, UnitPath,
    UnmetWish,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The job of making a roadmap.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoadmapJobView {
    /// Its id.
    id: Uuid,
    /// The unit it is for.
    unit: Option<Ars>,
    /// The provider for all of whose units it is.
    provider: Option<Slug>,
    /// Where it stands.
    state: JobState,
    /// What it is made for.
    frame: Frame,
    /// How far it is, while somebody works on it and after.
    progress: Option<JobProgress>,
    /// Who asked for it, as the token names them.
    requested_by: String,
    /// When.
    requested_at: Timestamp,
    /// When somebody began to work on it.
    started_at: Option<Timestamp>,
    /// When it was over.
    finished_at: Option<Timestamp>,
    /// Why it could not be made.
    failure: Option<String>,
    /// How often its state changed.
    revision: Revision,
}

impl RoadmapJobView {
    pub(super) fn new(job: Job, progress: Option<JobProgress>, language: Language) -> Self {
        let (unit, provider) = owner(&job);
        Self {
            id: job.id,
            unit,
            provider,
            state: job.state,
            frame: job.frame,
            progress,
            requested_by: job.requested_by,
            requested_at: job.requested_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
            failure: job.failure.map(|message| render(language, &message)),
            revision: job.revision,
        }
    }
}

fn owner(job: &Job) -> (Option<Ars>, Option<Slug>) {
    match &job.plan_for {
        PlanFor::Unit(unit) => (Some(unit.clone()), None),
        PlanFor::Provider(provider) => (None, Some(provider.clone())),
    }
}

/// What could not be planned.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RoadmapLeftOutView {
    /// The unit.
    unit: Ars,
    /// The blueprint; the unit as a whole if none is named.
    blueprint: Option<Slug>,
    /// Stable code of the reason.
    code: String,
    /// The reason in words.
    text: String,
}

/// A roadmap.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoadmapView {
    /// The first quarter.
    from: Quarter,
    /// How many quarters.
    quarters: u32,
    /// What begins when, by unit and begin.
    items: Vec<Item>,
    /// What the plan is worth: the sum of `worth` over its items, in points of the score times quarters. Not shown for the part
    /// of a single unit.
    value: Option<Rational>,
    /// No plan that leaves as few demands open is worth more; proved. Not shown for the part of a single unit.
    bound: Option<Rational>,
    /// By how much the bound is above the value, in per cent of the bound, rounded up to a hundredth.
    gap_percent: Rational,
    /// What was asked for and is not complete in time, by unit and blueprint: the fewest demands to drop.
    unmet: Vec<UnmetWish>,
    /// Every plan leaves at least so many demands open; proved. Not shown for the part of a single unit.
    unmet_at_least: Option<u32>,
    /// What is used up, the dearest first; at most 100 lines.
    tight: Vec<TightLine>,
    /// What all share, by quarter.
    loads: Vec<Load>,
    /// The way of every unit.
    paths: Vec<UnitPath>,
    /// What is agreed and takes more than there is.
    short: Vec<Short>,
    /// What could not be planned.
    left_out: Vec<RoadmapLeftOutView>,
}

impl RoadmapView {
    /// A roadmap, or the part of one unit in the roadmap for many.
    pub(super) fn new(roadmap: Roadmap, language: Language, part: bool) -> Self {
        let left = |Left { unit, blueprint, reason }| RoadmapLeftOutView {
            unit,
            blueprint,
            text: render(language, &reason),
            code: reason.code,
        };
        Self {
            from: roadmap.from,
            quarters: roadmap.quarters,
            items: roadmap.items,
            value: (!part).then_some(roadmap.value),
            bound: (!part).then_some(roadmap.bound),
            gap_percent: roadmap.gap_percent,
            unmet: roadmap.unmet,
            unmet_at_least: (!part).then_some(roadmap.unmet_at_least),
            tight: roadmap.tight,
            loads: roadmap.loads,
            paths: roadmap.paths,
            short: roadmap.short,
            left_out: roadmap.left_out.into_iter().map(left).collect(),
        }
    }
}

/// The latest roadmap, and where it comes from.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LatestRoadmapView {
    /// Id of the roadmap.
    id: Uuid,
    /// The unit it was made for.
    unit: Option<Ars>,
    /// The provider for all of whose units it was made.
    provider: Option<Slug>,
    /// When it was made.
    finished_at: Option<Timestamp>,
    #[serde(flatten)]
    roadmap: RoadmapView,
}

impl LatestRoadmapView {
    /// `of_unit`: what is shown is about one unit.
    pub(super) fn new(job: &Job, roadmap: Roadmap, language: Language, of_unit: bool) -> Self {
        let (unit, provider) = owner(job);
        let part = of_unit && provider.is_some();
        let roadmap = RoadmapView::new(roadmap, language, part);
        Self { id: job.id, unit, provider, finished_at: job.finished_at, roadmap }
    }
}
