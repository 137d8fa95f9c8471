//! `/scenarios`: crisis scenarios of providers, and how a unit stands by the latest one.

use actix_web::web::Data;
use actix_web::{delete, get, post};
use blaupause_app::Error;
use blaupause_app::scenarios::{self, Readiness};
use blaupause_kernel::{Digest, Revision, Slug, Timestamp, UnitKey};
use blaupause_resources::scenarios::{
    Comparison, FORMULAS, Facts, Outcome, Parameters, Scenario, Summary, UnitFacts, UnitShortage,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::assessments::AssessmentView;
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_scenario).service(list_scenarios).service(get_scenario).service(delete_scenario);
    config.service(compare_scenarios).service(give_scenario).service(get_crisis_readiness);
}

/// A scenario that is to be calculated.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewScenario {
    /// The provider, for all units that it serves.
    provider: Slug,
    /// Its name.
    #[schema(min_length = 1, max_length = 200, example = "60 % mobil in zwei Wochen, Goslar fällt aus")]
    title: String,
    /// What happens, and what is assumed about it.
    parameters: Parameters,
}

/// How to calculate.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct NewScenarioQuery {
    /// Calculate only; keep nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Which scenarios, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ScenariosQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Scenarios per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Which scenario to compare with.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ComparisonQuery {
    /// Id of the second scenario.
    with: Uuid,
}

/// A name and how it is calculated.
#[derive(Debug, Serialize, ToSchema)]
struct ScenarioFormula {
    /// The name.
    name: &'static str,
    /// How it follows from facts and other names. `ceil` and `floor` round to whole numbers.
    formula: &'static str,
}

/// What a scenario can be calculated with again.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ScenarioExplanation {
    /// Everything that went in.
    facts: Facts,
    /// How every number follows.
    formulas: Vec<ScenarioFormula>,
}

/// A scenario.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ScenarioView {
    /// Its id; null if it was only calculated (`dryRun`).
    id: Option<Uuid>,
    /// The provider.
    provider: Slug,
    /// Its name.
    title: String,
    /// When it was calculated.
    at: Timestamp,
    /// SHA-256 of the canonical JSON (RFC 8785) of an object with the fields `facts` (of `explain`) and `outcome`.
    hash: Digest,
    /// What comes out.
    outcome: Outcome,
    /// What it follows from.
    explain: ScenarioExplanation,
}

impl From<Scenario> for ScenarioView {
    fn from(scenario: Scenario) -> Self {
        let Scenario { id, provider, title, at, facts, outcome, hash } = scenario;
        let formula = |(name, formula): &(&'static str, &'static str)| ScenarioFormula { name, formula };
        let explain = ScenarioExplanation { facts, formulas: FORMULAS.iter().map(formula).collect() };
        Self { id: (!id.is_nil()).then_some(id), provider, title, at, hash, outcome, explain }
    }
}

/// How a unit stands by the latest scenario of a provider that serves it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CrisisReadinessView {
    /// The scenario.
    scenario: Summary,
    /// Days since it was calculated.
    age_days: i64,
    /// What was known of the unit.
    facts: UnitFacts,
    /// What the unit is short of.
    shortage: UnitShortage,
}

impl From<Readiness> for CrisisReadinessView {
    fn from(readiness: Readiness) -> Self {
        let Readiness { scenario, age_days, facts, shortage } = readiness;
        Self { scenario, age_days, facts, shortage }
    }
}

/// For which answer a scenario is evidence.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ScenarioEvidence {
    /// The assessment, while it is being answered.
    assessment: Uuid,
    /// An indicator of its model that is about crises (tag `krise`).
    #[schema(example = "krisenuebung")]
    indicator: Slug,
}

/// Calculate a crisis scenario for all units that a provider serves, and keep it.
///
/// It says unit by unit and for all together which devices, VPN sessions, video seats, bandwidth and rules are missing, what
/// private devices, own, clustered and rented capacity cover, and what to decide or buy first. With `explain` every number can be
/// calculated again.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(NewScenarioQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewScenario,
    responses((status = 200, description = "What would come out (`dryRun`).", body = ScenarioView),
        (status = 201, description = "The new scenario.", body = ScenarioView), Problems))]
