//! `/rules-in-force` and `/rule-reminders`: which rules hold, and which of them end soon.

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::Error;
use blaupause_app::rules_in_force::{self as rules, Reminder};
use blaupause_kernel::{Date, Message, Revision, Slug, UnitKey};
use blaupause_resources::rules::{Rule, RuleContent, RuleKind, RuleSource, RuleTerms};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::subjects::{SubjectView, filtered, named};
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

/// The most days that are looked ahead: ten years.
const MAX_DAYS: u32 = 3_653;
/// The days that are looked ahead if nobody says how many.
const DAYS: u32 = 90;

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_rule).service(list_rules).service(get_rule).service(put_rule).service(delete_rule);
    config.service(list_rule_reminders);
}

/// A rule of a unit or of a provider.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewRule {
    /// Key of the unit whose staff it holds for, ARS or AGS.
    unit: Option<UnitKey>,
    /// Id of the provider whose own staff it holds for.
    provider: Option<Slug>,
    /// What it says.
    content: RuleContent,
    /// The first day on which it holds.
    from: Date,
    /// The last day on which it holds; without end if left out.
    until: Option<Date>,
    /// The day by which it is to be looked at again.
    review_by: Option<Date>,
    /// Where it is written down.
    source: RuleSource,
}

/// A rule in force.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RuleView {
    /// Its id.
    id: Uuid,
    #[serde(flatten)]
    subject: SubjectView,
    /// What it says.
    content: RuleContent,
    /// The first day on which it holds.
    from: Date,
    /// The last day on which it holds; without end if null.
    until: Option<Date>,
    /// The day by which it is to be looked at again.
    review_by: Option<Date>,
    /// Where it is written down.
    source: RuleSource,
    /// How often it was changed.
    revision: Revision,
}

impl From<Rule> for RuleView {
    fn from(rule: Rule) -> Self {
        let Rule { id, holder, terms, revision } = rule;
        let RuleTerms { content, from, until, review_by, source } = terms;
        Self { id, subject: holder.into(), content, from, until, review_by, source, revision }
    }
}

/// A rule that somebody should look at.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RuleReminderView {
    /// The rule.
    rule: RuleView,
    /// The day by which: its end or its review, whichever comes first.
    due: Date,
    /// Days until then; negative when it is over.
    #[schema(example = 30)]
    days_left: i64,
}

impl From<Reminder> for RuleReminderView {
    fn from(reminder: Reminder) -> Self {
        let Reminder { rule, due, days_left } = reminder;
        Self { rule: rule.into(), due, days_left }
    }
}

/// Which rules, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RulesQuery {
    /// Only those of this unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Only those for the own staff of this provider.
    provider: Option<Slug>,
    /// Only those about this.
    #[param(inline)]
    kind: Option<RuleKind>,
    /// Rules per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// How far to look ahead, for whom, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RuleRemindersQuery {
    /// Days to look ahead.
    #[param(minimum = 0, maximum = 3653, default = 90)]
    days: Option<u32>,
    /// Only those of this unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Only those for the own staff of this provider.
    provider: Option<Slug>,
    /// Entries per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

fn shown(rule: Rule) -> Result<Answer, Error> {
    let revision = rule.revision;
    Answer::record(&RuleView::from(rule), revision)
}

/// State a rule of a unit or of a provider: who may work elsewhere or use a private device, or which video tool is approved.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewRule,
    responses((status = 201, description = "The new rule.", body = RuleView), Problems))]
#[post("/rules-in-force")]
async fn create_rule(state: Data<State>, request: Create<NewRule>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let NewRule { unit, provider, content, from, until, review_by, source } = body;
    let of = named(unit, provider)?;
    let terms = RuleTerms { content, from, until, review_by, source };
    state
        .write(once, move |tx| {
            let rule = rules::create(tx, &caller.actor, &of, terms.clone())?;
            let (revision, path) = (rule.revision, format!("/rules-in-force/{}", rule.id));
            Answer::created(&RuleView::from(rule), revision, path)
        })
        .await
}

/// List rules, the newest first: of the own unit, or of the own provider and the units it serves.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(RulesQuery),
    responses((status = 200, description = "One page of rules.", body = ListView<RuleView>), Problems))]
#[get("/rules-in-force")]
async fn list_rules(
    state: Data<State>,
    caller: Caller,
    query: Query<RulesQuery>,
) -> Result<Answer, ApiError> {
    let RulesQuery { unit, provider, kind, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let of = filtered(unit, provider)?;
    state
        .read(move |tx| {
            let found = rules::list(tx, &caller.actor, of.as_ref(), kind, &page)?;
            Answer::list(found.map(RuleView::from))
        })
        .await
}

/// Get a rule.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the rule.")),
    responses((status = 200, description = "The rule.", body = RuleView), Problems))]
#[get("/rules-in-force/{id}")]
async fn get_rule(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(rules::get(tx, &caller.actor, *id)?)).await
}

/// State a rule anew. One that no longer holds gets its last day.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the rule."),
        ("If-Match" = String, Header, description = "Entity tag of the rule as last read.")),
    request_body = RuleTerms,
    responses((status = 200, description = "The rule.", body = RuleView), Problems))]
#[put("/rules-in-force/{id}")]
async fn put_rule(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<RuleTerms>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    state.write(once, move |tx| shown(rules::put(tx, &caller.actor, *id, expected, body.clone())?)).await
}

/// Remove a rule that was stated by mistake.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the rule."),
        ("If-Match" = String, Header, description = "Entity tag of the rule as last read.")),
    responses((status = 204, description = "The rule is gone."), Problems))]
#[delete("/rules-in-force/{id}")]
async fn delete_rule(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            rules::delete(tx, &caller.actor, *id, expected)?;
            Ok(Answer::nothing())
        })
        .await
}

/// List rules that end or are to be looked at again soon, or should have been, the most urgent first.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(RuleRemindersQuery),
    responses((status = 200, description = "One page of rules.", body = ListView<RuleReminderView>), Problems))]
#[get("/rule-reminders")]
async fn list_rule_reminders(
    state: Data<State>,
    caller: Caller,
    query: Query<RuleRemindersQuery>,
) -> Result<Answer, ApiError> {
    let RuleRemindersQuery { days, unit, provider, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let days = days.unwrap_or(DAYS);
    if days > MAX_DAYS {
        let message = Message::new("days-out-of-range").with("most", MAX_DAYS);
        return Err(ApiError::parameter("days", message));
    }
    let of = filtered(unit, provider)?;
    state
        .read(move |tx| {
            let found = rules::reminders(tx, &caller.actor, of.as_ref(), days, &page)?;
            Answer::list(found.map(RuleReminderView::from))
        })
        .await
}
