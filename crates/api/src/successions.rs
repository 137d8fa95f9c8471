//! `/successions`: dissolved municipalities and who succeeds them.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::register::{self, ListDecided};
use blaupause_kernel::{Ars, Date};
use blaupause_territory::{
    Basis, Decision, Inheritance, Settled, SuccessionCase, SuccessionProposal, Successor,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_successions)
        .service(get_succession)
        .service(decide_succession)
        .service(decide_successions_by_list);
}

/// The case of a dissolved unit: open with its proposal, settled, or withdrawn as the unit came back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SuccessionView {
    /// Id of the case.
    id: Uuid,
    /// The import that dissolved the unit.
    import: Uuid,
    /// The dissolved unit.
    predecessor: Ars,
    /// Whether it still needs a decision.
    open: bool,
    /// What the figures of both states say; `null` where a changed key alone decides.
    /// A candidate's share is an upper bound unless the proposal is conclusive.
    proposal: Option<SuccessionProposal>,
    /// The decision; `null` while the case is open.
    settled: Option<Settled>,
    /// The day from which the unit was in the register again, so that there is nothing to decide.
    withdrawn: Option<Date>,
}

/// A case that was settled, and what follows from it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SuccessionDecidedView {
    /// The case.
    #[serde(flatten)]
    case: SuccessionView,
    /// What became of the dissolved unit's service areas.
    service_areas: Inheritance,
}

impl From<SuccessionCase> for SuccessionView {
    fn from(case: SuccessionCase) -> Self {
        Self {
            open: case.is_open(),
            id: case.id,
            import: case.import,
            predecessor: case.predecessor,
            proposal: case.proposal,
            settled: case.settled,
            withdrawn: case.withdrawn,
        }
    }
}

/// A person's decision.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DecideSuccession {
    /// The successors; their shares sum to exactly 1.
    successors: Vec<Successor>,
    /// The first day of the successors.
    effective: Date,
    /// A remark, for example the law or gazette.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

/// How many cases were settled.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ListDecidedView {
    /// Cases that were settled or corrected.
    decided: usize,
    /// Cases that were settled just so before.
    unchanged: usize,
    /// What became of the dissolved units' service areas.
    service_areas: Inheritance,
}

/// Which cases, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SuccessionsQuery {
    /// Only open cases (`true`) or only settled and withdrawn ones (`false`).
    open: Option<bool>,
    /// Cases per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List dissolved units and who succeeds them.
#[utoipa::path(tag = "register", params(SuccessionsQuery), security(("bearer" = [])),
    responses((status = 200, description = "One page of cases.", body = ListView<SuccessionView>), Problems))]
#[get("/successions")]
async fn list_successions(
    state: Data<State>,
    caller: Caller,
    query: Query<SuccessionsQuery>,
) -> Result<Answer, ApiError> {
    let (page, open) = (page(query.limit, query.cursor.as_deref())?, query.open);
    state
        .read(move |tx| {
            let cases = register::list_cases(tx, &caller.actor, open, &page)?;
            Answer::list(cases.map(SuccessionView::from))
        })
        .await
}

/// Get the case of one dissolved unit.
#[utoipa::path(tag = "register", params(("id" = Uuid, Path, description = "Id of the case.")), security(("bearer" = [])),
    responses((status = 200, description = "The case.", body = SuccessionView), Problems))]
#[get("/successions/{id}")]
async fn get_succession(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let case = register::get_case(tx, &caller.actor, *id)?;
            let revision = case.revision;
            Answer::record(&SuccessionView::from(case), revision)
        })
        .await
}

/// Decide who succeeds a dissolved unit, or correct an earlier decision.
#[utoipa::path(tag = "register", params(("id" = Uuid, Path, description = "Id of the case."),
        ("If-Match" = String, Header, description = "Entity tag last read.")),
    security(("bearer" = [])), request_body = DecideSuccession,
    responses((status = 200, description = "The settled case.", body = SuccessionDecidedView), Problems))]
#[post("/successions/{id}/decide")]
async fn decide_succession(
    state: Data<State>,
    id: Path<Uuid>,
    change: Change<DecideSuccession>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = change;
    state
        .write(once, move |tx| {
            let DecideSuccession { successors, effective, note } = body.clone();
            let decision =
                |predecessor| Decision { predecessor, successors, effective, basis: Basis::Person, note };
            let (case, service_areas) = register::decide(tx, &caller.actor, *id, expected, decision)?;
            let revision = case.revision;
            Answer::record(&SuccessionDecidedView { case: case.into(), service_areas }, revision)
        })
        .await
}

/// Settle cases by an official list of changes (CSV): all of them or none.
#[utoipa::path(tag = "register", security(("bearer" = [])),
    request_body(description = "Columns predecessor, successor, share, effective, note.", content = String, content_type = "text/csv"),
    responses((status = 200, description = "How many cases were settled.", body = ListDecidedView), Problems))]
#[post("/succession-lists")]
async fn decide_successions_by_list(state: Data<State>, upload: Upload) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    state
        .write(once, move |tx| {
            let ListDecided { decided, unchanged, service_areas } =
                register::decide_by_list(tx, &caller.actor, &bytes)?;
            Answer::view(&ListDecidedView { decided, unchanged, service_areas })
        })
        .await
}
