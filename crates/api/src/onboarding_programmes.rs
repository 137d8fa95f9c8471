//! `/onboarding-programmes`: what new colleagues of units go through.

use actix_web::web::Data;
use actix_web::{get, post, put};
use blaupause_app::{Error, onboardings};
use blaupause_kernel::{Revision, Slug};
use blaupause_support::onboarding::{ChecklistItem, Outline, Programme};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, Create, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_onboarding_programme).service(list_onboarding_programmes);
    config.service(get_onboarding_programme).service(revise_onboarding_programme);
}

/// A programme that is written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewOnboardingProgramme {
    /// The provider.
    provider: Slug,
    /// Its title.
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// What is to be done.
    #[schema(min_items = 1, max_items = 200)]
    items: Vec<ChecklistItem>,
}

/// Which programmes, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProgrammesQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Programmes per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// A programme of a provider.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OnboardingProgrammeView {
    /// Its id.
    id: Uuid,
    /// The provider.
    provider: Slug,
    /// Its title.
    title: String,
    /// What is to be done.
    items: Vec<ChecklistItem>,
    /// How often it was changed.
    revision: Revision,
}

impl From<Programme> for OnboardingProgrammeView {
    fn from(Programme { id, provider, title, items, revision }: Programme) -> Self {
        Self { id, provider, title, items, revision }
    }
}

fn shown(programme: Programme) -> Result<Answer, Error> {
    let revision = programme.revision;
    Answer::record(&OnboardingProgrammeView::from(programme), revision)
}

/// Write a programme: what new colleagues of units do by which day, and how.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewOnboardingProgramme,
    responses((status = 201, description = "The new programme.", body = OnboardingProgrammeView), Problems))]
#[post("/onboarding-programmes")]
async fn create_onboarding_programme(
    state: Data<State>,
    request: Create<NewOnboardingProgramme>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let NewOnboardingProgramme { provider, title, items } = body.clone();
            let made = onboardings::create_programme(tx, &caller.actor, provider, Outline { title, items })?;
            let (revision, path) = (made.revision, format!("/onboarding-programmes/{}", made.id));
            Answer::created(&OnboardingProgrammeView::from(made), revision, path)
        })
        .await
}

/// List programmes, the newest first.
#[utoipa::path(tag = "accompaniment", params(ProgrammesQuery),
    responses((status = 200, description = "One page of programmes.", body = ListView<OnboardingProgrammeView>), Problems))]
#[get("/onboarding-programmes")]
async fn list_onboarding_programmes(
    state: Data<State>,
    query: Query<ProgrammesQuery>,
) -> Result<Answer, ApiError> {
    let ProgrammesQuery { provider, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = onboardings::programmes(tx, provider, &page)?;
            Ok(Answer::list(found.map(OnboardingProgrammeView::from))?.public())
        })
        .await
}

/// Get a programme.
#[utoipa::path(tag = "accompaniment", params(
        ("id" = Uuid, Path, description = "Id of the programme.")),
    responses((status = 200, description = "The programme.", body = OnboardingProgrammeView), Problems))]
#[get("/onboarding-programmes/{id}")]
async fn get_onboarding_programme(state: Data<State>, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| Ok(shown(onboardings::programme(tx, *id)?)?.public())).await
}

/// Write a programme anew. Onboardings that have begun keep their checklist.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the programme."),
        ("If-Match" = String, Header, description = "Entity tag of the programme as last read.")),
    request_body = Outline,
    responses((status = 200, description = "The programme.", body = OnboardingProgrammeView), Problems))]
#[put("/onboarding-programmes/{id}")]
async fn revise_onboarding_programme(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<Outline>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    state
        .write(once, move |tx| {
            let outline = body.clone();
            shown(onboardings::revise_programme(tx, &caller.actor, *id, expected, outline)?)
        })
        .await
}
