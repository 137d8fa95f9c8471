//! The event log: every change of public interest, in order, to be followed with a cursor.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::journal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::Query;
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_events);
}

/// A change of public interest.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EventView {
    /// Id of the event.
    id: uuid::Uuid,
    /// Place in the log; later events have higher numbers.
    position: i64,
    /// When it happened.
    at: blaupause_kernel::Timestamp,
    /// What happened.
    #[schema(example = "assessment.signedOff")]
    kind: String,
    /// Address of the thing it happened to, below `/v1`.
    subject: String,
    /// Key of the unit concerned.
    unit: Option<blaupause_kernel::Ars>,
    /// Id of the provider concerned.
    provider: Option<blaupause_kernel::Slug>,
}

impl From<journal::Event> for EventView {
    fn from(event: journal::Event) -> Self {
        Self {
            id: event.id,
            position: event.position.unwrap_or_default(),
            at: event.at,
            kind: event.kind,
            subject: event.subject,
            unit: event.unit,
            provider: event.provider,
        }
    }
}

/// Which part of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LogQuery {
    /// Events per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List events, oldest first: what concerns published things and the register is public; what happened to assessments,
/// adoptions and installations of a unit is for those who may read it.
#[utoipa::path(tag = "events", security((), ("bearer" = [])), params(LogQuery),
    responses((status = 200, description = "One page of events.", body = ListView<EventView>), Problems))]
#[get("/events")]
async fn list_events(state: Data<State>, caller: Caller, query: Query<LogQuery>) -> Result<Answer, ApiError> {
    let page = page(query.limit, query.cursor.as_deref())?;
    if state.app.read(journal::has_pending).await? {
        state.app.write(journal::number_pending).await?;
    }
    let anonymous = caller.actor.subject().is_err();
    let events = state.app.read(move |tx| journal::list_events(tx, &caller.actor, &page)).await?;
    let answer = Answer::list(events.map(EventView::from))?;
    Ok(if anonymous { answer.public() } else { answer })
}
