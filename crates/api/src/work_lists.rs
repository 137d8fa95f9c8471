//! `/work-list`: what waits for the consultants of a provider in all its units.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::messages::render;
use blaupause_app::work_lists::{self, HORIZON};
use blaupause_kernel::{Ars, Date, Language, Slug};
use blaupause_support::engagements::{Horizon, WorkItem, WorkKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::Query;
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_work_list);
}

/// Whose work, and how far to look.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct WorkListQuery {
    /// Of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Only what concerns units that the person of the token accompanies, and pilots.
    #[serde(default)]
    #[param(default = false)]
    mine: bool,
    /// What falls due within so many days is listed.
    #[param(minimum = 0, maximum = 3660, default = 30)]
    ahead_days: Option<u32>,
    /// An adoption stalls after so many days without movement.
    #[param(minimum = 0, maximum = 3660, default = 60)]
    stalled_days: Option<u32>,
    /// A question waits for so many days before it is listed.
    #[param(minimum = 0, maximum = 3660, default = 7)]
    question_days: Option<u32>,
}

/// One thing that waits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WorkItemView {
    /// What it is about.
    kind: WorkKind,
    /// The unit, unless it is about a whole pilot.
    unit: Option<Ars>,
    /// Its name.
    unit_name: Option<String>,
    /// The last day for it.
    on: Date,
    /// Days until then; negative once it is overdue.
    days: i64,
    /// Whether that day is past.
    overdue: bool,
    /// What it says.
    title: String,
    /// Path of the record below `/v1`.
    #[schema(example = "/adoptions/0190b5a4-0000-7000-8000-000000000001")]
    record: String,
}

impl WorkItemView {
    fn new((item, unit_name): (WorkItem, Option<String>), language: Language) -> Self {
        let WorkItem { kind, unit, on, days, overdue, title, reference } = item;
        // The record itself: its parts have no addresses of their own.
        let record: String = reference.iter().take(2).flat_map(|part| ["/", part.as_str()]).collect();
        Self { kind, unit, unit_name, on, days, overdue, title: render(language, &title), record }
    }
}

/// What waits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WorkListView {
    /// The most urgent first: what is overdue for longest, then by day.
    items: Vec<WorkItemView>,
}

/// Get what waits in all units of the own provider: next steps, open questions, gates of pilots, adoptions that do not move,
/// evidence and rules that run out.
///
/// Every item has a last day and is overdue from the day after. Adoptions and questions are listed from that day, the others
/// from `aheadDays` before.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(WorkListQuery),
    responses((status = 200, description = "What waits.", body = WorkListView), Problems))]
#[get("/work-list")]
async fn get_work_list(
    state: Data<State>,
    caller: Caller,
    query: Query<WorkListQuery>,
) -> Result<Answer, ApiError> {
    let WorkListQuery { provider, mine, ahead_days, stalled_days, question_days } = query.into_inner();
    let horizon = Horizon {
        ahead_days: ahead_days.unwrap_or(HORIZON.ahead_days),
        stalled_days: stalled_days.unwrap_or(HORIZON.stalled_days),
        question_days: question_days.unwrap_or(HORIZON.question_days),
    };
    state
        .read(move |tx| {
            let found = work_lists::of(tx, &caller.actor, provider, mine, &horizon)?;
            let shown = |item| WorkItemView::new(item, caller.language);
            Answer::view(&WorkListView { items: found.items.into_iter().map(shown).collect() })
        })
        .await
}
