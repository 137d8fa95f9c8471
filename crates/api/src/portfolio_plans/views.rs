//! The answer to a portfolio plan: versions and amounts from the domain, names and sentences in one language.

use std::collections::BTreeMap;

use blaupause_app::messages::render;
use blaupause_app::portfolio_plans::{Planned, Refused};
use blaupause_catalog::{
    Because, Cost, Exclusion, ModulePin, ModuleRange, Part, Plan, Relaxation, Requirement, SovereigntyRule,
    Step, Wanted,
};
use blaupause_kernel::{Ars, Date, Language, LocalizedText, PersonDays, Slug, Version};
use blaupause_territory::SizeClass;
use serde::Serialize;
use utoipa::ToSchema;

/// A plan, or why there is none.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PortfolioPlanView {
    /// The unit.
    unit: Ars,
    /// The day of the plan.
    on: Date,
    /// The wishes as they were understood. Parts of a refusal name them by their place, from 0.
    wanted: Vec<WantedView>,
    /// Requirements of minimum standards that no module can fulfil: a matter of organisation, or of a level to reach.
    open: Vec<StandardSource>,
    /// Everything that was excluded, in the order in which parts of a refusal name it.
    exclusions: Vec<ExclusionView>,
    /// The plan; `null` if there is none.
    plan: Option<PlanView>,
    /// Why there is no plan; `null` if there is one.
    refusal: Option<RefusalView>,
}

/// One wish.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WantedView {
    /// Any one of these fulfils it.
    any_of: Vec<Requirement>,
    /// The minimum standard that demands it.
    #[serde(skip_serializing_if = "Option::is_none")]
    standard: Option<StandardSource>,
    /// The blueprint that rests on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    blueprint: Option<BlueprintSource>,
}

/// A requirement of a minimum standard.
#[derive(Debug, Serialize, ToSchema)]
struct StandardSource {
    /// The standard.
    id: Slug,
    /// Its version.
    version: Version,
    /// Its requirement.
    requirement: Slug,
}

/// A version of a blueprint.
#[derive(Debug, Serialize, ToSchema)]
struct BlueprintSource {
    /// The blueprint.
    id: Slug,
    /// Its version.
    version: Version,
}

/// Something that must not be newly installed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum ExclusionView {
    /// Versions of a module.
    Module(ModuleRange),
    /// What breaks this rule of digital sovereignty.
    Sovereignty(SovereigntyRule),
    /// What does not suit this size class.
    Unsuited(SizeClass),
    /// What these providers do not offer on the day.
    OutsidePortfolioOf(Vec<Slug>),
}

/// One consistent set of module versions, each after what it needs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PlanView {
    /// What to do, in this order.
    steps: Vec<PlannedStepView>,
    /// Effort of all steps whose effort is known.
    effort: PersonDays,
    /// Modules of steps whose effort is not known.
    effort_unknown: Vec<Slug>,
    /// Cost of all steps whose cost is known; what removing something saves every year is taken off.
    cost: Cost,
    /// Modules of steps whose cost is not known.
    cost_unknown: Vec<Slug>,
    /// Rules that what stays in the plan breaks. Only what is newly installed has to keep them.
    breaches: Vec<BreachView>,
}

/// One step with its place and its name.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PlannedStepView {
    /// Its place, from 1.
    number: usize,
    /// Name of the module.
    title: Option<String>,
    /// The step as one sentence.
    text: String,
    #[serde(flatten)]
    step: Step,
}

/// An installed version that stays and breaks a rule.
#[derive(Debug, Serialize, ToSchema)]
struct BreachView {
    /// The version.
    installed: ModulePin,
    /// The rule.
    breaks: SovereigntyRule,
}

/// Why there is no plan.
#[derive(Debug, Serialize, ToSchema)]
struct RefusalView {
    /// The reasons, from the wishes to the contradiction.
    reasons: Vec<SentenceView>,
    /// What contradicts itself: without any one of these parts the others would agree.
    conflict: Vec<Part>,
    /// Whether no smaller set of parts contradicts itself.
    smallest: bool,
    /// What alone would make a plan possible; empty if no single thing would.
    relaxations: Vec<RelaxationView>,
}

