//! `/offers`: trainings and consultings of providers.

use actix_web::web::Data;
use actix_web::{get, post, put};
use blaupause_app::offers::{self, Seen, Step};
use blaupause_app::{Error, Write};
use blaupause_kernel::{Date, LocalizedText, Revision, Slug, Timestamp};
use blaupause_support::offers::{OfferKind, OfferState, Place, Session, Terms, Topic};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_offer).service(list_offers).service(get_offer).service(change_offer);
    config.service(publish_offer).service(cancel_offer).service(hold_offer);
}

/// An offer that is described.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewOffer {
    /// The provider that offers it.
    provider: Slug,
    /// What it is.
    kind: OfferKind,
    /// Its title.
    title: LocalizedText,
    /// What it is about and for whom.
    description: LocalizedText,
    /// What it helps with: indicators of maturity models.
    #[serde(default)]
    #[schema(max_items = 50)]
    topics: Vec<Topic>,
    /// When and where, one after the other; whoever comes, comes to all of them.
    #[schema(min_items = 1, max_items = 100)]
    sessions: Vec<Session>,
    /// For how many people.
    #[schema(minimum = 1, maximum = 10_000)]
    places: u32,
    /// The last day, in UTC, on which units register.
    register_until: Date,
}

/// Which offers, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OffersQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Those in this state.
    #[param(inline)]
    state: Option<OfferState>,
    /// Offers per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Where a session takes place.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum PlaceView {
    /// On site.
    OnSite {
        /// The address of the building.
        address: String,
    },
    /// As a video conference.
    Online {
        /// Its address, for the provider and for people of units that have a place.
        url: Option<String>,
    },
}

/// One meeting.
#[derive(Debug, Serialize, ToSchema)]
struct OfferSessionView {
    /// When it begins.
    starts: Timestamp,
    /// When it ends.
    ends: Timestamp,
    /// Where it takes place.
    place: PlaceView,
}

/// An offer of training or consulting.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OfferView {
    /// Its id.
    #[schema(value_type = String, format = "uuid")]
    id: Uuid,
    /// The provider that offers it.
    provider: Slug,
    /// What it is.
    kind: OfferKind,
    /// Its title.
    title: LocalizedText,
    /// What it is about and for whom.
    description: LocalizedText,
    /// What it helps with.
    topics: Vec<Topic>,
    /// When and where.
    sessions: Vec<OfferSessionView>,
    /// For how many people.
    places: u32,
    /// People who have a place.
    confirmed: u64,
    /// People who wait for one.
    waiting: u64,
    /// The last day, in UTC, on which units register.
    register_until: Date,
    /// Where it stands.
    state: OfferState,
    /// How often it was changed.
    revision: Revision,
}

impl From<Seen> for OfferView {
    fn from(seen: Seen) -> Self {
        let Seen { offer, confirmed, waiting, joins } = seen;
        let Terms { kind, title, description, topics, sessions, places, register_until } = offer.terms;
        let place = |place: Place| match place {
            Place::OnSite { address } => PlaceView::OnSite { address },
            Place::Online { url } => PlaceView::Online { url: joins.then_some(url) },
        };
        let session = |Session { starts, ends, place: at }: Session| OfferSessionView {
            starts,
            ends,
            place: place(at),
        };
        Self {
            id: offer.id,
            provider: offer.provider,
            kind,
            title,
            description,
            topics,
            sessions: sessions.into_iter().map(session).collect(),
            places,
            confirmed,
            waiting,
            register_until,
            state: offer.state,
            revision: offer.revision,
        }
    }
}

fn shown(seen: Seen) -> Result<Answer, Error> {
    let revision = seen.offer.revision;
    Answer::record(&OfferView::from(seen), revision)
}

/// Describe a training or consulting. It is a draft: units see it once it is published.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewOffer,
    responses((status = 201, description = "The new offer.", body = OfferView), Problems))]
#[post("/offers")]
async fn create_offer(state: Data<State>, request: Create<NewOffer>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let NewOffer { provider, kind, title, description, .. } = body.clone();
            let NewOffer { topics, sessions, places, register_until, .. } = body.clone();
            let terms = Terms { kind, title, description, topics, sessions, places, register_until };
            let made = offers::create(tx, &caller.actor, provider, terms)?;
            let (revision, path) = (made.offer.revision, format!("/offers/{}", made.offer.id));
            Answer::created(&OfferView::from(made), revision, path)
        })
        .await
}

/// List trainings and consultings, the newest first: drafts for their provider alone.
#[utoipa::path(tag = "offers", security((), ("bearer" = [])), params(OffersQuery),
    responses((status = 200, description = "One page of offers.", body = ListView<OfferView>), Problems))]
#[get("/offers")]
async fn list_offers(
    state: Data<State>,
    caller: Caller,
    query: Query<OffersQuery>,
) -> Result<Answer, ApiError> {
    let OffersQuery { provider, state: stage, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = offers::list(tx, &caller.actor, provider, stage, &page)?;
            Answer::list(found.map(OfferView::from))
        })
        .await
}

/// Get a training or consulting: once it is published, for everybody.
#[utoipa::path(tag = "offers", security((), ("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer.")),
    responses((status = 200, description = "The offer.", body = OfferView), Problems))]
#[get("/offers/{id}")]
async fn get_offer(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(offers::get(tx, &caller.actor, *id)?)).await
}

async fn take<B: Clone + Send + 'static>(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<B>,
    step: impl Fn(B) -> Step + Send + 'static,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let work =
        move |tx: &mut Write<'_>| shown(offers::step(tx, &caller.actor, *id, expected, step(body.clone()))?);
    state.write(once, work).await
}

/// Describe an offer anew. With more places, who waits moves up; never fewer than are confirmed.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("If-Match" = String, Header, description = "Entity tag of the offer as last read.")),
    request_body = Terms,
    responses((status = 200, description = "The offer.", body = OfferView), Problems))]
#[put("/offers/{id}")]
async fn change_offer(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<Terms>,
) -> Result<Answer, ApiError> {
    take(state, id, request, |terms| Step::Change(Box::new(terms))).await
}

/// Publish an offer: from now on units register.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("If-Match" = String, Header, description = "Entity tag of the offer as last read.")),
    responses((status = 200, description = "The offer.", body = OfferView), Problems))]
#[post("/offers/{id}/publish")]
async fn publish_offer(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    take(state, id, request, |_| Step::Publish).await
}

/// Cancel an offer. Calendars show its sessions as cancelled.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("If-Match" = String, Header, description = "Entity tag of the offer as last read.")),
    responses((status = 200, description = "The offer.", body = OfferView), Problems))]
#[post("/offers/{id}/cancel")]
async fn cancel_offer(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    take(state, id, request, |_| Step::Cancel).await
}

/// Note that an offer took place, once its last session is over.
#[utoipa::path(tag = "offers", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the offer."),
        ("If-Match" = String, Header, description = "Entity tag of the offer as last read.")),
    responses((status = 200, description = "The offer.", body = OfferView), Problems))]
#[post("/offers/{id}/hold")]
async fn hold_offer(state: Data<State>, id: Path<Uuid>, request: Change<NoBody>) -> Result<Answer, ApiError> {
    take(state, id, request, |_| Step::Hold).await
}
