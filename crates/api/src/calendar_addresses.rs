//! The calendar of what a unit is registered for, and the secret address for programs that cannot log in.

use actix_web::web::Data;
use actix_web::{delete, get, post};
use blaupause_app::{Error, calendar_addresses as addresses, offer_registrations as registrations};
use blaupause_kernel::{Revision, Timestamp, UnitKey};
use blaupause_support::offers::CalendarAddress;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State, calendars};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_offer_calendar).service(make_calendar_address);
    config.service(get_calendar_address).service(end_calendar_address);
}

/// Who reads.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CalendarQuery {
    /// The token of the secret address, instead of an access token.
    #[param(max_length = 100)]
    token: Option<String>,
}

/// The secret address of a calendar, as it is told once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NewCalendarAddressView {
    /// The address. Whoever has it reads the calendar.
    url: String,
    /// When it was made.
    made_at: Timestamp,
    /// How often one was made for this unit.
    revision: Revision,
}

/// The secret address of a calendar, without what opens it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CalendarAddressView {
    /// Who made it: the subject of their token.
    made_by: String,
    /// When it was made.
    made_at: Timestamp,
    /// How often one was made for this unit.
    revision: Revision,
}

/// Get what a unit is registered for as a calendar (RFC 5545), with an access token or the token of the secret address. Each
/// session is an event; what was cancelled is marked so.
#[utoipa::path(tag = "offers", security((), ("bearer" = [])), params(CalendarQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The calendar.", body = String, content_type = "text/calendar"), Problems))]
#[get("/municipalities/{ars}/offer-calendar")]
async fn get_offer_calendar(
    state: Data<State>,
    caller: Caller,
    unit: Path<UnitKey>,
    query: Query<CalendarQuery>,
) -> Result<Answer, ApiError> {
    let (publication, language) = (state.app.publication(), caller.language);
    state
        .read(move |tx| {
            let found = match &query.token {
                Some(token) => registrations::of_opened(tx, &unit, token)?,
                None => registrations::of_unit(tx, &caller.actor, &unit)?,
            };
            Ok(Answer::text(calendars::of_unit(&found, &publication, language), calendars::MEDIA))
        })
        .await
}

/// Make a secret address for the calendar of a unit. It is told once, and the one before leads nowhere any more.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 201, description = "The address.", body = NewCalendarAddressView), Problems))]
#[post("/municipalities/{ars}/calendar-address")]
async fn make_calendar_address(
    state: Data<State>,
    unit: Path<UnitKey>,
    request: Create<NoBody>,
) -> Result<Answer, ApiError> {
    let Create { caller, once, .. } = request;
    let publication = state.app.publication();
    state
        .write(once, move |tx| {
            let (made, token) = addresses::make(tx, &caller.actor, &unit)?;
            let CalendarAddress { unit, made_at, revision, .. } = made;
            let url = publication.at(&format!("/municipalities/{unit}/offer-calendar?token={token}"));
            let view = NewCalendarAddressView { url, made_at, revision };
            Answer::created(&view, revision, format!("/municipalities/{unit}/calendar-address"))
        })
        .await
}

/// Get when the secret address of a calendar was made, and by whom.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The address, without what opens it.", body = CalendarAddressView), Problems))]
#[get("/municipalities/{ars}/calendar-address")]
async fn get_calendar_address(
    state: Data<State>,
    caller: Caller,
    unit: Path<UnitKey>,
) -> Result<Answer, ApiError> {
    let view = |found: CalendarAddress| -> Result<Answer, Error> {
        let CalendarAddress { made_by, made_at, revision, .. } = found;
        Answer::record(&CalendarAddressView { made_by, made_at, revision }, revision)
    };
    state.read(move |tx| view(addresses::get(tx, &caller.actor, &unit)?)).await
}

/// Make the secret address of a calendar void.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("If-Match" = String, Header, description = "Entity tag of the address as last read.")),
    responses((status = 204, description = "It leads nowhere any more."), Problems))]
#[delete("/municipalities/{ars}/calendar-address")]
async fn end_calendar_address(
    state: Data<State>,
    unit: Path<UnitKey>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            addresses::end(tx, &caller.actor, &unit, expected)?;
            Ok(Answer::nothing())
        })
        .await
}
