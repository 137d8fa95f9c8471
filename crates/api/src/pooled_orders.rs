//! `/pooled-orders`: what the units of a provider order together.

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::pooled_orders::{self as orders, Seen};
use blaupause_app::{Error, Expected, Write};
use blaupause_kernel::{Ars, Date, Euro, Revision, Slug, UnitKey};
use blaupause_resources::equipment::DeviceClass;
use blaupause_resources::orders::{
    Commitment, NextBreak, Order, OrderResult, OrderState, PriceBreak, Terms, UnitShare,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, Put, State};

const TABLE: &str = "text/csv; charset=utf-8";

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(open_pooled_order).service(list_pooled_orders).service(get_pooled_order);
    config.service(close_pooled_order).service(place_pooled_order).service(cancel_pooled_order);
    config.service(export_pooled_order);
    config.service(get_order_commitment).service(put_order_commitment).service(delete_order_commitment);
}

/// What is ordered together.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewPooledOrder {
    /// The provider that places the order.
    provider: Slug,
    /// What is ordered.
    #[schema(min_length = 1, max_length = 200, example = "Notebooks 14 Zoll")]
    title: String,
    /// The class of devices.
    class: DeviceClass,
    /// The last day on which units commit themselves.
    deadline: Date,
    /// The prices by quantity, the smallest quantity first; the first begins at 1.
    #[schema(min_items = 1, max_items = 20)]
    breaks: Vec<PriceBreak>,
}

/// How many a unit takes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewCommitment {
    /// The quantity.
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: u32,
}

/// Which orders, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OrdersQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Those in this state.
    #[param(inline)]
    state: Option<OrderState>,
    /// Orders per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// An order in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PooledOrderSummary {
    /// Its id.
    id: Uuid,
    /// The provider that places the order.
    provider: Slug,
    /// What is ordered.
    title: String,
    /// The class of devices.
    class: DeviceClass,
    /// The last day on which units commit themselves.
    deadline: Date,
    /// The prices by quantity, the smallest quantity first.
    breaks: Vec<PriceBreak>,
    /// Where it stands.
    state: OrderState,
    /// How often it was changed.
    revision: Revision,
}

/// An order and what it comes to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PooledOrderView {
    #[serde(flatten)]
    order: PooledOrderSummary,
    /// How many all units take.
    quantity: u64,
    /// The price of one; nothing while nobody takes any.
    price: Option<Euro>,
    /// What all pay.
    cost: Euro,
    /// What all save against ordering alone.
    saves: Euro,
    /// How many more would reach the next price, and which that is.
    next_break: Option<NextBreak>,
    /// Unit by unit, by key: those whose things the token may read.
    units: Vec<UnitShare>,
}

/// What a unit committed itself to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OrderCommitmentView {
    /// The order.
    order: Uuid,
    /// The unit.
    unit: Ars,
    /// How many it takes.
    quantity: u32,
    /// The day of the commitment or of its last change.
    on: Date,
    /// How often it was changed.
    revision: Revision,
}

impl From<Order> for PooledOrderSummary {
    fn from(order: Order) -> Self {
        let Order { id, provider, terms: Terms { title, class, deadline, breaks }, state, revision } = order;
        Self { id, provider, title, class, deadline, breaks, state, revision }
    }
}

impl From<Seen> for PooledOrderView {
    fn from(seen: Seen) -> Self {
        let OrderResult { quantity, price, cost, saves, next_break, units } = seen.result;
        Self { order: seen.order.into(), quantity, price, cost, saves, next_break, units }
    }
}

impl From<Commitment> for OrderCommitmentView {
    fn from(commitment: Commitment) -> Self {
        let Commitment { order, unit, quantity, on, revision } = commitment;
        Self { order, unit, quantity, on, revision }
    }
}

fn shown(seen: Seen) -> Result<Answer, Error> {
    let revision = seen.order.revision;
    Answer::record(&PooledOrderView::from(seen), revision)
}

/// Open an order that the units of a provider may join until its deadline.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewPooledOrder,
    responses((status = 201, description = "The new order.", body = PooledOrderView), Problems))]
#[post("/pooled-orders")]
async fn open_pooled_order(state: Data<State>, request: Create<NewPooledOrder>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let NewPooledOrder { provider, title, class, deadline, breaks } = body.clone();
            let terms = Terms { title, class, deadline, breaks };
            let seen = orders::open(tx, &caller.actor, provider, terms)?;
            let (revision, path) = (seen.order.revision, format!("/pooled-orders/{}", seen.order.id));
            Answer::created(&PooledOrderView::from(seen), revision, path)
        })
        .await
}

/// List orders, the newest first: of the own provider, or of those that serve the own unit.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(OrdersQuery),
    responses((status = 200, description = "One page of orders.", body = ListView<PooledOrderSummary>), Problems))]