/// One sentence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NumberedSentence)]
struct SentenceView {
    /// Its place, from 1.
    number: usize,
    /// Stable code of the statement.
    #[schema(example = "plan-requires-module")]
    code: String,
    /// The sentence.
    text: String,
    /// The values in it.
    values: BTreeMap<String, String>,
}

/// One thing that would make a plan possible.
#[derive(Debug, Serialize, ToSchema)]
struct RelaxationView {
    /// The change.
    #[serde(flatten)]
    change: Relaxation,
    /// The change as a sentence.
    text: String,
}

impl PortfolioPlanView {
    pub fn new(planned: Planned, language: Language) -> Self {
        let Planned { unit, on, wanted, open, exclusions, outcome, breaches, titles } = planned;
        let breaches =
            breaches.into_iter().map(|(installed, breaks)| BreachView { installed, breaks }).collect();
        let (plan, refusal) = match outcome {
            Ok(plan) => (Some(PlanView::new(plan, breaches, &titles, language)), None),
            Err(refused) => (None, Some(RefusalView::new(refused, language))),
        };
        let wanted = wanted.into_iter().map(WantedView::from).collect();
        let exclusions = exclusions.into_iter().map(ExclusionView::from).collect();
        let open = open.into_iter().map(|open| StandardSource {
            id: open.standard,
            version: open.version,
            requirement: open.requirement,
        });
        Self { unit, on, wanted, open: open.collect(), exclusions, plan, refusal }
    }
}

impl PlanView {
    fn new(
        plan: Plan,
        breaches: Vec<BreachView>,
        titles: &BTreeMap<Slug, LocalizedText>,
        language: Language,
    ) -> Self {
        let Plan { steps, effort, effort_unknown, cost, cost_unknown } = plan;
        let view = |(number, step): (usize, Step)| {
            let title = titles.get(&step.module).map(|title| title.get(language).to_owned());
            let name = title.clone().unwrap_or_else(|| step.module.to_string());
            PlannedStepView { number, text: render(language, &step.message(&name)), title, step }
        };
        let steps = (1..).zip(steps).map(view).collect();
        Self { steps, effort, effort_unknown, cost, cost_unknown, breaches }
    }
}

impl RefusalView {
    fn new(refused: Refused, language: Language) -> Self {
        let Refused { reasons, conflict, smallest, relaxations } = refused;
        let reasons = (1..).zip(reasons).map(|(number, message)| SentenceView {
            number,
            text: render(language, &message),
            code: message.code,
            values: message.args.into_iter().collect(),
        });
        let relaxations = relaxations
            .into_iter()
            .map(|(change, message)| RelaxationView { change, text: render(language, &message) });
        Self { reasons: reasons.collect(), conflict, smallest, relaxations: relaxations.collect() }
    }
}

impl From<Wanted> for WantedView {
    fn from(Wanted { any_of, because }: Wanted) -> Self {
        let (standard, blueprint) = match because {
            Because::Asked => (None, None),
            Because::Standard { id, version, requirement } => {
                (Some(StandardSource { id, version, requirement }), None)
            }
            Because::Blueprint { id, version } => (None, Some(BlueprintSource { id, version })),
        };
        Self { any_of, standard, blueprint }
    }
}

impl From<Exclusion> for ExclusionView {
    fn from(exclusion: Exclusion) -> Self {
        match exclusion {
            Exclusion::Module(range) => Self::Module(range),
            Exclusion::Sovereignty(rule) => Self::Sovereignty(rule),
            Exclusion::Unsuited(class) => Self::Unsuited(class),
            Exclusion::OutsidePortfolio(entries) => {
                let mut providers: Vec<_> = entries.into_iter().map(|entry| entry.provider).collect();
                providers.dedup();
                Self::OutsidePortfolioOf(providers)
            }
        }
    }
}
