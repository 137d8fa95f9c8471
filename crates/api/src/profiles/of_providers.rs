//! `/providers/{id}/profile|gaps|what-if`: the handlers; all they do is shared with those of units.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::Slug;

use super::views::{GapsView, ProfileView, WhatIfView};
use super::{GapsQuery, ProfileQuery, WhatIf, gaps, profile, what_if};
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Create, State};

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_provider_profile).service(get_provider_gaps);
    config.service(compute_provider_what_if);
}

/// Get where a provider stands: its latest signed result and its place among its peers.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(ProfileQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The profile.", body = ProfileView), Problems))]
#[get("/providers/{id}/profile")]
async fn get_provider_profile(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<ProfileQuery>,
) -> Result<Answer, ApiError> {
    profile(&state, caller, SubjectKey::Provider(id.into_inner()), query.into_inner()).await
}

/// Get how far a provider's latest signed result is from a target, line by line.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(GapsQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The gaps, in the order of the target.", body = GapsView), Problems))]
#[get("/providers/{id}/gaps")]
async fn get_provider_gaps(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<GapsQuery>,
) -> Result<Answer, ApiError> {
    gaps(&state, caller, SubjectKey::Provider(id.into_inner()), query.into_inner()).await
}

/// Compute what a provider's latest signed result would be if some indicators had reached a level. Nothing is stored.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(ProfileQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    request_body = WhatIf,
    responses((status = 200, description = "The result before and after.", body = WhatIfView), Problems))]
#[post("/providers/{id}/what-if")]
async fn compute_provider_what_if(
    state: Data<State>,
    id: Path<Slug>,
    query: Query<ProfileQuery>,
    request: Create<WhatIf>,
) -> Result<Answer, ApiError> {
    what_if(&state, request, SubjectKey::Provider(id.into_inner()), query.into_inner()).await
}
