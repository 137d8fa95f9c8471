//! `/offers/{id}/registrations` and what a unit is registered for.

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::offer_registrations::{self as registrations, OfUnit, Registered};
use blaupause_app::offer_suggestions::{self as suggestions, Lacking, Suggested};
use blaupause_kernel::{Ars, LocalizedText, Rational, Revision, Slug, Timestamp, UnitKey};
use blaupause_support::offers::Standing;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::assessments::AssessmentView;
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::offers::OfferView;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(register_for_offer).service(list_offer_registrations).service(get_offer_registration);
    config.service(withdraw_offer_registration).service(note_attendance).service(give_attendance);
    config.service(list_registrations_of_unit).service(list_offer_suggestions);
}

/// A unit that comes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewOfferRegistration {
    /// Key of the unit, ARS or AGS.
    unit: UnitKey,
    /// With how many people.
    #[schema(minimum = 1, maximum = 50)]
    seats: u32,
}

/// Who came.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Attendance {
    /// How many people.
    #[schema(minimum = 0, maximum = 50)]
    attended: u32,
}

/// For which answer attendance is evidence.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AttendanceEvidence {
    /// The assessment of the unit, while it is being answered.
    assessment: Uuid,
    /// An indicator that was a topic of the offer.
    #[schema(example = "e-akte")]
    indicator: Slug,
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RegistrationsQuery {
    /// Registrations per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Measured by which result.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OfferSuggestionsQuery {
    /// The maturity model; if missing, that of the result signed last.
    #[param(value_type = Option<String>, example = "kommune-digital")]
    model: Option<Slug>,
}

/// The registration of a unit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OfferRegistrationView {
    /// Its id.
    id: Uuid,
    /// The offer.
    offer: Uuid,
    /// The unit.
    unit: Ars,
    /// How many people.
    seats: u32,
    /// Whether there is a place for them, or where they wait.
    standing: Standing,
    /// When it arrived.
    at: Timestamp,
    /// How many people came, once that is known.
    attended: Option<u32>,
    /// How often it was changed.
    revision: Revision,
}

/// What a unit is registered for.
#[derive(Debug, Serialize, ToSchema)]
struct UnitRegistrationView {
    /// The registration.
    registration: OfferRegistrationView,
    /// The offer.
    offer: OfferView,
}

/// What a unit is registered for.
#[derive(Debug, Serialize, ToSchema)]
struct UnitRegistrationsView {
    /// The latest registration first.
    items: Vec<UnitRegistrationView>,
}

/// How many levels a unit lacks in an indicator.
#[derive(Debug, Serialize, ToSchema)]
struct LackingView {
    /// The indicator.
    indicator: Slug,
    /// Its title.
    title: LocalizedText,
    /// The levels that are missing, exactly.
    missing: Rational,
}

/// An offer that helps a unit.
#[derive(Debug, Serialize, ToSchema)]
struct OfferSuggestionView {
    /// The offer.
    offer: OfferView,
    /// What the unit lacks in its topics.
    lacking: Vec<LackingView>,
    /// All of that together: the larger, the earlier in the list.
    missing: Rational,
    /// Whether the unit is registered already.
    registered: bool,
}

/// Offers that help a unit.
#[derive(Debug, Serialize, ToSchema)]
struct OfferSuggestionsView {
    /// Where most is missing first.
    items: Vec<OfferSuggestionView>,
}

impl From<Registered> for OfferRegistrationView {
    fn from(Registered { registration, standing }: Registered) -> Self {
        Self {
            id: registration.id,
            offer: registration.offer,
            unit: registration.unit,
            seats: registration.seats,
            standing,
            at: registration.at,
            attended: registration.attended,
            revision: registration.revision,
        }
    }
}

impl From<OfUnit> for UnitRegistrationView {
    fn from(OfUnit { registered, offer }: OfUnit) -> Self {
        Self { registration: registered.into(), offer: offer.into() }
    }
}

impl From<Suggested> for OfferSuggestionView {
    fn from(suggested: Suggested) -> Self {
        let Suggested { offer, suggestion, lacking, registered } = suggested;
        let lacks = |Lacking { indicator, title, missing }| LackingView { indicator, title, missing };
        let lacking = lacking.into_iter().map(lacks).collect();
        Self { offer: offer.into(), lacking, missing: suggestion.missing, registered }
    }
}

fn shown(registered: Registered) -> Result<Answer, blaupause_app::Error> {
    let revision = registered.registration.revision;
    Answer::record(&OfferRegistrationView::from(registered), revision)
}

/// Register a unit that the provider serves. Where no place is left it waits, and moves up by itself.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewOfferRegistration,
    responses((status = 201, description = "The registration, confirmed or waiting.", body = OfferRegistrationView), Problems))]
#[post("/offers/{id}/registrations")]
async fn register_for_offer(
    state: Data<State>,
    id: Path<Uuid>,
    request: Create<NewOfferRegistration>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let made = registrations::register(tx, &caller.actor, *id, &body.unit, body.seats)?;
            let (revision, own) = (made.registration.revision, made.registration.id);
            let path = format!("/offers/{}/registrations/{own}", *id);
            Answer::created(&OfferRegistrationView::from(made), revision, path)
        })
        .await
}

