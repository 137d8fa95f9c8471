//! `/evidence-reminders`: which evidence runs out soon, or has run out.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::evidence_reminders::{self, Reminder};
use blaupause_kernel::{Date, LocalizedText, Message, Slug, UnitKey, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::Query;
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::subjects::{SubjectView, filtered};
use crate::{Answer, ApiError, Caller, State};

/// The most days that are looked ahead: ten years.
const MAX_DAYS: u32 = 3_653;

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_evidence_reminders);
}

/// Evidence that should be renewed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EvidenceReminderView {
    #[serde(flatten)]
    subject: SubjectView,
    /// Id of the assessment that names it.
    assessment: Uuid,
    /// Whether the assessment was signed off.
    signed_off: bool,
    /// Id of the maturity model.
    #[schema(value_type = String)]
    model: Slug,
    /// Its version.
    #[schema(value_type = String)]
    model_version: Version,
    /// The indicator it proves.
    #[schema(value_type = String)]
    indicator: Slug,
    /// Title of the indicator.
    indicator_title: Option<LocalizedText>,
    /// What the evidence is.
    #[schema(example = "ISO 27001")]
    title: String,
    /// Last day on which it holds.
    valid_until: Date,
    /// Days until then; negative when it has run out.
    #[schema(example = 30)]
    days_left: i64,
}

impl From<Reminder> for EvidenceReminderView {
    fn from(reminder: Reminder) -> Self {
        let Reminder { evidence: e, indicator_title, days_left } = reminder;
        Self {
            subject: e.assessed.into(),
            assessment: e.assessment,
            signed_off: e.signed,
            model: e.model,
            model_version: e.version,
            indicator: e.indicator,
            indicator_title,
            title: e.title,
            valid_until: e.valid_until,
            days_left,
        }
    }
}

/// How far to look ahead, for whom, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EvidenceRemindersQuery {
    /// Days to look ahead.
    #[param(minimum = 0, maximum = 3653, default = 90)]
    days: Option<u32>,
    /// Only that of this unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Only that of this provider itself.
    provider: Option<Slug>,
    /// Entries per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List evidence that runs out soon or has run out, what ran out first before all else.
///
/// It looks at drafts and at the latest signed assessment of each unit and provider by each model: what a newer one has
/// replaced needs no renewal.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(EvidenceRemindersQuery),
    responses((status = 200, description = "One page of evidence.", body = ListView<EvidenceReminderView>), Problems))]
#[get("/evidence-reminders")]
async fn list_evidence_reminders(
    state: Data<State>,
    caller: Caller,
    query: Query<EvidenceRemindersQuery>,
) -> Result<Answer, ApiError> {
    let EvidenceRemindersQuery { days, unit, provider, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let days = days.unwrap_or(evidence_reminders::DAYS);
    if days > MAX_DAYS {
        let message = Message::new("days-out-of-range").with("most", MAX_DAYS);
        return Err(ApiError::parameter("days", message));
    }
    let subject = filtered(unit, provider)?;
    state
        .read(move |tx| {
            let found = evidence_reminders::list(tx, &caller.actor, subject, days, &page)?;
            Answer::list(found.map(EvidenceReminderView::from))
        })
        .await
}
