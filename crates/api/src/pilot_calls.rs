//! `/pilot-calls`: pilots that seek partners, who wants to take part, and who would fit best.

use actix_web::web::Data;
use actix_web::{delete, get, put};
use blaupause_app::messages::render;
use blaupause_app::{pilot_calls, pilots};
use blaupause_kernel::{Ars, Date, Language, PersonDays, Rational, Revision, Slug, UnitKey};
use blaupause_pilots::Prose;
use blaupause_pilots::pilots::{Candidate, CandidateTopic, Interest, PilotState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::pilots::PilotView;
use crate::requests::Caller;
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, NoBody, Put, State};

/// The most candidates that are listed.
const MOST_LISTED: usize = 500;

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_pilot_calls).service(list_candidates);
    config.service(get_interest).service(put_interest).service(delete_interest);
}

/// Which calls, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CallsQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Calls per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// What a unit offers.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Offer {
    /// Effort the unit can give over the whole pilot, in person-days; not stated if missing.
    capacity: Option<PersonDays>,
    /// Why it wants to take part, and what it brings.
    statement: Prose,
}

/// The interest of a unit in a pilot.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PilotInterestView {
    /// The pilot.
    pilot: Slug,
    /// The unit.
    unit: Ars,
    /// Effort the unit can give over the whole pilot, in person-days.
    capacity: Option<PersonDays>,
    /// Why it wants to take part, and what it brings.
    statement: Prose,
    /// The day it was registered.
    since: Date,
    /// How often it was changed.
    revision: Revision,
}

/// The candidates for a pilot.
#[derive(Debug, Serialize, ToSchema)]
struct CandidatesView {
    /// The candidates, the best first; at most 500.
    items: Vec<CandidateView>,
}

/// A candidate for a pilot with the reasons of its rank.
#[derive(Debug, Serialize, ToSchema)]
struct CandidateView {
    /// Its place, from 1.
    rank: usize,
    /// The unit.
    unit: Ars,
    /// Its name.
    name: String,
    /// The sum of the points, out of 100.
    points: Rational,
    /// The reasons, always in the same order.
    reasons: Vec<CandidateReasonView>,
}

/// One reason for the rank of a candidate.
#[derive(Debug, Serialize, ToSchema)]
struct CandidateReasonView {
    /// What it is about.
    topic: CandidateTopic,
    /// Its points.
    points: Rational,
    /// The most points it could have.
    most: i64,
    /// Stable code.
    code: String,
    /// The reason in words.
    text: String,
}

impl From<Interest> for PilotInterestView {
    fn from(interest: Interest) -> Self {
        let Interest { pilot, unit, capacity, statement, since, revision } = interest;
        Self { pilot, unit, capacity, statement, since, revision }
    }
}

impl CandidateView {
    fn new(rank: usize, candidate: Candidate, language: Language) -> Self {
        let Candidate { unit, name, points, reasons } = candidate;
        let reasons = reasons.into_iter().map(|reason| CandidateReasonView {
            topic: reason.topic,
            points: reason.points,
            most: reason.most,
            text: render(language, &reason.message),
            code: reason.message.code,
        });
        Self { rank, unit, name, points, reasons: reasons.collect() }
    }
}

/// List the pilots that seek partners.
#[utoipa::path(tag = "pilots", params(CallsQuery),
    responses((status = 200, description = "One page of pilots.", body = ListView<PilotView>), Problems))]
#[get("/pilot-calls")]
async fn list_pilot_calls(state: Data<State>, query: Query<CallsQuery>) -> Result<Answer, ApiError> {
    let CallsQuery { provider, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let filter = pilots::Filter { provider, state: Some(PilotState::Call), unit: None };
    let answer = state.read(move |tx| Answer::list(pilots::list(tx, &filter, &page)?.map(PilotView::from)));
    Ok(answer.await?.public())
}

/// List the candidates for a pilot among the units of its provider, the best first, with the reasons of each rank.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz")),
    responses((status = 200, description = "The candidates.", body = CandidatesView), Problems))]
#[get("/pilot-calls/{slug}/candidates")]
async fn list_candidates(state: Data<State>, caller: Caller, slug: Path<Slug>) -> Result<Answer, ApiError> {
    let language = caller.language;
    state
        .read(move |tx| {
            let ranked = pilot_calls::candidates(tx, &caller.actor, &slug)?.into_iter().take(MOST_LISTED);
            let items = ranked.zip(1..).map(|(c, rank)| CandidateView::new(rank, c, language)).collect();
            Answer::view(&CandidatesView { items })
        })
        .await
}

/// Get the interest of a unit in a pilot.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The interest.", body = PilotInterestView), Problems))]
#[get("/pilot-calls/{slug}/interests/{ars}")]
async fn get_interest(
    state: Data<State>,
    caller: Caller,
    path: Path<(Slug, UnitKey)>,
) -> Result<Answer, ApiError> {
    let (slug, unit) = path.into_inner();
    state
        .read(move |tx| {
            let interest = pilot_calls::get(tx, &caller.actor, &slug, &unit)?;
            let revision = interest.revision;
            Answer::record(&PilotInterestView::from(interest), revision)
        })
        .await
}

/// Register the interest of a unit in a pilot that seeks partners, or change it.
///
/// Without `If-Match` it registers and answers 428 if it is registered; with `If-Match` it changes what carries this entity
/// tag and answers 412 if there is another one or none.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("If-Match" = Option<String>, Header, description = "Entity tag of the interest as last read; left out to register it.")),
    request_body = Offer,
    responses((status = 200, description = "The changed interest.", body = PilotInterestView),
        (status = 201, description = "The new interest.", body = PilotInterestView), Problems))]
#[put("/pilot-calls/{slug}/interests/{ars}")]
async fn put_interest(
    state: Data<State>,
    path: Path<(Slug, UnitKey)>,
    request: Put<Offer>,
) -> Result<Answer, ApiError> {
    let Put { caller, body, once, expected } = request;
    let (slug, unit) = path.into_inner();
    state
        .write(once, move |tx| {
            let Offer { capacity, statement } = body.clone();
            let offer = (capacity, statement);
            let interest = pilot_calls::put(tx, &caller.actor, &slug, &unit, expected, offer)?;
            let place = format!("/pilot-calls/{slug}/interests/{}", interest.unit);
            let revision = interest.revision;
            Answer::put(&PilotInterestView::from(interest), revision, place)
        })
        .await
}

/// Withdraw the interest of a unit in a pilot.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("If-Match" = String, Header, description = "Entity tag of the interest as last read.")),
    responses((status = 204, description = "The interest is gone."), Problems))]
#[delete("/pilot-calls/{slug}/interests/{ars}")]
async fn delete_interest(
    state: Data<State>,
    path: Path<(Slug, UnitKey)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    let (slug, unit) = path.into_inner();
    state
        .write(once, move |tx| {
            pilot_calls::withdraw(tx, &caller.actor, &slug, &unit, expected)?;
            Ok(Answer::nothing())
        })
        .await
}