#[post("/scenarios")]
async fn create_scenario(
    state: Data<State>,
    query: Query<NewScenarioQuery>,
    request: Create<NewScenario>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let NewScenario { provider, title, parameters } = body;
    if query.dry_run {
        let preview = move |tx: &mut blaupause_app::Read<'_>| {
            let found = scenarios::preview(tx, &caller.actor, &provider, title, parameters)?;
            Answer::view(&ScenarioView::from(found))
        };
        return state.read(preview).await;
    }
    state
        .write(once, move |tx| {
            let (title, parameters) = (title.clone(), parameters.clone());
            let made = scenarios::create(tx, &caller.actor, &provider, title, parameters)?;
            let path = format!("/scenarios/{}", made.id);
            Answer::created(&ScenarioView::from(made), Revision::FIRST, path)
        })
        .await
}

/// List the scenarios of the own provider, the newest first, each with its sums.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(ScenariosQuery),
    responses((status = 200, description = "One page of scenarios.", body = ListView<Summary>), Problems))]
#[get("/scenarios")]
async fn list_scenarios(
    state: Data<State>,
    caller: Caller,
    query: Query<ScenariosQuery>,
) -> Result<Answer, ApiError> {
    let ScenariosQuery { provider, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state.read(move |tx| Answer::list(scenarios::list(tx, &caller.actor, provider, &page)?)).await
}

/// Get a scenario with everything that it follows from.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the scenario.")),
    responses((status = 200, description = "The scenario.", body = ScenarioView), Problems))]
#[get("/scenarios/{id}")]
async fn get_scenario(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    let shown = |scenario: Scenario| -> Result<Answer, Error> {
        Answer::record(&ScenarioView::from(scenario), Revision::FIRST)
    };
    state.read(move |tx| shown(scenarios::get(tx, &caller.actor, *id)?)).await
}

/// Remove a scenario.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the scenario."),
        ("If-Match" = String, Header, description = "Entity tag of the scenario as last read.")),
    responses((status = 204, description = "The scenario is gone."), Problems))]
#[delete("/scenarios/{id}")]
async fn delete_scenario(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            scenarios::delete(tx, &caller.actor, *id, expected)?;
            Ok(Answer::nothing())
        })
        .await
}

/// Compare two scenarios: all figures of both together, and those of units that differ.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(ComparisonQuery,
        ("id" = Uuid, Path, description = "Id of the first scenario.")),
    responses((status = 200, description = "What the second changes against the first.", body = Comparison), Problems))]
#[get("/scenarios/{id}/comparison")]
async fn compare_scenarios(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
    query: Query<ComparisonQuery>,
) -> Result<Answer, ApiError> {
    let with = query.into_inner().with;
    state.read(move |tx| Answer::view(&scenarios::compare(tx, &caller.actor, *id, with)?)).await
}

/// Give a scenario as evidence to an assessment that is being answered. It holds for a year from the day of the calculation.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the scenario."),
        ("If-Match" = String, Header, description = "Entity tag of the assessment as last read.")),
    request_body = ScenarioEvidence,
    responses((status = 200, description = "The assessment.", body = AssessmentView), Problems))]
#[post("/scenarios/{id}/evidence")]
async fn give_scenario(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<ScenarioEvidence>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let url = state.app.publication().at(&format!("/scenarios/{}", *id));
    state
        .write(once, move |tx| {
            let (to, indicator) = ((body.assessment, expected), body.indicator.clone());
            let given = scenarios::give(tx, &caller.actor, *id, to, indicator, url.clone())?;
            let revision = given.revision;
            Answer::record(&AssessmentView::from(given), revision)
        })
        .await
}

/// Get how a unit stands by the latest scenario of a provider that serves it, and how old that is.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "What the unit is short of.", body = CrisisReadinessView), Problems))]
#[get("/municipalities/{ars}/crisis-readiness")]
async fn get_crisis_readiness(
    state: Data<State>,
    caller: Caller,
    unit: Path<UnitKey>,
) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            Answer::view(&CrisisReadinessView::from(scenarios::readiness(tx, &caller.actor, &unit)?))
        })
        .await
}
