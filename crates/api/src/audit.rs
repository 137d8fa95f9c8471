//! The audit log, for auditors.

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
    config.service(list_audit);
}

/// A change or a question about results, who made it, and its place in the chain.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditView {
    /// Id of the entry.
    id: uuid::Uuid,
    /// Place in the chain.
    position: i64,
    /// When.
    at: blaupause_kernel::Timestamp,
    /// Who, as the issuer names them.
    actor: String,
    /// What was done.
    #[schema(example = "assessment.signedOff")]
    action: String,
    /// To what, below `/v1`.
    subject: String,
    /// Further facts; of a question about results, what was asked.
    #[schema(value_type = Object)]
    detail: serde_json::Value,
    /// Digest of the entry before; `null` on the first.
    previous: Option<blaupause_kernel::Digest>,
    /// SHA-256 of this entry's canonical JSON, which includes `previous`.
    hash: Option<blaupause_kernel::Digest>,
}

impl From<journal::AuditEntry> for AuditView {
    fn from(entry: journal::AuditEntry) -> Self {
        Self {
            id: entry.id,
            position: entry.position.unwrap_or_default(),
            at: entry.at,
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            detail: entry.detail,
            previous: entry.previous,
            hash: entry.hash,
        }
    }
}

/// Which part of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    /// Entries per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List audit entries, oldest first.
#[utoipa::path(tag = "audit", params(AuditQuery), security(("bearer" = [])),
    responses((status = 200, description = "One page of audit entries.", body = ListView<AuditView>), Problems))]
#[get("/audit")]
async fn list_audit(
    state: Data<State>,
    caller: Caller,
    query: Query<AuditQuery>,
) -> Result<Answer, ApiError> {
    journal::may_read_audit(&caller.actor)?;
    let page = page(query.limit, query.cursor.as_deref())?;
    if state.app.read(journal::has_pending).await? {
        state.app.write(journal::number_pending).await?;
    }
    let entries = state.app.read(move |tx| journal::list_audit(tx, &caller.actor, &page)).await?;
    Ok(Answer::list(entries.map(AuditView::from))?)
}