/// List the registrations to an offer in the order of arrival: those of the own unit, or all for its provider.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(RegistrationsQuery,
        ("id" = Uuid, Path, description = "Id of the offer.")),
    responses((status = 200, description = "One page of registrations.", body = ListView<OfferRegistrationView>), Problems))]
#[get("/offers/{id}/registrations")]
async fn list_offer_registrations(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
    query: Query<RegistrationsQuery>,
) -> Result<Answer, ApiError> {
    let RegistrationsQuery { limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = registrations::list(tx, &caller.actor, *id, &page)?;
            Answer::list(found.map(OfferRegistrationView::from))
        })
        .await
}

/// Get a registration.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("registration" = Uuid, Path, description = "Id of the registration.")),
    responses((status = 200, description = "The registration.", body = OfferRegistrationView), Problems))]
#[get("/offers/{id}/registrations/{registration}")]
async fn get_offer_registration(
    state: Data<State>,
    caller: Caller,
    path: Path<(Uuid, Uuid)>,
) -> Result<Answer, ApiError> {
    let (offer, id) = path.into_inner();
    state.read(move |tx| shown(registrations::get(tx, &caller.actor, offer, id)?)).await
}

/// Take a registration back before the first session. Who waits moves up.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("registration" = Uuid, Path, description = "Id of the registration."),
        ("If-Match" = String, Header, description = "Entity tag of the registration as last read.")),
    responses((status = 204, description = "The registration is gone."), Problems))]
#[delete("/offers/{id}/registrations/{registration}")]
async fn withdraw_offer_registration(
    state: Data<State>,
    path: Path<(Uuid, Uuid)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let (offer, id) = path.into_inner();
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            registrations::withdraw(tx, &caller.actor, offer, id, expected)?;
            Ok(Answer::nothing())
        })
        .await
}

/// Note how many people of a unit came, from the last session on.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("registration" = Uuid, Path, description = "Id of the registration."),
        ("If-Match" = String, Header, description = "Entity tag of the registration as last read.")),
    request_body = Attendance,
    responses((status = 200, description = "The registration.", body = OfferRegistrationView), Problems))]
#[put("/offers/{id}/registrations/{registration}/attendance")]
async fn note_attendance(
    state: Data<State>,
    path: Path<(Uuid, Uuid)>,
    request: Change<Attendance>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let at = path.into_inner();
    state
        .write(once, move |tx| {
            shown(registrations::note_attendance(tx, &caller.actor, at, expected, body.attended)?)
        })
        .await
}

/// Give attendance as evidence to an assessment of the unit that is being answered. It holds for two years.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("registration" = Uuid, Path, description = "Id of the registration."),
        ("If-Match" = String, Header, description = "Entity tag of the assessment as last read.")),
    request_body = AttendanceEvidence,
    responses((status = 200, description = "The assessment.", body = AssessmentView), Problems))]
#[post("/offers/{id}/registrations/{registration}/evidence")]
async fn give_attendance(
    state: Data<State>,
    path: Path<(Uuid, Uuid)>,
    request: Change<AttendanceEvidence>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let (offer, id) = path.into_inner();
    let url = state.app.publication().at(&format!("/offers/{offer}/registrations/{id}"));
    state
        .write(once, move |tx| {
            let (to, indicator) = ((body.assessment, expected), body.indicator.clone());
            let said = (url.clone(), caller.language);
            let given = registrations::give(tx, &caller.actor, (offer, id), to, indicator, said)?;
            let revision = given.revision;
            Answer::record(&AssessmentView::from(given), revision)
        })
        .await
}

/// List what a unit is registered for, the latest registration first.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The registrations.", body = UnitRegistrationsView), Problems))]
#[get("/municipalities/{ars}/registrations")]
async fn list_registrations_of_unit(
    state: Data<State>,
    caller: Caller,
    unit: Path<UnitKey>,
) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let found = registrations::of_unit(tx, &caller.actor, &unit)?;
            let items = found.into_iter().map(UnitRegistrationView::from).collect();
            Answer::view(&UnitRegistrationsView { items })
        })
        .await
}

/// List the offers that help a unit with what it lacks up to the minimum standard, the next stage and its own target.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(OfferSuggestionsQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The offers, where most is missing first.", body = OfferSuggestionsView), Problems))]
#[get("/municipalities/{ars}/offer-suggestions")]
async fn list_offer_suggestions(
    state: Data<State>,
    caller: Caller,
    unit: Path<UnitKey>,
    query: Query<OfferSuggestionsQuery>,
) -> Result<Answer, ApiError> {
    let model = query.into_inner().model;
    state
        .read(move |tx| {
            let found = suggestions::list(tx, &caller.actor, &unit, model)?;
            let items = found.into_iter().map(OfferSuggestionView::from).collect();
            Answer::view(&OfferSuggestionsView { items })
        })
        .await
}