#[get("/pooled-orders")]
async fn list_pooled_orders(
    state: Data<State>,
    caller: Caller,
    query: Query<OrdersQuery>,
) -> Result<Answer, ApiError> {
    let OrdersQuery { provider, state: stage, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = orders::list(tx, &caller.actor, provider, stage, &page)?;
            Answer::list(found.map(PooledOrderSummary::from))
        })
        .await
}

/// Get an order and what it comes to. The sums are over all units; single units are those whose things the token may read.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the order.")),
    responses((status = 200, description = "The order.", body = PooledOrderView), Problems))]
#[get("/pooled-orders/{id}")]
async fn get_pooled_order(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(orders::get(tx, &caller.actor, *id)?)).await
}

/// End the time in which units commit themselves: what is committed stands.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the order."),
        ("If-Match" = String, Header, description = "Entity tag of the order as last read.")),
    responses((status = 200, description = "The order.", body = PooledOrderView), Problems))]
#[post("/pooled-orders/{id}/close")]
async fn close_pooled_order(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, *id, request, orders::close).await
}

/// Note that a closed order was placed.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the order."),
        ("If-Match" = String, Header, description = "Entity tag of the order as last read.")),
    responses((status = 200, description = "The order.", body = PooledOrderView), Problems))]
#[post("/pooled-orders/{id}/place")]
async fn place_pooled_order(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, *id, request, orders::place).await
}

/// Note that an order came to nothing. What is committed binds nobody any more.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the order."),
        ("If-Match" = String, Header, description = "Entity tag of the order as last read.")),
    responses((status = 200, description = "The order.", body = PooledOrderView), Problems))]
#[post("/pooled-orders/{id}/cancel")]
async fn cancel_pooled_order(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, *id, request, orders::cancel).await
}

type Transition = fn(&mut Write<'_>, &blaupause_access::Actor, Uuid, Expected) -> Result<Seen, Error>;

async fn transition(
    state: Data<State>,
    id: Uuid,
    request: Change<NoBody>,
    step: Transition,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state.write(once, move |tx| shown(step(tx, &caller.actor, id, expected)?)).await
}

/// Export an order for procurement: unit by unit with quantity and cost, the sum in the last row.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the order.")),
    responses((status = 200, description = "Columns unit, name, title, class, quantity, unitPrice, cost.",
        content((String = "text/csv"))), Problems))]
#[get("/pooled-orders/{id}/procurement")]
async fn export_pooled_order(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| Ok(Answer::text(orders::procurement(tx, &caller.actor, *id)?, TABLE))).await
}

/// Get what a unit committed itself to.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the order."),
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The commitment.", body = OrderCommitmentView), Problems))]
#[get("/pooled-orders/{id}/commitments/{ars}")]
async fn get_order_commitment(
    state: Data<State>,
    caller: Caller,
    path: Path<(Uuid, UnitKey)>,
) -> Result<Answer, ApiError> {
    let (id, unit) = path.into_inner();
    state
        .read(move |tx| {
            let commitment = orders::commitment(tx, &caller.actor, id, &unit)?;
            let revision = commitment.revision;
            Answer::record(&OrderCommitmentView::from(commitment), revision)
        })
        .await
}

/// Commit a unit to a quantity, or change that, while the order is open and its deadline is not over.
///
/// Without `If-Match` it commits and answers 428 if the unit is committed; with `If-Match` it changes what carries this entity
/// tag and answers 412 if there is another one or none.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the order."),
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("If-Match" = Option<String>, Header, description = "Entity tag of the commitment as last read; left out for the first one.")),
    request_body = NewCommitment,
    responses((status = 200, description = "The changed commitment.", body = OrderCommitmentView),
        (status = 201, description = "The new commitment.", body = OrderCommitmentView), Problems))]
#[put("/pooled-orders/{id}/commitments/{ars}")]
async fn put_order_commitment(
    state: Data<State>,
    path: Path<(Uuid, UnitKey)>,
    request: Put<NewCommitment>,
) -> Result<Answer, ApiError> {
    let Put { caller, body, once, expected } = request;
    let (id, unit) = path.into_inner();
    state
        .write(once, move |tx| {
            let made = orders::commit(tx, &caller.actor, id, &unit, expected, body.quantity)?;
            let (place, revision) = (format!("/pooled-orders/{id}/commitments/{}", made.unit), made.revision);
            Answer::put(&OrderCommitmentView::from(made), revision, place)
        })
        .await
}

/// Take back what a unit committed itself to, while the order is open and its deadline is not over.
#[utoipa::path(tag = "orders", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the order."),
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("If-Match" = String, Header, description = "Entity tag of the commitment as last read.")),
    responses((status = 204, description = "The commitment is gone."), Problems))]
#[delete("/pooled-orders/{id}/commitments/{ars}")]
async fn delete_order_commitment(
    state: Data<State>,
    path: Path<(Uuid, UnitKey)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    let (id, unit) = path.into_inner();
    state
        .write(once, move |tx| {
            orders::withdraw(tx, &caller.actor, id, &unit, expected)?;
            Ok(Answer::nothing())
        })
        .await
}
